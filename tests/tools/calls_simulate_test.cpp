// simulate, pending and replan with appointments and contacts.
#include "tests/tools/call_office.h"
#include "tests/tools/simulation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace followup::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using Json = nlohmann::json;

class SimulateCalls : public Simulation {
 protected:
  SimulateCalls() {
    folder_.write("tenants/callit.toml", callit_tenant());
    folder_.write("tenants/telde.toml", telde_tenant());
  }

  /// What goes out as "local purpose to" lines, from the JSON.
  std::vector<std::string> messages(const std::string& events) {
    std::vector<std::string> lines;
    for (const Json& entry : Simulation::messages(events)) {
      const Json& to = entry.contains("endpoint") ? entry["endpoint"] : entry["recipient"]["email"];
      lines.push_back(entry["local"].get<std::string>() + " " +
                      entry["purpose"].get<std::string>() + " " +
                      entry.value("command", to.get<std::string>()));
    }
    return lines;
  }
};

// S-A14
TEST_F(SimulateCalls, AsksTheCrmToMoveACardAndThenTellsTheAgent) {
  EXPECT_THAT(
      messages(booked() + outcome("APP-1", 41, "2026-09-14T13:20:00Z", "{}", "2026-09-17T10:30")),
      ElementsAre("2026-09-13T18:00:00 agent_reminder bianchi@callit.example",
                  "2026-09-14T15:20:00 command appointment.reschedule",
                  "2026-09-14T15:20:00 rebooked bianchi@callit.example",
                  "2026-09-16T18:00:00 agent_reminder bianchi@callit.example"));
}

TEST_F(SimulateCalls, ShowsPeopleWhatACommandAsksFor) {
  const Printed printed =
      run(booked() + outcome("APP-1", 41, "2026-09-14T13:20:00Z", "{}", "2026-09-17T10:30"));
  EXPECT_THAT(printed.out,
              HasSubstr("webhook  command appointment.reschedule  callit/appointment/APP-1  "
                        "endpoint crm; the agent named the new date of this card: start "
                        "2026-09-17T10:30:00, start_instant 2026-09-17T08:30:00Z, state_id 12\n"));
}

TEST_F(SimulateCalls, ShowsProgramsWhatACommandAsksFor) {
  std::istringstream in(
      run(booked() + outcome("APP-1", 41, "2026-09-14T13:20:00Z", "{}", "2026-09-17T10:30"),
          {"--json"})
          .out);
  std::string line;
  while (std::getline(in, line) && line.find("\"command\"") == std::string::npos) {
  }
  EXPECT_EQ(Json::parse(line)["data"], Json::parse(R"({"start": "2026-09-17T10:30:00",
                            "start_instant": "2026-09-17T08:30:00Z", "state_id": 12})"));
}

// S-A01, S-A41 and the escalation
TEST_F(SimulateCalls, CallsTheOperatorThenTheTeamThenTheSupervisor) {
  EXPECT_THAT(messages(booked() + outcome("APP-1", 31, "2026-09-14T13:20:00Z")),
              ElementsAre("2026-09-13T18:00:00 agent_reminder bianchi@callit.example",
                          "2026-09-14T15:20:00 callback_due rossi@callit.example",
                          "2026-09-14T15:20:00 command callback.create",
                          "2026-09-14T15:20:00 callback.due crm",
                          "2026-09-14T16:05:00 callback_due it@callit.example",
                          "2026-09-14T16:05:00 callback.became_public crm",
                          "2026-09-14T17:20:00 callback_overdue capo@callit.example"));
}

// S-A09: what an event means for another card happens as it does in the daemon.
TEST_F(SimulateCalls, FreezesTheCardThatAnotherOneReplaces) {
  std::string second = booked("APP-2");
  second.replace(second.find("\"team\""), 6, "\"replaces\":\"APP-1\",\"team\"");
  second.replace(second.find("2026-09-14T15:00"), 16, "2026-09-21T15:00");
  const auto lines = messages(booked() + second);
  EXPECT_THAT(lines, ElementsAre("2026-09-20T18:00:00 agent_reminder bianchi@callit.example"));
}

