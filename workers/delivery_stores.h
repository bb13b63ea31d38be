// The connections that a delivery works through. Each is used by one thread at a time, so that the
// store can be asked for the next attempts and told of the last ones while transfers go on.
#pragma once

#include "core/flow/policy_book.h"
#include "core/store/redis_blobs.h"
#include "core/store/redis_store.h"
#include "workers/preparation.h"

#include <array>
#include <vector>

namespace followup {

class DeliveryStores {
 public:
  explicit DeliveryStores(const RedisAddress& address);

  /// The clock that the stores go by; it outlives them.
  void set_clock(const Clock& clock);
  /// Reads every tenant's policies for each preparation.
  Result<void> load_policies(const TenantBook& tenants);
  /// The parts of as many preparations as may be at work at a time. What is given, and this,
  /// outlive them.
  [[nodiscard]] std::vector<PreparationParts> preparations(const DeliveryChannel& channel,
                                                           const TenantBook& tenants,
                                                           const Clock& clock);

  /// Where outcomes are recorded.
  [[nodiscard]] Outbox& records() { return records_; }

 private:
  struct Side {
    RedisStore store;
    RedisBlobs blobs;
    PolicyBook policies;
  };

  std::array<Side, 2> sides_;
  RedisStore records_;
};

}  // namespace followup
