// U+0080 to U+017F, which are two bytes of UTF-8, have their base letters in two tables.
#include "tools/ctl/folded.h"

#include <array>
#include <optional>

namespace followup::ctl {

namespace {

/// Base letters of U+00C0 to U+00FF; a blank: none.
constexpr std::string_view latin1 =
    "aaaaaaaceeeeiiii"
    "dnooooo ouuuuyts"
    "aaaaaaaceeeeiiii"
    "dnooooo ouuuuyty";

struct Run {
  unsigned length;
  char letter;
};

/// Likewise of U+0100 to U+017F, in runs.
constexpr std::array<Run, 22> extended_a{
    {{6, 'a'}, {8, 'c'},  {4, 'd'},  {10, 'e'}, {8, 'g'}, {4, 'h'}, {10, 'i'}, {2, 'i'},
     {2, 'j'}, {3, 'k'},  {10, 'l'}, {9, 'n'},  {6, 'o'}, {2, 'o'}, {6, 'r'},  {8, 's'},
     {6, 't'}, {12, 'u'}, {2, 'w'},  {3, 'y'},  {6, 'z'}, {1, 's'}}};

std::optional<char> base_letter(unsigned code) {
  if (code >= 0xC0 && code <= 0xFF) {
    const char letter = latin1[code - 0xC0];
    return letter == ' ' ? std::nullopt : std::optional(letter);
  }
  if (code < 0x100) return std::nullopt;
  unsigned left = code - 0x100;
  for (const auto& [length, letter] : extended_a) {
    if (left < length) return letter;
    left -= length;
  }
  return std::nullopt;
}

}  // namespace

std::string folded(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto first = static_cast<unsigned char>(text[at]);
    if (first < 0xC2 || first > 0xCD || at + 1 == text.size()) {
      const bool large = first >= 'A' && first <= 'Z';
      result += large ? static_cast<char>(first - 'A' + 'a') : text[at];
      continue;
    }
    const unsigned second = static_cast<unsigned char>(text[at + 1]);
    const unsigned code = (first & 0x1FU) << 6U | (second & 0x3FU);
    const bool mark = code >= 0x300 && code <= 0x36F;  // combining
    if (const auto letter = base_letter(code))
      result += *letter;
    else if (!mark)
      result += text.substr(at, 2);
    ++at;
  }
  return result;
}

}  // namespace followup::ctl
