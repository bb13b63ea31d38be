"""Clocks that jump: Redis, whose time everything follows, is days off all of a sudden, and back again."""

import datetime
import re
import unittest

from harness import BUILD, SiteTest, created, wait_for

DAY = 86400


class Jumps(SiteTest):
    """Events at the real time; the machine's clock is shifted for all programs of the site."""

    def jumping_site(self):
        site = self.site()
        site.redis.terminate()
        site.redis.wait(20)
        self.shift(site, 0)
        self.shifted = {"LD_PRELOAD": str(BUILD / "tests" / "e2e" / "libclock_shift.so"), "CLOCK_SHIFT": str(site.folder / "shift")}
        site.redis = site.start_redis(self.shifted)
        return site

    @staticmethod
    def shift(site, seconds):
        (site.folder / "new-shift").write_text(str(seconds))
        (site.folder / "new-shift").rename(site.folder / "shift")

    @staticmethod
    def due_in(case, days):
        day = (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=30 - days)).date().isoformat()
        return created(case, created_on=day, referral_date=day)

    def reminders(self, site, case):
        return len(site.smtp.about(case))

    def jump(self, site, seconds, name="followupd"):
        before = site.log_size(name)
        self.shift(site, seconds)
        site.wait_for_log(name, "event=clock_jumped", before)

    def confirm(self, site):
        before = site.log_size("followupd")
        self.assertIn("is confirmed", site.ctl("clock", "confirm").stdout)
        site.wait_for_log("followupd", "event=clock_confirmed", before)

    def looked_again(self, site):
        """Every program has looked at the store's clock some more times, and fires what it may in between."""
        def looks():
            return int(re.search(r"cmdstat_time:calls=(\d+)", site.command("INFO", "commandstats")).group(1))
        before = looks()
        wait_for(lambda: looks() > before + 9, "looks at the clock")

    def test_nothing_is_fired_after_a_jump_until_somebody_confirms_the_time_s_x23(self):
        site = self.jumping_site()
        site.daemon()
        site.workers()
        crm = site.client()
        self.assertEqual(crm.push(self.due_in("SOON", 20))["status"], "accepted")
        self.jump(site, 25 * DAY)
        self.assertEqual(crm.push(self.due_in("MEANWHILE", 22))["status"], "accepted", "events are taken all the same")
        status = site.ctl("status", check=False)
        self.assertEqual(status.returncode, 1)
        self.assertIn("followupctl clock confirm", status.stdout)
        self.looked_again(site)
        self.assertEqual((self.reminders(site, "SOON"), self.reminders(site, "MEANWHILE")), (0, 0))
        self.confirm(site)
        wait_for(lambda: self.reminders(site, "SOON") and self.reminders(site, "MEANWHILE"), "the reminders")
        # Back again: what went out does not go out twice, what was not due yet is not forgotten.
        self.assertEqual(crm.push(self.due_in("LATER", 40))["status"], "accepted")
        self.jump(site, 0)
        self.confirm(site)
        crm.push(self.due_in("PAST", -1))
        wait_for(lambda: self.reminders(site, "PAST"), "a reminder that is due, after the step back")
        self.assertEqual([self.reminders(site, case) for case in ("SOON", "MEANWHILE", "LATER")], [1, 1, 0])

    def test_a_jump_that_nobody_confirmed_outlasts_a_restart(self):
        site = self.jumping_site()
        daemon = site.daemon()
        site.workers()
        crm = site.client()
        self.assertEqual(crm.push(self.due_in("SOON", 20))["status"], "accepted")
        self.jump(site, 25 * DAY)
        daemon.kill()
        daemon.wait()
        before = site.log_size("followupd")
        site.daemon()
        self.assertIn("event=clock_jumped", site.log("followupd", before))
        self.assertEqual(crm.push(self.due_in("MORE", -1))["status"], "accepted")
        self.looked_again(site)
        self.assertEqual((self.reminders(site, "SOON"), self.reminders(site, "MORE")), (0, 0))
        self.confirm(site)
        wait_for(lambda: self.reminders(site, "SOON") and self.reminders(site, "MORE"), "the reminders")

    def test_the_machine_s_own_clock_is_not_gone_by(self):
        """The daemon's wall clock jumps, Redis' does not: nobody notices."""
        site = self.jumping_site()
        other = site.folder / "daemon-shift"
        other.write_text("0")
        site.daemon(environment={**self.shifted, "CLOCK_SHIFT": str(other), "ASAN_OPTIONS": "verify_asan_link_order=0"})
        site.workers()
        crm = site.client()
        self.assertEqual(crm.push(self.due_in("SOON", 20))["status"], "accepted")
        other.write_text(str(25 * DAY))
        self.assertEqual(crm.push(self.due_in("PAST", -1))["status"], "accepted")
        wait_for(lambda: self.reminders(site, "PAST"), "a reminder that is due")
        self.assertEqual(self.reminders(site, "SOON"), 0)
        self.assertNotIn("clock_jumped", site.log("followupd"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
