// show and explain for appointments, contacts, projects and notices.
#include "tests/tools/call_office.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace followup::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using Json = nlohmann::json;

Json state_of(CallOffice& office, const std::string& name) {
  return Json::parse(office.run({"show", name, "--json"}).out)["state"];
}

// ---------------------------------------------------------------- show

TEST(ShowAppointment, TellsTheCardItsOutcomeAndItsCallback) {
  CallOffice office;
  office.set_outcome(31, R"({"motivo":"ferie","nota":"moroso"})");
  const Printed printed = office.run({"show", "callit/appointment/APP-1"});
  EXPECT_EQ(printed.code, ctl::ExitCode::ok);
  for (const auto* line :
       {"  card            open\n", "  start           2026-09-14 15:00 CEST\n",
        "  agent           bianchi\n", "  operator        rossi\n", "  team            it\n",
        "  client          K-1, Carla Verdi\n", "  state           31 (KO assente)\n",
        "  location        Via Roma 1\n",
        "  outcome         31 (KO assente): mode 1: the operator re-books on the same card\n",
        "  annotated       2026-09-14 31 (KO assente), Motivo: ferie, Nota interna: moroso\n",
        "  callback        appointment:1:APP-1, due 2026-09-14 15:20 CEST\n",
        "    reserved for  rossi\n",
        "  next            callback 2026-09-14 15:20 CEST (2026-09-14T13:20:00Z)\n"}) {
    EXPECT_THAT(printed.out, HasSubstr(line));
  }
  EXPECT_THAT(printed.out, HasSubstr("command callback.create to endpoint through "
                                     "webhook:callit/crm, due 2026-09-14 15:20 CEST: not begun"));
}

TEST(ShowAppointment, TellsWhoWasToldAndThatItBecamePublic) {
  CallOffice office;
  office.set_outcome(31);
  office.fire("2026-09-14T13:20:00Z");
  EXPECT_THAT(office.run({"show", "callit/appointment/APP-1"}).out,
              HasSubstr("rossi, told 2026-09-14 15:20 CEST\n"));
  office.fire("2026-09-14T14:05:00Z");
  EXPECT_THAT(office.run({"show", "callit/appointment/APP-1"}).out,
              HasSubstr("    public        for team it since 2026-09-14 16:05 CEST, told "
                        "2026-09-14 16:05 CEST\n"));
}

TEST(ShowAppointment, TellsWhatIsWaitedFor) {
  CallOffice asked;
  asked.set_outcome(41);
  EXPECT_THAT(asked.run({"show", "callit/appointment/APP-1"}).out,
              HasSubstr("  waits       for App. Rifissare until 2026-09-14 15:50 CEST\n"));
  CallOffice moving;
  moving.set_outcome(41, "{}", "2026-09-17T10:30");
  EXPECT_THAT(
      moving.run({"show", "callit/appointment/APP-1"}).out,
      HasSubstr("  command         appointment.reschedule to 2026-09-17 10:30 CEST, sent, the "
                "answer waited for until 2026-09-15 15:20 CEST\n"));
}

TEST(ShowAppointment, TellsThatAnotherOneHasTakenItsPlace) {
  CallOffice office;
  office.set_outcome(31);
  std::string second = booked("APP-2");
  second.replace(second.find("\"team\""), 6, "\"replaces\":\"APP-1\",\"team\"");
  office.tell(second, "2026-09-14T14:00:00Z");
  EXPECT_THAT(office.run({"show", "callit/appointment/APP-1"}).out,
              HasSubstr("frozen: APP-2 has taken its place\n"));
  const Json old = state_of(office, "callit/appointment/APP-1");
  EXPECT_EQ(old["frozen"], true);
  EXPECT_EQ(old["replaced_by"], "APP-2");
  EXPECT_EQ(state_of(office, "callit/appointment/APP-2")["replaces"], "APP-1");
}

