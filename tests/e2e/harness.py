"""Real processes for end-to-end tests: a private Redis, followupd, workers, a mail server and a webhook receiver.

Everything lives in one temporary folder and on ephemeral loopback ports, is waited for by condition and never by a fixed
pause, and is stopped by pid. FOLLOWUP_BUILD names the build folder with the programs.
"""

import datetime
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

import zmq

from receivers import SECRET, HookServer, MailServer, free_port

BUILD = pathlib.Path(os.environ["FOLLOWUP_BUILD"])
UTC = datetime.timezone.utc


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def wait_for(condition, what, limit=60.0):
    """The first true value of `condition`, looked at every few milliseconds."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.01)
    raise AssertionError(f"waited {limit} s in vain for {what}")


class Client:
    """A CRM: pushes events over the ROUTER door and reads the answers."""

    def __init__(self, address, kind=zmq.DEALER, options=()):
        self.context = zmq.Context()
        self.socket = self.context.socket(kind)
        for option, value in ((zmq.LINGER, 0), *options):
            self.socket.setsockopt(option, value)
        self.socket.connect(address)

    def send(self, document):
        self.socket.send(document if isinstance(document, bytes) else json.dumps(document).encode())

    def receive(self, limit=20.0):
        if not self.socket.poll(limit * 1000):
            raise AssertionError("followupd did not answer")
        return json.loads(self.socket.recv())

    def push(self, document, limit=20.0):
        self.send(document)
        return self.receive(limit)

    def close(self):
        self.socket.close()
        self.context.term()


class Site:
    """An installation of its own."""

    def __init__(self, clock=None, tenants=None, mail='transport = "smtp"', extra="", redis_settings=(), tcp=False, top=""):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="followup-e2e-"))
        self.clock = clock
        self.processes = []
        self.smtp = MailServer()
        self.hooks = HookServer()
        self.redis_settings = list(redis_settings)
        self.router = f"tcp://127.0.0.1:{free_port()}" if tcp else f"ipc://{self.folder}/router.sock"
        self.pull = f"ipc://{self.folder}/pull.sock"
        self.infrastructure = (
            f'late_tolerance = "1s"\n{top}\n[redis]\nsocket = "{self.folder}/redis.sock"\n'
            f'[intake]\nrouter = "{self.router}"\npull = "{self.pull}"\n'
            f'[mail]\n{mail}\nhost = "127.0.0.1"\nport = {self.smtp.port}\nsecurity = "none"\ntimeout = "5s"\n'
            '[mail.retry]\ndelays = ["1s", "1s", "1s", "1s", "1s"]\n'
            '[webhook.retry]\ndelays = ["1s", "1s", "1s"]\n' + extra)
        self.tenants = tenants or {"assist": self.tenant()}
        self.write_configuration()
        self.redis = self.start_redis()

    def tenant(self, name="assist", referral="supervisor_days = 10", types='["*"]', people="", path=None, endpoint=""):
        return (f'[tenant]\nsources = ["/{name}"]\nzone = "Europe/Rome"\nlanguage = "en"\n'
                'mail_from = "Follow-up <followup@assist.example>"\ncase_url = "https://crm.example/{kind}/{id}"\n'
                'fallback_email = "office@assist.example"\nadministrator_email = "admin@assist.example"\n'
                f'[referral]\n{referral}\n[[endpoint]]\nname = "crm"\nurl = "http://127.0.0.1:{self.hooks.port}{path or "/" + name}"\n'
                f'secrets = ["{SECRET}"]\ntypes = {types}\nallow = ["127.0.0.1/32:{self.hooks.port}"]\n{endpoint}\n{people}')

    def write_configuration(self):
        (self.folder / "tenants").mkdir(exist_ok=True)
        (self.folder / "followupd.toml").write_text(self.infrastructure)
        for name, text in self.tenants.items():
            (self.folder / "tenants" / f"{name}.toml").write_text(text)
            (self.folder / "tenants" / f"{name}.toml").chmod(0o600)

    # processes

    def start(self, name, command, environment=None, **more):
        log = open(self.folder / f"{name}.log", "ab")
        process = subprocess.Popen([str(part) for part in command], stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                                   env={**os.environ, **(environment or {})}, **more)
        log.close()
        process.log = self.folder / f"{name}.log"
        self.processes.append(process)
        return process

    def start_redis(self, environment=None):
        # A write beyond the file size limit, with which tests fill the disk, is to fail like one to a full disk: SIGXFSZ stays ignored.
        process = self.start("redis", ["redis-server", "--port", "0", "--unixsocket", self.folder / "redis.sock", "--dir", self.folder,
                                       "--appendonly", "yes", "--appendfsync", "always", "--save", "", "--maxmemory-policy",
                                       "noeviction", *self.redis_settings],
                             environment, restore_signals=False)
        wait_for(lambda: self.command("PING") == "PONG", "redis-server", 300)
        return process

    def command(self, *words):
        """redis-cli's answer, or nothing if there is no server."""
        answer = subprocess.run(["redis-cli", "-s", str(self.folder / "redis.sock"), *map(str, words)], capture_output=True, text=True)
        return answer.stdout.strip() if answer.returncode == 0 else None

    def daemon(self, name="followupd", roles=None, crash=None, wait=True, environment=None, folder=None):
        command = [BUILD / "daemon" / "followupd", "--config", folder or self.folder]
        command += ["--clock", self.clock] if self.clock else []
        command += ["--roles", roles] if roles else []
        before = self.log_size(name)
        process = self.start(name, command, self.environment(crash, environment))
        if wait:
            self.wait_for_log(name, "event=serving", before)
        return process

    def worker(self, channel, name=None, crash=None, wait=True, environment=None):
        name = name or channel
        before = self.log_size(name)
        process = self.start(name, [BUILD / "workers" / "followup-worker", "--config", self.folder, "--channel", channel],
                             self.environment(crash, environment))
        if wait:
            self.wait_for_log(name, "event=delivering", before)
        return process

    def second_door(self):
        """Another daemon on the same store, with a door of its own: a client of it."""
        folder = self.folder / "second"
        shutil.copytree(self.folder / "tenants", folder / "tenants")
        text = self.infrastructure.replace("/router.sock", "/second/router.sock").replace("/pull.sock", "/second/pull.sock")
        (folder / "followupd.toml").write_text(text)
        self.daemon("second", folder=folder)
        client = Client(f"ipc://{folder}/router.sock")
        self.processes.append(client)
        return client

    @staticmethod
    def environment(crash, more):
        return {**({"FOLLOWUP_CRASH_AT": crash} if crash else {}), **(more or {})}

    def workers(self):
        return [self.worker("email"), self.worker("webhook")]

    def log_size(self, name):
        path = self.folder / f"{name}.log"
        return path.stat().st_size if path.exists() else 0

    def log(self, name, since=0):
        path = self.folder / f"{name}.log"
        return path.read_bytes()[since:].decode() if path.exists() else ""

    def wait_for_log(self, name, words, since=0, limit=30.0):
        wait_for(lambda: words in self.log(name, since), f"{words} in the log of {name}", limit)

    def ctl(self, *words, check=True):
        answer = subprocess.run([str(BUILD / "tools" / "ctl" / "followupctl"), "--config", str(self.folder), *map(str, words)],
                                capture_output=True, text=True, timeout=60)
        if check and answer.returncode != 0:
            raise AssertionError(f"followupctl {words}: {answer.returncode}: {answer.stdout}{answer.stderr}")
        return answer

    def client(self, kind=zmq.DEALER, options=()):
        client = Client(self.router if kind != zmq.PUSH else self.pull, kind, options)
        self.processes.append(client)
        return client

    # time

    def now(self):
        shown, real, speed = map(int, self.command("HGET", "{s0}marks", "clock").split())
        return datetime.datetime.fromtimestamp((shown + (time.time() * 1000 - real) * speed) / 1000, UTC)

    def real_time_of(self, text):
        """When it is that time on the virtual clock, in time.time()'s seconds."""
        shown, real, speed = map(int, self.command("HGET", "{s0}marks", "clock").split())
        return ((instant(text).timestamp() * 1000 - shown) / speed + real) / 1000

    def wait_until(self, text, limit=120.0):
        goal = self.real_time_of(text)
        wait_for(lambda: time.time() >= goal, text, limit)

    def settle(self, limit=60.0):
        """Waits until nothing is in an outbox lane or due now, twice in a row."""
        def quiet():
            lanes = [self.command("ZCARD", key) for key in (self.command("KEYS", "*outbox*") or "").split()]
            due = self.command("EVAL", "return redis.call('ZCOUNT', '{s0}due', '-inf', ARGV[1])", 0, int(self.now().timestamp() * 1000) if self.clock else int(time.time() * 1000))
            return all(card in ("0", None) for card in lanes) and due == "0"
        wait_for(lambda: quiet() and (time.sleep(0.2) or quiet()), "the outbox to be empty", limit)

    def stop(self):
        for process in reversed(self.processes):
            if isinstance(process, Client):
                process.close()
            elif process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.terminate()
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        self.smtp.stop()
        self.hooks.stop()

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)


