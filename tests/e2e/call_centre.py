"""The tenants of appointments and contacts for end-to-end tests, their events, and the schemas of the webhooks that come back."""

import functools
import itertools
import json
import pathlib
import re
import threading

from harness import SiteTest, wait_for
from receivers import SECRET

SCHEMAS = pathlib.Path(__file__).parents[2] / "schemas"
COMMANDS = ("callback.create", "appointment.reschedule", "appointment.create_from", "contact_history.add")
numbers = itertools.count(1)


def person(name, first, last, domain, more=""):
    return f'[people.{name}]\nname = "{first} {last}"\nemail = "{name}@{domain}.example"\n{more}\n'


def endpoints(site, name):
    """One for the commands, and one that wants everything; a command goes to the first that wants it."""
    commands = ", ".join(f'"{command}"' for command in COMMANDS)
    return "".join(f'[[endpoint]]\nname = "{which}"\nurl = "http://127.0.0.1:{site.hooks.port}/{name}/{which}"\nsecrets = ["{SECRET}"]\n'
                   f'types = [{types}]\nallow = ["127.0.0.1/32:{site.hooks.port}"]\n'
                   for which, types in (("commands", commands), ("told", '"*"')))


def tenant(name, zone, language):
    return (f'[tenant]\nsources = ["/{name}"]\nzone = "{zone}"\nlanguage = "{language}"\n'
            f'mail_from = "Promemoria <noreply@{name}.example>"\ncase_url = "https://crm.{name}.example/{{kind}}/{{id}}"\n'
            f'fallback_email = "office@{name}.example"\nadministrator_email = "admin@{name}.example"\n')


def callit(site, reschedules="41", appointment=""):
    """Appointments. State 31 is mode 1, for Verdi mode 2; 32 is public; 41, 42, 43 are modes 3, 4, 5."""
    return (tenant("callit", "Europe/Rome", "it") +
            f'[appointment]\nreminder_time = "16:00"\nreminder_days = 1\nagent_hold = "30m"\n{appointment}\n'
            '[parameters]\nCC0036B = 7\n[parameters.users.verdi]\nCC0036 = "SI"\nCC0036C = "SI"\nCC0036D = 12\nCC0037 = "SI"\n'
            '[list_states.DR]\ndescription = "Da richiamare"\ntype = "W"\n'
            '[characteristics.motivo]\ndescription = "Motivo"\n[characteristics.segreto]\ndescription = "Segreto"\n'
            '[states.7]\ndescription = "Da confermare"\n[states.12]\ndescription = "Nuovo"\n[states.40]\ndescription = "Rifissato"\n'
            '[states.31]\ndescription = "KO per assente"\nlist_state = "DR"\ncallback = "private"\nvisible = ["motivo"]\n'
            '[states.32]\ndescription = "KO da richiamare"\nlist_state = "DR"\ncallback = "public"\nvisible = ["motivo"]\n'
            '[states.41]\ndescription = "KO rinviato"\nreschedule = true\n[states.42]\ndescription = "KO nuova scheda"\nreschedule = true\n'
            '[states.43]\ndescription = "Richiamare il"\nlist_state = "DR"\ncallback = "private"\nreschedule = true\nvisible = ["motivo"]\n'
            f'[procedures.Spostamento]\nkind = "reschedule"\nstates = [{reschedules}]\nstate_id = 40\n'
            '[procedures.Creazione]\nkind = "create_new"\nstates = [42]\nstate_id = 40\n'
            '[procedures.Richiamo]\nkind = "callback"\nstates = [43]\n' +
            person("bianchi", "Luca", "Bianchi", "callit", 'supervisor = "capo"') +
            person("rossi", "Carla", "Rossi", "callit", 'supervisor = "capo"') +
            person("verdi", "Paolo", "Verdi", "callit", 'supervisor = "capo"') + person("capo", "Anna", "Neri", "callit") +
            '[teams.t1]\nname = "Squadra 1"\nemail = "squadra1@callit.example"\n' + endpoints(site, "callit"))


def telde(site, contact=""):
    """Contacts of the projects umfrage and termine."""
    return (tenant("telde", "Europe/Berlin", "de") + f'[contact]\n{contact}\n'
            '[projects.umfrage]\nname = "Umfrage 7"\nhistory = true\nagents_may_change = false\n'
            'agents = ["meier", "schulz", "braun", "weber"]\n[projects.termine]\nprotocol = "immediate"\n'
            '[judgements.INTERESSE]\ndescription = "Interesse"\n' +
            "".join(person(name, first, name.capitalize(), "telde") for name, first in (
                ("meier", "Jutta"), ("schulz", "Uwe"), ("braun", "Petra"), ("weber", "Max"), ("editor", "Erna"))) +
            endpoints(site, "telde"))


def fact(kind, subject, data, sequence=None, source="/callit"):
    event = {"specversion": "1.0", "id": f"e{next(numbers)}", "source": source, "type": kind, "subject": subject, "data": data}
    return {**event, "sequence": str(sequence)} if sequence is not None else event


