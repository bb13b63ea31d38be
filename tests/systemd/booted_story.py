#!/usr/bin/python3
"""Runs inside the booted system of boot_test.py: starts the target, pulls plugs, and looks at what systemd and the daemon make
of it. Exit status 0: all promises held."""
import datetime
import json
import os
import pathlib
import signal
import subprocess
import time
import unittest

import aiosmtpd.controller
import aiosmtpd.handlers
from stage.receiver import Receiver

UNITS = ["followup-redis.service", "followupd.service", "followup-worker@email.service", "followup-worker@webhook.service"]
CONFIGURATION = pathlib.Path("/etc/followupd")
DROP_INS = pathlib.Path("/etc/systemd/system")
EXAMPLES = pathlib.Path("/usr/share/doc/followupd/examples")
DOOR = "ipc:///run/followupd/router.sock"
LIMIT_S = 60

INFRASTRUCTURE = """\
[redis]
socket = "/run/followup-redis/redis.sock"

[mail]
transport = "smtp"
host = "127.0.0.1"
port = 2525
security = "none"
"""
TENANT = """\
[tenant]
sources = ["/demo/crm"]
zone = "UTC"
mail_from = "followup@assist.example"
case_url = "https://crm.assist.example/{{id}}"
fallback_email = "office@assist.example"
administrator_email = "admin@assist.example"

[[endpoint]]
name = "crm"
url = "http://127.0.0.1:{port}/hooks"
secret_files = ["crm-webhook-secret"]
types = ["*"]
allow = ["127.0.0.1/32:{port}"]
"""


class Mails(aiosmtpd.handlers.Message):
    def __init__(self):
        super().__init__()
        self.taken = []

    def handle_message(self, message):
        self.taken.append(message)


def run(*command):
    ended = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S, check=False)
    return ended.returncode, ended.stdout + ended.stderr


def show(unit, field):
    return run("systemctl", "show", "--value", "-p", field, unit)[1].strip()


def journal(unit):
    return run("journalctl", "--no-pager", "-n", "15", "-u", unit)[1]


def wait_until(condition, what):
    deadline = time.monotonic() + LIMIT_S
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not happen in {LIMIT_S} s\n" + "".join(map(journal, UNITS)))
        time.sleep(0.1)


def write_drop_in(unit, name, text):
    folder = DROP_INS / f"{unit}.d"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text)


def event(number):
    """A referral that was due yesterday: its reminder goes out at once."""
    day = (datetime.date.today() - datetime.timedelta(days=2)).isoformat()
    return {"specversion": "1.0", "id": f"event-{number}", "source": "/demo/crm", "type": "referral.created",
            "subject": f"REF-{number}", "data": {
                "created_on": day, "follow_up": {"requested": True, "days": 1},
                "case_worker": {"id": "anna", "name": "Anna", "email": "anna@assist.example"}}}


