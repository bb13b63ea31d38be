// Mails that carry an invitation, as Python's email package reads them.
#include "email_story.h"
#include "invitation_story.h"
#include "mail_judge.h"
#include "workers/email/compose.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Result<ComposedMail> composed(const std::string& calendar) {
  static const Composer composer;
  MailInputs inputs = EmailStory().inputs();
  inputs.calendar = calendar;
  return composer.compose(decode_inputs(encode_inputs(inputs)).value(), notification_id);
}

/// An invitation with all that quoted-printable has to hide.
Invitation difficult() {
  Invitation made = invitation();
  made.subject = "São João; Müller, perché =3D? " + std::string(100, '.');
  made.location = std::string(200, 'x') + " =";
  made.description = ".\nFrom nobody\n--=_" + std::string(notification_id) + "\nEnd ";
  return made;
}

TEST(InvitationMail, HasTheCalendarAsTheLastOfItsAlternatives) {
  const std::string calendar = written(difficult());
  const auto mail = composed(calendar);
  ASSERT_TRUE(mail) << mail.error().what;
  const json judged = judge({mail->bytes})[0];
  EXPECT_EQ(judged["defects"], json::array());
  EXPECT_EQ(judged["wire"], json::array());
  EXPECT_EQ(judged["long"], 0);
  EXPECT_EQ(judged["type"], "multipart/alternative");
  EXPECT_THAT(header_names(judged), expected_headers);
  ASSERT_EQ(judged["parts"].size(), 3U);
  EXPECT_EQ(judged["parts"][0]["type"], "text/plain");
  EXPECT_EQ(judged["parts"][1]["type"], "text/html");
  EXPECT_EQ(judged["parts"][2]["type"], "text/calendar");
  EXPECT_EQ(judged["parts"][2]["charset"], "utf-8");
  std::string lines = calendar;
  for (auto at = lines.find('\r'); at != std::string::npos; at = lines.find('\r', at))
    lines.erase(at, 1);
  EXPECT_EQ(judged["parts"][2]["text"], lines);
}

TEST(InvitationMail, CarriesFilesBehindItsAlternatives) {
  const Composer composer;
  MailInputs inputs = EmailStory().inputs();
  inputs.calendar = written(difficult());
  inputs.attachments = {
      {.name = "agenda.txt", .media_type = "text/plain", .size = 5, .content = "a"}};
  const auto mail = composer.compose(inputs, notification_id);
  ASSERT_TRUE(mail) << mail.error().what;
  ASSERT_EQ(mail->files.size(), 1U);
  const json judged = judge({mail->bytes + "cm93cwo=\r\n" + mail->files[0].after})[0];
  EXPECT_EQ(judged["defects"], json::array());
  EXPECT_EQ(judged["wire"], json::array());
  EXPECT_EQ(judged["type"], "multipart/mixed");
  ASSERT_EQ(judged["parts"].size(), 4U);
  EXPECT_EQ(judged["parts"][2]["type"], "text/calendar");
  EXPECT_THAT(std::string(judged["parts"][2]["text"]), HasSubstr("METHOD:REQUEST"));
  EXPECT_EQ(judged["parts"][3]["text"], "rows\n");
  EXPECT_THAT(mail->bytes, HasSubstr("multipart/alternative"));
}

TEST(InvitationMail, NamesTheMethodOfTheTextInTheMediaType) {  // RFC 6047 section 2.4
  Invitation made = invitation();
  EXPECT_THAT(composed(written(made))->bytes,
              HasSubstr("Content-Type: text/calendar; charset=utf-8; method=REQUEST\r\n"));
  made.method = InvitationMethod::cancel;
  EXPECT_THAT(composed(written(made))->bytes,
              HasSubstr("Content-Type: text/calendar; charset=utf-8; method=CANCEL\r\n"));
}

TEST(InvitationMail, IsNotMadeOfATextThatNamesNoMethod) {
  const auto mail = composed("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");
  ASSERT_FALSE(mail);
  EXPECT_EQ(mail.error().code, Code::internal);
}

TEST(InvitationMail, IsTheSameToTheByteWhenItIsComposedAgain) {
  const std::string calendar = written(difficult());
  EXPECT_EQ(calendar, written(difficult()));
  EXPECT_EQ(composed(calendar)->bytes, composed(calendar)->bytes);
}

}  // namespace
}  // namespace followup::test
