// Whether the answer to an earlier attempt of a notification was lost, so that it may have been
// carried out: what a refusal of a later attempt then means is a rule's business. The fact goes
// from attempt to attempt in the text that the outbox keeps of the latest one; an attempt whose end
// was never recorded has lost its answer, too.
#pragma once

#include "core/store/outbox.h"

#include <string>

namespace followup {

/// By what the outbox knows at the claim.
[[nodiscard]] bool answer_was_lost(const ClaimedNotification& claimed);

/// The text to keep of an attempt's end: "<outcome> <reason>", and behind it ", answer lost before"
/// if an earlier answer was lost.
[[nodiscard]] std::string end_text(Outcome outcome, const std::string& reason, bool lost_before);

}  // namespace followup
