// S-A01 to S-A09, S-A23, S-A26, S-A39 to S-A44: what a KO leads to when an operator re-books.
#include "tests/scenarios/call_centre.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

const std::string booked = R"({"start":"2026-09-14T15:00","agent":{"id":"bianchi"},)"
                           R"("operator":{"id":"rossi"},"team":"t1",)"
                           R"("client":{"id":"K-1","name":"Cliente"},"location":"Milano"})";

std::string ko(int state, const std::string& more = "") {
  return R"({"state":)" + std::to_string(state) + more + R"(,"by":{"id":"bianchi"}})";
}

const std::string with_reason = R"(,"annotations":{"motivo":"assente"})";

/// APP-1 was booked, its agent was reminded, and it is the hour of its outcome.
class Callbacks : public testing::Test {
 protected:
  explicit Callbacks(const std::string& parameters = "")
      : centre("callit", callit_toml(parameters)) {
    centre.at("2026-09-10T10:00");
    centre.tell("appointment.booked", "APP-1", booked, 1);
    centre.at("2026-09-14T15:20");
    EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-13T18:00 agent_reminder bianchi"));
  }

  Appointment app1() { return centre.facts<Appointment>(Kind::appointment, "APP-1"); }

  void use(const std::string& parameters) {
    for (const auto& fault : centre.configure(callit_toml(parameters)))
      EXPECT_TRUE(fault.warning) << fault.message;
  }

  CallCentre centre;
};

TEST_F(Callbacks, S_A01_OnlyTheOperatorIsToldOfAPrivateOneAtOnceAndNothingChangesTheCard) {
  const auto reply = centre.tell("appointment.outcome_set", "APP-1", ko(31, with_reason), 2);
  EXPECT_EQ(reply.status, Status::accepted);
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-14T15:20 callback_due rossi (outcome)"));
  EXPECT_THAT(centre.commands(),
              ElementsAre(AllOf(StartsWith("2026-09-14T15:20 callback.create"),
                                HasSubstr("callback=appointment:1:APP-1"),
                                HasSubstr("operator=rossi"), HasSubstr("private=true"))));
  EXPECT_THAT(centre.hooks(), ElementsAre(HasSubstr("callback.due")));
  EXPECT_EQ(app1().outcomes.back().annotations, (std::vector<Annotation>{{"motivo", "assente"}}));
  centre.at("2026-10-14T15:20");
  EXPECT_THAT(centre.new_mails(), IsEmpty());
}

TEST_F(Callbacks, S_A02_TheTeamIsToldOnceOfAPublicOneAndWhoeverClaimsItClosesItForTheOthers) {
  centre.tell("appointment.outcome_set", "APP-1", ko(32), 2);
  EXPECT_THAT(centre.new_mails(),
              ElementsAre("2026-09-14T15:20 callback_due squadra1@callit.example (outcome)"));
  EXPECT_THAT(centre.hooks(), ElementsAre(AllOf(HasSubstr("callback.due"), HasSubstr("team=t1"))));
  EXPECT_THAT(centre.listed("callbacks:team:t1"), ElementsAre("APP-1"));

  const auto won =
      centre.tell("callback.claimed", "appointment:1:APP-1", R"({"operator":{"id":"verdi"}})");
  const auto lost =
      centre.tell("callback.claimed", "appointment:1:APP-1", R"({"operator":{"id":"rossi"}})");
  EXPECT_EQ(won.status, Status::accepted);
  EXPECT_EQ(lost.status, Status::rejected);
  EXPECT_EQ(lost.reason, Reason::already_claimed);
  EXPECT_THAT(lost.faults.front().message, HasSubstr("verdi"));
  EXPECT_THAT(centre.listed("callbacks:team:t1"), IsEmpty());
  EXPECT_THAT(centre.listed("callbacks:operator:verdi"), ElementsAre("APP-1"));
}

