// The parts of the appointment's rules: what an outcome leads to stands in
// appointment_outcome.cpp, everything else in appointment.cpp. Internal to the two.
#pragma once

#include "core/domain/rebooking.h"
#include "core/domain/rules/calls.h"

namespace followup::rules::appointments {

/// The appointment's callback as calls.h takes it.
[[nodiscard]] CallSetting call_setting(const Appointment& state, const Policy& policy);

/// The civil time when `duration` has passed, never before.
[[nodiscard]] inline LocalTime from_now(const Context& context, std::chrono::seconds duration) {
  return duration.count() == 0 ? local_now(context)
                               : not_before(context.now + duration, context.policy->zone);
}

/// The operator's id, or empty.
[[nodiscard]] inline std::string caller_id(const Appointment& state) {
  return state.caller ? state.caller->id : std::string();
}

/// Whether anything of the appointment is still followed.
[[nodiscard]] inline bool active(const Appointment& state) {
  return state.known && !state.cancelled && !state.replaced_by;
}

/// A new obligation begins: nothing of the former one is wanted any more.
void begin_cycle(Appointment& state);

/// appointment.outcome_set (A3 to A38).
[[nodiscard]] Change set_outcome(Appointment& state, const AppointmentOutcome& outcome,
                                 const Event& event, const Context& context);

/// Whether a mandatory annotation of the outcome is missing (A12).
[[nodiscard]] bool reason_is_missing(const Appointment& state, const Context& context);

/// The call that an operator, or the team, has to make.
void start_callback(Appointment& state, LocalTime wanted, bool is_public, std::string reason,
                    const Context& context);

/// The CRM is told to make the callback, too (contract.md: mode 5, and modes 1 and 2 at once).
void command_callback(const Appointment& state, const Context& context, Change& change);

/// The agent has not answered for as long as is waited for (S-A19).
[[nodiscard]] Change end_hold(Appointment& state, const DeadlineReached& reached);

/// The procedure's run has come: the command goes out (S-A29).
void send_command(Appointment& state, const DeadlineReached& reached, const Context& context,
                  Change& change);

/// The CRM did not answer for as long as is waited for: the endpoint may be switched off.
[[nodiscard]] Change give_up_command(Appointment& state, const Context& context);

/// Whether the CRM is still to carry the command out: nothing was agreed on since, or its own date.
[[nodiscard]] bool command_stands(const Appointment& state);

/// The CRM confirmed or refused a command.
[[nodiscard]] Change end_command(Appointment& state, const DeliveryOutcome& outcome,
                                 const Event& event, const Context& context);

}  // namespace followup::rules::appointments
