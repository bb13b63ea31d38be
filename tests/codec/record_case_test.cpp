// Case records: what is written is read back, damage at any place is found, records of old stay
// readable, and they are small.
#include "core/base/hash.h"
#include "core/codec/record_codec.h"
#include "tests/support/random_case.h"
#include "tests/support/story.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

const CaseKey key{"assist", Kind::referral, "R-1"};

/// A record around any body, with a checksum that fits.
std::string record_around(const std::string& body, const std::string& version = "00000001") {
  return "1" + version + to_hex(checksum(version + body), 8) + body;
}

/// A referral of which everything is known, with a hook that was asked back.
Case eventful_case() {
  Case state = empty_case(key);
  state.version = 5;
  state.policy = 2;
  state.seen = {0xea576491034985caULL, 0x020a79e93a580352ULL};
  state.first = HistoryEntry{instant("2011-01-01T09:00:00Z"), "event", "referral.created", "e1",
                             "superseded"};
  state.changed_at = instant("2011-02-05T11:00:00.250Z");
  state.open.push_back({.id = "jiit4j98ri71bi1ubaobrkqb2c",
                        .lane = "webhook:assist/crm",
                        .purpose = Purpose::hook,
                        .role = Role::endpoint,
                        .hook_type = "referral.followup_due",
                        .cycle = 2,
                        .nominal = local("2011-01-31T09:00"),
                        .due = instant("2011-01-31T08:00:00Z"),
                        .withdrawn = true});
  Referral facts;
  facts.known = true;
  facts.referral_date = date("2011-01-01");
  facts.created_on = date("2010-12-31");
  facts.follow_up_requested = true;
  facts.follow_up_days = 30;
  facts.case_worker = person_ref("anna");
  facts.supervisor = PersonRef{"sara", "", ""};
  facts.case_id = "C-1";
  facts.clients = {{"K-1", "Client"}, {"K-2", ""}};
  facts.provider = "Provider";
  facts.service = "Service";
  facts.sensitivity = 3;
  facts.record_sequence = 1;
  facts.contact = Contact::no;
  facts.contact_on = date("2011-02-05");
  facts.contact_sequence = 2;
  facts.cancelled = true;
  facts.cancel_sequence = 3;
  facts.cycle = 2;
  facts.reminder = StepDone{local("2011-01-31T09:00"), instant("2011-01-31T08:00:01Z"), true};
  facts.escalation = StepDone{local("2011-02-10T09:00"), instant("2011-02-10T08:00:00Z"), false};
  state.facts = facts;
  return state;
}

TEST(CaseRecord, IsReadBackAsItWasWritten) {
  RandomCases random(20110131);
  for (int n = 0; n < 600; ++n) {
    const Case state = random.next();
    const auto decoded = decode_case(state.key, encode_case(state));
    ASSERT_TRUE(decoded) << "case " << n << ": " << decoded.error().what;
    ASSERT_EQ(*decoded, state) << "case " << n << ": " << encode_case(state);
  }
}

TEST(CaseRecord, ShowsItsVersionWithoutBeingDecoded) {
  Case state = empty_case(key);
  for (const std::uint32_t version : {0U, 1U, 255U, 0xffffffffU}) {
    state.version = version;
    EXPECT_EQ(record_version(encode_case(state)), version);
    EXPECT_EQ(encode_case(state).substr(1, 8), to_hex(version, 8));
  }
  EXPECT_EQ(record_version("1000000"), 0U);
}

TEST(CaseRecord, ShowsDamageAtEveryPlace) {
  const std::string good = encode_case(eventful_case());
  ASSERT_TRUE(decode_case(key, good));
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      std::string bad = good;
      bad[at] = static_cast<char>(static_cast<unsigned char>(bad[at]) ^ (1U << bit));
      const auto decoded = decode_case(key, bad);
      ASSERT_FALSE(decoded) << "bit " << bit << " of byte " << at;
      EXPECT_EQ(decoded.error().code, Code::internal);
    }
  }
}

TEST(CaseRecord, ShowsThatItWasCutOffOrGrewOrWasSwapped) {
  const std::string good = encode_case(eventful_case());
  for (std::size_t length = 0; length < good.size(); ++length)
    EXPECT_FALSE(decode_case(key, good.substr(0, length))) << length;
  EXPECT_FALSE(decode_case(key, good + " "));
  EXPECT_FALSE(decode_case(key, good + std::string(1, '\0')));
  std::string swapped = good;
  std::swap(swapped[30], swapped[31]);
  EXPECT_FALSE(decode_case(key, swapped));
}

TEST(CaseRecord, SaysNothingOfAPersonWhenItIsDamaged) {
  std::string bad = encode_case(eventful_case());
  bad.back() = '!';
  const std::string what = decode_case(key, bad).error().what;
  for (const char* word : {"anna", "sara", "Client", "Provider", "example"})
    EXPECT_EQ(what.find(word), std::string::npos);
}

