// The outbox in Redis: claims, the fence before an attempt, and how attempts end. Each batch is one
// pipeline.

#include "core/base/hash.h"
#include "core/store/redis_parts.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace followup {

namespace {

/// So many lanes are looked at in one call.
constexpr std::size_t lanes_a_claim = 100;
constexpr std::size_t words_a_claimed = 7;

Result<int> parse_attempts(std::string_view text) {
  const auto number = parse_number(text);
  if (!number || *number < 0 || *number > 1'000'000'000) {
    return Error{Code::internal, "a number of attempts can not be read"};
  }
  return static_cast<int>(*number);
}

/// Reads claim_outbox.lua's flat answer; `lanes` are those of its keys.
Result<std::vector<ClaimedNotification>> claimed_notifications(std::vector<std::string> words,
                                                               const std::string* lanes,
                                                               std::size_t lane_count) {
  const Error unreadable{Code::internal, "claim_outbox's answer can not be read"};
  std::vector<ClaimedNotification> claimed;
  if (words.size() % words_a_claimed != 0) return unreadable;
  for (std::size_t at = 0; at < words.size(); at += words_a_claimed) {
    const auto lane = parse_number(words[at]);
    const auto attempts = parse_attempts(words[at + 5]);
    if (!lane || *lane < 1 || *lane > static_cast<std::int64_t>(lane_count)) return unreadable;
    if (!attempts) return attempts.error();
    ClaimedNotification& entry = claimed.emplace_back();
    entry.lane = lanes[*lane - 1];
    entry.id = std::move(words[at + 1]);
    entry.token = std::move(words[at + 2]);
    entry.body = std::move(words[at + 3]);
    entry.frozen = std::move(words[at + 4]);
    entry.attempts = *attempts;
    entry.last_outcome = std::move(words[at + 6]);
  }
  return claimed;
}

Result<BeginAnswer> begin_answer(const Reply& reply) {
  constexpr std::array<std::pair<std::string_view, BeginAnswer::Kind>, 4> kinds{{
      {"go", BeginAnswer::Kind::go},
      {"changed", BeginAnswer::Kind::changed},
      {"withdrawn", BeginAnswer::Kind::withdrawn},
      {"lost", BeginAnswer::Kind::lost},
  }};
  auto words = to_texts(reply);
  if (!words) return words.error();
  for (const auto& [word, kind] : kinds) {
    if (words->empty() || words->front() != word) continue;
    BeginAnswer answer;
    answer.kind = kind;
    if (kind != BeginAnswer::Kind::go) return answer;
    const auto attempt = words->size() == 3 ? parse_attempts((*words)[1]) : Result<int>(0);
    if (!attempt) return attempt.error();
    answer.attempt = *attempt;
    answer.frozen = std::move(words->back());
    return answer;
  }
  return Error{Code::internal, "begin_attempt answered an unknown word"};
}

Result<RecordAnswer> record_answer(const Reply& reply) {
  constexpr std::array<std::pair<std::string_view, RecordAnswer::Kind>, 3> kinds{{
      {"recorded", RecordAnswer::Kind::recorded},
      {"stopped", RecordAnswer::Kind::stopped},
      {"lost", RecordAnswer::Kind::lost},
  }};
  const auto said = to_text(reply);
  if (!said) return said.error();
  for (const auto& [word, kind] : kinds) {
    if (*said == word) return RecordAnswer{kind};
  }
  return Error{Code::internal, "record_outcome answered an unknown word"};
}

std::string_view word_of(Record::Kind kind) {
  switch (kind) {
    case Record::Kind::done:
      return "done";
    case Record::Kind::retry:
      return "retry";
    case Record::Kind::dead:
      return "dead";
  }
  return "done";
}

void add_record(Pipeline& pipeline, const Record& record, const RedisStore::Parts& parts) {
  const Keys& keys = parts.keys;
  const std::string member = Keys::member(record.case_key);
  pipeline.begin(Script::record_outcome);
  pipeline.key(keys.notification(record.id));
  pipeline.key(keys.lane(record.lane));
  pipeline.key(keys.case_record(member));
  pipeline.key(keys.due());
  pipeline.key(keys.outcomes(member));
  pipeline.key(keys.dead());
  pipeline.key(keys.damaged());
  pipeline.key(keys.wake(Wake::due));
  if (record.kind == Record::Kind::retry) {
    if (const auto ring = parts.lane_ring(record.lane, record.not_before)) pipeline.key(*ring);
  }
  pipeline.arg(word_of(record.kind));
  pipeline.arg(record.id);
  pipeline.arg(record.token);
  pipeline.arg(record.outcome_line);
  pipeline.arg(record.last_outcome);
  pipeline.arg(to_ms(record.not_before));
  pipeline.arg(to_ms(record.now));
  pipeline.arg(member);
  pipeline.call();
}

template <class Answer>
Result<std::vector<Answer>> read_all(const Result<Replies>& replies,
                                     Result<Answer> (*read)(const Reply&)) {
  if (!replies) return replies.error();
  std::vector<Answer> answers;
  answers.reserve(replies->size());
  for (const auto& reply : *replies) {
    auto answer = read(reply);
    if (!answer) return answer.error();
    answers.push_back(std::move(*answer));
  }
  return answers;
}

}  // namespace

