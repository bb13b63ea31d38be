// One case on its way from a stored state to the next: applies events one after the other and
// gathers what has to be committed together. Pure like the rules it calls; the one place that turns
// decisions into a Commit.
#pragma once

#include "core/domain/decide.h"
#include "core/domain/tenant.h"
#include "core/flow/policy_book.h"
#include "core/store/store.h"

#include <set>
#include <string>
#include <vector>

namespace followup {

/// What a transition depends on besides the case; all referred-to parts outlive it.
struct FlowContext {
  const TenantBook* tenants = nullptr;
  PolicyBook* policies = nullptr;
  const Clock* clock = nullptr;
  Millis late_tolerance = std::chrono::minutes{1};  ///< real time
};

/// The project that a contact belongs to; nothing for other kinds.
[[nodiscard]] std::optional<CaseKey> project_of(const CaseKey& key);

/// The state of a project as its stored record says; nothing: none has been told, or the record can
/// not be read.
[[nodiscard]] std::optional<ProjectState> stored_project_state(const CaseKey& project,
                                                               const CaseAnswer& answer);

/// What one event came to.
struct EventResult {
  Status status = Status::accepted;
  Reason reason = Reason::none;
  std::vector<Fault> faults;
  bool bare = false;  ///< refused: what is kept of the event is without its data (S-C15)
};

class Transition {
 public:
  /// `before`: the stored state, or empty_case(). Its tenant must be in the book and have a policy.
  /// `project`: of a contact, its project's state as stored (project_of()).
  Transition(Case before, const FlowContext& context, TimePoint now,
             std::optional<ProjectState> project = std::nullopt);

  EventResult apply(const Event& event);
  /// Applies every deadline that has come by now, one at a time, derived again after each
  /// (design.md section 4).
  void apply_deadlines();

  /// So many of the case's oldest stored outcomes have been applied.
  void take_outcomes(std::size_t count) { outcomes_taken_ += count; }

  /// Names of lists that have no place left for the case, as the store said.
  void set_full(std::set<std::string> lists) { full_ = std::move(lists); }

  [[nodiscard]] bool changed() const { return changed_; }

  [[nodiscard]] bool erased() const { return erase_; }

  /// What is to be stored now; also for an unchanged case, when only its due entry is to be put
  /// right.
  [[nodiscard]] Commit commit() const;

  /// The state as commit() stores it.
  [[nodiscard]] const Case& state() const { return state_; }

  /// The same, once nothing more is asked of the transition; an unchanged state as it was.
  [[nodiscard]] Case take_state() {
    if (!changed_) state_.version = stored_version_;
    return std::move(state_);
  }

  /// How many notifications the commit puts into the outbox.
  [[nodiscard]] std::size_t made() const { return notifications_.size(); }

 private:
  [[nodiscard]] Context rule_context() const;
  void gather(Decision decision);
  void drop_unsent(const OpenNotification& withdrawn);
  [[nodiscard]] std::vector<IndexEntry> listed() const;
  [[nodiscard]] std::vector<IndexChange> index_changes() const;

  FlowContext context_;
  TimePoint now_;
  const Tenant* tenant_;
  Case state_;
  std::uint32_t stored_version_;
  std::optional<ProjectState> project_;
  std::vector<IndexEntry> listed_before_;
  std::vector<Withdrawal> erased_;  ///< dead letters that go with what they are about
  std::vector<Notification> notifications_;
  std::vector<std::string> history_;
  std::vector<ListLimit> limits_;
  std::set<std::string> full_;
  std::size_t outcomes_taken_ = 0;
  bool changed_ = false;
  bool erase_ = false;
  bool drains_ = false;
};

}  // namespace followup
