// What concerns deadlines and messages; what concerns a whole state is in state_words.cpp.
#include "tools/ctl/wording.h"

#include "tools/ctl/case_name.h"
#include "tools/ctl/when.h"

#include <array>

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

std::string hook_reason(const Case& state, const Notification& notification, const Policy& policy) {
  const std::string& type = notification.hook_type;
  if (type == "referral.followup_due") return "the reminder was handed over";
  if (type == "referral.escalated") return step_words(state, Step::escalation, policy);
  if (type == "followup.closed") return "the contact was recorded before it was due";
  if (type == "recipient.unresolved") return resolution_words(notification.reason);
  return notification.reason;
}

}  // namespace

std::string role_words(Role role) {
  switch (role) {
    case Role::case_worker:
      return "case worker";
    case Role::case_worker_copy:
      return "copy to the case worker";
    case Role::absent_copy:
      return "copy to the absent case worker";
    case Role::supervisor:
      return "supervisor";
    case Role::fallback:
      return "fallback address";
    case Role::administrator:
      return "administrator";
    case Role::endpoint:
      return "endpoint";
  }
  return std::string(to_text(role));
}

std::string purpose_words(const Notification& notification) {
  return notification.purpose == Purpose::hook ? notification.hook_type
                                               : std::string(to_text(notification.purpose));
}

std::string recipient_words(const Recipient& recipient) {
  std::string text = recipient.name.empty()
                         ? recipient.email
                         : fmt::format("{} <{}>", recipient.name, recipient.email);
  if (!recipient.on_behalf_of.empty()) text += " standing in for " + recipient.on_behalf_of;
  return text;
}

std::string addressee_words(const Notification& notification, const Resolution& resolution) {
  if (notification.channel == Channel::webhook) return "endpoint " + notification.endpoint;
  const std::string role = role_words(notification.role);
  if (resolution.skip) {
    return fmt::format("{}: nobody, {}", role, resolution_words(resolution.reason));
  }
  if (!resolution.recipient) {
    return fmt::format("{}: nobody, {} and the tenant has no fallback address", role,
                       resolution_words(resolution.reason));
  }
  if (resolution.fallback) {
    return fmt::format("{}: fallback {}, because {}", role, recipient_words(*resolution.recipient),
                       resolution_words(resolution.reason));
  }
  return fmt::format("{}: {}", role, recipient_words(*resolution.recipient));
}

std::string resolution_words(const std::string& reason) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> words{
      {{"no_person", "neither the record nor the directory names anybody with an address"},
       {"no_address", "the directory's entry has no address"},
       {"inactive", "the person's account is closed"},
       {"delegate_loop", "those who stand in for each other go round in a circle"},
       {"own_action", "it is the person's own action"},
       {"not_absent", "nobody is absent"}}};
  for (const auto& [code, text] : words) {
    if (code == reason) return std::string(text);
  }
  return reason;
}

std::string step_words(const Case& state, Step step, const Policy& policy) {
  const auto* referral = std::get_if<Referral>(&state.facts);
  if (referral != nullptr && step == Step::reminder) return reminder_words(*referral, policy);
  if (referral != nullptr && step == Step::escalation) return escalation_words(*referral, policy);
  return fmt::format("{} after the last change, nothing more being due",
                     days_words(policy.retention_days, "day"));
}

std::string reason_words(const Case& state, const Notification& notification,
                         const Policy& policy) {
  switch (notification.purpose) {
    case Purpose::reminder:
      return step_words(state, Step::reminder, policy);
    case Purpose::escalation:
      return step_words(state, Step::escalation, policy);
    case Purpose::closed:
      return "the contact was recorded";
    case Purpose::undeliverable:
      return "a message could not be delivered: " + resolution_words(notification.reason);
    case Purpose::endpoint_disabled:
      return fmt::format("endpoint {} was switched off: {}", notification.endpoint,
                         notification.reason);
    case Purpose::hook:
      break;
  }
  return hook_reason(state, notification, policy);
}

void add_message(JsonObject& object, const Notification& notification,
                 const Resolution& resolution) {
  object.add("purpose", purpose_words(notification))
      .add("case", case_name(notification.case_key))
      .add("role", to_text(notification.role))
      .add("channel", to_text(notification.channel))
      .add("late", notification.late);
  if (notification.channel == Channel::webhook) {
    object.add("endpoint", notification.endpoint);
    return;
  }
  if (!resolution.reason.empty()) object.add("unresolved", resolution.reason);
  if (!resolution.recipient) {
    object.add_null("recipient");
    return;
  }
  const Recipient& recipient = *resolution.recipient;
  JsonObject person;
  person.add("id", recipient.person_id).add("name", recipient.name).add("email", recipient.email);
  if (!recipient.on_behalf_of_id.empty()) person.add("on_behalf_of", recipient.on_behalf_of_id);
  object.add("recipient", person);
}

std::string silence_words(const Case& state, const Policy& policy) {
  const auto* referral = std::get_if<Referral>(&state.facts);
  if (referral == nullptr) return "an entry of the directory has no deadlines";
  if (referral->cancelled)
    return "the referral is cancelled: only a record with a higher sequence brings it back";
  if (!referral->known) {
    return "only facts are known: the whole record (referral.created) has not come in yet";
  }
  if (referral->contact == Contact::yes)
    return "the client's contact with the provider is recorded";
  if (!referral->follow_up_requested) return "follow-up is not requested";
  if (referral->escalation) return "the reminder and the escalation have been made";
  if (referral->reminder && !policy.referral.supervisor_days) {
    return "the reminder has been made, and the policy asks for no escalation "
           "(referral.supervisor_days is not set)";
  }
  return "nothing more is due";
}

}  // namespace followup::ctl
