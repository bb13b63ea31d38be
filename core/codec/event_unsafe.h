// What JSON allows and we do not: duplicate keys (each reader would take another one), U+0000 (it
// would cut texts short in places that count to a NUL) and halves of surrogate pairs (they would
// spoil the reply). Internal to the event codec.
#pragma once

#include "core/codec/event_parse.h"
#include "core/domain/event.h"

#include <optional>
#include <string_view>

namespace followup::event_json {

/// A document that is well-formed and still not accepted.
struct Unsafe {
  Reason reason = Reason::duplicate_key;
  Fault fault;  ///< its path stops before a key that is not a plain name, so that no text of the
                ///< input gets into it
};

/// The first such place, in document order. Precondition: nested at most max_depth deep.
[[nodiscard]] std::optional<Unsafe> find_unsafe(const Value& root);

/// A half of a surrogate pair, which RapidJSON lets through where it is escaped.
[[nodiscard]] bool has_half_surrogate(std::string_view text);

}  // namespace followup::event_json
