// logfmt lines on standard error, with the <N> severity prefix that journald reads when asked to. A
// line is one fact: log(Severity::warning, "delivery_retry", {{"id", id}, {"attempt", "2"}}). Never
// a name, an address or a message body.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace followup {

enum class Severity { error = 3, warning = 4, info = 6, debug = 7 };

using LogField = std::pair<std::string_view, std::string>;

/// Writes `event=<event> key=value …` in one write(2). Values with spaces, quotes or control
/// characters are quoted and escaped.
void log(Severity severity, std::string_view event, std::initializer_list<LogField> fields = {});

/// The text of a line, without prefix and newline (for tests and for status lines).
[[nodiscard]] std::string format_log_line(std::string_view event,
                                          std::initializer_list<LogField> fields);

}  // namespace followup
