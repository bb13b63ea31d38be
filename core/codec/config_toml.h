// A TOML file as a plain tree that knows its lines, so that toml++ and its weight stay in one .cpp.
// Knows nothing of keys.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace followup {

enum class TomlType : std::uint8_t {
  text,
  whole_number,
  other_number,
  truth,
  date,
  time,
  date_time,
  list,
  table,
  null  ///< in JSON only: config_json.h
};

struct TomlValue {
  TomlType type = TomlType::table;
  std::string key;               ///< the name it stands under in its table; empty in a list
  int line = 0;                  ///< of the key, or of the value in a list; from 1
  std::string text;              ///< of a text; a date or time as "2011-01-31", "09:00:00"
  std::int64_t number = 0;       ///< of a whole number
  bool truth = false;            ///< of a truth value
  std::vector<TomlValue> items;  ///< of a list, and of a table: in the order of the file

  /// A table's entry, or nothing.
  [[nodiscard]] const TomlValue* find(std::string_view name) const;
};

/// Where a text stops being TOML. Of the file's texts the message quotes a few letters at most,
/// besides names of keys.
struct TomlFault {
  int line = 0;
  std::string message;
};

/// Reads a whole TOML 1.0 document into its root table, or says where it is broken.
[[nodiscard]] std::variant<TomlValue, TomlFault> parse_toml(std::string_view document);

/// "a text", "a whole number", …: for messages.
[[nodiscard]] std::string_view describe(TomlType type);

}  // namespace followup
