// Templates of a tenant: what is wrong is found when they are loaded, and a bad one never silences
// a notification.
#include "email_story.h"
#include "workers/email/template_files.h"
#include "workers/email/templates.h"

#include <cstdlib>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup::test {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class TenantTemplates : public testing::Test {
 protected:
  TenantTemplates() {
    std::string pattern = testing::TempDir() + "templates-XXXXXX";
    folder_ = mkdtemp(pattern.data());
  }

  ~TenantTemplates() override {
    std::error_code error;
    std::filesystem::remove_all(folder_, error);
  }

  TenantTemplates(const TenantTemplates&) = delete;
  TenantTemplates& operator=(const TenantTemplates&) = delete;

  void write(const std::string& name, std::string_view content) const {
    std::ofstream(folder_ / name, std::ios::binary) << content;
  }

  /// What the folder is refused with; empty if it is not.
  [[nodiscard]] std::string fault() const {
    const auto loaded = Templates::load(folder_);
    return loaded ? "" : loaded.error().what;
  }

  [[nodiscard]] static RenderedMail render(const Templates& templates,
                                           const EmailStory& story = {}) {
    const MailInputs inputs = story.inputs();
    return templates.render(inputs, Variables(inputs, notification_id)).value();
  }

  std::filesystem::path folder_;
};

/// Whether such a mail is sent when something is due, and may be late.
bool is_due(Purpose purpose) {
  return purpose == Purpose::reminder || purpose == Purpose::escalation ||
         purpose == Purpose::agent_reminder || purpose == Purpose::callback_due ||
         purpose == Purpose::callback_overdue || purpose == Purpose::follow_up_due ||
         purpose == Purpose::meeting_reminder || purpose == Purpose::action_due ||
         purpose == Purpose::action_overdue || purpose == Purpose::meeting_required ||
         purpose == Purpose::answer_missing;
}

TEST(BuiltInTemplates, HaveNothingWrongWithThemAndAllBlocks) {
  std::vector<TemplateFault> faults;
  const TemplateTexts texts = built_in_texts(faults);
  EXPECT_EQ(describe(faults), "");
  for (const Purpose purpose : mail_purposes) {
    const std::size_t english = texts.blocks_of(purpose, Language::en).size();
    for (const Language language : {Language::it, Language::de, Language::pt, Language::en}) {
      const Blocks blocks = texts.blocks_of(purpose, language);
      EXPECT_EQ(blocks.size(), english) << phrase_file(purpose, language);
      EXPECT_TRUE(blocks.contains("late") || !is_due(purpose)) << phrase_file(purpose, language);
      for (const auto& [name, text] : blocks)
        EXPECT_NE(text, "") << phrase_file(purpose, language) << " " << name;
    }
  }
}

TEST(TemplatePage, NamesEveryVariableBlockAndFile) {
  std::ifstream file(FOLLOWUP_SOURCE_DIR "/docs/mail-templates.md");
  const std::string page(std::istreambuf_iterator<char>(file), {});
  for (const auto& name : variable_names())
    EXPECT_THAT(page, HasSubstr("`" + name + "`"));
  std::vector<TemplateFault> faults;
  const TemplateTexts texts = built_in_texts(faults);
  for (const auto& [name, text] : texts.blocks_of(Purpose::reminder, Language::en)) {
    EXPECT_THAT(page, HasSubstr("`" + name + "`"));
  }
  for (const auto* name :
       {"layout_text.mustache", "layout_html.mustache", "common.<language>.txt"}) {
    EXPECT_THAT(page, HasSubstr("`" + std::string(name) + "`"));
  }
  for (const Purpose purpose : mail_purposes)
    EXPECT_THAT(page, HasSubstr("`" + std::string(to_text(purpose)) + "`"));
}

TEST_F(TenantTemplates, OverrideOneBlockAndLeaveTheRest) {
  write("reminder.en.txt", "[subject]\nPlease look at {{reference}}\n");
  const auto loaded = Templates::load(folder_);
  ASSERT_TRUE(loaded) << loaded.error().what;
  const RenderedMail mail = render(*loaded);
  EXPECT_EQ(mail.subject, "Please look at REF-1");
  EXPECT_THAT(mail.text, HasSubstr("has the client contacted the provider?"));
  EmailStory italian;
  italian.recipient.language = "it";
  EXPECT_EQ(render(*loaded, italian).subject, "Follow up da fare: rimando REF-1");
}

