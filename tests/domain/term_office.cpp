#include "tests/domain/term_office.h"

#include <algorithm>

namespace followup {

namespace {

using std::chrono::hours;

Office office(const char* zone, std::initializer_list<std::string_view> yearly_holidays,
              std::set<int> from_easter, TermRules rules) {
  Office made{{}, Zone::load(zone).value(), rules};
  std::fill_n(made.hours.week.begin(), 5, std::vector<DaySpan>{{hours{8}, hours{18}}});
  for (const auto day : yearly_holidays)
    made.hours.holidays.yearly.insert(yearly(day));
  made.hours.holidays.from_easter = std::move(from_easter);
  return made;
}

}  // namespace

std::optional<TermTime> Office::end(TimePoint start, Term term) const {
  return term_end(start, term, hours, zone, rules);
}

std::string Office::end(std::string_view start, Term term) const {
  const auto found = end(zone.to_instant(local(start)), term);
  return found ? format_local(found->local) : "never";
}

std::string Office::last_day(std::string_view start, Term term) const {
  const std::string found = end(start, term);
  const auto rest = found.find("T23:59:59");
  return rest == std::string::npos ? "not the end of a day: " + found : found.substr(0, rest);
}

Lines Office::warnings(std::string_view start, Term term,
                       const std::vector<TermWarning>& wanted) const {
  const TimePoint begin = zone.to_instant(local(start));
  Lines lines;
  for (const auto& time : warning_times(begin, end(begin, term).value(), wanted, hours, zone))
    lines.push_back(format_local(time.local));
  return lines;
}

std::chrono::month_day yearly(std::string_view day) {
  const Date of_leap_year = date("2024-" + std::string(day));
  return of_leap_year.month() / of_leap_year.day();
}

Office saudebr() {
  return office("America/Sao_Paulo",
                {"01-01", "04-21", "05-01", "09-07", "10-12", "11-02", "11-15", "11-20", "12-25"},
                {-2}, {MonthEnd::next_day, TermShift::none, TermShift::next_business_day});
}

Office germany() {
  return office("Europe/Berlin", {"01-01", "05-01", "10-03", "12-25", "12-26"}, {-2, 1, 39, 50},
                {MonthEnd::last_day, TermShift::next_business_day, TermShift::next_business_day});
}

Office italy() {
  Office made = office(
      "Europe/Rome",
      {"01-01", "01-06", "04-25", "05-01", "06-02", "08-15", "11-01", "12-08", "12-25", "12-26"},
      {1}, {MonthEnd::last_day, TermShift::next_working_day, TermShift::next_working_day});
  for (const char* day : {"2026-10-04", "2027-10-04", "2028-10-04", "2029-10-04", "2030-10-04"})
    made.hours.holidays.once.insert(date(day));
  return made;
}

}  // namespace followup
