"""Follow-up tickets with real processes: several groups and everybody in them once, what the CRM hears of it, warnings and levels of
managers, a relay that refuses, processes that are killed between the expansion and the mails, and a broken classification tree."""

import json
import signal
import unittest

from call_centre import CallCentreTest, endpoints, fact, person, tenant, words
from expansion import Killed
from harness import wait_for

NOW = "2026-03-06T13:00:00Z"  # Friday, 10:00 in São Paulo


def group(name, *lines):
    return "\n".join((f"[teams.{name}]", f'name = "{name.capitalize()}"', *lines, ""))


def node(name, *lines):
    return "\n".join((f"[classifications.{name}]", f'description = "Sobre {name}"', *lines, ""))


def address(name):
    return f'email = "{name}@saudebr.example"'


def saudebr(site, nodes=""):
    """Financeiro and cobranca have no addresses of their own; Fabio is in both, and Fatima reads the same mailbox."""
    return (tenant("saudebr", "America/Sao_Paulo", "pt") +
            '[calendars.expediente]\n' + "".join(f'{day} = ["08:00-18:00"]\n' for day in ("monday", "tuesday", "wednesday", "thursday", "friday")) +
            '[tickets]\ncalendar = "expediente"\n' +
            node("negativa") + node("duvida", 'parent = "negativa"', 'groups = ["autorizacao", "juridico", "financeiro"]') +
            node("rascunho", 'status = "draft"', 'groups = ["autorizacao"]') +
            node("livre", 'groups = ["financeiro", "cobranca"]') +
            node("rapida", 'groups = ["autorizacao"]', 'term = "60m"', 'warnings = ["30m", "75%"]', 'escalation_gap = "30m"') +
            node("secreta", 'groups = ["autorizacao", "ouvidoria"]') + nodes +
            group("autorizacao", address("autorizacao"), 'manager = "regulacao"') +
            group("juridico", address("juridico"), 'manager = "regulacao"') +
            group("financeiro", 'members = ["flavia", "fabio"]', 'manager = "diretoria"') +
            group("cobranca", 'members = ["fabio", "fatima", "celia"]', 'manager = "diretoria"') +
            group("ouvidoria", address("ouvidoria"), "secret_access = true") +
            group("regulacao", address("regulacao"), 'manager = "diretoria"') + group("diretoria", address("diretoria")) +
            person("flavia", "Flávia", "Lima", "saudebr") + person("fabio", "Fábio", "Reis", "saudebr") +
            person("celia", "Célia", "Cruz", "saudebr", 'language = "en"') +
            '[people.fatima]\nname = "Fátima Reis"\nemail = "FABIO@saudebr.example"\n' + endpoints(site, "saudebr"))


def about(kind, ticket, **data):
    return fact(f"ticket.{kind}", ticket, data, source="/saudebr")


def opened(ticket, classification="duvida", **more):
    return about("opened", ticket, protocol=f"P-{ticket}", classification=classification, person_type="beneficiario",
                 summary="Negativa por escrito", beneficiary={"id": "B-1", "name": "Joana Silva"}, **more)


def answered(ticket, who, **more):
    return about("answered", ticket, group=who, by={"id": "maria"}, text="Carta enviada", **more)


class TicketTest(CallCentreTest):
    def told(self, ticket):
        """Who got how many mails about the ticket, by the address as it was written."""
        mails = [mail["to"][0] for mail in self.here.smtp.mails if f"P-{ticket}" in words(mail)]
        return {to.split("@")[0]: mails.count(to) for to in mails}

    def hooks(self, kind, ticket, *members):
        """Of each webhook of the kind these members, sorted."""
        return sorted(tuple(hook["event"]["data"].get(name) for name in members) for hook in self.here.hooks.of(f"ticket.{kind}", ticket))

    def path(self, ticket):
        steps = json.loads(self.here.ctl("--json", "show", f"saudebr/ticket/{ticket}").stdout)["state"]["path"]
        return [" ".join(filter(None, (step["what"], step.get("group"), step.get("result")))) for step in steps]

    def assert_hooks_are_good(self):
        super().assert_hooks_are_good()
        for hook in self.here.hooks.hooks:
            for name in ("Silva", "Negativa", "Carta"):
                self.assertNotIn(name, hook["bytes"].decode())


