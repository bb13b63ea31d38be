// When a referral's reminder and escalation are due: day arithmetic, anchors, zones, weekends and
// holidays (R4-R11, R17; Q1-Q3, Q5).
#include "tests/support/story.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

/// Tells of a referral at 10:00 on the day it was created and waits for all that comes of it.
Lines mails_of(const ReferralRecord& record, Policy policy = assist_policy()) {
  Story story(std::move(policy));
  const Date created = std::get<Date>(record.created);
  story.at(format_date(created) + "T08:00");
  story.tell(record);
  story.at(format_date(add_days(created, 200)) + "T00:00");
  return story.mails();
}

Policy shifting(Shift shift, std::set<Date> holidays = {}) {
  Policy policy = assist_policy();
  policy.referral.shift = shift;
  policy.calendar = BusinessCalendar(std::move(holidays));
  return policy;
}

// R4, R5, R7, R8, R9, R10, and R3: nobody has to ask for it again.
TEST(Referral, S_R01_RemindsAnnaOn31JanuaryAndEscalatesToSaraOn10February) {
  Story story = s_r01();
  EXPECT_EQ(story.due(), (Lines{"reminder 2011-01-31T09:00", "escalation 2011-02-10T09:00"}));
  story.at("2011-01-31T08:59");
  EXPECT_EQ(story.mails(), Lines{});
  story.at("2011-12-31T00:00");
  EXPECT_EQ(story.mails(), (Lines{"2011-01-31T09:00 (08:00Z) reminder case_worker anna",
                                  "2011-02-10T09:00 (08:00Z) escalation supervisor sara"}));
}

TEST(Referral, S_R01_TellsTheCrmOfReminderAndEscalation) {
  Story story = s_r01();
  story.at("2011-12-31T00:00");
  EXPECT_EQ(story.hooks(), (Lines{"2011-01-31T09:00 referral.followup_due",
                                  "2011-02-10T09:00 referral.escalated"}));
}

// R6: without a referral date the creation counts, as a date in the tenant's zone.
TEST(Referral, S_R02_CountsFromTheLocalDayOfCreationWithoutAReferralDate) {
  Story story;
  story.at("2011-01-01T23:30");
  ReferralRecord record = referral("", 30);
  record.created = instant("2011-01-01T22:30:00Z");
  story.tell(record);
  story.at("2011-12-31T00:00");
  EXPECT_EQ(story.mails(), (Lines{"2011-01-31T09:00 (08:00Z) reminder case_worker anna",
                                  "2011-02-10T09:00 (08:00Z) escalation supervisor sara"}));
}

TEST(Referral, R6_TakesAnInstantAfterLocalMidnightForTheNextDay) {
  Story story;
  story.at("2011-01-02T00:30");
  ReferralRecord record = referral("", 30);
  record.created = instant("2011-01-01T23:30:00Z");
  story.tell(record);
  EXPECT_EQ(story.due().front(), "reminder 2011-02-01T09:00");
}

// R17: the creation date alone is anchor enough.
TEST(Referral, R17_CountsFromTheCreationDateWhereNothingElseIsKnown) {
  EXPECT_EQ(mails_of(referral("", 30, "2011-01-01")).front(),
            "2011-01-31T09:00 (08:00Z) reminder case_worker anna");
}

TEST(Referral, R5_PrefersTheReferralDateToTheCreationDate) {
  EXPECT_EQ(mails_of(referral("2011-01-11", 30, "2011-01-01")).front(),
            "2011-02-10T09:00 (08:00Z) reminder case_worker anna");
}

TEST(Referral, S_R07_R1_R2_DoesNothingWhereNoFollowUpWasAskedFor) {
  Story story;
  story.at("2011-01-01T10:00");
  ReferralRecord record = referral("2011-01-01", 30);
  record.follow_up_requested = false;
  EXPECT_EQ(story.tell(record).status, Status::accepted);
  EXPECT_EQ(story.due(), Lines{});
  story.at("2011-12-31T00:00");
  EXPECT_TRUE(story.sent().empty());
}

// R11, and R14: whether and when the supervisor hears of it is configured elsewhere.
TEST(Referral, S_R09_R11_R14_NeverEscalatesWithoutASupervisorDelay) {
  Policy policy = assist_policy();
  policy.referral.supervisor_days.reset();
  EXPECT_EQ(mails_of(referral("2011-01-01", 30), policy),
            Lines{"2011-01-31T09:00 (08:00Z) reminder case_worker anna"});
}

