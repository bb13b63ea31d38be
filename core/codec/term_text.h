// How terms and warnings are stored: a number and its unit, as short as they are said. One text a
// value, so that equal policies have equal texts. Internal to the record codec's .cpp files; what a
// configuration may write is its own affair.
//
//   Term           "1440m" minutes, "480bm" business minutes, "15d" days, "7bd" business days,
//                  "1mo" months
//   TermWarning    "75%" of the time has passed, "30bm" of open time are left
#pragma once

#include "core/domain/term.h"

#include <string>
#include <string_view>

namespace followup::json {

[[nodiscard]] std::string stored_text(const Term& term);
[[nodiscard]] std::string stored_text(const TermWarning& warning);

/// False: the text is not one that stored_text() writes, or says more than a hundred years.
[[nodiscard]] bool read_stored(std::string_view text, Term& term);
[[nodiscard]] bool read_stored(std::string_view text, TermWarning& warning);

}  // namespace followup::json
