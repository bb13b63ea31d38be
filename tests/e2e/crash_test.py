"""Kills daemon and workers at the named moments (test builds: FOLLOWUP_CRASH_AT) and checks the promises of docs/design.md
against what the receivers got, which is the ground truth."""

import datetime
import functools
import json
import time
import unittest

from harness import SiteTest, created, fact, wait_for

COUNT = 12
# How many further copies one death explains. A copy comes of what a receiver had taken whole while its outcome was not in
# Redis yet when the worker died. The sites let a worker have IN_FLIGHT transfers under way and begin as many again ahead of
# them (workers/email/email_channel.cpp: room), which may only take the places of transfers that have ended.
IN_FLIGHT = 2
CASES = [f"CRASH-{n}" for n in range(COUNT)]
CANCELLED = CASES[: COUNT // 3]


def check(acked, cancelled, mails, unknown_attempts):
    """The promises broken, in words. `acked`: cases whose creation was accepted; `cancelled`: case -> (answered at, in flight; None:
    anything may be);
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
            if in_flight is not None and mail["at"] > at and mail["id"] not in in_flight:
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


def mails_of(site):
    """The reminders that the relay took."""
    return [{"case": m["message"]["Subject"].rsplit(" ", 1)[1], "id": m["message"]["X-Followup-Notification"],
             "bytes": m["bytes"], "at": m["at"]} for m in site.smtp.mails if m["message"]["Subject"].startswith("Follow-up due:")]


def hooks_of(site):
    """What the CRM heard of these reminders."""
    return [{"case": h["event"]["data"]["case"]["id"], "id": h["headers"]["webhook-id"], "bytes": h["bytes"], "at": h["at"]}
            for h in site.hooks.of("referral.followup_due") if h["status"] < 300]


class Run:
    """Reminders of COUNT cases, a third of them cancelled around the due moment, one process killed at its moment; whoever
    is killed is started again. `waits`: whoever is to be killed is started only when something waits for it, so that its first
    claim is one of something."""

    def __init__(self, site, victim, points, waits=False):
        self.site, self.victim, self.points, self.waits = site, victim, list(points), waits
        self.started, self.running = [], {}
        daemons = ("intake", "due") if victim == "due" else ("followupd",)
        for name in (*daemons, "email", "webhook"):
            self.running[name] = None
            self.start(name)
        self.crm = site.client()

    def start(self, name):
        """Unless it is to wait."""
        crash = None
        if name == self.victim and self.points:
            if self.waits and not self.waiting():
                return
            crash = self.points.pop(0)
        roles = {"intake": "intake", "due": "due"}.get(name)
        start = functools.partial(self.site.worker, name) if name in ("email", "webhook") else functools.partial(self.site.daemon, name, roles)
        process = start(crash=crash, wait=crash is None)
        self.running[name] = process
        self.started.append((name, process))

    def waiting(self):
        """Something waits for the victim."""
        keys = {"due": ["{s0}due"], "email": ["{s0}outbox:email:urgent", "{s0}outbox:email:normal"],
                "webhook": ["{s0}outbox:webhook:assist/crm"]}[self.victim]
        now = int(self.site.now().timestamp() * 1000)
        return any(int(self.site.command("ZCOUNT", key, "-inf", now)) for key in keys)

    def tend(self):
        for name, process in list(self.running.items()):
            if process is None or process.poll() is not None:
                self.start(name)

    def deaths(self):
        return sum(name == self.victim and process.poll() == -9 for name, process in self.started)

    def push(self, event):
        """Sends until it is answered with something else than busy, as docs/protocol.md asks clients to."""
        for _ in range(20):
            self.tend()
            self.crm.send(event)
            if self.crm.socket.poll(2000):
                reply = json.loads(self.crm.socket.recv())
                if reply["id"] == event["id"] and reply["status"] != "busy":
                    return reply
        raise AssertionError("no answer")

    def play(self, in_between=lambda: None):
        acked, cancelled = set(), {}
        day = (self.site.now() + datetime.timedelta(hours=36)).date()  # a day is a second: about one from now
        referred = (day - datetime.timedelta(days=30)).isoformat()
        for case in CASES:
            assert self.push(created(case, referral_date=referred))["status"] in ("accepted", "duplicate")
            acked.add(case)
        self.site.wait_until(f"{day}T07:30:00Z")  # half an hour to go, which is 20 ms
        wait_for(lambda: self.tend() or all(self.running.values()), "something for the victim to claim")
        in_between()
        for case in CANCELLED:
            reply = self.push(fact(case, "contact_recorded", contacted=True))
            assert reply["status"] in ("accepted", "duplicate")
            cancelled[case] = (time.monotonic(), reply.get("in_flight", []))
        wanted = [case for case in CASES if case not in cancelled]
        wait_for(lambda: self.tend() or all(self.site.smtp.about(case) for case in wanted), "every reminder", 75)
        wait_for(lambda: self.tend() or all(self.site.hooks.of("referral.followup_due", case) for case in wanted), "every webhook", 75)
        return acked, cancelled


class Crashes(SiteTest):
    def narrow_site(self):
        """IN_FLIGHT transfers at a time."""
        site = self.site(clock="2011-01-30T20:00:00Zx86400", mail=f'transport = "smtp"\nmax_in_flight = {IN_FLIGHT}')
        site.tenants = {"assist": site.tenant(endpoint=f"max_in_flight = {IN_FLIGHT}")}
        site.write_configuration()
        return site

    def run_with(self, victim, *points, mails=0, hooks=0, answers=None, statuses=(), waits=False):
        """Kills the victim at each of the points in turn; `mails`, `hooks`: further copies that this explains; `answers`, `statuses`:
        what relay and CRM say first."""
        site = self.narrow_site()
        site.smtp.script.update(answers or {})
        site.hooks.script["/assist"] = list(statuses)
        run = Run(site, victim, points, waits)
        acked, cancelled = run.play()
        wait_for(lambda: run.tend() or run.deaths() == len(points), f"the crashes at {points}", 75)
        run.tend()
        site.settle(75)
        self.assertEqual(check(acked, cancelled, mails_of(site), mails), [])
        # What the CRM hears of a reminder that went out stays true when the case is closed afterwards.
        self.assertEqual(check(acked, {case: (at, None) for case, (at, _) in cancelled.items()}, hooks_of(site), hooks), [])

    def test_intake_is_killed_when_a_batch_starts(self):
        self.run_with("followupd", "g1:5")

    def test_intake_is_killed_when_a_commit_is_sent(self):
        self.run_with("followupd", "g2:5")

    def test_intake_is_killed_when_a_commit_is_answered(self):
        self.run_with("followupd", "g3:5")

    def test_intake_is_killed_when_an_answer_is_sent(self):
        self.run_with("followupd", "g4:5")

    def test_the_due_role_is_killed_before_a_claim(self):
        self.run_with("due", "s1:1", waits=True)

    def test_the_due_role_is_killed_after_a_claim_and_again_when_it_takes_the_lease_up(self):
        self.run_with("due", "s2:1", "s2:1", waits=True)

    def test_the_due_role_is_killed_after_a_commit(self):
        self.run_with("due", "s3:1", waits=True)

    def test_a_worker_is_killed_after_a_claim_and_another_sends_when_the_lease_has_ended_s_x07(self):
        self.run_with("email", "w1:1", waits=True)  # no attempt had begun

    def test_a_worker_is_killed_after_begin(self):
        self.run_with("email", "w2:1")  # the first attempts had begun, none was on the line

    def test_a_worker_is_killed_before_the_text_of_a_mail_is_sent_s_x07(self):
        self.run_with("email", "w3:2", mails=1)  # the second mail's text was not sent yet; the first may have been taken

    def test_a_worker_is_killed_when_the_last_dot_is_sent(self):
        self.run_with("email", "w4:2", mails=IN_FLIGHT)  # two last dots were sent

    def test_a_worker_is_killed_when_the_relay_has_answered_s_x07(self):
        self.run_with("email", "w5:1", mails=IN_FLIGHT)  # one answer was read, and the other place's mail may have been taken

    def test_a_worker_is_killed_when_the_outcome_is_recorded(self):
        # While the first outcome was being recorded, what had been begun ahead could take the place of what had ended.
        self.run_with("email", "w6:1", mails=2 * IN_FLIGHT)

    def test_a_worker_is_killed_when_the_next_attempt_is_put_off(self):
        # Every first attempt is refused for now: nothing was taken when the worker died.
        self.run_with("email", "w7:1", answers={"anna@assist.example": ["451 later"] * COUNT})

    def test_a_webhook_worker_is_killed_after_a_claim(self):
        self.run_with("webhook", "w1:1", waits=True)

    def test_a_webhook_worker_is_killed_after_begin(self):
        self.run_with("webhook", "w2:1")

    def test_a_worker_is_killed_before_a_webhook_is_sent(self):
        self.run_with("webhook", "w3:2", hooks=1)  # the second request was not sent yet; the first may have been taken

    def test_a_worker_is_killed_when_a_webhook_is_being_answered(self):
        # Two were answered; if the first had ended, one that was begun ahead could be in its place.
        self.run_with("webhook", "w4:2", hooks=IN_FLIGHT + 1)

    def test_a_worker_is_killed_when_a_webhook_has_been_answered(self):
        self.run_with("webhook", "w5:1", hooks=IN_FLIGHT)  # one answer was read, and the other place's may have been given

    def test_a_worker_is_killed_when_a_webhook_s_outcome_is_recorded(self):
        self.run_with("webhook", "w6:1", hooks=2 * IN_FLIGHT)

    def test_a_worker_is_killed_when_a_webhook_s_next_attempt_is_put_off(self):
        self.run_with("webhook", "w7:1", statuses=[503] * 4)  # nothing was taken when the worker died

    def test_redis_is_killed_while_everything_is_due(self):
        site = self.narrow_site()
        run = Run(site, "nobody", [])

        def kill():
            site.redis.kill()
            site.redis.wait()
            site.redis = site.start_redis()

        acked, cancelled = run.play(kill)
        site.settle(75)
        # No attempt ends without outcome: the worker lives, and records what it knows when Redis is back.
        self.assertEqual(check(acked, cancelled, mails_of(site), 0), [])
        self.assertEqual(check(acked, {case: (at, None) for case, (at, _) in cancelled.items()}, hooks_of(site), 0), [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
