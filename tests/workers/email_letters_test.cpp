// Letters by the tenant's own templates (M23): their values, their language, and what is wrong with
// them.
#include "mail_judge.h"
#include "meeting_story.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

/// A tenant with letters of its own in a folder.
class OwnLetters : public testing::Test {
 protected:
  OwnLetters() {
    std::string pattern = testing::TempDir() + "letters-XXXXXX";
    folder_ = mkdtemp(pattern.data());
    story_.tenant.templates = folder_.string();
    write("message-papers.it.txt",
          "[subject]\nDocumenti: {{value.what}}\n\n[lead]\nGentile {{name}},\n\nmancano:\n"
          "{{value.what}}\n{{#value.by}}Entro {{value.by}}.{{/value.by}}{{value.nothing}}\n");
  }

  ~OwnLetters() override {
    std::error_code error;
    std::filesystem::remove_all(folder_, error);
  }

  OwnLetters(const OwnLetters&) = delete;
  OwnLetters& operator=(const OwnLetters&) = delete;

  void write(const std::string& name, std::string_view content) const {
    std::ofstream(folder_ / name, std::ios::binary) << content;
  }

  [[nodiscard]] std::string fault() const {
    const auto loaded = Templates::load(folder_);
    return loaded ? "" : loaded.error().what;
  }

  /// The mail as another program reads it.
  [[nodiscard]] json sent() const {
    TenantBook book;
    book.tenants["assist"] = story_.tenant;
    Composer composer;
    EXPECT_THAT(composer.load_templates(book), IsEmpty());
    const auto frozen = decode_inputs(encode_inputs(story_.inputs()));
    const auto mail = composer.compose(*frozen, notification_id);
    EXPECT_TRUE(mail) << mail.error().what;
    return mail ? judge({mail->bytes})[0] : json();
  }

  std::filesystem::path folder_;
  CommunicationStory story_;
};

TEST_F(OwnLetters, M23_TakeTheirValuesAndShowADashForThoseThatAreMissing) {
  story_.recipient.language = "it";
  story_.write("papers", {{"what", "Carta d'identità"}, {"by", "lunedì"}, {"other", "x"}});
  const json mail = sent();
  EXPECT_EQ(header(mail, "Subject"), "Documenti: Carta d'identità");
  EXPECT_THAT(
      mail["parts"][0]["text"].get<std::string>(),
      StartsWith("Gentile Carla Neri,\n\nmancano:\nCarta d'identità\nEntro lunedì.-\n\n----\n"
                 "Riceve questo messaggio perché è indirizzato a Lei."));
}

TEST_F(OwnLetters, HaveNoHolesInTheirSentences) {
  write(
      "message-call.en.txt",
      "[subject]\nCall {{ value.who }}\n[lead]\nWe wait for {{value.who}} on {{value.day}}"
      "{{^value.day}}some day{{/value.day}}{{#value.room}}, room {{value.room}}{{/value.room}}.\n");
  story_.recipient.language = "en";
  story_.write("call", {{"day", " \n"}, {"who", ""}});
  const json mail = sent();
  EXPECT_EQ(header(mail, "Subject"), "Call -");
  EXPECT_THAT(mail["parts"][0]["text"].get<std::string>(),
              StartsWith("We wait for - on some day.\n"));
  EXPECT_THAT(mail["parts"][1]["text"].get<std::string>(), HasSubstr("We wait for - on some day."));
}

TEST_F(OwnLetters, EscapeTheirValuesForTheirPlace) {  // S-R33
  story_.recipient.language = "it";
  story_.write("papers", {{"what", "<b>{{name}}</b>\r\nBcc: evil@example.org"}, {"by", "a & b"}});
  const json mail = sent();
  EXPECT_EQ(header(mail, "Subject"), "Documenti: <b>{{name}}</b> Bcc: evil@example.org");
  EXPECT_EQ(header(mail, "Bcc"), "(no such header)");
  EXPECT_THAT(mail["parts"][1]["text"].get<std::string>(),
              AllOf(HasSubstr("&lt;b&gt;{{name}}&lt;/b&gt;\nBcc"), HasSubstr("Entro a &amp; b."),
                    Not(HasSubstr("<b>"))));
}

TEST_F(OwnLetters, AreSentInTheReadersLanguageElseTheTenantsElseAny) {
  write("message-papers.de.txt", "[subject]\nUnterlagen\n[lead]\nGuten Tag!\n");
  story_.write("papers", {{"what", "x"}});
  const auto subject = [&](const char* reader, const char* tenant) {
    story_.recipient.language = reader;
    story_.tenant.contacts.default_language = tenant;
    return header(sent(), "Subject");
  };
  EXPECT_EQ(subject("de", "it"), "Unterlagen");
  EXPECT_EQ(subject("pt", "it"), "Documenti: x");
  EXPECT_EQ(subject("pt", "de"), "Unterlagen");
  EXPECT_EQ(header(sent(), "Content-Language"), "de") << "and all around it, too";
  EXPECT_THAT(sent()["parts"][0]["text"].get<std::string>(), HasSubstr("an Sie gerichtet ist."));
  EXPECT_EQ(subject("pt", "en"), "Documenti: x");
}

TEST_F(OwnLetters, AreNotReplacedByOtherWordsWhenTheyCanNotBeTold) {
  static const Composer composer;
  story_.write("papers", {});
  const auto mail = composer.compose(story_.inputs(), notification_id);
  ASSERT_FALSE(mail) << "there are no such templates";
  EXPECT_EQ(mail.error().code, Code::not_found) << "yet: they may come with the next configuration";
  story_.tenant.content = ContentLevel::neutral;
  EXPECT_TRUE(composer.compose(story_.inputs(), notification_id)) << "the announcement is built in";
}

TEST_F(OwnLetters, AreCheckedLikeAllTemplates) {
  EXPECT_EQ(fault(), "");
  write("message-papers.en.txt", "[lead]\n{{value.what}} {{valu.what}}\n{{{value.x}}}\n");
  EXPECT_THAT(fault(), AllOf(HasSubstr("message-papers.en.txt:2: unknown variable \"valu.what\""),
                             HasSubstr("message-papers.en.txt:3: values are always escaped"),
                             HasSubstr("message-papers.en.txt: block \"subject\" is missing")));
  write("message-papers.en.txt", "[subject]\nx\n[lead]\nx\n");
  write("message-papers.en.txt", "[subject]\n{{value.to-day}}\n[lead]\nx\n");
  EXPECT_THAT(fault(), HasSubstr("unknown variable \"value.to-day\""))
      << "no event can have such a name";
  write("message-papers.en.txt", "[subject]\nx\n[lead]\nx\n");
  write("message-Papers.en.txt", "[subject]\nx\n");
  EXPECT_THAT(fault(), HasSubstr("message-Papers.en.txt: no template has this name"));
  std::filesystem::remove(folder_ / "message-Papers.en.txt");
  write("reminder.en.txt", "[lead]\n{{value.what}}\n");
  EXPECT_THAT(fault(), HasSubstr("reminder.en.txt:2: unknown variable \"value.what\""))
      << "only letters have values";
}

}  // namespace
}  // namespace followup::test
