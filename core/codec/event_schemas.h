// The JSON Schemas of schemas/, compiled once, and their verdict on a value as faults that a CRM's
// programmer can act on. Internal to the event codec.
#pragma once

#include "core/codec/event_parse.h"
#include "core/domain/event.h"

#include <memory>
#include <string_view>
#include <vector>

namespace followup::event_json {

/// At most so many faults are told of one event: the first ones are enough to mend the rest.
inline constexpr std::size_t most_faults = 32;

class SchemaSet {
 public:
  struct Compiled;

  /// Compiles the embedded schemas; aborts on one that is no schema, which a test would have seen.
  SchemaSet();
  ~SchemaSet();

  /// The schema of an event type's data, or "envelope"; null if there is none of that name.
  [[nodiscard]] const Compiled* find(std::string_view name) const;

  /// What the schema objects to, nothing if the value conforms; `prefix` is the value's own JSON
  /// pointer. One fault a path.
  [[nodiscard]] std::vector<Fault> check(const Compiled& schema, const Value& value,
                                         std::string_view prefix);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace followup::event_json
