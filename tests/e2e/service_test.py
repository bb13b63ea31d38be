"""followupd and its workers as services: what they tell systemd, reloads, and metrics."""

import pathlib
import re
import signal
import socket
import time
import unittest
import urllib.request

from harness import BUILD, Client, SiteTest, created, overdue, wait_for
from receivers import free_port

NOW = "2011-01-31T07:59:00Z"  # a minute before the reminders of 1 January are due: a second, at x60


class NotifySocket:
    """The socket on which systemd listens."""

    def __init__(self, path):
        self.path = str(path)
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.path)

    def environment(self):
        return {"NOTIFY_SOCKET": self.path}

    def next(self, key, limit=20.0):
        """The fields of the next message that has `key`; what comes before is dropped."""
        end = time.monotonic() + limit
        while (left := end - time.monotonic()) > 0:
            self.socket.settimeout(left)
            try:
                fields = dict(line.split("=", 1) for line in self.socket.recv(4096).decode().splitlines())
            except TimeoutError:
                break
            if key in fields:
                return fields
        raise AssertionError(f"no {key} within {limit} s")

    def close(self):
        self.socket.close()


class Alone(SiteTest):
    """One followupd a door, and one a standalone's folder."""

    def standalone(self, site, name):
        return site.start(name, [BUILD / "daemon" / "followupd", "--standalone", site.folder / "alone", "--clock", "2011-01-31x86400"])

    def test_a_second_daemon_on_a_door_is_refused_and_the_first_goes_on(self):
        site = self.site()
        first = site.daemon()
        second = site.daemon("second", wait=False)
        self.assertEqual(second.wait(20), 2)
        self.assertEqual(site.log("second").splitlines()[-1], f"followupd: the door {site.router} is in use by another followupd")
        self.assertEqual(site.client().push(created("STILL"))["status"], "accepted")
        first.kill()
        first.wait()
        site.daemon("third")
        self.assertEqual(site.client().push(created("STILL"))["status"], "duplicate")

    def test_a_second_standalone_in_a_folder_is_refused_and_the_first_goes_on(self):
        site = self.site()
        self.standalone(site, "first")
        site.wait_for_log("first", "followupd is ready")
        second = self.standalone(site, "second")
        self.assertEqual(second.wait(20), 2)
        self.assertEqual(site.log("second"), f"followupd: the folder {site.folder}/alone is in use by another followupd\n")
        crm = Client(f"ipc://{site.folder}/alone/router.sock")
        site.processes.append(crm)
        self.assertEqual(crm.push(created("STILL", source="/demo/crm"))["status"], "accepted")

    def test_a_reload_reaches_a_standalone_s_workers(self):
        site = self.site()
        process = self.standalone(site, "alone-log")
        site.wait_for_log("alone-log", "followupd is ready")
        tenant = site.folder / "alone" / "tenants" / "demo.toml"
        tenant.write_text(tenant.read_text().replace("followup@demo.example", "another@demo.example"))
        process.send_signal(signal.SIGHUP)
        wait_for(lambda: site.log("alone-log").count("event=config_read") == 3, "the daemon and both workers to read it")
        crm = Client(f"ipc://{site.folder}/alone/router.sock")
        site.processes.append(crm)
        crm.push(created("NEW", source="/demo/crm", referral_date="2010-12-31", created_on="2010-12-31"))
        [mail] = wait_for(lambda: list((site.folder / "alone" / "maildir" / "new").iterdir()), "the reminder")
        self.assertIn("From: Follow-up <another@demo.example>", mail.read_text())


