// What a taken event means for other cases of its tenant: companions by its content, the cases of
// an index, and what a contact has not seen of its project. The one place that looks them up, for
// the intake, the simulation and tests.
#pragma once

#include "core/flow/case_batch.h"

namespace followup {

/// What tells a contact of its project's state when nothing else did (WorkResult::project_since).
[[nodiscard]] WorkItem project_told(const CaseKey& contact, ProjectState state, TimePoint now);

/// An event of a batch, and what it came to. `related`: it is work for another event's sake.
struct Ended {
  const WorkItem* item = nullptr;
  const WorkResult* result = nullptr;
  bool related = false;
};

/// One an event, in order: what is to be done before it is answered, in the order in which that is
/// to be applied; or the store's failure, if it could not be asked: the event is to be sent again.
using Works = std::vector<Result<std::vector<WorkItem>>>;

/// What a batch's events mean for other cases, and for their own by what others hold; again when an
/// event is sent again, so that nothing of it is lost. What many events ask alike is read at once.
/// Of a project that is anonymised what was refused is erased here (S-C15).
[[nodiscard]] Works work_after(const std::vector<Ended>& ended, CaseStore& store, Shelf& shelf,
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
