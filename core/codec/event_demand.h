// What a JSON Schema asks of a value, as half a sentence to be put after the value's path: "must be
// a whole number from 0 to 3650". Made from the schema itself; where its keywords alone would be no
// help, from its `description`. Internal.
#pragma once

#include "core/codec/event_parse.h"

#include <string>
#include <vector>

namespace followup::event_json {

/// What `schema` asks of the value that `steps` (member names and indexes) lead to. Precondition:
/// they name a part of it.
[[nodiscard]] std::string demand(const Value& schema, const std::vector<std::string>& steps);

/// The members of which the `oneOf` at that place requires one each.
[[nodiscard]] std::vector<std::string> alternatives(const Value& schema,
                                                    const std::vector<std::string>& steps);

/// "must have exactly one of the members a, b".
[[nodiscard]] std::string exactly_one_of(const std::vector<std::string>& names);

}  // namespace followup::event_json
