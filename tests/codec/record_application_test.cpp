// Records of applications and communications: what is written is read back, old ones stay readable,
// and damage is found.
#include "core/base/hash.h"
#include "core/codec/record_codec.h"
#include "tests/support/random_case.h"
#include "tests/support/story.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

const CaseKey application_key{"assist", Kind::application, "APP-31"};
const CaseKey communication_key{"assist", Kind::communication, "APP-31/L-4"};

/// A record around any body, with a checksum that fits.
std::string record_around(const std::string& body) {
  const std::string version = "00000001";
  return "1" + version + to_hex(checksum(version + body), 8) + body;
}

std::string body_of(const Case& state) {
  return encode_case(state).substr(record_header_bytes);
}

Case eventful_application() {
  Case state = empty_case(application_key);
  state.version = 1;
  std::get<Application>(state.facts) = {
      .programme_known = true,
      .authorisation_on = *parse_date("2026-07-15"),
      .need = MeetingNeed::problems,
      .worker = {"anna", "Anna", ""},
      .programme = "Income support",
      .programme_sequence = 3,
      .problem = true,
      .problem_sequence = 4,
      .meeting_held = instant("2026-06-01T08:05:00Z"),
      .cycle = 2,
      .reminder = StepDone{local("2026-07-10T09:00"), instant("2026-07-10T07:00:00Z"), false},
      .notes = {{"N-3", instant("2026-06-01T08:00:00Z"), "anna", {"ab", 300}, 5}},
      .files = {{instant("2026-06-02T08:00:00Z"),
                 "anna",
                 {.name = "a.pdf", .media_type = "application/pdf", .size = 7, .content = "cd"}}},
      .people = {{"bruno", "Bruno", "bruno@office.example"}},
      .mailing_count = 1,
      .mailings = {{.number = 1, .purpose = Purpose::note, .role = Role::persons}}};
  return state;
}

Case eventful_communication() {
  Case state = empty_case(communication_key);
  state.version = 1;
  auto& facts = std::get<Communication>(state.facts);
  facts.recorded = true;
  facts.direction = Direction::in;
  facts.medium = Medium::letter;
  facts.client = {"c-100", "Ada"};
  facts.at = instant("2026-06-01T08:00:00Z");
  facts.answer_expected_days = 0;
  facts.worker = PersonRef{"anna", "", ""};
  facts.record_sequence = 1;
  facts.answered = instant("2026-06-10T08:00:00Z");
  facts.cycle = 2;
  facts.reminder = StepDone{local("2026-06-15T09:00"), instant("2026-06-15T07:00:00Z"), true};
  facts.mail = RequestedMail{
      .at = local("2026-06-03T08:30"),
      .template_name = "missing_documents",
      .document = {"ab", 300},
      .files = {{.name = "a.pdf", .url = "https://crm/1"}},
      .to = {"c-100", "bruno"},
      .sent = StepDone{local("2026-06-03T08:30"), instant("2026-06-03T06:30:00Z"), false}};
  facts.request_sequence = 2;
  facts.cancelled = true;
  facts.cancel_sequence = 3;
  facts.people = {{"c-100", "Ada", "ada@family.example"}};
  facts.mailing_count = 1;
  facts.mailings = {{.number = 1, .purpose = Purpose::message, .role = Role::persons}};
  return state;
}

TEST(ApplicationRecords, AreReadBackAsTheyWereWritten) {
  for (const auto& state : {eventful_application(), empty_case(application_key),
                            eventful_communication(), empty_case(communication_key)}) {
    const auto decoded = decode_case(state.key, encode_case(state));
    ASSERT_TRUE(decoded) << decoded.error().what;
    EXPECT_EQ(*decoded, state) << encode_case(state);
  }
}

TEST(ApplicationRecords, OfAnyContentAreReadBackAsTheyWereWritten) {
  RandomCases random(20260602);
  for (int n = 0; n < 600; ++n) {
    const Case state = random.next(n % 2 == 0 ? Kind::application : Kind::communication);
    const auto decoded = decode_case(state.key, encode_case(state));
    ASSERT_TRUE(decoded) << n << ": " << decoded.error().what;
    ASSERT_EQ(*decoded, state) << n << ": " << encode_case(state);
  }
}

