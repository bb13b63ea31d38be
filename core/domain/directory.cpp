#include "core/domain/directory.h"

#include "core/domain/directory_parts.h"
#include "core/domain/rules/rules.h"

#include <algorithm>
#include <type_traits>

namespace followup {

namespace {

Resolution need(const std::string& id) {
  Resolution resolution;
  resolution.missing.push_back(id);
  return resolution;
}

}  // namespace

namespace directory {

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
  recipient.privileges = person.privileges;
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

Resolution to_address(const std::string& email, const TenantContacts& contacts,
                      std::string reason) {
  Resolution resolution = unresolved(std::move(reason));
  if (email.empty()) return resolution;
  resolution.recipient = Recipient{};
  resolution.recipient->email = email;
  resolution.recipient->language = contacts.default_language;
  return resolution;
}

Resolution follow(const PersonRef& holder, TimePoint at, const Directory& directory) {
  std::vector<std::string> via;
  std::string first_name;
  std::optional<TimePoint> until;
  PersonRef current = holder;
  while (via.size() < longest_chain) {
    const auto entry = directory.person(current.id);
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

}  // namespace directory

namespace {

using directory::absence_at;
using directory::complete;
using directory::follow;
using directory::recipient_of;
using directory::skipped;
using directory::to_address;
using directory::unresolved;

/// S-R34: the worker who is stood in for, as long as that is so.
Resolution absent_person(const PersonRef& worker, TimePoint at, const Directory& directory) {
  const auto entry = directory.person(worker.id);
  if (!entry) return need(worker.id);
  const Person person = complete(*entry, worker);
  if (absence_at(person, at) == nullptr || person.email.empty()) return skipped("not_absent");
  Resolution resolution;
  resolution.recipient = recipient_of(person);
  return resolution;
}

/// Who is named for the role by the case's record.
std::optional<PersonRef> holder_of(const Case& state, const Asked& asked) {
  return std::visit(
      [&](const auto& facts) -> std::optional<PersonRef> {
        using Facts = std::decay_t<decltype(facts)>;
        if constexpr (std::is_same_v<Facts, Referral> || std::is_same_v<Facts, Application> ||
                      std::is_same_v<Facts, Communication>)
          return rules::holder(facts, asked.role);
        if constexpr (std::is_same_v<Facts, Appointment> || std::is_same_v<Facts, ProjectContact> ||
                      std::is_same_v<Facts, Project> || std::is_same_v<Facts, Meeting>)
          return rules::holder(facts, asked.role, asked.whom);
        return std::nullopt;
      },
      state.facts);
}

/// The supervisor whom the directory names for a person.
Resolution supervisor_of(const std::string& id, TimePoint at, const Directory& directory) {
  if (id.empty()) return unresolved("no_person");
  const auto entry = directory.person(id);
  if (!entry) return need(id);
  if (entry->supervisor.empty()) return unresolved("no_person");
  return follow(PersonRef{.id = entry->supervisor, .name = {}, .email = {}}, at, directory);
}

/// The supervisor whom the record names, else the one whom the directory names for the worker, or
/// for the person whom the notification is about.
Resolution supervisor(const Case& state, const Asked& asked, TimePoint at,
                      const Directory& directory) {
  const auto* referral = std::get_if<Referral>(&state.facts);
  if (referral == nullptr) return supervisor_of(asked.whom, at, directory);
  if (const auto named = rules::holder(*referral, Role::supervisor))
    return follow(*named, at, directory);
  const auto worker = rules::holder(*referral, Role::case_worker);
  return supervisor_of(worker ? worker->id : std::string(), at, directory);
}

Resolution resolve_holder(const Case& state, const Asked& asked, TimePoint at,
                          const TenantContacts& contacts, const Directory& directory) {
  if (asked.role == Role::team) return directory::team(state, at, directory);
  if (asked.role == Role::groups || asked.role == Role::managers || asked.role == Role::persons)
    return directory::expand(state, asked.whom, at, directory);
  if (asked.role == Role::recipient)
    return directory::addressee(state, asked.whom, at, contacts, directory);
  if (asked.role == Role::supervisor) return supervisor(state, asked, at, directory);
  const bool of_worker = asked.role == Role::case_worker_copy || asked.role == Role::absent_copy;
  const auto named = holder_of(state, of_worker ? Asked{.role = Role::case_worker} : asked);
  if (!named) return unresolved("no_person");
  return asked.role == Role::absent_copy ? absent_person(*named, at, directory)
                                         : follow(*named, at, directory);
}

}  // namespace

Resolution resolve(const Case& state, const Asked& asked, TimePoint at,
                   const TenantContacts& contacts, const Directory& directory) {
  if (asked.role == Role::fallback) return to_address(contacts.fallback_email, contacts, {});
  if (asked.role == Role::administrator) {
    const bool named = !contacts.administrator_email.empty();
    return to_address(named ? contacts.administrator_email : contacts.fallback_email, contacts, {});
  }
  if (asked.role == Role::training) {
    if (asked.training_email.empty()) return skipped("no_training_address");
    return to_address(asked.training_email, contacts, {});
  }
  Resolution resolution = resolve_holder(state, asked, at, contacts, directory);
  const bool missing = !resolution.missing.empty() || !resolution.missing_groups.empty();
  if (missing || resolution.skip || resolution.expansion) return resolution;
  if (!resolution.recipient) {  // S-R17; a copy needs no fallback
    if (asked.role == Role::case_worker_copy) return skipped(resolution.reason);
    resolution = to_address(contacts.fallback_email, contacts, resolution.reason);
    resolution.fallback = true;
    return resolution;
  }
  if (!asked.actor.empty() && resolution.recipient->person_id == asked.actor)
    return skipped("own_action");  // S-X30
  if (resolution.recipient->language.empty())
    resolution.recipient->language = contacts.default_language;
  return resolution;
}

std::string stand_in(const Resolution& resolution) {
  const bool stands_in = resolution.recipient && !resolution.recipient->on_behalf_of_id.empty();
  return stands_in ? resolution.recipient->person_id : std::string();
}

}  // namespace followup
