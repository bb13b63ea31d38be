// A referral that changes on its way: other dates, delays and people, switched off and on,
// cancelled and revived, another policy (R2, R18; Q6-Q8; R30).
#include "tests/support/story.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

const std::string anna_31_january = "2011-01-31T09:00 (08:00Z) reminder case_worker anna";
const std::string sara_10_february = "2011-02-10T09:00 (08:00Z) escalation supervisor sara";

Lines mails_at_last(Story& story) {
  story.at("2011-12-01T00:00");
  return story.mails();
}

ReferralRecord switched(bool on) {
  ReferralRecord record = referral("2011-01-01", 30);
  record.follow_up_requested = on;
  return record;
}

TEST(Referral, S_R08_R2_SwitchedOffLosesBothDeadlinesAndSwitchedOnGetsThemBack) {
  Story story = s_r01();
  story.at("2011-01-15T12:00");
  story.tell(switched(false));
  EXPECT_EQ(story.due(), Lines{});
  story.at("2011-01-20T12:00");
  story.tell(switched(true));
  EXPECT_EQ(story.due(), (Lines{"reminder 2011-01-31T09:00", "escalation 2011-02-10T09:00"}));
  EXPECT_EQ(mails_at_last(story), (Lines{anna_31_january, sara_10_february}));
}

TEST(Referral, R30_SwitchedOffAndOnAfterTheReminderBeginsANewCycle) {
  Story story = s_r01();
  story.at("2011-02-01T12:00");
  story.tell(switched(false));
  story.at("2011-02-03T12:00");
  story.tell(switched(true));
  EXPECT_EQ(mails_at_last(story),
            (Lines{anna_31_january, "2011-02-03T12:00 (11:00Z) reminder case_worker anna late",
                   sara_10_february}));
}

TEST(Referral, S_R10_ANewReferralDateBeforeTheReminderMovesBoth) {
  Story story = s_r01();
  story.at("2011-01-10T12:00");
  story.tell(referral("2011-01-15", 30));
  EXPECT_EQ(mails_at_last(story), (Lines{"2011-02-14T09:00 (08:00Z) reminder case_worker anna",
                                         "2011-02-24T09:00 (08:00Z) escalation supervisor sara"}));
}

TEST(Referral, S_R11_ANewDelayBeforeTheReminderMovesBoth) {
  Story story = s_r01();
  story.at("2011-01-20T12:00");
  story.tell(referral("2011-01-01", 45));
  EXPECT_EQ(mails_at_last(story), (Lines{"2011-02-15T09:00 (08:00Z) reminder case_worker anna",
                                         "2011-02-25T09:00 (08:00Z) escalation supervisor sara"}));
}

// Q8: a second reminder only for a later date.
TEST(Referral, Q8_R30_ALaterDateAfterTheReminderRemindsAgain) {
  Story story = s_r01();
  story.at("2011-02-02T12:00");
  story.tell(referral("2011-01-15", 30));
  EXPECT_EQ(story.facts().cycle, 2U);
  EXPECT_EQ(mails_at_last(story),
            (Lines{anna_31_january, "2011-02-14T09:00 (08:00Z) reminder case_worker anna",
                   "2011-02-24T09:00 (08:00Z) escalation supervisor sara"}));
}

TEST(Referral, Q8_R30_ALaterDateAfterTheEscalationBeginsBothAgain) {
  Story story = s_r01();
  story.at("2011-02-12T12:00");
  story.tell(referral("2011-01-15", 30));
  EXPECT_EQ(mails_at_last(story), (Lines{anna_31_january, sara_10_february,
                                         "2011-02-14T09:00 (08:00Z) reminder case_worker anna",
                                         "2011-02-24T09:00 (08:00Z) escalation supervisor sara"}));
}

TEST(Referral, Q8_R30_AnEarlierDateAfterTheReminderMovesOnlyTheEscalation) {
  Story story = s_r01();
  story.at("2011-02-02T12:00");
  story.tell(referral("2010-12-27", 30));
  EXPECT_EQ(mails_at_last(story),
            (Lines{anna_31_january, "2011-02-05T09:00 (08:00Z) escalation supervisor sara"}));
}

