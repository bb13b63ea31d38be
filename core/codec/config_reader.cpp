// Walks a file's tables by the table of keys, section by section.
#include "core/codec/config_reader.h"

#include <algorithm>
#include <deque>

#include <fmt/format.h>

namespace followup {

namespace {

/// A section that is still to be read; `path` is its name with a dot behind it, empty for the whole
/// table.
struct Section {
  const TomlValue* table;
  std::string path;
};

/// The first part of `key` below the section `path`, or "" if it is not below it.
std::string_view part_below(std::string_view key, std::string_view path) {
  if (key.substr(0, path.size()) != path) return "";
  key.remove_prefix(path.size());
  return key.substr(0, key.find('.'));
}

std::string_view section_of(std::string_view key) {
  const auto dot = key.rfind('.');
  return dot == std::string_view::npos ? "" : key.substr(0, dot);
}

class TableReader {
 public:
  TableReader(const std::string& prefix, const std::vector<BoundKey>& keys,
              const std::vector<std::string>& apart, ConfigReport& report)
      : prefix_(prefix), keys_(keys), apart_(apart), report_(report) {}

  void read(const TomlValue& table) {
    open_.push_back({&table, ""});
    while (!open_.empty()) {
      const Section section = open_.front();
      open_.pop_front();
      for (const auto& entry : section.table->items)
        read_entry(entry, section.path);
    }
    for (const auto& key : keys_) {
      const std::string name = prefix_ + std::string(key.key);
      if (key.must_be_there && !report_.has(name))
        report_.error(name, "is missing; it is required");
    }
  }

 private:
  void read_entry(const TomlValue& entry, const std::string& path) {
    const std::string key = path + entry.key;
    report_.note(prefix_ + key, entry.line);
    const auto row = std::find_if(keys_.begin(), keys_.end(),
                                  [&](const BoundKey& candidate) { return candidate.key == key; });
    if (row != keys_.end()) {
      for (auto& problem : row->set(entry)) {
        report_.error_at(problem.line, prefix_ + key, std::move(problem.message));
      }
    } else if (is_section(key)) {
      read_section(entry, key);
    } else if (!path.empty() || std::find(apart_.begin(), apart_.end(), key) == apart_.end()) {
      report_.error(prefix_ + key, unknown(entry, path));
    }
  }

  void read_section(const TomlValue& entry, const std::string& key) {
    if (entry.type == TomlType::table) {
      open_.push_back({&entry, key + "."});
    } else {
      report_.error(prefix_ + key, fmt::format("is a section, written [{}{}], not {}", prefix_, key,
                                               describe(entry.type)));
    }
  }

  [[nodiscard]] bool is_section(const std::string& key) const {
    return std::any_of(keys_.begin(), keys_.end(), [&](const BoundKey& candidate) {
      return !part_below(candidate.key, key + ".").empty();
    });
  }

  /// What the section `path` may hold.
  [[nodiscard]] std::vector<std::string> names_below(const std::string& path) const {
    std::vector<std::string> names;
    for (const auto& key : keys_) {
      const auto part = part_below(key.key, path);
      if (!part.empty() && std::find(names.begin(), names.end(), part) == names.end())
        names.emplace_back(part);
    }
    if (path.empty()) names.insert(names.end(), apart_.begin(), apart_.end());
    return names;
  }

  [[nodiscard]] std::string unknown(const TomlValue& entry, const std::string& path) const {
    const bool section = entry.type == TomlType::table;
    std::string what = fmt::format("there is no {} \"{}\"", section ? "section" : "key", entry.key);
    if (const auto nearest = nearest_names(entry.key, names_below(path)); !nearest.empty()) {
      return fmt::format("{}: did you mean {}?", what, choice_text(nearest));
    }
    for (const auto& key : keys_) {
      const auto home = section_of(key.key);
      if (key.key.substr(home.empty() ? 0 : home.size() + 1) != entry.key) continue;
      if (home.empty())
        return what + " here: it belongs at the top of the file, before all sections";
      return fmt::format("{} here: it belongs to the section [{}{}]", what, prefix_, home);
    }
    return what;
  }

  const std::string& prefix_;
  const std::vector<BoundKey>& keys_;
  const std::vector<std::string>& apart_;
  ConfigReport& report_;
  std::deque<Section> open_;
};

}  // namespace

void read_keys(const TomlValue& table, const std::string& prefix, const std::vector<BoundKey>& keys,
               const std::vector<std::string>& apart, ConfigReport& report) {
  TableReader(prefix, keys, apart, report).read(table);
}

}  // namespace followup
