// What the sections of a tenant's file say of each other: names that refer to nothing, settings
// that contradict each other (errors: the whole version is refused, Q9), and settings without
// effect (warnings). Each is told in one sentence.
#pragma once

#include "core/codec/config_report.h"
#include "core/domain/tenant.h"

namespace followup {

/// Calendars, states, list states, characteristics, judgements, operators, people and teams that
/// are named and not there. config_references.cpp.
void check_references(const Tenant& tenant, ConfigReport& report);

/// States and procedures whose modes exclude each other (A10, A17, A18, A30, A37, S-A30, S-A31).
void check_contradictions(const Tenant& tenant, ConfigReport& report);

/// What can be used and does not do what it seems to (S-A28, S-A35). config_effects.cpp.
void check_effects(const Tenant& tenant, ConfigReport& report);

}  // namespace followup
