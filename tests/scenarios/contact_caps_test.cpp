// S-C25 (C25): a Wiedervorlage for one agent or for the team, and the administrator's caps: how far
// ahead it may lie, and how many of a project one agent may hold alone.
#include "tests/scenarios/call_centre.h"
#include "tests/scenarios/contact_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::UnorderedElementsAre;

constexpr const char* capped =
    "[projects.deckel]\nteam = \"innen\"\nagents = [\"meier\", \"schulz\", \"braun\"]\n"
    "max_days_ahead = 30\nmax_personal = 2\n"
    "[projects.offen]\nteam = \"innen\"\nagents_may_change = false\n"
    "agents = [\"meier\", \"schulz\", \"braun\"]\n"
    "[teams.innen]\nemail = \"innen@telde.example\"\n";

class Caps : public testing::Test {
 protected:
  Caps() : centre("telde", telde_toml(capped)) { centre.at("2026-06-10T10:00"); }

  Reply set(const std::string& contact, const std::string& agent,
            const std::string& due = "2026-06-16T10:00", const std::string& project = "deckel") {
    return centre.tell("contact.follow_up_set", contact,
                       follow_up(due, agent, R"(,"by":{"id":"editor"})", project));
  }

  Reply set_for_team(const std::string& contact, const std::string& project = "deckel",
                     const std::string& due = "2026-06-16T10:00", const std::string& more = "") {
    return centre.tell(
        "contact.follow_up_set", contact,
        R"({"project":")" + project + R"(","due":")" + due + R"(","team":true)" + more + "}");
  }

  Reply act(const std::string& type, const std::string& who, const std::string& callback,
            const std::string& more = "") {
    return centre.tell(type, callback, R"({"operator":{"id":")" + who + R"("})" + more + "}");
  }

  ProjectContact contact(const std::string& id) {
    return centre.facts<ProjectContact>(Kind::contact, id);
  }

  CallCentre centre;
};

TEST_F(Caps, S_C25_ATeamsWiedervorlageIsToldToTheTeamAndTakenByWhoeverClaimsIt) {
  EXPECT_EQ(set_for_team("K-1").status, Status::accepted);
  EXPECT_THAT(centre.listed("callbacks:team:innen"), ElementsAre("deckel/K-1"));
  centre.at("2026-06-16T10:05");
  EXPECT_THAT(centre.new_mails(),
              ElementsAre("2026-06-16T10:00 follow_up_due innen@telde.example (follow_up)"));
  EXPECT_THAT(centre.hooks(),
              ElementsAre(AllOf(HasSubstr("contact.follow_up_due"), HasSubstr("private=false"),
                                HasSubstr("team=innen"), Not(HasSubstr("operator=")))));
  EXPECT_EQ(act("callback.claimed", "schulz", "contact:1:deckel/K-1").status, Status::accepted);
  EXPECT_EQ(act("callback.claimed", "braun", "contact:1:deckel/K-1").reason,
            Reason::already_claimed);
  EXPECT_THAT(centre.listed("callbacks:team:innen"), IsEmpty());
  EXPECT_THAT(centre.listed("callbacks:operator:schulz"), ElementsAre("deckel/K-1"));
  EXPECT_EQ(act("callback.done", "schulz", "contact:1:deckel/K-1").status, Status::accepted);
  EXPECT_THAT(centre.listed("callbacks"), IsEmpty());
}

TEST_F(Caps, S_C25_AProjectWithoutATeamHasNoTeamsWiedervorlageAndKeepsTheOldOne) {
  centre.tell("contact.follow_up_set", "K-1", follow_up("2026-06-16T10:00", "meier", "", "still"));
  const Reply reply = set_for_team("K-1", "still", "2026-06-20T10:00", R"(,"by":{"id":"editor"})");
  EXPECT_EQ(reply.status, Status::quarantined);
  EXPECT_EQ(reply.reason, Reason::no_team);
  ASSERT_THAT(reply.faults, SizeIs(1));
  EXPECT_EQ(reply.faults.front().path, "/data/team");
  centre.at("2026-06-30T10:00");
  EXPECT_THAT(centre.new_mails(),
              UnorderedElementsAre("2026-06-10T10:00 quarantined admin@telde.example (no_team)",
                                   "2026-06-10T10:00 quarantined editor (no_team)",
                                   "2026-06-16T10:00 follow_up_due meier (follow_up)"));
}