// R8: the administrator's days, not the worker's; R10: from the reminder's date.
TEST(Referral, R8_R10_CountsTheSupervisorDelayFromTheRemindersDate) {
  Policy policy = assist_policy();
  policy.referral.supervisor_days = 3;
  EXPECT_EQ(mails_of(referral("2011-01-01", 30), policy).back(),
            "2011-02-03T09:00 (08:00Z) escalation supervisor sara");
}

TEST(Referral, S_R19_CountsOverMonthEndsLeapDaysAndYearEnds) {
  struct Row {
    const char* day;
    const char* reminder;
  };

  const std::vector<Row> rows{
      {"2026-01-31", "2026-03-02"}, {"2024-01-31", "2024-03-01"}, {"2024-01-30", "2024-02-29"},
      {"2026-12-15", "2027-01-14"}, {"2023-01-30", "2023-03-01"}, {"2100-01-30", "2100-03-01"},
      {"2000-01-30", "2000-02-29"}, {"2099-12-15", "2100-01-14"}, {"2024-02-29", "2024-03-30"}};
  for (const auto& row : rows) {
    Story story;
    story.at(std::string(row.day) + "T08:00");
    story.tell(referral(row.day, 30));
    EXPECT_EQ(story.due().front(), "reminder " + std::string(row.reminder) + "T09:00") << row.day;
  }
}

TEST(Referral, CountsTenYearsOfDays) {
  Story story;
  story.at("2011-01-01T10:00");
  story.tell(referral("2011-01-01", 3650));
  EXPECT_EQ(story.due(), (Lines{"reminder 2020-12-29T09:00", "escalation 2021-01-08T09:00"}));
}

TEST(Referral, S_R20_KeepsTheLocalTimeOverTheBeginningOfSummerTime) {
  EXPECT_EQ(mails_of(referral("2026-02-27", 30, "2026-02-27")).front(),
            "2026-03-29T09:00 (07:00Z) reminder case_worker anna");
}

TEST(Referral, S_R21_KeepsTheLocalTimeOverTheEndOfSummerTime) {
  EXPECT_EQ(mails_of(referral("2026-09-25", 30, "2026-09-25")).front(),
            "2026-10-25T09:00 (08:00Z) reminder case_worker anna");
}

TEST(Referral, KnowsSummerTimeInTheYear2100) {
  EXPECT_EQ(mails_of(referral("2100-06-01", 30, "2100-06-01")).front(),
            "2100-07-01T09:00 (07:00Z) reminder case_worker anna");
}

// Q3: 02:30 does not exist on 29 March 2026 (offset before the gap) and exists twice on 25 October.
TEST(Referral, Q3_SendsInAGapWithTheOffsetBeforeItAndInAnOverlapTheFirstTime) {
  Policy policy = assist_policy();
  policy.send_time = std::chrono::minutes{150};
  EXPECT_EQ(mails_of(referral("2026-02-27", 30, "2026-02-27"), policy).front(),
            "2026-03-29T03:30 (01:30Z) reminder case_worker anna");
  EXPECT_EQ(mails_of(referral("2026-09-25", 30, "2026-09-25"), policy).front(),
            "2026-10-25T02:30 (00:30Z) reminder case_worker anna");
}

TEST(Referral, S_R23_ShiftsTheReminderButCountsTheEscalationFromTheUnshiftedDate) {
  EXPECT_EQ(mails_of(referral("2026-02-27", 30, "2026-02-27"), shifting(Shift::next)),
            (Lines{"2026-03-30T09:00 (07:00Z) reminder case_worker anna",
                   "2026-04-08T09:00 (07:00Z) escalation supervisor sara"}));
}

// R30: the weekend, Saturday 30 July to Sunday 31 July 2011.
TEST(Referral, R30_ShiftsAWeekendForwardsOrBackwardsOrNotAtAll) {
  const ReferralRecord record = referral("2011-07-01", 30, "2011-07-01");
  EXPECT_EQ(mails_of(record, shifting(Shift::none)),
            (Lines{"2011-07-31T09:00 (07:00Z) reminder case_worker anna",
                   "2011-08-10T09:00 (07:00Z) escalation supervisor sara"}));
  EXPECT_EQ(mails_of(record, shifting(Shift::next)),
            (Lines{"2011-08-01T09:00 (07:00Z) reminder case_worker anna",
                   "2011-08-10T09:00 (07:00Z) escalation supervisor sara"}));
  EXPECT_EQ(mails_of(record, shifting(Shift::previous)),
            (Lines{"2011-07-29T09:00 (07:00Z) reminder case_worker anna",
                   "2011-08-10T09:00 (07:00Z) escalation supervisor sara"}));
}