class SiteTest(unittest.TestCase):
    """A test with sites; their logs are shown when it fails."""

    def site(self, **settings):
        site = Site(**settings)

        def end():
            site.stop()
            failed = any(error for _, error in self._outcome.result.errors + self._outcome.result.failures
                         if _ is self) if hasattr(self._outcome, "result") else False
            if failed:
                for path in sorted(site.folder.glob("*.log")):
                    print(f"---- {path.name}\n{path.read_text(errors='replace')[-3000:]}")
            site.remove()

        self.addCleanup(end)
        return site


PEOPLE = {name: {"id": name, "name": name.capitalize(), "email": f"{name}@assist.example"} for name in ("anna", "sara", "bruno", "tea")}


def created(case, number=1, source="/assist", worker="anna", supervisor="sara", sequence=None, kind="created", **data):
    event = {"specversion": "1.0", "id": f"{case}-{number}", "source": source, "type": f"referral.{kind}", "subject": case,
             "data": {"created_on": "2011-01-01", "referral_date": "2011-01-01", "follow_up": {"requested": True, "days": 30},
                      "case_worker": PEOPLE[worker], "case_id": f"CASE-{case}", "clients": [{"id": "C-1", "name": "Luca Bianchi"}],
                      "provider": {"name": "Centro Aiuto"}, "service": "Housing", "sensitivity": 0}}
    if supervisor:
        event["data"]["supervisor"] = PEOPLE[supervisor]
    if sequence is not None:
        event["sequence"] = str(sequence)
    event["data"].update(data)
    return event


def overdue(case, number=1, **more):
    """A referral whose reminder was due before 2011 began."""
    return created(case, number, referral_date="2010-12-01", created_on="2010-12-01", **more)


def fact(case, kind, number=2, source="/assist", sequence=None, **data):
    event = {"specversion": "1.0", "id": f"{case}-{number}", "source": source, "type": f"referral.{kind}", "subject": case, "data": data}
    if sequence is not None:
        event["sequence"] = str(sequence)
    return event
