// What an appointment asks of the CRM: a callback, another date, a new card; and what becomes of it
// (contract.md section 3).
#include "core/domain/rules/appointment_rules.h"

namespace followup::rules::appointments {

namespace {

/// The CRM's answer to a command is waited for so long; then somebody calls.
constexpr auto longest_answer = std::chrono::hours{24};

constexpr const char* reschedule = "appointment.reschedule";

/// A refused command: the operator has to call, now (contract.md section 3).
void fall_back_to_call(Appointment& state, const char* reason, const Context& context,
                       Change& change) {
  start_callback(state, local_now(context), false, reason, context);
  command_callback(state, context, change);
}

}  // namespace

CallSetting call_setting(const Appointment& state, const Policy& policy) {
  CallSetting setting;
  setting.kind = Kind::appointment;
  setting.case_id = state.id;
  setting.calls = &policy.appointment.calls;
  setting.purpose = Purpose::callback_due;
  setting.holder = Role::caller;
  setting.due_hook = "callback.due";
  if (state.caller) setting.overdue_of = state.caller->id;
  const CardPlan plan = card_plan(policy.appointment, setting.overdue_of);
  const auto card = plan.card == Card::same       ? "same"
                    : plan.card == Card::new_card ? "new"
                                                  : "as_chosen";
  auto& details = setting.details;
  details = {{"mode", std::int64_t{state.mode}},
             {"reason_missing", state.reason_missing},
             {"card", std::string(card)}};
  if (plan.card == Card::as_chosen) details.push_back({"flag_default", plan.flag_default});
  if (plan.uses_b) {
    if (plan.current_state) details.push_back({"state_id", std::int64_t{*plan.current_state}});
    details.push_back({"state_locked", plan.current_state.has_value()});
  }
  if (plan.uses_cd) {
    if (plan.new_state) details.push_back({"new_state_id", std::int64_t{*plan.new_state}});
    details.push_back({"new_state_locked", plan.new_state_locked});
    details.push_back({"link", plan.link});
  }
  return setting;
}

void start_callback(Appointment& state, LocalTime wanted, bool is_public, std::string reason,
                    const Context& context) {
  Callback callback;
  callback.cycle = state.cycle;
  callback.team = state.team;
  callback.reason = std::move(reason);
  callback.is_public = is_public || !state.caller;
  if (!callback.is_public) callback.holders = {CallHolder{*state.caller, {}, {}, false}};
  set_due(callback, wanted, context.policy->appointment.calls, *context.policy);
  state.callback = std::move(callback);
}

/// The CRM is told to make the callback, too (contract.md: mode 5, and modes 1 and 2 at once).
void command_callback(const Appointment& state, const Context& context, Change& change) {
  const Callback& callback = *state.callback;
  Notification made = hook("callback.create", state.cycle, callback.due,
                           context.policy->zone.to_instant(callback.due));
  made.purpose = Purpose::command;
  made.details = call_details(callback, call_setting(state, *context.policy), *context.policy);
  change.notifications.push_back(std::move(made));
}

void send_command(Appointment& state, const DeadlineReached& reached, const Context& context,
                  Change& change) {
  PendingCommand& command = *state.command;
  const auto& policy = *context.policy;
  command.sent = true;
  command.run_at = from_now(context, longest_answer);
  if (context.endpoints(command.type).empty()) {
    command.ended = true;
    return fall_back_to_call(state, "rebook_failed", context, change);
  }
  Notification made = hook(command.type, state.cycle, reached.local, reached.due);
  made.purpose = Purpose::command;
  made.details = {{"start", format_local(command.start)},
                  {"start_instant", format_instant(policy.zone.to_instant(command.start))}};
  const auto choice = mode_for(policy.appointment, *state.outcome, caller_id(state));
  if (choice.procedure != nullptr && choice.procedure->state_id)
    made.details.push_back({"state_id", std::int64_t{*choice.procedure->state_id}});
  if (command.type == "appointment.create_from") made.details.push_back({"link", true});
  change.notifications.push_back(std::move(made));
}

bool command_stands(const Appointment& state) {
  const auto& command = state.command;
  if (!command || command->ended || !active(state)) return false;
  if (command->cycle == state.cycle) return true;
  return command->type == reschedule && command->start == state.start && !state.outcome;
}

Change give_up_command(Appointment& state, const Context& context) {
  Change change;
  state.command->ended = true;
  fall_back_to_call(state, "rebook_uncertain", context, change);
  return change;
}

Change end_command(Appointment& state, const DeliveryOutcome& outcome, const Event& event,
                   const Context& context) {
  Change change;
  PendingCommand& command = *state.command;
  const bool same = command.type == reschedule;
  const bool current = command.cycle == state.cycle;
  const bool stands = command_stands(state);
  command.ended = true;
  if (outcome.outcome == Outcome::refused || outcome.outcome == Outcome::gave_up) {
    if (!stands || !current) return change;
    // Whether an attempt without a clear answer was carried out nobody knows.
    const bool uncertain =
        (outcome.uncertain && outcome.reason == "http_409") || outcome.outcome == Outcome::gave_up;
    fall_back_to_call(state, uncertain ? "rebook_uncertain" : "rebook_failed", context, change);
    return change;
  }
  // The new card may well have been pushed before the answer that tells that it was made.
  const bool made = !same && current && state.replaced_by;
  if (outcome.outcome != Outcome::delivered || (!stands && !made)) return change;
  const auto choice = state.outcome
                          ? mode_for(context.policy->appointment, *state.outcome, caller_id(state))
                          : ModeChoice{};
  const LocalTime start = command.start;
  if (choice.procedure != nullptr && choice.procedure->state_id)
    state.state = choice.procedure->state_id;
  if (same && state.start != start) {
    begin_cycle(state);
    state.start = start;
  }
  if (!same && !state.replaced_by) state.replaced_by = std::string();  // A26
  change.notifications.push_back(mail(Purpose::rebooked, Role::agent, state.cycle,
                                      civil(event.time, *context.policy, {}), event.time));
  change.notifications.back().details = {{"start", format_local(start)}};
  return change;
}

}  // namespace followup::rules::appointments
