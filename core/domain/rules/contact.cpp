// Contact persons of a call-centre project (source 4): the Wiedervorlage, the done flag, and the
// field appointment entered afterwards.
//
// What supersedes what. A Wiedervorlage set or cleared has no effect if a newer one of the two is
// known, a status none if a newer status is, a field appointment none if a newer one is. Without
// sequences the order of arrival counts.
//
// The project's state is the project's own (project.cpp); the contact keeps it as it was last seen,
// so that what is due follows from the contact alone. A stopped project holds what is due and is
// looked at again every hour, in case its release was never told to this contact.
#include "core/domain/rules/contact_rules.h"

#include <algorithm>

namespace followup::rules {

namespace contacts {

const ProjectPolicy* policy_of(const ProjectContact& state, const Policy& policy) {
  const auto found = policy.contact.projects.find(state.project_id);
  return found == policy.contact.projects.end() ? nullptr : &found->second;
}

bool is_over(ProjectState state) {
  return state == ProjectState::closed || state == ProjectState::anonymised;
}

/// Takes over what is stored of the project now.
void look_at_project(ProjectContact& state, const Context& context) {
  const ProjectPolicy* const project = policy_of(state, *context.policy);
  const bool first = !state.project_seen;
  if (context.project)
    state.project = *context.project;
  else if (first && project != nullptr)
    state.project = project->state;
  state.project_seen = context.now;
}

CallSetting call_setting(const ProjectContact& state, const Policy& policy) {
  CallSetting setting;
  setting.calls = &policy.contact.calls;
  setting.kind = Kind::contact;
  setting.case_id = state.project_id + "/" + state.contact_id;
  setting.purpose = Purpose::follow_up_due;
  setting.holder = Role::agent;
  setting.due_hook = "contact.follow_up_due";
  setting.details = {{"project", state.project_id}, {"contact", state.contact_id}};
  return setting;
}

Change keep_dead(std::vector<DeadNotification>& dead, ProjectState project,
                 const OpenNotification& ended, const DeliveryOutcome& outcome) {
  constexpr std::size_t most_dead = 50;
  if (outcome.outcome != Outcome::gave_up && outcome.outcome != Outcome::refused) return {};
  dead.push_back({ended.id, ended.lane});
  Change change;
  if (project == ProjectState::anonymised) {
    change.erased = std::exchange(dead, {});
  } else if (dead.size() > most_dead) {
    change.erased.push_back(dead.front());
    dead.erase(dead.begin());
  }
  return change;
}

/// What the project does not allow (Q10).
std::optional<Change> why_not(const ProjectContact& state, const Event& event,
                              const Context& context) {
  if (policy_of(state, *context.policy) == nullptr)
    return put_aside(Reason::unknown_project, "/data/project",
                     "is no project of the tenant's configuration", event, context);
  if (!is_over(state.project)) return std::nullopt;
  Change ended = put_aside(Reason::project_ended, "/data/project",
                           "is a project that is closed or anonymised", event, context);
  ended.bare = state.project == ProjectState::anonymised;
  return ended;
}

/// In training nobody real is told; a training address may be (S-C16).
void divert_in_training(const ProjectContact& state, std::vector<Notification>& made) {
  if (state.project != ProjectState::training) return;
  for (auto& notification : made) {
    if (notification.channel == Channel::email) notification.role = Role::training;
  }
}

void take_editor(ProjectContact& state, const std::optional<PersonRef>& by) {
  if (by && !is_over(state.project)) state.editor = *by;
}

bool waits(const ProjectContact& state) {
  return state.follow_up && !state.follow_up->ended && !state.done;
}

}  // namespace contacts

namespace {

using contacts::call_setting;
using contacts::divert_in_training;
using contacts::is_over;
using contacts::keep_dead;
using contacts::look_at_project;
using contacts::on;
using contacts::policy_of;
using contacts::remind_rep;
using contacts::send_held_protocol;
using contacts::take_editor;
using contacts::waits;
using contacts::why_not;

constexpr auto recheck_after = std::chrono::hours{1};

/// C4: the contact's history, as far as the project wants it.
void add_to_history(const ProjectContact& state, const ContactStatus& fact, const Event& event,
                    const Context& context, Change& change) {
  const LocalTime at = civil(event.time, *context.policy, {});
  Notification made = hook("contact_history.add", state.cycle, at, event.time);
  made.purpose = Purpose::command;
  made.about = event.id;
  made.details = {{"contact", state.contact_id}, {"project", state.project_id}};
  if (!state.judgement.empty()) made.details.push_back({"judgement", state.judgement});
  if (!fact.notes.empty()) made.details.push_back({"notes", fact.notes});
  change.notifications.push_back(std::move(made));
}

Change on(ProjectContact& state, const ContactStatus& fact, const Event& event,
          const Context& context) {
  look_at_project(state, context);
  take_editor(state, fact.by);
  if (older(event.sequence, state.status_sequence)) return {.reason = Reason::superseded};
  if (auto no = why_not(state, event, context)) return std::move(*no);
  const auto& judgements = context.policy->contact.judgements;
  if (!fact.judgement.empty() && !judgements.empty() && !judgements.contains(fact.judgement))
    return put_aside(Reason::unknown_judgement, "/data/judgement",
                     "is no judgement of the tenant's configuration", event, context);
  if (event.sequence) state.status_sequence = event.sequence;
  if (!fact.judgement.empty()) state.judgement = fact.judgement;
  if (fact.origin == Origin::call) state.called = true;
  const bool newly_done = fact.done.value_or(state.done) && !state.done;
  state.done = fact.done.value_or(state.done);
  if (newly_done) state.done_sequence = event.sequence;
  Change change;
  if (!newly_done) return change;
  if (state.follow_up) state.follow_up->ended = true;  // S-C02
  if (policy_of(state, *context.policy)->history)
    add_to_history(state, fact, event, context, change);
  return change;
}

Change on(ProjectContact& state, const ProjectStateSet& fact, const Event& event,
          const Context& context) {
  if (older(event.sequence, state.project_sequence)) return {.reason = Reason::superseded};
  const bool newer = older(state.project_sequence, event.sequence);
  const bool ends =
      fact.state == ProjectState::closed && state.follow_up && !state.follow_up->ended;
  if (state.project_seen && state.project == fact.state && !newer && !ends)
    return {.reason = Reason::no_change};  // it has seen that by itself
  if (event.sequence) state.project_sequence = event.sequence;
  state.project = fact.state;
  state.project_seen = context.now;
  Change change;
  if (fact.state == ProjectState::closed && state.follow_up) state.follow_up->ended = true;
  return change;
}

Change on(ProjectContact& state, const DeadlineReached& reached, const Event& /*event*/,
          const Context& context) {
  const auto seen = state.project;
  look_at_project(state, context);
  const bool news = state.project != seen;
  if (reached.step == Step::recheck) {
    Change looked;
    looked.silent = !news;
    return looked;
  }
  if (!still_due(state, reached.step, context))
    return {.reason = news ? Reason::none : Reason::no_change};
  Change change;
  if (reached.step == Step::reminder)
    change = remind_rep(state, reached, context);
  else if (reached.step == Step::protocols)
    change = send_held_protocol(state, reached, context);
  else
    change.notifications =
        fire(*state.follow_up, reached, call_setting(state, *context.policy), context);
  divert_in_training(state, change.notifications);
  return change;
}

template <class Other>
Change on(ProjectContact& /*state*/, const Other& /*payload*/, const Event& /*event*/,
          const Context& /*context*/) {
  return {.status = Status::rejected, .reason = Reason::unknown_type};
}

/// What the tenant is told of an event that was put aside: the event's id and why.
bool names_nobody(const OpenNotification& open) {
  return (open.purpose == Purpose::quarantined && open.role == Role::administrator) ||
         open.hook_type == "event.quarantined";
}

/// S-C15: nothing of a person is left, here or on its way.
void anonymise(ProjectContact& state, Change& change) {
  const auto forget = [](PersonRef& who) { who = PersonRef{who.id, {}, {}}; };
  if (state.follow_up) {
    state.follow_up->ended = true;
    for (auto& holder : state.follow_up->holders)
      forget(holder.who);
    if (state.follow_up->claimed_by) forget(*state.follow_up->claimed_by);
  }
  for (auto& one : state.former)
    forget(one);
  if (state.visit) forget(state.visit->rep);
  forget(state.editor);
  change.erased = std::exchange(state.dead, {});
}

}  // namespace

Change apply(ProjectContact& state, const Event& event, const Context& context) {
  Change change = std::visit(
      [&](const auto& payload) { return on(state, payload, event, context); }, event.payload);
  // Whatever it was that showed the contact its project's state: it may never be told of it.
  if (state.project == ProjectState::anonymised) anonymise(state, change);
  return change;
}

std::vector<Deadline> deadlines(const ProjectContact& state, const Policy& policy) {
  std::vector<Deadline> due;
  const auto add = [&](Step step, LocalTime local) {
    due.push_back({step, local, policy.zone.to_instant(local)});
  };
  if (is_over(state.project)) return due;
  const auto& visit = state.visit;
  const VisitReminder& reminder = policy.contact.reminder;
  if (visit && visit->from_call && !visit->reminder && reminder.time)
    add(Step::reminder,
        at_time(add_days(date_of(visit->start), -reminder.days_before), *reminder.time));
  if (visit && visit->protocol_at) add(Step::protocols, *visit->protocol_at);
  if (waits(state)) add_deadlines(*state.follow_up, policy.contact.calls, policy, due);
  if (state.project == ProjectState::stopped && !due.empty()) {
    due.clear();
    // The instant itself: read back from the local time, an hour that comes twice would never end.
    const TimePoint at = state.project_seen.value_or(TimePoint{}) + recheck_after;
    due.push_back({Step::recheck, civil(at, policy, {}), at});
  }
  std::stable_sort(due.begin(), due.end(),
                   [](const Deadline& a, const Deadline& b) { return a.at < b.at; });
  return due;
}

Change apply_outcome(ProjectContact& state, const OpenNotification& ended,
                     const DeliveryOutcome& outcome, const Event& /*event*/,
                     const Context& /*context*/) {
  return keep_dead(state.dead, state.project, ended, outcome);
}

bool still_wanted(const ProjectContact& state, const OpenNotification& open) {
  if (state.project == ProjectState::anonymised) return names_nobody(open);
  const bool over = is_over(state.project);
  // Nobody hears of it any more but of what is put aside; the CRM still hears what there was.
  if (over && open.hook_type.empty())
    return open.purpose == Purpose::quarantined || open.purpose == Purpose::endpoint_disabled;
  switch (open.purpose) {
    case Purpose::agent_reminder:
    case Purpose::protocol:
      return !over && state.visit && state.visit->cycle == open.cycle;
    case Purpose::follow_up_due:
    case Purpose::callback_overdue:
      return !over && !state.done && call_wanted(state.follow_up, open);
    default:
      return true;
  }
}

std::optional<PersonRef> holder(const ProjectContact& state, Role role, const std::string& whom) {
  switch (role) {
    case Role::agent:
      if (auto found = find_holder(state.follow_up, state.former, whom)) return found;
      return whom.empty() ? std::nullopt : std::optional(PersonRef{whom, {}, {}});
    case Role::supervisor:
      return PersonRef{whom, {}, {}};
    case Role::team:
      if (!state.follow_up || state.follow_up->team.empty()) return std::nullopt;
      return PersonRef{state.follow_up->team, {}, {}};
    case Role::field_rep:
      return state.visit ? std::optional(state.visit->rep) : std::nullopt;
    case Role::editor:
      return state.editor.id.empty() ? std::nullopt : std::optional(state.editor);
    default:
      return std::nullopt;
  }
}

}  // namespace followup::rules
