// Terms against what belongs to them. What holds for an item can come from three places; a fault is
// told of the nearest of them that says something of it.
#include "core/codec/config_terms.h"
#include "core/codec/config_ticket_nodes.h"

#include <algorithm>

#include <fmt/format.h>

namespace followup {

namespace {

std::chrono::minutes open_time(const std::vector<DaySpan>& spans) {
  std::chrono::seconds open{0};
  for (const auto& span : spans)
    open += span.until - span.from;
  return std::chrono::ceil<std::chrono::minutes>(open);
}

std::string_view unit_words(TermUnit unit) {
  switch (unit) {
    case TermUnit::minutes:
      return "hours";
    case TermUnit::business_minutes:
      return "business hours";
    case TermUnit::days:
      return "days";
    case TermUnit::business_days:
      return "business days";
    case TermUnit::months:
      return "months";
  }
  return "";
}

class TermChecks {
 public:
  TermChecks(const Tenant& tenant, const TicketPolicy& policy, const WrittenNodes& nodes,
             ConfigReport& report)
      : policy_(policy), nodes_(nodes), report_(report) {
    const auto calendar = tenant.policy.calendars.find(policy.calendar);
    if (calendar == tenant.policy.calendars.end()) return;
    longest_day_ = std::chrono::minutes{0};
    for (const auto& day : calendar->second.week)
      longest_day_ = std::max(longest_day_, open_time(day));
    if (calendar->second.holiday_eve)
      longest_day_ = std::max(longest_day_, open_time(*calendar->second.holiday_eve));
  }

  void check() {
    TicketPolicy of_tenant;
    of_tenant.terms = policy_.terms;
    check_place(policy_.terms, of_tenant, {}, TicketChannel::internal, {"tickets.", &report_});
    for (const auto& [channel, terms] : policy_.channels) {
      check_place(terms, policy_, {}, channel,
                  {fmt::format("ticket_channels.{}.", to_text(channel)), &report_});
    }
    for (const auto& [id, written] : nodes_)
      if (written.node.leaf) check_node(written);
    check_rules();
  }

 private:
  static constexpr std::array<const char*, 3> term_keys{"term", "warnings", "extension"};

  struct Place {
    std::string path;
    ConfigReport* report;
  };

  /// Whether something was said of the terms that hold there.
  bool check_place(const TicketTerms& own, const TicketPolicy& policy, const TicketNode& node,
                   TicketChannel channel, const Place& place) {
    note(own);
    if (any_fault(place)) return true;
    const EffectiveTerms effective = effective_terms(policy, node, channel);
    const bool of_warnings = check_warnings(own, effective, place);
    return check_extension(own, effective, place) || of_warnings;
  }

  void check_node(const WrittenNode& written) {
    const TicketTerms& own = written.node.terms;
    bool due = false;
    bool told = false;
    for (const auto channel : all_channels) {
      if (!offered_on(written.node, channel)) continue;
      due = due || !effective_terms(policy_, written.node, channel).terms.empty();
      told =
          told || check_place(own, policy_, written.node, channel, {written.path, written.report});
    }
    if (due || told || fault_) return;
    for (const char* key : {"warnings", "escalation_gap", "extension"}) {
      if (written.report->has(written.path + key))
        written.report->warning(written.path + key, "has no effect: no term holds here");
    }
  }

  /// Whether a term there, or what belongs to it, can not be read: what holds is not known then.
  bool any_fault(const Place& place) {
    const bool fault = std::any_of(term_keys.begin(), term_keys.end(), [&](const char* key) {
      return place.report->faulty(place.path + key);
    });
    fault_ = fault_ || (fault && !place.path.starts_with("classifications."));
    return fault;
  }

  /// The nearer of the two keys that is written here; "": neither is.
  static std::string_view key_of(bool first, std::string_view name, const TicketTerms& own) {
    if (first) return name;
    return own.term ? "term" : "";
  }

