// RedisStore when its Redis goes away, forgets its scripts, falls silent or is full: what is
// promised then, and that the next call finds its way back.
#include "core/store/redis_store.h"
#include "tests/store/redis_story.h"
#include "tests/support/private_redis.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>

namespace followup {

namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using Answer = CaseAnswer::Kind;

bool is_readable(int descriptor, int most_ms) {
  pollfd watched{descriptor, POLLIN, 0};
  return ::poll(&watched, 1, most_ms) == 1;
}

TEST(RedisStore, LoadsItsScriptsAgainWhenRedisHasForgottenThem) {
  const PrivateRedis redis;
  RedisStore store(redis.address());
  EXPECT_EQ(commit(store, step("R-1", 0)).kind, Answer::applied);
  redis.command({"SCRIPT", "FLUSH"});
  EXPECT_EQ(commit(store, step("R-1", 1)).kind, Answer::applied);
  EXPECT_EQ(stored(store, "R-1"), record_of(2));
}

TEST(RedisStore, KeepsTheOrderOfAnswersWhenScriptsAreForgottenMidway) {
  const PrivateRedis redis;
  RedisStore store(redis.address());
  EXPECT_EQ(commit(store, step("R-0", 0)).kind, Answer::applied);
  redis.command({"SCRIPT", "FLUSH"});
  std::vector<CaseCall> calls;
  calls.push_back({key("R-1"), step("R-1", 0)});
  calls.push_back({key("R-0"), std::nullopt});
  calls.push_back({key("R-0"), step("R-0", 0)});
  calls.push_back({key("R-9"), std::nullopt});
  const CallTicket first = store.send(calls);
  const CallTicket second = store.send({{key("R-0"), std::nullopt}});
  const auto answers = store.wait(first);
  ASSERT_TRUE(answers);
  ASSERT_THAT(*answers, SizeIs(4));
  EXPECT_EQ((*answers)[0].kind, Answer::applied);
  EXPECT_EQ((*answers)[1].kind, Answer::found);
  EXPECT_EQ((*answers)[2].kind, Answer::conflict);
  EXPECT_EQ((*answers)[3].kind, Answer::absent);
  EXPECT_EQ(store.wait(second)->front().kind, Answer::found);
}

TEST(RedisStore, KeepsEverythingOverARestartAndConnectsAgain) {
  PrivateRedis redis;
  RedisStore store(redis.address());
  EXPECT_EQ(commit(store, step("R-1", 0, at(60))).kind, Answer::applied);
  redis.restart();
  EXPECT_EQ(stored(store, "R-1"), record_of(1));
  EXPECT_EQ(*store.next_due(), at(60));
}

TEST(RedisStore, IsUnavailableWhileRedisIsDownAndBackAfterwards) {
  PrivateRedis redis;
  RedisStore store(redis.address());
  EXPECT_TRUE(store.ping());
  redis.stop();
  for (int i = 0; i < 2; ++i) {
    const auto answer = store.call({{key("R-1"), step("R-1", 0)}});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Code::unavailable);
  }
  EXPECT_EQ(store.next_due().error().code, Code::unavailable);
  redis.start();
  EXPECT_TRUE(store.ping());
  EXPECT_EQ(stored(store, "R-1"), "");
}

TEST(RedisStore, FiresAClaimedCaseAgainAfterAKillBetweenClaimAndCommit) {
  PrivateRedis redis;
  RedisStore store(redis.address());
  EXPECT_EQ(commit(store, step("R-1", 0, at(60))).kind, Answer::applied);
  EXPECT_THAT(*store.claim_due(at(60), at(65), 10), SizeIs(1));
  redis.kill9();
  EXPECT_FALSE(store.call({{key("R-1"), step("R-1", 1)}}));
  redis.start();
  EXPECT_THAT(*store.claim_due(at(64), at(69), 10), IsEmpty());
  const auto again = store.claim_due(at(65), at(70), 10);
  ASSERT_TRUE(again);
  ASSERT_THAT(*again, SizeIs(1));
  EXPECT_EQ(again->front().record, record_of(1));
  EXPECT_EQ(commit(store, step("R-1", 1)).kind, Answer::applied);
}

TEST(RedisStore, LosesNoAnsweredCommitByAKill) {
  PrivateRedis redis;
  RedisStore store(redis.address());
  for (int i = 0; i < 20; ++i) {
    const std::string id = "R-" + std::to_string(i);
    EXPECT_EQ(commit(store, step(id, 0)).kind, Answer::applied);
    if (i % 5 != 4) continue;
    redis.kill9();
    redis.start();
  }
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(stored(store, "R-" + std::to_string(i)), record_of(1));
}

TEST(RedisStore, GivesUpOnASilentRedisAndNeverMixesUpItsAnswers) {
  PrivateRedis redis;
  auto address = redis.address();
  address.timeout = Millis{150};
  RedisStore store(address);
  EXPECT_EQ(commit(store, step("R-1", 0)).kind, Answer::applied);
  redis.pause();
  const auto silent = store.call({{key("R-1"), std::nullopt}});
  ASSERT_FALSE(silent);
  EXPECT_EQ(silent.error().code, Code::unavailable);
  redis.resume();
  EXPECT_EQ(stored(store, "R-2"), "");
  EXPECT_EQ(stored(store, "R-1"), record_of(1));
}

