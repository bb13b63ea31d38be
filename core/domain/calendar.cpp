#include "core/domain/calendar.h"

namespace followup {

bool BusinessCalendar::is_business_day(Date date) const {
  const std::chrono::weekday day{std::chrono::sys_days{date}};
  return day != std::chrono::Saturday && day != std::chrono::Sunday && !holidays_.contains(date);
}

Date BusinessCalendar::shifted(Date date, Shift shift) const {
  if (shift == Shift::none) return date;
  const int step = shift == Shift::next ? 1 : -1;
  while (!is_business_day(date))
    date = add_days(date, step);
  return date;
}

Date BusinessCalendar::add_business_days(Date date, int days) const {
  while (days > 0) {
    date = add_days(date, 1);
    if (is_business_day(date)) --days;
  }
  return date;
}

}  // namespace followup