TEST_F(SimulateCalls, ShowsAnEventThatIsPutAside) {
  const Printed printed = run(booked() + outcome("APP-1", 77, "2026-09-14T13:20:00Z"));
  EXPECT_EQ(printed.code, ctl::ExitCode::refused);
  EXPECT_THAT(printed.out, HasSubstr("quarantined"));
  EXPECT_THAT(printed.out, HasSubstr("unknown_state"));
  EXPECT_THAT(printed.out, HasSubstr("an event was put aside: unknown_state"));
}

// S-C01, S-C13
TEST_F(SimulateCalls, TellsTheAgentOfAWiedervorlageAndWritesTheHistory) {
  const std::string done =
      call_event("telde", "contact.status_changed", "K7", "2026-06-16T09:00:00Z",
                 R"({"project":"spring","done":true,"notes":"ruft an","origin":"call"})");
  EXPECT_THAT(messages(follow_up("K7", "2026-06-16T10:00", "meier", "2026-06-10T08:00:00Z") + done),
              ElementsAre("2026-06-16T10:00:00 follow_up_due meier@telde.example",
                          "2026-06-16T10:00:00 contact.follow_up_due crm",
                          "2026-06-16T11:00:00 command contact_history.add"));
}

TEST_F(SimulateCalls, HoldsBackWhatAStoppedProjectHas) {
  const std::string stopped = call_event("telde", "project.state_changed", "spring",
                                         "2026-06-15T08:00:00Z", R"({"state":"stopped"})");
  const std::string again = call_event("telde", "project.state_changed", "spring",
                                       "2026-06-17T08:00:00Z", R"({"state":"released"})");
  const std::string events =
      follow_up("K7", "2026-06-16T10:00", "meier", "2026-06-10T08:00:00Z") + stopped;
  EXPECT_THAT(run(events, {"--until", "2026-06-16", "--json"}).out, Not(HasSubstr("due")));
  EXPECT_THAT(messages(events + again),
              Contains("2026-06-17T10:00:00 follow_up_due meier@telde.example"));
}

TEST(PendingCalls, AreNamedByTheirSteps) {
  CallOffice office;
  office.tell(follow_up("K7", "2026-09-12T10:00", "meier", "2026-09-11T08:00:00Z"),
              "2026-09-11T08:00:00Z");
  EXPECT_EQ(office.run({"pending"}).out,
            "WHEN                   STEP      CASE\n"
            "2026-09-12 10:00 CEST  callback  telde/contact/spring/K7\n"
            "2026-09-13 18:00 CEST  reminder  callit/appointment/APP-1\n");
}

TEST(ReplanCalls, ShowsAndMovesTheDeadlinesOfAppointments) {
  CallOffice office;
  std::string earlier = callit_tenant();
  earlier.replace(earlier.find("reminder_time = \"18:00\""), 23, "reminder_time = \"16:30\"");
  office.folder.write("tenants/callit.toml", earlier);
  office.configure(assist_tenant());
  const Printed shown = office.run({"replan", "--tenant", "callit"});
  EXPECT_THAT(shown.out, HasSubstr("callit/appointment/APP-1  reminder 2026-09-13 18:00 CEST -> "
                                   "2026-09-13 16:30 CEST\n"));
  ASSERT_EQ(office.run({"replan", "--tenant", "callit", "--apply"}).code, ctl::ExitCode::ok);
  EXPECT_THAT(office.run({"pending", "--tenant", "callit"}).out,
              HasSubstr("2026-09-13 16:30 CEST  reminder  callit/appointment/APP-1"));
}

TEST(ReplanCalls, KeepsCallsOnTheirLists) {
  CallOffice office;
  office.set_outcome(31);
  std::string wider = callit_tenant();
  wider.replace(wider.find("private_to_public = \"45m\""), 25, "private_to_public = \"90m\"");
  office.folder.write("tenants/callit.toml", wider);
  office.configure(assist_tenant());
  ASSERT_EQ(office.run({"replan", "--tenant", "callit", "--apply"}).code, ctl::ExitCode::ok);
  EXPECT_THAT(office.run({"callbacks", "--operator", "rossi"}).out,
              HasSubstr("appointment:1:APP-1"));
}

}  // namespace
}  // namespace followup::test
