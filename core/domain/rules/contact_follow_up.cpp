// A contact's Wiedervorlage (C5 to C10, C25): set for agents or for the team, given to others, and
// taken away.
//
// How many an agent holds alone is known to the store only: it is asked to look when it stores the
// event (ListLimit).
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

/// Whether it is taken from somebody by giving it to these.
bool takes_from_others(const Callback& callback, const std::vector<PersonRef>& agents) {
  if (!callback.holders.empty()) return has_other_agents(callback, agents);
  const auto& claimer = callback.claimed_by;  // of the team's, which is nobody's until then
  return claimer && (agents.size() != 1 || agents.front().id != claimer->id);
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
  call.is_public = fact.agents.empty();
  set_due(call, due, context.policy->contact.calls, *context.policy);
  state.follow_up = std::move(call);
}

/// The same date: it goes to other agents, to the team or from the team.
std::vector<Notification> hand_on(Callback& call, const FollowUpSet& fact,
                                  std::vector<PersonRef>& former, const CallSetting& setting,
                                  const Context& context) {
  const bool was_teams = call.holders.empty();
  auto told = reassign(call, fact.agents, former, setting, context);
  if (was_teams == fact.agents.empty()) return told;
  call.is_public = fact.agents.empty();
  call.published.reset();
  hand_to_team(call, context);
  return told;
}

/// C5, C8, C25: what neither the contact nor its project allows.
std::optional<Change> why_not_set(const ProjectContact& state, const FollowUpSet& fact, bool locked,
                                  const Event& event, const Context& context) {
  const bool editor = fact.by.has_value();
  if (state.done)
    return put_aside(Reason::contact_done, "/subject",
                     "is a contact that is done: a Wiedervorlage needs one that is not", event,
                     context, editor);
  if (locked && !fact.override_lock)
    return put_aside(Reason::agent_locked, "/data/override",
                     "must be true: the project does not let a contact that was called go to "
                     "another agent otherwise",
                     event, context, editor);
  if (fact.agents.empty() && policy_of(state, *context.policy)->team.empty())
    return put_aside(Reason::no_team, "/data/team",
                     "asks for the team of a project that has none in the configuration", event,
                     context, editor);
  return std::nullopt;
}

/// C25: it becomes an agent's own, who may hold so many alone. The store counts the others.
Change take_place(const ProjectContact& state, const std::string& before, const Event& event,
                  const Context& context, bool editor) {
  const auto most = policy_of(state, *context.policy)->max_personal;
  const std::string agent = personal_agent(state);
  if (!most || agent.empty() || agent == before) return {};
  const std::string list = personal_list(state.project_id, agent);
  if (context.full != nullptr && context.full->contains(list))
    return put_aside(Reason::too_many_personal, "/data/agent",
                     "is an agent who holds as many of the project alone as it allows, which is " +
                         std::to_string(*most),
                     event, context, editor);
  Change change;
  change.limits.push_back({list, *most});
  return change;
}

/// Sets it; who was told before and has it no more gets word of that (U22).
Change set_follow_up(ProjectContact& state, const FollowUpSet& fact, LocalTime due, bool same_date,
                     const Context& context) {
  const CallSetting setting = call_setting(state, *context.policy);
  Change change;
  if (same_date) {
    change.notifications = hand_on(*state.follow_up, fact, state.former, setting, context);
  } else {
    const auto before = state.follow_up;
    start_follow_up(state, fact, due, context);
    if (before && !before->ended) {
      Callback old = *before;
      change.notifications = reassign(old, fact.agents, state.former, setting, context);
    }
  }
  divert_in_training(state, change.notifications);
  return change;
}

}  // namespace

std::string personal_agent(const ProjectContact& state) {
  const bool own = waits(state) && state.follow_up->holders.size() == 1;
  return own ? state.follow_up->holders.front().who.id : std::string();
}

std::string personal_list(const std::string& project, const std::string& agent) {
  return "personal:" + project + ":" + agent;
}

std::optional<Change> why_not_then(const ProjectContact& state, LocalTime due,
                                   const std::string& path, const Event& event,
                                   const Context& context, bool editor) {
  const ProjectPolicy* const project = policy_of(state, *context.policy);
  if (project == nullptr || !project->max_days_ahead) return std::nullopt;
  const Date today =
      date_of(std::chrono::floor<std::chrono::seconds>(context.policy->zone.to_local(context.now)));
  if (date_of(due) <= add_days(today, *project->max_days_ahead)) return std::nullopt;
  return put_aside(Reason::too_far_ahead, path,
                   "lies further ahead than the project allows, which is " +
                       std::to_string(*project->max_days_ahead) + " days",
                   event, context, editor);
}

Change on(ProjectContact& state, const FollowUpSet& fact, const Event& event,
          const Context& context) {
  look_at_project(state, context);
  take_editor(state, fact.by);
  if (older(event.sequence, state.follow_up_sequence)) return {.reason = Reason::superseded};
  if (auto no = why_not(state, event, context)) return std::move(*no);
  if (state.done && older(event.sequence, state.done_sequence))
    return {.reason = Reason::superseded};
  const bool others = waits(state) && takes_from_others(*state.follow_up, fact.agents);
  const bool locked =
      others && !policy_of(state, *context.policy)->agents_may_change && state.called;
  if (auto no = why_not_set(state, fact, locked, event, context)) return std::move(*no);
  const LocalTime due = civil(fact.due, *context.policy, context.policy->send_time);
  const bool same_date =
      waits(state) && state.follow_up->wanted.value_or(state.follow_up->due) == due;
  if (!same_date) {
    if (auto no = why_not_then(state, due, "/data/due", event, context, fact.by.has_value()))
      return std::move(*no);
  }
  ProjectContact next = state;
  Change change = set_follow_up(next, fact, due, same_date, context);
  Change place = take_place(next, personal_agent(state), event, context, fact.by.has_value());
  if (place.status != Status::accepted) return place;
  change.limits = place.limits;
  if (event.sequence) next.follow_up_sequence = event.sequence;
  next.override_hint = locked && fact.override_lock;  // C10
  state = std::move(next);
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

}  // namespace followup::rules::contacts
