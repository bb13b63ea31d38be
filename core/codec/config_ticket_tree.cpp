// Levels and leaves of the classification tree. Every way to the top is walked once, however long.
#include "core/codec/config_sections.h"
#include "core/codec/config_ticket_nodes.h"

#include <algorithm>

#include <fmt/format.h>

namespace followup {

namespace {

class Tree {
 public:
  explicit Tree(WrittenNodes& nodes)
      : nodes_(nodes), missing_("classification", "classifications", names_of(nodes)) {}

  void grow() {
    for (const auto& [id, written] : nodes_)
      take_parent(id, written);
    for (const auto& [id, written] : nodes_)
      if (!states_.contains(id)) climb(id);
    for (auto& [id, written] : nodes_)
      check(id, written);
  }

 private:
  enum class State { on_the_way, done };

  void take_parent(const std::string& id, const WrittenNode& written) {
    const auto& parent = written.node.parent;
    if (parent.empty()) return;
    if (nodes_.contains(parent)) {
      children_[parent].push_back(id);
    } else {
      written.report->error(written.path + "parent", missing_.words(parent));
    }
  }

  /// Gives levels to the node and to all above it that have none yet.
  void climb(const std::string& start) {
    std::vector<std::string> way;
    std::string id = start;
    while (nodes_.contains(id) && !states_.contains(id)) {
      states_[id] = State::on_the_way;
      way.push_back(id);
      id = nodes_.at(id).node.parent;
    }
    const auto met = states_.find(id);
    if (met != states_.end() && met->second == State::on_the_way) tell_circle(way, id);
    int level = met != states_.end() ? nodes_.at(id).node.level : 0;
    for (auto step = way.rbegin(); step != way.rend(); ++step) {
      nodes_.at(*step).node.level = ++level;
      states_[*step] = State::done;
    }
  }

  void tell_circle(const std::vector<std::string>& way, const std::string& first) {
    const WrittenNode& written = nodes_.at(first);
    written.report->error(written.path + "parent",
                          circle_words({std::find(way.begin(), way.end(), first), way.end()}));
  }

  void check(const std::string& id, WrittenNode& written) const {
    const auto below = children_.find(id);
    written.node.leaf = below == children_.end();
    const auto level = written.node.level;
    if (written.level && *written.level != level) {
      written.report->warning(written.path + "level",
                              fmt::format("is {}; by its parents it is {}, and that counts (T10)",
                                          *written.level, level));
    }
    if (!written.node.leaf) {
      check_parent(written, below->second);
    } else if (written.last_level == false) {
      written.report->warning(written.path + "last_level",
                              "is false, and none is below it: it is a last level (T12)");
    }
  }

  /// Only leaves carry items.
  void check_parent(const WrittenNode& written, const std::vector<std::string>& below) const {
    ConfigReport& report = *written.report;
    if (written.last_level == true) {
      report.error(written.path + "last_level",
                   fmt::format("is true, and {} below it (T12)", names(below)));
    }
    for (const char* key : {"groups", "term", "warnings", "escalation_gap", "extension"}) {
      if (!report.has(written.path + key)) continue;
      report.error(written.path + key,
                   fmt::format("has no place here: only a last level has follow-ups, and {} below "
                               "it (T12)",
                               names(below)));
    }
    for (const char* key :
         {"person_types", "contact_form", "ombudsman", "lgpd", "first_answer_ends_all"}) {
      if (!report.has(written.path + key)) continue;
      report.warning(written.path + key,
                     fmt::format("has no effect: only a last level has follow-ups, and {} below it",
                                 names(below)));
    }
    check_status(written, below);
  }

  void check_status(const WrittenNode& written, const std::vector<std::string>& below) const {
    if (written.node.status == NodeStatus::active) return;
    std::vector<std::string> active;
    for (const auto& id : below)
      if (nodes_.at(id).node.status == NodeStatus::active) active.push_back(id);
    if (active.empty()) return;
    written.report->warning(
        written.path + "status",
        fmt::format("is \"{}\", and {} active below it: follow-ups there are taken in all the same",
                    written.node.status == NodeStatus::draft ? "draft" : "inactive",
                    names(active)));
  }

  /// "a is", "a and b are", "a, b and 3 others are".
  static std::string names(const std::vector<std::string>& ids) {
    if (ids.size() == 1) return ids[0] + " is";
    if (ids.size() == 2) return fmt::format("{} and {} are", ids[0], ids[1]);
    return fmt::format("{}, {} and {} {} are", ids[0], ids[1], ids.size() - 2,
                       ids.size() == 3 ? "other" : "others");
  }

  WrittenNodes& nodes_;
  MissingNames missing_;
  std::map<std::string, std::vector<std::string>> children_;
  std::map<std::string, State> states_;
};

}  // namespace

std::string MissingNames::words(const std::string& name) {
  const std::string section = fmt::format("[{}.{}]", section_, name);
  if (hints_-- > 0) return no_such(what_, name, known_, section);
  hints_ = 0;
  return fmt::format("there is no {} \"{}\"", what_, name);
}

void grow_tree(WrittenNodes& nodes) {
  Tree(nodes).grow();
}

}  // namespace followup
