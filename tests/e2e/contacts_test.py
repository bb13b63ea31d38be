"""Contacts of a call centre with real processes: the Wiedervorlage in the nights when the clocks change, given to another agent, held by
its project and erased with it; what a leaving agent leaves behind; and a configuration that contradicts itself."""

import email
import email.policy
import email.utils
import json
import signal
import unittest

from call_centre import CallCentreTest, booked, callit, fact, follow_up, outcome, telde, words
from harness import BUILD, Client, SiteTest, UTC, wait_for

NOW = "2026-06-16T07:55:00Z"  # Tuesday, 09:55 in Berlin


def status(contact, **more):
    return fact("contact.status_changed", contact, {"project": "umfrage", **more}, source="/telde")


def state(project, name):
    return fact("project.state_changed", project, {"state": name}, source="/telde")


class ClockChanges(SiteTest):
    """Two standalones, each in its night; a quarter of an hour a second."""

    def night(self, site, name, begin, due):
        folder = site.folder / name
        site.start(f"{name}-night", [BUILD / "daemon" / "followupd", "--standalone", folder, "--config", site.folder, "--clock", begin + "x900"])
        site.wait_for_log(f"{name}-night", "followupd is ready")
        crm = Client(f"ipc://{folder}/router.sock")
        site.processes.append(crm)
        self.assertEqual(crm.push(follow_up(name, due))["status"], "accepted")
        return folder / "maildir" / "new"

    def test_a_missing_hour_is_the_next_and_a_doubled_one_the_first_and_only_once_s_c08(self):
        site = self.site()
        site.tenants = {"telde": telde(site)}
        site.write_configuration()
        nights = {"march": ("2026-03-29T00:00:00Z", "2026-03-29T02:30", "2026-03-29T01:30:00Z", "03:30 Uhr (CEST)"),
                  "october": ("2026-10-24T23:00:00Z", "2026-10-25T02:30", "2026-10-25T00:30:00Z", "02:30 Uhr (CEST)")}
        boxes = {name: self.night(site, name, begin, due) for name, (begin, due, _, _) in nights.items()}
        beacon = Client(f"ipc://{site.folder}/october/router.sock")
        site.processes.append(beacon)
        beacon.push(follow_up("LATER", "2026-10-25T03:00"))  # half an hour after the second 02:30
        for name, (_, _, instant, shown) in nights.items():
            wait_for(lambda: list(boxes[name].glob("*")), f"the mail of {name}")
            hook = wait_for(lambda: site.hooks.of("contact.follow_up_due", f"umfrage/{name}"), f"the hook of {name}")
            self.assertEqual([h["event"]["data"]["due"]["instant"] for h in hook], [instant])
        wait_for(lambda: site.hooks.of("contact.follow_up_due", "umfrage/LATER"), "two hours later")
        for name, (_, _, instant, shown) in nights.items():
            mails = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in boxes[name].glob("*")]
            [mail] = [mail for mail in mails if name in mail["Subject"]]
            self.assertIn(shown, mail.get_body(("plain",)).get_content())
            self.assertGreaterEqual(email.utils.parsedate_to_datetime(mail["Date"]).astimezone(UTC).isoformat(), instant[:-1])
            self.assertEqual(len(site.hooks.of("contact.follow_up_due", f"umfrage/{name}")), 1)