TEST_F(Callbacks, S_A03_TheOperatorWaitsForAMandatoryReasonAndHearsWhenItComes) {
  const auto reply = centre.tell("appointment.outcome_set", "APP-1", ko(33), 2);
  EXPECT_EQ(reply.reason, Reason::reason_missing);
  EXPECT_THAT(centre.new_mails(),
              ElementsAre("2026-09-14T15:20 reason_missing bianchi (reason_missing)"));
  centre.at("2026-09-14T15:35");
  centre.tell("appointment.outcome_set", "APP-1", ko(33, with_reason), 3);
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-14T15:35 callback_due rossi (outcome)"));
  EXPECT_FALSE(app1().reason_missing);
  centre.at("2026-09-14T18:00");
  EXPECT_THAT(centre.new_mails(), IsEmpty());
}

TEST_F(Callbacks, S_A03_TheOperatorIsToldAfterTheHoldThatTheReasonIsMissing) {
  centre.tell("appointment.outcome_set", "APP-1", ko(33), 2);
  centre.new_mails();
  centre.at("2026-09-14T18:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-14T15:50 callback_due rossi (outcome)"));
  EXPECT_TRUE(app1().reason_missing);
  EXPECT_THAT(centre.hooks().back(), HasSubstr("reason_missing=true"));
}

TEST_F(Callbacks, S_A04_AnOptionalReasonThatIsMissingHoldsNothing) {
  const auto reply = centre.tell("appointment.outcome_set", "APP-1", ko(31), 2);
  EXPECT_EQ(reply.reason, Reason::none);
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-14T15:20 callback_due rossi (outcome)"));
  EXPECT_FALSE(app1().reason_missing);
}

TEST_F(Callbacks, S_A06_AnotherKoOnTheSameCardBeginsAnotherCycleWithBothReasonsInOrder) {
  centre.tell("appointment.outcome_set", "APP-1", ko(31, with_reason), 2);
  centre.tell("appointment.rebooked", "APP-1",
              R"({"start":"2026-09-16T11:00","operator":{"id":"rossi"}})", 3);
  centre.at("2026-09-16T12:00");
  centre.new_mails();
  centre.tell("appointment.outcome_set", "APP-1", ko(31, R"(,"annotations":{"motivo":"malato"})"),
              4);
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-16T12:00 callback_due rossi (outcome)"));
  const auto outcomes = app1().outcomes;
  ASSERT_EQ(outcomes.size(), 2U);
  EXPECT_EQ(outcomes[0].annotations.front().text, "assente");
  EXPECT_EQ(outcomes[1].annotations.front().text, "malato");
  EXPECT_EQ(app1().callback->cycle, 2U);
}

TEST_F(Callbacks, S_A09_ANewCardEndsTheOldOneWhichIsFrozenThen) {
  centre.tell("appointment.outcome_set", "APP-1", ko(33), 2);
  centre.new_mails();
  centre.tell("appointment.booked", "APP-2",
              R"({"start":"2026-09-18T10:00","agent":{"id":"bianchi"},)"
              R"("operator":{"id":"rossi"},"team":"t1","replaces":"APP-1"})",
              1);
  EXPECT_THAT(centre.due(Kind::appointment, "APP-1"), IsEmpty());
  EXPECT_THAT(centre.due(Kind::appointment, "APP-2"), ElementsAre("reminder 2026-09-17T18:00"));
  EXPECT_THAT(centre.listed("callbacks"), IsEmpty());
  const auto late = centre.tell("appointment.updated", "APP-1", booked, 9);
  EXPECT_EQ(late.status, Status::quarantined);
  EXPECT_EQ(late.reason, Reason::frozen);
  EXPECT_EQ(centre.quarantined(), 1);
  centre.at("2026-09-17T19:00");
  EXPECT_THAT(centre.new_mails(),
              ElementsAre("2026-09-14T15:20 quarantined admin@callit.example (frozen)",
                          "2026-09-17T18:00 agent_reminder bianchi"));
}

TEST_F(Callbacks, S_A23_AnEveningsOutcomeIsToldWhenTheWindowOpens) {
  centre.at("2026-09-14T20:30");
  centre.tell("appointment.outcome_set", "APP-1", ko(31), 2);
  centre.at("2026-09-15T12:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-15T09:00 callback_due rossi (outcome)"));
  EXPECT_THAT(centre.hooks().back(), HasSubstr("wanted=2026-09-14T20:30:00"));
}

