#include "core/codec/event_parse.h"

#include "core/codec/event_codec.h"
#include "core/codec/event_unsafe.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

namespace followup::event_json {

namespace {

/// RapidJSON's UTF-8 check may read up to three bytes past a character that is cut off.
constexpr std::size_t padding = 8;

/// Numbers come as texts: RapidJSON's own conversion overflows on exponents like that of
/// 0.00000000001e-2147483640.
constexpr unsigned document_flags = rapidjson::kParseInsituFlag | rapidjson::kParseIterativeFlag |
                                    rapidjson::kParseValidateEncodingFlag |
                                    rapidjson::kParseNumbersAsStringsFlag;
constexpr unsigned glance_flags =
    rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag;

// NOLINTBEGIN(readability-identifier-naming): the names that RapidJSON's parser calls
/// Hands what the parser finds on to a document, converts numbers and watches the depth.
class Builder : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Builder> {
 public:
  explicit Builder(rapidjson::Document& document) : document_(document) {}

  bool Null() { return document_.Null(); }

  bool Bool(bool value) { return document_.Bool(value); }

  bool RawNumber(const char* digits, rapidjson::SizeType length, bool) {
    const char* const end = digits + length;
    if (std::int64_t number = 0; whole(std::from_chars(digits, end, number), end)) {
      return document_.Int64(number);
    }
    if (std::uint64_t number = 0; whole(std::from_chars(digits, end, number), end)) {
      return document_.Uint64(number);
    }
    double number = 0;  // stays 0 where the exponent is below a double's
    std::from_chars(digits, end, number);
    return document_.Double(number);
  }

  bool String(const char* text, rapidjson::SizeType length, bool copy) {
    return document_.String(text, length, copy);
  }

  bool Key(const char* text, rapidjson::SizeType length, bool copy) {
    return document_.Key(text, length, copy);
  }

  bool StartObject() {
    deepest_ = std::max(deepest_, ++depth_);
    return document_.StartObject();
  }

  bool EndObject(rapidjson::SizeType members) {
    --depth_;
    return document_.EndObject(members);
  }

  bool StartArray() {
    deepest_ = std::max(deepest_, ++depth_);
    return document_.StartArray();
  }

  bool EndArray(rapidjson::SizeType elements) {
    --depth_;
    return document_.EndArray(elements);
  }

  [[nodiscard]] std::size_t deepest() const { return deepest_; }

 private:
  static bool whole(std::from_chars_result read, const char* end) {
    return read.ec == std::errc{} && read.ptr == end;
  }

  rapidjson::Document& document_;
  std::size_t depth_ = 0;
  std::size_t deepest_ = 0;
};

/// Keeps the outermost object's source and id, and nothing else. Ends the parse where it is too
/// deep.
class Identifier : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Identifier> {
 public:
  bool String(const char* text, rapidjson::SizeType length, bool) {
    if (wanted_ != nullptr) wanted_->assign(text, length);
    wanted_ = nullptr;
    return true;
  }

  bool Key(const char* text, rapidjson::SizeType length, bool) {
    const std::string_view key(text, length);
    wanted_ = nullptr;
    if (depth_ == 1 && key == "source") wanted_ = &source;
    if (depth_ == 1 && key == "id") wanted_ = &id;
    return true;
  }

  bool StartObject() { return ++depth_ <= max_depth; }

  bool StartArray() { return ++depth_ <= max_depth; }

  bool EndObject(rapidjson::SizeType) {
    --depth_;
    return true;
  }

  bool EndArray(rapidjson::SizeType) {
    --depth_;
    return true;
  }

  std::string source;
  std::string id;

 private:
  bool enter() {
    wanted_ = nullptr;
    return ++depth_ <= max_depth;
  }