class Notify(SiteTest):
    def follow(self, site, start, word):
        """The life of a service: start, watchdog, a good and a bad reload, stop."""
        listener = NotifySocket(site.folder / f"{word}.notify")
        self.addCleanup(listener.close)
        process = start(listener.environment())
        ready = listener.next("READY")
        self.assertEqual(ready, {"READY": "1", "STATUS": word})
        for _ in range(3):
            self.assertEqual(listener.next("WATCHDOG", 5)["WATCHDOG"], "1")
        good = dict(site.tenants)
        for text, status in ((good["assist"], "configuration read again"), ("nonsense", "old configuration"), (good["assist"], "configuration read again")):
            site.tenants["assist"] = text
            site.write_configuration()
            before = time.monotonic_ns() // 1000
            process.send_signal(signal.SIGHUP)
            reloading = listener.next("RELOADING")
            self.assertEqual(reloading["RELOADING"], "1")
            self.assertTrue(before <= int(reloading["MONOTONIC_USEC"]) <= time.monotonic_ns() // 1000)
            self.assertIn(status, listener.next("READY")["STATUS"])
        process.terminate()
        self.assertEqual(listener.next("STOPPING"), {"STOPPING": "1"})
        self.assertEqual(process.wait(20), 0)

    def test_followupd_tells_systemd_how_it_is(self):
        site = self.site()
        self.follow(site, lambda environment: site.daemon(environment=environment, wait=False), "serving")

    def test_a_worker_tells_systemd_how_it_is(self):
        site = self.site()
        self.follow(site, lambda environment: site.worker("email", environment=environment, wait=False), "delivering")

    def test_the_watchdog_is_not_fed_while_the_store_is_away(self):
        site = self.site()
        for start, word in ((site.daemon, "serving"), (lambda **how: site.worker("email", **how), "delivering")):
            with self.subTest(word):
                listener = NotifySocket(site.folder / f"{word}.notify")
                self.addCleanup(listener.close)
                start(environment=listener.environment(), wait=False)
                listener.next("WATCHDOG", 10)
                site.redis.send_signal(signal.SIGSTOP)
                with self.assertRaises(AssertionError):
                    for _ in range(4):  # one may be under way
                        listener.next("WATCHDOG", 3)
                site.redis.send_signal(signal.SIGCONT)
                listener.next("WATCHDOG", 20)


class Reload(SiteTest):
    def test_a_worker_takes_a_good_configuration_and_keeps_it_when_the_next_one_is_bad(self):
        site = self.site(clock=NOW + "x60")
        site.daemon()
        worker = site.worker("email")
        crm = site.client()

        def sender_of(case):
            crm.push(overdue(case))
            return wait_for(lambda: site.smtp.about(case), case)[0]["message"]["From"]

        def reload(text, word):
            site.tenants["assist"] = text
            site.write_configuration()
            before = site.log_size("email")
            worker.send_signal(signal.SIGHUP)
            site.wait_for_log("email", f"event={word}", before)
            return site.log("email", before)

        self.assertEqual(sender_of("FIRST"), "Follow-up <followup@assist.example>")
        good = site.tenants["assist"].replace("Follow-up <followup@", "Second <second@")
        reload(good, "config_read")
        self.assertEqual(sender_of("GOOD"), "Second <second@assist.example>")
        said = reload(good.replace("Second <second@", "Third <third@").replace("mail_from", "mail_frm"), "config_rejected")
        self.assertIn("the configuration in force stays", said)
        self.assertEqual(sender_of("BAD"), "Second <second@assist.example>")
        self.assertIsNone(worker.poll())
        self.assertIn("mail_frm", said, "docs/operations.md: the log says every fault")


class Metrics(SiteTest):
    DAEMON = {"events_total", "event_messages_total", "replies_undeliverable_total", "doors_paused", "cases_claimed_total",
              "notifications_made_total", "outcomes_taken_total", "commit_conflicts_total", "damaged_records_total",
              "lateness_seconds", "next_due_seconds", "dead_letters"}
    WORKER = {"lane_waiting", "attempts_total", "deliveries_total", "transfer_seconds", "transfers"}
    BOTH = {"store_up", "store_round_trip_seconds", "clock_offset_seconds", "clock_frozen", "config_rejected_total"}

    def read(self, port):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            text = answer.read().decode()
        values = dict(re.findall(r"^(followupd_\S+) (\S+)$", text, re.M))
        types = dict(re.findall(r"^# TYPE (\S+) (\S+)$", text, re.M))
        return {name: float(value) for name, value in values.items()}, types

    def documented(self):
        """Names and types of ours; the library that serves them adds figures about itself."""
        text = (pathlib.Path(__file__).parents[2] / "docs" / "operations.md").read_text()
        section = text.split("## Metrics", 1)[1].split("\n## ", 1)[0]
        self.assertIn("`exposer_", section, "the exporter's own metrics are served, and nobody says so")
        return dict(re.findall(r"^\| `(followupd_\w+)` \| (\w+) \|", section, re.M))

    def test_every_metric_that_is_documented_is_served_and_no_other(self):
        ports = {"daemon": free_port(), "worker": free_port()}
        site = self.site(clock=NOW + "x60", top=f'metrics = "127.0.0.1:{ports["daemon"]}"\nworker_metrics = "127.0.0.1:{ports["worker"]}"')
        daemon = site.daemon()
        worker = site.worker("email")
        crm = site.client()
        crm.push(overdue("METRIC"))
        crm.push(created("BAD", follow_up={"requested": True, "days": -1}))
        wait_for(lambda: site.smtp.about("METRIC"), "its reminder")
        for process, name in ((daemon, "followupd"), (worker, "email")):
            before = site.log_size(name)
            site.tenants["assist"] = "nonsense"
            site.write_configuration()
            process.send_signal(signal.SIGHUP)
            site.wait_for_log(name, "config_rejected", before)
        delivered = 'followupd_deliveries_total{outcome="delivered"}'
        both = lambda: self.read(ports["worker"])[0].get(delivered) == 2 and self.read(ports["worker"])
        values, _ = wait_for(both, "the reminder and the administrator's notice of the bad file to be counted")
        self.assertEqual(values['followupd_attempts_total{outcome="delivered"}'], 2)
        self.assertEqual(values["followupd_transfer_seconds_count"], 2)
        self.assertEqual(values["followupd_config_rejected_total"], 1)
        values, _ = self.read(ports["daemon"])
        self.assertEqual(values['followupd_events_total{status="accepted"}'], 1)
        self.assertEqual(values['followupd_events_total{status="rejected"}'], 1)
        self.assertEqual(values['followupd_event_messages_total{door="router"}'], 2)
        self.assertGreaterEqual(values["followupd_notifications_made_total"], 1)
        self.assertEqual(values["followupd_store_up"], 1)
        documented = self.documented()
        for program, own in (("daemon", self.DAEMON), ("worker", self.WORKER)):
            with self.subTest(program):
                served = {name: kind for name, kind in self.read(ports[program])[1].items() if not name.startswith("exposer_")}
                self.assertEqual(set(served) - set(documented), set(), "served and not documented")
                self.assertEqual({name: documented[name] for name in served}, served)
                wanted = {f"followupd_{name}" for name in own | self.BOTH}
                self.assertEqual(wanted - set(served), set(), "documented and not served")
        self.assertEqual({f"followupd_{name}" for name in self.DAEMON | self.WORKER | self.BOTH}, set(documented))


if __name__ == "__main__":
    unittest.main(verbosity=2)
