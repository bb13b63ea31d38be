// A serving program's one look a second at its store: is it there, what time is it there, did a
// clock jump, are the settings still those that the promises rest on. The place where the business
// clock follows Redis' TIME.
#pragma once

#include "core/base/metrics.h"
#include "core/flow/clock_guard.h"
#include "core/flow/runtime.h"

#include <chrono>

namespace followup {

class StoreWatch {
 public:
  StoreWatch(RedisStore& store, BusinessClock& clock, Metrics& metrics)
      : store_(store), clock_(clock), metrics_(metrics) {}

  /// Looks if the last look was a second ago. Returns whether the store is up.
  bool look();
  /// Looks now (after a failure of the store).
  bool look_now();

  [[nodiscard]] bool up() const { return up_; }

  /// The store is there and keeps what the promises rest on: events may be taken in.
  [[nodiscard]] bool usable() const { return up_ && settings_good_; }

  /// Also no clock has jumped without somebody confirming the time: deadlines may be fired.
  [[nodiscard]] bool may_fire() const { return usable() && !guard_.frozen(); }

 private:
  void follow_clock(TimePoint server);
  void read_stop();
  static void tell_jump();
  void stop_or_go_on(TimePoint server);
  void check_settings();

  RedisStore& store_;
  BusinessClock& clock_;
  Metrics& metrics_;
  ClockGuard guard_;
  bool stop_read_ = false;   ///< whether a jump had been seen before this program started
  bool stop_known_ = false;  ///< the store has the mark of the jump
  std::chrono::steady_clock::time_point next_look_{};
  std::chrono::steady_clock::time_point next_check_{};
  bool up_ = false;
  bool settings_good_ = true;
};

}  // namespace followup