def booked(case, start="2026-09-16T15:00", sequence=1, operator="rossi", **more):
    return fact("appointment.booked", case, {"start": start, "agent": {"id": "bianchi"}, "operator": {"id": operator}, "team": "t1",
                                             "client": {"id": "C-1", "name": "Gino Ferrari"}, "location": "Via Roma 1, Torino", **more}, sequence)


def outcome(case, state, sequence=2, **more):
    return fact("appointment.outcome_set", case, {"state": state, "annotations": {"motivo": "era assente", "segreto": "cane feroce"}, **more}, sequence)


def follow_up(contact, due, agent="meier", sequence=None, project="umfrage", **more):
    return fact("contact.follow_up_set", contact, {"project": project, "due": due, "agent": {"id": agent}, **more}, sequence, "/telde")


@functools.cache
def schema(name):
    return json.loads((SCHEMAS / name).read_text())


# What our schemas are made of; another keyword is an error, so that nothing passes unlooked at.
TYPES = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}
RULES = {
    "type": lambda value, type_: isinstance(value, TYPES[type_]) and (type_ == "boolean" or not isinstance(value, bool)),
    "const": lambda value, only: value == only,
    "enum": lambda value, some: value in some,
    "required": lambda value, keys: all(key in value for key in keys),
    "minLength": lambda value, least: len(value) >= least,
    "maxLength": lambda value, most: len(value) <= most,
    "minimum": lambda value, least: value >= least,
    "maximum": lambda value, most: value <= most,
    "minItems": lambda value, least: len(value) >= least,
    "maxItems": lambda value, most: len(value) <= most,
    "pattern": lambda value, pattern: re.search(pattern, value),
}


def misfits(value, rules, path=""):
    """What of the value does not fit a schema: lines, none if all does."""
    if "$ref" in rules:
        return misfits(value, schema(rules["$ref"]), path)
    found = [line for part in rules.get("allOf", []) for line in misfits(value, part, path)]
    for key, rule in rules.items():
        if key not in ("$schema", "title", "allOf", "properties", "items") and not RULES[key](value, rule):
            return found + [f"{path}: {key} {rule}: {value!r:.200}"]
    for name, part in rules.get("properties", {}).items():
        if name in value:
            found += misfits(value[name], part, f"{path}/{name}")
    for number, element in enumerate(value if "items" in rules else ()):
        found += misfits(element, rules["items"], f"{path}/{number}")
    return found


class Held:
    """An answer that the CRM keeps back until it is let go."""

    def __init__(self, status=204):
        self.status = status
        self.gone = threading.Event()

    def __call__(self):
        self.gone.wait(30)
        return self.status

    def let_go(self):
        self.gone.set()


class CallCentreTest(SiteTest):
    """One of the tenants on a site of its own, its CRM, and what has come back."""

    def open(self, tenant, clock, mail="", **options):
        self.here = site = self.site(clock=clock, mail=f'transport = "smtp"\n{mail}')
        site.tenants = {tenant.__name__: tenant(site, **options)}
        site.write_configuration()
        self.daemon = site.daemon()
        self.workers = site.workers()
        self.crm = site.client()
        return site

    def push(self, *events):
        replies = self.crm.push(list(events))
        self.assertEqual([reply["status"] for reply in replies], ["accepted"] * len(events), replies)

    def mails(self, who, case, count=1):
        """The mails to that person about the case: as many as are expected, of which the last is waited for."""
        found = lambda: [mail for mail in self.here.smtp.mails if mail["to"][0].split("@")[0] == who and case in words(mail)]
        wait_for(lambda: len(found()) >= count, f"{count} mails to {who} about {case}")
        self.assertEqual(len(found()), count)
        return found()

    def hook(self, kind, case):
        """Data of the one webhook of this type about the case: signed, and as its schema says."""
        wait_for(lambda: self.here.hooks.of(kind, case), f"{kind} of {case}")
        [hook] = self.here.hooks.of(kind, case)
        return hook["event"]["data"]

    def assert_hooks_are_good(self, secret=("Ferrari", "Bianchi", "assente", "@")):
        """Signed, as their schema says, without the words that are personal, and the commands alone at the door for commands."""
        for hook in self.here.hooks.hooks:
            kind = hook["event"]["type"]
            self.assertTrue(hook["signed"], kind)
            self.assertEqual(misfits(hook["event"], schema(f"webhook.{kind}.json")), [])
            self.assertEqual(hook["path"].rsplit("/", 1)[-1] == "commands", kind in COMMANDS, kind)
            for name in secret:
                self.assertNotIn(name, hook["bytes"].decode())

    def calls(self, *words):
        """What `followupctl callbacks` lists, by callback."""
        lines = self.here.ctl("--json", "callbacks", *words, check=False).stdout.splitlines()
        return {call["callback"]: call for call in map(json.loads, lines)}


def words(mail):
    """Subject and text of a mail."""
    return mail["message"]["Subject"] + "\n" + mail["message"].get_body(("plain",)).get_content()