TEST(Referral, Q8_R30_TheSameDateAfterTheReminderChangesNothing) {
  Story story = s_r01();
  story.at("2011-02-02T12:00");
  story.tell(referral("2011-01-01", 30));
  story.tell(referral("2010-12-22", 40));
  EXPECT_EQ(mails_at_last(story), (Lines{anna_31_january, sara_10_february}));
}

TEST(Referral, Q8_ADateThatGoesBackAndForthBelowTheSentOneRemindsNobodyAgain) {
  Story story = s_r01();
  story.at("2011-02-02T12:00");
  story.tell(referral("2010-12-27", 30));
  story.tell(referral("2010-12-31", 30));
  EXPECT_EQ(story.mails(), Lines{anna_31_january});
  EXPECT_EQ(story.due(), Lines{"escalation 2011-02-09T09:00"});
}

// A full export after another send time or shift was applied to open cases is harmless: no date has
// moved.
TEST(Referral, Q8_ARepeatedRecordUnderAnotherSendTimeOrShiftRemindsNobodyAgain) {
  Policy later = assist_policy();
  later.send_time = std::chrono::hours{10};
  Policy shifted = assist_policy();
  shifted.referral.shift = Shift::next;
  shifted.calendar = BusinessCalendar({date("2011-01-31")});
  for (const auto& policy : {later, shifted}) {
    Story story = s_r01();
    story.at("2011-02-02T12:00");
    story.change_policy(policy, true);
    story.tell(referral("2011-01-01", 30), 1);
    story.at("2011-02-03T12:00");
    EXPECT_EQ(story.mails(), Lines{anna_31_january});
  }
}

TEST(Referral, S_R13_R18_ACancellationAfterTheReminderStopsTheEscalation) {
  Story story = s_r01();
  story.at("2011-02-01T12:00");
  EXPECT_EQ(story.tell(ReferralCancelled{}).status, Status::accepted);
  EXPECT_EQ(story.due(), Lines{});
  EXPECT_EQ(mails_at_last(story), Lines{anna_31_january});
}

TEST(Referral, R18_ACancellationBeforeTheReminderStopsBoth) {
  Story story = s_r01();
  story.tell(ReferralCancelled{});
  EXPECT_EQ(mails_at_last(story), Lines{});
}

TEST(Referral, R18_ACancelledReferralIsRevivedByAHigherSequenceOnly) {
  Story story = s_r01();
  story.at("2011-01-10T12:00");
  story.tell(ReferralCancelled{}, 5);
  EXPECT_EQ(story.tell(referral("2011-01-01", 30), 4).status, Status::stale);
  EXPECT_EQ(story.tell(referral("2011-01-01", 30), 5).status, Status::stale);
  EXPECT_EQ(story.tell(referral("2011-01-01", 30)).status, Status::stale);
  EXPECT_EQ(story.due(), Lines{});
  EXPECT_EQ(story.tell(referral("2011-01-01", 30), 6).status, Status::accepted);
  EXPECT_EQ(mails_at_last(story), (Lines{anna_31_january, sara_10_february}));
}

// The CRM's record has a number, its cancellation has none: an export of what was known before does
// not revive it.
TEST(Referral, R18_ACancellationWithoutASequenceIsNotUndoneByTheRecordThatItCancelled) {
  Story story = s_r01();
  story.tell(ReferralCancelled{});
  EXPECT_EQ(story.tell(referral("2011-01-01", 30), 1).status, Status::stale);
  EXPECT_EQ(story.due(), Lines{});
  EXPECT_EQ(story.tell(referral("2011-01-01", 30), 2).status, Status::accepted);
  EXPECT_EQ(story.due().size(), 2U);
}

TEST(Referral, R18_RevivedAfterTheReminderBeginsANewCycle) {
  Story story = s_r01();
  story.at("2011-02-01T12:00");
  story.tell(ReferralCancelled{}, 2);
  story.at("2011-02-03T12:00");
  story.tell(referral("2011-01-01", 30), 3);
  EXPECT_EQ(mails_at_last(story),
            (Lines{anna_31_january, "2011-02-03T12:00 (11:00Z) reminder case_worker anna late",
                   sara_10_february}));
}

