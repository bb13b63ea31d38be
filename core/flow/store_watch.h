// A serving program's one look a second at its store: is it there, what time is it there, did a
// clock jump, are the settings still those that the promises rest on. The place where the business
// clock follows Redis' TIME.
#pragma once

#include "core/base/metrics.h"
#include "core/flow/clock_guard.h"
#include "core/flow/runtime.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

namespace followup {

class StoreWatch {
 public:
  /// Who fires deadlines stops everybody when a clock jumps; who does not waits a while for that,
  /// and then takes the time as it is: it is its own machine that was asleep.
  enum class Role : std::uint8_t { fires, follows };

  StoreWatch(RedisStore& store, BusinessClock& clock, Metrics& metrics, Role role)
      : store_(store), clock_(clock), metrics_(metrics), role_(role) {}

  /// Looks if the last look was a second ago. Returns whether the store is up.
  bool look();
  /// Looks now (after a failure of the store).
  bool look_now();

  [[nodiscard]] bool up() const { return up_; }

  /// The store is there and keeps what the promises rest on: events may be taken in.
  [[nodiscard]] bool usable() const { return up_ && settings_good_; }

  /// Also no clock has jumped without somebody confirming the time: deadlines may be fired.
  [[nodiscard]] bool may_fire() const {
    return usable() && guard_.verdict() == ClockGuard::Verdict::follow;
  }

  /// The time after a jump is to be taken: go_on() is to be said as soon as nothing is under way
  /// that counts on the time as it was (leases).
  [[nodiscard]] bool has_new_time() const {
    return guard_.verdict() == ClockGuard::Verdict::confirmed || alone_;
  }

  /// Moves the clock to it.
  void go_on();

 private:
  using Marks = std::map<std::string, std::string>;
  void follow_clock(TimePoint server, const Marks& marks);
  void move_clock(TimePoint server);
  void stay_stopped(TimePoint server, const std::string& stopped);
  void tell_everybody(TimePoint server);
  void check_settings();

  RedisStore& store_;
  BusinessClock& clock_;
  Metrics& metrics_;
  ClockGuard guard_;
  Role role_;
  int looks_alone_ = 0;  ///< since a jump that nobody who fires has seen
  bool alone_ = false;   ///< nobody has, for long enough
  bool first_ = true;    ///< the clock has not been set by what the store says
  bool step_ = true;     ///< the next time is taken as it is, also if that is a step back
  bool told_ = false;    ///< that a clock has jumped
  std::chrono::steady_clock::time_point next_look_{};
  std::chrono::steady_clock::time_point next_check_{};
  bool up_ = false;
  bool settings_good_ = true;
};

}  // namespace followup
