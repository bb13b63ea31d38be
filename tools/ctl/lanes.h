// The outbox lanes of an installation.
#pragma once

#include "core/domain/tenant.h"

#include <string>
#include <vector>

namespace followup::ctl {

/// "assist/crm": as in lanes, marks and on the command line.
[[nodiscard]] std::vector<std::string> endpoint_names(const TenantBook& tenants);

/// Mail first, the urgent one before the other, then a lane for each endpoint.
[[nodiscard]] std::vector<std::string> all_lanes(const TenantBook& tenants);

}  // namespace followup::ctl
