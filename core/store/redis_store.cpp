#include "core/store/redis_store.h"

#include "core/store/redis_parts.h"

namespace followup {

RedisStore::RedisStore(RedisAddress address)
    : parts_(std::make_unique<Parts>(std::move(address))) {}

RedisStore::~RedisStore() = default;

void RedisStore::set_clock(const Clock* clock) {
  parts_->clock = clock;
}

Result<void> RedisStore::ping() {
  const auto replies = parts_->ask([&](Pipeline& pipeline) { pipeline.command({"PING"}); });
  if (!replies) return replies.error();
  return {};
}

Result<TimePoint> RedisStore::server_time() {
  const auto replies = parts_->ask([&](Pipeline& pipeline) { pipeline.command({"TIME"}); });
  if (!replies) return replies.error();
  const auto words = to_texts(replies->front());
  if (!words) return words.error();
  const auto seconds = words->size() == 2 ? parse_number((*words)[0]) : std::nullopt;
  const auto micros = words->size() == 2 ? parse_number((*words)[1]) : std::nullopt;
  if (!seconds || !micros) return Error{Code::internal, "redis' TIME can not be read"};
  return from_ms(*seconds * 1000 + *micros / 1000);
}

Result<RedisStore::Usage> RedisStore::usage() {
  const auto replies = parts_->ask([&](Pipeline& pipeline) {
    pipeline.command({"INFO", "memory"});
    pipeline.command({"DBSIZE"});
  });
  if (!replies) return replies.error();
  const auto info = to_text((*replies)[0]);
  if (!info) return info.error();
  const auto keys = to_integer((*replies)[1]);
  if (!keys) return keys.error();
  const auto used = parse_number(info_field(*info, "used_memory").value_or(""));
  if (!used) return Error{Code::internal, "redis' INFO memory can not be read"};
  return Usage{*used, *keys};
}

}  // namespace followup
