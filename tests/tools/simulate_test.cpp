// followupctl simulate tells the stories of domain.md 3.R from event files, with nothing but the
// tenants' configuration.
#include "tests/tools/simulation.h"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace followup::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Json = nlohmann::json;

class Simulate : public Simulation {
 protected:
  Simulate() { folder_.write_tenant(assist_tenant()); }

  /// What goes out as "local purpose role to" lines, from the JSON.
  std::vector<std::string> messages(const std::string& events, std::vector<std::string> more = {}) {
    std::vector<std::string> lines;
    for (const Json& entry : Simulation::messages(events, std::move(more))) {
      lines.push_back(entry["local"].get<std::string>() + " " +
                      entry["purpose"].get<std::string>() + " " + to_of(entry) +
                      (entry["late"].get<bool>() ? " late" : ""));
    }
    return lines;
  }

  static std::string to_of(const Json& message) {
    if (message.contains("endpoint")) return message["endpoint"].get<std::string>();
    return message["recipient"]["email"].get<std::string>();
  }
};

// S-R01
TEST_F(Simulate, RemindsTheWorkerAndThenTheSupervisor) {
  EXPECT_THAT(messages(created()), ElementsAre("2011-01-31T09:00:00 reminder anna@assist.example",
                                               "2011-01-31T09:00:00 referral.followup_due crm",
                                               "2011-02-10T09:00:00 escalation sara@assist.example",
                                               "2011-02-10T09:00:00 referral.escalated crm"));
}

// S-R04
TEST_F(Simulate, SendsNothingToAnybodyOnceTheContactIsRecorded) {
  EXPECT_THAT(messages("[" + created() + "," + contact("evt-2", "2011-01-20T10:00:00Z") + "]"),
              ElementsAre("2011-01-20T11:00:00 followup.closed crm"));
}

// S-R05
TEST_F(Simulate, SparesTheSupervisorWhenTheContactIsRecordedAfterTheReminder) {
  EXPECT_THAT(messages(created() + contact("evt-2", "2011-02-05T10:00:00Z")),
              ElementsAre("2011-01-31T09:00:00 reminder anna@assist.example",
                          "2011-01-31T09:00:00 referral.followup_due crm",
                          "2011-02-05T11:00:00 followup.closed crm"));
}

TEST_F(Simulate, TakesEventsInTheOrderOfTheirTimesNotOfTheFile) {
  EXPECT_THAT(messages(contact("evt-2", "2011-01-20T10:00:00Z") + created()),
              ElementsAre("2011-01-20T11:00:00 followup.closed crm"));
}

TEST_F(Simulate, LetsAnEventGoBeforeWhatIsDueAtTheSameMoment) {
  EXPECT_THAT(messages(created() + contact("evt-2", "2011-01-31T08:00:00Z")),
              ElementsAre("2011-01-31T09:00:00 followup.closed crm"));
}

// S-R27: both arrive when the clock begins, long after they were due.
TEST_F(Simulate, TakesOldEventsInWhenTheClockBegins) {
  EXPECT_THAT(messages(created(), {"--start", "2011-02-15T13:00:00Z"}),
              ElementsAre("2011-02-15T14:00:00 reminder anna@assist.example late",
                          "2011-02-15T14:00:00 referral.followup_due crm late",
                          "2011-02-17T09:00:00 escalation sara@assist.example",
                          "2011-02-17T09:00:00 referral.escalated crm"));
}

TEST_F(Simulate, LooksAtTheWholeOfTheLastDay) {
  EXPECT_THAT(messages(created(), {"--until", "2011-01-31"}),
              ElementsAre("2011-01-31T09:00:00 reminder anna@assist.example",
                          "2011-01-31T09:00:00 referral.followup_due crm"));
  EXPECT_THAT(messages(created(), {"--until", "2011-01-30"}), IsEmpty());
}

// S-R17
TEST_F(Simulate, ShowsWhoGetsWhatNobodyIsThereFor) {
  std::string event = created();
  event.replace(event.find("\"supervisor\""), 12, "\"deputy\"");
  EXPECT_THAT(messages(event), ElementsAre("2011-01-31T09:00:00 reminder anna@assist.example",
                                           "2011-01-31T09:00:00 referral.followup_due crm",
                                           "2011-02-10T09:00:00 escalation desk@assist.example",
                                           "2011-02-10T09:00:00 referral.escalated crm",
                                           "2011-02-10T09:00:00 recipient.unresolved crm"));
}

