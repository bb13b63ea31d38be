// Follow-up tickets (source 5). A ticket is a demand to one or several groups (T5), each with a
// clock of its own (Q14); which groups, and how long they have, comes from its classification.
//
// What supersedes what. A record (opened) is stale if a newer one is known; one that is older than
// the closing of a ticket is kept, and nobody is told of it. Of a closing and a reopening the newer
// counts, and an answer, a forwarding or an extension that is older than it only goes on the
// protocol's path. Without sequences the order of arrival counts.
//
// Cycles. A reopening begins a new one: every group that had the demand last has it again, with a
// new clock.
#include "core/domain/rules/calls.h"
#include "core/domain/rules/ticket_rules.h"

#include <algorithm>
#include <utility>

namespace followup::rules {

namespace tickets {

namespace {

constexpr std::size_t most_answer_bytes = 500;
constexpr std::size_t most_reason_bytes = 100;

/// The first bytes of a text that end with a whole UTF-8 character.
std::string shortened(const std::string& text, std::size_t most = most_answer_bytes) {
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
    --end;
  return text.substr(0, end) + "…";
}

std::string id_of(const std::optional<PersonRef>& person) {
  return person ? person->id : std::string();
}

/// A fact that is older than the newest closing or reopening.
bool superseded(const Ticket& state, const Event& event) {
  return older(event.sequence, state.closing_sequence);
}

/// Why a group's answer, forwarding or extension can not be taken in; nothing: it can.
std::optional<Change> no_demand(const Ticket& state, const std::string& group, std::string path,
                                const Event& event, const Context& context) {
  if (!state.known)
    return put_aside(Reason::unknown_ticket, "/subject",
                     "is a ticket that no ticket.opened has told of", event, context);
  const bool open = active(state) && std::ranges::any_of(state.demands, [&](const auto& demand) {
                      return is_open(demand) && demand.group == group;
                    });
  if (open) return std::nullopt;
  return put_aside_naming(
      {.classification = {}, .group = group}, Reason::group_not_open,
      {std::move(path), state.closed ? "is a group of a ticket that is closed: reopen it first"
                                     : "is a group that has nothing to answer in this ticket"},
      event, context);
}

/// Takes a group's demand away; whether it was told of it.
bool end_demand(GroupDemand& demand, GroupDemand::End end) {
  demand.end = end;
  return demand.told;
}

/// Reports the ticket done when no group has it open any more (Q14).
void finish_if_done(Ticket& state, const char* cause, const Event& event, const Context& context,
                    Change& change) {
  if (!active(state) || state.done || std::ranges::any_of(state.demands, is_open)) return;
  state.done = true;
  const LocalTime local = civil(event.time, *context.policy, {});
  change.notifications.push_back(hook("ticket.done", state.cycle, local, event.time));
  change.notifications.back().details = {{"protocol", state.protocol},
                                         {"cause", std::string(cause)}};
  add_step(state, {event.time, "done", {}, cause, {}, {}});
}

Change on(Ticket& state, const TicketRecord& record, const Event& event, const Context& context) {
  return take(state, record, event, context);
}

Change on(Ticket& state, const TicketForwarded& fact, const Event& event, const Context& context) {
  if (fact.from == fact.to)
    return reject(Reason::invalid_data, "/data/to", "must be another group than `from`");
  if (state.known && superseded(state, event)) return {.reason = Reason::superseded};
  if (auto no = no_demand(state, fact.from, "/data/from", event, context)) return std::move(*no);
  if (!knows_group(*context.policy, fact.to))
    return put_aside_naming({.classification = {}, .group = fact.to}, Reason::unknown_group,
                            {"/data/to", "is no group of the tenant's configuration"}, event,
                            context);
  Change change;
  GroupDemand& from = *open_demand(state, fact.from);
  const GroupDemand left = from;
  if (end_demand(from, GroupDemand::End::forwarded))
    tell(state, Purpose::withdrawal, {fact.from}, fact.to, event, context, change);
  add_step(state, {event.time, "forwarded", fact.to, fact.from, id_of(fact.by), {}});
  if (GroupDemand* const there = open_demand(state, fact.to)) {
    there->since = std::min(there->since, left.since);  // it has the demand; the older clock runs
  } else {
    state.demands.push_back(GroupDemand{.group = fact.to,
                                        .since = left.since,
                                        .extended_to = left.extended_to,
                                        .warned = left.warned});
    tell(state, Purpose::ticket_opened, {fact.to}, fact.from, event, context, change);
  }
  withdraw(state);
  return change;
}

Change on(Ticket& state, const TicketAnswered& fact, const Event& event, const Context& context) {
  if (state.known && superseded(state, event)) {
    add_step(state, {event.time, "answered", fact.group, "superseded", id_of(fact.by),
                     shortened(fact.text)});
    return {.reason = Reason::superseded};
  }
  if (auto no = no_demand(state, fact.group, "/data/group", event, context)) return std::move(*no);
  Change change;
  const LocalTime local = civil(event.time, *context.policy, {});
  Notification heard = hook("ticket.answered", state.cycle, local, event.time);
  heard.about = event.id;  // a group may answer twice within a second
  heard.details = {
      {"protocol", state.protocol}, {"group", fact.group}, {"conclusive", fact.conclusive}};
  if (fact.by) heard.details.push_back({"by", fact.by->id});
  change.notifications.push_back(std::move(heard));
  add_step(state, {event.time,
                   fact.conclusive ? "answered" : "inconclusive",
                   fact.group,
                   {},
                   id_of(fact.by),
                   shortened(fact.text)});
  if (!fact.conclusive) return change;  // S-T22
  end_demand(*open_demand(state, fact.group), GroupDemand::End::answered);
  const bool ends_all = node_of(state, *context.policy).first_answer_ends_all;
  if (ends_all)
    take_back(
        state, GroupDemand::End::not_needed, [](const GroupDemand&) { return true; }, event,
        context, change);
  finish_if_done(state, ends_all ? "first_answer" : "all_answered", event, context, change);
  withdraw(state);
  return change;
}

Change on(Ticket& state, const TicketExtended& fact, const Event& event, const Context& context) {
  if (state.known && superseded(state, event)) return {.reason = Reason::superseded};
  if (auto no = no_demand(state, fact.group, "/data/group", event, context)) return std::move(*no);
  GroupDemand& demand = *open_demand(state, fact.group);
  if (demand.extended_to)
    return reject(
        Reason::extension_refused, "/data/group",
        "has been given an extension already, which ends at " + format_local(*demand.extended_to));
  const auto end = extended_end(state, demand, fact, *context.policy);
  if (!end)
    return reject(Reason::extension_refused, fact.until ? "/data/until" : "/data/days",
                  end.error().what);
  demand.extended_to = *end;
  demand.warned.reset();
  demand.escalated = 0;
  demand.escalation.reset();
  demand.chain_ended = false;
  add_step(state, {event.time, "extended", fact.group, format_local(*end), id_of(fact.by),
                   shortened(fact.reason)});
  withdraw(state);
  return {};
}

Change on(Ticket& state, const TicketClosed& fact, const Event& event, const Context& context) {
  if (superseded(state, event)) return {.reason = Reason::superseded};
  if (event.sequence) state.closing_sequence = event.sequence;
  if (state.closed) return {};
  Change change;
  if (active(state)) {
    std::vector<std::string> told;
    for (const auto& demand : state.demands) {
      if (is_open(demand) && demand.told) told.push_back(demand.group);
    }
    tell(state, Purpose::closed, std::move(told), {}, event, context, change);
  }
  state.closed = true;
  add_step(state, {event.time, "closed", {}, shortened(fact.reason, most_reason_bytes), {}, {}});
  withdraw(state);
  return change;
}

Change on(Ticket& state, const TicketReopened& fact, const Event& event, const Context& context) {
  if (superseded(state, event)) return {.reason = Reason::superseded};
  if (!state.known)
    return put_aside(Reason::unknown_ticket, "/subject",
                     "is a ticket that no ticket.opened has told of", event, context);
  if (event.sequence) state.closing_sequence = event.sequence;
  if (!state.closed && !state.done) return {};
  state.closed = false;
  state.done = false;
  ++state.cycle;
  std::vector<std::string> groups;
  for (const auto& demand : state.demands) {
    const bool had_it =
        demand.end != GroupDemand::End::forwarded && demand.end != GroupDemand::End::taken_back;
    if (had_it && std::ranges::find(groups, demand.group) == groups.end())
      groups.push_back(demand.group);
  }

  state.demands.clear();
  for (const auto& group : groups)
    state.demands.push_back(GroupDemand{.group = group, .since = event.time});
  add_step(state, {event.time, "reopened", {}, shortened(fact.reason, most_reason_bytes), {}, {}});
  Change change;
  tell(state, Purpose::ticket_opened, std::move(groups), {}, event, context, change);
  withdraw(state);
  return change;
}

Change on(Ticket& state, const DeadlineReached& reached, const Event& /*event*/,
          const Context& context) {
  return fire(state, reached, context);
}

template <class Other>
Change on(Ticket& /*state*/, const Other& /*payload*/, const Event& /*event*/,
          const Context& /*context*/) {
  return {.status = Status::rejected, .reason = Reason::unknown_type};
}

}  // namespace

Change put_aside_naming(const NamedIds& ids, Reason reason, Fault fault, const Event& event,
                        const Context& context) {
  Change change =
      put_aside(reason, std::move(fault.path), std::move(fault.message), event, context);
  for (auto& made : change.notifications) {
    if (made.purpose != Purpose::quarantined) continue;
    if (!ids.classification.empty()) made.details.push_back({"classification", ids.classification});
    if (!ids.group.empty()) made.details.push_back({"group", ids.group});
  }
  return change;
}

void take_back(Ticket& state, GroupDemand::End end,
               const std::function<bool(const GroupDemand&)>& which, const Event& event,
               const Context& context, Change& change) {
  std::vector<std::string> told;
  for (auto& demand : state.demands) {
    if (!is_open(demand) || !which(demand)) continue;
    if (end_demand(demand, end)) told.push_back(demand.group);
  }
  // When it was closed they read that already.
  if (active(state)) tell(state, Purpose::withdrawal, std::move(told), {}, event, context, change);
}

GroupDemand* open_demand(Ticket& state, const std::string& group) {
  const auto found = std::ranges::find_if(state.demands, [&](const GroupDemand& demand) {
    return is_open(demand) && demand.group == group;
  });
  return found == state.demands.end() ? nullptr : &*found;
}

}  // namespace tickets

bool waits(const Ticket& state) {
  return tickets::active(state) && std::ranges::any_of(state.demands, tickets::is_open);
}

Change apply(Ticket& state, const Event& event, const Context& context) {
  return std::visit(
      [&](const auto& payload) { return tickets::on(state, payload, event, context); },
      event.payload);
}

}  // namespace followup::rules
