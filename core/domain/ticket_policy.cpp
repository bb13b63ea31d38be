// What holds for a ticket, looked up from the nearest that says something.
#include "core/domain/ticket_policy.h"

namespace followup {

namespace {

/// What `member` says in the nearest of node, channel and tenant; unset: none of them says
/// anything.
template <class T>
std::optional<T> nearest(std::optional<T> TicketTerms::*member, const TicketTerms& node,
                         const TicketTerms& channel, const TicketTerms& tenant) {
  if (node.*member) return node.*member;
  return channel.*member ? channel.*member : tenant.*member;
}

/// The terms of which the earliest end counts (S-T32); the tenant's is for where there is no other.
std::vector<Term> terms_together(const TicketTerms& node, const TicketTerms& channel,
                                 const TicketTerms& tenant) {
  std::vector<Term> terms;
  if (node.term) terms.push_back(*node.term);
  if (channel.term && channel.term != node.term) terms.push_back(*channel.term);
  if (terms.empty() && tenant.term) terms.push_back(*tenant.term);
  return terms;
}

}  // namespace

bool offered_on(const TicketNode& node, TicketChannel channel) {
  switch (channel) {
    case TicketChannel::internal:
      return true;
    case TicketChannel::contact_form:
      return node.contact_form;
    case TicketChannel::ombudsman:
      return node.ombudsman;
    case TicketChannel::lgpd:
      return node.lgpd;
  }
  return false;
}

EffectiveTerms effective_terms(const TicketPolicy& policy, const TicketNode& node,
                               TicketChannel channel) {
  static const TicketTerms nothing_said;
  const auto found = policy.channels.find(channel);
  const TicketTerms& of_channel = found == policy.channels.end() ? nothing_said : found->second;
  EffectiveTerms effective;
  effective.terms = terms_together(node.terms, of_channel, policy.terms);
  effective.warnings = nearest(&TicketTerms::warnings, node.terms, of_channel, policy.terms)
                           .value_or(std::vector<TermWarning>{});
  effective.escalation_gap =
      nearest(&TicketTerms::escalation_gap, node.terms, of_channel, policy.terms);
  effective.extension = nearest(&TicketTerms::extension, node.terms, of_channel, policy.terms);
  return effective;
}

}  // namespace followup
