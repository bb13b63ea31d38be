"""Meetings with real processes: invitations that another's calendar reads, replies, reminders, minutes to everybody once, actions that
are followed until they are done, and programmes that wait for a meeting."""

import unittest

from harness import wait_for
from office import (OfficeTest, about, assigned, file, files_in, invitation_in, issued, people, replied, result, scheduled, text_of_pdf,
                    thread_of)
from call_centre import words


class Invitations(OfficeTest):
    def invitations(self, who, *methods):
        """The calendar entries that were sent to somebody, of these methods in this order: one meeting."""
        self.newest(who, len(methods))
        found = [invitation_in(mail) for mail in self.here.smtp.mails if mail["to"] == [f"{who}@assist.example"]]
        for method, calendar, event in found:
            self.assertEqual(method, str(calendar["METHOD"]))
            self.assertEqual(calendar.errors + event.errors, [])
            self.assertEqual(str(event["ORGANIZER"]), "mailto:anna@assist.example")
            self.assertEqual(str(event["ATTENDEE"]), f"mailto:{who}@assist.example", "nobody else's address")
        self.assertEqual([method for method, _, _ in found], list(methods))
        self.assertEqual(len({str(event["UID"]) for _, _, event in found}), 1)
        return [event for _, _, event in found]

    def results(self, meeting, count):
        return [(hook["method"], hook["revision"], [(one["person"], one["result"]) for one in hook["results"]])
                for hook in self.hooks_of("meeting.invited", meeting, count)]

    def test_it_is_moved_and_cancelled_and_a_late_change_is_nothing_s_m16(self):
        self.open()
        self.push(scheduled("M-1", "bob", "carla", sequence=1))
        first = self.newest("bob")
        self.results("M-1", 1)
        self.push(scheduled("M-1", "bob", "carla", "dino", start="2026-06-11T16:30", kind="updated", sequence=2))
        wait_for(lambda: self.told() == {"bob": 2, "carla": 2, "dino": 1}, "the change")
        self.results("M-1", 3)
        self.assertIn("Bisher: Mittwoch, 10. Juni 2026, 15:00", words(self.newest("bob", 2)))
        self.push(scheduled("M-1", "bob", "dino", start="2026-06-11T16:30", kind="updated", sequence=3))
        self.invitations("carla", "REQUEST", "REQUEST", "CANCEL")
        self.results("M-1", 4)
        self.push(about("meeting.cancelled", "M-1", 5, reason="she is ill"))
        events = self.invitations("bob", "REQUEST", "REQUEST", "CANCEL")
        self.assertEqual([event["SEQUENCE"] for event in events], [0, 1, 3])
        self.assertEqual([event["DTSTART"].dt.strftime("%d %H:%M") for event in events], ["10 15:00", "11 16:30", "11 16:30"])
        self.assertEqual([str(event["STATUS"]) for event in events], ["CONFIRMED", "CONFIRMED", "CANCELLED"])
        self.assertEqual([event["SEQUENCE"] for event in self.invitations("dino", "REQUEST", "CANCEL")], [1, 3])
        carlas = self.invitations("carla", "REQUEST", "REQUEST", "CANCEL")
        self.assertEqual([event["SEQUENCE"] for event in carlas], [0, 1, 2])
        self.assertNotIn("STATUS", carlas[-1], "the meeting went on without her")
        [reply] = self.crm.push([scheduled("M-1", "bob", "emma", kind="updated", sequence=6)])
        self.assertEqual((reply["status"], reply.get("reason")), ("accepted", "superseded"))
        [reply] = self.crm.push([scheduled("M-1", "bob", "emma", kind="updated", sequence=4)])
        self.assertIn(reply.get("reason"), ("superseded", "older_sequence"))
        self.settle()
        self.assertEqual(self.told(), {"bob": 3, "carla": 3, "dino": 2})
        ok = lambda *who: [(one, "delivered") for one in who]
        self.assertEqual(sorted(self.results("M-1", 5)), [
            ("cancel", 2, ok("carla")), ("cancel", 3, ok("bob", "dino")), ("request", 0, ok("bob", "carla")), ("request", 1, ok("dino")),
            ("update", 1, ok("bob", "carla"))])
        self.assertEqual(thread_of(self.newest("bob", 3)), thread_of(first), "one conversation")

    def test_berlin_and_sao_paulo_read_their_own_times_s_m17(self):
        self.open()
        self.push(scheduled("M-2", "bob", "carla", start="2026-10-25T10:00", end="2026-10-25T11:30", zone="Europe/Berlin"))
        text = self.said("carla")
        for part in ("10:00", "Berlim", "06:00", "São Paulo"):
            self.assertIn(part, text)
        self.assertNotIn("06:00", self.said("bob"), "his clock shows the meeting's time")
        [event] = self.invitations("carla", "REQUEST")
        self.assertEqual(event["DTSTART"].dt.strftime("%H:%M %z"), "10:00 +0100", "winter has just begun")
        self.assertEqual(event["DTEND"].dt.strftime("%H:%M %z"), "11:30 +0100")

    def test_the_organizer_hears_whose_other_meetings_it_collides_with_m35(self):
        self.open()
        self.push(scheduled("M-8", "bob", "carla", start="2026-06-10T15:00", end="2026-06-10T16:00"))
        self.newest("bob")
        self.push(scheduled("M-9", "bob", "dino", start="2026-06-10T15:30", end="2026-06-10T16:30"))
        text = self.said("anna")
        for part in ("M-9", "15:00–16:00"):
            self.assertIn(part, text)
        for part in ("M-8", "Dino", "Carla"):
            self.assertNotIn(part, text)
        self.newest("bob", 2)  # else what is not sent yet would only be replaced
        self.newest("dino")
        self.push(scheduled("M-9", "bob", "dino", start="2026-06-10T17:30", end="2026-06-10T18:30", kind="updated"))
        self.newest("bob", 3)
        self.settle()
        self.assertEqual(self.told(), {"anna": 1, "bob": 3, "carla": 1, "dino": 2})

    def test_whoever_has_no_address_is_told_of_to_the_organizer_and_the_reply_is_known_m32_m34(self):
        self.open()
        self.push(scheduled("M-3", "bob", "paul", "lea"))
        self.newest("bob")
        text = self.said("anna")
        for part in ("Paul Paper", "Household of Serena Gallo"):
            self.assertIn(part, text)
        self.assertEqual(self.results("M-3", 1), [("request", 0, [("bob", "delivered"), ("paul", "nobody"), ("lea", "nobody")])])
        self.push(replied("M-3", "bob", "accepted"))
        self.push(scheduled("M-3", "bob", "paul", "lea", kind="updated", location="Via Roma 2"))
        [before, after] = self.invitations("bob", "REQUEST", "REQUEST")
        self.assertEqual([str(event["ATTENDEE"].params["PARTSTAT"]) for event in (before, after)], ["NEEDS-ACTION", "ACCEPTED"])
        [reply] = self.crm.push([replied("M-3", "stranger", "accepted")])
        self.assertEqual((reply["status"], reply["reason"]), ("quarantined", "unknown_invitee"))
        self.settle()
        self.assertEqual(self.told(), {"bob": 2, "anna": 2, "admin": 1}, "whom the first round did not reach either")

    def test_whoever_has_not_declined_is_reminded(self):
        site = self.open("2026-06-09T12:48:00Zx60", meetings='reminder = "24h"')
        self.push(scheduled("M-4", "bob", "carla", "dino"), replied("M-4", "bob", "declined"), replied("M-4", "dino", "accepted"))
        site.wait_until("2026-06-09T13:00:30Z")
        wait_for(lambda: self.told() == {"bob": 1, "carla": 2, "dino": 2}, "the reminders")
        self.assertIsNone(invitation_in(self.newest("dino", 2)))
        self.settle()
        self.assertEqual(self.told(), {"bob": 1, "carla": 2, "dino": 2})


