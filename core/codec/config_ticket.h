// The sections of a tenant's file that tickets follow: [tickets], [ticket_channels.<channel>] and
// [classifications.<id>], the latter also in a JSON file of their own.
#pragma once

#include "core/codec/config.h"
#include "core/codec/config_report.h"
#include "core/codec/config_tenant.h"
#include "core/codec/config_toml.h"

#include <vector>

namespace followup {

/// Reads them into `tenant.policy.ticket` and checks them: teams and calendars have been read.
void read_tickets(const TomlValue& root, const TenantFile& file, Tenant& tenant,
                  ConfigReport& report);

/// The keys of these sections.
void document_tickets(std::vector<ConfigKey>& keys);

}  // namespace followup
