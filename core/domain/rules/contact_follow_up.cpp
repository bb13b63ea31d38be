// A contact's Wiedervorlage (C5 to C10, C24 to C26): set, given to others, postponed, done.
#include "core/domain/rules/contact_rules.h"

#include <algorithm>

namespace followup::rules::contacts {

namespace {

bool has_other_agents(const Callback& callback, const std::vector<PersonRef>& agents) {
  const auto holds = [&](const std::string& id) {
    return std::any_of(callback.holders.begin(), callback.holders.end(),
                       [&](const CallHolder& holder) { return holder.who.id == id; });
  };
  return agents.size() != callback.holders.size() ||
         std::any_of(agents.begin(), agents.end(),
                     [&](const PersonRef& agent) { return !holds(agent.id); });
}

/// A new Wiedervorlage, or another date: who was told of the old one keeps nothing of it.
void start_follow_up(ProjectContact& state, const FollowUpSet& fact, LocalTime due,
                     const Context& context) {
  if (state.follow_up) ++state.cycle;
  Callback call;
  call.cycle = state.cycle;
  call.reason = "follow_up";
  if (const auto* project = policy_of(state, *context.policy)) call.team = project->team;
  for (const auto& agent : fact.agents)
    call.holders.push_back(CallHolder{agent, {}, {}, false});
  set_due(call, due, context.policy->contact.calls, *context.policy);
  state.follow_up = std::move(call);
}

}  // namespace

Change on(ProjectContact& state, const FollowUpSet& fact, const Event& event,
          const Context& context) {
  look_at_project(state, context);
  take_editor(state, fact.by);
  if (older(event.sequence, state.follow_up_sequence)) return {.reason = Reason::superseded};
  if (auto no = why_not(state, event, context)) return std::move(*no);
  if (state.done && older(event.sequence, state.done_sequence))
    return {.reason = Reason::superseded};
  if (state.done)  // C5
    return put_aside(Reason::contact_done, "/subject",
                     "is a contact that is done: a Wiedervorlage needs one that is not", event,
                     context, fact.by.has_value());
  const bool others = waits(state) && has_other_agents(*state.follow_up, fact.agents);
  const bool locked = !policy_of(state, *context.policy)->agents_may_change && state.called;
  if (locked && others && !fact.override_lock)
    return put_aside(Reason::agent_locked, "/data/override",
                     "must be true: the project does not let a contact that was called go to "
                     "another agent otherwise",
                     event, context, fact.by.has_value());
  if (event.sequence) state.follow_up_sequence = event.sequence;
  state.override_hint = locked && fact.override_lock && others;  // C10
  const Policy& policy = *context.policy;
  const LocalTime due = civil(fact.due, policy, policy.send_time);
  Change change;
  const bool same_date =
      waits(state) && state.follow_up->wanted.value_or(state.follow_up->due) == due;
  if (!same_date) {
    const auto before = state.follow_up;
    start_follow_up(state, fact, due, context);
    if (before && !before->ended) {  // those who were told and have it no more (U22)
      Callback old = *before;
      change.notifications =
          reassign(old, fact.agents, state.former, call_setting(state, *context.policy), context);
    }
  } else {
    change.notifications = reassign(*state.follow_up, fact.agents, state.former,
                                    call_setting(state, *context.policy), context);
  }
  divert_in_training(state, change.notifications);
  return change;
}

Change on(ProjectContact& state, const FollowUpCleared& fact, const Event& event,
          const Context& context) {
  look_at_project(state, context);
  take_editor(state, fact.by);
  if (older(event.sequence, state.follow_up_sequence)) return {.reason = Reason::superseded};
  if (policy_of(state, *context.policy) == nullptr) return *why_not(state, event, context);
  if (event.sequence) state.follow_up_sequence = event.sequence;
  if (state.follow_up) state.follow_up->ended = true;
  return {};
}

Change on(ProjectContact& state, const AgentLeft& left, const Event& event,
          const Context& context) {
  look_at_project(state, context);
  if (!waits(state)) return {.reason = Reason::no_change};
  auto& holders = state.follow_up->holders;
  const auto is_successor = [&](const CallHolder& one) { return one.who.id == left.successor.id; };
  const bool holds_it = std::any_of(holders.begin(), holders.end(), is_successor);
  std::vector<PersonRef> agents;
  for (const auto& holder : holders) {
    if (holder.who.id != left.agent)
      agents.push_back(holder.who);
    else if (!holds_it)
      agents.push_back(left.successor);
  }
  // Who has done his own part has the leaver's still before him.
  std::erase_if(holders, [&](const CallHolder& one) { return is_successor(one) && one.done; });
  Change change;
  change.notifications = reassign(*state.follow_up, std::move(agents), state.former,
                                  call_setting(state, *context.policy), context);
  std::erase_if(change.notifications, [&](const Notification& note) {
    return note.whom == left.agent;  // there is nobody to tell any more
  });
  const LocalTime at = civil(event.time, *context.policy, {});
  change.notifications.push_back(hook("contact.reassigned", state.cycle, at, event.time));
  change.notifications.back().about = event.id;
  change.notifications.back().details = {{"contact", state.contact_id},
                                         {"project", state.project_id},
                                         {"from", left.agent},
                                         {"to", left.successor.id}};
  divert_in_training(state, change.notifications);
  return change;
}

Change on(ProjectContact& state, const CallbackClaimed& claimed, const Event& /*event*/,
          const Context& context) {
  look_at_project(state, context);
  return claim(state.follow_up, claimed);
}

Change on(ProjectContact& state, const CallbackPostponed& postponed, const Event& /*event*/,
          const Context& context) {
  look_at_project(state, context);
  return postpone(state.follow_up, postponed, call_setting(state, *context.policy), context);
}

Change on(ProjectContact& state, const CallbackDone& done, const Event& /*event*/,
          const Context& context) {
  look_at_project(state, context);
  return finish(state.follow_up, done);
}

}  // namespace followup::rules::contacts