TEST_F(Caps, S_C25_GivenToTheTeamAndTakenFromItAtTheSameDateEachIsToldOnce) {
  set("K-1", "meier");
  centre.at("2026-06-16T11:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-06-16T10:00 follow_up_due meier (follow_up)"));
  set_for_team("K-1");
  EXPECT_THAT(
      centre.new_mails(),
      UnorderedElementsAre("2026-06-16T11:00 withdrawal meier",
                           "2026-06-16T11:00 follow_up_due innen@telde.example (follow_up)"));
  set_for_team("K-1");
  EXPECT_THAT(centre.new_mails(), IsEmpty()) << "nothing is new";
  set("K-1", "schulz");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-06-16T11:00 follow_up_due schulz (follow_up)"));
  EXPECT_EQ(act("callback.claimed", "braun", "contact:1:deckel/K-1").reason,
            Reason::already_claimed)
      << "it is schulz's alone";
  centre.at("2026-06-16T11:30");
  set_for_team("K-1");
  EXPECT_THAT(
      centre.new_mails(),
      UnorderedElementsAre("2026-06-16T11:30 withdrawal schulz",
                           "2026-06-16T11:30 follow_up_due innen@telde.example (follow_up)"));
}

TEST_F(Caps, S_C25_TheTeamsIsTakenFromNobodyUnlessSomebodyHasClaimedIt) {
  set_for_team("K-1", "offen");
  centre.tell("contact.status_changed", "K-1",
              R"({"project":"offen","judgement":"INTERESSE","origin":"call"})");
  EXPECT_EQ(set("K-1", "meier", "2026-06-16T10:00", "offen").status, Status::accepted);
  EXPECT_EQ(set_for_team("K-1", "offen").reason, Reason::agent_locked) << "it is meier's";
  set_for_team("K-2", "offen");
  centre.tell("contact.status_changed", "K-2",
              R"({"project":"offen","judgement":"INTERESSE","origin":"call"})");
  act("callback.claimed", "schulz", "contact:1:offen/K-2");
  EXPECT_EQ(set("K-2", "meier", "2026-06-16T10:00", "offen").reason, Reason::agent_locked);
  EXPECT_EQ(set("K-2", "schulz", "2026-06-16T10:00", "offen").status, Status::accepted);
}

TEST_F(Caps, S_C25_WhatALeaverHadClaimedOfTheTeamsIsTheSuccessorsAndNobodyElses) {
  set_for_team("K-1", "offen");
  centre.at("2026-06-16T10:05");
  act("callback.claimed", "meier", "contact:1:offen/K-1");
  centre.new_mails();
  centre.tell("person.updated", "meier", R"({"name":"Meier","active":false})");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-06-16T10:05 follow_up_due schulz (follow_up)"));
  EXPECT_THAT(centre.hooks().back(),
              AllOf(HasSubstr("contact.reassigned"), HasSubstr("to=schulz")));
  EXPECT_EQ(act("callback.claimed", "braun", "contact:1:offen/K-1").reason,
            Reason::already_claimed);
  EXPECT_EQ(act("callback.done", "schulz", "contact:1:offen/K-1").status, Status::accepted);
}

TEST_F(Caps, S_C25_AWiedervorlageFurtherAheadThanTheCapIsPutAsideAndTheOldOneStays) {
  EXPECT_EQ(set("K-1", "meier", "2026-07-10T23:59").status, Status::accepted)
      << "the thirtieth day";
  const Reply reply = set("K-1", "schulz", "2026-07-11T00:00");
  EXPECT_EQ(reply.status, Status::quarantined);
  EXPECT_EQ(reply.reason, Reason::too_far_ahead);
  ASSERT_THAT(reply.faults, SizeIs(1));
  EXPECT_EQ(reply.faults.front().path, "/data/due");
  EXPECT_EQ(centre.quarantined(), 1);
  EXPECT_THAT(
      centre.new_mails(),
      UnorderedElementsAre("2026-06-10T10:00 quarantined admin@telde.example (too_far_ahead)",
                           "2026-06-10T10:00 quarantined editor (too_far_ahead)"));
  EXPECT_THAT(centre.hooks(), ElementsAre(HasSubstr("event.quarantined")));
  centre.at("2026-07-31T10:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-07-10T23:59 follow_up_due meier (follow_up)"));
}

