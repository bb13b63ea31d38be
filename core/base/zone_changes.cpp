#include "core/base/zone_changes.h"

#include "core/base/zone.h"

#include <algorithm>

#include <cctz/civil_time.h>
#include <cctz/time_zone.h>

namespace followup {

namespace {

using Seconds = cctz::time_point<cctz::seconds>;

LocalTime local_of(const cctz::civil_second& civil) {
  return LocalTime{std::chrono::seconds{civil - cctz::civil_second(1970, 1, 1, 0, 0, 0)}};
}

/// The moment of a change. The earlier of the two times that the clocks show at it was skipped or
/// comes twice, and knows; clocks that are not moved (a new abbreviation only) show it once.
Seconds moment_of(const cctz::time_zone& zone, const cctz::time_zone::civil_transition& change) {
  const auto found = zone.lookup(std::min(change.from, change.to));
  return found.kind == cctz::time_zone::civil_lookup::UNIQUE ? found.pre : found.trans;
}

ZoneChange change_at(const cctz::time_zone& zone, Seconds at) {
  const auto before = zone.lookup(at - cctz::seconds{1});
  const auto after = zone.lookup(at);
  return {.local = LocalTime{at.time_since_epoch() + cctz::seconds{before.offset}},
          .offset_before = before.offset,
          .offset_after = after.offset,
          .daylight = after.is_dst,
          .abbreviation = after.abbr};
}

ZoneChange held_at(const cctz::time_zone& zone, Seconds from) {
  cctz::time_zone::civil_transition last;
  if (zone.prev_transition(from + cctz::seconds{1}, &last)) {
    const Seconds at = moment_of(zone, last);
    if (local_of(last.from) >= LocalTime{}) return change_at(zone, at);
  }
  const auto held = zone.lookup(from);
  return {.local = LocalTime{},
          .offset_before = held.offset,
          .offset_after = held.offset,
          .daylight = held.is_dst,
          .abbreviation = held.abbr};
}

}  // namespace

Result<std::vector<ZoneChange>> zone_changes(std::string_view name, TimePoint from, TimePoint to) {
  const auto known = Zone::load(name);
  if (!known) return known.error();
  cctz::time_zone zone;
  cctz::load_time_zone(known->name(), &zone);
  const auto begin = std::chrono::floor<cctz::seconds>(from);
  std::vector<ZoneChange> changes{held_at(zone, begin)};
  cctz::time_zone::civil_transition next;
  for (Seconds at = begin; zone.next_transition(at, &next);) {
    const Seconds found = moment_of(zone, next);
    if (found >= to || found <= at) break;
    changes.push_back(change_at(zone, found));
    at = found;
  }
  return changes;
}

}  // namespace followup
