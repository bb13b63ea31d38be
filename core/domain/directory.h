// From a role to a person, at the moment of sending (Q6): supervisor from the record or the
// directory, absence delegates with chains and loops (R26), closed accounts (R25), and the tenant's
// fallback. Pure: it says which directory entries it needs.
#pragma once

#include "core/domain/case.h"
#include "core/domain/names.h"

#include <functional>
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

/// The person a message goes to, and why.
struct Recipient {
  std::string person_id;  ///< empty for a fallback or administrator address
  std::string name;
  std::string email;
  std::string language;
  std::string zone;  ///< empty: the tenant's
  int sensitivity = 0;
  std::string on_behalf_of;  ///< name of the person that this one stands in for, else empty
  std::string on_behalf_of_id;
  std::optional<TimePoint>
      on_behalf_until;           ///< when the first of the absences on the way ends (U6)
  std::vector<std::string> via;  ///< ids that were passed on the way, in order
};

struct Resolution {
  std::optional<Recipient> recipient;
  bool fallback =
      false;           ///< the role had nobody: the recipient is the tenant's fallback (R: S-R17)
  bool skip = false;   ///< nobody is to be told (own action; a copy for somebody who is not absent)
  std::string reason;  ///< stable code: "", no_person, no_address, inactive, delegate_loop,
                       ///< own_action, not_absent
  std::string case_worker_name;  ///< as the directory has it, filled in by resolve_all()
  std::vector<std::string>
      missing;  ///< directory entries that must be looked up first; then ask again
};

/// Looks a person up: nothing = not looked up yet; a Person with `known` false = looked up and not
/// there.
using PersonLookup = std::function<std::optional<Person>(const std::string& id)>;

/// Resolves `role` of the case `state` at `at`. `actor`: a person who is not told about the own
/// action, or empty. A person found nowhere in the directory is taken from the record's inline
/// values.
[[nodiscard]] Resolution resolve(const Case& state, Role role, const std::string& actor,
                                 TimePoint at, const TenantContacts& contacts,
                                 const PersonLookup& lookup);

}  // namespace followup
