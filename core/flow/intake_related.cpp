// What has to be done for other cases before an event is answered.
#include "core/flow/intake_flow.h"

namespace followup {

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
