// What an event means for other cases of its tenant: companions by its content, and the cases of an
// index.
#include "core/flow/intake_flow.h"

namespace followup {

namespace {

/// Whether a kept event, which may be any text, speaks of a contact of the project.
bool speaks_of(const std::string& raw, const std::string& project) {
  const auto has = [&](const std::string& text) { return raw.find(text) != std::string::npos; };
  return (has("\"contact.") && has("\"" + project + "\"")) || has(":" + project + "/");
}

/// S-C15: events of an anonymised project that were refused or put aside hold names, too.
Result<void> erase_refused(Shelf& shelf, const std::string& tenant, const std::string& project) {
  constexpr int most = 100'000;  // more than the shelf's caps
  auto kept = shelf.list_refused(tenant, most);
  if (!kept) return kept.error();
  std::vector<std::string> ids;
  for (const auto& event : *kept) {
    if (speaks_of(event.raw, project)) ids.push_back(event.id);
  }
  if (ids.empty()) return {};
  return shelf.drop_refused(tenant, ids);
}

}  // namespace

/// What a taken event means for other cases: done before the event is answered, and again when it
/// is sent again, so that nothing of it is lost.
Result<void> IntakeFlow::add_related(const WorkItem& item, const Place& place) {
  const Policy* const policy = context_.policies->find(item.key.tenant, 0);
  if (policy == nullptr) return {};
  if (const auto* state = std::get_if<ProjectStateSet>(&item.event.payload);
      state != nullptr && state->state == ProjectState::anonymised) {
    if (auto erased = erase_refused(shelf_, item.key.tenant, item.key.id); !erased) return erased;
  }
  if (auto added = add_fan_out(item, place, *policy); !added) return added;
  Place related = place;
  related.related = true;
  for (auto& companion : companions(item.key, item.event, *policy)) {
    waiting_.push_back({{std::move(companion.key), std::move(companion.event)}, related});
    ++messages_.at(place.message).open;
  }
  return {};
}

Result<void> IntakeFlow::add_fan_out(const WorkItem& item, const Place& place,
                                     const Policy& policy) {
  constexpr int page = 1000;
  const auto spread = fan_out(item.key, item.event, policy);
  if (!spread) return {};
  std::vector<CaseStore::DueEntry> cases;
  for (int offset = 0;; offset += page) {
    auto listed = store_.list_index(item.key.tenant, spread->index, offset, page);
    if (!listed) return listed.error();
    cases.insert(cases.end(), listed->begin(), listed->end());
    if (listed->size() < page) break;
  }
  Place related = place;
  related.related = true;
  std::size_t position = 0;
  for (auto& one : cases) {
    auto event = spread->event_for(one.key, position);
    if (!event) continue;
    ++position;
    waiting_.push_back({{std::move(one.key), std::move(*event)}, related});
    ++messages_.at(place.message).open;
  }
  return {};
}

}  // namespace followup
