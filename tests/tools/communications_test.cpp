// followupctl communications: what a worker or a program sees of what was exchanged with a client.
#include "core/codec/record_codec.h"
#include "tests/tools/meeting_office.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace followup::test {
namespace {

using ctl::ExitCode;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Json = nlohmann::json;

constexpr auto first_of_june = "2026-06-01T08:00:00Z";  // 10:00 in Rome

std::vector<Json> listed(MeetingOffice& office, std::vector<std::string> options = {}) {
  options.insert(options.begin(), {"communications", "--client", "CL-1", "--json"});
  std::istringstream in(office.run(options).out);
  std::vector<Json> found;
  for (std::string line; std::getline(in, line);)
    found.push_back(Json::parse(line));
  return found;
}

/// "APP-7/L-1 state", in their order.
std::vector<std::string> states(MeetingOffice& office, std::vector<std::string> options = {}) {
  std::vector<std::string> lines;
  for (const auto& one : listed(office, std::move(options))) {
    lines.push_back(one["application"].get<std::string>() + "/" +
                    one["communication_id"].get<std::string>() + " " +
                    one["state"].get<std::string>());
  }
  return lines;
}

std::string table(MeetingOffice& office) {
  return office.run({"communications", "--client", "CL-1"}).out;
}

std::string mail(std::string_view id, std::string_view more) {
  return R"({"communication_id":")" + std::string(id) +
         R"(","client":{"id":"CL-1","name":"Luca Bianchi"},"to":[{"id":"bruno"}],)"
         R"("template":"missing_documents","worker":{"id":"anna"})" +
         std::string(more) + "}";
}

// M24
TEST(Communications, AreListedPerClientOverAllApplicationsTheNewestFirst) {
  MeetingOffice office;
  office.application("communication.recorded", first_of_june,
                     letter("L-1", R"(,"answer_expected_days":14)"));
  office.application("communication.recorded", "2026-06-02T08:00:00Z",
                     R"({"communication_id":"P-1","direction":"in","medium":"phone",)"
                     R"("client":{"id":"CL-1"}})",
                     "APP-8");
  office.application("communication.recorded", "2026-06-03T08:00:00Z",
                     R"({"communication_id":"P-2","direction":"in","medium":"phone",)"
                     R"("client":{"id":"CL-2"}})");
  const Printed printed = office.run({"communications", "--client", "CL-1"});
  EXPECT_EQ(printed.code, ExitCode::ok);
  EXPECT_EQ(printed.out,
            "WHEN                   IN/OUT  MEDIUM  APPLICATION   ID   STATE\n"
            "2026-06-02 10:00 CEST  in      phone   assist/APP-8  P-1  recorded\n"
            "2026-06-01 10:00 CEST  out     letter  assist/APP-7  L-1  answer expected by "
            "2026-06-15\n");
}

// S-M20
TEST(Communications, SayWhetherAnAnswerHasCome) {
  MeetingOffice office;
  const std::string fortnight = R"(,"answer_expected_days":14)";
  office.application("communication.recorded", first_of_june, letter("L-1", fortnight));
  office.application("communication.recorded", first_of_june, letter("L-2", fortnight), "APP-8");
  office.application("communication.recorded", "2026-06-10T08:00:00Z",
                     R"({"communication_id":"P-1","direction":"in","medium":"phone",)"
                     R"("client":{"id":"CL-1"}})");
  EXPECT_THAT(states(office),
              ElementsAre("APP-7/P-1 recorded", "APP-7/L-1 answered", "APP-8/L-2 answer_expected"));
  EXPECT_THAT(table(office), HasSubstr("  L-1  answered 2026-06-10 10:00 CEST\n"));
  office.fire("2026-06-15T07:00:00Z");
  EXPECT_THAT(states(office),
              ElementsAre("APP-7/P-1 recorded", "APP-7/L-1 answered", "APP-8/L-2 overdue"));
  EXPECT_THAT(table(office), HasSubstr("  L-2  overdue: no answer by 2026-06-15, told 2026-06-15 "
                                       "09:00 CEST\n"));
}

