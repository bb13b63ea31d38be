"""What sectors of a health plan have to answer: warned, forwarded, late, extended; and the whole path of a protocol.

Four tickets on Friday 6 and Saturday 7 March 2026, with the tenant of docs/ticket.md, whose mails are in English here; the clock
runs forty minutes a second:
  T-1  a denial in writing within 24 hours: warned half an hour of business time before its end and at three quarters of it;
       answered in time, so that nobody above hears of it
  T-2  a refund that three sectors have to answer within four business hours. Rita is in two of them and gets one mail. One
       sector forwards it, whose clock runs on; one answers too late: its manager is told, then the next one up
  T-3  a complaint to the ombudsman: 31 business days are more than may be agreed on, 30 are agreed on, and no second time
  T-4  its classification is still a draft: the event is put aside, and the administrator is told

  tickets.py [--clean] BUILD    BUILD: the folder with the programs
Exit status 0: everything happened as told above, and nothing else did.
"""
import datetime
import itertools
import zoneinfo

from stage.performance import main
from stage.story import HookDue, MailDue, Step, Story, event
from stage.tenants import documented

SAO_PAULO = zoneinfo.ZoneInfo("America/Sao_Paulo")
OFFICE = "atendimento"  # the tenant's fallback address, as it names no administrator
MORE = """
[classifications.reembolso]
description = "Reembolso"
groups = ["autorizacao", "financeiro", "cobranca"]
term = "4 business hours"
escalation_gap = "3 business hours"
[classifications.carta-nova]
description = "Carta, modelo novo"
parent = "negativas"
status = "draft"
groups = ["autorizacao"]
[teams.financeiro]
name = "Financeiro"
members = ["lima", "reis"]
manager = "gerencia"
[teams.cobranca]
name = "Cobrança"
members = ["reis"]
manager = "gerencia"
[teams.gerencia]
name = "Gerência"
email = "gerencia@saudebr.example"
manager = "diretoria"
[people.lima]
name = "Leo Lima"
email = "lima@saudebr.example"
[people.reis]
name = "Rita Reis"
email = "reis@saudebr.example"
"""

numbers = itertools.count(1)


def tenant(receiver):
    return documented("saudebr", receiver, MORE).replace('language = "pt"', 'language = "en"')


def at(clock, day=6):
    return datetime.datetime.fromisoformat(f"2026-03-{day:02}T{clock}").replace(tzinfo=SAO_PAULO)


def push(kind, ticket, **data):
    return event("/saudebr/crm", next(numbers), f"ticket.{kind}", ticket, data)


def opened(ticket, clock, classification, summary, **more):
    """Terms are counted from the time that the CRM says."""
    return push("opened", ticket, protocol=f"2026-{ticket}", classification=classification, person_type="beneficiary", summary=summary,
                opened_at=at(clock).isoformat(), beneficiary={"id": "B-7", "name": "Bento Braga"}, **more)


def answered(ticket, group, by, text, **more):
    return push("answered", ticket, group=group, by={"id": by}, text=text, **more)


def mail(ticket, subject, to, clock, says=(), day=6):
    return MailDue(f"{subject}: protocol 2026-{ticket}", ticket, f"{to}@saudebr.example", at(clock, day), says)


def hook(kind, ticket, clock, day=6, at_once=True, **data):
    return HookDue(f"ticket.{kind}", ticket, at(clock, day), {"protocol": f"2026-{ticket}"} | data, at_once)


def told(ticket, clock, group, **more):
    return hook("notified", ticket, clock, group=group, result="delivered", **more)


def said(ticket, clock, group, by, conclusive=True, day=6):
    return hook("answered", ticket, clock, day, group=group, by=by, conclusive=conclusive)


