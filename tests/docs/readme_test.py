#!/usr/bin/python3
"""What the documents show is what the programs do: README.md's commands, run as they stand there, and the examples of
the pages for integrators.

FOLLOWUP_BUILD names the build folder with the programs; it takes the place of README's build/release.
"""
import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools/demo.d"))
from stage.mailbox import Mailbox  # noqa: E402

BUILD = pathlib.Path(os.environ["FOLLOWUP_BUILD"]).resolve()
WAIT_S = 120
HEADERS = ("From", "To", "Subject")


def block(text, kind, holding):
    """The code block of this kind that has this in it."""
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    found = [inside for of, inside in blocks if of == kind and holding in inside]
    if len(found) != 1:
        raise AssertionError(f"{len(found)} blocks have {holding!r} in them")
    return found[0]


class Readme(unittest.TestCase):
    """The shell has the block as its standard input, and then stays, so that what the block began goes on."""

    def setUp(self):
        self.text = (ROOT / "README.md").read_text()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="readme-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.said = open(self.folder / "said", "w+", encoding="utf-8")
        self.addCleanup(self.said.close)
        self.shell = subprocess.Popen(["bash", "-s"], cwd=ROOT, stdin=subprocess.PIPE, stdout=self.said, stderr=self.said,
                                      text=True, env=dict(os.environ, TMPDIR=str(self.folder)), start_new_session=True)
        self.addCleanup(self.end)

    def end(self):
        """Ends what README began. The shell and the daemon are one process group; the daemon's children end with it."""
        if self.shell.poll() is not None:
            return
        try:
            self.enter("kill %1\nwait\n")
            self.shell.stdin.close()
            self.shell.wait(WAIT_S)
        except (OSError, subprocess.TimeoutExpired):
            os.killpg(self.shell.pid, signal.SIGKILL)
            self.shell.wait()

    def enter(self, lines):
        self.shell.stdin.write(lines.replace("build/release", shlex.quote(str(BUILD))))
        self.shell.stdin.flush()

    def words(self):
        return (self.folder / "said").read_text(encoding="utf-8")

    def wait_for(self, condition, what):
        limit = time.monotonic() + WAIT_S
        while time.monotonic() < limit:
            if value := condition():
                return value
            time.sleep(0.1)
        raise AssertionError(f"waited in vain for {what}; it said:\n{self.words()}")

    def test_its_commands_make_the_mail_that_it_shows(self):
        self.enter(block(self.text, "sh", "--standalone"))
        self.wait_for(lambda: "accepted     8d7f3c1e-0001" in self.words(), "the answer")
        [folder] = self.wait_for(lambda: list(self.folder.glob("*/maildir/new")), "the mail worker's Maildir")
        mailbox = Mailbox(folder.parent)
        mails = []
        self.wait_for(lambda: mails.extend(mailbox.arrived()) or len(mails) > 1, "the reminder and the escalation")
        reminder, escalation = mails
        shown = "".join(f"{name}: {reminder.message[name]}\n" for name in HEADERS) + "\n" + reminder.text.replace("\r\n", "\n")
        self.assertEqual(shown.strip(), block(self.text, "", "\nSubject: ").strip())
        self.assertEqual(escalation.to, ["sara@assist.example"])
        self.assertEqual(escalation.ids("References"), reminder.ids("References"))

        self.assertIn("`kill %1`", self.text)
        self.end()
        self.assertEqual(self.shell.returncode, 0, self.words())
        self.assertIn("event=stopped", self.words())


class Examples(unittest.TestCase):
    def test_those_of_the_pages_for_integrators_go_as_they_show(self):
        for page in ("referral", "appointment", "contact", "ticket", "meeting", "communication"):
            with self.subTest(page):
                shown = block((ROOT / f"docs/{page}.md").read_text(), "text", "$ followupctl simulate")
                command, told = shown.split("\n", 1)
                program, *words = shlex.split(command.removeprefix("$ "))
                ended = subprocess.run([BUILD / "tools/ctl" / program, *words], cwd=ROOT, capture_output=True, text=True, timeout=WAIT_S,
                                       check=False)
                self.assertEqual((ended.returncode, ended.stdout, ended.stderr), (0, told, ""))


if __name__ == "__main__":
    unittest.main()
