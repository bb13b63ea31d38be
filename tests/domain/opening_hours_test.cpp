// Holidays that are fixed, yearly or move with Easter, and opening hours: what is open, the next
// opening, days and hours that are counted while it is open.
#include "core/domain/calendar.h"
#include "tests/support/story.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace followup {

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

DaySpan span(std::string_view from, std::string_view until) {
  return {parse_time_of_day(from).value(),
          until == "24:00" ? hours{24} : parse_time_of_day(until).value()};
}

OpeningHours monday_to_friday(const std::vector<DaySpan>& spans) {
  OpeningHours week;
  std::fill_n(week.week.begin(), 5, spans);
  return week;
}

std::chrono::month_day yearly(unsigned month, unsigned day) {
  return std::chrono::month{month} / std::chrono::day{day};
}

/// The Italian telemarketing window, as the fixture `callit` has it.
OpeningHours calling_window() {
  OpeningHours window = monday_to_friday({span("09:00", "20:00")});
  window.week[5] = {span("10:00", "19:00")};
  window.holiday_eve = {span("10:00", "19:00")};
  window.holidays.yearly = {yearly(1, 1),   yearly(1, 6),  yearly(4, 25), yearly(5, 1),
                            yearly(6, 2),   yearly(8, 15), yearly(11, 1), yearly(12, 8),
                            yearly(12, 25), yearly(12, 26)};
  window.holidays.from_easter = {1};
  window.closed = {date("2026-08-13")};
  return window;
}

/// An office with a lunch break; on Fridays it closes early.
OpeningHours office() {
  OpeningHours open = monday_to_friday({span("09:00", "13:00"), span("14:00", "18:00")});
  open.week[4] = {span("09:00", "13:00")};
  return open;
}

std::string shown(const std::optional<LocalTime>& local) {
  return local ? format_local(*local).substr(0, 16) : "never";
}

std::string shown(const std::optional<Date>& date) {
  return date ? format_date(*date) : "never";
}

TEST(EasterSunday, IsKnownOfEveryYear) {
  for (const char* day :
       {"1999-04-04", "2000-04-23", "2001-04-15", "2002-03-31", "2003-04-20", "2004-04-11",
        "2005-03-27", "2006-04-16", "2007-04-08", "2008-03-23", "2009-04-12", "2010-04-04",
        "2011-04-24", "2012-04-08", "2013-03-31", "2014-04-20", "2015-04-05", "2016-03-27",
        "2017-04-16", "2018-04-01", "2019-04-21", "2020-04-12", "2021-04-04", "2022-04-17",
        "2023-04-09", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16",
        "2029-04-01", "2030-04-21", "2038-04-25", "2285-03-22",
        // the years in which the full moon of the rule is moved
        "1954-04-18", "1981-04-19", "2049-04-18", "2076-04-19"})
    EXPECT_EQ(format_date(easter_sunday(date(day).year())), day);
}

TEST(Holidays, AreSingleDaysDaysOfEveryYearAndDaysThatMoveWithEaster) {
  const Holidays holidays{.once = {date("2026-08-14")},
                          .yearly = {yearly(12, 25), yearly(2, 29)},
                          .from_easter = {-47, -2, 1, 60}};
  for (const char* day : {"2026-08-14", "2026-12-25", "1999-12-25", "2028-02-29", "2026-02-17",
                          "2026-04-03", "2026-04-06", "2026-06-04", "2027-03-26", "2038-04-26"})
    EXPECT_TRUE(holidays.contains(date(day))) << day;
  for (const char* day : {"2027-08-14", "2026-12-24", "2027-02-28", "2027-03-01", "2026-04-05",
                          "2026-04-07", "2027-04-06"})
    EXPECT_FALSE(holidays.contains(date(day))) << day;
}

TEST(OpeningHours, AreOpenFromTheFirstSecondUntilTheLastIsOver) {
  struct Row {
    const char* at;
    bool open;
  };

  for (const auto& row : std::vector<Row>{{"2026-09-16T08:59:59", false},
                                          {"2026-09-16T09:00:00", true},
                                          {"2026-09-16T12:59:59", true},
                                          {"2026-09-16T13:00:00", false},
                                          {"2026-09-16T13:59:59", false},
                                          {"2026-09-16T14:00:00", true},
                                          {"2026-09-16T18:00:00", false},
                                          {"2026-09-18T14:00:00", false},
                                          {"2026-09-19T10:00:00", false}})
    EXPECT_EQ(office().is_open(local(row.at)), row.open) << row.at;
}

