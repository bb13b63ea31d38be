"""What goes wrong at three in the morning: the store, the relay, the endpoint, the configuration and the peers."""

import json
import pathlib
import signal
import socket
import time
import unittest

import zmq

from harness import Site, SiteTest, created, fact, wait_for

NOW = "2011-01-31T07:59:00Z"  # a minute before the reminders of 1 January are due


def overdue(case, number=1, **more):
    """A referral whose reminder is due at once."""
    return created(case, number, referral_date="2010-12-01", created_on="2010-12-01", **more)


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
        time.sleep(3)  # the reminder of KEPT comes due meanwhile: a minute is a second here
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


class Delivery(SiteTest):
    def test_4xx_is_tried_again_and_5xx_goes_to_the_fallback_s_x18(self):
        site = self.site(clock=NOW + "x60")
        site.smtp.script = {"anna@assist.example": ["451 greylisted", "451 greylisted"], "bruno@assist.example": ["550 no such user"] * 9}
        site.daemon()
        site.workers()
        crm = site.client()
        crm.push(created("TEMP"))
        wait_for(lambda: site.smtp.about("TEMP"), "the third attempt")
        crm.push(overdue("PERM", worker="bruno"))
        told = wait_for(lambda: site.smtp.to("office@assist.example"), "the fallback")
        self.assertIn("PERM", told[0]["message"]["Subject"])
        failed = wait_for(lambda: site.hooks.of("delivery.failed", "PERM"), "delivery.failed")
        self.assertTrue(failed[0]["signed"])
        self.assertEqual(failed[0]["event"]["data"]["reason"], "smtp_550")
        site.settle()
        self.assertEqual(len(site.smtp.about("TEMP")), 1)
        dead = json.loads(site.ctl("--json", "dead", "list").stdout or "[]")
        self.assertIn("smtp_550", json.dumps(dead))

    def test_a_webhook_that_fails_is_sent_again_with_the_same_id_s_x16(self):
        site = self.site(clock=NOW + "x60")
        site.hooks.script = {"/assist": [500, 500]}
        site.daemon()
        site.workers()
        site.client().push(created("HOOK"))
        wait_for(lambda: len(site.hooks.hooks) == 3, "three attempts")
        self.assertEqual({h["headers"]["webhook-id"] for h in site.hooks.hooks}.__len__(), 1)
        self.assertEqual(len({h["bytes"] for h in site.hooks.hooks}), 1)
        self.assertTrue(all(h["signed"] for h in site.hooks.hooks))
        first, second, third = (h["at"] for h in site.hooks.hooks)
        self.assertGreater(second - first, 0.5)
        self.assertGreater(third - second, 0.5)

    def test_410_switches_the_endpoint_off_and_tells_the_administrator_once(self):
        site = self.site(clock=NOW + "x60")
        site.hooks.script = {"/assist": [410]}
        site.daemon()
        site.workers()
        crm = site.client()
        crm.push(created("GONE"))
        told = wait_for(lambda: site.smtp.to("admin@assist.example"), "the administrator")
        crm.push(overdue("GONE-2"))
        wait_for(lambda: site.smtp.about("GONE-2"), "its reminder")
        time.sleep(1.5)
        self.assertEqual(len(site.hooks.hooks), 1, "nothing more may be sent to an endpoint that is gone")
        self.assertEqual(len(told), 1)
        self.assertIn("crm", site.ctl("endpoint", "list").stdout)
        site.ctl("endpoint", "enable", "assist/crm")
        wait_for(lambda: len(site.hooks.hooks) > 1, "the endpoint to be served again")

    def test_a_relay_that_is_down_is_waited_for_and_seen_in_status(self):
        site = self.site(clock=NOW + "x60")
        port = site.smtp.port
        site.smtp.stop()
        site.daemon()
        site.workers()
        site.client().push(created("WAITS"))
        site.wait_for_log("email", "attempt_failed")
        self.assertIn("email:normal", site.ctl("status", check=False).stdout)
        from harness import Controller
        site.smtp.controller = Controller(site.smtp, hostname="127.0.0.1", port=port)
        site.smtp.controller.start()
        wait_for(lambda: site.smtp.about("WAITS"), "the relay to be found again")
        site.settle()
        self.assertEqual(len(site.smtp.about("WAITS")), 1)


