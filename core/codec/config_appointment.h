// The sections of a tenant's file that appointments and their re-booking follow, under the original
// names and codes: [appointment], [parameters], [parameters.users.<id>], [list_states.<code>],
// [states.<id>], [characteristics.<id>] and [procedures.<name>].
#pragma once

#include "core/codec/config.h"
#include "core/codec/config_report.h"
#include "core/codec/config_toml.h"

#include <vector>

namespace followup {

/// Reads them into `policy`. What they say of each other is checked by check_references() and
/// check_contradictions().
void read_appointment(const TomlValue& root, AppointmentPolicy& policy, ConfigReport& report);

/// The keys of these sections.
void document_appointment(std::vector<ConfigKey>& keys);

}  // namespace followup
