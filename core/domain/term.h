// Terms: when a demand has to be answered, counted from an instant as laws count it (domain.md 4.2:
// hours, days, business days, months), and when to warn before. Pure; which term holds for what,
// and what is done at its end, is the rules'.
#pragma once

#include "core/base/time.h"
#include "core/base/zone.h"
#include "core/domain/calendar.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

namespace followup {

/// What a term counts. The first two end on a minute, the others with a day.
enum class TermUnit : std::uint8_t {
  minutes,           ///< as they pass, also outside business hours (S-T01)
  business_minutes,  ///< of open time, as the clock on the wall shows it (OpeningHours)
  days,              ///< of the calendar
  business_days,     ///< on which anything is open (S-T16)
  months,
};

/// `count` is 1 or more, and small enough for the year of the end to have four digits.
struct Term {
  TermUnit unit = TermUnit::business_days;
  int count = 1;
  friend bool operator==(const Term&, const Term&) = default;
};

/// Where a term of months ends in a month without the day that it began on (S-T26): on the first
/// of the next month (Brazil), or on its own last day (Germany, Italy).
enum class MonthEnd : std::uint8_t { next_day, last_day };

/// Where a term of calendar days or months ends instead of on a day off: nowhere else; on the next
/// day on which anything is open (Brazil, Germany; where Saturdays are closed they are shifted,
/// too); on the next that is neither a Sunday nor a holiday (Italy).
enum class TermShift : std::uint8_t { none, next_business_day, next_working_day };

/// How a tenant counts (S-T15, S-T26).
struct TermRules {
  MonthEnd month_end = MonthEnd::last_day;
  TermShift shift_days = TermShift::none;  ///< of TermUnit::days
  TermShift shift_months = TermShift::none;
  friend bool operator==(const TermRules&, const TermRules&) = default;
};

/// A nominal local time, in whole seconds, and the instant that counts. Where clocks go back, Q3
/// makes of `local` the first of two instants, while `at` is the very instant: in the second hour
/// `local` is as not_before() says, and a day whose last hour comes twice ends with the second.
struct TermTime {
  LocalTime local;
  TimePoint at;
  friend bool operator==(const TermTime&, const TermTime&) = default;
};

/// When so much of the time between start and end has passed: 1 to 99.
struct ShareGone {
  int percent = 75;
  friend bool operator==(const ShareGone&, const ShareGone&) = default;
};

/// When so much open time is left before the end.
struct OpenTimeLeft {
  std::chrono::minutes left{30};
  friend bool operator==(const OpenTimeLeft&, const OpenTimeLeft&) = default;
};

using TermWarning = std::variant<ShareGone, OpenTimeLeft>;

/// The end of a term that began at `start`. Terms in minutes run on as time passes, in business
/// minutes on the clock on the wall (in the second of two hours from not_before() on). Terms in
/// days, business days and months do not count the day of the start, in `zone`, and end at
/// 23:59:59, the last second of a day. Business days end on one by themselves, the others as
/// `rules` says. Nothing: it takes open hours, an open day or a working day, and there is none
/// within ten years.
[[nodiscard]] std::optional<TermTime> term_end(TimePoint start, const Term& term,
                                               const OpeningHours& hours, const Zone& zone,
                                               const TermRules& rules);

/// Where several terms hold, the end that comes first (S-T32). Nothing: none of them has one.
[[nodiscard]] std::optional<TermTime> earliest_end(TimePoint start, const std::vector<Term>& terms,
                                                   const OpeningHours& hours, const Zone& zone,
                                                   const TermRules& rules);

/// When to warn before `end` (S-T02), in order, each time once. What would lie before the start or
/// not before the end is left out, and so is open time of a calendar that was not open for so long.
[[nodiscard]] std::vector<TermTime> warning_times(TimePoint start, const TermTime& end,
                                                  const std::vector<TermWarning>& warnings,
                                                  const OpeningHours& hours, const Zone& zone);

}  // namespace followup
