"""The memory that files cost, measured: of the programs as they are shipped, for a sanitizer takes its own."""

import hashlib
import pathlib
import unittest

import zmq

from files import LARGE, MIB, IntakeTest, MailTest, added, body, content_of
from harness import wait_for
from office import file, files_in


def most_memory(process):
    """The most that the process has had in memory at a time, in bytes."""
    for line in pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise AssertionError("no VmHWM")


class Intake(IntakeTest):
    def test_the_intake_stays_within_three_files_of_memory(self):
        self.intake()
        idle = most_memory(self.daemon)
        crm = self.here.client(options=((zmq.SNDHWM, 0),))
        self.push_with(added("ONE", file()), content_of(LARGE))
        one = most_memory(self.daemon)
        for n in range(5):
            crm.socket.send_multipart([body(added(f"MANY-{n}", file())), content_of(LARGE, n)])
        for n in range(5):
            self.assertEqual(crm.receive(120)["status"], "accepted")
        many = most_memory(self.daemon)
        print(f"\nintake: idle {idle // MIB} MiB, one file of {LARGE // MIB} MiB {one // MIB} MiB, five waiting {many // MIB} MiB")
        self.assertLess(one, 2 * LARGE)
        self.assertLess(many, 3 * LARGE + idle)


class Worker(MailTest):
    def test_the_worker_stays_within_three_files_of_memory_with_five_large_mails(self):
        site = self.mailing()
        idle = most_memory(self.mailer)
        to = ("anna", "bob", "carla", "dino", "emma")
        self.put(file("scan.pdf"), to=to, contents=(content_of(LARGE),))
        wait_for(lambda: len(site.smtp.mails) == 5, "the mails", 180)
        digest = hashlib.sha256(content_of(LARGE)).hexdigest()
        for one in to:
            self.assertEqual(hashlib.sha256(files_in(self.newest(one))["scan.pdf"]).hexdigest(), digest)
        most = most_memory(self.mailer)
        print(f"\nworker: idle {idle // MIB} MiB, five mails of {LARGE // MIB} MiB at once {most // MIB} MiB")
        self.assertLess(most, 3 * LARGE)


if __name__ == "__main__":
    unittest.main(verbosity=2)
