// Actions that a meeting agreed on (M29, S-M14): reminders on the days that the tenant names, and
// word to the organizer when one is not done.
#include "core/domain/rules/calls.h"
#include "core/domain/rules/meeting_rules.h"

#include <algorithm>
#include <utility>

namespace followup::rules::meetings {

namespace {

constexpr std::string_view action_prefix = "action/";

/// When the responsible person is reminded, in order.
std::vector<LocalTime> reminders_of(const MeetingAction& action, const Policy& policy) {
  std::vector<LocalTime> times;
  for (const int days : policy.meeting.action_reminders)
    times.push_back(at_time(add_days(action.due_on, days), policy.send_time));
  return times;
}

/// When the organizer hears of it.
LocalTime overdue_at(const MeetingAction& action, const Policy& policy) {
  return at_time(policy.calendar.add_business_days(action.due_on, 1), policy.send_time);
}

bool has_passed(LocalTime local, const Context& context) {
  return context.policy->zone.to_instant(local) <= context.now;
}

/// A mail about an action; hooks say the same to the CRM.
Notification about(const MeetingAction& action, Purpose purpose, Role role, LocalTime nominal,
                   const Context& context) {
  const TimePoint due = context.policy->zone.to_instant(nominal);
  Notification made = mail(purpose, role, action.cycle, nominal, due);
  made.whom = action_whom(action.id);
  made.late = is_late(due, context.now, context);
  return made;
}

void tell_overdue(MeetingAction& action, const Context& context, Change& change) {
  const LocalTime nominal = overdue_at(action, *context.policy);
  Notification told = about(action, Purpose::action_overdue, Role::organizer, nominal, context);
  Notification heard = hook("action.overdue", action.cycle, nominal, told.due);
  heard.whom = told.whom;
  heard.late = told.late;
  heard.details = {{"action", action.id},
                   {"responsible", action.responsible},
                   {"due_on", format_date(action.due_on)}};
  action.overdue = StepDone{nominal, context.now, told.late};
  change.notifications.push_back(std::move(told));
  change.notifications.push_back(std::move(heard));
}

/// Of several reminders that were missed only the latest is sent, and none where it has just become
/// overdue.
void fire_action(MeetingAction& action, const Context& context, Change& change) {
  if (!action.overdue && has_passed(overdue_at(action, *context.policy), context)) {
    for (const auto& time : reminders_of(action, *context.policy)) {
      if (has_passed(time, context)) action.reminded = time;
    }
    return tell_overdue(action, context, change);
  }
  std::optional<LocalTime> latest;
  for (const auto& time : reminders_of(action, *context.policy)) {
    if ((!action.reminded || time > *action.reminded) && has_passed(time, context)) latest = time;
  }
  if (!latest) return;
  action.reminded = latest;
  change.notifications.push_back(
      about(action, Purpose::action_due, Role::responsible, *latest, context));
}

}  // namespace

const MeetingAction* find_action(const Meeting& state, const std::string& id) {
  const auto found = std::ranges::find(state.actions, id, &MeetingAction::id);
  return found == state.actions.end() ? nullptr : &*found;
}

std::string action_whom(const std::string& id) {
  return std::string(action_prefix) + id;
}

const MeetingAction* action_in(const Meeting& state, const std::string& whom) {
  if (!whom.starts_with(action_prefix)) return nullptr;
  return find_action(state, whom.substr(action_prefix.size()));
}

Change assign(Meeting& state, const AssignedAction& fact, const Event& event) {
  auto found = std::ranges::find(state.actions, fact.id, &MeetingAction::id);
  if (found == state.actions.end()) {
    state.actions.push_back(MeetingAction{.id = fact.id});
    found = std::prev(state.actions.end());
  } else if (older(event.sequence, found->sequence)) {
    return {.reason = Reason::superseded};
  } else if (found->closed || found->due_on != fact.due_on ||
             found->responsible != fact.responsible.id) {
    ++found->cycle;
    found->reminded.reset();
    found->overdue.reset();
  }
  found->responsible = fact.responsible.id;
  found->due_on = fact.due_on;
  found->text = fact.text;
  found->closed = false;
  if (event.sequence) found->sequence = event.sequence;
  remember(state.people, fact.responsible);
  tidy(state);
  return {};
}

Change close(Meeting& state, const ActionClosed& fact, const Event& event, const Context& context) {
  const auto found = std::ranges::find(state.actions, fact.id, &MeetingAction::id);
  if (found == state.actions.end())
    return put_aside(Reason::unknown_action, "/data/action_id",
                     "is an action that no action.assigned has told of", event, context);
  if (older(event.sequence, found->sequence)) return {.reason = Reason::superseded};
  found->closed = true;
  if (event.sequence) found->sequence = event.sequence;
  return {};
}

void add_action_deadlines(const Meeting& state, const Policy& policy, std::vector<Deadline>& due) {
  const auto add = [&](LocalTime local) {
    due.push_back({Step::action, local, policy.zone.to_instant(local)});
  };
  for (const auto& action : state.actions) {
    if (action.closed) continue;
    for (const auto& time : reminders_of(action, policy)) {
      if (!action.reminded || time > *action.reminded) add(time);
    }
    if (!action.overdue) add(overdue_at(action, policy));
  }
}

Change fire_actions(Meeting& state, const Context& context) {
  Change change;
  for (auto& action : state.actions) {
    if (!action.closed) fire_action(action, context, change);
  }
  if (change.notifications.empty()) return {.reason = Reason::no_change};
  return change;
}

}  // namespace followup::rules::meetings
