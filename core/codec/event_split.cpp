#include "core/codec/event_split.h"

namespace followup::event_json {

namespace {

constexpr std::string_view white_space = " \t\r\n";

std::size_t skip_space(std::string_view text, std::size_t at) {
  const auto next = text.find_first_not_of(white_space, at);
  return next == std::string_view::npos ? text.size() : next;
}

/// The place after the string that begins at `at`; the text's end if it does not end.
std::size_t skip_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '\\')
      ++at;
    else if (text[at] == '"')
      return at + 1;
  }
  return text.size();
}

/// The comma or the closing bracket after the element that begins at `at`; the text's end if there
/// is none.
std::size_t element_end(std::string_view text, std::size_t at) {
  std::size_t open = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      at = skip_string(text, at);
      continue;
    }
    if (open == 0 && (c == ',' || c == ']')) return at;
    if (c == '{' || c == '[') ++open;
    if ((c == '}' || c == ']') && open > 0) --open;
    ++at;
  }
  return text.size();
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(white_space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(white_space) - first + 1);
}

Split split_array(std::string_view text, std::size_t most) {
  Split split;
  std::size_t at = skip_space(text, 1);
  bool more = at >= text.size() || text[at] != ']';
  while (more) {
    const std::size_t end = element_end(text, at);
    const auto element = trimmed(text.substr(at, end - at));
    if (end == text.size() || element.empty()) {
      split.is_array = false;
      split.offset = end;
      split.message = "An element or a ] is missing.";
      return split;
    }
    if (split.elements.size() == most) {
      split.too_many = true;
      return split;
    }
    split.elements.push_back(element);
    more = text[end] == ',';
    at = more ? skip_space(text, end + 1) : end;
  }
  const std::size_t rest = skip_space(text, at + 1);
  split.is_array = rest == text.size();
  split.offset = rest;
  split.message = "The document root must not be followed by other values.";
  return split;
}

}  // namespace followup::event_json