TEST_F(Callbacks, S_A26_ARebookingBeforeTheCallIsDueLeavesNothingToSay) {
  centre.at("2026-09-14T20:30");
  centre.tell("appointment.outcome_set", "APP-1", ko(31), 2);
  centre.tell("appointment.rebooked", "APP-1",
              R"({"start":"2026-09-16T11:00","operator":{"id":"rossi"}})", 3);
  centre.at("2026-09-16T10:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-15T18:00 agent_reminder bianchi"));
}

TEST_F(Callbacks, S_A39_TheSameOutcomeTwiceIsOneMailAndOneCommand) {
  centre.tell("appointment.outcome_set", "APP-1", ko(31), 2);
  EXPECT_EQ(centre.repeat().status, Status::duplicate);
  centre.tell("appointment.outcome_set", "APP-1", ko(31), 3);
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-14T15:20 callback_due rossi (outcome)"));
  EXPECT_EQ(centre.commands().size(), 1U);
}

TEST_F(Callbacks, S_A40_ARebookingThatOvertookItsOutcomeLeavesTheOutcomeWithoutEffect) {
  centre.tell("appointment.rebooked", "APP-1",
              R"({"start":"2026-09-16T11:00","operator":{"id":"rossi"}})", 8);
  const auto late = centre.tell("appointment.outcome_set", "APP-1", ko(31), 7);
  EXPECT_EQ(late.status, Status::accepted);
  EXPECT_EQ(late.reason, Reason::superseded);
  EXPECT_THAT(centre.new_mails(), IsEmpty());
  EXPECT_THAT(centre.commands(), IsEmpty());
}

TEST_F(Callbacks, S_A44_RemindersGoToWhoeverIsTheAgentThen) {
  const auto say = [&](const char* id, const std::string& agent, int sequence) {
    centre.tell("appointment.updated", id,
                R"({"start":"2026-09-20T10:00","agent":{"id":")" + agent +
                    R"("},"operator":{"id":"rossi"}})",
                sequence);
  };
  for (const char* id : {"APP-3", "APP-4", "APP-5"})
    say(id, "bianchi", 1);
  say("APP-3", "verdi", 2);
  say("APP-4", "rossi", 2);
  say("APP-5", "verdi", 2);
  centre.at("2026-09-20T09:00");
  EXPECT_THAT(centre.new_mails(),
              testing::UnorderedElementsAre("2026-09-19T18:00 agent_reminder verdi",
                                            "2026-09-19T18:00 agent_reminder rossi",
                                            "2026-09-19T18:00 agent_reminder verdi"));
}

class PublishedCallbacks : public Callbacks {
 protected:
  static std::string toml(const std::string& minutes) {
    std::string text = callit_toml();
    const std::string before = "agent_hold = \"30m\"";
    text.replace(text.find(before), before.size(),
                 before + "\nprivate_to_public = \"" + minutes + "\"\nescalate_after = \"2h\"");
    return text;
  }

  void book(const std::string& minutes) {
    for (const auto& fault : centre.configure(toml(minutes)))
      ASSERT_TRUE(fault.warning) << fault.message;
    std::string other = booked;
    other.replace(other.find("15:00"), 5, "16:00");
    centre.tell("appointment.booked", "APP-4", other, 1);
    centre.new_mails();
    centre.tell("appointment.outcome_set", "APP-4", ko(31), 2);
  }
};

TEST_F(PublishedCallbacks, S_A41_APrivateOneBecomesPublicWhenNobodyCalledAndTheTeamIsToldOnce) {
  book("45m");
  centre.at("2026-09-14T17:00");
  EXPECT_THAT(centre.new_mails(),
              ElementsAre("2026-09-14T15:20 callback_due rossi (outcome)",
                          "2026-09-14T16:05 callback_due squadra1@callit.example (became_public)"));
  EXPECT_THAT(centre.listed("callbacks:team:t1"), ElementsAre("APP-4"));
  centre.at("2026-09-15T17:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-14T17:20 callback_overdue capo"));
}

