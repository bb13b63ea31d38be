// A ticket's clocks: when a group's time ends, when it is warned before (S-T02), and when those
// above it hear of it (S-T31). Every group has a clock of its own (Q14).
#include "core/domain/rules/ticket_rules.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace followup::rules {

namespace tickets {

namespace {

EffectiveTerms terms_of(const Ticket& state, const Policy& policy) {
  return effective_terms(policy.ticket, node_of(state, policy), state.channel);
}

TermTime at_local(LocalTime local, const Zone& zone) {
  return {local, zone.to_instant(local)};
}

/// What a ticket's deadlines are computed from, looked up once for all of its groups.
struct Clock {
  const Policy* policy;
  EffectiveTerms terms;
  OpeningHours hours;

  Clock(const Ticket& state, const Policy& of)
      : policy(&of), terms(terms_of(state, of)), hours(hours_of(of)) {}

  [[nodiscard]] std::optional<TermTime> due(const GroupDemand& demand) const {
    if (demand.extended_to) return at_local(*demand.extended_to, policy->zone);
    return earliest_end(demand.since, terms.terms, hours, policy->zone, policy->ticket.rules);
  }

  /// Warnings that were not given yet; none once managers were told.
  [[nodiscard]] std::vector<TermTime> warnings(const GroupDemand& demand,
                                               const TermTime& due) const {
    if (demand.escalated > 0) return {};
    auto times = warning_times(demand.since, due, terms.warnings, hours, policy->zone);
    std::erase_if(
        times, [&](const TermTime& time) { return demand.warned && time.local <= *demand.warned; });
    return times;
  }

