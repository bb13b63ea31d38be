"""Minutes to many while things go wrong: a relay that puts some of them off, a store that is away, processes that are killed, a
configuration that is read again."""

import time
import unittest

from expansion import Killed
from office import MONDAY, OfficeTest, file, files_in, issued, result, scheduled

OUTAGE_S = 3


def readers(count):
    return [{"id": f"p{n}", "name": f"Person {n}", "email": f"p{n}@assist.example"} for n in range(count)]


class Forty(OfficeTest):
    def begin(self, **options):
        site = self.open(**options)
        self.push(scheduled("M-1"))
        return site

    def everybody_once(self, count):
        """One webhook about all of them, one mail each, one Message-ID a person."""
        [hook] = self.hooks_of("minutes.issued", "M-1")
        self.assertEqual(hook["results"], [result(f"p{n}", "other") for n in range(count)])
        self.settle()
        self.assertEqual(self.told(), {f"p{n}": 1 for n in range(count)})
        self.assertEqual(len({mail["message"]["Message-ID"] for mail in self.here.smtp.mails}), count)

    def test_exactly_those_three_are_tried_again_whom_the_relay_put_off(self):
        site = self.begin()
        late = [f"p{n}@assist.example" for n in (3, 17, 39)]
        site.smtp.script = {address: ["451 4.2.1 later"] for address in late}
        self.push(issued("M-1", attendees=[], others=readers(40)))
        self.everybody_once(40)
        self.assertEqual(site.smtp.asked, {f"p{n}@assist.example": 2 if n in (3, 17, 39) else 1 for n in range(40)})
        self.assertEqual(site.log("email").count("event=attempt_failed"), 3)
        self.assertEqual(site.ctl("dead", "list").stdout.count("M-1"), 0)

    def test_a_store_that_is_away_for_a_while_loses_nobody_and_doubles_nobody(self):
        site = self.begin(mail="max_in_flight = 2")
        self.push_with(issued("M-1", attendees=[], others=readers(40), attachments=[file()]), b"bytes" * 100_000)
        while len(site.smtp.mails) < 3:
            time.sleep(0.01)
        site.redis.kill()
        site.redis.wait()
        sent = len(site.smtp.mails)
        self.assertLess(sent, 40, "it was away while there was something to do")
        reply = self.push_files(issued("M-1", 2, attachments=[file()]), b"others" * 100_000)
        self.assertEqual((reply["status"], reply["reason"]), ("busy", "store_unavailable"))
        time.sleep(OUTAGE_S)
        site.redis = site.start_redis()
        [hook] = self.hooks_of("minutes.issued", "M-1")
        self.assertEqual([one["result"] for one in hook["results"]], ["delivered"] * 40)
        self.settle()
        ids = {}
        for mail in site.smtp.mails:
            ids.setdefault(mail["to"][0], set()).add(mail["message"]["Message-ID"])
            self.assertEqual(files_in(mail)["report.pdf"], b"bytes" * 100_000)
        self.assertEqual(len(ids), 40, "nobody was forgotten")
        self.assertTrue(all(len(same) == 1 for same in ids.values()), "a copy is the same mail")
        self.assertLessEqual(len(site.smtp.mails), 40 + 2, "a copy only of what was under way when it went")


class ExpandedMinutes(Killed, OfficeTest):
    def everybody(self):
        return ["bob", "carla", "dino", "emma"]

    def begin(self):
        site = self.open(clock=MONDAY + "x1", mail="max_in_flight = 2", roles="intake", workers=False)
        site.worker("webhook")
        self.push(scheduled("M-1"))
        self.push_with(issued("M-1", attendees=[{"id": who} for who in self.everybody()], attachments=[file()]), b"bytes")
        return site

    def assert_crm_knows(self):
        [hook] = self.hooks_of("minutes.issued", "M-1")
        self.assertEqual(hook["results"], [result(who, "attendee") for who in self.everybody()])
        for mail in self.here.smtp.mails:
            self.assertEqual(files_in(mail)["report.pdf"], b"bytes")


if __name__ == "__main__":
    unittest.main(verbosity=2)
