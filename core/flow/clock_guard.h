// Watches the wall clock for jumps: wall time and boot time must pass alike. After a jump of more
// than five minutes nothing is fired until somebody confirms the new time (design.md section 4).
// Pure: it is told what the clocks say.
#pragma once

#include "core/base/time.h"

#include <optional>

namespace followup {

class ClockGuard {
 public:
  static constexpr Millis tolerated = std::chrono::minutes{5};

  /// One look, about once a second. `wall`: the store's clock; `boot`: CLOCK_BOOTTIME. True while
  /// firing must wait.
  bool look(TimePoint wall, Millis boot) {
    const Millis difference = wall.time_since_epoch() - boot;
    if (!baseline_) baseline_ = difference;
    const Millis jump = difference - *baseline_;
    frozen_ = frozen_ || jump > tolerated || jump < -tolerated;
    if (!frozen_) baseline_ = difference;  // slow drift and small steps are followed
    return frozen_;
  }

  /// The clocks had jumped before the first look.
  void freeze() { frozen_ = true; }

  /// Somebody has confirmed that the time is right now.
  void confirm() {
    baseline_.reset();
    frozen_ = false;
  }

  [[nodiscard]] bool frozen() const { return frozen_; }

 private:
  std::optional<Millis> baseline_;
  bool frozen_ = false;
};

}  // namespace followup
