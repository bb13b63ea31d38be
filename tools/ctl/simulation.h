// The rules on a clock of their own: events come at their time, deadlines fire at theirs, and every
// message is taken at once. Runs the same intake, due role and outbox as the programs do, over a
// store in memory, and touches nothing else.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/codec/event_codec.h"
#include "core/domain/directory.h"
#include "core/domain/notification.h"
#include "core/domain/tenant.h"
#include "core/flow/case_cache.h"
#include "core/flow/due_flow.h"
#include "core/flow/policy_book.h"
#include "core/store/memory_store.h"
#include "tools/ctl/event_files.h"

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace followup::ctl {

/// A message that would go out.
struct SimulatedMessage {
  TimePoint at;
  Zone zone;  ///< the tenant's
  Notification notification;
  Resolution resolution;
  std::string why;
};

/// An event that was not simply accepted.
struct SimulatedAnswer {
  TimePoint at;
  Zone zone;
  std::string origin;  ///< file and line
  Reply reply;
};

struct SimulationSettings {
  Millis late_tolerance = std::chrono::minutes{1};
  /// The clock's begin; what is older comes in then. Nothing: with the earliest event.
  std::optional<TimePoint> start;
  /// Nothing after this is looked at. Nothing: until nothing more is due.
  std::optional<TimePoint> until;
};

class Simulation {
 public:
  using Sink = std::function<void(const std::variant<SimulatedMessage, SimulatedAnswer>&)>;

  /// `tenants` outlives the simulation. What happens goes to `sink`, in the order of time.
  Simulation(const TenantBook& tenants, const SimulationSettings& settings, Sink sink);

  /// Runs it; once an object. Events without a time of their own come together with the one before
  /// them, the first ones with the first that has one. invalid_input if there is no time at all.
  [[nodiscard]] Result<void> run(const std::vector<EventText>& events);

 private:
  struct Arrival {
    std::optional<TimePoint> at;  ///< always set once arrivals() is done
    const EventText* event = nullptr;
  };

  [[nodiscard]] Result<std::vector<Arrival>> arrivals(const std::vector<EventText>& events) const;
  [[nodiscard]] bool is_over(TimePoint at) const;
  Result<void> pass_time(std::optional<TimePoint> before);
  Result<void> take_in(const EventText& event);
  void report(const EventText& event, Reply reply);
  Result<void> settle();
  Result<bool> fire();
  Result<bool> deliver();
  Result<void> deliver_one(const ClaimedNotification& claimed);
  Result<void> end(const ClaimedNotification& claimed, const CaseKey& key,
                   const DeliveryOutcome& outcome);
  [[nodiscard]] FlowContext context();
  [[nodiscard]] Zone zone_of(const std::string& source) const;

  const TenantBook& tenants_;
  SimulationSettings settings_;
  Sink sink_;
  std::vector<std::string> lanes_;
  MemoryStore store_;
  SettableClock clock_{TimePoint{}};
  PolicyBook policies_;
  EventDecoder decoder_;
  CaseCache cache_{0};
};

}  // namespace followup::ctl
