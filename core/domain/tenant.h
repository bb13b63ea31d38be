// A tenant as its configuration file describes it: the business policy (versioned) and how its
// people are reached (not versioned: read afresh on reload, because it decides nothing about what
// is due).
#pragma once

#include "core/domain/case.h"
#include "core/domain/directory.h"
#include "core/domain/policy.h"

#include <map>
#include <string>
#include <vector>

namespace followup {

/// A webhook endpoint of the tenant's CRM.
struct Endpoint {
  std::string name;                  ///< [a-z0-9-]+, part of the lane
  std::string url;                   ///< https, or http where `allow` covers it
  std::vector<std::string> secrets;  ///< "whsec_…"; several while rotating: each signs
  std::vector<std::string> types;    ///< CloudEvents types it wants; "*" for all
  std::vector<std::string> allow;    ///< "CIDR:port" exceptions from the address guard
  int max_in_flight = 16;
  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

/// How much a mail says (R19 lowers it to neutral for a recipient below the case's sensitivity).
enum class ContentLevel : std::uint8_t { full, neutral };

struct Tenant {
  std::string name;                  ///< [a-z0-9-]+; the configuration file's name
  std::vector<std::string> sources;  ///< CloudEvents sources that speak for it
  Policy policy;
  TenantContacts contacts;
  std::string mail_from;  ///< "Name <address>" or an address
  std::string case_url;   ///< with {kind} and {id}; percent-encoded when filled in
  ContentLevel content = ContentLevel::full;
  QuietHours quiet;  ///< of a reader's own zone, for mails that are not urgent (S-X10)
  /// What may be attached to mails (S-M12): extensions ("pdf") and media types ("image/png",
  /// "image/*"), in lower case; empty: everything.
  std::vector<std::string> attachment_types;
  std::vector<Endpoint> endpoints;
  std::map<std::string, Person> people;  ///< static directory; entries made by events win
  std::map<std::string, Group> groups;   ///< likewise, of teams
  std::string templates;                 ///< folder that overrides the built-in templates, or empty

  /// Names of the endpoints that want `hook_type`.
  [[nodiscard]] std::vector<std::string> endpoints_for(std::string_view hook_type) const;
  /// The case in the CRM: `case_url` filled in; empty if there is none.
  [[nodiscard]] std::string case_link(const CaseKey& key) const;
};

/// All tenants of an installation, replaced as a whole on reload.
struct TenantBook {
  std::map<std::string, Tenant, std::less<>> tenants;
  std::map<std::string, std::string, std::less<>> tenant_by_source;

  [[nodiscard]] const Tenant* find(std::string_view name) const;
  /// The tenant that a CloudEvents source speaks for.
  [[nodiscard]] const Tenant* find_source(std::string_view source) const;
};

}  // namespace followup
