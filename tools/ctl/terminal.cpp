#include "tools/ctl/terminal.h"

#include <algorithm>
#include <ostream>

namespace followup::ctl {

namespace {

unsigned char byte_at(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

/// The length in bytes of the character at `at` that must not reach a terminal; 0 for any other.
std::size_t unwanted_at(std::string_view text, std::size_t at) {
  const unsigned char first = byte_at(text, at);
  const unsigned char second = byte_at(text, at + 1);
  const unsigned char third = byte_at(text, at + 2);
  if (first < 0x20 || first == 0x7F) return 1;
  if (first == 0xC2 && second >= 0x80 && second <= 0x9F) return 2;           // C1
  const bool embedding = second == 0x80 && third >= 0xAA && third <= 0xAE;   // U+202A to U+202E
  const bool isolate = second == 0x81 && third >= 0xA6 && third <= 0xA9;     // U+2066 to U+2069
  const bool line_end = second == 0x80 && (third == 0xA8 || third == 0xA9);  // U+2028, U+2029
  return first == 0xE2 && (embedding || isolate || line_end) ? 3 : 0;
}

/// Columns on the screen, as far as one character takes one.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

}  // namespace

std::string printable(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t unwanted = unwanted_at(text, at);
    safe += unwanted == 0 ? text[at] : '?';
    at += std::max<std::size_t>(unwanted, 1);
  }
  return safe;
}

std::string printable_lines(std::string_view lines) {
  std::string safe;
  while (!lines.empty()) {
    const auto end = lines.find_first_of("\n\t");
    safe += printable(lines.substr(0, end));
    safe += end == std::string_view::npos ? '\n' : lines[end];
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
  }
  return safe;
}

void Terminal::line(std::string_view text) {
  if (!json_) out_ << printable(text) << '\n';
}

void Terminal::text(std::string_view lines) {
  if (!json_) out_ << printable_lines(lines);
}

void Terminal::line(const JsonObject& object) {
  json_line(object.text());
}

void Terminal::json_line(std::string_view text) {
  if (json_) out_ << text << '\n';
}

void Terminal::table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t at = 0; at < row.size(); ++at)
      widths[at] = std::max(widths[at], width(row[at]));
  }
  for (const auto& row : rows) {
    std::string text;
    for (std::size_t at = 0; at < row.size(); ++at) {
      text += row[at];
      text.append(widths[at] - width(row[at]) + 2, ' ');
    }
    text.erase(text.find_last_not_of(' ') + 1);
    line(text);
  }
}

void Terminal::complain(std::string_view what) {
  complaints_ << "followupctl: " << printable(what) << '\n';
}

void Terminal::complain_lines(std::string_view lines) {
  complaints_ << printable_lines(lines);
}

ExitCode Terminal::fail(const Error& error) {
  complain(error.what);
  return exit_code(error);
}

}  // namespace followup::ctl
