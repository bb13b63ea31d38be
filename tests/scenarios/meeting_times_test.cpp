// The time of a meeting: what moving it means for the reminder and for replies (Q8, M34), the hour
// that comes twice (Q3), and what comes after the cancellation.
#include "tests/scenarios/call_centre.h"
#include "tests/scenarios/meeting_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class TimesOfMeetings : public testing::Test {
 protected:
  TimesOfMeetings() : plan("assist", assist_toml("[meetings]\nreminder = \"24h\"\n")) {
    plan.at("2026-06-01T10:00");
  }

  Reply schedule(const std::string& start, std::initializer_list<const char*> invitees,
                 const std::string& extra = "", std::optional<int> sequence = std::nullopt) {
    return plan.tell("meeting.updated", "M-1", meeting(start, invitees, extra), sequence);
  }

  Lines reminders() {
    Lines mails = plan.new_mails();
    std::erase_if(mails, [](const std::string& mail) {
      return mail.find("meeting_reminder") == std::string::npos;
    });
    return mails;
  }

  Meeting state() { return plan.facts<Meeting>(Kind::meeting, "M-1"); }

  CallCentre plan;
};

TEST_F(TimesOfMeetings, Q8_AnotherEndIsNoReasonToRemindTwice) {
  schedule("2026-06-10T15:00", {"bob"});
  plan.at("2026-06-09T15:00");
  EXPECT_THAT(reminders(), ElementsAre("2026-06-09T15:00 meeting_reminder bob"));
  schedule("2026-06-10T15:00", {"bob"}, R"(,"end":"2026-06-10T16:00")");
  plan.at("2026-06-10T14:00");
  EXPECT_THAT(reminders(), IsEmpty());
}

TEST_F(TimesOfMeetings, Q8_AMeetingThatIsMovedTowardsNowIsNotRemindedOfAgain) {
  schedule("2026-06-10T15:00", {"bob"});
  plan.at("2026-06-09T15:00");
  schedule("2026-06-10T10:00", {"bob"});
  EXPECT_THAT(plan.due(Kind::meeting, "M-1"), IsEmpty());
  schedule("2026-06-11T15:00", {"bob"});
  EXPECT_THAT(plan.due(Kind::meeting, "M-1"), ElementsAre("reminder 2026-06-10T15:00"));
}

TEST_F(TimesOfMeetings, AReplyToTheTimeBeforeIsNoneToTheNewOne) {
  schedule("2026-06-10T15:00", {"bob"}, "", 1);
  schedule("2026-06-17T15:00", {"bob"}, "", 3);
  EXPECT_EQ(plan.tell("meeting.response_recorded", "M-1", reply("bob", "declined"), 2).reason,
            Reason::superseded);
  EXPECT_EQ(state().invitees.front().reply, InviteeReply::none);
  plan.tell("meeting.response_recorded", "M-1", reply("bob", "accepted"), 4);
  EXPECT_EQ(state().invitees.front().reply, InviteeReply::accepted);
}

TEST_F(TimesOfMeetings, AReplyThatIsNewerThanTheMoveStays) {
  schedule("2026-06-10T15:00", {"bob"}, "", 1);
  plan.tell("meeting.response_recorded", "M-1", reply("bob", "accepted"), 6);
  schedule("2026-06-17T15:00", {"bob"}, "", 5);
  EXPECT_EQ(state().invitees.front().reply, InviteeReply::accepted);
}

TEST_F(TimesOfMeetings, M26_TheRealEndOfWhatIsOverForgetsNoReply) {
  schedule("2026-06-10T15:00", {"bob"}, R"(,"end":"2026-06-10T16:00")");
  plan.tell("meeting.response_recorded", "M-1", reply("bob", "accepted"));
  plan.at("2026-06-10T16:40");
  schedule("2026-06-10T15:00", {"bob"}, R"(,"end":"2026-06-10T16:20")");
  EXPECT_EQ(state().invitees.front().reply, InviteeReply::accepted);
}

TEST_F(TimesOfMeetings, AReplyOfWhoeverHoldsItIsTakenInWithoutEffect) {
  schedule("2026-06-10T15:00", {"bob"});
  const Reply taken = plan.tell("meeting.response_recorded", "M-1", reply("anna", "accepted"));
  EXPECT_EQ(taken.status, Status::accepted);
  EXPECT_EQ(plan.quarantined(), 0);
}

TEST_F(TimesOfMeetings, Q3_AnInstantInTheHourThatComesTwiceStaysThatInstant) {
  schedule("2026-10-25T02:30:00+01:00", {"bob"});  // the second 02:30 in Rome
  EXPECT_EQ(state().zone, "UTC");
  EXPECT_EQ(format_local(state().start), "2026-10-25T01:30:00");
  EXPECT_THAT(plan.due(Kind::meeting, "M-1"), ElementsAre("reminder 2026-10-24T03:30"));
  schedule("2026-10-25T02:30:00+02:00", {"bob"});  // the first
  EXPECT_EQ(state().zone, "Europe/Rome");
  EXPECT_EQ(format_local(state().start), "2026-10-25T02:30:00");
}

TEST_F(TimesOfMeetings, Q3_AnEndInTheHourThatComesTwiceMayHaveAnEarlierLocalTime) {
  EXPECT_EQ(schedule("2026-10-25T02:30", {"bob"}, R"(,"end":"2026-10-25T02:15:00+01:00")").status,
            Status::accepted);
  EXPECT_EQ(format_local(state().start), "2026-10-25T00:30:00");
  EXPECT_EQ(format_local(state().end), "2026-10-25T01:15:00");
}

TEST_F(TimesOfMeetings, OfACancelledOneNothingIsSaidAnyMore) {
  schedule("2026-06-10T15:00", {"bob"}, R"(,"cases":["APP-1"])");
  plan.tell("meeting.cancelled", "M-1", "{}");
  plan.new_mails();
  EXPECT_EQ(plan.tell("meeting.held", "M-1", "{}").reason, Reason::superseded);
  EXPECT_EQ(plan.tell("minutes.issue_requested", "M-1", minutes(1)).reason, Reason::superseded);
  EXPECT_EQ(plan.tell("meeting.response_recorded", "M-1", reply("bob", "accepted")).reason,
            Reason::superseded);
  EXPECT_THAT(plan.new_mails(), IsEmpty());
  EXPECT_FALSE(plan.facts<Application>(Kind::application, "APP-1").meeting_held);
}

}  // namespace
}  // namespace followup
