"""Meetings about applications for aid: invitations and minutes, what they agreed on, letters, programmes that need a meeting.

Ten days of June 2026 at an agency in Rome; the clock runs five hours a second. Two applications of Serena Gallo:
  M-1    a meeting: scheduled, moved, one invitee taken out and another one put in, who has no address. Whoever comes is reminded.
         Its minutes go to those who came, to Dino, who declined, and to Serena, once with the PDF and her budget, once revised, in the
         same conversation. Of the two actions that were agreed on one is not done in time
  APP-1  the programme needs a meeting, which is held; a letter is answered by phone; one mail goes out at its time, another one is
         cancelled before
  APP-2  nobody meets, and nobody answers the letter: Bob is told of both

  meetings.py [--clean] BUILD    BUILD: the folder with the programs
Exit status 0: everything happened as told above, and nothing else did.
"""
import datetime
import itertools
import re
import zoneinfo

from stage.performance import main
from stage.story import HookDue, MailDue, Step, Story, event

ROME = zoneinfo.ZoneInfo("Europe/Rome")
TENANT = """\
[tenant]
sources = ["/assist/crm"]
zone = "Europe/Rome"
language = "en"
mail_from = "Applications <applications@assist.example>"
case_url = "https://crm.assist.example/{{kind}}/{{id}}"
fallback_email = "office@assist.example"

[meetings]
reminder = "24h"

[people.anna]
name = "Anna Conti"
email = "anna@assist.example"
[people.bob]
name = "Bob Brandt"
email = "bob@assist.example"
[people.carla]
name = "Carla Souza"
email = "carla@assist.example"
[people.dino]
name = "Dino Verdi"
email = "dino@assist.example"
[people.paul]
name = "Paul Paper"

[[endpoint]]
name = "crm"
url = "http://127.0.0.1:{port}/hooks"
secrets = ["{secret}"]
types = ["*"]
allow = ["127.0.0.1/32:{port}"]
"""
SERENA = {"id": "CL-1", "name": "Serena Gallo", "email": "serena@gallo.example"}
BUDGET = b"Rent 640\nFood 410\nDebts 2300\n"

numbers = itertools.count(1)


def tenant(receiver):
    return TENANT.format(port=receiver.port, secret=receiver.secret)


def at(day, clock):
    return datetime.datetime.fromisoformat(f"2026-06-{day:02}T{clock}").replace(tzinfo=ROME)


def push(kind, case, **data):
    return event("/assist/crm", next(numbers), kind, case, data)


def person(*ids):
    return [{"id": id_} for id_ in ids]


def meeting(kind, day, *invitees):
    return push(f"meeting.{kind}", "M-1", subject_line="Household of Serena Gallo", location="Via Roma 1", start=f"2026-06-{day:02}T15:00",
                end=f"2026-06-{day:02}T16:00", organizer={"id": "anna"}, invitees=person(*invitees), cases=["APP-1"])


def reply(who, said):
    return push("meeting.response_recorded", "M-1", person={"id": who}, reply=said)


def action(number, who, due_on, text):
    return {"action_id": f"A-{number}", "responsible": {"id": who}, "due_on": due_on, "text": text}


def minutes(version, text):
    return push("minutes.issue_requested", "M-1", version=version, text=text, attendees=person("bob", "paul"), others=[SERENA],
                decisions=["Serena keeps the flat.", "The debts are paid in rates."],
                actions=[action(1, "dino", "2026-06-11", "Call the school"), action(2, "bob", "2026-06-11", "Write to the landlord")],
                attachments=[{"name": "budget.txt", "media_type": "text/plain", "frame": 0}])


def letter(application, number):
    return push("communication.recorded", application, communication_id=number, direction="out", medium="letter", client=SERENA,
                answer_expected_days=7, worker={"id": "bob"})


def request(number, day):
    return push("communication.requested", "APP-1", communication_id=number, to=[SERENA], at=f"2026-06-{day:02}T10:00", client=SERENA,
                worker={"id": "bob"}, subject_line="Your appointment at the housing office", text="Please come on Monday at ten.")


def needed(application, day):
    return push("programme.meeting_required", application, authorisation_on=f"2026-06-{day:02}", required="always", worker={"id": "bob"},
                programme="Housing aid")


def mail(case, subject, to, moment, says=()):
    return MailDue(subject, case, to if "@" in to else f"{to}@assist.example", moment, says)


def invited(method, revision, day, **results):
    return HookDue("meeting.invited", "M-1", at(day, "10:00"), {"method": method, "revision": revision, "results": listed(results, "invitee")},
                   at_once=True)


