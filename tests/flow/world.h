// An installation in memory for flow tests: a tenant `assist` and a tenant `other`, a clock that is
// told, a store that can fail, the producer's side of a batch, the due role, and a worker that
// delivers at once or in two steps.
#pragma once

#include "core/flow/case_batch.h"
#include "core/flow/due_flow.h"
#include "tests/support/failing_store.h"
#include "tests/support/story.h"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace followup {

/// An event about a referral (or the person or group `id`, by the payload) of the tenant `assist`.
[[nodiscard]] WorkItem make_item(const std::string& event_id, const std::string& id,
                                 Payload payload, std::optional<std::uint64_t> sequence,
                                 TimePoint time);

class World {
 public:
  explicit World(const Policy& policy = assist_policy());

  /// Local time in Rome. Time does not go back.
  void at(std::string_view local_time);
  void later(Millis real);
  /// Lets time pass until then; what comes due on the way is done at its own instant.
  void pass(TimePoint until);

  [[nodiscard]] TimePoint now() const { return clock_.now(); }

  FailingStore& store() { return store_; }

  MemoryStore& memory() { return memory_; }

  CaseCache& cache() { return cache_; }

  PolicyBook& policies() { return policies_; }

  TenantBook& tenants() { return tenants_; }

  [[nodiscard]] FlowContext context();

  /// An event with an id of its own.
  [[nodiscard]] WorkItem item(const std::string& id, Payload payload,
                              std::optional<std::uint64_t> sequence = std::nullopt);
  /// One batch, and what follows from it for other cases, to the end.
  std::vector<WorkResult> run(std::vector<WorkItem> items);
  /// One event, to its end.
  WorkResult tell(const std::string& id, Payload payload,
                  std::optional<std::uint64_t> sequence = std::nullopt);
  Result<DueFlow::Turn> tick();

  /// An attempt under way.
  struct Attempt {
    Notification notification;
    std::string token;
    int number = 0;
  };

  /// Claims what waits and begins it; what is not wanted any more is ended.
  std::vector<Attempt> begin();
  /// Refused or given up, it becomes a dead letter.
  void end(const Attempt& attempt, Outcome outcome);
  /// It is to be tried again a minute later.
  void retry(const Attempt& attempt);

  /// How attempts end from now on in deliver(); without one, all of them are delivered.
  void set_relay(std::function<Outcome(const Notification&)> relay) { relay_ = std::move(relay); }

  /// Begins and delivers until nothing is left to claim; how many were begun.
  std::size_t deliver();
  /// Ticks and delivers until the clock would have to move.
  void settle();
  /// Settles, and waits for leases that somebody holds who is gone.
  void recover();

  /// A program starts anew: nothing but the store is left.
  void restart();

  /// Ids of the events that were accepted.
  [[nodiscard]] const std::set<std::string>& taken() const { return taken_; }

  /// Every message that left, in order.
  [[nodiscard]] const std::vector<Notification>& sent() const { return sent_; }

  /// Every message that was taken by whom it went to, in order.
  [[nodiscard]] const std::vector<Notification>& delivered() const { return delivered_; }

  /// When each of sent() left.
  [[nodiscard]] const std::vector<TimePoint>& sent_at() const { return sent_at_; }

  /// "reminder R-1", "referral.escalated R-1": what left, in order.
  [[nodiscard]] Lines sent_lines() const;
  [[nodiscard]] std::optional<Case> stored(const std::string& id, Kind kind = Kind::referral);
  /// "R-1 2011-01-31T09:00" (local), earliest first.
  [[nodiscard]] Lines due();
  /// Ids of notifications that wait in the outbox.
  [[nodiscard]] std::int64_t waiting();
  /// Puts bytes in the place of a stored record.
  void overwrite(const std::string& id, const std::string& record);

 private:
  [[nodiscard]] std::optional<std::uint32_t> version_of(const CaseKey& key);
  void record(const Attempt& attempt, Record record);
  std::optional<Attempt> begin_one(const ClaimedNotification& claimed);
  void expand(const Attempt& attempt);

  SettableClock clock_;
  MemoryStore memory_;
  FailingStore store_;
  TenantBook tenants_;
  PolicyBook policies_;
  CaseCache cache_;
  int told_ = 0;
  std::set<std::string> taken_;
  std::vector<Notification> sent_;
  std::vector<TimePoint> sent_at_;
  std::vector<Notification> delivered_;
  std::function<Outcome(const Notification&)> relay_;
};

}  // namespace followup
