// Refused events in Redis: kept once, capped, listed and dropped.

#include "core/store/redis_parts.h"
#include "core/store/refused_bytes.h"

#include <algorithm>

namespace followup {

namespace {

/// So many ids go into one call.
constexpr std::size_t ids_a_call = 200;

/// The rejected and the quarantined ones as one list, oldest first, without what they hold.
Result<std::vector<RefusedEvent>> merged(const std::string& shelf, const Replies& replies,
                                         int limit) {
  std::vector<RefusedEvent> events;
  for (const std::size_t i : {0U, 1U}) {
    auto entries = to_scored(replies[i]);
    if (!entries) return entries.error();
    for (auto& entry : *entries) {
      events.push_back({shelf, std::move(entry.name), {}, {}, i == 1, entry.at});
    }
  }
  std::stable_sort(events.begin(), events.end(),
                   [](const auto& a, const auto& b) { return a.at < b.at; });
  events.resize(std::min(events.size(), static_cast<std::size_t>(limit)));
  return events;
}

}  // namespace

Result<std::vector<bool>> RedisStore::keep_refused(const std::vector<RefusedEvent>& events, int cap,
                                                   int quarantine_cap, TimePoint drop_before) {
  const auto replies = parts_->ask(
      [&](Pipeline& pipeline) {
        for (const auto& event : events) {
          pipeline.begin(Script::keep_refused);
          pipeline.key(parts_->keys.refused(event.shelf));
          pipeline.key(parts_->keys.rejected(event.shelf));
          pipeline.key(parts_->keys.quarantined(event.shelf));
          pipeline.arg(event.id);
          pipeline.arg(pack_refused(event.reply, event.raw));
          pipeline.arg(to_ms(event.at));
          pipeline.arg(event.quarantined ? "1" : "0");
          pipeline.arg(cap);
          pipeline.arg(quarantine_cap);
          pipeline.arg(to_ms(drop_before));
          pipeline.call();
        }
      },
      true);
  if (!replies) return replies.error();
  std::vector<bool> kept;
  for (const auto& reply : *replies) {
    const auto answer = is_word(reply, "kept");
    if (!answer) return answer.error();
    kept.push_back(*answer);
  }
  return kept;
}

Result<std::vector<RefusedEvent>> RedisStore::list_refused(const std::string& shelf, int limit) {
  if (limit <= 0) return std::vector<RefusedEvent>();
  const auto sets = parts_->ask([&](Pipeline& pipeline) {
    pipeline.first_of(parts_->keys.rejected(shelf), limit);
    pipeline.first_of(parts_->keys.quarantined(shelf), limit);
  });
  if (!sets) return sets.error();
  auto events = merged(shelf, *sets, limit);
  if (!events || events->empty()) return events;
  const auto bytes = parts_->ask([&](Pipeline& pipeline) {
    for (const auto& event : *events) {
      pipeline.command({"HGET", parts_->keys.refused(shelf), event.id});
    }
  });
  if (!bytes) return bytes.error();
  std::vector<RefusedEvent> whole;
  for (std::size_t i = 0; i < events->size(); ++i) {
    auto packed = to_optional_text((*bytes)[i]);
    if (!packed) return packed.error();
    if (!*packed) continue;  // dropped between the two looks
    auto unpacked = unpack_refused(**packed);
    if (!unpacked) return Error{Code::internal, "a refused event can not be read"};
    auto& event = whole.emplace_back(std::move((*events)[i]));
    event.reply = std::move(unpacked->reply);
    event.raw = std::move(unpacked->raw);
  }
  return whole;
}

Result<void> RedisStore::drop_refused(const std::string& shelf,
                                      const std::vector<std::string>& ids) {
  const auto replies = parts_->ask([&](Pipeline& pipeline) {
    for (std::size_t first = 0; first < ids.size(); first += ids_a_call) {
      pipeline.begin(Script::drop_refused);
      pipeline.key(parts_->keys.refused(shelf));
      pipeline.key(parts_->keys.rejected(shelf));
      pipeline.key(parts_->keys.quarantined(shelf));
      const auto end = std::min(first + ids_a_call, ids.size());
      for (auto i = first; i < end; ++i)
        pipeline.arg(ids[i]);
      pipeline.call();
    }
  });
  if (!replies) return replies.error();
  return {};
}

Result<std::int64_t> RedisStore::count_refused(const std::string& shelf) {
  const auto replies = parts_->ask([&](Pipeline& pipeline) {
    pipeline.command({"HLEN", parts_->keys.refused(shelf)});
  });
  if (!replies) return replies.error();
  return to_integer(replies->front());
}

}  // namespace followup
