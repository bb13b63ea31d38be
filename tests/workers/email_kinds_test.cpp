// Every mail of every purpose, kind of case, role and language, with whatever people may type into
// a CRM: it is a mail as another program reads it, gives one reason why its reader gets it, and
// comes back from its frozen inputs as it was.
#include "hostile_stories.h"
#include "mail_judge.h"
#include "workers/email/fallback_mail.h"
#include "workers/email/template_files.h"
#include "workers/email/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr std::array languages{"it", "de", "pt", "en"};

/// Of those whose mails are about meetings, applications and communications alone.
std::vector<CallStory> stories_of_post(Purpose purpose) {
  switch (purpose) {
    case Purpose::invitation:
    case Purpose::invitation_changed:
    case Purpose::invitation_cancelled:
    case Purpose::meeting_reminder:
    case Purpose::minutes:
    case Purpose::without_address:
    case Purpose::meeting_collision:
    case Purpose::action_due:
    case Purpose::action_overdue:
      return {hostile_meeting(purpose)};
    case Purpose::meeting_required:
    case Purpose::note:
    case Purpose::attachment_added:
      return {hostile_application(purpose)};
    case Purpose::answer_missing:
    case Purpose::message:
      return {hostile_communication(purpose)};
    default:
      return {};
  }
}

/// One story a kind of case that such a mail can be about.
std::vector<CallStory> stories_of(Purpose purpose) {
  switch (purpose) {
    case Purpose::callback_due:
    case Purpose::reason_missing:
    case Purpose::date_missing:
    case Purpose::rebooked:
      return {hostile_appointment()};
    case Purpose::agent_reminder:
    case Purpose::callback_overdue:
      return {hostile_appointment(), hostile_contact()};
    case Purpose::withdrawal:
      return {hostile_appointment(), hostile_contact(), hostile_ticket(purpose)};
    case Purpose::ticket_opened:
    case Purpose::ticket_warning:
    case Purpose::ticket_overdue:
      return {hostile_ticket(purpose), hostile_ticket(purpose, "person/ana"),
              hostile_ticket(purpose, "fallback")};
    case Purpose::follow_up_due:
    case Purpose::editor_task:
      return {hostile_contact()};
    case Purpose::protocol:
      return {hostile_contact(), hostile_batch()};
    case Purpose::config_warning:
      return {hostile_notice(), hostile_ticket(purpose)};
    case Purpose::quarantined:
    case Purpose::undeliverable:
    case Purpose::endpoint_disabled:
      return {hostile_appointment(),
              hostile_contact(),
              hostile_batch(),
              hostile_notice(),
              hostile_ticket(purpose),
              hostile_meeting(purpose),
              hostile_application(purpose),
              hostile_communication(purpose)};
    default:
      return stories_of_post(purpose);
  }
}

/// The reasons that a purpose's mails know, or one that none knows.
std::vector<std::string> reasons_of(Purpose purpose) {
  switch (purpose) {
    case Purpose::callback_due:
      return {"outcome", "rebook_failed", "rebook_uncertain", "became_public"};
    case Purpose::follow_up_due:
      return {"follow_up", "became_public"};
    case Purpose::date_missing:
      return {"date_missing", "date_in_past", "time_missing"};
    case Purpose::quarantined:
      return {"frozen", "a_code_of_a_later_version"};
    case Purpose::config_warning:
      return {"procedure_off",         "config_rejected", "group_inactive", "group_unknown",
              "group_without_address", "no_manager",      "manager_loop",   "too_many"};
    default:
      return {""};
  }
}

/// Those of referrals alone have stories of their own.
const std::vector<Purpose> new_purposes(std::next(mail_purposes.begin(), 3), mail_purposes.end());

constexpr std::array roles{
    Role::case_worker, Role::supervisor, Role::fallback,   Role::administrator, Role::caller,
    Role::team,        Role::agent,      Role::field_rep,  Role::editor,        Role::training,
    Role::recipient,   Role::organizer,  Role::responsible};

