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

// The anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, chapter 8).
Date easter_sunday(std::chrono::year year) {
  const int y = static_cast<int>(year);
  const int golden = y % 19;
  const int century = y / 100;
  const int of_century = y % 100;
  const int epact = (19 * golden + century - century / 4 - (8 * century + 13) / 25 + 15) % 30;
  const int to_sunday =
      (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
  const int late = (golden + 11 * epact + 22 * to_sunday) / 451;
  const int since_march = epact + to_sunday - 7 * late + 114;
  return year / (since_march / 31) / (since_march % 31 + 1);
}

bool Holidays::contains(Date date) const {
  if (once.contains(date) || yearly.contains(date.month() / date.day())) return true;
  if (from_easter.empty()) return false;
  const auto away = std::chrono::sys_days{date} - std::chrono::sys_days{easter_sunday(date.year())};
  return from_easter.contains(static_cast<int>(away.count()));
}

}  // namespace followup