TEST_F(TenantTemplates, OverrideSharedWordsAndTheLayout) {
  write("common.en.txt", "[small]\r\nCity of <Müller> & co., {{notification}}\r\n");
  write("layout_html.mustache", "<h1>{{>lead}}</h1>{{>small}} {{provider}}");
  write("README", "{{no template}}");
  const auto loaded = Templates::load(folder_);
  ASSERT_TRUE(loaded) << loaded.error().what;
  EmailStory story;
  story.referral().provider = "A & B";
  const RenderedMail mail = render(*loaded, story);
  EXPECT_THAT(mail.text, EndsWith("City of <Müller> & co., 0123456789abcdefghijklmnop\n"));
  EXPECT_THAT(
      mail.html,
      HasSubstr("</h1>City of &lt;Müller&gt; &amp; co., 0123456789abcdefghijklmnop A &amp; B"));
}

TEST_F(TenantTemplates, KeepTheirEmptyLinesAndDropThoseOfSectionTags) {
  write("layout_text.mustache",
        "one\n{{#late}}\nlate\n{{/late}}\n  {{^late}}\n\ntwo "
        "{{#full}}full{{/full}}\n{{/late}}\n{{! a remark }}\n\nthree\n");
  const auto loaded = Templates::load(folder_);
  ASSERT_TRUE(loaded) << loaded.error().what;
  EXPECT_EQ(render(*loaded).text, "one\n\ntwo full\n\nthree\n");
}

TEST_F(TenantTemplates, AreRefusedForAnUnknownVariableWithTheNearestName) {
  write("reminder.it.txt",
        "# Un commento.\n[subject]\nRimando {{reference}}\n\n[lead]\nCiao\n{{refrence}}!\n");
  EXPECT_EQ(fault(), (folder_ / "reminder.it.txt").string() +
                         ":7: unknown variable \"refrence\"; did you mean \"reference\"?");
}

TEST_F(TenantTemplates, AreRefusedWithAllFaultsAtOnce) {
  write("reminder.en.txt",
        "[lead]\n{{#full}}\nopen\n\n[task]\n{{/late}}\n{{#late}}{{/"
        "full}}\n[leed]\nx\n[late]\n{{{provider}}} {{&worker}}\n"
        "{{=<% %>=}} {{>why}} {{ provider\n");
  const std::string file = (folder_ / "reminder.en.txt").string();
  EXPECT_EQ(fault(), file + ":2: section \"full\" is never closed with {{/full}}\n" + file +
                         ":6: section \"late\" is closed but was not opened\n" + file +
                         ":7: section \"full\" is closed where \"late\" is still open\n" + file +
                         ":8: unknown block \"leed\"; did you mean \"lead\"?\n" + file +
                         ":11: values are always escaped: write {{name}}\n" + file +
                         ":11: values are always escaped: write {{name}}\n" + file +
                         ":12: other delimiters than {{ and }} can not be used\n" + file +
                         ":12: unknown block \"why\"\n" + file +
                         ":12: a tag is opened with {{ and never closed with }}");
}

TEST_F(TenantTemplates, AreRefusedForWhatWouldLeaveTheReaderInTheDark) {
  write("closed.de.txt", "[subject]\n\n[lead]\nx\n[lead]\ny\n");
  write("common.de.txt", "[why]\n");
  write("reminder.de.txt", "[subject]\nzwei\nZeilen\n");
  EXPECT_THAT(fault(),
              AllOf(HasSubstr("closed.de.txt: block \"subject\" is empty"),
                    HasSubstr("closed.de.txt:5: block \"lead\" stands here a second time"),
                    HasSubstr("common.de.txt: block \"why\" is empty"),
                    HasSubstr("reminder.de.txt: block \"subject\" is more than one line")));
}

TEST_F(TenantTemplates, AreRefusedForAFileNameThatOverridesNothing) {
  write("remainder.it.txt", "[subject]\nx\n");
  EXPECT_THAT(
      fault(),
      HasSubstr("remainder.it.txt: no template has this name; did you mean \"reminder.it.txt\"?"));
}

TEST_F(TenantTemplates, AreRefusedForBytesThatAreNoText) {
  write("reminder.it.txt", "[subject]\nperch\xe9\n");
  write("closed.it.txt", std::string("[subject]\na\0b\n", 13));
  write("escalation.it.txt", std::string(300 * 1024, 'x'));
  EXPECT_THAT(fault(), AllOf(HasSubstr("reminder.it.txt: is not UTF-8"),
                             HasSubstr("closed.it.txt: holds a control character"),
                             HasSubstr("escalation.it.txt: is larger than 256 KiB")));
}

