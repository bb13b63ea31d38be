// The rules of a time zone for the years around a date, as a VTIMEZONE tells them (RFC 5545 section
// 3.6.5). Pure data: writing them is the caller's.
#pragma once

#include "core/base/zone_changes.h"

#include <string>
#include <string_view>
#include <vector>

namespace followup {

struct ZoneRule {
  ZoneChange first;  ///< the first time that it applies
  std::string rule;  ///< "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"; empty: applies once
};

/// Right for every instant of the local years `first_year` to `last_year`. Where the clocks are
/// changed in each of these years, the one before and the one after on the same weekday of a month,
/// there is one repeating rule a change, which all calendar programs understand; else every change
/// is told by itself. invalid_input: the system has no zone of that name.
[[nodiscard]] Result<std::vector<ZoneRule>> zone_rules(std::string_view zone, int first_year,
                                                       int last_year);

}  // namespace followup
