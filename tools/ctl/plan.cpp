#include "tools/ctl/plan.h"

#include <algorithm>

namespace followup::ctl {

namespace {

/// More steps than any case has: a rule that never stops would be caught here.
constexpr int most_steps = 16;

Event internal_event(const Case& state, TimePoint at, Payload payload) {
  Event event;
  event.kind = state.key.kind;
  event.time = at;
  event.payload = std::move(payload);
  return event;
}

/// Takes in that each of `messages` was delivered; what follows from that is added to them.
void deliver(Case& state, std::vector<Notification>& messages, TimePoint at,
             const Context& context) {
  for (std::size_t next = 0; next < messages.size(); ++next) {
    const auto delivered =
        internal_event(state, at, DeliveryOutcome{.notification = messages[next].id});
    Decision decision = apply(state, delivered, context);
    state = std::move(decision.next);
    std::move(decision.notifications.begin(), decision.notifications.end(),
              std::back_inserter(messages));
  }
}

}  // namespace

std::vector<PlannedStep> plan_steps(const Case& state, const Tenant& tenant, const Policy& policy,
                                    TimePoint now, Millis late_after,
                                    std::optional<ProjectState> project) {
  std::vector<PlannedStep> steps;
  Case current = state;
  while (steps.size() < most_steps) {
    const auto due = deadlines(current, policy);
    if (due.empty()) break;
    const TimePoint at = std::max(now, due.front().at);
    const Context context{
        .now = at,
        .policy = &policy,
        .policy_number = state.policy,
        .late_after = late_after,
        .endpoints = [&](std::string_view type) { return tenant.endpoints_for(type); },
        .project = project};
    const Deadline& first = due.front();
    Decision decision = apply(
        current, internal_event(current, at, DeadlineReached{first.step, first.local, first.at}),
        context);
    if (!decision.changed) break;
    steps.push_back({first, at, current, std::move(decision.notifications)});
    if (first.step == Step::recheck) break;
    current = std::move(decision.next);
    deliver(current, steps.back().messages, at, context);
  }
  return steps;
}

}  // namespace followup::ctl
