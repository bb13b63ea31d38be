#include "tools/ctl/lanes.h"

namespace followup::ctl {

std::vector<std::string> endpoint_names(const TenantBook& tenants) {
  std::vector<std::string> names;
  for (const auto& [name, tenant] : tenants.tenants) {
    for (const auto& endpoint : tenant.endpoints)
      names.push_back(name + "/" + endpoint.name);
  }
  return names;
}

std::vector<std::string> all_lanes(const TenantBook& tenants) {
  std::vector<std::string> lanes{"email:urgent", "email:normal"};
  for (const auto& name : endpoint_names(tenants))
    lanes.push_back("webhook:" + name);
  return lanes;
}

}  // namespace followup::ctl
