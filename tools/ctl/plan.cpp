#include "tools/ctl/plan.h"

#include <utility>

namespace followup::ctl {

namespace {

/// More steps than anybody reads: a rule that never stops would be caught here.
constexpr int most_steps = 48;

Event internal_event(const Case& state, TimePoint at, Payload payload) {
  Event event;
  event.kind = state.key.kind;
  event.time = at;
  event.payload = std::move(payload);
  return event;
}

/// Takes in that each of `messages` was delivered, or became one a recipient; what follows from
/// that comes behind it.
Result<std::vector<PlannedMessage>> deliver(Case& state, std::vector<Notification> messages,
                                            TimePoint at, const Context& context,
                                            const Resolver& resolve) {
  std::vector<PlannedMessage> delivered;
  for (std::size_t next = 0; next < messages.size(); ++next) {
    auto resolution = resolve(state, messages[next], at);
    if (!resolution) return resolution.error();
    DeliveryOutcome outcome{.notification = messages[next].id};
    if (auto& expansion = resolution->expansion) {
      outcome.outcome = Outcome::expanded;
      outcome.addressees = std::move(expansion->addressees);
      outcome.troubles = std::move(expansion->troubles);
    } else {
      delivered.push_back({messages[next], std::move(*resolution)});
    }
    Decision decision = apply(state, internal_event(state, at, std::move(outcome)), context);
    state = std::move(decision.next);
    std::move(decision.notifications.begin(), decision.notifications.end(),
              std::back_inserter(messages));
  }
  return delivered;
}

}  // namespace

Result<std::vector<PlannedStep>> plan_steps(const Case& state, const Tenant& tenant,
                                            const Policy& policy, TimePoint now, Millis late_after,
                                            std::optional<ProjectState> project,
                                            const Resolver& resolve) {
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
    steps.push_back({first, at, std::exchange(current, std::move(decision.next)), {}});
    auto messages = deliver(current, std::move(decision.notifications), at, context, resolve);
    if (!messages) return messages.error();
    steps.back().messages = std::move(*messages);
    const bool stopped = first.step == Step::recheck && state.key.kind == Kind::contact;
    if (stopped) break;  // it is looked at again and again
  }
  return steps;
}

}  // namespace followup::ctl
