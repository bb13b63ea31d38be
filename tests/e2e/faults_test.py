"""What peers, signals and configurations do wrong."""

import json
import pathlib
import signal
import socket
import time
import unittest
import urllib.request

import zmq

from harness import SiteTest, created, wait_for
from receivers import free_port

NOW = "2011-01-31T07:59:00Z"  # a minute before the reminders of 1 January are due


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
        typed, attached = json.dumps(created("TYPED")).encode(), json.dumps(created("ATTACHED")).encode()
        for frames, id_, reason in (([b"text/plain", typed], "TYPED-1", "invalid_envelope"),
                                    ([attached, b"attachment"], "ATTACHED-1", "unexpected_frames")):
            crm.socket.send_multipart(frames)
            reply = crm.receive()
            self.assertEqual((reply["id"], reply["status"], reply["reason"]), (id_, "rejected", reason))
            self.assertIn(reason, site.ctl("--json", "rejected", "list", "--tenant", "assist").stdout)
        crm.socket.send_multipart([b"application/cloudevents+json", typed])
        self.assertEqual(crm.receive()["status"], "accepted")

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


class Flood(SiteTest):
    COUNT = 5000

    def flood_event(self, number):
        """Its id is so long that the answers do not fit into the buffers of a connection whose client does not read."""
        event = created(f"FLOOD-{number}", referral_date="2011-03-01")
        event["id"] = f"{number:05d}-".ljust(250, "x")
        return json.dumps(event).encode()

    def undeliverable(self, port):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            line = next(line for line in answer.read().decode().splitlines() if line.startswith("followupd_replies_undeliverable_total "))
        return int(float(line.split()[1]))

    def read_all(self, client, into):
        while client.socket.poll(1000):
            reply = json.loads(client.socket.recv())
            self.assertNotIn(reply["id"], into, "one answer an event")
            into[reply["id"]] = reply["status"]

    def test_a_client_that_does_not_read_loses_answers_that_are_counted_and_nobody_else_waits_s_x09(self):
        port = free_port()
        site = self.site(clock=NOW + "x1", top=f'metrics = "127.0.0.1:{port}"')
        daemon = site.daemon()
        events = [self.flood_event(n) for n in range(self.COUNT)]
        # Few answers fit on the client's side: beyond these and what followupd keeps for it, they have nowhere to go.
        loud, quiet = site.client(options=[(zmq.RCVHWM, 10), (zmq.SNDHWM, 10), (zmq.SNDTIMEO, 20_000)]), site.client()
        waited = []
        for number, event in enumerate(events):
            loud.send(event)
            if number % 500 == 250:
                asked = time.monotonic()
                self.assertEqual(quiet.push(created(f"QUIET-{number}", referral_date="2011-03-01"), 10)["status"], "accepted")
                waited.append(time.monotonic() - asked)
        self.assertLess(max(waited), 5, "the quiet client waits for its turn, not for the loud one")
        known = lambda: int(site.command("EVAL", "return redis.call('ZCARD', '{s0}due')", 0)) >= self.COUNT + len(waited)
        wait_for(known, "every event to be taken in", 60)
        self.assertEqual(quiet.push(created("LAST", referral_date="2011-03-01"), 10)["status"], "accepted")
        answered = {}
        self.read_all(loud, answered)
        lost = self.undeliverable(port)
        self.assertGreater(lost, 0, "the flood was too small to fill the queues: the test proves nothing")
        self.assertEqual(len(answered) + lost, self.COUNT)
        self.assertEqual(set(answered.values()), {"accepted"})
        again = {}
        for start in range(0, self.COUNT, 100):
            for event in events[start:start + 100]:
                loud.send(event)
            for _ in range(100):
                reply = loud.receive()
                again[reply["id"]] = reply["status"]
        self.assertEqual(len(again), self.COUNT)
        self.assertEqual(set(again.values()), {"duplicate"})
        self.assertEqual(self.undeliverable(port), lost)
        self.assertIsNone(daemon.poll())


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
