// A mail without templates: what is sent when a tenant's template gives nothing that can be sent,
// so that a bad template never silences a notification. Plain, but it says what happened, to which
// case, and where to look.
#pragma once

#include "workers/email/templates.h"

namespace followup {

/// Never fails and never gives an empty subject or text.
[[nodiscard]] RenderedMail fallback_mail(const MailInputs& inputs, const Variables& variables);

}  // namespace followup
