"""Appointments that are re-booked in each of the five modes, with a CRM that confirms, refuses, fails and is asked twice; callbacks
that two operators want; and what is put aside."""

import json
import threading
import unittest

from call_centre import SCHEMAS, CallCentreTest, Held, booked, callit, fact, misfits, outcome, schema, words
from harness import wait_for

NOW = "2026-09-16T13:00:00Z"  # Wednesday, 15:00 in Rome
NEW_DATE = "2026-09-17T10:30"


class Modes(CallCentreTest):
    """Five minutes a second."""

    def test_one_and_two_call_the_client_back_at_once_s_a01_s_a02_s_a09(self):
        site = self.open(callit, NOW + "x300")
        self.push(booked("ONE"), booked("TWO", operator="verdi"), booked("PUBLIC"))
        self.push(outcome("ONE", 31), outcome("TWO", 31), outcome("PUBLIC", 32))
        for who, case, state, other in (("rossi", "ONE", "7", "12"), ("verdi", "TWO", "12", "7"), ("squadra1", "PUBLIC", "7", "12")):
            text = words(self.mails(who, case)[0])
            for part in ("Gino Ferrari", "era assente"):
                self.assertIn(part, text)
            self.assertNotIn("cane feroce", text, "the state does not show that annotation")
            fixed = [line.split(": ", 1)[1] for line in text.splitlines() if line.endswith("(fissato)")]
            self.assertEqual([line.split(" – ")[0] for line in fixed], [state])
            self.assertNotIn(f"{other} – ", text)
        for case, expected in (
                ("ONE", {"mode": 1, "private": True, "operator": "rossi", "card": "same", "state_id": 7, "state_locked": True}),
                ("TWO", {"mode": 2, "private": True, "operator": "verdi", "card": "new", "new_state_id": 12, "link": True}),
                ("PUBLIC", {"mode": 1, "private": False, "team": "t1", "card": "same"})):
            for kind in ("callback.create", "callback.due"):
                self.assertLessEqual(expected.items(), self.hook(kind, case).items())
        self.push(booked("TWO-NEW", NEW_DATE, operator="verdi", replaces="TWO"))
        self.push(fact("appointment.rebooked", "ONE", {"start": NEW_DATE, "operator": {"id": "rossi"}}, 3))
        frozen = self.crm.push(fact("appointment.updated", "TWO", booked("TWO")["data"], 9))
        self.assertEqual((frozen["status"], frozen["reason"]), ("quarantined", "frozen"))
        self.assertEqual(list(self.calls()), ["appointment:1:PUBLIC"])
        for case in ("ONE", "TWO-NEW"):
            self.assertIn("17 settembre 2026, 10:30", self.mails("bianchi", case)[0]["message"]["Subject"])
        site.settle()
        self.assertEqual(len(site.smtp.to("bianchi@callit.example")), 2, "one reminder each, and none of the old card")
        self.assert_hooks_are_good()

    def test_three_and_four_tell_the_agent_only_once_the_crm_has_confirmed_s_a14_s_a15(self):
        site = self.open(callit, NOW + "x300")
        held = Held()
        site.hooks.script = {"/callit/commands": [held, held]}
        self.push(booked("THREE"), booked("FOUR"), booked("BESIDE"))
        self.push(outcome("THREE", 41, reschedule_at=NEW_DATE), outcome("FOUR", 42, reschedule_at=NEW_DATE))
        asked = {"start": NEW_DATE + ":00", "start_instant": "2026-09-17T08:30:00Z", "state_id": 40}
        self.assertLessEqual(asked.items(), self.hook("appointment.reschedule", "THREE").items())
        self.assertLessEqual({**asked, "link": True}.items(), self.hook("appointment.create_from", "FOUR").items())
        self.push(outcome("BESIDE", 31))
        self.mails("rossi", "BESIDE")
        self.assertEqual(site.smtp.to("bianchi@callit.example"), [], "the CRM has not answered yet")
        held.let_go()
        for case in ("THREE", "FOUR"):
            told = self.mails("bianchi", case)[0]
            self.assertIn(f"Nuova data: appuntamento {case}", words(told))
            self.assertIn("giovedì 17 settembre 2026, 10:30", words(told))
        self.push(booked("FOUR-NEW", NEW_DATE, replaces="FOUR"))
        frozen = self.crm.push(outcome("FOUR", 31, sequence=9))
        self.assertEqual((frozen["status"], frozen["reason"]), ("quarantined", "frozen"))
        self.mails("bianchi", "THREE", 2)
        self.mails("bianchi", "FOUR-NEW")
        site.settle()
        subjects = [mail["message"]["Subject"] for mail in site.smtp.to("bianchi@callit.example")]
        self.assertEqual([s for s in subjects if "FOUR:" in s], [], "the old card is not reminded of")
        self.assertEqual(len(subjects), 4)
        self.assertEqual(list(self.calls()), ["appointment:1:BESIDE"])
        self.assert_hooks_are_good()

    def test_five_calls_on_the_agents_date_s_a16(self):
        site = self.open(callit, NOW + "x300")
        self.push(booked("FIVE"))
        self.push(outcome("FIVE", 43, reschedule_at="2026-09-16T15:45"))
        self.assertLessEqual({"mode": 5, "call_at_instant": "2026-09-16T13:45:00Z", "private": True, "operator": "rossi", "card": "same"}.items(),
                             self.hook("callback.create", "FIVE").items())
        self.assertEqual(self.calls("--overdue"), {})
        self.assertEqual(list(self.calls("--operator", "rossi")), ["appointment:1:FIVE"])
        self.assertEqual(site.smtp.mails, [])
        self.assertIn("15:45", words(self.mails("rossi", "FIVE")[0]))
        self.assertGreaterEqual(site.now().isoformat(), "2026-09-16T13:45")
        self.assertEqual(self.hook("callback.due", "FIVE")["due"]["instant"], "2026-09-16T13:45:00Z")
        self.assertEqual(list(self.calls("--overdue")), ["appointment:1:FIVE"])
        self.assert_hooks_are_good()

    def test_what_a_schema_does_not_allow_is_seen(self):
        good = json.loads((SCHEMAS / "examples" / "webhooks" / "callback_due_private.json").read_text())
        kind = schema("webhook.callback.due.json")
        self.assertEqual(misfits(good, kind), [])
        for break_it in (lambda e: e["data"].pop("callback"), lambda e: e["data"].update(mode=6), lambda e: e.update(type="callback.done"),
                         lambda e: e["data"]["due"].update(instant=5), lambda e: e["data"].update(private=1)):
            bad = json.loads(json.dumps(good))
            break_it(bad)
            self.assertEqual(len(misfits(bad, kind)), 1)


