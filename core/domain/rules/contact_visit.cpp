// A contact's field appointment (C11 to C13): entered, and its rep reminded.
#include "core/domain/rules/contact_rules.h"

namespace followup::rules::contacts {

namespace {

/// C11: whether the rep gets the protocol at once. By the newest policy, which is the one that
/// decides about the batch, too, so that none is sent twice or not at all.
bool sends_protocol(const ProjectContact& state, const FieldAppointment& fact,
                    const Context& context) {
  const ProjectPolicy* const project = policy_of(state, newest_policy(context));
  if (project == nullptr || project->protocol != ProtocolMail::immediate || !fact.protocol)
    return false;
  const auto& wanted = project->protocol_judgements;
  return wanted.empty() ||
         wanted.contains(fact.judgement.empty() ? state.judgement : fact.judgement);
}

/// C13: on the status form nobody but its user is told, who has to tell the reps.
void tell_editor(const std::optional<FieldVisit>& before, const Event& event,
                 const ProjectContact& state, const Context& context, Change& change) {
  const LocalTime at = civil(event.time, *context.policy, {});
  Notification made = mail(Purpose::editor_task, Role::editor, state.cycle, at, event.time);
  made.about = event.id;
  if (before) {
    made.details.push_back({"former_rep", before->rep.id});
    if (!before->rep.name.empty()) made.details.push_back({"former_rep_name", before->rep.name});
  }
  change.notifications.push_back(std::move(made));
}

}  // namespace

Change on(ProjectContact& state, const FieldAppointment& fact, const Event& event,
          const Context& context) {
  look_at_project(state, context);
  take_editor(state, fact.by);
  if (older(event.sequence, state.visit_sequence)) return {.reason = Reason::superseded};
  if (auto no = why_not(state, event, context)) return std::move(*no);
  if (event.sequence) state.visit_sequence = event.sequence;
  const auto before = state.visit;
  const LocalTime start = civil(fact.start, *context.policy, {});
  FieldVisit visit{start, fact.field_rep, fact.origin == Origin::call, std::nullopt, 1};
  if (before) visit.cycle = before->cycle + 1;
  state.visit = visit;
  Change change;
  if (fact.origin == Origin::status_form) {  // C12, Q13
    tell_editor(before, event, state, context, change);
  } else if (sends_protocol(state, fact, context)) {
    const LocalTime at = civil(event.time, *context.policy, {});
    if (state.project == ProjectState::stopped)
      state.visit->protocol_at = at;
    else
      change.notifications.push_back(
          mail(Purpose::protocol, Role::field_rep, visit.cycle, at, event.time));
  }
  divert_in_training(state, change.notifications);
  return change;
}

Change remind_rep(ProjectContact& state, const DeadlineReached& reached, const Context& context) {
  FieldVisit& visit = *state.visit;
  visit.reminder = taken(reached, context);
  Change change;
  if (context.now >= context.policy->zone.to_instant(visit.start)) return change;  // it is over
  change.notifications.push_back(
      mail(Purpose::agent_reminder, Role::field_rep, visit.cycle, reached.local, reached.due));
  change.notifications.back().late = visit.reminder->late;
  return change;
}

Change send_held_protocol(ProjectContact& state, const DeadlineReached& reached,
                          const Context& context) {
  FieldVisit& visit = *state.visit;
  visit.protocol_at.reset();
  Change change;
  change.notifications.push_back(
      mail(Purpose::protocol, Role::field_rep, visit.cycle, reached.local, reached.due));
  change.notifications.back().late = is_late(reached.due, context.now, context);
  return change;
}

}  // namespace followup::rules::contacts
