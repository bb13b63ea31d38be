// The kinds of values that keys can hold: each reads one TOML value, checks type and range, and
// puts it where its row says.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/base/zone.h"
#include "core/codec/config_checks.h"
#include "core/codec/config_reader.h"
#include "core/domain/calendar.h"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace followup {

/// The place inside a Target that a key's value goes to.
template <class Target, class T>
using Field = std::function<T&(Target&)>;

template <class Target, class T>
Field<Target, T> field(T Target::*member) {
  return [=](Target& target) -> T& { return target.*member; };
}

template <class Target, class A, class T>
Field<Target, T> field(A Target::*outer, T A::*member) {
  return [=](Target& target) -> T& { return target.*outer.*member; };
}

template <class Target, class A, class B, class T>
Field<Target, T> field(A Target::*outer, B A::*inner, T B::*member) {
  return [=](Target& target) -> T& { return target.*outer.*inner.*member; };
}

/// What a text may look like.
struct TextRule {
  std::string type;                                  ///< "email address"
  std::string (*check)(std::string_view) = nullptr;  ///< config_checks.h
  bool may_be_empty = false;                         ///< "" stands for: not used
};

/// Readers of one value; their errors end a sentence that begins with the key.
[[nodiscard]] Result<int> read_whole(const TomlValue& value, int least, int most);
[[nodiscard]] Result<bool> read_truth(const TomlValue& value);
[[nodiscard]] Result<std::string> read_text(const TomlValue& value, const TextRule& rule);
[[nodiscard]] Result<Millis> read_duration(const TomlValue& value, Millis least, Millis most);
[[nodiscard]] Result<std::chrono::seconds> read_seconds(const TomlValue& value, Millis least,
                                                        Millis most);
/// Whole minutes.
[[nodiscard]] Result<std::chrono::minutes> read_minutes(const TomlValue& value, Millis least,
                                                        Millis most);
[[nodiscard]] Result<std::chrono::seconds> read_time_of_day(const TomlValue& value);
[[nodiscard]] Result<Date> read_date(const TomlValue& value);
[[nodiscard]] Result<Zone> read_zone(const TomlValue& value);
/// "5m", or "47x1h" for 47 times an hour.
[[nodiscard]] Result<std::vector<Millis>> read_delays(const TomlValue& value);
/// The position of a text among `words`.
[[nodiscard]] Result<std::size_t> read_word(const TomlValue& value,
                                            const std::vector<std::string>& words);

/// The items of a list, each by `read`; what can not be read is reported, one problem an item.
template <class Item>
std::vector<ValueProblem> read_list(const TomlValue& value, bool may_be_empty,
                                    const std::function<Result<Item>(const TomlValue&)>& read,
                                    std::vector<Item>& items) {
  if (value.type != TomlType::list) {
    return {
        {value.line, fmt::format("must be a list, as in [\"…\"], not {}", describe(value.type))}};
  }
  if (value.items.empty() && !may_be_empty) return {{value.line, "must not be an empty list"}};
  std::vector<ValueProblem> problems;
  for (const auto& item : value.items) {
    auto parsed = read(item);
    if (parsed) {
      items.push_back(std::move(*parsed));
    } else {
      problems.push_back({item.line, "each item " + parsed.error().what});
    }
  }
  return problems;
}

/// A kind whose value is read by `read` and assigned to `place`.
template <class Target, class T, class Read>
KeyKind<Target> single(std::string type, Field<Target, T> place, Read read) {
  return {std::move(type),
          [=](const TomlValue& value, Target& target) -> std::vector<ValueProblem> {
            auto parsed = read(value);
            if (!parsed) return {{value.line, parsed.error().what}};
            place(target) = std::move(*parsed);
            return {};
          }};
}

/// `T` is int or std::optional<int>.
template <class Target, class T>
KeyKind<Target> whole(Field<Target, T> place, int least, int most) {
  return single(fmt::format("whole number {} to {}", least, most), std::move(place),
                [=](const TomlValue& value) { return read_whole(value, least, most); });
}

template <class Target>
KeyKind<Target> truth(Field<Target, bool> place) {
  return single("true or false", std::move(place), read_truth);
}

template <class Target>
KeyKind<Target> text(Field<Target, std::string> place, const TextRule& rule) {
  return single(rule.type, std::move(place),
                [=](const TomlValue& value) { return read_text(value, rule); });
}

