// What an agent's outcome leads to: one function a way of re-booking (A2). Modes 1 and 2 differ in
// the card that the operator will use, which the parameters decide (rebooking.h).
//
// An outcome that is set again for the same state before the appointment was re-booked completes
// the first: its annotations are taken in, and a call that waited for them is let go. Another date
// is acted on, in a cycle of its own where something came of the first. Another state begins anew.
#include "core/domain/rules/appointment_rules.h"

#include <algorithm>

namespace followup::rules::appointments {

namespace {

const BackOfficeState& state_of(const Appointment& state, const Context& context) {
  static const BackOfficeState none;  // the case went over to a policy without the state
  const auto& states = context.policy->appointment.states;
  const auto found = states.find(*state.outcome);
  return found == states.end() ? none : found->second;
}

bool has_reason(const AnnotatedOutcome& outcome, const BackOfficeState& state) {
  return std::all_of(
      state.mandatory.begin(), state.mandatory.end(), [&](const std::string& wanted) {
        return std::any_of(outcome.annotations.begin(), outcome.annotations.end(),
                           [&](const Annotation& one) {
                             return one.characteristic == wanted && !one.text.empty();
                           });
      });
}

/// The oldest go first, so that no outcome is refused for the length of earlier ones: a record has
/// its limit, and needs most of it for other things.
void forget_oldest(std::vector<AnnotatedOutcome>& outcomes) {
  constexpr std::size_t most_outcomes = 20;
  constexpr std::size_t most_bytes = 4096;
  std::size_t bytes = 0;
  std::size_t kept = 0;
  for (auto one = outcomes.rbegin(); one != outcomes.rend() && kept < most_outcomes; ++one) {
    for (const auto& annotation : one->annotations)
      bytes += annotation.characteristic.size() + annotation.text.size();
    if (kept > 0 && bytes > most_bytes) break;
    ++kept;
  }
  outcomes.erase(outcomes.begin(), outcomes.end() - static_cast<std::ptrdiff_t>(kept));
}

void annotate(Appointment& state, const AppointmentOutcome& outcome, bool again,
              const Context& context) {
  if (!again) state.outcomes.push_back({outcome.state, date_of(local_now(context)), {}});
  auto& annotations = state.outcomes.back().annotations;
  for (const auto& one : outcome.annotations) {
    std::erase_if(annotations, [&](const Annotation& known) {
      return known.characteristic == one.characteristic;
    });
    annotations.push_back(one);
  }
  forget_oldest(state.outcomes);
}

/// A mail that asks the agent for what is missing.
void ask_agent(const Appointment& state, Purpose purpose, Reason reason, const Context& context,
               Change& change) {
  change.reason = reason;
  change.notifications.push_back(
      mail(purpose, Role::agent, state.cycle, local_now(context), context.now));
  change.notifications.back().reason = to_text(reason);
}

/// How long a call waits for the mandatory reason (Q11).
LocalTime not_before_reason(const Appointment& state, LocalTime wanted, const Context& context) {
  if (!reason_is_missing(state, context)) return wanted;
  const auto& policy = *context.policy;
  return std::max(wanted, from_now(context, policy.appointment.agent_hold));
}

void ask_for_reason(const Appointment& state, bool again, const Context& context, Change& change) {
  if (!reason_is_missing(state, context)) return;
  if (again)
    change.reason = Reason::reason_missing;
  else
    ask_agent(state, Purpose::reason_missing, Reason::reason_missing, context, change);
}

/// The state's own date of a call, from now on.
LocalTime own_date(const Appointment& state, const Context& context) {
  return from_now(context, state_of(state, context).callback_after);
}

/// Modes 1 and 2: the operator calls at the state's own date (A11, A19).
void call_operator(Appointment& state, bool again, const Context& context, Change& change) {
  const bool to_team = state_of(state, context).callback == CallbackOption::to_team;
  const LocalTime wanted = not_before_reason(state, own_date(state, context), context);
  start_callback(state, wanted, to_team, "outcome", context);
  command_callback(state, context, change);
  ask_for_reason(state, again, context, change);
}

/// Mode 1: same card.
void same_card(Appointment& state, bool again, const Context& context, Change& change) {
  call_operator(state, again, context, change);
}

/// Mode 2: a new card; the old one stays as it is until that is booked.
void new_card(Appointment& state, bool again, const Context& context, Change& change) {
  call_operator(state, again, context, change);
}

/// Asks the agent for App. Rifissare; the supervisor hears of it when nothing comes (S-A19).
void hold_for(Appointment& state, Hold::For what, Reason reason, const Context& context,
              Change& change) {
  state.hold = Hold{what, from_now(context, context.policy->appointment.agent_hold)};
  ask_agent(state, Purpose::date_missing, reason, context, change);
}

/// App. Rifissare; a day counts from the opening of the calling window.
LocalTime civil_date(const Moment& given, const Policy& policy) {
  const auto* day = std::get_if<Date>(&given);
  return civil(
      given, policy,
      day == nullptr ? policy.send_time : opening_of(*day, policy.appointment.calls, policy));
}

/// App. Rifissare, where it can be used; else the agent was asked.
std::optional<LocalTime> agents_date(Appointment& state, bool time_needed, const Context& context,
                                     Change& change) {
  const auto ask = [&](Hold::For what, Reason reason) {
    hold_for(state, what, reason, context, change);
    return std::nullopt;
  };
  if (!state.reschedule_at) return ask(Hold::For::date, Reason::date_missing);
  const auto* day = std::get_if<Date>(&*state.reschedule_at);
  if (day != nullptr && time_needed) return ask(Hold::For::time, Reason::time_missing);
  const LocalTime at = civil_date(*state.reschedule_at, *context.policy);
  const bool past = day != nullptr ? *day < date_of(local_now(context)) : at <= local_now(context);
  if (past) return ask(Hold::For::date, Reason::date_in_past);
  return std::max(at, local_now(context));  // today counts from the opening, which may be over
}

/// Modes 3 and 4: the CRM moves the card, or makes a new one, without an operator (A27, A32).
void by_agent(Appointment& state, const char* command, const Context& context, Change& change) {
  const auto at = agents_date(state, true, context, change);
  if (!at) return;
  const auto& policy = *context.policy;
  const auto choice = mode_for(policy.appointment, *state.outcome, caller_id(state));
  PendingCommand pending{
      .type = command, .start = *at, .run_at = std::nullopt, .cycle = state.cycle};
  const Procedure& procedure = *choice.procedure;
  if (procedure.honour_interval && procedure.interval.count() > 0) {
    const LocalTime now = local_now(context);
    const auto midnight = std::chrono::local_days{date_of(now)};
    pending.run_at = midnight + ((now - midnight) / procedure.interval + 1) * procedure.interval;
  }
  state.command = std::move(pending);
  if (!state.command->run_at) {
    send_command(state, {Step::command, local_now(context), context.now}, context, change);
  }
}

/// Mode 3: same card.
void agent_same(Appointment& state, bool again, const Context& context, Change& change) {
  if (!again) ask_for_reason(state, again, context, change);
  by_agent(state, "appointment.reschedule", context, change);
}

/// Mode 4: a new card, the old one frozen.
void agent_new(Appointment& state, bool again, const Context& context, Change& change) {
  if (!again) ask_for_reason(state, again, context, change);
  by_agent(state, "appointment.create_from", context, change);
}

/// Mode 5: the operator calls on the agent's date, which wins over the state's own (A34, A37).
void dated_callback(Appointment& state, bool again, const Context& context, Change& change) {
  const auto at = agents_date(state, false, context, change);
  if (!at) return;
  const LocalTime wanted = not_before_reason(state, *at, context);
  const bool to_team = state_of(state, context).callback == CallbackOption::to_team;
  const bool same = state.callback && !state.callback->ended &&
                    state.callback->wanted.value_or(state.callback->due) == wanted;
  if (!same) {
    start_callback(state, wanted, to_team, "outcome", context);
    command_callback(state, context, change);
  }
  ask_for_reason(state, again && same, context, change);
}

void run_mode(Appointment& state, bool again, const Context& context, Change& change) {
  const auto& policy = context.policy->appointment;
  const ModeChoice choice = mode_for(policy, *state.outcome, caller_id(state));
  state.mode = static_cast<int>(choice.mode);
  using Run = void (*)(Appointment&, bool, const Context&, Change&);
  constexpr Run runs[] = {nullptr, same_card, new_card, agent_same, agent_new, dated_callback};
  if (const Run run = runs[state.mode]) run(state, again, context, change);
  if (choice.procedure_off && change.reason == Reason::none)
    change.reason = Reason::procedure_off;  // S-A28
}

/// Whether the outcome, set once more, names another App. Rifissare than before.
bool has_other_date(const Appointment& state, const AppointmentOutcome& outcome) {
  const bool counts = state.mode >= static_cast<int>(Mode::agent_same);
  return counts && outcome.reschedule_at && outcome.reschedule_at != state.reschedule_at;
}

/// Whether the CRM was told to move the card, or the call was made, in this cycle.
bool was_acted_on(const Appointment& state) {
  const auto& command = state.command;
  const auto& callback = state.callback;
  return (command && command->sent && command->cycle == state.cycle) ||
         (callback && callback->ended && callback->cycle == state.cycle);
}

/// A call that has waited for the reason waits no longer.
void release_call(Appointment& state, const Context& context, Change& change) {
  const bool waits = state.callback && !state.callback->ended && state.callback->attempts == 0;
  if (!waits || reason_is_missing(state, context)) return;
  const bool dated = state.mode == static_cast<int>(Mode::dated_callback) && state.reschedule_at;
  const LocalTime wanted =
      dated ? std::max(civil_date(*state.reschedule_at, *context.policy), local_now(context))
            : own_date(state, context);
  if (wanted >= state.callback->wanted.value_or(state.callback->due)) return;
  set_due(*state.callback, wanted, context.policy->appointment.calls, *context.policy);
  command_callback(state, context, change);
}

/// The same outcome once more: its annotations were what was missing, or something still is.
Change complete(Appointment& state, const Context& context) {
  Change change;
  release_call(state, context, change);
  ask_for_reason(state, true, context, change);
  if (state.hold)
    change.reason =
        state.hold->what == Hold::For::time ? Reason::time_missing : Reason::date_missing;
  return change;
}

std::optional<Change> why_not(const Appointment& state, const AppointmentOutcome& outcome,
                              const Event& event, const Context& context) {
  if (!state.known)
    return put_aside(Reason::unknown_appointment, "/subject",
                     "is no appointment that was booked: send appointment.booked first", event,
                     context);
  if (older(event.sequence, state.outcome_sequence) ||
      older(event.sequence, state.rebook_sequence) ||
      older(event.sequence, state.cancel_sequence) || state.cancelled)
    return Change{.reason = Reason::superseded};
  if (state.replaced_by)
    return put_aside(Reason::frozen, "/subject",
                     "is an appointment that another one has taken the place of", event, context);
  const auto& states = context.policy->appointment.states;
  const auto found = states.find(outcome.state);
  if (found == states.end())
    return put_aside(Reason::unknown_state, "/data/state",
                     "is no B.O. state of the tenant's configuration", event, context);
  if (!is_usable(found->second))
    return put_aside(Reason::unusable_state, "/data/state",
                     "is an obsolete B.O. state, or one of orders only", event, context);
  return std::nullopt;
}

}  // namespace

bool reason_is_missing(const Appointment& state, const Context& context) {
  return state.outcome && !state.outcomes.empty() &&
         !has_reason(state.outcomes.back(), state_of(state, context));
}

Change set_outcome(Appointment& state, const AppointmentOutcome& outcome, const Event& event,
                   const Context& context) {
  if (auto no = why_not(state, outcome, event, context)) return std::move(*no);
  const bool again = state.outcome == outcome.state;
  const bool other_date = again && has_other_date(state, outcome);
  // What led to nothing may lead to something under the configuration of today.
  const bool ran = again && state.mode != 0;
  const bool anew = !again || (other_date && was_acted_on(state));
  if (anew && state.outcome) begin_cycle(state);
  if (event.sequence) state.outcome_sequence = event.sequence;
  state.outcome = outcome.state;
  state.state = outcome.state;
  annotate(state, outcome, again, context);
  if (outcome.reschedule_at || !again) state.reschedule_at = outcome.reschedule_at;
  if (ran && !other_date) return complete(state, context);
  Change change;
  state.hold.reset();
  run_mode(state, ran && !anew, context, change);
  return change;
}

Change end_hold(Appointment& state, const DeadlineReached& reached) {
  Change change;
  state.hold.reset();
  change.notifications.push_back(
      mail(Purpose::date_missing, Role::supervisor, state.cycle, reached.local, reached.due));
  change.notifications.back().whom = state.agent.id;
  change.notifications.back().reason = to_text(Reason::date_missing);
  return change;
}

}  // namespace followup::rules::appointments