def listed(results, group=None):
    """`results`: a person's result, or its group and result."""
    found = []
    for who, said in results.items():
        its_group, result = said if isinstance(said, tuple) else (group, said)
        found.append({"person": who.replace("_", "-"), "group": its_group, "result": result} |
                     ({"reason": "no_address"} if result == "nobody" else {}))
    return found


def issued(version, day, clock):
    return HookDue("minutes.issued", "M-1", at(day, clock), {"version": version, "results": listed({
        "bob": ("attendee", "delivered"), "paul": ("attendee", "nobody"), "dino": ("decliner", "delivered"),
        "CL-1": ("other", "delivered")})}, at_once=True)


FIRST = "Invitation: meeting M-1 on Monday 8 June 2026"
SECOND = "Invitation: meeting M-1 on Tuesday 9 June 2026"
CHANGED = "Changed: meeting M-1 on Tuesday 9 June 2026"
WITHDRAWN = "Invitation withdrawn: meeting M-1 on Monday 8 June 2026"
REMINDER = "Reminder: meeting M-1 on Tuesday 9 June 2026"
MINUTES = "Minutes: meeting M-1 on Tuesday 9 June 2026"
REVISED = "Revised minutes, version 2: meeting M-1 on Tuesday 9 June 2026"
NOT_REACHED = "Not everybody was reached: meeting M-1"

INVITATION = mail("M-1", FIRST, "bob", at(3, "10:00"), ("Household of Serena Gallo", "Via Roma 1"))
MOVED = mail("M-1", CHANGED, "bob", at(4, "10:00"))
REMINDED = mail("M-1", REMINDER, "bob", at(8, "15:00"))
TO_SERENA = mail("M-1", MINUTES, SERENA["email"], at(9, "18:00"), ("The rent is paid until July.", "Serena keeps the flat.", "budget.txt"))
AGAIN = mail("M-1", REVISED, SERENA["email"], at(10, "12:00"), ("The rent is paid until August.",))
DONE_LATE = mail("M-1", "Not done: action from meeting M-1", "anna", at(12, "09:00"), ("Call the school", "Dino Verdi"))
AT_ITS_TIME = mail("APP-1/E-1", "Your appointment at the housing office", SERENA["email"], at(12, "10:00"), ("Please come on Monday at ten.",))
UNREACHED = [mail("M-1", NOT_REACHED, "anna", moment, ("Paul Paper",)) for moment in (at(4, "10:00"), at(9, "18:00"), at(10, "12:00"))]
MAILS = (
    INVITATION, mail("M-1", FIRST, "carla", at(3, "10:00")), mail("M-1", FIRST, "dino", at(3, "10:00")),
    MOVED, mail("M-1", CHANGED, "dino", at(4, "10:00")), mail("M-1", WITHDRAWN, "carla", at(4, "10:00")),
    *UNREACHED, REMINDED,
    TO_SERENA, mail("M-1", MINUTES, "bob", at(9, "18:00")), mail("M-1", MINUTES, "dino", at(9, "18:00")),
    AGAIN, mail("M-1", REVISED, "bob", at(10, "12:00")), mail("M-1", REVISED, "dino", at(10, "12:00")),
    mail("APP-2", "Meeting missing: application APP-2", "bob", at(10, "09:00"), ("Housing aid",)),
    mail("APP-2/L-2", "No answer yet: communication L-2", "bob", at(10, "09:00"), ("Serena Gallo",)),
    mail("M-1", "Due on Thursday 11 June 2026: action from meeting M-1", "dino", at(11, "09:00"), ("Call the school",)), DONE_LATE,
    AT_ITS_TIME,
)
HOOKS = (
    invited("request", 0, 3, bob="delivered", carla="delivered", dino="delivered"),
    invited("request", 1, 4, paul="nobody"), invited("update", 1, 4, bob="delivered", dino="delivered"),
    invited("cancel", 1, 4, carla="delivered"), issued(1, 9, "18:00"), issued(2, 10, "12:00"),
    HookDue("programme.meeting_missing", "APP-2", at(10, "09:00"), {"authorisation_on": "2026-06-15", "required": "always"}),
    HookDue("communication.answer_missing", "APP-2/L-2", at(10, "09:00"), {"communication": "L-2", "client": "CL-1", "expected_on": "2026-06-10"}),
    HookDue("action.overdue", "M-1", at(12, "09:00"), {"action": "A-1", "responsible": "dino", "due_on": "2026-06-11"}),
    HookDue("communication.sent", "APP-1/E-1", at(12, "10:00"),
            {"communication": "E-1", "results": listed({"CL-1": "delivered"}, "recipient")}),
)

