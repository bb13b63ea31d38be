"""What goes wrong with the store: away, standing still, full, loading, with wrong settings, and killed with many cases in it."""

import json
import os
import signal
import socket
import threading
import time
import unittest

import zmq

from harness import SiteTest, created, fact, wait_for

NOW = "2011-01-31T07:59:00Z"  # a minute before the reminders of 1 January are due
OUTAGE_S = float(os.environ.get("FOLLOWUP_OUTAGE_S", 3))


class Store(SiteTest):
    def test_an_event_is_busy_while_redis_is_away_and_nothing_accepted_is_lost(self):
        site = self.site(clock=NOW + "x60")
        site.daemon()
        site.workers()
        crm = site.client()
        self.assertEqual(crm.push(created("KEPT"))["status"], "accepted")
        site.redis.kill()
        site.redis.wait()
        reply = crm.push(created("LATER"))
        self.assertEqual((reply["status"], reply["reason"]), ("busy", "store_unavailable"))
        self.assertGreater(reply["retry_after_ms"], 0)
        time.sleep(OUTAGE_S)  # the reminder of KEPT comes due meanwhile: a minute is a second here
        site.redis = site.start_redis()
        wait_for(lambda: crm.push(created("LATER"))["status"] in ("accepted", "duplicate"), "the store to be found again")
        wait_for(lambda: site.smtp.about("KEPT"), "the reminder of the outage")
        site.settle()
        self.assertEqual(len(site.smtp.about("KEPT")), 1)
        self.assertEqual(len(site.smtp.about("LATER")), 1)

    def test_a_redis_that_stands_still_is_waited_for(self):
        site = self.site()
        site.daemon()
        crm = site.client()
        self.assertEqual(crm.push(created("FIRST"))["status"], "accepted")
        site.redis.send_signal(signal.SIGSTOP)
        crm.send(created("SECOND"))
        time.sleep(2)
        site.redis.send_signal(signal.SIGCONT)
        self.assertIn(crm.receive()["status"], ("accepted", "busy"))
        wait_for(lambda: crm.push(created("SECOND"))["status"] == "duplicate" or None, "the event to be known")

    def test_a_full_store_refuses_events_and_lets_cancellations_through(self):
        site = self.site()
        site.daemon()
        crm = site.client()
        self.assertEqual(crm.push(created("OPEN"))["status"], "accepted")
        site.command("CONFIG", "SET", "maxmemory", "1mb")
        reply = crm.push(created("MORE"))
        self.assertEqual((reply["status"], reply["reason"]), ("busy", "store_full"))
        self.assertEqual(crm.push(fact("OPEN", "contact_recorded", contacted=True))["status"], "accepted")
        site.command("CONFIG", "SET", "maxmemory", "0")
        wait_for(lambda: crm.push(created("MORE"))["status"] in ("accepted", "duplicate"), "room in the store")

    def test_wrong_settings_are_refused_at_start_in_one_sentence(self):
        for setting, value, word in (("appendonly", "no", "appendonly"), ("maxmemory-policy", "allkeys-lru", "noeviction")):
            with self.subTest(setting):
                site = self.site(redis_settings=["--" + setting, value])
                daemon = site.daemon(wait=False)
                self.assertEqual(daemon.wait(20), 2)
                self.assertIn(word, site.log("followupd"))

    def test_wrong_settings_at_run_time_stop_intake_until_they_are_put_right(self):
        site = self.site()
        site.daemon()
        crm = site.client()
        self.assertEqual(crm.push(created("A"))["status"], "accepted")
        site.command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru")
        site.wait_for_log("followupd", "store_settings_refused", limit=75)
        self.assertEqual(crm.push(created("B"))["status"], "busy")
        site.command("CONFIG", "SET", "maxmemory-policy", "noeviction")
        wait_for(lambda: crm.push(created("B"), 70)["status"] in ("accepted", "duplicate"), "the settings to be seen again", 75)


