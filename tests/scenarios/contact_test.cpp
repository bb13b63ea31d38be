// S-C01 to S-C22: contacts of a call centre and their Wiedervorlage.
#include "tests/scenarios/call_centre.h"
#include "tests/scenarios/contact_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::UnorderedElementsAre;

class Contacts : public testing::Test {
 protected:
  Contacts() : centre("telde", telde_toml()) { centre.at("2026-06-10T10:00"); }

  Reply set(const std::string& due, const std::string& agent, const std::string& more = "") {
    return centre.tell("contact.follow_up_set", "K-1", follow_up(due, agent, more));
  }

  Reply state(const std::string& project, const std::string& name) {
    return centre.tell("project.state_changed", project, R"({"state":")" + name + R"("})");
  }

  CallCentre centre;
};

TEST_F(Contacts, S_C01_TheAgentIsToldOnceAtTheTime) {
  set("2026-06-16T10:00", "meier");
  centre.at("2026-06-30T10:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-06-16T10:00 follow_up_due meier (follow_up)"));
  EXPECT_THAT(centre.hooks(), ElementsAre(AllOf(HasSubstr("contact.follow_up_due"),
                                                HasSubstr("callback=contact:1:umfrage/K-1"))));
}

TEST_F(Contacts, S_C02_AContactThatIsDoneIsNotToldOf) {
  set("2026-06-16T10:00", "meier");
  centre.at("2026-06-15T10:00");
  centre.tell("contact.status_changed", "K-1", status(R"(,"done":true)"));
  centre.at("2026-06-30T10:00");
  EXPECT_THAT(centre.new_mails(), IsEmpty());
  EXPECT_THAT(centre.listed("callbacks"), IsEmpty());
}

TEST_F(Contacts, S_C03_AWiedervorlageOnADoneContactIsPutAsideAndItsEditorTold) {
  centre.tell("contact.status_changed", "K-1", status(R"(,"done":true)"));
  const auto reply = set("2026-06-16T10:00", "meier", R"(,"by":{"id":"editor"})");
  EXPECT_EQ(reply.status, Status::quarantined);
  EXPECT_EQ(reply.reason, Reason::contact_done);
  EXPECT_EQ(centre.quarantined(), 1);
  EXPECT_THAT(
      centre.new_mails(),
      UnorderedElementsAre("2026-06-10T10:00 quarantined admin@telde.example (contact_done)",
                           "2026-06-10T10:00 quarantined editor (contact_done)"));
  centre.repeat();
  EXPECT_THAT(centre.new_mails(), IsEmpty()) << "somebody was told of it already";
}

TEST_F(Contacts, S_C04_AnotherAgentWithOverrideIsToldInTheFirstOnesPlace) {
  centre.tell("contact.status_changed", "K-1",
              R"({"project":"umfrage","judgement":"INTERESSE","origin":"call"})");
  set("2026-06-16T10:00", "meier");
  EXPECT_EQ(set("2026-06-16T10:00", "schulz").reason, Reason::agent_locked);
  centre.new_mails();
  EXPECT_EQ(set("2026-06-16T10:00", "schulz", R"(,"override":true)").status, Status::accepted);
  centre.at("2026-06-30T10:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-06-16T10:00 follow_up_due schulz (follow_up)"));
  EXPECT_TRUE(centre.facts<ProjectContact>(Kind::contact, "umfrage/K-1").override_hint);
}

TEST_F(Contacts, WhoWasToldBeforeItWentToAnotherIsToldThatItDid) {
  set("2026-06-16T10:00", "meier");
  centre.at("2026-06-16T11:00");
  set("2026-06-16T10:00", "schulz");
  centre.at("2026-06-30T10:00");
  EXPECT_THAT(centre.new_mails(),
              UnorderedElementsAre("2026-06-16T10:00 follow_up_due meier (follow_up)",
                                   "2026-06-16T11:00 withdrawal meier",
                                   "2026-06-16T11:00 follow_up_due schulz (follow_up)"));
}

TEST_F(Contacts, S_C06_ADayIsNineInTheMorning) {
  set("2026-06-16", "meier");
  EXPECT_THAT(centre.due(Kind::contact, "umfrage/K-1"), ElementsAre("callback 2026-06-16T09:00"));
}

TEST_F(Contacts, S_C08_AMissingHourIsTheNextAndADoubledOneTheFirstAndOnlyOnce) {
  centre.tell("contact.follow_up_set", "K-2", follow_up("2026-10-25T02:30", "meier"));
  centre.tell("contact.follow_up_set", "K-3", follow_up("2027-03-28T02:30", "meier"));
  const auto at = [&](const char* id) {
    return format_instant(next_deadline(centre.stored(Kind::contact, id), centre.policy())->at);
  };
  EXPECT_EQ(at("umfrage/K-2"), "2026-10-25T00:30:00Z");
  EXPECT_EQ(at("umfrage/K-3"), "2027-03-28T01:30:00Z");
  centre.at("2027-04-01T00:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-10-25T02:30 follow_up_due meier (follow_up)",
                                              "2027-03-28T03:30 follow_up_due meier (follow_up)"));
}

