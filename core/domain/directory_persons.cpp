// To whom a message to several persons goes: each is told itself, at an address of its own (M12 to
// M14, M33), and whoever can not be told is named (M21, M32).
#include "core/domain/directory_parts.h"
#include "core/domain/mailing.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

namespace followup::directory {

namespace {

/// What the case says of a person whom its messages name.
PersonRef named(const Case& state, const std::string& id) {
  return std::visit(
      [&](const auto& facts) {
        if constexpr (requires { facts.people; }) {
          const auto found = std::ranges::find(facts.people, id, &PersonRef::id);
          if (found != facts.people.end()) return *found;
        }
        return PersonRef{.id = id, .name = {}, .email = {}};
      },
      state.facts);
}

/// Whether mail may be sent there at all (M32); what is wrong with it otherwise the relay says.
bool is_address(std::string_view text) {
  const auto at = text.find('@');
  const bool two_sides = at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
                         text.find('@', at + 1) == std::string_view::npos;
  return two_sides && std::ranges::all_of(text, [](char letter) {
           const auto code = static_cast<unsigned char>(letter);
           return code > 0x20 && code != 0x7f;
         });
}

/// Why the person can not be told; empty: it can.
std::string trouble_of(const Person& person, const std::string& privilege) {
  if (person.known && !person.active) return "inactive";  // R25
  if (!is_address(person.email)) return "no_address";
  const bool may = privilege.empty() || contains(person.privileges, privilege);
  return may ? "" : "no_privilege";
}

/// Addresses that a mail does not go to, whoever else shares them: nobody is told at one of them
/// that a meeting is cancelled to which somebody else there is still invited. Persons who have to
/// be looked up are added to `missing`.
std::set<std::string> spared_addresses(const Case& state, const Mailing& mailing,
                                       const Directory& directory,
                                       std::vector<std::string>& missing) {
  std::set<std::string> addresses;
  const auto* meeting = std::get_if<Meeting>(&state.facts);
  if (meeting == nullptr || meeting->cancelled || mailing.purpose != Purpose::invitation_cancelled)
    return addresses;
  for (const auto& invitee : meeting->invitees) {
    const auto entry = directory.person(invitee.person);
    if (!entry) {
      missing.push_back(invitee.person);
      continue;
    }
    const Person person = complete(*entry, named(state, invitee.person));
    if (trouble_of(person, {}).empty()) addresses.insert(folded(person.email));
  }
  return addresses;
}

}  // namespace

Resolution expand_persons(const Case& state, const Mailing& mailing, const Directory& directory) {
  Resolution made;
  Expansion expansion;
  std::map<std::string, std::size_t> place;  // of the addressee with such an address
  std::vector<std::string> seen;
  const auto spared = spared_addresses(state, mailing, directory, made.missing);
  for (const auto& id : mailing.parties) {
    if (contains(seen, id)) continue;
    seen.push_back(id);
    const auto entry = directory.person(id);
    if (!entry) {
      made.missing.push_back(id);
      continue;
    }
    const Person person = complete(*entry, named(state, id));
    if (auto trouble = trouble_of(person, mailing.privilege); !trouble.empty()) {
      expansion.troubles.push_back({"person/" + id, std::move(trouble)});
      continue;
    }
    if (spared.contains(folded(person.email))) continue;
    auto& told = expansion.addressees;
    const auto known = place.find(folded(person.email));
    if (known == place.end() && told.size() == most_addressees) {
      expansion.troubles.push_back({"person/" + id, "too_many"});
      continue;
    }
    if (known == place.end()) {
      place.emplace(folded(person.email), told.size());
      told.push_back({"person/" + id, {id}});
      continue;
    }
    Addressee& shared = told[known->second];
    shared.through.push_back(id);
    // Whoever shares an address with the one who is not told of the own action is told all the
    // same.
    if (shared.whom == "person/" + mailing.actor) shared.whom = "person/" + id;
  }
  if (made.missing.empty()) made.expansion = std::move(expansion);
  return made;
}

Resolution person_told(const Case& state, const Mailing& mailing, const Addressee& to,
                       const Directory& directory) {
  Resolution resolution;
  std::vector<std::string> ids = to.through;
  std::stable_partition(ids.begin(), ids.end(),
                        [&](const std::string& id) { return to.whom == "person/" + id; });
  std::string why = "no_mailing";
  for (const auto& id : ids) {
    const auto entry = directory.person(id);
    if (!entry) {
      resolution.missing.push_back(id);
      return resolution;
    }
    const Person person = complete(*entry, named(state, id));
    auto trouble = trouble_of(person, mailing.privilege);
    if (trouble.empty()) {
      resolution.recipient = recipient_of(person);
      return resolution;
    }
    if (id == ids.front()) why = std::move(trouble);
  }
  return skipped(std::move(why));
}

}  // namespace followup::directory
