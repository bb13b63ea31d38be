// Actions that a meeting agreed on (M29, S-M14): reminders on the days that the tenant names, and
// word to the organizer when one is not done.
#include "core/domain/rules/calls.h"
#include "core/domain/rules/meeting_rules.h"

#include <algorithm>
#include <utility>

namespace followup::rules::meetings {

namespace {

constexpr std::string_view action_prefix = "action/";

/// So many closed actions are known by their ids, the latest ones: minutes that list them again do
/// not open them.
constexpr std::ptrdiff_t most_closed = 50;
/// So many bytes of text the open ones have together; of more, each keeps its beginning. The
/// minutes say the rest.
constexpr std::size_t most_text = 5000;

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

/// Whether a reminder is still to come: there is one a day at most.
bool is_to_come(const MeetingAction& action, LocalTime time) {
  return !action.reminded || date_of(time) > date_of(*action.reminded);
}

/// Of several reminders that were missed only the latest is sent, and of those before it became
/// overdue none where it has.
void fire_action(MeetingAction& action, const Context& context, Change& change) {
  const LocalTime overdue = overdue_at(action, *context.policy);
  if (!action.overdue && has_passed(overdue, context)) {
    for (const auto& time : reminders_of(action, *context.policy)) {
      if (time < overdue && is_to_come(action, time)) action.reminded = time;
    }
    return tell_overdue(action, context, change);
  }
  std::optional<LocalTime> latest;
  for (const auto& time : reminders_of(action, *context.policy)) {
    if (is_to_come(action, time) && has_passed(time, context)) latest = time;
  }
  if (!latest) return;
  action.reminded = latest;
  change.notifications.push_back(
      about(action, Purpose::action_due, Role::responsible, *latest, context));
}

/// Whoever gets an action that is overdue already hears of it as the organizer does.
void tell_at_once(MeetingAction& action, const Context& context, Change& change) {
  const auto reminders = reminders_of(action, *context.policy);
  LocalTime nominal = overdue_at(action, *context.policy);
  if (reminders.empty() || !has_passed(nominal, context) || !is_to_come(action, nominal)) return;
  for (const auto& time : reminders) {
    if (has_passed(time, context)) nominal = std::max(nominal, time);
  }
  action.reminded = nominal;
  Notification made = about(action, Purpose::action_due, Role::responsible, nominal, context);
  made.late = false;  // it could not be sent before
  change.notifications.push_back(std::move(made));
}

/// Another date or person begins anew; who was reminded that day is not reminded of another date.
void begin_anew(MeetingAction& action, const AssignedAction& fact) {
  ++action.cycle;
  action.overdue.reset();
  if (action.closed || action.responsible != fact.responsible.id) action.reminded.reset();
  action.closed = false;
}

/// The beginning of a text in UTF-8.
void cut(std::string& text, std::size_t most) {
  constexpr std::string_view rest = "\u2026";
  if (text.size() <= most) return;
  std::size_t length = most - std::min(most, rest.size());
  while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U)
    --length;
  text.resize(length);
  text += rest;
}

void make_room(std::vector<MeetingAction>& actions) {
  std::size_t bytes = 0;
  std::size_t open = 0;
  for (const auto& action : actions) {
    bytes += action.text.size();
    if (!action.closed) ++open;
  }
  if (bytes <= most_text) return;
  for (auto& action : actions)
    cut(action.text, most_text / open);
}

/// Nothing refers to what it was any more; the latest of them stand last.
void forget(std::vector<MeetingAction>& actions, std::vector<MeetingAction>::iterator closed) {
  MeetingAction kept{.id = closed->id, .sequence = closed->sequence, .cycle = closed->cycle};
  kept.closed = true;
  actions.erase(closed);
  actions.push_back(std::move(kept));
  auto too_many = std::ranges::count_if(actions, &MeetingAction::closed) - most_closed;
  std::erase_if(actions,
                [&](const MeetingAction& action) { return action.closed && too_many-- > 0; });
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

Change assign(Meeting& state, const AssignedAction& fact, const Event& event,
              const Context& context) {
  auto found = std::ranges::find(state.actions, fact.id, &MeetingAction::id);
  const bool fresh = found == state.actions.end();
  if (!fresh && older(event.sequence, found->sequence)) return {.reason = Reason::superseded};
  if (fresh) {
    state.actions.push_back(MeetingAction{.id = fact.id});
    found = std::prev(state.actions.end());
  }
  const bool anew = !fresh && (found->closed || found->due_on != fact.due_on ||
                               found->responsible != fact.responsible.id);
  if (anew) begin_anew(*found, fact);
  found->responsible = fact.responsible.id;
  found->due_on = fact.due_on;
  found->text = fact.text;
  if (event.sequence) found->sequence = event.sequence;
  remember(state.people, fact.responsible);
  Change change;
  if (fresh || anew) tell_at_once(*found, context, change);
  make_room(state.actions);
  tidy(state);
  return change;
}

Change close(Meeting& state, const ActionClosed& fact, const Event& event, const Context& context) {
  const auto found = std::ranges::find(state.actions, fact.id, &MeetingAction::id);
  if (found == state.actions.end())
    return put_aside(Reason::unknown_action, "/data/action_id",
                     "is an action that no action.assigned has told of", event, context);
  if (older(event.sequence, found->sequence)) return {.reason = Reason::superseded};
  const bool newer = event.sequence && event.sequence != found->sequence;
  if (found->closed && !newer) return {.status = Status::duplicate, .reason = Reason::already_seen};
  if (event.sequence) found->sequence = event.sequence;
  forget(state.actions, found);
  tidy(state);
  return {};
}

void add_action_deadlines(const Meeting& state, const Policy& policy, std::vector<Deadline>& due) {
  const auto add = [&](LocalTime local) {
    due.push_back({Step::action, local, policy.zone.to_instant(local)});
  };
  for (const auto& action : state.actions) {
    if (action.closed) continue;
    for (const auto& time : reminders_of(action, policy)) {
      if (is_to_come(action, time)) add(time);
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
