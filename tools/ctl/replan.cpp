// followupctl replan: what a changed policy, new time-zone data or new holidays mean for the cases
// that are open, and, with --apply, making it so.
#include "tools/ctl/replan.h"

#include "tools/ctl/case_name.h"
#include "tools/ctl/commands.h"
#include "tools/ctl/when.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace followup::ctl {

namespace {

constexpr std::array steps{Step::reminder, Step::callback,   Step::publish,
                           Step::warning,  Step::escalation, Step::hold,
                           Step::command,  Step::recheck,    Step::protocols};

/// "none", or when the step is due: for each group of a ticket.
std::string at_step(const std::vector<Deadline>& deadlines, Step step, const Zone& zone) {
  std::string text;
  for (const auto& deadline : deadlines) {
    if (deadline.step != step) continue;
    text += (text.empty() ? "" : " and ") + local_text(deadline.at, zone);
  }
  return text.empty() ? "none" : text;
}

std::string entry_text(const std::optional<TimePoint>& entry, const Zone& zone) {
  return entry ? local_text(*entry, zone) : "none";
}

/// "escalation 2011-02-10 09:00 CET -> 2011-02-05 09:00 CET".
std::string change_words(const CaseChange& change, const Tenant& tenant, const Policy& old_policy) {
  std::string text;
  for (const Step step : steps) {
    const std::string before = at_step(change.before, step, old_policy.zone);
    const std::string after = at_step(change.after, step, tenant.policy.zone);
    if (before == after) continue;
    text += fmt::format("{}{} {} -> {}", text.empty() ? "" : ", ", to_text(step), before, after);
  }
  if (!text.empty()) return text;
  return fmt::format("due entry {} -> {}", entry_text(change.old_entry, tenant.policy.zone),
                     entry_text(change.new_entry, tenant.policy.zone));
}

std::vector<JsonObject> deadlines_json(const std::vector<Deadline>& deadlines) {
  std::vector<JsonObject> all;
  for (const auto& deadline : deadlines) {
    all.push_back(JsonObject()
                      .add("step", to_text(deadline.step))
                      .add("at", format_instant(deadline.at))
                      .add("local", format_local(deadline.local)));
  }
  return all;
}

JsonObject json_of(const CaseChange& change) {
  JsonObject object;
  object.add("case", case_name(change.key))
      .add("old_policy", change.old_policy)
      .add("new_policy", change.new_policy)
      .add("before", deadlines_json(change.before))
      .add("after", deadlines_json(change.after));
  if (change.old_entry) object.add("old_entry", format_instant(*change.old_entry));
  if (change.new_entry) object.add("new_entry", format_instant(*change.new_entry));
  return object;
}

void sum_up(const ReplanResult& result, bool apply, Terminal& terminal) {
  terminal.line(JsonObject()
                    .add("policy", result.policy)
                    .add("published", result.published)
                    .add("looked_at", result.looked_at)
                    .add("moved", result.moved)
                    .add("unmoved", result.unmoved)
                    .add("entries", result.entries)
                    .add("damaged", result.damaged)
                    .add("applied", apply));
  terminal.line(
      fmt::format("policy version {}{}; cases looked at: {}, with other deadlines: {}, with the "
                  "same ones under "
                  "another version: {}, with a wrong due entry: {}",
                  result.policy, result.published ? "" : " (not published yet)", result.looked_at,
                  result.moved, result.unmoved, result.entries));
  if (result.damaged > 0)
    terminal.line(fmt::format("records that are damaged: {}", result.damaged));
  terminal.line(apply ? "done" : "nothing has been changed; --apply changes it");
}

}  // namespace

ExitCode run(const ReplanCommand& command, Installation& installation, Terminal& terminal) {
  const auto tenant = find_tenant(command.tenant, installation.config.tenants);
  if (!tenant) return terminal.fail(tenant.error());
  const auto tell = [&](const CaseChange& change) {
    const Policy* old_policy = installation.policies.find((*tenant)->name, change.old_policy);
    terminal.line(json_of(change));
    terminal.line(
        fmt::format("{}  {}", case_name(change.key), change_words(change, **tenant, *old_policy)));
  };
  const auto result = replan_tenant(**tenant, command.apply, installation, tell);
  if (!result) return terminal.fail(result.error());
  sum_up(*result, command.apply, terminal);
  return result->damaged == 0 ? ExitCode::ok : ExitCode::refused;
}

}  // namespace followup::ctl