TEST_F(Contacts, S_C10_TheStatusFormTellsNoRepAndItsUserWhatIsLeftToDo) {
  centre.tell("contact.field_appointment_set", "K-1", visit("termine", "call", "rep1"));
  centre.new_mails();
  centre.tell("contact.field_appointment_set", "K-1", visit("termine", "status_form", "rep2"));
  centre.at("2026-06-30T10:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-06-10T10:00 editor_task editor"));
}

TEST_F(Contacts, S_C11_TheSameDuringTheCallIsTheRepsProtocolAtOnce) {
  centre.tell("contact.field_appointment_set", "K-1", visit("termine", "call", "rep1"));
  centre.at("2026-06-20T11:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-06-10T10:00 protocol rep1",
                                              "2026-06-19T18:00 agent_reminder rep1"));
}

TEST_F(Contacts, S_C13_NewlyDoneIsWrittenIntoTheHistoryOnceWithItsNotes) {
  centre.tell("contact.status_changed", "K-1",
              status(R"(,"done":true,"judgement":"INTERESSE","notes":"ruft zurück")"));
  EXPECT_THAT(centre.commands(),
              ElementsAre(AllOf(HasSubstr("contact_history.add"), HasSubstr("contact=K-1"),
                                HasSubstr("judgement=INTERESSE"), HasSubstr("notes=ruft zurück"))));
  centre.tell("contact.status_changed", "K-1", status(R"(,"judgement":"ABSAGE")"));
  centre.tell("contact.status_changed", "K-1", status(R"(,"done":true)"));
  centre.tell("contact.status_changed", "K-9", status(R"(,"done":true)", "still"));
  EXPECT_THAT(centre.commands(), SizeIs(1));
}

TEST_F(Contacts, S_C15_AnAnonymisedProjectLeavesNoNameAddressOrNote) {
  centre.answer("contact_history.add", {{Outcome::refused, "http_422", false}});
  set("2026-06-16T10:00", "gast",
      R"(,"by":{"id":"editor","name":"Erna Editor","email":"erna@privat.example"})");
  const std::string inline_agent =
      R"({"project":"umfrage","due":"2026-06-17","agent":{"id":"gast","name":"Gustav Gast",)"
      R"("email":"gustav@privat.example"}})";
  centre.tell("contact.follow_up_set", "K-1", inline_agent);
  centre.tell("contact.status_changed", "K-1", status(R"(,"done":true,"notes":"Geheime Notiz")"));
  const std::string before = centre.everything(Kind::contact, "umfrage/K-1");
  EXPECT_THAT(before, AllOf(HasSubstr("Gustav"), HasSubstr("gustav@"), HasSubstr("Geheime Notiz")));

  state("umfrage", "anonymised");
  const std::string after = centre.everything(Kind::contact, "umfrage/K-1");
  for (const char* trace : {"Gustav", "gustav@", "Erna", "erna@", "Geheime"})
    EXPECT_THAT(after, Not(HasSubstr(trace)));
}

TEST_F(Contacts, TheSupervisorIsToldNoSoonerAfterALateNotice) {
  std::string toml = telde_toml();
  const std::string section = "[contact]\n";
  toml.replace(toml.find(section), section.size(), section + "escalate_after = \"2h\"\n");
  EXPECT_THAT(centre.configure(toml), Each(testing::Field(&ConfigFault::warning, true)));
  state("still", "stopped");
  centre.tell("contact.follow_up_set", "K-1", follow_up("2026-06-16T10:00", "meier", "", "still"));
  centre.at("2026-06-18T10:00");
  state("still", "in_progress");
  centre.at("2026-06-19T10:00");
  EXPECT_THAT(centre.new_mails(),
              ElementsAre("2026-06-18T10:00 follow_up_due meier (follow_up) late",
                          "2026-06-18T12:00 callback_overdue chef"));
}

TEST_F(Contacts, S_C17_WhatIsDueInAnAbsenceGoesToTheDelegate) {
  centre.tell("absence.set", "meier",
              R"({"from":"2026-06-14T22:00:00Z","until":"2026-06-26T22:00:00Z",)"
              R"("delegate":"schulz"})");
  set("2026-06-16T10:00", "meier");
  centre.tell("contact.follow_up_set", "K-2", follow_up("2026-06-29T10:00", "meier"));
  centre.at("2026-06-30T10:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-06-16T10:00 follow_up_due schulz (follow_up)",
                                              "2026-06-29T10:00 follow_up_due meier (follow_up)"));
}

