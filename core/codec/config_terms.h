// Terms as people write them in a configuration: "24h", "90m", "15 days", "7 business days",
// "8 business hours", "1 month"; and warnings before their end: "75%", "30m".
#pragma once

#include "core/base/result.h"
#include "core/domain/term.h"

#include <string>
#include <string_view>

namespace followup {

/// At most ten years (business days: 3650). `least` is the smallest count that makes sense. The
/// error ends a sentence that begins with the key, and names the nearest valid form.
[[nodiscard]] Result<Term> parse_term(std::string_view text, int least = 0);

/// The same back, in the largest unit that is exact: 1440 minutes are "24h".
[[nodiscard]] std::string format_term(const Term& term);

/// A share of the time that has passed, 1% to 99%, or open time that is left, as in "30m" or "2h".
[[nodiscard]] Result<TermWarning> parse_warning(std::string_view text);
[[nodiscard]] std::string format_warning(const TermWarning& warning);

}  // namespace followup
