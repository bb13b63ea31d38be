// Dead letters in Redis: listed, tried again, dropped and trimmed.

#include "core/store/redis_parts.h"

namespace followup {

namespace {

/// So many are looked at in one trim.
constexpr int letters_a_trim = 200;

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

Result<std::vector<DeadLetter>> RedisStore::list_dead(int limit) {
  std::vector<DeadLetter> letters;
  if (limit <= 0) return letters;
  const auto set =
      parts_->ask([&](Pipeline& pipeline) { pipeline.first_of(parts_->keys.dead(), limit); });
  if (!set) return set.error();
  const auto entries = to_scored(set->front());
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
    pipeline.first_of(parts_->keys.dead(), letters_a_trim);
  });
  if (!looked) return looked.error();
  const auto count = to_integer((*looked)[0]);
  const auto entries = to_scored((*looked)[1]);
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

}  // namespace followup
