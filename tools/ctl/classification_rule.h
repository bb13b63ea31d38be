// What holds for a follow-up of one classification on each channel, and where that comes from.
#pragma once

#include "core/domain/ticket_policy.h"

#include <string>
#include <vector>

namespace followup::ctl {

/// A text and its source: "classification", "channel", "tenant", or "" for what nobody says.
struct Sourced {
  std::string text;
  std::string from;
};

struct ChannelRule {
  TicketChannel channel = TicketChannel::internal;
  bool offered = false;
  std::vector<Sourced> terms;  ///< none: no deadline; of two the earlier end counts
  std::vector<std::string> warnings;
  std::string warnings_from;
  Sourced escalation_gap;
  Sourced extension;
};

/// All four channels, also those that the node is not offered on.
[[nodiscard]] std::vector<ChannelRule> rules_of(const TicketPolicy& policy, const TicketNode& node);

}  // namespace followup::ctl