class Commands(CallCentreTest):
    """The CRM's answers to commands."""

    def setUp(self):
        self.open(callit, NOW + "x1")

    def ask(self, case, *answers, state=41):
        self.here.hooks.script["/callit/commands"] = list(answers)
        self.push(booked(case))
        self.push(outcome(case, state, reschedule_at=NEW_DATE))

    def attempts(self, case):
        return [h for h in self.here.hooks.hooks if h["event"]["type"].startswith("appointment.") and h["event"]["subject"] == case]

    def test_a_refusal_becomes_a_callback_and_no_endpoint_is_switched_off(self):
        for number, answer in enumerate((400, 404, 409, 410, 422)):
            with self.subTest(answer):
                case = f"NO-{answer}"
                self.ask(case, answer, state=41 + number % 2)
                self.assertIn("il CRM non ha potuto rifissare", words(self.mails("rossi", case)[0]))
                self.assertEqual(self.hook("callback.due", case)["cause"], "rebook_failed")
                self.hook("callback.create", case)
                self.assertEqual(len(self.attempts(case)), 1)
        self.ask("YES")
        self.mails("bianchi", "YES")
        self.here.settle()
        self.assertNotIn("disabled", self.here.ctl("endpoint", "list").stdout)
        self.assertEqual(len(self.here.smtp.to("bianchi@callit.example")), 1)
        self.assertEqual(len(self.calls("--operator", "rossi")), 5)
        self.assert_hooks_are_good()

    def test_a_crm_that_fails_for_a_while_is_asked_under_the_same_id_until_it_confirms_s_a42(self):
        last = Held()
        self.ask("LATER", 500, 503, last)
        wait_for(lambda: len(self.attempts("LATER")) == 3, "the third attempt")
        self.assertEqual(self.here.smtp.mails, [], "the CRM has not confirmed yet")
        last.let_go()
        self.mails("bianchi", "LATER")
        self.here.settle()
        self.assertEqual(len({(h["headers"]["webhook-id"], h["bytes"]) for h in self.attempts("LATER")}), 1)
        self.assertEqual([h["status"] for h in self.attempts("LATER")], [500, 503, 204])
        self.assertEqual(self.calls(), {})

    def test_a_crm_that_never_answers_well_is_given_up_and_the_operator_calls(self):
        self.ask("NEVER", *[500] * 4)
        self.mails("rossi", "NEVER")
        self.assertEqual(self.hook("callback.due", "NEVER")["cause"], "rebook_uncertain")
        self.assertEqual(len(self.attempts("NEVER")), 4)
        self.assertEqual(self.here.smtp.to("bianchi@callit.example"), [])

    def test_a_refusal_after_a_lost_answer_asks_the_operator_to_look_first(self):
        self.ask("UNSURE", None, 409)
        self.assertIn("controlli nel CRM prima di chiamare", words(self.mails("rossi", "UNSURE")[0]))
        self.assertEqual(self.hook("callback.due", "UNSURE")["cause"], "rebook_uncertain")
        self.assertEqual(len(self.attempts("UNSURE")), 2)

    def test_a_refused_callback_is_called_all_the_same_and_the_administrator_is_told(self):
        self.here.hooks.script["/callit/commands"] = [422]
        self.push(booked("LIST"))
        self.push(outcome("LIST", 31))
        self.mails("rossi", "LIST")
        self.hook("callback.due", "LIST")
        told = words(self.mails("admin", "LIST")[0])
        for part in ("http_422", "“callback.create”"):
            self.assertIn(part, told)

    def test_a_refused_command_is_not_sent_again_over_the_operators_new_date(self):
        self.ask("OVER", 409)
        self.mails("rossi", "OVER")
        self.push(fact("appointment.rebooked", "OVER", {"start": "2026-09-21T09:00", "operator": {"id": "rossi"}}, 3))
        self.here.ctl("dead", "retry", "--all", check=False)
        self.here.settle()
        self.assertEqual(len(self.attempts("OVER")), 1, "it would move the card to the agent's date again")