class Full(SiteTest):
    """What the door without answers has taken, and can not be stored now, waits; nobody else waits for it."""

    def known(self, site, case):
        return site.command("EXISTS", f"{{s0}}case:assist:r:{case}") == "1"

    def fill(self, site):
        site.command("CONFIG", "SET", "maxmemory", "1mb")

    def empty(self, site):
        site.command("CONFIG", "SET", "maxmemory", "0")

    def serves(self, crm, cases, reason="store_full"):
        """The ROUTER door is served: cancellations are taken, creations are told to come later."""
        for case in cases:
            self.assertEqual(crm.push(fact(case, "contact_recorded", contacted=True), 5)["status"], "accepted")
            reply = crm.push(created(f"NEW-{case}"), 5)
            self.assertEqual((reply["status"], reply["reason"]), ("busy", reason))

    def test_a_creation_over_pull_does_not_silence_the_router_door(self):
        site = self.site()
        site.daemon()
        crm, push = site.client(), site.client(zmq.PUSH)
        for n in range(6):
            self.assertEqual(crm.push(created(f"OPEN-{n}"))["status"], "accepted")
        self.fill(site)
        self.serves(crm, ["OPEN-0"])
        before = site.log_size("followupd")
        for n in range(3):
            push.send(created(f"PULLED-{n}"))
        site.wait_for_log("followupd", "commit_failed", before)
        self.serves(crm, ["OPEN-1", "OPEN-2", "OPEN-3"])
        push.send(fact("OPEN-4", "contact_recorded", contacted=True))
        push.send(created("PULLED-0", number=2, kind="updated", service="Moved"))
        self.serves(crm, ["OPEN-5"])
        self.assertFalse(self.known(site, "PULLED-0"))
        self.empty(site)
        for n in range(3):
            wait_for(lambda: self.known(site, f"PULLED-{n}"), f"PULLED-{n} to be taken when there is room again")
            self.assertEqual(crm.push(created(f"PULLED-{n}"))["status"], "duplicate")
        wait_for(lambda: "Moved" in site.ctl("show", "PULLED-0").stdout, "the second event of PULLED-0, after its first")
        self.assertEqual(crm.push(fact("OPEN-4", "contact_recorded", contacted=True))["status"], "duplicate")
        for n in (0, 5):
            self.assertEqual(crm.push(created(f"NEW-OPEN-{n}"))["status"], "accepted")

    def damage(self, site, case):
        key = f"{{s0}}case:assist:r:{case}"
        self.assertEqual(site.command("EXISTS", key), "1")
        self.assertEqual(site.command("SET", key, "nonsense"), "OK")

    def quarantined(self, site):
        return json.dumps([json.loads(line) for line in site.ctl("--json", "rejected", "list").stdout.splitlines() if "quarantined" in line])

    def test_a_quarantined_event_over_pull_does_not_silence_the_router_door_of_a_full_store(self):
        site = self.site()
        site.daemon()
        crm, push = site.client(), site.client(zmq.PUSH)
        for case in ("HURT", "OPEN-0", "OPEN-1", "OPEN-2"):
            self.assertEqual(crm.push(created(case))["status"], "accepted")
        self.damage(site, "HURT")
        self.fill(site)
        before = site.log_size("followupd")
        push.send(fact("HURT", "contact_recorded", contacted=True))
        site.wait_for_log("followupd", "damaged_record", before)
        self.serves(crm, ["OPEN-0", "OPEN-1", "OPEN-2"])
        self.assertNotIn("HURT-2", self.quarantined(site))
        self.empty(site)
        wait_for(lambda: "HURT-2" in self.quarantined(site), "the quarantined event to be kept when there is room again")

    def test_a_full_quarantine_holds_an_event_of_the_pull_door_back_and_nothing_else(self):
        site = self.site(extra="[limits]\nquarantined_per_tenant = 1\n")
        site.daemon()
        crm, push = site.client(), site.client(zmq.PUSH)
        self.assertEqual(crm.push(created("HURT"))["status"], "accepted")
        self.damage(site, "HURT")
        self.assertEqual(crm.push(fact("HURT", "contact_recorded", number=2, contacted=True))["status"], "quarantined")
        before = site.log_size("followupd")
        push.send(fact("HURT", "contact_recorded", number=3, contacted=True))
        site.wait_for_log("followupd", "damaged_record", before)
        for n in range(5):
            self.assertEqual(crm.push(created(f"FINE-{n}"), 5)["status"], "accepted")
        self.assertEqual(crm.push(fact("HURT", "contact_recorded", number=4, contacted=True), 5)["status"], "busy")
        self.assertNotIn("HURT-3", self.quarantined(site))
        for line in site.ctl("rejected", "list", "--json", check=False).stdout.splitlines():
            site.ctl("rejected", "drop", json.loads(line)["id"])
        wait_for(lambda: "HURT-3" in self.quarantined(site), "the quarantined event to be kept when there is room again")