TEST(OpeningHours, OfTheEveOfAHolidayAreThoseOfAnOpenDayOnly) {
  const OpeningHours window = calling_window();
  const std::vector<DaySpan> eve{span("10:00", "19:00")};
  for (const char* day : {"2026-12-24", "2026-12-07", "2026-06-01", "2026-04-30", "2026-04-24"})
    EXPECT_EQ(window.open_on(date(day)), eve) << day;
  EXPECT_TRUE(window.open_on(date("2026-04-05")).empty()) << "Easter Sunday, before the Monday";
  EXPECT_TRUE(window.open_on(date("2026-12-25")).empty()) << "a holiday before a holiday";
  EXPECT_TRUE(window.open_on(date("2026-08-13")).empty()) << "closed";
  EXPECT_EQ(window.open_on(date("2026-08-12")), window.week[2]) << "a closed day is no holiday";
  OpeningHours without = window;
  without.holiday_eve.reset();
  EXPECT_EQ(without.open_on(date("2026-12-24")), window.week[3]);
  without.holiday_eve.emplace();
  EXPECT_TRUE(without.open_on(date("2026-12-24")).empty()) << "closed on eves";
}

// S-A24 and the window of the telemarketing code.
TEST(OpeningHours, MoveATimeIntoTheWindow) {
  struct Row {
    const char* wanted;
    const char* moved;
  };

  for (const auto& row : std::vector<Row>{
           {"2026-09-16T11:00", "2026-09-16T11:00"},  // open: unchanged
           {"2026-09-16T07:00", "2026-09-16T09:00"},
           {"2026-09-16T20:00", "2026-09-17T09:00"},
           {"2026-09-18T21:00", "2026-09-19T10:00"},  // Friday night: Saturday
           {"2026-09-19T09:00", "2026-09-19T10:00"},
           {"2026-09-19T19:00", "2026-09-21T09:00"},
           {"2026-09-20T11:00", "2026-09-21T09:00"},  // S-A24: Sunday
           {"2026-12-24T09:15", "2026-12-24T10:00"},  // Christmas Eve, a Thursday
           {"2026-12-24T19:00", "2026-12-28T09:00"},
           {"2026-04-04T18:59", "2026-04-04T18:59"},
           {"2026-04-04T19:00", "2026-04-07T09:00"},  // over Easter Monday
           {"2026-04-06T11:00", "2026-04-07T09:00"},
           {"2026-08-12T20:00", "2026-08-14T10:00"},  // closed the 13th, Ferragosto's eve the 14th
           {"2026-08-14T19:30", "2026-08-17T09:00"},
           {"2026-12-31T20:00", "2027-01-02T10:00"}})
    EXPECT_EQ(shown(calling_window().next_open(local(row.wanted))), row.moved) << row.wanted;
}

TEST(OpeningHours, OpenAgainAfterTheLunchBreak) {
  EXPECT_EQ(shown(office().next_open(local("2026-09-16T13:00"))), "2026-09-16T14:00");
  EXPECT_EQ(shown(office().next_open(local("2026-09-16T12:59"))), "2026-09-16T12:59");
  EXPECT_EQ(shown(office().next_open(local("2026-09-18T13:00"))), "2026-09-21T09:00");
}

TEST(OpeningHours, ReachFromMidnightToMidnight) {
  OpeningHours always;
  always.week.fill({span("00:00", "24:00")});
  EXPECT_TRUE(always.is_open(local("2026-09-16T00:00")));
  EXPECT_TRUE(always.is_open(local("2026-09-16T23:59:59")));
  EXPECT_EQ(shown(always.next_open(local("2026-09-16T23:59"))), "2026-09-16T23:59");
  EXPECT_EQ(shown(always.add_open_time(local("2026-09-16T22:00"), hours{2})), "2026-09-17T00:00");
  EXPECT_EQ(shown(always.add_open_time(local("2026-09-16T22:00"), hours{50})), "2026-09-19T00:00");
}

// S-T16, S-T18, S-T20, S-T27.
TEST(OpeningHours, AddOpenDaysWithoutCountingTheFirst) {
  OpeningHours italy = office();
  italy.holidays.from_easter = {1};
  OpeningHours germany = italy;
  germany.holidays.from_easter = {-2, 1};
  OpeningHours brazil = italy;
  brazil.holidays = {.once = {}, .yearly = {yearly(4, 21)}, .from_easter = {-2}};
  OpeningHours carnival = brazil;
  carnival.closed = {date("2026-02-16"), date("2026-02-17")};

  struct Row {
    const OpeningHours& office;
    const char* day;
    int days;
    const char* after;
  };

  for (const auto& row : std::vector<Row>{{italy, "2026-04-02", 3, "2026-04-08"},
                                          {germany, "2026-04-02", 3, "2026-04-09"},
                                          {brazil, "2026-04-02", 3, "2026-04-08"},
                                          {brazil, "2026-04-15", 7, "2026-04-27"},
                                          {brazil, "2026-02-12", 5, "2026-02-19"},
                                          {carnival, "2026-02-12", 5, "2026-02-23"},
                                          {italy, "2026-04-04", 0, "2026-04-04"},
                                          {italy, "2026-04-04", 1, "2026-04-07"},
                                          {italy, "2026-04-02", 3650, "2040-04-19"}})
    EXPECT_EQ(shown(row.office.add_open_days(date(row.day), row.days)), row.after)
        << row.days << " days after " << row.day;
}

