// The rules of a zone as an invitation carries them.
#include "workers/email/zone_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup::test {
namespace {

using testing::ElementsAre;

/// "2025-03-30T02:00:00 CEST FREQ=…" each; the rules of one year.
std::vector<std::string> rules(std::string_view zone, int year) {
  const auto found = zone_rules(zone, year, year);
  EXPECT_TRUE(found) << found.error().what;
  std::vector<std::string> told;
  for (const auto& [first, rule] : *found)
    told.push_back(format_local(first.local) + " " + first.abbreviation + " " + rule);
  return told;
}

TEST(ZoneRules, RepeatWhereTheClocksDo) {
  EXPECT_THAT(rules("Europe/Berlin", 2026),
              ElementsAre("2025-03-30T02:00:00 CEST FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
                          "2025-10-26T03:00:00 CET FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"));
  EXPECT_THAT(rules("America/St_Johns", 2026),
              ElementsAre("2025-03-09T02:00:00 NDT FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
                          "2025-11-02T02:00:00 NST FREQ=YEARLY;BYMONTH=11;BYDAY=1SU"));
}

TEST(ZoneRules, TellEachChangeWhereTheyDoNot) {
  EXPECT_THAT(rules("Asia/Tehran", 2016),
              ElementsAre("2014-09-22T00:00:00 +0330 ", "2015-03-22T00:00:00 +0430 ",
                          "2015-09-22T00:00:00 +0330 ", "2016-03-21T00:00:00 +0430 ",
                          "2016-09-21T00:00:00 +0330 ", "2017-03-22T00:00:00 +0430 ",
                          "2017-09-22T00:00:00 +0330 "))
      << "by the Persian calendar";
}

TEST(ZoneRules, TellTheLastChangeWhereThereAreNoMore) {
  EXPECT_THAT(rules("America/Sao_Paulo", 2026), ElementsAre("2019-02-17T00:00:00 -03 "));
  EXPECT_THAT(rules("Asia/Kolkata", 2026), ElementsAre("1970-01-01T00:00:00 IST "));
}

TEST(ZoneRules, DoNotRepeatWhatEndsWithinTheYears) {
  EXPECT_THAT(rules("America/Sao_Paulo", 2018),
              ElementsAre("2016-10-16T00:00:00 -02 ", "2017-02-19T00:00:00 -03 ",
                          "2017-10-15T00:00:00 -02 ", "2018-02-18T00:00:00 -03 ",
                          "2018-11-04T00:00:00 -02 ", "2019-02-17T00:00:00 -03 "));
}

}  // namespace
}  // namespace followup::test
