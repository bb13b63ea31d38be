#include "tools/ctl/simulation.h"

#include "core/codec/record_codec.h"
#include "core/flow/address.h"
#include "core/flow/recipients.h"
#include "tools/ctl/event_intake.h"
#include "tools/ctl/installation.h"
#include "tools/ctl/lanes.h"
#include "tools/ctl/wording.h"

#include <algorithm>
#include <tuple>

namespace followup::ctl {

namespace {

constexpr int claimed_at_once = 200;
constexpr Millis lease = std::chrono::seconds{10};

DeliveryOutcome outcome_of(const Notification& notification, const Resolution& resolution) {
  DeliveryOutcome outcome{.notification = notification.id};
  if (notification.channel == Channel::webhook) return outcome;
  outcome.unresolved = resolution.fallback || (!resolution.recipient && !resolution.skip);
  outcome.reason = resolution.reason;
  outcome.told = stand_in(resolution);
  if (resolution.skip) {
    outcome.outcome = Outcome::skipped;
  } else if (!resolution.recipient) {
    outcome.outcome = Outcome::refused;
  }
  return outcome;
}

}  // namespace

Simulation::Simulation(const TenantBook& tenants, const SimulationSettings& settings, Sink sink)
    : tenants_(tenants), settings_(settings), sink_(std::move(sink)), lanes_(all_lanes(tenants)) {}

FlowContext Simulation::context() {
  return {&tenants_, &policies_, &clock_, settings_.late_tolerance};
}

Zone Simulation::zone_of(const std::string& source) const {
  const Tenant* tenant = tenants_.find_source(source);
  return tenant == nullptr ? Zone() : tenant->policy.zone;
}

bool Simulation::is_over(TimePoint at) const {
  return settings_.until && at > *settings_.until;
}

Result<std::vector<Simulation::Arrival>> Simulation::arrivals(
    const std::vector<EventText>& events) const {
  std::vector<Arrival> all;
  std::optional<TimePoint> last = settings_.start;
  for (const auto& event : events) {
    const auto stated = stated_time(event.bytes);
    if (stated) last = std::max(*stated, settings_.start.value_or(*stated));
    if (last) {  // those before the first that has a time come with it
      for (auto one = all.rbegin(); one != all.rend() && !one->at; ++one)
        one->at = last;
    }
    all.push_back({last, &event});
  }
  if (!last) {
    return Error{Code::invalid_input, "no event says its time: --start says when they come"};
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Arrival& a, const Arrival& b) { return a.at < b.at; });
  return all;
}

Result<void> Simulation::run(const std::vector<EventText>& events) {
  if (auto published = policies_.publish(tenants_, store_); !published) return published;
  const auto all = arrivals(events);
  if (!all) return all.error();
  for (auto next = all->begin(); next != all->end() && !is_over(*next->at);) {
    const TimePoint at = *next->at;
    if (auto passed = pass_time(at); !passed) return passed;
    clock_.set(at);
    for (; next != all->end() && next->at == at; ++next) {
      if (auto taken = take_in(*next->event); !taken) return taken;
    }
    if (auto settled = settle(); !settled) return settled;
  }
  return pass_time(std::nullopt);
}

/// Fires what becomes due on the way to `before`, or to the end.
Result<void> Simulation::pass_time(std::optional<TimePoint> before) {
  while (true) {
    const auto next = store_.next_due();
    if (!next) return next.error();
    if (!*next || (before && **next >= *before) || is_over(**next)) return {};
    clock_.set(std::max(clock_.now(), **next));
    if (auto settled = settle(); !settled) return settled;
  }
}

Result<void> Simulation::take_in(const EventText& event) {
  const Decoded decoded = decoder_.decode(event.bytes, clock_.now());
  for (const auto& item : decoded.items) {
    auto addressed = address_event(item.item, tenants_);
    if (auto* refusal = std::get_if<Refusal>(&addressed)) {
      report(event, {refusal->source,
                     refusal->id,
                     Status::rejected,
                     refusal->reason,
                     std::move(refusal->faults),
                     {},
                     {}});
      continue;
    }
    WorkItem taken = std::get<WorkItem>(std::move(addressed));
    Reply reply{taken.event.source, taken.event.id, {}, {}, {}, {}, {}};
    const auto answer = take_event(taken, store_, store_, cache_, context());
    if (!answer) return answer.error();
    reply.status = answer->result.status;
    reply.reason = answer->result.reason;
    reply.faults = answer->result.faults;
    report(event, std::move(reply));
  }
  return {};
}

