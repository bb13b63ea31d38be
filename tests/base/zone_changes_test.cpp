// When the clocks of a zone are changed.
#include "core/base/zone_changes.h"

#include "core/base/zone.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup::test {
namespace {

using testing::ElementsAre;

TimePoint at(std::string_view text) {
  return parse_instant(text).value();
}

std::vector<ZoneChange> changes_of(std::string_view zone, std::string_view from,
                                   std::string_view to) {
  auto changes = zone_changes(zone, at(from), at(to));
  EXPECT_TRUE(changes) << changes.error().what;
  return changes ? *changes : std::vector<ZoneChange>();
}

std::string told(const ZoneChange& change) {
  return format_local(change.local) + " " + std::to_string(change.offset_before / 60) + " -> " +
         std::to_string(change.offset_after / 60) + " " + change.abbreviation +
         (change.daylight ? " daylight" : "");
}

std::vector<std::string> told(const std::vector<ZoneChange>& changes) {
  std::vector<std::string> out;
  for (const auto& change : changes)
    out.push_back(told(change));
  return out;
}

TEST(ZoneChanges, TellWhatHoldsAtTheBeginningAndThenEachChange) {
  EXPECT_THAT(told(changes_of("Europe/Berlin", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")),
              ElementsAre("2025-10-26T03:00:00 120 -> 60 CET",
                          "2026-03-29T02:00:00 60 -> 120 CEST daylight",
                          "2026-10-25T03:00:00 120 -> 60 CET"));
}

TEST(ZoneChanges, CountTheFirstMomentOfTheSpanAndNotTheLast) {
  EXPECT_THAT(told(changes_of("Europe/Berlin", "2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z")),
              ElementsAre("2026-03-29T02:00:00 60 -> 120 CEST daylight"));
  EXPECT_THAT(told(changes_of("Europe/Berlin", "2026-03-29T00:59:59Z", "2026-10-25T01:00:01Z")),
              ElementsAre("2025-10-26T03:00:00 120 -> 60 CET",
                          "2026-03-29T02:00:00 60 -> 120 CEST daylight",
                          "2026-10-25T03:00:00 120 -> 60 CET"));
}

TEST(ZoneChanges, OfAZoneThatHasStoppedThemNameTheLast) {
  EXPECT_THAT(told(changes_of("America/Sao_Paulo", "2026-01-01T00:00:00Z", "2028-01-01T00:00:00Z")),
              ElementsAre("2019-02-17T00:00:00 -120 -> -180 -03"));
}

TEST(ZoneChanges, OfAZoneThatHadNoneSince1970BeginThere) {
  EXPECT_THAT(told(changes_of("Asia/Kolkata", "2026-01-01T00:00:00Z", "2028-01-01T00:00:00Z")),
              ElementsAre("1970-01-01T00:00:00 330 -> 330 IST"));
  EXPECT_THAT(told(changes_of("UTC", "2026-01-01T00:00:00Z", "2028-01-01T00:00:00Z")),
              ElementsAre("1970-01-01T00:00:00 0 -> 0 UTC"));
}

TEST(ZoneChanges, CountADayThatWasLeftOut) {
  EXPECT_THAT(told(changes_of("Pacific/Apia", "2011-12-01T00:00:00Z", "2012-01-01T00:00:00Z")),
              ElementsAre("2011-09-24T03:00:00 -660 -> -600 -10 daylight",
                          "2011-12-30T00:00:00 -600 -> 840 +14 daylight"));
}

TEST(ZoneChanges, AreTheSameThatTheZoneItselfShows) {
  for (const auto* name : {"Europe/Dublin", "America/St_Johns", "Australia/Lord_Howe",
                           "Africa/Casablanca", "Asia/Tehran", "America/Santiago"}) {
    const Zone zone = Zone::load(name).value();
    const auto changes = changes_of(name, "1980-01-01T00:00:00Z", "2060-01-01T00:00:00Z");
    EXPECT_GT(changes.size(), 10U) << name;
    for (std::size_t n = 1; n < changes.size(); ++n) {
      const auto moment = TimePoint{changes[n].local.time_since_epoch() -
                                    std::chrono::seconds{changes[n].offset_before}};
      EXPECT_EQ(zone.offset_seconds(moment), changes[n].offset_after) << name;
      EXPECT_EQ(zone.offset_seconds(moment - Millis{1000}), changes[n].offset_before) << name;
      EXPECT_EQ(changes[n].offset_before, changes[n - 1].offset_after) << name;
    }
  }
}

TEST(ZoneChanges, OfAZoneThatDoesNotExistAreAnError) {
  const auto changes =
      zone_changes("Europe/Nowhere", at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"));
  ASSERT_FALSE(changes);
  EXPECT_EQ(changes.error().code, Code::invalid_input);
}

}  // namespace
}  // namespace followup::test
