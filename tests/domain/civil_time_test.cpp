// What a zone's changes do to opening hours, to hours that run minute by minute, and to quiet hours
// (Q3). Europe/Rome, Europe/Berlin and America/Sao_Paulo, and three zones with odd rules: Lord
// Howe's clocks go by half an hour, India's never, and Samoa left 30 December 2011 out.
#include "core/domain/calendar.h"
#include "tests/support/story.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

Zone zone(const char* name) {
  return Zone::load(name).value();
}

OpeningHours open_every_day(seconds from, seconds until) {
  OpeningHours open;
  open.week.fill({DaySpan{from, until}});
  return open;
}

TEST(OpeningHours, BeginAtTheirLocalTimeInEveryZone) {
  struct Row {
    const char* zone;
    const char* wanted;
    const char* opening;
  };

  const OpeningHours window = open_every_day(hours{9}, hours{20});
  for (const auto& row :
       std::vector<Row>{{"Europe/Rome", "2026-03-28T21:00", "2026-03-29T07:00:00Z"},
                        {"Europe/Rome", "2026-10-24T21:00", "2026-10-25T08:00:00Z"},
                        {"Europe/Berlin", "2026-03-29T02:30", "2026-03-29T07:00:00Z"},
                        {"Europe/Berlin", "2026-10-25T02:30", "2026-10-25T08:00:00Z"},
                        {"America/Sao_Paulo", "2018-11-03T22:00", "2018-11-04T11:00:00Z"},
                        {"America/Sao_Paulo", "2019-02-16T22:00", "2019-02-17T12:00:00Z"},
                        {"America/Sao_Paulo", "2026-11-01T08:00", "2026-11-01T12:00:00Z"},
                        {"Australia/Lord_Howe", "2026-10-03T21:00", "2026-10-03T22:00:00Z"},
                        {"Australia/Lord_Howe", "2026-04-04T21:00", "2026-04-04T22:30:00Z"},
                        {"Asia/Kolkata", "2026-03-28T21:00", "2026-03-29T03:30:00Z"},
                        {"Pacific/Apia", "2011-12-29T08:00", "2011-12-29T19:00:00Z"},
                        {"Pacific/Apia", "2011-12-29T21:00", "2011-12-30T19:00:00Z"},
                        {"Pacific/Apia", "2011-12-30T21:00", "2011-12-30T19:00:00Z"}}) {
    const auto opening = window.next_open(local(row.wanted));
    ASSERT_TRUE(opening);
    EXPECT_EQ(format_instant(zone(row.zone).to_instant(*opening)), row.opening)
        << row.wanted << " in " << row.zone;
  }
}

// S-C08: a time that the clocks jump over, and the first of two.
TEST(CivilTime, InAGapIsLaterAndOfTwoIsTheFirst) {
  struct Row {
    const char* zone;
    const char* local;
    const char* instant;
    const char* on_the_wall;
  };

  for (const auto& row : std::vector<Row>{
           {"Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:30:00Z", "2026-03-29T03:30:00"},
           {"Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30:00Z", "2026-10-25T02:30:00"},
           {"Europe/Rome", "2026-03-29T02:00", "2026-03-29T01:00:00Z", "2026-03-29T03:00:00"},
           {"America/Sao_Paulo", "2018-11-04T00:30", "2018-11-04T03:30:00Z", "2018-11-04T01:30:00"},
           {"America/Sao_Paulo", "2019-02-16T23:30", "2019-02-17T01:30:00Z", "2019-02-16T23:30:00"},
           {"Australia/Lord_Howe", "2026-10-04T02:10", "2026-10-03T15:40:00Z",
            "2026-10-04T02:40:00"},
           {"Australia/Lord_Howe", "2026-04-05T01:40", "2026-04-04T14:40:00Z",
            "2026-04-05T01:40:00"},
           {"Asia/Kolkata", "2026-03-29T02:30", "2026-03-28T21:00:00Z", "2026-03-29T02:30:00"},
           {"Pacific/Apia", "2011-12-30T10:00", "2011-12-30T20:00:00Z", "2011-12-31T10:00:00"}}) {
    const TimePoint at = zone(row.zone).to_instant(local(row.local));
    EXPECT_EQ(format_instant(at), row.instant) << row.local << " in " << row.zone;
    EXPECT_EQ(format_local(zone(row.zone).to_local(at)), row.on_the_wall) << row.local;
  }
}

