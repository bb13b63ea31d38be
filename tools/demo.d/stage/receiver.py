"""A CRM's webhook endpoint: takes what is posted, believes only what is signed (Standard Webhooks 1.0.0), remembers all.
It confirms (204) what it was not told to answer otherwise."""
import base64
import hashlib
import hmac
import http.server
import json
import queue
import secrets
import threading
import time

TOLERANCE_S = 300


class Hook:
    """One webhook as it came in, and the status that it was answered with."""

    def __init__(self, headers, body, signed):
        self.id = headers.get("webhook-id", "")
        self.headers = dict(headers)
        self.body = body
        self.signed = signed
        self.event = json.loads(body) if signed else {}
        self.status = 204 if signed else 401


class Receiver:
    """Listens on a free port of the loopback; `arrived` holds the hooks in the order in which they came. `answers` may hold
    other statuses than 204: {(type, subject): status}."""

    def __init__(self, answers=None):
        self._answers = answers or {}
        self._key = secrets.token_bytes(32)
        self.secret = "whsec_" + base64.b64encode(self._key).decode()
        self.arrived = queue.SimpleQueue()
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def port(self):
        return self._server.server_address[1]

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def is_signed(self, headers, body):
        try:
            if abs(time.time() - int(headers["webhook-timestamp"])) > TOLERANCE_S:
                return False
            signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
            offered = headers["webhook-signature"].split()
        except (KeyError, TypeError, ValueError):
            return False
        right = "v1," + base64.b64encode(hmac.new(self._key, signed, hashlib.sha256).digest()).decode()
        return any(hmac.compare_digest(right, one) for one in offered)

    def _handler(receiver):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                hook = Hook({key.lower(): value for key, value in self.headers.items()}, body,
                            receiver.is_signed({key.lower(): value for key, value in self.headers.items()}, body))
                if hook.signed:
                    hook.status = receiver._answers.get((hook.event["type"], hook.event["subject"]), hook.status)
                self.send_response(hook.status)
                self.send_header("content-length", "0")
                self.end_headers()
                receiver.arrived.put(hook)

            def log_message(self, *_):
                pass

        return Handler
