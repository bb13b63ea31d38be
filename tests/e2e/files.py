"""Installations that files are pushed to, and what is pushed."""

import hashlib
import json

from office import OfficeTest, about, requested

MIB = 1024 * 1024
LARGE = 40 * MIB


def content_of(size, seed=0):
    block = hashlib.sha512(str(seed).encode()).digest() * 1024
    return (block * (size // len(block) + 1))[:size]


def added(case, attachment):
    """A file that nobody is told of."""
    return about("attachment.added", case, attachment=attachment, watchers=[])


def later(case, *files):
    """A mail of a far day."""
    return requested(case, "C-1", "anna", at="2027-10-01", attachments=list(files))


def body(event):
    return json.dumps(event).encode()


class IntakeTest(OfficeTest):
    def intake(self, limit=LARGE):
        return self.open(workers=False, environment={"FOLLOWUP_ATTACHMENT_MAX_BYTES": str(limit)})


class MailTest(OfficeTest):
    def mailing(self, size=100_000_000, maildir=False, workers=True, more="", **limits):
        """An installation whose relay takes mails of `size`."""
        def prepare(site):
            site.infrastructure = site.infrastructure.replace('timeout = "5s"', 'timeout = "60s"')
            if maildir:
                site.infrastructure = site.infrastructure.replace('transport = "smtp"', f'transport = "maildir"\nmaildir = "{site.folder}/mail"')
            site.smtp.stop()
            site.smtp.size = size
            site.smtp.listen()

        site = self.open(workers=False, environment=limits, prepare=prepare, more=more)
        self.limits = limits
        if workers:
            self.deliver()
        return site

    def deliver(self):
        self.mailer = self.here.worker("email", environment=self.limits)
        self.here.worker("webhook")

    def put(self, *files, to=("emma",), contents=()):
        self.push_with(requested("APP-1", "C-1", *to, attachments=list(files)), *contents)
