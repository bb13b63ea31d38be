#include "core/domain/term.h"

#include <algorithm>

namespace followup {

namespace {

using std::chrono::minutes;
using std::chrono::seconds;

TermTime at_instant(TimePoint at, const Zone& zone) {
  return {not_before(at, zone), at};
}

TermTime at_local(LocalTime local, const Zone& zone) {
  return {local, zone.to_instant(local)};
}

/// A day lasts until the next begins, also where its last hour comes twice; a day that a zone left
/// out (Q3: the offset before the gap) lasts as long as the one that stands in for it.
TermTime end_of(Date day, const Zone& zone) {
  const TermTime last = at_local(at_time(add_days(day, 1), seconds{-1}), zone);
  const TimePoint next = zone.to_instant(at_time(add_days(day, 1), seconds{0}));
  return {last.local, std::max(last.at, next - seconds{1})};
}

Date add_months(Date date, int months, MonthEnd month_end) {
  const auto month = date.year() / date.month() + std::chrono::months{months};
  if (const Date same = month / date.day(); same.ok()) return same;
  const Date last{month / std::chrono::last};
  return month_end == MonthEnd::last_day ? last : add_days(last, 1);
}

std::optional<Date> shifted(Date date, TermShift shift, const OpeningHours& hours) {
  if (shift == TermShift::none) return date;
  if (shift == TermShift::next_working_day) return hours.next_working_day(date);
  const auto open = hours.next_open(at_time(date, seconds{0}));
  if (!open) return std::nullopt;
  return date_of(*open);
}

std::optional<Date> last_day(Date first, const Term& term, const OpeningHours& hours,
                             const TermRules& rules) {
  if (term.unit == TermUnit::business_days) return hours.add_open_days(first, term.count);
  if (term.unit == TermUnit::months)
    return shifted(add_months(first, term.count, rules.month_end), rules.shift_months, hours);
  return shifted(add_days(first, term.count), rules.shift_days, hours);
}

std::optional<TermTime> warning_time(TimePoint start, const TermTime& end,
                                     const TermWarning& warning, const OpeningHours& hours,
                                     const Zone& zone) {
  if (const auto* gone = std::get_if<ShareGone>(&warning))
    return at_instant(start + (end.at - start) * gone->percent / 100, zone);
  const auto local = hours.subtract_open_time(end.local, std::get<OpenTimeLeft>(warning).left);
  if (!local) return std::nullopt;
  return at_local(*local, zone);
}

}  // namespace

std::optional<TermTime> term_end(TimePoint start, const Term& term, const OpeningHours& hours,
                                 const Zone& zone, const TermRules& rules) {
  if (term.unit == TermUnit::minutes) return at_instant(start + minutes{term.count}, zone);
  if (term.unit == TermUnit::business_minutes) {
    const auto end = hours.add_open_time(not_before(start, zone), minutes{term.count});
    if (!end) return std::nullopt;
    return at_local(*end, zone);
  }
  const auto day = last_day(date_of(zone.to_local(start)), term, hours, rules);
  if (!day) return std::nullopt;
  return end_of(*day, zone);
}

std::optional<TermTime> earliest_end(TimePoint start, const std::vector<Term>& terms,
                                     const OpeningHours& hours, const Zone& zone,
                                     const TermRules& rules) {
  std::optional<TermTime> earliest;
  for (const auto& term : terms) {
    const auto end = term_end(start, term, hours, zone, rules);
    if (end && (!earliest || end->at < earliest->at)) earliest = end;
  }
  return earliest;
}

std::vector<TermTime> warning_times(TimePoint start, const TermTime& end,
                                    const std::vector<TermWarning>& warnings,
                                    const OpeningHours& hours, const Zone& zone) {
  std::vector<TermTime> times;
  for (const auto& warning : warnings) {
    const auto time = warning_time(start, end, warning, hours, zone);
    if (time && start <= time->at && time->at < end.at) times.push_back(*time);
  }
  const auto earlier = [](const TermTime& a, const TermTime& b) { return a.at < b.at; };
  const auto same = [](const TermTime& a, const TermTime& b) { return a.at == b.at; };
  std::sort(times.begin(), times.end(), earlier);
  times.erase(std::unique(times.begin(), times.end(), same), times.end());
  return times;
}

}  // namespace followup
