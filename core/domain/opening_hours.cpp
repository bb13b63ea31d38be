// Opening hours and quiet hours. All but the quiet hours are civil time: what a zone does to it is
// zone.h's.
#include "core/domain/calendar.h"

#include <algorithm>

namespace followup {

namespace {

using std::chrono::seconds;

/// How far ahead the next opening is looked for, and how far back the one before: ten years.
constexpr int horizon_days = 3653;

seconds since_midnight(LocalTime local) {
  return local - std::chrono::floor<std::chrono::days>(local);
}

bool is_empty(const DaySpan& span) {
  return span.from >= span.until;
}

/// Calls `visit(from, until)` for what is open from `local` on, in order, until it returns true.
/// False: nothing was open for ten years on end.
template <class Visit>
bool for_each_opening(const OpeningHours& hours, LocalTime local, Visit visit) {
  auto earliest = since_midnight(local);
  Date day = date_of(local);
  for (int closed_days = 0; closed_days <= horizon_days; ++closed_days) {
    for (const auto& span : hours.open_on(day)) {
      const DaySpan left{std::max(span.from, earliest), span.until};
      if (is_empty(left)) continue;
      closed_days = -1;
      if (visit(at_time(day, left.from), at_time(day, left.until))) return true;
    }
    earliest = seconds{0};
    day = add_days(day, 1);
  }
  return false;
}

/// As above for what was open until `local`, the latest first.
template <class Visit>
bool for_each_opening_before(const OpeningHours& hours, LocalTime local, Visit visit) {
  auto latest = since_midnight(local);
  Date day = date_of(local);
  for (int closed_days = 0; closed_days <= horizon_days; ++closed_days) {
    const auto& spans = hours.open_on(day);
    for (auto span = spans.rbegin(); span != spans.rend(); ++span) {
      const DaySpan left{span->from, std::min(span->until, latest)};
      if (is_empty(left)) continue;
      closed_days = -1;
      if (visit(at_time(day, left.from), at_time(day, left.until))) return true;
    }
    latest = std::chrono::hours{24};
    day = add_days(day, -1);
  }
  return false;
}

}  // namespace

const std::vector<DaySpan>& OpeningHours::open_on(Date date) const {
  static const std::vector<DaySpan> nothing;
  if (holidays.contains(date) || closed.contains(date)) return nothing;
  const std::chrono::weekday weekday{std::chrono::sys_days{date}};
  const auto& usual = week.at(weekday.iso_encoding() - 1);
  const bool eve = holiday_eve && !usual.empty() && holidays.contains(add_days(date, 1));
  return eve ? *holiday_eve : usual;
}

bool OpeningHours::is_open(LocalTime local) const {
  const auto& spans = open_on(date_of(local));
  const auto time = since_midnight(local);
  return std::any_of(spans.begin(), spans.end(),
                     [&](const DaySpan& span) { return span.from <= time && time < span.until; });
}

std::optional<LocalTime> OpeningHours::next_open(LocalTime local) const {
  std::optional<LocalTime> opening;
  for_each_opening(*this, local, [&](LocalTime from, LocalTime) {
    opening = from;
    return true;
  });
  return opening;
}

std::optional<Date> OpeningHours::add_open_days(Date date, int days) const {
  std::optional<LocalTime> open;
  for (; days > 0; --days) {
    open = next_open(at_time(add_days(date, 1), seconds{0}));
    if (!open) return std::nullopt;
    date = date_of(*open);
  }
  return date;
}

std::optional<LocalTime> OpeningHours::add_open_time(LocalTime local, seconds duration) const {
  if (duration <= seconds{0}) return local;
  std::optional<LocalTime> end;
  for_each_opening(*this, local, [&](LocalTime from, LocalTime until) {
    if (duration <= until - from) end = from + duration;
    duration -= until - from;
    return end.has_value();
  });
  return end;
}

std::optional<LocalTime> OpeningHours::subtract_open_time(LocalTime local, seconds duration) const {
  if (duration <= seconds{0}) return local;
  std::optional<LocalTime> begin;
  for_each_opening_before(*this, local, [&](LocalTime from, LocalTime until) {
    if (duration <= until - from) begin = until - duration;
    duration -= until - from;
    return begin.has_value();
  });
  return begin;
}

std::optional<Date> OpeningHours::next_working_day(Date date) const {
  for (int day = 0; day <= horizon_days; ++day, date = add_days(date, 1)) {
    const std::chrono::weekday weekday{std::chrono::sys_days{date}};
    if (weekday != std::chrono::Sunday && !holidays.contains(date)) return date;
  }
  return std::nullopt;
}

LocalTime not_before(TimePoint at, const Zone& zone) {
  const LocalTime local = std::chrono::floor<seconds>(zone.to_local(at));
  // A time that comes twice means the first of the two.
  return local + std::chrono::floor<seconds>(at - zone.to_instant(local));
}

LocalTime add_elapsed(LocalTime local, seconds duration, const Zone& zone) {
  return not_before(zone.to_instant(local) + duration, zone);
}

TimePoint QuietHours::wait_until(TimePoint at, const Zone& zone) const {
  if (from == until) return at;
  const Date today = date_of(zone.to_local(at));
  for (const int day : {-1, 0}) {
    const Date first = add_days(today, day);
    const auto begin = zone.to_instant(at_time(first, from));
    const auto end = zone.to_instant(at_time(add_days(first, until < from ? 1 : 0), until));
    if (begin <= at && at < end) return end;
  }
  return at;
}

}  // namespace followup
