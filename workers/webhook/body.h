// The body of a webhook: a CloudEvent in structured JSON (contract.md section 3,
// schemas/webhook.json). Made once, when its notification is first begun, and then the same bytes
// in every attempt.
#pragma once

#include "workers/channel.h"

#include <string>

namespace followup {

/// Preconditions: all pointers of `inputs` but the recipient are set, and the notification is a
/// hook or a command. Its details are members of `data`. No personal data beyond those: the
/// receiver has the case.
[[nodiscard]] std::string make_webhook_body(const DeliveryInputs& inputs);

}  // namespace followup