template <class Target>
KeyKind<Target> duration(Field<Target, Millis> place, Millis least, Millis most) {
  return single(fmt::format("duration {} to {}", format_duration(least), format_duration(most)),
                std::move(place),
                [=](const TomlValue& value) { return read_duration(value, least, most); });
}

template <class Target>
KeyKind<Target> duration(Field<Target, std::chrono::seconds> place, Millis least, Millis most) {
  return single(fmt::format("duration {} to {}", format_duration(least), format_duration(most)),
                std::move(place),
                [=](const TomlValue& value) { return read_seconds(value, least, most); });
}

/// `T` is std::chrono::minutes or an optional of it.
template <class Target, class T>
KeyKind<Target> minutes(Field<Target, T> place, Millis least, Millis most) {
  const std::string range =
      least == Millis{0} ? fmt::format("up to {}", format_duration(most))
                         : fmt::format("{} to {}", format_duration(least), format_duration(most));
  return single("duration " + range, std::move(place),
                [=](const TomlValue& value) { return read_minutes(value, least, most); });
}

/// `T` is std::chrono::seconds or an optional of it.
template <class Target, class T>
KeyKind<Target> time_of_day(Field<Target, T> place) {
  return single("time of day", std::move(place), read_time_of_day);
}

template <class Target>
KeyKind<Target> zone(Field<Target, Zone> place) {
  return single("time zone", std::move(place), read_zone);
}

/// One of the words, each with the value that it stands for.
template <class Target, class Enum>
KeyKind<Target> choice(Field<Target, Enum> place,
                       const std::vector<std::pair<std::string, Enum>>& meanings) {
  std::vector<std::string> words;
  words.reserve(meanings.size());
  for (const auto& meaning : meanings)
    words.push_back(meaning.first);
  return single(fmt::format("one of {}", fmt::join(words, ", ")), std::move(place),
                [=](const TomlValue& value) -> Result<Enum> {
                  const auto position = read_word(value, words);
                  if (!position) return position.error();
                  return meanings[*position].second;
                });
}

template <class Target>
KeyKind<Target> texts(Field<Target, std::vector<std::string>> place, const TextRule& rule) {
  return {fmt::format("list of {}s", rule.type), [=](const TomlValue& value, Target& target) {
            place(target).clear();
            return read_list<std::string>(
                value, rule.may_be_empty,
                [&](const TomlValue& item) {
                  return read_text(item, TextRule{rule.type, rule.check, false});
                },
                place(target));
          }};
}

/// The same as a set: an item that stands there twice counts once.
template <class Target>
KeyKind<Target> text_set(Field<Target, std::set<std::string>> place, const TextRule& rule) {
  return {fmt::format("list of {}s", rule.type), [=](const TomlValue& value, Target& target) {
            std::vector<std::string> items;
            auto problems = read_list<std::string>(
                value, true,
                [&](const TomlValue& item) {
                  return read_text(item, TextRule{rule.type, rule.check, false});
                },
                items);
            place(target) = std::set<std::string>(items.begin(), items.end());
            return problems;
          }};
}

/// At least one whole number.
template <class Target>
KeyKind<Target> wholes(Field<Target, std::vector<int>> place, int least, int most) {
  return {fmt::format("list of whole numbers {} to {}", least, most),
          [=](const TomlValue& value, Target& target) {
            place(target).clear();
            return read_list<int>(
                value, false, [&](const TomlValue& item) { return read_whole(item, least, most); },
                place(target));
          }};
}

template <class Target>
KeyKind<Target> delays(Field<Target, std::vector<Millis>> place) {
  return {"list of durations", [=](const TomlValue& value, Target& target) {
            std::vector<std::vector<Millis>> items;
            auto problems = read_list<std::vector<Millis>>(value, false, read_delays, items);
            place(target).clear();
            for (const auto& item : items) {
              place(target).insert(place(target).end(), item.begin(), item.end());
            }
            return problems;
          }};
}

template <class Target>
KeyKind<Target> holidays(Field<Target, BusinessCalendar> place) {
  return {"list of dates", [=](const TomlValue& value, Target& target) {
            std::vector<Date> dates;
            auto problems = read_list<Date>(value, true, read_date, dates);
            place(target) = BusinessCalendar(std::set<Date>(dates.begin(), dates.end()));
            return problems;
          }};
}

}  // namespace followup
