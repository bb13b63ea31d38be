// The readers behind the kinds of values.
#include "core/codec/config_kinds.h"

#include <algorithm>
#include <charconv>

namespace followup {

namespace {

Error wrong(std::string message) {
  return Error{Code::invalid_input, std::move(message)};
}

Error must_be(std::string_view what, const TomlValue& value) {
  return wrong(fmt::format("must be {}, not {}", what, describe(value.type)));
}

constexpr std::string_view duration_form =
    "a duration, as in \"500ms\", \"5s\", \"5m\", \"2h\" or \"1d\"";

}  // namespace

Result<int> read_whole(const TomlValue& value, int least, int most) {
  const std::string what = fmt::format("a whole number from {} to {}", least, most);
  if (value.type != TomlType::whole_number) return must_be(what, value);
  if (value.number < least || value.number > most) {
    return wrong(fmt::format("must be {}, not {}", what, value.number));
  }
  return static_cast<int>(value.number);
}

Result<bool> read_truth(const TomlValue& value) {
  if (value.type != TomlType::truth) return must_be("true or false", value);
  return value.truth;
}

Result<std::string> read_text(const TomlValue& value, const TextRule& rule) {
  if (value.type != TomlType::text) return must_be("a text in quotation marks", value);
  if (value.text.empty()) {
    if (rule.may_be_empty) return std::string();
    return wrong("must not be empty");
  }
  std::string problem = check_plain(value.text);
  if (problem.empty() && rule.check != nullptr) problem = rule.check(value.text);
  if (!problem.empty()) return wrong(std::move(problem));
  return value.text;
}

Result<Millis> read_duration(const TomlValue& value, Millis least, Millis most) {
  if (value.type != TomlType::text) return must_be(duration_form, value);
  const auto duration = parse_duration(value.text);
  if (!duration) return wrong(fmt::format("must be {}", duration_form));
  if (*duration < least || *duration > most) {
    return wrong(fmt::format("must be a duration from {} to {}", format_duration(least),
                             format_duration(most)));
  }
  return *duration;
}

Result<std::chrono::seconds> read_seconds(const TomlValue& value, Millis least, Millis most) {
  const auto duration = read_duration(value, least, most);
  if (!duration) return duration.error();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(*duration);
  if (seconds != *duration) return wrong("must be whole seconds");
  return seconds;
}

Result<std::chrono::minutes> read_minutes(const TomlValue& value, Millis least, Millis most) {
  if (value.type != TomlType::text) return must_be(duration_form, value);
  const auto duration = parse_duration(value.text);
  if (!duration) return wrong(fmt::format("must be {}", duration_form));
  const auto whole = std::chrono::floor<std::chrono::minutes>(*duration);
  if (whole != *duration || whole < least || whole > most) {
    return wrong(
        fmt::format("must be whole minutes{}, at most {}",
                    least == Millis{0} ? "" : fmt::format(", at least {}", format_duration(least)),
                    format_duration(most)));
  }
  return whole;
}

Result<std::chrono::seconds> read_time_of_day(const TomlValue& value) {
  constexpr std::string_view what = "a time of day from \"00:00\" to \"23:59\"";
  if (value.type != TomlType::text && value.type != TomlType::time) return must_be(what, value);
  const auto time = parse_time_of_day(value.text);
  if (!time) return wrong(fmt::format("must be {}", what));
  return *time;
}

Result<Date> read_date(const TomlValue& value) {
  constexpr std::string_view what = "a date that exists, as in \"2026-12-25\"";
  if (value.type != TomlType::text && value.type != TomlType::date) return must_be(what, value);
  const auto date = parse_date(value.text);
  if (!date) return wrong(fmt::format("must be {}", what));
  return *date;
}

Result<Zone> read_zone(const TomlValue& value) {
  const auto name = read_text(value, {.type = "time zone", .check = check_zone});
  if (!name) return name.error();
  return Zone::load(*name);
}

Result<std::vector<Millis>> read_delays(const TomlValue& value) {
  constexpr int most_repeats = 1000;
  TomlValue duration;
  duration.type = value.type;
  duration.text = value.text;
  int repeats = 1;
  if (const auto cross = value.text.find('x'); cross != std::string::npos) {
    const char* const end = value.text.data() + cross;
    const auto [stop, fault] = std::from_chars(value.text.data(), end, repeats);
    if (fault != std::errc{} || stop != end || repeats < 1 || repeats > most_repeats) {
      return wrong("must be a duration or a repeated one, as in \"5m\" or \"47x1h\"");
    }
    duration.text.erase(0, cross + 1);
  }
  const auto delay = read_duration(duration, Millis{1}, std::chrono::days{7});
  if (!delay) return delay.error();
  return std::vector<Millis>(static_cast<std::size_t>(repeats), *delay);
}

Result<std::size_t> read_word(const TomlValue& value, const std::vector<std::string>& words) {
  const std::string what = fmt::format("one of \"{}\"", fmt::join(words, "\", \""));
  if (value.type != TomlType::text) return must_be(what, value);
  const auto found = std::find(words.begin(), words.end(), value.text);
  if (found == words.end()) return wrong(fmt::format("must be {}", what));
  return static_cast<std::size_t>(found - words.begin());
}

}  // namespace followup
