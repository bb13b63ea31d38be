"""S-X22: many pending cases, everything killed, and what is due next is on time and comes once."""

import collections
import datetime
import os
import signal
import time
import unittest

from harness import SiteTest, created, wait_for

PENDING = int(os.environ.get("FOLLOWUP_PENDING", 20_000))
BATCH = 500
DUE = 36


class Restart(SiteTest):
    def push_pending(self, site):
        """Cases whose reminders are weeks away, a few batches under way at a time."""
        crm = site.client()
        batches = [[created(f"LATER-{n}", referral_date="2011-02-01") for n in range(start, start + BATCH)] for start in range(0, PENDING, BATCH)]
        statuses = collections.Counter()
        for number, batch in enumerate(batches):
            crm.send(batch)
            if number >= 3:
                statuses.update(reply["status"] for reply in crm.receive(30))
        for _ in range(3):
            statuses.update(reply["status"] for reply in crm.receive(30))
        self.assertEqual(statuses, {"accepted": PENDING})

    def test_everything_is_killed_with_many_pending_and_the_first_due_is_on_time_and_nothing_twice_s_x22(self):
        # Real time, on another day; the CRM hears nothing, so that mails are all that goes out.
        site = self.site(clock="2011-01-31T12:00:00Zx1")
        site.tenants = {"assist": site.tenant(types='["delivery.failed"]')}
        site.write_configuration()
        daemon = site.daemon()
        worker = site.worker("email")
        self.push_pending(site)

        # The send time of what comes now: some seconds from now, in Rome.
        due = (site.now() + datetime.timedelta(seconds=10 + PENDING // 20_000)).replace(microsecond=0)
        local = (due + datetime.timedelta(hours=1)).strftime("%H:%M:%S")
        site.tenants["assist"] = site.tenants["assist"].replace("[referral]", f'[calendar]\nsend_time = "{local}"\n[referral]')
        site.write_configuration()
        before = site.log_size("followupd")
        daemon.send_signal(signal.SIGHUP)
        site.wait_for_log("followupd", "config_read", before)
        crm = site.client()
        self.assertEqual({reply["status"] for reply in crm.push([created(f"SOON-{n}") for n in range(DUE)])}, {"accepted"})

        for process in (daemon, worker, site.redis):
            process.kill()
            process.wait()
        killed = time.time()
        site.redis = site.start_redis()
        site.daemon()
        site.worker("email")
        back = time.time()
        goal = site.real_time_of(due.isoformat())
        offset = time.time() - time.monotonic()
        mails = wait_for(lambda: len(site.smtp.mails) >= DUE and list(site.smtp.mails), "the reminders", 60)
        first, last = (pick(m["at"] for m in mails) + offset for pick in (min, max))
        self.assertGreater(first, goal - 0.05, "nothing goes out early")
        self.assertLess(first - max(goal, back), 2)
        self.assertLess(killed, goal, "the kill came too late to be of use")
        self.assertLess(last - max(goal, back), 6)
        site.settle()
        by_id = collections.Counter(m["message"]["X-Followup-Notification"] for m in site.smtp.mails)
        self.assertEqual((len(by_id), set(by_id.values())), (DUE, {1}))
        self.assertEqual({m["message"]["Subject"].rsplit(" ", 1)[1] for m in site.smtp.mails}, {f"SOON-{n}" for n in range(DUE)})
        self.assertEqual(site.command("ZCARD", "{s0}due"), str(PENDING + DUE))
        for case in ("LATER-0", f"LATER-{PENDING - 1}"):
            self.assertEqual(site.client().push(created(case, referral_date="2011-02-01"))["status"], "duplicate")


if __name__ == "__main__":
    unittest.main(verbosity=2)
