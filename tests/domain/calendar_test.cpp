// Business days: weekends, holidays, shifts and business-day arithmetic (Q4, Q5).
#include "core/domain/calendar.h"

#include "tests/support/story.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

// Easter 2026: Good Friday 3 April, Monday 6 April.
const BusinessCalendar easter({date("2026-04-03"), date("2026-04-06")});

TEST(BusinessCalendar, CountsMondayToFridayLessTheHolidays) {
  EXPECT_TRUE(easter.is_business_day(date("2026-04-02")));
  EXPECT_FALSE(easter.is_business_day(date("2026-04-03")));
  EXPECT_FALSE(easter.is_business_day(date("2026-04-04")));
  EXPECT_FALSE(easter.is_business_day(date("2026-04-05")));
  EXPECT_FALSE(easter.is_business_day(date("2026-04-06")));
  EXPECT_TRUE(easter.is_business_day(date("2026-04-07")));
  EXPECT_TRUE(BusinessCalendar().is_business_day(date("2026-04-06")));
}

TEST(BusinessCalendar, ShiftsOnlyWhatIsNoBusinessDay) {
  struct Row {
    const char* day;
    Shift shift;
    const char* shifted;
  };

  const std::vector<Row> rows{
      {"2026-04-02", Shift::next, "2026-04-02"},     {"2026-04-03", Shift::next, "2026-04-07"},
      {"2026-04-05", Shift::previous, "2026-04-02"}, {"2026-04-05", Shift::none, "2026-04-05"},
      {"2026-04-07", Shift::previous, "2026-04-07"}, {"2026-02-28", Shift::next, "2026-03-02"},
      {"2027-01-02", Shift::previous, "2027-01-01"}};
  for (const auto& row : rows)
    EXPECT_EQ(easter.shifted(date(row.day), row.shift), date(row.shifted)) << row.day;
}

TEST(BusinessCalendar, AddsBusinessDaysWithoutCountingTheFirst) {
  struct Row {
    const char* day;
    int days;
    const char* after;
  };

  const std::vector<Row> rows{{"2026-04-02", 0, "2026-04-02"}, {"2026-04-02", 1, "2026-04-07"},
                              {"2026-04-04", 0, "2026-04-04"}, {"2026-04-04", 1, "2026-04-07"},
                              {"2026-04-07", 5, "2026-04-14"}, {"2026-12-31", 1, "2027-01-01"},
                              {"2028-02-28", 2, "2028-03-01"}};
  for (const auto& row : rows)
    EXPECT_EQ(easter.add_business_days(date(row.day), row.days), date(row.after)) << row.day;
}

}  // namespace

}  // namespace followup
