#include "workers/email/calendar_text.h"

#include "workers/email/text.h"

#include <algorithm>

namespace followup {

namespace {

constexpr std::string_view fold = "\r\n ";

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_one_of(char c, std::string_view set) {
  return set.find(c) != std::string_view::npos;
}

/// Bytes of `line` that fit into `room`, whole characters.
std::size_t that_fit(std::string_view line, std::size_t room) {
  if (line.size() <= room) return line.size();
  while ((static_cast<unsigned char>(line[room]) & 0xc0U) == 0x80U)
    --room;
  return room;
}

}  // namespace

std::string clean_lines(std::string_view text) {
  constexpr std::size_t longest_line = 2000;
  constexpr std::size_t longest_text = 20000;
  std::string out;
  while (!text.empty() && out.size() < longest_text) {
    const auto end = text.find_first_of("\r\n");
    out += clean_line(text.substr(0, end), longest_line);
    if (end == std::string_view::npos) break;
    text.remove_prefix(text.substr(end).starts_with("\r\n") ? end + 2 : end + 1);
    out += '\n';
  }
  out.erase(out.find_last_not_of('\n') + 1);
  return out;
}

std::string parameter_text(std::string_view text) {
  std::string out;
  for (const char c : clean_line(text, 100)) {
    if (c == '^') out += c;
    out += c == '"' ? '\'' : c == '\\' ? '/' : c;
  }
  return out;
}

std::string mailto(const EnvelopeAddress& address) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out = "mailto:";
  for (const char c : address.text()) {
    if (is_letter_or_digit(c) || is_one_of(c, "-._~!$'*+@")) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += digits[byte / 16U];
      out += digits[byte % 16U];
    }
  }
  return out;
}

bool is_visible(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

bool is_zone_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter_or_digit(c) || is_one_of(c, "_-+/");
  });
}

bool is_web_link(std::string_view text) {
  return (text.starts_with("https://") || text.starts_with("http://")) && is_visible(text) &&
         text.find_first_of("\"<>\\^`{|}") == std::string_view::npos;
}

std::string refolded(std::string_view lines) {
  std::string unfolded;
  for (std::size_t at = 0; at < lines.size();) {
    const auto next = std::min(lines.find(fold, at), lines.size());
    unfolded += lines.substr(at, next - at);
    at = next + fold.size();
  }
  constexpr std::size_t longest = 75;
  std::string out;
  std::string_view left = unfolded;
  while (!left.empty()) {
    const auto end = std::min(left.find("\r\n"), left.size());
    std::string_view line = left.substr(0, end);
    left.remove_prefix(std::min(end + 2, left.size()));
    for (std::size_t room = longest; !line.empty(); room = longest - 1) {
      const auto fitting = that_fit(line, room);
      if (room != longest) out += fold;
      out += line.substr(0, fitting);
      line.remove_prefix(fitting);
    }
    out += "\r\n";
  }
  return out;
}

}  // namespace followup
