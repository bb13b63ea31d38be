// A batch of events on its way through load -> apply -> commit, without ever blocking: advance()
// does what can be done now. Events of one case are one commit; a conflict applies them again to
// the state that the store answered with, and so does a list that is full.
#pragma once

#include "core/flow/case_cache.h"
#include "core/flow/transition.h"
#include "core/store/store.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace followup {

/// An event and the case it is for (its tenant is known by now).
struct WorkItem {
  CaseKey key;
  Event event;
};

struct WorkResult {
  EventResult result;
  std::vector<std::string> in_flight;
  /// Of a contact: its project's state, if the case has not seen it. The project was told of it
  /// while the event was under way, so whoever told its contacts did not find this one: it is to
  /// be told next (project_told()).
  std::optional<ProjectState> project_since;
};

class CaseBatch {
 public:
  /// All referred-to parts outlive the batch. No two batches that are under way may have a case in
  /// common.
  CaseBatch(std::vector<WorkItem> items, CaseStore& store, CaseCache& cache,
            const FlowContext& context);

  /// Moves on as far as the answers that are there allow. True when every event has its result or
  /// the store has failed.
  bool advance();
  /// Waits until advance() says so.
  void finish();

  [[nodiscard]] const std::vector<WorkItem>& items() const { return items_; }

  /// One result an item, in order. Meaningful once advance() has returned true; items of a store
  /// failure are Status::busy.
  [[nodiscard]] const std::vector<WorkResult>& results() const { return results_; }

  /// The store's failure, if there was one.
  [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }

  [[nodiscard]] std::vector<CaseKey> keys() const;

  /// The earliest deadline that the batch committed.
  [[nodiscard]] std::optional<TimePoint> earliest_due() const { return earliest_due_; }

 private:
  struct Group {
    CaseKey key;
    std::vector<std::size_t> items;
    std::optional<Case> state;  ///< to apply to
    std::optional<Transition> transition;
    int tries = 0;
    bool done = false;
    bool stored = false;  ///< the state is what the store answered, not the cached one
    std::optional<ProjectState> project_seen;  ///< by a contact that is stored
    std::set<std::string> full;                ///< lists that had no place left for the case
  };

  void form_groups();
  std::optional<CaseCall> next_call(Group& group);
  bool apply_events(Group& group);
  [[nodiscard]] bool lacks_project(const Group& group);
  void tell_projects();
  void send_next();
  void take_all(Result<std::vector<CaseAnswer>> answers);
  void take(Group& group, const CaseAnswer& answer);
  void take_record(Group& group, const std::string& record);
  void applied(Group& group, const std::vector<std::string>& in_flight);
  void answer_asked_back(Group& group, const std::vector<OpenNotification>& back);
  void fail(Error error);

  std::vector<WorkItem> items_;
  std::vector<WorkResult> results_;
  CaseStore& store_;
  CaseCache& cache_;
  FlowContext context_;
  std::vector<Group> groups_;
  std::vector<std::size_t> asked_;       ///< groups in the order of the calls that were sent
  std::vector<CaseKey> asked_projects_;  ///< behind them
  std::map<CaseKey, std::optional<ProjectState>> projects_;  ///< of the contacts, as stored
  std::optional<CallTicket> ticket_;
  std::optional<Error> failure_;
  std::optional<TimePoint> earliest_due_;
  bool finished_ = false;
};

}  // namespace followup