TEST(RedisStore, AnswersEveryTicketInFlightWhenTheConnectionBreaks) {
  PrivateRedis redis;
  RedisStore store(redis.address());
  EXPECT_TRUE(store.ping());
  redis.pause();
  const CallTicket first = store.send({{key("R-1"), step("R-1", 0)}});
  const CallTicket second = store.send({{key("R-2"), step("R-2", 0)}});
  EXPECT_FALSE(store.poll(first).has_value());
  redis.kill9();
  EXPECT_TRUE(is_readable(store.descriptor(), 5000));
  EXPECT_EQ(store.wait(first).error().code, Code::unavailable);
  EXPECT_TRUE(is_readable(store.descriptor(), 0));
  EXPECT_EQ(store.poll(second)->error().code, Code::unavailable);
  EXPECT_FALSE(is_readable(store.descriptor(), 0));
}

TEST(RedisStore, SaysByItsDescriptorWhenAnAnswerMayBeThere) {
  const PrivateRedis redis;
  RedisStore store(redis.address());
  const CallTicket ticket = store.send({{key("R-1"), step("R-1", 0)}});
  EXPECT_TRUE(is_readable(store.descriptor(), 5000));
  // Another call reads the ticket's answer by the way; the descriptor still says that it lies
  // there.
  EXPECT_TRUE(store.next_due());
  EXPECT_TRUE(is_readable(store.descriptor(), 0));
  const auto answer = store.poll(ticket);
  ASSERT_TRUE(answer.has_value());
  EXPECT_TRUE(*answer);
  EXPECT_FALSE(is_readable(store.descriptor(), 0));
}

TEST(RedisStore, SendsMoreThanTheSocketHoldsWithoutLockingUp) {
  const PrivateRedis redis({"appendfsync", "no"});
  RedisStore store(redis.address());
  std::vector<CaseCall> calls;
  std::vector<CaseCall> loads;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = "R-" + std::to_string(i);
    Commit commit = step(id, 0);
    commit.record = record_of(1, std::string(16'000, 'x'));
    calls.push_back({key(id), commit});
    loads.push_back({key(id), std::nullopt});
  }
  const CallTicket written = store.send(std::move(calls));
  const CallTicket read = store.send(std::move(loads));
  EXPECT_THAT(*store.wait(written), SizeIs(1000));
  const auto found = store.wait(read);
  ASSERT_TRUE(found);
  for (const auto& answer : *found)
    ASSERT_EQ(answer.record.size(), 16'017U);
}

TEST(RedisStore, RefusesNewWorkWhenItIsFullAndLetsItDrain) {
  const PrivateRedis redis;
  RedisStore store(redis.address());
  Commit first = step("R-1", 0, at(0));
  first.notifications.push_back({"n1", "email:normal", "body", at(0)});
  first.notifications.push_back({"n2", "email:normal", "body", at(0)});
  first.indexes.push_back({"callbacks:operator:rossi", at(60)});
  EXPECT_EQ(commit(store, first).kind, Answer::applied);
  redis.command({"CONFIG", "SET", "maxmemory", "1"});

  Commit refused = step("R-2", 0, at(60));
  refused.history = {"line"};
  const auto full = store.call({{key("R-2"), refused}});
  ASSERT_FALSE(full);
  EXPECT_TRUE(is_store_full(full.error()));
  EXPECT_FALSE(store.keep_refused({{"acme", "e1", "{}", "raw", false, at(1)}}, 10, 10, at(0)));

  EXPECT_THAT(*store.claim_due(at(1), at(6), 10), SizeIs(1));
  const auto claimed = store.claim({"email:normal"}, at(1), at(11), 10);
  ASSERT_THAT(*claimed, SizeIs(2));
  Begin begin{"n1", key("R-1"), claimed->front().token, 1, "inputs", at(99), "email:normal"};
  EXPECT_EQ(store.begin({begin})->front().kind, BeginAnswer::Kind::go);
  EXPECT_TRUE(store.give_back({{"n2", "email:normal", claimed->back().token, at(20)}}));
  EXPECT_TRUE(*store.set_mark("breaker:relay", "open", false));
  Record done;
  done.id = "n1";
  done.case_key = key("R-1");
  done.lane = "email:normal";
  done.outcome_line = "outcome";
  done.now = at(2);
  EXPECT_EQ(store.record({done})->front().kind, RecordAnswer::Kind::recorded);
  Commit cancel = step("R-1", 1);
  cancel.drains = true;
  cancel.outcomes_taken = 1;
  cancel.history = {"cancelled"};
  cancel.withdrawals.push_back({"n2", "email:normal"});
  cancel.indexes = {{"callbacks:operator:rossi", std::nullopt}, {"callbacks:team:it", at(60)}};
  EXPECT_EQ(commit(store, cancel).kind, Answer::applied);
  EXPECT_THAT(*store.list_index("acme", "callbacks:operator:rossi", 0, 10), SizeIs(0));
  EXPECT_THAT(*store.list_index("acme", "callbacks:team:it", 0, 10), SizeIs(1));
  Commit erase = step("R-1", 2);
  erase.erase = true;
  EXPECT_EQ(commit(store, erase).kind, Answer::applied);

  EXPECT_EQ(stored(store, "R-2"), "");
  EXPECT_THAT(*store.history(key("R-2")), IsEmpty());
  redis.command({"CONFIG", "SET", "maxmemory", "0"});
  EXPECT_EQ(commit(store, refused).kind, Answer::applied);
}

TEST(RedisStore, KeepsAwayFromARedisThatHasBecomeAReplica) {
  const PrivateRedis redis;
  RedisStore store(redis.address());
  EXPECT_TRUE(store.ping());
  redis.command({"REPLICAOF", "127.0.0.1", "1"});
  const auto answer = store.call({{key("R-1"), step("R-1", 0)}});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Code::unavailable);
  redis.command({"REPLICAOF", "NO", "ONE"});
  EXPECT_EQ(commit(store, step("R-1", 0)).kind, Answer::applied);
}

TEST(RedisStore, IsUnavailableWhenRedisWantsMoreReplicas) {
  const PrivateRedis redis;
  RedisStore store(redis.address());
  redis.command({"CONFIG", "SET", "min-replicas-to-write", "1"});
  const auto answer = store.call({{key("R-1"), step("R-1", 0)}});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Code::unavailable);
  redis.command({"CONFIG", "SET", "min-replicas-to-write", "0"});
  EXPECT_EQ(commit(store, step("R-1", 0)).kind, Answer::applied);
}

