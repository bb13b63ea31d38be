// The classification tree of a tenant in the order in which it is drawn, and looking for nodes in
// it (T18).
#pragma once

#include "core/domain/ticket_policy.h"

#include <string>
#include <string_view>
#include <vector>

namespace followup::ctl {

struct TreeLine {
  std::string id;
  const TicketNode* node = nullptr;
  std::string branches;  ///< what is drawn before the description: "", "├─ ", "│  └─ "
  bool found = true;     ///< false: it is there because something below it was found
};

/// Every node below its parent, siblings by their descriptions. With `search` only those whose
/// description or id has it, whatever its case and accents, and what is above them. The lines point
/// into `policy`.
[[nodiscard]] std::vector<TreeLine> draw_tree(const TicketPolicy& policy, std::string_view search);

/// The descriptions from the top down to the node.
[[nodiscard]] std::vector<std::string> path_of(const TicketPolicy& policy, const TicketNode& node);

/// "active", "inactive", "draft".
[[nodiscard]] std::string_view status_text(NodeStatus status);

}  // namespace followup::ctl