TEST_F(Contacts, S_C19_ALeaversOpenItemsAreSpreadEvenlyWithOneHookAChange) {
  for (int at = 1; at <= 7; ++at) {
    centre.tell("contact.follow_up_set", "K-" + std::to_string(at),
                follow_up("2026-06-2" + std::to_string(at), "meier"));
  }
  centre.tell("person.updated", "meier", R"({"name":"Meier","active":false})");
  std::map<std::string, int> shares;
  for (const char* agent : {"meier", "schulz", "braun", "weber"})
    shares[agent] =
        static_cast<int>(centre.listed("callbacks:operator:" + std::string(agent)).size());
  EXPECT_THAT(shares, UnorderedElementsAre(testing::Pair("meier", 0), testing::Pair("schulz", 3),
                                           testing::Pair("braun", 2), testing::Pair("weber", 2)));
  EXPECT_THAT(centre.hooks(), SizeIs(7));
  EXPECT_THAT(centre.hooks(), Each(AllOf(HasSubstr("contact.reassigned"), HasSubstr("from=meier"),
                                         HasSubstr("to="))));
}

TEST_F(Contacts, S_C22_OneOfTwoPostponesAndTheOtherIsStillTold) {
  const std::string both = R"({"project":"umfrage","due":"2026-06-16T10:00",)"
                           R"("agents":[{"id":"meier"},{"id":"schulz"}]})";
  centre.tell("contact.follow_up_set", "K-1", both);
  centre.tell("callback.postponed", "contact:1:umfrage/K-1",
              R"({"operator":{"id":"meier"},"until":"2026-06-18T10:00"})");
  centre.at("2026-06-17T10:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-06-16T10:00 follow_up_due schulz (follow_up)"));
  centre.tell("callback.done", "contact:1:umfrage/K-1",
              R"({"operator":{"id":"schulz"},"for_all":true})");
  centre.at("2026-06-20T10:00");
  EXPECT_THAT(centre.new_mails(), IsEmpty());
}

TEST_F(Contacts, DoneForOneLeavesItToTheOther) {
  const std::string both = R"({"project":"umfrage","due":"2026-06-16T10:00",)"
                           R"("agents":[{"id":"meier"},{"id":"schulz"}]})";
  centre.tell("contact.follow_up_set", "K-1", both);
  centre.tell("callback.done", "contact:1:umfrage/K-1", R"({"operator":{"id":"meier"}})");
  centre.at("2026-06-20T10:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-06-16T10:00 follow_up_due schulz (follow_up)"));
}

TEST_F(Contacts, AClearedWiedervorlageIsNotToldOf) {
  set("2026-06-16T10:00", "meier");
  centre.tell("contact.follow_up_cleared", "K-1", R"({"project":"umfrage"})");
  centre.at("2026-06-20T10:00");
  EXPECT_THAT(centre.new_mails(), IsEmpty());
}

TEST_F(Contacts, S_C19_ASuccessorWhoHoldsItAlreadyHasItOnce) {
  centre.tell("contact.follow_up_set", "K-1",
              R"({"project":"umfrage","due":"2026-06-16T10:00",)"
              R"("agents":[{"id":"meier"},{"id":"schulz","name":"Uwe Schulz"}]})");
  centre.tell("person.updated", "meier", R"({"name":"Meier","active":false})");
  const auto holders =
      centre.facts<ProjectContact>(Kind::contact, "umfrage/K-1").follow_up->holders;
  ASSERT_THAT(holders, SizeIs(1));
  EXPECT_EQ(holders.front().who.name, "Uwe Schulz");
  centre.tell("callback.done", "contact:1:umfrage/K-1", R"({"operator":{"id":"schulz"}})");
  EXPECT_THAT(centre.listed("callbacks"), IsEmpty());
}

TEST_F(Contacts, S_C19_ASuccessorWhoDidHisPartAlreadyGetsTheLeavers) {
  centre.tell("contact.follow_up_set", "K-1",
              R"({"project":"umfrage","due":"2026-06-16T10:00",)"
              R"("agents":[{"id":"meier"},{"id":"schulz"}]})");
  centre.tell("callback.done", "contact:1:umfrage/K-1", R"({"operator":{"id":"schulz"}})");
  centre.tell("person.updated", "meier", R"({"name":"Meier","active":false})");
  centre.at("2026-06-30T10:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-06-16T10:00 follow_up_due schulz (follow_up)"));
}

TEST_F(Contacts, AWiedervorlageThatComesAfterANewerDoneIsSuperseded) {
  centre.tell("contact.status_changed", "K-1", status(R"(,"done":true)"), 10);
  const auto set_at = [&](int sequence) {
    return centre.tell("contact.follow_up_set", "K-1", follow_up("2026-06-16T10:00", "meier"),
                       sequence);
  };
  EXPECT_EQ(set_at(9).reason, Reason::superseded);
  EXPECT_EQ(set_at(11).reason, Reason::contact_done);
  centre.new_mails();
  centre.tell("contact.status_changed", "K-1", status(R"(,"judgement":"ABSAGE")"), 20);
  EXPECT_EQ(set_at(12).reason, Reason::contact_done) << "it was done before";
}

}  // namespace
}  // namespace followup
