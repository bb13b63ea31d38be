// A bounded cache of decoded case states, the least recently used leaving first. Only a saving:
// every commit names the version it was made from, so an outdated entry costs a second try and
// never a wrong state.
#pragma once

#include "core/domain/case.h"

#include <list>
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

 private:
  std::size_t capacity_;
  std::list<Case> by_use_;  ///< most recently used first
  std::unordered_map<std::string, std::list<Case>::iterator> by_key_;
};

}  // namespace followup
