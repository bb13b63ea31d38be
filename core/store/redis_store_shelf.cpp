// The shelf in Redis: refused events, dead letters, damaged cases, policy versions and marks.

#include "core/store/redis_parts.h"
#include "core/store/refused_bytes.h"

#include <algorithm>
#include <array>

namespace followup {

namespace {

/// So many ids go into one call, dead letters into one trim.
constexpr std::size_t ids_a_call = 200;

/// Names with their scores, as ZRANGE … WITHSCORES gives them.
struct Scored {
  std::string name;
  std::string score;
  TimePoint at;
};

Result<std::vector<Scored>> scored(const Reply& reply) {
  auto words = to_texts(reply);
  if (!words) return words.error();
  std::vector<Scored> entries;
  for (std::size_t i = 0; i + 1 < words->size(); i += 2) {
    const auto score = parse_number((*words)[i + 1]);
    if (!score) return Error{Code::internal, "a score is not a whole number"};
    entries.push_back({std::move((*words)[i]), std::move((*words)[i + 1]), from_ms(*score)});
  }
  return entries;
}

/// The first `limit` of a sorted set.
void add_first(Pipeline& pipeline, const std::string& key, int limit) {
  pipeline.command({"ZRANGE", key, "0", std::to_string(limit - 1), "WITHSCORES"});
}

Result<bool> is_word(const Reply& reply, std::string_view word) {
  const auto said = to_text(reply);
  if (!said) return said.error();
  return *said == word;
}

/// The rejected and the quarantined ones as one list, oldest first, without what they hold.
Result<std::vector<RefusedEvent>> merged(const std::string& shelf, const Replies& replies,
                                         int limit) {
  std::vector<RefusedEvent> events;
  for (const std::size_t i : {0U, 1U}) {
    auto entries = scored(replies[i]);
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

Result<std::map<std::string, std::string>> to_map(const Reply& reply) {
  auto words = to_texts(reply);
  if (!words) return words.error();
  std::map<std::string, std::string> fields;
  for (std::size_t i = 0; i + 1 < words->size(); i += 2) {
    fields.emplace(std::move((*words)[i]), std::move((*words)[i + 1]));
  }
  return fields;
}

Result<DeadLetter> dead_letter(const Scored& entry, const Reply& reply) {
  auto fields = to_optional_texts(reply);
  if (!fields) return fields.error();
  if (fields->size() != 4) return Error{Code::internal, "a dead letter can not be read"};
  const auto attempts = parse_number((*fields)[3].value_or("0")).value_or(0);
  return DeadLetter{entry.name,
                    (*fields)[0].value_or(""),
                    (*fields)[1].value_or(""),
                    (*fields)[2].value_or(""),
                    static_cast<int>(attempts),
                    entry.at};
}

void add_drop_dead(Pipeline& pipeline, const Keys& keys, std::string_view id,
                   std::string_view score) {
  pipeline.begin(Script::drop_dead);
  pipeline.key(keys.notification(id));
  pipeline.key(keys.dead());
  pipeline.arg(id);
  pipeline.arg(score);
  pipeline.call();
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
    add_first(pipeline, parts_->keys.rejected(shelf), limit);
    add_first(pipeline, parts_->keys.quarantined(shelf), limit);
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

Result<std::vector<DeadLetter>> RedisStore::list_dead(int limit) {
  std::vector<DeadLetter> letters;
  if (limit <= 0) return letters;
  const auto set =
      parts_->ask([&](Pipeline& pipeline) { add_first(pipeline, parts_->keys.dead(), limit); });
  if (!set) return set.error();
  const auto entries = scored(set->front());
  if (!entries) return entries.error();
  if (entries->empty()) return letters;
  const auto fields = parts_->ask([&](Pipeline& pipeline) {
    for (const auto& entry : *entries) {
      pipeline.command(
          {"HMGET", parts_->keys.notification(entry.name), "lane", "body", "last", "attempts"});
    }
  });
  if (!fields) return fields.error();
  for (std::size_t i = 0; i < entries->size(); ++i) {
    auto letter = dead_letter((*entries)[i], (*fields)[i]);
    if (!letter) return letter.error();
    letters.push_back(std::move(*letter));
  }
  return letters;
}

Result<std::int64_t> RedisStore::count_dead() {
  const auto replies = parts_->ask([&](Pipeline& pipeline) {
    pipeline.command({"ZCARD", parts_->keys.dead()});
  });
  if (!replies) return replies.error();
  return to_integer(replies->front());
}

Result<bool> RedisStore::retry_dead(const std::string& id, TimePoint now) {
  const auto found = find(id, {});
  if (!found) return found.error();
  if (!*found) return false;
  const std::string& lane = (*found)->lane;
  const auto replies = parts_->ask([&](Pipeline& pipeline) {
    pipeline.begin(Script::retry_dead);
    pipeline.key(parts_->keys.notification(id));
    pipeline.key(parts_->keys.lane(lane));
    pipeline.key(parts_->keys.dead());
    if (const auto ring = parts_->lane_ring(lane, now)) pipeline.key(*ring);
    pipeline.arg(id);
    pipeline.arg(to_ms(now));
    pipeline.call();
  });
  if (!replies) return replies.error();
  return is_word(replies->front(), "applied");
}

Result<bool> RedisStore::drop_dead(const std::string& id) {
  const auto replies =
      parts_->ask([&](Pipeline& pipeline) { add_drop_dead(pipeline, parts_->keys, id, ""); });
  if (!replies) return replies.error();
  return is_word(replies->front(), "applied");
}

Result<int> RedisStore::trim_dead(int cap, TimePoint before) {
  const auto looked = parts_->ask([&](Pipeline& pipeline) {
    pipeline.command({"ZCARD", parts_->keys.dead()});
    add_first(pipeline, parts_->keys.dead(), ids_a_call);
  });
  if (!looked) return looked.error();
  const auto count = to_integer((*looked)[0]);
  const auto entries = scored((*looked)[1]);
  if (!count) return count.error();
  if (!entries) return entries.error();
  std::int64_t over = *count - cap;
  const auto dropped = parts_->ask([&](Pipeline& pipeline) {
    for (const auto& entry : *entries) {
      if (over <= 0 && entry.at >= before) break;
      add_drop_dead(pipeline, parts_->keys, entry.name, entry.score);
      --over;
    }
  });
  if (!dropped) return dropped.error();
  int gone = 0;
  for (const auto& reply : *dropped) {
    const auto applied = is_word(reply, "applied");
    if (!applied) return applied.error();
    if (*applied) ++gone;
  }
  return gone;
}

Result<std::vector<CaseKey>> RedisStore::list_damaged(int limit) {
  std::vector<CaseKey> cases;
  if (limit <= 0) return cases;
  const auto replies = parts_->ask([&](Pipeline& pipeline) {
    pipeline.command({"ZRANGE", parts_->keys.damaged(), "0", std::to_string(limit - 1)});
  });
  if (!replies) return replies.error();
  const auto members = to_texts(replies->front());
  if (!members) return members.error();
  for (const auto& member : *members) {
    auto key = Keys::parse_member(member);
    if (!key) return Error{Code::internal, "an entry of the damaged cases can not be read"};
    cases.push_back(std::move(*key));
  }
  return cases;
}

Result<std::uint32_t> RedisStore::publish_policy(const std::string& tenant,
                                                 const std::string& text) {
  const auto replies = parts_->ask(
      [&](Pipeline& pipeline) {
        pipeline.begin(Script::publish_policy);
        pipeline.key(parts_->keys.policy(tenant));
        pipeline.arg(text);
        pipeline.call();
      },
      true);
  if (!replies) return replies.error();
  const auto said = to_text(replies->front());
  if (!said) return said.error();
  const auto number = parse_number(*said);
  if (!number) return Error{Code::internal, "publish_policy's answer is not a number"};
  return static_cast<std::uint32_t>(*number);
}

Result<std::map<std::uint32_t, std::string>> RedisStore::policies(const std::string& tenant) {
  const auto replies = parts_->ask([&](Pipeline& pipeline) {
    pipeline.command({"HGETALL", parts_->keys.policy(tenant)});
  });
  if (!replies) return replies.error();
  auto fields = to_map(replies->front());
  if (!fields) return fields.error();
  std::map<std::uint32_t, std::string> versions;
  for (auto& [name, text] : *fields) {
    const auto number = parse_number(name);
    if (!number) return Error{Code::internal, "a policy's number can not be read"};
    versions.emplace(static_cast<std::uint32_t>(*number), std::move(text));
  }
  return versions;
}

Result<std::optional<std::string>> RedisStore::mark(const std::string& name) {
  const auto replies = parts_->ask([&](Pipeline& pipeline) {
    pipeline.command({"HGET", parts_->keys.marks(), name});
  });
  if (!replies) return replies.error();
  return to_optional_text(replies->front());
}

Result<bool> RedisStore::set_mark(const std::string& name, const std::string& value,
                                  bool only_if_absent) {
  const auto replies = parts_->ask([&](Pipeline& pipeline) {
    pipeline.begin(Script::set_mark);
    pipeline.key(parts_->keys.marks());
    pipeline.arg(name);
    pipeline.arg(value);
    pipeline.arg(only_if_absent ? "1" : "0");
    pipeline.call();
  });
  if (!replies) return replies.error();
  return is_word(replies->front(), "applied");
}

Result<void> RedisStore::clear_mark(const std::string& name) {
  const auto replies = parts_->ask([&](Pipeline& pipeline) {
    pipeline.command({"HDEL", parts_->keys.marks(), name});
  });
  if (!replies) return replies.error();
  return {};
}

Result<std::map<std::string, std::string>> RedisStore::marks() {
  const auto replies = parts_->ask([&](Pipeline& pipeline) {
    pipeline.command({"HGETALL", parts_->keys.marks()});
  });
  if (!replies) return replies.error();
  return to_map(replies->front());
}

}  // namespace followup
