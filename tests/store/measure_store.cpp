// Measures the store on a Redis of its own, as shipped (synced before each answer): commits of new
// cases, bytes a case, firing and delivering. Prints one line a figure. Not a test: figures depend
// on the machine.
#include "core/base/hash.h"
#include "core/store/redis_store.h"
#include "tests/support/private_redis.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <string>
#include <vector>

namespace followup {

namespace {

constexpr int batch_size = 512;
constexpr std::size_t tickets_in_flight = 2;

const TimePoint soon = from_ms(1'300'000'000'000);
const TimePoint later = from_ms(1'302'000'000'000);

/// Shows the instant before which nothing rings, so that only firing and delivering wake somebody.
class StandingClock : public Clock {
 public:
  [[nodiscard]] TimePoint now() const override { return soon; }
};

[[noreturn]] void give_up(const Error& error) {
  std::fprintf(stderr, "measure_store: %s\n", error.what.c_str());
  std::exit(1);
}

template <class T>
T must(Result<T> result) {
  if (!result) give_up(result.error());
  return std::move(*result);
}

class StopWatch {
 public:
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  }

 private:
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

void say(const char* what, int count, double seconds) {
  std::printf("%-44s %8d in %6.2f s  %9.0f a second\n", what, count, seconds, count / seconds);
}

CaseKey key(const std::string& series, int number) {
  return {"assist", Kind::referral, series + std::to_string(number)};
}

Commit new_case(const CaseKey& of, std::size_t bytes, TimePoint due) {
  Commit commit;
  commit.key = of;
  commit.record = "1" + to_hex(1, 8) + "cccccccc" + std::string(bytes - 17, 'x');
  commit.due = due;
  return commit;
}

/// Sends commits in batches with several tickets in flight, as intake does.
class Sender {
 public:
  explicit Sender(RedisStore& store) : store_(store) {}

  void add(Commit commit) {
    CaseKey of = commit.key;
    calls_.push_back({std::move(of), std::move(commit)});
    if (calls_.size() == batch_size) flush();
  }

  void finish() {
    flush();
    while (!tickets_.empty())
      collect();
  }

 private:
  void flush() {
    if (calls_.empty()) return;
    if (tickets_.size() == tickets_in_flight) collect();
    tickets_.push_back(store_.send(std::move(calls_)));
    calls_.clear();
  }

  void collect() {
    const auto answers = must(store_.wait(tickets_.front()));
    tickets_.pop_front();
    for (const auto& answer : answers) {
      if (answer.kind != CaseAnswer::Kind::applied) give_up({Code::internal, "not applied"});
    }
  }

  RedisStore& store_;
  std::vector<CaseCall> calls_;
  std::deque<CallTicket> tickets_;
};

void create(RedisStore& store, const std::string& series, int count, std::size_t bytes,
            TimePoint due, bool with_notification) {
  Sender sender(store);
  for (int i = 0; i < count; ++i) {
    Commit commit = new_case(key(series, i), bytes, due);
    if (with_notification) {
      commit.notifications.push_back(
          {series + std::to_string(i), "email:normal", std::string(300, 'b'), soon});
    }
    sender.add(std::move(commit));
  }
  sender.finish();
}

void measure_create(RedisStore& store, int count) {
  const StopWatch watch;
  create(store, "REF-2011-", count, 600, later, false);
  say("new cases of 600 bytes committed", count, watch.seconds());
}

void measure_bytes(RedisStore& store, int count, std::size_t bytes) {
  const auto before = must(store.usage());
  create(store, "BYTES-" + std::to_string(bytes) + "-", count, bytes, later, false);
  const auto after = must(store.usage());
  std::printf("bytes of memory a pending case, record of %zu    %8.0f\n", bytes,
              static_cast<double>(after.used_memory - before.used_memory) / count);
}

void measure_firing(RedisStore& store, int count) {
  create(store, "FIRE-", count, 450, soon, false);
  const StopWatch watch;
  int fired = 0;
  while (true) {
    const auto claimed = must(store.claim_due(soon, later, claim_cap));
    if (claimed.empty()) break;
    std::vector<CaseCall> calls;
    for (const auto& entry : claimed) {
      Commit commit = new_case(entry.key, 450, later);
      commit.expected_version = 1;
      commit.history = {std::string(80, 'h')};
      const std::string id = "n-" + entry.key.id;
      commit.notifications.push_back({id, "email:urgent", std::string(300, 'b'), soon});
      calls.push_back({entry.key, std::move(commit)});
    }
    must(store.call(std::move(calls)));
    fired += static_cast<int>(claimed.size());
  }
  say("cases claimed and fired with a notification", fired, watch.seconds());
}

void measure_delivering(RedisStore& store, int count) {
  create(store, "SEND-", count, 450, later, true);
  const StopWatch watch;
  int delivered = 0;
  while (true) {
    const auto claimed = must(store.claim({"email:normal"}, soon, later, claim_cap));
    if (claimed.empty()) break;
    std::vector<Begin> begins;
    std::vector<Record> records;
    for (const auto& entry : claimed) {
      const CaseKey of{"assist", Kind::referral, entry.id};
      begins.push_back({entry.id, of, entry.token, 1, std::string(500, 'f'), later, entry.lane});
      Record record;
      record.id = entry.id;
      record.case_key = of;
      record.lane = entry.lane;
      record.token = entry.token;
      record.outcome_line = std::string(100, 'o');
      record.now = soon;
      records.push_back(std::move(record));
    }
    must(store.begin(begins));
    must(store.record(records));
    delivered += static_cast<int>(claimed.size());
  }
  say("notifications claimed, begun and recorded", delivered, watch.seconds());
}

}  // namespace

int measure(int count) {
  const PrivateRedis redis;
  const StandingClock clock;
  RedisStore store(redis.address());
  store.set_clock(&clock);
  measure_create(store, count);
  measure_bytes(store, count, 450);
  measure_bytes(store, count, 600);
  measure_firing(store, count / 4);
  measure_delivering(store, count / 4);
  return 0;
}

}  // namespace followup

int main(int argc, char** argv) {
  return followup::measure(argc > 1 ? std::atoi(argv[1]) : 100'000);
}