STEPS = (
    Step(at(3, "10:00"), "about the household, on Monday", (meeting("scheduled", 8, "bob", "carla", "dino"),)),
    Step(at(3, "11:00"), "authorised on 15 June, and the meeting before", (needed("APP-1", 15),)),
    Step(at(3, "11:00"), "the same of another application", (needed("APP-2", 15),)),
    Step(at(3, "12:00"), "answers are expected within a week", (letter("APP-1", "L-1"), letter("APP-2", "L-2"))),
    Step(at(3, "14:00"), "Bob will come", (reply("bob", "accepted"),)),
    Step(at(4, "10:00"), "moved to Tuesday, with Paul for Carla", (meeting("updated", 9, "bob", "dino", "paul"),), after=INVITATION),
    Step(at(5, "10:00"), "Bob will come on Tuesday, too", (reply("bob", "accepted"),), after=MOVED),
    Step(at(5, "10:00"), "Dino will not", (reply("dino", "declined"),)),
    Step(at(8, "10:00"), "Serena has phoned", (push("communication.recorded", "APP-1", communication_id="P-1", direction="in", medium="phone",
                                                    client=SERENA),)),
    Step(at(9, "16:00"), "they have met", (push("meeting.held", "M-1"),), after=REMINDED),
    Step(at(9, "16:30"), "work in progress", (push("minutes.saved", "M-1", text="The rent"),)),
    Step(at(9, "18:00"), "minutes, with her budget", (minutes(1, "The rent is paid until July."),), frames=(BUDGET,)),
    Step(at(10, "12:00"), "corrected", (minutes(2, "The rent is paid until August."),), after=TO_SERENA, frames=(BUDGET,)),
    Step(at(10, "14:00"), "two mails for Friday", (request("E-1", 12), request("E-2", 12))),
    Step(at(11, "08:00"), "Bob has written to the landlord", (push("action.closed", "M-1", action_id="A-2"),), after=AGAIN),
    Step(at(11, "14:00"), "the second is not wanted any more",
         (push("communication.cancelled", "APP-1", communication_id="E-2", reason="she has phoned"),)),
    Step(at(12, "13:00"), "a look back", asks=(("communications --client CL-1", ""),)),
)


def calendar_of(mail):
    """What a calendar reads in an invitation: {name: value}."""
    for part in mail.message.walk():
        if part.get_content_type() == "text/calendar":
            text = re.sub(r"\r?\n[ \t]", "", part.get_content())
            return dict(re.findall(r"^(UID|SEQUENCE|METHOD|STATUS)[^:\n]*:(.*?)\r?$", text, re.MULTILINE))
    return {}


def what_is_wrong(mails):
    """With the invitations, the conversation and the files."""
    entries = [(mail.subject.split(":")[0], calendar_of(mail)) for mail in mails if calendar_of(mail)]
    wanted = {"Invitation": ("REQUEST", "0"), "Changed": ("REQUEST", "1"), "Invitation withdrawn": ("CANCEL", "1")}
    if len(entries) != 6 or len({entry["UID"] for _, entry in entries}) != 1:
        yield "the invitations are not of one meeting"
    if any((entry["METHOD"], entry["SEQUENCE"]) != wanted[which] for which, entry in entries):
        yield "an invitation is no newer than the one before"
    if len({tuple(mail.ids("References")[:1]) for mail in mails if "meeting M-1" in mail.subject}) != 1:
        yield "not all mails about the meeting are in one thread"
    for mail in mails:
        files = {part.get_filename(): part.get_payload(decode=True) for part in mail.message.iter_attachments()}
        is_minutes = "inutes" in mail.subject
        if is_minutes and (files.get("budget.txt") != BUDGET or not any(file.startswith(b"%PDF-") for file in files.values())):
            yield f"to {mail.to} the minutes came without her budget or without a PDF"
        if mail.subject == AT_ITS_TIME.subject and mail.message["Reply-To"].addresses[0].addr_spec != "bob@assist.example":
            yield "an answer of Serena's would not come to Bob"


if __name__ == "__main__":
    main(Story(
        tenant_name="assist", tenant=tenant, begin="five hours a second, from 3 Jun 2026 09:00 on", start="2026-06-03T09:00:00+02:00",
        end=at(12, "16:00"), speed=18000, zone=ROME, when="%a %e %b %H:%M", steps=STEPS, mails=MAILS, hooks=HOOKS, judge=what_is_wrong,
        shown=("method", "revision", "version", "results", "authorisation_on", "required", "client", "expected_on", "action", "due_on"),
        letters=(("The invitation as Bob reads it", INVITATION), ("The minutes as Serena reads them, who was not there", TO_SERENA),
                 ("What Anna hears of what was not done", DONE_LATE))))
