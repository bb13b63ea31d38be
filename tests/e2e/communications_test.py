"""Communications with clients, notes and files on applications, with real processes: answers that are awaited, mails that the CRM asks
for, now or at a time, of its own words or of a template, and who reads of what is noted."""

import json
import unittest

from call_centre import words
from office import OfficeTest, about, file, files_in, people, recorded, requested, result


class Answers(OfficeTest):
    def test_a_letter_that_is_answered_reminds_nobody_and_one_that_is_not_does_s_m20(self):
        site = self.open("2026-06-15T06:48:00Zx60")
        june = "2026-06-01T08:00:00Z"
        expected = {"answer_expected_days": 14, "worker": {"id": "bob"}, "time": june}
        self.push(recorded("APP-1", "L-1", **expected), recorded("APP-2", "L-1", client="CL-2", **expected),
                  recorded("APP-3", "L-1", **expected))
        self.push(recorded("APP-1", "CALL-1", direction="in", medium="phone", time="2026-06-10T08:00:00Z"),
                  recorded("APP-2", "CALL-2", direction="in", medium="phone", client="CL-1", time="2026-06-10T08:00:00Z"),
                  about("communication.cancelled", "APP-3", communication_id="L-1", reason="sent by mistake"))
        site.wait_until("2026-06-15T07:00:10Z")
        text = self.said("bob")
        self.assertIn("Serena Gallo", text)
        [missing] = self.hooks_of("communication.answer_missing", "APP-2/L-1")
        self.assertEqual((missing["communication"], missing["client"], missing["expected_on"]), ("L-1", "CL-2", "2026-06-15"))
        self.settle()
        self.assertEqual(self.told(), {"bob": 1}, "another client's call is no answer, an answer is one, and what was cancelled is over")
        self.assertEqual(len(site.hooks.of("communication.answer_missing")), 1)

    def test_they_are_listed_by_client_m24(self):
        site = self.open()
        self.push(recorded("APP-1", "L-1", answer_expected_days=14, time="2026-05-20T08:00:00Z"),
                  recorded("APP-2", "CALL-1", direction="in", medium="phone", time="2026-05-28T08:00:00Z"),
                  recorded("APP-2", "CALL-2", direction="in", medium="phone", client="CL-2"),
                  requested("APP-2", "E-1", "emma", client={"id": "CL-1", "name": "Serena Gallo"}))
        self.newest("emma")
        site.settle()
        listed = [json.loads(line) for line in site.ctl("--json", "communications", "--client", "CL-1").stdout.splitlines()]
        self.assertEqual([(one["application"], one["communication_id"], one["direction"], one["medium"]) for one in listed],
                         [("APP-2", "E-1", "out", "email"), ("APP-2", "CALL-1", "in", "phone"), ("APP-1", "L-1", "out", "letter")])
        self.assertEqual(listed[2]["answer_expected_on"], "2026-06-03")
        table = site.ctl("communications", "--client", "CL-1", "--tenant", "assist").stdout
        for part in ("assist/APP-1", "L-1", "letter", "2026-06-03", "CALL-1", "E-1"):
            self.assertIn(part, table)
        self.assertNotIn("CALL-2", table)
        self.assertIn("CL-9", site.ctl("communications", "--client", "CL-9").stdout)
        for case in ("assist/communication/APP-1/L-1", "assist/application/APP-1"):
            shown = site.ctl("show", case, check=False)
            self.assertIn(shown.returncode, (0, 1) if case.endswith("APP-1") else (0,), shown.stderr)