class Contacts(CallCentreTest):
    def test_another_agent_is_told_with_the_hint_and_the_first_one_only_if_told_before_s_c04(self):
        site = self.open(telde, NOW + "x60")
        self.push(status("K-1", judgement="INTERESSE"), follow_up("K-1", "2026-06-16T10:00"), follow_up("K-2", "2026-06-16T10:00"))
        refused = self.crm.push(follow_up("K-1", "2026-06-16T10:00", "schulz", by={"id": "editor"}))
        self.assertEqual((refused["status"], refused["reason"]), ("quarantined", "agent_locked"))
        self.push(follow_up("K-1", "2026-06-16T10:00", "schulz", override=True))
        self.assertIn("agent_locked", words(self.mails("editor", "K-1")[0]))
        self.assertIn("neu zugewiesen", words(self.mails("schulz", "K-1")[0]))
        self.assertNotIn("neu zugewiesen", words(self.mails("meier", "K-2")[0]))
        self.push(follow_up("K-2", "2026-06-16T10:00", "braun", override=True))
        self.assertIn("Nicht mehr bei Ihnen", words(self.mails("meier", "K-2", 2)[1]))
        self.mails("braun", "K-2")
        site.settle()
        self.assertEqual([m for m in site.smtp.to("meier@telde.example") if "K-1" in words(m)], [])
        self.assertEqual({call["operators"][0] for call in self.calls().values()}, {"schulz", "braun"})
        self.assert_hooks_are_good()

    def test_a_stopped_project_holds_what_is_due_and_releases_the_oldest_first(self):
        site = self.open(telde, NOW + "x60")
        order = [7, 3, 11, 1, 9, 5, 12, 2, 8, 10, 4, 6]
        self.push(state("umfrage", "stopped"), *[follow_up(f"K-{n}", f"2026-06-16T09:{50 + n // 3}:{n % 3 * 20:02}") for n in order])
        site.wait_until("2026-06-16T07:58:00Z")
        site.settle()
        self.assertEqual((site.smtp.mails, site.hooks.hooks), ([], []))
        mailer = self.workers[0]
        mailer.send_signal(signal.SIGSTOP)  # a worker has several in hand at once; what it takes first is told by the lane
        self.push(state("umfrage", "in_progress"))
        lane = wait_for(lambda: (ids := site.command("ZRANGE", "{s0}outbox:email:normal", 0, -1).split()) and len(ids) == 12 and ids, "the release")
        released = [json.loads(site.command("HGET", "{s0}notification:" + one, "body"))["case"] for one in lane]
        self.assertEqual(released, [f"umfrage/K-{n}" for n in range(1, 13)])
        mailer.send_signal(signal.SIGCONT)
        wait_for(lambda: len(site.smtp.mails) == 12, "what was held")
        self.assertIn("verspätet", words(site.smtp.mails[0]).lower())
        site.settle()
        self.assertEqual(len(site.hooks.of("contact.follow_up_due")), 12)
        self.assert_hooks_are_good()

    def everything(self):
        """All that Redis holds, and all logs but Redis' own."""
        ways = {"string": ("GET",), "hash": ("HGETALL",), "set": ("SMEMBERS",), "list": ("LRANGE", 0, -1), "zset": ("ZRANGE", 0, -1), "stream": ("XRANGE", "-", "+"),
                "none": ("GET",)}
        found = {}
        for key in self.here.command("KEYS", "*").split():
            command, *rest = ways[self.here.command("TYPE", key)]
            found[key] = key + "\n" + self.here.command(command, key, *rest)
        return found | {name: self.here.log(name) for name in ("followupd", "email", "webhook")}

    def traces(self):
        return {(trace, place) for place, text in self.everything().items()
                for trace in ("Gustav", "gustav@", "Irene", "irene@", "Ludwig", "ludwig@", "Geheim") if trace in text}

    def test_an_anonymised_project_leaves_no_name_address_or_note_s_c15(self):
        site = self.open(telde, NOW + "x60")
        site.hooks.script = {"/telde/commands": [422]}
        site.smtp.script = {"gustav@privat.example": ["451 later"] * 50}
        guest = {"id": "gast", "name": "Gustav Gast", "email": "gustav@privat.example"}
        editor = {"id": "irene", "name": "Irene Innen", "email": "irene@privat.example"}
        rep = {"id": "ludwig", "name": "Ludwig Lauf", "email": "ludwig@privat.example"}
        self.push(follow_up("K-1", "2026-06-16T09:00", agent=guest["id"]) | {"id": "first"},
                  fact("contact.follow_up_set", "K-2", {"project": "umfrage", "due": "2026-06-16T09:00", "agent": guest, "by": editor}, source="/telde"),
                  fact("contact.follow_up_set", "K-3", {"project": "umfrage", "due": "2026-06-20T09:00", "agent": guest}, source="/telde"),
                  fact("contact.field_appointment_set", "K-4", {"project": "umfrage", "start": "2026-06-20T10:00", "field_rep": rep, "by": editor}, source="/telde"),
                  status("K-5", done=True, judgement="INTERESSE", notes="Geheime Notiz", by=editor))
        wait_for(lambda: site.ctl("dead", "list").stdout.strip(), "the refused command")
        site.wait_for_log("email", "attempt_failed")
        before = {trace for trace, _ in self.traces()}
        self.assertEqual(before, {"Gustav", "gustav@", "Irene", "irene@", "Ludwig", "ludwig@", "Geheim"}, "they are there to be erased")
        self.push(state("umfrage", "anonymised"))
        site.settle()
        self.assertEqual(self.traces(), set())

    def test_an_anonymised_project_leaves_nothing_among_what_was_put_aside_s_c15(self):
        site = self.open(telde, NOW + "x1")
        self.push(status("K-1", done=True))
        late = follow_up("K-1", "2026-06-20T10:00", by={"id": "irene", "name": "Irene Innen", "email": "irene@privat.example"})
        self.assertEqual(self.crm.push(late)["reason"], "contact_done")
        self.mails("irene", "K-1")
        self.assertEqual({trace for trace, _ in self.traces()}, {"Irene", "irene@"})
        self.push(state("umfrage", "anonymised"))
        site.settle()
        self.assertEqual(self.traces(), set())

    def test_what_a_leaving_agent_leaves_is_spread_over_the_others_s_c19(self):
        site = self.open(telde, NOW + "x60")
        self.push(*[follow_up(f"K-{n}", f"2026-06-2{n}") for n in range(1, 8)], follow_up("K-8", "2026-06-16T09:57", "schulz"))
        self.assertEqual(len(self.calls("--operator", "meier")), 7)
        self.push(fact("person.updated", "meier", {"name": "Jutta Meier", "active": False}, source="/telde"))
        wait_for(lambda: len(site.hooks.of("contact.reassigned")) == 7, "seven changes")
        site.settle()
        moved = [h["event"]["data"] for h in site.hooks.of("contact.reassigned")]
        self.assertEqual({data["from"] for data in moved}, {"meier"})
        shares = {who: {data["case"]["id"] for data in moved if data["to"] == who} for who in ("schulz", "braun", "weber")}
        self.assertEqual(sorted(map(len, shares.values())), [2, 2, 3])
        shares["schulz"].add("umfrage/K-8")
        for who, cases in shares.items():
            self.assertEqual({call["case"] for call in self.calls("--operator", who).values()}, {f"telde/contact/{case}" for case in cases})
        self.assertEqual(self.calls("--operator", "meier"), {})
        self.assert_hooks_are_good()


