"""The worked example of the referral follow-up, and two referrals that somebody looks after.

A referral of 1 January 2011 is to be followed up after 30 days; its tenant escalates 10 days after that. Three of them are pushed
to a daemon whose clock runs a day a second:
  REF-1  nobody records a contact: the case worker is reminded on 31 January, the supervisor hears of it on 10 February
  REF-2  the client's contact is recorded on 20 January: nothing is ever sent to anybody
  REF-3  it is recorded on 5 February: the case worker was reminded on 31 January, the supervisor hears nothing

  referral.py [--clean] BUILD    BUILD: the folder with the programs
Exit status 0: everything happened as told above, and nothing else did.
"""
import argparse
import collections
import datetime
import pathlib
import queue
import shutil
import signal
import sys
import tempfile
import time

from stage.installation import Failure, Installation
from stage.mailbox import Mailbox
from stage.receiver import Receiver

SPEED = 86400  # a day a second
START = "2011-01-01"
END = datetime.datetime(2011, 2, 14, tzinfo=datetime.timezone.utc)
SLACK = datetime.timedelta(days=3)  # as many real seconds: a busy machine
ANNA = "anna@assist.example"
SARA = "sara@assist.example"

TENANT = """\
[tenant]
sources = ["/demo/crm"]
zone = "Europe/Rome"
language = "en"
mail_from = "Follow-up <followup@assist.example>"
case_url = "https://crm.assist.example/{{kind}}/{{id}}"
fallback_email = "office@assist.example"
administrator_email = "admin@assist.example"

[referral]
supervisor_days = 10

[[endpoint]]
name = "crm"
url = "http://127.0.0.1:{port}/hooks"
secrets = ["{secret}"]
types = ["*"]
allow = ["127.0.0.1/32:{port}"]
"""

Step = collections.namedtuple("Step", "at events told")
Due = collections.namedtuple("Due", "kind case to at")


def event(number, kind, case, data):
    return {"specversion": "1.0", "id": f"demo-{number}", "source": "/demo/crm", "type": kind, "subject": case, "data": data}


def created(number, case, client):
    return event(number, "referral.created", case, {
        "referral_date": "2011-01-01", "created_on": "2011-01-01", "follow_up": {"requested": True, "days": 30},
        "case_worker": {"id": "anna", "name": "Anna Verdi", "email": ANNA},
        "supervisor": {"id": "sara", "name": "Sara Blu", "email": SARA}, "case_id": f"CASE-7{number}",
        "clients": [{"id": f"C-{number}", "name": client}], "provider": {"name": "Centro Aiuto"}, "service": "Housing advice"})


def contact(number, case, day):
    return event(number, "referral.contact_recorded", case, {"contacted": True, "on": day})


def utc(day, hour=0):
    return datetime.datetime.fromisoformat(f"{day}T{hour:02}:00:00+00:00")


def words(moment):
    return f"{moment.day:2} {moment:%b %Y}"


STEPS = [
    Step(utc("2011-01-01"), [created(1, "REF-1", "Luca Bianchi"), created(2, "REF-2", "Marta Neri"),
                             created(3, "REF-3", "Ugo Rossi")], "referral made, to be followed up after 30 days"),
    Step(utc("2011-01-20", 10), [contact(4, "REF-2", "2011-01-20")], "the client has contacted the provider"),
    Step(utc("2011-02-05", 10), [contact(5, "REF-3", "2011-02-05")], "the client has contacted the provider"),
]
# 09:00 in Rome is 08:00 UTC in winter.
MAILS = [
    Due("reminder", "REF-1", ANNA, utc("2011-01-31", 8)),
    Due("reminder", "REF-3", ANNA, utc("2011-01-31", 8)),
    Due("escalation", "REF-1", SARA, utc("2011-02-10", 8)),
]
HOOKS = [
    Due("followup.closed", "REF-2", "crm", utc("2011-01-20", 10)),
    Due("referral.followup_due", "REF-1", "crm", utc("2011-01-31", 8)),
    Due("referral.followup_due", "REF-3", "crm", utc("2011-01-31", 8)),
    Due("followup.closed", "REF-3", "crm", utc("2011-02-05", 10)),
    Due("referral.escalated", "REF-1", "crm", utc("2011-02-10", 8)),
]


