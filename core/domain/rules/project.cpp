// Projects (C14): their state, and the batch of protocols that goes to the field reps at the end of
// a day (C19). What a project's state means for its contacts is in contact.cpp.
#include "core/domain/rules/calls.h"

#include <algorithm>

namespace followup::rules {

namespace {

/// A record holds so many; more make the batch go out at once.
constexpr std::size_t largest_batch = 100;

Change on(Project& state, const ProjectStateSet& fact, const Event& event, const Context& context) {
  if (!context.policy->contact.projects.contains(state.id))
    return put_aside(Reason::unknown_project, "/subject",
                     "is no project of the tenant's configuration", event, context);
  if (older(event.sequence, state.state_sequence)) return {.reason = Reason::superseded};
  if (event.sequence) state.state_sequence = event.sequence;
  state.state = fact.state;
  Change change;
  if (fact.state == ProjectState::anonymised) {  // S-C15
    state.unsent.clear();
    state.sent.clear();
    state.batch_at.reset();
    change.erased = std::exchange(state.dead, {});
  }
  return change;
}

/// The next time of the batch after `now`.
LocalTime next_batch(const Project& state, LocalTime now, const Context& context) {
  const auto found = context.policy->contact.projects.find(state.id);
  const auto time = found == context.policy->contact.projects.end() ? ProjectPolicy{}.batch_time
                                                                    : found->second.batch_time;
  const LocalTime today = at_time(date_of(now), time);
  return today > now ? today : at_time(add_days(date_of(now), 1), time);
}

Change on(Project& state, const ProtocolAdded& fact, const Event& /*event*/,
          const Context& context) {
  const auto& zone = context.policy->zone;
  const LocalTime now = std::chrono::floor<std::chrono::seconds>(zone.to_local(context.now));
  std::erase_if(state.unsent,
                [&](const UnsentProtocol& one) { return one.contact == fact.contact; });
  state.unsent.push_back({0, fact.contact, fact.field_rep, fact.start});
  if (!state.batch_at) state.batch_at = next_batch(state, now, context);
  if (state.unsent.size() >= largest_batch) state.batch_at = now;
  return {};
}

Change on(Project& state, const DeadlineReached& reached, const Event& /*event*/,
          const Context& context) {
  const bool due = reached.step == Step::protocols && state.batch_at &&
                   context.policy->zone.to_instant(*state.batch_at) <= context.now;
  if (!due) return {.reason = Reason::no_change};
  state.batch_at.reset();
  Change change;
  std::vector<std::string> reps;
  for (auto& protocol : std::exchange(state.unsent, {})) {
    protocol.cycle = state.cycle;
    if (std::find(reps.begin(), reps.end(), protocol.rep.id) == reps.end())
      reps.push_back(protocol.rep.id);
    state.sent.push_back(std::move(protocol));
  }
  for (const auto& rep : reps) {
    change.notifications.push_back(
        mail(Purpose::protocol, Role::field_rep, state.cycle, reached.local, reached.due));
    change.notifications.back().whom = rep;
    change.notifications.back().late = context.now - reached.due > context.late_after;
  }
  ++state.cycle;
  return change;
}

template <class Other>
Change on(Project& /*state*/, const Other& /*payload*/, const Event& /*event*/,
          const Context& /*context*/) {
  return {.status = Status::rejected, .reason = Reason::unknown_type};
}

}  // namespace

Change apply(Project& state, const Event& event, const Context& context) {
  return std::visit([&](const auto& payload) { return on(state, payload, event, context); },
                    event.payload);
}

std::vector<Deadline> deadlines(const Project& state, const Policy& policy) {
  if (!state.batch_at) return {};
  return {{Step::protocols, *state.batch_at, policy.zone.to_instant(*state.batch_at)}};
}

Change apply_outcome(Project& state, const OpenNotification& ended, const DeliveryOutcome& outcome,
                     const Event& /*event*/, const Context& /*context*/) {
  constexpr std::size_t most_dead = 50;
  if (ended.purpose != Purpose::protocol) return {};
  std::erase_if(state.sent, [&](const UnsentProtocol& one) {
    return one.cycle == ended.cycle && one.rep.id == ended.whom;
  });
  const bool dead = outcome.outcome == Outcome::gave_up || outcome.outcome == Outcome::refused;
  if (dead && state.dead.size() < most_dead) state.dead.push_back({ended.id, ended.lane});
  return {};
}

bool still_wanted(const Project& state, const OpenNotification& open) {
  return open.purpose != Purpose::protocol || state.state != ProjectState::anonymised;
}

std::optional<PersonRef> holder(const Project& state, Role role, const std::string& whom) {
  if (role != Role::field_rep) return std::nullopt;
  for (const auto& protocol : state.sent) {
    if (protocol.rep.id == whom) return protocol.rep;
  }
  return PersonRef{whom, {}, {}};
}

}  // namespace followup::rules