TEST_F(Caps, S_C25_OneThatWasTooFarAheadCanBeTakenInOnceItIsNot) {
  EXPECT_EQ(set("K-1", "meier", "2026-07-12").reason, Reason::too_far_ahead);
  centre.at("2026-06-12T08:00");
  EXPECT_EQ(centre.repeat().status, Status::accepted);
  EXPECT_THAT(centre.due(Kind::contact, "deckel/K-1"), ElementsAre("callback 2026-07-12T09:00"));
}

TEST_F(Caps, S_C25_NorCanItBePostponedFurtherAhead) {
  set("K-1", "meier");
  centre.at("2026-06-16T10:05");
  centre.new_mails();
  const Reply reply =
      act("callback.postponed", "meier", "contact:1:deckel/K-1", R"(,"until":"2026-07-17T10:00")");
  EXPECT_EQ(reply.reason, Reason::too_far_ahead);
  EXPECT_EQ(reply.faults.front().path, "/data/until");
  EXPECT_EQ(contact("deckel/K-1").follow_up->attempts, 0);
  EXPECT_EQ(
      act("callback.postponed", "meier", "contact:1:deckel/K-1", R"(,"until":"2026-07-16T10:00")")
          .status,
      Status::accepted);
  EXPECT_EQ(
      act("callback.postponed", "meier", "contact:7:deckel/K-1", R"(,"until":"2026-09-16T10:00")")
          .reason,
      Reason::unknown_callback)
      << "what it is about comes first";
}

TEST_F(Caps, S_C25_OneMoreThanAnAgentMayHoldIsPutAsideUntilThereIsAPlace) {
  set("K-1", "meier");
  set("K-2", "meier");
  const Reply reply = set("K-3", "meier");
  EXPECT_EQ(reply.status, Status::quarantined);
  EXPECT_EQ(reply.reason, Reason::too_many_personal);
  ASSERT_THAT(reply.faults, SizeIs(1));
  EXPECT_EQ(reply.faults.front().path, "/data/agent");
  EXPECT_THAT(
      centre.new_mails(),
      UnorderedElementsAre("2026-06-10T10:00 quarantined admin@telde.example (too_many_personal)",
                           "2026-06-10T10:00 quarantined editor (too_many_personal)"));
  EXPECT_EQ(contact("deckel/K-3").follow_up, std::nullopt);
  const std::string third = centre.last_event();
  EXPECT_EQ(centre.repeat(third).status, Status::quarantined);
  EXPECT_THAT(centre.new_mails(), IsEmpty()) << "somebody was told of it already";
  centre.tell("contact.status_changed", "K-1", status(R"(,"done":true)", "deckel"));
  EXPECT_EQ(centre.repeat(third).status, Status::accepted);
  EXPECT_THAT(centre.listed("personal:deckel:meier"), ElementsAre("deckel/K-2", "deckel/K-3"));
}

TEST_F(Caps, S_C25_TheOldAgentKeepsWhatTheNewOneMayNotHold) {
  set("K-1", "schulz");
  set("K-2", "schulz");
  set("K-3", "meier");
  EXPECT_EQ(set("K-3", "schulz").reason, Reason::too_many_personal);
  EXPECT_EQ(set("K-3", "schulz", "2026-06-18T10:00").reason, Reason::too_many_personal);
  centre.new_mails();
  centre.at("2026-06-16T10:05");
  EXPECT_THAT(centre.new_mails(),
              UnorderedElementsAre("2026-06-16T10:00 follow_up_due schulz (follow_up)",
                                   "2026-06-16T10:00 follow_up_due schulz (follow_up)",
                                   "2026-06-16T10:00 follow_up_due meier (follow_up)"));
}

