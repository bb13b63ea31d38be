// One description of a struct's members for both directions: `members<T>` names them,
// json_writer.h and json_reader.h know what each type looks like. Internal to the record codec's
// .cpp files.
//
//   text, number, list, map     as JSON has them; a map's keys are texts; a set is a sorted list
//   bool, enum, duration        a number: 0 or 1, the enumerator's, the count
//   Date, month_day             "2026-12-25", "12-25"
//   LocalTime, TimePoint        seconds since the epoch, milliseconds since the epoch
//   Moment                      "2026-12-25", "2026-12-25T09:00:00", milliseconds
//   Term, TermWarning           "7bd", "75%": as term_text.h has them
//   optional, struct            the value, an object of the members
//
// A member that has the value it begins with is left out, so that records are small, equal values
// have equal texts, and what was stored before a member was there can still be read.
#pragma once

#include <concepts>
#include <cstddef>
#include <tuple>
#include <type_traits>

namespace followup::json {

template <class Class, class Value>
struct Member {
  const char* key;
  Value Class::*at;
};

template <class Class, class Value>
Member(const char*, Value Class::*) -> Member<Class, Value>;

/// A tuple of Member for each struct that is stored; specialised where the struct's family is.
template <class T>
inline constexpr std::nullptr_t members = nullptr;

/// How many of its members are not among them, because somebody else writes them or knows them.
template <class T>
inline constexpr std::size_t members_elsewhere = 0;

/// The last enumerator of each enum that is stored.
template <class Enum>
inline constexpr std::nullptr_t last = nullptr;

template <class T>
concept Described =
    std::is_class_v<T> && !std::is_same_v<decltype(members<T>), const std::nullptr_t>;

template <class Enum>
concept Counted =
    std::is_enum_v<Enum> && !std::is_same_v<decltype(last<Enum>), const std::nullptr_t>;

/// Is any member of a struct.
struct AnyMember {
  template <class T>
  operator T&() const noexcept;
};

template <class T, class... Members>
consteval std::size_t count_members() {
  if constexpr (requires { T{Members{}..., AnyMember{}}; })
    return count_members<T, Members..., AnyMember>();
  else
    return sizeof...(Members);
}

/// No member has been forgotten: what is not described would be lost without a word.
template <class T>
inline constexpr bool described_whole =
    std::tuple_size_v<std::remove_const_t<decltype(members<T>)>> + members_elsewhere<T> ==
    count_members<T>();

/// A whole number that is not a bool.
template <class T>
concept Number = std::integral<T> && !std::same_as<T, bool>;

}  // namespace followup::json