SATURDAY = "Answer by Saturday 7 March 2026, 15:00 (UTC-03:00)"
AT_ONE = "Answer by Friday 6 March 2026, 13:00 (UTC-03:00)"
OPEN_2 = mail("T-2", AT_ONE, "reis", "09:00", ("Bento Braga", "Financeiro, Cobrança"))
FORWARDED_2 = mail("T-2", AT_ONE, "juridico", "09:40", ("forwarded",))
LATE_2 = mail("T-2", "Not answered in time", "gerencia", "13:00", ("Cobrança has not answered",))
HIGHER_2 = mail("T-2", "Not answered in time", "diretoria", "16:00", ("The groups below yours were told before",))
OPEN_1 = mail("T-1", SATURDAY, "autorizacao", "15:00", ("Bento Braga",))
FIRST_1 = mail("T-1", "Time is running out", "autorizacao", "17:30")
SECOND_1 = mail("T-1", "Time is running out", "autorizacao", "09:00", day=7)
ASIDE_4 = MailDue("Event put aside: ticket T-4", "T-4", f"{OFFICE}@saudebr.example", at("11:00"), ("draft",))
MAILS = (
    OPEN_2, mail("T-2", AT_ONE, "lima", "09:00"), mail("T-2", AT_ONE, "autorizacao", "09:00"), FORWARDED_2,
    mail("T-2", "No longer yours", "autorizacao", "09:40", ("forwarded to Jurídico",)), LATE_2, HIGHER_2,
    mail("T-3", "Answer by Tuesday 17 March 2026, 23:59 (UTC-03:00)", "ouvidoria", "09:20"), ASIDE_4, OPEN_1, FIRST_1, SECOND_1,
)
HOOKS = (
    told("T-2", "09:00", "autorizacao"), told("T-2", "09:00", "financeiro"), told("T-2", "09:00", "cobranca"),
    told("T-2", "09:40", "juridico", **{"from": "autorizacao"}),
    said("T-2", "10:30", "financeiro", "lima"), said("T-2", "11:30", "juridico", "nunes"),
    hook("overdue", "T-2", "13:00", at_once=False, group="cobranca", level=1, result="delivered"),
    hook("overdue", "T-2", "16:00", at_once=False, group="cobranca", level=2, result="delivered"),
    said("T-2", "16:20", "cobranca", "reis"), hook("done", "T-2", "16:20", cause="all_answered"),
    told("T-3", "09:20", "ouvidoria"),
    HookDue("event.quarantined", "T-4", at("11:00"), {"reason": "node_not_active", "type": "ticket.opened"}, at_once=True),
    told("T-1", "15:00", "autorizacao"),
    hook("warned", "T-1", "17:30", at_once=False, group="autorizacao", result="delivered"),
    hook("warned", "T-1", "09:00", day=7, at_once=False, group="autorizacao", result="delivered"),
    said("T-1", "16:40", "autorizacao", "souza", conclusive=False),
    said("T-1", "10:00", "autorizacao", "souza", day=7), hook("done", "T-1", "10:00", day=7, cause="all_answered"),
)
LONGER = {"group": "ouvidoria", "reason": "an expert is to be heard", "by": {"id": "olga"}}

STEPS = (
    Step(at("09:00"), "a refund, of three sectors", (opened("T-2", "09:00", "reembolso", "Refund of a bill from abroad"),)),
    Step(at("09:20"), "a complaint to the ombudsman", (opened("T-3", "09:20", "reclamacao", "Nobody answers", channel="ombudsman"),)),
    Step(at("09:40"), "Autorização says that Jurídico has to answer",
         (push("forwarded", "T-2", **{"from": "autorizacao", "to": "juridico", "by": {"id": "souza"}}),), after=OPEN_2),
    Step(at("10:00"), "31 business days", (push("extended", "T-3", days=31, **LONGER),), status="rejected", reason="extension_refused"),
    Step(at("10:10"), "30 business days", (push("extended", "T-3", days=30, **LONGER),)),
    Step(at("10:20"), "once more", (push("extended", "T-3", days=30, **LONGER),), status="rejected", reason="extension_refused"),
    Step(at("10:30"), "Financeiro answers", (answered("T-2", "financeiro", "lima", "Paid on 10 March"),)),
    Step(at("11:00"), "a ticket of a classification that is being written",
         (opened("T-4", "11:00", "carta-nova", "A new letter"),), status="quarantined", reason="node_not_active"),
    Step(at("11:30"), "Jurídico answers", (answered("T-2", "juridico", "nunes", "Nothing stands against it"),), after=FORWARDED_2),
    Step(at("15:00"), "a denial in writing", (opened("T-1", "15:00", "negativa-escrita", "Denial in writing", groups=["autorizacao"]),),
         after=LATE_2, asks=(("explain ticket/T-1", ""),)),
    Step(at("16:20"), "Cobrança answers, too late", (answered("T-2", "cobranca", "reis", "Booked"),), after=HIGHER_2),
    Step(at("16:40"), "being looked into", (answered("T-1", "autorizacao", "souza", "Being looked into", conclusive=False),),
         after=OPEN_1),
    Step(at("10:00", 7), "the letter is sent", (answered("T-1", "autorizacao", "souza", "Letter sent"),), after=SECOND_1),
    Step(at("15:30", 7), "a look back", asks=(("show ticket/T-2", ""), ("show ticket/T-3", "  now with"))),
)

if __name__ == "__main__":
    main(Story(
        tenant_name="saudebr", tenant=tenant, begin="forty minutes a second, from 6 Mar 2026 08:58 on", start="2026-03-06T08:58:00-03:00",
        end=at("16:00", 7), speed=2400, zone=SAO_PAULO, when="%a %e %b %H:%M", steps=STEPS, mails=MAILS, hooks=HOOKS,
        shown=("group", "result", "from", "level", "conclusive", "by", "cause", "reason", "type"),
        letters=(("The demand as Rita reads it, who is in two of the sectors", OPEN_2),
                 ("The second warning of the denial", SECOND_1), ("What the next level is told", HIGHER_2))))
