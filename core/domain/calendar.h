// Business days of a tenant and what is done with a date that falls on none (Q5). Pure.
#pragma once

#include "core/base/time.h"

#include <set>

namespace followup {

/// What happens to a date on a weekend or holiday (Q5).
enum class Shift { none, next, previous };

/// Monday to Friday, less the holidays.
class BusinessCalendar {
 public:
  BusinessCalendar() = default;

  explicit BusinessCalendar(std::set<Date> holidays) : holidays_(std::move(holidays)) {}

  [[nodiscard]] bool is_business_day(Date date) const;
  /// The date itself, or the next / previous business day (Q5).
  [[nodiscard]] Date shifted(Date date, Shift shift) const;
  /// `days` business days after `date`; the start day is not counted.
  [[nodiscard]] Date add_business_days(Date date, int days) const;

  [[nodiscard]] const std::set<Date>& holidays() const { return holidays_; }

  friend bool operator==(const BusinessCalendar&, const BusinessCalendar&) = default;

 private:
  std::set<Date> holidays_;
};

}  // namespace followup
