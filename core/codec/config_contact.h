// The sections of a tenant's file that contacts follow: [contact], [projects.<id>] and
// [judgements.<code>].
#pragma once

#include "core/codec/config.h"
#include "core/codec/config_report.h"
#include "core/codec/config_toml.h"

#include <vector>

namespace followup {

/// Reads them into `policy`. What they refer to is checked by check_references().
void read_contact(const TomlValue& root, ContactPolicy& policy, ConfigReport& report);

/// The keys of these sections.
void document_contact(std::vector<ConfigKey>& keys);

}  // namespace followup
