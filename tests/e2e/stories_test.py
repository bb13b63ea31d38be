"""The starred scenarios of referral follow-up, with real processes on a virtual clock: a day a second."""

import datetime
import time
import unittest

from harness import SiteTest, created, fact, instant, wait_for

FAST = "x86400"


class Stories(SiteTest):
    def due(self, site, case, kind):
        """The exact nominal instant that the webhook of `kind` tells."""
        hooks = wait_for(lambda: site.hooks.of(kind, case), f"{kind} of {case}")
        self.assertEqual(len(hooks), 1)
        self.assertTrue(hooks[0]["signed"])
        return hooks[0]["event"]["data"]["due"]["instant"]

    def assert_told(self, site, case, *expected):
        """Exactly these mails, (who, day): none before 09:00 in Rome (08:00Z) of its day, none much later."""
        mails = site.smtp.about(case)
        self.assertEqual([m["to"][0].split("@")[0] for m in mails], [who for who, _ in expected], case)
        offset = time.time() - time.monotonic()
        for mail, (_, day) in zip(mails, expected):
            late = mail["at"] + offset - site.real_time_of(day if "T" in day else day + "T08:00:00Z")
            self.assertTrue(-0.05 < late < 5, f"{case} was told {late} s of real time after {day}")

    def test_the_winter_of_2011_s_x01_s_x02(self):
        site = self.site(clock="2011-01-01T09:00:00Z" + FAST)
        site.tenants["nobody"] = site.tenant("nobody", referral="")
        site.write_configuration()
        site.daemon()
        site.workers()
        crm = site.client()
        push = lambda event: self.assertEqual(crm.push(event)["status"], "accepted")
        push(created("S-R01"))
        night = created("S-R02", referral_date=None, created_at="2011-01-01T22:30:00Z")
        del night["data"]["created_on"]
        push(night)
        push(created("S-R04"))
        push(created("S-R05"))
        push(created("S-R07", follow_up={"requested": False}))
        push(created("S-R09", source="/nobody"))
        push(created("S-R10", sequence=1))
        push(created("S-R15", sequence=1))
        push(created("S-X02", sequence=5))
        self.assertEqual(crm.push(created("S-X02", number=2, sequence=4))["status"], "stale")
        self.assertEqual(crm.push(created("S-X02", sequence=5))["status"], "duplicate")
        site.wait_until("2011-01-10T12:00:00Z")
        push(created("S-R10", number=2, kind="updated", sequence=2, referral_date="2011-01-15"))
        site.wait_until("2011-01-20T12:00:00Z")
        push(fact("S-R04", "contact_recorded", contacted=True, on="2011-01-20"))
        push(created("S-R15", number=2, kind="updated", sequence=2, worker="bruno", supervisor="tea"))
        site.wait_until("2011-02-05T12:00:00Z")
        push(fact("S-R05", "contact_recorded", contacted=True, on="2011-02-05"))
        self.assertEqual(crm.push(fact("S-R05", "contact_recorded", contacted=True, on="2011-02-05"))["status"], "duplicate")
        site.wait_until("2011-02-05T13:00:00Z")
        push(created("S-R27-A"))
        site.wait_until("2011-02-15T13:00:00Z")
        push(created("S-R27-B"))
        site.wait_until("2011-02-26T12:00:00Z")
        site.settle()

        winter = (("anna", "2011-01-31"), ("sara", "2011-02-10"))
        self.assert_told(site, "S-R01", *winter)
        self.assert_told(site, "S-R02", *winter)
        self.assert_told(site, "S-R04")
        self.assert_told(site, "S-R05", ("anna", "2011-01-31"))
        self.assert_told(site, "S-R07")
        self.assert_told(site, "S-R09", ("anna", "2011-01-31"))
        self.assert_told(site, "S-R10", ("anna", "2011-02-14"), ("sara", "2011-02-24"))
        self.assert_told(site, "S-R15", ("bruno", "2011-01-31"), ("tea", "2011-02-10"))
        self.assert_told(site, "S-R27-A", ("anna", "2011-02-05T13:00:00Z"), ("sara", "2011-02-10"))
        self.assert_told(site, "S-R27-B", ("anna", "2011-02-15T13:00:00Z"), ("sara", "2011-02-17"))
        for case, reminded, escalated in (
                ("S-R01", "2011-01-31", "2011-02-10"), ("S-R02", "2011-01-31", "2011-02-10"), ("S-R10", "2011-02-14", "2011-02-24"),
                ("S-R15", "2011-01-31", "2011-02-10"), ("S-R27-A", "2011-01-31", "2011-02-10"), ("S-R27-B", "2011-01-31", "2011-02-17")):
            with self.subTest(case):
                self.assertEqual(self.due(site, case, "referral.followup_due"), reminded + "T08:00:00Z")
                self.assertEqual(self.due(site, case, "referral.escalated"), escalated + "T08:00:00Z")
        self.assertEqual(len(site.hooks.of("followup.closed", "S-R04")), 1)
        first, second = site.smtp.about("S-R01")
        self.assertEqual(first["message"]["References"], second["message"]["References"])
        self.assertNotEqual(first["message"]["Message-ID"], second["message"]["Message-ID"])
        self.assertEqual(first["message"]["Auto-Submitted"], "auto-generated")

    def test_a_repeat_is_answered_duplicate_and_has_no_effect_s_x01(self):
        site = self.site(clock="2011-01-31T07:59:00Zx60")
        daemon = site.daemon()
        site.workers()
        crm = site.client()
        event = created("S-X01")
        self.assertEqual([crm.push(event)["status"] for _ in range(3)], ["accepted", "duplicate", "duplicate"])
        self.assertEqual([reply["status"] for reply in crm.push([event, created("S-X01-B"), created("S-X01-B")])], ["duplicate", "accepted", "duplicate"])
        wait_for(lambda: site.smtp.about("S-X01") and site.smtp.about("S-X01-B"), "both reminders")
        self.assertEqual(crm.push({**event, "data": {**event["data"], "service": "Another"}})["status"], "duplicate")
        daemon.kill()
        daemon.wait()
        site.daemon()
        self.assertEqual(crm.push(event)["status"], "duplicate")
        site.settle()
        self.assertEqual([len(site.smtp.about(case)) for case in ("S-X01", "S-X01-B")], [1, 1])
        self.assertNotIn("Another", site.ctl("show", "S-X01").stdout)
        self.assertEqual(site.ctl("show", "S-X01").stdout.count("referral.created"), 1)

    def test_a_late_event_is_told_at_once_and_the_escalation_keeps_its_distance_s_r27(self):
        for now, escalation in (("2011-02-05T13:00:00Z", "2011-02-10T08:00:00Z"), ("2011-02-15T13:00:00Z", "2011-02-17T08:00:00Z")):
            with self.subTest(now):
                site = self.site(clock=now + "x1")  # 14:00 in Rome; the next send time is hours away
                site.daemon()
                site.workers()
                crm = site.client()
                self.assertEqual(crm.push(created("S-R27"))["status"], "accepted")
                mail = wait_for(lambda: site.smtp.about("S-R27"), "the reminder at once")[0]
                self.assertEqual(mail["to"], ["anna@assist.example"])
                self.assertIn("late", mail["message"].get_body(("plain",)).get_content())
                site.settle()
                self.assertIn(f"({escalation})", site.ctl("explain", "S-R27").stdout.split("\nescalation ")[-1].split("\n")[0])

    def test_month_ends_and_summer_time_s_r19_s_r20_s_r21(self):
        """Thirty days later, each fired on time: (now, {case: (referral date, reminder)})."""
        for now, cases in (
                ("2026-02-28T12:00:00Z", {"S-R19-A": ("2026-01-31", "2026-03-02T08:00:00Z")}),
                ("2024-02-28T00:00:00Z", {"S-R19-B": ("2024-01-31", "2024-03-01T08:00:00Z"), "S-R19-C": ("2024-01-30", "2024-02-29T08:00:00Z")}),
                ("2027-01-12T12:00:00Z", {"S-R19-D": ("2026-12-15", "2027-01-14T08:00:00Z")}),
                ("2026-03-27T12:00:00Z", {"S-R20": ("2026-02-27", "2026-03-29T07:00:00Z")}),
                ("2026-10-23T12:00:00Z", {"S-R21": ("2026-09-25", "2026-10-25T08:00:00Z")})):
            with self.subTest(now):
                site = self.site(clock=now + FAST)
                site.daemon()
                crm = site.client()
                self.assertLess(site.now(), instant(min(at for _, at in cases.values())), "too slow to show anything")
                for case, (date, _) in cases.items():
                    self.assertEqual(crm.push(created(case, referral_date=date))["status"], "accepted")
                site.workers()
                for case, (_, expected) in cases.items():
                    self.assertEqual(self.due(site, case, "referral.followup_due"), expected)
                    self.assert_told(site, case, ("anna", expected))

    def test_outage_s_r28(self):
        site = self.site(clock="2011-01-28T09:00:00Zx86400")
        daemon = site.daemon()
        site.workers()
        crm = site.client()
        self.assertEqual(crm.push(created("S-R28"))["status"], "accepted")
        site.wait_until("2011-01-30T17:00:00Z")
        daemon.kill()
        daemon.wait()
        site.wait_until("2011-02-03T06:00:00Z")
        self.assertEqual(site.smtp.mails, [])
        site.daemon()
        wait_for(lambda: site.smtp.about("S-R28"), "the reminder", 10)
        hook = wait_for(lambda: site.hooks.of("referral.followup_due", "S-R28"), "its hook")[0]
        self.assertTrue(hook["event"]["data"]["late"])
        self.assertIn("late", site.smtp.mails[0]["message"].get_body(("plain",)).get_content())
        site.wait_until("2011-02-09T08:00:00Z")
        self.assertEqual(len(site.smtp.about("S-R28")), 1)
        site.wait_until("2011-02-11T08:00:00Z")
        site.settle()
        self.assertEqual([m["to"][0] for m in site.smtp.about("S-R28")], ["anna@assist.example", "sara@assist.example"])

    def test_cancellation_and_due_at_the_same_moment_s_x05(self):
        site = self.site(clock="2011-01-30T08:00:00Zx86400")
        site.daemon()
        site.workers()
        crm = site.client()
        count = 60
        for n in range(count):
            self.assertEqual(crm.push(created(f"RACE-{n}"))["status"], "accepted")
        answered = {}
        for n in range(count):  # around the due moment, 31 January 08:00 UTC
            moment = instant("2011-01-31T07:30:00Z") + datetime.timedelta(minutes=n)
            site.wait_until(moment.isoformat())
            answered[n] = crm.push(fact(f"RACE-{n}", "contact_recorded", contacted=True))
            answered[n]["at"] = time.monotonic()
        site.wait_until("2011-02-12T08:00:00Z")
        site.settle()
        for n, answer in answered.items():
            self.assertEqual(answer["status"], "accepted")
            mails = site.smtp.about(f"RACE-{n}")
            ids = [mail["message"]["X-Followup-Notification"] for mail in mails]
            self.assertEqual(len(set(ids)), len(ids), f"RACE-{n} was told the same twice")
            for mail in mails:
                listed = mail["message"]["X-Followup-Notification"] in answer.get("in_flight", [])
                self.assertTrue(mail["at"] <= answer["at"] or listed, f"RACE-{n} was sent after its cancellation was answered")


if __name__ == "__main__":
    unittest.main(verbosity=2)
