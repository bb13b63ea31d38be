"""The five ways of re-booking an appointment that has fallen through, and what comes of a re-booking that the CRM refuses.

Six appointments of Saturday 12 September 2026, whose outcomes the agent sets on Monday. The tenant is that of docs/appointment.md,
with more states; the clock runs twenty minutes a second:
  APP-1  mode 1  the operator is to call; nobody does, so the team is told, and another operator re-books on the same card
  APP-2  mode 2  the operator is to call, and makes a new card; the old one is frozen
  APP-3  mode 3  the agent has named the new date; the CRM moves the card, then the agent is told
  APP-4  mode 4  the agent has named the new date; the CRM makes a new card, then the agent is told
  APP-5  mode 5  the agent has named the time for the call; the operator is told then, not before
  APP-6  mode 3  refused by the CRM with 409: the operator is to call
At 18:00 the agent is reminded of all six new dates, and of no old one.

  appointments.py [--clean] BUILD    BUILD: the folder with the programs
Exit status 0: everything happened as told above, and nothing else did.
"""
import datetime
import itertools
import zoneinfo

from stage.performance import main
from stage.story import HookDue, MailDue, Step, Story, event
from stage.tenants import documented

ROME = zoneinfo.ZoneInfo("Europe/Rome")
AGENT = "bianchi@callit.example"
TEAM = "telemarketing@callit.example"
OFFICE = "office@callit.example"
OPERATORS = {"rossi": "Carla Rossi", "verdi": "Paolo Verdi", "gallo": "Nadia Gallo"}
CLIENTS = {"APP-1": "Ada Neri", "APP-2": "Ugo Conti", "APP-3": "Ida Greco", "APP-4": "Leo Fabbri", "APP-5": "Eva Riva",
           "APP-6": "Ivo Sala"}

# What modes 2, 4 and 5 need beside what the documents' tenant has.
MORE = """
[parameters.users.gallo]
CC0036 = "SI"
CC0036B = 0
CC0036C = "SI"
CC0036D = 12
CC0037 = "SI"

[states.6]
description = "Sostituito"

[states.12]
description = "Nuovo appuntamento"

[states.22]
description = "KO, nuova scheda"
reschedule = true

[states.23]
description = "KO, richiamare il"
list_state = "DR"
callback = "private"
reschedule = true

[procedures.Creazione]
kind = "create_new"
states = [22]
state_id = 6

[procedures.Richiamo]
kind = "callback"
states = [23]
"""

numbers = itertools.count(1)


def at(clock, day=14):
    return datetime.datetime.fromisoformat(f"2026-09-{day}T{clock}").replace(tzinfo=ROME)


def person(who):
    return {"id": who, "name": OPERATORS[who], "email": f"{who}@callit.example"}


def push(kind, subject, **data):
    return event("/callit/crm", next(numbers), kind, subject, data)


def booked(card, start, operator="rossi", of=None, **more):
    return push("appointment.booked", card, start=start, operator=person(operator), team="telemarketing",
                agent={"id": "bianchi", "name": "Luca Bianchi", "email": AGENT},
                client={"id": "CL-" + (of or card)[4:], "name": CLIENTS[of or card]}, location="Via Roma 1, Torino", **more)


def outcome(card, state, **more):
    return push("appointment.outcome_set", card, state=state, by={"id": "bianchi"}, **more)


def rebooked(card, start, operator):
    return push("appointment.rebooked", card, start=start, operator={"id": operator})


def claimed(callback, operator):
    return push("callback.claimed", callback, operator=person(operator))


def reminder(card, shown):
    return MailDue(f"Appointment {card}: Tuesday 15 September 2026, {shown} (CEST)", card, AGENT, at("18:00"))


def call(card, clock, to="rossi", says=()):
    return MailDue(f"Callback due: appointment {card}", card, f"{to}@callit.example", at(clock), says)


