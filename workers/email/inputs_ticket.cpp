// Of a ticket: what a group has to answer by when, how it came to this reader, and what became of
// it (T1 to T5, S-T30, S-T31).
#include "core/domain/rules/ticket_rules.h"
#include "workers/email/speech.h"
#include "workers/email/text.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace followup {

namespace {

/// No tree that makes sense is deeper.
constexpr std::size_t deepest = 16;

bool contains(const std::vector<std::string>& ids, const std::string& id) {
  return std::ranges::find(ids, id) != ids.end();
}

bool of_demand(Purpose purpose) {
  return purpose == Purpose::ticket_opened || purpose == Purpose::ticket_warning ||
         purpose == Purpose::ticket_overdue;
}

/// The group's newest demand; null: it has none.
const GroupDemand* demand_of(const Ticket& ticket, const std::string& group) {
  const GroupDemand* newest = nullptr;
  for (const auto& demand : ticket.demands) {
    if (demand.group == group) newest = &demand;
  }
  return newest;
}

/// The groups that the mail is about: those that the reader is told of, without those that have
/// answered since, unless all have.
std::vector<std::string> groups_of(const Ticket& ticket, const Letter& letter) {
  if (letter.receipt == nullptr) return {};
  std::vector<std::string> groups = letter.receipt->to.through;
  if (!of_demand(letter.mailing->purpose)) return groups;
  std::erase_if(groups, [&](const std::string& group) {
    const GroupDemand* const demand = demand_of(ticket, group);
    return demand == nullptr || demand->end != GroupDemand::End::open;
  });
  return groups.empty() ? letter.receipt->to.through : groups;
}

std::string group_name(const std::string& id, const Gathering& to) {
  const auto found = to.from.names.find("group/" + id);
  return found == to.from.names.end() ? id : found->second;
}

/// Who has to answer, and by when. Where groups have until different times, each stands beside its
/// group.
void add_demands(const Ticket& ticket, const std::vector<std::string>& groups, Gathering& to) {
  std::vector<std::optional<TimePoint>> ends;
  for (const auto& group : groups) {
    const GroupDemand* const demand = demand_of(ticket, group);
    const auto due =
        demand == nullptr ? std::nullopt : rules::tickets::due_of(ticket, *demand, *to.from.policy);
    ends.push_back(due ? std::optional(due->at) : std::nullopt);
  }
  const bool equal = std::ranges::all_of(ends, [&](const auto& end) { return end == ends[0]; });
  MailInputs& made = to.made;
  std::optional<TimePoint> first;
  for (std::size_t at = 0; at < groups.size(); ++at) {
    if (at > 0) made.group += ", ";
    made.group += group_name(groups[at], to);
    if (!ends[at]) continue;
    if (!equal) made.group += " (" + to.speech.instant(*ends[at]) + ")";
    first = std::min(first.value_or(*ends[at]), *ends[at]);
  }
  made.several_groups = groups.size() > 1;
  if (first && made.purpose != Purpose::withdrawal && made.purpose != Purpose::closed)
    made.answer_by = to.speech.instant(*first);
  made.past_due = first && made.purpose == Purpose::ticket_opened && *first <= to.from.now;
}

/// Whether the reader is told in the place of a group that could not be.
bool is_in_place(const Letter& letter, const std::vector<std::string>& groups) {
  return std::ranges::any_of(letter.mailing->troubles, [&](const Trouble& trouble) {
    const bool manager = trouble.reason == "no_manager" || trouble.reason == "manager_loop";
    const auto slash = trouble.whom.find('/');
    return !manager && trouble.reason != "too_many" &&
           contains(groups, trouble.whom.substr(slash + 1));
  });
}

void add_letter(const Ticket& ticket, const Letter& letter, Gathering& to) {
  MailInputs& made = to.made;
  const auto groups = groups_of(ticket, letter);
  add_demands(ticket, groups, to);
  made.of_managers = letter.mailing->role == Role::managers;
  if (made.of_managers) made.level = std::to_string(letter.mailing->level);
  made.in_place = !made.of_managers && is_in_place(letter, groups);
  made.reopened =
      made.purpose == Purpose::ticket_opened && ticket.cycle > 1 && letter.mailing->about.empty();
  if (letter.receipt->to.whom == "fallback") made.fallback = true;
  // The group that the demand came from, or went to.
  const std::string& other = letter.mailing->about;
  const std::string name = other.empty() ? std::string() : group_name(other, to);
  if (made.purpose == Purpose::ticket_opened) made.forwarded_from = name;
  if (made.purpose == Purpose::withdrawal) made.forwarded_to = name;
}

/// From the top of the tree down to the node's parent.
std::string path_to(const TicketNode& node, const TicketPolicy& policy) {
  std::string path;
  const TicketNode* at = &node;
  for (std::size_t step = 0; step < deepest && !at->parent.empty(); ++step) {
    const auto parent = policy.nodes.find(at->parent);
    if (parent == policy.nodes.end()) break;
    at = &parent->second;
    std::string above = at->description.empty() ? parent->first : at->description;
    if (!path.empty()) above.append(" › ").append(path);
    path = std::move(above);
  }
  return path;
}

/// What may hold names, or say what it is about.
void add_content(const Ticket& ticket, Gathering& to) {
  MailInputs& made = to.made;
  const TicketPolicy& policy = to.from.policy->ticket;
  const auto node = policy.nodes.find(ticket.classification);
  made.classification = ticket.classification;
  if (node != policy.nodes.end()) {
    if (!node->second.description.empty()) made.classification = node->second.description;
    made.class_path = path_to(node->second, policy);
  }
  made.summary = ticket.summary;
  made.clients = ticket.beneficiary.name.empty() ? ticket.beneficiary.id : ticket.beneficiary.name;
  if (made.purpose != Purpose::closed) return;
  const auto step = std::find_if(ticket.path.rbegin(), ticket.path.rend(),
                                 [](const PathStep& one) { return one.what == "closed"; });
  if (step != ticket.path.rend()) made.closing_reason = step->other;
}

}  // namespace

void add_case(const Ticket& ticket, Gathering& to) {
  MailInputs& made = to.made;
  const Notification& notification = *to.from.notification;
  made.protocol = ticket.protocol;
  if (ticket.known) made.opened_at = to.speech.instant(ticket.opened_at);
  // When it was to go out; until when there is time to answer stands with the groups.
  if (of_demand(made.purpose)) made.due = to.speech.nominal(notification.nominal);
  if (made.purpose == Purpose::config_warning) made.group = group_name(notification.about, to);
  if (made.purpose == Purpose::quarantined) {  // as the event names them; no names of persons
    made.classification = to.detail("classification");
    made.group = to.detail("group");
  }
  const Letter letter = letter_in(ticket.mailings, notification);
  if (letter.receipt != nullptr) add_letter(ticket, letter, to);
  if (made.full && !to.is_report()) add_content(ticket, to);
}

}  // namespace followup
