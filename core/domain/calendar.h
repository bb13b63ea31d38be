// Business days of a tenant and what is done with a date that falls on none (Q5). Pure.
#pragma once

#include "core/base/time.h"
#include "core/base/zone.h"

#include <array>
#include <chrono>
#include <optional>
#include <set>
#include <vector>

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

/// Easter Sunday of the Gregorian calendar.
[[nodiscard]] Date easter_sunday(std::chrono::year year);

/// Days on which nobody works: single days, days of every year, and days that move with Easter.
struct Holidays {
  std::set<Date> once;
  std::set<std::chrono::month_day> yearly;
  std::set<int> from_easter;  ///< days after Easter Sunday: 1 is Easter Monday, -2 Good Friday

  [[nodiscard]] bool contains(Date date) const;
  friend bool operator==(const Holidays&, const Holidays&) = default;
};

/// A stretch of a day, from inclusive to exclusive, in local seconds since midnight (at most 24 h).
struct DaySpan {
  std::chrono::seconds from{0};
  std::chrono::seconds until{0};
  friend auto operator<=>(const DaySpan&, const DaySpan&) = default;  // NOLINT: takes 0 for null
};

/// When something is open, in civil time: a calling window, business hours. All spans of a day are
/// in order and do not overlap; a calendar without any span is never open.
struct OpeningHours {
  std::array<std::vector<DaySpan>, 7> week;         ///< by weekday, Monday first
  std::optional<std::vector<DaySpan>> holiday_eve;  ///< of an open day before a holiday
  Holidays holidays;                                ///< never open
  std::set<Date> closed;                            ///< neither: closed days that are no holidays

  /// What is open that day: a day with hours of its own that is an eve of a holiday has the eve's.
  [[nodiscard]] const std::vector<DaySpan>& open_on(Date date) const;
  [[nodiscard]] bool is_open(LocalTime local) const;
  /// The time itself if it is open, else the next opening ("move into the window"). Nothing: not
  /// open within ten years.
  [[nodiscard]] std::optional<LocalTime> next_open(LocalTime local) const;
  /// `days` open days after `date`; the start day is not counted. Nothing: as above.
  [[nodiscard]] std::optional<Date> add_open_days(Date date, int days) const;
  /// `duration` of open time after `local`: hours that stop when the office is closed. The end of
  /// a span is reached, not the next opening.
  [[nodiscard]] std::optional<LocalTime> add_open_time(LocalTime local,
                                                       std::chrono::seconds duration) const;
  /// The latest time that has `duration` of open time between it and `local`. The beginning of a
  /// span is reached, not the end of the one before. Nothing: as above, looking back.
  [[nodiscard]] std::optional<LocalTime> subtract_open_time(LocalTime local,
                                                            std::chrono::seconds duration) const;
  /// The day itself, or the next that is neither a Sunday nor a holiday; whether anything is open
  /// then does not matter. Nothing: as above.
  [[nodiscard]] std::optional<Date> next_working_day(Date date) const;
  friend bool operator==(const OpeningHours&, const OpeningHours&) = default;
};

/// The local time of an instant, for what must not happen before it: in the second hour of two that
/// have the same times it is given as later as the two are apart, for a local time that comes twice
/// means the first (RFC 5545; Q3).
[[nodiscard]] LocalTime not_before(TimePoint at, const Zone& zone);

/// `duration` after `local` on the clock on the wall of everybody, and not before: hours that run
/// minute by minute, through the night and through a change of the offset (a local time in a gap
/// has the offset before it).
[[nodiscard]] LocalTime add_elapsed(LocalTime local, std::chrono::seconds duration,
                                    const Zone& zone);

/// Hours of the recipient's own day in which nothing but urgent mail is sent (S-X10). `until`
/// before `from` reaches over midnight; equal: none.
struct QuietHours {
  std::chrono::seconds from{0};
  std::chrono::seconds until{0};

  /// `at` if it is not quiet in `zone`, else when the quiet hours end there.
  [[nodiscard]] TimePoint wait_until(TimePoint at, const Zone& zone) const;
  friend bool operator==(const QuietHours&, const QuietHours&) = default;
};

}  // namespace followup
