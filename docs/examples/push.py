"""Pushes CloudEvents to followupd and waits until each one is safe.

    python3 push.py ipc:///run/followupd/router.sock event.json

Needs pyzmq (Debian: python3-zmq). An event that is answered `busy`, or not at all, is sent again with the same id:
followupd answers `duplicate` if it had taken it in the first time.
"""

import json
import sys
import time

import zmq

ANSWER_WITHIN_MS = 5000
GIVE_UP_AFTER_S = 60


def connect(context, address):
    socket = context.socket(zmq.DEALER)
    socket.setsockopt(zmq.IMMEDIATE, 1)  # queue nothing for a daemon that is not there
    socket.setsockopt(zmq.LINGER, 0)
    socket.connect(address)
    return socket


def push(context, address, event):
    """Sends one event until it is answered with something else than busy; returns the reply."""
    give_up = time.monotonic() + GIVE_UP_AFTER_S
    while time.monotonic() < give_up:
        socket = connect(context, address)
        try:
            if not socket.poll(ANSWER_WITHIN_MS, zmq.POLLOUT):
                continue
            socket.send(json.dumps(event).encode())
            if not socket.poll(ANSWER_WITHIN_MS, zmq.POLLIN):
                continue  # unknown: the same event goes again
            reply = json.loads(socket.recv())
        finally:
            socket.close()
        if reply["status"] != "busy":
            return reply
        time.sleep(reply.get("retry_after_ms", 1000) / 1000)
    raise TimeoutError("followupd did not answer")


def main():
    address, path = sys.argv[1:3]
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    context = zmq.Context()
    refused = 0
    for event in document if isinstance(document, list) else [document]:
        reply = push(context, address, event)
        print(json.dumps(reply))
        refused += reply["status"] not in ("accepted", "duplicate", "stale")
    sys.exit(1 if refused else 0)


if __name__ == "__main__":
    main()
