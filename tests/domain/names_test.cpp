// The closed sets of words: each has a text of its own that leads back to it, and the documents'
// spellings.
#include "core/domain/names.h"

#include "core/domain/case_key.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace followup {

namespace {

/// Every enumerator up to `last` has a text of its own that leads back to it.
template <class Enum>
void expect_round_trip(Enum last) {
  std::set<std::string> texts;
  for (std::uint8_t number = 0; number <= static_cast<std::uint8_t>(last); ++number) {
    const auto value = static_cast<Enum>(number);
    const std::string text(to_text(value));
    EXPECT_TRUE(texts.insert(text).second) << text << " is used twice";
    EXPECT_EQ(from_text<Enum>(text), value);
  }
  EXPECT_EQ(from_text<Enum>("something else"), std::nullopt);
  EXPECT_EQ(from_text<Enum>(""), std::nullopt);
}

TEST(Names, LeadToTextsAndBack) {
  expect_round_trip(Kind::group);
  expect_round_trip(Status::busy);
  expect_round_trip(Reason::unexpected_frames);
  expect_round_trip(Purpose::hook);
  expect_round_trip(Role::endpoint);
  expect_round_trip(Channel::webhook);
  expect_round_trip(Step::retention);
  expect_round_trip(Outcome::gave_up);
}

TEST(Names, AreSpelledAsTheContractSpellsThem) {
  EXPECT_EQ(to_text(Status::quarantined), "quarantined");
  EXPECT_EQ(to_text(Reason::days_missing), "days_missing");
  EXPECT_EQ(to_text(Reason::wrong_tenant), "wrong_tenant");
  EXPECT_EQ(to_text(Purpose::endpoint_disabled), "endpoint_disabled");
  EXPECT_EQ(to_text(Role::case_worker), "case_worker");
  EXPECT_EQ(to_text(Outcome::try_later), "try_later");
}

TEST(CaseKey, ReadsAsTenantKindAndId) {
  EXPECT_EQ(to_text(CaseKey{"assist", Kind::referral, "R:1"}), "assist:referral:R:1");
}

}  // namespace

}  // namespace followup