class Minutes(OfficeTest):
    def meet(self, *invitees):
        """A meeting, of whose invitations nothing is to be seen any more."""
        self.push(scheduled("M-1", *invitees))
        if invitees:
            self.hooks_of("meeting.invited", "M-1")
        self.here.settle()
        self.here.smtp.mails.clear()

    def results(self, count=1):
        return [(hook["version"], hook["results"]) for hook in self.hooks_of("minutes.issued", "M-1", count)]

    def test_six_get_them_with_the_pdf_and_one_webhook_tells_of_six_s_m01(self):
        self.open()
        self.meet()
        self.push(about("minutes.saved", "M-1", text="so far", anything=[1]))
        self.push_with(issued("M-1", attendees=people("anna", "bob", "carla"), decliners=people("dino"), others=people("emma", "sara"),
                              decisions=["Serena keeps the flat.", "The debts are paid in rates."],
                              actions=[{"action_id": "A-1", "responsible": {"id": "dino"}, "due_on": "2026-06-18", "text": "Call the school"}],
                              attachments=[file("budget.xlsx", media_type="application/vnd.ms-excel")]), b"one file")
        everybody = ("anna", "bob", "carla", "dino", "emma", "sara")
        self.assertEqual(self.results(), [(1, [
            result("anna", "attendee"), result("bob", "attendee"), result("carla", "attendee"), result("dino", "decliner"),
            result("emma", "other"), result("sara", "other")])])
        self.settle()
        self.assertEqual(self.told(), dict.fromkeys(everybody, 1))
        for who in everybody:
            mail = self.newest(who)
            [pdf, sheet] = sorted(files_in(mail), reverse=True, key=lambda name: name.endswith(".pdf"))
            self.assertEqual((sheet, files_in(mail)[sheet]), ("budget.xlsx", b"one file"))
            self.assertTrue(files_in(mail)[pdf].startswith(b"%PDF-"), pdf)
            printed = " ".join(text_of_pdf(files_in(mail)[pdf]).split())
            for part in ("Household of Serena Gallo", "The rent is paid until August.", "Serena keeps the flat.", "Call the school",
                         "Via Roma 1", "Dino Verdi", "Anna Conti", "Bob Brandt"):
                self.assertIn(part, printed)
                self.assertIn(part, words(mail).replace("\n", " "))
            self.assertNotIn("@", printed)

    def test_a_revised_version_stays_in_the_conversation_and_an_older_one_is_nothing_m37(self):
        self.open()
        self.meet("bob", "dino")
        self.push(replied("M-1", "bob", "accepted"), replied("M-1", "dino", "declined"))
        self.push(issued("M-1"))
        first = {who: self.newest(who) for who in ("anna", "bob", "dino")}
        self.results()
        self.push(issued("M-1", 3, decisions=["Nothing"]))
        self.results(2)
        for who, mail in first.items():
            again = self.newest(who, 2)
            self.assertEqual(thread_of(again), thread_of(mail))
            self.assertNotEqual(again["message"]["Message-ID"], mail["message"]["Message-ID"])
            self.assertIn("3", words(again))
        self.assertIn("evised", self.said("anna", 2))
        for event, answer in ((issued("M-1", 3, decisions=["Nothing"]), ("duplicate", "already_seen")),
                              (issued("M-1", 2), ("accepted", "superseded")), (issued("M-1", 3), ("rejected", "invalid_data"))):
            [reply] = self.crm.push([event])
            self.assertEqual((reply["status"], reply["reason"]), answer, reply)
        self.settle()
        self.assertEqual(self.told(), {"anna": 2, "bob": 2, "dino": 2})
        self.assertEqual([version for version, _ in self.results(2)], [1, 3])

    def test_two_persons_with_one_address_get_one_mail_s_m02(self):
        self.open()
        self.meet()
        self.push(issued("M-1", attendees=[{"id": "ann-1", "name": "Ann", "email": "Ann@X.it"}, {"id": "bob"}], decliners=[],
                         others=[{"id": "ann-2", "email": "ann@x.it"}, {"id": "bob"}]))
        self.assertEqual(self.results(), [(1, [result("ann-1", "attendee"), result("bob", "attendee"), result("ann-2", "other")])])
        self.settle()
        self.assertEqual({who.lower(): count for who, count in self.told().items()}, {"ann": 1, "bob": 1})

    def test_one_without_an_address_holds_nobody_up_and_the_organizer_gets_one_notice_s_m05(self):
        self.open()
        self.meet()
        self.push(issued("M-1", attendees=[*people("bob", "paul"), {"id": "odd", "name": "Odd", "email": "not an address"}], decliners=[]))
        self.newest("bob")
        text = self.said("anna")
        for part in ("Paul Paper", "Odd"):
            self.assertIn(part, text)
        self.settle()
        self.assertEqual(self.told(), {"bob": 1, "anna": 1})
        self.assertEqual(self.results(), [(1, [result("bob", "attendee"), result("paul", "attendee", "nobody", "no_address"),
                                               result("odd", "attendee", "nobody", "no_address")])])
        self.assertNotIn("attempt_failed", self.here.log("email"))

    def test_work_in_progress_goes_nowhere_s_m06(self):
        self.open()
        self.meet("bob")
        hooks = len(self.here.hooks.hooks)
        for number in range(5):
            self.push(about("minutes.saved", "M-1", text=f"draft {number}", attendees=people("bob")))
        self.settle()
        self.assertEqual((self.told(), len(self.here.hooks.hooks)), ({}, hooks))

    def test_minutes_that_can_not_be_sent_are_answered_with_the_reason(self):
        self.open()
        self.meet()
        for event, answer in ((issued("M-1", attendees=[], decliners=[]), ("rejected", "no_recipients")),
                              (issued("M-9", attendees=people("bob")), ("quarantined", "unknown_meeting")),
                              (issued("M-1", others=[{"id": f"p{n}", "email": f"p{n}@x.example"} for n in range(60)]),
                               ("rejected", "too_many_recipients")),
                              (about("action.closed", "M-1", action_id="A-9"), ("quarantined", "unknown_action"))):
            [reply] = self.crm.push([event])
            self.assertEqual((reply["status"], reply["reason"]), answer)
            self.assertTrue(reply["errors"][0]["message"])
        self.settle()
        self.assertEqual(self.told(), {"admin": 2}, "who is to mend what was put aside")


