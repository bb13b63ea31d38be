// The daemon's one loop: doors, intake, due role, store watch, signals and systemd, all in one
// poll. What is due is fired when it is due; the poll's time-out is the time until the next
// deadline.
#pragma once

#include "core/base/metrics.h"
#include "core/base/signals.h"
#include "core/codec/config.h"
#include "core/flow/due_flow.h"
#include "core/flow/intake_flow.h"
#include "core/flow/runtime.h"
#include "core/flow/store_watch.h"
#include "core/store/redis_blobs.h"
#include "daemon/doors.h"
#include "daemon/options.h"

#include <functional>
#include <memory>

namespace followup {

/// What a standalone does for its children; either may be empty.
struct Children {
  std::function<void()> look_after;  ///< called now and then, and when one has ended
  std::function<void()> reload;      ///< called when the configuration is read again
};

class Service {
 public:
  /// Connects, checks the store, publishes the policies, opens the doors. Every error is one
  /// sentence for the operator.
  static Result<std::unique_ptr<Service>> open(Config config, const DaemonOptions& options,
                                               Signals& signals, Children children);
  /// Serves until a signal asks to stop, then drains: what has been read is answered, nothing new
  /// is read.
  void run();

  [[nodiscard]] std::string router_address() const { return doors_->router_address(); }

 private:
  using Steady = std::chrono::steady_clock;

  Service(Config config, const DaemonOptions& options, const RedisAddress& address,
          Signals& signals, Children children);
  Result<void> start();
  [[nodiscard]] FlowContext flow_context();
  [[nodiscard]] Millis wait_time() const;
  [[nodiscard]] Doors::From reading() const;
  void turn();
  void take_signals();
  void read_doors(bool ready);
  void answer();
  void fire();
  void fire_once();
  void look_around();
  void reload();
  Result<void> apply_config(Config fresh);
  Result<void> note_lanes(const TenantBook& tenants);
  void report(const DueFlow::Turn& turn);
  void report_intake();
  void say_status();
  void tidy_up();

  Config config_;
  DaemonOptions options_;
  Signals& signals_;
  Children children_;
  Metrics metrics_;
  BusinessClock clock_;
  RedisStore intake_store_;
  RedisStore due_store_;
  RedisStore claim_store_;
  RedisStore shelf_;
  RedisBlobs blobs_;
  EventDecoder decoder_;
  PolicyBook policies_;
  StoreWatch watch_;
  std::optional<Doors> doors_;
  std::optional<IntakeFlow> intake_;
  std::optional<DueFlow> due_;
  std::optional<Waker> waker_;

  std::optional<TimePoint> next_due_;     ///< business time
  bool look_for_due_ = true;              ///< somebody rang, or a look is due anyway
  Steady::time_point next_look_{};        ///< the bounded look against a lost wake-up
  Steady::time_point due_not_before_{};   ///< after a failure of the store
  Steady::time_point held_not_before_{};  ///< events without an answer wait for the store
  Steady::time_point next_words_{};       ///< watchdog and status
  Steady::time_point next_tidying_{};     ///< caps of the dead letters
  std::array<std::uint64_t, 6> reported_{};
  Doors::Counts reported_doors_;
  bool paused_ = false;  ///< the store failed: nothing is read until it answers again
  bool stopping_ = false;
  bool reload_wanted_ = false;
};

}  // namespace followup
