// The rest of the shelf in Redis: damaged cases, policy versions and marks.

#include "core/store/redis_parts.h"

namespace followup {

namespace {

Result<std::map<std::string, std::string>> to_map(const Reply& reply) {
  auto words = to_texts(reply);
  if (!words) return words.error();
  std::map<std::string, std::string> fields;
  for (std::size_t i = 0; i + 1 < words->size(); i += 2) {
    fields.emplace(std::move((*words)[i]), std::move((*words)[i + 1]));
  }
  return fields;
}

}  // namespace

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

Result<bool> RedisStore::drop_damaged(const CaseKey& key) {
  const Keys& keys = parts_->keys;
  const std::string member = Keys::member(key);
  const auto replies = parts_->ask([&](Pipeline& pipeline) {
    pipeline.begin(Script::drop_damaged);
    pipeline.key(keys.due());
    pipeline.key(keys.damaged());
    pipeline.key(keys.case_record(member));
    pipeline.key(keys.history(member));
    pipeline.key(keys.outcomes(member));
    pipeline.arg(member);
    pipeline.call();
  });
  if (!replies) return replies.error();
  return is_word(replies->front(), "applied");
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
