// The worker's loop over one channel: claim a lease, make the inputs, `begin` (the fence: still
// wanted? lease still mine?), transfer, record the end. Many notifications a pipeline, many
// transfers at once. Decides no rule: what an end means for the case is the due role's business,
// whether and when to try again that of retry.h.
#pragma once

#include "core/base/metrics.h"
#include "core/domain/retry.h"
#include "core/domain/tenant.h"
#include "core/flow/policy_book.h"
#include "core/store/store.h"
#include "workers/channel.h"

#include <chrono>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace followup {

/// The parts a delivery works with; all outlive it.
struct DeliveryParts {
  DeliveryChannel* channel = nullptr;
  CaseStore* cases = nullptr;
  Outbox* outbox = nullptr;
  Shelf* shelf = nullptr;
  PolicyBook* policies = nullptr;
  const TenantBook* tenants = nullptr;
  const Clock* clock = nullptr;
  Metrics* metrics = nullptr;
  RetryPolicy retry;
};

class Delivery {
 public:
  /// How long a claim holds before `begin`, real time.
  static constexpr Millis claim_lease = std::chrono::seconds{10};
  /// Kept by an attempt's lease beyond the transfer's own limit, real time.
  static constexpr Millis attempt_margin = std::chrono::seconds{30};

  explicit Delivery(DeliveryParts parts) : parts_(std::move(parts)) {}

  /// Claims and starts what there is room for, then moves the transfers on, waiting up to `longest`
  /// for them or for one of `descriptors`, and records what ended. `unavailable`: the store is
  /// away; transfers under way are not lost, their ends are recorded by a later call.
  Result<void> turn(Millis longest, const std::vector<int>& descriptors);
  /// Only moves transfers on and records their ends: for draining.
  Result<void> finish_transfers(Millis longest, const std::vector<int>& descriptors);

  /// Somebody rang: look for work in the next turn.
  void ring() { look_ = true; }

  /// Nothing is under way and no end waits to be recorded.
  [[nodiscard]] bool idle() const { return running_.empty() && ends_.empty(); }

  /// How long the next turn may wait: until the next "not before", at most a second.
  [[nodiscard]] Millis wait_time() const;

 private:
  /// A claimed notification on its way to `begin`.
  struct Job {
    ClaimedNotification claimed;
    Notification notification;
    const Tenant* tenant = nullptr;
    std::uint32_t case_version = 0;
    std::string frozen;  ///< with the unresolved reason as its first line
  };

  /// An attempt that has begun.
  struct Running {
    Notification notification;
    std::string token;
    int attempt = 1;
    std::string unresolved;  ///< why the role had nobody, or empty
    std::chrono::steady_clock::time_point begun;
  };

  Result<void> look_for_work();
  Result<void> claim(const std::string& lane, int limit, std::vector<Job>& jobs);
  Result<void> deliver(std::vector<Job> jobs);
  Result<void> make_inputs(std::vector<Job>& jobs);
  Result<std::vector<Case>> load_cases(std::vector<Job>& jobs);
  void freeze(Job& job, const Case& state, const Resolution& resolution, TimePoint now);
  Result<std::vector<Job>> begin(std::vector<Job> jobs);
  void start(Job job, const BeginAnswer& answer);
  void end_without_attempt(const Job& job, Record::Kind kind, Outcome outcome,
                           const std::string& reason, bool unresolved = false);
  void take_end(const ShipmentEnd& end);
  Record record_of(const Running& running, const ShipmentEnd& end);
  bool first_report(const Notification& notification, const ShipmentEnd& end);
  void rest_channel(const ShipmentEnd& end);
  Result<void> record_ends();
  [[nodiscard]] bool switched_off(const std::string& lane);
  Result<void> look_at_marks();

  DeliveryParts parts_;
  std::map<std::string, Running> running_;
  std::vector<Record> ends_;
  std::set<std::string> switched_off_;  ///< lanes whose endpoint is off
  std::optional<TimePoint> next_;       ///< earliest "not before" known
  bool look_ = true;

  /// Of one lane: the most room ever seen, and the attempts under way.
  struct LaneLoad {
    int capacity = 1;
    int running = 0;
  };

  std::map<std::string, LaneLoad> loads_;
  std::chrono::steady_clock::time_point next_marks_{};
  std::chrono::steady_clock::time_point rest_until_{};
};

}  // namespace followup