class Actions(OfficeTest):
    def test_who_is_responsible_is_reminded_and_the_organizer_hears_of_what_is_overdue_s_m14(self):
        site = self.open("2026-06-17T22:00:00Zx3600")
        self.push(scheduled("M-1", start="2026-06-17T15:00"), assigned("M-1", "A-1", "dino", "2026-06-18"),
                  assigned("M-1", "A-2", "emma", "2026-06-18", "Write to the landlord"), about("action.closed", "M-1", action_id="A-2"))
        wait_for(lambda: self.told() == {"dino": 1}, "the reminder")
        self.assertGreaterEqual(site.now().isoformat(), "2026-06-18T07:00")
        self.assertIn("Call the school", self.said("dino"))
        self.assertEqual(site.hooks.of("action.overdue"), [])
        text = self.said("anna")
        self.assertGreaterEqual(site.now().isoformat(), "2026-06-19T07:00")
        for part in ("Call the school", "Dino Verdi", "18 June 2026"):
            self.assertIn(part, text)
        [overdue] = self.hooks_of("action.overdue", "M-1")
        self.assertEqual((overdue["action"], overdue["responsible"], overdue["due_on"]), ("A-1", "dino", "2026-06-18"))
        self.assertEqual(overdue["due"]["instant"], "2026-06-19T07:00:00Z")
        self.settle()
        self.assertEqual(self.told(), {"dino": 1, "anna": 1})


