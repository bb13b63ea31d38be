#include "core/flow/related_work.h"

namespace followup {

namespace {

/// All cases of an index, in its order.
Result<std::vector<CaseStore::DueEntry>> listed(CaseStore& store, const std::string& tenant,
                                                const std::string& index) {
  constexpr int page = 1000;
  std::vector<CaseStore::DueEntry> cases;
  for (int offset = 0;; offset += page) {
    auto entries = store.list_index(tenant, index, offset, page);
    if (!entries) return entries.error();
    cases.insert(cases.end(), entries->begin(), entries->end());
    if (entries->size() < page) return cases;
  }
}

}  // namespace

Result<std::vector<WorkItem>> related_work(const WorkItem& item, CaseStore& store,
                                           const Policy& policy) {
  std::vector<WorkItem> work;
  if (const auto spread = fan_out(item.key, item.event, policy)) {
    auto cases = listed(store, item.key.tenant, spread->index);
    if (!cases) return cases.error();
    for (auto& one : *cases) {
      if (auto event = spread->event_for(one.key, work.size()))
        work.push_back({std::move(one.key), std::move(*event)});
    }
  }
  for (auto& companion : companions(item.key, item.event, policy))
    work.push_back({std::move(companion.key), std::move(companion.event)});
  return work;
}

WorkItem project_told(const CaseKey& contact, ProjectState state, TimePoint now) {
  Event event;
  event.type = "project.state_changed";
  event.kind = contact.kind;
  event.time = now;
  event.payload = ProjectStateSet{state};
  return {contact, std::move(event)};
}

}  // namespace followup
