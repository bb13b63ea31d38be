// From a role to a person or a group, at the moment of sending (Q6): supervisor from the record or
// the directory, absence delegates with chains and loops (R26), closed accounts (R25), a team's
// address, a project's training address, and the tenant's fallback. Pure: it says which directory
// entries it needs.
#pragma once

#include "core/domain/case.h"
#include "core/domain/names.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace followup {

/// Where a tenant's messages go when a role has nobody.
struct TenantContacts {
  std::string fallback_email;
  std::string administrator_email;
  std::string default_language = "en";
};

/// The person or group a message goes to, and why.
struct Recipient {
  std::string person_id;  ///< empty for a team, and for an address that belongs to nobody
  std::string name;
  std::string email;
  std::string language;
  std::string zone;  ///< empty: the tenant's
  int sensitivity = 0;
  std::vector<std::string> privileges;  ///< to read attachments (M21)
  std::string on_behalf_of;  ///< name of the person that this one stands in for, else empty
  std::string on_behalf_of_id;
  std::optional<TimePoint>
      on_behalf_until;           ///< when the first of the absences on the way ends (U6)
  std::vector<std::string> via;  ///< ids that were passed on the way, in order
  bool secret_access = false;    ///< of a secret ticket: what it says may be told (T21, S-T30)
};

/// To whom a message to several goes: one addressee a distinct address.
struct Expansion {
  std::vector<Addressee> addressees;
  std::vector<Trouble> troubles;
};

struct Resolution {
  std::optional<Recipient> recipient;
  bool fallback =
      false;          ///< the role had nobody: the recipient is the tenant's fallback (R: S-R17)
  bool skip = false;  ///< nobody is to be told (own action; a copy for somebody who is not absent)
  std::optional<Expansion>
      expansion;       ///< of the roles groups, managers and persons: there is no recipient
  std::string reason;  ///< stable code: "", no_person, no_address, inactive, delegate_loop,
                       ///< no_group, own_action, not_absent, no_training_address, no_mailing,
                       ///< no_privilege
  std::string case_worker_name;  ///< as the directory has it, filled in by resolve_all()
  std::map<std::string, std::string> names;   ///< likewise, of whom the case's mails mention: of
                                              ///< persons by id, of groups by "group/<id>"
  std::map<std::string, std::string> emails;  ///< likewise: addresses of persons by id
  std::vector<std::string>
      missing;  ///< persons' entries that must be looked up first; then ask again
  std::vector<std::string> missing_groups;  ///< likewise of groups
};

/// Person id of whoever is told in the place of the person asked for; empty: nobody stands in.
[[nodiscard]] std::string stand_in(const Resolution& resolution);

/// Who is asked for.
struct Asked {
  Role role = Role::case_worker;
  std::string actor;           ///< a person who is not told about the own action (S-X30), or empty
  std::string whom;            ///< the notification's: who of several, or whose supervisor
  std::string training_email;  ///< of the case's project, or empty (S-C16)
};

/// Looks an entry up: nothing = not looked up yet. A person who is in no directory has `known`
/// false, a group that is in none has no name.
struct Directory {
  std::function<std::optional<Person>(const std::string& id)> person;
  std::function<std::optional<Group>(const std::string& id)> group;
};

/// Whether some directory has the group: one that was only looked up has no name.
[[nodiscard]] inline bool is_known(const Group& group) {
  return !group.name.empty();
}

/// Resolves a role of the case `state` at `at`. A person found nowhere in the directory is taken
/// from the record's inline values. A team is its group's address, else the address of its first
/// active member who has one (who is there before who is absent), under the group's name. Whose
/// role has nobody goes to the fallback, but for copies and the training address.
///
/// A message to several (core/domain/mailing.h) becomes an expansion. A group that is active is
/// told at its own address, or each of its active members (S-T06), of those the first 500; their
/// stand-ins are told in their place, and of several with one address, in whatever case, one. For a
/// group that can not be told the group above it is, and so on (S-T07), up to 16 of them; if none
/// can, the fallback. Of managers `level` many are climbed, groups that can not be told counted and
/// passed over; where there are not as many, or they run in a circle (S-T31), the fallback is told
/// at level 1 and nobody above that. There are at most 60 addressees; whoever has no room among
/// them is not told, and the trouble "too_many" names the group, or the person. Persons of such a
/// message are told themselves, also when they are absent, and nobody is in their place (M12, M33):
/// whoever has left, has no address or lacks the privilege that the message asks for is a trouble.
/// Each of the addressees is resolved again when it is sent to; a person who can not be told any
/// more then is skipped. So is a message or addressee that the case does not have any more.
[[nodiscard]] Resolution resolve(const Case& state, const Asked& asked, TimePoint at,
                                 const TenantContacts& contacts, const Directory& directory);

}  // namespace followup
