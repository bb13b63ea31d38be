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

    def test_the_winter_of_2011(self):
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
        push(created("S-R27"))
        site.wait_until("2011-02-26T12:00:00Z")
        site.settle()

        told = lambda case: [(m["to"][0].split("@")[0], m["message"]["Date"].datetime.date().isoformat()) for m in site.smtp.about(case)]
        self.assertEqual(told("S-R01"), [("anna", "2011-01-31"), ("sara", "2011-02-10")])
        self.assertEqual(told("S-R02"), [("anna", "2011-01-31"), ("sara", "2011-02-10")])
        self.assertEqual(told("S-R04"), [])
        self.assertEqual(told("S-R05"), [("anna", "2011-01-31")])
        self.assertEqual(told("S-R07"), [])
        self.assertEqual(told("S-R09"), [("anna", "2011-01-31")])
        self.assertEqual(told("S-R10"), [("anna", "2011-02-14"), ("sara", "2011-02-24")])
        self.assertEqual(told("S-R15"), [("bruno", "2011-01-31"), ("tea", "2011-02-10")])
        self.assertEqual([who for who, _ in told("S-R27")], ["anna", "sara"])
        self.assertEqual(self.due(site, "S-R01", "referral.followup_due"), "2011-01-31T08:00:00Z")
        self.assertEqual(self.due(site, "S-R01", "referral.escalated"), "2011-02-10T08:00:00Z")
        self.assertEqual(len(site.hooks.of("followup.closed", "S-R04")), 1)
        first, second = site.smtp.about("S-R01")
        self.assertEqual(first["message"]["References"], second["message"]["References"])
        self.assertNotEqual(first["message"]["Message-ID"], second["message"]["Message-ID"])
        self.assertEqual(first["message"]["Auto-Submitted"], "auto-generated")

    def test_summer_time_and_month_ends(self):
        site = self.site(clock="2026-01-31T00:00:00Zx1296000")
        site.daemon()
        site.workers()
        crm = site.client()
        cases = {"S-R19": ("2026-01-31", "2026-03-02T08:00:00Z"), "S-R20": ("2026-02-27", "2026-03-29T07:00:00Z"),
                 "S-R21": ("2026-09-25", "2026-10-25T08:00:00Z")}
        for case, (date, _) in cases.items():
            self.assertEqual(crm.push(created(case, referral_date=date))["status"], "accepted")
        for case, (_, expected) in cases.items():
            self.assertEqual(self.due(site, case, "referral.followup_due"), expected)

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
            self.assertLessEqual(len(mails), 1)
            for mail in mails:
                listed = mail["message"]["X-Followup-Notification"] in answer.get("in_flight", [])
                self.assertTrue(mail["at"] <= answer["at"] or listed, f"RACE-{n} was sent after its cancellation was answered")


if __name__ == "__main__":
    unittest.main(verbosity=2)
