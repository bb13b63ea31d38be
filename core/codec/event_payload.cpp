#include "core/codec/event_payload.h"

#include "core/base/zone.h"

#include <algorithm>
#include <array>

namespace followup::event_json {

namespace {

constexpr Date earliest_day{std::chrono::year{1900}, std::chrono::January, std::chrono::day{1}};
constexpr Date latest_day{std::chrono::year{2999}, std::chrono::December, std::chrono::day{31}};

/// Typed access to the members of an object that its schema accepts. `path` is the object's JSON
/// pointer.
class Fields {
 public:
  Fields(const Value& object, std::string_view path, std::vector<Fault>& faults)
      : object_(object), path_(path), faults_(faults) {}

  [[nodiscard]] bool has(std::string_view name) const { return member(object_, name) != nullptr; }

  /// Empty if absent.
  [[nodiscard]] std::string text(std::string_view name) const {
    const Value* const value = member(object_, name);
    return value == nullptr ? std::string() : std::string(text_of(*value));
  }

  [[nodiscard]] bool flag(std::string_view name, bool fallback) const {
    const Value* const value = member(object_, name);
    return value == nullptr ? fallback : value->GetBool();
  }

  [[nodiscard]] std::optional<int> number(std::string_view name) const {
    const Value* const value = member(object_, name);
    return value == nullptr ? std::nullopt : std::optional{value->GetInt()};
  }

  std::optional<Date> date(std::string_view name) {
    const Value* const value = member(object_, name);
    if (value == nullptr) return std::nullopt;
    const auto date = parse_date(text_of(*value));
    if (!date) object_to(name, "there is no such day: use YYYY-MM-DD with a day that exists");
    if (date) check_reach(name, *date);
    return date;
  }

  /// What deadlines are counted from must be a day that somebody may have meant.
  void check_reach(std::string_view name, Date date) {
    if (date < earliest_day || date > latest_day)
      object_to(name, "must be a day from 1900-01-01 to 2999-12-31");
  }

  TimePoint instant(std::string_view name) {
    const Value* const value = member(object_, name);
    const auto instant = value == nullptr ? std::nullopt : parse_instant(text_of(*value));
    if (!instant) object_to(name, no_such_instant);
    return instant.value_or(TimePoint{});
  }

  /// Empty, or a zone that the system knows.
  std::string zone(std::string_view name) {
    std::string zone = text(name);
    // cctz also takes made-up names with a colon, of which there is no end.
    const bool known = zone.find(':') == std::string::npos && Zone::load(zone);
    if (!zone.empty() && !known) {
      object_to(name, "there is no such time zone: use a name as in Europe/Rome");
    }
    return zone;
  }

  [[nodiscard]] std::optional<PersonRef> person(std::string_view name) const {
    const Value* const value = member(object_, name);
    if (value == nullptr) return std::nullopt;
    const Fields fields(*value, name, faults_);
    return PersonRef{fields.text("id"), fields.text("name"), fields.text("email")};
  }

 private:
  void object_to(std::string_view name, std::string_view message) {
    faults_.push_back({std::string(path_).append("/").append(name), std::string(message)});
  }

  const Value& object_;
  std::string_view path_;
  std::vector<Fault>& faults_;
};

std::vector<ClientRef> clients_of(const Value& data, std::vector<Fault>& faults) {
  std::vector<ClientRef> clients;
  const Value* const list = member(data, "clients");
  if (list == nullptr) return clients;
  clients.reserve(list->Size());
  for (const auto& each : list->GetArray()) {
    const Fields client(each, "/data/clients", faults);
    clients.push_back({client.text("id"), client.text("name")});
  }
  return clients;
}

Payload read_referral(const Value& data, std::vector<Fault>& faults) {
  Fields fields(data, "/data", faults);
  ReferralRecord record;
  if (fields.has("created_on")) {
    record.created = fields.date("created_on").value_or(Date{});
  } else {
    const TimePoint created = fields.instant("created_at");
    fields.check_reach("created_at", Date{std::chrono::floor<std::chrono::days>(created)});
    record.created = created;
  }
  record.referral_date = fields.date("referral_date");
  const Fields follow_up(*member(data, "follow_up"), "/data/follow_up", faults);
  record.follow_up_requested = follow_up.flag("requested", false);
  record.follow_up_days = follow_up.number("days");
  record.case_worker = fields.person("case_worker").value_or(PersonRef{});
  record.supervisor = fields.person("supervisor");
  record.case_id = fields.text("case_id");
  record.clients = clients_of(data, faults);
  if (const Value* const provider = member(data, "provider")) {
    record.provider = Fields(*provider, "/data/provider", faults).text("name");
  }
  record.service = fields.text("service");
  record.sensitivity = fields.number("sensitivity").value_or(0);
  return record;
}

Payload read_contact_recorded(const Value& data, std::vector<Fault>& faults) {
  Fields fields(data, "/data", faults);
  return ContactRecorded{fields.flag("contacted", false), fields.date("on")};
}

Payload read_contact_withdrawn(const Value& data, std::vector<Fault>& faults) {
  return ContactWithdrawn{Fields(data, "/data", faults).text("reason")};
}

Payload read_cancelled(const Value& data, std::vector<Fault>& faults) {
  return ReferralCancelled{Fields(data, "/data", faults).text("reason")};
}

Payload read_person(const Value& data, std::vector<Fault>& faults) {
  Fields fields(data, "/data", faults);
  return PersonRecord{.name = fields.text("name"),
                      .email = fields.text("email"),
                      .language = fields.text("language"),
                      .zone = fields.zone("zone"),
                      .supervisor = fields.text("supervisor"),
                      .sensitivity = fields.number("sensitivity").value_or(0),
                      .active = fields.flag("active", true)};
}

Payload read_group(const Value& data, std::vector<Fault>& faults) {
  const Fields fields(data, "/data", faults);
  GroupRecord record{.name = fields.text("name"),
                     .email = fields.text("email"),
                     .members = {},
                     .manager_group = fields.text("manager_group"),
                     .active = fields.flag("active", true),
                     .secret_access = fields.flag("secret_access", false)};
  if (const Value* const members = member(data, "members")) {
    for (const auto& each : members->GetArray())
      record.members.emplace_back(text_of(each));
  }
  return record;
}

Payload read_absence(const Value& data, std::vector<Fault>& faults) {
  Fields fields(data, "/data", faults);
  const TimePoint from = fields.instant("from");
  return AbsenceSet{from, fields.instant("until"), fields.text("delegate")};
}

constexpr std::array types{
    EventType{"referral.created", Kind::referral, read_referral},
    EventType{"referral.updated", Kind::referral, read_referral},
    EventType{"referral.contact_recorded", Kind::referral, read_contact_recorded},
    EventType{"referral.contact_withdrawn", Kind::referral, read_contact_withdrawn},
    EventType{"referral.cancelled", Kind::referral, read_cancelled},
    EventType{"person.updated", Kind::person, read_person},
    EventType{"group.updated", Kind::group, read_group},
    EventType{"absence.set", Kind::person, read_absence},
};

}  // namespace

std::span<const EventType> all_types() {
  return types;
}

const EventType* find_type(std::string_view name) {
  const auto* const found = std::find_if(types.begin(), types.end(),
                                         [&](const EventType& type) { return type.name == name; });
  return found == types.end() ? nullptr : found;
}

}  // namespace followup::event_json
