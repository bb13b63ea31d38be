// Business days of Brazil, Germany and Italy, configured as a tenant would configure them, against
// a table that other people's program made (tools/make-holiday-tables): every day of seven years,
// and the ends of terms in business days.
#include "tests/domain/term_office.h"

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

namespace followup {

namespace {

/// What the table says of a country.
struct ForeignTable {
  struct Ends {
    Date start;
    std::vector<Date> ends;  ///< one for each of `counts`
  };

  std::vector<int> counts;
  std::set<Date> holidays;
  std::set<Date> left_out;
  std::vector<Ends> terms;
};

std::set<Date> read_days(std::istringstream& line) {
  std::set<Date> days;
  for (std::string day; line >> day;)
    days.insert(date(day));
  return days;
}

std::vector<int> read_numbers(std::istringstream& line) {
  std::vector<int> numbers;
  for (int number = 0; line >> number;)
    numbers.push_back(number);
  return numbers;
}

ForeignTable read_table(const std::string& country) {
  ForeignTable table;
  std::ifstream file(FOLLOWUP_SOURCE_DIR "/tests/domain/holiday_tables.txt");
  for (std::string text; std::getline(file, text);) {
    std::istringstream line(text);
    std::string what;
    std::string whose;
    line >> what;
    if (what == "counts") table.counts = read_numbers(line);
    if (what == "#" || what == "counts" || !(line >> whose) || whose != country) continue;
    if (what == "holidays") table.holidays.merge(read_days(line));
    if (what == "left_out") table.left_out.merge(read_days(line));
    if (what != "ends") continue;
    std::string start;
    line >> start;
    ForeignTable::Ends term{date(start), {}};
    for (const int days : read_numbers(line))
      term.ends.push_back(add_days(term.start, days));
    table.terms.push_back(std::move(term));
  }
  return table;
}

struct Country {
  const char* code;
  Office (*office)();
};

class HolidayTable : public testing::TestWithParam<Country> {
 protected:
  Office office_ = GetParam().office();
  ForeignTable foreign_ = read_table(GetParam().code);
};

TEST_P(HolidayTable, AgreesOnEveryDayOfSevenYears) {
  const OpeningHours& open = office_.hours;
  ASSERT_GE(foreign_.holidays.size(), 7U * 9);
  for (Date day = date("2024-01-01"); day < date("2031-01-01"); day = add_days(day, 1)) {
    const bool holiday = foreign_.holidays.contains(day);
    const auto weekday = std::chrono::weekday{std::chrono::sys_days{day}}.iso_encoding();
    EXPECT_EQ(open.holidays.contains(day), holiday) << format_date(day);
    EXPECT_EQ(open.open_on(day).empty(), holiday || weekday >= 6) << format_date(day);
    EXPECT_EQ(open.next_working_day(day) == day, !holiday && weekday != 7) << format_date(day);
  }
}

// Brazil's election days and Italy's Easter Sunday are holidays to the others.
TEST_P(HolidayTable, LeavesOutNothingButSundays) {
  for (const Date day : foreign_.left_out)
    EXPECT_EQ(std::chrono::weekday{std::chrono::sys_days{day}}, std::chrono::Sunday)
        << format_date(day);
}

TEST_P(HolidayTable, AgreesOnTheEndsOfTermsInBusinessDays) {
  ASSERT_EQ(foreign_.counts.size(), 8U);
  ASSERT_GE(foreign_.terms.size(), 270U);
  for (const auto& [start, ends] : foreign_.terms) {
    ASSERT_EQ(ends.size(), foreign_.counts.size()) << format_date(start);
    for (std::size_t i = 0; i < ends.size(); ++i) {
      const Term term{TermUnit::business_days, foreign_.counts[i]};
      EXPECT_EQ(office_.last_day(format_date(start) + "T12:00", term), format_date(ends[i]))
          << term.count << " business days from " << format_date(start);
    }
  }
}

// The law, not the custom: the others' table has the same view.
TEST(HolidayTables, KnowWhatIsAHolidayInBrazil) {
  const ForeignTable table = read_table("BR");
  for (const char* carnival_or_corpus_christi :
       {"2026-02-16", "2026-02-17", "2026-02-18", "2026-06-04", "2027-02-08", "2027-02-09"})
    EXPECT_FALSE(table.holidays.contains(date(carnival_or_corpus_christi)));
  for (int year = 2024; year <= 2030; ++year)
    EXPECT_TRUE(table.holidays.contains(std::chrono::year{year} / 11 / 20)) << year;
}

INSTANTIATE_TEST_SUITE_P(Of, HolidayTable,
                         testing::Values(Country{"BR", saudebr}, Country{"DE", germany},
                                         Country{"IT", italy}),
                         [](const auto& country) { return std::string(country.param.code); });

}  // namespace

}  // namespace followup