CALL_1 = call("APP-1", "09:30", says=("Motivo: Nobody was at home", "Card: the same"))
OPEN_1 = MailDue("Call open to the team: appointment APP-1", "APP-1", TEAM, at("10:15"), ("Motivo: Nobody was at home",))
CALL_2 = call("APP-2", "10:00", "gallo", ("Motivo: The client is ill", "Card: a new one"))
ASIDE_2 = MailDue("Event put aside: appointment APP-2", "APP-2", OFFICE, at("11:00"), ("can no longer be changed",))
MOVED_3 = MailDue("New date: appointment APP-3", "APP-3", AGENT, at("11:30"), ("Tuesday 15 September 2026, 10:30",))
MOVED_4 = MailDue("New date: appointment APP-4", "APP-4", AGENT, at("12:00"), ("Tuesday 15 September 2026, 12:30",))
CALL_5 = call("APP-5", "15:00")
CALL_6 = call("APP-6", "13:00", says=("the CRM could not re-book the appointment by itself",))
MAILS = (CALL_1, OPEN_1, CALL_2, ASIDE_2, MOVED_3, MOVED_4, CALL_5, CALL_6,
         reminder("APP-1", "11:00"), reminder("APP-2B", "15:00"), reminder("APP-3", "10:30"), reminder("APP-4B", "12:30"),
         reminder("APP-5", "17:00"), reminder("APP-6", "16:00"))

SAME = {"card": "same", "state_id": 7, "state_locked": True}
NEW = {"card": "new", "new_state_id": 12, "new_state_locked": True, "link": True}
CREATE_4 = HookDue("appointment.create_from", "APP-4", at("12:00"), {"start": "2026-09-15T12:30:00", "state_id": 6, "link": True},
                   at_once=True)
HOOKS = (
    HookDue("callback.create", "APP-1", at("09:30"), {"mode": 1, "operator": "rossi", "private": True} | SAME, at_once=True),
    HookDue("callback.due", "APP-1", at("09:30"), {"mode": 1, "operator": "rossi", "private": True} | SAME, at_once=True),
    HookDue("callback.became_public", "APP-1", at("10:15"), {"team": "telemarketing", "private": False} | SAME, at_once=True),
    HookDue("callback.create", "APP-2", at("10:00"), {"mode": 2, "operator": "gallo"} | NEW, at_once=True),
    HookDue("callback.due", "APP-2", at("10:00"), {"mode": 2, "operator": "gallo"} | NEW, at_once=True),
    HookDue("event.quarantined", "APP-2", at("11:00"), {"reason": "frozen", "type": "appointment.updated"}, at_once=True),
    HookDue("appointment.reschedule", "APP-3", at("11:30"), {"start": "2026-09-15T10:30:00", "state_id": 5}, at_once=True),
    CREATE_4,
    HookDue("callback.create", "APP-5", at("15:00"), {"mode": 5, "operator": "rossi", "call_at": "2026-09-14T15:00:00"} | SAME),
    HookDue("callback.due", "APP-5", at("15:00"), {"mode": 5, "operator": "rossi"} | SAME),
    HookDue("appointment.reschedule", "APP-6", at("13:00"), {"start": "2026-09-15T09:30:00"}, at_once=True, status=409),
    HookDue("callback.create", "APP-6", at("13:00"), {"cause": "rebook_failed", "operator": "rossi"}, at_once=True),
    HookDue("callback.due", "APP-6", at("13:00"), {"cause": "rebook_failed", "operator": "rossi"}, at_once=True),
)

