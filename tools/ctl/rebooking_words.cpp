// An appointment's state, and what a callback and a Wiedervorlage have in common, as labels and
// texts.
#include "core/domain/rebooking.h"
#include "tools/ctl/call_reasons.h"
#include "tools/ctl/state_parts.h"
#include "tools/ctl/when.h"

#include <fmt/format.h>

namespace followup::ctl {

namespace {

std::string moment_words(const followup::Moment& moment, const Policy& policy) {
  if (const auto* date = std::get_if<Date>(&moment)) return format_date(*date);
  if (const auto* local = std::get_if<LocalTime>(&moment)) return civil_words(*local, policy);
  return local_text(std::get<TimePoint>(moment), policy.zone);
}

std::string client_words(const ClientRef& client) {
  return client.name.empty() ? client.id : fmt::format("{}, {}", client.id, client.name);
}

std::string card_words(const Appointment& appointment) {
  if (!appointment.known) return "no whole record has come in yet";
  if (appointment.cancelled) return "cancelled";
  if (!appointment.replaced_by) return "open";
  return appointment.replaced_by->empty()
             ? "frozen: another appointment takes its place"
             : fmt::format("frozen: {} has taken its place", *appointment.replaced_by);
}

std::string mode_words(int mode) {
  switch (mode) {
    case 1:
      return "mode 1: the operator re-books on the same card";
    case 2:
      return "mode 2: the operator re-books on a new card";
    case 3:
      return "mode 3: the CRM moves this card to the agent's date";
    case 4:
      return "mode 4: the CRM makes a new card on the agent's date";
    case 5:
      return "mode 5: the operator calls on the agent's date";
    default:
      return "nothing is to be re-booked";
  }
}

std::string hold_words(const Hold& hold, const Policy& policy) {
  const char* what = hold.what == Hold::For::reason ? "the reason"
                     : hold.what == Hold::For::date ? "App. Rifissare"
                                                    : "the time of App. Rifissare";
  return fmt::format("for {} until {}", what, civil_words(hold.until, policy));
}

std::string command_words(const followup::PendingCommand& command, const Policy& policy) {
  std::string text = fmt::format("{} to {}", command.type, civil_words(command.start, policy));
  if (command.ended) return text + ", answered";
  if (!command.run_at) return text;
  return fmt::format("{}, {} {}", text,
                     command.sent ? "sent, the answer waited for until" : "goes out",
                     civil_words(*command.run_at, policy));
}

std::string holder_words(const CallHolder& holder, const Policy& policy) {
  std::string text = person_words(holder.who);
  if (holder.done) return text + ", done";
  if (holder.postponed) text += ", put off to " + civil_words(*holder.postponed, policy);
  if (holder.told) text += ", told " + done_words(*holder.told, policy);
  return text;
}

void add_outcome(Words& words, const Appointment& appointment, const Policy& policy) {
  if (appointment.outcome) {
    words.emplace_back("outcome", fmt::format("{}: {}", state_name(*appointment.outcome, policy),
                                              mode_words(appointment.mode)));
  }
  if (appointment.reschedule_at)
    words.emplace_back("App. Rifissare", moment_words(*appointment.reschedule_at, policy));
  for (const auto& outcome : appointment.outcomes) {
    std::string text;
    for (const auto& annotation : outcome.annotations) {
      text += fmt::format(", {}: {}", characteristic_name(annotation.characteristic, policy),
                          annotation.text);
    }
    words.emplace_back("annotated", fmt::format("{} {}{}", format_date(outcome.on),
                                                state_name(outcome.state, policy), text));
  }
  if (appointment.reason_missing) words.emplace_back("reason", "missing");
  if (appointment.hold) words.emplace_back("waits", hold_words(*appointment.hold, policy));
  if (appointment.command)
    words.emplace_back("command", command_words(*appointment.command, policy));
}

}  // namespace

std::string civil_words(LocalTime local, const Policy& policy) {
  return local_text(policy.zone.to_instant(local), policy.zone);
}

void add_call(Words& words, const char* label, const Callback& callback, const std::string& id,
              const Policy& policy) {
  std::string text = fmt::format("{}, due {}", id, civil_words(callback.due, policy));
  if (callback.wanted)
    text += fmt::format(" (asked for {})", civil_words(*callback.wanted, policy));
  if (const auto cause = cause_words(callback.reason); !cause.empty()) text += ", " + cause;
  if (callback.attempts > 0) text += fmt::format(", put off {} times", callback.attempts);
  words.emplace_back(label, text + (callback.ended ? ", over" : ""));
  if (callback.ended) return;
  for (const auto& holder : callback.holders)
    words.emplace_back("  reserved for", holder_words(holder, policy));
  if (callback.is_public) {
    const std::string since =
        callback.published ? " since " + done_words(*callback.published, policy) : "";
    const std::string told =
        callback.told_team ? ", told " + done_words(*callback.told_team, policy) : "";
    words.emplace_back(
        "  public" + std::string(),
        (callback.team.empty() ? "for anybody" : "for team " + callback.team) + since + told);
  }
  if (callback.claimed_by) words.emplace_back("  claimed by", person_words(*callback.claimed_by));
  if (callback.escalated)
    words.emplace_back("  escalated", done_words(*callback.escalated, policy));
}

Words describe(const Appointment& appointment, const Policy& policy) {
  Words words{{"card", card_words(appointment)}};
  if (appointment.known) {
    words.emplace_back("start", civil_words(appointment.start, policy));
    words.emplace_back("agent", person_words(appointment.agent));
  }
  if (appointment.caller) words.emplace_back("operator", person_words(*appointment.caller));
  add_if(words, "team", appointment.team);
  add_if(words, "client", client_words(appointment.client));
  if (appointment.state) words.emplace_back("state", state_name(*appointment.state, policy));
  add_if(words, "location", appointment.location);
  add_if(words, "replaces", appointment.replaces);
  if (appointment.cycle > 1) words.emplace_back("cycle", std::to_string(appointment.cycle));
  if (appointment.reminder)
    words.emplace_back("reminder", done_words(*appointment.reminder, policy));
  add_outcome(words, appointment, policy);
  if (appointment.callback)
    add_call(words, "callback", *appointment.callback,
             callback_id(Kind::appointment, appointment.callback->cycle, appointment.id), policy);
  return words;
}

}  // namespace followup::ctl
