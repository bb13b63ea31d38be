// Attempts in Redis: the fence before them and how they end. Many go into one script call, as many
// commits do (redis_commit.h), and the calls of a batch into one pipeline.

#include "core/base/hash.h"
#include "core/store/redis_parts.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <span>
#include <utility>

namespace followup {

namespace {

/// So many go into one script call, which keeps it well below a few milliseconds.
constexpr std::size_t entries_a_call = 100;

template <class Kind, std::size_t size>
using Words = std::array<std::pair<std::string_view, Kind>, size>;

constexpr Words<BeginAnswer::Kind, 4> begin_words{{
    {"go", BeginAnswer::Kind::go},
    {"changed", BeginAnswer::Kind::changed},
    {"withdrawn", BeginAnswer::Kind::withdrawn},
    {"lost", BeginAnswer::Kind::lost},
}};

constexpr Words<RecordAnswer::Kind, 3> record_words{{
    {"recorded", RecordAnswer::Kind::recorded},
    {"stopped", RecordAnswer::Kind::stopped},
    {"lost", RecordAnswer::Kind::lost},
}};

/// What a script's word means.
template <class Kind, std::size_t size>
std::optional<Kind> meaning(const Words<Kind, size>& words, std::string_view word) {
  for (const auto& [name, kind] : words) {
    if (word == name) return kind;
  }
  return std::nullopt;
}

/// Reads the answer to each of `begins`.
Result<void> read_begins(std::vector<std::string>& words, std::span<const Begin> begins,
                         std::vector<BeginAnswer>& answers) {
  const Error unreadable{Code::internal, "begin_attempts' answer can not be read"};
  std::size_t at = 0;
  for (const auto& begin : begins) {
    if (at == words.size()) return unreadable;
    const auto kind = meaning(begin_words, words[at++]);
    if (!kind) return unreadable;
    BeginAnswer& answer = answers.emplace_back();
    answer.kind = *kind;
    if (*kind != BeginAnswer::Kind::go) continue;
    if (words.size() - at < 2) return unreadable;
    const auto attempt = to_attempts(words[at]);
    if (!attempt) return attempt.error();
    answer.attempt = *attempt;
    answer.frozen = begin.frozen;
    if (!words[at + 1].empty()) answer.frozen = std::move(words[at + 1]);
    at += 2;
  }
  if (at != words.size()) return unreadable;
  return {};
}

Result<void> read_records(std::vector<std::string>& words, std::span<const Record> records,
                          std::vector<RecordAnswer>& answers) {
  const Error unreadable{Code::internal, "record_outcomes' answer can not be read"};
  if (words.size() != records.size()) return unreadable;
  for (const auto& word : words) {
    const auto kind = meaning(record_words, word);
    if (!kind) return unreadable;
    answers.push_back({*kind});
  }
  return {};
}

std::string_view word_of(Record::Kind kind) {
  switch (kind) {
    case Record::Kind::done:
      return "done";
    case Record::Kind::retry:
      return "retry";
    case Record::Kind::put_back:
      return "back";
    case Record::Kind::dead:
      return "dead";
  }
  return "done";
}

void add_begins(Pipeline& pipeline, std::span<const Begin> begins, const Keys& keys) {
  pipeline.begin(Script::begin_attempts);
  for (const auto& begin : begins) {
    pipeline.key(keys.notification(begin.id));
    pipeline.key(keys.lane(begin.lane));
    pipeline.key(keys.case_record(Keys::member(begin.case_key)));
    pipeline.arg(begin.id);
    pipeline.arg(begin.token);
    pipeline.arg(to_hex(begin.case_version, 8));
    pipeline.arg(begin.frozen);
    pipeline.arg(to_ms(begin.lease_until));
  }
  pipeline.call();
}

void add_records(Pipeline& pipeline, std::span<const Record> records,
                 const RedisStore::Parts& parts) {
  const Keys& keys = parts.keys;
  std::set<std::string> rings;
  pipeline.begin(Script::record_outcomes);
  pipeline.key(keys.due());
  pipeline.key(keys.dead());
  pipeline.key(keys.damaged());
  pipeline.key(keys.wake(Wake::due));
  pipeline.arg(static_cast<std::int64_t>(records.size()));
  for (const auto& record : records) {
    const std::string member = Keys::member(record.case_key);
    pipeline.key(keys.notification(record.id));
    pipeline.key(keys.lane(record.lane));
    pipeline.key(keys.case_record(member));
    pipeline.key(keys.outcomes(member));
    pipeline.arg(word_of(record.kind));
    pipeline.arg(record.id);
    pipeline.arg(record.token);
    pipeline.arg(record.outcome_line);
    pipeline.arg(record.last_outcome);
    pipeline.arg(to_ms(record.not_before));
    pipeline.arg(to_ms(record.now));
    pipeline.arg(member);
    if (record.kind == Record::Kind::done || record.kind == Record::Kind::dead) continue;
    if (const auto ring = parts.lane_ring(record.lane, record.not_before)) rings.insert(*ring);
  }
  for (const auto& ring : rings)
    pipeline.key(ring);
  pipeline.call();
}

/// Asks for all of `entries`, in calls of a bounded size made by `add`, and reads their answers.
template <class Answer, class Entry, class Add, class Read>
Result<std::vector<Answer>> ask_in_calls(RedisStore::Parts& parts,
                                         const std::vector<Entry>& entries, Add add, Read read) {
  std::vector<Answer> answers;
  if (entries.empty()) return answers;
  const auto part = [&](std::size_t from) {
    return std::span(entries).subspan(from, std::min(entries_a_call, entries.size() - from));
  };
  const auto replies = parts.ask(
      [&](Pipeline& pipeline) {
        for (std::size_t from = 0; from < entries.size(); from += entries_a_call)
          add(pipeline, part(from));
      },
      true);
  if (!replies) return replies.error();
  answers.reserve(entries.size());
  for (std::size_t i = 0; i < replies->size(); ++i) {
    auto words = to_texts((*replies)[i]);
    if (!words) return words.error();
    if (auto done = read(*words, part(i * entries_a_call), answers); !done) return done.error();
  }
  return answers;
}

}  // namespace

Result<std::vector<BeginAnswer>> RedisStore::begin(const std::vector<Begin>& begins) {
  return ask_in_calls<BeginAnswer>(
      *parts_, begins,
      [&](Pipeline& pipeline, std::span<const Begin> some) {
        add_begins(pipeline, some, parts_->keys);
      },
      read_begins);
}

Result<std::vector<RecordAnswer>> RedisStore::record(const std::vector<Record>& records) {
  return ask_in_calls<RecordAnswer>(
      *parts_, records,
      [&](Pipeline& pipeline, std::span<const Record> some) {
        add_records(pipeline, some, *parts_);
      },
      read_records);
}

}  // namespace followup
