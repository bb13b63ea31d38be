#include "tools/ctl/ticket_reasons.h"

#include "core/domain/rules/ticket_rules.h"
#include "tools/ctl/letter_words.h"
#include "tools/ctl/state_parts.h"
#include "tools/ctl/when.h"

#include <algorithm>

#include <fmt/format.h>

namespace followup::ctl {

namespace {

/// No tree is deeper; it keeps a circle from going on for ever.
constexpr int most_levels = 64;

std::string counted(int count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string ids_words(const std::vector<std::string>& ids) {
  return fmt::format("{}", fmt::join(ids, ", "));
}

/// The groups whose own next step this is.
std::vector<const GroupDemand*> demands_at(const Ticket& ticket, Step step, const Policy& policy) {
  const auto first_of = [&](const Ticket& of) {
    const auto steps = rules::deadlines(of, policy);
    const auto found = std::ranges::find(steps, step, &Deadline::step);
    return found == steps.end() ? std::optional<TimePoint>() : std::optional(found->at);
  };
  const auto next = first_of(ticket);
  std::vector<const GroupDemand*> found;
  for (const auto& demand : ticket.demands) {
    Ticket alone = ticket;
    alone.demands = {demand};
    if (next && first_of(alone) == next) found.push_back(&demand);
  }
  return found;
}

/// "24 hours from 2026-03-06 16:00 -03", or the agreed extension.
std::string end_words(const Ticket& ticket, const GroupDemand& demand, const Policy& policy) {
  if (demand.extended_to)
    return fmt::format("{}, as agreed on", civil_words(*demand.extended_to, policy));
  const auto due = rules::tickets::due_of(ticket, demand, policy);
  std::string text = due ? local_text(due->at, policy.zone) : "no deadline";
  const auto terms =
      effective_terms(policy.ticket, rules::tickets::node_of(ticket, policy), ticket.channel).terms;
  std::string counts;
  for (const auto& term : terms)
    counts += (counts.empty() ? "" : " or ") + term_words(term);
  return fmt::format("{}, {} from {}{}", text, counts, local_text(demand.since, policy.zone),
                     terms.size() > 1 ? ", whichever ends first" : "");
}

std::string level_words(const Ticket& ticket, const GroupDemand& demand, const Policy& policy) {
  if (!demand.escalation) return "";
  const auto gap =
      effective_terms(policy.ticket, rules::tickets::node_of(ticket, policy), ticket.channel)
          .escalation_gap;
  return fmt::format("; level {} was told {}{}", demand.escalated,
                     done_words(*demand.escalation, policy),
                     gap ? ", the next one is " + term_words(*gap) + " later" : "");
}

const Mailing* mailing_of(const Ticket& ticket, const Notification& notification) {
  const auto whom = parse_mailing_whom(notification.whom);
  if (!whom) return nullptr;
  const auto found = std::ranges::find(ticket.mailings, whom->number, &Mailing::number);
  return found == ticket.mailings.end() ? nullptr : &*found;
}

/// The mailing's groups that this addressee stands for; all of them before that is known.
std::vector<std::string> groups_of(const Mailing& mailing, const Notification& notification) {
  const auto whom = parse_mailing_whom(notification.whom);
  for (const auto& receipt : mailing.receipts) {
    if (whom && receipt.to.whom == whom->addressee) return receipt.to.through;
  }
  return mailing.parties;
}

/// "autorizacao has until 2026-03-07 10:00 -03 to answer", for each of the groups; `has`: or "had".
std::string until_words(const Ticket& ticket, const std::vector<std::string>& groups,
                        std::string_view has, const Policy& policy) {
  std::string text;
  for (const auto& demand : ticket.demands) {
    if (!rules::tickets::is_open(demand) || std::ranges::count(groups, demand.group) == 0) continue;
    const auto due = rules::tickets::due_of(ticket, demand, policy);
    const std::string end = due ? " until " + local_text(due->at, policy.zone) : "";
    text += fmt::format("{}{} {}{}", text.empty() ? "" : ", ", demand.group, has, end);
  }
  return text.empty() ? "for " + ids_words(groups) : text + " to answer";
}

}  // namespace

std::string term_words(const Term& term) {
  const bool hours = term.count % 60 == 0 && term.count > 0;
  const int time = hours ? term.count / 60 : term.count;
  const std::string_view unit = hours ? "hour" : "minute";
  switch (term.unit) {
    case TermUnit::minutes:
      return counted(time, unit);
    case TermUnit::business_minutes:
      return counted(time, fmt::format("business {}", unit));
    case TermUnit::days:
      return counted(term.count, "day");
    case TermUnit::business_days:
      return counted(term.count, "business day");
    case TermUnit::months:
      return counted(term.count, "month");
  }
  return {};
}

std::string classification_words(const std::string& id, const TicketPolicy& policy) {
  std::string path;
  std::string at = id;
  for (int level = 0; level < most_levels && !at.empty(); ++level) {
    const auto node = policy.nodes.find(at);
    if (node == policy.nodes.end()) break;
    const std::string& name = node->second.description.empty() ? at : node->second.description;
    path.insert(0, path.empty() ? name : fmt::format("{} / ", name));
    at = node->second.parent;
  }
  return path.empty() ? id + " (not configured any more)" : fmt::format("{} ({})", id, path);
}

std::string ticket_step_words(const Ticket& ticket, Step step, const Policy& policy) {
  std::string text;
  for (const auto* demand : demands_at(ticket, step, policy)) {
    if (!text.empty()) text += "; ";
    text += fmt::format("{} has not answered, and {} until {}{}", demand->group,
                        step == Step::warning ? "has" : "had", end_words(ticket, *demand, policy),
                        step == Step::warning ? "" : level_words(ticket, *demand, policy));
  }
  return text.empty() ? std::string(to_text(step)) : text;
}

std::string ticket_silence_words(const Ticket& ticket, const Policy& policy) {
  if (ticket.closed) return "the ticket is closed";
  if (!ticket.known)
    return "only facts are known: the whole record (ticket.opened) has not come in yet";
  if (!rules::waits(ticket)) return "no group has anything to answer";
  const bool endless = std::ranges::any_of(ticket.demands, [&](const GroupDemand& demand) {
    return rules::tickets::is_open(demand) &&
           !rules::tickets::due_of(ticket, demand, policy).has_value();
  });
  if (endless) return "no term is configured for the classification";
  return "all who are above the groups have been told, or the configuration has no escalation_gap";
}

std::string ticket_message_words(const Ticket& ticket, const Notification& notification,
                                 const Policy& policy) {
  const Mailing* const mailing = mailing_of(ticket, notification);
  if (mailing == nullptr) return {};
  const auto ids = groups_of(*mailing, notification);
  const std::string groups = ids_words(ids);
  switch (notification.purpose) {
    case Purpose::ticket_opened:
      return fmt::format("for {} to answer{}", groups,
                         mailing->about.empty() ? "" : ", which had it from " + mailing->about);
    case Purpose::ticket_warning:
      return until_words(ticket, ids, "has", policy);
    case Purpose::ticket_overdue:
      return fmt::format("{}; level {}", until_words(ticket, ids, "had", policy), mailing->level);
    case Purpose::withdrawal:
      return fmt::format("{} has nothing to answer any more{}", groups,
                         mailing->about.empty() ? "" : ": it was forwarded to " + mailing->about);
    case Purpose::closed:
      return "the ticket was closed while it was with " + groups;
    default:
      return {};
  }
}

std::string ticket_hook_words(const Notification& notification) {
  const std::string& type = notification.hook_type;
  const std::string group = detail_words(notification, "group");
  const std::string result = detail_words(notification, "result");
  if (type == "ticket.notified") return fmt::format("{} was told of it: {}", group, result);
  if (type == "ticket.warned") return fmt::format("{} was warned: {}", group, result);
  if (type == "ticket.overdue") {
    return fmt::format("those above {} were told, level {}: {}", group,
                       detail_words(notification, "level"), result);
  }
  if (type == "ticket.answered") {
    return fmt::format(
        "{} answered{}", group,
        detail_words(notification, "conclusive") == "true" ? "" : ", not conclusively");
  }
  if (type == "ticket.done") {
    return detail_words(notification, "cause") == "first_answer" ? "the first answer ended all"
                                                                 : "all groups have answered";
  }
  return {};
}

}  // namespace followup::ctl
