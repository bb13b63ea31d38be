// A bounded cache of decoded case states, the least recently used leaving first. Only a saving:
// every commit names the version it was made from, so an outdated entry costs a second try and
// never a wrong state.
#pragma once

#include "core/domain/case.h"

#include <chrono>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>

namespace followup {

class CaseCache {
 public:
  explicit CaseCache(std::size_t capacity) : capacity_(capacity) {}

  /// Takes the entry out: a case that is being changed is not cached until its commit has been
  /// answered.
  [[nodiscard]] std::optional<Case> take(const CaseKey& key);
  void put(Case state);

  [[nodiscard]] std::size_t size() const { return by_key_.size(); }

  /// The state of a contact's project, if it was read in the last second; inside: nothing has told
  /// of it. Another daemon may have changed it since: who fires a deadline reads it again.
  [[nodiscard]] std::optional<std::optional<ProjectState>> project(const CaseKey& key) const;
  void put_project(const CaseKey& key, std::optional<ProjectState> state);
  void forget_project(const CaseKey& key);

 private:
  struct SeenProject {
    std::optional<ProjectState> state;
    std::chrono::steady_clock::time_point at;
  };

  std::size_t capacity_;
  std::map<CaseKey, SeenProject> projects_;
  std::list<Case> by_use_;  ///< most recently used first
  std::unordered_map<std::string, std::list<Case>::iterator> by_key_;
};

}  // namespace followup
