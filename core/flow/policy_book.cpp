#include "core/flow/policy_book.h"

#include "core/codec/record_codec.h"

namespace followup {

Result<void> PolicyBook::load_tenant(const std::string& tenant, Shelf& shelf) {
  auto stored = shelf.policies(tenant);
  if (!stored) return stored.error();
  for (const auto& [number, text] : *stored) {
    if (knows(tenant, number)) continue;  // versions never change
    auto policy = decode_policy(text);
    if (!policy)
      return with_context(policy.error(),
                          "policy " + std::to_string(number) + " of tenant " + tenant);
    add(tenant, number, std::move(policy).value());
  }
  return {};
}

Result<void> PolicyBook::publish(const TenantBook& tenants, Shelf& shelf) {
  for (const auto& [name, tenant] : tenants.tenants) {
    auto number = shelf.publish_policy(name, encode_policy(tenant.policy));
    if (!number) return number.error();
  }
  return load(tenants, shelf);
}

Result<void> PolicyBook::load(const TenantBook& tenants, Shelf& shelf) {
  shelf_ = &shelf;
  for (const auto& [name, tenant] : tenants.tenants) {
    if (auto loaded = load_tenant(name, shelf); !loaded) return loaded;
  }
  return {};
}

void PolicyBook::add(const std::string& tenant, std::uint32_t number, Policy policy) {
  versions_[tenant].insert_or_assign(number, std::move(policy));
}

bool PolicyBook::ensure(const std::string& tenant, std::uint32_t number) {
  if (number == 0 ? newest(tenant) != 0 : knows(tenant, number)) return true;
  if (shelf_ == nullptr || !load_tenant(tenant, *shelf_)) return false;
  return number == 0 ? newest(tenant) != 0 : knows(tenant, number);
}

std::uint32_t PolicyBook::newest(const std::string& tenant) const {
  const auto found = versions_.find(tenant);
  return found == versions_.end() || found->second.empty() ? 0 : found->second.rbegin()->first;
}

const Policy* PolicyBook::find(const std::string& tenant, std::uint32_t number) const {
  const auto found = versions_.find(tenant);
  if (found == versions_.end() || found->second.empty()) return nullptr;
  const auto version = found->second.find(number);
  return version == found->second.end() ? &found->second.rbegin()->second : &version->second;
}

bool PolicyBook::knows(const std::string& tenant, std::uint32_t number) const {
  const auto found = versions_.find(tenant);
  return found != versions_.end() && found->second.contains(number);
}

}  // namespace followup
