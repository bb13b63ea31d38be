// The CloudEvents attributes of an event, from JSON to their fields. Internal to the event codec.
#pragma once

#include "core/codec/event_parse.h"
#include "core/domain/event.h"

#include <vector>

namespace followup::event_json {

/// Fills in everything of `event` but kind and payload, and returns what the schema could not say
/// against it. Precondition: the envelope's schema accepts `root`. An event without a time keeps
/// the one that `event` holds.
[[nodiscard]] std::vector<Fault> read_envelope(const Value& root, Event& event);

}  // namespace followup::event_json
