#include "core/store/redis_commit.h"

#include "core/base/hash.h"

#include <algorithm>

namespace followup {

namespace {

struct Rings {
  bool due = false;
  bool email = false;
  bool webhook = false;
};

Rings rings_of(const Commit& commit, const RedisStore::Parts& parts) {
  Rings rings;
  rings.due = commit.due && parts.rings(*commit.due);
  for (const auto& entry : commit.notifications) {
    const auto who = wake_of_lane(entry.lane);
    if (!who || !parts.rings(entry.not_before)) continue;
    rings.email = rings.email || *who == Wake::email;
    rings.webhook = rings.webhook || *who == Wake::webhook;
  }
  return rings;
}

/// Names the keys in the order of commit_case.lua's head.
void add_commit_keys(Pipeline& pipeline, const Commit& commit, std::string_view member, bool lines,
                     const RedisStore::Parts& parts) {
  const Keys& keys = parts.keys;
  pipeline.key(keys.case_record(member));
  pipeline.key(keys.due());
  if (!commit.erase) {
    for (const auto& entry : commit.notifications) {
      pipeline.key(keys.notification(entry.id));
      pipeline.key(keys.lane(entry.lane));
    }
  }
  for (const auto& withdrawal : commit.withdrawals) {
    pipeline.key(keys.notification(withdrawal.id));
    pipeline.key(keys.lane(withdrawal.lane));
  }
  if (!commit.withdrawals.empty()) pipeline.key(keys.dead());
  if (lines || commit.erase) pipeline.key(keys.history(member));
  if (commit.expected_version != 0 || commit.erase) pipeline.key(keys.outcomes(member));
  if (commit.erase) {
    pipeline.key(keys.damaged());
    return;
  }
  const Rings rings = rings_of(commit, parts);
  if (rings.due) pipeline.key(keys.wake(Wake::due));
  if (rings.email) pipeline.key(keys.wake(Wake::email));
  if (rings.webhook) pipeline.key(keys.wake(Wake::webhook));
}

}  // namespace

void add_commit(Pipeline& pipeline, const Commit& commit, const RedisStore::Parts& parts) {
  const std::string member = Keys::member(commit.key);
  // Of more lines than the history holds, only the last are worth sending.
  const auto line_count = commit.erase ? 0 : std::min(commit.history.size(), history_cap);
  const auto first_line = commit.history.end() - static_cast<std::ptrdiff_t>(line_count);
  const auto notification_count = commit.erase ? 0 : commit.notifications.size();

  pipeline.begin(commit.drains || commit.erase ? Script::commit_case_draining
                                               : Script::commit_case);
  add_commit_keys(pipeline, commit, member, line_count > 0, parts);
  pipeline.arg(commit.expected_version == 0 ? std::string() : to_hex(commit.expected_version, 8));
  pipeline.arg(commit.erase ? std::string_view() : std::string_view(commit.record));
  pipeline.arg(member);
  if (commit.due) {
    pipeline.arg(to_ms(*commit.due));
  } else {
    pipeline.arg("");
  }
  pipeline.arg(static_cast<std::int64_t>(line_count));
  pipeline.arg(static_cast<std::int64_t>(notification_count));
  pipeline.arg(static_cast<std::int64_t>(commit.withdrawals.size()));
  pipeline.arg(static_cast<std::int64_t>(commit.outcomes_taken));
  for (auto line = first_line; line != commit.history.end(); ++line)
    pipeline.arg(*line);
  for (std::size_t i = 0; i < notification_count; ++i) {
    const auto& entry = commit.notifications[i];
    pipeline.arg(entry.id);
    pipeline.arg(entry.lane);
    pipeline.arg(entry.body);
    pipeline.arg(to_ms(entry.not_before));
  }
  for (const auto& withdrawal : commit.withdrawals)
    pipeline.arg(withdrawal.id);
  pipeline.call();
}

}  // namespace followup
