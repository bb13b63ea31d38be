// Long texts as they are kept: equal ones are the same bytes, all of them are read back, and what
// is no such text is refused.
#include "core/codec/document.h"

#include "core/base/hash.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

Document whole() {
  return {
      .title = "Called the bank",
      .text = "First\nsecond \"line\" \\ ã \x01\n",
      .decisions = {"Wait", ""},
      .actions = {{"Ask", {"dino", "Dino Neri", "dino@office.example"}, *parse_date("2026-06-18")},
                  {"Tell", {"bruno", "", ""}, Date{}}},
      .values = {{"until", "30 June"}, {"document", ""}}};
}

TEST(Document, IsReadBackAsItWasWritten) {
  for (const auto& document : {whole(), Document{}}) {
    const auto decoded = decode_document(encode_document(document));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(*decoded, document);
  }
}

TEST(Document, OfEqualTextsIsTheSameBytes) {
  Document other;
  other.values["document"] = "";
  other.values["until"] = "30 June";
  Document same;
  same.values = {{"until", "30 June"}, {"document", ""}};
  EXPECT_EQ(encode_document(other), encode_document(same));
  EXPECT_EQ(encode_document(Document{}), "{}");
}

// A text as it is written now; it must stay readable.
TEST(Document, OfOldStaysReadable) {
  const std::string bytes =
      R"({"title":"Called the bank","text":"First\nsecond \"line\" \\ ã \u0001\n",)"
      R"("decisions":["Wait",""],"actions":[{"text":"Ask","by":{"i":"dino","n":"Dino Neri",)"
      R"("m":"dino@office.example"},"due":"2026-06-18"},{"text":"Tell","by":{"i":"bruno"}}],)"
      R"("values":{"document":"","until":"30 June"}})";
  EXPECT_EQ(encode_document(whole()), bytes);
  EXPECT_EQ(decode_document(bytes).value(), whole());
}

TEST(Document, IsNamedByItsHashAndSize) {
  const auto bytes = encode_document(whole());
  EXPECT_EQ(document_ref(bytes), (DocumentRef{sha256(bytes), bytes.size()}));
}

TEST(Document, IsRefusedWhenItIsNone) {
  for (const char* const bytes :
       {"", "{", "[]", "null", "7", R"({"text":7})", R"({"decisions":"Wait"})",
        R"({"decisions":[7]})", R"({"actions":[{"due":"2026-02-30"}]})", R"({"values":["x"]})",
        R"({"text":"a"} x)", "{\"text\":\"\xFF\"}"}) {
    const auto decoded = decode_document(bytes);
    ASSERT_FALSE(decoded) << bytes;
    EXPECT_EQ(decoded.error().code, Code::invalid_input) << bytes;
  }
}

}  // namespace

}  // namespace followup
