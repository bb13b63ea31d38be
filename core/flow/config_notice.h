// Tells a tenant that its new configuration was not taken (Q9): the administrator by mail, the CRM
// by the webhook config.rejected.
#pragma once

#include "core/codec/config.h"
#include "core/flow/transition.h"

#include <vector>

namespace followup {

/// One notice a tenant of the configuration in force whose file has an error; the same faults are
/// told once a day. `unavailable`: the store could not take it.
[[nodiscard]] Result<void> tell_of_rejected(const std::vector<ConfigFault>& faults,
                                            CaseStore& store, const FlowContext& context);

}  // namespace followup
