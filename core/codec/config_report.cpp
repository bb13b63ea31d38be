// Keeps the lines of a file's keys and puts them to its faults.
#include "core/codec/config_report.h"

#include <filesystem>

namespace followup {

ConfigReport ConfigReport::beside(const std::string& name) const {
  return {(std::filesystem::path(file_).parent_path() / name).string(), faults_};
}

void ConfigReport::error(const std::string& key, std::string message) {
  error_at(line_of(key), key, std::move(message));
}

void ConfigReport::error_at(int line, const std::string& key, std::string message) {
  faults_.push_back({.file = file_, .line = line, .key = key, .message = std::move(message)});
  faulty_.insert(key);
}

void ConfigReport::warning(const std::string& key, std::string message) {
  faults_.push_back({.file = file_,
                     .line = line_of(key),
                     .key = key,
                     .message = std::move(message),
                     .warning = true});
}

int ConfigReport::line_of(std::string key) const {
  while (!key.empty()) {
    if (const auto found = lines_.find(key); found != lines_.end()) return found->second;
    const auto dot = key.rfind('.');
    key.resize(dot == std::string::npos ? 0 : dot);
  }
  return 0;
}

}  // namespace followup