class Tickets(TicketTest):
    def test_three_groups_are_told_and_it_is_done_after_the_third_answer_s_t04_s_t29(self):
        site = self.open(saudebr, NOW + "x1")
        self.push(opened("T-1"))
        wait_for(lambda: len(site.hooks.of("ticket.notified", "T-1")) == 3, "three groups told")
        self.assertEqual(self.told("T-1"), {"autorizacao": 1, "juridico": 1, "flavia": 1, "fabio": 1})
        self.assertEqual(self.hooks("notified", "T-1", "protocol", "group", "result"),
                         [("P-T-1", name, "delivered") for name in ("autorizacao", "financeiro", "juridico")])
        text = words(self.mails("juridico", "P-T-1")[0])
        for part in ("Sobre negativa", "Sobre duvida", "Negativa por escrito", "Joana Silva", "https://crm.saudebr.example/ticket/T-1"):
            self.assertIn(part, text)
        self.push(answered("T-1", "autorizacao", conclusive=False), answered("T-1", "autorizacao"), answered("T-1", "financeiro"))
        site.settle()
        self.assertEqual(self.hooks("answered", "T-1", "group", "conclusive", "by"),
                         [("autorizacao", False, "maria"), ("autorizacao", True, "maria"), ("financeiro", True, "maria")])
        self.assertEqual(self.hooks("done", "T-1"), [])
        self.assertEqual(self.crm.push(answered("T-1", "autorizacao"))["reason"], "group_not_open")
        self.push(answered("T-1", "juridico"))
        self.assertEqual(self.hook("ticket.done", "T-1")["cause"], "all_answered")
        self.assertEqual(self.path("T-1"), [
            "opened autorizacao", "opened juridico", "opened financeiro", "notified autorizacao delivered", "notified juridico delivered",
            "notified financeiro delivered", "inconclusive autorizacao", "answered autorizacao", "answered financeiro", "answered juridico",
            "done"])
        shown = site.ctl("show", "saudebr/ticket/T-1").stdout
        for part in ("financeiro answered, by maria: Carta enviada", "Joana Silva", "was with", "done: all have answered"):
            self.assertIn(part, shown)
        self.assert_hooks_are_good()

    def test_whoever_is_in_two_groups_or_shares_an_address_gets_one_mail_t5(self):
        site = self.open(saudebr, NOW + "x1")
        self.push(opened("T-2", "livre"))
        wait_for(lambda: len(site.hooks.of("ticket.notified", "T-2")) == 2, "both groups told")
        self.assertEqual({who.lower(): count for who, count in self.told("T-2").items()}, {"flavia": 1, "fabio": 1, "celia": 1})
        self.assertIn("To be answered", words(self.mails("celia", "P-T-2")[0]), "in her own language")
        self.push(about("forwarded", "T-2", **{"from": "financeiro", "to": "juridico"}))
        self.assertIn(("juridico", "financeiro"), wait_for(lambda: [one for one in self.hooks("notified", "T-2", "group", "from") if one[1]], "it"))
        site.settle()
        self.assertEqual(self.told("T-2")["flavia"], 2, "she reads that it is no longer hers")
        self.assertEqual(self.told("T-2")["celia"], 1, "her group has it still")
        self.assert_hooks_are_good()

    def test_a_member_whom_the_relay_refuses_is_told_of_as_partly_s_t29(self):
        site = self.open(saudebr, NOW + "x1")
        site.smtp.script = {"flavia@saudebr.example": ["550 5.1.1 no such user"] * 9, "juridico@saudebr.example": ["550 5.1.1 no such user"] * 9}
        self.push(opened("T-3"))
        wait_for(lambda: len(site.hooks.of("ticket.notified", "T-3")) == 3, "what became of three groups")
        self.assertEqual(self.hooks("notified", "T-3", "group", "result"),
                         [("autorizacao", "delivered"), ("financeiro", "partly"), ("juridico", "refused")])
        self.mails("office", "ticket/T-3", 2)
        wait_for(lambda: len(site.hooks.of("delivery.failed", "T-3")) == 2, "two failures")
        site.settle()
        self.assertEqual(site.ctl("dead", "list").stdout.count("saudebr/ticket/T-3"), 2)
        self.assertIn("notified financeiro partly", self.path("T-3"))
        self.assert_hooks_are_good()

    def test_warnings_and_levels_of_managers_until_the_answer_s_t02_s_t31(self):
        site = self.open(saudebr, NOW + "x150")
        opened_at = site.now().isoformat()
        self.push(opened("T-4", "rapida", opened_at=opened_at), opened("T-5", "rapida", opened_at=opened_at))
        self.mails("autorizacao", "P-T-4")
        self.push(about("forwarded", "T-4", **{"from": "autorizacao", "to": "juridico"}))
        wait_for(lambda: site.hooks.of("ticket.warned", "T-5"), "the first warning")
        self.push(answered("T-5", "autorizacao"))
        warned = len(site.hooks.of("ticket.warned", "T-5"))
        wait_for(lambda: len(site.hooks.of("ticket.overdue", "T-4")) == 3, "three levels", 90)
        site.settle()
        self.assertEqual(self.hooks("warned", "T-4", "group", "result"), [("juridico", "delivered")] * 2, "its clock runs on")
        self.assertEqual(self.hooks("overdue", "T-4", "level", "group", "result"),
                         [(1, "juridico", "delivered"), (2, "juridico", "delivered"), (3, "juridico", "nobody")])
        self.assertEqual(self.told("T-4"), {"autorizacao": 2, "juridico": 3, "regulacao": 1, "diretoria": 1})
        self.assertEqual(self.hooks("warned", "T-5", "group", "result"), [("autorizacao", "delivered")] * warned)
        self.assertEqual((self.hooks("overdue", "T-5"), len(self.hooks("done", "T-5"))), ([], 1))
        self.assertEqual(self.told("T-5"), {"autorizacao": 1 + warned})
        shown = site.ctl("show", "saudebr/ticket/T-4").stdout
        self.assertRegex(shown, "now with +juridico since 2026-03-06 10:.* -03, due 2026-03-06 11:.* -03, warned .*, level 3 of managers told 2026-03-06 12:.*, nobody is above")
        self.assertRegex(site.ctl("explain", "saudebr/ticket/T-4").stdout, "nothing will go out: .*above")
        self.assert_hooks_are_good()

    def test_a_secret_ticket_is_neutral_for_a_group_without_the_flag_s_t30(self):
        self.open(saudebr, NOW + "x1")
        self.push(opened("T-6", "secreta", secret=True))
        plain, full = words(self.mails("autorizacao", "P-T-6")[0]), words(self.mails("ouvidoria", "P-T-6")[0])
        for part in ("Joana", "Silva", "Negativa", "Sobre secreta"):
            self.assertNotIn(part, plain)
        self.assertIn("https://crm.saudebr.example/ticket/T-6", plain)
        for part in ("Joana Silva", "Negativa por escrito", "Sobre secreta"):
            self.assertIn(part, full)

    def test_a_draft_is_put_aside_told_at_once_and_taken_in_when_it_is_active_s_t09(self):
        site = self.open(saudebr, NOW + "x1")
        reply = self.crm.push(opened("T-7", "rascunho"))
        self.assertEqual((reply["status"], reply["reason"], reply["errors"][0]["path"]), ("quarantined", "node_not_active", "/data/classification"))
        self.assertEqual(self.hook("event.quarantined", "T-7")["reason"], "node_not_active")
        self.mails("admin", "T-7")
        self.assertEqual(self.told("T-7"), {})
        site.tenants["saudebr"] = site.tenants["saudebr"].replace('status = "draft"', 'status = "active"')
        site.write_configuration()
        before = site.log_size("followupd")
        self.daemon.send_signal(signal.SIGHUP)
        site.wait_for_log("followupd", "config_read", before)
        [refused] = [json.loads(line) for line in site.ctl("--json", "rejected", "list").stdout.splitlines()]
        site.ctl("rejected", "replay", refused["id"])
        self.mails("autorizacao", "P-T-7")
        self.assert_hooks_are_good()