class Claims(CallCentreTest):
    def race(self, first, second, cases):
        """Rossi and Verdi claim each case at the same moment; who won, by case."""
        winners = {}
        for number, case in enumerate(cases):
            start, replies = threading.Barrier(2), {}

            def claim(client, who):
                event = fact("callback.claimed", f"appointment:1:{case}", {"operator": {"id": who}})
                start.wait()
                replies[who] = client.push(event)

            sides = [("rossi", first), ("verdi", second)][::1 if number % 2 else -1]
            threads = [threading.Thread(target=claim, args=(client, who)) for who, client in sides]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            winner, loser = ("rossi", "verdi") if replies["rossi"]["status"] == "accepted" else ("verdi", "rossi")
            self.assertEqual(replies[winner]["status"], "accepted", replies)
            self.assertEqual((replies[loser]["status"], replies[loser]["reason"]), ("rejected", "already_claimed"), replies)
            self.assertIn(winner, replies[loser]["errors"][0]["message"])
            winners[case] = winner
        return winners

    def test_one_of_two_operators_gets_it_and_the_other_is_told_who_s_a02(self):
        site = self.open(callit, NOW + "x1")
        cases = [f"RACE-{n}" for n in range(40)]
        self.push(*[booked(case) for case in cases])
        self.push(*[outcome(case, 32) for case in cases])
        site.settle()
        winners = self.race(self.crm, site.client(), cases[:20])
        winners |= self.race(self.crm, site.second_door(), cases[20:])
        self.assertEqual(len(winners), 40)
        for who in ("rossi", "verdi"):
            won = {f"appointment:1:{case}" for case in cases if winners[case] == who}
            self.assertEqual(set(self.calls("--operator", who)), won)
        site.settle()
        self.assertEqual(len(site.smtp.to("squadra1@callit.example")), 40, "one mail to the team each")


class Aside(CallCentreTest):
    def test_an_outcome_before_its_appointment_is_kept_told_and_replayed(self):
        site = self.open(callit, NOW + "x1")
        early = outcome("EARLY", 31)
        reply = self.crm.push(early)
        self.assertEqual((reply["status"], reply["reason"]), ("quarantined", "unknown_appointment"))
        told = words(self.mails("admin", "EARLY")[0])
        for part in ("appointment.outcome_set", early["id"], "unknown_appointment", "followupctl rejected"):
            self.assertIn(part, told)
        for part in ("assente", "Ferrari"):
            self.assertNotIn(part, told)
        self.assertLessEqual({"reason": "unknown_appointment", "event": early["id"], "type": "appointment.outcome_set"}.items(),
                             self.hook("event.quarantined", "EARLY").items())
        answer = site.ctl("rejected", "replay", "--all", check=False)
        self.assertEqual(answer.returncode, 1, answer.stdout)
        self.push(booked("EARLY"))
        [kept] = map(json.loads, site.ctl("--json", "rejected", "list").stdout.splitlines())
        self.assertIn("1 of 1 taken in", site.ctl("rejected", "replay", kept["id"]).stdout)
        self.assertIn("era assente", words(self.mails("rossi", "EARLY")[0]))
        self.assertEqual(site.ctl("--json", "rejected", "list").stdout, "")
        self.assertEqual(self.crm.push(early)["status"], "duplicate")
        site.settle()
        self.assertEqual(len(site.smtp.mails), 2)
        self.assert_hooks_are_good()


if __name__ == "__main__":
    unittest.main(verbosity=2)
