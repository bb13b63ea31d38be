// What the client's contact does to a referral's deadlines: recorded, recorded as "no", withdrawn,
// before and after each step (R12, R13, R16; R30).
#include "tests/support/story.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

const std::string anna_31_january = "2011-01-31T09:00 (08:00Z) reminder case_worker anna";
const std::string sara_10_february = "2011-02-10T09:00 (08:00Z) escalation supervisor sara";

/// Waits out all of 2011.
Lines mails_at_last(Story& story) {
  story.at("2011-12-31T00:00");
  return story.mails();
}

Policy with_notices() {
  Policy policy = assist_policy();
  policy.referral.closed_notice = true;
  return policy;
}

TEST(Referral, S_R04_R12_R13_SendsNoMailAfterARecordedContact) {
  Story story = s_r01();
  story.at("2011-01-20T12:00");
  EXPECT_EQ(story.tell(contact(true)).status, Status::accepted);
  EXPECT_EQ(story.due(), Lines{});
  EXPECT_EQ(mails_at_last(story), Lines{});
  EXPECT_EQ(story.hooks(), Lines{"2011-01-20T12:00 followup.closed"});
}

TEST(Referral, S_R05_R13_ARecordingBetweenReminderAndEscalationSuppressesTheEscalation) {
  Story story = s_r01();
  story.at("2011-02-05T12:00");
  story.tell(contact(true));
  EXPECT_EQ(mails_at_last(story), Lines{anna_31_january});
}

// R15: a referral can cover several clients; R16: one indicator for all of them.
TEST(Referral, S_R29_R15_R16_OneRecordedContactEndsTheFollowUpOfAllClients) {
  Story story;
  story.at("2011-01-01T10:00");
  ReferralRecord record = referral("2011-01-01", 30);
  record.clients.push_back({"K-2", "Second"});
  story.tell(record);
  story.tell(contact(true));
  EXPECT_EQ(mails_at_last(story), Lines{});
}

TEST(Referral, R16_ARecordedNoIsNotAYes) {
  Story story = s_r01();
  story.at("2011-01-20T12:00");
  EXPECT_EQ(story.tell(contact(false)).status, Status::accepted);
  EXPECT_EQ(mails_at_last(story), (Lines{anna_31_january, sara_10_february}));
  EXPECT_EQ(story.facts().contact, Contact::no);
  EXPECT_EQ(story.facts().cycle, 1U) << "nothing is armed again";
}

TEST(Referral, R16_ANoAfterTheReminderSendsNoSecondOne) {
  Story story = s_r01();
  story.at("2011-02-05T12:00");
  story.tell(contact(false));
  EXPECT_EQ(mails_at_last(story), (Lines{anna_31_january, sara_10_february}));
}

TEST(Referral, R30_ANoAfterAYesBringsTheDeadlinesBack) {
  Story story = s_r01();
  story.at("2011-01-15T12:00");
  story.tell(contact(true));
  story.at("2011-01-20T12:00");
  story.tell(contact(false));
  EXPECT_EQ(mails_at_last(story), (Lines{anna_31_january, sara_10_february}));
}

TEST(Referral, R30_AContactWithdrawnBeforeTheReminderBringsTheDeadlinesBack) {
  Story story = s_r01();
  story.at("2011-01-15T12:00");
  story.tell(contact(true));
  story.at("2011-01-20T12:00");
  story.tell(ContactWithdrawn{});
  EXPECT_EQ(story.due(), (Lines{"reminder 2011-01-31T09:00", "escalation 2011-02-10T09:00"}));
  EXPECT_EQ(mails_at_last(story), (Lines{anna_31_january, sara_10_february}));
}

TEST(Referral, R30_AContactWithdrawnAfterTheReminderRemindsAgainUnderANewId) {
  Story story = s_r01();
  story.at("2011-02-01T12:00");
  story.tell(contact(true));
  story.at("2011-02-03T12:00");
  story.tell(ContactWithdrawn{});
  EXPECT_EQ(mails_at_last(story),
            (Lines{anna_31_january, "2011-02-03T12:00 (11:00Z) reminder case_worker anna late",
                   sara_10_february}));
  EXPECT_EQ(story.sent().front().notification.cycle, 1U);
  std::set<std::string> ids;
  for (const auto& one : story.sent())
    EXPECT_TRUE(ids.insert(one.notification.id).second) << one.notification.hook_type;
}

