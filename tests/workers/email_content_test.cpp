// What the built-in mails say: to whom, for which case, since when, what to do and why its reader
// gets it, in four languages.
#include "email_story.h"
#include "workers/email/text.h"

#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr std::array all_languages{Language::it, Language::de, Language::pt, Language::en};
constexpr std::array all_purposes{Purpose::reminder, Purpose::escalation, Purpose::closed,
                                  Purpose::undeliverable, Purpose::endpoint_disabled};

EmailStory story_of(Purpose purpose, Language language) {
  EmailStory story;
  if (purpose == Purpose::escalation) story.escalate();
  story.notification.purpose = purpose;
  if (purpose == Purpose::undeliverable) {
    story.notification.role = Role::fallback;
    story.notification.reason = "smtp_550";
    story.notification.about = "thefailednotification";
    story.recipient = {.email = "office@example.org"};
  }
  if (purpose == Purpose::endpoint_disabled) {
    story.notification.role = Role::administrator;
    story.notification.reason = "http_410";
    story.notification.endpoint = "crm-main";
    story.recipient = {.email = "admin@example.org"};
  }
  story.recipient.language = to_text(language);
  return story;
}

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1))
    ++count;
  return count;
}

class EveryMail : public testing::TestWithParam<std::tuple<Purpose, Language>> {
 protected:
  const Purpose purpose = std::get<0>(GetParam());
  const Language language = std::get<1>(GetParam());
};

TEST_P(EveryMail, SaysWhichCaseAndWhereAndByWhichNumberItIsTraced) {  // U27
  const RenderedMail mail = story_of(purpose, language).words();
  EXPECT_THAT(mail.text, AllOf(HasSubstr("REF-1"), HasSubstr(notification_id),
                               HasSubstr("https://crm.example.org/referral/REF-1?tab=1&view=2")));
  EXPECT_THAT(mail.html,
              AllOf(HasSubstr("REF-1"), HasSubstr(notification_id),
                    HasSubstr("href=\"https://crm.example.org/referral/REF-1?tab=1&amp;view=2\"")));
}

TEST_P(EveryMail, HasASubjectWithoutNamesOrService) {
  const RenderedMail mail = story_of(purpose, language).words();
  EXPECT_THAT(mail.subject,
              HasSubstr(purpose == Purpose::endpoint_disabled ? "crm-main" : "REF-1"));
  for (const auto* name : {"Mario", "Verdi", "Consulenza", "Anna", "Sara"}) {
    EXPECT_THAT(mail.subject, Not(HasSubstr(name)));
  }
}

TEST_P(EveryMail, LeavesNoTagsAndNoRaggedLines) {
  for (const ContentLevel level : {ContentLevel::full, ContentLevel::neutral}) {
    EmailStory story = story_of(purpose, language);
    story.tenant.content = level;
    const RenderedMail mail = story.words();
    for (const auto& text : {mail.subject, mail.text, mail.html}) {
      EXPECT_THAT(text, AllOf(Not(HasSubstr("{{")), Not(HasSubstr("}}")), Not(HasSubstr(" ,")),
                              Not(HasSubstr(" ."))));
    }
    EXPECT_THAT(mail.text,
                AllOf(Not(HasSubstr("\n\n\n")), Not(HasSubstr(" \n")), Not(HasSubstr("  "))));
    EXPECT_THAT(mail.html, HasSubstr("<html lang=\"" + std::string(content_tag(language)) + "\">"));
  }
}

TEST_P(EveryMail, NamesNobodyAndNothingOfTheReferralWhenItIsNeutral) {  // S-R32
  EmailStory story = story_of(purpose, language);
  story.referral().sensitivity = 9;
  const RenderedMail mail = story.words();
  for (const auto* name :
       {"Mario", "Verdi", "Consulenza", "Saturday 1 January", "gennaio 2011, 10"}) {
    EXPECT_THAT(mail.text + mail.html, Not(HasSubstr(name)));
  }
  if (purpose == Purpose::escalation) {
    EXPECT_THAT(mail.text + mail.html, Not(HasSubstr("Anna")));
  }
  EXPECT_THAT(mail.text,
              AllOf(HasSubstr("REF-1"), HasSubstr("https://crm.example.org/referral/REF-1")));
}

