#include "core/flow/transition.h"

#include "core/codec/record_codec.h"

#include <algorithm>

namespace followup {

namespace {

/// More deadlines than a case can have at one instant: a rule that never stops would be caught
/// here.
constexpr int most_deadlines = 16;

/// Events that end something go through even when the store is full, so that it can drain.
bool ends_something(const Event& event) {
  const auto* contact = std::get_if<ContactRecorded>(&event.payload);
  return (contact != nullptr && contact->contacted) ||
         std::holds_alternative<ReferralCancelled>(event.payload) ||
         std::holds_alternative<DeliveryOutcome>(event.payload);
}

}  // namespace

Transition::Transition(Case before, const FlowContext& context, TimePoint now)
    : context_(context),
      now_(now),
      tenant_(context.tenants->find(before.key.tenant)),
      state_(std::move(before)),
      stored_version_(state_.version) {
  state_.version = stored_version_ + 1;
}

Context Transition::rule_context() const {
  const std::uint32_t number =
      state_.policy != 0 ? state_.policy : context_.policies->newest(state_.key.tenant);
  return {.now = now_,
          .policy = context_.policies->find(state_.key.tenant, number),
          .policy_number = number,
          .late_after = context_.late_tolerance * context_.clock->speed(),
          .endpoints = [tenant = tenant_](std::string_view type) {
            return tenant->endpoints_for(type);
          }};
}

EventResult Transition::apply(const Event& event) {
  Context context = rule_context();
  // Whether a case is stored already is the store's knowledge, not the rule's: here it is the
  // number of this commit.
  state_.version = stored_version_;
  Decision decision = followup::apply(state_, event, context);
  EventResult result{decision.status, decision.reason, std::move(decision.faults)};
  if (decision.changed) {
    drains_ = drains_ || ends_something(event);
    gather(std::move(decision));
  }
  state_.version = stored_version_ + 1;
  return result;
}

void Transition::apply_deadlines() {
  for (int count = 0; count < most_deadlines && !erase_; ++count) {
    const auto next = next_deadline(state_, *rule_context().policy);
    if (!next || next->at > now_) return;
    Event reached;
    reached.kind = state_.key.kind;
    reached.time = now_;
    reached.payload = DeadlineReached{next->step, next->local, next->at};
    if (apply(reached).reason == Reason::no_change) return;
  }
}

void Transition::gather(Decision decision) {
  changed_ = true;
  erase_ = decision.erase;
  state_ = std::move(decision.next);
  for (auto& made : decision.notifications)
    notifications_.push_back(std::move(made));
  for (const auto& entry : decision.history)
    history_.push_back(encode_history(entry));
  for (const auto& back : decision.withdrawals)
    drop_unsent(back);
}

/// A notification that is asked back before it was ever stored is just not stored.
void Transition::drop_unsent(const OpenNotification& withdrawn) {
  const auto erased = std::erase_if(
      notifications_, [&](const Notification& made) { return made.id == withdrawn.id; });
  if (erased == 0) return;
  std::erase_if(state_.open, [&](const OpenNotification& open) { return open.id == withdrawn.id; });
}

Commit Transition::commit() const {
  Commit commit{.key = state_.key, .expected_version = stored_version_};
  commit.record = encode_case(state_);
  const Context context = rule_context();
  if (const auto next = next_deadline(state_, *context.policy)) commit.due = next->at;
  commit.history = history_;
  for (const auto& made : notifications_) {
    commit.notifications.push_back({made.id, made.lane, encode_notification(made), now_});
  }
  // All that was ever asked back, so that the answer tells what of it is in flight now.
  for (const auto& open : state_.open) {
    if (open.withdrawn || erase_) commit.withdrawals.push_back({open.id, open.lane});
  }
  commit.outcomes_taken = outcomes_taken_;
  commit.erase = erase_;
  commit.drains = drains_ || erase_ || outcomes_taken_ > 0;
  return commit;
}

}  // namespace followup
