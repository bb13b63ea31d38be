// Cases in Redis: commits and loads as pipelines under tickets, the due set, and sweeps.

#include "core/base/log.h"
#include "core/store/redis_commit.h"
#include "core/store/redis_parts.h"

#include <algorithm>

namespace followup {

namespace {

/// Reads claim_due.lua's flat answer.
Result<std::vector<ClaimedCase>> claimed_cases(std::vector<std::string> words) {
  const Error unreadable{Code::internal, "claim_due's answer can not be read"};
  std::vector<ClaimedCase> claimed;
  std::size_t at = 0;
  while (at < words.size()) {
    if (words.size() - at < 4) return unreadable;
    const auto score = parse_number(words[at + 1]);
    const auto count = parse_number(words[at + 3]);
    const std::size_t lines = at + 4;
    if (!score || !count || *count < 0) return unreadable;
    const auto next = lines + static_cast<std::size_t>(*count);
    if (next > words.size()) return unreadable;
    auto key = Keys::parse_member(words[at]);
    if (key) {
      ClaimedCase& entry = claimed.emplace_back();
      entry.key = std::move(*key);
      entry.score = from_ms(*score);
      entry.record = std::move(words[at + 2]);
      for (auto i = lines; i < next; ++i)
        entry.outcomes.push_back(std::move(words[i]));
    } else {
      log(Severity::warning, "due_member_unreadable");
    }
    at = next;
  }
  return claimed;
}

}  // namespace

CallTicket RedisStore::send(std::vector<CaseCall> calls) {
  auto pipeline = parts_->link.open_pipeline();
  if (!pipeline) return parts_->link.post_failed(pipeline.error());
  auto commits = add_case_calls(*pipeline, calls, *parts_);
  const bool replicate =
      std::any_of(commits.begin(), commits.end(), [](std::size_t count) { return count > 0; });
  const CallTicket ticket = parts_->link.post(std::move(*pipeline), replicate);
  parts_->sent.emplace(ticket, std::move(commits));
  return ticket;
}

std::optional<Result<std::vector<CaseAnswer>>> RedisStore::poll(CallTicket ticket) {
  const auto replies = parts_->link.poll(ticket);
  if (!replies) return std::nullopt;
  const auto sent = parts_->sent.extract(ticket);
  if (!*replies) return Result<std::vector<CaseAnswer>>(replies->error());
  return read_case_answers(**replies, sent.mapped());
}

Result<std::vector<CaseAnswer>> RedisStore::wait(CallTicket ticket) {
  const auto replies = parts_->link.wait(ticket);
  const auto sent = parts_->sent.extract(ticket);
  if (!replies) return replies.error();
  return read_case_answers(*replies, sent.mapped());
}

int RedisStore::descriptor() const {
  return parts_->link.descriptor();
}

Result<std::vector<ClaimedCase>> RedisStore::claim_due(TimePoint now, TimePoint lease_until,
                                                       int limit) {
  if (limit <= 0) return std::vector<ClaimedCase>();
  const auto replies = parts_->ask([&](Pipeline& pipeline) {
    pipeline.begin(Script::claim_due);
    pipeline.key(parts_->keys.due());
    pipeline.key(parts_->keys.wake(Wake::due));
    pipeline.arg(to_ms(now));
    pipeline.arg(to_ms(lease_until));
    pipeline.arg(std::min(limit, claim_cap));
    pipeline.arg(parts_->keys.case_prefix());
    pipeline.arg(parts_->keys.outcomes_prefix());
    pipeline.call();
  });
  if (!replies) return replies.error();
  auto words = to_texts(replies->front());
  if (!words) return words.error();
  return claimed_cases(std::move(*words));
}

Result<std::optional<TimePoint>> RedisStore::next_due() {
  const auto replies = parts_->ask([&](Pipeline& pipeline) {
    pipeline.command({"ZRANGE", parts_->keys.due(), "0", "0", "WITHSCORES"});
  });
  if (!replies) return replies.error();
  const auto words = to_texts(replies->front());
  if (!words) return words.error();
  if (words->size() < 2) return std::optional<TimePoint>();
  const auto score = parse_number((*words)[1]);
  if (!score) return Error{Code::internal, "a score of the due set is not a whole number"};
  return std::optional<TimePoint>(from_ms(*score));
}

Result<void> RedisStore::set_aside_damaged(const CaseKey& key, TimePoint now) {
  const auto replies = parts_->ask([&](Pipeline& pipeline) {
    pipeline.begin(Script::set_aside_damaged);
    pipeline.key(parts_->keys.due());
    pipeline.key(parts_->keys.damaged());
    pipeline.arg(Keys::member(key));
    pipeline.arg(to_ms(now));
    pipeline.call();
  });
  if (!replies) return replies.error();
  return {};
}

}  // namespace followup
