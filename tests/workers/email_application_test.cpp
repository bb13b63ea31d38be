// What the mails about applications and communications say (M3, M4, M15 to M17, M21 to M24; S-M19,
// S-M20).
#include "mail_judge.h"
#include "meeting_story.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

TEST(NoteMail, M15_TellsTheNoteThatItIsAbout) {
  const ApplicationStory story;
  EXPECT_EQ(story.words().subject, "New note: application A-1");
  EXPECT_THAT(story.text(),
              AllOf(HasSubstr("Application: A-1\nTitle: Papers\n"),
                    HasSubstr("By: Sara Neri\nDate: Monday 1 June 2026, 10:00 (CEST)\n"),
                    HasSubstr("Note:\nThe birth certificate\nis missing.\n"),
                    HasSubstr("because you are to be told of what is added to this application.")));
  EXPECT_THAT(story.words().html,
              HasSubstr("<p class=\"t\">The birth certificate\nis missing.</p>"));
}

TEST(NoteMail, WithoutATextSaysThatThereIsOne) {
  ApplicationStory story;
  story.document.reset();
  EXPECT_THAT(story.text(), AllOf(HasSubstr("A note has been recorded on the application."),
                                  Not(HasSubstr("Note:")), Not(HasSubstr("Title"))));
}

TEST(NoteMail, ThatIsNeutralHasNeitherTextNorNames) {  // R19
  ApplicationStory story;
  story.tenant.content = ContentLevel::neutral;
  EXPECT_THAT(story.text(), AllOf(HasSubstr("Application: A-1\n"), Not(HasSubstr("birth")),
                                  Not(HasSubstr("Papers")), Not(HasSubstr("Sara"))));
}

TEST(FileMail, M17_CarriesTheFileThatWasAdded) {
  ApplicationStory story;
  story.document.reset();
  story.tell(Purpose::attachment_added, std::string(64, 'a'));
  EXPECT_THAT(story.text(),
              AllOf(HasSubstr("A file has been added to the application."),
                    HasSubstr("By: Dino Verdi\n"), HasSubstr("Attached:\n- birth.pdf (1.0 kB)\n")));
  EXPECT_THAT(story.inputs().attachments, SizeIs(1));
  story.limits.file = 999;
  EXPECT_THAT(story.text(), HasSubstr("Not attached:\n- birth.pdf (1.0 kB), too large for this "
                                      "mail: https://crm.example/f\n"));
}

TEST(FileMail, M21_IsOnlyNamedToWhoMayNotReadIt) {
  ApplicationStory story;
  story.application().files.front().file.privilege = "medical";
  story.tell(Purpose::attachment_added, std::string(64, 'a'));
  EXPECT_THAT(story.inputs().attachments, IsEmpty());
  story.recipient.privileges = {"medical"};
  EXPECT_THAT(story.inputs().attachments, SizeIs(1));
}

TEST(ProgrammeMail, S_M19_TellsTheWorkerThatTheMeetingIsMissing) {
  ApplicationStory story;
  story.miss_meeting(MeetingNeed::always);
  EXPECT_EQ(story.words().subject, "Meeting missing: application A-1");
  EXPECT_THAT(story.text(),
              AllOf(HasSubstr("is to be authorised on Saturday 20 June 2026, and no meeting"),
                    HasSubstr("The programme always asks for one."),
                    HasSubstr("Programme: Housing aid\nAuthorisation: Saturday 20 June 2026\n"),
                    HasSubstr("because you look after this application.")));
  story.miss_meeting(MeetingNeed::problems);
  EXPECT_THAT(story.text(), HasSubstr("because information is missing or contradictory."));
  EXPECT_THAT(story.text("it"),
              HasSubstr("perché ci sono informazioni mancanti o contraddittorie."));
  EXPECT_THAT(story.text("de"), HasSubstr("weil Angaben fehlen oder sich widersprechen."));
  EXPECT_THAT(story.text("pt"), HasSubstr("porque há informações faltando ou contraditórias."));
}

