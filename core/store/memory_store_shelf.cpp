// The shelf in memory; each function does what the script of the same duty does.

#include "core/store/keys.h"
#include "core/store/memory_parts.h"

#include <algorithm>

namespace followup {

namespace {

constexpr std::size_t removed_a_call = 100;
constexpr std::size_t letters_a_trim = 200;

void make_room(RefusedShelf& shelf, int cap, TimePoint drop_before) {
  const auto old = shelf.rejected.range(ScoredSet::lowest, to_ms(drop_before) - 1, removed_a_call);
  for (const auto& [score, id] : old) {
    shelf.rejected.remove(id);
    shelf.events.erase(id);
  }
  const auto room = static_cast<std::size_t>(std::max(cap, 0));
  if (shelf.rejected.size() <= room) return;
  const auto over = std::min(removed_a_call, shelf.rejected.size() - room);
  for (const auto& [score, id] : shelf.rejected.first(over)) {
    shelf.rejected.remove(id);
    shelf.events.erase(id);
  }
}

bool keep_one(RefusedShelf& shelf, const RefusedEvent& event, int cap, int quarantine_cap,
              TimePoint drop_before) {
  if (shelf.quarantined.score(event.id)) return true;
  if (event.quarantined) {
    if (static_cast<int>(shelf.quarantined.size()) >= quarantine_cap) return false;
    shelf.events[event.id] = event;
    shelf.rejected.remove(event.id);
    shelf.quarantined.put(event.id, to_ms(event.at));
  } else if (shelf.events.emplace(event.id, event).second) {
    shelf.rejected.put(event.id, to_ms(event.at));
  }
  make_room(shelf, cap, drop_before);
  return true;
}

}  // namespace

Result<std::vector<bool>> MemoryStore::keep_refused(const std::vector<RefusedEvent>& events,
                                                    int cap, int quarantine_cap,
                                                    TimePoint drop_before) {
  std::vector<bool> kept;
  kept.reserve(events.size());
  for (const auto& event : events) {
    kept.push_back(keep_one(parts_->shelves[event.shelf], event, cap, quarantine_cap, drop_before));
  }
  return kept;
}

Result<std::vector<RefusedEvent>> MemoryStore::list_refused(const std::string& shelf, int limit) {
  std::vector<RefusedEvent> events;
  if (limit <= 0) return events;
  const auto most = static_cast<std::size_t>(limit);
  const auto& kept = parts_->shelves[shelf];
  for (const auto* set : {&kept.rejected, &kept.quarantined}) {
    for (const auto& [score, id] : set->first(most))
      events.push_back(kept.events.at(id));
  }
  std::stable_sort(events.begin(), events.end(),
                   [](const auto& a, const auto& b) { return a.at < b.at; });
  if (events.size() > most) events.erase(events.begin() + limit, events.end());
  return events;
}

Result<void> MemoryStore::drop_refused(const std::string& shelf,
                                       const std::vector<std::string>& ids) {
  auto& kept = parts_->shelves[shelf];
  for (const auto& id : ids) {
    kept.events.erase(id);
    kept.rejected.remove(id);
    kept.quarantined.remove(id);
  }
  return {};
}

Result<std::int64_t> MemoryStore::count_refused(const std::string& shelf) {
  return static_cast<std::int64_t>(parts_->shelves[shelf].events.size());
}

Result<std::vector<DeadLetter>> MemoryStore::list_dead(int limit) {
  std::vector<DeadLetter> letters;
  if (limit <= 0) return letters;
  for (const auto& [score, id] : parts_->dead.first(static_cast<std::size_t>(limit))) {
    const auto& stored = parts_->notifications.at(id);
    letters.push_back(
        {id, stored.lane, stored.body, stored.last_outcome, stored.attempts, from_ms(score)});
  }
  return letters;
}

Result<std::int64_t> MemoryStore::count_dead() {
  return static_cast<std::int64_t>(parts_->dead.size());
}

Result<bool> MemoryStore::retry_dead(const std::string& id, TimePoint now) {
  if (!parts_->dead.remove(id)) return false;
  auto& stored = parts_->notifications.at(id);
  stored.dead = false;
  stored.attempts = 0;
  stored.begun.clear();
  parts_->lanes[stored.lane].put(id, to_ms(now));
  return true;
}

Result<bool> MemoryStore::drop_dead(const std::string& id) {
  if (!parts_->dead.score(id)) return false;
  parts_->remove_notification(id);
  return true;
}

Result<int> MemoryStore::trim_dead(int cap, TimePoint before) {
  auto over = static_cast<std::int64_t>(parts_->dead.size()) - cap;
  int gone = 0;
  for (const auto& [score, id] : parts_->dead.first(letters_a_trim)) {
    if (over <= 0 && from_ms(score) >= before) break;
    parts_->remove_notification(id);
    --over;
    ++gone;
  }
  return gone;
}

Result<std::vector<CaseKey>> MemoryStore::list_damaged(int limit) {
  std::vector<CaseKey> cases;
  if (limit <= 0) return cases;
  for (const auto& [score, member] : parts_->damaged.first(static_cast<std::size_t>(limit))) {
    cases.push_back(Keys::parse_member(member).value());
  }
  return cases;
}

Result<bool> MemoryStore::drop_damaged(const CaseKey& key) {
  const std::string member = Keys::member(key);
  if (!parts_->damaged.score(member)) return false;
  parts_->damaged.remove(member);
  parts_->due.remove(member);
  parts_->records.erase(member);
  parts_->histories.erase(member);
  parts_->outcomes.erase(member);
  return true;
}

Result<std::uint32_t> MemoryStore::publish_policy(const std::string& tenant,
                                                  const std::string& text) {
  auto& versions = parts_->policies[tenant];
  const auto newest = static_cast<std::uint32_t>(versions.size());
  if (newest > 0 && versions.at(newest) == text) return newest;
  versions.emplace(newest + 1, text);
  return newest + 1;
}

Result<std::map<std::uint32_t, std::string>> MemoryStore::policies(const std::string& tenant) {
  return parts_->policies[tenant];
}

Result<std::optional<std::string>> MemoryStore::mark(const std::string& name) {
  const auto found = parts_->marks.find(name);
  if (found == parts_->marks.end()) return std::optional<std::string>();
  return std::optional<std::string>(found->second);
}

Result<bool> MemoryStore::set_mark(const std::string& name, const std::string& value,
                                   bool only_if_absent) {
  if (only_if_absent) return parts_->marks.emplace(name, value).second;
  parts_->marks[name] = value;
  return true;
}

Result<void> MemoryStore::clear_mark(const std::string& name) {
  parts_->marks.erase(name);
  return {};
}

Result<std::map<std::string, std::string>> MemoryStore::marks() {
  return parts_->marks;
}

}  // namespace followup
