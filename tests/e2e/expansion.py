"""A message to several whose processes are killed between working out whom it goes to and the mails: of everybody who is to be told,
somebody is told exactly once."""

import signal

from harness import wait_for


class Killed:
    """Beside a CallCentreTest. Its begin() opens an installation without due role and mailer, in which a message to several waits, and
    gives the site; everybody() are those who get it, with one mail each; assert_crm_knows() waits for the webhooks and looks at them."""

    def waiting(self):
        return sum(int(self.here.command("ZCARD", f"{{s0}}outbox:email:{lane}")) for lane in ("urgent", "normal"))

    def expand(self):
        """The mailer works out whom the message goes to; nobody has taken that in yet."""
        mailer = self.here.worker("email", "expander")
        wait_for(lambda: self.waiting() == 0, "the expansion")
        mailer.kill()
        mailer.wait()

    def die(self, start):
        """It is started to die of kill -9."""
        process = start()
        self.assertEqual(process.wait(75), -signal.SIGKILL)

    def assert_all_are_told_once(self):
        site = self.here
        self.assert_crm_knows()
        site.settle(75)
        to = [mail["to"][0].split("@")[0] for mail in site.smtp.mails]
        self.assertEqual(sorted(to), sorted(self.everybody()))
        ids = [mail["message"]["X-Followup-Notification"] for mail in site.smtp.mails]
        self.assertEqual(len(set(ids)), len(to))

    def test_the_mailer_dies_before_it_has_said_whom_it_goes_to(self):
        site = self.begin()
        self.die(lambda: site.worker("email", crash="w1:1", wait=False))
        site.daemon("due", roles="due")
        site.worker("email")
        self.assert_all_are_told_once()

    def test_the_mailer_dies_when_it_has_said_whom_it_goes_to(self):
        site = self.begin()
        self.die(lambda: site.worker("email", crash="w6:1", wait=False))
        self.assertEqual(self.waiting(), 0)
        site.daemon("due", roles="due")
        site.worker("email")
        self.assert_all_are_told_once()

    def test_the_daemon_dies_before_it_looks_after_its_claim_and_after_its_commit(self):
        for point in ("s1:1", "s2:1", "s3:1"):
            with self.subTest(point):
                site = self.begin()
                self.expand()
                self.die(lambda: site.daemon("due", roles="due", crash=point, wait=False))
                self.assertEqual(self.waiting(), len(self.everybody()) if point == "s3:1" else 0)
                site.daemon("due", roles="due")
                site.worker("email")
                self.assert_all_are_told_once()

    def test_the_mailer_dies_with_the_mails_in_its_hands(self):
        for point in ("w1:1", "w2:1"):
            with self.subTest(point):
                site = self.begin()
                self.expand()
                site.daemon("due", roles="due")
                wait_for(lambda: self.waiting() == len(self.everybody()), "a mail for each")
                self.die(lambda: site.worker("email", crash=point, wait=False))
                site.worker("email")
                self.assert_all_are_told_once()