void Simulation::report(const EventText& event, Reply reply) {
  if (reply.status == Status::accepted) return;
  const Zone zone = zone_of(reply.source);
  sink_(SimulatedAnswer{clock_.now(), zone, event.origin, std::move(reply)});
}

/// Fires and delivers until this instant has nothing more to do.
Result<void> Simulation::settle() {
  while (true) {
    const auto fired = fire();
    if (!fired) return fired.error();
    const auto delivered = deliver();
    if (!delivered) return delivered.error();
    if (!*fired && !*delivered) return {};
  }
}

/// Whether there was anything to fire or to take in.
Result<bool> Simulation::fire() {
  DueFlow due(store_, context());
  bool any = false;
  while (true) {
    const auto turn = due.tick(claimed_at_once);
    if (!turn) return turn.error();
    any = any || turn->claimed > 0;
    if (turn->claimed < claimed_at_once) return any;  // only then all commits are done
  }
}

/// Whether there was anything to deliver.
Result<bool> Simulation::deliver() {
  const auto claimed = store_.claim(lanes_, clock_.now(), clock_.now() + lease, claimed_at_once);
  if (!claimed) return claimed.error();
  for (const auto& one : *claimed) {
    if (auto delivered = deliver_one(one); !delivered) return delivered.error();
  }
  return !claimed->empty();
}

Result<void> Simulation::deliver_one(const ClaimedNotification& claimed) {
  auto notification = decode_notification(claimed.body);
  if (!notification) return notification.error();
  const CaseKey key = notification->case_key;
  const Tenant* tenant = tenants_.find(key.tenant);
  const auto state = load_case(store_, key);
  if (!state) return state.error();
  if (!*state)
    return end(claimed, key, {.notification = claimed.id, .outcome = Outcome::withdrawn});
  auto resolutions =
      resolve_all({{&**state, tenant, notification->role, notification->actor, notification->whom}},
                  clock_.now(), store_);
  if (!resolutions) return resolutions.error();
  if (auto& expansion = resolutions->front().expansion) {
    return end(claimed, key,
               {.notification = claimed.id,
                .outcome = Outcome::expanded,
                .addressees = std::move(expansion->addressees),
                .troubles = std::move(expansion->troubles)});
  }
  const auto begun = store_.begin({{.id = claimed.id,
                                    .case_key = key,
                                    .token = claimed.token,
                                    .case_version = (*state)->version,
                                    .frozen = "simulated",
                                    .lease_until = clock_.now() + lease,
                                    .lane = claimed.lane}});
  if (!begun) return begun.error();
  if (begun->front().kind != BeginAnswer::Kind::go)
    return end(claimed, key, {.notification = claimed.id, .outcome = Outcome::withdrawn});
  const DeliveryOutcome outcome = outcome_of(*notification, resolutions->front());
  if (outcome.outcome != Outcome::skipped) {
    const Policy& policy = *policies_.find(key.tenant, (*state)->policy);
    std::string why = reason_words(**state, *notification, policy);
    sink_(SimulatedMessage{clock_.now(), policy.zone, std::move(*notification),
                           std::move(resolutions->front()), std::move(why)});
  }
  return end(claimed, key, outcome);
}

Result<void> Simulation::end(const ClaimedNotification& claimed, const CaseKey& key,
                             const DeliveryOutcome& outcome) {
  const TimePoint now = clock_.now();
  const auto recorded = store_.record({{.kind = Record::Kind::done,
                                        .id = claimed.id,
                                        .case_key = key,
                                        .lane = claimed.lane,
                                        .token = claimed.token,
                                        .outcome_line = encode_outcome(outcome, now),
                                        .last_outcome = std::string(to_text(outcome.outcome)),
                                        .not_before = now,
                                        .now = now}});
  if (!recorded) return recorded.error();
  return {};
}

}  // namespace followup::ctl
