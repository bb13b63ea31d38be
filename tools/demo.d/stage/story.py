"""What a demonstration is written in: steps that are taken, and what has to come of them."""
import dataclasses
import datetime


@dataclasses.dataclass(frozen=True)
class MailDue:
    """A mail to one address, made at `at` or soon after; `says` are words that must be in it."""
    subject: str
    case: str
    to: str
    at: datetime.datetime
    says: tuple = ()

    def fits(self, mail, slack):
        text = " ".join(mail.text.split())
        return (mail.to == [self.to] and mail.subject == self.subject and self.at <= mail.date < self.at + slack
                and all(words in text for words in self.says))

    def __str__(self):
        return f'mail "{self.subject}" to {self.to} at {self.at:%Y-%m-%d %H:%M}'


@dataclasses.dataclass(frozen=True)
class HookDue:
    """A webhook whose due time is `at`, or, of what is due at once, soon after it. `data` must be among its own."""
    kind: str
    case: str
    at: datetime.datetime
    data: dict = dataclasses.field(default_factory=dict)
    at_once: bool = False
    status: int = 204

    def fits(self, hook, slack):
        if not hook.signed or hook.status != self.status:
            return False
        if (hook.event["type"], hook.event["subject"]) != (self.kind, self.case):
            return False
        data = hook.event["data"]
        due = datetime.datetime.fromisoformat(data["due"]["instant"])
        in_time = self.at <= due < self.at + slack if self.at_once else due == self.at
        return in_time and all(data.get(name) == value for name, value in self.data.items())

    def __str__(self):
        return f"webhook {self.kind} of {self.case}, {self.data}, due at {self.at:%Y-%m-%d %H:%M}, answered {self.status}"


@dataclasses.dataclass(frozen=True)
class Step:
    """Events that are pushed at `at`, but not before `after` has come. Each must be answered with `status` and `reason`.
    `asks` are commands of followupctl that are shown then, each with the words that the lines to be shown begin at.
    `frames` are files behind the events."""
    at: datetime.datetime
    told: str
    events: tuple = ()
    after: MailDue | HookDue | None = None
    status: str = "accepted"
    reason: str | None = None
    asks: tuple = ()
    frames: tuple = ()


@dataclasses.dataclass(frozen=True)
class Story:
    """A demonstration. `tenant` gives the text of the tenant's file for a Receiver; `speed` is a whole number; `when` is how
    a moment is shown (strftime), in `zone`; `shown` are the members of a webhook's data that are; `answers` are the
    Receiver's; `letters` are shown in full at the end, each under its title."""
    tenant_name: str
    tenant: object
    begin: str
    start: str
    end: datetime.datetime
    speed: int
    zone: datetime.tzinfo
    when: str
    steps: tuple
    mails: tuple
    hooks: tuple
    letters: tuple
    shown: tuple = ()
    answers: dict = dataclasses.field(default_factory=dict)
    judge: object = None  # gives further faults of the mails that came

    def words(self, moment):
        return moment.astimezone(self.zone).strftime(self.when)


def event(source, number, kind, case, data):
    return {"specversion": "1.0", "id": f"demo-{number}", "source": source, "type": kind, "subject": case, "data": data}