TEST_P(EveryMail, GivesExactlyOneReasonWhyItsReaderGetsIt) {
  const std::array<std::string_view, 4> because{"perché", ", weil ", " porque ", "You get this"};
  const RenderedMail mail = story_of(purpose, language).words();
  const std::string small_print = mail.text.substr(mail.text.find("----"));
  EXPECT_EQ(count_of(small_print, because.at(static_cast<std::size_t>(language))), 1U)
      << small_print;
}

TEST_P(EveryMail, CarriesTheSameWordsInBothParts) {
  const RenderedMail mail = story_of(purpose, language).words();
  const std::string lead = mail.text.substr(mail.text.find("\n\n") + 2);
  EXPECT_THAT(mail.html, HasSubstr(escape_html(lead.substr(0, lead.find('\n')))));
}

INSTANTIATE_TEST_SUITE_P(InAllLanguages, EveryMail,
                         testing::Combine(testing::ValuesIn(all_purposes),
                                          testing::ValuesIn(all_languages)),
                         [](const auto& made) {
                           return std::string(to_text(std::get<0>(made.param))) + "_" +
                                  std::string(to_text(std::get<1>(made.param)));
                         });

TEST(Reminder, AsksInEachLanguageWhetherTheClientContactedTheProvider) {
  EXPECT_THAT(story_of(Purpose::reminder, Language::it).words().text,
              AllOf(StartsWith("Buongiorno Anna Bianchi,"),
                    HasSubstr("il cliente ha contattato il fornitore?"),
                    HasSubstr("Scadenza: lunedì 31 gennaio 2011, 09:00 (CET)"),
                    HasSubstr("Data del rimando: sabato 1º gennaio 2011"),
                    HasSubstr("sarà avvisato il supervisore")));
  EXPECT_THAT(story_of(Purpose::reminder, Language::de).words().text,
              AllOf(StartsWith("Guten Tag Anna Bianchi!"),
                    HasSubstr("Hat sich die vermittelte Person beim Anbieter gemeldet?"),
                    HasSubstr("Fällig am: Montag, 31. Januar 2011, 09:00 Uhr (CET)")));
  EXPECT_THAT(story_of(Purpose::reminder, Language::pt).words().text,
              AllOf(StartsWith("Olá, Anna Bianchi!"),
                    HasSubstr("o cliente já entrou em contato com o prestador?"),
                    HasSubstr("Previsto para: segunda-feira, 31 de janeiro de 2011, 09:00 (CET)")));
  EXPECT_THAT(
      story_of(Purpose::reminder, Language::en).words().text,
      AllOf(StartsWith("Hello Anna Bianchi,"), HasSubstr("has the client contacted the provider?"),
            HasSubstr("Due: Monday 31 January 2011, 09:00 (CET)"), HasSubstr("Client: Mario Rossi"),
            HasSubstr("Provider: Studio Verdi"), HasSubstr("Case: C-77")));
}

TEST(Reminder, AnnouncesAnEscalationOnlyWhereThereIsOne) {  // R11
  EmailStory story;
  EXPECT_THAT(story.words().text, HasSubstr("the supervisor will be told"));
  story.policy.referral.supervisor_days.reset();
  EXPECT_THAT(story.words().text, Not(HasSubstr("supervisor")));
}

TEST(Reminder, SaysThatItIsLateAndWhenItWasDue) {  // S-R28
  EmailStory story;
  EXPECT_THAT(story.words().text, Not(HasSubstr("late")));
  story.notification.late = true;
  for (const auto& text : {story.words().text, story.words().html}) {
    EXPECT_THAT(
        text,
        HasSubstr("This reminder is late: it was due on Monday 31 January 2011, 09:00 (CET)."));
  }
}

