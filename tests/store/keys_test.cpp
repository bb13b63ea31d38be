#include "core/store/keys.h"

#include <string>

#include <gtest/gtest.h>

namespace followup {

namespace {

using namespace std::string_literals;

TEST(Keys, GivesACaseAShortNameWithItsIdLast) {
  const CaseKey key{"acme", Kind::referral, "REF-1"};
  EXPECT_EQ(Keys::member(key), "acme:r:REF-1");
  EXPECT_EQ(Keys().case_record(Keys::member(key)), "{s0}case:acme:r:REF-1");
}

TEST(Keys, ReadsBackEveryCaseThatItNames) {
  const Keys keys;
  for (const auto kind : {Kind::referral, Kind::person, Kind::group, Kind::appointment,
                          Kind::contact, Kind::project, Kind::notices}) {
    for (const auto& id : {"1"s, ":"s, "a:b:c"s, "*"s, " "s, "ä\n\0z"s, "{s0}case:acme:r:1"s}) {
      const CaseKey key{"acme-1", kind, id};
      EXPECT_EQ(Keys::parse_member(Keys::member(key)), key) << id;
      EXPECT_EQ(keys.parse_case_record(keys.case_record(Keys::member(key))), key) << id;
    }
  }
}

TEST(Keys, ReadsNothingFromWhatItCanNotHaveMade) {
  for (const auto& member : {""s, "acme"s, "acme:"s, ":r:1"s, "acme:r"s, "acme:r:"s, "acme:rr:1"s,
                             "acme:x:1"s, "acme::1"s, "acme:R:1"s}) {
    EXPECT_EQ(Keys::parse_member(member), std::nullopt) << member;
  }
}

TEST(Keys, ReadsNoCaseFromAnotherKey) {
  const Keys keys;
  for (const auto& name : {"case:acme:r:1"s, "{s1}case:acme:r:1"s, "{s0}history:acme:r:1"s,
                           "{s0}case:"s, "{s0}case:acme:r:"s, ""s}) {
    EXPECT_EQ(keys.parse_case_record(name), std::nullopt) << name;
  }
}

TEST(Keys, PutsTheTagOfTheShardFirstEverywhere) {
  const Keys keys("{s7}");
  for (const auto& name : {keys.case_record("m"),
                           keys.case_prefix(),
                           keys.outcomes_prefix(),
                           keys.notification_prefix(),
                           keys.due(),
                           keys.outcomes("m"),
                           keys.history("m"),
                           keys.index("t", "callbacks"),
                           keys.damaged(),
                           keys.lane("email:urgent"),
                           keys.notification("n"),
                           keys.blob("t", "c"),
                           keys.blob_part("t", "p"),
                           keys.dead(),
                           keys.wake(Wake::due),
                           keys.wake(Wake::email),
                           keys.wake(Wake::webhook),
                           keys.rejected("t"),
                           keys.quarantined("t"),
                           keys.refused("t"),
                           keys.policy("t"),
                           keys.marks(),
                           keys.case_pattern("t"),
                           keys.any_case_pattern()}) {
    EXPECT_TRUE(name.starts_with("{s7}")) << name;
  }
}

TEST(Keys, BuildsWhatClaimsBuildFromTheirPrefixes) {
  const Keys keys;
  EXPECT_EQ(keys.case_record("m"), keys.case_prefix() + "m");
  EXPECT_EQ(keys.outcomes("m"), keys.outcomes_prefix() + "m");
  EXPECT_EQ(keys.notification("n"), keys.notification_prefix() + "n");
}

TEST(Keys, MakesPatternsThatTakeATenantAtItsWord) {
  EXPECT_EQ(Keys().case_pattern("a*b"), "{s0}case:a\\*b:*");
  EXPECT_EQ(Keys().case_pattern("[x]?"), "{s0}case:\\[x\\]\\?:*");
}

TEST(Keys, KnowsWhoServesALane) {
  EXPECT_EQ(wake_of_lane("email:urgent"), Wake::email);
  EXPECT_EQ(wake_of_lane("webhook:acme/crm"), Wake::webhook);
  EXPECT_EQ(wake_of_lane("fax:normal"), std::nullopt);
  EXPECT_EQ(wake_of_lane("email"), std::nullopt);
}

}  // namespace

}  // namespace followup
