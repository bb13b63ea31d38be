// The store's contract, kept by MemoryStore.
#include "core/store/memory_blobs.h"
#include "core/store/memory_store.h"
#include "tests/store/store_contract.h"

namespace followup {

namespace {

class OnMemory : public AnyStore {
 public:
  CaseStore& cases() override { return store_; }

  Outbox& outbox() override { return store_; }

  Shelf& shelf() override { return store_; }

  Blobs& blobs() override { return blobs_; }

 private:
  MemoryStore store_;
  MemoryBlobs blobs_;
};

std::unique_ptr<AnyStore> make() {
  return std::make_unique<OnMemory>();
}

INSTANTIATE_TEST_SUITE_P(OnMemory, StoreContract, testing::Values(StoreMaker{"memory", make}),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace

}  // namespace followup