  bool check_warnings(const TicketTerms& own, const EffectiveTerms& effective,
                      const Place& place) const {
    const auto key = key_of(own.warnings.has_value(), "warnings", own);
    if (key.empty()) return false;
    for (const auto& warning : effective.warnings) {
      const auto* const left = std::get_if<OpenTimeLeft>(&warning);
      if (left == nullptr) continue;
      for (const auto& term : effective.terms) {
        if (left->left < most_open_time(term)) continue;
        place.report->warning(
            place.path + std::string(key),
            fmt::format("a warning \"{}\" never comes: the whole term \"{}\" has no more open time",
                        format_warning(warning), format_term(term)));
        return true;
      }
    }
    return false;
  }

  /// No term of this length has more.
  [[nodiscard]] std::chrono::minutes most_open_time(const Term& term) const {
    constexpr int most_days_of_month = 31;
    constexpr int most_shift = 31;
    const int shift_of_days = policy_.rules.shift_days == TermShift::none ? 0 : most_shift;
    switch (term.unit) {
      case TermUnit::minutes:
      case TermUnit::business_minutes:
        return std::chrono::minutes{term.count};
      case TermUnit::days:
        return longest_day_ * (term.count + 1 + shift_of_days);
      case TermUnit::business_days:
        return longest_day_ * (term.count + 1);
      case TermUnit::months:
        return longest_day_ * (term.count * most_days_of_month + 1 + most_shift);
    }
    return std::chrono::minutes::max();
  }

  // S-T21
  static bool check_extension(const TicketTerms& own, const EffectiveTerms& effective,
                              const Place& place) {
    const auto key = key_of(own.extension.has_value(), "extension", own);
    if (key.empty() || !effective.extension || effective.terms.empty()) return false;
    const Term& most = *effective.extension;
    const auto& terms = effective.terms;
    const bool longer = std::any_of(terms.begin(), terms.end(), [&](const Term& term) {
      return term.unit == most.unit && term.count < most.count;
    });
    if (longer) return false;
    const auto same = std::find_if(terms.begin(), terms.end(),
                                   [&](const Term& term) { return term.unit == most.unit; });
    const std::string path = place.path + std::string(key);
    if (same != terms.end()) {
      place.report->error(path, fmt::format("can not be: the extension \"{}\" is not longer than "
                                            "the term \"{}\"",
                                            format_term(most), format_term(*same)));
    } else {
      place.report->warning(
          path, fmt::format("is in {} and the {} in {}: whether an agreed time is longer than the "
                            "term depends on the days between",
                            unit_words(key == "term" ? terms.front().unit : most.unit),
                            key == "term" ? "extension" : "term",
                            unit_words(key == "term" ? most.unit : terms.front().unit)));
    }
    return true;
  }

  /// What is counted anywhere.
  void note(const TicketTerms& terms) {
    for (const auto& term : {terms.term, terms.escalation_gap, terms.extension})
      if (term) units_.insert(term->unit);
    extends_ = extends_ || terms.extension.has_value();
  }

  void check_rules() const {
    const auto unused = [&](const std::string& key, std::string_view unit) {
      if (report_.has(key) && !report_.faulty(key))
        report_.warning(key, fmt::format("has no effect: no term is in {}", unit));
    };
    if (nodes_.empty()) return;
    if (!units_.contains(TermUnit::months)) {
      unused("tickets.month_end", "months");
      unused("tickets.shift_months", "months");
    }
    // An extension may be agreed on in days whatever it is written in.
    if (!units_.contains(TermUnit::days) && !extends_) unused("tickets.shift_days", "days");
    if (units_.contains(TermUnit::business_minutes) && policy_.calendar.empty() &&
        !report_.faulty("tickets.calendar")) {
      report_.warning("tickets.calendar",
                      "is not set: business hours are all hours of business days");
    }
  }

  const TicketPolicy& policy_;
  const WrittenNodes& nodes_;
  ConfigReport& report_;
  std::chrono::minutes longest_day_ = std::chrono::hours{24};
  std::set<TermUnit> units_;
  bool extends_ = false;
  bool fault_ = false;  ///< of a term that others may come to hold by
};

}  // namespace

void check_ticket_terms(const Tenant& tenant, const TicketPolicy& policy, const WrittenNodes& nodes,
                        ConfigReport& report) {
  TermChecks(tenant, policy, nodes, report).check();
}

}  // namespace followup
