#include "core/flow/address.h"

namespace followup {

std::variant<WorkItem, Refusal> address_event(std::variant<Event, Refusal> decoded,
                                              const TenantBook& tenants) {
  if (auto* refusal = std::get_if<Refusal>(&decoded)) return std::move(*refusal);
  auto& event = std::get<Event>(decoded);
  const Tenant* tenant = tenants.find_source(event.source);
  if (tenant == nullptr) {
    return Refusal{
        event.source,
        event.id,
        Reason::unknown_source,
        {{"/source",
          "belongs to no tenant: add it to `sources` of the tenant's configuration, or mend it"}}};
  }
  if (!event.tenant.empty() && event.tenant != tenant->name) {
    return Refusal{event.source,
                   event.id,
                   Reason::wrong_tenant,
                   {{"/tenant", "names another tenant than the one that this source speaks for"}}};
  }
  CaseKey key{tenant->name, event.kind, event.subject};
  return WorkItem{std::move(key), std::move(event)};
}

}  // namespace followup
