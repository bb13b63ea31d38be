// Reads values as json_members.h describes them. Internal to the record codec's .cpp files.
#pragma once

#include "core/codec/json_fields.h"
#include "core/codec/json_members.h"
#include "core/codec/term_text.h"
#include "core/domain/event.h"

#include <array>
#include <charconv>
#include <chrono>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace followup::json {

/// Every function tells whether the JSON was what it should be; if not, `into` is of no use.
struct ValueReader {
  using Value = rapidjson::Value;

  static bool read(const Value& from, std::string& into) {
    if (!from.IsString()) return false;
    into.assign(from.GetString(), from.GetStringLength());
    return true;
  }

  static bool read(const Value& from, bool& into) {
    into = from.IsInt() && from.GetInt() == 1;
    return into || (from.IsInt() && from.GetInt() == 0);
  }

  template <Number T>
  static bool read(const Value& from, T& into) {
    if constexpr (std::is_signed_v<T>) {
      if (!from.IsInt64() || !std::in_range<T>(from.GetInt64())) return false;
      into = static_cast<T>(from.GetInt64());
    } else {
      if (!from.IsUint64() || !std::in_range<T>(from.GetUint64())) return false;
      into = static_cast<T>(from.GetUint64());
    }
    return true;
  }

  template <Counted Enum>
  static bool read(const Value& from, Enum& into) {
    std::int64_t number = 0;
    if (!read(from, number) || number < 0 || number > static_cast<std::int64_t>(last<Enum>))
      return false;
    into = static_cast<Enum>(number);
    return true;
  }

  template <class Rep, class Period>
  static bool read(const Value& from, std::chrono::duration<Rep, Period>& into) {
    std::int64_t count = 0;
    if (!read(from, count)) return false;
    into = std::chrono::duration<Rep, Period>{count};
    const auto most = std::chrono::duration_cast<std::chrono::duration<Rep, Period>>(longest);
    return -most <= into && into <= most;
  }

  static bool read(const Value& from, Date& into) {
    return take(from.IsString() ? parse_date(text_of(from)) : std::nullopt, into);
  }

  static bool read(const Value& from, std::chrono::month_day& into) {
    Date day{};
    if (!from.IsString() || !take(parse_date("2000-" + std::string(text_of(from))), day))
      return false;
    into = day.month() / day.day();
    return true;
  }

  static bool read(const Value& from, LocalTime& into) {
    std::chrono::seconds since{0};
    if (!read(from, since)) return false;
    into = LocalTime{since};
    return true;
  }

  static bool read(const Value& from, TimePoint& into) {
    Millis since{0};
    if (!read(from, since)) return false;
    into = TimePoint{since};
    return true;
  }

  static bool read(const Value& from, Moment& into) {
    if (!from.IsString()) return read(from, into.emplace<TimePoint>());
    if (const auto day = parse_date(text_of(from))) return into = *day, true;
    return take(parse_local(text_of(from)), into.emplace<LocalTime>());
  }

  static bool read(const Value& from, Term& into) {
    return from.IsString() && read_stored(text_of(from), into);
  }

  static bool read(const Value& from, TermWarning& into) {
    return from.IsString() && read_stored(text_of(from), into);
  }

  template <class T>
  static bool read(const Value& from, std::optional<T>& into) {
    return read(from, into.emplace());
  }

  template <class T>
  static bool read(const Value& from, std::vector<T>& into) {
    if (!from.IsArray()) return false;
    into.clear();
    for (const auto& value : from.GetArray())
      if (!read(value, into.emplace_back())) return false;
    return true;
  }

  template <class T, std::size_t size>
  static bool read(const Value& from, std::array<T, size>& into) {
    if (!from.IsArray() || from.Size() != size) return false;
    for (rapidjson::SizeType at = 0; at < size; ++at)
      if (!read(from[at], into.at(at))) return false;
    return true;
  }

  template <class T>
  static bool read(const Value& from, std::set<T>& into) {
    std::vector<T> values;
    if (!read(from, values)) return false;
    into = {values.begin(), values.end()};
    return into.size() == values.size();
  }

  template <class Key, class T>
  static bool read(const Value& from, std::map<Key, T>& into) {
    if (!from.IsObject()) return false;
    into.clear();
    for (const auto& member : from.GetObject()) {
      Key key{};
      if (!read_key(text_of(member.name), key)) return false;
      const auto [place, is_new] = into.try_emplace(std::move(key));
      if (!is_new || !read(member.value, place->second)) return false;
    }
    return true;
  }

  template <Described T>
  static bool read(const Value& from, T& into) {
    if (!from.IsObject()) return false;
    Reader in(from);
    read_members(in, into);
    return !in.bad();
  }

  /// The members that are there, from an object that may hold others, too; marks `in` if one is not
  /// what it should be.
  template <Described T>
  static void read_members(Reader& in, T& into) {
    const auto read_member = [&](const auto& member) {
      const auto* found = in.find(member.key);
      if (found != nullptr && !read(*found, into.*member.at)) in.mark_bad();
    };
    std::apply([&](const auto&... member) { (read_member(member), ...); }, members<T>);
  }

 private:
  /// No point in time or duration of ours is further away: some 30,000 years, which civil dates
  /// can still show.
  static constexpr std::chrono::seconds longest{900'000'000'000};

  static std::string_view text_of(const Value& value) {
    return {value.GetString(), value.GetStringLength()};
  }

  template <class T>
  static bool take(const std::optional<T>& parsed, T& into) {
    if (parsed) into = *parsed;
    return parsed.has_value();
  }

  static bool read_key(std::string_view key, std::string& into) {
    into = key;
    return true;
  }

  static bool read_key(std::string_view key, int& into) {
    const char* const end = key.data() + key.size();
    const auto [stopped, fault] = std::from_chars(key.data(), end, into);
    return fault == std::errc{} && stopped == end;
  }

  template <Counted Enum>
  static bool read_key(std::string_view key, Enum& into) {
    return take(from_text<Enum>(key), into);
  }
};

}  // namespace followup::json
