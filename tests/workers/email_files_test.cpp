// Files in mails: their names, how they are told in the words, and what the inputs choose.
#include "tests/workers/email_story.h"
#include "workers/email/file_words.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

using test::EmailStory;

Attachment file(const std::string& name, std::uint64_t size = 5'242'881) {
  return {.name = name,
          .media_type = "application/pdf",
          .size = size,
          .content = std::string(64, 'a'),
          .url = "https://crm.example/f?a=1&b=2"};
}

MailInputs with_files(std::vector<Attachment> files) {
  MailInputs inputs = EmailStory().inputs();
  inputs.attachments = std::move(files);
  return inputs;
}

TEST(FileName, IsAPlainNameWithoutAPath) {
  EXPECT_EQ(file_name("report.pdf"), "report.pdf");
  EXPECT_EQ(file_name("/etc/passwd"), "passwd");
  EXPECT_EQ(file_name("C:\\Users\\x\\a.pdf"), "a.pdf");
  EXPECT_EQ(file_name("../.."), "file");
  EXPECT_EQ(file_name(".bashrc"), "bashrc");
  EXPECT_EQ(file_name(""), "file");
  EXPECT_EQ(file_name("a\r\nBcc: x@example.org"), "a Bcc_ x@example.org");
  EXPECT_EQ(file_name("a\"b<c>|?*.pdf"), "a_b_c____.pdf");
  EXPECT_EQ(file_name("evil\u202Efdp.exe"), "evilfdp.exe") << "nothing is shown backwards";
  EXPECT_EQ(file_name("a.pdf. ."), "a.pdf");
  EXPECT_EQ(file_name("=?utf-8?q?a?="), "= _utf-8_q_a_=");
}