class Messages(OfficeTest):
    def sent(self, case, count=1):
        return [hook["results"] for hook in self.hooks_of("communication.sent", case, count)]

    def test_a_mail_of_the_crms_own_words_goes_out_and_answers_go_to_the_worker_m23(self):
        self.open()
        reply = self.push_files(requested("APP-1", "E-1", "emma", "paul", worker={"id": "bob"}, text="First line.\n\n<b>Second</b> & last.",
                                          attachments=[file("form.pdf")]), b"a form")
        self.assertEqual(reply["status"], "accepted", reply)
        mail = self.newest("emma")
        self.assertIn("Your papers", mail["message"]["Subject"])
        self.assertEqual(mail["message"]["Reply-To"].addresses[0].addr_spec, "bob@assist.example")
        for part in ("First line.", "<b>Second</b> & last."):
            self.assertIn(part, words(mail))
        page = mail["message"].get_body(("html",)).get_content()
        self.assertIn("&lt;b&gt;Second&lt;/b&gt; &amp; last.", page)
        self.assertEqual(files_in(mail), {"form.pdf": b"a form"})
        self.assertEqual(self.sent("APP-1/E-1"), [[result("emma", "recipient"), result("paul", "recipient", "nobody", "no_address")]])
        self.settle()
        again = about("communication.requested", "APP-1", communication_id="E-1", to=people("emma"), subject_line="Again", text="More")
        [reply] = self.crm.push([again])
        self.assertEqual((reply["status"], reply["reason"]), ("rejected", "already_sent"))
        self.settle()
        self.assertEqual(self.told().get("emma"), 1)

    def test_a_template_of_the_tenants_and_one_that_it_does_not_have_m23(self):
        site = self.open()
        self.push(requested("APP-1", "E-1", "emma", template="missing_documents", values={"paper": "the {{lease}} & <rent>"}))
        mail = self.newest("emma")
        self.assertIn("A paper is missing", mail["message"]["Subject"])
        self.assertIn("Please bring us: the {{lease}} & <rent>.", words(mail))
        self.assertIn("the {{lease}} &amp; &lt;rent&gt;", mail["message"].get_body(("html",)).get_content())
        [reply] = self.crm.push([requested("APP-1", "E-2", "emma", template="invoice")])
        self.assertEqual((reply["status"], reply["reason"], reply["errors"][0]["path"]), ("quarantined", "unknown_template", "/data/template"))
        self.newest("admin")
        for language in ("it", "de", "pt", "en"):
            (site.folder / "letters" / f"message-invoice.{language}.txt").write_text("[subject]\nAn invoice\n\n[lead]\nHere it is.\n")
        site.tenants["assist"] = site.tenants["assist"].replace('["missing_documents"]', '["missing_documents", "invoice"]')
        site.write_configuration()
        self.read_again()
        [refused] = [json.loads(line) for line in site.ctl("--json", "rejected", "list").stdout.splitlines()]
        site.ctl("rejected", "replay", refused["id"])
        self.assertIn("An invoice", self.said("emma", 2))
        self.settle()

    def test_a_template_without_files_is_named_by_check_config(self):
        site = self.open()
        site.tenants["assist"] = site.tenants["assist"].replace('["missing_documents"]', '["missing_document"]')
        site.write_configuration()
        checked = site.ctl("check-config", check=False)
        self.assertEqual(checked.returncode, 2)
        self.assertIn('did you mean "missing_documents"?', checked.stdout + checked.stderr)

    def test_a_mail_of_a_time_goes_out_then_unless_it_is_cancelled_before(self):
        site = self.open("2026-06-02T06:48:00Zx60")
        self.push(requested("APP-1", "E-1", "emma", at="2026-06-02"), requested("APP-1", "E-2", "emma", at="2026-06-02T09:00"),
                  requested("APP-1", "E-3", "bob", at="2026-06-02T07:01:00Z"),
                  about("communication.cancelled", "APP-1", communication_id="E-2", reason="not needed"))
        self.newest("emma")
        self.assertGreaterEqual(site.now().isoformat(), "2026-06-02T07:00")
        self.newest("bob")
        self.assertGreaterEqual(site.now().isoformat(), "2026-06-02T07:01")
        self.settle()
        self.assertEqual(self.told(), {"emma": 1, "bob": 1})
        [sent] = self.hooks_of("communication.sent", "APP-1/E-1")
        self.assertEqual(sent["due"]["local"], "2026-06-02T09:00:00")
        [reply] = self.crm.push([about("communication.cancelled", "APP-1", communication_id="E-9", reason="x")])
        self.assertEqual((reply["status"], reply["reason"]), ("quarantined", "unknown_communication"))


class Notes(OfficeTest):
    def test_watchers_read_of_notes_and_files_and_who_wrote_them_does_not_m15_m17_m21(self):
        site = self.open()
        self.push(about("note.recorded", "APP-1", note_id="N-1", title="Income", text="She has a new job.", watchers=people("bob", "emma"),
                        by={"id": "bob"}))
        text = self.said("emma")
        for part in ("Income", "She has a new job."):
            self.assertIn(part, text)
        self.push_with(about("attachment.added", "APP-1", attachment=file("scan.pdf", privilege="medical"), watchers=people("bob", "emma"),
                             by={"id": "anna"}), b"a scan")
        mail = self.newest("emma", 2)
        self.assertEqual(files_in(mail), {"scan.pdf": b"a scan"})
        self.hooks_of("application.told", "APP-1", 2)
        self.settle()
        self.assertEqual(self.told(), {"emma": 2}, "Bob wrote the note, and may not see the scan")
        told = {hook["what"]: hook["results"] for hook in self.hooks_of("application.told", "APP-1", 2)}
        self.assertEqual(told["attachment"], [result("bob", "watcher", "nobody", "no_privilege"), result("emma", "watcher")])
        self.assertEqual([(one["person"], one["result"]) for one in told["note"]], [("bob", "nobody"), ("emma", "delivered")])
        self.assertIn("N-1", site.ctl("show", "assist/application/APP-1").stdout)


if __name__ == "__main__":
    unittest.main(verbosity=2)
