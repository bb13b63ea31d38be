// followupctl communications: what was exchanged with a client, on which application, and what of
// it is open (M24). Reads the store's list of the client, so that it costs what is shown.
#include "tools/ctl/application_reasons.h"
#include "tools/ctl/case_name.h"
#include "tools/ctl/client_communications.h"
#include "tools/ctl/commands.h"
#include "tools/ctl/state_parts.h"
#include "tools/ctl/when.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace followup::ctl {

namespace {

JsonObject line_json(const ListedCommunication& one) {
  const Communication& facts = one.facts();
  JsonObject object;
  add_instant(object, facts.at, one.policy->zone);
  object.add("direction", to_text(facts.direction))
      .add("medium", to_text(facts.medium))
      .add("client", facts.client.id)
      .add("case", case_name(one.state.key))
      .add("application", facts.application)
      .add("communication_id", facts.id)
      .add("state", stage_of(facts, *one.policy));
  if (facts.mail) {
    add_if(object, "template", facts.mail->template_name);
    add_if(object, "scheduled_for", facts.mail->at);
    if (facts.mail->sent) object.add("sent", format_instant(facts.mail->sent->at));
  }
  add_if(object, "answer_expected_on", answer_expected_on(facts, *one.policy));
  if (facts.answered) object.add("answered", format_instant(*facts.answered));
  return object.add("cancelled", facts.cancelled);
}

std::vector<std::string> row(const ListedCommunication& one) {
  const Communication& facts = one.facts();
  return {local_text(facts.at, one.policy->zone),
          std::string(to_text(facts.direction)),
          std::string(to_text(facts.medium)),
          one.state.key.tenant + "/" + facts.application,
          facts.id,
          stage_words(facts, *one.policy)};
}

void print(const ClientCommunications& all, const std::string& client, Terminal& terminal) {
  std::vector<std::vector<std::string>> table{
      {"WHEN", "IN/OUT", "MEDIUM", "APPLICATION", "ID", "STATE"}};
  for (const auto& one : all.found) {
    terminal.line(line_json(one));
    table.push_back(row(one));
  }
  if (all.found.empty() && all.unreadable.empty())
    return terminal.line(fmt::format("no communications with {} are known", client));
  terminal.table(table);
  if (all.more) {
    terminal.line(
        fmt::format("only the newest {} are shown; --limit shows more", all.found.size()));
  }
}

/// Puts another tenant's among those that are there already.
void merge(ClientCommunications& all, ClientCommunications more, std::size_t limit) {
  std::ranges::move(more.found, std::back_inserter(all.found));
  std::ranges::move(more.unreadable, std::back_inserter(all.unreadable));
  std::ranges::stable_sort(all.found,
                           [](const ListedCommunication& a, const ListedCommunication& b) {
                             return a.facts().at > b.facts().at;
                           });
  all.more = all.more || more.more || all.found.size() > limit;
  if (all.found.size() > limit) all.found.resize(limit);
}

}  // namespace

ExitCode run(const CommunicationsCommand& command, Installation& installation, Terminal& terminal) {
  const auto tenants = tenants_named(command.tenant, installation.config.tenants);
  if (!tenants) return terminal.fail(tenants.error());
  const auto limit = static_cast<std::size_t>(command.limit);
  ClientCommunications all;
  for (const Tenant* tenant : *tenants) {
    auto found = client_communications(*tenant, command.client, limit, installation);
    if (!found) return terminal.fail(found.error());
    merge(all, std::move(*found), limit);
  }
  print(all, command.client, terminal);
  for (const auto& key : all.unreadable)
    terminal.complain(fmt::format("the record of {} is damaged", case_name(key)));
  return all.unreadable.empty() ? ExitCode::ok : ExitCode::refused;
}

}  // namespace followup::ctl
