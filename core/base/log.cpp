#include "core/base/log.h"

#include <cstdlib>

#include <unistd.h>

namespace followup {

namespace {

bool needs_quotes(std::string_view value) {
  if (value.empty()) return true;
  for (const char c : value) {
    const bool control = static_cast<unsigned char>(c) <= ' ' || c == 0x7f;
    if (control || c == '"' || c == '=' || c == '\\') return true;
  }
  return false;
}

void append_value(std::string& line, std::string_view value) {
  if (!needs_quotes(value)) {
    line += value;
    return;
  }
  constexpr std::string_view hex = "0123456789abcdef";
  line += '"';
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      line += '\\';
      line += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      line += "\\x";
      line += hex[byte >> 4U];
      line += hex[byte & 15U];
    } else {
      line += c;
    }
  }
  line += '"';
}

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::info:
      return "info";
    case Severity::debug:
      break;
  }
  return "debug";
}

}  // namespace

std::string format_log_line(std::string_view event, std::initializer_list<LogField> fields) {
  std::string line = "event=";
  append_value(line, event);
  for (const auto& [key, value] : fields) {
    line += ' ';
    line += key;
    line += '=';
    append_value(line, value);
  }
  return line;
}

void log(Severity severity, std::string_view event, std::initializer_list<LogField> fields) {
  // systemd sets JOURNAL_STREAM where the journal reads standard error; there the severity is a
  // prefix.
  static const bool to_journal =
      std::getenv("JOURNAL_STREAM") != nullptr;  // NOLINT(concurrency-mt-unsafe)
  std::string line = to_journal ? "<" + std::to_string(static_cast<int>(severity)) + ">"
                                : "level=" + std::string(name_of(severity)) + " ";
  line += format_log_line(event, fields);
  line += '\n';
  // A log that can not be written must not stop the daemon.
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace followup
