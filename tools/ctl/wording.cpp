// What concerns messages; steps are in step_words.cpp, whole states in state_words.cpp.
#include "tools/ctl/wording.h"

#include "tools/ctl/application_reasons.h"
#include "tools/ctl/case_name.h"
#include "tools/ctl/letter_words.h"
#include "tools/ctl/meeting_reasons.h"
#include "tools/ctl/ticket_reasons.h"
#include "tools/ctl/when.h"

#include <array>

#include <fmt/format.h>

namespace followup::ctl {

namespace {

std::string hook_reason(const Case& state, const Notification& notification, const Policy& policy) {
  const std::string& type = notification.hook_type;
  if (type == "referral.followup_due") return "the reminder was handed over";
  if (type == "referral.escalated") return step_words(state, Step::escalation, policy);
  if (type == "followup.closed") return "the contact was recorded before it was due";
  if (type == "callback.due" || type == "contact.follow_up_due")
    return step_words(state, Step::callback, policy);
  if (type == "callback.became_public") return step_words(state, Step::publish, policy);
  if (type == "contact.reassigned") return "the contact's agent has left";
  if (type == "event.quarantined") return "an event was put aside: " + notification.reason;
  if (type == "config.rejected") return "the configuration was not taken";
  if (type == "recipient.unresolved") return resolution_words(notification.reason);
  if (std::string of_ticket = ticket_hook_words(notification); !of_ticket.empty()) return of_ticket;
  const std::string of_letter = letter_hook_words(notification);
  return of_letter.empty() ? notification.reason : of_letter;
}

std::string command_reason(const Notification& notification) {
  const std::string& type = notification.hook_type;
  if (type == "callback.create") return "the CRM is to list the callback";
  if (type == "appointment.reschedule") return "the agent named the new date of this card";
  if (type == "appointment.create_from") return "the agent named the date of a new card";
  if (type == "contact_history.add") return "the contact was newly set done";
  return notification.reason;
}

/// What the agent is asked for, or what nobody has answered.
std::string missing_date_words(const Notification& notification) {
  if (notification.role == Role::supervisor)
    return "the agent has not named App. Rifissare, and nobody re-books";
  if (notification.reason == "date_in_past") return "App. Rifissare has passed";
  if (notification.reason == "time_missing") return "App. Rifissare has no time of day";
  return "App. Rifissare is missing";
}

/// What the kind itself says of its messages; empty: nothing.
std::string own_words(const Case& state, const Notification& notification, const Policy& policy) {
  if (const auto* ticket = std::get_if<Ticket>(&state.facts))
    return ticket_message_words(*ticket, notification, policy);
  if (const auto* meeting = std::get_if<Meeting>(&state.facts))
    return meeting_message_words(*meeting, notification, policy);
  if (const auto* application = std::get_if<Application>(&state.facts))
    return application_message_words(*application, notification, policy);
  if (const auto* communication = std::get_if<Communication>(&state.facts))
    return communication_message_words(*communication, notification, policy);
  return {};
}

std::string warning_words(const Notification& notification) {
  if (notification.reason == "procedure_off")
    return fmt::format("no scheduled procedure is active for state {}", notification.about);
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> words{
      {{"config_rejected", "the configuration was not taken"},
       {"group_inactive", "is inactive"},
       {"group_unknown", "is in no directory"},
       {"group_without_address", "has neither an address nor members who can be told"},
       {"no_manager", "has nobody above it who can be told"},
       {"manager_loop", "and those above it go round in a circle"},
       {"too_many", "is one of more than can be told at once"}}};
  for (const auto& [code, text] : words) {
    if (code != notification.reason) continue;
    return notification.about.empty() ? std::string(text)
                                      : fmt::format("group {} {}", notification.about, text);
  }
  return notification.reason;
}

/// Where it is the same for every case; empty: it is not.
std::string_view same_words(Purpose purpose) {
  switch (purpose) {
    case Purpose::closed:
      return "the contact was recorded";
    case Purpose::reason_missing:
      return "the outcome's mandatory annotations are missing";
    case Purpose::rebooked:
      return "the CRM has confirmed the new date";
    case Purpose::withdrawal:
      return "the call is somebody else's now";
    case Purpose::protocol:
      return "a field appointment was entered during a call";
    case Purpose::editor_task:
      return "a field appointment was entered on the status form: no protocol goes out by itself";
    case Purpose::ticket_opened:
    case Purpose::ticket_warning:
    case Purpose::ticket_overdue:
      return "the ticket has gone on without it";
    case Purpose::invitation:
    case Purpose::invitation_changed:
    case Purpose::invitation_cancelled:
    case Purpose::meeting_reminder:
    case Purpose::minutes:
    case Purpose::without_address:
    case Purpose::action_due:
    case Purpose::action_overdue:
    case Purpose::meeting_required:
    case Purpose::answer_missing:
    case Purpose::message:
    case Purpose::note:
    case Purpose::attachment_added:
    case Purpose::meeting_collision:
      return "the case has gone on without it";
    default:
      return {};
  }
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
    case Role::caller:
      return "operator";
    case Role::team:
      return "team";
    case Role::agent:
      return "agent";
    case Role::field_rep:
      return "field rep";
    case Role::editor:
      return "editor";
    case Role::training:
      return "training address";
    case Role::groups:
      return "groups";
    case Role::managers:
      return "managers";
    case Role::recipient:
      return "recipient";
    case Role::persons:
      return "persons";
    case Role::organizer:
      return "organizer";
    case Role::responsible:
      return "responsible person";
  }
  return std::string(to_text(role));
}

std::string purpose_words(const Notification& notification) {
  if (notification.purpose == Purpose::hook) return notification.hook_type;
  if (notification.purpose == Purpose::command) return "command " + notification.hook_type;
  return std::string(to_text(notification.purpose));
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
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 10> words{
      {{"no_person", "neither the record nor the directory names anybody with an address"},
       {"no_address", "the directory's entry has no address"},
       {"inactive", "the person's account is closed"},
       {"delegate_loop", "those who stand in for each other go round in a circle"},
       {"own_action", "it is the person's own action"},
       {"not_absent", "nobody is absent"},
       {"no_group", "no group of that id is known"},
       {"no_training_address", "the project has no training address"},
       {"no_privilege", "the person lacks the privilege that it asks for"},
       {"no_mailing", "it was taken back"}}};
  for (const auto& [code, text] : words) {
    if (code == reason) return std::string(text);
  }
  return reason;
}

std::string reason_words(const Case& state, const Notification& notification,
                         const Policy& policy) {
  if (std::string words = own_words(state, notification, policy); !words.empty()) return words;
  if (const auto same = same_words(notification.purpose); !same.empty()) return std::string(same);
  switch (notification.purpose) {
    case Purpose::reminder:
    case Purpose::agent_reminder:
      return step_words(state, Step::reminder, policy);
    case Purpose::escalation:
    case Purpose::callback_overdue:
      return step_words(state, Step::escalation, policy);
    case Purpose::undeliverable:
      return "a message could not be delivered: " + resolution_words(notification.reason);
    case Purpose::endpoint_disabled:
      return fmt::format("endpoint {} was switched off: {}", notification.endpoint,
                         notification.reason);
    case Purpose::callback_due:
      return step_words(
          state, notification.reason == "became_public" ? Step::publish : Step::callback, policy);
    case Purpose::follow_up_due:
      return step_words(state, Step::callback, policy);
    case Purpose::date_missing:
      return missing_date_words(notification);
    case Purpose::quarantined:
      return "an event was put aside: " + notification.reason;
    case Purpose::config_warning:
      return warning_words(notification);
    case Purpose::command:
      return command_reason(notification);
    default:
      return hook_reason(state, notification, policy);
  }
}

std::string command_words(const Notification& notification) {
  if (notification.purpose != Purpose::command) return {};
  std::string text;
  for (const auto& detail : notification.details) {
    text += fmt::format("{}{} ", text.empty() ? ": " : ", ", detail.name);
    text += value_words(detail);
  }
  return text;
}

void add_message(JsonObject& object, const Notification& notification,
                 const Resolution& resolution) {
  const bool command = notification.purpose == Purpose::command;
  object.add("purpose",
             command ? std::string(to_text(notification.purpose)) : purpose_words(notification));
  if (command) object.add("command", notification.hook_type);
  object.add("case", case_name(notification.case_key))
      .add("role", to_text(notification.role))
      .add("channel", to_text(notification.channel))
      .add("late", notification.late);
  if (notification.channel == Channel::webhook) {
    object.add("endpoint", notification.endpoint);
    if (!notification.details.empty()) object.add("data", details_json(notification.details));
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

}  // namespace followup::ctl