TEST(Communications, SayWhatBecameOfAMail) {
  MeetingOffice office;
  office.application("communication.requested", first_of_june,
                     mail("E-1", R"(,"at":"2026-06-03T14:30")"));
  office.application("communication.requested", first_of_june, mail("E-2", ""));
  office.application("communication.requested", first_of_june,
                     mail("E-3", R"(,"at":"2026-06-04")"));
  office.application("communication.cancelled", first_of_june, R"({"communication_id":"E-3"})");
  EXPECT_THAT(states(office),
              ElementsAre("APP-7/E-1 scheduled", "APP-7/E-2 sending", "APP-7/E-3 cancelled"));
  EXPECT_THAT(table(office), HasSubstr("E-1  mail scheduled for 2026-06-03 14:30 CEST\n"));
  EXPECT_THAT(table(office), HasSubstr("E-3  cancelled\n"));
  office.deliver();
  EXPECT_THAT(table(office), HasSubstr("E-2  mail sent 2026-06-01 10:00 CEST\n"));
  office.fire("2026-06-03T12:30:00Z");
  EXPECT_THAT(table(office), HasSubstr("E-1  mail on its way since 2026-06-03 14:30 CEST\n"));
  office.deliver();
  EXPECT_THAT(states(office),
              ElementsAre("APP-7/E-1 sent", "APP-7/E-2 sent", "APP-7/E-3 cancelled"));
}

TEST(Communications, AreShownToProgramsInOneLineEach) {
  MeetingOffice office;
  office.application("communication.recorded", first_of_june,
                     letter("L-1", R"(,"answer_expected_days":14)"));
  office.application("communication.requested", "2026-06-02T08:00:00Z",
                     mail("E-1", R"(,"at":"2026-06-03T14:30")"));
  const auto all = listed(office);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0], Json::parse(R"({
      "at": "2026-06-02T08:00:00Z", "local": "2026-06-02T10:00:00", "zone": "Europe/Rome",
      "direction": "out", "medium": "email", "client": "CL-1",
      "case": "assist/communication/APP-7/E-1", "application": "APP-7",
      "communication_id": "E-1", "state": "scheduled", "template": "missing_documents",
      "scheduled_for": "2026-06-03T14:30:00", "cancelled": false})"));
  EXPECT_EQ(all[1], Json::parse(R"({
      "at": "2026-06-01T08:00:00Z", "local": "2026-06-01T10:00:00", "zone": "Europe/Rome",
      "direction": "out", "medium": "letter", "client": "CL-1",
      "case": "assist/communication/APP-7/L-1", "application": "APP-7",
      "communication_id": "L-1", "state": "answer_expected", "answer_expected_on": "2026-06-15",
      "cancelled": false})"));
}

TEST(Communications, NameNobody) {
  MeetingOffice office;
  office.application("communication.recorded", first_of_june, letter("L-1"));
  office.application("communication.requested", first_of_june, mail("E-1", ""));
  for (const auto* name : {"Luca", "Bianchi", "bruno", "anna"}) {
    EXPECT_THAT(table(office), Not(HasSubstr(name)));
    EXPECT_THAT(office.run({"communications", "--client", "CL-1", "--json"}).out,
                Not(HasSubstr(name)));
  }
}

TEST(Communications, AreNoneOfAClientWhomNobodyKnows) {
  MeetingOffice office;
  const Printed printed = office.run({"communications", "--client", "CL-9"});
  EXPECT_EQ(printed.code, ExitCode::ok);
  EXPECT_EQ(printed.out, "no communications with CL-9 are known\n");
}

TEST(Communications, StopAtTheLimitWithTheNewest) {
  MeetingOffice office;
  for (int n = 1; n <= 3; ++n) {
    const std::string time = "2026-06-0" + std::to_string(n) + "T08:00:00Z";
    office.application("communication.recorded", time, letter("L-" + std::to_string(n)));
  }
  EXPECT_THAT(states(office, {"--limit", "2"}),
              ElementsAre("APP-7/L-3 recorded", "APP-7/L-2 recorded"));
  EXPECT_THAT(office.run({"communications", "--client", "CL-1", "--limit", "2"}).out,
              HasSubstr("only the newest 2 are shown; --limit shows more\n"));
  EXPECT_THAT(table(office), Not(HasSubstr("--limit")));
}