TEST(ShowAppointment, TellsProgramsTheSame) {
  CallOffice office;
  office.set_outcome(31, R"({"motivo":"ferie"})");
  EXPECT_EQ(state_of(office, "callit/appointment/APP-1"), Json::parse(R"({
      "known": true, "start": "2026-09-14T15:00:00", "agent": {"id": "bianchi"},
      "client": {"id": "K-1", "name": "Carla Verdi"}, "operator": {"id": "rossi"}, "team": "it",
      "state": 31, "location": "Via Roma 1", "cancelled": false, "frozen": false, "cycle": 1,
      "outcome": 31, "mode": 1,
      "outcomes": [{"state": 31, "on": "2026-09-14", "annotations": {"motivo": "ferie"}}],
      "reason_missing": false,
      "callback": {"callback": "appointment:1:APP-1", "call_at": "2026-09-14T15:20:00",
                   "private": true, "operators": [{"id": "rossi", "done": false}], "team": "it",
                   "attempts": 0, "cause": "outcome", "ended": false}})"));
}

TEST(ShowAppointment, TellsProgramsOfHoldsAndCommands) {
  CallOffice asked;
  asked.set_outcome(41, "{}", "2026-09-17");
  const Json waiting = state_of(asked, "callit/appointment/APP-1");
  EXPECT_EQ(waiting["hold"], Json::parse(R"({"for": "time", "until": "2026-09-14T15:50:00"})"));
  EXPECT_EQ(waiting["reschedule_at"], "2026-09-17");
  CallOffice moving;
  moving.set_outcome(41, "{}", "2026-09-17T10:30");
  EXPECT_EQ(state_of(moving, "callit/appointment/APP-1")["command"],
            Json::parse(R"({"type": "appointment.reschedule", "start": "2026-09-17T10:30:00",
                            "waits_until": "2026-09-15T15:20:00", "sent": true, "ended": false})"));
}

class ShowContact : public testing::Test {
 protected:
  ShowContact() {
    office_.tell(follow_up("K7", "2026-09-15T10:00", "meier", "2026-09-11T08:00:00Z"),
                 "2026-09-11T08:00:00Z");
    office_.telde("contact.field_appointment_set", "K7", "2026-09-11T09:00:00Z",
                  R"({"project":"spring","start":"2026-09-21T10:00","field_rep":{"id":"schulz"},)"
                  R"("origin":"call"})");
  }

  CallOffice office_;
};

TEST_F(ShowContact, TellsItsWiedervorlageAndItsFieldVisit) {
  const Printed printed = office_.run({"show", "telde/contact/spring/K7"});
  EXPECT_EQ(printed.code, ctl::ExitCode::ok);
  for (const auto* line :
       {"  done            no\n", "  project         in_progress\n",
        "  follow-up       contact:1:spring/K7, due 2026-09-15 10:00 CEST\n",
        "    reserved for  meier\n",
        "  field visit     2026-09-21 10:00 CEST, schulz, entered during a call\n"}) {
    EXPECT_THAT(printed.out, HasSubstr(line));
  }
}

TEST_F(ShowContact, TellsWhoHadItBefore) {
  office_.fire("2026-09-15T08:00:00Z");
  office_.tell(follow_up("K7", "2026-09-15T10:00", "schulz", "2026-09-15T08:30:00Z"),
               "2026-09-15T08:30:00Z");
  const Printed printed = office_.run({"show", "telde/contact/spring/K7"});
  EXPECT_THAT(printed.out, HasSubstr("reserved for  schulz"));
  EXPECT_THAT(printed.out, HasSubstr("formerly of     meier\n"));
}

TEST_F(ShowContact, TellsProgramsTheSame) {
  const Json contact = state_of(office_, "telde/contact/spring/K7");
  EXPECT_EQ(contact["done"], false);
  EXPECT_EQ(contact["project_state"], "in_progress");
  EXPECT_EQ(contact["follow_up"]["callback"], "contact:1:spring/K7");
  EXPECT_EQ(contact["follow_up"]["agents"][0]["id"], "meier");
  EXPECT_EQ(contact["field_appointment"]["start"], "2026-09-21T10:00:00");
  EXPECT_EQ(contact["field_appointment"]["origin"], "call");
  EXPECT_EQ(contact["override_hint"], false);
}

