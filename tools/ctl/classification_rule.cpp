// The values are effective_terms()'s; here it is only told who said them.
#include "tools/ctl/classification_rule.h"

#include "core/codec/config_terms.h"

namespace followup::ctl {

namespace {

class Sources {
 public:
  Sources(const TicketPolicy& policy, const TicketNode& node, TicketChannel channel)
      : node_(node.terms) {
    if (const auto found = policy.channels.find(channel); found != policy.channels.end())
      channel_ = &found->second;
  }

  /// Of what is taken from the nearest place.
  template <class T>
  [[nodiscard]] std::string of(std::optional<T> TicketTerms::*member, bool said) const {
    if (!said) return "";
    if (node_.*member) return "classification";
    return channel_ != nullptr && channel_->*member ? "channel" : "tenant";
  }

  [[nodiscard]] std::string of_term(const Term& term) const {
    const bool of_node = node_.term == term;
    const bool of_channel = channel_ != nullptr && channel_->term == term;
    if (of_node) return of_channel ? "classification and channel" : "classification";
    return of_channel ? "channel" : "tenant";
  }

 private:
  const TicketTerms& node_;
  const TicketTerms* channel_ = nullptr;
};

Sourced sourced(const std::optional<Term>& term, const std::string& from) {
  return {term ? format_term(*term) : "", from};
}

}  // namespace

std::vector<ChannelRule> rules_of(const TicketPolicy& policy, const TicketNode& node) {
  std::vector<ChannelRule> rules;
  for (const auto channel : {TicketChannel::internal, TicketChannel::contact_form,
                             TicketChannel::ombudsman, TicketChannel::lgpd}) {
    const EffectiveTerms effective = effective_terms(policy, node, channel);
    const Sources sources(policy, node, channel);
    ChannelRule rule;
    rule.channel = channel;
    rule.offered = offered_on(node, channel);
    for (const auto& term : effective.terms)
      rule.terms.push_back({format_term(term), sources.of_term(term)});
    for (const auto& warning : effective.warnings)
      rule.warnings.push_back(format_warning(warning));
    rule.warnings_from = sources.of(&TicketTerms::warnings, !effective.warnings.empty());
    rule.escalation_gap =
        sourced(effective.escalation_gap,
                sources.of(&TicketTerms::escalation_gap, effective.escalation_gap.has_value()));
    rule.extension = sourced(effective.extension,
                             sources.of(&TicketTerms::extension, effective.extension.has_value()));
    rules.push_back(std::move(rule));
  }
  return rules;
}

}  // namespace followup::ctl