  /// When the next level of managers is told; nothing: there is none.
  [[nodiscard]] std::optional<TermTime> escalation(const GroupDemand& demand,
                                                   const TermTime& due) const {
    if (!demand.escalation) return due;
    if (demand.chain_ended || !terms.escalation_gap) return std::nullopt;
    const StepDone& last = *demand.escalation;
    // Whoever was told late has as long as everybody (Q4).
    const TimePoint from = last.late ? last.at : policy->zone.to_instant(last.nominal);
    return term_end(from, *terms.escalation_gap, hours, policy->zone, policy->ticket.rules);
  }
};

/// Groups that are told the same at the same time get one message, so that a person who is in two
/// of them is told once.
using Buckets = std::map<std::tuple<LocalTime, TimePoint, int>, std::vector<std::string>>;

void send(Ticket& state, Purpose purpose, const Buckets& buckets, const Context& context,
          Change& change) {
  for (const auto& [key, groups] : buckets) {
    const auto& [nominal, due, level] = key;
    Mailing mailing;
    mailing.purpose = purpose;
    mailing.role = level == 0 ? Role::groups : Role::managers;
    mailing.cycle = state.cycle;
    mailing.nominal = nominal;
    mailing.due = due;
    mailing.late = context.now - due > context.late_after;
    mailing.level = level;
    mailing.parties = groups;
    change.notifications.push_back(
        begin_mailing(std::move(mailing), state.mailing_count, state.mailings));
  }
}

/// Only the latest warning of those that a group has missed; none where its time is over already.
Change fire_warnings(Ticket& state, const Clock& clock, const Context& context) {
  Buckets buckets;
  bool any = false;
  for (auto& demand : state.demands) {
    const auto due = is_open(demand) ? clock.due(demand) : std::nullopt;
    if (!due) continue;
    for (const auto& time : clock.warnings(demand, *due)) {
      if (time.at > context.now) break;
      any = true;
      demand.warned = time.local;
      if (due->at > context.now) {
        for (auto& [key, groups] : buckets)
          std::erase(groups, demand.group);
        buckets[{time.local, time.at, 0}].push_back(demand.group);
      }
    }
  }
  std::erase_if(buckets, [](const auto& bucket) { return bucket.second.empty(); });
  if (!any) return {.reason = Reason::no_change};
  Change change;
  send(state, Purpose::ticket_warning, buckets, context, change);
  return change;
}

Change fire_escalations(Ticket& state, const Clock& clock, const Context& context) {
  Buckets buckets;
  for (auto& demand : state.demands) {
    const auto due = is_open(demand) ? clock.due(demand) : std::nullopt;
    const auto time = due ? clock.escalation(demand, *due) : std::nullopt;
    if (!time || time->at > context.now) continue;
    const bool late = context.now - time->at > context.late_after;
    demand.escalation = StepDone{time->local, context.now, late};
    ++demand.escalated;
    buckets[{time->local, time->at, demand.escalated}].push_back(demand.group);
  }
  if (buckets.empty()) return {.reason = Reason::no_change};
  Change change;
  send(state, Purpose::ticket_overdue, buckets, context, change);
  return change;
}

LocalTime wanted_end(const TicketExtended& fact, const Policy& policy) {
  if (const auto* day = std::get_if<Date>(&*fact.until))
    return at_time(*day, std::chrono::days{1} - std::chrono::seconds{1});
  if (const auto* local = std::get_if<LocalTime>(&*fact.until)) return *local;
  return not_before(std::get<TimePoint>(*fact.until), policy.zone);
}

}  // namespace

const TicketNode& node_of(const Ticket& state, const Policy& policy) {
  static const TicketNode none;
  const auto found = policy.ticket.nodes.find(state.classification);
  return found == policy.ticket.nodes.end() ? none : found->second;
}

OpeningHours hours_of(const Policy& policy) {
  const auto named = policy.calendars.find(policy.ticket.calendar);
  if (named != policy.calendars.end()) return named->second;
  OpeningHours all_day;
  for (std::size_t weekday = 0; weekday < 5; ++weekday)
    all_day.week.at(weekday) = {{std::chrono::seconds{0}, std::chrono::days{1}}};
  all_day.holidays.once = policy.calendar.holidays();
  return all_day;
}

std::optional<TermTime> due_of(const Ticket& state, const GroupDemand& demand,
                               const Policy& policy) {
  return Clock(state, policy).due(demand);
}

Result<LocalTime> extended_end(const Ticket& state, const GroupDemand& demand,
                               const TicketExtended& fact, const Policy& policy) {
  const auto refused = [](std::string why) { return Error{Code::invalid_input, std::move(why)}; };
  const Clock clock(state, policy);
  const auto due = clock.due(demand);
  if (!due || !clock.terms.extension)
    return refused("can not be: the configuration agrees on no extension for this classification");
  const Term& most = *clock.terms.extension;
  const auto end_of = [&](const Term& term) {
    return term_end(demand.since, term, clock.hours, policy.zone, policy.ticket.rules);
  };
  const auto limit = end_of(most);
  std::optional<TermTime> end;
  if (fact.until) {
    end = at_local(wanted_end(fact, policy), policy.zone);
  } else {
    const bool of_days = most.unit == TermUnit::days || most.unit == TermUnit::business_days;
    end = end_of({of_days ? most.unit : TermUnit::days, *fact.days});
  }
  if (!limit || !end || end->at > limit->at)
    return refused("is past the longest time that may be agreed on" +
                   (limit ? ", which ends at " + format_local(limit->local) : std::string()));
  if (end->at <= due->at)
    return refused("is not later than the time that the group has already, which ends at " +
                   format_local(due->local));
  return end->local;
}

Change fire(Ticket& state, const DeadlineReached& reached, const Context& context) {
  if (!active(state)) return {.reason = Reason::no_change};
  const Clock clock(state, *context.policy);
  return reached.step == Step::warning ? fire_warnings(state, clock, context)
                                       : fire_escalations(state, clock, context);
}

}  // namespace tickets

std::vector<Deadline> deadlines(const Ticket& state, const Policy& policy) {
  std::vector<Deadline> steps;
  if (!waits(state)) return steps;
  const tickets::Clock clock(state, policy);
  for (const auto& demand : state.demands) {
    const auto due = tickets::is_open(demand) ? clock.due(demand) : std::nullopt;
    if (!due) continue;
    for (const auto& time : clock.warnings(demand, *due))
      steps.push_back({Step::warning, time.local, time.at});
    if (const auto time = clock.escalation(demand, *due))
      steps.push_back({Step::escalation, time->local, time->at});
  }
  // Of equal instants warnings come first.
  std::ranges::stable_sort(steps, [](const Deadline& a, const Deadline& b) {
    return a.at != b.at ? a.at < b.at : a.step == Step::warning && b.step != Step::warning;
  });
  return steps;
}

}  // namespace followup::rules
