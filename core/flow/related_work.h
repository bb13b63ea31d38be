// What a taken event means for other cases of its tenant: companions by its content, and the cases
// of an index. The one place that looks them up, for the intake and for the simulation.
#pragma once

#include "core/flow/case_batch.h"

namespace followup {

/// The events that this one is for other cases, in the order in which they are to be applied. The
/// store's failure, if it can not be asked.
[[nodiscard]] Result<std::vector<WorkItem>> related_work(const WorkItem& item, CaseStore& store,
                                                         const Policy& policy);

/// What tells a contact of its project's state when nothing else did (WorkResult::project_since).
[[nodiscard]] WorkItem project_told(const CaseKey& contact, ProjectState state, TimePoint now);

}  // namespace followup
