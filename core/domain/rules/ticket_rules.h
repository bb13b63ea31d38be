// The parts of the ticket's rules: the clocks stand in ticket_clock.cpp, who is told and what
// became of it in ticket_notices.cpp, the record in ticket_record.cpp, other events in ticket.cpp.
// Internal to them, but for when a group's time ends, which mails say, too.
#pragma once

#include "core/base/result.h"
#include "core/domain/rules/mailing.h"
#include "core/domain/rules/rules.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace followup::rules::tickets {

/// Whether its groups still have to answer.
[[nodiscard]] inline bool active(const Ticket& state) {
  return state.known && !state.closed;
}

[[nodiscard]] inline bool is_open(const GroupDemand& demand) {
  return demand.end == GroupDemand::End::open;
}

/// The group's demand that is open; null: it has none.
[[nodiscard]] GroupDemand* open_demand(Ticket& state, const std::string& group);

/// The node of the item; nothing of the kind if the configuration has none of that name any more.
[[nodiscard]] const TicketNode& node_of(const Ticket& state, const Policy& policy);

/// The business hours that terms are counted in.
[[nodiscard]] OpeningHours hours_of(const Policy& policy);

/// Whether the tenant's configuration has the group, or takes every one.
[[nodiscard]] inline bool knows_group(const Policy& policy, const std::string& group) {
  return policy.ticket.groups.empty() || policy.ticket.groups.contains(group);
}

/// What an event that is put aside names of the tenant's configuration: ids, or empty.
struct NamedIds {
  std::string classification;
  std::string group;
};

/// Puts the event aside (Q10); the mail to the administrator says what it names.
[[nodiscard]] Change put_aside_naming(const NamedIds& ids, Reason reason, Fault fault,
                                      const Event& event, const Context& context);

/// ticket.opened: the whole record.
[[nodiscard]] Change take(Ticket& state, const TicketRecord& record, const Event& event,
                          const Context& context);

/// Ends the open demands that `which` says as `end`, and gives those groups word who were told.
void take_back(Ticket& state, GroupDemand::End end,
               const std::function<bool(const GroupDemand&)>& which, const Event& event,
               const Context& context, Change& change);

/// When a group's time ends; nothing: it has no term.
[[nodiscard]] std::optional<TermTime> due_of(const Ticket& state, const GroupDemand& demand,
                                             const Policy& policy);

/// The agreed extension, or the fault that stands against it (S-T21).
[[nodiscard]] Result<LocalTime> extended_end(const Ticket& state, const GroupDemand& demand,
                                             const TicketExtended& fact, const Policy& policy);

/// Warnings and escalations whose time has come.
[[nodiscard]] Change fire(Ticket& state, const DeadlineReached& reached, const Context& context);

/// Tells groups something at once: `purpose` ticket_opened, withdrawal or closed. Nobody: nothing.
void tell(Ticket& state, Purpose purpose, std::vector<std::string> groups, std::string about,
          const Event& event, const Context& context, Change& change);

/// One more step on the protocol's path (T3). The oldest texts, then the oldest steps after the
/// first, make room.
void add_step(Ticket& state, PathStep step);

/// After a change: what groups were to be told that have nothing to answer any more is not wanted.
void withdraw(Ticket& state);

}  // namespace followup::rules::tickets