TEST(Reminder, TellsAStandInForWhomAndUntilWhen) {  // S-R34, U6
  EmailStory story;
  story.recipient = {
      .person_id = "u-carlo", .name = "Carlo Blu", .email = "carlo@example.org", .language = "en"};
  story.recipient.on_behalf_of = "Anna Bianchi";
  story.recipient.on_behalf_of_id = "u-anna";
  story.recipient.on_behalf_until = instant("2011-02-04T17:00:00Z");
  const std::string text = story.words().text;
  EXPECT_THAT(
      text,
      AllOf(StartsWith("Hello Carlo Blu,"), HasSubstr("Case worker: Anna Bianchi"),
            HasSubstr("because you stand in for Anna Bianchi until Friday 4 February 2011.")));
  story.recipient.language = "it";
  EXPECT_THAT(story.words().text,
              HasSubstr("perché sostituisce Anna Bianchi fino a venerdì 4 febbraio 2011."));
  story.recipient.language = "de";
  EXPECT_THAT(story.words().text,
              HasSubstr("weil Sie Anna Bianchi bis Freitag, 4. Februar 2011 vertreten."));
  story.recipient.language = "pt";
  EXPECT_THAT(story.words().text,
              HasSubstr("porque substitui Anna Bianchi até sexta-feira, 4 de fevereiro de 2011."));
}

TEST(Reminder, TellsAStandInNoNameBelowTheReferralsSensitivity) {
  EmailStory story;
  story.referral().sensitivity = 5;
  story.recipient.name = "Carlo Blu";
  story.recipient.on_behalf_of = "Anna Bianchi";
  story.recipient.on_behalf_of_id = "u-anna";
  EXPECT_THAT(story.words().text,
              AllOf(HasSubstr("you stand in for a colleague."), Not(HasSubstr("Anna"))));
}

TEST(Reminder, GoesAsACopyToTheAbsentPersonWithoutATask) {  // S-R34
  EmailStory story;
  story.notification.role = Role::absent_copy;
  EXPECT_THAT(story.words().text,
              AllOf(HasSubstr("This copy is for your information"), Not(HasSubstr("What to do")),
                    HasSubstr("and are entered as absent.")));
}

TEST(Escalation, NamesTheCaseWorkerAlsoWhenADelegateGotTheReminder) {  // S-R34
  for (const Language language : all_languages) {
    const std::string text = story_of(Purpose::escalation, language).words().text;
    EXPECT_GE(count_of(text, "Anna Bianchi"), 3U) << text;
  }
  EXPECT_THAT(story_of(Purpose::escalation, Language::en).words().text,
              AllOf(HasSubstr("Hello Sara Neri,"),
                    HasSubstr("The reminder to the case worker, Anna Bianchi, was due on Monday 31 "
                              "January 2011, 09:00 (CET)."),
                    HasSubstr("because you are the case worker's supervisor."),
                    HasSubstr("ask Anna Bianchi how things stand")));
}

TEST(Escalation, GoesToTheFallbackWithTheReasonWhyNobodyElseGotIt) {  // S-R17
  EmailStory story = story_of(Purpose::escalation, Language::en);
  story.fallback = true;
  const auto because = [&](const char* reason, const char* language) {
    story.resolution_reason = reason;
    story.recipient = {.email = "office@example.org", .language = language, .sensitivity = 1};
    return story.words().text;
  };
  EXPECT_THAT(because("no_person", "en"),
              AllOf(StartsWith("Hello,"), HasSubstr("because the supervisor is not known."),
                    HasSubstr("pass this message on")));
  EXPECT_THAT(because("no_address", "it"),
              HasSubstr("perché il supervisore non ha un indirizzo e-mail."));
  EXPECT_THAT(because("inactive", "de"),
              HasSubstr("weil die vorgesetzte Person kein aktives Konto mehr hat."));
  EXPECT_THAT(because("delegate_loop", "pt"),
              HasSubstr("está ausente e as substituições apontam umas para as outras."));
  EXPECT_THAT(because("a_later_code", "en"), HasSubstr("the supervisor is not known."));
}

