// The outbox in memory; each function does what the script of the same duty does.

#include "core/store/keys.h"
#include "core/store/memory_parts.h"

#include <algorithm>

namespace followup {

namespace {

ClaimedNotification listed(const std::string& id, const StoredNotification& stored) {
  ClaimedNotification entry;
  entry.id = id;
  entry.lane = stored.lane;
  entry.body = stored.body;
  entry.frozen = stored.frozen.value_or("");
  entry.attempts = stored.attempts;
  entry.last_outcome = stored.last_outcome;
  return entry;
}

BeginAnswer begin_one(MemoryStore::Parts& parts, const Begin& begin) {
  auto* stored = parts.notification(begin.id);
  if (stored == nullptr) return {BeginAnswer::Kind::withdrawn, 0, {}};
  if (stored->token != begin.token) return {BeginAnswer::Kind::lost, 0, {}};
  if (stored->stop) return {BeginAnswer::Kind::withdrawn, 0, {}};
  if (!stored->frozen) {
    const auto record = parts.records.find(Keys::member(begin.case_key));
    if (record == parts.records.end() || version_of(record->second) != begin.case_version) {
      return {BeginAnswer::Kind::changed, 0, {}};
    }
    stored->frozen = begin.frozen;
  }
  if (stored->begun != begin.token) ++stored->attempts;
  stored->begun = begin.token;
  stored->last_outcome.clear();
  parts.lanes[stored->lane].move(begin.id, to_ms(begin.lease_until));
  return {BeginAnswer::Kind::go, stored->attempts, *stored->frozen};
}

void hand_to_case(MemoryStore::Parts& parts, const Record& record) {
  const std::string member = Keys::member(record.case_key);
  if (!parts.records.contains(member)) return;
  parts.outcomes[member].push_back(record.outcome_line);
  if (!parts.damaged.score(member)) parts.due.lower(member, to_ms(record.now));
}

RecordAnswer record_one(MemoryStore::Parts& parts, const Record& record) {
  using Kind = RecordAnswer::Kind;
  auto* stored = parts.notification(record.id);
  if (stored == nullptr) return {Kind::lost};
  const bool needs_token = record.kind != Record::Kind::done;
  if (needs_token && stored->token != record.token) return {Kind::lost};
  const bool stopped = needs_token && stored->stop;
  const bool back = record.kind == Record::Kind::put_back;
  if ((record.kind == Record::Kind::retry || back) && !stopped) {
    if (back && stored->begun == record.token) {
      --stored->attempts;
      stored->begun.clear();
    }
    stored->token.reset();
    stored->last_outcome = record.last_outcome;
    parts.lanes[stored->lane].move(record.id, to_ms(record.not_before));
    return {Kind::recorded};
  }
  if (record.kind == Record::Kind::dead && !stopped) {
    stored->token.reset();
    stored->last_outcome = record.last_outcome;
    stored->dead = true;
    parts.lanes[stored->lane].remove(record.id);
    parts.dead.put(record.id, to_ms(record.now));
  } else {
    parts.remove_notification(record.id);
  }
  hand_to_case(parts, record);
  return {stopped ? Kind::stopped : Kind::recorded};
}

}  // namespace

Result<std::vector<ClaimedNotification>> MemoryStore::claim(const std::vector<std::string>& lanes,
                                                            TimePoint now, TimePoint lease_until,
                                                            int limit) {
  std::vector<ClaimedNotification> claimed;
  if (limit <= 0) return claimed;
  const auto most = static_cast<std::size_t>(std::min(limit, claim_cap));
  for (const auto& lane : lanes) {
    auto& waiting = parts_->lanes[lane];
    for (const auto& [score, id] :
         waiting.range(ScoredSet::lowest, to_ms(now), most - claimed.size())) {
      auto& stored = parts_->notifications.at(id);
      stored.token = "token." + std::to_string(++parts_->tokens);
      waiting.put(id, to_ms(lease_until));
      claimed.push_back(listed(id, stored));
      claimed.back().token = *stored.token;
    }
  }
  return claimed;
}

Result<std::vector<BeginAnswer>> MemoryStore::begin(const std::vector<Begin>& begins) {
  std::vector<BeginAnswer> answers;
  answers.reserve(begins.size());
  for (const auto& begin : begins)
    answers.push_back(begin_one(*parts_, begin));
  return answers;
}

Result<std::vector<RecordAnswer>> MemoryStore::record(const std::vector<Record>& records) {
  std::vector<RecordAnswer> answers;
  answers.reserve(records.size());
  for (const auto& record : records)
    answers.push_back(record_one(*parts_, record));
  return answers;
}

Result<void> MemoryStore::give_back(const std::vector<GiveBack>& items) {
  for (const auto& item : items) {
    auto* stored = parts_->notification(item.id);
    if (stored == nullptr || stored->token != item.token) continue;
    stored->token.reset();
    parts_->lanes[stored->lane].move(item.id, to_ms(item.not_before));
  }
  return {};
}

Result<void> MemoryStore::bring_forward(const std::vector<std::string>& lanes, TimePoint latest,
                                        TimePoint to) {
  for (const auto& lane : lanes) {
    auto& waiting = parts_->lanes[lane];
    for (const auto& [score, id] :
         waiting.range(to_ms(latest) + 1, ScoredSet::highest, waiting.size()))
      waiting.move(id, to_ms(to));
  }
  return {};
}

Result<std::vector<LaneState>> MemoryStore::lanes(const std::vector<std::string>& lanes) {
  std::vector<LaneState> states;
  for (const auto& lane : lanes) {
    const auto& waiting = parts_->lanes[lane];
    const auto first = waiting.first(1);
    LaneState state{lane, static_cast<std::int64_t>(waiting.size()), std::nullopt, {}};
    if (!first.empty()) {
      state.next = from_ms(first.front().first);
      state.head = first.front().second;
    }
    states.push_back(std::move(state));
  }
  return states;
}

Result<std::optional<ClaimedNotification>> MemoryStore::find(const std::string& id,
                                                             const CaseKey& /*key*/) {
  const auto* stored = parts_->notification(id);
  if (stored == nullptr) return std::optional<ClaimedNotification>();
  return std::optional<ClaimedNotification>(listed(id, *stored));
}

}  // namespace followup
