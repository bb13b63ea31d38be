// The ends of terms and the warnings before them, as the scenarios of follow-up tickets have them
// (domain.md 3.T) and as the laws of three countries count.
#include "tests/domain/term_office.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace followup {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr Term one_day{TermUnit::minutes, 24 * 60};
constexpr Term one_month{TermUnit::months, 1};

Term business_days(int count) {
  return {TermUnit::business_days, count};
}

TEST(Terms, S_T01_HoursRunMinuteByMinuteAlsoOutsideBusinessHours) {
  const auto end = saudebr().end(instant("2026-03-06T19:00:00Z"), one_day).value();
  EXPECT_EQ(format_local(end.local), "2026-03-07T16:00:00");
  EXPECT_EQ(format_instant(end.at), "2026-03-07T19:00:00Z");
}

TEST(Terms, S_T02_WarnInTheLastHalfHourOfBusinessTimeAndWhenThreeQuartersAreGone) {
  EXPECT_EQ(
      saudebr().warnings("2026-03-06T16:00", one_day, {ShareGone{75}, OpenTimeLeft{minutes{30}}}),
      (Lines{"2026-03-06T17:30:00", "2026-03-07T10:00:00"}));
}

TEST(Terms, S_T15_DaysOfTheCalendarEndWithTheLastSecondOfADay) {
  const auto end = saudebr().end(instant("2026-06-01T13:00:00Z"), {TermUnit::days, 15}).value();
  EXPECT_EQ(format_local(end.local), "2026-06-16T23:59:59");
  EXPECT_EQ(format_instant(end.at), "2026-06-17T02:59:59Z");
  EXPECT_EQ(saudebr().last_day("2026-06-05T10:00", {TermUnit::days, 15}), "2026-06-20")
      << "a Saturday: calendar days are not shifted unless a tenant says so";
}

TEST(Terms, S_T16_BusinessDaysLeaveOutAHoliday) {
  EXPECT_EQ(saudebr().last_day("2026-04-15T10:00", business_days(7)), "2026-04-27");
}

TEST(Terms, S_T18_CarnivalIsWorkedUnlessItIsClosed) {
  Office carnival = saudebr();
  carnival.hours.closed = {date("2026-02-16"), date("2026-02-17")};
  EXPECT_EQ(saudebr().last_day("2026-02-12T10:00", business_days(5)), "2026-02-19");
  EXPECT_EQ(carnival.last_day("2026-02-12T10:00", business_days(5)), "2026-02-23");
}

TEST(Terms, S_T20_AHolidayOfAStateCountsWhereItIsConfigured) {
  Office sao_paulo = saudebr();
  sao_paulo.hours.holidays.yearly.insert(yearly("07-09"));
  EXPECT_EQ(saudebr().last_day("2025-07-01T10:00", business_days(7)), "2025-07-10");
  EXPECT_EQ(sao_paulo.last_day("2025-07-01T10:00", business_days(7)), "2025-07-11");
}

TEST(Terms, S_T21_AnExtensionCountsFromTheSameStart) {
  EXPECT_EQ(saudebr().last_day("2026-04-15T10:00", business_days(7)), "2026-04-27");
  EXPECT_EQ(saudebr().last_day("2026-04-15T10:00", business_days(30)), "2026-05-29");
}

TEST(Terms, S_T23_SaoPauloHasNoSummerTimeSince2019) {
  EXPECT_EQ(format_instant(saudebr().end(instant("2026-10-31T12:00:00Z"), one_day).value().at),
            "2026-11-01T12:00:00Z");
  EXPECT_EQ(saudebr().end("2026-10-31T09:00", one_day), "2026-11-01T09:00:00");
  EXPECT_EQ(saudebr().end("2018-11-03T09:00", one_day), "2018-11-04T10:00:00") << "it had";
}

TEST(Terms, S_T26_AMonthEndsAsEachCountryHasIt) {
  EXPECT_EQ(saudebr().last_day("2026-01-31T10:00", one_month), "2026-03-02");
  EXPECT_EQ(germany().last_day("2026-01-31T10:00", one_month), "2026-03-02");
  EXPECT_EQ(italy().last_day("2026-01-31T10:00", one_month), "2026-02-28");
  Office unshifted = saudebr();
  unshifted.rules.shift_months = TermShift::none;
  EXPECT_EQ(unshifted.last_day("2026-01-31T10:00", one_month), "2026-03-01");
}

TEST(Terms, S_T27_EasterIsOffByCountry) {
  EXPECT_EQ(italy().last_day("2026-04-02T10:00", business_days(3)), "2026-04-08");
  EXPECT_EQ(germany().last_day("2026-04-02T10:00", business_days(3)), "2026-04-09");
  EXPECT_EQ(saudebr().last_day("2026-04-02T10:00", business_days(3)), "2026-04-08");
}