TEST_F(ShowContact, KnowsTheProjectsStateAndItsUnsentProtocols) {
  const Printed printed = office_.run({"show", "telde/project/spring"});
  EXPECT_THAT(printed.out, HasSubstr("  state   in_progress, as configured\n"));
  EXPECT_THAT(printed.out, HasSubstr("  unsent  K7, 2026-09-21 10:00 CEST, schulz\n"));
  EXPECT_THAT(printed.out, HasSubstr("  batch   2026-09-11 18:00 CEST\n"));
  const Json project = state_of(office_, "telde/project/spring");
  EXPECT_TRUE(project["state"].is_null());
  EXPECT_EQ(project["unsent"][0]["contact"], "K7");
  EXPECT_EQ(project["batch_at"], "2026-09-11T18:00:00");
  office_.telde("project.state_changed", "spring", "2026-09-11T10:00:00Z",
                R"({"state":"stopped"})");
  EXPECT_EQ(state_of(office_, "telde/project/spring")["state"], "stopped");
  EXPECT_EQ(state_of(office_, "telde/contact/spring/K7")["project_state"], "stopped");
}

TEST(ShowNotices, TellWhatTheAdministratorWasTold) {
  CallOffice office;
  std::string off = callit_tenant();
  off.replace(off.find("state_id = 12"), 13, "active = false");
  office.add_tenant("callit", off);
  office.tell(booked("APP-9"), "2026-09-10T08:00:00Z");
  office.tell(outcome("APP-9", 41, "2026-09-14T13:20:00Z", "{}", "2026-09-17T10:30"),
              "2026-09-14T13:20:00Z");
  EXPECT_THAT(office.run({"show", "callit/notices/configuration"}).out,
              HasSubstr("  told        2026-09-14 procedure_off 41\n"));
  EXPECT_EQ(state_of(office, "callit/notices/configuration")["told"][0],
            Json::parse(R"({"what": "procedure_off", "subject": "41", "on": "2026-09-14"})"));
}

// ---------------------------------------------------------------- explain

TEST(ExplainAppointment, SaysWhatGoesOutWhenToWhomAndWhy) {
  CallOffice office;
  office.set_outcome(31);
  EXPECT_THAT(office.run({"explain", "callit/appointment/APP-1"}).out,
              HasSubstr("callback  2026-09-14 15:20 CEST (2026-09-14T13:20:00Z)\n"
                        "  why: the call is due: outcome 31 (KO assente), policy version 1\n"
                        "  email callback_due to operator: Mario Rossi <rossi@callit.example>\n"
                        "  webhook callback.due to endpoint crm\n"
                        "publish  2026-09-14 16:05 CEST (2026-09-14T14:05:00Z)\n"
                        "  why: 45 min after it was due, nobody having called, policy version 1\n"
                        "  email callback_due to team: Team Italia <it@callit.example>\n"
                        "  webhook callback.became_public to endpoint crm\n"
                        "escalation  2026-09-14 17:20 CEST (2026-09-14T15:20:00Z)\n"
                        "  why: 2 h after it was due, nobody having called, policy version 1\n"
                        "  email callback_overdue to supervisor: Il Capo <capo@callit.example>\n"));
}

TEST(ExplainAppointment, SaysWhenTheAgentIsReminded) {
  CallOffice office;
  EXPECT_THAT(office.run({"explain", "callit/appointment/APP-1"}).out,
              HasSubstr("reminder  2026-09-13 18:00 CEST (2026-09-13T16:00:00Z)\n"
                        "  why: 1 day before the appointment of 2026-09-14 15:00 CEST, at 18:00, "
                        "policy version 1\n"
                        "  email agent_reminder to agent: Ada Bianchi <bianchi@callit.example>\n"));
}

