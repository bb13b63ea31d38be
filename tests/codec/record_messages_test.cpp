// The smaller stored values: notifications, history lines, outcomes and policies are read back as
// they were written, and damage never decodes to a guess.
#include "core/codec/record_codec.h"
#include "tests/support/random_case.h"
#include "tests/support/story.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

Notification full_notification() {
  Notification made;
  made.case_key = {"assist", Kind::referral, "R:\"1\"\\\n"};
  made.purpose = Purpose::hook;
  made.channel = Channel::webhook;
  made.role = Role::endpoint;
  made.hook_type = "delivery.failed";
  made.endpoint = "crm";
  made.cycle = 3;
  made.nominal = local("2011-01-31T09:00");
  made.due = instant("2011-01-31T08:00:00Z");
  made.made_at = instant("2011-01-31T08:00:00.123Z");
  made.late = true;
  made.about = "x1";
  made.reason = "smtp_550";
  made.actor = "anna";
  made.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  seal(made);
  return made;
}

TEST(StoredNotification, IsReadBackAsItWasWritten) {
  for (const auto& made : {full_notification(), Notification{}}) {
    const auto decoded = decode_notification(encode_notification(made));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(*decoded, made);
  }
}

TEST(StoredNotification, OfOldStaysReadable) {
  const auto decoded = decode_notification(
      R"({"tenant":"assist","kind":"referral","case":"R:\"1\"\\\n","id":"ffcnjtoch08vhvlmdgd5q0l210","purpose":"hook","channel":"webhook","role":"endpoint","lane":"webhook:assist/crm","type":"delivery.failed","endpoint":"crm","cycle":3,"nominal":"2011-01-31T09:00:00","due":1296460800000,"made":1296460800123,"late":1,"about":"x1","reason":"smtp_550","actor":"anna","trace":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"})");
  ASSERT_TRUE(decoded);
  EXPECT_EQ(*decoded, full_notification());
}

TEST(StoredNotification, RefusesWhatItCanNotUnderstand) {
  const std::string good = encode_notification(full_notification());
  for (std::size_t length = 0; length < good.size(); ++length)
    EXPECT_FALSE(decode_notification(good.substr(0, length))) << length;
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"\"hook\"", "\"hug\""},
           {"\"webhook\"", "\"pigeon\""},
           {"\"endpoint\":\"crm\"", "\"endpoint\":7"},
           {"\"cycle\":3", "\"cycle\":\"3\""},
           {"2011-01-31T09:00:00", "2011-02-31T09:00:00"},
           {"\"referral\"", "\"refusal\""}}) {
    std::string bad = good;
    const auto at = bad.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    bad.replace(at, from.size(), to);
    EXPECT_FALSE(decode_notification(bad)) << bad;
  }
  EXPECT_FALSE(decode_notification("[]"));
}

TEST(StoredHistory, IsReadBackAsItWasWritten) {
  RandomCases random(7);
  for (int n = 0; n < 200; ++n) {
    const HistoryEntry entry = random.history_entry();
    const auto decoded = decode_history(encode_history(entry));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(*decoded, entry);
  }
  EXPECT_EQ(encode_history({from_ms(5), "event", "referral.created", "e1", ""}),
            R"([5,"event","referral.created","e1"])");
}

TEST(StoredHistory, RefusesWhatItCanNotUnderstand) {
  for (const char* bad : {"", "[", "{}", "[]", "[1,\"event\",\"x\"]", "[\"1\",\"a\",\"b\",\"c\"]",
                          "[1,2,\"b\",\"c\"]", "7"})
    EXPECT_FALSE(decode_history(bad)) << bad;
}

TEST(StoredOutcome, IsReadBackAsItWasWritten) {
  for (const bool flag : {false, true}) {
    const DeliveryOutcome outcome{"x1", Outcome::gave_up, "smtp_550", flag, !flag};
    const auto decoded = decode_outcome(encode_outcome(outcome, from_ms(1234)));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->outcome.notification, "x1");
    EXPECT_EQ(decoded->outcome.outcome, Outcome::gave_up);
    EXPECT_EQ(decoded->outcome.reason, "smtp_550");
    EXPECT_EQ(decoded->outcome.unresolved, flag);
    EXPECT_EQ(decoded->outcome.first_report, !flag);
    EXPECT_EQ(decoded->at, from_ms(1234));
  }
}

TEST(StoredOutcome, RefusesWhatItCanNotUnderstand) {
  for (const char* bad : {"", "[]", "[1,\"x\",\"sent\",\"\",0,0]", "[1,\"x\",7,\"\",0,0]",
                          "[\"1\",\"x\",\"delivered\",\"\",0,0]", "{\"a\":1}"})
    EXPECT_FALSE(decode_outcome(bad)) << bad;
}

Policy full_policy() {
  Policy policy = assist_policy();
  policy.send_time = std::chrono::minutes{510};
  policy.calendar = BusinessCalendar({date("2026-04-06"), date("2026-12-25")});
  policy.retention_days = 30;
  policy.referral = {.default_days = 14,
                     .supervisor_days = 0,
                     .shift = Shift::previous,
                     .min_gap_business_days = 2,
                     .copy_worker_on_escalation = true,
                     .copy_absent_person = true,
                     .closed_notice = true,
                     .notify_own_actions = true};
  return policy;
}

TEST(StoredPolicy, IsReadBackAsItWasWritten) {
  for (const auto& policy : {full_policy(), assist_policy(), Policy{}}) {
    const auto decoded = decode_policy(encode_policy(policy));
    ASSERT_TRUE(decoded) << decoded.error().what;
    EXPECT_EQ(*decoded, policy);
    EXPECT_EQ(encode_policy(*decoded), encode_policy(policy)) << "equal policies, equal texts";
  }
}

// R11: zero days is an escalation at once, no days is none; the stored text tells them apart.
TEST(StoredPolicy, TellsZeroDaysFromNone) {
  Policy none = assist_policy();
  none.referral.supervisor_days.reset();
  EXPECT_FALSE(decode_policy(encode_policy(none))->referral.supervisor_days.has_value());
  EXPECT_EQ(decode_policy(encode_policy(full_policy()))->referral.supervisor_days, 0);
}

TEST(StoredPolicy, OfOldStaysReadable) {
  const auto decoded = decode_policy(
      R"({"zone":"Europe/Rome","send_time":30600,"holidays":["2026-04-06","2026-12-25"],"retention_days":30,"referral":{"default_days":14,"supervisor_days":0,"shift":2,"min_gap_business_days":2,"copy_worker_on_escalation":1,"copy_absent_person":1,"closed_notice":1,"notify_own_actions":1}})");
  ASSERT_TRUE(decoded);
  EXPECT_EQ(*decoded, full_policy());
}

TEST(StoredPolicy, RefusesWhatItCanNotUnderstand) {
  for (const char* bad :
       {"", "{}", R"({"zone":"Europe/Roma","referral":{}})", R"({"zone":"Europe/Rome"})",
        R"({"zone":"Europe/Rome","referral":{"shift":3}})",
        R"({"zone":"Europe/Rome","referral":{"supervisor_days":"10"}})",
        R"({"zone":"Europe/Rome","referral":{},"holidays":["2026-02-30"]})",
        R"({"zone":"Europe/Rome","referral":{},"send_time":"9"})"})
    EXPECT_FALSE(decode_policy(bad)) << bad;
}

}  // namespace

}  // namespace followup
