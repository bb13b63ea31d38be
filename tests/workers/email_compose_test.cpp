// Finished mails, as bytes and as Python's email package reads them.
#include "email_story.h"
#include "mail_judge.h"
#include "workers/email/compose.h"

#include <vector>

#include <glib.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace followup::test {
namespace {

using namespace std::string_literals;
using nlohmann::json;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const Composer& composer() {
  static const Composer one;
  return one;
}

std::string bytes_of(const EmailStory& story) {
  const auto mail = composer().compose(story.inputs(), notification_id);
  EXPECT_TRUE(mail) << mail.error().what;
  return mail ? mail->bytes : "";
}

/// All purposes in all languages, with names that no ASCII mail could carry.
std::vector<EmailStory> all_stories() {
  std::vector<EmailStory> stories;
  for (const Purpose purpose : {Purpose::reminder, Purpose::escalation, Purpose::closed,
                                Purpose::undeliverable, Purpose::endpoint_disabled}) {
    for (const auto* language : {"it", "de", "pt", "en"}) {
      EmailStory& story = stories.emplace_back();
      if (purpose == Purpose::escalation) story.escalate();
      story.notification.purpose = purpose;
      story.state.key.id = story.notification.case_key.id = "São João/Müller perché";
      story.recipient.language = language;
      story.recipient.name = "São João Müller";
      story.tenant.mail_from = "Perché Müller <followup@example.org>";
      story.referral().clients = {{"p-1", "São João"}, {"p-2", "Müller"}};
    }
  }
  return stories;
}

TEST(Mail, OfEveryPurposeAndLanguageIsReadByAnotherProgramAsItWasMeant) {  // S-X21
  const auto stories = all_stories();
  std::vector<std::string> mails;
  for (const auto& story : stories)
    mails.push_back(bytes_of(story));
  const json judged = judge(mails);
  ASSERT_EQ(judged.size(), stories.size());
  for (std::size_t at = 0; at < stories.size(); ++at) {
    SCOPED_TRACE(mails[at]);
    expect_sound(judged[at]);
    const RenderedMail words = stories[at].words();
    EXPECT_EQ(header(judged[at], "Subject"), words.subject);
    EXPECT_EQ(judged[at]["parts"][0]["text"], words.text);
    EXPECT_EQ(judged[at]["parts"][1]["text"], words.html);
    EXPECT_EQ(judged[at]["addresses"]["From"][0], json({"Perché Müller", "followup@example.org"}));
    EXPECT_EQ(judged[at]["addresses"]["To"][0],
              json({"São João Müller", stories[at].recipient.email}));
    EXPECT_EQ(header(judged[at], "Content-Language"), content_tag(stories[at].inputs().language));
  }
}

TEST(Mail, SaysThatNobodyWroteItAndWhichNotificationItIs) {
  const json judged = judge({bytes_of(EmailStory())})[0];
  EXPECT_EQ(header(judged, "Auto-Submitted"), "auto-generated");
  EXPECT_EQ(header(judged, "X-Followup-Notification"), notification_id);
  EXPECT_EQ(header(judged, "Message-ID"), "<0123456789abcdefghijklmnop@followup.example.org>");
  EXPECT_EQ(header(judged, "Date"), "Mon, 31 Jan 2011 08:00:00 +0000");
  EXPECT_THAT(header(judged, "X-Auto-Response-Suppress"), Not(HasSubstr("NDR")))
      << "bounces are wanted";
}

TEST(Mail, IsTheSameToTheByteWhenItIsComposedAgainElsewhere) {
  for (const auto& story : all_stories()) {
    const std::string frozen = encode_inputs(story.inputs());
    const Composer other;
    const auto again = other.compose(decode_inputs(frozen).value(), notification_id);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->bytes, bytes_of(story));
  }
}

TEST(Mail, OfOneCaseFormsOneThreadUnderAnIdThatNoMailHas) {
  EmailStory reminder;
  EmailStory escalation;
  escalation.escalate();
  escalation.notification.cycle = 2;
  EmailStory other;
  other.notification.case_key.id = "REF-2";
  const json judged = judge({bytes_of(reminder), bytes_of(escalation), bytes_of(other)});
  const std::string root = header(judged[0], "References");
  EXPECT_THAT(root, StartsWith("<thread-"));
  EXPECT_EQ(header(judged[0], "In-Reply-To"), root);
  EXPECT_EQ(header(judged[1], "References"), root);
  EXPECT_NE(header(judged[2], "References"), root);
  EXPECT_NE(header(judged[0], "Message-ID"), root);
}