/// What the case's id says is not said again.
TEST(ApplicationRecords, LeaveDefaultsOut) {
  EXPECT_EQ(body_of(empty_case(application_key)), "{}");
  EXPECT_EQ(body_of(empty_case(communication_key)), "{}");
  EXPECT_EQ(body_of(eventful_communication()).find("APP-31"), std::string::npos);
}

// Records as they are written now; they must stay readable.
TEST(ApplicationRecords, OfOldStayReadable) {
  const std::string application =
      R"({"b":1,"d":"2026-07-15","k":1,"w":{"i":"anna","n":"Anna"},"n":"Income support","q":3,"x":1,"xq":4,"e":1780301100000,"y":2,"r":{"n":1783674000,"a":1783666800000},"t":[{"i":"N-3","a":1780300800000,"w":"anna","t":{"h":"ab","z":300},"q":5}],"f":[{"a":1780387200000,"w":"anna","f":{"n":"a.pdf","m":"application/pdf","z":7,"h":"cd"}}],"g":[{"i":"bruno","n":"Bruno","m":"bruno@office.example"}],"mn":1,"m":[{"i":1,"p":33,"r":16}]})";
  EXPECT_EQ(decode_case(application_key, record_around(application)).value(),
            eventful_application());
  EXPECT_EQ(body_of(eventful_application()), application);
  const std::string communication =
      R"({"b":1,"v":0,"k":2,"l":{"i":"c-100","n":"Ada"},"d":1780300800000,"f":0,"w":{"i":"anna"},"q":1,"e":1781078400000,"y":2,"r":{"n":1781514000,"a":1781506800000,"l":1},"t":{"d":1780475400,"n":"missing_documents","t":{"h":"ab","z":300},"f":[{"n":"a.pdf","u":"https://crm/1"}],"w":["c-100","bruno"],"e":{"n":1780475400,"a":1780468200000}},"tq":2,"x":1,"xq":3,"g":[{"i":"c-100","n":"Ada","m":"ada@family.example"}],"mn":1,"m":[{"i":1,"p":32,"r":16}]})";
  EXPECT_EQ(decode_case(communication_key, record_around(communication)).value(),
            eventful_communication());
  EXPECT_EQ(body_of(eventful_communication()), communication);
}

TEST(ApplicationRecords, TellWhatIsThereAndEmptyFromWhatIsNotThere) {
  Case state = empty_case(communication_key);
  auto& facts = std::get<Communication>(state.facts);
  facts.mail.emplace();
  facts.answered.emplace();
  facts.worker.emplace();
  facts.record_sequence = 0;
  EXPECT_EQ(decode_case(communication_key, encode_case(state)).value(), state);
  facts.mail->at.emplace();
  facts.mail->sent.emplace();
  EXPECT_EQ(decode_case(communication_key, encode_case(state)).value(), state);
}

TEST(ApplicationRecords, RefuseFieldsOfAnotherTypeThoughTheChecksumFits) {
  for (const char* body :
       {R"({"b":2})", R"({"d":"2026-02-30"})", R"({"k":2})", R"({"w":"anna"})", R"({"q":-1})",
        R"({"e":"now"})", R"({"t":[7]})", R"({"t":[{"t":7}]})", R"({"f":[{"f":"a.pdf"}]})",
        R"({"g":["bruno"]})", R"({"mn":-1})", R"({"m":[7]})"})
    EXPECT_FALSE(decode_case(application_key, record_around(body))) << body;
  for (const char* body :
       {R"({"b":2})", R"({"v":2})", R"({"k":3})", R"({"l":"c-100"})", R"({"d":"now"})",
        R"({"f":"14"})", R"({"w":"anna"})", R"({"t":[]})", R"({"t":{"d":"2026-06-03"}})",
        R"({"t":{"w":"bruno"}})", R"({"t":{"f":[7]}})", R"({"x":7})", R"({"xq":-1})"})
    EXPECT_FALSE(decode_case(communication_key, record_around(body))) << body;
}

}  // namespace

}  // namespace followup
