// What a mail's text may depend on: gathered once, less what its reader may not see, frozen and
// read again.
#include "email_story.h"
#include "workers/email/inputs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup::test {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(MailInputs, TellTheReminderInTheRecipientsLanguageAndZone) {
  EmailStory story;
  story.recipient.language = "pt-BR";
  story.recipient.zone = "America/Sao_Paulo";
  const MailInputs inputs = story.inputs();
  EXPECT_EQ(inputs.language, Language::pt);
  EXPECT_EQ(inputs.due, "segunda-feira, 31 de janeiro de 2011, 06:00 (UTC-02:00)");
  EXPECT_EQ(inputs.referred_on, "sábado, 1º de janeiro de 2011");
  EXPECT_EQ(inputs.clients, "Mario Rossi");
  EXPECT_EQ(inputs.case_url, "https://crm.example.org/referral/REF-1?tab=1&view=2");
  EXPECT_TRUE(inputs.escalation_follows);
}

TEST(MailInputs, FallBackToTheTenantsLanguageAndZone) {
  EmailStory story;
  story.recipient.language = "";
  story.recipient.zone = "No/Where";
  EXPECT_EQ(story.inputs().due, "lunedì 31 gennaio 2011, 09:00 (CET)");
}

TEST(MailInputs, CountFromTheCreationDateWhereThereIsNoReferralDate) {
  EmailStory story;
  story.referral().referral_date.reset();
  story.referral().created_on = Date{std::chrono::January / 2 / 2011};
  EXPECT_EQ(story.inputs().referred_on, "Sunday 2 January 2011");
}

TEST(MailInputs, NameNobodyToAReaderBelowTheReferralsSensitivity) {  // S-R32
  EmailStory story;
  story.escalate();
  story.referral().sensitivity = 2;
  story.recipient.on_behalf_of = "Tea Gialli";
  story.recipient.on_behalf_of_id = "u-tea";
  const MailInputs inputs = story.inputs();
  EXPECT_FALSE(inputs.full);
  EXPECT_EQ(inputs.reference, "REF-1");
  EXPECT_THAT(inputs.case_url, HasSubstr("REF-1"));
  const std::string frozen = encode_inputs(inputs);
  for (const auto* name : {"Mario", "Studio Verdi", "Consulenza", "Anna", "Tea"}) {
    EXPECT_THAT(frozen, Not(HasSubstr(name)));
  }
}

TEST(MailInputs, AreFullForAReaderWhoEqualsTheReferralsSensitivity) {
  EmailStory story;
  story.escalate();
  story.referral().sensitivity = 1;
  EXPECT_TRUE(story.inputs().full);
  EXPECT_EQ(story.inputs().worker, "Anna Bianchi");
}

TEST(MailInputs, AreNeutralWhereTheTenantSaysSoAndForTheAdministrator) {
  EmailStory neutral;
  neutral.tenant.content = ContentLevel::neutral;
  EXPECT_FALSE(neutral.inputs().full);
  EXPECT_EQ(neutral.inputs().clients, "");
  EmailStory administrator;
  administrator.notification.purpose = Purpose::endpoint_disabled;
  administrator.notification.role = Role::administrator;
  EXPECT_EQ(administrator.inputs().clients, "");
}

TEST(MailInputs, NameTheCaseWorkerAsTheDirectoryDoesElseTheRecord) {
  EmailStory story;
  story.escalate();
  story.case_worker_name = "Anna Bianchi-Rossi";
  EXPECT_EQ(story.inputs().worker, "Anna Bianchi-Rossi");
  story.case_worker_name = "";
  story.referral().case_worker.name = "";
  EXPECT_EQ(story.inputs().worker, "u-anna");
}

TEST(MailInputs, TellTheLastDayOfAnAbsence) {  // U6
  EmailStory story;
  story.recipient.on_behalf_of = "Anna Bianchi";
  story.recipient.on_behalf_of_id = "u-anna";
  story.recipient.on_behalf_until = instant("2011-02-04T23:00:00Z");  // midnight in Rome
  EXPECT_EQ(story.inputs().until, "Friday 4 February 2011");
  story.recipient.on_behalf_until = instant("2011-02-04T16:00:00Z");
  EXPECT_EQ(story.inputs().until, "Friday 4 February 2011");
}

TEST(MailInputs, JoinTheNamesOfSeveralClientsAndCountTheRest) {
  EmailStory story;
  story.referral().clients = {{"p-1", "São João"}, {"p-2", ""}};
  EXPECT_EQ(story.inputs().clients, "São João, p-2");
  story.referral().clients.assign(25, {"p", "N"});
  EXPECT_THAT(story.inputs().clients, HasSubstr("N, N, +5"));
}

TEST(MailInputs, ComeBackFromTheirFrozenTextAsTheyWere) {
  EmailStory story;
  story.escalate();
  story.notification.late = true;
  story.fallback = true;
  story.resolution_reason = "no_person";
  story.referral().provider = "<b>A&B</b>\r\nBcc: x@y \"quoted\" \\ \x01 São";
  const MailInputs inputs = story.inputs();
  const std::string frozen = encode_inputs(inputs);
  const auto read = decode_inputs(frozen);
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(*read, inputs);
  EXPECT_EQ(encode_inputs(*read), frozen);
  EXPECT_EQ(frozen.find('\n'), std::string::npos);
}

TEST(MailInputs, RefuseATextThatIsNoFrozenMail) {
  const std::string good = encode_inputs(EmailStory().inputs());
  const auto with = [&](std::string_view from, std::string_view to) {
    std::string changed = good;
    changed.replace(changed.find(from), from.size(), to);
    return changed;
  };
  ASSERT_TRUE(decode_inputs(good));
  for (const auto& bad :
       {std::string(), std::string("[]"), std::string("{}"), good.substr(1), good + "x",
        with("\"v\":1", "\"v\":2"), with("\"reminder\"", "\"remainder\""), with("\"REF-1\"", "7"),
        with("\"full\":true", "\"full\":1")}) {
    EXPECT_FALSE(decode_inputs(bad)) << bad;
  }
  EXPECT_TRUE(decode_inputs(with("\"v\":1", "\"v\":1,\"a_later_member\":[]")));
}

TEST(MailInputs, AreNotMadeForAHook) {
  EmailStory story;
  story.notification.purpose = Purpose::hook;
  story.notification.channel = Channel::webhook;
  EXPECT_EQ(story.try_inputs().error().code, Code::invalid_input);
}

TEST(MailInputs, GiveAllMailsOfACaseTheSameThreadInWhateverCycle) {
  EmailStory first;
  EmailStory later;
  later.escalate();
  later.notification.cycle = 3;
  EXPECT_EQ(first.inputs().thread, later.inputs().thread);
  EmailStory other;
  other.notification.case_key.id = "REF-2";
  EXPECT_NE(first.inputs().thread, other.inputs().thread);
}

}  // namespace
}  // namespace followup::test
