// Who gets a referral's messages, decided when they are sent (R19, R25, R26; Q6; S-R15, S-R17,
// S-R32, S-R34). The tables of the directory's rules themselves are in directory_test.cpp.
#include "tests/support/story.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

Absence away(std::string_view from, std::string_view until, const std::string& delegate) {
  return {instant(from), instant(until), delegate, std::nullopt};
}

Lines mails_at_last(Story& story) {
  story.at("2011-12-01T00:00");
  return story.mails();
}

Story without_supervisor() {
  Story story;
  story.at("2011-01-01T10:00");
  ReferralRecord record = referral("2011-01-01", 30);
  record.supervisor.reset();
  story.tell(record);
  return story;
}

TEST(Referral, S_R17_R30_WithoutASupervisorTheFallbackGetsTheEscalationAndTheCrmHearsOfIt) {
  Story story = without_supervisor();
  EXPECT_EQ(mails_at_last(story).back(),
            "2011-02-10T09:00 (08:00Z) escalation supervisor fallback@assist.example");
  EXPECT_EQ(story.hooks().back(), "2011-02-10T09:00 recipient.unresolved");
}

TEST(Referral, S_R17_WithoutAFallbackEitherTheCrmHearsThatItFailed) {
  Story story = without_supervisor();
  story.contacts().fallback_email.clear();
  EXPECT_EQ(mails_at_last(story).size(), 1U);
  EXPECT_EQ(story.hooks(),
            (Lines{"2011-01-31T09:00 referral.followup_due", "2011-02-10T09:00 referral.escalated",
                   "2011-02-10T09:00 recipient.unresolved", "2011-02-10T09:00 delivery.failed",
                   "2011-02-10T09:00 recipient.unresolved"}));
}

TEST(Referral, S_R17_TheDirectoryKnowsTheWorkersSupervisor) {
  Story story = without_supervisor();
  story.person("anna").supervisor = "tea";
  story.person("tea");
  EXPECT_EQ(mails_at_last(story).back(), "2011-02-10T09:00 (08:00Z) escalation supervisor tea");
}

TEST(Referral, S_R34_R26_TheStandInGetsTheReminderAndTheEscalationStillNamesAnna) {
  Story story = s_r01();
  story.person("carlo");
  story.person("anna").absences = {away("2011-01-24T00:00:00Z", "2011-02-04T00:00:00Z", "carlo")};
  EXPECT_EQ(mails_at_last(story), (Lines{"2011-01-31T09:00 (08:00Z) reminder case_worker carlo",
                                         "2011-02-10T09:00 (08:00Z) escalation supervisor sara"}));
  EXPECT_EQ(story.sent().front().recipient.on_behalf_of, "anna");
  EXPECT_EQ(story.facts().case_worker.id, "anna");
}

TEST(Referral, S_R34_TheAbsentPersonGetsACopyIfConfigured) {
  Policy policy = assist_policy();
  policy.referral.copy_absent_person = true;
  Story story = s_r01(policy);
  story.person("carlo");
  story.person("anna").absences = {away("2011-01-24T00:00:00Z", "2011-02-04T00:00:00Z", "carlo")};
  EXPECT_EQ(mails_at_last(story), (Lines{"2011-01-31T09:00 (08:00Z) reminder case_worker carlo",
                                         "2011-01-31T09:00 (08:00Z) reminder absent_copy anna",
                                         "2011-02-10T09:00 (08:00Z) escalation supervisor sara"}));
}

TEST(Referral, S_R34_NobodyGetsACopyWhoIsNotAbsent) {
  Policy policy = assist_policy();
  policy.referral.copy_absent_person = true;
  Story story = s_r01(policy);
  EXPECT_EQ(mails_at_last(story).size(), 2U);
  EXPECT_TRUE(story.state().open.empty()) << "what was skipped has ended";
}

TEST(Referral, TheWorkerGetsACopyOfTheEscalationIfConfigured) {
  Policy policy = assist_policy();
  policy.referral.copy_worker_on_escalation = true;
  Story story = s_r01(policy);
  EXPECT_EQ(mails_at_last(story),
            (Lines{"2011-01-31T09:00 (08:00Z) reminder case_worker anna",
                   "2011-02-10T09:00 (08:00Z) escalation supervisor sara",
                   "2011-02-10T09:00 (08:00Z) escalation case_worker_copy anna"}));
}

TEST(Referral, R25_AClosedAccountWithAStandInIsRedirected) {
  Story story = s_r01();
  story.person("carlo");
  Person& anna = story.person("anna");
  anna.active = false;
  anna.absences = {away("2011-01-10T00:00:00Z", "2021-01-10T00:00:00Z", "carlo")};
  EXPECT_EQ(mails_at_last(story).front(), "2011-01-31T09:00 (08:00Z) reminder case_worker carlo");
}

TEST(Referral, R25_AClosedAccountWithoutAStandInGoesToTheFallback) {
  Story story = s_r01();
  story.person("anna").active = false;
  EXPECT_EQ(mails_at_last(story).front(),
            "2011-01-31T09:00 (08:00Z) reminder case_worker fallback@assist.example");
  EXPECT_EQ(story.hooks().at(1), "2011-01-31T09:00 recipient.unresolved");
}

TEST(Referral, Q6_AnAbsenceThatIsToldAfterSchedulingCountsWhenSending) {
  Story story = s_r01();
  story.at("2011-01-31T08:59");
  story.person("carlo");
  story.person("anna").absences = {away("2011-01-31T07:59:30Z", "2011-02-04T00:00:00Z", "carlo")};
  EXPECT_EQ(mails_at_last(story).front(), "2011-01-31T09:00 (08:00Z) reminder case_worker carlo");
}

// R19: what a mail may say follows from the two levels; here both are known when it is sent.
TEST(Referral, S_R32_R19_TheRecipientsSensitivityIsKnownBesideTheReferrals) {
  Story story;
  story.at("2011-01-01T10:00");
  ReferralRecord record = referral("2011-01-01", 30);
  record.sensitivity = 5;
  story.tell(record);
  story.person("anna").sensitivity = 5;
  story.person("sara").sensitivity = 3;
  story.at("2011-12-01T00:00");
  std::vector<int> levels;
  for (const auto& one : story.sent()) {
    if (one.notification.channel == Channel::email) levels.push_back(one.recipient.sensitivity);
  }
  EXPECT_EQ(levels, (std::vector<int>{5, 3}));
  EXPECT_EQ(story.facts().sensitivity, 5);
}

// R20: what a worker typed is kept as it was typed; escaping is the templates' duty.
TEST(Referral, S_R33_R20_FreeTextIsKeptAsItWasTyped) {
  Story story;
  story.at("2011-01-01T10:00");
  ReferralRecord record = referral("2011-01-01", 30);
  record.provider = "<b>A&B</b>\r\nBcc: x@y";
  story.tell(record);
  EXPECT_EQ(story.facts().provider, "<b>A&B</b>\r\nBcc: x@y");
}

TEST(Referral, S_X21_NamesKeepTheirLetters) {
  Story story;
  story.at("2011-01-01T10:00");
  ReferralRecord record = referral("2011-01-01", 30);
  record.case_worker.name = "São João Müller, perché";
  story.tell(record);
  story.at("2011-12-01T00:00");
  EXPECT_EQ(story.sent().front().recipient.name, "São João Müller, perché");
}

}  // namespace

}  // namespace followup
