#include "workers/delivery_stores.h"

namespace followup {

DeliveryStores::DeliveryStores(const RedisAddress& address)
    : sides_{Side{RedisStore(address), RedisBlobs(address), {}},
             Side{RedisStore(address), RedisBlobs(address), {}}},
      records_(address) {}

void DeliveryStores::set_clock(const Clock& clock) {
  for (auto& side : sides_)
    side.store.set_clock(&clock);
  records_.set_clock(&clock);
}

Result<void> DeliveryStores::load_policies(const TenantBook& tenants) {
  for (auto& side : sides_) {
    if (auto loaded = side.policies.load(tenants, side.store); !loaded) return loaded;
  }
  return {};
}

std::vector<PreparationParts> DeliveryStores::preparations(const DeliveryChannel& channel,
                                                           const TenantBook& tenants,
                                                           const Clock& clock) {
  std::vector<PreparationParts> parts;
  for (auto& side : sides_) {
    parts.push_back({.channel = &channel,
                     .cases = &side.store,
                     .outbox = &side.store,
                     .policies = &side.policies,
                     .tenants = &tenants,
                     .clock = &clock,
                     .blobs = &side.blobs});
  }
  return parts;
}

}  // namespace followup
