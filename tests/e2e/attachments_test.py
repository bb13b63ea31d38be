"""Files: frames behind events into the store, and out of it into mails, with their memory measured."""

import email
import email.policy
import hashlib
import json
import os
import pathlib
import subprocess
import unittest

import zmq

from call_centre import words
from harness import BUILD, wait_for
from office import OfficeTest, about, file, files_in, issued, people, requested, scheduled

MIB = 1024 * 1024
LARGE = 40 * MIB


def most_memory(process):
    """The most that the process has had in memory at a time, in bytes."""
    for line in pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise AssertionError("no VmHWM")


def content_of(size, seed=0):
    block = hashlib.sha512(str(seed).encode()).digest() * 1024
    return (block * (size // len(block) + 1))[:size]


def added(case, attachment):
    """A file that nobody is told of."""
    return about("attachment.added", case, attachment=attachment, watchers=[])


def later(case, *files):
    """A mail of a far day."""
    return requested(case, "C-1", "anna", at="2027-10-01", attachments=list(files))


def body(event):
    return json.dumps(event).encode()


class Intake(OfficeTest):
    def blob(self, content):
        return "{s0}blob:assist:" + hashlib.sha256(content).hexdigest()

    def intake(self, limit=LARGE):
        return self.open(workers=False, environment={"FOLLOWUP_ATTACHMENT_MAX_BYTES": str(limit)})

    def test_a_file_is_stored_under_its_hash_before_its_event_is_answered(self):
        site = self.intake()
        first, second = content_of(3 * MIB, 1), b"a small one"
        reply = self.push_files([added("A", file(frame=1)), later("B", file(frame=0), file(frame=1))], second, first)
        self.assertEqual([one["status"] for one in reply], ["accepted", "accepted"])
        for content in (first, second):
            self.assertEqual(site.command("STRLEN", self.blob(content)), str(len(content)))
            self.assertGreater(int(site.command("PTTL", self.blob(content))), 487 * 24 * 3600 * 1000, "until the mail has gone")
        self.assertEqual(site.command("KEYS", "*blobpart*"), "")
        # The event can be sent again, and the same file with another event is kept once.
        again = added("A", file())
        self.push_with(again, first)
        self.assertEqual(self.push_files(again, first)["status"], "duplicate")
        self.push_with(added("C", file()), first)
        self.assertEqual(len(site.command("KEYS", "*blob:*").split()), 3, "two files, and the mail's text")

    def test_a_file_that_nobody_waits_for_is_kept_for_more_than_a_day(self):
        site = self.intake()
        self.push_with(added("A", file()), b"bytes")
        self.assertGreater(int(site.command("PTTL", self.blob(b"bytes"))), 24 * 3600 * 1000)

    def test_frames_that_do_not_fit_are_refused_each_in_its_own_words(self):
        site = self.intake(limit=MIB)
        for event, frames, reason in ((added("A", file(frame=1)), [b"x"], "frame_not_named"),
                                      (later("B", file(frame=0), file(frame=1)), [b"x"], "frame_missing"),
                                      (added("C", file(size=2)), [b"x"], "size_differs"),
                                      (added("D", file(frame=None, content="0" * 64)), [], "content_gone"),
                                      (added("E", file()), [b"x"] * 51, "too_large"),
                                      (later("F", *(file(frame=n) for n in range(3))), [content_of(4 * MIB)] * 3, "too_large"),
                                      (about("meeting.held", "G"), [b"x"], "unexpected_frames")):
            reply = self.push_files(event, *frames)
            self.assertEqual((reply["status"], reply["reason"]), ("rejected", reason), event)
            self.assertTrue(reply["errors"][0]["message"])
        self.assertEqual(site.command("KEYS", "*blob*"), "")
        # Larger than may be attached, yet it is taken: it will be linked.
        self.push_with(added("H", file()), content_of(MIB + 1))

    def test_a_store_that_is_full_keeps_nothing_half(self):
        site = self.intake()
        used = int(next(line for line in site.command("INFO", "memory").splitlines() if line.startswith("used_memory:")).split(":")[1])
        site.command("CONFIG", "SET", "maxmemory", used + 2 * MIB)
        event = added("A", file())
        reply = self.push_files(event, content_of(8 * MIB))
        self.assertEqual((reply["status"], reply["reason"]), ("busy", "store_full"))
        self.assertEqual(site.command("KEYS", "*blob*"), "")
        site.command("CONFIG", "SET", "maxmemory", 0)
        self.push_with(event, content_of(8 * MIB))

    def test_a_daemon_that_is_killed_while_it_stores_a_file_leaves_nothing_that_stays(self):
        site = self.intake()
        self.crm.socket.send_multipart([body(added("A", file())), content_of(LARGE)])
        wait_for(lambda: site.command("KEYS", "*blobpart*"), "a part of the file")
        self.daemon.kill()
        self.daemon.wait()
        for name in site.command("KEYS", "*blobpart*").split():
            self.assertGreater(int(site.command("PTTL", name)), 0)
        self.assertEqual(site.command("KEYS", "*blob:*"), "")

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


class Mails(OfficeTest):
    def mailing(self, size=100_000_000, maildir=False, workers=True, more="", **limits):
        """An installation whose relay takes mails of `size`."""
        def prepare(site):
            site.infrastructure = site.infrastructure.replace('timeout = "5s"', 'timeout = "60s"')
            if maildir:
                site.infrastructure = site.infrastructure.replace('transport = "smtp"', f'transport = "maildir"\nmaildir = "{site.folder}/mail"')
            site.smtp.stop()
            site.smtp.size = size
            site.smtp.listen()

        site = self.open(workers=False, environment=limits, prepare=prepare, more=more)
        self.limits = limits
        if workers:
            self.deliver()
        return site

    def deliver(self):
        self.mailer = self.here.worker("email", environment=self.limits)
        self.here.worker("webhook")

    def put(self, *files, to=("emma",), contents=()):
        self.push_with(requested("APP-1", "C-1", *to, attachments=list(files)), *contents)

    def test_a_mail_brings_its_files_as_they_were(self):
        self.mailing()
        content = bytes(range(256)) * 5000 + b"end"
        names = ["report.pdf", "Übersicht für März – Größe.xlsx", "../../etc/passwd\r\nBcc: x@y.example", "empty.txt"]
        self.put(*(file(name) for name in names[:3]), file(names[3], 1, "text/plain"), contents=(content, b""))
        mail = self.newest("emma")
        parts = list(mail["message"].iter_attachments())
        self.assertEqual(mail["message"].get_content_type(), "multipart/mixed")
        self.assertEqual([part.get_filename() for part in parts], [names[0], names[1], "passwd Bcc_ x@y.example", names[3]])
        self.assertEqual([part.get_content_type() for part in parts], ["application/pdf"] * 3 + ["text/plain"])
        self.assertEqual([part.get_payload(decode=True) for part in parts], [content] * 3 + [b""])
        self.assertNotIn("Bcc", mail["message"])
        self.assertIn("report.pdf (1.3 MB)", words(mail))
        self.assertTrue(all(len(line) <= 998 for line in mail["bytes"].split(b"\r\n")))

    def test_without_a_limit_forty_mebibytes_are_attached_s_m08(self):
        self.mailing()
        self.put(file("scan.pdf", url="https://crm.example/f/1"), contents=(content_of(LARGE),))
        self.assertEqual(files_in(self.newest("emma")), {"scan.pdf": content_of(LARGE)})

    def test_the_limit_of_a_file_is_exact_to_the_byte_s_m08(self):
        self.mailing(FOLLOWUP_ATTACHMENT_MAX_BYTES="5242880")
        self.put(file("fits.pdf"), file("larger.pdf", 1, url="https://crm.example/f/1"), file("nowhere.pdf", 1),
                 contents=[content_of(5_242_880), content_of(5_242_881)])
        mail = self.newest("emma")
        self.assertEqual({name: len(content) for name, content in files_in(mail).items()}, {"fits.pdf": 5_242_880})
        self.assertIn("larger.pdf (5.2 MB), too large for this mail: https://crm.example/f/1", words(mail))
        self.assertIn("nowhere.pdf (5.2 MB), too large for this mail: ask the sender for it", words(mail))

    def test_the_limit_of_a_mail_leaves_the_second_out_and_lists_both_s_m11(self):
        self.mailing(FOLLOWUP_MAIL_MAX_BYTES=str(5 * MIB))
        self.put(*(file(name, n, url=f"https://crm.example/f/{n}") for n, name in enumerate(("first.pdf", "second.pdf", "small.pdf"))),
                 contents=[content_of(3 * MIB, 1), content_of(3 * MIB, 2), content_of(2 * MIB)])
        mail = self.newest("emma")
        self.assertEqual(list(files_in(mail)), ["first.pdf", "small.pdf"])
        text = words(mail)
        for part in ("first.pdf (3.1 MB)", "small.pdf (2.1 MB)", "second.pdf (3.1 MB), too large for this mail: https://crm.example/f/1"):
            self.assertIn(part, text)

    def test_types_that_are_not_attached_are_named_s_m12(self):
        self.mailing(more='[attachments]\ntypes = ["docx", "xlsx", "pdf"]\n')
        self.put(file("report.pdf"), file("setup.exe", 1, "application/pdf"), file("table.XLSX", 1, "application/octet-stream"),
                 contents=(b"a report", b"a program"))
        mail = self.newest("emma")
        self.assertEqual(list(files_in(mail)), ["report.pdf", "table.XLSX"])
        self.assertIn("setup.exe (9 B)", words(mail))

    def test_a_file_that_asks_for_a_privilege_goes_to_whom_has_it_alone_m21(self):
        self.mailing()
        self.push(scheduled("M-1"))
        self.push_with(issued("M-1", attendees=people("bob", "emma"), attachments=[
            file("open.pdf"), file("diagnosis.pdf", 1, privilege="medical", url="https://crm.example/f/1")]), b"open", b"secret")
        emma, bob = self.newest("emma"), self.newest("bob")
        self.assertEqual({name: files_in(emma)[name] for name in ("open.pdf", "diagnosis.pdf")}, {"open.pdf": b"open", "diagnosis.pdf": b"secret"})
        self.assertIn("open.pdf", files_in(bob))
        self.assertNotIn("diagnosis.pdf", files_in(bob))
        self.assertIn("diagnosis.pdf", words(bob), "it is named")
        self.assertNotIn("https://crm.example/f/1", words(bob))
        self.assertNotIn(b"secret", files_in(bob).values())

    def test_a_relay_that_takes_less_gets_links_at_once_and_no_endless_tries_s_m10(self):
        site = self.mailing(size=MIB)
        self.put(file(url="https://crm.example/f/1"), file("other.pdf"), contents=(content_of(2 * MIB),))
        mail = self.newest("emma")
        self.assertEqual(files_in(mail), {})
        self.assertIn("report.pdf (2.1 MB), too large for this mail: https://crm.example/f/1", words(mail))
        self.assertIn("other.pdf (2.1 MB), too large for this mail: ask the sender for it", words(mail))
        self.assertEqual(site.log("email").count("event=files_left_out"), 1)
        self.assertNotIn("attempt_failed", site.log("email"))
        site.settle()
        self.assertEqual(len(site.smtp.mails), 1)

    def test_content_that_has_gone_is_named(self):
        site = self.mailing(workers=False)
        self.put(file("gone.pdf"), file("here.pdf", 1), contents=(b"some bytes", b"others"))
        site.command("DEL", "{s0}blob:assist:" + hashlib.sha256(b"some bytes").hexdigest())
        self.deliver()
        mail = self.newest("emma")
        self.assertEqual(list(files_in(mail)), ["here.pdf"])
        self.assertIn("gone.pdf (10 B), no longer kept", words(mail))

    def test_a_maildir_gets_the_same(self):
        site = self.mailing(maildir=True)
        content = content_of(3 * MIB)
        self.put(file(), contents=(content,))
        path = wait_for(lambda: list((site.folder / "mail" / "new").glob("*")), "the mail")[0]
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        self.assertEqual([part.get_payload(decode=True) for part in message.iter_attachments()], [content])
        self.assertEqual(list((site.folder / "mail" / "tmp").iterdir()), [])

    def test_a_mail_that_is_tried_again_brings_its_files(self):
        site = self.mailing()
        site.smtp.script = {"anna@assist.example": ["451 later"]}
        self.put(file(), to=("anna", "sara"), contents=(content_of(MIB),))
        for who in ("anna", "sara"):
            self.assertEqual(files_in(self.newest(who)), {"report.pdf": content_of(MIB)})
        self.assertIn("attempt_failed", site.log("email"))

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

    def test_a_limit_that_is_no_number_keeps_everything_from_starting(self):
        site = self.open(workers=False)
        for name in ("FOLLOWUP_ATTACHMENT_MAX_BYTES", "FOLLOWUP_MAIL_MAX_BYTES"):
            for value in ("5 MB", "-1", "", "1e6", "99999999999999999999"):
                environment = {**os.environ, name: value}
                for command in ([BUILD / "daemon" / "followupd", "--config", site.folder],
                                [BUILD / "workers" / "followup-worker", "--config", site.folder, "--channel", "email"],
                                [BUILD / "tools" / "ctl" / "followupctl", "check-config", site.folder]):
                    done = subprocess.run([str(word) for word in command], env=environment, capture_output=True, text=True, timeout=30)
                    self.assertEqual(done.returncode, 2, f"{command[0]} {value}: {done.stderr}")
                    self.assertIn(f"{name}: must be a whole number of bytes", done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
