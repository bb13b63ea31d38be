#include "tools/ctl/event_intake.h"

#include "core/domain/decide.h"

namespace followup::ctl {

namespace {

constexpr int page = 1000;

Result<WorkResult> take_one(WorkItem item, CaseStore& store, CaseCache& cache,
                            const FlowContext& context) {
  CaseBatch batch({std::move(item)}, store, cache, context);
  batch.finish();
  if (batch.failure()) return *batch.failure();
  return batch.results().front();
}

/// The events that this one is for other cases.
Result<std::vector<WorkItem>> related(const WorkItem& item, CaseStore& store,
                                      const Policy& policy) {
  std::vector<WorkItem> items;
  for (auto& companion : companions(item.key, item.event, policy))
    items.push_back({std::move(companion.key), std::move(companion.event)});
  const auto spread = fan_out(item.key, item.event, policy);
  if (!spread) return items;
  std::vector<CaseStore::DueEntry> listed;
  for (int offset = 0;; offset += page) {
    auto entries = store.list_index(item.key.tenant, spread->index, offset, page);
    if (!entries) return entries.error();
    listed.insert(listed.end(), entries->begin(), entries->end());
    if (entries->size() < page) break;
  }
  for (auto& one : listed) {
    if (auto event = spread->event_for(one.key, items.size()))
      items.push_back({std::move(one.key), std::move(*event)});
  }
  return items;
}

}  // namespace

Result<WorkResult> take_event(WorkItem item, CaseStore& store, CaseCache& cache,
                              const FlowContext& context) {
  auto result = take_one(item, store, cache, context);
  if (!result) return result;
  const Status status = result->result.status;
  const Policy* const policy =
      context.policies->find(item.key.tenant, context.policies->newest(item.key.tenant));
  if ((status != Status::accepted && status != Status::duplicate) || policy == nullptr)
    return result;
  auto others = related(item, store, *policy);
  if (!others) return others.error();
  for (auto& other : *others) {
    if (auto done = take_one(std::move(other), store, cache, context); !done) return done.error();
  }
  return result;
}

}  // namespace followup::ctl
