# Mail relays that do what a test tells them to: a JSON list of scripts as its argument, a port for each in the first line of
# its output, and then one JSON object a line for everything that happens. A script is an object with these members:
#
# ehlo       keywords that it offers; ehlo_in_clear: further ones before STARTTLS
# replies    by verb (GREETING EHLO STARTTLS AUTH MAIL RCPT DATA DOT RSET QUIT): a list of answers, the last one for ever
# tls        "starttls" or "implicit", with certificate and key
# barrier    the answers to so many final dots are held back until all of them are there
# An answer is a reply line, or "drop" (close), "reset" (close hard), "silent", "cut:TEXT" (send TEXT and close),
# "close:TEXT" (send the line, then close), "raw:TEXT" (send exactly that).
import asyncio
import json
import queue
import socket
import ssl
import struct
import sys
import threading

defaults = {"GREETING": "220 relay.test ESMTP", "MAIL": "250 2.1.0 ok", "RCPT": "250 2.1.5 ok", "DATA": "354 go on",
            "DOT": "250 2.0.0 queued", "RSET": "250 2.0.0 ok", "QUIT": "close:221 2.0.0 bye", "STARTTLS": "220 ready",
            "AUTH": "235 2.7.0 welcome", "NOOP": "250 ok"}


told = queue.SimpleQueue()


def tell(**what):
    told.put(json.dumps(what))


def print_what_is_told():
    """Apart from the relays: whoever reads this may first wait for their answers."""
    while True:
        print(told.get(), flush=True)


class Relay:
    def __init__(self, script):
        self.script = script
        self.counts = {}
        self.waiting = []

    def answer_for(self, verb):
        answers = self.script.get("replies", {}).get(verb, [defaults.get(verb, "500 5.5.1 what?")])
        self.counts[verb] = self.counts.get(verb, 0) + 1
        return answers[min(self.counts[verb], len(answers)) - 1]

    def context(self):
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(self.script["certificate"], self.script["key"])
        return made

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
        session = Session(self, reader, writer)
        try:
            await session.serve()
        except (Done, ConnectionError, ssl.SSLError):
            pass
        finally:
            tell(session=session.number, closed=True)
            writer.close()

    async def listen(self):
        tls = self.context() if self.script.get("tls") == "implicit" else None
        server = await asyncio.start_server(self.serve, "127.0.0.1", 0, ssl=tls)
        return server


class Done(Exception):
    pass


class Session:
    sessions = 0

    def __init__(self, relay, reader, writer):
        Session.sessions += 1
        self.number = Session.sessions
        self.relay, self.reader, self.writer = relay, reader, writer

    async def reply(self, verb):
        """Gives the answer; what was said, or nothing."""
        answer = self.relay.answer_for(verb)
        if answer == "silent":
            return ""
        if answer == "reset":
            raw = self.writer.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if answer in ("drop", "reset"):
            raise Done
        kind, _, text = answer.partition(":")
        if kind not in ("cut", "close", "raw"):
            kind, text = "line", answer
        self.writer.write(text.encode() + (b"" if kind in ("cut", "raw") else b"\r\n"))
        await self.writer.drain()
        if kind in ("cut", "close"):
            raise Done
        return text

    async def ehlo(self):
        script = self.relay.script
        if "EHLO" in script.get("replies", {}):
            await self.reply("EHLO")
            return
        words = list(script.get("ehlo", []))
        if script.get("tls") == "starttls" and not self.is_tls():
            words += script.get("ehlo_in_clear", []) + ["STARTTLS"]
        lines = ["relay.test"] + words
        text = "".join(f"250{'-' if n + 1 < len(lines) else ' '}{line}\r\n" for n, line in enumerate(lines))
        self.writer.write(text.encode())
        await self.writer.drain()

    def is_tls(self):
        return self.writer.get_extra_info("ssl_object") is not None

    async def message(self):
        text = bytearray()
        while (line := await self.reader.readline()) != b".\r\n":
            if not line:
                tell(session=self.number, half_message=len(text))
                raise Done
            text += line[1:] if line.startswith(b".") else line
        tell(session=self.number, message=text.decode("latin-1"))
        await self.relay.hold_back()
        await self.reply("DOT")

    async def serve(self):
        tell(session=self.number, opened=True)
        await self.reply("GREETING")
        while line := await self.reader.readline():
            text = line.decode("utf-8", "surrogateescape").rstrip("\r\n")
            verb = text.split(" ")[0].split(":")[0].upper()
            tell(session=self.number, command=text, tls=self.is_tls())
            if verb == "EHLO":
                await self.ehlo()
                continue
            said = await self.reply(verb)
            if verb == "STARTTLS" and said.startswith("220"):
                await self.writer.start_tls(self.relay.context())
            if verb == "DATA" and said.startswith("354"):
                await self.message()


async def main():
    servers = [await Relay(script).listen() for script in json.loads(sys.argv[1])]
    told.put(json.dumps([server.sockets[0].getsockname()[1] for server in servers]))
    threading.Thread(target=print_what_is_told, daemon=True).start()
    await asyncio.gather(*(server.serve_forever() for server in servers))


asyncio.run(main())