TEST_F(Caps, S_C25_WhoHoldsItAlreadyMovesItsDate) {
  set("K-1", "meier");
  set("K-2", "meier");
  EXPECT_EQ(set("K-2", "meier", "2026-06-20T10:00").status, Status::accepted);
  EXPECT_EQ(set("K-1", "meier").status, Status::accepted) << "the same once more";
}

TEST_F(Caps, S_C25_OnlyWhatIsOneAgentsAloneInThatProjectAndOpenCounts) {
  set("K-1", "meier");
  centre.tell("contact.follow_up_set", "K-2",
              R"({"project":"deckel","due":"2026-06-16T10:00",)"
              R"("agents":[{"id":"meier"},{"id":"schulz"}]})");
  set("K-3", "meier", "2026-06-16T10:00", "offen");
  set_for_team("K-4");
  act("callback.claimed", "meier", "contact:1:deckel/K-4");
  set("K-5", "meier");
  EXPECT_THAT(centre.listed("personal:deckel:meier"), ElementsAre("deckel/K-1", "deckel/K-5"));
  EXPECT_THAT(centre.listed("personal:offen:meier"), IsEmpty()) << "it has no cap";
  EXPECT_EQ(set("K-6", "meier").reason, Reason::too_many_personal);
  EXPECT_EQ(set("K-6", "schulz").status, Status::accepted);
  centre.tell("contact.follow_up_cleared", "K-1", R"({"project":"deckel"})");
  EXPECT_EQ(set("K-7", "meier").status, Status::accepted);
}

TEST_F(Caps, S_C25_WhatALeaverLeavesGoesToTheOthersHoweverManyTheyHold) {
  for (const char* agent : {"schulz", "braun"}) {
    set(std::string("K-1-") + agent, agent);
    set(std::string("K-2-") + agent, agent);
  }
  set("K-5", "meier");
  centre.tell("person.updated", "meier", R"({"name":"Meier","active":false})");
  EXPECT_THAT(centre.listed("personal:deckel:schulz"), SizeIs(3));
  EXPECT_EQ(set("K-6", "schulz").reason, Reason::too_many_personal);
}

TEST_F(Caps, S_C25_WhoeverPostponesWhatHeTookFromTheTeamHoldsItAlone) {
  set("K-1", "meier");
  set_for_team("K-2");
  centre.at("2026-06-16T10:05");
  act("callback.claimed", "meier", "contact:1:deckel/K-2");
  act("callback.postponed", "meier", "contact:1:deckel/K-2", R"(,"until":"2026-06-18T10:00")");
  EXPECT_THAT(centre.listed("personal:deckel:meier"), ElementsAre("deckel/K-1", "deckel/K-2"));
  EXPECT_EQ(set("K-3", "meier").reason, Reason::too_many_personal);
}

TEST_F(Caps, S_C25_ACapThatCameLaterHoldsForContactsThatCameLater) {
  for (const char* contact : {"K-1", "K-2", "K-3"})
    set(contact, "meier", "2026-09-01T10:00", "offen");
  std::string toml = telde_toml(capped);
  const std::string section = "[projects.offen]\n";
  toml.replace(toml.find(section), section.size(),
               section + "max_personal = 1\nmax_days_ahead = 1\n");
  EXPECT_THAT(centre.configure(toml), testing::Each(testing::Field(&ConfigFault::warning, true)));
  EXPECT_EQ(set("K-1", "meier", "2026-09-02T10:00", "offen").status, Status::accepted)
      << "it goes on under the configuration that it began with";
  EXPECT_EQ(set("K-4", "meier", "2026-06-11T10:00", "offen").status, Status::accepted);
  EXPECT_EQ(set("K-5", "meier", "2026-06-11T10:00", "offen").reason, Reason::too_many_personal);
  EXPECT_EQ(set("K-5", "meier", "2026-06-12T10:00", "offen").reason, Reason::too_far_ahead);
}

}  // namespace
}  // namespace followup
