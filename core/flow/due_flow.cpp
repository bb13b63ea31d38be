#include "core/flow/due_flow.h"

#include "core/base/crash_point.h"
#include "core/base/log.h"
#include "core/codec/record_codec.h"

#include <algorithm>
#include <utility>

namespace followup {

std::optional<Case> DueFlow::readable(const ClaimedCase& claimed, Turn& turn) {
  if (claimed.record.empty()) return std::nullopt;
  auto state = decode_case(claimed.key, claimed.record);
  if (!state) {
    ++turn.damaged;
    log(Severity::error, "damaged_record",
        {{"tenant", claimed.key.tenant},
         {"kind", std::string(to_text(claimed.key.kind))},
         {"why", state.error().what}});
    if (auto aside = store_.set_aside_damaged(claimed.key, context_.clock->now()); !aside) {
      log(Severity::warning, "set_aside_failed", {{"why", aside.error().what}});
    }
    return std::nullopt;
  }
  if (context_.tenants->find(claimed.key.tenant) == nullptr ||
      !context_.policies->ensure(claimed.key.tenant, state->policy)) {
    log(Severity::warning, "tenant_not_configured", {{"tenant", claimed.key.tenant}});
    return std::nullopt;  // comes back when the lease ends, until the configuration knows the
                          // tenant again
  }
  return std::move(state).value();
}

void DueFlow::take_outcomes(Transition& transition, const std::vector<std::string>& lines,
                            Turn& turn) {
  for (const auto& line : lines) {
    auto stored = decode_outcome(line);
    if (!stored) {
      log(Severity::error, "damaged_outcome", {{"tenant", transition.state().key.tenant}});
      continue;
    }
    Event event;
    event.kind = transition.state().key.kind;
    event.time = stored->at;
    event.payload = std::move(stored->outcome);
    transition.apply(event);
    ++turn.outcomes;
  }
  transition.take_outcomes(lines.size());
}

/// Contacts are decided with their project's state (C14).
Result<void> DueFlow::look_up_projects(const std::vector<ClaimedCase>& claimed) {
  projects_.clear();
  for (const auto& one : claimed) {
    if (const auto project = project_of(one.key)) projects_[*project];
  }
  if (projects_.empty()) return {};
  std::vector<CaseCall> calls;
  for (const auto& [key, state] : projects_)
    calls.push_back({key, std::nullopt});
  auto answers = claims_.call(std::move(calls));
  if (!answers) return answers.error();
  auto answer = answers->begin();
  for (auto& [key, state] : projects_)
    state = stored_project_state(key, *answer++);
  return {};
}

std::optional<Transition> DueFlow::take(const ClaimedCase& claimed, Turn& turn) {
  auto state = readable(claimed, turn);
  if (!state) return std::nullopt;
  const TimePoint now = context_.clock->now();
  const auto project = project_of(claimed.key);
  Transition transition(std::move(*state), context_, now,
                        project ? projects_[*project] : std::nullopt);
  take_outcomes(transition, claimed.outcomes, turn);
  transition.apply_deadlines();
  turn.fired += static_cast<int>(transition.made());
  turn.worst_lateness =
      std::max(turn.worst_lateness, (now - claimed.score) / context_.clock->speed());
  return transition;
}

/// Takes the answers to the commits under way.
Result<void> DueFlow::settle(Turn& turn) {
  if (!under_way_) return {};
  auto answers = store_.wait(*std::exchange(under_way_, std::nullopt));
  if (!answers) return answers.error();
  crash_point("s3");
  turn.conflicts +=
      static_cast<int>(std::ranges::count(*answers, CaseAnswer::Kind::conflict, &CaseAnswer::kind));
  return {};
}

Result<DueFlow::Turn> DueFlow::tick(int limit) {
  crash_point("s1");
  Turn turn;
  auto claimed = claims_.claim_due(context_.clock->now(), context_.clock->later(lease), limit);
  if (!claimed) {
    under_way_.reset();  // whatever became of them, their claims' leases bring the cases back
    return claimed.error();
  }
  crash_point("s2");
  if (auto known = look_up_projects(*claimed); !known) return known.error();
  std::vector<CaseCall> calls;
  for (const auto& one : *claimed) {
    if (const auto transition = take(one, turn)) calls.push_back({one.key, transition->commit()});
  }
  turn.claimed = static_cast<int>(claimed->size());
  if (auto settled = settle(turn); !settled) return settled.error();
  if (!calls.empty()) under_way_ = store_.send(std::move(calls));
  if (turn.claimed == limit) return turn;
  if (auto settled = settle(turn); !settled) return settled.error();
  auto next = store_.next_due();
  if (!next) return next.error();
  turn.next = *next;
  return turn;
}

}  // namespace followup
