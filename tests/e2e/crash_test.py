"""Kills daemon and workers at the named moments (test builds: FOLLOWUP_CRASH_AT) and checks the promises of docs/design.md
against what the receivers got, which is the ground truth."""

import json
import time
import unittest

from harness import SiteTest, created, fact, wait_for

COUNT = 12
CASES = [f"CRASH-{n}" for n in range(COUNT)]
CANCELLED = CASES[: COUNT // 3]


def check(acked, cancelled, mails, unknown_attempts):
    """The promises broken, in words. `acked`: cases whose creation was accepted; `cancelled`: case -> (answered at, in flight);
    `mails`: {case, id, bytes, at}; `unknown_attempts`: attempts that may have ended without a recorded outcome."""
    broken = []
    for case in acked:
        got = [m for m in mails if m["case"] == case]
        if not got and case not in cancelled:
            broken.append(f"{case} was accepted and forgotten")
    by_id = {}
    for mail in mails:
        by_id.setdefault(mail["id"], []).append(mail)
        if mail["case"] not in acked:
            broken.append(f"{mail['case']} was sent and nobody asked for it")
        if mail["case"] in cancelled:
            at, in_flight = cancelled[mail["case"]]
            if mail["at"] > at and mail["id"] not in in_flight:
                broken.append(f"{mail['case']} was sent after its cancellation was answered")
    copies = sum(len(same) - 1 for same in by_id.values())
    if copies > unknown_attempts:
        broken.append(f"{copies} further copies for {unknown_attempts} attempts without outcome")
    for same in by_id.values():
        if len({mail["bytes"] for mail in same}) > 1:
            broken.append("a further copy has other bytes")
    if len({(mail["case"], mail["id"]) for mail in mails}) > len({mail["case"] for mail in mails}):
        broken.append("a case was reminded under two ids")
    return broken


class Checker(unittest.TestCase):
    """A checker that is never wrong-footed proves nothing."""

    GOOD = dict(acked={"A", "B"}, cancelled={"B": (5.0, [])}, unknown_attempts=1,
                mails=[{"case": "A", "id": "a", "bytes": b"x", "at": 9.0}])

    def broken(self, **change):
        return check(**{**self.GOOD, **change})

    def test_a_clean_history_passes(self):
        self.assertEqual(self.broken(), [])

    def test_each_seeded_fault_is_found(self):
        mail = self.GOOD["mails"][0]
        self.assertTrue(self.broken(mails=[]))
        self.assertTrue(self.broken(mails=[mail, {**mail, "case": "B", "id": "b"}]))
        self.assertTrue(self.broken(mails=[mail, {**mail, "case": "C", "id": "c"}]))
        self.assertTrue(self.broken(mails=[mail, mail], unknown_attempts=0))
        self.assertTrue(self.broken(mails=[mail, {**mail, "bytes": b"y"}]))
        self.assertTrue(self.broken(mails=[mail, {**mail, "id": "other"}]))
        self.assertEqual(self.broken(mails=[mail, mail]), [])


class Crashes(SiteTest):
    def run_with(self, daemon_crash=None, worker_crash=None):
        """Reminders of COUNT cases, a third of them cancelled around the due moment, one process killed at its moment."""
        site = self.site(clock="2011-01-30T20:00:00Zx86400")
        daemon = site.daemon(crash=daemon_crash)
        worker = site.worker("email", crash=worker_crash)
        site.worker("webhook")
        victim = daemon if daemon_crash else worker
        acked, cancelled = set(), {}
        crm = site.client()

        def alive():
            nonlocal daemon, crm
            if daemon.poll() is not None:
                daemon = site.daemon()

        def push(event):
            """Sends until it is answered with something else than busy, as docs/protocol.md asks clients to."""
            nonlocal crm
            for _ in range(20):
                alive()
                crm.send(event)
                if crm.socket.poll(2000):
                    reply = json.loads(crm.socket.recv())
                    if reply["id"] == event["id"] and reply["status"] != "busy":
                        return reply
            raise AssertionError("no answer")

        for case in CASES:
            self.assertIn(push(created(case))["status"], ("accepted", "duplicate"))
            acked.add(case)
        site.wait_until("2011-01-31T07:00:00Z")
        for case in CANCELLED:
            reply = push(fact(case, "contact_recorded", contacted=True))
            self.assertIn(reply["status"], ("accepted", "duplicate"))
            cancelled[case] = (time.monotonic(), reply.get("in_flight", []))
        point = daemon_crash or worker_crash
        wait_for(lambda: victim.poll() is not None, f"the crash at {point}", 20)
        alive()
        if worker.poll() is not None:
            worker = site.worker("email")
        wanted = [case for case in CASES if case not in cancelled]
        wait_for(lambda: alive() or all(site.smtp.about(case) for case in wanted), "every reminder", 75)
        site.settle(75)
        mails = [{"case": m["message"]["Subject"].rsplit(" ", 1)[1], "id": m["message"]["X-Followup-Notification"],
                  "bytes": m["bytes"], "at": m["at"]} for m in site.smtp.mails if m["message"]["Subject"].startswith("Follow-up due:")]
        self.assertEqual(check(acked, cancelled, mails, COUNT if worker_crash else 0), [])

    def test_intake_is_killed_when_a_batch_starts(self):
        self.run_with(daemon_crash="g1:5")

    def test_intake_is_killed_when_a_commit_is_sent(self):
        self.run_with(daemon_crash="g2:5")

    def test_intake_is_killed_when_a_commit_is_answered(self):
        self.run_with(daemon_crash="g3:5")

    def test_intake_is_killed_when_an_answer_is_sent(self):
        self.run_with(daemon_crash="g4:5")

    def test_the_due_role_is_killed_after_a_claim(self):
        self.run_with(daemon_crash="s2:4")

    def test_the_due_role_is_killed_after_a_commit(self):
        self.run_with(daemon_crash="s3:1")

    def test_a_worker_is_killed_after_a_claim(self):
        self.run_with(worker_crash="w1:2")

    def test_a_worker_is_killed_after_begin(self):
        self.run_with(worker_crash="w2:1")

    def test_a_worker_is_killed_when_the_relay_has_answered(self):
        self.run_with(worker_crash="w5:1")

    def test_a_worker_is_killed_when_the_outcome_is_recorded(self):
        self.run_with(worker_crash="w6:1")


if __name__ == "__main__":
    unittest.main(verbosity=2)