TEST(Mail, TakesNoHeaderFromAnythingThatAnEventBrings) {  // S-R33
  std::vector<std::string> mails;
  std::vector<std::string> evil;
  for (const auto& line_end : {"\r\n"s, "\n"s, "\r"s, "\0"s, "\xe2\x80\xa8"s, "\xe2\x80\xa9"s,
                               "\xc2\x85"s, "\xe2\x80\xae"s, "\r\n "s, "\x0b\x0c"s}) {
    EmailStory story;
    const std::string value =
        "x" + line_end + "Bcc: evil@example.org" + line_end + line_end + "--=_body";
    story.recipient.name = story.state.key.id = story.notification.case_key.id = value;
    story.tenant.mail_from = "City \"" + value + "\" <followup@example.org>";
    story.referral().clients = {{"p-1", value}};
    story.referral().provider = story.referral().service = story.referral().case_id = value;
    story.referral().case_worker.name = story.recipient.on_behalf_of = value;
    story.recipient.on_behalf_of_id = "u-x";
    mails.push_back(bytes_of(story));
    evil.push_back(value);
  }
  const json judged = judge(mails);
  for (std::size_t at = 0; at < mails.size(); ++at) {
    SCOPED_TRACE(mails[at]);
    EXPECT_EQ(judged[at]["defects"], json::array());
    EXPECT_EQ(judged[at]["wire"], json::array());
    EXPECT_THAT(header_names(judged[at]), expected_headers);
    EXPECT_EQ(judged[at]["parts"].size(), 2U);
    EXPECT_EQ(judged[at]["addresses"]["To"].size(), 1U);
    EXPECT_EQ(judged[at]["addresses"]["From"].size(), 1U);
    EXPECT_EQ(judged[at]["addresses"]["To"][0][1], "anna@example.org");
    EXPECT_THAT(judged[at]["parts"][0]["text"].get<std::string>(), HasSubstr("evil@example.org"));
  }
}

TEST(Mail, ShowsTypedMarkupAsPlainText) {  // S-R33
  EmailStory story;
  story.referral().provider = "<b>A&B</b>\r\nBcc: x@y";
  const json judged = judge({bytes_of(story)})[0];
  expect_sound(judged);
  EXPECT_THAT(judged["parts"][0]["text"].get<std::string>(),
              HasSubstr("Provider: <b>A&B</b> Bcc: x@y\n"));
  EXPECT_THAT(judged["parts"][1]["text"].get<std::string>(),
              HasSubstr("&lt;b&gt;A&amp;B&lt;/b&gt; Bcc: x@y"));
}

TEST(Mail, KeepsDisplayNamesApartFromAddressesWhateverTheyHold) {
  std::vector<std::string> mails;
  const std::vector<std::string> names{
      "Rossi, Anna",   "Anna <evil@example.org>", "a@b.org",   "\"quoted\" \\ name",
      "=?utf-8?q?x?=", std::string(300, 'x'),     "(comment)", "Anna; Sara: x"};
  for (const auto& name : names) {
    EmailStory story;
    story.recipient.name = name;
    mails.push_back(bytes_of(story));
  }
  const json judged = judge(mails);
  for (std::size_t at = 0; at < names.size(); ++at) {
    SCOPED_TRACE(mails[at]);
    EXPECT_EQ(judged[at]["defects"], json::array());
    EXPECT_EQ(judged[at]["wire"], json::array());
    ASSERT_EQ(judged[at]["addresses"]["To"].size(), 1U);
    EXPECT_EQ(judged[at]["addresses"]["To"][0][1], "anna@example.org");
    const bool changed = names[at].starts_with("=?") || names[at].size() > 100;
    if (!changed) {
      EXPECT_EQ(judged[at]["addresses"]["To"][0][0], names[at]);
    }
  }
}

TEST(Mail, StaysWithinLineLimitsWhateverComesIn) {
  std::vector<std::string> mails;
  for (const auto& value :
       {std::string(5000, 'x'), std::string(5000, ' ') + "x", std::string(2500, '='),
        "\xc3\xa4"s + std::string(3000, '.'), "."s, "\n.\n"s, "From nobody"s, "x "s}) {
    EmailStory story;
    story.recipient.name = story.notification.case_key.id = story.referral().provider = value;
    mails.push_back(bytes_of(story));
  }
  for (const auto& judged : judge(mails)) {
    EXPECT_EQ(judged["defects"], json::array());
    EXPECT_EQ(judged["wire"], json::array());
    EXPECT_THAT(header_names(judged), expected_headers);
  }
}

