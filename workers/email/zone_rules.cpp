#include "workers/email/zone_rules.h"

#include <algorithm>
#include <array>
#include <optional>

namespace followup {

namespace {

using std::chrono::days;

TimePoint new_year(int year) {
  return std::chrono::sys_days{std::chrono::year{year} / std::chrono::January / 1};
}

int year_of(const ZoneChange& change) {
  return static_cast<int>(date_of(change.local).year());
}

unsigned days_in_month(Date date) {
  return static_cast<unsigned>(Date{date.year() / date.month() / std::chrono::last}.day());
}

/// -1 for the last of its weekday in the month, where `from_the_end`; else 1 to 5.
int place_in_month(Date date, bool from_the_end) {
  const auto day = static_cast<unsigned>(date.day());
  return from_the_end ? -static_cast<int>((days_in_month(date) - day) / 7) - 1
                      : static_cast<int>((day - 1) / 7) + 1;
}

std::chrono::weekday weekday_of(Date date) {
  return std::chrono::weekday{std::chrono::sys_days{date}};
}

/// Whether b is a's change in another year.
bool is_same_change(const ZoneChange& a, const ZoneChange& b) {
  return date_of(a.local).month() == date_of(b.local).month() &&
         a.offset_before == b.offset_before && a.offset_after == b.offset_after &&
         a.daylight == b.daylight && a.abbreviation == b.abbreviation;
}

/// The rule that gives exactly these changes, one a year; nothing if there is none.
std::optional<std::string> rule_of(const std::vector<ZoneChange>& changes) {
  constexpr std::array<const char*, 7> weekdays{"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
  const ZoneChange& first = changes.front();
  const Date date = date_of(first.local);
  for (const bool from_the_end : {true, false}) {
    const int place = place_in_month(date, from_the_end);
    const bool holds = (!from_the_end || place == -1) &&
                       std::all_of(changes.begin(), changes.end(), [&](const ZoneChange& other) {
                         const Date on = date_of(other.local);
                         return weekday_of(on) == weekday_of(date) &&
                                place_in_month(on, from_the_end) == place &&
                                other.local - std::chrono::floor<days>(other.local) ==
                                    first.local - std::chrono::floor<days>(first.local);
                       });
    if (holds) {
      return "FREQ=YEARLY;BYMONTH=" + std::to_string(static_cast<unsigned>(date.month())) +
             ";BYDAY=" + std::to_string(place) + weekdays.at(weekday_of(date).c_encoding());
    }
  }
  return std::nullopt;
}

/// One repeating rule a change; empty if not all changes of these years repeat.
std::vector<ZoneRule> repeating_rules(std::vector<ZoneChange> changes, int first, int last) {
  std::vector<ZoneRule> rules;
  while (!changes.empty()) {
    std::vector<ZoneChange> same;
    std::erase_if(changes, [&](const ZoneChange& change) {
      const bool belongs = same.empty() || is_same_change(same.front(), change);
      if (belongs) same.push_back(change);
      return belongs;
    });
    // One in each year.
    bool complete = static_cast<int>(same.size()) == last - first + 1;
    for (std::size_t at = 0; complete && at < same.size(); ++at)
      complete = year_of(same[at]) == first + static_cast<int>(at);
    auto rule = complete ? rule_of(same) : std::nullopt;
    if (!rule) return {};
    rules.push_back({same.front(), std::move(*rule)});
  }
  return rules;
}

}  // namespace

Result<std::vector<ZoneRule>> zone_rules(std::string_view zone, int first_year, int last_year) {
  const int first = first_year - 1;
  const int last = last_year + 1;
  auto changes = zone_changes(zone, new_year(first), new_year(last + 1));
  if (!changes) return changes.error();
  auto rules = repeating_rules({changes->begin() + 1, changes->end()}, first, last);
  if (!rules.empty()) return rules;
  for (auto& change : *changes)
    rules.push_back({std::move(change), ""});
  return rules;
}

}  // namespace followup
