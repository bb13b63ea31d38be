"""The receivers of end-to-end tests, which are the ground truth: a mail server and a webhook endpoint that record what they get."""

import base64
import collections
import email
import email.policy
import hashlib
import hmac
import http.server
import json
import logging
import socket
import threading
import time
import warnings

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

logging.getLogger("mail.log").setLevel(logging.CRITICAL)

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class QuietController(Controller):
    """Does not warn of a login over a clear connection: on loopback that is what the tests want."""

    def factory(self):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return super().factory()


class MailServer:
    """Records every mail it takes; answers can be scripted by recipient: {"a@b": ["451 later", "451 later"]} (then 250).

    `size`: the largest mail in bytes, announced as SIZE.
    """

    def __init__(self, size=100_000_000):
        self.size = size
        self.mails = []
        self.script = {}
        self.asked = collections.Counter()  # how often each address was offered
        self.password = None  # one that a login must show, where the relay asks for a login
        self.port = free_port()
        self.listen()

    def listen(self):
        login = dict(authenticator=self.check, auth_required=True, auth_require_tls=False) if self.password else {}
        self.controller = QuietController(self, hostname="127.0.0.1", port=self.port,
                                          data_size_limit=self.size, **login)
        self.controller.start()

    def check(self, server, session, envelope, mechanism, data):
        return AuthResult(success=data.password == self.password.encode(), handled=False)

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.asked[address] += 1
        answers = self.script.get(address)
        if answers:
            return answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        self.mails.append({"to": list(envelope.rcpt_tos), "message": message, "bytes": envelope.original_content,
                           "at": time.monotonic()})
        return "250 OK"

    def to(self, address, case=None):
        return [m for m in self.mails if m["to"] == [address] and (case is None or case in m["message"]["Subject"])]

    def about(self, case):
        return [m for m in self.mails if m["message"]["Subject"].endswith(" " + case)]

    def stop(self):
        """Nobody listens any more; what was recorded stays."""
        if self.controller:
            self.controller.stop()
        self.controller = None


class HookServer:
    """Records every webhook and verifies its signature; answers can be scripted by path: {"/x": [500, (503, "2")]} (then 204).

    A function instead of a status is asked for it, and can hold the answer back; None is an answer that gets lost.
    """

    def __init__(self):
        self.hooks = []
        self.script = {}
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                answers = outer.script.get(self.path)
                status = answers.pop(0) if answers else 204
                hook = {"path": self.path, "headers": dict(self.headers), "bytes": body, "status": None,
                        "event": json.loads(body), "at": time.monotonic(), "signed": outer.verify(self.headers, body)}
                outer.hooks.append(hook)
                if callable(status):
                    status = status()
                status, wait = status if isinstance(status, tuple) else (status, None)
                hook["status"] = status
                if status is None:
                    self.close_connection = True
                    return
                self.send_response(status)
                if wait:
                    self.send_header("Retry-After", wait)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @staticmethod
    def verify(headers, body):
        key = base64.b64decode(SECRET.removeprefix("whsec_"))
        content = f'{headers["webhook-id"]}.{headers["webhook-timestamp"]}.'.encode() + body
        expected = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
        fresh = abs(time.time() - int(headers["webhook-timestamp"])) < 300
        return fresh and ("v1," + expected) in headers["webhook-signature"].split(" ")

    def of(self, kind, case=None):
        return [h for h in self.hooks if h["event"]["type"] == kind and case in (None, h["event"]["data"]["case"]["id"])]

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
