"""What power and disk do to Redis: a cut at an exact moment, one in the middle of a rewrite, and a disk without room."""

import os
import pathlib
import resource
import signal
import unittest

from crash_test import Run, check, hooks_of, mails_of
from harness import BUILD, SiteTest, created, wait_for

NOW = "2011-01-31T07:52:00Z"  # at x60 eight seconds before the reminders of 1 January are due


class Losses(SiteTest):
    def known(self, site, case):
        return site.command("EXISTS", f"{{s0}}case:assist:r:{case}") == "1"

    def reminded_once(self, site, *cases):
        wait_for(lambda: all(site.smtp.about(case) for case in cases), "the reminders")
        site.settle()
        self.assertEqual([len(site.smtp.about(case)) for case in cases], [1] * len(cases))

    @staticmethod
    def serving(site):
        site.daemon()
        site.workers()
        return site.client()

    @staticmethod
    def end_redis(site, number):
        site.redis.send_signal(number)
        site.redis.wait(20)


class Power(Losses):
    def cut_site(self, **settings):
        """A site whose Redis loses its power at the first sync after cut()."""
        site = self.site(**settings)
        self.end_redis(site, signal.SIGTERM)
        site.redis = site.start_redis(self.power(site))
        return site

    @staticmethod
    def power(site):
        return {"LD_PRELOAD": str(BUILD / "tests" / "e2e" / "libpower_cut.so"), "POWER_CUT": str(site.folder / "cut")}

    @staticmethod
    def cut(site, left):
        (site.folder / "new-cut").write_text(left)
        (site.folder / "new-cut").rename(site.folder / "cut")

    def power_back(self, site):
        """Waits for the cut, then switches on again."""
        self.assertEqual(site.redis.wait(20), -signal.SIGKILL)
        (site.folder / "cut").unlink()
        site.redis = site.start_redis(self.power(site))

    def cut_while_an_event_is_stored(self, left, answer_afterwards):
        site = self.cut_site(clock=NOW + "x60")
        crm = self.serving(site)
        self.assertEqual(crm.push(created("KEPT"))["status"], "accepted")
        self.cut(site, left)
        reply = crm.push(created("CUT"))
        self.assertEqual((reply["status"], reply["reason"]), ("busy", "store_unavailable"))
        self.power_back(site)
        self.assertTrue(self.known(site, "KEPT"))
        self.assertEqual(self.known(site, "CUT"), answer_afterwards == "duplicate")
        reply = wait_for(lambda: (reply := crm.push(created("CUT")))["status"] != "busy" and reply, "the store to be found again")
        self.assertEqual(reply["status"], answer_afterwards)
        self.reminded_once(site, "KEPT", "CUT")

    def test_the_power_goes_before_an_event_is_on_disk(self):
        self.cut_while_an_event_is_stored("none", "accepted")

    def test_the_power_goes_when_half_of_an_event_is_on_disk(self):
        self.cut_while_an_event_is_stored("half", "accepted")

    def test_the_power_goes_when_an_event_is_on_disk_and_nobody_knows(self):
        self.cut_while_an_event_is_stored("all", "duplicate")

    def cut_while_everything_is_due(self, left):
        site = self.cut_site(clock="2011-01-30T20:00:00Zx86400")
        run = Run(site, "nobody", [])

        def cut():
            self.cut(site, left)
            self.power_back(site)

        acked, cancelled = run.play(cut)
        site.settle(75)
        # The workers live: an attempt whose end was lost with the power has its end recorded again.
        self.assertEqual(check(acked, cancelled, mails_of(site), 0), [])
        self.assertEqual(check(acked, {case: (at, None) for case, (at, _) in cancelled.items()}, hooks_of(site), 0), [])

    def test_the_power_goes_while_everything_is_due_and_what_was_not_synced_is_lost(self):
        self.cut_while_everything_is_due("none")

    def test_the_power_goes_while_everything_is_due_and_nobody_hears_of_what_was_synced(self):
        self.cut_while_everything_is_due("all")

    def test_redis_is_killed_in_the_middle_of_a_rewrite(self):
        site = self.site(clock=NOW + "x60")
        crm = self.serving(site)
        self.assertEqual(crm.push(created("BEFORE"))["status"], "accepted")
        site.command("CONFIG", "SET", "rdb-key-save-delay", "1000000")  # a second for each key: it will not end by itself
        site.command("BGREWRITEAOF")
        self.assertEqual(crm.push(created("MEANWHILE"))["status"], "accepted")
        wait_for(lambda: "aof_rewrite_in_progress:1" in site.command("INFO", "persistence"), "the rewrite")
        children = pathlib.Path(f"/proc/{site.redis.pid}/task/{site.redis.pid}/children").read_text().split()
        self.end_redis(site, signal.SIGKILL)
        for child in children:
            os.kill(int(child), signal.SIGKILL)
        site.redis = site.start_redis()
        self.assertTrue(self.known(site, "BEFORE") and self.known(site, "MEANWHILE"))
        wait_for(lambda: crm.push(created("MEANWHILE"))["status"] == "duplicate", "the store to be found again")
        self.reminded_once(site, "BEFORE", "MEANWHILE")


class Disk(Losses):
    def fill(self, site):
        """The disk has room for a few bytes more than are on it."""
        largest = max(path.stat().st_size for path in (site.folder / "appendonlydir").iterdir())
        resource.prlimit(site.redis.pid, resource.RLIMIT_FSIZE, (largest + 40, resource.RLIM_INFINITY))

    def test_a_full_disk_answers_busy_for_as_long_as_it_is_full_and_loses_nothing(self):
        site = self.site(clock=NOW + "x60")
        crm = self.serving(site)
        self.assertEqual(crm.push(created("KEPT"))["status"], "accepted")
        for number in range(2):  # started again, it has no more room than before
            self.fill(site)
            reply = wait_for(lambda: (reply := crm.push(created(f"FULL-{number}")))["status"] == "busy" and reply, "the disk to be full")
            self.assertEqual(reply["reason"], "store_unavailable")
            self.assertEqual(site.redis.wait(20), 1, "Redis gives up when it can not keep its promise")
            self.assertEqual(crm.push(created("STILL-FULL"))["status"], "busy")
            site.redis = site.start_redis()
        cases = ("KEPT", "FULL-0", "FULL-1", "STILL-FULL")
        for case in cases:
            wait_for(lambda: crm.push(created(case))["status"] in ("accepted", "duplicate"), "room on the disk")
        self.reminded_once(site, *cases)


if __name__ == "__main__":
    unittest.main(verbosity=2)