TEST(Mail, GoesToAnAddressThatNeedsSmtpUtf8WithTheAddressAsItIs) {
  EmailStory story;
  story.recipient.email = "jörg@exämple.org";
  const auto mail = composer().compose(story.inputs(), notification_id);
  ASSERT_TRUE(mail) << mail.error().what;
  EXPECT_TRUE(mail->recipient.needs_smtputf8);
  EXPECT_EQ(mail->recipient.text(), "jörg@xn--exmple-cua.org");
  EXPECT_THAT(mail->bytes, HasSubstr("<jörg@xn--exmple-cua.org>\r\n"));
}

TEST(Mail, IsRefusedForGoodWhenTheRecipientHasNoUsableAddress) {
  EmailStory story;
  story.recipient.email = "anna@example.org>\r\nRCPT TO:<evil@example.org";
  const auto mail = composer().compose(story.inputs(), notification_id);
  ASSERT_FALSE(mail);
  EXPECT_EQ(mail.error().code, Code::invalid_input);
  EXPECT_THAT(mail.error().what,
              AllOf(StartsWith("recipient: "), Not(HasSubstr("anna")), Not(HasSubstr("evil"))));
}

TEST(Mail, BlamesTheConfigurationForASenderOrDomainThatCanNotBe) {
  EmailStory sender;
  sender.tenant.mail_from = "nobody";
  EXPECT_EQ(composer().compose(sender.inputs(), notification_id).error().code, Code::internal);
  MailInputs domain = EmailStory().inputs();
  domain.message_id_domain = "x>\r\nBcc: y";
  EXPECT_EQ(composer().compose(domain, notification_id).error().code, Code::internal);
  const MailInputs inputs = EmailStory().inputs();
  for (const auto* id : {"", "a b", "a>b", "a@b", "x\r\ny", ".a"}) {
    EXPECT_EQ(composer().compose(inputs, id).error().code, Code::internal) << id;
  }
}

TEST(Wire, RulesAreToldApart) {
  EXPECT_TRUE(is_wire_safe("a\r\n\r\nb\r\n", false));
  EXPECT_TRUE(is_wire_safe(std::string(998, 'x') + "\r\n", false));
  EXPECT_FALSE(is_wire_safe(std::string(999, 'x') + "\r\n", false));
  for (const auto& bad :
       {"a"s, "a\n"s, "a\r\n.\nb\r\n"s, "a\rb\r\n"s, "a\r"s, "a\0\r\n"s, "\n"s, "a\r\r\n"s}) {
    EXPECT_FALSE(is_wire_safe(bad, false)) << bad;
  }
  EXPECT_FALSE(is_wire_safe("ä\r\n", false));
  EXPECT_TRUE(is_wire_safe("ä\r\n", true));
}

TEST(HeaderDate, IsToldInUtc) {
  EXPECT_EQ(header_date(instant("2011-02-10T09:05:00+01:00")), "Thu, 10 Feb 2011 08:05:00 +0000");
  EXPECT_EQ(header_date(instant("2026-12-31T23:59:59.999Z")), "Thu, 31 Dec 2026 23:59:59 +0000");
}

// A new configuration brings a new composer.
TEST(ComposedMail, IsTheSameFromAComposerThatIsMadeWhenAllOthersHaveGone) {
  static int complaints = 0;
  const auto former = g_log_set_default_handler(
      [](const char*, GLogLevelFlags, const char*, gpointer) { ++complaints; }, nullptr);
  EmailStory story;
  story.recipient.name = "Zoë Müller";
  std::vector<std::string> mails;
  for (int n = 0; n < 3; ++n) {
    const Composer composer;
    mails.push_back(composer.compose(story.inputs(), notification_id)->bytes);
  }
  g_log_set_default_handler(former, nullptr);
  EXPECT_EQ(mails[1], mails[0]);
  EXPECT_EQ(mails[2], mails[0]);
  EXPECT_EQ(complaints, 0) << "of the library that writes them";
}

}  // namespace
}  // namespace followup::test
