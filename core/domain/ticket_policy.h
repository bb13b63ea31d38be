// How tickets are classified, who answers them, and how long that may take (source 5).
#pragma once

#include "core/domain/names.h"
#include "core/domain/term.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace followup {

/// State of a node (T11).
enum class NodeStatus : std::uint8_t { active, inactive, draft };

/// What holds for a node, a channel or the whole tenant unless something nearer says otherwise.
struct TicketTerms {
  std::optional<Term> term;                          ///< unset: no deadline
  std::optional<std::vector<TermWarning>> warnings;  ///< before it
  std::optional<Term> escalation_gap;                ///< from one level of managers to the next
  std::optional<Term> extension;                     ///< the longest term that may be agreed on
  friend bool operator==(const TicketTerms&, const TicketTerms&) = default;
};

/// A node of the classification tree (T6, T8 to T17).
struct TicketNode {
  std::string description;
  std::string parent;  ///< id, or empty: a top node
  int level = 1;       ///< computed (T10)
  bool leaf = true;    ///< computed: none has it as its parent; only leaves carry items (T12)
  NodeStatus status = NodeStatus::active;
  std::set<std::string> person_types;  ///< empty: all (T13)
  std::vector<std::string> groups;     ///< that must answer (T14)
  bool contact_form = false;           ///< T15
  bool ombudsman = false;              ///< T16
  bool lgpd = false;                   ///< T17
  TicketTerms terms;
  bool first_answer_ends_all = false;  ///< Q14
  friend bool operator==(const TicketNode&, const TicketNode&) = default;
};

struct TicketPolicy {
  std::map<std::string, TicketNode> nodes;
  std::map<TicketChannel, TicketTerms> channels;
  TicketTerms terms;     ///< the tenant's own
  std::string calendar;  ///< business hours; empty: all day on business days
  TermRules rules;
  std::set<std::string> groups;  ///< ids; empty: every id is taken
  friend bool operator==(const TicketPolicy&, const TicketPolicy&) = default;
};

/// Whether the node is offered on the channel; everything is on the internal one.
[[nodiscard]] bool offered_on(const TicketNode& node, TicketChannel channel);

/// What holds for an item of the node that came in on the channel: the node's own, else the
/// channel's, else the tenant's; of two terms the earlier end counts (S-T32), so both are given.
struct EffectiveTerms {
  std::vector<Term> terms;  ///< none: no deadline; else the earliest end counts
  std::vector<TermWarning> warnings;
  std::optional<Term> escalation_gap;
  std::optional<Term> extension;
};

[[nodiscard]] EffectiveTerms effective_terms(const TicketPolicy& policy, const TicketNode& node,
                                             TicketChannel channel);

}  // namespace followup
