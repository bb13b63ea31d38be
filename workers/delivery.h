// The worker's loop over one channel: what preparation.h has begun is transferred, and its end
// recorded. Many transfers at once; the store is asked in the background, so that none of them
// waits for it. Decides no rule: what an end means for the case is the due role's business, whether
// and when to try again that of retry.h.
#pragma once

#include "core/base/metrics.h"
#include "core/domain/retry.h"
#include "core/store/redis_store.h"
#include "workers/background.h"
#include "workers/destinations.h"
#include "workers/preparation.h"

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace followup {

/// The parts a delivery works with; all outlive it. Each store has a connection of its own: they
/// are used at the same time.
struct DeliveryParts {
  DeliveryChannel* channel = nullptr;
  std::vector<PreparationParts> preparations;  ///< so many at a time; at least one
  Outbox* records = nullptr;
  Waker* waker = nullptr;
  Shelf* shelf = nullptr;
  const Clock* clock = nullptr;
  Metrics* metrics = nullptr;
  RetryPolicy retry;
};

class Delivery {
 public:
  explicit Delivery(DeliveryParts parts);

  /// Starts what has been prepared, has further attempts prepared where there is room, then moves
  /// the transfers on, waiting up to `longest` for them, for the waker or for one of `descriptors`,
  /// and has recorded what ended. `unavailable`: the store is away; transfers under way are not
  /// lost, their ends are recorded by a later call.
  Result<void> turn(Millis longest, const std::vector<int>& descriptors);
  /// Only moves transfers on and records their ends: for draining.
  Result<void> finish_transfers(Millis longest, const std::vector<int>& descriptors);
  /// Waits until everything that has ended is recorded.
  Result<void> record_all();

  /// Nothing is under way and no end waits to be recorded.
  [[nodiscard]] bool idle() const {
    return running_.empty() && ends_.empty() && !preparing() && !recording_.busy();
  }

 private:
  /// An attempt that has begun.
  struct Running {
    Notification notification;
    std::string token;
    int attempt = 1;
    std::string unresolved;    ///< why the role had nobody, or empty
    std::string told;          ///< who is told in the place of whom it is for, or empty
    bool answer_lost = false;  ///< of an earlier attempt
    std::chrono::steady_clock::time_point begun;
  };

  /// A preparation that may be at work.
  struct Preparer {
    explicit Preparer(const PreparationParts& parts) : preparation(parts) {}

    Preparation preparation;
    std::map<std::string, int> promised;  ///< room it may take, by lane
    int promised_in_all = 0;
    Background<Prepared> task;  ///< ends before what it uses
  };

  /// How long a turn may wait: until the next "not before", at most a second.
  [[nodiscard]] Millis wait_time() const;

  /// It looks for work, or is about to, without being rung for.
  [[nodiscard]] bool looking() const { return look_ || preparing(); }

  [[nodiscard]] bool preparing() const;
  void look_for_work();
  [[nodiscard]] int room_in_all() const;
  [[nodiscard]] std::vector<LaneRoom> rooms();
  Result<void> start_prepared();
  Result<void> take_prepared(Prepared prepared);
  void start(BegunAttempt begun);
  Result<void> move_transfers(Millis longest, std::vector<int> descriptors);
  void take_end(const ShipmentEnd& end);
  Record record_of(const Running& running, const ShipmentEnd& end);
  [[nodiscard]] RetryDecision decide(const Running& running, const ShipmentEnd& end) const;
  Result<void> take_recorded();
  Result<void> record_ends();

  DeliveryParts parts_;
  Destinations destinations_;
  std::map<std::string, Running> running_;
  std::vector<Record> ends_;
  std::vector<Record> being_recorded_;
  std::optional<TimePoint> next_;  ///< earliest "not before" known
  bool look_ = true;

  std::map<std::string, int> running_in_;  ///< attempts under way, by lane
  // Last, so that they end before what they use.
  std::vector<std::unique_ptr<Preparer>> preparers_;
  Background<Result<std::vector<RecordAnswer>>> recording_;
};

}  // namespace followup
