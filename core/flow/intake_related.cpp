// What has to be done for other cases before an event is answered.
#include "core/flow/intake_flow.h"
#include "core/flow/related_work.h"

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
  auto work = related_work(item, store_, *policy);
  if (!work) return work.error();
  for (auto& one : *work)
    add_work(std::move(one), place);
  return {};
}

/// What an event means for another case can be refused, too, though the event itself is taken: then
/// it is put aside as a whole, so that somebody looks and can have it taken in again. False: it
/// could not be kept.
bool IntakeFlow::keep_related(const WorkItem& item, const Message& message, const Place& place,
                              const EventResult& result) {
  if (result.reason != Reason::record_too_large && result.reason != Reason::damaged_record)
    return true;
  Reply aside{.source = item.event.source,
              .id = item.event.id,
              .status = Status::quarantined,
              .reason = result.reason,
              .faults = result.faults};
  refuse(message, aside, place.raw);
  return aside.status != Status::busy;
}

/// To be done before the event at `place` is answered.
void IntakeFlow::add_work(WorkItem item, Place place) {
  place.related = true;
  waiting_.push_back({std::move(item), place});
  ++messages_.at(place.message).open;
}

}  // namespace followup
