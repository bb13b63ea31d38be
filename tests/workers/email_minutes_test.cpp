// Minutes as a mail, as a PDF and with the files of the meeting (M5 to M14, M31, M37; S-M01, S-M08,
// S-M10, S-M11).
#include "mail_judge.h"
#include "meeting_story.h"
#include "workers/email/file_words.h"
#include "workers/email/minutes_sheet.h"
#include "workers/email/template_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

MeetingStory issued(int version = 1) {
  MeetingStory story;
  story.issue(version);
  return story;
}

std::uint64_t pdf_size(const MeetingStory& story) {
  return render_minutes_pdf(sheet_of(story.inputs()))->size();
}

TEST(MinutesMail, S_M01_HasAllOfThem) {
  const MeetingStory story = issued();
  EXPECT_EQ(story.words().subject, "Minutes: meeting M-1 on Sunday 25 October 2026");
  EXPECT_THAT(
      story.text(),
      AllOf(HasSubstr("These are the minutes of the meeting on Sunday 25 October 2026."),
            HasSubstr("Subject: Case conference\n"), HasSubstr("Organizer: Sara Neri\n"),
            HasSubstr("Attended: Anna Bianchi, Sara Neri\nDeclined: Dino Verdi\n"),
            HasSubstr("Attached:\n- minutes-2026-10-25-v1.pdf\n"),
            HasSubstr("Minutes:\nWe met.\n\nAnd talked.\n\nDecisions:\n1. To go on\n2. To pay\n\n"
                      "Action:\n1. Ask the bank (Dino Verdi, Thursday 18 June 2026)\n"),
            HasSubstr("If something in them is not right, please tell Sara Neri."),
            Not(HasSubstr("Lia")), Not(HasSubstr("evised"))));
}

TEST(MinutesMail, IsWordedInEveryLanguage) {
  const auto text = [](std::string_view language) { return issued().text(language); };
  EXPECT_THAT(text("it"), AllOf(HasSubstr("Questo è il verbale della riunione di domenica 25"),
                                HasSubstr("Presenti: Anna"), HasSubstr("Decisioni:\n1. "),
                                HasSubstr("Allegato:\n- verbale-2026-10-25-v1.pdf")));
  EXPECT_THAT(text("de"), AllOf(HasSubstr("Dies ist das Protokoll der Besprechung am Sonntag, 25."),
                                HasSubstr("Abgesagt haben: Dino"), HasSubstr("Beschlüsse:\n1. "),
                                HasSubstr("- Protokoll-2026-10-25-v1.pdf")));
  EXPECT_THAT(text("pt"), AllOf(HasSubstr("Esta é a ata da reunião de domingo, 25 de outubro"),
                                HasSubstr("Tarefa:\n1. "), HasSubstr("- ata-2026-10-25-v1.pdf")));
}

TEST(MinutesMail, M37_SaysThatItIsARevisedVersion) {
  const MeetingStory story = issued(2);
  EXPECT_EQ(story.words().subject,
            "Revised minutes, version 2: meeting M-1 on Sunday 25 October 2026");
  EXPECT_THAT(story.text(), AllOf(HasSubstr("revised version 2. They take the place of the"),
                                  HasSubstr("- minutes-2026-10-25-v2.pdf\n")));
  EXPECT_THAT(issued(2).text("it"), HasSubstr("versione riveduta 2. Sostituisce il precedente."));
  EXPECT_THAT(issued(2).text("de"), HasSubstr("überarbeitete Fassung 2. Es ersetzt das frühere."));
  EXPECT_THAT(issued(2).text("pt"), HasSubstr("versão revisada 2. Ela substitui a anterior."));
}

TEST(MinutesMail, M37_SaysThatOnlyOfOnesThatFollowOthers) {
  MeetingStory story = issued(2);
  story.meeting().mailings.front().about.clear();  // the first version reached nobody
  EXPECT_EQ(story.words().subject, "Minutes: meeting M-1 on Sunday 25 October 2026");
  EXPECT_THAT(story.text(), Not(HasSubstr("revised")));
}

TEST(MinutesMail, M12_M13_M14_SaysWhyTheReaderGetsThem) {
  MeetingStory story;
  const std::vector<std::pair<std::vector<std::string>, std::string>> said{
      {{"anna"}, "because you attended this meeting."},
      {{"dino"}, "because you were invited to this meeting and declined."},
      {{"lia"}, "because you are to be told of the minutes of this meeting."},
      {{"lia", "anna"}, "because you attended this meeting."}};
  for (const auto& [persons, words] : said) {
    story.issue(1, persons);
    EXPECT_THAT(story.text(), HasSubstr(words)) << persons.front();
  }
  story.issue(1, {"sara"});
  story.recipient.person_id = "sara";
  EXPECT_THAT(story.text(), AllOf(HasSubstr("because you are the organizer of this meeting."),
                                  HasSubstr("correct them in the CRM and issue them again"),
                                  HasSubstr("Organizer: Sara Neri\n")));
}

