// Reading and writing the compact JSON of stored values with RapidJSON: internal to the record
// codec's .cpp files. A reader never trusts types: a field of another type counts as bad, and the
// value as damaged.
#pragma once

#include "core/base/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace followup::json {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

inline void text(Writer& out, std::string_view value) {
  out.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

inline void name(Writer& out, std::string_view key) {
  out.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
}

/// A text field, left out when empty.
inline void field(Writer& out, std::string_view key, std::string_view value) {
  if (value.empty()) return;
  name(out, key);
  text(out, value);
}

/// A number field, left out when zero.
inline void field(Writer& out, std::string_view key, std::int64_t value) {
  if (value == 0) return;
  name(out, key);
  out.Int64(value);
}

inline void field(Writer& out, std::string_view key, const std::optional<std::uint64_t>& value) {
  if (!value) return;
  name(out, key);
  out.Uint64(*value);
}

inline void field(Writer& out, std::string_view key, const std::optional<Date>& value) {
  if (value) field(out, key, format_date(*value));
}

inline std::string_view view(const rapidjson::StringBuffer& buffer) {
  return {buffer.GetString(), buffer.GetSize()};
}

/// Seconds of a local time since its epoch.
inline std::int64_t to_seconds(LocalTime local) {
  return local.time_since_epoch().count();
}

inline LocalTime from_seconds(std::int64_t seconds) {
  return LocalTime{std::chrono::seconds{seconds}};
}

/// Reads one object's members or one array's elements; remembers whether anything was of the wrong
/// type.
class Reader {
 public:
  explicit Reader(const rapidjson::Value& value) : value_(value) {}

  [[nodiscard]] const rapidjson::Value* find(const char* key) const {
    if (!value_.IsObject()) return nullptr;
    const auto found = value_.FindMember(key);
    return found == value_.MemberEnd() ? nullptr : &found->value;
  }

  std::string text(const char* key) { return as_text(find(key)); }

  std::int64_t number(const char* key) { return as_number(find(key)); }

  std::optional<std::uint64_t> sequence(const char* key) {
    const auto* found = find(key);
    if (found == nullptr) return std::nullopt;
    if (!found->IsUint64()) return bad_ = true, std::nullopt;
    return found->GetUint64();
  }

  std::optional<Date> date(const char* key) {
    if (find(key) == nullptr) return std::nullopt;
    const auto parsed = parse_date(text(key));
    bad_ = bad_ || !parsed;
    return parsed;
  }

  /// Elements of an array; absent ones read as empty or zero.
  std::string text(std::size_t at) { return as_text(element(at)); }

  std::int64_t number(std::size_t at) { return as_number(element(at)); }

  [[nodiscard]] std::size_t size() const { return value_.IsArray() ? value_.Size() : 0; }

  void mark_bad() { bad_ = true; }

  [[nodiscard]] bool bad() const { return bad_; }

 private:
  [[nodiscard]] const rapidjson::Value* element(std::size_t at) const {
    return at < size() ? &value_[static_cast<rapidjson::SizeType>(at)] : nullptr;
  }

  std::string as_text(const rapidjson::Value* value) {
    if (value == nullptr) return {};
    if (!value->IsString()) return bad_ = true, std::string{};
    return {value->GetString(), value->GetStringLength()};
  }

  std::int64_t as_number(const rapidjson::Value* value) {
    if (value == nullptr) return 0;
    if (!value->IsInt64()) return bad_ = true, 0;
    return value->GetInt64();
  }

  const rapidjson::Value& value_;
  bool bad_ = false;
};

/// The enumerator of this number, which is `last`'s at most.
template <class Enum>
Enum enumerator(Reader& in, std::int64_t number, Enum last) {
  if (number < 0 || number > static_cast<std::int64_t>(last)) in.mark_bad();
  return in.bad() ? Enum{} : static_cast<Enum>(number);
}

}  // namespace followup::json
