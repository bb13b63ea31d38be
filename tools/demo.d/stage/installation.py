"""An installation for one demonstration: `followupd --standalone` in a folder of its own, on a virtual clock."""
import datetime
import json
import pathlib
import signal
import subprocess
import threading
import time

import zmq

START_LIMIT_S = 60
ANSWER_LIMIT_S = 20
STOP_LIMIT_S = 20


class Failure(Exception):
    """Something that ends the demonstration, told in one sentence."""


class Installation:
    """Programs: the build folder. Folder: gets configuration, store, mails and the daemon's log."""

    def __init__(self, programs, folder, start, speed):
        self.daemon = pathlib.Path(programs) / "daemon/followupd"
        self.control = pathlib.Path(programs) / "tools/ctl/followupctl"
        self.folder = pathlib.Path(folder)
        self.speed = speed
        self._start = start
        self._process = None
        self._log = None
        self._origin = None  # of the virtual clock: (real monotonic seconds, business time)

    def add_tenant(self, name, text):
        (self.folder / "tenants").mkdir(parents=True, exist_ok=True)
        path = self.folder / "tenants" / f"{name}.toml"
        path.write_text(text)
        path.chmod(0o600)

    def start(self):
        """Returns when events can be pushed."""
        self._log = open(self.folder / "followupd.log", "w", encoding="utf-8")
        self._process = subprocess.Popen(
            [self.daemon, "--standalone", self.folder, "--clock", f"{self._start}x{self.speed}"], stdout=subprocess.PIPE,
            stderr=self._log, text=True, start_new_session=True)  # Ctrl-C comes to us, and we end it in order
        impatience = threading.Timer(START_LIMIT_S, self._process.kill)
        impatience.start()
        line = self._process.stdout.readline()
        impatience.cancel()
        if not line:
            raise Failure(f"followupd did not start: {self.last_words()}")
        self._read_clock()
        return line.strip()

    def _read_clock(self):
        clock = json.loads(self._ctl("status"))["clock"]
        if not clock["virtual"]:
            raise Failure("followupd does not run on a virtual clock")
        self._origin = (time.monotonic(), datetime.datetime.fromisoformat(clock["at"]))

    def now(self):
        """Business time, a little behind the daemon's rather than ahead of it."""
        real, shown = self._origin
        return shown + datetime.timedelta(seconds=(time.monotonic() - real) * self.speed)

    def push(self, *events, frames=()):
        """Gives the daemon's replies, in order."""
        if frames:
            return self._push_with(events, frames)
        said = self._ctl("push", "-", text="".join(map(json.dumps, events)), may_refuse=True)
        return [json.loads(line) for line in said.splitlines()]

    def _push_with(self, events, frames):
        """One message with all of it, as a CRM sends files."""
        with zmq.Context() as context, context.socket(zmq.DEALER) as door:
            door.setsockopt(zmq.LINGER, 0)
            door.connect(f"ipc://{self.folder}/router.sock")
            door.send_multipart([json.dumps(events).encode(), *frames])
            if not door.poll(ANSWER_LIMIT_S * 1000):
                raise Failure("followupd did not answer")
            return json.loads(door.recv())

    def show(self, *words):
        """What followupctl tells people."""
        return self._run([self.control, "--config", self.folder, *words], "", False)

    def _ctl(self, *words, text="", may_refuse=False):
        return self._run([self.control, "--config", self.folder, "--json", *words], text, may_refuse)

    def _run(self, command, text, may_refuse):
        ended = subprocess.run(command, input=text, capture_output=True, text=True, timeout=60, check=False)
        if ended.returncode not in ((0, 1) if may_refuse else (0,)):
            raise Failure(f"followupctl {command[-1]} ended with {ended.returncode}: {ended.stderr.strip()}")
        return ended.stdout

    def alive(self):
        return self._process is not None and self._process.poll() is None

    def last_words(self):
        lines = (self.folder / "followupd.log").read_text(encoding="utf-8").splitlines()
        return lines[-1] if lines else "it said nothing"

    def stop(self):
        """Ends the daemon, which ends its children. Gives its exit status, or None if it never ran."""
        if self._process is None:
            return None
        if self.alive():
            self._process.send_signal(signal.SIGTERM)
        try:
            status = self._process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            status = self._process.wait()
        self._process.stdout.close()
        self._log.close()
        return status
