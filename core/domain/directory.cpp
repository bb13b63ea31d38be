#include "core/domain/directory.h"

#include "core/domain/rules/rules.h"

#include <algorithm>

namespace followup {

namespace {

/// No chain of stand-ins that makes sense is longer.
constexpr std::size_t longest_chain = 16;

bool contains(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

const Absence* absence_at(const Person& person, TimePoint at) {
  const auto found =
      std::find_if(person.absences.begin(), person.absences.end(), [&](const Absence& absence) {
        return absence.from <= at && at < absence.until && !absence.delegate.empty();
      });
  return found == person.absences.end() ? nullptr : &*found;
}

/// The directory's entry, completed by what the record says of the person (the directory wins).
Person complete(Person entry, const PersonRef& inline_values) {
  if (!entry.known) {
    entry.name = inline_values.name;
    entry.email = inline_values.email;
    return entry;
  }
  if (entry.name.empty()) entry.name = inline_values.name;
  if (entry.email.empty()) entry.email = inline_values.email;
  return entry;
}

Recipient recipient_of(const Person& person) {
  Recipient recipient;
  recipient.person_id = person.id;
  recipient.name = person.name;
  recipient.email = person.email;
  recipient.language = person.language;
  recipient.zone = person.zone;
  recipient.sensitivity = person.sensitivity;
  return recipient;
}

Resolution unresolved(std::string reason) {
  Resolution resolution;
  resolution.reason = std::move(reason);
  return resolution;
}

Resolution skipped(std::string reason) {
  Resolution resolution = unresolved(std::move(reason));
  resolution.skip = true;
  return resolution;
}

Resolution need(const std::string& id) {
  Resolution resolution;
  resolution.missing.push_back(id);
  return resolution;
}

/// Follows stand-ins from `holder` to the person who is there at `at` (R26); a loop or a closed
/// account ends in nobody.
Resolution follow(const PersonRef& holder, TimePoint at, const PersonLookup& lookup) {
  std::vector<std::string> via;
  std::string first_name;
  std::optional<TimePoint> until;
  PersonRef current = holder;
  while (via.size() < longest_chain) {
    const auto entry = lookup(current.id);
    if (!entry) return need(current.id);
    const Person person = complete(*entry, current);
    if (via.empty()) first_name = person.name;
    if (const Absence* absence = absence_at(person, at)) {
      via.push_back(person.id);
      until = std::min(until.value_or(absence->until), absence->until);
      if (contains(via, absence->delegate)) return unresolved("delegate_loop");
      current = PersonRef{.id = absence->delegate, .name = {}, .email = {}};
      continue;
    }
    if (person.known && !person.active) return unresolved("inactive");  // R25
    if (person.email.empty()) return unresolved(person.known ? "no_address" : "no_person");
    Resolution resolution;
    resolution.recipient = recipient_of(person);
    if (!via.empty()) {
      resolution.recipient->on_behalf_of = first_name;
      resolution.recipient->on_behalf_of_id = holder.id;
      resolution.recipient->on_behalf_until = until;
    }
    resolution.recipient->via = std::move(via);
    return resolution;
  }
  return unresolved("delegate_loop");
}

/// S-R34: the worker who is stood in for, as long as that is so.
Resolution absent_person(const PersonRef& worker, TimePoint at, const PersonLookup& lookup) {
  const auto entry = lookup(worker.id);
  if (!entry) return need(worker.id);
  const Person person = complete(*entry, worker);
  if (absence_at(person, at) == nullptr || person.email.empty()) return skipped("not_absent");
  Resolution resolution;
  resolution.recipient = recipient_of(person);
  return resolution;
}

/// The supervisor whom the record names, else the one whom the directory names for the worker.
Resolution supervisor(const Referral& referral, TimePoint at, const PersonLookup& lookup) {
  if (const auto named = rules::holder(referral, Role::supervisor))
    return follow(*named, at, lookup);
  const auto worker = rules::holder(referral, Role::case_worker);
  if (!worker) return unresolved("no_person");
  const auto entry = lookup(worker->id);
  if (!entry) return need(worker->id);
  if (entry->supervisor.empty()) return unresolved("no_person");
  return follow(PersonRef{.id = entry->supervisor, .name = {}, .email = {}}, at, lookup);
}

Resolution resolve_holder(const Referral& referral, Role role, TimePoint at,
                          const PersonLookup& lookup) {
  if (role == Role::supervisor) return supervisor(referral, at, lookup);
  const auto worker = rules::holder(referral, Role::case_worker);
  if (!worker) return unresolved("no_person");
  return role == Role::absent_copy ? absent_person(*worker, at, lookup)
                                   : follow(*worker, at, lookup);
}

Resolution to_address(const std::string& email, const TenantContacts& contacts,
                      std::string reason) {
  Resolution resolution = unresolved(std::move(reason));
  if (email.empty()) return resolution;
  resolution.recipient = Recipient{};
  resolution.recipient->email = email;
  resolution.recipient->language = contacts.default_language;
  return resolution;
}

}  // namespace

Resolution resolve(const Case& state, Role role, const std::string& actor, TimePoint at,
                   const TenantContacts& contacts, const PersonLookup& lookup) {
  if (role == Role::fallback) return to_address(contacts.fallback_email, contacts, {});
  if (role == Role::administrator) {
    const bool named = !contacts.administrator_email.empty();
    return to_address(named ? contacts.administrator_email : contacts.fallback_email, contacts, {});
  }
  const auto* referral = std::get_if<Referral>(&state.facts);
  if (referral == nullptr) return unresolved("no_person");
  Resolution resolution = resolve_holder(*referral, role, at, lookup);
  if (!resolution.missing.empty() || resolution.skip) return resolution;
  if (!resolution.recipient) {  // S-R17; a copy needs no fallback
    if (role == Role::case_worker_copy) return skipped(resolution.reason);
    resolution = to_address(contacts.fallback_email, contacts, resolution.reason);
    resolution.fallback = true;
    return resolution;
  }
  if (!actor.empty() && resolution.recipient->person_id == actor)
    return skipped("own_action");  // S-X30
  if (resolution.recipient->language.empty())
    resolution.recipient->language = contacts.default_language;
  return resolution;
}

}  // namespace followup
