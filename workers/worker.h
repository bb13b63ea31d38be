// A worker process: store, clock, channel and delivery loop, with signals, systemd and metrics
// around them.
#pragma once

#include "core/base/metrics.h"
#include "core/base/signals.h"
#include "core/codec/config.h"
#include "core/flow/runtime.h"
#include "core/flow/store_watch.h"
#include "workers/channel.h"
#include "workers/delivery.h"
#include "workers/delivery_stores.h"
#include "workers/options.h"

#include <memory>
#include <optional>

namespace followup {

class Worker {
 public:
  /// Connects, adopts the store's clock, makes the channel. Every error is one sentence for the
  /// operator.
  static Result<std::unique_ptr<Worker>> open(Config config, const WorkerOptions& options,
                                              Signals& signals);
  /// Delivers until a signal asks to stop; then finishes the transfers under way.
  void run();

 private:
  Worker(Config config, const WorkerOptions& options, const RedisAddress& address,
         Signals& signals);
  Result<void> start();
  [[nodiscard]] DeliveryParts parts();
  [[nodiscard]] const RetryPolicy& retry() const;
  void turn();
  void drain();
  void reload();
  void pause();
  void go_on();

  Config config_;
  WorkerOptions options_;
  Signals& signals_;
  Metrics metrics_;
  BusinessClock clock_;
  RedisStore store_;
  DeliveryStores delivery_stores_;
  StoreWatch watch_;
  Waker waker_;
  std::unique_ptr<DeliveryChannel> channel_;
  std::optional<Delivery> delivery_;
  bool stopping_ = false;
  bool reload_wanted_ = false;
};

}  // namespace followup