TEST(Terms, S_T32_OfTwoTheEarlierCounts) {
  const Office br = saudebr();
  const auto earliest = [&](const std::vector<Term>& terms, const OpeningHours& open) {
    const auto end = earliest_end(instant("2026-04-15T13:00:00Z"), terms, open, br.zone, br.rules);
    return end ? format_local(end->local) : "never";
  };
  EXPECT_EQ(earliest({business_days(10), business_days(5)}, br.hours), "2026-04-23T23:59:59");
  EXPECT_EQ(earliest({{TermUnit::minutes, 60}, business_days(5)}, br.hours), "2026-04-15T11:00:00");
  EXPECT_EQ(earliest({business_days(5), {TermUnit::days, 10}}, {}), "2026-04-25T23:59:59")
      << "one that never ends is passed over";
  EXPECT_EQ(earliest({business_days(5)}, {}), "never");
  EXPECT_EQ(earliest({}, br.hours), "never");
}

TEST(Terms, OfMonthsEndOnTheSameNumberOrWhereItIsMissingAsTheRulesSay) {
  struct Row {
    const char* start;
    int months;
    const char* next_day;
    const char* last_day;
  };

  Office next = saudebr();
  next.rules = {.month_end = MonthEnd::next_day};
  Office last = saudebr();
  last.rules = {.month_end = MonthEnd::last_day};
  for (const auto& row : std::vector<Row>{{"2026-01-15T10:00", 1, "2026-02-15", "2026-02-15"},
                                          {"2026-01-29T10:00", 1, "2026-03-01", "2026-02-28"},
                                          {"2028-01-29T10:00", 1, "2028-02-29", "2028-02-29"},
                                          {"2028-01-30T10:00", 1, "2028-03-01", "2028-02-29"},
                                          {"2026-08-31T10:00", 1, "2026-10-01", "2026-09-30"},
                                          {"2026-12-31T10:00", 2, "2027-03-01", "2027-02-28"},
                                          {"2026-10-31T10:00", 1, "2026-12-01", "2026-11-30"},
                                          {"2028-02-29T10:00", 12, "2029-03-01", "2029-02-28"},
                                          {"2028-02-29T10:00", 48, "2032-02-29", "2032-02-29"},
                                          {"2026-02-28T10:00", 1, "2026-03-28", "2026-03-28"},
                                          {"2026-01-31T10:00", 0, "2026-01-31", "2026-01-31"}}) {
    const Term term{TermUnit::months, row.months};
    EXPECT_EQ(next.last_day(row.start, term), row.next_day) << row.start << " +" << row.months;
    EXPECT_EQ(last.last_day(row.start, term), row.last_day) << row.start << " +" << row.months;
  }
}

TEST(Terms, OfCalendarDaysAreShiftedAsEachCountryHasIt) {
  struct Row {
    const char* start;
    int days;
    const char* germany;
    const char* italy;
  };

  Office saint = italy();
  saint.hours.closed = {date("2026-08-14")};  // the office's own day off is no holiday
  for (const auto& row : std::vector<Row>{
           {"2026-03-02T10:00", 5, "2026-03-09", "2026-03-07"},  // Saturday
           {"2026-03-02T10:00", 6, "2026-03-09", "2026-03-09"},  // Sunday
           {"2026-03-31T10:00", 3, "2026-04-07", "2026-04-03"},  // Good Friday
           {"2026-03-31T10:00", 5, "2026-04-07", "2026-04-07"},  // Easter Sunday
           {"2026-12-20T10:00", 5, "2026-12-28", "2026-12-28"},  // Christmas, a Friday
           {"2026-08-10T10:00", 4, "2026-08-14", "2026-08-14"},  // closed in Italy
           {"2026-08-10T10:00", 5, "2026-08-17", "2026-08-17"},  // a holiday in Italy, a Saturday
           {"2026-05-11T10:00", 3, "2026-05-15", "2026-05-14"},  // Ascension
           {"2026-03-02T10:00", 1, "2026-03-03", "2026-03-03"}}) {
    const Term term{TermUnit::days, row.days};
    EXPECT_EQ(germany().last_day(row.start, term), row.germany) << row.start << " +" << row.days;
    EXPECT_EQ(saint.last_day(row.start, term), row.italy) << row.start << " +" << row.days;
  }
}

TEST(Terms, InBusinessMinutesStopWhileTheOfficeIsClosed) {
  const Office br = saudebr();
  EXPECT_EQ(br.end("2026-03-06T16:00", {TermUnit::business_minutes, 240}), "2026-03-09T10:00:00");
  EXPECT_EQ(br.end("2026-03-06T16:00", {TermUnit::business_minutes, 120}), "2026-03-06T18:00:00");
  EXPECT_EQ(br.end("2026-03-07T11:00", {TermUnit::business_minutes, 1}), "2026-03-09T08:01:00");
  EXPECT_EQ(br.end("2026-04-02T17:30", {TermUnit::business_minutes, 600}), "2026-04-06T17:30:00");
}