// Q7, R14.
TEST(Referral, S_R14_Q7_AnOpenCaseKeepsItsSupervisorDelay) {
  Story story = s_r01();
  story.at("2011-02-01T12:00");
  Policy five = assist_policy();
  five.referral.supervisor_days = 5;
  story.change_policy(five, false);
  EXPECT_EQ(mails_at_last(story), (Lines{anna_31_january, sara_10_february}));
}

TEST(Referral, S_R14_Q7_AnOpenCaseGoesOverWhereTheChangeSaysSo) {
  Policy five = assist_policy();
  five.referral.supervisor_days = 5;
  Story story = s_r01();
  story.at("2011-02-01T12:00");
  story.change_policy(five, true);
  EXPECT_EQ(mails_at_last(story),
            (Lines{anna_31_january, "2011-02-05T09:00 (08:00Z) escalation supervisor sara"}));
  Story late = s_r01();
  late.at("2011-02-07T12:00");
  late.change_policy(five, true);
  EXPECT_EQ(late.mails(),
            (Lines{anna_31_january, "2011-02-07T12:00 (11:00Z) escalation supervisor sara late"}));
}

TEST(Referral, Q7_AnEscalationThatIsSwitchedOffForOpenCasesIsNotSent) {
  Policy off = assist_policy();
  off.referral.supervisor_days.reset();
  Story story = s_r01();
  story.at("2011-02-01T12:00");
  story.change_policy(off, true);
  EXPECT_EQ(mails_at_last(story), Lines{anna_31_january});
}

TEST(Referral, Q7_ANewCaseStartsWithTheNewestPolicy) {
  Policy five = assist_policy();
  five.referral.supervisor_days = 5;
  Story story;
  story.at("2011-01-01T10:00");
  story.change_policy(five, false);
  story.tell(referral("2011-01-01", 30));
  EXPECT_EQ(story.state().policy, 2U);
  EXPECT_EQ(mails_at_last(story).back(), "2011-02-05T09:00 (08:00Z) escalation supervisor sara");
}

// Q6.
TEST(Referral, S_R15_Q6_TheCaseMovesToAnotherWorkerAndSupervisor) {
  Story story = s_r01();
  story.at("2011-01-20T12:00");
  ReferralRecord record = referral("2011-01-01", 30);
  record.case_worker = person_ref("bruno");
  record.supervisor = person_ref("tea");
  story.tell(record);
  EXPECT_EQ(mails_at_last(story), (Lines{"2011-01-31T09:00 (08:00Z) reminder case_worker bruno",
                                         "2011-02-10T09:00 (08:00Z) escalation supervisor tea"}));
}

TEST(Referral, R30_AReplacedSupervisorAfterTheReminderGetsTheEscalation) {
  Story story = s_r01();
  story.at("2011-02-05T12:00");
  ReferralRecord record = referral("2011-01-01", 30);
  record.supervisor = person_ref("tea");
  story.tell(record);
  EXPECT_EQ(mails_at_last(story),
            (Lines{anna_31_january, "2011-02-10T09:00 (08:00Z) escalation supervisor tea"}));
}

TEST(Referral, EndsWithItsRetentionAYearAfterTheLastChange) {
  Story story = s_r01();
  story.at("2011-02-05T12:00");
  story.tell(contact(true));
  story.at("2012-02-05T11:00");
  EXPECT_FALSE(story.erased());
  story.at("2012-02-05T12:00");
  EXPECT_TRUE(story.erased());
}

TEST(Referral, IsNotErasedByARetentionThatIsNotDue) {
  Story story = s_r01();
  Event event;
  event.payload =
      DeadlineReached{Step::retention, local("2011-01-02T10:00"), instant("2011-01-02T09:00:00Z")};
  const Policy policy = assist_policy();
  const Context context{.now = instant("2011-01-02T09:00:00Z"),
                        .policy = &policy,
                        .policy_number = 1,
                        .endpoints = [](std::string_view) { return std::vector<std::string>{}; }};
  const Decision decision = apply(story.state(), event, context);
  EXPECT_FALSE(decision.erase);
  EXPECT_EQ(decision.reason, Reason::no_change);
}

}  // namespace

}  // namespace followup