TEST_F(PublishedCallbacks, CanBeClaimedByTheTeamAsSoonAsTheyArePublic) {
  book("45m");
  const std::string verdi = R"({"operator":{"id":"verdi"}})";
  EXPECT_EQ(centre.tell("callback.claimed", "appointment:1:APP-4", verdi).reason,
            Reason::already_claimed);
  centre.at("2026-09-14T17:00");
  EXPECT_EQ(centre.tell("callback.claimed", "appointment:1:APP-4", verdi).status, Status::accepted)
      << "what intake remembers of the case is older than what the clock made of it";
}

TEST_F(PublishedCallbacks, S_A41_NeverWithZeroMinutes) {
  book("0m");
  centre.at("2026-09-15T17:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-14T15:20 callback_due rossi (outcome)",
                                              "2026-09-14T17:20 callback_overdue capo"));
}

TEST_F(PublishedCallbacks, AreNeitherPublishedNorOverdueOnceSomebodyCalled) {
  book("45m");
  centre.tell("callback.done", "appointment:1:APP-4", R"({"operator":{"id":"rossi"}})");
  centre.at("2026-09-15T17:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-14T15:20 callback_due rossi (outcome)"));
  EXPECT_THAT(centre.listed("callbacks"), IsEmpty());
}

TEST_F(PublishedCallbacks, ArePostponedToAnotherTimeAndCounted) {
  book("45m");
  centre.tell("callback.postponed", "appointment:1:APP-4",
              R"({"operator":{"id":"rossi"},"until":"2026-09-15T11:00"})");
  centre.at("2026-09-15T11:10");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-14T15:20 callback_due rossi (outcome)",
                                              "2026-09-15T11:00 callback_due rossi (outcome)"));
  EXPECT_THAT(centre.hooks().back(), HasSubstr("attempts=1"));
}

class OperatorTakesOver : public Callbacks {
 protected:
  OperatorTakesOver() : Callbacks("CC0036A = \"SI\"\n") {}
};

TEST_F(OperatorTakesOver, S_A08_WhoeverRebooksGetsTheLaterCallbacksWithCc0036a) {
  centre.tell("appointment.outcome_set", "APP-1", ko(31), 2);
  centre.tell("appointment.rebooked", "APP-1",
              R"({"start":"2026-09-16T11:00","operator":{"id":"verdi"}})", 3);
  centre.at("2026-09-16T11:30");
  centre.new_mails();
  centre.tell("appointment.outcome_set", "APP-1", ko(31), 4);
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-16T11:30 callback_due verdi (outcome)"));
}

TEST_F(Callbacks, S_A08_StayWithTheOperatorOfTheCardWithoutIt) {
  centre.tell("appointment.outcome_set", "APP-1", ko(31), 2);
  centre.tell("appointment.rebooked", "APP-1",
              R"({"start":"2026-09-16T11:00","operator":{"id":"verdi"}})", 3);
  centre.at("2026-09-16T11:30");
  centre.new_mails();
  centre.tell("appointment.outcome_set", "APP-1", ko(31), 4);
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-16T11:30 callback_due rossi (outcome)"));
}

TEST(FixedStates, S_A07_TheCallbackSaysWhichStateTheCardWillHave) {
  const auto created = [](const std::string& parameters) {
    CallCentre centre("callit", callit_toml(parameters));
    centre.at("2026-09-14T10:00");
    centre.tell("appointment.booked", "APP-1", booked, 1);
    centre.tell("appointment.outcome_set", "APP-1", ko(31), 2);
    return centre.commands().back();
  };
  EXPECT_THAT(created("CC0036B = 7\n"),
              AllOf(HasSubstr("state_id=7"), HasSubstr("state_locked=true")));
  EXPECT_THAT(created("CC0036B = 0\n"),
              AllOf(Not(HasSubstr("state_id=")), HasSubstr("state_locked=false")));
  EXPECT_THAT(created("CC0036B = 999\n"),
              AllOf(Not(HasSubstr("state_id=")), HasSubstr("state_locked=false")));
}

}  // namespace
}  // namespace followup
