#include "core/store/redis_commit.h"

#include "core/base/hash.h"

#include <algorithm>

namespace followup {

namespace {

/// So many entries are touched by one script call, so that it takes well below a few milliseconds.
constexpr std::size_t entries_a_call = 200;

struct Rings {
  bool due = false;
  bool email = false;
  bool webhook = false;
};

/// How much of a commit's lists counts: an erasure adds nothing, and of more lines than a history
/// holds only the last are worth sending.
struct Counts {
  explicit Counts(const Commit& commit)
      : lines(commit.erase ? 0 : std::min(commit.history.size(), history_cap)),
        notifications(commit.erase ? 0 : commit.notifications.size()),
        withdrawals(commit.withdrawals.size()),
        indexes(commit.indexes.size()),
        limits(commit.erase ? 0 : commit.limits.size()) {}

  [[nodiscard]] std::size_t entries() const {
    return 2 + lines + 2 * notifications + 2 * withdrawals + indexes + 2 * limits;
  }

  std::size_t lines;
  std::size_t notifications;
  std::size_t withdrawals;
  std::size_t indexes;
  std::size_t limits;
};

bool drains(const Commit& commit) {
  return commit.drains || commit.erase;
}

void add_rings(Rings& rings, const Commit& commit, const RedisStore::Parts& parts) {
  if (commit.erase) return;
  rings.due = rings.due || (commit.due && parts.rings(*commit.due));
  for (const auto& entry : commit.notifications) {
    const auto who = wake_of_lane(entry.lane);
    if (!who || !parts.rings(entry.not_before)) continue;
    rings.email = rings.email || *who == Wake::email;
    rings.webhook = rings.webhook || *who == Wake::webhook;
  }
}

void add_keys(Pipeline& pipeline, const Commit& commit, std::string_view member, const Keys& keys) {
  const Counts counts(commit);
  pipeline.key(keys.case_record(member));
  for (std::size_t i = 0; i < counts.notifications; ++i) {
    pipeline.key(keys.notification(commit.notifications[i].id));
    pipeline.key(keys.lane(commit.notifications[i].lane));
  }
  for (const auto& withdrawal : commit.withdrawals) {
    pipeline.key(keys.notification(withdrawal.id));
    pipeline.key(keys.lane(withdrawal.lane));
  }
  for (const auto& change : commit.indexes) {
    pipeline.key(keys.index(commit.key.tenant, change.name));
  }
  for (std::size_t i = 0; i < counts.limits; ++i)
    pipeline.key(keys.index(commit.key.tenant, commit.limits[i].name));
  if (counts.lines > 0 || commit.erase) pipeline.key(keys.history(member));
  if (commit.expected_version != 0 || commit.erase) pipeline.key(keys.outcomes(member));
}

void add_time(Pipeline& pipeline, const std::optional<TimePoint>& at) {
  if (at) {
    pipeline.arg(to_ms(*at));
  } else {
    pipeline.arg("");
  }
}

void add_arguments(Pipeline& pipeline, const Commit& commit, std::string_view member) {
  const Counts counts(commit);
  pipeline.arg(commit.expected_version == 0 ? std::string() : to_hex(commit.expected_version, 8));
  pipeline.arg(commit.erase ? std::string_view() : std::string_view(commit.record));
  pipeline.arg(commit.erase ? "1" : "0");
  pipeline.arg(member);
  add_time(pipeline, commit.due);
  pipeline.arg(static_cast<std::int64_t>(counts.lines));
  pipeline.arg(static_cast<std::int64_t>(counts.notifications));
  pipeline.arg(static_cast<std::int64_t>(counts.withdrawals));
  pipeline.arg(static_cast<std::int64_t>(commit.outcomes_taken));
  pipeline.arg(static_cast<std::int64_t>(counts.indexes));
  pipeline.arg(static_cast<std::int64_t>(counts.limits));
  for (auto i = commit.history.size() - counts.lines; i < commit.history.size(); ++i) {
    if (counts.lines > 0) pipeline.arg(commit.history[i]);
  }
  for (std::size_t i = 0; i < counts.notifications; ++i) {
    const auto& entry = commit.notifications[i];
    pipeline.arg(entry.id);
    pipeline.arg(entry.lane);
    pipeline.arg(entry.body);
    pipeline.arg(to_ms(entry.not_before));
  }
  for (const auto& withdrawal : commit.withdrawals)
    pipeline.arg(withdrawal.id);
  for (const auto& change : commit.indexes)
    add_time(pipeline, change.at);
  for (std::size_t i = 0; i < counts.limits; ++i) {
    pipeline.arg(commit.limits[i].name);
    pipeline.arg(std::int64_t{commit.limits[i].most});
  }
}

/// One script call for the commits of [first, end).
void add_commits(Pipeline& pipeline, const std::vector<CaseCall>& calls, std::size_t first,
                 std::size_t end, const RedisStore::Parts& parts) {
  const bool draining = drains(*calls[first].commit);
  pipeline.begin(draining ? Script::commit_cases_draining : Script::commit_cases);
  pipeline.key(parts.keys.due());
  pipeline.key(parts.keys.dead());
  pipeline.key(parts.keys.damaged());
  pipeline.arg(static_cast<std::int64_t>(end - first));
  Rings rings;
  for (auto i = first; i < end; ++i) {
    const Commit& commit = *calls[i].commit;
    const std::string member = Keys::member(commit.key);
    add_keys(pipeline, commit, member, parts.keys);
    add_arguments(pipeline, commit, member);
    add_rings(rings, commit, parts);
  }
  if (rings.due) pipeline.key(parts.keys.wake(Wake::due));
  if (rings.email) pipeline.key(parts.keys.wake(Wake::email));
  if (rings.webhook) pipeline.key(parts.keys.wake(Wake::webhook));
  pipeline.call();
}

/// Where the run of commits that fit into one call ends.
std::size_t end_of_run(const std::vector<CaseCall>& calls, std::size_t first) {
  const bool draining = drains(*calls[first].commit);
  std::size_t entries = Counts(*calls[first].commit).entries();
  std::size_t end = first + 1;
  while (end < calls.size() && calls[end].commit && drains(*calls[end].commit) == draining) {
    entries += Counts(*calls[end].commit).entries();
    if (entries > entries_a_call) break;
    ++end;
  }
  return end;
}

Error unreadable() {
  return Error{Code::internal, "commit_cases' answer can not be read"};
}

/// Moves `at` behind a count and so many words, which go to `texts`. False: they are not there.
bool read_texts(std::vector<std::string>& words, std::size_t& at, std::vector<std::string>& texts) {
  const auto count = at < words.size() ? parse_number(words[at++]) : std::nullopt;
  if (!count || *count < 0 || static_cast<std::size_t>(*count) > words.size() - at) return false;
  for (const auto end = at + static_cast<std::size_t>(*count); at < end; ++at)
    texts.push_back(std::move(words[at]));
  return true;
}

/// Reads the answer that begins at words[at] and moves `at` behind it.
Result<CaseAnswer> read_one(std::vector<std::string>& words, std::size_t& at) {
  if (words.size() - at < 2) return unreadable();
  CaseAnswer answer;
  const std::string word = std::move(words[at++]);
  if (word == "applied") {
    answer.kind = CaseAnswer::Kind::applied;
    if (!read_texts(words, at, answer.in_flight)) return unreadable();
    return answer;
  }
  answer.record = std::move(words[at++]);
  if (word == "conflict") {
    answer.kind = CaseAnswer::Kind::conflict;
    return answer;
  }
  answer.kind = CaseAnswer::Kind::full;
  if (word != "full" || !read_texts(words, at, answer.full)) return unreadable();
  return answer;
}

Result<void> read_commits(const Reply& reply, std::size_t count, std::vector<CaseAnswer>& answers) {
  auto words = to_texts(reply);
  if (!words) return words.error();
  std::size_t at = 0;
  for (std::size_t i = 0; i < count; ++i) {
    auto answer = read_one(*words, at);
    if (!answer) return answer.error();
    answers.push_back(std::move(*answer));
  }
  if (at != words->size()) return unreadable();
  return {};
}

Result<void> read_load(const Reply& reply, std::vector<CaseAnswer>& answers) {
  auto record = to_optional_text(reply);
  if (!record) return record.error();
  CaseAnswer& answer = answers.emplace_back();
  if (*record) {
    answer.kind = CaseAnswer::Kind::found;
    answer.record = std::move(**record);
  }
  return {};
}

}  // namespace

std::vector<std::size_t> add_case_calls(Pipeline& pipeline, const std::vector<CaseCall>& calls,
                                        const RedisStore::Parts& parts) {
  std::vector<std::size_t> commits;
  std::size_t at = 0;
  while (at < calls.size()) {
    if (!calls[at].commit) {
      pipeline.command({"GET", parts.keys.case_record(Keys::member(calls[at].key))});
      commits.push_back(0);
      ++at;
      continue;
    }
    const auto end = end_of_run(calls, at);
    add_commits(pipeline, calls, at, end, parts);
    commits.push_back(end - at);
    at = end;
  }
  return commits;
}

Result<std::vector<CaseAnswer>> read_case_answers(const Replies& replies,
                                                  const std::vector<std::size_t>& commits) {
  std::vector<CaseAnswer> answers;
  for (std::size_t i = 0; i < replies.size(); ++i) {
    auto read = commits[i] > 0 ? read_commits(replies[i], commits[i], answers)
                               : read_load(replies[i], answers);
    if (!read) return read.error();
  }
  return answers;
}

}  // namespace followup
