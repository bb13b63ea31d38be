// What a taken event means for other cases of its tenant: companions by its content, the cases of
// an index, and what a contact has not seen of its project. The one place that looks them up, for
// the intake, the simulation and tests.
#pragma once

#include "core/flow/case_batch.h"

namespace followup {

/// The events that this one is for other cases, in the order in which they are to be applied. The
/// store's failure, if it can not be asked.
[[nodiscard]] Result<std::vector<WorkItem>> related_work(const WorkItem& item, CaseStore& store,
                                                         const Policy& policy);

/// What tells a contact of its project's state when nothing else did (WorkResult::project_since).
[[nodiscard]] WorkItem project_told(const CaseKey& contact, ProjectState state, TimePoint now);

/// What is to be done before an event is answered that came to `result`: the above, and again when
/// it is sent again, so that nothing of it is lost. Of a project that is anonymised what was
/// refused is erased here (S-C15). `related`: the event is such work itself. The store's failure,
/// if it can not be asked: the event is to be sent again.
[[nodiscard]] Result<std::vector<WorkItem>> work_after(const WorkItem& item,
                                                       const WorkResult& result, bool related,
                                                       CaseStore& store, Shelf& shelf,
                                                       const FlowContext& context);

struct TakenIn {
  std::vector<WorkResult> results;  ///< one an event, in order; Status::busy: to be sent again
  std::optional<Error> failure;     ///< the store's first
};

/// Takes events in as one batch, and all that is to be done because of them, to the end: what the
/// intake does between its doors. What is refused is not kept, and what is refused of the work for
/// other cases not told.
[[nodiscard]] TakenIn take_in(std::vector<WorkItem> items, CaseStore& store, Shelf& shelf,
                              CaseCache& cache, const FlowContext& context);

}  // namespace followup
