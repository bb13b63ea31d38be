// What people and sweeps look at in Redis: the due list, histories, what is in flight, all cases of
// a tenant.

#include "core/store/redis_parts.h"

#include <algorithm>

namespace followup {

namespace {

constexpr std::string_view scan_count = "500";

Result<ScanPage> scan(RedisStore::Parts& parts, const std::string& cursor,
                      const std::string& pattern) {
  const auto replies = parts.ask([&](Pipeline& pipeline) {
    pipeline.command({"SCAN", cursor, "MATCH", pattern, "COUNT", scan_count});
  });
  if (!replies) return replies.error();
  return to_scan_page(replies->front());
}

bool is_cursor(std::string_view text) {
  return !text.empty() && text.size() <= 20 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Members of a sorted set of cases with their scores.
Result<std::vector<CaseStore::DueEntry>> to_entries(const Reply& reply) {
  const auto words = to_texts(reply);
  if (!words) return words.error();
  std::vector<CaseStore::DueEntry> entries;
  for (std::size_t i = 0; i + 1 < words->size(); i += 2) {
    auto key = Keys::parse_member((*words)[i]);
    const auto score = parse_number((*words)[i + 1]);
    if (!key || !score) return Error{Code::internal, "an entry of a set of cases can not be read"};
    entries.push_back({std::move(*key), from_ms(*score)});
  }
  return entries;
}

}  // namespace

Result<std::vector<CaseStore::DueEntry>> RedisStore::list_due(TimePoint from, int limit) {
  if (limit <= 0) return std::vector<DueEntry>();
  const auto replies = parts_->ask([&](Pipeline& pipeline) {
    pipeline.command({"ZRANGE", parts_->keys.due(), std::to_string(to_ms(from)), "+inf", "BYSCORE",
                      "LIMIT", "0", std::to_string(limit), "WITHSCORES"});
  });
  if (!replies) return replies.error();
  return to_entries(replies->front());
}

Result<std::vector<CaseStore::DueEntry>> RedisStore::list_index(const std::string& tenant,
                                                                const std::string& name, int offset,
                                                                int limit) {
  if (limit <= 0) return std::vector<DueEntry>();
  const auto last = std::int64_t{offset} + limit - 1;
  const auto replies = parts_->ask([&](Pipeline& pipeline) {
    pipeline.command({"ZRANGE", parts_->keys.index(tenant, name), std::to_string(offset),
                      std::to_string(last), "WITHSCORES"});
  });
  if (!replies) return replies.error();
  return to_entries(replies->front());
}

Result<std::vector<std::vector<CaseStore::DueEntry>>> RedisStore::list_indexes(
    const std::string& tenant, const std::vector<std::string>& names, TimePoint from, int limit) {
  std::vector<std::vector<DueEntry>> lists(names.size());
  if (limit <= 0 || names.empty()) return lists;
  const auto replies = parts_->ask([&](Pipeline& pipeline) {
    for (const auto& name : names) {
      pipeline.command({"ZRANGE", parts_->keys.index(tenant, name), std::to_string(to_ms(from)),
                        "+inf", "BYSCORE", "LIMIT", "0", std::to_string(limit), "WITHSCORES"});
    }
  });
  if (!replies) return replies.error();
  for (std::size_t i = 0; i < names.size(); ++i) {
    auto entries = to_entries((*replies)[i]);
    if (!entries) return entries.error();
    lists[i] = std::move(*entries);
  }
  return lists;
}

Result<std::vector<std::string>> RedisStore::history(const CaseKey& key) {
  const auto replies = parts_->ask([&](Pipeline& pipeline) {
    pipeline.command({"LRANGE", parts_->keys.history(Keys::member(key)), "0", "-1"});
  });
  if (!replies) return replies.error();
  return to_texts(replies->front());
}

Result<std::vector<std::string>> RedisStore::in_flight(const CaseKey& /*key*/,
                                                       const std::vector<std::string>& ids) {
  std::vector<std::string> begun;
  if (ids.empty()) return begun;
  const auto replies = parts_->ask([&](Pipeline& pipeline) {
    for (const auto& id : ids) {
      pipeline.command({"HMGET", parts_->keys.notification(id), "attempts", "state"});
    }
  });
  if (!replies) return replies.error();
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto fields = to_optional_texts((*replies)[i]);
    if (!fields) return fields.error();
    if (fields->size() == 2 && (*fields)[0] && !(*fields)[1]) begun.push_back(ids[i]);
  }
  return begun;
}

Result<CaseStore::Page> RedisStore::scan_cases(const std::string& tenant,
                                               const std::string& cursor) {
  if (!is_cursor(cursor)) return Error{Code::invalid_input, "not a cursor of a sweep"};
  auto found = scan(*parts_, cursor, parts_->keys.case_pattern(tenant));
  if (!found) return found.error();
  Page page;
  page.cursor = std::move(found->cursor);
  for (const auto& name : found->names) {
    if (auto key = parts_->keys.parse_case_record(name)) page.keys.push_back(std::move(*key));
  }
  return page;
}

Result<bool> RedisStore::empty() {
  std::string cursor = "0";
  // Ends at the first case; a store without cases holds few keys.
  do {
    auto found = scan(*parts_, cursor, parts_->keys.any_case_pattern());
    if (!found) return found.error();
    if (!found->names.empty()) return false;
    cursor = std::move(found->cursor);
  } while (cursor != "0");
  return true;
}

}  // namespace followup