// Hours that run minute by minute, also outside business hours (S-T01).
// The second 02:15 has no local time of its own: what waits for it must not be due an hour before.
TEST(Elapsed, NeverEndsEarly) {
  const Zone berlin = zone("Europe/Berlin");
  for (const char* from : {"2026-10-25T01:45", "2026-10-25T02:00", "2026-10-25T02:45"}) {
    for (const auto duration : {minutes{15}, minutes{30}, minutes{60}, minutes{90}}) {
      const auto intended = berlin.to_instant(local(from)) + duration;
      const auto end = berlin.to_instant(add_elapsed(local(from), duration, berlin));
      EXPECT_GE(end, intended) << from << " +" << duration.count();
      EXPECT_LE(end, intended + hours{1}) << from << " +" << duration.count();
    }
  }
}

TEST(Elapsed, RunsThroughNightsAndChangesOfTheClocks) {
  struct Row {
    const char* zone;
    const char* from;
    seconds duration;
    const char* end;
  };

  for (const auto& row : std::vector<Row>{
           {"America/Sao_Paulo", "2026-03-06T16:00", hours{24}, "2026-03-07T16:00:00"},
           {"America/Sao_Paulo", "2018-11-03T16:00", hours{24}, "2018-11-04T17:00:00"},
           {"America/Sao_Paulo", "2019-02-16T16:00", hours{24}, "2019-02-17T15:00:00"},
           {"Europe/Rome", "2026-03-28T16:00", hours{24}, "2026-03-29T17:00:00"},
           {"Europe/Berlin", "2026-10-24T16:00", hours{24}, "2026-10-25T15:00:00"},
           {"Europe/Berlin", "2026-03-29T01:45", minutes{30}, "2026-03-29T03:15:00"},
           {"Europe/Berlin", "2026-03-29T02:30", hours{1}, "2026-03-29T04:30:00"},
           {"Europe/Berlin", "2026-10-25T02:30", minutes{30}, "2026-10-25T03:00:00"},
           {"Europe/Berlin", "2026-10-25T02:30", hours{2}, "2026-10-25T03:30:00"},
           {"Australia/Lord_Howe", "2026-10-03T16:00", hours{24}, "2026-10-04T16:30:00"},
           {"Australia/Lord_Howe", "2026-04-04T16:00", hours{24}, "2026-04-05T15:30:00"},
           {"Asia/Kolkata", "2026-03-28T16:00", hours{24}, "2026-03-29T16:00:00"},
           {"Pacific/Apia", "2011-12-29T16:00", hours{24}, "2011-12-31T16:00:00"},
           {"Europe/Rome", "2026-09-14T15:20", seconds{0}, "2026-09-14T15:20:00"}})
    EXPECT_EQ(format_local(add_elapsed(local(row.from), row.duration, zone(row.zone))), row.end)
        << row.from << " in " << row.zone;
}

// Open hours are counted as the clock on the wall shows them: a night shift that the clocks cut
// short is over at its usual end.
TEST(OpeningHours, AreCountedAsTheClockOnTheWallShowsThem) {
  const OpeningHours nights = open_every_day(hours{0}, hours{6});
  for (const char* day : {"2026-03-29", "2026-10-25", "2026-06-14"}) {
    const auto begin = at_time(date(day), seconds{0});
    EXPECT_EQ(nights.add_open_time(begin, hours{6}), at_time(date(day), hours{6})) << day;
    EXPECT_EQ(nights.add_open_time(begin, hours{7}), at_time(add_days(date(day), 1), hours{1}));
  }
}

struct QuietRow {
  const char* zone;
  const char* at;
  const char* sent;
};

