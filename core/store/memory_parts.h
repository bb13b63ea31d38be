// What MemoryStore holds: the same sets as in Redis, under the same names without keys.
#pragma once

#include "core/store/memory_store.h"

#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace followup {

/// A sorted set: members by score, ties by their bytes, as Redis orders them.
class ScoredSet {
 public:
  using Entry = std::pair<std::int64_t, std::string>;
  static constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
  static constexpr auto highest = std::numeric_limits<std::int64_t>::max();

  void put(const std::string& member, std::int64_t score);
  /// Only if it is there.
  void move(const std::string& member, std::int64_t score);
  /// Puts it, unless it is there with a lower score.
  void lower(const std::string& member, std::int64_t score);
  bool remove(const std::string& member);
  [[nodiscard]] std::optional<std::int64_t> score(const std::string& member) const;
  /// Up to `limit` entries from `from` to `to`, both included.
  [[nodiscard]] std::vector<Entry> range(std::int64_t from, std::int64_t to,
                                         std::size_t limit) const;
  [[nodiscard]] std::vector<Entry> first(std::size_t limit) const;

  [[nodiscard]] std::size_t size() const { return order_.size(); }

 private:
  std::map<std::string, std::int64_t> scores_;
  std::set<Entry> order_;
};

struct StoredNotification {
  std::string lane;
  std::string body;
  std::optional<std::string> token;
  std::optional<std::string> frozen;
  std::string begun;  ///< token of the latest attempt begun
  int attempts = 0;
  std::string last_outcome;
  bool stop = false;
  bool dead = false;
};

struct RefusedShelf {
  std::map<std::string, RefusedEvent> events;
  ScoredSet rejected;
  ScoredSet quarantined;
};

struct MemoryStore::Parts {
  // By member of the due set.
  std::map<std::string, std::string> records;
  std::map<std::string, std::deque<std::string>> outcomes;
  std::map<std::string, std::deque<std::string>> histories;
  ScoredSet due;
  ScoredSet damaged;
  std::map<std::pair<std::string, std::string>, ScoredSet> indexes;  ///< by tenant and name

  std::map<std::string, StoredNotification> notifications;
  std::map<std::string, ScoredSet> lanes;
  ScoredSet dead;
  std::uint64_t tokens = 0;

  std::map<std::string, RefusedShelf> shelves;
  std::map<std::string, std::map<std::uint32_t, std::string>> policies;
  std::map<std::string, std::string> marks;

  std::map<CallTicket, std::vector<CaseAnswer>> answers;
  CallTicket last_ticket = 0;

  /// The notification, if it exists.
  [[nodiscard]] StoredNotification* notification(const std::string& id);
  /// Takes it out of everything.
  void remove_notification(const std::string& id);
};

/// The version in a record's header, as the scripts compare it; 0 for an empty record.
[[nodiscard]] std::uint32_t version_of(std::string_view record);

}  // namespace followup
