// Meetings: who is invited, told of changes and of the end, and what the organizer hears (M2, M32
// to M34; S-M05, S-M16).
#include "tests/scenarios/call_centre.h"
#include "tests/scenarios/meeting_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class Meetings : public testing::Test {
 protected:
  explicit Meetings(const std::string& more = "") : plan("assist", assist_toml(more)) {
    plan.at("2026-06-01T10:00");
  }

  Reply schedule(const std::string& start, std::initializer_list<const char*> invitees,
                 const std::string& extra = "", std::optional<int> sequence = std::nullopt) {
    return plan.tell("meeting.scheduled", "M-1", meeting(start, invitees, extra), sequence);
  }

  Reply cancel(std::optional<int> sequence = std::nullopt) {
    return plan.tell("meeting.cancelled", "M-1", R"({"reason":"ill"})", sequence);
  }

  Lines told() { return without_times(plan.new_mails()); }

  Meeting state() { return plan.facts<Meeting>(Kind::meeting, "M-1"); }

  CallCentre plan;
};

TEST_F(Meetings, EveryInviteeGetsAnInvitationAndTheCrmHearsOfEach) {
  EXPECT_EQ(schedule("2026-06-10T15:00", {"bob", "carla"}).status, Status::accepted);
  EXPECT_THAT(told(), UnorderedElementsAre("invitation bob", "invitation carla"));
  EXPECT_THAT(hooks_of(plan, "meeting.invited"),
              ElementsAre("method=request results=bob:invitee:delivered,carla:invitee:delivered "
                          "revision=0"));
}

TEST_F(Meetings, WhoeverHoldsItIsNotInvited) {
  schedule("2026-06-10T15:00", {"anna", "bob"});
  EXPECT_THAT(told(), ElementsAre("invitation bob"));
}

TEST_F(Meetings, S_M16_AMeetingThatIsMovedAndThenCancelledRisesInSequence) {
  schedule("2026-06-10T15:00", {"bob", "carla"}, "", 1);
  told();
  plan.tell("meeting.updated", "M-1", meeting("2026-06-11T15:00", {"bob", "carla"}), 2);
  EXPECT_THAT(told(), UnorderedElementsAre("invitation_changed bob", "invitation_changed carla"));
  EXPECT_EQ(state().revision, 1U);
  cancel(3);
  EXPECT_THAT(told(),
              UnorderedElementsAre("invitation_cancelled bob", "invitation_cancelled carla"));
  EXPECT_EQ(state().revision, 2U);
  EXPECT_THAT(hooks_of(plan, "meeting.invited"),
              ElementsAre(HasSubstr("method=request"), HasSubstr("method=update"),
                          HasSubstr("method=cancel")));
}

TEST_F(Meetings, S_M16_AnUpdateAfterTheCancellationIsIgnored) {
  schedule("2026-06-10T15:00", {"bob"}, "", 1);
  cancel(2);
  told();
  const Reply late = plan.tell("meeting.updated", "M-1", meeting("2026-06-12T15:00", {"bob"}), 3);
  EXPECT_EQ(late.status, Status::accepted);
  EXPECT_EQ(late.reason, Reason::superseded);
  EXPECT_THAT(told(), IsEmpty());
}

TEST_F(Meetings, AnUpdateThatChangesNothingTellsNobody) {
  schedule("2026-06-10T15:00", {"bob"});
  told();
  plan.tell("meeting.updated", "M-1", meeting("2026-06-10T15:00", {"bob"}));
  EXPECT_THAT(told(), IsEmpty());
  EXPECT_EQ(state().revision, 0U);
}

TEST_F(Meetings, OfTwoLessOneMoreOnlyTheseTwoAreTold) {
  schedule("2026-06-10T15:00", {"bob", "carla"});
  told();
  plan.tell("meeting.updated", "M-1", meeting("2026-06-10T15:00", {"bob", "dino"}));
  EXPECT_THAT(told(), UnorderedElementsAre("invitation dino", "invitation_cancelled carla"));
}

TEST_F(Meetings, AnOlderRecordIsStale) {
  schedule("2026-06-10T15:00", {"bob"}, "", 5);
  EXPECT_EQ(schedule("2026-06-09T15:00", {"bob"}, "", 4).status, Status::stale);
  EXPECT_EQ(cancel(4).reason, Reason::superseded);
  EXPECT_THAT(told(), ElementsAre("invitation bob"));
}

TEST_F(Meetings, WhoeverHasNotHeardYetIsInvitedToTheNewDateAndHearsOfNoChange) {
  plan.rest(true);
  schedule("2026-06-10T15:00", {"bob"});
  plan.tell("meeting.updated", "M-1", meeting("2026-06-11T15:00", {"bob"}));
  plan.rest(false);
  plan.at("2026-06-01T10:05");
  EXPECT_THAT(told(), ElementsAre("invitation bob"));
}

TEST_F(Meetings, WhoeverIsTakenOutBeforeHearingOfItHearsNothing) {
  plan.rest(true);
  schedule("2026-06-10T15:00", {"bob", "carla"});
  plan.tell("meeting.updated", "M-1", meeting("2026-06-10T15:00", {"carla"}));
  plan.rest(false);
  plan.at("2026-06-01T10:05");
  EXPECT_THAT(told(), ElementsAre("invitation carla"));
}

TEST_F(Meetings, NobodyIsAskedToComeToWhatIsOver) {
  schedule("2026-05-20T15:00", {"bob"});
  cancel();
  EXPECT_THAT(told(), IsEmpty());
}