void expect_sent(const QuietHours& quiet, const std::vector<QuietRow>& rows) {
  for (const auto& row : rows)
    EXPECT_EQ(format_instant(quiet.wait_until(instant(row.at), zone(row.zone))), row.sent)
        << row.at << " in " << row.zone;
}

// S-X10: a reminder at 21:15 goes out at 08:00, where the recipient is.
TEST(QuietHours, EndInTheMorningOfTheRecipient) {
  expect_sent({hours{20}, hours{8}},
              {{"Europe/Rome", "2026-09-14T19:15:00Z", "2026-09-15T06:00:00Z"},
               {"Europe/Rome", "2026-09-14T17:59:59.999Z", "2026-09-14T17:59:59.999Z"},
               {"Europe/Rome", "2026-09-14T18:00:00Z", "2026-09-15T06:00:00Z"},
               {"Europe/Rome", "2026-09-15T05:59:59.999Z", "2026-09-15T06:00:00Z"},
               {"Europe/Rome", "2026-09-15T06:00:00Z", "2026-09-15T06:00:00Z"},
               {"Europe/Berlin", "2026-03-28T21:00:00Z", "2026-03-29T06:00:00Z"},
               {"Europe/Berlin", "2026-10-24T21:00:00Z", "2026-10-25T07:00:00Z"},
               {"America/Sao_Paulo", "2026-09-14T19:15:00Z", "2026-09-14T19:15:00Z"},
               {"America/Sao_Paulo", "2026-09-14T23:00:00Z", "2026-09-15T11:00:00Z"},
               {"Australia/Lord_Howe", "2026-10-03T11:00:00Z", "2026-10-03T21:00:00Z"},
               {"Asia/Kolkata", "2026-07-01T15:00:00Z", "2026-07-02T02:30:00Z"},
               {"Asia/Kolkata", "2026-07-01T14:00:00Z", "2026-07-01T14:00:00Z"},
               {"Pacific/Apia", "2011-12-30T07:00:00Z", "2011-12-30T18:00:00Z"},
               {"Pacific/Apia", "2011-12-31T07:00:00Z", "2011-12-31T18:00:00Z"}});
}

TEST(QuietHours, MayLieInsideADay) {
  expect_sent({hours{13}, hours{15}},
              {{"Europe/Rome", "2026-09-14T10:59:59Z", "2026-09-14T10:59:59Z"},
               {"Europe/Rome", "2026-09-14T11:00:00Z", "2026-09-14T13:00:00Z"},
               {"Europe/Rome", "2026-09-14T13:00:00Z", "2026-09-14T13:00:00Z"},
               {"Europe/Rome", "2026-09-14T20:00:00Z", "2026-09-14T20:00:00Z"}});
}

// Q3: an end in a gap is later, of two ends the first counts; nothing is sent before its time.
TEST(QuietHours, EndOnceInANightWhenTheClocksChange) {
  expect_sent({hours{22}, hours{2} + minutes{30}},
              {{"Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29T01:30:00Z"},
               {"Europe/Berlin", "2026-10-25T00:10:00Z", "2026-10-25T00:30:00Z"},
               {"Europe/Berlin", "2026-10-25T01:10:00Z", "2026-10-25T01:10:00Z"}});
  expect_sent({hours{23} + minutes{45}, hours{6}},
              {{"America/Sao_Paulo", "2019-02-17T01:30:00Z", "2019-02-17T01:30:00Z"},
               {"America/Sao_Paulo", "2019-02-17T01:45:00Z", "2019-02-17T09:00:00Z"},
               {"America/Sao_Paulo", "2019-02-17T02:30:00Z", "2019-02-17T09:00:00Z"}});
}

TEST(QuietHours, ThatEndWhereTheyBeginAreNone) {
  expect_sent({}, {{"Europe/Rome", "2026-09-14T22:30:00Z", "2026-09-14T22:30:00Z"}});
  expect_sent({hours{8}, hours{8}},
              {{"Europe/Rome", "2026-09-14T06:00:00Z", "2026-09-14T06:00:00Z"}});
}

}  // namespace

}  // namespace followup
