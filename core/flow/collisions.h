// What a meeting collides with by the store (M35): one read of its invitees' lists, one of what
// stands there near its time.
#pragma once

#include "core/flow/case_batch.h"

#include <optional>

namespace followup {

/// The event for the meeting itself that tells it of its collisions; nothing: there is nothing new.
/// The store's failure, if it can not be asked.
[[nodiscard]] Result<std::optional<WorkItem>> collision_work(const WorkItem& item, CaseStore& store,
                                                             const Policy& policy, TimePoint now);

}  // namespace followup