// A contact withdrawn when both dates are past: the supervisor hears of it a business day later.
TEST(Referral, R30_AContactWithdrawnAfterTheEscalationBeginsANewCycleWithBothSteps) {
  Story story = s_r01();
  story.at("2011-02-14T12:00");
  story.tell(contact(true));
  story.at("2011-02-15T14:00");
  story.tell(ContactWithdrawn{});
  EXPECT_EQ(mails_at_last(story), (Lines{anna_31_january, sara_10_february,
                                         "2011-02-15T14:00 (13:00Z) reminder case_worker anna late",
                                         "2011-02-17T09:00 (08:00Z) escalation supervisor sara"}));
}

TEST(Referral, AContactThatIsRecordedTwiceIsClosedOnce) {
  Story story = s_r01(with_notices());
  story.at("2011-02-01T12:00");
  story.tell(contact(true));
  story.at("2011-02-02T12:00");
  story.tell(contact(true));
  EXPECT_EQ(story.hooks(),
            (Lines{"2011-01-31T09:00 referral.followup_due", "2011-02-01T12:00 followup.closed"}));
}

// CRMs that know only the date of a recording say the same instant twice.
TEST(Referral, ClosingAgainAtTheSameInstantAfterAWithdrawalIsANewMessage) {
  Story story = s_r01();
  story.at("2011-01-20T00:00");
  story.tell(contact(true));
  story.tell(ContactWithdrawn{});
  story.tell(contact(true));
  ASSERT_EQ(story.sent().size(), 2U);
  EXPECT_NE(story.sent()[0].notification.id, story.sent()[1].notification.id);
  EXPECT_EQ(story.hooks(), Lines(2, "2011-01-20T00:00 followup.closed"));
}

TEST(Referral, ClosingAfterTheEscalationIsNotClosedBeforeItWasDue) {
  Story story = s_r01();
  story.at("2011-02-14T12:00");
  story.tell(contact(true));
  EXPECT_EQ(story.hooks().back(), "2011-02-10T09:00 referral.escalated");
}

TEST(Referral, TellsWhoeverWasToldOfTheRecordingOnlyIfConfigured) {
  Story story = s_r01(with_notices());
  story.at("2011-02-01T12:00");
  story.tell(contact(true));
  EXPECT_EQ(story.mails(),
            (Lines{anna_31_january, "2011-02-01T12:00 (11:00Z) closed case_worker anna"}));
  Story later = s_r01(with_notices());
  later.at("2011-02-11T12:00");
  later.tell(contact(true));
  EXPECT_EQ(later.mails(), (Lines{anna_31_january, sara_10_february,
                                  "2011-02-11T12:00 (11:00Z) closed case_worker anna",
                                  "2011-02-11T12:00 (11:00Z) closed supervisor sara"}));
  Story early = s_r01(with_notices());
  early.tell(contact(true));
  EXPECT_EQ(early.mails(), Lines{}) << "nobody was told that it was due";
}

TEST(Referral, S_X30_SaysNothingToThePersonWhoRecordedTheContact) {
  Story story = s_r01(with_notices());
  story.at("2011-02-11T12:00");
  story.actor("anna");
  story.tell(contact(true));
  EXPECT_EQ(story.mails(), (Lines{anna_31_january, sara_10_february,
                                  "2011-02-11T12:00 (11:00Z) closed supervisor sara"}));
}

TEST(Referral, S_X30_SaysItAllTheSameIfConfigured) {
  Policy policy = with_notices();
  policy.referral.notify_own_actions = true;
  Story story = s_r01(policy);
  story.at("2011-02-01T12:00");
  story.actor("anna");
  story.tell(contact(true));
  EXPECT_EQ(story.mails().back(), "2011-02-01T12:00 (11:00Z) closed case_worker anna");
}

TEST(Referral, S_X30_RemindsAPersonOfAReferralThatThePersonMade) {
  Story story;
  story.at("2011-01-01T10:00");
  story.actor("anna");
  story.tell(referral("2011-01-01", 30));
  EXPECT_EQ(mails_at_last(story).front(), anna_31_january);
}

TEST(Referral, KeepsWhenTheContactWas) {
  Story story = s_r01();
  story.tell(ContactRecorded{.contacted = true, .on = date("2010-12-30")});
  EXPECT_EQ(story.facts().contact_on, date("2010-12-30"));
  story.tell(ContactWithdrawn{});
  EXPECT_EQ(story.facts().contact_on, std::nullopt);
}

}  // namespace

}  // namespace followup
