#include "tools/ctl/event_intake.h"

#include "core/flow/related_work.h"

namespace followup::ctl {

namespace {

Result<WorkResult> take_one(WorkItem item, CaseStore& store, CaseCache& cache,
                            const FlowContext& context) {
  CaseBatch batch({std::move(item)}, store, cache, context);
  batch.finish();
  if (batch.failure()) return *batch.failure();
  return batch.results().front();
}

}  // namespace

Result<WorkResult> take_event(const WorkItem& item, CaseStore& store, CaseCache& cache,
                              const FlowContext& context) {
  auto result = take_one(item, store, cache, context);
  if (!result) return result;
  const Status status = result->result.status;
  const Policy* const policy =
      context.policies->find(item.key.tenant, context.policies->newest(item.key.tenant));
  if ((status != Status::accepted && status != Status::duplicate) || policy == nullptr)
    return result;
  auto others = related_work(item, store, *policy);
  if (!others) return others.error();
  for (auto& other : *others) {
    if (auto done = take_one(std::move(other), store, cache, context); !done) return done.error();
  }
  return result;
}

}  // namespace followup::ctl
