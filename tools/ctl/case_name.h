// How a case is called on the command line and in what is printed: TENANT/KIND/ID. Kind and tenant
// may be left out where they are clear.
#pragma once

#include "core/base/result.h"
#include "core/domain/case_key.h"
#include "core/domain/tenant.h"

#include <string>
#include <string_view>
#include <vector>

namespace followup::ctl {

/// "assist/referral/R-1", "telde/contact/spring/K7". The id stands last and may hold any character.
[[nodiscard]] std::string case_name(const CaseKey& key);

/// Reads TENANT/KIND/ID; with a single tenant also KIND/ID, or the ID of a referral. invalid_input
/// where the tenant must be said, and for an unknown tenant or kind.
[[nodiscard]] Result<CaseKey> parse_case_name(std::string_view text, const TenantBook& tenants);

/// The tenant of that name; for an empty one the only tenant. invalid_input otherwise, with the
/// names that there are.
[[nodiscard]] Result<const Tenant*> find_tenant(std::string_view name, const TenantBook& tenants);

/// The same, but all tenants for an empty name.
[[nodiscard]] Result<std::vector<const Tenant*>> tenants_named(const std::string& name,
                                                               const TenantBook& tenants);

}  // namespace followup::ctl