TEST(MinutesMail, ThatIsNeutralSaysOnlyThatThereAreSome) {  // R19
  MeetingStory story = issued();
  story.meeting().minutes.files = {PostStory::file("plan.pdf", 10)};
  story.tenant.content = ContentLevel::neutral;
  EXPECT_THAT(story.text(),
              AllOf(HasSubstr("The minutes of the meeting on Sunday 25 October 2026 have been"),
                    Not(HasSubstr("met.")), Not(HasSubstr("To go on")), Not(HasSubstr("bank")),
                    Not(HasSubstr("Sara")), Not(HasSubstr("Dino")), Not(HasSubstr(".pdf"))));
  EXPECT_FALSE(story.inputs().pdf);
  EXPECT_THAT(story.inputs().attachments, SizeIs(0));
}

TEST(MinutesMail, M31_CarriesThePdfUnlessTheTenantWantsTextOnly) {
  static const Composer composer;
  MeetingStory story = issued();
  const auto mail = composer.compose(story.inputs(), notification_id);
  ASSERT_TRUE(mail) << mail.error().what;
  EXPECT_THAT(mail->files, SizeIs(0)) << "nothing is read from the store for it";
  EXPECT_THAT(
      mail->bytes,
      AllOf(HasSubstr("Content-Type: multipart/mixed"),
            HasSubstr("Content-Type: application/pdf; name=minutes-2026-10-25-v1.pdf"),
            HasSubstr("Content-Disposition: attachment; filename=minutes-2026-10-25-v1.pdf"),
            HasSubstr("\r\nJVBERi0")));
  EXPECT_EQ(composer.compose(story.inputs(), notification_id)->bytes, mail->bytes);
  const json judged = judge({mail->bytes})[0];
  EXPECT_EQ(judged["defects"], json::array());
  EXPECT_EQ(judged["wire"], json::array());
  ASSERT_EQ(judged["parts"].size(), 3U);
  EXPECT_EQ(judged["parts"][2]["type"], "application/pdf");
  EXPECT_EQ(judged["parts"][2]["text"], std::to_string(pdf_size(story)) + " bytes");
  story.policy.meeting.minutes_as_pdf = false;
  EXPECT_THAT(composer.compose(story.inputs(), notification_id)->bytes,
              Not(HasSubstr("application/pdf")));
}

TEST(MinutesMail, CarriesThePdfInFrontOfTheMeetingsFiles) {
  static const Composer composer;
  MeetingStory story = issued();
  story.meeting().minutes.files = {PostStory::file("plan.pdf", 10)};
  const auto mail = composer.compose(story.inputs(), notification_id);
  ASSERT_TRUE(mail) << mail.error().what;
  ASSERT_THAT(mail->files, SizeIs(1));
  EXPECT_LT(mail->bytes.find("filename=minutes-2026-10-25-v1.pdf"),
            mail->bytes.find("filename=plan.pdf"));
  EXPECT_TRUE(mail->bytes.ends_with("\r\n\r\n")) << "the file's headers end it";
  EXPECT_TRUE(is_wire_safe(mail->bytes, false));
  EXPECT_THAT(story.text(),
              HasSubstr("Attached:\n- minutes-2026-10-25-v1.pdf\n- plan.pdf (10 B)\n"));
}

TEST(MinutesMail, S_M11_CountsThePdfTowardsTheLimits) {
  MeetingStory story = issued();
  const std::uint64_t size = pdf_size(story);
  story.meeting().minutes.files = {PostStory::file("plan.pdf", 10)};
  story.limits = {.file = size, .mail = size + 10};
  EXPECT_TRUE(story.inputs().pdf);
  EXPECT_THAT(story.inputs().attachments, SizeIs(1));
  story.limits.mail = size + 9;
  EXPECT_TRUE(story.inputs().pdf);
  EXPECT_THAT(story.inputs().left_out, SizeIs(1)) << "the file is a link";
  story.limits.mail = size - 1;
  EXPECT_FALSE(story.inputs().pdf) << "the text is in the mail";
  EXPECT_THAT(story.inputs().attachments, SizeIs(1)) << "and leaves its room to the file";
  story.limits = {.file = size - 1};
  EXPECT_FALSE(story.inputs().pdf) << "S-M08";
}

TEST(MinutesMail, S_M08_NamesThePdfThatIsTooLarge) {
  MeetingStory story = issued();
  story.meeting().minutes.files = {PostStory::file("plan.pdf", 10),
                                   PostStory::file("big.pdf", 10'000'000)};
  story.limits.file = pdf_size(story) - 1;
  const std::string size = human_size(Language::en, pdf_size(story));
  EXPECT_THAT(
      story.text(),
      HasSubstr("Not attached:\n- minutes-2026-10-25-v1.pdf (" + size +
                "), too large for this mail: its text is in this mail\n- big.pdf (10.0 MB)"));
  EXPECT_THAT(story.text("it"), HasSubstr("troppo grande per questo messaggio: il testo è in "
                                          "questo messaggio\n"));
  EXPECT_THAT(story.text("de"), HasSubstr("zu groß für diese Nachricht: der Text steht in dieser "
                                          "Nachricht\n"));
  EXPECT_THAT(story.text("pt"), HasSubstr("grande demais para esta mensagem: o texto está nesta "
                                          "mensagem\n"));
  const MailInputs inputs = story.inputs();
  EXPECT_EQ(decode_inputs(encode_inputs(inputs)).value(), inputs);
}

