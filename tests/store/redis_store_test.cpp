// RedisStore alone: its settings check, several stores on one Redis, waking, and what a case costs.
#include "core/store/redis_store.h"

#include "tests/store/redis_story.h"
#include "tests/support/private_redis.h"

#include <set>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>

namespace followup {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using Answer = CaseAnswer::Kind;

class StandingClock : public Clock {
 public:
  explicit StandingClock(std::int64_t speed = 1) : speed_(speed) {}

  [[nodiscard]] TimePoint now() const override { return at(0); }

  [[nodiscard]] std::int64_t speed() const override { return speed_; }

 private:
  std::int64_t speed_;
};

bool is_readable(int descriptor, int most_ms) {
  pollfd watched{descriptor, POLLIN, 0};
  return ::poll(&watched, 1, most_ms) == 1;
}

/// Whether the waker was rung; a store's answered call came before, so a ring is on its way
/// already.
bool rung(Waker& waker) {
  return is_readable(waker.descriptor(), 300) && waker.drain();
}

/// Begins to wait and is sure that Redis knows.
void begin_to_wait(Waker& waker, const PrivateRedis& redis, int waiting = 1) {
  ASSERT_GE(waker.descriptor(), 0);
  const std::string wanted = "blocked_clients:" + std::to_string(waiting);
  while (redis.command({"INFO", "clients"}).find(wanted) == std::string::npos) {
  }
}

TEST(StoreCheck, FindsNothingWrongWithTheSettingsThatAreShipped) {
  const PrivateRedis redis;
  const auto check = RedisStore(redis.address()).check_settings();
  ASSERT_TRUE(check);
  EXPECT_THAT(check->refusals, IsEmpty());
  EXPECT_THAT(check->warnings, IsEmpty());
}

TEST(StoreCheck, RefusesARedisThatForgetsOrEvicts) {
  const PrivateRedis redis({"appendonly", "no", "maxmemory-policy", "allkeys-lru"});
  const auto check = RedisStore(redis.address()).check_settings();
  ASSERT_TRUE(check);
  EXPECT_THAT(check->refusals, ElementsAre(HasSubstr("\"appendonly yes\""),
                                           HasSubstr("\"maxmemory-policy noeviction\"")));
}

TEST(StoreCheck, WarnsOfARedisThatSyncsOnlyEverySecond) {
  const PrivateRedis redis({"appendfsync", "everysec"});
  const auto check = RedisStore(redis.address()).check_settings();
  ASSERT_TRUE(check);
  EXPECT_THAT(check->refusals, IsEmpty());
  EXPECT_THAT(check->warnings, ElementsAre(HasSubstr("\"appendfsync always\"")));
}

TEST(StoreCheck, LooksElsewhereWhenItMayNotReadTheConfiguration) {
  const PrivateRedis redis({"maxmemory-policy", "allkeys-lru"});
  redis.command({"ACL", "SETUSER", "default", "-config"});
  const auto check = RedisStore(redis.address()).check_settings();
  ASSERT_TRUE(check);
  EXPECT_THAT(check->refusals, ElementsAre(HasSubstr("noeviction")));
  EXPECT_THAT(check->warnings, ElementsAre(HasSubstr("+config|get")));
}

TEST(RedisStore, TellsRedisTimeAndUse) {
  const PrivateRedis redis;
  RedisStore store(redis.address());
  EXPECT_EQ(store.usage()->keys, 0);
  EXPECT_EQ(commit(store, step("R-1", 0, at(60))).kind, Answer::applied);
  EXPECT_GE(store.usage()->keys, 2);
  EXPECT_GT(store.usage()->used_memory, 100'000);
  const auto time = store.server_time();
  ASSERT_TRUE(time);
  const auto here = std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now());
  EXPECT_LT(std::chrono::abs(*time - here), std::chrono::seconds(60));
}

TEST(RedisStore, KeepsAPendingCaseInFewBytes) {
  const PrivateRedis redis({"appendfsync", "no"});
  RedisStore store(redis.address());
  const auto before = store.usage();
  std::vector<CaseCall> calls;
  constexpr int count = 16'384;
  for (int i = 0; i < count; ++i) {
    Commit commit = step("REF-2011-" + std::to_string(100'000 + i), 0, at(i));
    commit.record = record_of(1, std::string(433, 'x'));
    calls.push_back({commit.key, commit});
  }
  EXPECT_TRUE(store.call(std::move(calls)));
  const auto after = store.usage();
  EXPECT_LE((after->used_memory - before->used_memory) / count, 850);
}

TEST(RedisStore, TakesADueEntryWithoutACaseOutByClaimingIt) {
  const PrivateRedis redis;
  RedisStore store(redis.address());
  redis.command({"ZADD", "{s0}due", "1000", "acme:r:gone"});
  const auto claimed = store.claim_due(at(0), at(5), 10);
  ASSERT_TRUE(claimed);
  ASSERT_THAT(*claimed, SizeIs(1));
  EXPECT_EQ(claimed->front().key, key("gone"));
  EXPECT_EQ(claimed->front().record, "");
  EXPECT_EQ(*store.next_due(), std::nullopt);
}

TEST(RedisStore, PassesOverADueEntryThatItNeverMade) {
  const PrivateRedis redis;
  RedisStore store(redis.address());
  redis.command({"ZADD", "{s0}due", "1000", "what is this"});
  EXPECT_EQ(commit(store, step("R-1", 0, at(0))).kind, Answer::applied);
  const auto claimed = store.claim_due(at(0), at(5), 10);
  ASSERT_TRUE(claimed);
  ASSERT_THAT(*claimed, SizeIs(1));
  EXPECT_EQ(claimed->front().key, key("R-1"));
}

TEST(TwoStores, NeverHoldTheSameCase) {
  const PrivateRedis redis({"appendfsync", "no"});
  RedisStore first(redis.address());
  RedisStore second(redis.address());
  std::vector<CaseCall> calls;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = std::to_string(i);
    calls.push_back({key(id), step(id, 0, at(0))});
  }
  EXPECT_TRUE(first.call(std::move(calls)));
  const auto claim_all = [](RedisStore& store, std::vector<std::string>& mine) {
    while (true) {
      const auto claimed = store.claim_due(at(1), at(6), 7);
      if (!claimed || claimed->empty()) break;
      for (const auto& entry : *claimed)
        mine.push_back(entry.key.id);
    }
  };
  std::vector<std::string> one;
  std::vector<std::string> two;
  {
    const std::jthread other([&] { claim_all(second, two); });
    claim_all(first, one);
  }
  EXPECT_EQ(one.size() + two.size(), 1000U);
  std::set<std::string> all(one.begin(), one.end());
  all.insert(two.begin(), two.end());
  EXPECT_THAT(all, SizeIs(1000));
}

TEST(TwoStores, FireACaseOnce) {
  const PrivateRedis redis;
  RedisStore first(redis.address());
  RedisStore second(redis.address());
  EXPECT_EQ(commit(first, step("R-1", 0, at(0))).kind, Answer::applied);
  EXPECT_THAT(*first.claim_due(at(1), at(6), 10), SizeIs(1));
  EXPECT_THAT(*second.claim_due(at(7), at(12), 10), SizeIs(1));
  EXPECT_EQ(commit(second, step("R-1", 1)).kind, Answer::applied);
  const auto late = commit(first, step("R-1", 1));
  EXPECT_EQ(late.kind, Answer::conflict);
  EXPECT_EQ(late.record, record_of(2));
}

TEST(TwoStores, BeginANotificationOnce) {
  const PrivateRedis redis;
  RedisStore first(redis.address());
  RedisStore second(redis.address());
  Commit made = step("R-1", 0);
  made.notifications.push_back({"n1", "email:normal", "body", at(0)});
  EXPECT_EQ(commit(first, made).kind, Answer::applied);
  const auto slow = first.claim({"email:normal"}, at(0), at(10), 10);
  const auto quick = second.claim({"email:normal"}, at(10), at(20), 10);
  const auto begin = [](RedisStore& store, const std::string& token) {
    return store.begin({{"n1", key("R-1"), token, 1, "inputs", at(99), "email:normal"}})->front();
  };
  EXPECT_EQ(begin(first, slow->front().token).kind, BeginAnswer::Kind::lost);
  EXPECT_EQ(begin(second, quick->front().token).kind, BeginAnswer::Kind::go);
  EXPECT_EQ(begin(first, slow->front().token).kind, BeginAnswer::Kind::lost);
}

TEST(Waker, IsRungByWhatBecomesDueSoon) {
  const PrivateRedis redis;
  const StandingClock clock;
  RedisStore store(redis.address());
  store.set_clock(&clock);
  Waker due(redis.address(), Waker::What::due);
  begin_to_wait(due, redis);
  EXPECT_EQ(commit(store, step("R-1", 0, at(0) + Millis{1501})).kind, Answer::applied);
  EXPECT_FALSE(rung(due));
  EXPECT_EQ(commit(store, step("R-1", 1, at(0) + Millis{1500})).kind, Answer::applied);
  EXPECT_TRUE(rung(due));
  EXPECT_FALSE(rung(due));
  EXPECT_EQ(commit(store, step("R-1", 2, at(0))).kind, Answer::applied);
  EXPECT_TRUE(rung(due));
}

TEST(Waker, LooksFurtherAheadOnAFasterClock) {
  const PrivateRedis redis;
  const StandingClock clock(86'400);
  RedisStore store(redis.address());
  store.set_clock(&clock);
  Waker due(redis.address(), Waker::What::due);
  begin_to_wait(due, redis);
  EXPECT_EQ(commit(store, step("R-1", 0, at(86'400))).kind, Answer::applied);
  EXPECT_TRUE(rung(due));
}

TEST(Waker, IsRungForItsOwnChannelOnly) {
  const PrivateRedis redis;
  RedisStore store(redis.address());
  Waker email(redis.address(), Waker::What::email);
  Waker webhook(redis.address(), Waker::What::webhook);
  begin_to_wait(email, redis);
  begin_to_wait(webhook, redis, 2);
  Commit made = step("R-1", 0);
  made.notifications.push_back({"n1", "email:urgent", "body", at(0)});
  EXPECT_EQ(commit(store, made).kind, Answer::applied);
  EXPECT_TRUE(rung(email));
  EXPECT_FALSE(rung(webhook));
}

TEST(Waker, FindsARingFromBeforeItWaited) {
  const PrivateRedis redis;
  RedisStore store(redis.address());
  EXPECT_EQ(commit(store, step("R-1", 0, at(0))).kind, Answer::applied);
  Waker due(redis.address(), Waker::What::due);
  EXPECT_TRUE(rung(due));
}

TEST(Waker, IsRungByTheClaimerWhileMoreMayBeLeft) {
  const PrivateRedis redis;
  const StandingClock clock;
  RedisStore store(redis.address());
  store.set_clock(&clock);
  for (const auto* id : {"R-1", "R-2", "R-3"}) {
    Commit made = step(id, 0, at(0));
    made.notifications.push_back({std::string("n-") + id, "email:normal", "body", at(0)});
    EXPECT_EQ(commit(store, made).kind, Answer::applied);
  }
  Waker due(redis.address(), Waker::What::due);
  Waker email(redis.address(), Waker::What::email);
  EXPECT_TRUE(rung(due));
  EXPECT_TRUE(rung(email));
  EXPECT_THAT(*store.claim_due(at(1), at(6), 2), SizeIs(2));
  EXPECT_TRUE(rung(due));
  EXPECT_THAT(*store.claim_due(at(1), at(6), 2), SizeIs(1));
  EXPECT_FALSE(rung(due));
  EXPECT_THAT(*store.claim({"email:normal"}, at(1), at(11), 2), SizeIs(2));
  EXPECT_TRUE(rung(email));
  EXPECT_THAT(*store.claim({"email:normal"}, at(1), at(11), 2), SizeIs(1));
  EXPECT_FALSE(rung(email));
}

TEST(Waker, IsRungByOutcomesAndByRetriesThatComeSoon) {
  const PrivateRedis redis;
  const StandingClock clock;
  RedisStore store(redis.address());
  store.set_clock(&clock);
  Waker due(redis.address(), Waker::What::due);
  Waker email(redis.address(), Waker::What::email);
  Commit made = step("R-1", 0);
  made.notifications.push_back({"n1", "email:normal", "body", at(0)});
  EXPECT_EQ(commit(store, made).kind, Answer::applied);
  EXPECT_TRUE(rung(email));
  const auto end = [&](Record::Kind kind, TimePoint not_before) {
    const auto claimed = store.claim({"email:normal"}, at(99), at(100), 10);
    Record record;
    record.kind = kind;
    record.id = "n1";
    record.case_key = key("R-1");
    record.lane = "email:normal";
    record.token = claimed->front().token;
    record.not_before = not_before;
    record.now = at(0);
    return store.record({record})->front().kind;
  };
  EXPECT_EQ(end(Record::Kind::retry, at(60)), RecordAnswer::Kind::recorded);
  EXPECT_FALSE(rung(email));
  EXPECT_EQ(end(Record::Kind::retry, at(1)), RecordAnswer::Kind::recorded);
  EXPECT_TRUE(rung(email));
  EXPECT_FALSE(rung(due));
  EXPECT_EQ(end(Record::Kind::done, at(0)), RecordAnswer::Kind::recorded);
  EXPECT_TRUE(rung(due));
}

TEST(Waker, RingsOnceWhenItsConnectionIsLostAndConnectsAgain) {
  PrivateRedis redis;
  RedisStore store(redis.address());
  Waker due(redis.address(), Waker::What::due);
  begin_to_wait(due, redis);
  redis.stop();
  EXPECT_TRUE(rung(due));
  EXPECT_EQ(due.descriptor(), -1);
  EXPECT_FALSE(due.drain());
  redis.start();
  begin_to_wait(due, redis);
  EXPECT_EQ(commit(store, step("R-1", 0, at(0))).kind, Answer::applied);
  EXPECT_TRUE(rung(due));
}

}  // namespace

}  // namespace followup
