#include "core/flow/transition.h"

#include "core/codec/record_codec.h"

#include <algorithm>
#include <type_traits>

namespace followup {

namespace {

/// More deadlines than a case can have at one instant: a rule that never stops would be caught
/// here.
constexpr int most_deadlines = 16;

/// Events that end something go through even when the store is full, so that it can drain.
bool ends_something(const Event& event) {
  const auto* contact = std::get_if<ContactRecorded>(&event.payload);
  const auto* status = std::get_if<ContactStatus>(&event.payload);
  const auto* answer = std::get_if<TicketAnswered>(&event.payload);
  const auto* problem = std::get_if<ProgrammeProblem>(&event.payload);
  return (contact != nullptr && contact->contacted) || (answer != nullptr && answer->conclusive) ||
         (status != nullptr && status->done.value_or(false)) ||
         (problem != nullptr && problem->solved) ||
         std::visit(
             [](const auto& payload) {
               using Fact = std::decay_t<decltype(payload)>;
               return std::is_same_v<Fact, ReferralCancelled> ||
                      std::is_same_v<Fact, AppointmentCancelled> ||
                      std::is_same_v<Fact, AppointmentReplaced> ||
                      std::is_same_v<Fact, AppointmentRebooked> ||
                      std::is_same_v<Fact, CallbackDone> || std::is_same_v<Fact, TicketClosed> ||
                      std::is_same_v<Fact, TicketForwarded> ||
                      std::is_same_v<Fact, FollowUpCleared> ||
                      std::is_same_v<Fact, ProjectStateSet> ||
                      std::is_same_v<Fact, MeetingCancelled> || std::is_same_v<Fact, MeetingHeld> ||
                      std::is_same_v<Fact, ActionClosed> ||
                      std::is_same_v<Fact, CommunicationCancelled> ||
                      std::is_same_v<Fact, AnswerReceived> || std::is_same_v<Fact, DeliveryOutcome>;
             },
             event.payload);
}

/// Whether cases of this kind are on any list.
bool is_listed(Kind kind) {
  return kind == Kind::appointment || kind == Kind::contact || kind == Kind::communication ||
         kind == Kind::meeting;
}

}  // namespace

std::optional<CaseKey> project_of(const CaseKey& key) {
  if (key.kind != Kind::contact) return std::nullopt;
  return CaseKey{key.tenant, Kind::project, key.id.substr(0, key.id.find('/'))};
}

std::optional<ProjectState> stored_project_state(const CaseKey& project, const CaseAnswer& answer) {
  if (answer.kind != CaseAnswer::Kind::found) return std::nullopt;
  const auto state = decode_case(project, answer.record);
  return state ? std::get<Project>(state->facts).state : std::nullopt;
}

Transition::Transition(Case before, const FlowContext& context, TimePoint now,
                       std::optional<ProjectState> project)
    : context_(context),
      now_(now),
      tenant_(context.tenants->find(before.key.tenant)),
      state_(std::move(before)),
      stored_version_(state_.version),
      project_(project),
      listed_before_(listed()) {
  state_.version = stored_version_ + 1;
}

std::vector<IndexEntry> Transition::listed() const {
  const bool stored = state_.version != 0;
  if (!stored || !is_listed(state_.key.kind)) return {};
  return indexes(state_, *rule_context().policy);
}

/// What has to be done to the lists for the case to be on those that its state asks for.
std::vector<IndexChange> Transition::index_changes() const {
  const auto now = erase_ ? std::vector<IndexEntry>{} : listed();
  std::vector<IndexChange> changes;
  auto before = listed_before_.begin();
  for (const auto& entry : now) {
    for (; before != listed_before_.end() && before->name < entry.name; ++before)
      changes.push_back({before->name, std::nullopt});
    const bool known = before != listed_before_.end() && before->name == entry.name;
    if (!known || before->at != entry.at) changes.push_back({entry.name, entry.at});
    if (known) ++before;
  }
  for (; before != listed_before_.end(); ++before)
    changes.push_back({before->name, std::nullopt});
  return changes;
}

Context Transition::rule_context() const {
  const std::uint32_t number =
      state_.policy != 0 ? state_.policy : context_.policies->newest(state_.key.tenant);
  return {.now = now_,
          .policy = context_.policies->find(state_.key.tenant, number),
          .policy_number = number,
          .late_after = context_.late_tolerance * context_.clock->speed(),
          .endpoints = [tenant =
                            tenant_](std::string_view type) { return tenant->endpoints_for(type); },
          .project = project_,
          .newest = context_.policies->find(state_.key.tenant, 0),
          .full = &full_};
}

EventResult Transition::apply(const Event& event) {
  Context context = rule_context();
  // Whether a case is stored already is the store's knowledge, not the rule's: here it is the
  // number of this commit.
  state_.version = stored_version_;
  Decision decision = followup::apply(state_, event, context);
  EventResult result{decision.status, decision.reason, std::move(decision.faults), decision.bare};
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
  for (auto& limit : decision.limits)
    limits_.push_back(std::move(limit));
  for (const auto& back : decision.withdrawals) {
    const bool open = std::ranges::any_of(
        state_.open, [&](const OpenNotification& known) { return known.id == back.id; });
    if (!open) erased_.push_back({back.id, back.lane});
    drop_unsent(back);
  }
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
    // What has waited longest goes first, also after everything had to wait.
    commit.notifications.push_back(
        {made.id, made.lane, encode_notification(made), std::min(now_, made.due)});
  }
  // All that was ever asked back, so that the answer tells what of it is in flight now.
  for (const auto& open : state_.open) {
    if (open.withdrawn || erase_) commit.withdrawals.push_back({open.id, open.lane});
  }
  commit.withdrawals.insert(commit.withdrawals.end(), erased_.begin(), erased_.end());
  if (is_listed(state_.key.kind)) commit.indexes = index_changes();
  for (const auto& limit : limits_)
    commit.limits.push_back({limit.list, limit.most});
  commit.outcomes_taken = outcomes_taken_;
  commit.erase = erase_;
  commit.drains = drains_ || erase_ || outcomes_taken_ > 0;
  return commit;
}

}  // namespace followup
