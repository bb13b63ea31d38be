// When the clocks of a time zone are changed: for formats that carry the rules of a zone themselves
// (iCalendar's VTIMEZONE). Whoever only turns local times into instants uses zone.h.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"

#include <string>
#include <string_view>
#include <vector>

namespace followup {

/// One change of a zone's clocks. Offsets are seconds east of UTC.
struct ZoneChange {
  LocalTime local;  ///< what they show at that moment if nobody changes them
  int offset_before = 0;
  int offset_after = 0;
  bool daylight = false;     ///< whether it is daylight saving time afterwards, as tzdata says
  std::string abbreviation;  ///< "CEST", "-03": afterwards
};

/// What holds at `from`, then each change after it and before `to`, in their order. The first entry
/// is the last change until `from`; where that was before 1970, or there was none, 1 January 1970
/// 00:00 stands for it, with the same offset before and after. After the year 2437 no change is
/// known. invalid_input: the system has no zone of that name.
[[nodiscard]] Result<std::vector<ZoneChange>> zone_changes(std::string_view name, TimePoint from,
                                                           TimePoint to);

}  // namespace followup
