// Foreign text on its way into a mail: names and references come from CRMs and may hold anything.
// What comes out of here is one line of valid UTF-8 without control characters, safe to stand in a
// header or a body once it is encoded for its place.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace followup {

/// One line of valid UTF-8: control characters, line breaks of any kind (CR, LF, NEL, U+2028,
/// U+2029) and tabs become spaces, runs of spaces one space, none at the ends; bidirectional
/// controls and byte order marks go; a byte that is no UTF-8 becomes U+FFFD. Longer than `limit`
/// characters: cut, with "…" at the end.
[[nodiscard]] std::string clean_line(std::string_view text, std::size_t limit = 500);

/// The lines of a text, without their ends.
[[nodiscard]] std::vector<std::string_view> split_lines(std::string_view text);

/// Each line of a text clean, with "\n" between them; `limit`: characters a line.
[[nodiscard]] std::string clean_lines(std::string_view text, std::size_t limit);

/// The line as it may stand in a header: clean, and without what a reader would take for an encoded
/// word (RFC 2047).
[[nodiscard]] std::string clean_header(std::string_view text, std::size_t limit = 200);

/// Whether every byte belongs to a well-formed UTF-8 character (no surrogates, no overlong forms,
/// up to U+10FFFF).
[[nodiscard]] bool is_utf8(std::string_view text);

/// Takes the character at `at` and moves behind it; U+FFFD for a byte that is no UTF-8.
/// Precondition: at < text.size().
[[nodiscard]] char32_t next_character(std::string_view text, std::size_t& at);

/// &, <, >, " and ' as entities.
[[nodiscard]] std::string escape_html(std::string_view text);

}  // namespace followup
