// The faults of one configuration file: knows the line at which each key stands, so that a check
// that looks at several keys can name the right one.
#pragma once

#include "core/codec/config.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace followup {

class ConfigReport {
 public:
  /// `file` as faults name it; `faults` outlives the report.
  ConfigReport(std::string file, std::vector<ConfigFault>& faults)
      : file_(std::move(file)), faults_(faults) {}

  /// The report of another file of the same folder, into the same faults.
  [[nodiscard]] ConfigReport beside(const std::string& name) const;

  [[nodiscard]] const std::string& file() const { return file_; }

  /// Notes that the file has `key`, at `line`.
  void note(const std::string& key, int line) { lines_.emplace(key, line); }

  [[nodiscard]] bool has(const std::string& key) const { return lines_.contains(key); }

  /// Whether an error of `key` was reported: no need for a second one.
  [[nodiscard]] bool faulty(const std::string& key) const { return faulty_.contains(key); }

  /// A fault of `key`: at its line, else at its section's, else of the file as a whole.
  void error(const std::string& key, std::string message);
  /// The same at a line of its own: an item of a list.
  void error_at(int line, const std::string& key, std::string message);
  /// Something odd that the configuration can be used with all the same.
  void warning(const std::string& key, std::string message);

 private:
  [[nodiscard]] int line_of(std::string key) const;

  std::string file_;
  std::vector<ConfigFault>& faults_;
  std::map<std::string, int> lines_;
  std::set<std::string> faulty_;
};

}  // namespace followup