Result<std::vector<ClaimedNotification>> RedisStore::claim(const std::vector<std::string>& lanes,
                                                           TimePoint now, TimePoint lease_until,
                                                           int limit) {
  std::vector<ClaimedNotification> claimed;
  int left = std::min(limit, claim_cap);
  for (std::size_t first = 0; first < lanes.size() && left > 0; first += lanes_a_claim) {
    const std::size_t count = std::min(lanes_a_claim, lanes.size() - first);
    const auto replies = parts_->ask([&](Pipeline& pipeline) {
      pipeline.begin(Script::claim_outbox);
      std::set<Wake> wakes;
      for (auto i = first; i < first + count; ++i) {
        pipeline.key(parts_->keys.lane(lanes[i]));
        if (const auto who = wake_of_lane(lanes[i])) wakes.insert(*who);
      }
      for (const auto who : wakes)
        pipeline.key(parts_->keys.wake(who));
      pipeline.arg(to_ms(now));
      pipeline.arg(to_ms(lease_until));
      pipeline.arg(left);
      pipeline.arg(parts_->keys.notification_prefix());
      pipeline.arg(random_id());
      pipeline.arg(static_cast<std::int64_t>(count));
      pipeline.call();
    });
    if (!replies) return replies.error();
    auto words = to_texts(replies->front());
    if (!words) return words.error();
    auto found = claimed_notifications(std::move(*words), &lanes[first], count);
    if (!found) return found.error();
    left -= static_cast<int>(found->size());
    std::move(found->begin(), found->end(), std::back_inserter(claimed));
  }
  return claimed;
}

Result<std::vector<BeginAnswer>> RedisStore::begin(const std::vector<Begin>& begins) {
  const auto replies = parts_->ask(
      [&](Pipeline& pipeline) {
        for (const auto& begin : begins) {
          pipeline.begin(Script::begin_attempt);
          pipeline.key(parts_->keys.notification(begin.id));
          pipeline.key(parts_->keys.lane(begin.lane));
          pipeline.key(parts_->keys.case_record(Keys::member(begin.case_key)));
          pipeline.arg(begin.id);
          pipeline.arg(begin.token);
          pipeline.arg(to_hex(begin.case_version, 8));
          pipeline.arg(begin.frozen);
          pipeline.arg(to_ms(begin.lease_until));
          pipeline.call();
        }
      },
      true);
  return read_all(replies, begin_answer);
}

Result<std::vector<RecordAnswer>> RedisStore::record(const std::vector<Record>& records) {
  const auto replies = parts_->ask(
      [&](Pipeline& pipeline) {
        for (const auto& record : records)
          add_record(pipeline, record, *parts_);
      },
      true);
  return read_all(replies, record_answer);
}

Result<void> RedisStore::give_back(const std::vector<GiveBack>& items) {
  const auto replies = parts_->ask([&](Pipeline& pipeline) {
    for (const auto& item : items) {
      pipeline.begin(Script::give_back);
      pipeline.key(parts_->keys.notification(item.id));
      pipeline.key(parts_->keys.lane(item.lane));
      if (const auto ring = parts_->lane_ring(item.lane, item.not_before)) pipeline.key(*ring);
      pipeline.arg(item.id);
      pipeline.arg(item.token);
      pipeline.arg(to_ms(item.not_before));
      pipeline.call();
    }
  });
  if (!replies) return replies.error();
  return {};
}

Result<std::vector<LaneState>> RedisStore::lanes(const std::vector<std::string>& lanes) {
  const auto replies = parts_->ask([&](Pipeline& pipeline) {
    for (const auto& lane : lanes) {
      const std::string key = parts_->keys.lane(lane);
      pipeline.command({"ZCARD", key});
      pipeline.command({"ZRANGE", key, "0", "0", "WITHSCORES"});
    }
  });
  if (!replies) return replies.error();
  std::vector<LaneState> states;
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    const auto waiting = to_integer((*replies)[2 * i]);
    const auto first = to_texts((*replies)[2 * i + 1]);
    if (!waiting) return waiting.error();
    if (!first) return first.error();
    LaneState state{lanes[i], *waiting, std::nullopt};
    if (first->size() == 2) {
      const auto score = parse_number(first->back());
      if (!score) return Error{Code::internal, "a score of a lane is not a whole number"};
      state.next = from_ms(*score);
    }
    states.push_back(std::move(state));
  }
  return states;
}

Result<std::optional<ClaimedNotification>> RedisStore::find(const std::string& id,
                                                            const CaseKey& /*key*/) {
  const auto replies = parts_->ask([&](Pipeline& pipeline) {
    pipeline.command(
        {"HMGET", parts_->keys.notification(id), "body", "lane", "frozen", "attempts", "last"});
  });
  if (!replies) return replies.error();
  auto fields = to_optional_texts(replies->front());
  if (!fields) return fields.error();
  if (fields->size() != 5 || !(*fields)[0]) return std::optional<ClaimedNotification>();
  const auto attempts = parse_attempts((*fields)[3].value_or("0"));
  if (!attempts) return attempts.error();
  ClaimedNotification found;
  found.id = id;
  found.body = std::move(*(*fields)[0]);
  found.lane = (*fields)[1].value_or("");
  found.frozen = (*fields)[2].value_or("");
  found.attempts = *attempts;
  found.last_outcome = (*fields)[4].value_or("");
  return std::optional<ClaimedNotification>(std::move(found));
}

}  // namespace followup
