// Walked with a work list: a tree may be as deep as it likes.
#include "tools/ctl/classification_tree.h"

#include "tools/ctl/folded.h"

#include <algorithm>
#include <map>
#include <set>

namespace followup::ctl {

namespace {

using Node = std::map<std::string, TicketNode>::value_type;

class Drawing {
 public:
  Drawing(const TicketPolicy& policy, std::string_view search) : policy_(policy) {
    const std::string wanted = folded(search);
    for (const auto& [id, node] : policy.nodes) {
      if (folded(id).find(wanted) == std::string::npos &&
          folded(node.description).find(wanted) == std::string::npos)
        continue;
      found_.insert(id);
      show_with_parents(id);
    }
    for (const auto& entry : policy.nodes)
      if (shown_.contains(entry.first)) below_[entry.second.parent].push_back(&entry);
    for (auto& [parent, siblings] : below_)
      sort(siblings);
  }

  [[nodiscard]] std::vector<TreeLine> lines() const {
    std::vector<TreeLine> lines;
    std::vector<Open> open;
    put_below("", "", open);
    while (!open.empty()) {
      const Open next = open.back();
      open.pop_back();
      const auto& [id, node] = *next.entry;
      const bool top = node.parent.empty();
      lines.push_back(
          {id, &node, top ? "" : next.before + (next.last ? "└─ " : "├─ "), found_.contains(id)});
      put_below(id, top ? "" : next.before + (next.last ? "   " : "│  "), open);
    }
    return lines;
  }

 private:
  struct Open {
    const Node* entry;
    std::string before;
    bool last;
  };

  void show_with_parents(std::string id) {
    while (!id.empty() && shown_.insert(id).second)
      id = policy_.nodes.at(id).parent;
  }

  static void sort(std::vector<const Node*>& siblings) {
    std::vector<std::pair<std::string, const Node*>> keyed;
    keyed.reserve(siblings.size());
    for (const Node* entry : siblings)
      keyed.emplace_back(folded(entry->second.description), entry);
    std::stable_sort(keyed.begin(), keyed.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::transform(keyed.begin(), keyed.end(), siblings.begin(),
                   [](const auto& each) { return each.second; });
  }

  /// The last one first: the list is taken from its end.
  void put_below(const std::string& id, const std::string& before, std::vector<Open>& open) const {
    const auto below = below_.find(id);
    if (below == below_.end()) return;
    const auto& siblings = below->second;
    for (auto entry = siblings.rbegin(); entry != siblings.rend(); ++entry)
      open.push_back({*entry, before, entry == siblings.rbegin()});
  }

  const TicketPolicy& policy_;
  std::set<std::string> found_;
  std::set<std::string> shown_;
  std::map<std::string, std::vector<const Node*>> below_;
};

}  // namespace

std::vector<TreeLine> draw_tree(const TicketPolicy& policy, std::string_view search) {
  return Drawing(policy, search).lines();
}

std::vector<std::string> path_of(const TicketPolicy& policy, const TicketNode& node) {
  std::vector<std::string> path{node.description};
  for (const TicketNode* step = &node; !step->parent.empty();) {
    step = &policy.nodes.at(step->parent);
    path.push_back(step->description);
  }
  std::reverse(path.begin(), path.end());
  return path;
}

std::string_view status_text(NodeStatus status) {
  switch (status) {
    case NodeStatus::active:
      return "active";
    case NodeStatus::inactive:
      return "inactive";
    case NodeStatus::draft:
      return "draft";
  }
  return "";
}

}  // namespace followup::ctl
