// Of groups: a team's address, and whoever one of a message to several is sent to, with what may be
// read there of a secret ticket (S-T30).
#include "core/domain/directory_parts.h"
#include "core/domain/mailing.h"

#include <algorithm>

namespace followup::directory {

namespace {

/// The group that may take the case's callback.
std::string team_of(const Case& state) {
  if (const auto* appointment = std::get_if<Appointment>(&state.facts)) {
    const auto& callback = appointment->callback;
    return callback && !callback->team.empty() ? callback->team : appointment->team;
  }
  const auto* contact = std::get_if<ProjectContact>(&state.facts);
  return contact != nullptr && contact->follow_up ? contact->follow_up->team : std::string();
}

/// The address of the first active member who has one: of those who are there, else of all.
Resolution member_address(const Group& group, TimePoint at, const Directory& directory) {
  Resolution missing;
  std::string there;
  std::string away;
  for (const auto& id : group.members) {
    const auto entry = directory.person(id);
    if (!entry) {
      missing.missing.push_back(id);
      continue;
    }
    if (!entry->known || !entry->active) continue;
    auto& place = absence_at(*entry, at) == nullptr ? there : away;
    if (place.empty()) place = entry->email;
  }
  if (!missing.missing.empty()) return missing;
  if (there.empty() && away.empty()) return unresolved("no_address");
  Resolution resolution;
  resolution.recipient = Recipient{};
  resolution.recipient->email = there.empty() ? away : there;
  return resolution;
}

/// The id behind "person/" or "group/"; nothing: `whom` is of another kind.
std::optional<std::string> id_in(std::string_view whom, std::string_view kind) {
  if (!whom.starts_with(kind)) return std::nullopt;
  return std::string(whom.substr(kind.size()));
}

bool told_as(const Group& group, const std::string& whom) {
  const auto person = id_in(whom, "person/");
  return person ? contains(group.members, *person) : whom == "group/" + group.id;
}

/// Whether the group that the ticket is for, and the one that is told of it (the same, or one above
/// it), may both read what is secret (S-T30). Nothing: `id` has to be looked up.
std::optional<bool> may_read(std::string& id, const std::string& whom, const Directory& directory) {
  std::vector<std::string> passed;
  while (!id.empty() && passed.size() < longest_chain && !contains(passed, id)) {
    const auto group = directory.group(id);
    if (!group) return std::nullopt;
    if (passed.empty() && !group->secret_access) return false;
    if (told_as(*group, whom)) return group->secret_access;
    passed.push_back(id);
    id = group->manager_group;
  }
  return false;
}

void add_secret_access(const Case& state, const Addressee& to, const Directory& directory,
                       Resolution& resolution) {
  const auto* ticket = std::get_if<Ticket>(&state.facts);
  if (ticket == nullptr || !ticket->secret || !resolution.recipient) return;
  for (std::string id : to.through) {
    const auto may = may_read(id, to.whom, directory);
    if (!may) resolution.missing_groups.push_back(id);
    if (may.value_or(false)) resolution.recipient->secret_access = true;
  }
}

Resolution group_address(const std::string& id, const Directory& directory) {
  Resolution resolution;
  const auto group = directory.group(id);
  if (!group) {
    resolution.missing_groups.push_back(id);
    return resolution;
  }
  if (!is_known(*group)) return unresolved("no_group");
  if (!group->active) return unresolved("inactive");
  if (group->email.empty()) return unresolved("no_address");
  resolution.recipient = Recipient{};
  resolution.recipient->name = group->name;
  resolution.recipient->email = group->email;
  return resolution;
}

}  // namespace

const Mailing* find_mailing(const Case& state, std::uint32_t number) {
  return std::visit(
      [&](const auto& facts) -> const Mailing* {
        if constexpr (requires { facts.mailings; }) {
          const auto found = std::ranges::find(facts.mailings, number, &Mailing::number);
          if (found != facts.mailings.end()) return &*found;
        }
        return nullptr;
      },
      state.facts);
}

Resolution team(const Case& state, TimePoint at, const Directory& directory) {
  const std::string id = team_of(state);
  if (id.empty()) return unresolved("no_group");
  const auto group = directory.group(id);
  if (!group) {
    Resolution resolution;
    resolution.missing_groups.push_back(id);
    return resolution;
  }
  if (!is_known(*group)) return unresolved("no_group");
  if (!group->active) return unresolved("inactive");
  Resolution resolution;
  if (group->email.empty()) {
    resolution = member_address(*group, at, directory);
  } else {
    resolution.recipient = Recipient{};
    resolution.recipient->email = group->email;
  }
  if (resolution.recipient) resolution.recipient->name = group->name;
  return resolution;
}

Resolution addressee(const Case& state, const std::string& whom, TimePoint at,
                     const TenantContacts& contacts, const Directory& directory) {
  const auto parsed = parse_mailing_whom(whom);
  const Mailing* const mailing = parsed ? find_mailing(state, parsed->number) : nullptr;
  if (mailing == nullptr) return skipped("no_mailing");
  const auto receipt = std::ranges::find_if(
      mailing->receipts, [&](const Receipt& one) { return one.to.whom == parsed->addressee; });
  if (receipt == mailing->receipts.end()) return skipped("no_mailing");
  const auto person = id_in(parsed->addressee, "person/");
  if (person && mailing->role == Role::persons)
    return person_told(state, *mailing, receipt->to, directory);
  if (parsed->addressee == "fallback") return to_address(contacts.fallback_email, contacts, {});
  Resolution resolution;
  if (person)
    resolution = follow(PersonRef{.id = *person, .name = {}, .email = {}}, at, directory);
  else if (const auto group = id_in(parsed->addressee, "group/"))
    resolution = group_address(*group, directory);
  else
    return skipped("no_mailing");
  add_secret_access(state, receipt->to, directory, resolution);
  return resolution;
}

}  // namespace followup::directory
