#!/usr/bin/python3
"""Other people's libraries against real processes: a standalone installation on a virtual clock, a day a second.

  foreign_test.py BUILD PACKAGES [TEST...]    BUILD: the build folder. PACKAGES: has node_modules
"""
import json
import os
import pathlib
import queue
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools/demo.d"))
from stage.installation import Installation  # noqa: E402
from stage.receiver import Receiver  # noqa: E402

HERE = ROOT / "tests/foreign"
EXAMPLES = ROOT / "docs/examples"
WAIT_S = 60
BUILD, PACKAGES = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
TENANT = """\
[tenant]
sources = ["/demo/crm"]
zone = "Europe/Rome"
mail_from = "followup@assist.example"
case_url = "https://crm.assist.example/{{id}}"
fallback_email = "office@assist.example"
administrator_email = "admin@assist.example"

[[endpoint]]
name = "crm"
url = "http://127.0.0.1:{port}/hooks"
secrets = ["{secret}"]
types = ["*"]
allow = ["127.0.0.1/32:{port}"]
"""


def run(*command, text="", packages=False):
    """Runs a program; gives its exit status and what it printed."""
    environment = dict(os.environ, **({"NODE_PATH": str(PACKAGES / "node_modules")} if packages else {}))
    ended = subprocess.run(command, input=text, capture_output=True, text=True, timeout=WAIT_S, env=environment, check=False)
    return ended.returncode, ended.stdout + ended.stderr


class Foreign(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="followup-foreign-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.receiver = Receiver()
        self.addCleanup(self.receiver.close)
        self.installation = Installation(BUILD, self.folder / "run", "2011-01-01", 86400)
        self.installation.add_tenant("demo", TENANT.format(port=self.receiver.port, secret=self.receiver.secret))
        self.addCleanup(self.installation.stop)
        self.installation.start()
        self.door = f"ipc://{self.folder}/run/router.sock"

    def push_twice(self, *command):
        """The document's client sends the document's event, and then again."""
        answers = []
        for _ in range(2):
            status, said = run(*command, self.door, str(EXAMPLES / "referral.json"))
            self.assertEqual(status, 0, said)
            answers.append(json.loads(said))
        event = json.loads((EXAMPLES / "referral.json").read_text())
        self.assertEqual([answer["status"] for answer in answers], ["accepted", "duplicate"])
        self.assertEqual([(answer["source"], answer["id"]) for answer in answers], [(event["source"], event["id"])] * 2)

    def hook(self):
        """The webhook of a referral whose contact was recorded before it was due."""
        event = json.loads((EXAMPLES / "referral.json").read_text())
        contact = {"specversion": "1.0", "id": "contact", "source": event["source"], "type": "referral.contact_recorded",
                   "subject": event["subject"], "data": {"contacted": True}}
        self.assertEqual(self.statuses(event, contact), ["accepted", "accepted"])
        try:
            return self.receiver.arrived.get(timeout=WAIT_S)
        except queue.Empty:
            self.fail("no webhook came")

    def statuses(self, *events):
        return [reply["status"] for reply in self.installation.push(*events)]

    def verify(self, hook, body):
        asked = {"secret": self.receiver.secret, "headers": hook.headers, "body": body}
        return run("node", str(HERE / "verify_webhook.cjs"), text=json.dumps(asked), packages=True)

    def testNodeClientOfTheDocumentsIsUnderstood(self):
        # Modules are looked for beside the script.
        (self.folder / "node_modules").symlink_to(PACKAGES / "node_modules")
        script = shutil.copy(EXAMPLES / "push.mjs", self.folder)
        self.push_twice("node", script)

    def testPythonClientOfTheDocumentsIsUnderstood(self):
        self.push_twice("/usr/bin/python3", "-B", str(EXAMPLES / "push.py"))

    def testStandardWebhooksLibraryVerifiesWhatIsSigned(self):
        hook = self.hook()
        self.assertEqual(self.verify(hook, hook.body.decode()), (0, "followup.closed\n"))

    def testStandardWebhooksLibraryRefusesWhatWasChanged(self):
        hook = self.hook()
        status, said = self.verify(hook, hook.body.decode().replace("followup.closed", "followup.opened"))
        self.assertEqual((status, said), (1, "No matching signature found\n"))

    def testCloudEventsLibraryReadsAWebhook(self):
        hook = self.hook()
        asked = {"headers": hook.headers, "body": hook.body.decode()}
        status, said = run("node", str(HERE / "read_event.cjs"), text=json.dumps(asked), packages=True)
        self.assertEqual(status, 0, said)
        event = json.loads(said)
        self.assertEqual((event["specversion"], event["type"], event["subject"]), ("1.0", "followup.closed", "REF-1"))
        self.assertEqual(event["id"], hook.headers["webhook-id"])
        self.assertEqual(event["data"]["case"], {"tenant": "demo", "kind": "referral", "id": "REF-1"})

    def testCloudEventsLibraryWritesAnEventThatIsAccepted(self):
        status, said = run("node", str(HERE / "write_event.cjs"), str(EXAMPLES / "referral.json"), packages=True)
        self.assertEqual(status, 0, said)
        self.assertEqual(self.statuses(json.loads(said)), ["accepted"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
