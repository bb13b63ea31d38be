"""Clocks that jump: Redis, whose time everything follows, is weeks off all of a sudden, and back again."""

import datetime
import re
import signal
import unittest

from harness import BUILD, SiteTest, created, wait_for

DAY = 86400


PROGRAMS = ("followupd", "email", "webhook")


class Jumps(SiteTest):
    """Events at the real time. Redis, the daemon and the workers have a wall clock that can be shifted: all the same one, as on one
    machine."""

    def site_of_one_machine(self):
        site = self.site()
        site.redis.terminate()
        site.redis.wait(20)
        self.shift(site, 0)
        site.redis = site.start_redis(self.shifted(site))
        return site

    @staticmethod
    def shifted(site, clock="shift"):
        # The sanitizers' own library wants to be loaded first.
        return {"LD_PRELOAD": str(BUILD / "tests" / "e2e" / "libclock_shift.so"), "CLOCK_SHIFT": str(site.folder / clock),
                "ASAN_OPTIONS": "verify_asan_link_order=0"}

    def start(self, site):
        daemon = site.daemon(environment=self.shifted(site))
        workers = [site.worker(channel, environment=self.shifted(site)) for channel in ("email", "webhook")]
        return daemon, *workers

    @staticmethod
    def shift(site, seconds, clock="shift"):
        (site.folder / "new-shift").write_text(str(seconds))
        (site.folder / "new-shift").rename(site.folder / clock)

    @staticmethod
    def due_in(case, days):
        day = (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=30 - days)).date().isoformat()
        return created(case, created_on=day, referral_date=day)

    def accepted(self, crm, *events):
        for event in events:
            self.assertEqual(crm.push(event)["status"], "accepted")

    def reminders(self, site, *cases):
        return [len(site.smtp.about(case)) for case in cases]

    def wait_for_reminders(self, site, *cases):
        wait_for(lambda: all(self.reminders(site, *cases)), f"the reminders of {cases}")

    def wait_for_logs(self, site, event, since):
        for name in PROGRAMS:
            site.wait_for_log(name, event, since[name])

    def sizes(self, site):
        return {name: site.log_size(name) for name in PROGRAMS}

    def jump(self, site, seconds):
        """All of them notice."""
        before = self.sizes(site)
        self.shift(site, seconds)
        self.wait_for_logs(site, "event=clock_jumped", before)

    def confirm(self, site):
        """All of them go on, and nobody stops them again."""
        before = self.sizes(site)
        self.assertIn("is confirmed", site.ctl("clock", "confirm").stdout)
        self.wait_for_logs(site, "event=clock_confirmed", before)
        self.looked_again(site)
        self.assertEqual(site.command("HEXISTS", "{s0}marks", "clock:stopped"), "0")

    def looked_again(self, site):
        """Every program has looked at the store's clock some more times, and did in between what it may."""
        def looks():
            return int(re.search(r"cmdstat_time:calls=(\d+)", site.command("INFO", "commandstats")).group(1))
        before = looks()
        wait_for(lambda: looks() > before + 9, "looks at the clock")

    def test_nothing_is_fired_after_a_jump_until_somebody_confirms_the_time_s_x23(self):
        site = self.site_of_one_machine()
        self.start(site)
        crm = site.client()
        self.accepted(crm, self.due_in("SOON", 20))
        self.jump(site, 25 * DAY)
        self.accepted(crm, self.due_in("MEANWHILE", 22))
        status = site.ctl("status", check=False)
        self.assertEqual(status.returncode, 1)
        self.assertIn("followupctl clock confirm", status.stdout)
        self.looked_again(site)
        self.assertEqual(self.reminders(site, "SOON", "MEANWHILE"), [0, 0])
        self.confirm(site)
        self.wait_for_reminders(site, "SOON", "MEANWHILE")
        # Back again: what went out does not go out twice, what was not due yet is not forgotten.
        self.accepted(crm, self.due_in("LATER", 40))
        self.jump(site, 0)
        self.confirm(site)
        self.accepted(crm, self.due_in("PAST", -1))
        self.wait_for_reminders(site, "PAST")
        self.assertEqual(self.reminders(site, "SOON", "MEANWHILE", "LATER"), [1, 1, 0])

    def test_what_waits_for_a_further_try_is_not_forgotten_when_a_confirmed_jump_is_taken_back(self):
        site = self.site_of_one_machine()
        self.start(site)
        crm = site.client()
        site.smtp.script["anna@assist.example"] = ["451 later"] * 3
        self.jump(site, 25 * DAY)
        self.confirm(site)
        self.accepted(crm, self.due_in("WAITS", 20))
        wait_for(lambda: len(site.smtp.script["anna@assist.example"]) < 3, "a first try")
        self.jump(site, 0)
        self.confirm(site)
        # It gets the lease of a fresh attempt: the relay's time limit and half a minute.
        wait_for(lambda: self.reminders(site, "WAITS") == [1], "the reminder", 75)
        site.settle()
        self.assertEqual(self.reminders(site, "WAITS"), [1])

    def test_a_jump_that_nobody_confirmed_outlasts_a_restart(self):
        site = self.site_of_one_machine()
        processes = self.start(site)
        crm = site.client()
        self.accepted(crm, self.due_in("SOON", 20))
        self.jump(site, 25 * DAY)
        for process in processes:
            process.kill()
            process.wait()
        before = self.sizes(site)
        self.start(site)
        self.wait_for_logs(site, "event=clock_jumped", before)
        self.accepted(crm, self.due_in("MORE", -1))
        self.looked_again(site)
        self.assertEqual(self.reminders(site, "SOON", "MORE"), [0, 0])
        self.confirm(site)
        self.wait_for_reminders(site, "SOON", "MORE")

    def test_who_sleeps_through_a_jump_and_its_confirmation_stops_nobody(self):
        site = self.site_of_one_machine()
        _, email, _ = self.start(site)
        crm = site.client()
        self.accepted(crm, self.due_in("SOON", 20))
        email.send_signal(signal.SIGSTOP)
        before = self.sizes(site)
        self.shift(site, 25 * DAY)
        for name in ("followupd", "webhook"):
            site.wait_for_log(name, "event=clock_jumped", before[name])
        site.ctl("clock", "confirm")
        for name in ("followupd", "webhook"):
            site.wait_for_log(name, "event=clock_confirmed", before[name])
        email.send_signal(signal.SIGCONT)
        self.wait_for_reminders(site, "SOON")
        self.looked_again(site)
        self.assertEqual(site.command("HEXISTS", "{s0}marks", "clock:stopped"), "0")

    def test_a_worker_whose_machine_was_asleep_stops_nobody_and_finds_the_time_again(self):
        site = self.site_of_one_machine()
        site.daemon()
        self.shift(site, 0, "boot-shift")
        site.worker("email", environment={**self.shifted(site, "none"), "BOOT_SHIFT": str(site.folder / "boot-shift")})
        site.worker("webhook")
        crm = site.client()
        self.shift(site, -DAY, "boot-shift")
        site.wait_for_log("email", "event=clock_followed")
        self.accepted(crm, self.due_in("PAST", -1))
        self.wait_for_reminders(site, "PAST")
        self.assertEqual(site.command("HEXISTS", "{s0}marks", "clock:stopped"), "0")

    def test_only_redis_clock_counts(self):
        """The daemon's machine is a day ahead from the beginning, and jumps later: nobody notices."""
        site = self.site_of_one_machine()
        self.shift(site, DAY + 7200, "daemon-shift")
        site.daemon(environment=self.shifted(site, "daemon-shift"))
        site.workers()
        crm = site.client()
        self.accepted(crm, self.due_in("TOMORROW", 1), self.due_in("SOON", 20))
        self.shift(site, 25 * DAY, "daemon-shift")
        self.accepted(crm, self.due_in("PAST", -1))
        self.wait_for_reminders(site, "PAST")
        self.looked_again(site)
        self.assertEqual(self.reminders(site, "TOMORROW", "SOON"), [0, 0])
        self.assertNotIn("clock_jumped", site.log("followupd"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
