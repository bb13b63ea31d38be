// followupctl pending: the next deadlines, a case a line. Reads the due set only, so that it costs
// the same however much is pending.
#include "core/codec/record_codec.h"
#include "core/domain/decide.h"
#include "tools/ctl/case_name.h"
#include "tools/ctl/commands.h"
#include "tools/ctl/due_walk.h"
#include "tools/ctl/when.h"

#include <fmt/format.h>

namespace followup::ctl {

namespace {

struct Row {
  CaseKey key;
  TimePoint at;
  std::string step;
  Zone zone;
};

struct Filter {
  std::string tenant;
  std::optional<Moment> until;

  [[nodiscard]] bool passes(const CaseStore::DueEntry& entry, const Zone& zone) const {
    return (tenant.empty() || entry.key.tenant == tenant) &&
           (!until || entry.at <= until->end(zone));
  }
};

/// What is due: the step, where the entry is the deadline that the case derives; else what makes it
/// due.
std::string step_of(const Case& state, TimePoint at, const Policy& policy) {
  const auto next = next_deadline(state, policy);
  if (next && next->at == at) return std::string(to_text(next->step));
  return "being handled";  // leased by a daemon, or an outcome waits to be taken in
}

Result<void> name_steps(std::vector<Row>& rows, Installation& installation) {
  std::vector<CaseCall> calls;
  for (const auto& row : rows)
    calls.push_back({row.key, std::nullopt});
  if (calls.empty()) return {};
  auto answers = installation.cases.call(std::move(calls));
  if (!answers) return answers.error();
  for (std::size_t at = 0; at < rows.size(); ++at) {
    auto state = decode_case(rows[at].key, (*answers)[at].record);
    rows[at].step =
        state ? step_of(*state, rows[at].at, policy_of(installation, *state)) : "damaged record";
  }
  return {};
}

Result<std::vector<Row>> collect(const Filter& filter, std::size_t limit,
                                 Installation& installation) {
  const TenantBook& tenants = installation.config.tenants;
  const auto end = filter.until ? std::optional(filter.until->end(tenants)) : std::nullopt;
  std::vector<Row> rows;
  DueWalk walk(installation.cases);
  while (true) {
    const auto page = walk.next();
    if (!page) return page.error();
    if (page->empty()) return rows;
    for (const auto& entry : *page) {
      if (end && entry.at > *end) return rows;
      const Tenant* tenant = tenants.find(entry.key.tenant);
      const Zone zone = tenant == nullptr ? Zone() : tenant->policy.zone;
      if (tenant == nullptr || !filter.passes(entry, zone)) continue;
      if (rows.size() == limit) return rows;
      rows.push_back({entry.key, entry.at, {}, zone});
    }
  }
}

void print(const std::vector<Row>& rows, Terminal& terminal) {
  std::vector<std::vector<std::string>> table{{"WHEN", "STEP", "CASE"}};
  for (const auto& row : rows) {
    table.push_back({local_text(row.at, row.zone), row.step, case_name(row.key)});
    JsonObject object;
    add_instant(object, row.at, row.zone);
    terminal.line(object.add("step", row.step).add("case", case_name(row.key)));
  }
  if (rows.empty()) return terminal.line("nothing is due");
  terminal.table(table);
}

}  // namespace

ExitCode run(const PendingCommand& command, Installation& installation, Terminal& terminal) {
  Filter filter{.tenant = command.tenant, .until = std::nullopt};
  if (!command.tenant.empty()) {
    if (const auto found = find_tenant(command.tenant, installation.config.tenants); !found)
      return terminal.fail(found.error());
  }
  if (!command.until.empty()) {
    const auto until = Moment::parse(command.until);
    if (!until) return terminal.fail(until.error());
    filter.until = *until;
  }
  auto rows = collect(filter, static_cast<std::size_t>(command.limit), installation);
  if (!rows) return terminal.fail(rows.error());
  if (auto named = name_steps(*rows, installation); !named) return terminal.fail(named.error());
  print(*rows, terminal);
  return ExitCode::ok;
}

}  // namespace followup::ctl
