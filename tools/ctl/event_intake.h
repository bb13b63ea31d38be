// Takes one event in as the daemon does, with all that it means for other cases, over any store:
// for the simulation and for tests.
#pragma once

#include "core/flow/case_batch.h"

namespace followup::ctl {

/// Applies the event, and, where it was taken, its companions and what it is for the cases of a
/// whole index. The first store failure among them, else what the event itself came to.
[[nodiscard]] Result<WorkResult> take_event(const WorkItem& item, CaseStore& store, Shelf& shelf,
                                            CaseCache& cache, const FlowContext& context);

}  // namespace followup::ctl