class Peers(SiteTest):
    def test_nonsense_on_the_port_does_not_stop_the_daemon(self):
        site = self.site(tcp=True)
        daemon = site.daemon()
        host, port = "127.0.0.1", int(site.router.rsplit(":", 1)[1])
        silent = socket.create_connection((host, port))
        for words in (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", bytes(range(256)) * 64, b"\xff" + b"\0" * 8 + b"\x7f"):
            with socket.create_connection((host, port)) as peer:
                peer.sendall(words)
        crm = site.client()
        self.assertEqual(crm.push(created("FINE"))["status"], "accepted")
        self.assertIsNone(daemon.poll())
        silent.close()

    def test_every_bad_input_gets_its_own_answer_and_is_kept(self):
        site = self.site()
        site.daemon()
        crm = site.client()
        folder = pathlib.Path(__file__).parents[2] / "schemas" / "examples" / "bad"
        asked = 0
        for path in sorted(folder.glob("*.json")):
            case = json.loads(path.read_text())
            body = case["body"].encode() if "body" in case else json.dumps(case["event"]).encode()
            reply = crm.push(body)
            reply = reply[0] if isinstance(reply, list) else reply
            with self.subTest(path.name):
                self.assertEqual((reply["status"], reply["reason"]), ("rejected", case["expect"]["reason"]))
                faults = [(fault["path"], fault["message"]) for fault in reply["errors"]]
                self.assertIn((case["expect"]["path"], case["expect"]["message"]), faults)
            asked += 1
        self.assertGreater(asked, 50)
        for body, reason in ((b"not json", "not_json"), (b"\xff\xfe", None), (json.dumps(created("LARGE", service="x" * 70000)).encode(), "too_large"), (b"[]", "batch_empty")):
            reply = crm.push(body)
            reply = reply[0] if isinstance(reply, list) else reply
            self.assertEqual(reply["status"], "rejected")
            if reason:
                self.assertEqual(reply["reason"], reason)
        self.assertEqual(crm.push(created("UNKNOWN", source="/stranger"))["reason"], "unknown_source")

    def test_a_bad_event_among_good_ones_is_refused_alone_and_can_be_replayed(self):
        site = self.site()
        site.daemon()
        crm = site.client()
        bad = created("BATCH-2", follow_up={"requested": True})
        replies = crm.push([created("BATCH-1"), bad, created("BATCH-3")])
        self.assertEqual([r["status"] for r in replies], ["accepted", "rejected", "accepted"])
        self.assertEqual(replies[1]["errors"][0]["path"], "/data/follow_up/days")
        self.assertIn("BATCH-2", site.ctl("rejected", "list", "--tenant", "assist").stdout)
        site.tenants["assist"] = site.tenant(referral="supervisor_days = 10\ndefault_days = 30")
        site.write_configuration()
        before = site.log_size("followupd")
        site.processes[1].send_signal(signal.SIGHUP)
        site.wait_for_log("followupd", "config_read", before)
        self.assertIn("accepted", site.ctl("rejected", "replay", "--all").stdout)
        self.assertEqual(crm.push(created("BATCH-2", follow_up={"requested": True}))["status"], "duplicate")

    def test_the_pull_door_and_a_req_client(self):
        site = self.site(clock=NOW + "x60")
        site.daemon()
        site.workers()
        req = site.client(zmq.REQ)
        self.assertEqual(req.push(created("REQ"))["status"], "accepted")
        push = site.client(zmq.PUSH)
        push.send(created("PULL"))
        push.send(b"{nonsense")
        wait_for(lambda: site.smtp.about("PULL"), "the reminder of the event without an answer")
        wait_for(lambda: site.command("KEYS", "*rejected*"), "the refused event to be kept")


class Operations(SiteTest):
    def test_sigterm_drains_and_loses_nothing(self):
        site = self.site()
        daemon = site.daemon()
        crm = site.client()
        for n in range(200):
            crm.send(created(f"DRAIN-{n}"))
        answers = [crm.receive() for _ in range(20)]
        daemon.terminate()
        self.assertEqual(daemon.wait(5), 0)
        while crm.socket.poll(300):
            answers.append(json.loads(crm.socket.recv()))
        accepted = {a["id"] for a in answers if a["status"] == "accepted"}
        site.daemon()
        again = site.client()
        for n in range(200):
            reply = again.push(created(f"DRAIN-{n}"))
            self.assertIn(reply["status"], ("duplicate",) if reply["id"] in accepted else ("duplicate", "accepted"))

    def test_a_bad_configuration_is_refused_and_the_old_one_stays(self):
        site = self.site()
        daemon = site.daemon()
        crm = site.client()
        good = dict(site.tenants)
        site.tenants["assist"] = good["assist"].replace("supervisor_days", "supervisr_days")
        site.write_configuration()
        daemon.send_signal(signal.SIGHUP)
        site.wait_for_log("followupd", "config_rejected")
        self.assertIn("supervisor_days", site.log("followupd"))
        self.assertEqual(crm.push(created("STAYS"))["status"], "accepted")
        check = site.ctl("check-config", check=False)
        self.assertEqual(check.returncode, 2)
        site.tenants["assist"] = good["assist"].replace('sources = ["/assist"]', 'sources = ["/assist", "/second"]')
        site.write_configuration()
        daemon.send_signal(signal.SIGHUP)
        site.wait_for_log("followupd", "config_read")
        self.assertEqual(crm.push(created("SECOND", source="/second"))["status"], "accepted")

    def test_two_of_everything_do_each_thing_once(self):
        site = self.site(clock="2011-01-30T08:00:00Zx86400")
        site.daemon("due-1", roles="due")
        site.daemon("intake", roles="intake")
        site.daemon("due-2", roles="due")
        for n in (1, 2):
            site.worker("email", f"email-{n}")
            site.worker("webhook", f"webhook-{n}")
        crm = site.client()
        for n in range(100):
            self.assertEqual(crm.push(created(f"TWIN-{n}"))["status"], "accepted")
        site.wait_until("2011-02-12T08:00:00Z")
        site.settle()
        for n in range(100):
            self.assertEqual([m["to"][0] for m in site.smtp.about(f"TWIN-{n}")], ["anna@assist.example", "sara@assist.example"])
            self.assertEqual(len(site.hooks.of("referral.escalated", f"TWIN-{n}")), 1)

    def test_no_log_holds_personal_data(self):
        site = self.site(clock=NOW + "x60")
        site.smtp.script = {"anna@assist.example": ["550 anna@assist.example is unknown"]}
        site.daemon()
        site.workers()
        crm = site.client()
        crm.push(created("CANARY", clients=[{"id": "C", "name": "Canary-Client"}], service="Canary-Service"))
        crm.push(created("CANARY-2", follow_up={"requested": True, "days": "Canary-Days"}))
        wait_for(lambda: site.smtp.to("office@assist.example"), "the fallback")
        site.settle()
        for name in ("followupd", "email", "webhook"):
            for canary in ("Canary", "anna@", "Anna", "Bianchi"):
                self.assertNotIn(canary, site.log(name))

    def test_a_virtual_store_is_refused_by_a_real_daemon_and_the_other_way_round(self):
        site = self.site(clock=NOW + "x60")
        daemon = site.daemon()
        daemon.terminate()
        daemon.wait()
        site.clock = None
        self.assertEqual(site.daemon(wait=False).wait(20), 2)
        self.assertIn("--clock", site.log("followupd"))
        real = self.site()
        daemon = real.daemon()
        real.client().push(created("REAL"))
        daemon.terminate()
        daemon.wait()
        real.clock = NOW
        self.assertEqual(real.daemon(wait=False).wait(20), 2)


if __name__ == "__main__":
    unittest.main(verbosity=2)