class Demonstration:
    def __init__(self, programs, folder):
        self.receiver = Receiver()
        self.installation = Installation(programs, folder, START, SPEED)
        self.installation.add_tenant("demo", TENANT.format(port=self.receiver.port, secret=self.receiver.secret))
        self.mailbox = Mailbox(folder / "maildir")
        self.mails = []
        self.hooks = []
        self.faults = []

    def play(self):
        """Pushes, and shows what comes, until END."""
        print(f"          {self.installation.start()}")
        steps = list(STEPS)
        while (now := self.installation.now()) < END:
            if not self.installation.alive():
                raise Failure(f"followupd ended: {self.installation.last_words()}")
            while steps and steps[0].at <= now:
                self.push(steps.pop(0))
            self.look()
            time.sleep(0.02)
        self.look()
        self.quote("show", "REF-1", since="history")

    def push(self, step):
        moment = self.installation.now()
        replies = self.installation.push(*step.events)
        for event_in, reply in zip(step.events, replies, strict=True):
            self.tell(moment, "in", event_in["subject"], f"{step.told}: {reply['status']}")
            if reply["status"] != "accepted":
                self.faults.append(f"{event_in['subject']}: {reply}")
        if len(step.events) > 1:
            self.quote("explain", step.events[0]["subject"])

    def quote(self, *command, since=""):
        """What followupctl says, from the line on that begins so."""
        print(f"{'$':>24} followupctl {' '.join(command)}")
        lines = self.installation.show(*command).splitlines()
        first = next((at for at, line in enumerate(lines) if line.startswith(since)), 0)
        for line in lines[first:]:
            print(f"{'|':>24} {line}")

    def look(self):
        for mail in self.mailbox.arrived():
            self.mails.append(mail)
            self.tell(mail.date, "mail", case_of(mail), f"to {', '.join(mail.to)}: {mail.subject}")
            print(f"{'':>24} {mail.path}")
        while True:
            try:
                hook = self.receiver.arrived.get_nowait()
            except queue.Empty:
                return
            self.hooks.append(hook)
            if hook.signed:
                self.tell(self.installation.now(), "hook", hook.event["subject"], f"{hook.event['type']}, signature verified")
            else:
                self.tell(self.installation.now(), "hook", "?", "its signature is wrong")

    @staticmethod
    def tell(moment, what, case, text):
        print(f"{words(moment):>12}  {what:<4}  {case:<5}  {text}", flush=True)

    def judge(self):
        """Compares what came with what had to come."""
        self.match("mail", MAILS, self.mails, is_mail)
        self.match("webhook", HOOKS, self.hooks, is_hook)
        self.faults += [f"a mail was left unfinished: {path}" for path in self.mailbox.unfinished()]
        threads = {mail.id: mail.ids("References") for mail in self.mails if case_of(mail) == "REF-1"}
        if len(set(map(tuple, threads.values()))) != 1 or not all(threads.values()):
            self.faults.append("reminder and escalation of REF-1 are not in one thread")
        if any(mail.ids("In-Reply-To") != mail.ids("References")[-1:] for mail in self.mails):
            self.faults.append("a mail answers something else than its thread")
        if len({mail.id for mail in self.mails}) != len(self.mails):
            self.faults.append("two mails have the same Message-ID")

    def match(self, what, wanted, came, fits):
        left = list(came)
        for due in wanted:
            found = next((one for one in left if fits(one, due)), None)
            if found is None:
                self.faults.append(f"no {what} as it should be: {due.kind} of {due.case} to {due.to} on {words(due.at)}")
            else:
                left.remove(found)
        self.faults += [f"a {what} that nobody asked for: {describe(one)}" for one in left]


def case_of(mail):
    return next((f"REF-{n}" for n in (1, 2, 3) if f"REF-{n}" in mail.subject), "?")


def describe(one):
    return one.event if hasattr(one, "event") else f"to {one.to} on {one.date}: {one.subject}"


def is_mail(mail, due):
    escalates = "overdue" in mail.subject
    return (mail.to == [due.to] and case_of(mail) == due.case and escalates == (due.kind == "escalation")
            and due.at <= mail.date < due.at + SLACK and due.case in mail.text)


def is_hook(hook, due):
    if not hook.signed or hook.event["type"] != due.kind or hook.event["subject"] != due.case:
        return False
    return due.kind == "followup.closed" or hook.event["data"]["due"]["instant"] == due.at.strftime("%Y-%m-%dT%H:%M:%SZ")


def show_mail(mail):
    print(f"\nThe reminder as {ANNA} reads it:\n")
    for header in ("From", "To", "Date", "Subject", "Message-ID", "In-Reply-To", "References"):
        print(f"  {header}: {mail.message[header]}")
    print("\n" + "\n".join(f"  {line}".rstrip() for line in mail.text.splitlines()) + "\n")


def perform(demonstration):
    try:
        demonstration.play()
    finally:
        status = demonstration.installation.stop()
        demonstration.receiver.close()
    if status != 0:
        demonstration.faults.append(f"followupd ended with {status}")
    demonstration.judge()
    reminder = next((mail for mail in demonstration.mails if mail.to == [ANNA]), None)
    if reminder:
        show_mail(reminder)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--clean", action="store_true")
    arguments.add_argument("programs", type=pathlib.Path)
    options = arguments.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = pathlib.Path(tempfile.mkdtemp(prefix="followup-demo-"))
    print(f"          a day a second from {words(utc(START))} on, in {folder}")
    try:
        demonstration = Demonstration(options.programs, folder)
        perform(demonstration)
    except Failure as failure:
        print(f"\nThe demonstration failed: {failure}\nLook into {folder}/followupd.log", file=sys.stderr)
        return 1
    except (KeyboardInterrupt, SystemExit):
        shutil.rmtree(folder)
        raise
    for fault in demonstration.faults:
        print(f"WRONG: {fault}")
    if not demonstration.faults:
        print(f"Everything happened as it should: {len(MAILS)} mails, {len(HOOKS)} webhooks, nothing else.")
    if options.clean and not demonstration.faults:
        shutil.rmtree(folder)
    else:
        print(f"Mails and logs are in {folder}")
    return 1 if demonstration.faults else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\nstopped, everything is removed", file=sys.stderr)
        sys.exit(130)