class ExpandedTicket(Killed, TicketTest):
    def everybody(self):
        return ["autorizacao", "juridico", "flavia", "fabio"]

    def begin(self):
        self.here = site = self.site(clock=NOW + "x1", mail='transport = "smtp"\nmax_in_flight = 2')
        site.tenants = {"saudebr": saudebr(site)}
        site.write_configuration()
        site.daemon("intake", roles="intake")
        site.worker("webhook")
        self.crm = site.client()
        self.push(opened("T-1"))
        return site

    def assert_crm_knows(self):
        wait_for(lambda: len(self.here.hooks.of("ticket.notified", "T-1")) == 3, "three groups told", 90)
        self.assertEqual(self.hooks("notified", "T-1", "group", "result"),
                         [(name, "delivered") for name in ("autorizacao", "financeiro", "juridico")])
        self.assertEqual([step for step in self.path("T-1") if step.startswith("notified")],
                         ["notified autorizacao delivered", "notified juridico delivered", "notified financeiro delivered"])


class Reload(TicketTest):
    def test_a_broken_tree_is_refused_as_a_whole_and_the_old_one_stays(self):
        site = self.open(saudebr, NOW + "x1")
        good = site.tenants["saudebr"]
        broken = saudebr(site, node("laco", 'parent = "nodo"') + node("nodo", 'parent = "laco"') + node("solta", 'parent = "nenhures"') +
                         node("sem", 'groups = ["ninguem"]', 'term = "15 dias"'))
        site.tenants["saudebr"] = broken.replace('description = "Sobre livre"', 'description = "Sobre livre, novo"')
        site.write_configuration()
        self.daemon.send_signal(signal.SIGHUP)
        site.wait_for_log("followupd", "config_rejected")
        checked = site.ctl("check-config", check=False)
        self.assertEqual(checked.returncode, 2)
        faults, mail = self.hook("config.rejected", "configuration")["faults"], words(self.mails("admin", "configuração")[0])
        for part in ("saudebr.toml:", "laco", "nenhures", "ninguem", "15 days"):
            self.assertIn(part, checked.stdout + checked.stderr)
        for part in ("saudebr.toml:", "laco"):
            self.assertIn(part, faults)
            self.assertIn(part, mail)
        self.assertEqual(self.crm.push(opened("T-8", "sem"))["reason"], "unknown_node")
        self.push(opened("T-9", "livre"))
        text = words(self.mails("flavia", "P-T-9")[0])
        self.assertIn("Sobre livre", text)
        self.assertNotIn("novo", text)
        site.tenants["saudebr"] = good.replace('description = "Sobre livre"', 'description = "Sobre livre, novo"')
        site.write_configuration()
        before = site.log_size("followupd")
        self.daemon.send_signal(signal.SIGHUP)
        site.wait_for_log("followupd", "config_read", before)
        self.push(opened("T-10", "livre"))
        self.assertIn("Sobre livre, novo", words(self.mails("flavia", "P-T-10")[0]))
        self.assert_hooks_are_good()


if __name__ == "__main__":
    unittest.main(verbosity=2)
