#include "core/domain/tenant.h"

#include <algorithm>

namespace followup {

std::vector<std::string> Tenant::endpoints_for(std::string_view hook_type) const {
  std::vector<std::string> names;
  for (const auto& endpoint : endpoints) {
    const bool wants =
        std::any_of(endpoint.types.begin(), endpoint.types.end(),
                    [&](const std::string& type) { return type == "*" || type == hook_type; });
    if (wants) names.push_back(endpoint.name);
  }
  return names;
}

const Tenant* TenantBook::find(std::string_view name) const {
  const auto found = tenants.find(name);
  return found == tenants.end() ? nullptr : &found->second;
}

const Tenant* TenantBook::find_source(std::string_view source) const {
  const auto found = tenant_by_source.find(source);
  return found == tenant_by_source.end() ? nullptr : find(found->second);
}

}  // namespace followup