TEST_F(Simulate, FollowsTheDirectoryThatTheEventsMake) {
  const std::string absence =
      R"({"specversion":"1.0","id":"abs-1","source":"urn:crm:assist","type":"absence.set",)"
      R"("subject":"anna","time":"2011-01-10T10:00:00Z","data":{"from":"2011-01-24T00:00:00+01:00",)"
      R"("until":"2011-02-04T00:00:00+01:00","delegate":"carlo"}})";
  const std::string carlo =
      R"({"specversion":"1.0","id":"per-1","source":"urn:crm:assist","type":"person.updated",)"
      R"("subject":"carlo","time":"2011-01-10T10:00:00Z","data":{"name":"Carlo","email":"carlo@assist.example"}})";
  const auto lines = messages(created() + carlo + absence);
  ASSERT_FALSE(lines.empty());
  EXPECT_EQ(lines.front(), "2011-01-31T09:00:00 reminder carlo@assist.example");
}

TEST_F(Simulate, ShowsARefusedEventWhereItHappens) {
  std::string wrong = created("evt-9", "2011-02-01T10:00:00Z", "R-9");
  wrong.replace(wrong.find("\"days\":30"), 9, "\"days\":-1");
  const Printed printed = run(wrong + "\n" + created());
  EXPECT_EQ(printed.code, ctl::ExitCode::refused);
  const auto reminder = printed.out.find("reminder");
  const auto refused = printed.out.find("rejected");
  const auto escalation = printed.out.find("escalation");
  EXPECT_LT(reminder, refused);
  EXPECT_LT(refused, escalation);
  EXPECT_THAT(printed.out, HasSubstr("evt-9 ("));
  EXPECT_THAT(printed.out, HasSubstr("events.json:1)  invalid_data: /data/follow_up/days must be"));
  EXPECT_THAT(printed.out, HasSubstr("events: 2, messages: 4, refused: 1\n"));
}

TEST_F(Simulate, TellsProgramsEverythingInOneLineAMessage) {
  const Printed printed = run(created(), {"--json", "--until", "2011-01-31T08:00:00Z"});
  const Json entry = Json::parse(printed.out.substr(0, printed.out.find('\n')));
  EXPECT_EQ(entry, Json::parse(R"({
      "type": "message", "at": "2011-01-31T08:00:00Z", "local": "2011-01-31T09:00:00",
      "zone": "Europe/Rome",
      "purpose": "reminder", "case": "assist/referral/R-1", "role": "case_worker",
                  "channel": "email", "late": false,
                  "recipient": {"id": "anna", "name": "Anna Rossi", "email": "anna@assist.example"},
      "reason": "30 days after the referral date 2011-01-01, send time 09:00"})"));
}

TEST_F(Simulate, TellsPeopleTheSame) {
  const Printed printed = run(created(), {"--until", "2011-01-31"});
  EXPECT_EQ(printed.code, ctl::ExitCode::ok);
  EXPECT_THAT(printed.out,
              HasSubstr("2011-01-31 09:00 CET (2011-01-31T08:00:00Z)  email    reminder"));
  EXPECT_THAT(
      printed.out,
      HasSubstr("assist/referral/R-1  case worker: Anna Rossi <anna@assist.example>; 30 days "
                "after the referral date 2011-01-01, send time 09:00\n"));
  EXPECT_EQ(printed.complaints, "");
}

TEST_F(Simulate, NeedsNoInfrastructure) {
  std::filesystem::remove(folder_.path() / "followupd.toml");
  EXPECT_EQ(run(created()).code, ctl::ExitCode::ok);
  const Printed elsewhere = run_line({"simulate", (folder_.path() / "events.json").string(),
                                      "--tenants", (folder_.path() / "tenants").string()});
  EXPECT_EQ(elsewhere.code, ctl::ExitCode::ok);
  EXPECT_THAT(elsewhere.out, HasSubstr("reminder"));
}

TEST_F(Simulate, SaysWhatIsWrongWithATenant) {
  folder_.write_tenant("[tenant]\nzone = \"Europe/Roma\"\n");
  const Printed printed = run(created());
  EXPECT_EQ(printed.code, ctl::ExitCode::usage);
  EXPECT_THAT(printed.complaints, HasSubstr("did you mean \"Europe/Rome\"?"));
}

TEST_F(Simulate, AsksForAStartWhereNoEventSaysItsTime) {
  std::string timeless = created();
  timeless.replace(timeless.find("\"time\""), 6, "\"when\"");
  const Printed printed = run(timeless);
  EXPECT_EQ(printed.code, ctl::ExitCode::usage);
  EXPECT_THAT(printed.complaints, HasSubstr("--start"));
  EXPECT_THAT(messages(timeless, {"--start", "2011-01-01", "--until", "2011-01-31"}),
              ElementsAre("2011-01-31T09:00:00 reminder anna@assist.example",
                          "2011-01-31T09:00:00 referral.followup_due crm"));
}

}  // namespace
}  // namespace followup::test