TEST(RedisStore, AnswersNoCommitThatTooFewReplicasHave) {
  const PrivateRedis redis;
  auto address = redis.address();
  address.wait_replicas = 1;
  address.wait_timeout = Millis{30};
  RedisStore store(address);
  const auto answer = store.call({{key("R-1"), step("R-1", 0)}});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Code::unavailable);
  EXPECT_THAT(answer.error().what, HasSubstr("replicas"));
  // Loads wait for nobody.
  EXPECT_EQ(stored(store, "R-1"), record_of(1));
}

TEST(RedisStore, AnswersCommitsThatAReplicaHas) {
  const std::string port = free_port();
  const PrivateRedis redis({"port", port});
  const PrivateRedis replica;
  replica.command({"REPLICAOF", "127.0.0.1", port});
  auto address = redis.address();
  address.wait_replicas = 1;
  address.wait_timeout = Millis{20'000};
  RedisStore store(address);
  EXPECT_EQ(commit(store, step("R-1", 0)).kind, Answer::applied);
  EXPECT_THAT(replica.command({"KEYS", "*case*"}), HasSubstr("acme:r:R-1"));
  redis.command({"SCRIPT", "FLUSH"});
  EXPECT_EQ(commit(store, step("R-1", 1)).kind, Answer::applied);
}

TEST(RedisStore, LogsInWithAPassword) {
  const PrivateRedis redis({"requirepass", "secret"});
  auto address = redis.address();
  EXPECT_THAT(RedisStore(address).ping().error().what, HasSubstr("password"));
  address.password = "wrong";
  EXPECT_EQ(RedisStore(address).ping().error().code, Code::unavailable);
  address.password = "secret";
  EXPECT_TRUE(RedisStore(address).ping());
}

TEST(RedisStore, LogsInAsAUserWhoMayDoNoMoreThanItNeeds) {
  const PrivateRedis redis;
  EXPECT_EQ(redis.command({"ACL", "SETUSER", "followupd", "on", ">secret", "~{s0}*", "+@read",
                           "+@write", "+evalsha", "+script|load", "+ping", "+time", "+info"}),
            "OK");
  auto address = redis.address();
  address.user = "followupd";
  address.password = "secret";
  RedisStore store(address);
  EXPECT_EQ(commit(store, step("R-1", 0)).kind, Answer::applied);
  address.user = "nobody";
  EXPECT_EQ(RedisStore(address).ping().error().code, Code::unavailable);
}

TEST(RedisStore, SaysWhyThereIsNoConnection) {
  RedisAddress address;
  address.socket = "/nonexistent/redis.sock";
  RedisStore store(address);
  const auto answer = store.ping();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Code::unavailable);
  EXPECT_THAT(answer.error().what, HasSubstr("No such file"));
  EXPECT_FALSE(store.wait(store.send({{key("R-1"), std::nullopt}})));
}

TEST(RedisStore, SpeaksTcpAsWell) {
  const std::string port = free_port();
  const PrivateRedis redis({"port", port});
  RedisAddress address;
  address.host = "127.0.0.1";
  address.port = std::stoi(port);
  RedisStore store(address);
  EXPECT_EQ(commit(store, step("R-1", 0)).kind, Answer::applied);
  EXPECT_EQ(stored(store, "R-1"), record_of(1));
}

}  // namespace

}  // namespace followup