class LoadingRedis:
    """Answers every command on a unix socket as a Redis does that still reads its file."""

    def __init__(self, path):
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(path))
        self.listener.listen(64)
        self.path, self.asked, self.peers = path, 0, []
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        try:
            while True:
                peer, _ = self.listener.accept()
                self.peers.append(peer)
                threading.Thread(target=self.answer, args=(peer,), daemon=True).start()
        except OSError:
            return  # closed

    def answer(self, peer):
        try:
            with peer, peer.makefile("rb") as commands:
                while line := commands.readline():
                    for _ in range(int(line[1:])):  # *COUNT, then COUNT times $LENGTH and the text
                        commands.read(int(commands.readline()[1:]) + 2)
                    self.asked += 1
                    peer.sendall(b"-LOADING Redis is loading the dataset in memory\r\n")
        except OSError:
            return

    def stop(self):
        if self.listener.fileno() < 0:
            return
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for peer in self.peers:
            try:
                peer.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # it has gone by itself
        self.path.unlink()


class Loading(SiteTest):
    def swap(self, site):
        """Redis dies; what stands in its place says that it is loading."""
        site.redis.kill()
        site.redis.wait()
        path = site.folder / "redis.sock"
        path.unlink(missing_ok=True)
        loading = LoadingRedis(path)
        self.addCleanup(loading.stop)
        return loading

    def sentence(self, site, name):
        lines = site.log(name).splitlines()
        self.assertEqual(len(lines), 1, lines)
        self.assertIn("loading", lines[0])
        self.assertNotIn("LOADING", lines[0], "a sentence for people")

    def test_a_redis_that_is_loading_at_the_start_is_said_in_one_sentence(self):
        site = self.site()
        loading = self.swap(site)
        self.assertEqual(site.daemon(wait=False).wait(20), 3)
        self.sentence(site, "followupd")
        self.assertEqual(site.worker("email", wait=False).wait(20), 3)
        self.sentence(site, "email")
        self.assertGreater(loading.asked, 0)
        loading.stop()
        site.redis = site.start_redis()
        site.daemon()
        self.assertEqual(site.client().push(created("THEN"))["status"], "accepted")

    def test_a_redis_that_is_loading_while_all_runs_is_waited_for(self):
        site = self.site(clock=NOW + "x60")
        daemon = site.daemon()
        workers = site.workers()
        crm = site.client()
        self.assertEqual(crm.push(created("BEFORE"))["status"], "accepted")
        loading = self.swap(site)
        until = time.monotonic() + 2
        number = 0
        while time.monotonic() < until or number < 3:
            number += 1
            reply = crm.push(created(f"DURING-{number}"), 10)
            self.assertEqual((reply["status"], reply["reason"]), ("busy", "store_unavailable"))
        self.assertGreater(loading.asked, 0)
        loading.stop()
        site.redis = site.start_redis()
        wait_for(lambda: crm.push(created("DURING-1"))["status"] in ("accepted", "duplicate"), "the store to be found again")
        wait_for(lambda: site.smtp.about("BEFORE") and site.smtp.about("DURING-1"), "both reminders")
        site.settle()
        self.assertEqual([process.poll() for process in (daemon, *workers)], [None] * 3)
        self.assertEqual([len(site.smtp.about(case)) for case in ("BEFORE", "DURING-1", "DURING-2")], [1, 1, 0])


if __name__ == "__main__":
    unittest.main(verbosity=2)
