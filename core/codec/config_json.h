// A JSON file (RFC 8259) as the same plain tree that a TOML file becomes, with its lines, so that
// the same tables of keys read both.
#pragma once

#include "core/codec/config_toml.h"

#include <string_view>
#include <variant>

namespace followup {

/// Reads a whole document, whose values may be eight deep. Objects become tables, a member that
/// stands there twice two items; a mark of the byte order is left out.
[[nodiscard]] std::variant<TomlValue, TomlFault> parse_json(std::string_view document);

}  // namespace followup