  std::size_t depth_ = 0;
  std::string* wanted_ = nullptr;
};

// NOLINTEND(readability-identifier-naming)

template <unsigned flags>
rapidjson::ParseResult read_through(std::string_view text, Identifier& identifier) {
  rapidjson::MemoryStream stream(text.data(), text.size());
  rapidjson::Reader reader;
  return reader.Parse<flags>(stream, identifier);
}

std::string usable_identity(std::string_view text) {
  constexpr std::size_t longest = std::size_t{4} * 256;  // 256 characters of UTF-8
  const bool usable = text.size() <= longest && !has_half_surrogate(text);
  return usable ? std::string(text) : std::string();
}

}  // namespace

Parser::Parser() : pool_memory_(pool_bytes), pool_(pool_memory_.data(), pool_memory_.size()) {}

Parsed Parser::parse(std::string_view text) {
  text_.resize(text.size() + padding);
  std::memcpy(text_.data(), text.data(), text.size());
  std::memset(text_.data() + text.size(), 0, padding);
  document_.reset();
  pool_.Clear();
  document_.emplace(&pool_);

  std::size_t deepest = 0;
  rapidjson::ParseResult result;
  auto generate = [&](rapidjson::Document& document) {
    rapidjson::InsituStringStream stream(text_.data());
    rapidjson::Reader reader;
    Builder builder(document);
    result = reader.Parse<document_flags>(stream, builder);
    deepest = builder.deepest();
    return !result.IsError();
  };
  document_->Populate(generate);

  if (result.IsError()) {
    return {.invalid_utf8 = result.Code() == rapidjson::kParseErrorStringInvalidEncoding,
            .offset = result.Offset(),
            .message = rapidjson::GetParseError_En(result.Code())};
  }
  return {.root = &*document_, .too_deep = deepest > max_depth};
}

Glance glance(std::string_view text) {
  Identifier identifier;
  auto result =
      read_through<glance_flags | rapidjson::kParseValidateEncodingFlag>(text, identifier);
  Glance found{.source = usable_identity(identifier.source), .id = usable_identity(identifier.id)};
  if (result.Code() == rapidjson::kParseErrorStringInvalidEncoding) {
    Identifier ignored;
    result = read_through<glance_flags>(text, ignored);
  }
  found.is_json = !result.IsError() || result.Code() == rapidjson::kParseErrorTermination;
  found.offset = result.Offset();
  if (!found.is_json) found.message = rapidjson::GetParseError_En(result.Code());
  return found;
}

const Value* member(const Value& object, std::string_view name) {
  for (const auto& each : object.GetObject()) {
    if (text_of(each.name) == name) return each.value.IsNull() ? nullptr : &each.value;
  }
  return nullptr;
}

std::size_t length_of(std::string_view text) {
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins));
}

bool is_plain_name(std::string_view name) {
  constexpr std::size_t longest = 40;
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !name.empty() && name.size() <= longest && std::all_of(name.begin(), name.end(), plain);
}

bool is_blank(std::string_view text) {
  constexpr std::array<std::string_view, 18> wide{
      "\u00A0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006",
      "\u2007", "\u2008", "\u2009", "\u200A", "\u200B", "\u202F", "\u205F", "\u3000", "\uFEFF"};
  while (!text.empty()) {
    const auto space = std::ranges::find_if(wide, [&](auto one) { return text.starts_with(one); });
    if (space == wide.end() && std::string_view(" \t\r\n").find(text.front()) == text.npos)
      return false;
    text.remove_prefix(space == wide.end() ? 1 : space->size());
  }
  return true;
}

bool has_control_character(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte == 0x7F) return true;
    const bool c1 =
        byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (c1) return true;
  }
  return false;
}

bool is_plain_id(std::string_view text) {
  constexpr std::size_t longest = 64;
  return !text.empty() && length_of(text) <= longest && !has_control_character(text) &&
         text.find_first_of(" /") == std::string_view::npos;
}

std::string identity(const Value& root, std::string_view name) {
  if (!root.IsObject()) return "";
  const Value* const value = member(root, name);
  return value != nullptr && value->IsString() ? usable_identity(text_of(*value)) : std::string();
}

}  // namespace followup::event_json
