#include "core/flow/config_notice.h"

#include "core/base/hash.h"
#include "core/flow/case_batch.h"

#include <map>

namespace followup {

namespace {

/// What a mail can show of the faults.
constexpr std::size_t longest_text = 2000;

std::string tenant_of(const std::string& file) {
  const auto slash = file.rfind('/');
  const std::string name = slash == std::string::npos ? file : file.substr(slash + 1);
  return name.substr(0, name.rfind('.'));
}

WorkItem notice_for(const std::string& tenant, const std::vector<ConfigFault>& faults,
                    TimePoint now) {
  const std::string text = describe(faults).substr(0, longest_text);
  Event event;
  event.id = deterministic_id({tenant, text, format_instant(now)});
  event.type = "config.rejected";
  event.subject = "configuration";
  event.kind = Kind::notices;
  event.time = now;
  event.payload = ConfigurationNotice{"config_rejected", text};
  return {{tenant, Kind::notices, event.subject}, std::move(event)};
}

}  // namespace

Result<void> tell_of_rejected(const std::vector<ConfigFault>& faults, CaseStore& store,
                              const FlowContext& context) {
  std::map<std::string, std::vector<ConfigFault>> by_tenant;
  for (const auto& fault : faults) {
    const std::string tenant = tenant_of(fault.file);
    if (!fault.warning && context.tenants->find(tenant) != nullptr)
      by_tenant[tenant].push_back(fault);
  }
  std::vector<WorkItem> items;
  for (const auto& [tenant, found] : by_tenant)
    items.push_back(notice_for(tenant, found, context.clock->now()));
  if (items.empty()) return {};
  CaseCache none(1);
  CaseBatch batch(std::move(items), store, none, context);
  batch.finish();
  if (batch.failure()) return *batch.failure();
  return {};
}

}  // namespace followup
