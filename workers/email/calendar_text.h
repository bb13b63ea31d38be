// Texts as they may stand in iCalendar's properties, and the lines that these make (RFC 5545
// section 3.1). Escaping a text for its property is libical's.
#pragma once

#include "workers/email/address.h"

#include <string>
#include <string_view>

namespace followup {

/// Clean lines (text.h) with "\n" between them, none empty at the end. A line is cut after 2000
/// characters, the text with the line that takes it past 20 000 bytes.
[[nodiscard]] std::string clean_lines(std::string_view text);

/// A clean line of at most 100 characters for a parameter, where libical puts the quotation marks
/// around it. Inside of them there can be none: an apostrophe stands for each, which every program
/// shows as it is. A caret is doubled (RFC 6868). A backslash becomes a slash: programs built on
/// libical take one at the end for an escape.
[[nodiscard]] std::string parameter_text(std::string_view text);

/// "mailto:" and the address, percent-encoded (RFC 6068 section 2).
[[nodiscard]] std::string mailto(const EnvelopeAddress& address);

/// Whether it is made of visible ASCII characters only, or is empty.
[[nodiscard]] bool is_visible(std::string_view text);

/// Whether it looks like a name of the IANA database: no character that a line could misread.
[[nodiscard]] bool is_zone_name(std::string_view text);

/// Whether it is an http or https link without a character that no URI has.
[[nodiscard]] bool is_web_link(std::string_view text);

/// The same lines folded at 75 bytes, never inside a character. libical 3.0 folds a line of just
/// that length between the CR and the LF of its end, which leaves a bare CR and a bare LF.
[[nodiscard]] std::string refolded(std::string_view lines);

}  // namespace followup