class Booted(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.mails = Mails()
        cls.relay = aiosmtpd.controller.Controller(cls.mails, hostname="127.0.0.1", port=2525)
        cls.relay.start()
        cls.receiver = Receiver()
        (CONFIGURATION / "followupd.toml").write_text(INFRASTRUCTURE)
        (CONFIGURATION / "tenants/demo.toml").write_text(TENANT.format(port=cls.receiver.port))
        secret = CONFIGURATION / "crm-webhook-secret"  # read by systemd alone
        secret.write_text(cls.receiver.secret + "\n")
        secret.chmod(0o600)
        run("systemd-tmpfiles", "--create", "followup.conf")
        write_drop_in("followup-worker@.service", "network.conf",
                      (EXAMPLES / "followup-worker-network.conf").read_text())
        write_drop_in("followup-worker@.service", "secret.conf",
                      f"[Service]\nLoadCredential=crm-webhook-secret:{secret}\n")
        # A CRM: a user of this machine that is in the group of the doors and in no other.
        run("useradd", "--system", "--groups", "followupd", "crm")
        run("useradd", "--system", "stranger")
        run("systemctl", "daemon-reload")
        status, said = run("systemctl", "enable", "--now", "followup.target")
        if status != 0:
            raise AssertionError(said + "".join(map(journal, UNITS)))
        wait_until(lambda: all(show(unit, "ActiveState") == "active" for unit in UNITS), "that all units are active")

    @classmethod
    def tearDownClass(cls):
        cls.relay.stop()
        cls.receiver.close()

    def push(self, number, user="crm"):
        path = pathlib.Path("/tmp/event.json")
        path.write_text(json.dumps(event(number)))
        path.chmod(0o644)
        status, said = run("runuser", "-u", user, "--", "/usr/bin/python3", "-B", str(EXAMPLES / "push.py"), DOOR, str(path))
        self.assertEqual(status, 0, said + journal("followupd.service"))
        return json.loads(said)["status"]

    def main_process(self, unit):
        return int(show(unit, "MainPID"))

    def assert_back(self, unit, before):
        wait_until(lambda: show(unit, "ActiveState") == "active" and self.main_process(unit) not in (0, before), f"that {unit} is back")

    def test_1_nothing_had_to_be_started_twice(self):
        for unit in UNITS:
            self.assertEqual((unit, show(unit, "NRestarts")), (unit, "0"), journal(unit))
            self.assertNotEqual(show(unit, "User"), "root")

    def test_2_an_event_becomes_a_mail_and_a_signed_webhook(self):
        self.assertEqual(self.push(1), "accepted")
        wait_until(lambda: len(self.mails.taken) == 1, "that the mail comes")
        self.assertEqual(self.mails.taken[0]["To"], "Anna <anna@assist.example>")
        hook = self.receiver.arrived.get(timeout=LIMIT_S)
        self.assertTrue(hook.signed)
        self.assertEqual(hook.event["type"], "referral.followup_due")

    def test_3_only_the_group_may_push_and_only_the_daemon_reads_the_configuration(self):
        for path, user, allowed in (("/run/followupd/router.sock", "crm", True), ("/run/followupd/router.sock", "stranger", False),
                                    ("/etc/followupd/tenants/demo.toml", "crm", False),
                                    ("/run/followup-redis/redis.sock", "crm", False),
                                    ("/etc/followupd/tenants/demo.toml", "followupd", True)):
            self.assertEqual((path, user, run("runuser", "-u", user, "--", "test", "-r", path)[0] == 0), (path, user, allowed))

    def test_4_a_killed_daemon_is_back_and_remembers(self):
        before = self.main_process("followupd.service")
        os.kill(before, signal.SIGKILL)
        self.assert_back("followupd.service", before)
        self.assertEqual(self.push(1), "duplicate")

    def test_5_a_hung_daemon_is_noticed(self):
        # Sooner than it would be with what is shipped.
        write_drop_in("followupd.service", "watchdog.conf", "[Service]\nWatchdogSec=3\n")
        self.assertEqual(run("systemctl", "daemon-reload"), (0, ""))
        self.assertEqual(run("systemctl", "restart", "followupd.service"), (0, ""))
        before = self.main_process("followupd.service")
        os.kill(before, signal.SIGSTOP)
        self.assert_back("followupd.service", before)
        self.assertEqual(self.push(2), "accepted")
        (DROP_INS / "followupd.service.d/watchdog.conf").unlink()
        self.assertEqual(run("systemctl", "daemon-reload"), (0, ""))
        self.assertEqual(run("systemctl", "restart", "followupd.service"), (0, ""))

    def test_6_a_killed_store_takes_nobody_with_it(self):
        others = {unit: self.main_process(unit) for unit in UNITS[1:]}
        before = self.main_process("followup-redis.service")
        os.kill(before, signal.SIGKILL)
        self.assert_back("followup-redis.service", before)
        self.assertEqual(self.push(1), "duplicate")
        self.assertEqual(self.push(3), "accepted")
        self.assertEqual(others, {unit: self.main_process(unit) for unit in UNITS[1:]})
        wait_until(lambda: len(self.mails.taken) == 3, "that the mails of the second and third referral come")

    def test_7_a_reload_reaches_everybody_and_a_bad_one_nobody(self):
        units = UNITS[1:]
        processes = [self.main_process(unit) for unit in units]
        tenant = CONFIGURATION / "tenants/demo.toml"
        good = tenant.read_text()
        for text in (good, good.replace("zone", "zome")):
            tenant.write_text(text)
            for unit in units:
                self.assertEqual(run("systemctl", "reload", unit), (0, ""))
        self.assertEqual(self.push(4), "accepted")
        tenant.write_text(good)
        self.assertEqual(processes, [self.main_process(unit) for unit in units])

    def test_8_a_bad_configuration_is_named_and_not_started(self):
        tenant = CONFIGURATION / "tenants/demo.toml"
        good = tenant.read_text()
        tenant.write_text(good.replace("zone", "zome"))
        run("systemctl", "restart", "--no-block", "followupd.service")
        wait_until(lambda: "demo.toml:3: tenant.zome" in journal("followupd.service"), "that the fault is named")
        tenant.write_text(good)
        wait_until(lambda: show("followupd.service", "ActiveState") == "active", "that it starts by itself afterwards")

    def test_9_stopping_the_target_stops_everything_in_order(self):
        self.assertEqual(run("systemctl", "stop", "followup.target"), (0, ""))
        wait_until(lambda: all(show(unit, "ActiveState") == "inactive" for unit in UNITS), "that all units have stopped")
        for unit in UNITS:
            self.assertEqual((unit, show(unit, "Result"), show(unit, "ExecMainStatus")), (unit, "success", "0"), journal(unit))

    def test_a_it_starts_again_the_store_first(self):
        self.assertEqual(run("systemctl", "start", "followup.target"), (0, ""))
        wait_until(lambda: all(show(unit, "ActiveState") == "active" for unit in UNITS), "that all units are active again")
        begun = [int(show(unit, "ActiveEnterTimestampMonotonic")) for unit in UNITS]
        self.assertEqual(min(begun), begun[0], "the daemon and the workers look for the store at once")

    def test_b_a_channel_may_have_two_workers(self):
        second = "followup-worker@email-2.service"
        self.assertEqual(run("systemctl", "start", second)[0], 0, journal(second))
        self.assertEqual(show(second, "ActiveState"), "active")
        before = len(self.mails.taken)
        self.assertEqual(self.push(5), "accepted")
        wait_until(lambda: len(self.mails.taken) > before, "that the mail comes")
        self.assertEqual(run("systemctl", "stop", "followup.target"), (0, ""))
        wait_until(lambda: show(second, "ActiveState") == "inactive", "that it belongs to the target, too")
        self.assertEqual(len(self.mails.taken), before + 1, "of one notification there is one mail")
        self.assertEqual(run("systemctl", "start", "followup.target"), (0, ""))

    def test_c_a_daemon_whose_store_hangs_is_restarted_and_comes_back_with_it(self):
        wait_until(lambda: all(show(unit, "ActiveState") == "active" for unit in UNITS), "that all units are active")
        write_drop_in("followupd.service", "watchdog.conf", "[Service]\nWatchdogSec=5\n")
        self.assertEqual(run("systemctl", "daemon-reload"), (0, ""))
        self.assertEqual(run("systemctl", "restart", "followupd.service"), (0, ""))
        before = self.main_process("followupd.service")
        store = self.main_process("followup-redis.service")
        os.kill(store, signal.SIGSTOP)
        try:
            wait_until(lambda: self.main_process("followupd.service") != before, "that the watchdog takes it")
        finally:
            os.kill(store, signal.SIGCONT)
        wait_until(lambda: show("followupd.service", "ActiveState") == "active", "that it is back")
        self.assertEqual(self.push(6), "accepted")
        (DROP_INS / "followupd.service.d/watchdog.conf").unlink()
        self.assertEqual(run("systemctl", "daemon-reload"), (0, ""))

    def test_d_the_reason_of_a_refused_reload_is_in_the_journal(self):
        tenant = CONFIGURATION / "tenants/demo.toml"
        good = tenant.read_text()
        tenant.write_text(good.replace("zone", "zoom"))
        run("systemctl", "reload", "followupd.service")
        wait_until(lambda: "tenant.zoom" in journal("followupd.service"), "that the fault is named")
        tenant.write_text(good)
        self.assertIn("old configuration", show("followupd.service", "StatusText"))

    def test_e_an_upgrade_keeps_state_and_configuration(self):
        before = (CONFIGURATION / "followupd.toml").read_text()
        process = self.main_process("followupd.service")
        store = self.main_process("followup-redis.service")
        status, said = run("dpkg", "--force-confold", "--install", "/followupd.deb")
        self.assertEqual(status, 0, said)
        self.assert_back("followupd.service", process)
        self.assertEqual(self.main_process("followup-redis.service"), store, "the store goes on")
        self.assertEqual((CONFIGURATION / "followupd.toml").read_text(), before)
        self.assertEqual(self.push(6), "duplicate")

    def test_f_it_brings_manual_pages_and_completion(self):
        for page in ("followupd", "followup-worker", "followupctl"):
            status, said = run("man", "--warnings", page)
            self.assertEqual(status, 0, said)
            self.assertIn("SYNOPSIS", said)
        said = run("bash", "-c", "source /usr/share/bash-completion/completions/followupctl; COMP_WORDS=(followupctl de); COMP_CWORD=1; "
                                 '_followupctl; echo "${COMPREPLY[@]}"')
        self.assertEqual(said, (0, "dead\n"))

    def test_g_removed_it_stops_and_leaves_what_is_kept(self):
        status, said = run("dpkg", "--remove", "followupd")
        self.assertEqual(status, 0, said)
        for unit in UNITS:
            self.assertNotEqual(show(unit, "ActiveState"), "active", unit)
        self.assertTrue(any(pathlib.Path("/var/lib/followup-redis").iterdir()))
        self.assertTrue((CONFIGURATION / "tenants/demo.toml").exists())
        self.assertEqual(run("dpkg", "--install", "/followupd.deb")[0], 0)
        self.assertEqual(run("systemctl", "start", "followup.target"), (0, ""))
        wait_until(lambda: show("followupd.service", "ActiveState") == "active", "that it comes back")
        self.assertEqual(self.push(6), "duplicate", "with all that it knew")

    def test_h_purged_nothing_is_left(self):
        status, said = run("dpkg", "--purge", "followupd")
        self.assertEqual(status, 0, said)
        for path in ("/var/lib/followup-redis", "/etc/followupd", "/usr/bin/followupd", "/usr/share/doc/followupd"):
            self.assertFalse(pathlib.Path(path).exists(), path)
        for user in ("followupd", "followup-worker", "followup-redis"):
            self.assertNotEqual(run("getent", "passwd", user)[0], 0, user)
        left = [line.split()[0] for line in run("systemctl", "list-unit-files", "--no-legend", "followup*")[1].splitlines()]
        self.assertEqual([unit for unit in left if "story" not in unit], [])


if __name__ == "__main__":
    unittest.main(verbosity=2, failfast=True)
