// Whom a message could not reach, as a mail tells it.
#pragma once

#include "workers/email/language.h"

#include <string_view>

namespace followup {

/// "has no e-mail address": of a stable code of Trouble, or of a delivery that failed; a code that
/// is not known reads as "could not be reached".
[[nodiscard]] std::string_view unreached_text(Language language, std::string_view reason);

}  // namespace followup
