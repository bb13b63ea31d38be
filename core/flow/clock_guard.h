// Watches the clock that everything follows for jumps: it and the boot clock must pass alike. After
// a jump of more than five minutes nothing is fired until somebody confirms the time. Pure: it is
// told what the clocks and the store say.
#pragma once

#include "core/base/time.h"

#include <cstdint>
#include <optional>
#include <string>

namespace followup {

class ClockGuard {
 public:
  static constexpr Millis tolerated = std::chrono::minutes{5};

  enum class Verdict : std::uint8_t {
    follow,     ///< all is well
    stop,       ///< a clock has jumped: fire nothing, follow nothing
    confirmed,  ///< somebody has confirmed the time since: stop until go_on() is said
  };

  /// What is known at one look, about once a second.
  struct Look {
    TimePoint server;       ///< the store's clock
    Millis boot;            ///< boot_time()
    bool stopped = false;   ///< the store says that somebody saw a jump
    std::string confirmed;  ///< another text each time that somebody confirms the time
  };

  Verdict look(const Look& seen) {
    const Millis difference = seen.server.time_since_epoch() - seen.boot;
    if (!confirmed_) confirmed_ = seen.confirmed;
    if (*confirmed_ != seen.confirmed) return verdict_ = Verdict::confirmed;
    if (!baseline_) baseline_ = difference;
    const Millis jump = difference - *baseline_;
    jumped_ = jumped_ || jump > tolerated || jump < -tolerated;
    if (jumped_ || seen.stopped) return verdict_ = Verdict::stop;
    baseline_ = difference;  // slow drift and small steps are followed
    return verdict_ = Verdict::follow;
  }

  /// The time is taken as it is at the next look.
  void go_on() { *this = ClockGuard(); }

  /// As of the last look; before the first one nothing is known.
  [[nodiscard]] Verdict verdict() const { return verdict_; }

  /// This guard itself has seen the jump.
  [[nodiscard]] bool jumped() const { return jumped_; }

 private:
  std::optional<Millis> baseline_;
  std::optional<std::string> confirmed_;
  bool jumped_ = false;
  Verdict verdict_ = Verdict::stop;
};

}  // namespace followup