TEST(HumanSize, IsWrittenAsPeopleDo) {
  EXPECT_EQ(human_size(Language::en, 0), "0 B");
  EXPECT_EQ(human_size(Language::en, 999), "999 B");
  EXPECT_EQ(human_size(Language::en, 1000), "1.0 kB");
  EXPECT_EQ(human_size(Language::en, 5'242'881), "5.2 MB");
  EXPECT_EQ(human_size(Language::de, 5'242'881), "5,2 MB");
  EXPECT_EQ(human_size(Language::it, 3'000'000'000), "3,0 GB");
  EXPECT_EQ(human_size(Language::en, ~std::uint64_t{0}).substr(0, 2), "18");
}

TEST(LeftOutFiles, AreNamedWithSizeReasonAndLinkOrWhomToAsk) {
  Attachment without_link = file("b.pdf", 10);
  without_link.url.clear();
  MailInputs inputs;
  inputs.purpose = Purpose::message;
  inputs.left_out = {{file("a.pdf"), LeftOut::file_too_large},
                     {without_link, LeftOut::type_refused},
                     {without_link, LeftOut::no_privilege}};
  EXPECT_EQ(left_out_lines(inputs),
            "- a.pdf (5.2 MB), too large for this mail: https://crm.example/f?a=1&b=2\n"
            "- b.pdf (10 B), files of this type are not attached: ask the sender for it\n"
            "- a file that you may not see");
}

TEST(LeftOutFiles, WithoutALinkAreWhereTheReaderOfThisMailCanAsk) {
  Attachment without_link = file("b.pdf", 10);
  without_link.url.clear();
  MailInputs inputs;
  inputs.left_out = {{without_link, LeftOut::gone}};
  inputs.purpose = Purpose::attachment_added;
  EXPECT_EQ(left_out_lines(inputs), "- b.pdf (10 B), no longer kept: look for it in the CRM");
  inputs.purpose = Purpose::minutes;
  EXPECT_EQ(left_out_lines(inputs), "- b.pdf (10 B), no longer kept: ask the organizer for it")
      << "nobody reads answers to such a mail";
  inputs.language = Language::de;
  EXPECT_EQ(left_out_lines(inputs),
            "- b.pdf (10 B), nicht mehr aufbewahrt: fragen Sie die einladende Person danach");
}

TEST(LeftOutFiles, M21_AreNotNamedToWhoMayNotSeeThem) {
  Attachment secret = file("hiv test of mario.pdf");
  secret.privilege = "medical";
  MailInputs inputs;
  inputs.left_out = {{secret, LeftOut::no_privilege},
                     {file("a.pdf", 10), LeftOut::type_refused},
                     {secret, LeftOut::no_privilege}};
  const std::vector<std::pair<Language, std::string>> said{
      {Language::it, "\n- 2 file che Lei non può vedere"},
      {Language::de, "\n- 2 Dateien, die Sie nicht sehen dürfen"},
      {Language::pt, "\n- 2 arquivos que você não pode ver"},
      {Language::en, "\n- 2 files that you may not see"}};
  for (const auto& [language, words] : said) {
    inputs.language = language;
    const std::string lines = left_out_lines(inputs);
    EXPECT_TRUE(lines.starts_with("- a.pdf (10 B), ") && lines.ends_with(words)) << lines;
    EXPECT_EQ(lines.find("mario"), std::string::npos);
  }
}

TEST(FrozenFiles, ComeBackAsTheyWere) {
  MailInputs inputs = EmailStory().inputs();
  inputs.left_out = {{file("b.pdf"), LeftOut::file_too_large}};
  inputs.attachments = {file("a.pdf", 5'242'880)};
  const auto read = decode_inputs(encode_inputs(inputs));
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, inputs);
}

TEST(ComposedFiles, TheMailIsMixedAndLeavesRoomForEachFile) {
  const Composer composer;
  const auto mail = composer.compose(with_files({file("a.pdf", 7), file("Übersicht.pdf", 8)}),
                                     test::notification_id);
  ASSERT_TRUE(mail);
  ASSERT_EQ(mail->files.size(), 2U);
  EXPECT_EQ(mail->files[0].size, 7U);
  EXPECT_EQ(mail->files[0].tenant, "assist");
  EXPECT_NE(mail->bytes.find("multipart/mixed"), std::string::npos);
  EXPECT_TRUE(mail->bytes.ends_with("\r\n\r\n")) << "the first file's headers end it";
  EXPECT_NE(mail->files[0].after.find("filename*="), std::string::npos) << "RFC 2231";
  EXPECT_NE(mail->files[0].after.find("=?"), std::string::npos) << "RFC 2047, for old readers";
  EXPECT_TRUE(mail->files[1].after.ends_with("--\r\n"));
  const auto again = composer.compose(with_files({file("a.pdf", 7), file("Übersicht.pdf", 8)}),
                                      test::notification_id);
  EXPECT_EQ(again->bytes, mail->bytes);
}

TEST(ComposedFiles, ATypeThatMayNotBeEncodedGoesAsBytes) {
  const Composer composer;
  for (const char* type :
       {"message/rfc822", "MULTIPART/mixed", "text", "a/b/c", "x/y\r\nBcc: z", ""}) {
    Attachment one = file("a.eml", 7);
    one.media_type = type;
    const auto mail = composer.compose(with_files({one}), test::notification_id);
    ASSERT_TRUE(mail) << type;
    EXPECT_NE(mail->bytes.find("Content-Type: application/octet-stream"), std::string::npos)
        << type;
    EXPECT_EQ(mail->bytes.find("\r\nBcc"), std::string::npos);
  }
}

TEST(ComposedFiles, TheWordsNameWhatIsAttachedAndWhatIsNot) {
  MailInputs inputs = with_files({file("a<b>.pdf", 7)});
  inputs.left_out = {{file("b.pdf"), LeftOut::relay_refused}};
  static const Templates templates;
  for (const auto language : {Language::it, Language::de, Language::pt, Language::en}) {
    inputs.language = language;
    const auto words = templates.render(inputs, Variables(inputs, test::notification_id));
    ASSERT_TRUE(words);
    for (const auto& text : {words->text, words->html}) {
      EXPECT_NE(text.find("a_b_.pdf (7 B)"), std::string::npos);
      EXPECT_NE(text.find("b.pdf (5"), std::string::npos);
    }
    EXPECT_NE(words->text.find("https://crm.example/f?a=1&b=2"), std::string::npos);
    EXPECT_EQ(words->html.find("a=1&b=2"), std::string::npos) << "escaped";
  }
}

}  // namespace

}  // namespace followup
