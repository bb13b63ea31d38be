// The steps that resolving a role (directory.h) is made of: persons and their stand-ins in
// directory.cpp, groups in directory_groups.cpp, messages to several groups in
// directory_expansion.cpp, to several persons in directory_persons.cpp. Internal to the four.
#pragma once

#include "core/domain/directory.h"

#include <cstdint>
#include <string>
#include <vector>

namespace followup::directory {

/// No chain of stand-ins, or of groups each above the other, that makes sense is longer.
inline constexpr std::size_t longest_chain = 16;
/// Members beyond are not told.
inline constexpr std::size_t most_members = 500;
/// Addresses beyond are not told; a trouble says so.
inline constexpr std::size_t most_addressees = 60;

[[nodiscard]] bool contains(const std::vector<std::string>& ids, const std::string& id);
[[nodiscard]] Resolution unresolved(std::string reason);
[[nodiscard]] Resolution skipped(std::string reason);
/// An address that belongs to nobody, in the tenant's language; none if it is empty.
[[nodiscard]] Resolution to_address(const std::string& email, const TenantContacts& contacts,
                                    std::string reason);

/// The absence of `person` at `at` in which somebody stands in; null: none.
[[nodiscard]] const Absence* absence_at(const Person& person, TimePoint at);
/// The directory's entry, completed by what the record says of the person (the directory wins).
[[nodiscard]] Person complete(Person entry, const PersonRef& inline_values);
[[nodiscard]] Recipient recipient_of(const Person& person);
/// What makes two addresses one. Domains have no case, and no provider of mail lets it matter in
/// what stands before them.
[[nodiscard]] std::string folded(std::string address);

/// Follows stand-ins from `holder` to the person who is there at `at` (R26); a loop or a closed
/// account ends in nobody.
[[nodiscard]] Resolution follow(const PersonRef& holder, TimePoint at, const Directory& directory);

/// The case's message to several of this number; null: it has none (any more).
[[nodiscard]] const Mailing* find_mailing(const Case& state, std::uint32_t number);

/// The group that may take the case's callback.
[[nodiscard]] Resolution team(const Case& state, TimePoint at, const Directory& directory);

/// Whom a message to several goes to: an expansion, or skipped where the case has no such message
/// any more.
[[nodiscard]] Resolution expand(const Case& state, const std::string& whom, TimePoint at,
                                const Directory& directory);
/// The same of a message to persons.
[[nodiscard]] Resolution expand_persons(const Case& state, const Mailing& mailing,
                                        const Directory& directory);
/// The person whom such a message names at an address: nobody stands in. Where it can not be told
/// any more, the first of those who share the address and can; skipped if there is none.
[[nodiscard]] Resolution person_told(const Case& state, const Mailing& mailing, const Addressee& to,
                                     const Directory& directory);
/// One of those whom such a message goes to.
[[nodiscard]] Resolution addressee(const Case& state, const std::string& whom, TimePoint at,
                                   const TenantContacts& contacts, const Directory& directory);

}  // namespace followup::directory
