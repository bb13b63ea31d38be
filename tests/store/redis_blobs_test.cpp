// Attachments on a real Redis: how long they live by its clock, and what is left when it is full or
// goes away in the middle.
#include "core/store/redis_blobs.h"

#include "core/store/store_limits.h"
#include "tests/support/private_redis.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

constexpr const char* part_key = "{s0}blobpart:acme:p";
constexpr const char* blob_key = "{s0}blob:acme:hash";

class RedisBlobsStory : public testing::Test {
 protected:
  Result<BlobAnswer> wait(CallTicket ticket) { return blobs_.wait(ticket); }

  std::int64_t milliseconds_left(const char* key) {
    return std::stoll(redis_.command({"PTTL", key}));
  }

  void keep(Millis life) {
    EXPECT_TRUE(wait(blobs_.append("acme", "p", 0, "bytes")));
    EXPECT_TRUE(wait(blobs_.finish("acme", "p", "hash", 5, life)));
  }

  PrivateRedis redis_;
  RedisBlobs blobs_{redis_.address()};
};

TEST_F(RedisBlobsStory, GivesAnUnfinishedPartAShortLife) {
  EXPECT_TRUE(wait(blobs_.append("acme", "p", 0, "bytes")));
  const auto left = milliseconds_left(part_key);
  EXPECT_GT(left, 0);
  EXPECT_LE(left, part_life.count());
}

TEST_F(RedisBlobsStory, LetsAnAttachmentLiveLongerWithEveryReferenceAndNeverShorter) {
  keep(std::chrono::minutes{10});
  EXPECT_EQ(redis_.command({"EXISTS", part_key}), "0");
  EXPECT_LE(milliseconds_left(blob_key), 600'000);
  EXPECT_TRUE(wait(blobs_.find("acme", "hash", std::chrono::hours{2})));
  EXPECT_GT(milliseconds_left(blob_key), 7'000'000);
  EXPECT_TRUE(wait(blobs_.find("acme", "hash", std::chrono::minutes{1})));
  EXPECT_GT(milliseconds_left(blob_key), 7'000'000);
  keep(std::chrono::hours{3});
  EXPECT_GT(milliseconds_left(blob_key), 10'000'000);
}

TEST_F(RedisBlobsStory, SaysThatAStoreIsFullAndReadsAllTheSame) {
  keep(std::chrono::hours{1});
  redis_.command({"CONFIG", "SET", "maxmemory", "1"});
  const auto full = wait(blobs_.append("acme", "q", 0, "bytes"));
  ASSERT_FALSE(full);
  EXPECT_TRUE(is_store_full(full.error())) << full.error().what;
  EXPECT_EQ(redis_.command({"EXISTS", "{s0}blobpart:acme:q"}), "0");
  EXPECT_TRUE(wait(blobs_.find("acme", "hash", std::chrono::hours{2}))->there);
  EXPECT_EQ(wait(blobs_.read("acme", "hash", 0, 5))->bytes, "bytes");
  EXPECT_TRUE(wait(blobs_.drop("acme", "p")));
}

TEST_F(RedisBlobsStory, GoesOnAfterARestartWithWhatWasWritten) {
  EXPECT_TRUE(wait(blobs_.append("acme", "p", 0, "one ")));
  redis_.kill9();
  EXPECT_EQ(wait(blobs_.append("acme", "p", 4, "two")).error().code, Code::unavailable);
  redis_.start();
  EXPECT_TRUE(wait(blobs_.append("acme", "p", 4, "two")));
  EXPECT_TRUE(wait(blobs_.finish("acme", "p", "hash", 7, std::chrono::hours{1})));
  EXPECT_EQ(wait(blobs_.read("acme", "hash", 0, 7))->bytes, "one two");
}

}  // namespace

}  // namespace followup