TEST(Escalation, GoesToTheCaseWorkerAsACopy) {
  EmailStory story = story_of(Purpose::escalation, Language::en);
  story.notification.role = Role::case_worker_copy;
  story.recipient.name = "Anna Bianchi";
  EXPECT_THAT(story.words().text,
              AllOf(HasSubstr("This copy is for your information."), Not(HasSubstr("What to do")),
                    HasSubstr("because you are the case worker of this referral.")));
}

TEST(Closed, TellsTheDateOfTheContactAndAsksForNothing) {
  EmailStory story = story_of(Purpose::closed, Language::it);
  story.referral().contact_on = Date{std::chrono::February / 5 / 2011};
  EXPECT_THAT(story.words().text,
              AllOf(HasSubstr("il cliente ha contattato il fornitore (sabato 5 febbraio 2011)."),
                    HasSubstr("Non deve fare altro."), Not(HasSubstr("Scadenza"))));
}

TEST(Undeliverable, TellsTheFallbackWhatToDoAndTheAdministratorAboutWebhooks) {
  EXPECT_THAT(story_of(Purpose::undeliverable, Language::en).words().text,
              AllOf(HasSubstr("The person it was meant for has not been told."),
                    HasSubstr("Error code: smtp_550"),
                    HasSubstr("Message not delivered: thefailednotification"),
                    HasSubstr("Case worker: Anna Bianchi"), HasSubstr("reached nobody else")));
  EmailStory webhook = story_of(Purpose::endpoint_disabled, Language::en);
  webhook.notification.purpose = Purpose::undeliverable;
  EXPECT_THAT(webhook.words().text,
              AllOf(HasSubstr("A webhook about referral REF-1 could not be delivered."),
                    HasSubstr("Endpoint: crm-main"), Not(HasSubstr("Mario"))));
  webhook.notification.details = {{"command", "callback.create"}};
  EXPECT_THAT(webhook.words().text,
              AllOf(HasSubstr("has not carried out “callback.create” for referral REF-1."),
                    HasSubstr("see in the CRM whether it has been done after all"),
                    Not(HasSubstr("A webhook about"))));
}

TEST(EndpointDisabled, NamesTheEndpointAndNoPerson) {
  for (const Language language : all_languages) {
    const RenderedMail mail = story_of(Purpose::endpoint_disabled, language).words();
    EXPECT_THAT(mail.text, AllOf(HasSubstr("crm-main"), HasSubstr("http_410"),
                                 Not(HasSubstr("Anna")), Not(HasSubstr("Mario"))));
  }
}

TEST(Names, ReadRightInEveryLanguage) {  // S-X21
  for (const Language language : all_languages) {
    EmailStory story = story_of(Purpose::reminder, language);
    story.recipient.name = "São João";
    story.referral().clients = {{"p-1", "Müller"}};
    story.referral().service = "perché";
    const RenderedMail mail = story.words();
    for (const auto* name : {"São João", "Müller", "perché"}) {
      EXPECT_THAT(mail.text, HasSubstr(name));
      EXPECT_THAT(mail.html, HasSubstr(name));
    }
  }
}

TEST(Values, ThatLookLikeMarkupOrTemplatesStayPlainText) {  // S-R33
  EmailStory story;
  story.referral().provider = "<b>A&B</b>\r\nBcc: x@y";
  story.referral().service = "{{reference}} {{#full}}";
  const RenderedMail mail = story.words();
  EXPECT_THAT(mail.text, AllOf(HasSubstr("Provider: <b>A&B</b> Bcc: x@y\n"),
                               HasSubstr("{{reference}} {{#full}}")));
  EXPECT_THAT(mail.html,
              AllOf(HasSubstr("&lt;b&gt;A&amp;B&lt;/b&gt; Bcc: x@y"), Not(HasSubstr("<b>"))));
}

}  // namespace
}  // namespace followup::test