class Programmes(OfficeTest):
    def required(self, application, **more):
        return about("programme.meeting_required", application, **{"authorisation_on": "2026-06-10", "required": "always",
                                                                   "worker": {"id": "bob"}, "programme": "Housing aid", **more})

    def test_the_worker_is_told_that_the_meeting_is_missing_s_m19(self):
        site = self.open("2026-06-05T06:58:00Zx60")
        self.push(self.required("APP-1"), self.required("APP-2", required="problems", worker={"id": "emma"}),
                  self.required("APP-3"), scheduled("M-3", start="2026-06-04T15:00", cases=["APP-3"]), about("meeting.held", "M-3"),
                  self.required("APP-4", required="problems", worker={"id": "sara"}), about("programme.problem_reported", "APP-4"))
        site.wait_until("2026-06-05T07:00:10Z")
        self.assertIn("Housing aid", self.said("bob"))
        self.newest("sara")
        missing = [self.hooks_of("programme.meeting_missing", case)[0] for case in ("APP-1", "APP-4")]
        self.assertEqual([(hook["authorisation_on"], hook["required"], hook["due"]["local"]) for hook in missing],
                         [("2026-06-10", "always", "2026-06-05T09:00:00"), ("2026-06-10", "problems", "2026-06-05T09:00:00")])
        self.settle()
        self.assertEqual(self.told(), {"bob": 1, "sara": 1}, "quiet without a problem, and where they met")
        self.push(about("programme.problem_reported", "APP-2"))
        self.newest("emma")
        self.settle()
        self.assertEqual(self.told(), {"bob": 1, "sara": 1, "emma": 1})


if __name__ == "__main__":
    unittest.main(verbosity=2)
