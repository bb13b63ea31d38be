// One table of keys a kind of section; terms stand in three of them.
#include "core/codec/config_ticket.h"

#include "core/codec/config_kinds.h"
#include "core/codec/config_sections.h"
#include "core/codec/config_terms.h"
#include "core/codec/config_ticket_nodes.h"

#include <algorithm>

namespace followup {

namespace {

constexpr const char* tenant_file = "tenants/<name>.toml";

/// [tickets] as it is written.
struct TicketSection {
  TicketPolicy policy;
  std::string file;
};

TextRule ids() {
  return {.type = "id", .check = check_ticket_id, .may_be_empty = true};
}

/// A term whose count is `least` at least.
template <class Target>
KeyKind<Target> term(Field<Target, std::optional<Term>> place, int least) {
  return single("term", std::move(place), [=](const TomlValue& value) -> Result<Term> {
    const auto written = read_text(value, {.type = "term"});
    if (!written) return written.error();
    return parse_term(*written, least);
  });
}

template <class Target>
KeyKind<Target> term_warnings(Field<Target, std::optional<std::vector<TermWarning>>> place) {
  return {"list of warnings", [=](const TomlValue& value, Target& target) {
            std::vector<TermWarning> items;
            auto problems = read_list<TermWarning>(
                value, true,
                [](const TomlValue& item) -> Result<TermWarning> {
                  const auto written = read_text(item, {.type = "warning"});
                  if (!written) return written.error();
                  return parse_warning(*written);
                },
                items);
            place(target) = std::move(items);
            return problems;
          }};
}

/// What is said of a place's terms: what they are for, and what holds where they are not set.
struct TermWords {
  std::string what;
  std::string otherwise;
};

template <class Target>
std::vector<KeyRow<Target>> term_rows(const Field<Target, TicketTerms>& terms,
                                      const TermWords& words) {
  const auto place = [&](auto member) {
    using Member = std::remove_reference_t<decltype(std::declval<TicketTerms>().*member)>;
    return Field<Target, Member>([=](Target& target) -> Member& { return terms(target).*member; });
  };
  const std::string unset(not_set);
  return {
      {"term", term(place(&TicketTerms::term), 0), unset,
       "How long a group has to answer" + words.what + "; not set: " + words.otherwise + "."},
      {"warnings", term_warnings(place(&TicketTerms::warnings)), unset,
       "When the group is warned before: a share of the time that has passed (`\"75%\"`), or open "
       "time that is left (`\"30m\"`); `[]`: never; not set: " +
           words.otherwise + "."},
      {"escalation_gap", term(place(&TicketTerms::escalation_gap), 1), unset,
       "From one level of managers to the next (S-T31); not set: " + words.otherwise + "."},
      {"extension", term(place(&TicketTerms::extension), 1), unset,
       "The longest time, from the opening, that may be agreed on (S-T21); not set: " +
           words.otherwise + "."},
  };
}

KeyKind<TicketSection> shift(TermShift TermRules::*member) {
  return choice(field(&TicketSection::policy, &TicketPolicy::rules, member),
                {{"none", TermShift::none},
                 {"business", TermShift::next_business_day},
                 {"working", TermShift::next_working_day}});
}

std::vector<KeyRow<TicketSection>> section_rows() {
  const auto policy = &TicketSection::policy;
  std::vector<KeyRow<TicketSection>> rows{
      {"calendar",
       text(field(policy, &TicketPolicy::calendar), {.type = "name", .may_be_empty = true}), "\"\"",
       "The calendar, of `[calendars.<name>]`, that business days and hours are of; empty: all day "
       "on business days."},
      {"month_end",
       choice(field(policy, &TicketPolicy::rules, &TermRules::month_end),
              {{"next_day", MonthEnd::next_day}, {"last_day", MonthEnd::last_day}}),
       "\"last_day\"",
       "Where a term of months ends in a month without the day that it began on: on the first of "
       "the next month, or on its own last day (S-T26)."},
      {"shift_days", shift(&TermRules::shift_days), "\"none\"",
       "Where a term of calendar days ends instead of on a day off: nowhere else, on the next day "
       "on which anything is open, or on the next that is neither a Sunday nor a holiday."},
      {"shift_months", shift(&TermRules::shift_months), "\"none\"",
       "The same of a term of months."},
      {"groups", text_set(field(policy, &TicketPolicy::groups), ids()), "[]",
       "Ids of groups besides those of `[teams.<id>]`; an event that names another is put aside. "
       "Where there are neither, every id is taken."},
      {"file", text(field(&TicketSection::file), {.type = "file name", .may_be_empty = true}),
       "\"\"",
       "A JSON file with classifications, beside this file unless its name is absolute; empty: "
       "there is none."}};
  const Field<TicketSection, TicketTerms> terms = field(policy, &TicketPolicy::terms);
  auto more = term_rows(terms, {"", "none"});
  rows.insert(rows.end(), std::make_move_iterator(more.begin()),
              std::make_move_iterator(more.end()));
  return rows;
}

std::vector<KeyRow<TicketTerms>> channel_rows() {
  const Field<TicketTerms, TicketTerms> whole = [](TicketTerms& terms) -> TicketTerms& {
    return terms;
  };
  return term_rows(whole, {" what came in on the channel; of this and a classification's own the "
                           "earlier end counts (S-T32)",
                           "that of `[tickets]`"});
}

std::vector<KeyRow<WrittenNode>> node_rows() {
  const auto node = &WrittenNode::node;
  std::vector<KeyRow<WrittenNode>> rows{
      {"description", text(field(node, &TicketNode::description), {.type = "text"}),
       std::string(required), "Name of the step, sector or type (T8)."},
      {"parent", text(field(node, &TicketNode::parent), ids()), "\"\"",
       "Id of the classification above it; empty: a top one (T9)."},
      {"level", whole(field(&WrittenNode::level), 0, 1000), std::string(not_set),
       "As the CRM has it; what counts is computed from the parents (T10)."},
      {"last_level", single("true or false", field(&WrittenNode::last_level), read_truth),
       std::string(not_set),
       "As the CRM has it; what counts is whether others are below it (T12)."},
      {"status",
       choice(field(node, &TicketNode::status), {{"active", NodeStatus::active},
                                                 {"inactive", NodeStatus::inactive},
                                                 {"draft", NodeStatus::draft}}),
       "\"active\"", "New items are taken in on active ones only (T11, Q10)."},
      {"person_types", text_set(field(node, &TicketNode::person_types), ids()), "[]",
       "For which types of persons it may be used; `[]`: for all (T13)."},
      {"groups", texts(field(node, &TicketNode::groups), ids()), "[]",
       "Ids of the groups that must answer (T14); `[]`: an event names them."},
      {"contact_form", truth(field(node, &TicketNode::contact_form)), "false",
       "Offered on the web contact form (T15)."},
      {"ombudsman", truth(field(node, &TicketNode::ombudsman)), "false",
       "Offered for entries of the ombudsman (T16)."},
      {"lgpd", truth(field(node, &TicketNode::lgpd)), "false",
       "Offered for questions of data protection (T17)."},
      {"first_answer_ends_all", truth(field(node, &TicketNode::first_answer_ends_all)), "false",
       "The first conclusive answer of one group ends it for all of them (Q14)."}};
  const Field<WrittenNode, TicketTerms> terms = field(node, &TicketNode::terms);
  auto more = term_rows(terms, {"", "the channel's, else that of `[tickets]`"});
  rows.insert(rows.end(), std::make_move_iterator(more.begin()),
              std::make_move_iterator(more.end()));
  return rows;
}

/// The name of a channel, as a check of a section's id.
std::string check_channel(std::string_view name) {
  if (from_text<TicketChannel>(name)) return "";
  std::vector<std::string> known;
  for (const auto channel : all_channels)
    known.emplace_back(to_text(channel));
  const auto nearest = nearest_names(name, known);
  return fmt::format(
      "is no channel: {}{}{}", nearest.empty() ? "there are " : "did you mean ",
      nearest.empty() ? fmt::format("\"{}\"", fmt::join(known, "\", \"")) : choice_text(nearest),
      nearest.empty() ? "" : "?");
}

void read_channels(const TomlValue& root, TicketPolicy& policy, ConfigReport& report) {
  const auto rows = channel_rows();
  read_sections(root.find("ticket_channels"), {"ticket_channels", "<channel>", check_channel},
                report,
                [&](const TomlValue& item, const std::string& name, const std::string& path) {
                  TicketTerms terms;
                  read_rows(item, path, rows, terms, report);
                  if (const auto channel = from_text<TicketChannel>(name))
                    policy.channels[*channel] = std::move(terms);
                });
}

}  // namespace

std::string check_ticket_id(std::string_view id) {
  constexpr std::ptrdiff_t longest = 64;
  const auto characters =
      std::count_if(id.begin(), id.end(), [](char c) { return (c & 0xc0) != 0x80; });
  if (characters >= 1 && characters <= longest && check_plain(id).empty()) return "";
  return "must be an id of 1 to 64 characters, none of them a control character";
}

void read_node(const TomlValue& item, const std::string& id, ConfigReport& report,
               WrittenNodes& nodes, const std::vector<std::string>& apart) {
  static const auto rows = node_rows();
  WrittenNode& written = nodes[id];
  written.path = "classifications." + id + ".";
  written.report = &report;
  read_rows(item, written.path, rows, written, report, apart);
}

void read_tickets(const TomlValue& root, const TenantFile& file, Tenant& tenant,
                  ConfigReport& report) {
  TicketSection section;
  if (const TomlValue* const found = find_section(root, "tickets", report)) {
    report.note("tickets", found->line);
    read_rows(*found, "tickets.", section_rows(), section, report);
  }
  TicketPolicy& policy = section.policy;
  read_channels(root, policy, report);
  WrittenNodes nodes;
  read_sections(root.find("classifications"), {"classifications", "<id>", check_ticket_id}, report,
                [&](const TomlValue& item, const std::string& id, const std::string&) {
                  read_node(item, id, report, nodes);
                });
  ConfigReport of_file = report.beside(section.file);
  if (!section.file.empty())
    read_node_file(file.path.parent_path() / section.file, report, of_file, nodes);
  for (const auto& [id, team] : tenant.groups)
    policy.groups.insert(id);
  grow_tree(nodes);
  check_tickets(tenant, policy, nodes, report);
  check_ticket_terms(tenant, policy, nodes, report);
  for (auto& [id, written] : nodes)
    policy.nodes.emplace_hint(policy.nodes.end(), id, std::move(written.node));
  tenant.policy.ticket = std::move(policy);
}

void document_tickets(std::vector<ConfigKey>& keys) {
  document_rows(tenant_file, "tickets.", section_rows(), keys);
  document_rows(tenant_file, "ticket_channels.<channel>.", channel_rows(), keys);
  document_rows(tenant_file, "classifications.<id>.", node_rows(), keys);
}

}  // namespace followup
