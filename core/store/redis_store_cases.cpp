// Cases in Redis: commits and loads as pipelines under tickets, the due set, and sweeps.

#include "core/base/log.h"
#include "core/store/redis_commit.h"
#include "core/store/redis_parts.h"

#include <algorithm>

namespace followup {

namespace {

Result<CaseAnswer> commit_answer(const Reply& reply) {
  auto words = to_texts(reply);
  if (!words) return words.error();
  CaseAnswer answer;
  if (words->size() == 2 && words->front() == "conflict") {
    answer.kind = CaseAnswer::Kind::conflict;
    answer.record = std::move((*words)[1]);
    return answer;
  }
  if (words->empty() || words->front() != "applied") {
    return Error{Code::internal, "commit_case answered an unknown word"};
  }
  answer.kind = CaseAnswer::Kind::applied;
  words->erase(words->begin());
  answer.in_flight = std::move(*words);
  return answer;
}

Result<CaseAnswer> load_answer(const Reply& reply) {
  auto record = to_optional_text(reply);
  if (!record) return record.error();
  CaseAnswer answer;
  if (*record) {
    answer.kind = CaseAnswer::Kind::found;
    answer.record = std::move(**record);
  }
  return answer;
}

Result<std::vector<CaseAnswer>> answers_of(const Replies& replies,
                                           const std::vector<bool>& commits) {
  std::vector<CaseAnswer> answers;
  answers.reserve(replies.size());
  for (std::size_t i = 0; i < replies.size(); ++i) {
    auto answer = commits[i] ? commit_answer(replies[i]) : load_answer(replies[i]);
    if (!answer) return answer.error();
    answers.push_back(std::move(*answer));
  }
  return answers;
}

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

Ticket RedisStore::send(std::vector<CaseCall> calls) {
  auto pipeline = parts_->link.open_pipeline();
  if (!pipeline) return parts_->link.post_failed(pipeline.error());
  std::vector<bool> commits;
  bool replicate = false;
  for (const auto& call : calls) {
    commits.push_back(call.commit.has_value());
    if (call.commit) {
      replicate = true;
      add_commit(*pipeline, *call.commit, *parts_);
    } else {
      pipeline->command({"GET", parts_->keys.case_record(Keys::member(call.key))});
    }
  }
  const Ticket ticket = parts_->link.post(std::move(*pipeline), replicate);
  parts_->sent.emplace(ticket, std::move(commits));
  return ticket;
}

std::optional<Result<std::vector<CaseAnswer>>> RedisStore::poll(Ticket ticket) {
  auto replies = parts_->link.poll(ticket);
  if (!replies) return std::nullopt;
  const auto sent = parts_->sent.extract(ticket);
  if (!*replies) return Result<std::vector<CaseAnswer>>(replies->error());
  return answers_of(**replies, sent.mapped());
}

Result<std::vector<CaseAnswer>> RedisStore::wait(Ticket ticket) {
  const auto replies = parts_->link.wait(ticket);
  const auto sent = parts_->sent.extract(ticket);
  if (!replies) return replies.error();
  return answers_of(*replies, sent.mapped());
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
