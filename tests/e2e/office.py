"""The tenant of meetings, applications and communications for end-to-end tests, their events, and how the mails of them are read."""

import json
import signal
import subprocess

import icalendar

from call_centre import CallCentreTest, endpoints, fact, person, tenant, words
from harness import wait_for

TEMPLATE = "[subject]\nA paper is missing\n\n[lead]\nPlease bring us: {{value.paper}}.\n\n[task]\n"
MONDAY = "2026-06-01T08:00:00Z"  # 10:00 in Rome


def assist(site, more="", meetings=""):
    """Anna holds the meetings. Bob reads German, Carla Portuguese in São Paulo, Dino Italian, Emma, who may read medical files, English;
    Paul has no address, and Lea has left."""
    return (tenant("assist", "Europe/Rome", "en") + f'templates = "{site.folder}/letters"\n' +
            f'[meetings]\n{meetings}\n[communications]\ntemplates = ["missing_documents"]\n' +
            person("anna", "Anna", "Conti", "assist", 'supervisor = "sara"') + person("sara", "Sara", "Neri", "assist") +
            person("bob", "Bob", "Brandt", "assist", 'language = "de"') +
            person("carla", "Carla", "Souza", "assist", 'language = "pt"\nzone = "America/Sao_Paulo"') +
            person("dino", "Dino", "Verdi", "assist", 'language = "it"') +
            person("emma", "Emma", "Evans", "assist", 'privileges = ["medical"]') +
            person("lea", "Lea", "Left", "assist", "active = false") + '[people.paul]\nname = "Paul Paper"\n' +
            more + endpoints(site, "assist"))


def about(kind, case, sequence=None, **data):
    return fact(kind, case, data, sequence, source="/assist")


def people(*ids):
    return [{"id": id_} for id_ in ids]


def scheduled(meeting, *invitees, start="2026-06-10T15:00", sequence=None, kind="scheduled", **more):
    return about(f"meeting.{kind}", meeting, sequence, **{
        "start": start, "subject_line": "Household of Serena Gallo", "location": "Via Roma 1", "organizer": {"id": "anna"},
        "invitees": people(*invitees), **more})


def replied(meeting, who, reply):
    return about("meeting.response_recorded", meeting, person={"id": who}, reply=reply)


def issued(meeting, version=1, **more):
    return about("minutes.issue_requested", meeting, version=version, text="The rent is paid until August.", **more)


def assigned(meeting, action, who, due_on, text="Call the school"):
    return about("action.assigned", meeting, action_id=action, responsible={"id": who}, due_on=due_on, text=text)


def recorded(application, communication, direction="out", medium="letter", client="CL-1", time=None, **more):
    event = about("communication.recorded", application, communication_id=communication, direction=direction, medium=medium,
                  client={"id": client, "name": "Serena Gallo"}, **more)
    return {**event, "time": time} if time else event


def requested(application, communication, *to, **more):
    if "template" not in more:
        more = {"subject_line": "Your papers", "text": "Please bring them on Monday.", **more}
    return about("communication.requested", application, communication_id=communication, to=people(*to), **more)


def file(name="report.pdf", frame=0, media_type="application/pdf", **more):
    return {"name": name, "media_type": media_type, **({} if frame is None else {"frame": frame}), **more}


def files_in(mail):
    """What is attached to a mail, by name; an invitation's calendar is none of it."""
    return {part.get_filename(): part.get_payload(decode=True) for part in mail["message"].iter_attachments()}


def invitation_in(mail):
    """(method of the part, the calendar, its event), as Python's icalendar reads them; nothing if there is none."""
    for part in mail["message"].walk():
        if part.get_content_type() == "text/calendar":
            calendar = icalendar.Calendar.from_ical(part.get_payload(decode=True))
            [event] = calendar.walk("VEVENT")
            return part.get_param("method"), calendar, event
    return None


def text_of_pdf(content):
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, timeout=30, check=True)
    return done.stdout.decode()


def thread_of(mail):
    return mail["message"]["References"].split()[0]


def result(who, group, result_="delivered", reason=None):
    return {"person": who, "group": group, "result": result_, **({"reason": reason} if reason else {})}


class OfficeTest(CallCentreTest):
    def open(self, clock=MONDAY + "x1", mail="", roles=None, workers=True, environment=None, prepare=None, **options):
        """`prepare` may change the site before its configuration is written."""
        self.here = site = self.site(clock=clock, mail=f'transport = "smtp"\n{mail}')
        (site.folder / "letters").mkdir()
        for language in ("it", "de", "pt", "en"):
            (site.folder / "letters" / f"message-missing_documents.{language}.txt").write_text(TEMPLATE)
        site.tenants = {"assist": assist(site, **options)}
        if prepare:
            prepare(site)
        site.write_configuration()
        self.daemon = site.daemon(roles=roles, environment=environment)
        self.workers = [site.worker(channel, environment=environment) for channel in ("email", "webhook")] if workers else []
        self.crm = site.client()
        return site

    def push_files(self, event, *frames, limit=60.0):
        """Pushes an event with frames behind it; the answer."""
        self.crm.socket.send_multipart([json.dumps(event).encode(), *frames])
        return self.crm.receive(limit)

    def push_with(self, event, *frames, limit=60.0):
        reply = self.push_files(event, *frames, limit=limit)
        self.assertEqual(reply["status"], "accepted", reply)

    def told(self):
        """Who got how many mails, by the address before the @."""
        to = [mail["to"][0].split("@")[0] for mail in self.here.smtp.mails]
        return {who: to.count(who) for who in to}

    def newest(self, who, count=1):
        """The newest of the mails to that person, of which so many are waited for."""
        found = lambda: [mail for mail in self.here.smtp.mails if mail["to"][0].split("@")[0].lower() == who]
        wait_for(lambda: len(found()) >= count, f"{count} mails to {who}")
        self.assertEqual(len(found()), count)
        return found()[-1]

    def said(self, who, count=1):
        return words(self.newest(who, count))

    def hooks_of(self, kind, case, count=1):
        """Data of the webhooks of this type about the case, in the order in which they came."""
        wait_for(lambda: len(self.here.hooks.of(kind, case)) >= count, f"{count} {kind} of {case}", 90)
        hooks = self.here.hooks.of(kind, case)
        self.assertEqual(len(hooks), count)
        return [hook["event"]["data"] for hook in hooks]

    def settle(self):
        self.here.settle()
        self.assert_hooks_are_good(("Gallo", "Conti", "Brandt", "Household", "The rent", "school", "Your papers", "new job", "@"))

    def read_again(self):
        """The configuration, as it is written now: by the daemon and its workers."""
        before = {name: self.here.log_size(name) for name in ("followupd", "email", "webhook")}
        for process in (self.daemon, *self.workers):
            process.send_signal(signal.SIGHUP)
        for name, size in before.items():
            self.here.wait_for_log(name, "config_read", size)
