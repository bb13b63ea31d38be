// RapidJSON calls the builder with one token after the other; what is open is a stack, so that no
// file decides how deep we call ourselves.
#include "core/codec/config_json.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

namespace followup {

namespace {

constexpr std::size_t deepest = 8;

/// Lines of places that are asked for in the order of the text.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {}

  int at(std::size_t place) {
    place = std::min(place, text_.size());
    const auto until = text_.begin() + static_cast<std::ptrdiff_t>(place);
    for (auto c = text_.begin() + static_cast<std::ptrdiff_t>(counted_); c < until; ++c)
      line_ += *c == '\n' ? 1 : 0;
    counted_ = std::max(counted_, place);
    return line_;
  }

 private:
  std::string_view text_;
  std::size_t counted_ = 0;
  int line_ = 1;
};

// The names and signatures are RapidJSON's.
class TreeBuilder : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, TreeBuilder> {
 public:
  TreeBuilder(const rapidjson::MemoryStream& stream, std::string_view text)
      : stream_(stream), lines_(text) {}

  bool Default() { return false; }  // NOLINT(readability-identifier-naming)

  bool Null() { return take(TomlType::null); }  // NOLINT(readability-identifier-naming)

  bool Bool(bool truth) {  // NOLINT(readability-identifier-naming)
    TomlValue value;
    value.truth = truth;
    return take(TomlType::truth, std::move(value));
  }

  bool Int(int number) { return Int64(number); }  // NOLINT(readability-identifier-naming)

  bool Uint(unsigned number) { return Int64(number); }  // NOLINT(readability-identifier-naming)

  bool Int64(std::int64_t number) {  // NOLINT(readability-identifier-naming)
    TomlValue value;
    value.number = number;
    return take(TomlType::whole_number, std::move(value));
  }

  bool Uint64(std::uint64_t) {  // NOLINT(readability-identifier-naming): too large for any key
    return Int64(INT64_MAX);
  }

  bool Double(double) {  // NOLINT(readability-identifier-naming)
    return take(TomlType::other_number);
  }

  // NOLINTNEXTLINE(readability-identifier-naming)
  bool String(const char* text, rapidjson::SizeType length, bool) {
    TomlValue value;
    value.text.assign(text, length);
    return take(TomlType::text, std::move(value));
  }

  bool StartObject() { return open(TomlType::table); }  // NOLINT(readability-identifier-naming)

  // NOLINTNEXTLINE(readability-identifier-naming)
  bool Key(const char* text, rapidjson::SizeType length, bool) {
    key_.assign(text, length);
    key_line_ = line();
    return true;
  }

  bool EndObject(rapidjson::SizeType) { return close(); }  // NOLINT(readability-identifier-naming)

  bool StartArray() { return open(TomlType::list); }  // NOLINT(readability-identifier-naming)

  bool EndArray(rapidjson::SizeType) { return close(); }  // NOLINT(readability-identifier-naming)

  [[nodiscard]] int line() { return lines_.at(stream_.Tell()); }

  [[nodiscard]] TomlValue& root() { return root_; }

 private:
  bool take(TomlType type, TomlValue value = {}) {
    value.type = type;
    name(value);
    (open_.empty() ? root_ : open_.back().items.emplace_back()) = std::move(value);
    return true;
  }

  bool open(TomlType type) {
    TomlValue value;
    value.type = type;
    name(value);
    open_.push_back(std::move(value));
    return open_.size() <= deepest;
  }

  bool close() {
    TomlValue value = std::move(open_.back());
    open_.pop_back();
    (open_.empty() ? root_ : open_.back().items.emplace_back()) = std::move(value);
    return true;
  }

  /// A member's name and its line, an item's line.
  void name(TomlValue& value) {
    const bool member = !open_.empty() && open_.back().type == TomlType::table;
    value.line = member ? key_line_ : line();
    if (member) value.key = std::exchange(key_, {});
  }

  const rapidjson::MemoryStream& stream_;
  Lines lines_;
  TomlValue root_;
  std::vector<TomlValue> open_;
  std::string key_;
  int key_line_ = 0;
};

}  // namespace

std::variant<TomlValue, TomlFault> parse_json(std::string_view document) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  constexpr unsigned flags = rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
  if (document.starts_with(byte_order_mark)) document.remove_prefix(byte_order_mark.size());
  rapidjson::MemoryStream stream(document.data(), document.size());
  TreeBuilder builder(stream, document);
  rapidjson::Reader reader;
  const auto result = reader.Parse<flags>(stream, builder);
  if (!result) {
    const std::string what = result.Code() == rapidjson::kParseErrorTermination
                                 ? fmt::format("it is more than {} deep", deepest)
                                 : rapidjson::GetParseError_En(result.Code());
    return TomlFault{Lines(document).at(result.Offset()), "this is not good JSON: " + what};
  }
  return std::move(builder.root());
}

}  // namespace followup
