// The store's contract, kept by RedisStore on a Redis of the test's own.
#include "core/store/redis_blobs.h"
#include "core/store/redis_store.h"
#include "tests/store/store_contract.h"
#include "tests/support/private_redis.h"

namespace followup {

namespace {

class OnRedis : public AnyStore {
 public:
  CaseStore& cases() override { return store_; }

  Outbox& outbox() override { return store_; }

  Shelf& shelf() override { return store_; }

  Blobs& blobs() override { return blobs_; }

 private:
  PrivateRedis redis_;
  RedisStore store_{redis_.address()};
  RedisBlobs blobs_{redis_.address()};
};

std::unique_ptr<AnyStore> make() {
  return std::make_unique<OnRedis>();
}

INSTANTIATE_TEST_SUITE_P(OnRedis, StoreContract, testing::Values(StoreMaker{"redis", make}),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace

}  // namespace followup
