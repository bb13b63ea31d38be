#include "workers/email/text.h"

namespace followup {

namespace {

constexpr char32_t replacement = 0xfffd;

/// Length and smallest character of a UTF-8 sequence by its first byte; length 0 for a byte that
/// begins none.
struct Lead {
  std::size_t length;
  char32_t bits;
  char32_t smallest;
};

Lead lead_of(unsigned char byte) {
  if (byte < 0x80) return {1, byte, 0};
  if (byte >= 0xc2 && byte < 0xe0) return {2, byte & 0x1fU, 0x80};
  if (byte >= 0xe0 && byte < 0xf0) return {3, byte & 0x0fU, 0x800};
  if (byte >= 0xf0 && byte < 0xf5) return {4, byte & 0x07U, 0x10000};
  return {0, 0, 0};
}

bool is_break(char32_t c) {
  return c <= 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029;
}

/// Characters that change the order or are not seen at all: they could disguise what a line says.
bool is_hidden(char32_t c) {
  return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

void append_character(std::string& out, char32_t c) {
  const auto byte = [&](char32_t value) { out += static_cast<char>(value); };
  if (c < 0x80) {
    byte(c);
  } else if (c < 0x800) {
    byte(0xc0U | c >> 6U);
    byte(0x80U | (c & 0x3fU));
  } else if (c < 0x10000) {
    byte(0xe0U | c >> 12U);
    byte(0x80U | (c >> 6U & 0x3fU));
    byte(0x80U | (c & 0x3fU));
  } else {
    byte(0xf0U | c >> 18U);
    byte(0x80U | (c >> 12U & 0x3fU));
    byte(0x80U | (c >> 6U & 0x3fU));
    byte(0x80U | (c & 0x3fU));
  }
}

/// Most values are short and plain already.
bool is_clean(std::string_view text, std::size_t limit) {
  if (text.size() > limit || text.empty()) return text.empty();
  if (text.front() == ' ' || text.back() == ' ') return false;
  char before = 'x';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte >= 0x7f || (c == ' ' && before == ' ')) return false;
    before = c;
  }
  return true;
}

}  // namespace

char32_t next_character(std::string_view text, std::size_t& at) {
  const Lead lead = lead_of(static_cast<unsigned char>(text[at]));
  const std::size_t begin = at++;
  if (lead.length == 0 || begin + lead.length > text.size()) return replacement;
  char32_t c = lead.bits;
  for (std::size_t more = 1; more < lead.length; ++more) {
    const auto byte = static_cast<unsigned char>(text[begin + more]);
    if ((byte & 0xc0U) != 0x80U) return replacement;
    c = c << 6U | (byte & 0x3fU);
  }
  if (c < lead.smallest || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) return replacement;
  at = begin + lead.length;
  return c;
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    // A replacement character that really stands there takes three bytes.
    if (next_character(text, at) == replacement && at - begin != 3) return false;
  }
  return true;
}

std::string clean_line(std::string_view text, std::size_t limit) {
  if (is_clean(text, limit)) return std::string(text);
  std::string out;
  std::size_t characters = 0;
  bool space_before = false;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_character(text, at);
    if (is_hidden(c)) continue;
    if (is_break(c)) {
      space_before = !out.empty();
      continue;
    }
    if (characters + (space_before ? 2 : 1) > limit) return out + "…";
    if (space_before) out += ' ';
    characters += space_before ? 2 : 1;
    space_before = false;
    append_character(out, c);
  }
  return out;
}

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

std::string clean_lines(std::string_view text, std::size_t limit) {
  std::string clean;
  for (const auto line : split_lines(text)) {
    if (!clean.empty()) clean += '\n';
    clean += clean_line(line, limit);
  }
  return clean;
}

std::string clean_header(std::string_view text, std::size_t limit) {
  std::string out = clean_line(text, limit);
  for (auto at = out.find("=?"); at != std::string::npos; at = out.find("=?", at + 2)) {
    out.insert(at + 1, 1, ' ');
  }
  return out;
}

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace followup