TEST(MinutesMail, M9_HasActionsThatNobodyHasADateOrIsResponsibleFor) {
  MeetingStory story = issued();
  story.document->actions = {{"Ask the bank", {"dino", "", ""}, {}},
                             {"Write", {}, MeetingStory::date("2026-06-18")},
                             {"Think", {}, {}}};
  for (const auto* language : {"it", "de", "pt", "en"})
    EXPECT_THAT(story.text(language), HasSubstr("1. Ask the bank (Dino Verdi)\n")) << language;
  EXPECT_THAT(story.text(), HasSubstr("2. Write (Thursday 18 June 2026)\n3. Think\n"));
  EXPECT_TRUE(render_minutes_pdf(sheet_of(story.inputs())));
}

TEST(MinutesMail, M14_HasNoLinkIntoTheCrmForWhoIsOnlyInterested) {
  MeetingStory story;
  story.issue(1, {"lia"});
  EXPECT_THAT(story.text(), AllOf(HasSubstr("We met."), Not(HasSubstr("crm.example.org"))));
  EXPECT_THAT(story.words().html, Not(HasSubstr("crm.example.org")));
  story.issue(1, {"dino"});
  EXPECT_THAT(story.text(), HasSubstr("https://crm.example.org/meeting/M-1"));
}

TEST(MinutesMail, CallsOneOfAKindByItsSingular) {
  MeetingStory story = issued();
  story.document->decisions = {"To go on"};
  story.meeting().cases = {"A-1"};
  const auto labels = [&](const char* language, const char* application, const char* decision,
                          const char* action) {
    EXPECT_THAT(story.text(language), AllOf(HasSubstr(std::string(application) + ": A-1\n"),
                                            HasSubstr(std::string(decision) + ":\n1. To go on\n"),
                                            HasSubstr(std::string(action) + ":\n1. Ask")));
    const MinutesSheet sheet = sheet_of(story.inputs());
    EXPECT_EQ(sheet.sections.at(1).heading, decision);
    EXPECT_EQ(sheet.sections.at(2).heading, action);
  };
  labels("it", "Domanda", "Decisione", "Attività");
  labels("de", "Antrag", "Beschluss", "Aufgabe");
  labels("pt", "Requerimento", "Decisão", "Tarefa");
  labels("en", "Application", "Decision", "Action");
}

TEST(MinutesSheetOfAMail, SaysTheSameAsTheMailInTheSameWords) {
  std::vector<TemplateFault> faults;
  const TemplateTexts texts = built_in_texts(faults);
  for (const auto* language : {"it", "de", "pt", "en"}) {
    MeetingStory story = issued(2);
    story.recipient.zone = "America/Sao_Paulo";
    story.recipient.language = language;
    const std::string mail = story.text();
    const MinutesSheet sheet = sheet_of(story.inputs());
    EXPECT_EQ(sheet.facts.size(), 8U);
    for (const auto& fact : sheet.facts)
      EXPECT_THAT(mail, HasSubstr("\n" + fact.label + ": " + fact.value + "\n"));
    ASSERT_THAT(sheet.sections, SizeIs(3));
    for (const auto& section : sheet.sections)
      EXPECT_THAT(mail, HasSubstr("\n" + section.heading + ":\n"));
    EXPECT_THAT(sheet.subtitle, testing::EndsWith(" 2"));
    EXPECT_EQ(sheet.title, "Case conference");
  }
}

TEST(MinutesSheetOfAMail, HasDecisionsAndActionsAsEntries) {
  const MinutesSheet sheet = sheet_of(issued().inputs());
  EXPECT_THAT(sheet.subtitle, "");
  EXPECT_EQ(sheet.sections[0].text, "We met.\n\nAnd talked.");
  EXPECT_THAT(sheet.sections[1].items,
              ElementsAre(SheetItem{"To go on", ""}, SheetItem{"To pay", ""}));
  EXPECT_THAT(sheet.sections[2].items,
              ElementsAre(SheetItem{"Ask the bank", "Dino Verdi, Thursday 18 June 2026"}));
}

TEST(MinutesSheetOfAMail, IsTheSameForAllReadersOfOneLanguageAndZone) {
  MeetingStory anna = issued();
  MeetingStory dino;
  dino.issue(1, {"dino"});
  dino.recipient.name = "Dino Verdi";
  EXPECT_EQ(sheet_of(anna.inputs()), sheet_of(dino.inputs()));
}

TEST(MinutesSheetOfAMail, LeavesOutWhatThereIsNot) {
  MeetingStory story = issued();
  story.document.reset();
  story.meeting().location.clear();
  const MinutesSheet sheet = sheet_of(story.inputs());
  EXPECT_THAT(sheet.sections, SizeIs(0));
  EXPECT_THAT(story.text(), AllOf(Not(HasSubstr("Decisions")), Not(HasSubstr("Place"))));
}

}  // namespace
}  // namespace followup::test
