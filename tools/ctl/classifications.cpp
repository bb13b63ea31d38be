// followupctl classifications: the tree of a tenant's tickets, and what holds for one of its nodes.
// From the configuration folder alone.
#include "core/codec/config_terms.h"
#include "tools/ctl/case_name.h"
#include "tools/ctl/classification_rule.h"
#include "tools/ctl/classification_tree.h"
#include "tools/ctl/commands.h"

#include <algorithm>

#include <fmt/format.h>

namespace followup::ctl {

namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string listed(const std::vector<std::string>& texts, std::string_view none = "") {
  return texts.empty() ? std::string(none) : fmt::format("{}", fmt::join(texts, ", "));
}

/// The switches that are on.
std::vector<std::string> channels_of(const TicketNode& node) {
  std::vector<std::string> names;
  for (const auto channel :
       {TicketChannel::contact_form, TicketChannel::ombudsman, TicketChannel::lgpd})
    if (offered_on(node, channel)) names.emplace_back(to_text(channel));
  return names;
}

std::vector<std::string> types_of(const TicketNode& node) {
  return {node.person_types.begin(), node.person_types.end()};
}

void print_tree(const Tenant& tenant, const std::vector<TreeLine>& lines, Terminal& terminal) {
  const auto found =
      std::count_if(lines.begin(), lines.end(), [](const TreeLine& line) { return line.found; });
  const auto all = static_cast<std::ptrdiff_t>(tenant.policy.ticket.nodes.size());
  const std::string count =
      found == all ? std::to_string(all) : fmt::format("{} of {}", found, all);
  terminal.line(fmt::format("{}, {} {}", tenant.name, count,
                            all == 1 ? "classification" : "classifications"));
  Rows rows{{"CLASSIFICATION", "ID", "LEVEL", "STATUS", "GROUPS", "CHANNELS"}};
  for (const auto& line : lines) {
    const TicketNode& node = *line.node;
    rows.push_back({line.branches + node.description, line.id, std::to_string(node.level),
                    std::string(status_text(node.status)), listed(node.groups),
                    listed(channels_of(node))});
  }
  terminal.table(rows);
}

JsonObject json_of(const Tenant& tenant, const std::string& id, const TicketNode& node) {
  return JsonObject()
      .add("tenant", tenant.name)
      .add("id", id)
      .add("description", node.description)
      .add("parent", node.parent)
      .add("path", path_of(tenant.policy.ticket, node))
      .add("level", node.level)
      .add("last_level", node.leaf)
      .add("status", status_text(node.status))
      .add("person_types", types_of(node))
      .add("groups", node.groups)
      .add("contact_form", node.contact_form)
      .add("ombudsman", node.ombudsman)
      .add("lgpd", node.lgpd)
      .add("first_answer_ends_all", node.first_answer_ends_all);
}

void add_sourced(JsonObject& object, const std::string& name, const Sourced& value) {
  if (value.from.empty()) return;
  object.add(name, value.text).add(name + "_from", value.from);
}

JsonObject json_of(const ChannelRule& rule) {
  std::vector<JsonObject> terms;
  for (const auto& term : rule.terms)
    terms.push_back(JsonObject().add("term", term.text).add("from", term.from));
  JsonObject object;
  object.add("channel", to_text(rule.channel))
      .add("offered", rule.offered)
      .add("terms", terms)
      .add("warnings", rule.warnings);
  if (!rule.warnings_from.empty()) object.add("warnings_from", rule.warnings_from);
  add_sourced(object, "escalation_gap", rule.escalation_gap);
  add_sourced(object, "extension", rule.extension);
  return object;
}

std::string words(const Sourced& value, std::string_view none) {
  return value.from.empty() ? std::string(none) : fmt::format("{} ({})", value.text, value.from);
}

std::vector<std::string> row_of(const ChannelRule& rule) {
  if (!rule.offered) return {std::string(to_text(rule.channel)), "no", "", "", "", ""};
  std::vector<std::string> terms;
  for (const auto& term : rule.terms)
    terms.push_back(words(term, ""));
  std::string term = terms.empty() ? "none" : fmt::format("{}", fmt::join(terms, " or "));
  if (terms.size() > 1) term += ", the earlier end";
  return {std::string(to_text(rule.channel)),
          "yes",
          term,
          words({listed(rule.warnings), rule.warnings_from}, "none"),
          words(rule.escalation_gap, "none"),
          words(rule.extension, "none")};
}

/// Why no item of it is taken in, or "".
std::string refusal_words(const TicketNode& node) {
  if (!node.leaf) return "others are below it: an item of it is put aside (T12)";
  if (node.status == NodeStatus::active) return "";
  return fmt::format("it is {}: a new item of it is put aside (T11)", status_text(node.status));
}

std::string group_words(const Tenant& tenant, const TicketNode& node) {
  std::vector<std::string> names;
  for (const auto& id : node.groups) {
    const auto found = tenant.groups.find(id);
    const bool named = found != tenant.groups.end() && !found->second.name.empty();
    names.push_back(named ? fmt::format("{} \"{}\"", id, found->second.name) : id);
  }
  if (names.empty()) return "none: an event names them";
  return listed(names) + " (classification)";
}

void print_rule(const Tenant& tenant, const std::string& id, const TicketNode& node,
                Terminal& terminal) {
  const TicketPolicy& policy = tenant.policy.ticket;
  terminal.line(fmt::format("{}, classification {} \"{}\"", tenant.name, id, node.description));
  if (const auto but = refusal_words(node); !but.empty()) terminal.line("but: " + but);
  Rows rows;
  rows.push_back({"path", fmt::format("{}", fmt::join(path_of(policy, node), " > "))});
  rows.push_back({"level", fmt::format("{}{}", node.level, node.leaf ? ", a last level" : "")});
  rows.push_back({"status", std::string(status_text(node.status))});
  rows.push_back({"persons", listed(types_of(node), "all types")});
  rows.push_back({"groups", group_words(tenant, node)});
  rows.push_back({"answers", node.first_answer_ends_all
                                 ? "the first conclusive one ends it for all groups"
                                 : "every group has to give a conclusive one"});
  rows.push_back(
      {"calendar", policy.calendar.empty() ? "none: all day on business days" : policy.calendar});
  terminal.table(rows);
  Rows channels{{"CHANNEL", "OFFERED", "TERM", "WARNINGS", "ESCALATION GAP", "EXTENSION"}};
  for (const auto& rule : rules_of(policy, node))
    channels.push_back(row_of(rule));
  terminal.table(channels);
}

ExitCode show_node(const Tenant& tenant, const std::string& id, Terminal& terminal) {
  const auto& nodes = tenant.policy.ticket.nodes;
  const auto found = nodes.find(id);
  if (found == nodes.end()) {
    std::vector<std::string> known;
    known.reserve(nodes.size());
    for (const auto& [each, node] : nodes)
      known.push_back(each);
    const auto nearest = nearest_names(id, known);
    return terminal.fail(
        {Code::not_found,
         fmt::format("there is no classification \"{}\"{}", id,
                     nearest.empty() ? ": followupctl classifications lists them"
                                     : fmt::format(": did you mean {}?", choice_text(nearest)))});
  }
  std::vector<JsonObject> channels;
  for (const auto& rule : rules_of(tenant.policy.ticket, found->second))
    channels.push_back(json_of(rule));
  terminal.line(json_of(tenant, id, found->second)
                    .add("calendar", tenant.policy.ticket.calendar)
                    .add("channels", channels));
  print_rule(tenant, id, found->second, terminal);
  return ExitCode::ok;
}

ExitCode show_tree(const Tenant& tenant, const std::string& search, Terminal& terminal) {
  const auto lines = draw_tree(tenant.policy.ticket, search);
  if (lines.empty()) {
    return terminal.fail(
        {Code::not_found, fmt::format("no classification is called \"{}\"", search)});
  }
  print_tree(tenant, lines, terminal);
  for (const auto& line : lines)
    if (line.found) terminal.line(json_of(tenant, line.id, *line.node));
  return ExitCode::ok;
}

/// The tenant of that name; for an empty one the only tenant with classifications.
Result<const Tenant*> tenant_with_tree(const std::string& name, const TenantBook& tenants) {
  if (!name.empty()) {
    auto found = find_tenant(name, tenants);
    if (found && (*found)->policy.ticket.nodes.empty())
      return Error{Code::not_found, fmt::format("the tenant {} has no classifications: describe "
                                                "them in [classifications.<id>]",
                                                name)};
    return found;
  }
  std::vector<std::string> having;
  for (const auto& [each, tenant] : tenants.tenants)
    if (!tenant.policy.ticket.nodes.empty()) having.push_back(each);
  if (having.size() == 1) return tenants.find(having.front());
  if (having.empty())
    return Error{Code::invalid_input,
                 "no tenant has classifications: describe them in [classifications.<id>]"};
  return Error{Code::invalid_input,
               fmt::format("say which tenant: {} have classifications", fmt::join(having, ", "))};
}

}  // namespace

ExitCode run(const ClassificationsCommand& command, const Globals& globals, Terminal& terminal) {
  const auto config = read_config(globals.config, terminal);
  if (!config) return terminal.fail(config.error());
  const auto tenant = tenant_with_tree(command.tenant, config->tenants);
  if (!tenant) return terminal.fail(tenant.error());
  return command.node.empty() ? show_tree(**tenant, command.search, terminal)
                              : show_node(**tenant, command.node, terminal);
}

}  // namespace followup::ctl
