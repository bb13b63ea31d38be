#include "core/store/memory_parts.h"

namespace followup {

void ScoredSet::put(const std::string& member, std::int64_t score) {
  remove(member);
  scores_.emplace(member, score);
  order_.emplace(score, member);
}

void ScoredSet::move(const std::string& member, std::int64_t score) {
  if (scores_.contains(member)) put(member, score);
}

void ScoredSet::lower(const std::string& member, std::int64_t score) {
  const auto found = scores_.find(member);
  if (found == scores_.end() || score < found->second) put(member, score);
}

bool ScoredSet::remove(const std::string& member) {
  const auto found = scores_.find(member);
  if (found == scores_.end()) return false;
  order_.erase({found->second, member});
  scores_.erase(found);
  return true;
}

std::optional<std::int64_t> ScoredSet::score(const std::string& member) const {
  const auto found = scores_.find(member);
  if (found == scores_.end()) return std::nullopt;
  return found->second;
}

std::vector<ScoredSet::Entry> ScoredSet::range(std::int64_t from, std::int64_t to,
                                               std::size_t limit) const {
  std::vector<Entry> entries;
  for (auto at = order_.lower_bound({from, ""});
       at != order_.end() && at->first <= to && entries.size() < limit; ++at) {
    entries.push_back(*at);
  }
  return entries;
}

std::vector<ScoredSet::Entry> ScoredSet::first(std::size_t limit) const {
  std::vector<Entry> entries;
  for (const auto& entry : order_) {
    if (entries.size() == limit) break;
    entries.push_back(entry);
  }
  return entries;
}

StoredNotification* MemoryStore::Parts::notification(const std::string& id) {
  const auto found = notifications.find(id);
  return found == notifications.end() ? nullptr : &found->second;
}

void MemoryStore::Parts::remove_notification(const std::string& id) {
  const auto found = notifications.find(id);
  if (found == notifications.end()) return;
  lanes[found->second.lane].remove(id);
  dead.remove(id);
  notifications.erase(found);
}

}  // namespace followup
