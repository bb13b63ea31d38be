// The smaller stored values: notifications, history lines and outcomes are read back as they were
// written, and damage never decodes to a guess.
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

/// A command to the CRM, with facts of every type.
Notification command() {
  Notification made = full_notification();
  made.case_key = {"callit", Kind::appointment, "APP-1"};
  made.purpose = Purpose::command;
  made.hook_type = "appointment.reschedule";
  made.whom = "bianchi";
  made.details = {{"start", "2026-09-17T10:00:00"},
                  {"state_id", std::int64_t{-7}},
                  {"link", true},
                  {"private", false},
                  {"", ""},
                  {"attempts", std::int64_t{0}},
                  {"cause", std::string("\0\"", 2)}};
  seal(made);
  return made;
}

TEST(StoredNotification, IsReadBackAsItWasWritten) {
  for (const auto& made : {full_notification(), command(), Notification{}}) {
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

TEST(StoredNotification, KeepsATextANumberAndAYesApart) {
  Notification made = full_notification();
  made.details = {{"a", "1"}, {"b", std::int64_t{1}}, {"c", true}};
  EXPECT_NE(encode_notification(made).find(R"("details":[["a","1"],["b",1],["c",true]])"),
            std::string::npos);
  EXPECT_EQ(encode_notification(full_notification()).find("details"), std::string::npos);
}

TEST(StoredNotification, KeepsWhatBecameOfSeveral) {
  Notification made = full_notification();
  made.hook_type = "minutes.issued";
  made.details = {{"version", std::int64_t{2}},
                  {"results", std::vector<PersonResult>{{"anna", "attendee", "delivered", ""},
                                                        {"eva", "other", "nobody", "no_address"}}},
                  {"none", std::vector<PersonResult>{}}};
  const auto stored = encode_notification(made);
  EXPECT_NE(stored.find(R"(["results",[{"p":"anna","g":"attendee","x":"delivered"},)"
                        R"({"p":"eva","g":"other","x":"nobody","r":"no_address"}]],["none",[]])"),
            std::string::npos)
      << stored;
  EXPECT_EQ(decode_notification(stored).value(), made);
}

TEST(StoredNotification, RefusesDetailsThatItCanNotUnderstand) {
  const std::string good = encode_notification(full_notification());
  for (const char* details :
       {"{}", "7", "[7]", "[[]]", R"([["a"]])", R"([["a",1,2]])", R"([[1,"a"]])", R"([["a",null]])",
        R"([["a",1.5]])", R"([["a",[7]]])", R"([["a",["anna"]]])", R"([["a",[{"p":7}]]])",
        R"([["a",{}]])", R"([["a",99999999999999999999]])", R"([["a",1],"b"])"}) {
    std::string bad = good;
    bad.insert(bad.size() - 1, std::string(",\"details\":") + details);
    EXPECT_FALSE(decode_notification(bad)) << details;
  }
  std::string bad = good;
  bad.insert(bad.size() - 1, ",\"whom\":7");
  EXPECT_FALSE(decode_notification(bad));
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
    const DeliveryOutcome outcome{"x1", Outcome::gave_up,    "smtp_550", flag, !flag,
                                  flag, flag ? "schulz" : ""};
    const auto decoded = decode_outcome(encode_outcome(outcome, from_ms(1234)));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->outcome.notification, "x1");
    EXPECT_EQ(decoded->outcome.outcome, Outcome::gave_up);
    EXPECT_EQ(decoded->outcome.reason, "smtp_550");
    EXPECT_EQ(decoded->outcome.unresolved, flag);
    EXPECT_EQ(decoded->outcome.first_report, !flag);
    EXPECT_EQ(decoded->outcome.uncertain, flag);
    EXPECT_EQ(decoded->outcome.told, flag ? "schulz" : "");
    EXPECT_EQ(decoded->at, from_ms(1234));
  }
}

TEST(StoredOutcome, OfOldStaysReadable) {
  const auto decoded = decode_outcome(R"([1234,"x1","unknown","timeout",0,1])");
  ASSERT_TRUE(decoded);
  EXPECT_TRUE(decoded->outcome.first_report);
  EXPECT_FALSE(decoded->outcome.uncertain);
  EXPECT_EQ(decoded->outcome.told, "");
}

TEST(StoredOutcome, RefusesWhatItCanNotUnderstand) {
  for (const char* bad : {"", "[]", "[1,\"x\",\"sent\",\"\",0,0]", "[1,\"x\",7,\"\",0,0]",
                          "[\"1\",\"x\",\"delivered\",\"\",0,0]",
                          "[1,\"x\",\"delivered\",\"\",0,0,\"1\"]", "{\"a\":1}"})
    EXPECT_FALSE(decode_outcome(bad)) << bad;
}

}  // namespace

}  // namespace followup
