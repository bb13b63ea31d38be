// Why a step is due when it is, and why nothing is due, for every kind of case.
#include "tools/ctl/application_reasons.h"
#include "tools/ctl/call_reasons.h"
#include "tools/ctl/meeting_reasons.h"
#include "tools/ctl/state_parts.h"
#include "tools/ctl/ticket_reasons.h"
#include "tools/ctl/when.h"
#include "tools/ctl/wording.h"

#include <fmt/format.h>

namespace followup::ctl {

namespace {

std::string days_words(int days, std::string_view what) {
  return fmt::format("{} {}{}", days, what, days == 1 ? "" : "s");
}

std::string send_time_words(const Policy& policy) {
  std::string time = format_time_of_day(policy.send_time);
  if (time.ends_with(":00")) time.resize(time.size() - 3);
  return ", send time " + time;
}

/// Nothing where the date is a business day or dates are not moved (Q5).
std::string shift_words(Date date, const Policy& policy) {
  const Date moved = policy.calendar.shifted(date, policy.referral.shift);
  if (moved == date) return "";
  return fmt::format(", moved from {} to the {} business day {}", format_date(date),
                     policy.referral.shift == Shift::next ? "next" : "previous",
                     format_date(moved));
}

std::string reminder_words(const Referral& referral, const Policy& policy) {
  const Date anchor = referral.referral_date.value_or(referral.created_on);
  return fmt::format(
      "{} after the {} {}{}{}", days_words(referral.follow_up_days, "day"),
      referral.referral_date ? "referral date" : "day of creation", format_date(anchor),
      shift_words(add_days(anchor, referral.follow_up_days), policy), send_time_words(policy));
}

std::string escalation_words(const Referral& referral, const Policy& policy) {
  const int days = policy.referral.supervisor_days.value_or(0);
  const Date reminder =
      add_days(referral.referral_date.value_or(referral.created_on), referral.follow_up_days);
  std::string text = fmt::format(
      "{} after the reminder date {}{}{}", days_words(days, "day"), format_date(reminder),
      shift_words(add_days(reminder, days), policy), send_time_words(policy));
  if (referral.reminder && referral.reminder->late) {  // Q4
    text += fmt::format(", and not before {} after the late reminder of {}",
                        days_words(policy.referral.min_gap_business_days, "business day"),
                        local_text(referral.reminder->at, policy.zone));
  }
  return text;
}

std::string visit_reminder_words(LocalTime start, const VisitReminder& reminder,
                                 const Policy& policy) {
  const std::string when = reminder.days_before == 0
                               ? "on the day of"
                               : days_words(reminder.days_before, "day") + " before";
  std::string time = format_time_of_day(reminder.time.value_or(std::chrono::seconds{0}));
  if (time.ends_with(":00")) time.resize(time.size() - 3);
  return fmt::format("{} the appointment of {}, at {}", when, civil_words(start, policy), time);
}

std::string moved_words(const Callback& callback, const Policy& policy) {
  if (!callback.wanted) return "";
  return fmt::format(", moved from {} into the calling window",
                     civil_words(*callback.wanted, policy));
}

std::string minutes_words(std::chrono::minutes minutes) {
  return duration_text(std::chrono::duration_cast<Millis>(minutes));
}

/// The steps that a callback and a Wiedervorlage have in common.
std::string call_words(const Callback* callback, Step step, const CallPolicy& calls,
                       const Policy& policy) {
  switch (step) {
    case Step::publish:
      return fmt::format("{} after it was due, nobody having called",
                         minutes_words(calls.publish_after));
    case Step::escalation:
      return fmt::format("{} after it was due, nobody having called",
                         minutes_words(calls.escalate_after.value_or(std::chrono::minutes{0})));
    default:
      return callback == nullptr ? "the call is due"
                                 : "the call is due" + moved_words(*callback, policy);
  }
}

std::string words_of(const Appointment& appointment, Step step, const Policy& policy) {
  const Callback* const callback = appointment.callback ? &*appointment.callback : nullptr;
  switch (step) {
    case Step::reminder:
      return visit_reminder_words(appointment.start, policy.appointment.reminder, policy);
    case Step::hold:
      return fmt::format("the agent was asked for App. Rifissare {} before and has not named it",
                         minutes_words(policy.appointment.agent_hold));
    case Step::command:
      return appointment.command && appointment.command->sent
                 ? "the CRM has not answered the command for a day"
                 : "the procedure's next run after the outcome";
    case Step::callback: {
      const std::string cause = callback == nullptr ? "" : cause_words(callback->reason);
      const std::string why = !cause.empty() ? ": " + cause
                              : appointment.outcome
                                  ? ": outcome " + state_name(*appointment.outcome, policy)
                                  : "";
      return call_words(callback, step, policy.appointment.calls, policy) + why;
    }
    default:
      return call_words(callback, step, policy.appointment.calls, policy);
  }
}

std::string words_of(const ProjectContact& contact, Step step, const Policy& policy) {
  if (step == Step::reminder && contact.visit)
    return visit_reminder_words(contact.visit->start, policy.contact.reminder, policy);
  if (step == Step::recheck)
    return fmt::format("the project is {}: it is looked at again then", to_text(contact.project));
  return call_words(contact.follow_up ? &*contact.follow_up : nullptr, step, policy.contact.calls,
                    policy);
}

std::string words_of(const Project& project, Step /*step*/, const Policy& /*policy*/) {
  return fmt::format("the project's batch of protocols: {} unsent", project.unsent.size());
}

std::string words_of(const Ticket& ticket, Step step, const Policy& policy) {
  return ticket_step_words(ticket, step, policy);
}

std::string words_of(const Meeting& meeting, Step step, const Policy& policy) {
  return meeting_step_words(meeting, step, policy);
}

std::string words_of(const Application& application, Step /*step*/, const Policy& policy) {
  return application_step_words(application, policy);
}

std::string words_of(const Communication& communication, Step step, const Policy& policy) {
  return communication_step_words(communication, step, policy);
}

std::string words_of(const Referral& referral, Step step, const Policy& policy) {
  return step == Step::reminder ? reminder_words(referral, policy)
                                : escalation_words(referral, policy);
}

/// An entry of the directory and notices have retention only.
template <class Facts>
std::string words_of(const Facts& /*facts*/, Step step, const Policy& /*policy*/) {
  return std::string(to_text(step));
}

std::string silence_of(const Referral& referral, const Policy& policy) {
  if (referral.cancelled)
    return "the referral is cancelled: only a record with a higher sequence brings it back";
  if (!referral.known) {
    return "only facts are known: the whole record (referral.created) has not come in yet";
  }
  if (referral.contact == Contact::yes) return "the client's contact with the provider is recorded";
  if (!referral.follow_up_requested) return "follow-up is not requested";
  if (referral.escalation) return "the reminder and the escalation have been made";
  if (referral.reminder && !policy.referral.supervisor_days) {
    return "the reminder has been made, and the policy asks for no escalation "
           "(referral.supervisor_days is not set)";
  }
  return "nothing more is due";
}

std::string silence_of(const Appointment& appointment, const Policy& policy) {
  if (!appointment.known)
    return "only facts are known: the whole record (appointment.booked) has not come in yet";
  if (appointment.cancelled) return "the appointment is cancelled";
  if (appointment.replaced_by)
    return "another appointment takes its place: this one can not be changed any more";
  if (appointment.callback && appointment.callback->ended) return "the callback is over";
  if (appointment.callback && !appointment.callback->ended)
    return "the callback is open, and all who are told of it have been told";
  if (appointment.outcome)
    return fmt::format("outcome {} asks for nothing more",
                       state_name(*appointment.outcome, policy));
  if (!policy.appointment.reminder.time)
    return "the policy asks for no reminder (appointment.reminder_time is not set)";
  return "nothing more is due before an outcome is set";
}

std::string silence_of(const ProjectContact& contact, const Policy& /*policy*/) {
  if (contact.done) return "the contact is done";
  if (contact.project == ProjectState::closed || contact.project == ProjectState::anonymised)
    return fmt::format("the project is {}", to_text(contact.project));
  if (!contact.follow_up) return "no Wiedervorlage is set";
  return contact.follow_up->ended ? "the Wiedervorlage is over" : "nothing more is due";
}

std::string silence_of(const Project& /*project*/, const Policy& /*policy*/) {
  return "no protocols wait for the project's batch";
}

std::string silence_of(const Ticket& ticket, const Policy& policy) {
  return ticket_silence_words(ticket, policy);
}

std::string silence_of(const Meeting& meeting, const Policy& policy) {
  return meeting_silence_words(meeting, policy);
}

std::string silence_of(const Application& application, const Policy& /*policy*/) {
  return application_silence_words(application);
}

std::string silence_of(const Communication& communication, const Policy& /*policy*/) {
  return communication_silence_words(communication);
}

std::string silence_of(const Notices& /*notices*/, const Policy& /*policy*/) {
  return "notices about the configuration have no deadlines";
}

template <class Entry>
std::string silence_of(const Entry& /*entry*/, const Policy& /*policy*/) {
  return "an entry of the directory has no deadlines";
}

}  // namespace

std::string step_words(const Case& state, Step step, const Policy& policy) {
  if (step == Step::retention) {
    return fmt::format("{} after the last change, nothing more being due",
                       days_words(policy.retention_days, "day"));
  }
  return std::visit([&](const auto& facts) { return words_of(facts, step, policy); }, state.facts);
}

std::string silence_words(const Case& state, const Policy& policy) {
  return std::visit([&](const auto& facts) { return silence_of(facts, policy); }, state.facts);
}

}  // namespace followup::ctl