/// A role of the story's kind of case.
Role role_of(const CallStory& story) {
  return story.state.key.kind >= Kind::ticket ? Role::recipient : Role::agent;
}

/// Calls `visit` with each story in one language: every kind and role, and every kind and reason.
template <class Visit>
void for_each_story(Purpose purpose, std::string_view language, Visit visit) {
  const auto reasons = reasons_of(purpose);
  for (auto& story : stories_of(purpose)) {
    story.recipient.language = language;
    for (const Role role : roles) {
      story.notify(purpose, role, "2026-09-14T15:20", reasons.front());
      visit(story);
    }
    for (const auto& reason : reasons) {
      story.notify(purpose, role_of(story), "2026-09-14T15:20", reason);
      story.notification.late = true;
      visit(story);
      story.notification.late = false;
    }
  }
}

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1))
    ++count;
  return count;
}

/// Whether it has lines of its own that people wrote.
bool has_long_text(const CallStory& story) {
  const MailInputs inputs = story.inputs();
  return !inputs.text.empty() || !inputs.agenda.empty();
}

/// The mail with its files, of which none has a byte.
std::string whole(const ComposedMail& mail) {
  std::string bytes = mail.bytes;
  for (const auto& file : mail.files)
    bytes += file.after;
  return bytes;
}

/// Whether it has the parts and headers that all have: no calendar, file or Reply-To.
bool is_plain(const json& judged) {
  return judged["parts"].size() == 2 && header(judged, "Reply-To") == "(no such header)";
}

class EveryKindOfMail : public testing::TestWithParam<Purpose> {};

TEST_P(EveryKindOfMail, HasASubjectALeadAndOneReasonForItsReader) {
  const std::map<std::string_view, std::string_view> because{
      {"it", "perché"}, {"de", ", weil "}, {"pt", " porque "}, {"en", "You get this"}};
  for (const auto* language : languages) {
    for_each_story(GetParam(), language, [&](const CallStory& story) {
      const RenderedMail mail = story.words();
      const std::string small = mail.text.substr(mail.text.rfind("----"));
      EXPECT_EQ(count_of(small, because.at(language)), 1U)
          << to_text(story.notification.role) << "\n"
          << mail.text;
      EXPECT_THAT(mail.subject, AllOf(Not(testing::IsEmpty()), Not(HasSubstr("\n"))));
      EXPECT_THAT(mail.text, AllOf(Not(HasSubstr("\n\n\n")), Not(HasSubstr(" \n")),
                                   Not(HasSubstr("{{#")), Not(HasSubstr(" ,"))));
    });
  }
}

TEST_P(EveryKindOfMail, EscapesWhatPeopleTyped) {  // S-R33
  for_each_story(GetParam(), "en", [&](const CallStory& story) {
    const RenderedMail mail = story.words();
    EXPECT_THAT(mail.html, AllOf(Not(HasSubstr("<b>")), Not(HasSubstr("\r"))));
    EXPECT_THAT(mail.text, AllOf(Not(HasSubstr("\x01")), Not(HasSubstr("\xe2\x80\xae"))));
    if (!has_long_text(story)) {
      EXPECT_THAT(mail.text, AllOf(Not(HasSubstr("\nBcc")), Not(HasSubstr("\n- é"))));
    }
    EXPECT_TRUE(is_utf8(mail.text) && is_utf8(mail.html) && is_utf8(mail.subject));
  });
}

TEST_P(EveryKindOfMail, ComesBackFromItsFrozenInputsAsItWas) {
  for_each_story(GetParam(), "pt", [&](const CallStory& story) {
    const MailInputs inputs = story.inputs();
    const auto read = decode_inputs(encode_inputs(inputs));
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(encode_inputs(*read), encode_inputs(inputs));
  });
}

