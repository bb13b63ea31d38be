"""The worked example of the referral follow-up, and two referrals that somebody looks after.

A referral of 1 January 2011 is to be followed up after 30 days; its tenant escalates 10 days after that. Three of them are pushed
to a daemon whose clock runs a day a second:
  REF-1  nobody records a contact: the case worker is reminded on 31 January, the supervisor hears of it on 10 February
  REF-2  the client's contact is recorded on 20 January: nothing is ever sent to anybody
  REF-3  it is recorded on 5 February: the case worker was reminded on 31 January, the supervisor hears nothing

  referral.py [--clean] BUILD    BUILD: the folder with the programs
Exit status 0: everything happened as told above, and nothing else did.
"""
import datetime

from stage.performance import main
from stage.story import HookDue, MailDue, Step, Story, event

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


def tenant(receiver):
    return TENANT.format(port=receiver.port, secret=receiver.secret)


def created(number, case, client):
    return event("/demo/crm", number, "referral.created", case, {
        "referral_date": "2011-01-01", "created_on": "2011-01-01", "follow_up": {"requested": True, "days": 30},
        "case_worker": {"id": "anna", "name": "Anna Verdi", "email": ANNA},
        "supervisor": {"id": "sara", "name": "Sara Blu", "email": SARA}, "case_id": f"CASE-7{number}",
        "clients": [{"id": f"C-{number}", "name": client}], "provider": {"name": "Centro Aiuto"}, "service": "Housing advice"})


def contact(number, case, day):
    return event("/demo/crm", number, "referral.contact_recorded", case, {"contacted": True, "on": day})


def utc(day, hour=0):
    return datetime.datetime.fromisoformat(f"{day}T{hour:02}:00:00+00:00")


def in_one_thread(mails):
    threads = {tuple(mail.ids("References")) for mail in mails if "REF-1" in mail.subject}
    return [] if len(threads) == 1 and all(threads) else ["reminder and escalation of REF-1 are not in one thread"]


STEPS = (
    Step(utc("2011-01-01"), "to be followed up after 30 days",
         (created(1, "REF-1", "Luca Bianchi"), created(2, "REF-2", "Marta Neri"), created(3, "REF-3", "Ugo Rossi")),
         asks=(("explain REF-1", ""),)),
    Step(utc("2011-01-20", 10), "the client has contacted the provider", (contact(4, "REF-2", "2011-01-20"),)),
    Step(utc("2011-02-05", 10), "the client has contacted the provider", (contact(5, "REF-3", "2011-02-05"),)),
    Step(utc("2011-02-13", 12), "a look back", asks=(("show REF-1", "history"),)),
)
# 09:00 in Rome is 08:00 UTC in winter.
REMINDER = MailDue("Follow-up due: referral REF-1", "REF-1", ANNA, utc("2011-01-31", 8), ("REF-1",))
MAILS = (
    REMINDER,
    MailDue("Follow-up due: referral REF-3", "REF-3", ANNA, utc("2011-01-31", 8), ("REF-3",)),
    MailDue("Follow-up overdue: referral REF-1", "REF-1", SARA, utc("2011-02-10", 8), ("REF-1",)),
)
HOOKS = (
    HookDue("followup.closed", "REF-2", utc("2011-01-20", 10), at_once=True),
    HookDue("referral.followup_due", "REF-1", utc("2011-01-31", 8)),
    HookDue("referral.followup_due", "REF-3", utc("2011-01-31", 8)),
    HookDue("followup.closed", "REF-3", utc("2011-02-05", 10), at_once=True),
    HookDue("referral.escalated", "REF-1", utc("2011-02-10", 8)),
)

if __name__ == "__main__":
    main(Story(
        tenant_name="demo", tenant=tenant, begin="a day a second from 1 Jan 2011 on", start="2011-01-01", end=utc("2011-02-14"),
        speed=86400, zone=datetime.timezone.utc, when="%e %b %Y", steps=STEPS, mails=MAILS, hooks=HOOKS, judge=in_one_thread,
        letters=((f"The reminder as {ANNA} reads it", REMINDER),)))
