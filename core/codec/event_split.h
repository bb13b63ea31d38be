// Takes a JSON array apart without parsing what is in it, so that every element keeps its own bytes
// and one bad element harms no other. Internal to the event codec.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace followup::event_json {

struct Split {
  bool is_array = true;  ///< false: brackets and commas do not make an array, at `offset`
  std::size_t offset = 0;
  std::string_view message;  ///< what is missing there
  bool too_many = false;     ///< more elements than asked for; the rest was not looked at
  std::vector<std::string_view> elements;  ///< trimmed; each still has to be parsed
};

/// Splits `text`, which begins with '['. What is inside the elements is not judged.
[[nodiscard]] Split split_array(std::string_view text, std::size_t most);

/// Without JSON's white space at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace followup::event_json