TEST_P(EveryKindOfMail, IsReadByAnotherProgramAsItWasMeant) {
  const Composer composer;
  std::vector<std::string> mails;
  std::vector<RenderedMail> words;
  for (const auto* language : languages) {
    for_each_story(GetParam(), language, [&](const CallStory& story) {
      if (story.notification.late) {
        auto mail = composer.compose(story.inputs(), notification_id);
        ASSERT_TRUE(mail) << mail.error().what;
        EXPECT_EQ(mail->template_problem, "");
        mails.push_back(whole(*mail));
        words.push_back(story.words());
      }
    });
  }
  const json judged = judge(mails);
  ASSERT_EQ(judged.size(), mails.size());
  for (std::size_t at = 0; at < mails.size(); ++at) {
    if (is_plain(judged[at])) expect_sound(judged[at]);
    // A file's name stands in its type, too, as old readers know it (RFC 2047); others object.
    const bool mixed = judged[at]["type"] == "multipart/mixed";
    EXPECT_TRUE(mixed || judged[at]["defects"].empty()) << judged[at]["defects"];
    EXPECT_EQ(judged[at]["wire"], json::array());
    EXPECT_EQ(judged[at]["parts"][0]["text"], words[at].text);
    EXPECT_EQ(judged[at]["parts"][1]["text"], words[at].html);
    EXPECT_EQ(judged[at]["addresses"]["To"].size(), 1U);
  }
}

INSTANTIATE_TEST_SUITE_P(OfEveryPurpose, EveryKindOfMail, testing::ValuesIn(new_purposes),
                         [](const auto& made) { return std::string(to_text(made.param)); });

TEST(KindsOfMail, OfOneCaseFormOneThread) {
  AppointmentStory reminder;
  reminder.notify(Purpose::agent_reminder, Role::agent, "2026-09-13T18:00");
  const AppointmentStory callback;
  AppointmentStory overdue;
  overdue.notify(Purpose::callback_overdue, Role::supervisor, "2026-09-14T17:20");
  overdue.notification.cycle = 3;
  EXPECT_EQ(reminder.inputs().thread, callback.inputs().thread);
  EXPECT_EQ(reminder.inputs().thread, overdue.inputs().thread);
  EXPECT_NE(reminder.inputs().thread, ContactStory().inputs().thread);
}

TEST(KindsOfMail, ThatNoTemplateCanTellAreToldPlainly) {
  const std::vector<std::pair<Language, std::string>> said{
      {Language::it, "Richiamo da fare: APP-1"},
      {Language::de, "Rückruf fällig: APP-1"},
      {Language::pt, "Retorno a fazer: APP-1"},
      {Language::en, "Callback due: APP-1"}};
  for (const auto& [language, subject] : said) {
    AppointmentStory story;
    story.recipient.language = to_text(language);
    const MailInputs inputs = story.inputs();
    const RenderedMail mail = fallback_mail(inputs, Variables(inputs, notification_id));
    EXPECT_EQ(mail.subject, subject);
    EXPECT_THAT(mail.text, HasSubstr("https://crm.example.org/appointment/APP-1"));
  }
  NoticeStory notice;
  const MailInputs inputs = notice.inputs();
  const RenderedMail mail = fallback_mail(inputs, Variables(inputs, notification_id));
  EXPECT_EQ(mail.subject, "Configuration notice");
}

TEST(KindsOfMail, AreNotMadeForACommand) {
  AppointmentStory story;
  story.notification.purpose = Purpose::command;
  story.notification.channel = Channel::webhook;
  const auto made = make_inputs({.notification = &story.notification,
                                 .state = &story.state,
                                 .policy = &story.policy,
                                 .tenant = &story.tenant,
                                 .recipient = &story.recipient},
                                mail_domain);
  EXPECT_EQ(made.error().code, Code::invalid_input);
}

}  // namespace
}  // namespace followup::test
