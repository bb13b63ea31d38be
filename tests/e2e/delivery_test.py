"""What goes wrong on the way out: the relay and the endpoint."""

import json
import re
import signal
import time
import unittest

from harness import SiteTest, created, overdue, wait_for

NOW = "2011-01-31T07:59:00Z"  # a minute before the reminders of 1 January are due: a second, at x60


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

    def test_a_webhook_that_fails_is_sent_again_with_the_same_id_and_rising_delays_s_x16(self):
        site = self.site(clock=NOW + "x60")
        site.infrastructure = site.infrastructure.replace('[webhook.retry]\ndelays = ["1s", "1s", "1s"]', '[webhook.retry]\ndelays = ["1s", "3s"]')
        site.write_configuration()
        site.hooks.script = {"/assist": [500, 500]}
        site.daemon()
        site.workers()
        crm = site.client()
        crm.push(overdue("HOOK"))
        wait_for(lambda: len(site.hooks.hooks) == 3, "three attempts")
        self.assertEqual(len({h["headers"]["webhook-id"] for h in site.hooks.hooks}), 1)
        self.assertEqual(len({h["bytes"] for h in site.hooks.hooks}), 1)
        self.assertTrue(all(h["signed"] for h in site.hooks.hooks))
        first, second, third = (h["at"] for h in site.hooks.hooks)
        # Each delay varies by 20 % at most: 0.8 to 1.2 s, then 2.4 to 3.6 s.
        self.assertGreater(second - first, 0.75)
        self.assertGreater(third - second, second - first + 1)
        self.assertGreater(third - second, 2.35)
        site.hooks.hooks.clear()
        site.hooks.script = {"/assist": [(503, "2")]}
        crm.push(overdue("PATIENT"))
        wait_for(lambda: len(site.hooks.hooks) == 2, "the second attempt")
        first, second = (h["at"] for h in site.hooks.hooks)
        self.assertGreaterEqual(second - first, 1.95, "the endpoint asked for two seconds")
        self.assertLess(second - first, 6)
        site.settle()
        self.assertEqual(len(site.hooks.hooks), 2)

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

    def status(self, site):
        """Exit code, what `followupctl status` says about resting channels, and its last line."""
        answer = site.ctl("status", check=False)
        return answer.returncode, re.findall(r"^look: channel (\S+) ", answer.stdout, re.M), answer.stdout.rstrip().rsplit("\n", 1)[-1]

    def assert_well(self, site):
        wait_for(lambda: self.status(site) == (0, [], "all is well"), "a status that says that all is well", 15)

    def assert_rests(self, site, channel):
        code, looks, _ = wait_for(lambda: self.status(site)[1] and self.status(site), "status to name the channel that rests", 15)
        self.assertEqual((code, looks), (1, [channel]))
        self.assertEqual(json.loads(site.ctl("--json", "status", check=False).stdout)["well"], False)

    def outage(self):
        """A site whose relay is down, with more mails due than the breaker needs to open; and the worker."""
        site = self.site(clock=NOW + "x60")
        site.smtp.stop()
        site.daemon()
        worker, _ = site.workers()
        crm = site.client()
        for n in range(8):
            self.assertEqual(crm.push(overdue(f"WAITS-{n}"))["status"], "accepted")
        site.wait_for_log("email", "attempt_failed")
        self.assert_rests(site, "email")
        return site, worker

    def served(self, site):
        wait_for(lambda: len(site.smtp.mails) >= 8, "the relay to be found again", 45)
        site.settle()
        self.assertEqual([len(site.smtp.about(f"WAITS-{n}")) for n in range(8)], [1] * 8)
        self.assert_well(site)

    def test_a_relay_that_is_down_is_waited_for_and_seen_in_status(self):
        site, _ = self.outage()
        site.smtp.listen()
        self.served(site)

    def test_a_worker_that_was_killed_while_its_relay_was_down_leaves_no_false_worry(self):
        site, worker = self.outage()
        worker.kill()
        worker.wait()
        site.smtp.listen()
        site.worker("email")
        self.served(site)

    def test_an_endpoint_that_keeps_failing_is_seen_in_status_until_it_answers_again(self):
        site = self.site(clock=NOW + "x60")
        site.hooks.script = {"/assist": [500] * 100}
        site.daemon()
        _, worker = site.workers()
        crm = site.client()
        for n in range(8):
            self.assertEqual(crm.push(overdue(f"WAITS-{n}"))["status"], "accepted")
        self.assert_rests(site, "webhook:assist/crm")
        site.hooks.script.clear()
        worker.kill()  # a new one does not wait for the breaker
        worker.wait()
        site.worker("webhook")
        told = lambda: {h["event"]["data"]["case"]["id"] for h in site.hooks.of("referral.followup_due") if h["status"] == 204}
        wait_for(lambda: told() == {f"WAITS-{n}" for n in range(8)}, "every webhook")
        site.settle()
        self.assert_well(site)

    def test_a_login_that_is_refused_stops_the_channel_until_it_is_mended(self):
        site = self.site(clock=NOW + "x60", mail='transport = "smtp"\nuser = "followup"\npassword_file = "relay-password"')
        site.smtp.stop()
        site.smtp.password = "right"
        site.smtp.listen()
        secret = site.folder / "relay-password"
        secret.write_text("wrong\n")
        secret.chmod(0o600)
        site.daemon()
        worker, _ = site.workers()
        site.client().push(overdue("LOGIN"))
        site.wait_for_log("email", "channel_stopped")
        self.assert_rests(site, "email")
        self.assertIn("smtp_535", site.ctl("status", check=False).stdout)
        self.assertEqual(site.smtp.mails, [])
        secret.write_text("right\n")
        before = site.log_size("email")
        worker.send_signal(signal.SIGHUP)  # as docs/operations.md says
        site.wait_for_log("email", "config_read", before)
        wait_for(lambda: site.smtp.about("LOGIN"), "the mail that has waited", 90)
        site.settle()
        self.assertEqual(len(site.smtp.about("LOGIN")), 1)
        self.assert_well(site)


if __name__ == "__main__":
    unittest.main(verbosity=2)
