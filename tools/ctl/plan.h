// What will go out for a case if nothing more comes in: every deadline at its time, every message
// taken at once. Pure: asks the rules and stores nothing.
#pragma once

#include "core/domain/decide.h"
#include "core/domain/tenant.h"

#include <vector>

namespace followup::ctl {

struct PlannedStep {
  Deadline deadline;
  TimePoint at;                        ///< when it fires: at its time, or now if that has passed
  Case state;                          ///< before it fires
  std::vector<Notification> messages;  ///< its own, and the webhooks that follow their hand-over
};

/// The steps in their order; without retention. A look at a project that is stopped is the last:
/// nothing goes out before somebody releases it. `late_after`, `project`: as in Context.
[[nodiscard]] std::vector<PlannedStep> plan_steps(const Case& state, const Tenant& tenant,
                                                  const Policy& policy, TimePoint now,
                                                  Millis late_after,
                                                  std::optional<ProjectState> project);

}  // namespace followup::ctl