class Lists(CallCentreTest):
    def test_the_calls_that_are_open_are_listed_for_operators_and_teams(self):
        site = self.open(callit, "2026-09-16T13:00:00Zx1")
        self.push(*[booked(case) for case in ("OWN", "TEAM", "LATER", "TAKEN")])
        self.push(outcome("OWN", 31), outcome("TEAM", 32), outcome("LATER", 43, reschedule_at="2026-09-18T11:00"), outcome("TAKEN", 32))
        self.push(fact("callback.claimed", "appointment:1:TAKEN", {"operator": {"id": "verdi"}}))
        ids = lambda *words: [callback.rsplit(":", 1)[-1] for callback in self.calls(*words)]
        self.assertEqual(sorted(ids()), ["LATER", "OWN", "TAKEN", "TEAM"])
        self.assertEqual(sorted(ids("--operator", "rossi")), ["LATER", "OWN"])
        self.assertEqual(ids("--operator", "verdi"), ["TAKEN"])
        self.assertEqual(ids("--team", "t1"), ["TEAM"])
        self.assertEqual(sorted(ids("--operator", "verdi", "--team", "t1")), ["TAKEN", "TEAM"])
        self.assertEqual(ids("--operator", "rossi", "--overdue"), ["OWN"])
        self.push(fact("callback.postponed", "appointment:1:OWN", {"operator": {"id": "rossi"}, "until": "2026-09-17T11:00"}))
        self.assertLessEqual({"attempts": 1, "local": "2026-09-17T11:00:00", "overdue": False, "operators": ["rossi"]}.items(),
                             self.calls("--operator", "rossi")["appointment:1:OWN"].items())
        shown = site.ctl("callbacks", "--operator", "rossi")
        self.assertEqual(shown.returncode, 0)
        [own, later] = shown.stdout.splitlines()[1:]
        for part in ("2026-09-17 11:00 CEST", "appointment:1:OWN", "rossi (private)", " 1 ", "KO per assente", "era assente"):
            self.assertIn(part, own)
        self.assertNotIn("cane feroce", shown.stdout)
        self.assertIn("appointment:1:LATER", later)
        overdue = site.ctl("callbacks", "--team", "t1", "--overdue", check=False)
        self.assertEqual(overdue.returncode, 1)
        self.assertRegex(overdue.stdout, r"overdue .* appointment:1:TEAM .* team t1")
        self.push(fact("callback.done", "appointment:1:TEAM", {"operator": {"id": "rossi"}}))
        self.assertEqual(ids("--team", "t1"), [])


class Reload(CallCentreTest):
    def test_a_contradiction_is_refused_told_and_the_old_configuration_goes_on_s_a30(self):
        site = self.open(callit, "2026-09-16T13:00:00Zx1")
        good = site.tenants["callit"]
        site.tenants["callit"] = callit(site, reschedules="41, 43")
        site.write_configuration()
        self.daemon.send_signal(signal.SIGHUP)
        site.wait_for_log("followupd", "config_rejected")
        faults = self.hook("config.rejected", "configuration")["faults"]
        for part in ("tenants/callit.toml:", "Spostamento", "43"):
            self.assertIn(part, faults)
            self.assertIn(part, words(self.mails("admin", "configurazione")[0]))
        before = site.log_size("followupd")
        self.daemon.send_signal(signal.SIGHUP)
        site.wait_for_log("followupd", "config_rejected", before)
        self.push(booked("THREE"), booked("FIVE"))
        self.push(outcome("THREE", 41, reschedule_at="2026-09-17T10:30"), outcome("FIVE", 43, reschedule_at="2026-09-18T11:00"))
        self.assertEqual(self.hook("callback.create", "FIVE")["mode"], 5)
        self.mails("bianchi", "THREE")
        self.assertEqual(site.hooks.of("appointment.reschedule", "FIVE"), [])
        site.tenants["callit"] = good.replace("reminder_days = 1", "reminder_days = 2")
        site.write_configuration()
        before = site.log_size("followupd")
        self.daemon.send_signal(signal.SIGHUP)
        site.wait_for_log("followupd", "config_read", before)
        site.settle()
        self.assertEqual(len(site.hooks.of("config.rejected")), 1, "the same faults are told once")
        self.assertEqual(len(site.smtp.to("admin@callit.example")), 1)
        self.assert_hooks_are_good()


if __name__ == "__main__":
    unittest.main(verbosity=2)
