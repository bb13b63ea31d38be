"""Files: frames behind events into the store, and out of it into mails, whole or left out and named."""

import email
import email.policy
import hashlib
import os
import subprocess
import unittest

from call_centre import words
from files import LARGE, MIB, IntakeTest, MailTest, added, body, content_of, later
from harness import BUILD, wait_for
from office import about, file, files_in, issued, people, scheduled


class Intake(IntakeTest):
    def blob(self, content):
        return "{s0}blob:assist:" + hashlib.sha256(content).hexdigest()

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
        again = added("D", file())
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


class Mails(MailTest):
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
        self.assertNotIn("diagnosis", words(bob), "a name may tell what is in the file")
        self.assertIn("- eine Datei, die Sie nicht sehen dürfen", words(bob))
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
