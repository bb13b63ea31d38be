"""Wiedervorlagen of a call centre: due, given to somebody else with and without the override, postponed, done; field appointments.

Four contacts on Tuesday 16 June 2026, with the tenant of docs/contact.md; the clock runs twenty minutes a second:
  C-100  Jutta has been told of it; then it is given to Uwe: she gets a note that it is no longer hers, he is told with the hint
  C-101  given to Uwe before it was due: Jutta gets nothing; Uwe postpones it
  C-102  a day without a time, so 09:00; the call leads to a field appointment, whose rep gets the protocol and a reminder
  C-103  its field appointment is changed on the status form: no mail to any rep, but a task for whoever changed it
Whoever is newly done goes into the CRM's history, by a command.

  contacts.py [--clean] BUILD    BUILD: the folder with the programs
Exit status 0: everything happened as told above, and nothing else did.
"""
import datetime
import itertools
import zoneinfo

from stage.performance import main
from stage.story import HookDue, MailDue, Step, Story, event
from stage.tenants import documented

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
PROJECT = "umfrage-7"
OFFICE = "office@telde.example"
REPS = {"lauf": "Ilse Lauf", "kern": "Max Kern"}

numbers = itertools.count(1)


def at(clock):
    return datetime.datetime.fromisoformat(f"2026-06-16T{clock}").replace(tzinfo=BERLIN)


def case(contact):
    return f"{PROJECT}/{contact}"


def address(who):
    return f"{who}@telde.example"


def push(kind, contact, by, **data):
    return event("/telde/crm", next(numbers), kind, contact, {"project": PROJECT, "by": {"id": by}} | data)


def follow_up(contact, due, agent, **more):
    return push("contact.follow_up_set", contact, "braun", due=due, agent={"id": agent}, **more)


def status(contact, by, **more):
    return push("contact.status_changed", contact, by, **more)


def visit(contact, start, rep, by, **more):
    return push("contact.field_appointment_set", contact, by, start=start,
                field_rep={"id": rep, "name": REPS[rep], "email": address(rep)}, **more)


def postponed(contact, until, by):
    return event("/telde/crm", next(numbers), "callback.postponed", f"contact:1:{case(contact)}",
                 {"operator": {"id": by}, "until": until})


def due(contact, clock, agent, says=()):
    return MailDue(f"Follow-up due: contact {contact}", case(contact), address(agent), at(clock), says)


def due_hook(contact, clock, agent, attempts=0):
    return HookDue("contact.follow_up_due", case(contact), at(clock), {"operator": agent, "attempts": attempts})


def history(contact, clock, judgement, notes):
    return HookDue("contact_history.add", case(contact), at(clock), {"contact": contact, "judgement": judgement, "notes": notes},
                   at_once=True)


HINT = ("it has been reassigned, although the project does not provide for that",)
DUE_102 = due("C-102", "09:00", "schulz")
DUE_100 = due("C-100", "10:00", "meier")
ASIDE = tuple(MailDue("Event put aside: contact C-100", case("C-100"), to, at("10:30"), ("carries no override",))
              for to in (OFFICE, address("braun")))
WITHDRAWN = MailDue("No longer yours: follow-up of contact C-100", case("C-100"), address("meier"), at("10:40"),
                    ("It has been given to somebody else",))
DUE_101 = due("C-101", "11:00", "schulz", HINT)
AGAIN_101 = due("C-101", "14:00", "schulz", ("Attempts so far: 1",))
AGAIN_100 = due("C-100", "12:00", "schulz", HINT)
TASK = MailDue("To do by hand: field appointment, contact C-103", case("C-103"), address("braun"), at("13:00"),
               ("Ilse Lau",))
