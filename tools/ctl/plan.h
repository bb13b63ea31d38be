// What will go out for a case if nothing more comes in: every deadline at its time, every message
// taken at once. Asks the rules and stores nothing; who gets a message, its caller says.
#pragma once

#include "core/base/result.h"
#include "core/domain/decide.h"
#include "core/domain/directory.h"
#include "core/domain/tenant.h"

#include <functional>
#include <optional>
#include <vector>

namespace followup::ctl {

struct PlannedMessage {
  Notification notification;
  Resolution resolution;  ///< at the moment of sending, as far as the directory knows today
};

struct PlannedStep {
  Deadline deadline;
  TimePoint at;  ///< when it fires: at its time, or now if that has passed
  Case state;    ///< before it fires
  /// Its own, and the webhooks that follow their hand-over; of a message to several each of those
  /// that it becomes.
  std::vector<PlannedMessage> messages;
};

/// Who gets a message of the case at that moment.
using Resolver =
    std::function<Result<Resolution>(const Case& state, const Notification& message, TimePoint at)>;

/// The steps in their order, of many the first ones; without retention. A look at a project that is
/// stopped is the last: nothing goes out before somebody releases it. `late_after`, `project`: as
/// in Context. Fails as `resolve` does.
[[nodiscard]] Result<std::vector<PlannedStep>> plan_steps(const Case& state, const Tenant& tenant,
                                                          const Policy& policy, TimePoint now,
                                                          Millis late_after,
                                                          std::optional<ProjectState> project,
                                                          const Resolver& resolve);

}  // namespace followup::ctl