TEST(Communications, AreTheNewestOfSeveralPagesOfTheList) {
  MeetingOffice office;
  for (int n = 0; n < 230; ++n) {
    const std::string time = n < 229 ? "2026-06-02T08:00:00Z" : "2026-06-03T08:00:00Z";
    office.application("communication.recorded", time, letter("L-" + std::to_string(n)));
  }
  const auto newest = states(office, {"--limit", "1"});
  EXPECT_THAT(newest, ElementsAre("APP-7/L-229 recorded"));
  EXPECT_EQ(states(office, {"--limit", "1000"}).size(), 230U);
}

TEST(Communications, AreThoseOfOneTenantOrOfAll) {
  MeetingOffice office;
  std::string other = meeting_tenant();
  other.replace(other.find("urn:crm:assist"), 14, "urn:crm:second");
  office.add_tenant("second", other);
  office.application("communication.recorded", first_of_june, letter("L-1"));
  std::string event =
      meeting_event("communication.recorded", "APP-7", "2026-06-02T08:00:00Z", letter("L-2"));
  event.replace(event.find("urn:crm:assist"), 14, "urn:crm:second");
  office.tell(event, "2026-06-02T08:00:00Z");
  EXPECT_THAT(states(office), ElementsAre("APP-7/L-2 recorded", "APP-7/L-1 recorded"));
  EXPECT_THAT(states(office, {"--tenant", "assist"}), ElementsAre("APP-7/L-1 recorded"));
  EXPECT_THAT(table(office), HasSubstr("  second/APP-7  L-2  recorded\n"));
}

TEST(Communications, LeaveOutWhatIsOnTheListNoLonger) {
  MeetingOffice office;
  office.application("communication.recorded", first_of_june, letter("L-1"));
  const CaseKey key{"assist", Kind::communication, "APP-7/L-1"};
  auto answers = office.store.call({{key, std::nullopt}});
  auto state = decode_case(key, answers.value().front().record).value();
  Commit listed{.key = key, .expected_version = state.version};
  ++state.version;
  std::get<Communication>(state.facts).client.id = "CL-2";
  listed.record = encode_case(state);
  listed.indexes = {{"communications:client:CL-1", office.clock.now()}};
  ASSERT_TRUE(office.store.call({{key, listed}}));
  EXPECT_THAT(states(office), IsEmpty());
}

TEST(Communications, NameARecordThatCanNotBeRead) {
  MeetingOffice office;
  office.application("communication.recorded", first_of_june, letter("L-1"));
  const CaseKey key{"assist", Kind::communication, "APP-7/L-1"};
  auto record = office.store.call({{key, std::nullopt}}).value().front().record;
  const auto version = static_cast<std::uint32_t>(std::stoul(record.substr(1, 8), nullptr, 16));
  record.back() = '?';
  Commit damage{.key = key, .expected_version = version};
  damage.record = record;
  damage.indexes = {{"communications:client:CL-1", office.clock.now()}};
  ASSERT_TRUE(office.store.call({{key, damage}}));
  const Printed printed = office.run({"communications", "--client", "CL-1"});
  EXPECT_EQ(printed.code, ExitCode::refused);
  EXPECT_EQ(printed.complaints,
            "followupctl: the record of assist/communication/APP-7/L-1 is damaged\n");
}

TEST(Communications, KnowTheirTenantsAndAskForAClient) {
  MeetingOffice office;
  const Printed printed = office.run({"communications", "--client", "CL-1", "--tenant", "asist"});
  EXPECT_EQ(printed.code, ExitCode::usage);
  EXPECT_EQ(printed.complaints,
            "followupctl: there is no tenant \"asist\": did you mean \"assist\"?\n");
  EXPECT_EQ(office.run({"communications"}).code, ExitCode::usage);
}

}  // namespace
}  // namespace followup::test
