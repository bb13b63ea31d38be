// A ticket's state as labels and texts: where it is now, and the whole path of its protocol (T3).
#include "core/domain/rules/ticket_rules.h"
#include "tools/ctl/state_parts.h"
#include "tools/ctl/ticket_reasons.h"
#include "tools/ctl/when.h"

#include <fmt/format.h>

namespace followup::ctl {

namespace {

std::string state_words(const Ticket& ticket) {
  const char* const open = ticket.done ? "done" : "open";
  if (!ticket.known) return ticket.closed ? "closed; no whole record has come in yet" : open;
  return ticket.closed ? "closed" : open;
}

std::string due_words(const Ticket& ticket, const GroupDemand& demand, const Policy& policy) {
  const auto due = rules::tickets::due_of(ticket, demand, policy);
  if (!due) return "without a deadline";
  return fmt::format("due {}{}", local_text(due->at, policy.zone),
                     demand.extended_to ? " as agreed on" : "");
}

std::string escalation_words(const GroupDemand& demand, const Policy& policy) {
  std::string text;
  if (demand.escalation) {
    text = fmt::format(", level {} of managers told {}", demand.escalated,
                       done_words(*demand.escalation, policy));
  }
  return demand.chain_ended ? text + ", nobody is above them" : text;
}

std::string demand_words(const Ticket& ticket, const GroupDemand& demand, const Policy& policy) {
  std::string text =
      fmt::format("{} since {}", demand.group, local_text(demand.since, policy.zone));
  switch (demand.end) {
    case GroupDemand::End::answered:
      return text + ", answered";
    case GroupDemand::End::forwarded:
      return text + ", forwarded";
    case GroupDemand::End::taken_back:
      return text + ", taken back";
    case GroupDemand::End::not_needed:
      return text + ", ended by another group's answer";
    case GroupDemand::End::open:
      break;
  }
  text += ", " + due_words(ticket, demand, policy);
  if (!demand.told) text += ", not told yet";
  if (demand.warned) text += ", warned " + civil_words(*demand.warned, policy);
  return text + escalation_words(demand, policy);
}

std::string what_words(const PathStep& step, const Policy& policy) {
  const std::string& group = step.group;
  const std::string& other = step.other;
  if (step.what == "opened") return "opened for " + group;
  if (step.what == "notified") return fmt::format("{} told: {}", group, other);
  if (step.what == "warned") return fmt::format("{} warned: {}", group, other);
  if (step.what == "overdue")
    return fmt::format("{} has not answered in time, level {} of managers told: {}", group,
                       step.level, other);
  if (step.what == "answered")
    return group + (other.empty() ? " answered" : " answered, before the ticket was last closed");
  if (step.what == "inconclusive") return group + " answered, not conclusively";
  if (step.what == "forwarded") return fmt::format("forwarded from {} to {}", other, group);
  if (step.what == "extended") {
    const auto until = parse_local(other);
    return fmt::format("{} has until {}, as agreed on", group,
                       until ? civil_words(*until, policy) : other);
  }
  if (step.what == "done")
    return other == "first_answer" ? "done: the first answer ended all" : "done: all have answered";
  return other.empty() ? step.what : fmt::format("{}: {}", step.what, other);  // closed, reopened
}

std::string step_line(const PathStep& step, const Policy& policy) {
  std::string text =
      fmt::format("{}  {}", local_text(step.at, policy.zone), what_words(step, policy));
  if (!step.by.empty()) text += ", by " + step.by;
  if (!step.text.empty()) text += ": " + step.text;
  return text;
}

}  // namespace

Words describe(const Ticket& ticket, const Policy& policy) {
  Words words;
  add_if(words, "protocol", ticket.protocol);
  words.emplace_back("ticket", state_words(ticket));
  if (ticket.known) {
    words.emplace_back("classification",
                       classification_words(ticket.classification, policy.ticket));
    add_if(words, "person type", ticket.person_type);
    words.emplace_back("channel", std::string(to_text(ticket.channel)));
    words.emplace_back("opened", local_text(ticket.opened_at, policy.zone));
  }
  if (ticket.secret) words.emplace_back("secret", "yes");
  add_if(words, "summary", ticket.summary);
  add_if(words, "beneficiary",
         person_words({.id = ticket.beneficiary.id, .name = ticket.beneficiary.name, .email = {}}));
  if (ticket.cycle > 1) words.emplace_back("cycle", std::to_string(ticket.cycle));
  for (const auto& demand : ticket.demands) {
    const bool now = !ticket.closed && rules::tickets::is_open(demand);
    words.emplace_back(now ? "now with" : "was with", demand_words(ticket, demand, policy));
  }
  for (const auto& mailing : ticket.mailings)
    words.emplace_back("message", mailing_words(mailing));
  for (const auto& step : ticket.path)
    words.emplace_back("path", step_line(step, policy));
  return words;
}

}  // namespace followup::ctl
