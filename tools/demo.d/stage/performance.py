"""Plays a story (story.py): pushes its events to a daemon of its own, shows what comes as it comes, and judges it."""
import argparse
import datetime
import json
import pathlib
import queue
import shutil
import signal
import sys
import tempfile
import textwrap
import time

from stage.installation import Failure, Installation
from stage.mailbox import Mailbox
from stage.receiver import Receiver
from stage.story import MailDue

SLACK_S = 3  # of real time: a busy machine
WIDTH = 150


class Performance:
    def __init__(self, story, programs, folder):
        self.story = story
        self.slack = datetime.timedelta(seconds=SLACK_S * story.speed)
        self.receiver = Receiver(story.answers)
        self.installation = Installation(programs, folder, story.start, story.speed)
        self.installation.add_tenant(story.tenant_name, story.tenant(self.receiver))
        self.mailbox = Mailbox(folder / "maildir")
        self.indent = " " * (len(story.words(story.end)) + 2)
        self.mails = []
        self.hooks = []
        self.faults = []

    def play(self):
        """Pushes, and shows what comes, until the story's end."""
        print(f"{self.indent}{self.installation.start()}")
        steps = list(self.story.steps)
        while (now := self.installation.now()) < self.story.end:
            if not self.installation.alive():
                raise Failure(f"followupd ended: {self.installation.last_words()}")
            self.look()
            if steps and steps[0].at <= now and self.has_come(steps[0].after):
                self.take(steps.pop(0))
            time.sleep(0.02)
        self.look()
        self.faults += [f"it never came to this: {step.told}" for step in steps]

    def has_come(self, due):
        came = self.mails if isinstance(due, MailDue) else self.hooks
        return due is None or any(due.fits(one, self.slack) for one in came)

    def take(self, step):
        moment = self.installation.now()
        replies = self.installation.push(*step.events, frames=step.frames) if step.events else []
        for event, reply in zip(step.events, replies, strict=True):
            answer = " ".join([reply["status"], *filter(None, [reply.get("reason")])])
            self.tell(moment, "in", case_of(event), f"{event['type']}, {step.told}: {answer}")
            for error in reply.get("errors", []):
                self.add(f"{error['path']} {error['message']}")
            if (reply["status"], reply.get("reason")) != (step.status, step.reason):
                self.faults.append(f"{event['type']} of {event['subject']} was answered {reply}")
        for command, since in step.asks:
            self.quote(command, since)

    def quote(self, command, since):
        """What followupctl says, from the line on that begins so."""
        print(f"{self.indent}$ followupctl {command}")
        lines = self.installation.show(*command.split()).splitlines()
        first = next((at for at, line in enumerate(lines) if line.startswith(since)), 0)
        for line in lines[first:]:
            print(f"{self.indent}| {line}")

    def look(self):
        for mail in self.mailbox.arrived():
            self.mails.append(mail)
            self.tell(mail.date, "mail", self.case_in(mail), f"to {', '.join(mail.to)}: {mail.subject}")
            self.add(str(mail.path))
        while True:
            try:
                hook = self.receiver.arrived.get_nowait()
            except queue.Empty:
                return
            self.hooks.append(hook)
            if not hook.signed:
                self.tell(self.installation.now(), "hook", "?", "its signature is wrong")
                continue
            self.tell(self.installation.now(), "hook", hook.event["subject"],
                      f"{hook.event['type']}, signature verified, answered {hook.status}")
            self.add(", ".join(f"{name} {json.dumps(value)}" for name, value in hook.event["data"].items()
                               if name in self.story.shown))

    def case_in(self, mail):
        return next((due.case for due in self.story.mails if due.subject == mail.subject), "?")

    def tell(self, moment, what, case, text):
        print(f"{self.story.words(moment)}  {what:<4}  {case:<{self.case_width()}}  {text}", flush=True)

    def add(self, text):
        """More lines about what was told last."""
        margin = self.indent + " " * (6 + self.case_width() + 2)
        for line in textwrap.wrap(text, max(WIDTH - len(margin), 40), break_long_words=False, break_on_hyphens=False):
            print(margin + line, flush=True)

    def case_width(self):
        return max(len(due.case) for due in self.story.mails + self.story.hooks)

    def judge(self):
        """Compares what came with what had to come."""
        self.match("mail", self.story.mails, self.mails)
        self.match("webhook", self.story.hooks, self.hooks)
        self.faults += [f"a mail was left unfinished: {path}" for path in self.mailbox.unfinished()]
        if any(mail.ids("In-Reply-To") != mail.ids("References")[-1:] for mail in self.mails):
            self.faults.append("a mail answers something else than its thread")
        if len({mail.id for mail in self.mails}) != len(self.mails):
            self.faults.append("two mails have the same Message-ID")
        if self.story.judge:
            self.faults += self.story.judge(self.mails)

    def match(self, what, wanted, came):
        left = list(came)
        for due in wanted:
            found = next((one for one in left if due.fits(one, self.slack)), None)
            if found is None:
                self.faults.append(f"this did not come: {due}")
            else:
                left.remove(found)
        self.faults += [f"a {what} that nobody asked for: {describe(one)}" for one in left]

    def show_letters(self):
        for title, due in self.story.letters:
            mail = next((mail for mail in self.mails if due.fits(mail, self.slack)), None)
            if mail:
                print(f"\n{title}:\n")
                show_mail(mail)


def case_of(event):
    """The subject; of a callback the case in it."""
    return event["subject"].split(":", 2)[-1]


def describe(one):
    return f"{one.event}, answered {one.status}" if hasattr(one, "event") else f"to {one.to} on {one.date}: {one.subject}"


def show_mail(mail):
    for header in ("From", "To", "Date", "Subject", "Message-ID", "In-Reply-To", "References"):
        if mail.message[header]:
            print(f"  {header}: {mail.message[header]}")
    print("\n" + "\n".join(f"  {line}".rstrip() for line in mail.text.splitlines()) + "\n")


def perform(performance):
    try:
        performance.play()
    finally:
        status = performance.installation.stop()
        performance.receiver.close()
    if status != 0:
        performance.faults.append(f"followupd ended with {status}")
    performance.judge()
    performance.show_letters()


def conclude(performance, folder, clean):
    """Says what is to be said of it all, and gives the exit status."""
    for fault in performance.faults:
        print(f"WRONG: {fault}")
    if not performance.faults:
        mails, hooks = len(performance.mails), len(performance.hooks)
        print(f"Everything happened as it should: {mails} mails, {hooks} webhooks, nothing else.")
    if clean and not performance.faults:
        shutil.rmtree(folder)
    else:
        print(f"Mails and logs are in {folder}")
    return 1 if performance.faults else 0


def show(story):
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--clean", action="store_true", help="remove mails and logs at the end")
    arguments.add_argument("programs", type=pathlib.Path, help="the build folder")
    options = arguments.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = pathlib.Path(tempfile.mkdtemp(prefix="followup-demo-"))
    try:
        performance = Performance(story, options.programs, folder)
        print(f"{performance.indent}{story.begin}, in {folder}")
        perform(performance)
    except Failure as failure:
        print(f"\nThe demonstration failed: {failure}\nLook into {folder}/followupd.log", file=sys.stderr)
        return 1
    except (KeyboardInterrupt, SystemExit):
        shutil.rmtree(folder)
        raise
    return conclude(performance, folder, options.clean)


def main(story):
    """Shows it and ends the program. Exit status 0: everything happened as the story tells, and nothing else did."""
    try:
        sys.exit(show(story))
    except KeyboardInterrupt:
        print("\nstopped, everything is removed", file=sys.stderr)
        sys.exit(130)
