#include "tools/ctl/event_intake.h"

#include "core/flow/related_work.h"

namespace followup::ctl {

Result<WorkResult> take_event(const WorkItem& item, CaseStore& store, Shelf& shelf,
                              CaseCache& cache, const FlowContext& context) {
  auto taken = take_in({item}, store, shelf, cache, context);
  if (taken.failure) return *taken.failure;
  return std::move(taken.results.front());
}

}  // namespace followup::ctl
