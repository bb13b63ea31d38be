# Webhook receivers that do what a test tells them to: a JSON list of scripts as its argument, a port for each in the first
# line of its output, and then one JSON object a line for every request. A script is an object with these members:
#
# answers    a list of answers, the last one for ever; secrets: their signatures are checked with Python's own hmac
# certificate, key   speak TLS
# barrier    answers are held back until so many requests are there
# An answer: {"status": 204, "headers": {…}, "body": "…"}; or one of "drop" (close), "silent", {"raw": "…"} (send exactly that,
# then close), {"raw": "…", "stay": true}, {"endless": "body" | "headers" | "gzip" | "continue"}.
import asyncio
import base64
import hashlib
import hmac
import json
import ssl
import sys
import zlib

def tell(**what):
    print(json.dumps(what), flush=True)


def signed_by(secrets, headers, body):
    """The numbers of the secrets that signed it: Standard Webhooks, from the receiver's side."""
    content = f"{headers.get('webhook-id')}.{headers.get('webhook-timestamp')}.".encode() + body
    sent = headers.get("webhook-signature", "").split(" ")
    good = []
    for number, secret in enumerate(secrets):
        key = base64.b64decode(secret.removeprefix("whsec_"))
        mac = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
        if "v1," + mac in sent:
            good.append(number)
    return good


async def endless(writer, kind):
    start = {"body": b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
             "gzip": b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ntransfer-encoding: chunked\r\n\r\n",
             "headers": b"HTTP/1.1 200 OK\r\n", "continue": b""}[kind]
    writer.write(start)
    piece = bytes(16384)
    if kind == "gzip":
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        piece = packer.compress(bytes(10_000_000)) + packer.flush(zlib.Z_SYNC_FLUSH)
    more = {"body": b"4000\r\n" + piece + b"\r\n", "gzip": b"%x\r\n" % len(piece) + piece + b"\r\n",
            "headers": b"x-more: " + b"y" * 1000 + b"\r\n", "continue": b"HTTP/1.1 100 Continue\r\n\r\n"}[kind]
    while True:
        writer.write(more)
        await writer.drain()


async def answer(writer, what):
    if what == "silent":
        return True
    if what == "drop":
        return False
    if "endless" in what:
        await endless(writer, what["endless"])
    if "raw" in what:
        writer.write(what["raw"].encode())
        await writer.drain()
        return what.get("stay", False)
    body = what.get("body", "").encode()
    head = f"HTTP/1.1 {what.get('status', 204)} Answer\r\ncontent-length: {len(body)}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in what.get("headers", {}).items())
    writer.write(head.encode() + b"\r\n" + body)
    await writer.drain()
    return True


async def read_request(reader):
    line = (await reader.readline()).decode().rstrip("\r\n")
    if not line:
        return None
    headers = {}
    while text := (await reader.readline()).decode().rstrip("\r\n"):
        name, _, value = text.partition(":")
        headers[name.lower()] = value.strip()
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return line, headers, body


class Receiver:
    def __init__(self, script):
        self.script = script
        self.connections = 0
        self.requests = 0
        self.waiting = []

    async def hold_back(self):
        if "barrier" not in self.script:
            return
        mine = asyncio.get_running_loop().create_future()
        self.waiting.append(mine)
        if len(self.waiting) >= self.script["barrier"]:
            for future in self.waiting:
                future.set_result(None)
            self.waiting.clear()
        await mine

    async def serve(self, reader, writer):
        self.connections += 1
        connection = self.connections
        try:
            while request := await read_request(reader):
                line, headers, body = request
                number = self.requests
                self.requests += 1
                tell(request=line, connection=connection, headers=headers, body=body.decode(),
                     signed_by=signed_by(self.script.get("secrets", []), headers, body))
                await self.hold_back()
                answers = self.script.get("answers", [{}])
                if not await answer(writer, answers[min(number, len(answers) - 1)]):
                    break
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            pass
        finally:
            writer.close()

    async def listen(self):
        tls = None
        if "certificate" in self.script:
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(self.script["certificate"], self.script["key"])
        return await asyncio.start_server(self.serve, "127.0.0.1", 0, ssl=tls)


async def main():
    servers = [await Receiver(script).listen() for script in json.loads(sys.argv[1])]
    print(json.dumps([server.sockets[0].getsockname()[1] for server in servers]), flush=True)
    await asyncio.gather(*(server.serve_forever() for server in servers))


asyncio.run(main())
