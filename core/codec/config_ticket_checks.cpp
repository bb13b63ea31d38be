// What classifications refer to, and what does not do what it seems to.
#include "core/codec/config_sections.h"
#include "core/codec/config_ticket_nodes.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace followup {

namespace {

class TicketChecks {
 public:
  TicketChecks(const Tenant& tenant, const TicketPolicy& policy, const WrittenNodes& nodes,
               ConfigReport& report)
      : tenant_(tenant),
        policy_(policy),
        nodes_(nodes),
        report_(report),
        missing_("group", "teams", names_of(policy.groups)) {}

  void check() {
    check_calendar();
    if (nodes_.empty() && report_.has("tickets") && !report_.has("tickets.file")) {
      report_.warning("tickets",
                      "has no effect: there are no classifications, and every ticket is "
                      "put aside");
    }
    for (const auto& [id, written] : nodes_)
      check_groups(written);
    for (const auto& [channel, terms] : policy_.channels)
      check_channel(channel);
  }

 private:
  void check_calendar() const {
    const auto& calendars = tenant_.policy.calendars;
    if (policy_.calendar.empty() || calendars.contains(policy_.calendar)) return;
    report_.error("tickets.calendar", no_such("calendar", policy_.calendar, names_of(calendars),
                                              fmt::format("[calendars.{}]", policy_.calendar)));
  }

  void check_groups(const WrittenNode& written) {
    const std::string key = written.path + "groups";
    ConfigReport& report = *written.report;
    const bool carries = written.node.leaf && written.node.status == NodeStatus::active;
    if (carries && written.node.groups.empty() && !report.faulty(key))
      report.warning(key, "names no group: every event has to (T14)");
    std::set<std::string_view> seen;
    for (const auto& group : written.node.groups) {
      if (!seen.insert(group).second) {
        report.error(key, fmt::format("names \"{}\" twice", group));
      } else if (!policy_.groups.empty() && !policy_.groups.contains(group)) {
        report.error(key, missing_.words(group));
      } else if (carries) {
        check_active(key, group, report);
      }
    }
  }

  // S-T07
  void check_active(const std::string& key, const std::string& group, ConfigReport& report) const {
    const auto found = tenant_.groups.find(group);
    if (found == tenant_.groups.end() || found->second.active) return;
    report.warning(key, fmt::format("names \"{}\", which is not active: {} told instead", group,
                                    found->second.manager_group.empty() ? "the fallback address is"
                                                                        : "the group above it is"));
  }

  // T15 to T17
  void check_channel(TicketChannel channel) const {
    const bool offered = std::any_of(nodes_.begin(), nodes_.end(), [&](const auto& entry) {
      return entry.second.node.leaf && offered_on(entry.second.node, channel);
    });
    const std::string key = fmt::format("ticket_channels.{}", to_text(channel));
    if (!offered && !nodes_.empty())
      report_.warning(key, "has no effect: no classification is offered there");
  }

  const Tenant& tenant_;
  const TicketPolicy& policy_;
  const WrittenNodes& nodes_;
  ConfigReport& report_;
  MissingNames missing_;
};

}  // namespace

void check_tickets(const Tenant& tenant, const TicketPolicy& policy, const WrittenNodes& nodes,
                   ConfigReport& report) {
  TicketChecks(tenant, policy, nodes, report).check();
}

}  // namespace followup