// Good Friday 3 April and Easter Monday 6 April 2026 make four days without business.
TEST(Referral, R30_ShiftsOverHolidaysThatTouchAWeekend) {
  const std::set<Date> easter{date("2026-04-03"), date("2026-04-06")};
  const ReferralRecord record = referral("2026-03-05", 30, "2026-03-05");
  EXPECT_EQ(mails_of(record, shifting(Shift::next, easter)).front(),
            "2026-04-07T09:00 (07:00Z) reminder case_worker anna");
  EXPECT_EQ(mails_of(record, shifting(Shift::previous, easter)).front(),
            "2026-04-02T09:00 (07:00Z) reminder case_worker anna");
}

TEST(Referral, R30_WithDelayZeroRemindsOnTheSameDay) {
  EXPECT_EQ(mails_of(referral("2011-01-03", 0, "2011-01-03")),
            (Lines{"2011-01-03T09:00 (08:00Z) reminder case_worker anna",
                   "2011-01-13T09:00 (08:00Z) escalation supervisor sara"}));
}

TEST(Referral, R30_WithDelayZeroAfterTheSendTimeRemindsAtOnce) {
  Story story;
  story.at("2011-01-03T10:00");
  story.tell(referral("2011-01-03", 0));
  EXPECT_EQ(story.mails(), Lines{"2011-01-03T10:00 (09:00Z) reminder case_worker anna late"});
}

TEST(Referral, R30_WithSupervisorDelayZeroRemindsFirstAndEscalatesAtTheSameTime) {
  Policy policy = assist_policy();
  policy.referral.supervisor_days = 0;
  EXPECT_EQ(mails_of(referral("2011-01-01", 30), policy),
            (Lines{"2011-01-31T09:00 (08:00Z) reminder case_worker anna",
                   "2011-01-31T09:00 (08:00Z) escalation supervisor sara"}));
}

TEST(Referral, R30_NeverEscalatesBeforeTheShiftedReminder) {
  Policy policy = shifting(Shift::next);
  policy.referral.supervisor_days = 0;
  EXPECT_EQ(mails_of(referral("2026-02-27", 30, "2026-02-27"), policy),
            (Lines{"2026-03-30T09:00 (07:00Z) reminder case_worker anna",
                   "2026-03-30T09:00 (07:00Z) escalation supervisor sara"}));
}

TEST(Referral, R30_CountsFromAReferralDateInTheFuture) {
  EXPECT_EQ(mails_of(referral("2011-03-01", 30, "2011-01-01")),
            (Lines{"2011-03-31T09:00 (07:00Z) reminder case_worker anna",
                   "2011-04-10T09:00 (07:00Z) escalation supervisor sara"}));
}

// S-R26: the tenant's default, or a refusal that names the place; never silence.
TEST(Referral, S_R26_UsesTheTenantsDefaultForAMissingDelay) {
  Policy policy = assist_policy();
  policy.referral.default_days = 14;
  EXPECT_EQ(mails_of(referral("2011-01-01", std::nullopt), policy).front(),
            "2011-01-15T09:00 (08:00Z) reminder case_worker anna");
  EXPECT_EQ(mails_of(referral("2011-01-01", 30), policy).front(),
            "2011-01-31T09:00 (08:00Z) reminder case_worker anna")
      << "R4: the worker's own number of days wins";
}

TEST(Referral, S_R26_RejectsAMissingDelayWithoutADefaultAndSchedulesNothing) {
  Story story;
  story.at("2011-01-01T10:00");
  const Told told = story.tell(referral("2011-01-01", std::nullopt));
  EXPECT_EQ(told.status, Status::rejected);
  EXPECT_EQ(told.reason, Reason::days_missing);
  ASSERT_EQ(told.faults.size(), 1U);
  EXPECT_EQ(told.faults[0].path, "/data/follow_up/days");
  EXPECT_EQ(story.state().version, 0U) << "nothing is stored";
}

TEST(Referral, AcceptsAMissingDelayWhereNoFollowUpIsAskedFor) {
  Story story;
  story.at("2011-01-01T10:00");
  ReferralRecord record = referral("2011-01-01", std::nullopt);
  record.follow_up_requested = false;
  EXPECT_EQ(story.tell(record).status, Status::accepted);
  EXPECT_EQ(story.due(), Lines{});
}

}  // namespace

}  // namespace followup
