#include "tests/support/random_case.h"

#include "core/base/hash.h"

#include <array>

namespace followup {

std::uint64_t RandomCases::up_to(std::uint64_t most) {
  return std::uniform_int_distribution<std::uint64_t>(0, most)(random_);
}

std::string RandomCases::text() {
  static constexpr std::array<std::string_view, 12> pieces{"a",
                                                           "Z",
                                                           " ",
                                                           "\"",
                                                           "\\",
                                                           "\n",
                                                           "\r",
                                                           "\x01",
                                                           "\xc3\xa9",
                                                           "\xe6\xbc\xa2",
                                                           "\xf0\x9f\x98\x80",
                                                           "</b>&"};
  std::string made;
  for (auto left = up_to(12); left > 0; --left)
    made += pieces.at(up_to(pieces.size() - 1));
  if (up_to(9) == 0) made += '\0';
  return made;
}

TimePoint RandomCases::instant() {
  return from_ms(static_cast<std::int64_t>(up_to(8'000'000'000'000)) - 4'000'000'000'000);
}

LocalTime RandomCases::local() {
  return LocalTime{std::chrono::floor<std::chrono::seconds>(instant()).time_since_epoch()};
}

Date RandomCases::date() {
  return date_of(local());
}

int RandomCases::number() {
  if (up_to(3) != 0) return static_cast<int>(up_to(20)) - 5;
  return static_cast<int>(static_cast<std::int64_t>(up_to(0xffffffff)) - 0x80000000LL);
}

Moment RandomCases::moment() {
  if (coin()) return instant();
  if (coin()) return local();
  return date();
}

std::uint32_t RandomCases::cycle() {
  return static_cast<std::uint32_t>(coin() ? up_to(4) : up_to(0xffffffff));
}

PersonRef RandomCases::person_ref() {
  return {text(), coin() ? text() : "", coin() ? text() : ""};
}

StepDone RandomCases::step() {
  return {local(), instant(), coin()};
}

std::optional<std::uint64_t> RandomCases::sequence() {
  if (coin()) return std::nullopt;
  return up_to(999'999'999'999'999'999);
}

HistoryEntry RandomCases::history_entry() {
  return {instant(), text(), text(), text(), coin() ? text() : ""};
}

OpenNotification RandomCases::open_notification() {
  return {.id = deterministic_id({text()}),
          .lane = text(),
          .purpose = one_of(Purpose::attachment_added),
          .role = one_of(Role::responsible),
          .hook_type = text(),
          .cycle = cycle(),
          .nominal = local(),
          .due = instant(),
          .withdrawn = coin(),
          .whom = coin() ? text() : ""};
}

Referral RandomCases::referral() {
  Referral facts;
  facts.known = up_to(3) != 0;
  if (facts.known) {
    if (coin()) facts.referral_date = date();
    facts.created_on = date();
    facts.follow_up_requested = coin();
    facts.follow_up_days = static_cast<int>(up_to(3650));
    facts.case_worker = person_ref();
    if (coin()) facts.supervisor = person_ref();
    facts.case_id = text();
    for (auto left = up_to(3); left > 0; --left)
      facts.clients.push_back({text(), text()});
    facts.provider = text();
    facts.service = text();
    facts.sensitivity = static_cast<int>(up_to(9));
    facts.record_sequence = sequence();
  }
  facts.contact = static_cast<Contact>(up_to(2));
  if (coin()) facts.contact_on = date();
  facts.contact_sequence = sequence();
  facts.cancelled = coin();
  facts.cancel_sequence = sequence();
  facts.cycle = static_cast<std::uint32_t>(up_to(4)) + 1;
  facts.reminder = maybe([&] { return step(); });
  facts.escalation = maybe([&] { return step(); });
  return facts;
}

Person RandomCases::person(const std::string& id) {
  Person person{.id = id,
                .known = coin(),
                .name = text(),
                .email = text(),
                .language = text(),
                .zone = text(),
                .supervisor = text(),
                .sensitivity = static_cast<int>(up_to(9)),
                .active = coin()};
  for (auto left = up_to(3); left > 0; --left)
    person.absences.push_back({instant(), instant(), text(), sequence()});
  person.privileges = some([&] { return text(); });
  person.record_sequence = sequence();
  return person;
}

Group RandomCases::group(const std::string& id) {
  Group group{.id = id,
              .name = text(),
              .email = text(),
              .manager_group = text(),
              .active = coin(),
              .secret_access = coin(),
              .record_sequence = sequence()};
  for (auto left = up_to(3); left > 0; --left)
    group.members.push_back(text());
  return group;
}

Case RandomCases::next() {
  return next(one_of(Kind::communication));
}

Case RandomCases::next(Kind kind) {
  std::string id = (kind == Kind::contact ? "P-1/" : "") + text() + "x";
  if (kind == Kind::communication) id += "/C-1";
  const CaseKey key{"assist", kind, id};
  Case state = empty_case(key);
  state.version = static_cast<std::uint32_t>(up_to(0xffffffff));
  state.policy = static_cast<std::uint32_t>(up_to(1000));
  for (auto left = up_to(fingerprints_kept); left > 0; --left)
    state.seen.push_back(random_());
  state.put_aside = some([&] { return random_(); });
  for (auto left = up_to(3); left > 0; --left)
    state.open.push_back(open_notification());
  if (coin()) state.first = history_entry();
  state.changed_at = instant();
  if (key.kind == Kind::referral) state.facts = referral();
  if (key.kind == Kind::person) state.facts = person(key.id);
  if (key.kind == Kind::group) state.facts = group(key.id);
  if (key.kind == Kind::appointment) state.facts = appointment(std::get<Appointment>(state.facts));
  if (key.kind == Kind::contact)
    state.facts = project_contact(std::get<ProjectContact>(state.facts));
  if (key.kind == Kind::project) state.facts = project(std::get<Project>(state.facts));
  if (key.kind == Kind::notices) state.facts = notices();
  if (key.kind == Kind::ticket) state.facts = ticket();
  if (key.kind == Kind::meeting) state.facts = meeting();
  if (key.kind == Kind::application) state.facts = application();
  if (key.kind == Kind::communication)
    state.facts = communication(std::get<Communication>(state.facts));
  return state;
}

}  // namespace followup
