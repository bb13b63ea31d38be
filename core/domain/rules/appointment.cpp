// Appointments (source 3): booked, moved, cancelled, and what operators do with their callbacks.
// What an outcome leads to: appointment_outcome.cpp.
//
// What supersedes what. A record is stale if a newer record, re-booking or cancellation is known;
// it revives a cancelled appointment only with a higher sequence. A re-booking or an outcome has no
// effect if a newer re-booking is known, or a newer record with another date (S-A40). What comes
// after a new card took this one's place is put aside (A26). Without sequences the order of arrival
// counts.
//
// Cycles. Each outcome of another state and each new date begins one; callbacks, questions and
// commands belong to the cycle in which they were made.
#include "core/domain/rules/appointment_rules.h"

#include <algorithm>

namespace followup::rules {

namespace appointments {

void begin_cycle(Appointment& state) {
  ++state.cycle;
  state.reminder.reset();
  state.outcome.reset();
  state.mode = 0;
  state.reschedule_at.reset();
  state.reason_missing = false;
  state.hold.reset();
  if (state.callback) state.callback->ended = true;
  if (state.command && !state.command->sent) state.command.reset();
}

}  // namespace appointments

namespace {

using appointments::active;
using appointments::begin_cycle;
using appointments::call_setting;
using appointments::caller_id;
using appointments::command_stands;

Change frozen(const Event& event, const Context& context) {
  return put_aside(Reason::frozen, "/subject",
                   "is an appointment that another one has taken the place of", event, context);
}

bool is_known(const std::set<std::string>& known, const std::string& id) {
  return id.empty() || known.empty() || known.contains(id);
}

/// What the configuration does not know (Q10).
std::optional<Change> unknown_operator(const std::optional<PersonRef>& caller, const Event& event,
                                       const Context& context) {
  if (!caller || is_known(context.policy->appointment.operators, caller->id)) return std::nullopt;
  return put_aside(Reason::unknown_operator, "/data/operator/id",
                   "is no operator of the tenant's configuration", event, context);
}

std::optional<Change> unknown_part(const AppointmentRecord& record, const Event& event,
                                   const Context& context) {
  const auto& policy = context.policy->appointment;
  if (record.state && !policy.states.contains(*record.state))
    return put_aside(Reason::unknown_state, "/data/state",
                     "is no B.O. state of the tenant's configuration", event, context);
  if (!is_known(policy.teams, record.team))
    return put_aside(Reason::unknown_team, "/data/team", "is no team of the tenant's configuration",
                     event, context);
  return unknown_operator(record.caller, event, context);
}

/// The call goes over to the operator whom the card names now. Who took it keeps it as long as the
/// card names the same as before.
void follow_caller(Appointment& state, const std::string& caller_before, const Context& context,
                   Change& change) {
  const auto& callback = state.callback;
  if (!callback || callback->ended || callback->is_public || !state.caller) return;
  const bool held = std::ranges::any_of(callback->holders, [&](const CallHolder& holder) {
    return holder.who.id == state.caller->id;
  });
  if (state.caller->id == caller_before && !held) return;
  std::vector<PersonRef> former;
  auto made = reassign(*state.callback, {*state.caller}, former,
                       call_setting(state, *context.policy), context);
  change.notifications.insert(change.notifications.end(), made.begin(), made.end());
}

/// The card has another date, as if it was re-booked: what was going on about the old one ends.
void move_to(Appointment& state, LocalTime start, const Event& event) {
  if (state.start == start) return;
  if (state.known) {
    begin_cycle(state);
    if (event.sequence) state.rebook_sequence = event.sequence;
  }
  state.start = start;
}

/// A cancelled appointment comes back with a higher sequence than all that is known of it.
bool revives(const Appointment& state, const Event& event) {
  return event.sequence && event.sequence > state.cancel_sequence &&
         event.sequence > state.record_sequence && event.sequence > state.rebook_sequence;
}

Change on(Appointment& state, const AppointmentRecord& record, const Event& event,
          const Context& context) {
  if (older(event.sequence, state.record_sequence) ||
      older(event.sequence, state.rebook_sequence) || older(event.sequence, state.cancel_sequence))
    return {.status = Status::stale, .reason = Reason::older_sequence};
  if (state.replaced_by && state.known) return frozen(event, context);
  if (state.cancelled && !revives(state, event))
    return {.status = Status::stale, .reason = Reason::superseded};
  if (auto unknown = unknown_part(record, event, context)) return std::move(*unknown);
  const LocalTime start = civil(record.start, *context.policy, {});
  if (state.cancelled && state.known) begin_cycle(state);
  state.cancelled = false;
  move_to(state, start, event);
  state.known = true;
  state.agent = record.agent;
  const std::string caller_before = caller_id(state);
  state.caller = record.caller;
  state.team = record.team;
  state.client = record.client;
  if (record.state) state.state = record.state;
  state.location = record.location;
  state.replaces = record.replaces;
  if (event.sequence) state.record_sequence = event.sequence;
  Change change;
  follow_caller(state, caller_before, context, change);
  return change;
}

Change on(Appointment& state, const AppointmentOutcome& outcome, const Event& event,
          const Context& context) {
  return appointments::set_outcome(state, outcome, event, context);
}

Change on(Appointment& state, const AppointmentRebooked& rebooked, const Event& event,
          const Context& context) {
  if (!state.known)
    return put_aside(Reason::unknown_appointment, "/subject",
                     "is no appointment that was booked: send appointment.booked first", event,
                     context);
  if (older(event.sequence, state.rebook_sequence) ||
      older(event.sequence, state.cancel_sequence) || state.cancelled)
    return {.reason = Reason::superseded};
  if (state.replaced_by) {
    const bool known =
        state.replaced_by->empty() || *state.replaced_by == rebooked.new_appointment_id;
    if (!known || rebooked.new_appointment_id.empty()) return frozen(event, context);
    state.replaced_by = rebooked.new_appointment_id;
    return {};
  }
  const auto& policy = context.policy->appointment;
  if (auto unknown = unknown_operator(rebooked.caller, event, context)) return std::move(*unknown);
  if (event.sequence) state.rebook_sequence = event.sequence;
  if (!rebooked.new_appointment_id.empty() || rebooked.new_appointment.value_or(false)) {
    state.replaced_by = rebooked.new_appointment_id;  // A21, A26; its id may come later
    return {};
  }
  begin_cycle(state);
  if (rebooked.start) state.start = civil(*rebooked.start, *context.policy, {});
  const std::string user = rebooked.caller ? rebooked.caller->id : std::string();
  if (rebooked.caller && parameters_for(policy, user).cc0036a) state.caller = rebooked.caller;
  return {};
}

Change on(Appointment& state, const AppointmentCancelled& /*fact*/, const Event& event,
          const Context& context) {
  if (older(event.sequence, state.record_sequence) ||
      older(event.sequence, state.rebook_sequence) || older(event.sequence, state.cancel_sequence))
    return {.reason = Reason::superseded};
  if (state.replaced_by) return frozen(event, context);
  state.cancelled = true;
  if (state.command) state.command->ended = true;
  if (event.sequence) state.cancel_sequence = event.sequence;
  return {};
}

Change on(Appointment& state, const AppointmentReplaced& replaced, const Event& /*event*/,
          const Context& /*context*/) {
  if (state.replaced_by == replaced.by) return {.reason = Reason::no_change};
  state.replaced_by = replaced.by;
  return {};
}

Change on(Appointment& state, const CallbackClaimed& claimed, const Event& event,
          const Context& context) {
  if (auto unknown = unknown_operator(claimed.caller, event, context)) return std::move(*unknown);
  if (!active(state) && state.callback) state.callback->ended = true;
  return claim(state.callback, claimed);
}

Change on(Appointment& state, const CallbackPostponed& postponed, const Event& event,
          const Context& context) {
  if (auto unknown = unknown_operator(postponed.caller, event, context)) return std::move(*unknown);
  if (!active(state) && state.callback) state.callback->ended = true;
  return postpone(state.callback, postponed, call_setting(state, *context.policy), context);
}

Change on(Appointment& state, const CallbackDone& done, const Event& event,
          const Context& context) {
  if (auto unknown = unknown_operator(done.caller, event, context)) return std::move(*unknown);
  if (!active(state) && state.callback) state.callback->ended = true;
  return finish(state.callback, done);
}

Change remind(Appointment& state, const DeadlineReached& reached, const Context& context) {
  state.reminder = taken(reached, context);
  Change change;
  if (context.now >= context.policy->zone.to_instant(state.start)) return change;  // it is over
  change.notifications.push_back(
      mail(Purpose::agent_reminder, Role::agent, state.cycle, reached.local, reached.due));
  change.notifications.back().late = state.reminder->late;
  return change;
}

Change on(Appointment& state, const DeadlineReached& reached, const Event& /*event*/,
          const Context& context) {
  if (!still_due(state, reached.step, context)) return {.reason = Reason::no_change};
  Change change;
  switch (reached.step) {
    case Step::reminder:
      return remind(state, reached, context);
    case Step::hold:
      return appointments::end_hold(state, reached);
    case Step::command:
      if (state.command->sent) return appointments::give_up_command(state, context);
      appointments::send_command(state, reached, context, change);
      return change;
    default:
      state.reason_missing = appointments::reason_is_missing(state, context);  // Q11
      change.notifications =
          fire(*state.callback, reached, call_setting(state, *context.policy), context);
      return change;
  }
}

template <class Other>
Change on(Appointment& /*state*/, const Other& /*payload*/, const Event& /*event*/,
          const Context& /*context*/) {
  return {.status = Status::rejected, .reason = Reason::unknown_type};
}

}  // namespace

Change apply(Appointment& state, const Event& event, const Context& context) {
  return std::visit([&](const auto& payload) { return on(state, payload, event, context); },
                    event.payload);
}

std::vector<Deadline> deadlines(const Appointment& state, const Policy& policy) {
  std::vector<Deadline> due;
  if (!active(state)) return due;
  const auto add = [&](Step step, LocalTime local) {
    due.push_back({step, local, policy.zone.to_instant(local)});
  };
  const VisitReminder& reminder = policy.appointment.reminder;
  if (reminder.time && !state.outcome && !state.reminder) {
    add(Step::reminder,
        at_time(add_days(date_of(state.start), -reminder.days_before), *reminder.time));
  }
  if (state.hold) add(Step::hold, state.hold->until);
  if (command_stands(state) && state.command->cycle == state.cycle && state.command->run_at)
    add(Step::command, *state.command->run_at);
  if (state.callback) add_deadlines(*state.callback, policy.appointment.calls, policy, due);
  std::stable_sort(due.begin(), due.end(),
                   [](const Deadline& a, const Deadline& b) { return a.at < b.at; });
  return due;
}

Change apply_outcome(Appointment& state, const OpenNotification& ended,
                     const DeliveryOutcome& outcome, const Event& event, const Context& context) {
  const bool moves = ended.purpose == Purpose::command && ended.hook_type != "callback.create";
  const bool waited = state.command && !state.command->ended;
  if (!moves || !waited || ended.cycle != state.command->cycle) return {};
  return appointments::end_command(state, outcome, event, context);
}

namespace {

/// Whether a call or a command has come of the outcome.
bool somebody_acts(const Appointment& state) {
  return command_stands(state) || (state.callback && !state.callback->ended);
}

}  // namespace

bool still_wanted(const Appointment& state, const OpenNotification& open) {
  const bool now = active(state) && open.cycle == state.cycle;
  switch (open.purpose) {
    case Purpose::agent_reminder:
      return now && !state.outcome;
    case Purpose::reason_missing:
      return now;
    case Purpose::date_missing:
      return now &&
             (open.role == Role::supervisor ? !somebody_acts(state) : state.hold.has_value());
    case Purpose::callback_due:
    case Purpose::callback_overdue:
      return active(state) && call_wanted(state.callback, open);
    case Purpose::command:
      if (open.hook_type == "callback.create")
        return active(state) && call_wanted(state.callback, open);
      return command_stands(state) && open.cycle == state.command->cycle;
    default:
      return true;
  }
}

std::optional<PersonRef> holder(const Appointment& state, Role role, const std::string& whom) {
  if (!state.known) return std::nullopt;
  if (role == Role::agent) return state.agent;
  if (role == Role::team && !state.team.empty()) return PersonRef{state.team, {}, {}};
  if (role == Role::caller) {
    auto found = find_holder(state.callback, {}, whom);
    if (found) return found;
    return whom.empty() || !state.caller ? state.caller : PersonRef{whom, {}, {}};
  }
  if (role == Role::supervisor) return PersonRef{whom, {}, {}};
  return std::nullopt;
}

}  // namespace followup::rules
