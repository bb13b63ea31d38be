// Of an appointment to re-book: the call that is to be made for it, what the agents annotated, and
// what the parameters make of the re-booking.
#include "core/domain/rebooking.h"
#include "workers/email/speech.h"
#include "workers/email/text.h"

#include <algorithm>

namespace followup {

namespace {

const BackOfficeState* find_state(int state, const AppointmentPolicy& policy) {
  const auto found = policy.states.find(state);
  return found == policy.states.end() ? nullptr : &found->second;
}

std::string description_of(const std::string& characteristic, const AppointmentPolicy& policy) {
  const auto found = policy.characteristics.find(characteristic);
  return found == policy.characteristics.end() || found->second.empty() ? characteristic
                                                                        : found->second;
}

/// "Description: text", of the characteristics that are visible for the outcome's state, in the
/// state's order (A7, S-A05).
std::vector<std::string> visible_texts(const AnnotatedOutcome& outcome,
                                       const AppointmentPolicy& policy) {
  const BackOfficeState* state = find_state(outcome.state, policy);
  std::vector<std::string> texts;
  if (state == nullptr) return texts;
  for (const auto& wanted : state->visible) {
    for (const auto& one : outcome.annotations) {
      const std::string text =
          one.characteristic == wanted ? clean_line(one.text, 2000) : std::string();
      if (!text.empty()) texts.push_back(description_of(wanted, policy) + ": " + text);
    }
  }
  return texts;
}

/// A line an outcome, oldest first, and one for each of its annotations (S-A06). Nothing if there
/// are none.
std::string annotation_lines(const Appointment& appointment, const AppointmentPolicy& policy,
                             const Speech& speech) {
  std::vector<std::string> lines;
  bool any = false;
  for (const auto& outcome : appointment.outcomes) {
    const auto texts = visible_texts(outcome, policy);
    lines.push_back(speech.date(outcome.on) + ", " + state_text(outcome.state, policy) +
                    (texts.empty() ? "" : ":"));
    for (const auto& text : texts)
      lines.push_back("- " + text);
    any = any || !texts.empty();
  }
  return any ? join_lines(lines) : std::string();
}

bool has_annotation(const AnnotatedOutcome& outcome, const std::string& characteristic) {
  return std::ranges::any_of(outcome.annotations, [&](const Annotation& one) {
    return one.characteristic == characteristic && !one.text.empty();
  });
}

/// What is mandatory for the newest outcome and was not given (Q11).
std::string missing_lines(const Appointment& appointment, const AppointmentPolicy& policy) {
  if (appointment.outcomes.empty()) return {};
  const AnnotatedOutcome& outcome = appointment.outcomes.back();
  const BackOfficeState* state = find_state(outcome.state, policy);
  std::vector<std::string> lines;
  for (const auto& wanted : state == nullptr ? std::vector<std::string>{} : state->mandatory) {
    if (!has_annotation(outcome, wanted)) lines.push_back("- " + description_of(wanted, policy));
  }
  return join_lines(lines);
}

/// What a re-booking will be: which card, which states (A15, A20 to A25; S-A07).
void add_card(const Appointment& appointment, const AppointmentPolicy& policy, MailInputs& made) {
  const CardPlan plan =
      card_plan(policy, appointment.caller ? appointment.caller->id : std::string());
  made.card = plan.card == Card::same ? "same" : plan.card == Card::new_card ? "new" : "as_chosen";
  made.flag_default = plan.flag_default;
  made.takes_b = plan.uses_b;
  made.takes_d = plan.uses_cd;
  if (plan.uses_b && plan.current_state) made.state = state_text(*plan.current_state, policy);
  if (!plan.uses_cd) return;
  if (plan.new_state) made.new_state = state_text(*plan.new_state, policy);
  made.new_state_locked = plan.new_state_locked;
  made.link = plan.link;
}

std::string moment_text(const Moment& moment, const Speech& speech) {
  if (const auto* date = std::get_if<Date>(&moment)) return speech.date(*date);
  if (const auto* local = std::get_if<LocalTime>(&moment)) return speech.nominal(*local);
  return speech.instant(std::get<TimePoint>(moment));
}

/// Until when the agent's answer is waited for, and what the agent gave so far.
void add_hold(const Appointment& appointment, Gathering& to) {
  const bool wished = to.made.purpose == Purpose::callback_due && appointment.callback &&
                      appointment.callback->reason != "outcome";  // the re-booking that failed
  if ((to.made.purpose == Purpose::date_missing || wished) && appointment.reschedule_at)
    to.made.given = moment_text(*appointment.reschedule_at, to.speech);
  if (to.made.purpose == Purpose::date_missing) {
    to.made.day_is_enough = appointment.mode == static_cast<int>(Mode::dated_callback);
    if (appointment.hold) to.made.hold_until = to.speech.nominal(appointment.hold->until);
  }
  const auto& callback = appointment.callback;  // waits for the reason (Q11)
  if (to.made.purpose == Purpose::reason_missing && callback && !callback->ended)
    to.made.hold_until = to.speech.nominal(callback->due);
}

/// The start that the mail is about: a new one stands in the notification.
void add_start(const Appointment& appointment, Gathering& to) {
  const auto told = parse_local(to.detail("start"));
  to.made.start = to.speech.nominal(told ? *told : appointment.start);
  to.made.new_card = to.made.purpose == Purpose::rebooked && appointment.command &&
                     appointment.command->type == "appointment.create_from";
}

}  // namespace

std::string state_text(int state, const AppointmentPolicy& policy) {
  const BackOfficeState* found = find_state(state, policy);
  const std::string number = std::to_string(state);
  return found == nullptr || found->description.empty() ? number
                                                        : number + " – " + found->description;
}

void add_case(const Appointment& appointment, Gathering& to) {
  const AppointmentPolicy& policy = to.from.policy->appointment;
  MailInputs& made = to.made;
  const bool call =
      made.purpose == Purpose::callback_due || made.purpose == Purpose::callback_overdue;
  if (appointment.known) add_start(appointment, to);
  if (call) {
    if (appointment.callback) add_call(*appointment.callback, to);
    made.reason_missing = appointment.reason_missing;
  }
  if (made.purpose == Purpose::callback_due) add_card(appointment, policy, made);
  add_hold(appointment, to);
  if (made.purpose == Purpose::reason_missing) made.asked_for = missing_lines(appointment, policy);
  if (!made.full) return;
  made.clients = appointment.client.name.empty() ? appointment.client.id : appointment.client.name;
  made.place = appointment.location;
  if (made.role != Role::agent) made.agent = to.name_of(appointment.agent);
  if (appointment.outcomes.empty() || made.purpose == Purpose::agent_reminder) return;
  made.outcome = state_text(appointment.outcomes.back().state, policy);
  if (!call) return;
  made.annotations = annotation_lines(appointment, policy, to.speech);
  made.no_reason = !made.reason_missing && appointment.outcomes.back().annotations.empty();
}

}  // namespace followup
