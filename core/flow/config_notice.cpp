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

/// A line a fault, and how many more there are.
std::string shown(const std::vector<ConfigFault>& faults) {
  std::string text;
  for (std::size_t at = 0; at < faults.size(); ++at) {
    std::string line = describe({faults[at]});
    while (!line.empty() && line.back() == '\n')
      line.pop_back();
    if (at > 0 && text.size() + line.size() > longest_text)
      return text + "\n… +" + std::to_string(faults.size() - at);
    text += (at > 0 ? "\n" : "") + line;
  }
  return text;
}

WorkItem notice_for(const std::string& tenant, const std::vector<ConfigFault>& faults,
                    TimePoint now) {
  const std::string text = shown(faults);
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
