// The table of keys: one row a key says what it is called, what it may hold, where the value goes
// and what it is for. The same rows read the file and fill the documentation, so that the two can
// not differ.
#pragma once

#include "core/codec/config_report.h"
#include "core/codec/config_toml.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace followup {

/// Something wrong with a value, at a line of the file.
struct ValueProblem {
  int line = 0;
  std::string message;
};

/// What a key may hold: its type in words with its range, and how a value gets into its place.
template <class Target>
struct KeyKind {
  std::string type;
  std::function<std::vector<ValueProblem>(const TomlValue&, Target&)> set;
};

inline constexpr std::string_view required = "required";
inline constexpr std::string_view not_set = "not set";

template <class Target>
struct KeyRow {
  std::string key;  ///< dotted, as it is written below the table that is read
  KeyKind<Target> kind;
  std::string fallback;  ///< default as it would be written, or `required`, or `not_set`
  std::string meaning;
};

/// A row whose target is known.
struct BoundKey {
  std::string_view key;
  bool must_be_there = false;
  std::function<std::vector<ValueProblem>(const TomlValue&)> set;
};

/// Reads `table` and its sections by `keys`. Faults are put under `prefix` + key; entries called as
/// in `apart` are left to somebody else. Unknown keys, wrong values and missing ones that must be
/// there are all reported.
void read_keys(const TomlValue& table, const std::string& prefix, const std::vector<BoundKey>& keys,
               const std::vector<std::string>& apart, ConfigReport& report);

/// The same by rows, into `target`. Values that are not written or wrong stay as they are.
template <class Target>
void read_rows(const TomlValue& table, const std::string& prefix,
               const std::vector<KeyRow<Target>>& rows, Target& target, ConfigReport& report,
               const std::vector<std::string>& apart = {}) {
  std::vector<BoundKey> keys;
  keys.reserve(rows.size());
  for (const auto& row : rows) {
    keys.push_back({row.key, row.fallback == required, [&row, &target](const TomlValue& value) {
                      return row.kind.set(value, target);
                    }});
  }
  read_keys(table, prefix, keys, apart, report);
}

/// Appends what the documentation says of `rows` to `keys`; `prefix` stands before each key.
template <class Target>
void document_rows(const std::string& file, const std::string& prefix,
                   const std::vector<KeyRow<Target>>& rows, std::vector<ConfigKey>& keys) {
  for (const auto& row : rows) {
    keys.push_back({file, prefix + row.key, row.kind.type, row.fallback, row.meaning});
  }
}

}  // namespace followup