TEST(Terms, BeginOnTheDayThatItIsInTheZone) {
  const Office br = saudebr();
  const auto end = [&](const char* at) {
    return format_local(br.end(instant(at), business_days(1)).value().local);
  };
  EXPECT_EQ(end("2026-03-03T02:59:59Z"), "2026-03-03T23:59:59") << "still Monday in São Paulo";
  EXPECT_EQ(end("2026-03-03T03:00:00Z"), "2026-03-04T23:59:59");
  EXPECT_EQ(br.last_day("2026-03-07T10:00", business_days(1)), "2026-03-09");
  EXPECT_EQ(br.last_day("2026-03-06T23:59", business_days(1)), "2026-03-09");
}

TEST(Terms, ThatNeedOpenHoursHaveNoEndWhereThereAreNone) {
  Office never = saudebr();
  never.hours = {};
  for (const Term& term : {business_days(1), Term{TermUnit::business_minutes, 1}, one_month})
    EXPECT_EQ(never.end("2026-03-02T10:00", term), "never");
  EXPECT_EQ(never.end("2026-03-02T10:00", one_day), "2026-03-03T10:00:00");
  EXPECT_EQ(never.last_day("2026-03-02T10:00", {TermUnit::days, 1}), "2026-03-03");
  EXPECT_EQ(never.warnings("2026-03-02T10:00", one_day, {OpenTimeLeft{minutes{1}}}), Lines{});
  Office holidays_only = italy();
  for (Date day = date("2028-01-01"); day < date("2029-01-01"); day = add_days(day, 1))
    holidays_only.hours.holidays.yearly.insert(day.month() / day.day());
  EXPECT_EQ(holidays_only.end("2026-03-02T10:00", one_month), "never");
}

TEST(TermWarnings, AreLeftOutBeforeTheStartAndFromTheEndOn) {
  const Office br = saudebr();
  const std::vector<TermWarning> half_hour{OpenTimeLeft{minutes{30}}};
  EXPECT_EQ(br.warnings("2026-03-06T20:00", one_day, half_hour), Lines{}) << "was at 17:30";
  EXPECT_EQ(br.warnings("2026-03-06T17:31", {TermUnit::minutes, 20}, half_hour), Lines{});
  EXPECT_EQ(br.warnings("2026-03-06T17:30", one_day, half_hour), Lines{"2026-03-06T17:30:00"});
  EXPECT_EQ(br.warnings("2026-03-06T10:00", {TermUnit::minutes, 60}, {OpenTimeLeft{minutes{0}}}),
            Lines{});
}

TEST(TermWarnings, AreInOrderAndEachTimeOnce) {
  EXPECT_EQ(saudebr().warnings("2026-03-02T10:00", {TermUnit::minutes, 120},
                               {ShareGone{75}, OpenTimeLeft{minutes{60}}, ShareGone{50},
                                OpenTimeLeft{minutes{30}}, ShareGone{99}}),
            (Lines{"2026-03-02T11:00:00", "2026-03-02T11:30:00", "2026-03-02T11:58:48"}));
}

TEST(TermWarnings, CountOpenTimeBackOverNightsWeekendsAndHolidays) {
  struct Row {
    const char* due;
    int left;
    const char* warning;
  };

  Office lunch = saudebr();
  std::fill_n(lunch.hours.week.begin(), 5,
              std::vector<DaySpan>{{hours{8}, hours{12}}, {hours{13}, hours{18}}});
  for (const auto& row : std::vector<Row>{{"2026-03-04T10:00", 30, "2026-03-04T09:30:00"},
                                          {"2026-03-04T08:30", 30, "2026-03-04T08:00:00"},
                                          {"2026-03-04T08:10", 30, "2026-03-03T17:40:00"},
                                          {"2026-03-04T12:30", 30, "2026-03-04T11:30:00"},
                                          {"2026-03-04T13:10", 30, "2026-03-04T11:40:00"},
                                          {"2026-03-04T00:00", 30, "2026-03-03T17:30:00"},
                                          {"2026-03-09T08:00", 540, "2026-03-06T08:00:00"},
                                          {"2026-03-09T08:01", 542, "2026-03-05T17:59:00"},
                                          {"2026-04-06T09:00", 90, "2026-04-02T17:30:00"}}) {
    const TermTime end{local(row.due), lunch.zone.to_instant(local(row.due))};
    const auto times = warning_times(instant("2026-01-01T00:00:00Z"), end,
                                     {OpenTimeLeft{minutes{row.left}}}, lunch.hours, lunch.zone);
    ASSERT_EQ(times.size(), 1U) << row.due;
    EXPECT_EQ(format_local(times[0].local), row.warning)
        << row.left << " minutes before " << row.due;
  }
}

TEST(TermWarnings, TakeTheShareOfADayTermFromTheTimeThatPasses) {
  EXPECT_EQ(saudebr().warnings("2026-06-01T23:59:59", {TermUnit::days, 10}, {ShareGone{50}}),
            Lines{"2026-06-06T23:59:59"});
  EXPECT_EQ(saudebr().warnings("2026-03-05T23:59:59", business_days(2), {ShareGone{50}}),
            Lines{"2026-03-07T23:59:59"})
      << "a Saturday, though the term does not count it";
}

}  // namespace

}  // namespace followup
