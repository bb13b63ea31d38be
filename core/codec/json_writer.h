// Writes values as json_members.h describes them. Internal to the record codec's .cpp files.
#pragma once

#include "core/codec/json_fields.h"
#include "core/codec/json_members.h"
#include "core/codec/term_text.h"
#include "core/domain/event.h"

#include <array>
#include <chrono>
#include <map>
#include <set>
#include <vector>

namespace followup::json {

struct ValueWriter {
  static void write(Writer& out, const std::string& value) { text(out, value); }

  static void write(Writer& out, bool value) { out.Int(value ? 1 : 0); }

  template <Number T>
  static void write(Writer& out, T value) {
    if constexpr (std::is_signed_v<T>)
      out.Int64(value);
    else
      out.Uint64(value);
  }

  template <Counted Enum>
  static void write(Writer& out, Enum value) {
    out.Int64(static_cast<std::int64_t>(value));
  }

  template <class Rep, class Period>
  static void write(Writer& out, std::chrono::duration<Rep, Period> value) {
    out.Int64(value.count());
  }

  static void write(Writer& out, Date value) { text(out, format_date(value)); }

  static void write(Writer& out, std::chrono::month_day value) {
    constexpr std::chrono::year any_leap_year{2000};
    text(out, format_date(any_leap_year / value).substr(5));
  }

  static void write(Writer& out, LocalTime value) { out.Int64(to_seconds(value)); }

  static void write(Writer& out, TimePoint value) { out.Int64(to_ms(value)); }

  static void write(Writer& out, const Moment& value) {
    if (const auto* local = std::get_if<LocalTime>(&value)) return text(out, format_local(*local));
    std::visit([&](const auto& day_or_instant) { write(out, day_or_instant); }, value);
  }

  static void write(Writer& out, const Term& value) { text(out, stored_text(value)); }

  static void write(Writer& out, const TermWarning& value) { text(out, stored_text(value)); }

  template <class T>
  static void write(Writer& out, const std::optional<T>& value) {
    if (value)
      write(out, *value);
    else
      out.Null();
  }

  template <class T>
  static void write(Writer& out, const std::vector<T>& values) {
    write_list(out, values);
  }

  template <class T, std::size_t size>
  static void write(Writer& out, const std::array<T, size>& values) {
    write_list(out, values);
  }

  template <class T>
  static void write(Writer& out, const std::set<T>& values) {
    write_list(out, values);
  }

  template <class Key, class T>
  static void write(Writer& out, const std::map<Key, T>& values) {
    out.StartObject();
    for (const auto& [key, value] : values) {
      name(out, key_text(key));
      write(out, value);
    }
    out.EndObject();
  }

  template <Described T>
  static void write(Writer& out, const T& value) {
    out.StartObject();
    write_members(out, value);
    out.EndObject();
  }

  /// The members alone, into an object that has been begun.
  template <Described T>
  static void write_members(Writer& out, const T& value) {
    static_assert(described_whole<T>, "a member is missing in members<T>");
    // Not {}: of an aggregate's own members GCC 12 says that they may be destroyed before they are.
    static const T fresh = T();
    const auto write_member = [&](const auto& member) {
      if (value.*member.at == fresh.*member.at) return;
      name(out, member.key);
      write(out, value.*member.at);
    };
    std::apply([&](const auto&... member) { (write_member(member), ...); }, members<T>);
  }

 private:
  static const std::string& key_text(const std::string& key) { return key; }

  static std::string key_text(int key) { return std::to_string(key); }

  /// Of an enum, its name.
  template <Counted Enum>
  static std::string_view key_text(Enum key) {
    return to_text(key);
  }

  template <class List>
  static void write_list(Writer& out, const List& values) {
    out.StartArray();
    for (const auto& value : values)
      write(out, value);
    out.EndArray();
  }
};

}  // namespace followup::json
