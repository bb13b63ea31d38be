// From a decoded event to the case that it is for: its source says which tenant it speaks for. What
// is for no case is a refusal, as if it could not have been decoded.
#pragma once

#include "core/codec/event_codec.h"
#include "core/domain/tenant.h"
#include "core/flow/case_batch.h"

#include <variant>

namespace followup {

/// unknown_source where no tenant has this source, wrong_tenant where the event names another one
/// (S-X26); a refusal stays what it is.
[[nodiscard]] std::variant<WorkItem, Refusal> address_event(std::variant<Event, Refusal> decoded,
                                                            const TenantBook& tenants);

}  // namespace followup
