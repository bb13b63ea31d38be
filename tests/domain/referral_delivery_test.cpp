// What deliveries lead to: late hand-overs (Q4), outages (S-R28, S-X08), refusals (S-X16, S-X18),
// lost replies (S-X07), and cancellations that race with them (S-X05).
#include "tests/support/story.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace followup {

namespace {

const std::string sara_10_february = "2011-02-10T09:00 (08:00Z) escalation supervisor sara";

Lines mails_at_last(Story& story) {
  story.at("2011-12-01T00:00");
  return story.mails();
}

/// Id of the open notification of that purpose.
std::string open_id(const Story& story, Purpose purpose) {
  for (const auto& open : story.state().open) {
    if (open.purpose == purpose) return open.id;
  }
  return {};
}

TEST(Referral, S_R28_AfterAnOutageOneReminderGoesOutAtOnceAndIsMarkedLate) {
  Story story = s_r01();
  story.daemon_down("2011-01-30T18:00", "2011-02-01T07:00");
  EXPECT_EQ(mails_at_last(story),
            (Lines{"2011-02-01T07:00 (06:00Z) reminder case_worker anna late", sara_10_february}));
}

TEST(Referral, S_X08_BothDeadlinesOfAnOutageFireOnceAfterwardsAndNotTogether) {
  Story story = s_r01();
  story.daemon_down("2011-01-30T18:00", "2011-02-12T07:00");
  EXPECT_EQ(mails_at_last(story), (Lines{"2011-02-12T07:00 (06:00Z) reminder case_worker anna late",
                                         "2011-02-14T09:00 (08:00Z) escalation supervisor sara"}));
}

TEST(Referral, AnOutageOfLessThanTheToleranceIsNotLate) {
  Story story = s_r01();
  story.daemon_down("2011-01-31T08:59", "2011-01-31T09:00:59");
  EXPECT_EQ(mails_at_last(story).front(), "2011-01-31T09:00 (08:00Z) reminder case_worker anna");
}

// Q4: handed over so late, the worker still gets a business day. 31 January 2011 is a Monday.
TEST(Referral, Q4_CountsTheGapFromTheHandOverInBusinessDays) {
  struct Row {
    const char* handed_over;
    const char* escalation;
  };

  const std::vector<Row> rows{
      {"2011-01-31T12:00", "2011-02-10T09:00"}, {"2011-02-08T18:00", "2011-02-10T09:00"},
      {"2011-02-09T08:30", "2011-02-10T09:00"}, {"2011-02-09T09:00", "2011-02-10T09:00"},
      {"2011-02-09T09:01", "2011-02-11T09:00"}, {"2011-02-09T23:59", "2011-02-11T09:00"},
      {"2011-02-10T08:59", "2011-02-11T09:00"}};
  for (const auto& row : rows) {
    Story story = s_r01();
    story.relay_down_until(row.handed_over);
    story.at(row.handed_over);
    EXPECT_EQ(story.due(), Lines{"escalation " + std::string(row.escalation)}) << row.handed_over;
  }
}

TEST(Referral, Q4_CountsTheGapFromALateEventOverWeekendsAndHolidays) {
  struct Row {
    const char* told;
    Shift shift;
    const char* escalation;
  };

  // Wednesday 16 February is a holiday here.
  const std::vector<Row> rows{{"2011-02-10T12:00", Shift::none, "2011-02-12T09:00"},
                              {"2011-02-10T12:00", Shift::next, "2011-02-14T09:00"},
                              {"2011-02-10T12:00", Shift::previous, "2011-02-14T09:00"},
                              {"2011-02-11T08:00", Shift::next, "2011-02-14T09:00"},
                              {"2011-02-11T14:00", Shift::next, "2011-02-15T09:00"},
                              {"2011-02-12T10:00", Shift::next, "2011-02-15T09:00"},
                              {"2011-02-13T08:00", Shift::next, "2011-02-14T09:00"},
                              {"2011-02-14T14:00", Shift::next, "2011-02-17T09:00"},
                              {"2011-02-14T14:00", Shift::none, "2011-02-16T09:00"},
                              {"2011-02-15T14:00", Shift::none, "2011-02-18T09:00"}};
  for (const auto& row : rows) {
    Policy policy = assist_policy();
    policy.referral.shift = row.shift;
    policy.calendar = BusinessCalendar({date("2011-02-16")});
    Story story(policy);
    story.at(row.told);
    story.tell(referral("2011-01-01", 30));
    EXPECT_EQ(story.due(), Lines{"escalation " + std::string(row.escalation)}) << row.told;
  }
}

TEST(Referral, Q4_TheGapIsTheTenantsToChoose) {
  for (const auto& [gap, escalation] : std::vector<std::pair<int, const char*>>{
           {0, "escalation 2011-02-16T09:00"}, {3, "escalation 2011-02-19T09:00"}}) {
    Policy policy = assist_policy();
    policy.referral.min_gap_business_days = gap;
    Story story(policy);
    story.at("2011-02-15T14:00");
    story.tell(referral("2011-01-01", 30));
    EXPECT_EQ(story.due(), Lines{escalation});
  }
}

TEST(Referral, Q4_AReminderInTimeLeavesTheEscalationOnItsDay) {
  Policy policy = assist_policy();
  policy.referral.supervisor_days = 1;
  policy.referral.min_gap_business_days = 5;
  Story story = s_r01(policy);
  EXPECT_EQ(mails_at_last(story).back(), "2011-02-01T09:00 (08:00Z) escalation supervisor sara");
}

TEST(Referral, TheCrmHearsThatTheReminderWasHandedOverLate) {
  Story story = s_r01();
  story.relay_down_until("2011-01-31T12:00");
  story.at("2011-02-01T00:00");
  EXPECT_EQ(story.hooks(), Lines{"2011-01-31T12:00 referral.followup_due late"});
}

TEST(Referral, S_X05_ACancellationBeforeTheDueMomentIsNotFollowedByAReminder) {
  Story story = s_r01();
  story.at("2011-01-31T08:59:59");
  EXPECT_EQ(story.tell(ReferralCancelled{}).in_flight, Lines{});
  EXPECT_EQ(mails_at_last(story), Lines{});
}

TEST(Referral, S_X05_AReminderThatWaitsIsTakenBackAndNotReportedAsInFlight) {
  Story story = s_r01();
  story.relay_down_until("2011-01-31T12:00");
  story.at("2011-01-31T09:00");
  EXPECT_EQ(story.tell(ReferralCancelled{}).in_flight, Lines{});
  EXPECT_EQ(mails_at_last(story), Lines{});
  EXPECT_TRUE(story.state().open.empty());
}

TEST(Referral, S_X05_AReminderThatHasBegunIsReportedAsInFlightAndCountsAsSentOnce) {
  Story story = s_r01();
  story.relay_answers_at("2011-01-31T09:10");
  story.at("2011-01-31T09:05");
  const Told told = story.tell(ReferralCancelled{});
  EXPECT_EQ(told.in_flight, Lines{story.sent().front().notification.id});
  EXPECT_EQ(story.repeat().in_flight, told.in_flight) << "a repeated cancellation answers the same";
  EXPECT_EQ(mails_at_last(story).size(), 1U);
  const auto& history = story.history();
  EXPECT_EQ(std::count_if(history.begin(), history.end(),
                          [](const HistoryEntry& entry) { return entry.what == "delivery"; }),
            2)
      << "the reminder's end and the hook's are in the history";
}

// S-X07: resent under the same id by whoever has the lease; what reaches the rule is one end.
TEST(Referral, S_X07_AnUnknownEndMakesNoSecondNotification) {
  Story story = s_r01();
  story.relay_down_until("2011-03-01T00:00");
  story.at("2011-01-31T09:00");
  const std::string id = open_id(story, Purpose::reminder);
  const auto before = story.history().size();
  story.end(id, Outcome::unknown, "reply_lost");
  EXPECT_TRUE(story.state().open.empty());
  ASSERT_EQ(story.history().size(), before + 1);
  const HistoryEntry expected{instant("2011-01-31T08:00:00Z"), "delivery", "unknown", id,
                              "reply_lost"};
  EXPECT_EQ(story.history().back(), expected);
  EXPECT_EQ(story.facts().cycle, 1U);
}

TEST(Referral, S_X07_TheSameEndTwiceCountsOnce) {
  Story story = s_r01();
  story.relay_down_until("2011-01-31T12:00");
  story.at("2011-01-31T09:00");
  const std::string id = open_id(story, Purpose::reminder);
  story.end(id, Outcome::delivered);
  const Case once = story.state();
  story.end(id, Outcome::delivered);
  EXPECT_EQ(story.state(), once);
  EXPECT_EQ(story.hooks(), Lines{"2011-01-31T09:00 referral.followup_due"});
}

TEST(Referral, S_X18_ARefusedReminderIsReportedToTheFallbackAndTheCrm) {
  Story story = s_r01();
  story.refuse("anna@assist.example");
  story.at("2011-02-01T00:00");
  EXPECT_EQ(story.mails(),
            Lines{"2011-01-31T09:00 (08:00Z) undeliverable fallback fallback@assist.example"});
  EXPECT_EQ(story.hooks(), Lines{"2011-01-31T09:00 delivery.failed"});
  EXPECT_EQ(story.sent().front().notification.reason, "smtp_550");
  EXPECT_FALSE(story.sent().front().notification.about.empty());
  EXPECT_EQ(mails_at_last(story).back(), sara_10_february);
}

TEST(Referral, S_X18_AReportThatCanNotBeDeliveredIsNotReported) {
  Story story = s_r01();
  story.refuse("anna@assist.example");
  story.refuse("fallback@assist.example");
  story.at("2011-02-01T00:00");
  EXPECT_EQ(story.mails(), Lines{});
  EXPECT_EQ(story.hooks(), Lines{"2011-01-31T09:00 delivery.failed"});
}

TEST(Referral, S_X18_GivingUpCountsAsRefused) {
  Story story = s_r01();
  story.relay_down_until("2011-01-31T10:00");
  story.at("2011-01-31T09:00");
  story.end(open_id(story, Purpose::reminder), Outcome::gave_up, "smtp_timeout");
  story.at("2011-01-31T10:00");
  EXPECT_EQ(story.mails(),
            Lines{"2011-01-31T10:00 (09:00Z) undeliverable fallback fallback@assist.example"});
}

/// Applies the end of the escalation's hook to S-R01 after its escalation.
Decision hook_ended(DeliveryOutcome outcome) {
  Case state = empty_case({"assist", Kind::referral, "R-1"});
  state.version = 3;
  state.policy = 1;
  state.open.push_back({.id = "h",
                        .lane = "webhook:assist/crm",
                        .purpose = Purpose::hook,
                        .role = Role::endpoint,
                        .hook_type = "referral.escalated"});
  outcome.notification = "h";
  Event event;
  event.payload = std::move(outcome);
  const Policy policy = assist_policy();
  return apply(state, event,
               {.policy = &policy, .policy_number = 1, .endpoints = [](std::string_view type) {
                  return type == "endpoint.disabled" ? std::vector<std::string>{"other"}
                                                     : std::vector<std::string>{};
                }});
}

TEST(Referral, S_X16_AnEndpointThatIsGoneIsReportedOnce) {
  const Decision first =
      hook_ended({.outcome = Outcome::refused, .reason = "http_410", .first_report = true});
  ASSERT_EQ(first.notifications.size(), 2U);
  EXPECT_EQ(first.notifications[0].purpose, Purpose::endpoint_disabled);
  EXPECT_EQ(first.notifications[0].role, Role::administrator);
  EXPECT_EQ(first.notifications[0].endpoint, "crm");
  EXPECT_EQ(first.notifications[1].hook_type, "endpoint.disabled");
  const Decision next = hook_ended({.outcome = Outcome::refused, .reason = "http_410"});
  EXPECT_TRUE(next.notifications.empty());
}

TEST(Referral, S_X16_AHookThatWasGivenUpIsReportedToTheAdministratorOnce) {
  const Decision first =
      hook_ended({.outcome = Outcome::gave_up, .reason = "http_500", .first_report = true});
  ASSERT_EQ(first.notifications.size(), 1U);
  EXPECT_EQ(first.notifications[0].purpose, Purpose::undeliverable);
  EXPECT_EQ(first.notifications[0].role, Role::administrator);
  EXPECT_TRUE(
      hook_ended({.outcome = Outcome::gave_up, .reason = "http_500"}).notifications.empty());
}

TEST(Referral, S_X22_EveryMessageOfACaseHasAnIdOfItsOwnAndASecondTellingHasTheSame) {
  std::vector<Lines> ids(2);
  for (auto& list : ids) {
    Story story = s_r01();
    story.at("2011-12-01T00:00");
    for (const auto& one : story.sent())
      list.push_back(one.notification.id);
  }
  EXPECT_EQ(ids[0], ids[1]);
  std::sort(ids[0].begin(), ids[0].end());
  EXPECT_EQ(std::adjacent_find(ids[0].begin(), ids[0].end()), ids[0].end());
}

}  // namespace

}  // namespace followup
