// What meetings collide with by the store (M35): for a whole batch one read of the meetings, one of
// their invitees' lists (a tenant), and one of what stands there.
#pragma once

#include "core/flow/case_batch.h"

#include <optional>
#include <vector>

namespace followup {

/// For each of these events, which may_collide(), the one for the meeting itself that tells it of
/// its collisions, in their order; nothing: there is nothing new. The store's failure, if it can
/// not be asked.
[[nodiscard]] Result<std::vector<std::optional<WorkItem>>> collision_work(
    const std::vector<const WorkItem*>& items, CaseStore& store, const FlowContext& context);

}  // namespace followup