TEST(OpeningHours, StopTheHoursWhileTheOfficeIsClosed) {
  struct Row {
    const char* from;
    seconds duration;
    const char* end;
  };

  for (const auto& row :
       std::vector<Row>{{"2026-09-16T10:00", hours{2}, "2026-09-16T12:00"},
                        {"2026-09-16T12:30", hours{1}, "2026-09-16T14:30"},
                        {"2026-09-16T12:00", hours{1}, "2026-09-16T13:00"},  // not 14:00
                        {"2026-09-16T13:20", minutes{5}, "2026-09-16T14:05"},
                        {"2026-09-16T17:00", hours{24}, "2026-09-22T12:00"},
                        {"2026-09-18T12:30", hours{1}, "2026-09-21T09:30"},
                        {"2026-09-19T10:00", hours{8}, "2026-09-21T18:00"},
                        {"2026-09-19T10:00", seconds{0}, "2026-09-19T10:00"},
                        {"2026-03-27T12:00", hours{2}, "2026-03-30T10:00"},
                        {"2026-10-23T12:00", hours{2}, "2026-10-26T10:00"}})
    EXPECT_EQ(shown(office().add_open_time(local(row.from), row.duration)), row.end) << row.from;
  EXPECT_EQ(shown(calling_window().add_open_time(local("2026-12-24T18:30"), hours{1})),
            "2026-12-28T09:30");
  EXPECT_EQ(shown(office().add_open_time(local("2026-09-16T09:00"), hours{36 * 52 * 20})),
            "2046-08-21T18:00")
      << "more than ten years, though never closed for long";
}

TEST(OpeningHours, CountBackWhatWasOpen) {
  struct Row {
    const char* until;
    seconds duration;
    const char* begin;
  };

  for (const auto& row :
       std::vector<Row>{{"2026-09-16T12:00", hours{2}, "2026-09-16T10:00"},
                        {"2026-09-16T14:30", hours{1}, "2026-09-16T12:30"},
                        {"2026-09-16T15:00", hours{1}, "2026-09-16T14:00"},  // not 13:00
                        {"2026-09-16T08:00", minutes{5}, "2026-09-15T17:55"},
                        {"2026-09-21T09:30", hours{1}, "2026-09-18T12:30"},
                        {"2026-09-20T12:00", hours{12}, "2026-09-17T09:00"},
                        {"2026-09-20T12:00", seconds{0}, "2026-09-20T12:00"}})
    EXPECT_EQ(shown(office().subtract_open_time(local(row.until), row.duration)), row.begin)
        << row.until;
  OpeningHours always;
  always.week.fill({span("00:00", "24:00")});
  EXPECT_EQ(shown(always.subtract_open_time(local("2026-09-17T00:00"), hours{26})),
            "2026-09-15T22:00");
}

TEST(OpeningHours, ThatAreNeverOpenComeToNothing) {
  OpeningHours holidays_only = office();
  for (unsigned month = 1; month <= 12; ++month)
    for (unsigned day = 1; yearly(month, day).ok(); ++day)
      holidays_only.holidays.yearly.insert(yearly(month, day));
  OpeningHours empty_spans;
  empty_spans.week.fill({DaySpan{hours{9}, hours{9}}, DaySpan{hours{12}, hours{10}}});
  for (const auto& never : {OpeningHours{}, holidays_only, empty_spans}) {
    const LocalTime now = local("2026-09-16T11:00");
    EXPECT_FALSE(never.is_open(now));
    EXPECT_EQ(never.next_open(now), std::nullopt);
    EXPECT_EQ(never.add_open_days(date("2026-09-16"), 1), std::nullopt);
    EXPECT_EQ(never.add_open_time(now, seconds{1}), std::nullopt);
    EXPECT_EQ(never.add_open_days(date("2026-09-16"), 0), date("2026-09-16"));
    EXPECT_EQ(never.add_open_time(now, seconds{0}), now);
    EXPECT_EQ(never.subtract_open_time(now, seconds{1}), std::nullopt);
  }
}

TEST(OpeningHours, AreLookedForTenYearsAhead) {
  OpeningHours closed_for_long = office();
  for (Date day = date("2026-01-01"); day < date("2036-01-10"); day = add_days(day, 1))
    closed_for_long.closed.insert(day);
  EXPECT_EQ(shown(closed_for_long.next_open(local("2026-02-01T12:00"))), "2036-01-10T09:00");
  EXPECT_EQ(shown(closed_for_long.next_open(local("2026-01-01T12:00"))), "never");
  EXPECT_EQ(shown(closed_for_long.subtract_open_time(local("2035-12-01T12:00"), seconds{1})),
            "2025-12-31T17:59");
  EXPECT_EQ(shown(closed_for_long.subtract_open_time(local("2036-01-09T12:00"), seconds{1})),
            "never");
}

}  // namespace

}  // namespace followup