TEST(CaseRecord, RefusesAFormatThatItDoesNotKnow) {
  std::string next = encode_case(eventful_case());
  next.front() = '2';
  EXPECT_EQ(decode_case(key, next).error().what,
            "the stored record is damaged: its format is unknown");
}

TEST(CaseRecord, RefusesFieldsOfAnotherTypeThoughTheChecksumFits) {
  ASSERT_TRUE(decode_case(key, record_around("{}")));
  for (const char* body : {"",
                           "[]",
                           "null",
                           "{",
                           R"({"p":"1"})",
                           R"({"c":1.5})",
                           R"({"s":7})",
                           R"({"h":"["})",
                           R"({"h":7})",
                           R"({"o":{}})",
                           R"({"o":[7]})",
                           R"({"o":[["id","lane",99,0,"",1,0,0]]})",
                           R"({"o":[["id","lane",0,-1,"",1,0,0]]})",
                           R"({"d":"2011-02-29"})",
                           R"({"d":7})",
                           R"({"b":1,"n":"x"})",
                           R"({"w":"anna"})",
                           R"({"w":[7]})",
                           R"({"l":[7,"x"]})",
                           R"({"k":3})",
                           R"({"k":-1})",
                           R"({"q":-1})",
                           R"({"q":"1"})",
                           R"({"m":[0,0]})",
                           R"({"m":["x",0,0]})",
                           R"({"a":{}})",
                           R"({"z":true})",
                           R"({"x":[]})"})
    EXPECT_FALSE(decode_case(key, record_around(body))) << body;
  const CaseKey person{"assist", Kind::person, "anna"};
  for (const char* body : {R"({"x":{}})", R"({"x":[7,{}]})", R"({"x":[["a",0,""]]})"})
    EXPECT_FALSE(decode_case(person, record_around(body))) << body;
}

TEST(CaseRecord, IsNotOverrunByNesting) {
  EXPECT_FALSE(decode_case(key, record_around(std::string(200'000, '['))));
}

TEST(CaseRecord, LeavesDefaultsOut) {
  EXPECT_EQ(encode_case(empty_case(key)), record_around("{}", "00000000"));
  EXPECT_EQ(encode_case(empty_case({"assist", Kind::person, "anna"})),
            record_around("{}", "00000000"));
  EXPECT_EQ(encode_case(empty_case({"assist", Kind::group, "intake"})),
            record_around("{}", "00000000"));
}

// A record as format 1 has always been written; it must stay readable.
TEST(CaseRecord, OfOldStaysReadable) {
  const std::string old =
      R"(100000005a8886ec9{"p":2,"c":1296903600250,"s":"ea576491034985ca020a79e93a580352","h":"[1293872400000,\"event\",\"referral.created\",\"e1\",\"superseded\"]","o":[["jiit4j98ri71bi1ubaobrkqb2c","webhook:assist/crm",5,6,"referral.followup_due",2,1296464400,1296460800000,1]],"b":1,"d":"2011-01-01","n":"2010-12-31","f":30,"g":1,"w":["anna","anna","anna@assist.example"],"u":["sara"],"i":"C-1","l":["K-1","Client","K-2",""],"v":"Provider","e":"Service","z":3,"q":1,"k":2,"ko":"2011-02-05","kq":2,"x":1,"xq":3,"y":2,"m":[1296464400,1296460801000,1],"a":[1297328400,1297324800000,0]})";
  const auto decoded = decode_case(key, old);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(*decoded, eventful_case());
}

// The size that a million pending referrals are planned with: an event of 600 bytes.
TEST(CaseRecord, OfAPendingReferralIsSmall) {
  const std::string event =
      R"({"specversion":"1.0","id":"7f3c9f5e-2a64-4f0e-9d53-0d8c5a1b2e44","source":"https://crm.assist.example","type":"referral.created","subject":"REF-2011-000123","time":"2011-01-01T09:30:00+01:00","sequence":"1","data":{"created_on":"2011-01-01","referral_date":"2011-01-01","follow_up":{"requested":true,"days":30},"case_worker":{"id":"w-117","name":"Anna Bianchi","email":"anna.bianchi@assist.example"},"supervisor":{"id":"w-042","name":"Sara Conti","email":"sara.conti@assist.example"},"case_id":"C-2011-4711","clients":[{"id":"K-90210","name":"Mario Rossi"}],"provider":{"name":"Centro Aiuto"},"service":"housing"}})";
  ASSERT_GE(event.size(), 600U);
  Story story;
  story.at("2011-01-01T10:00");
  ReferralRecord record = referral("2011-01-01", 30);
  record.case_worker = {"w-117", "Anna Bianchi", "anna.bianchi@assist.example"};
  record.supervisor = PersonRef{"w-042", "Sara Conti", "sara.conti@assist.example"};
  record.case_id = "C-2011-4711";
  record.clients = {{"K-90210", "Mario Rossi"}};
  record.provider = "Centro Aiuto";
  record.service = "housing";
  story.tell(record, 1);
  EXPECT_LE(encode_case(story.state()).size(), 520U) << encode_case(story.state());
}

}  // namespace

}  // namespace followup