TEST(AnswerMail, S_M20_TellsWhoHasNotAnsweredWhat) {
  CommunicationStory story;
  story.await();
  EXPECT_EQ(story.words().subject, "No answer yet: communication C-9");
  EXPECT_THAT(story.text(),
              AllOf(HasSubstr("There is no answer yet to the letter of Monday 1 June 2026. It was "
                              "expected by Monday 15 June 2026."),
                    HasSubstr("Communication: C-9\nApplication: A-1\n"),
                    HasSubstr("Client: Carla Neri\n"), HasSubstr("Days to answer: 14\n"),
                    HasSubstr("because you look after this communication.")));
  story.communication().medium = Medium::phone;
  EXPECT_THAT(story.text("it"), HasSubstr("alla telefonata di lunedì 1º giugno 2026. Era attesa"));
  story.communication().medium = Medium::email;
  EXPECT_THAT(story.text("de"), HasSubstr("Auf die E-Mail vom Montag, 1. Juni 2026 gibt es noch"));
  story.communication().medium = Medium::letter;
  EXPECT_THAT(story.text("pt"), HasSubstr("à carta de segunda-feira, 1º de junho de 2026."));
  story.tenant.content = ContentLevel::neutral;
  EXPECT_THAT(story.text("en"), Not(HasSubstr("Carla Neri\n")));
}

TEST(LetterMail, M23_SaysWhatTheCrmWantsAndNothingElse) {
  const CommunicationStory story;
  EXPECT_EQ(story.words().subject, "Your papers");
  EXPECT_EQ(story.text(),
            "Dear Ms Neri,\n\nplease send them.\nSara\n\n----\n"
            "You get this because it is addressed to you. Answers to it go to Sara Neri.\n"
            "Sent automatically. If you have a question about this mail, quote the number "
            "0123456789abcdefghijklmnop.\n");
  EXPECT_THAT(story.words().html,
              AllOf(HasSubstr("<p style=\"white-space:pre-line\">Dear Ms Neri,\n\nplease send"),
                    Not(HasSubstr("crm.example.org"))));
}

TEST(LetterMail, HasTheWorkerAsReplyTo) {
  static const Composer composer;
  CommunicationStory story;
  const auto mail = composer.compose(story.inputs(), notification_id);
  ASSERT_TRUE(mail) << mail.error().what;
  const json judged = judge({mail->bytes})[0];
  EXPECT_EQ(judged["defects"], json::array());
  EXPECT_EQ(header(judged, "Reply-To"), "Sara Neri <sara@example.org>");
  for (const auto* bad : {"", "nobody", "a@b\r\nBcc: evil@example.org"}) {
    story.emails["sara"] = bad;
    const json other = judge({composer.compose(story.inputs(), notification_id)->bytes})[0];
    EXPECT_THAT(header_names(other), expected_headers) << bad;
  }
}

TEST(LetterMail, CarriesItsFiles) {
  CommunicationStory story;
  story.communication().mail->files = {PostStory::file("form.pdf", 1000)};
  EXPECT_THAT(story.inputs().attachments, SizeIs(1));
  EXPECT_THAT(story.text(), HasSubstr("Sara\n\nAttached:\n- form.pdf (1.0 kB)\n\n----\n"));
}

TEST(LetterMail, ThatIsNeutralIsAnnouncedOnly) {  // R19
  CommunicationStory story;
  story.communication().mail->files = {PostStory::file("form.pdf", 1000)};
  story.tenant.content = ContentLevel::neutral;
  EXPECT_EQ(story.words().subject, "There is a message for you");
  EXPECT_THAT(story.text(),
              AllOf(StartsWith("Hello Carla Neri,"), HasSubstr("about application A-1."),
                    Not(HasSubstr("send them")), Not(HasSubstr("papers")), Not(HasSubstr("Sara")),
                    Not(HasSubstr("form.pdf"))));
}

TEST(QuarantineMail, Q10_SaysWhatIsWrongWithAMeeting) {
  MeetingStory story;
  const std::vector<std::pair<std::string, std::string>> said{
      {"unknown_meeting", "No meeting with this id is known."},
      {"unknown_invitee", "Whoever answered is not invited."},
      {"unknown_action", "The meeting has no action with this id."},
      {"unknown_communication", "No communication with this id is known."},
      {"unknown_template", "The mail template that it names is not in the configuration."}};
  for (const auto& [code, words] : said) {
    story.notify(Purpose::quarantined, Role::administrator, "2026-10-01T10:00", code);
    story.notification.whom.clear();
    EXPECT_EQ(story.words().subject, "Event put aside: meeting M-1");
    EXPECT_THAT(story.text("en"), HasSubstr(words));
    for (const auto* language : {"it", "de", "pt"}) {
      const std::string told = story.text(language);
      story.notification.reason = "another_code";
      EXPECT_GT(told.size(), story.text(language).size() + 8)
          << code << " has no words in " << language;
      story.notification.reason = code;
    }
    story.recipient.language = "en";
  }
}

}  // namespace
}  // namespace followup::test
