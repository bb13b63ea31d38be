// Directory entries: persons with their absences (R25, R26) and groups (T19). Upserts like any
// record, without deadlines.
#include "core/domain/rules/rules.h"

#include <algorithm>

namespace followup::rules {

namespace {

/// How long an absence that is over is kept, for lists and late events.
constexpr auto absence_kept = std::chrono::days{366};

Change stale() {
  return {.status = Status::stale, .reason = Reason::older_sequence};
}

Change take(Person& state, const PersonRecord& record, const Event& event) {
  if (older(event.sequence, state.record_sequence)) return stale();
  state.known = true;
  state.name = record.name;
  state.email = record.email;
  state.language = record.language;
  state.zone = record.zone;
  state.supervisor = record.supervisor;
  state.sensitivity = record.sensitivity;
  state.active = record.active;
  state.privileges = record.privileges;
  if (event.sequence) state.record_sequence = event.sequence;
  return {};
}

Change take(Person& state, const AbsenceSet& absence, const Event& event, TimePoint now) {
  auto& all = state.absences;
  const auto same = std::find_if(all.begin(), all.end(),
                                 [&](const Absence& known) { return known.from == absence.from; });
  if (same != all.end()) {
    if (older(event.sequence, same->sequence)) return {.reason = Reason::superseded};
    all.erase(same);
  }
  if (absence.until > absence.from)
    all.push_back({absence.from, absence.until, absence.delegate, event.sequence});
  std::erase_if(all, [&](const Absence& known) { return known.until + absence_kept < now; });
  std::sort(all.begin(), all.end(),
            [](const Absence& a, const Absence& b) { return a.from < b.from; });
  return {};
}

}  // namespace

Change apply(Person& state, const Event& event, const Context& context) {
  if (const auto* record = std::get_if<PersonRecord>(&event.payload))
    return take(state, *record, event);
  if (const auto* absence = std::get_if<AbsenceSet>(&event.payload))
    return take(state, *absence, event, context.now);
  return {.status = Status::rejected, .reason = Reason::unknown_type};
}

Change apply(Group& state, const Event& event, const Context& /*context*/) {
  const auto* record = std::get_if<GroupRecord>(&event.payload);
  if (record == nullptr) return {.status = Status::rejected, .reason = Reason::unknown_type};
  if (older(event.sequence, state.record_sequence)) return stale();
  state.name = record->name;
  state.email = record->email;
  state.members = record->members;
  state.manager_group = record->manager_group;
  state.active = record->active;
  state.secret_access = record->secret_access;
  if (event.sequence) state.record_sequence = event.sequence;
  return {};
}

}  // namespace followup::rules
