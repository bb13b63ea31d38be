// The [[endpoint]] tables of a tenant's file: where its webhooks go and what they are signed with.
#pragma once

#include "core/codec/config_tenant.h"

#include <vector>

namespace followup {

/// Reads the list under `endpoint`, if there is one, into `tenant`.
void read_endpoints(const TomlValue& root, const TenantFile& file, DeliverySecrets secrets,
                    Tenant& tenant, ConfigReport& report);

/// The keys of an endpoint.
void document_endpoints(std::vector<ConfigKey>& keys);

}  // namespace followup