TEST_F(Meetings, M32_TheOrganizerHearsOnceWhomNoInvitationReaches) {
  const std::string unreachable =
      R"({"start":"2026-06-10T15:00","subject_line":"S","organizer":{"id":"anna"},"invitees":[)"
      R"({"id":"bob"},{"id":"paper"},{"id":"left"},{"id":"typo","email":"nobody at home"}]})";
  plan.tell("meeting.scheduled", "M-1", unreachable);
  EXPECT_THAT(told(), UnorderedElementsAre("invitation bob", "without_address anna"));
  EXPECT_THAT(
      hooks_of(plan, "meeting.invited"),
      ElementsAre(HasSubstr("results=bob:invitee:delivered,paper:invitee:nobody(no_address),"
                            "left:invitee:nobody(inactive),"
                            "typo:invitee:nobody(no_address)")));
  plan.at("2026-06-05T10:00");
  EXPECT_THAT(told(), IsEmpty());
}

TEST_F(Meetings, M34_ARepliesOnlyEffectIsToBeKnown) {
  schedule("2026-06-10T15:00", {"bob", "carla"});
  told();
  plan.tell("meeting.response_recorded", "M-1", reply("bob", "declined"), 7);
  plan.tell("meeting.response_recorded", "M-1", reply("bob", "accepted"), 6);
  EXPECT_EQ(state().invitees.front().reply, InviteeReply::declined);
  EXPECT_THAT(told(), IsEmpty());
}

TEST_F(Meetings, AMeetingThatIsMovedAsksForRepliesAgain) {
  schedule("2026-06-10T15:00", {"bob"});
  plan.tell("meeting.response_recorded", "M-1", reply("bob", "declined"));
  plan.tell("meeting.updated", "M-1",
            meeting("2026-06-10T15:00", {"bob"}, R"(,"location":"Room 2")"));
  EXPECT_EQ(state().invitees.front().reply, InviteeReply::declined);
  plan.tell("meeting.updated", "M-1", meeting("2026-06-17T15:00", {"bob"}));
  EXPECT_EQ(state().invitees.front().reply, InviteeReply::none);
}

TEST_F(Meetings, AReplyOfSomebodyWhoIsNotInvitedIsPutAside) {
  schedule("2026-06-10T15:00", {"bob"});
  EXPECT_EQ(plan.tell("meeting.response_recorded", "M-1", reply("dino", "accepted")).reason,
            Reason::unknown_invitee);
  EXPECT_EQ(plan.tell("meeting.response_recorded", "M-2", reply("bob", "accepted")).reason,
            Reason::unknown_meeting);
  EXPECT_EQ(plan.quarantined(), 2);
}

TEST_F(Meetings, AnEndBeforeTheStartIsRejected) {
  const Reply refused = schedule("2026-06-10T15:00", {"bob"}, R"(,"end":"2026-06-10T14:00")");
  EXPECT_EQ(refused.status, Status::rejected);
  EXPECT_EQ(refused.faults.front().path, "/data/end");
}

TEST_F(Meetings, AnUndecidedMeetingFarAheadIsNotForgotten) {
  schedule("2028-06-10T15:00", {"bob"});
  plan.at("2028-06-10T16:00");
  EXPECT_TRUE(state().known);
}

class RemindedMeetings : public Meetings {
 protected:
  RemindedMeetings() : Meetings("[meetings]\nreminder = \"24h\"\n") {}
};

TEST_F(RemindedMeetings, WhoeverHasNotDeclinedIsRemindedOnce) {
  schedule("2026-06-10T15:00", {"bob", "carla"});
  plan.tell("meeting.response_recorded", "M-1", reply("carla", "declined"));
  told();
  plan.at("2026-06-10T16:00");
  EXPECT_THAT(plan.new_mails(), ElementsAre("2026-06-09T15:00 meeting_reminder bob"));
}

TEST_F(RemindedMeetings, AMeetingThatIsMovedAfterItsReminderIsRemindedOfAgain) {
  schedule("2026-06-10T15:00", {"bob"});
  plan.at("2026-06-10T10:00");
  plan.tell("meeting.updated", "M-1", meeting("2026-06-20T15:00", {"bob"}));
  told();
  plan.at("2026-06-20T16:00");
  EXPECT_THAT(plan.new_mails(), ElementsAre("2026-06-19T15:00 meeting_reminder bob"));
}

TEST_F(RemindedMeetings, WhoeverIsInvitedAfterTheTimeOfTheReminderGetsNone) {
  schedule("2026-06-01T18:00", {"bob"});
  plan.at("2026-06-01T19:00");
  EXPECT_THAT(told(), ElementsAre("invitation bob"));
}

TEST_F(RemindedMeetings, AReminderThatWasMissedUntilTheMeetingBeganIsNotSent) {
  schedule("2026-06-10T15:00", {"bob"});
  told();
  plan.sleep_until("2026-06-10T15:30");
  plan.at("2026-06-10T16:00");
  EXPECT_THAT(told(), IsEmpty());
}

TEST_F(RemindedMeetings, NobodyIsRemindedOfWhatIsCancelled) {
  schedule("2026-06-10T15:00", {"bob"});
  cancel();
  told();
  plan.at("2026-06-11T10:00");
  EXPECT_THAT(told(), IsEmpty());
}

}  // namespace
}  // namespace followup