TEST_F(TenantTemplates, AreRefusedWhenTheFolderIsNotThere) {
  const auto loaded = Templates::load(folder_ / "missing");
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, Code::not_found);
}

TEST_F(TenantTemplates, ThatAreFaultyAreNamedAndTheBuiltInOnesServe) {
  write("reminder.en.txt", "[subject]\n{{nonsense}}\n");
  EmailStory story;
  story.tenant.templates = folder_.string();
  TenantBook book;
  book.tenants["assist"] = story.tenant;
  Composer composer;
  const auto errors = composer.load_templates(book);
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_THAT(errors.front().what, AllOf(HasSubstr("tenant assist"), HasSubstr("nonsense")));
  const auto mail = composer.compose(story.inputs(), notification_id);
  ASSERT_TRUE(mail);
  EXPECT_THAT(mail->bytes, HasSubstr("Subject: Follow-up due: referral REF-1"));
}

TEST_F(TenantTemplates, ThatTurnBadOnReloadLeaveTheOldOnesInUseAndGoWithTheirFolder) {
  write("reminder.en.txt", "[subject]\nOurs {{reference}}\n");
  EmailStory story;
  story.tenant.templates = folder_.string();
  TenantBook book;
  book.tenants["assist"] = story.tenant;
  Composer composer;
  const auto subject = [&] {
    const std::string bytes = composer.compose(story.inputs(), notification_id)->bytes;
    const auto at = bytes.find("Subject: ");
    return bytes.substr(at, bytes.find("\r\n", at) - at);
  };
  EXPECT_THAT(composer.load_templates(book), IsEmpty());
  EXPECT_EQ(subject(), "Subject: Ours REF-1");
  write("reminder.en.txt", "[subject]\n{{nonsense}}\n");
  EXPECT_EQ(composer.load_templates(book).size(), 1U);
  EXPECT_EQ(subject(), "Subject: Ours REF-1");
  book.tenants["assist"].templates.clear();
  EXPECT_THAT(composer.load_templates(book), IsEmpty());
  EXPECT_EQ(subject(), "Subject: Follow-up due: referral REF-1");
}

TEST_F(TenantTemplates, ThatGiveNothingToSendAreReplacedByAPlainMail) {
  write("layout_text.mustache", "{{#late}}{{>late}}{{/late}}\n");
  TenantBook book;
  EmailStory story;
  story.tenant.templates = folder_.string();
  book.tenants["assist"] = story.tenant;
  Composer composer;
  ASSERT_THAT(composer.load_templates(book), IsEmpty());
  const auto mail = composer.compose(story.inputs(), notification_id);
  ASSERT_TRUE(mail);
  EXPECT_EQ(mail->template_problem, "the template reminder.en.txt gives no text");
  EXPECT_THAT(
      mail->bytes,
      AllOf(HasSubstr("Subject: Follow-up due: REF-1"), HasSubstr("Referral: REF-1"),
            HasSubstr("Open in the CRM: https://crm.example.org/"), HasSubstr(notification_id)));
  story.notification.late = true;
  EXPECT_EQ(composer.compose(story.inputs(), notification_id)->template_problem, "");
}

TEST_F(TenantTemplates, ThatGiveNoSubjectAreReplacedInEveryLanguage) {
  for (const std::string language : {"it", "de", "pt", "en"}) {
    write("reminder." + language + ".txt", "[subject]\n{{#late}}Late{{/late}}\n");
  }
  EmailStory story;
  story.tenant.templates = folder_.string();
  TenantBook book;
  book.tenants["assist"] = story.tenant;
  Composer composer;
  ASSERT_THAT(composer.load_templates(book), IsEmpty());
  for (const std::string language : {"it", "de", "pt", "en"}) {
    story.recipient.language = language;
    const auto mail = composer.compose(story.inputs(), notification_id);
    ASSERT_TRUE(mail);
    EXPECT_EQ(mail->template_problem,
              "the template reminder." + language + ".txt gives no subject");
    EXPECT_THAT(mail->bytes,
                AllOf(HasSubstr("\r\nSubject: "), HasSubstr("REF-1"), Not(HasSubstr("Mario"))));
  }
}

}  // namespace
}  // namespace followup::test
