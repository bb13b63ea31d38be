#include "core/codec/event_fields.h"

#include "core/codec/config_checks.h"
#include "core/codec/event_payload.h"

#include <algorithm>

namespace followup::event_json {

namespace {

constexpr Date earliest_day{std::chrono::year{1900}, std::chrono::January, std::chrono::day{1}};
constexpr Date latest_day{std::chrono::year{2999}, std::chrono::December, std::chrono::day{31}};
constexpr std::string_view no_such_day =
    "there is no such day: use YYYY-MM-DD with a day that exists";
constexpr std::string_view no_such_time =
    "there is no such time: use YYYY-MM-DDTHH:MM with a day and a time that exist, or RFC 3339 "
    "with "
    "an offset";
constexpr std::size_t date_length = 10;

PersonRef person_in(const Value& value) {
  const auto text = [&](std::string_view name) {
    const Value* const found = member(value, name);
    return found == nullptr ? std::string() : std::string(text_of(*found));
  };
  return {text("id"), text("name"), text("email")};
}

Date day_of(const Moment& moment) {
  struct Day {
    Date operator()(Date date) const { return date; }

    Date operator()(LocalTime local) const { return date_of(local); }

    Date operator()(TimePoint at) const { return Date{std::chrono::floor<std::chrono::days>(at)}; }
  };

  return std::visit(Day{}, moment);
}

}  // namespace

std::optional<Date> Fields::date(std::string_view name) {
  const Value* const value = member(object_, name);
  if (value == nullptr) return std::nullopt;
  const auto date = parse_date(text_of(*value));
  if (!date) object_to(name, no_such_day);
  if (date) check_reach(name, *date);
  return date;
}

void Fields::check_reach(std::string_view name, Date date) {
  if (date < earliest_day || date > latest_day)
    object_to(name, "must be a day from 1900-01-01 to 2999-12-31");
}

TimePoint Fields::instant(std::string_view name) {
  const Value* const value = member(object_, name);
  const auto instant = value == nullptr ? std::nullopt : parse_instant(text_of(*value));
  if (!instant) object_to(name, no_such_instant);
  return instant.value_or(TimePoint{});
}

std::optional<Moment> Fields::moment(std::string_view name) {
  return moment(name, known_zone("zone"));
}

std::optional<Moment> Fields::moment_of_zone(std::string_view name) {
  return moment(name, std::nullopt);
}

std::optional<Moment> Fields::moment(std::string_view name, const std::optional<Zone>& zone) {
  const Value* const value = member(object_, name);
  if (value == nullptr) return std::nullopt;
  const auto text = text_of(*value);
  if (text.size() == date_length) {
    const auto day = date(name);
    return day ? std::optional<Moment>(*day) : std::nullopt;
  }
  std::optional<Moment> moment;
  if (const auto local = parse_local(text)) {
    moment = zone ? Moment(zone->to_instant(*local)) : Moment(*local);
  } else if (const auto instant = parse_instant(text)) {
    moment = *instant;
  } else {
    object_to(name, no_such_time);
    return std::nullopt;
  }
  check_reach(name, day_of(*moment));
  return moment;
}

std::string Fields::zone(std::string_view name) {
  return known_zone(name) ? text(name) : std::string();
}

std::optional<Zone> Fields::known_zone(std::string_view name) {
  const std::string zone = text(name);
  if (zone.empty()) return std::nullopt;
  if (auto found = find_zone(zone)) return found;
  const std::string nearest = nearest_zone(zone);
  object_to(name, "there is no such time zone: " +
                      (nearest.empty() ? std::string("use a name as in Europe/Rome")
                                       : "did you mean " + nearest + "?"));
  return std::nullopt;
}

std::string Fields::lines(std::string_view name) const {
  const std::string written = text(name);
  std::string lines;
  lines.reserve(written.size());
  for (std::size_t at = 0; at < written.size(); ++at) {
    const bool pair = written[at] == '\r' && at + 1 < written.size() && written[at + 1] == '\n';
    if (pair) continue;
    lines += written[at] == '\r' ? '\n' : written[at];
  }
  return lines;
}

std::string Fields::plain_id(std::string_view name) {
  std::string id = text(name);
  if (!is_plain_id(id)) object_to(name, "must be 1 to 64 visible characters without slash");
  return id;
}

std::vector<std::string> Fields::texts(std::string_view name) const {
  std::vector<std::string> texts;
  const Value* const list = member(object_, name);
  if (list == nullptr) return texts;
  for (const auto& each : list->GetArray())
    texts.emplace_back(text_of(each));
  return texts;
}

std::optional<ClientRef> Fields::client(std::string_view name) const {
  const Value* const value = member(object_, name);
  if (value == nullptr) return std::nullopt;
  const PersonRef named = person_in(*value);
  return ClientRef{named.id, named.name};
}

std::optional<PersonRef> Fields::person(std::string_view name) const {
  const Value* const value = member(object_, name);
  return value == nullptr ? std::nullopt : std::optional{person_in(*value)};
}

std::vector<PersonRef> Fields::persons(std::string_view name) const {
  std::vector<PersonRef> persons;
  const Value* const list = member(object_, name);
  if (list == nullptr) return persons;
  for (const auto& each : list->GetArray()) {
    auto person = person_in(each);
    const auto same = [&](const PersonRef& other) { return other.id == person.id; };
    if (std::none_of(persons.begin(), persons.end(), same)) persons.push_back(std::move(person));
  }
  return persons;
}

void Fields::object_to(std::string_view name, std::string_view message) {
  faults_.push_back({std::string(path_).append("/").append(name), std::string(message)});
}

}  // namespace followup::event_json
