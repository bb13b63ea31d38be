// The event types that a CRM may push: their kind of case, and how their data becomes a payload.
// The schemas have been asked before; what they can not say (that a day exists) is said here.
// Internal to the event codec.
#pragma once

#include "core/codec/document.h"
#include "core/codec/event_parse.h"
#include "core/domain/event.h"

#include <span>
#include <string_view>
#include <vector>

namespace followup::event_json {

/// One event type. `read` takes data that its schema accepts; what is wrong with it all the same it
/// adds to the faults. `place` finds the case where there is more to it than the subject (see
/// event_place.h); a callback may be of another kind of case than its type's.
struct EventType {
  std::string_view name;
  Kind kind;
  Payload (*read)(const Value& data, std::vector<Fault>& faults);
  void (*place)(const Value& root, Event& event, std::vector<Fault>& faults) = nullptr;
  /// It takes attachments (event_attachments.h). Where they are for later than now, `place` says
  /// until when they are wanted (Event::attachments_until).
  bool attachments = false;
  /// The long texts of such data, which a case has no room for (Event::document); their name goes
  /// into the payload.
  Document (*document)(const Value& data) = nullptr;
};

/// All types, in the order of contract.md section 2.
[[nodiscard]] std::span<const EventType> all_types();

/// Null if there is no such type.
[[nodiscard]] const EventType* find_type(std::string_view name);

inline constexpr std::string_view no_such_instant =
    "there is no such instant: use RFC 3339 with an offset, as in 2011-01-31T08:00:00Z";

}  // namespace followup::event_json