STEPS = (
    Step(at("09:00"), "an appointment of Saturday",
         (booked("APP-1", "2026-09-12T10:00"), booked("APP-2", "2026-09-12T11:00", "gallo"), booked("APP-3", "2026-09-12T12:00"),
          booked("APP-4", "2026-09-12T15:00"), booked("APP-5", "2026-09-12T16:00"), booked("APP-6", "2026-09-12T17:00"))),
    Step(at("09:30"), "KO per assente (mode 1)", (outcome("APP-1", 20, annotations={"motivo": "Nobody was at home"}),)),
    Step(at("10:00"), "KO per assente, and Nadia makes new cards (mode 2)",
         (outcome("APP-2", 20, annotations={"motivo": "The client is ill"}),), after=CALL_1,
         asks=(("explain-mode --state 20 --operator gallo", ""),)),
    Step(at("10:10"), "the open calls", after=CALL_2, asks=(("callbacks", ""),)),
    Step(at("10:20"), "Paolo takes the call", (claimed("appointment:1:APP-1", "verdi"),), after=OPEN_1),
    Step(at("10:25"), "Carla comes too late", (claimed("appointment:1:APP-1", "rossi"),), status="rejected",
         reason="already_claimed"),
    Step(at("10:30"), "Paolo and the client agree on Tuesday 11:00", (rebooked("APP-1", "2026-09-15T11:00", "verdi"),)),
    Step(at("10:32"), "Nadia and the client agree on Tuesday 15:00, on a new card",
         (booked("APP-2B", "2026-09-15T15:00", "gallo", of="APP-2", replaces="APP-2", state=12),)),
    Step(at("11:00"), "somebody changes the old card",
         (push("appointment.updated", "APP-2", start="2026-09-16T09:00", agent={"id": "bianchi"}),), status="quarantined",
         reason="frozen"),
    Step(at("11:30"), "KO rinviato to Tuesday 10:30 (mode 3)", (outcome("APP-3", 21, reschedule_at="2026-09-15T10:30"),)),
    Step(at("12:00"), "KO to Tuesday 12:30 on a new card (mode 4)", (outcome("APP-4", 22, reschedule_at="2026-09-15T12:30"),)),
    Step(at("12:10"), "the CRM has made the new card",
         (booked("APP-4B", "2026-09-15T12:30", of="APP-4", replaces="APP-4"),), after=CREATE_4),
    Step(at("12:30"), "KO, to be called today at 15:00 (mode 5)", (outcome("APP-5", 23, reschedule_at="2026-09-14T15:00"),),
         asks=(("explain appointment/APP-5", ""),)),
    Step(at("13:00"), "KO rinviato to Tuesday 09:30 (mode 3)", (outcome("APP-6", 21, reschedule_at="2026-09-15T09:30"),)),
    Step(at("13:10"), "Carla takes the call", (claimed("appointment:1:APP-6", "rossi"),), after=CALL_6),
    Step(at("13:20"), "Carla and the client agree on Tuesday 16:00", (rebooked("APP-6", "2026-09-15T16:00", "rossi"),)),
    Step(at("15:15"), "Carla and the client agree on Tuesday 17:00", (rebooked("APP-5", "2026-09-15T17:00", "rossi"),),
         after=CALL_5),
    Step(at("18:30"), "a look back", asks=(("show appointment/APP-6", "history"), ("callbacks", ""))),
)

if __name__ == "__main__":
    main(Story(
        tenant_name="callit", tenant=lambda receiver: documented("callit", receiver, MORE),
        begin="twenty minutes a second, from 14 Sep 2026 08:59 on", start="2026-09-14T08:59:00+02:00", end=at("18:45"),
        speed=1200,
        zone=ROME, when="%a %e %b %H:%M", steps=STEPS, mails=MAILS, hooks=HOOKS,
        answers={("appointment.reschedule", "APP-6"): 409},
        shown=("mode", "operator", "team", "private", "cause", "call_at", "start", "card", "state_id", "new_state_id", "link",
               "reason", "type"),
        letters=(("Mode 1, the callback as Carla reads it", CALL_1), ("Mode 3, confirmed, as Luca reads it", MOVED_3),
                 ("Mode 3, refused, as Carla reads it", CALL_6))))
