#!/usr/bin/python3
"""Other people's calendars read our invitations: Python's icalendar, dateutil's zones, and ical.js. Each computes the instants
from the rules that an invitation carries, not from the zones of this machine.

  invitation_test.py WRITER PACKAGES [TEST...]    WRITER: the program write_invitations. PACKAGES: has node_modules
"""
import datetime
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import icalendar
from dateutil.tz import tzical

HERE = pathlib.Path(__file__).resolve().parent
WRITER, PACKAGES = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
WAIT_S = 60


def in_utc(time):
    return time.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_with_icalendar(file):
    calendar = icalendar.Calendar.from_ical(file.read_bytes())
    (zone,) = calendar.walk("VTIMEZONE")
    (event,) = calendar.walk("VEVENT")
    rules = zone.to_tz()

    def instant(name):
        return in_utc(rules.localize(event[name].dt.replace(tzinfo=None)))

    return {
        "method": calendar["METHOD"], "uid": event["UID"], "sequence": event["SEQUENCE"], "zone": zone["TZID"],
        "start": instant("DTSTART"), "end": instant("DTEND"), "subject": event["SUMMARY"],
        "location": event.get("LOCATION", ""), "description": event.get("DESCRIPTION", ""),
        "attendee": event["ATTENDEE"].params["CN"], "status": event["STATUS"],
        "mailto": [event["ORGANIZER"], event["ATTENDEE"]],
    }


def instants_of_dateutil(file):
    text = file.read_text(encoding="utf-8")
    rules = tzical(io.StringIO(text)).get()
    event = icalendar.Calendar.from_ical(text).walk("VEVENT")[0]
    return {word: in_utc(event[name].dt.replace(tzinfo=rules)) for word, name in (("start", "DTSTART"), ("end", "DTEND"))}


class Invitation(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.held = tempfile.TemporaryDirectory(prefix="followup-invitations-")
        cls.addClassCleanup(cls.held.cleanup)
        cls.folder = pathlib.Path(cls.held.name)
        subprocess.run([WRITER, cls.folder], check=True, timeout=WAIT_S)
        cls.meetings = json.loads((cls.folder / "meetings.json").read_text(encoding="utf-8"))

    def file(self, name):
        return self.folder / f"{name}.ics"

    def compare(self, read):
        self.assertGreater(len(read), 80)
        for name, found in read.items():
            meeting = self.meetings[name]
            with self.subTest(name):
                self.assertEqual(found.pop("status"), "CANCELLED" if meeting["method"] == "CANCEL" else "CONFIRMED")
                self.assertEqual(found.pop("mailto"), ["mailto:sara@example.org", "mailto:anna@example.org"])
                self.assertEqual(found, meeting)

    def testIcalendarReadsWhatWasMeant(self):
        # Its zones end in 2038. What somebody typed like an escape it takes for one, and it does not know those of parameters.
        names = [name for name, meeting in self.meetings.items() if meeting["start"] < "2038" and name != "typed-escapes"]
        self.compare({name: read_with_icalendar(self.file(name)) for name in names})

    def testIcalJsReadsWhatWasMeant(self):
        files = {str(self.file(name)): name for name in self.meetings}
        ended = subprocess.run(["node", HERE / "read_invitation.cjs", *files], capture_output=True, text=True, timeout=WAIT_S,
                               env=dict(os.environ, NODE_PATH=str(PACKAGES / "node_modules")), check=False)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        read = json.loads(ended.stdout)
        self.assertEqual(len(read), len(self.meetings))
        self.compare({files[file]: found for file, found in read.items()})

    def testDateutilComputesOurInstants(self):
        for name, meeting in self.meetings.items():
            with self.subTest(name):
                self.assertEqual(instants_of_dateutil(self.file(name)), {word: meeting[word] for word in ("start", "end")})

    def testMeetingOnTheDayOfTheChangeIsAtNineUtc(self):
        # S-M17
        self.assertEqual(self.meetings["invited"]["start"], "2026-10-25T09:00:00Z")
        self.assertEqual(read_with_icalendar(self.file("invited"))["start"], "2026-10-25T09:00:00Z")

    def testMeetingKeepsItsUidUntilItIsCancelled(self):
        # S-M16
        life = [read_with_icalendar(self.file(name)) for name in ("invited", "moved", "cancelled")]
        self.assertEqual([found["method"] for found in life], ["REQUEST", "REQUEST", "CANCEL"])
        self.assertEqual([found["sequence"] for found in life], [0, 1, 2])
        self.assertEqual(len({found["uid"] for found in life}), 1)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
