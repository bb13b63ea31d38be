// Time zones: gaps and overlaps (Q3), far years, odd offsets, and names that are none.
#include "core/base/zone.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

Zone zone(std::string_view name) {
  return Zone::load(name).value();
}

std::string instant_of(const char* zone_name, const char* local) {
  return format_instant(zone(zone_name).to_instant(parse_local(local).value()));
}

std::string local_of(const char* zone_name, const char* instant) {
  return format_local(zone(zone_name).to_local(parse_instant(instant).value()));
}

TEST(Zone, TurnsLocalTimesIntoInstantsInWinterAndSummer) {
  EXPECT_EQ(instant_of("Europe/Rome", "2011-01-31T09:00"), "2011-01-31T08:00:00Z");
  EXPECT_EQ(instant_of("Europe/Rome", "2026-03-29T09:00"), "2026-03-29T07:00:00Z");
  EXPECT_EQ(instant_of("Europe/Rome", "2026-10-25T09:00"), "2026-10-25T08:00:00Z");
  EXPECT_EQ(instant_of("America/Sao_Paulo", "2026-07-01T09:00"), "2026-07-01T12:00:00Z");
  EXPECT_EQ(instant_of("Asia/Kathmandu", "2026-07-01T09:00"), "2026-07-01T03:15:00Z");
}

// Q3, RFC 5545 section 3.3.5.
TEST(Zone, Q3_CountsATimeInAGapWithTheOffsetBeforeIt) {
  EXPECT_EQ(instant_of("Europe/Rome", "2026-03-29T01:59:59"), "2026-03-29T00:59:59Z");
  EXPECT_EQ(instant_of("Europe/Rome", "2026-03-29T02:00"), "2026-03-29T01:00:00Z");
  EXPECT_EQ(instant_of("Europe/Rome", "2026-03-29T02:30"), "2026-03-29T01:30:00Z");
  EXPECT_EQ(instant_of("Europe/Rome", "2026-03-29T03:00"), "2026-03-29T01:00:00Z");
  EXPECT_EQ(instant_of("America/New_York", "2007-03-11T02:30"), "2007-03-11T07:30:00Z");
}

TEST(Zone, Q3_TakesTheFirstOfTwoTimes) {
  EXPECT_EQ(instant_of("Europe/Rome", "2026-10-25T01:59:59"), "2026-10-24T23:59:59Z");
  EXPECT_EQ(instant_of("Europe/Rome", "2026-10-25T02:00"), "2026-10-25T00:00:00Z");
  EXPECT_EQ(instant_of("Europe/Rome", "2026-10-25T02:59:59"), "2026-10-25T00:59:59Z");
  EXPECT_EQ(instant_of("Europe/Rome", "2026-10-25T03:00"), "2026-10-25T02:00:00Z");
  EXPECT_EQ(instant_of("America/New_York", "2007-11-04T01:30"), "2007-11-04T05:30:00Z");
}

// Lord Howe's clocks go by half an hour; Samoa left 30 December 2011 out.
TEST(Zone, KnowsOddChanges) {
  EXPECT_EQ(instant_of("Australia/Lord_Howe", "2026-10-04T02:15"), "2026-10-03T15:45:00Z");
  EXPECT_EQ(instant_of("Pacific/Apia", "2011-12-30T12:00"), "2011-12-30T22:00:00Z");
  EXPECT_EQ(local_of("Pacific/Apia", "2011-12-30T22:00:00Z"), "2011-12-31T12:00:00");
}

TEST(Zone, KnowsSummerTimeLongAfter2037) {
  EXPECT_EQ(instant_of("Europe/Rome", "2100-07-01T09:00"), "2100-07-01T07:00:00Z");
  EXPECT_EQ(instant_of("Europe/Rome", "2100-03-28T09:00"), "2100-03-28T07:00:00Z");
  EXPECT_EQ(instant_of("Europe/Rome", "2100-03-27T09:00"), "2100-03-27T08:00:00Z");
  EXPECT_EQ(instant_of("Europe/Rome", "9999-12-31T09:00"), "9999-12-31T08:00:00Z");
}

TEST(Zone, TurnsInstantsIntoLocalTimes) {
  EXPECT_EQ(local_of("Europe/Rome", "2011-01-01T22:59:59.999Z"), "2011-01-01T23:59:59");
  EXPECT_EQ(local_of("Europe/Rome", "2011-01-01T23:00:00Z"), "2011-01-02T00:00:00");
  EXPECT_EQ(local_of("Europe/Rome", "2026-10-25T01:30:00Z"), "2026-10-25T02:30:00");
  EXPECT_EQ(local_of("UTC", "1969-12-31T23:59:59.500Z"), "1969-12-31T23:59:59");
}

TEST(Zone, NamesItsOffset) {
  const Zone rome = zone("Europe/Rome");
  EXPECT_EQ(rome.abbreviation(parse_instant("2026-07-01T00:00:00Z").value()), "CEST");
  EXPECT_EQ(rome.offset_seconds(parse_instant("2026-07-01T00:00:00Z").value()), 7200);
  EXPECT_EQ(rome.abbreviation(parse_instant("2026-01-01T00:00:00Z").value()), "CET");
  EXPECT_EQ(rome.name(), "Europe/Rome");
}

TEST(Zone, IsUtcUnlessSaidOtherwise) {
  EXPECT_EQ(Zone().name(), "UTC");
  EXPECT_EQ(format_instant(Zone().to_instant(parse_local("2011-01-31T09:00").value())),
            "2011-01-31T09:00:00Z");
}

TEST(Zone, IsTheSameByItsName) {
  EXPECT_EQ(zone("Europe/Rome"), zone("Europe/Rome"));
  EXPECT_NE(zone("Europe/Rome"), zone("Europe/Berlin"));
}

TEST(Zone, RefusesWhatIsNoZone) {
  for (const char* name : {"", "Europe/Roma", "/etc/localtime", "../zoneinfo/Europe/Rome",
                           "Europe/../../../etc/passwd", "Europe"}) {
    const auto loaded = Zone::load(name);
    ASSERT_FALSE(loaded) << name;
    EXPECT_EQ(loaded.error().code, Code::invalid_input);
  }
}

}  // namespace

}  // namespace followup
