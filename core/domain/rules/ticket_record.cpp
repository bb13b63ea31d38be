// ticket.opened: what the configuration has against an item (Q10), and which groups have to answer
// it (T5, T14).
#include "core/domain/rules/calls.h"
#include "core/domain/rules/ticket_rules.h"

#include <algorithm>
#include <set>
#include <utility>

namespace followup::rules::tickets {

namespace {

std::vector<std::string> distinct(std::vector<std::string> ids) {
  std::set<std::string> seen;
  std::erase_if(ids, [&](const std::string& id) { return !seen.insert(id).second; });
  return ids;
}

/// What the configuration has against an item (Q10): the reason, and the fault to tell.
struct Objection {
  Reason reason = Reason::none;
  Fault fault;
  std::string group = {};  ///< that is meant, or empty
};

std::optional<Objection> objection_to_node(const TicketRecord& record, const Policy& policy) {
  const auto found = policy.ticket.nodes.find(record.classification);
  if (found == policy.ticket.nodes.end())
    return Objection{
        Reason::unknown_node,
        {"/data/classification", "is no classification of the tenant's configuration"}};
  const TicketNode& node = found->second;
  if (node.status != NodeStatus::active)  // S-T08, S-T09
    return Objection{
        Reason::node_not_active,
        {"/data/classification",
         node.status == NodeStatus::draft
             ? "is a classification that is still a draft: activate it, or take an active one"
             : "is a classification that is inactive: take an active one"}};
  if (!node.leaf)  // T12
    return Objection{
        Reason::node_is_parent,
        {"/data/classification", "is a classification with others below it: take one of those"}};
  if (!node.person_types.empty() && !node.person_types.contains(record.person_type))  // S-T13
    return Objection{Reason::wrong_person_type,
                     {"/data/person_type", "is no kind of person that the classification is for"}};
  if (!offered_on(node, record.channel))
    return Objection{Reason::wrong_channel,
                     {"/data/channel", "is a channel that the classification is not offered on"}};
  return std::nullopt;
}

/// `groups`: those that have to answer, which the classification names where the record does not.
std::optional<Objection> objection_to_groups(const std::vector<std::string>& groups,
                                             const TicketRecord& record, const Policy& policy) {
  if (groups.empty())
    return Objection{Reason::unknown_group,
                     {"/data/groups", "must name a group, because the classification has none"}};
  const auto unknown = std::ranges::find_if(
      groups, [&](const std::string& group) { return !knows_group(policy, group); });
  if (unknown == groups.end()) return std::nullopt;
  const auto at = std::ranges::find(record.groups, *unknown);
  if (at == record.groups.end())
    return Objection{
        Reason::unknown_group,
        {"/data/classification",
         "is a classification of a group that the tenant's configuration does not have"},
        *unknown};
  return Objection{Reason::unknown_group,
                   {"/data/groups/" + std::to_string(at - record.groups.begin()),
                    "is no group of the tenant's configuration"},
                   *unknown};
}

void take_record(Ticket& state, const TicketRecord& record, const Event& event) {
  state.protocol = record.protocol;
  state.classification = record.classification;
  state.person_type = record.person_type;
  state.channel = record.channel;
  state.secret = record.secret;
  state.summary = record.summary;
  state.beneficiary = record.beneficiary.value_or(ClientRef{});
  const TimePoint opened_at = record.opened_at.value_or(state.known ? state.opened_at : event.time);
  for (auto& demand : state.demands) {  // clocks that began with the opening, in this cycle
    if (state.cycle == 1 && demand.since == state.opened_at) demand.since = opened_at;
  }
  state.opened_at = opened_at;
}

/// When the clocks of the current cycle began; a reopening begins it for the groups that had the
/// demand last. Nobody had it: now.
TimePoint cycle_start(const Ticket& state, const Event& event) {
  if (state.cycle == 1) return state.opened_at;
  if (state.demands.empty()) return event.time;
  return std::ranges::min_element(state.demands, {}, &GroupDemand::since)->since;
}

/// The groups of the record: new ones get the demand, those that it no longer names lose it.
void take_groups(Ticket& state, const std::vector<std::string>& groups, const Event& event,
                 const Context& context, Change& change) {
  const auto in = [](const std::vector<std::string>& ids, const std::string& id) {
    return std::ranges::find(ids, id) != ids.end();
  };
  const std::vector<std::string> before = std::exchange(state.record_groups, groups);
  take_back(
      state, GroupDemand::End::taken_back,
      [&](const GroupDemand& demand) {
        return in(before, demand.group) && !in(groups, demand.group);
      },
      event, context, change);
  const TimePoint since = cycle_start(state, event);
  std::vector<std::string> added;
  for (const auto& group : groups) {
    if (in(before, group)) continue;
    added.push_back(group);
    state.demands.push_back(GroupDemand{.group = group, .since = since});
    add_step(state, {event.time, "opened", group, {}, {}, {}});
  }
  if (!added.empty()) state.done = false;
  if (active(state))
    tell(state, Purpose::ticket_opened, std::move(added), {}, event, context, change);
}

}  // namespace

Change take(Ticket& state, const TicketRecord& record, const Event& event, const Context& context) {
  if (older(event.sequence, state.record_sequence))
    return {.status = Status::stale, .reason = Reason::older_sequence};
  const Policy& policy = *context.policy;
  auto wrong = objection_to_node(record, policy);
  const auto groups = distinct(record.groups.empty() && !wrong
                                   ? policy.ticket.nodes.at(record.classification).groups
                                   : record.groups);
  if (!wrong) wrong = objection_to_groups(groups, record, policy);
  if (wrong)
    return put_aside_naming({record.classification, wrong->group}, wrong->reason,
                            std::move(wrong->fault), event, context);
  if (event.sequence) state.record_sequence = event.sequence;
  take_record(state, record, event);
  state.known = true;
  Change change;
  take_groups(state, groups, event, context, change);
  withdraw(state);
  // Of a closed ticket it is kept for a reopening, and nobody is told of it.
  if (state.closed && older(event.sequence, state.closing_sequence))
    change.reason = Reason::superseded;
  return change;
}

}  // namespace followup::rules::tickets
