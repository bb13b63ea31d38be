// What becomes of a contact's Wiedervorlage once it is given out: its agent leaves, and it is
// claimed, postponed and done (A46, C24, C26).
#include "core/domain/rules/contact_rules.h"

#include <algorithm>

namespace followup::rules::contacts {

namespace {

/// The holders without the one who left, with the successor in the place.
std::vector<PersonRef> without(const AgentLeft& left, Callback& call) {
  const auto is_successor = [&](const CallHolder& one) { return one.who.id == left.successor.id; };
  const bool holds_it = std::any_of(call.holders.begin(), call.holders.end(), is_successor);
  std::vector<PersonRef> agents;
  for (const auto& holder : call.holders) {
    if (holder.who.id != left.agent)
      agents.push_back(holder.who);
    else if (!holds_it)
      agents.push_back(left.successor);
  }
  // Who has done his own part has the leaver's still before him.
  std::erase_if(call.holders, [&](const CallHolder& one) { return is_successor(one) && one.done; });
  return agents;
}

bool holds(const Callback& call, const std::string& agent) {
  return std::any_of(call.holders.begin(), call.holders.end(),
                     [&](const CallHolder& one) { return one.who.id == agent; });
}

/// What the leaver had claimed of the team's is the successor's, who is told of it alone.
void pass_claim(const AgentLeft& left, Callback& call, const Context& context) {
  call.claimed_by = left.successor;
  hand_to_team(call, context);
}

Notification reassigned(const ProjectContact& state, const AgentLeft& left, const Event& event,
                        const Context& context) {
  const LocalTime at = civil(event.time, *context.policy, {});
  Notification made = hook("contact.reassigned", state.cycle, at, event.time);
  made.about = event.id;
  made.details = {{"contact", state.contact_id},
                  {"project", state.project_id},
                  {"from", left.agent},
                  {"to", left.successor.id}};
  return made;
}

}  // namespace

Change on(ProjectContact& state, const AgentLeft& left, const Event& event,
          const Context& context) {
  look_at_project(state, context);
  if (!waits(state)) return {.reason = Reason::no_change};
  Callback& call = *state.follow_up;
  Change change;
  const bool only_claimed = !holds(call, left.agent) && call.claimed_by &&
                            call.claimed_by->id == left.agent && call.is_public;
  if (only_claimed)
    pass_claim(left, call, context);
  else
    change.notifications = reassign(call, without(left, call), state.former,
                                    call_setting(state, *context.policy), context);
  std::erase_if(change.notifications, [&](const Notification& note) {
    return note.whom == left.agent;  // there is nobody to tell any more
  });
  change.notifications.push_back(reassigned(state, left, event, context));
  divert_in_training(state, change.notifications);
  return change;
}

Change on(ProjectContact& state, const CallbackClaimed& claimed, const Event& /*event*/,
          const Context& context) {
  look_at_project(state, context);
  return claim(state.follow_up, claimed);
}

Change on(ProjectContact& state, const CallbackPostponed& postponed, const Event& event,
          const Context& context) {
  look_at_project(state, context);
  auto moved = state.follow_up;
  Change change = postpone(moved, postponed, call_setting(state, *context.policy), context);
  if (change.status != Status::accepted) return change;
  const LocalTime until = civil(postponed.until, *context.policy, context.policy->send_time);
  if (auto no = why_not_then(state, until, "/data/until", event, context, false))
    return std::move(*no);
  state.follow_up = std::move(moved);
  return change;
}

Change on(ProjectContact& state, const CallbackDone& done, const Event& /*event*/,
          const Context& context) {
  look_at_project(state, context);
  return finish(state.follow_up, done);
}

}  // namespace followup::rules::contacts
