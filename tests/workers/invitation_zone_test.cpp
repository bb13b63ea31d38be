// The instants that libical computes from the rules in an invitation.
#include "core/base/zone.h"
#include "invitation_story.h"

#include <random>

#include <gtest/gtest.h>

namespace followup::test {
namespace {

/// Of DTSTART, by the text's own VTIMEZONE.
TimePoint start_of(const std::string& text) {
  const ReadInvitation read(text);
  icalproperty* start = icalcomponent_get_first_property(read.event(), ICAL_DTSTART_PROPERTY);
  const icaltimetype time = icalproperty_get_dtstart(start);
  icaltimezone* zone = icalcomponent_get_timezone(
      read.calendar(),
      icalparameter_get_tzid(icalproperty_get_first_parameter(start, ICAL_TZID_PARAMETER)));
  EXPECT_NE(zone, nullptr);
  return TimePoint{std::chrono::seconds{icaltime_as_timet_with_zone(time, zone)}};
}

/// One that the clocks show once, or not at all.
bool comes_twice(const Zone& zone, LocalTime local) {
  const TimePoint first = zone.to_instant(local);
  for (const auto later : {std::chrono::minutes{30}, std::chrono::minutes{60}}) {
    if (zone.to_local(first + later) == local) return true;
  }
  return false;
}

TEST(InvitationZone, GivesTheInstantOfEveryLocalTimeThatComesOnce) {
  std::mt19937 random(29032026);  // NOLINT(bugprone-random-generator-seed): the same every time
  constexpr std::chrono::hours century{24 * 36525};
  for (const auto* name :
       {"Europe/Berlin", "Europe/Dublin", "Europe/Lisbon", "America/Sao_Paulo", "America/St_Johns",
        "America/Santiago", "America/Nuuk", "Asia/Kolkata", "Asia/Tehran", "Africa/Casablanca",
        "Australia/Lord_Howe", "Pacific/Apia", "Antarctica/Troll", "UTC"}) {
    const Zone zone = Zone::load(name).value();
    for (int round = 0; round < 40; ++round) {
      Invitation made = invitation();
      made.zone = name;
      made.start = parse_local("1975-01-01T00:00").value() +
                   std::chrono::minutes{random() % (century / std::chrono::minutes{1})};
      if (comes_twice(zone, made.start)) continue;
      made.end = made.start + std::chrono::hours{1};
      const std::string text = written(made);
      ASSERT_EQ(format_instant(start_of(text)), format_instant(zone.to_instant(made.start)))
          << format_local(made.start) << '\n'
          << text;
    }
  }
}

TEST(InvitationZone, S_M17_IsNineUtcInBerlinOnTheDayOfTheChange) {
  EXPECT_EQ(format_instant(start_of(written(invitation()))), "2026-10-25T09:00:00Z");
}

}  // namespace
}  // namespace followup::test