TEST(ExplainAppointment, SaysWhereTheCallingWindowMovedACall) {
  CallOffice office;
  office.tell(outcome("APP-1", 31, "2026-09-14T18:30:00Z"), "2026-09-14T18:30:00Z");
  EXPECT_THAT(office.run({"explain", "callit/appointment/APP-1"}).out,
              HasSubstr("callback  2026-09-15 09:00 CEST (2026-09-15T07:00:00Z)\n"
                        "  why: the call is due, moved from 2026-09-14 20:30 CEST into the calling "
                        "window: outcome 31 (KO assente)"));
}

TEST(ExplainAppointment, SaysWhatComesOfAQuestionThatNobodyAnswers) {
  CallOffice office;
  office.set_outcome(41);
  EXPECT_THAT(
      office.run({"explain", "callit/appointment/APP-1"}).out,
      HasSubstr("hold  2026-09-14 15:50 CEST (2026-09-14T13:50:00Z)\n"
                "  why: the agent was asked for App. Rifissare 30 min before and has not named it, "
                "policy version 1\n"
                "  email date_missing to supervisor: Il Capo <capo@callit.example>\n"));
}

TEST(ExplainAppointment, SaysWhyNothingGoesOutOrWhatComesWithoutAnAnswer) {
  CallOffice cancelled;
  cancelled.callit("appointment.cancelled", "APP-1", "2026-09-11T08:00:00Z", "{}");
  EXPECT_THAT(cancelled.run({"explain", "callit/appointment/APP-1"}).out,
              HasSubstr("nothing will go out: the appointment is cancelled\n"));
  CallOffice moving;
  moving.set_outcome(41, "{}", "2026-09-17T10:30");
  EXPECT_THAT(moving.run({"explain", "callit/appointment/APP-1"}).out,
              HasSubstr("why: the CRM has not answered the command for a day, policy version 1\n"
                        "  webhook command callback.create to endpoint crm\n"));
}

TEST(ExplainContact, NamesWhomAWiedervorlageIsFor) {
  CallOffice office;
  office.tell(follow_up("K7", "2026-09-15T10:00", "meier", "2026-09-11T08:00:00Z"),
              "2026-09-11T08:00:00Z");
  EXPECT_THAT(office.run({"explain", "telde/contact/spring/K7"}).out,
              HasSubstr("callback  2026-09-15 10:00 CEST (2026-09-15T08:00:00Z)\n"
                        "  why: the call is due, policy version 1\n"
                        "  email follow_up_due to agent: Eva Meier <meier@telde.example>\n"
                        "  webhook contact.follow_up_due to endpoint crm\n"));
}

TEST(ExplainContact, SaysThatAStoppedProjectHoldsEverything) {
  CallOffice office;
  office.tell(follow_up("K7", "2026-09-15T10:00", "meier", "2026-09-11T08:00:00Z"),
              "2026-09-11T08:00:00Z");
  office.telde("project.state_changed", "spring", "2026-09-11T10:00:00Z", R"({"state":"stopped"})");
  const Printed printed = office.run({"explain", "telde/contact/spring/K7"});
  EXPECT_THAT(printed.out, HasSubstr("why: the project is stopped: it is looked at again then"));
  EXPECT_THAT(printed.out, Not(HasSubstr("follow_up_due")));
  EXPECT_EQ(printed.out.find("recheck"), printed.out.rfind("recheck")) << "once, not for ever";
}

TEST(ExplainProject, SaysWhenItsProtocolsGoOut) {
  CallOffice office;
  office.telde("contact.field_appointment_set", "K7", "2026-09-11T09:00:00Z",
               R"({"project":"spring","start":"2026-09-21T10:00","field_rep":{"id":"schulz"},)"
               R"("origin":"call"})");
  EXPECT_THAT(office.run({"explain", "telde/project/spring"}).out,
              HasSubstr("protocols  2026-09-11 18:00 CEST (2026-09-11T16:00:00Z)\n"
                        "  why: the project's batch of protocols: 1 unsent, policy version 1\n"
                        "  email protocol to field rep: Jan Schulz <schulz@telde.example>\n"));
}

}  // namespace
}  // namespace followup::test
