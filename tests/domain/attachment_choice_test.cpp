// Which files a mail carries: limits to the byte, types, privileges (M19 to M21, S-M08 to S-M12).
#include "core/domain/attachment_choice.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20U;

Attachment file(const std::string& name, std::uint64_t size) {
  return {.name = name,
          .media_type = "application/pdf",
          .size = size,
          .content = std::string(64, 'a'),
          .url = "https://crm.example/" + name};
}

/// "a.pdf attached", "b.pdf file_too_large", in the order of what is attached and what is not.
std::vector<std::string> lines(const AttachmentChoice& choice) {
  std::vector<std::string> told;
  for (const auto& one : choice.attached)
    told.push_back(one.name + " attached");
  for (const auto& [one, why] : choice.left_out)
    told.push_back(one.name + " " + std::string(to_text(why)));
  return told;
}

using Lines = std::vector<std::string>;

TEST(AttachmentChoice, S_M08_AttachesFortyMebibytesWithoutALimit) {
  EXPECT_EQ(lines(choose_attachments({file("a.pdf", 40 * mebibyte)}, {}, {}, {})),
            Lines{"a.pdf attached"});
}

TEST(AttachmentChoice, S_M08_TakesTheLimitToTheByte) {
  const AttachmentLimits limits{.file = 5'242'880, .mail = {}};
  EXPECT_EQ(lines(choose_attachments({file("a.pdf", 5'242'880), file("b.pdf", 5'242'881)}, limits,
                                     {}, {})),
            (Lines{"a.pdf attached", "b.pdf file_too_large"}));
}

TEST(AttachmentChoice, NeverAttachesWhereTheLimitIsNought) {
  const Attachment empty = file("a.pdf", 0);
  EXPECT_EQ(lines(choose_attachments({empty}, {.file = 0, .mail = {}}, {}, {})),
            Lines{"a.pdf file_too_large"});
  EXPECT_EQ(lines(choose_attachments({empty}, {.file = {}, .mail = 0}, {}, {})),
            Lines{"a.pdf file_too_large"});
}

TEST(AttachmentChoice, S_M11_FillsTheMailInOrderAndLinksWhatDoesNotFit) {
  const AttachmentLimits limits{.file = {}, .mail = 5 * mebibyte};
  EXPECT_EQ(lines(choose_attachments({file("a.pdf", 3 * mebibyte), file("b.pdf", 3 * mebibyte)},
                                     limits, {}, {})),
            (Lines{"a.pdf attached", "b.pdf mail_too_large"}));
  EXPECT_EQ(
      lines(choose_attachments({file("a.pdf", 3 * mebibyte), file("b.pdf", 3 * mebibyte),
                                file("c.pdf", 2 * mebibyte), file("d.pdf", 1)},
                               limits, {}, {})),
      (Lines{"a.pdf attached", "c.pdf attached", "b.pdf mail_too_large", "d.pdf mail_too_large"}));
}

TEST(AttachmentChoice, M18_AttachesWordExcelAndPdfByNameOrMediaType) {
  const std::vector<std::string> types{"docx", "xlsx", "pdf", "application/msword"};
  for (const char* name : {"letter.docx", "sums.xlsx", "scan.pdf"})
    EXPECT_TRUE(is_allowed_type(file(name, 1), types)) << name;
  Attachment old = file("letter", 1);
  old.media_type = "application/msword";
  EXPECT_TRUE(is_allowed_type(old, types));
}

TEST(AttachmentChoice, S_M12_LeavesOutFilesOfOtherTypes) {
  const std::vector<std::string> types{"docx", "xlsx", "pdf"};
  EXPECT_EQ(lines(choose_attachments(
                {file("a.PDF", 1), file("run.exe", 1), file("b.tar.gz", 1), file("noextension", 1)},
                {}, types, {})),
            (Lines{"a.PDF attached", "run.exe type_refused", "b.tar.gz type_refused",
                   "noextension type_refused"}));
}

TEST(AttachmentChoice, TakesMediaTypesForWhatDoesNotRunWhenItIsOpened) {
  const std::vector<std::string> types{"application/pdf", "image/*"};
  Attachment image = file("photo", 1);
  image.media_type = "image/PNG; q=1";
  Attachment text = file("a.txt", 1);
  text.media_type = "text/plain";
  EXPECT_TRUE(is_allowed_type(file("a.pdf", 1), types));
  EXPECT_TRUE(is_allowed_type(image, types));
  EXPECT_FALSE(is_allowed_type(text, types));
  EXPECT_FALSE(is_allowed_type(file("invoice.pdf.exe", 1), types)) << "whatever it says of itself";
  EXPECT_FALSE(is_allowed_type(file("invoice.exe. ", 1), types));
  EXPECT_TRUE(is_allowed_type(file("run.exe", 1), {"exe"}));
  EXPECT_TRUE(is_allowed_type(file("run.exe", 1), {}));
}

TEST(AttachmentChoice, M21_LeavesOutWhatTheReaderMayNotSeeAndNamesNothingOfIt) {
  Attachment secret = file("a.pdf", 1);
  secret.privilege = "health";
  const auto kept_back = choose_attachments({secret}, {}, {}, {"finance"});
  ASSERT_EQ(kept_back.left_out.size(), 1U);
  EXPECT_EQ(kept_back.left_out.front(), (LeftOutFile{{}, LeftOut::no_privilege}));
  EXPECT_EQ(lines(choose_attachments({secret}, {}, {}, {"finance", "health"})),
            Lines{"a.pdf attached"});
}

TEST(AttachmentChoice, LinksWhatIsOnlyALink) {
  Attachment link = file("a.pdf", 0);
  link.content.clear();
  EXPECT_EQ(lines(choose_attachments({link}, {}, {}, {})), Lines{"a.pdf linked"});
}

TEST(AttachmentChoice, CountsNoFileTwiceInNumbersThatOverflow) {
  const AttachmentLimits limits{.file = {}, .mail = ~std::uint64_t{0}};
  EXPECT_EQ(lines(choose_attachments({file("a.pdf", ~std::uint64_t{0}), file("b.pdf", 1)}, limits,
                                     {}, {})),
            (Lines{"a.pdf attached", "b.pdf mail_too_large"}));
}

}  // namespace

}  // namespace followup