MAILS = (
    DUE_102, DUE_100, *ASIDE, WITHDRAWN, DUE_101, AGAIN_100, AGAIN_101, TASK,
    MailDue("Field appointment: contact C-102", case("C-102"), address("lauf"), at("09:20"),
            ("Wednesday 17 June 2026, 14:00",)),
    MailDue("Field appointment: contact C-103", case("C-103"), address("lauf"), at("09:40"),
            ("Wednesday 17 June 2026, 16:00",)),
    MailDue("Field appointment, contact C-102: Wednesday 17 June 2026, 14:00 (CEST)", case("C-102"), address("lauf"),
            at("17:00")),
)
HOOKS = (
    due_hook("C-102", "09:00", "schulz"), due_hook("C-100", "10:00", "meier"), due_hook("C-101", "11:00", "schulz"),
    due_hook("C-100", "12:00", "schulz"), due_hook("C-101", "14:00", "schulz", attempts=1),
    HookDue("event.quarantined", case("C-100"), at("10:30"), {"reason": "agent_locked", "type": "contact.follow_up_set"},
            at_once=True),
    history("C-102", "09:30", "A1", "wants to see the catalogue"),
    history("C-100", "12:20", "B2", "not before autumn"),
    history("C-101", "14:20", "A1", "asks for a visit"),
)

STEPS = (
    Step(at("08:45"), "Petra plans the calls of today",
         (follow_up("C-100", "2026-06-16T10:00", "meier"), follow_up("C-101", "2026-06-16T11:00", "meier"),
          follow_up("C-102", "2026-06-16", "schulz")), asks=((f"explain contact/{case('C-100')}", ""),)),
    Step(at("09:20"), "Uwe makes an appointment for Ilse Lauf in the call",
         (visit("C-102", "2026-06-17T14:00", "lauf", "schulz"),), after=DUE_102),
    Step(at("09:30"), "done", (status("C-102", "schulz", done=True, judgement="A1", notes="wants to see the catalogue"),)),
    Step(at("09:40"), "Uwe makes another appointment for her in a call", (visit("C-103", "2026-06-17T16:00", "lauf", "schulz"),)),
    Step(at("10:10"), "Jutta has called, to be called again",
         (status("C-100", "meier", judgement="B2"), status("C-101", "meier", judgement="B2")), after=DUE_100),
    Step(at("10:30"), "Jutta falls ill, Uwe is to call; without override",
         (follow_up("C-100", "2026-06-16T12:00", "schulz"),), status="quarantined", reason="agent_locked"),
    Step(at("10:40"), "Uwe is to call, with override",
         (follow_up("C-100", "2026-06-16T12:00", "schulz", override=True),
          follow_up("C-101", "2026-06-16T11:00", "schulz", override=True))),
    Step(at("11:20"), "nobody answers, again at 14:00", (postponed("C-101", "2026-06-16T14:00", "schulz"),),
         after=DUE_101, asks=(("callbacks", ""),)),
    Step(at("12:20"), "done", (status("C-100", "schulz", done=True, notes="not before autumn"),), after=AGAIN_100),
    Step(at("13:00"), "Petra enters Max Kern instead, on the status form",
         (visit("C-103", "2026-06-17T16:00", "kern", "braun", origin="status_form"),)),
    Step(at("14:20"), "done", (status("C-101", "schulz", done=True, judgement="A1", notes="asks for a visit"),),
         after=AGAIN_101),
    Step(at("17:30"), "a look back", asks=((f"show contact/{case('C-100')}", "history"),)),
)

if __name__ == "__main__":
    main(Story(
        tenant_name="telde", tenant=lambda receiver: documented("telde", receiver),
        begin="twenty minutes a second, from 16 Jun 2026 08:44 on", start="2026-06-16T08:44:00+02:00", end=at("17:45"), speed=1200,
        zone=BERLIN, when="%a %e %b %H:%M", steps=STEPS, mails=MAILS, hooks=HOOKS,
        shown=("operator", "attempts", "call_at", "judgement", "notes", "reason", "type"),
        letters=(("The note that Jutta gets", WITHDRAWN), ("The Wiedervorlage as Uwe reads it, with the hint", AGAIN_100),
                 ("The task that Petra gets", TASK))))
