#include "tools/ctl/when.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace followup::ctl {

namespace {

constexpr std::size_t date_length = 10;
constexpr std::size_t minutes_length = 16;  // "2011-01-31T09:00"

}  // namespace

std::string local_text(TimePoint at, const Zone& zone) {
  std::string text = format_local(zone.to_local(at));
  text[date_length] = ' ';
  if (text.ends_with(":00")) text.resize(minutes_length);
  return fmt::format("{} {}", text, zone.abbreviation(at));
}

std::string both_texts(TimePoint at, const Zone& zone) {
  return fmt::format("{} ({})", local_text(at, zone), format_instant(at));
}

void add_instant(JsonObject& object, TimePoint at, const Zone& zone) {
  object.add("at", format_instant(at))
      .add("local", format_local(zone.to_local(at)))
      .add("zone", zone.name());
}

std::string duration_text(Millis duration) {
  using std::chrono::days;
  using std::chrono::hours;
  using std::chrono::minutes;
  using std::chrono::seconds;
  const std::array<std::pair<seconds, const char*>, 4> units{
      {{days{1}, "days"}, {hours{1}, "h"}, {minutes{1}, "min"}, {seconds{1}, "s"}}};
  auto left = std::chrono::floor<seconds>(duration);
  std::string text;
  int shown = 0;
  for (const auto& [unit, name] : units) {
    const auto count = left / unit;
    if (shown > 0) ++shown;
    if (count == 0 || shown > 2) continue;
    shown = std::max(shown, 1);
    left -= unit * count;
    const bool single_day = count == 1 && unit == units.front().first;
    text += fmt::format("{}{} {}", text.empty() ? "" : " ", count, single_day ? "day" : name);
  }
  return text.empty() ? "0 s" : text;
}

Result<Moment> Moment::parse(std::string_view text) {
  Moment moment;
  moment.date_ = parse_date(text);
  if (moment.date_) return moment;
  const auto instant = parse_instant(text);
  if (!instant) {
    return Error{Code::invalid_input,
                 fmt::format("\"{}\" is neither a date nor an instant: write 2011-01-31 or "
                             "2011-01-31T09:00:00Z",
                             text)};
  }
  moment.instant_ = *instant;
  return moment;
}

TimePoint Moment::begin(const Zone& zone) const {
  return date_ ? zone.to_instant(at_time(*date_, std::chrono::seconds{0})) : instant_;
}

TimePoint Moment::end(const Zone& zone) const {
  if (!date_) return instant_;
  return zone.to_instant(at_time(add_days(*date_, 1), std::chrono::seconds{0})) - Millis{1};
}

TimePoint Moment::end(const TenantBook& tenants) const {
  TimePoint latest = end(Zone());
  for (const auto& [name, tenant] : tenants.tenants) {
    const TimePoint here = end(tenant.policy.zone);
    latest = &tenant == &tenants.tenants.begin()->second ? here : std::max(latest, here);
  }
  return latest;
}

}  // namespace followup::ctl
