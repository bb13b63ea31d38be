#include "core/flow/case_cache.h"

namespace followup {

std::optional<Case> CaseCache::take(const CaseKey& key) {
  const auto found = by_key_.find(to_text(key));
  if (found == by_key_.end()) return std::nullopt;
  Case state = std::move(*found->second);
  by_use_.erase(found->second);
  by_key_.erase(found);
  return state;
}

std::optional<std::optional<ProjectState>> CaseCache::project(const CaseKey& key) const {
  constexpr auto kept = std::chrono::seconds{1};
  const auto found = projects_.find(key);
  if (found == projects_.end() || std::chrono::steady_clock::now() - found->second.at >= kept)
    return std::nullopt;
  return std::make_optional<std::optional<ProjectState>>(found->second.state);
}

void CaseCache::put_project(const CaseKey& key, std::optional<ProjectState> state) {
  if (projects_.size() >= capacity_) projects_.clear();
  if (capacity_ > 0) projects_[key] = {state, std::chrono::steady_clock::now()};
}

void CaseCache::forget_project(const CaseKey& key) {
  projects_.erase(key);
}

void CaseCache::put(Case state) {
  if (capacity_ == 0) return;
  const std::string key = to_text(state.key);
  if (const auto found = by_key_.find(key); found != by_key_.end()) {
    by_use_.erase(found->second);
    by_key_.erase(found);
  }
  by_use_.push_front(std::move(state));
  by_key_.emplace(key, by_use_.begin());
  if (by_key_.size() <= capacity_) return;
  by_key_.erase(to_text(by_use_.back().key));
  by_use_.pop_back();
}

}  // namespace followup
