// Classifications in JSON, as a CRM exports them: the names of the members are those of the keys.
#include "core/codec/config_json.h"
#include "core/codec/config_secrets.h"
#include "core/codec/config_ticket_nodes.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace followup {

namespace {

constexpr const char* id_member = "id";

class NodeFile {
 public:
  NodeFile(ConfigReport& report, WrittenNodes& nodes) : report_(report), nodes_(nodes) {}

  void read(TomlValue& root) {
    if (root.type == TomlType::table) {
      for (auto& item : root.items)
        read_item(item, item.key, {});
    } else if (root.type == TomlType::list) {
      for (std::size_t at = 0; at < root.items.size(); ++at)
        read_listed(root.items[at], at);
    } else {
      report_.error("", "must be an object of classifications by id, or a list of them");
    }
  }

 private:
  void read_listed(TomlValue& item, std::size_t at) {
    const TomlValue* const id = item.find(id_member);
    if (item.type == TomlType::table && id != nullptr && id->type == TomlType::text) {
      const std::string name = id->text;  // the item is changed
      read_item(item, name, {id_member});
    } else {
      report_.error_at(item.line, fmt::format("/{}", at),
                       item.type != TomlType::table ? "must be an object"
                       : id == nullptr              ? "has no \"id\""
                                                    : "needs a text as its \"id\"");
    }
  }

  void read_item(TomlValue& item, const std::string& id, const std::vector<std::string>& apart) {
    const std::string name = "classifications." + id;
    if (auto problem = check_ticket_id(id); !problem.empty()) {
      report_.error_at(item.line, name, std::move(problem));
    } else if (item.type != TomlType::table) {
      report_.error_at(item.line, name, "must be an object");
    } else if (const auto found = nodes_.find(id); found != nodes_.end()) {
      report_.error_at(item.line, name,
                       fmt::format("is described already, in {}", found->second.report->file()));
    } else {
      report_.note(name, item.line);
      check_members(item, name);
      // What a CRM has nothing for it often sends as null.
      std::erase_if(item.items,
                    [](const TomlValue& member) { return member.type == TomlType::null; });
      read_node(item, id, report_, nodes_, apart);
    }
  }

  void check_members(const TomlValue& item, const std::string& name) {
    std::set<std::string_view> seen;
    for (const auto& member : item.items) {
      if (!seen.insert(member.key).second)
        report_.error_at(member.line, name + "." + member.key, "stands there twice");
    }
  }

  ConfigReport& report_;
  WrittenNodes& nodes_;
};

}  // namespace

void read_node_file(const std::filesystem::path& path, ConfigReport& of_tenant,
                    ConfigReport& of_file, WrittenNodes& nodes) {
  const auto content = read_whole_file(path);
  if (!content) {
    of_tenant.error("tickets.file", fmt::format("can not be used: {}", content.error().what));
    return;
  }
  auto parsed = parse_json(*content);
  if (auto* const fault = std::get_if<TomlFault>(&parsed)) {
    of_file.error_at(fault->line, "", std::move(fault->message));
    return;
  }
  NodeFile(of_file, nodes).read(std::get<TomlValue>(parsed));
}

}  // namespace followup
