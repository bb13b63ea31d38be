// Every version of every tenant's policy that open cases may be under, by number (Q7). Published to
// the store and read back.
#pragma once

#include "core/base/result.h"
#include "core/domain/policy.h"
#include "core/domain/tenant.h"
#include "core/store/store.h"

#include <cstdint>
#include <map>
#include <string>

namespace followup {

class PolicyBook {
 public:
  /// Publishes each tenant's policy as its newest version unless it is that already, and reads all
  /// versions.
  Result<void> publish(const TenantBook& tenants, Shelf& shelf);
  /// Reads the versions of all tenants without publishing (workers, followupctl).
  Result<void> load(const TenantBook& tenants, Shelf& shelf);
  /// Adds a version by hand (tests, simulation).
  void add(const std::string& tenant, std::uint32_t number, Policy policy);

  /// Makes sure that this version can be found, asking the shelf of the last publish() or load() if
  /// another process published it meanwhile. False: nobody knows it. Number 0 means the newest.
  bool ensure(const std::string& tenant, std::uint32_t number);

  /// The number of the tenant's newest version, 0 if it has none.
  [[nodiscard]] std::uint32_t newest(const std::string& tenant) const;
  /// That version; the newest one for number 0 or a number that is not known; nullptr if the tenant
  /// has none.
  [[nodiscard]] const Policy* find(const std::string& tenant, std::uint32_t number) const;

 private:
  [[nodiscard]] bool knows(const std::string& tenant, std::uint32_t number) const;
  Result<void> load_tenant(const std::string& tenant, Shelf& shelf);
  std::map<std::string, std::map<std::uint32_t, Policy>, std::less<>> versions_;
  Shelf* shelf_ = nullptr;
};

}  // namespace followup
