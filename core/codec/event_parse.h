// One event's bytes to a JSON document, and the checks that JSON leaves open: depth, duplicate
// keys, characters that no text may hold. Internal to the event codec, hence RapidJSON in a header.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <rapidjson/document.h>

namespace followup::event_json {

using Value = rapidjson::Value;

/// A parsed text, or why it could not be parsed.
struct Parsed {
  const Value* root = nullptr;  ///< null: not parsed
  bool too_deep = false;        ///< parsed, but nested deeper than max_depth
  bool invalid_utf8 = false;    ///< not parsed because of its bytes, not because of its syntax
  std::size_t offset = 0;       ///< where the parser stopped, in bytes from the text's beginning
  std::string_view message;     ///< what it missed, a sentence without the input's text
};

/// Parses with memory of its own that is used again and again. Not for several threads.
class Parser {
 public:
  Parser();
  /// The document lives until the next call. Precondition: `text` holds no NUL byte.
  [[nodiscard]] Parsed parse(std::string_view text);

 private:
  static constexpr std::size_t pool_bytes = std::size_t{32} * 1024;
  std::vector<char> text_;
  std::vector<char> pool_memory_;
  rapidjson::MemoryPoolAllocator<> pool_;
  std::optional<rapidjson::Document> document_;
};

/// What can be said of a text that is not turned into a document: who sent it, if that can be read,
/// and its syntax.
struct Glance {
  std::string source;
  std::string id;
  bool is_json = true;     ///< disregarding its UTF-8
  std::size_t offset = 0;  ///< where it stops being JSON
  std::string_view message;
};

/// Reads through a text of any size in bounded memory. Precondition: `text` holds no NUL byte.
[[nodiscard]] Glance glance(std::string_view text);

/// The member's value; null if `object` has no such member or the member is JSON's null.
/// Precondition: an object.
[[nodiscard]] const Value* member(const Value& object, std::string_view name);

[[nodiscard]] inline std::string_view text_of(const Value& value) {
  return {value.GetString(), value.GetStringLength()};
}

/// Characters, not bytes, of a text in UTF-8.
[[nodiscard]] std::size_t length_of(std::string_view text);

/// Whether a member's name may appear in an answer: short, of letters, digits and underscores.
[[nodiscard]] bool is_plain_name(std::string_view name);

/// Whether a text is an id of something inside a case: 1 to 64 visible characters without slash.
[[nodiscard]] bool is_plain_id(std::string_view text);

/// Whether a text shows nothing: it is empty, or white space of whatever kind.
[[nodiscard]] bool is_blank(std::string_view text);

/// Whether a text holds U+0000 to U+001F or U+007F to U+009F.
[[nodiscard]] bool has_control_character(std::string_view text);

/// `source` or `id` of an event that is going to be refused; empty if it is not a text of 1 to 256
/// characters.
[[nodiscard]] std::string identity(const Value& root, std::string_view name);

}  // namespace followup::event_json
