// The outbox in Redis: claims, what is given back, and looks. Attempts: redis_store_attempts.cpp.

#include "core/base/hash.h"
#include "core/store/redis_parts.h"

#include <algorithm>
#include <set>
#include <utility>

namespace followup {

namespace {

/// So many lanes are looked at in one call.
constexpr std::size_t lanes_a_claim = 100;
constexpr std::size_t words_a_claimed = 7;

/// Reads claim_outbox.lua's flat answer; `lanes` are those of its keys.
Result<std::vector<ClaimedNotification>> claimed_notifications(std::vector<std::string> words,
                                                               const std::string* lanes,
                                                               std::size_t lane_count) {
  const Error unreadable{Code::internal, "claim_outbox's answer can not be read"};
  std::vector<ClaimedNotification> claimed;
  if (words.size() % words_a_claimed != 0) return unreadable;
  for (std::size_t at = 0; at < words.size(); at += words_a_claimed) {
    const auto lane = parse_number(words[at]);
    const auto attempts = to_attempts(words[at + 5]);
    if (!lane || *lane < 1 || *lane > static_cast<std::int64_t>(lane_count)) return unreadable;
    if (!attempts) return attempts.error();
    ClaimedNotification& entry = claimed.emplace_back();
    entry.lane = lanes[*lane - 1];
    entry.id = std::move(words[at + 1]);
    entry.token = std::move(words[at + 2]);
    entry.body = std::move(words[at + 3]);
    entry.frozen = std::move(words[at + 4]);
    entry.attempts = *attempts;
    entry.last_outcome = std::move(words[at + 6]);
  }
  return claimed;
}

}  // namespace

Result<std::vector<ClaimedNotification>> RedisStore::claim(const std::vector<std::string>& lanes,
                                                           TimePoint now, TimePoint lease_until,
                                                           int limit) {
  std::vector<ClaimedNotification> claimed;
  int left = std::min(limit, claim_cap);
  for (std::size_t first = 0; first < lanes.size() && left > 0; first += lanes_a_claim) {
    const std::size_t count = std::min(lanes_a_claim, lanes.size() - first);
    const auto replies = parts_->ask([&](Pipeline& pipeline) {
      pipeline.begin(Script::claim_outbox);
      std::set<Wake> wakes;
      for (auto i = first; i < first + count; ++i) {
        pipeline.key(parts_->keys.lane(lanes[i]));
        if (const auto who = wake_of_lane(lanes[i])) wakes.insert(*who);
      }
      for (const auto who : wakes)
        pipeline.key(parts_->keys.wake(who));
      pipeline.arg(to_ms(now));
      pipeline.arg(to_ms(lease_until));
      pipeline.arg(left);
      pipeline.arg(parts_->keys.notification_prefix());
      pipeline.arg(random_id());
      pipeline.arg(static_cast<std::int64_t>(count));
      pipeline.call();
    });
    if (!replies) return replies.error();
    auto words = to_texts(replies->front());
    if (!words) return words.error();
    auto found = claimed_notifications(std::move(*words), &lanes[first], count);
    if (!found) return found.error();
    left -= static_cast<int>(found->size());
    std::move(found->begin(), found->end(), std::back_inserter(claimed));
  }
  return claimed;
}

Result<void> RedisStore::give_back(const std::vector<GiveBack>& items) {
  const auto replies = parts_->ask([&](Pipeline& pipeline) {
    for (const auto& item : items) {
      pipeline.begin(Script::give_back);
      pipeline.key(parts_->keys.notification(item.id));
      pipeline.key(parts_->keys.lane(item.lane));
      if (const auto ring = parts_->lane_ring(item.lane, item.not_before)) pipeline.key(*ring);
      pipeline.arg(item.id);
      pipeline.arg(item.token);
      pipeline.arg(to_ms(item.not_before));
      pipeline.call();
    }
  });
  if (!replies) return replies.error();
  return {};
}

Result<void> RedisStore::bring_forward(const std::vector<std::string>& lanes, TimePoint latest,
                                       TimePoint to) {
  constexpr std::size_t at_once = 500;
  for (const auto& lane : lanes) {
    const std::string key = parts_->keys.lane(lane);
    for (std::size_t found = at_once; found == at_once;) {
      const auto late = parts_->ask([&](Pipeline& pipeline) {
        pipeline.command({"ZRANGE", key, "(" + std::to_string(to_ms(latest)), "+inf", "BYSCORE",
                          "LIMIT", "0", std::to_string(at_once)});
      });
      if (!late) return late.error();
      const auto ids = to_texts(late->front());
      if (!ids) return ids.error();
      found = ids->size();
      if (found == 0) break;
      // Only forward: who has claimed one meanwhile keeps its lease.
      std::vector<std::string> words{"ZADD", key, "XX", "LT"};
      for (const auto& id : *ids) {
        words.push_back(std::to_string(to_ms(to)));
        words.push_back(id);
      }
      const auto moved = parts_->ask([&](Pipeline& pipeline) { pipeline.command(words); });
      if (!moved) return moved.error();
    }
  }
  return {};
}

Result<std::vector<LaneState>> RedisStore::lanes(const std::vector<std::string>& lanes) {
  const auto replies = parts_->ask([&](Pipeline& pipeline) {
    for (const auto& lane : lanes) {
      const std::string key = parts_->keys.lane(lane);
      pipeline.command({"ZCARD", key});
      pipeline.command({"ZRANGE", key, "0", "0", "WITHSCORES"});
    }
  });
  if (!replies) return replies.error();
  std::vector<LaneState> states;
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    const auto waiting = to_integer((*replies)[2 * i]);
    const auto first = to_texts((*replies)[2 * i + 1]);
    if (!waiting) return waiting.error();
    if (!first) return first.error();
    LaneState state{lanes[i], *waiting, std::nullopt, {}};
    if (first->size() == 2) {
      const auto score = parse_number(first->back());
      if (!score) return Error{Code::internal, "a score of a lane is not a whole number"};
      state.next = from_ms(*score);
      state.head = first->front();
    }
    states.push_back(std::move(state));
  }
  return states;
}

Result<std::optional<ClaimedNotification>> RedisStore::find(const std::string& id,
                                                            const CaseKey& /*key*/) {
  const auto replies = parts_->ask([&](Pipeline& pipeline) {
    pipeline.command(
        {"HMGET", parts_->keys.notification(id), "body", "lane", "frozen", "attempts", "last"});
  });
  if (!replies) return replies.error();
  auto fields = to_optional_texts(replies->front());
  if (!fields) return fields.error();
  if (fields->size() != 5 || !(*fields)[0]) return std::optional<ClaimedNotification>();
  const auto attempts = to_attempts((*fields)[3].value_or("0"));
  if (!attempts) return attempts.error();
  ClaimedNotification found;
  found.id = id;
  found.body = std::move(*(*fields)[0]);
  found.lane = (*fields)[1].value_or("");
  found.frozen = (*fields)[2].value_or("");
  found.attempts = *attempts;
  found.last_outcome = (*fields)[4].value_or("");
  return std::optional<ClaimedNotification>(std::move(found));
}

}  // namespace followup
