#include "core/base/time.h"

#include <algorithm>
#include <charconv>
#include <ctime>

#include <fmt/format.h>

namespace followup {

namespace {

using std::chrono::seconds;

/// Reads exactly `digits` decimal digits at `at` and moves on; false if they are not there.
bool read_digits(std::string_view text, std::size_t& at, int digits, int& value) {
  value = 0;
  for (int i = 0; i < digits; ++i, ++at) {
    if (at >= text.size() || text[at] < '0' || text[at] > '9') return false;
    value = value * 10 + (text[at] - '0');
  }
  return true;
}

bool read_char(std::string_view text, std::size_t& at, char expected) {
  if (at >= text.size() || text[at] != expected) return false;
  ++at;
  return true;
}

bool read_date(std::string_view text, std::size_t& at, Date& date) {
  int year = 0;
  int month = 0;
  int day = 0;
  const bool shaped = read_digits(text, at, 4, year) && read_char(text, at, '-') &&
                      read_digits(text, at, 2, month) && read_char(text, at, '-') &&
                      read_digits(text, at, 2, day);
  if (!shaped || year < 1) return false;
  date = Date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
              std::chrono::day{static_cast<unsigned>(day)}};
  return date.ok();
}

/// HH:MM[:SS]; `leap` allows a 60th second. Sets `has_seconds`.
bool read_time(std::string_view text, std::size_t& at, bool leap, seconds& since_midnight,
               bool& has_seconds) {
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (!read_digits(text, at, 2, hour) || !read_char(text, at, ':') ||
      !read_digits(text, at, 2, minute))
    return false;
  has_seconds = at < text.size() && text[at] == ':';
  if (has_seconds && !(++at, read_digits(text, at, 2, second))) return false;
  since_midnight = std::chrono::hours{hour} + std::chrono::minutes{minute} + seconds{second};
  return hour < 24 && minute < 60 && second < (leap ? 61 : 60);
}

/// A fraction of a second, cut to milliseconds.
bool read_fraction(std::string_view text, std::size_t& at, Millis& fraction) {
  fraction = Millis{0};
  if (at >= text.size() || text[at] != '.') return true;
  const std::size_t first = ++at;
  int scale = 100;
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10) {
    fraction += Millis{(text[at] - '0') * scale};
  }
  return at > first;
}

bool read_offset(std::string_view text, std::size_t& at, seconds& offset) {
  offset = seconds{0};
  if (at >= text.size()) return false;
  const char sign = text[at++];
  if (sign == 'Z' || sign == 'z') return true;
  if (sign != '+' && sign != '-') return false;
  bool has_seconds = false;
  if (!read_time(text, at, false, offset, has_seconds) || has_seconds) return false;
  if (sign == '-') offset = -offset;
  return true;
}

}  // namespace

Date add_days(Date date, int days) {
  return Date{std::chrono::sys_days{date} + std::chrono::days{days}};
}

Date date_of(LocalTime local) {
  return Date{std::chrono::floor<std::chrono::days>(local)};
}

LocalTime at_time(Date date, seconds since_midnight) {
  return LocalTime{std::chrono::local_days{date}.time_since_epoch() + since_midnight};
}

std::string format_date(Date date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::optional<Date> parse_date(std::string_view text) {
  std::size_t at = 0;
  Date date{};
  if (!read_date(text, at, date) || at != text.size()) return std::nullopt;
  return date;
}

std::string format_time_of_day(seconds since_midnight) {
  const std::chrono::hh_mm_ss parts{since_midnight};
  return fmt::format("{:02}:{:02}:{:02}", parts.hours().count(), parts.minutes().count(),
                     parts.seconds().count());
}

std::string format_local(LocalTime local) {
  const auto day = std::chrono::floor<std::chrono::days>(local);
  return format_date(Date{day}) + "T" + format_time_of_day(local - day);
}

std::optional<LocalTime> parse_local(std::string_view text) {
  std::size_t at = 0;
  Date date{};
  seconds time{0};
  bool has_seconds = false;
  const bool good = read_date(text, at, date) && read_char(text, at, 'T') &&
                    read_time(text, at, false, time, has_seconds) && at == text.size();
  if (!good) return std::nullopt;
  return at_time(date, time);
}

std::string format_instant(TimePoint at) {
  const auto second = std::chrono::floor<seconds>(at);
  std::string text = format_local(LocalTime{second.time_since_epoch()});
  if (const auto rest = at - second; rest.count() != 0) text += fmt::format(".{:03}", rest.count());
  return text + "Z";
}

std::optional<TimePoint> parse_instant(std::string_view text) {
  std::size_t at = 0;
  Date date{};
  seconds time{0};
  Millis fraction{0};
  seconds offset{0};
  bool has_seconds = false;
  if (!read_date(text, at, date) || at >= text.size()) return std::nullopt;
  const char separator = text[at++];
  if (separator != 'T' && separator != 't') return std::nullopt;
  const bool good = read_time(text, at, true, time, has_seconds) && has_seconds &&
                    read_fraction(text, at, fraction) && read_offset(text, at, offset) &&
                    at == text.size();
  if (!good) return std::nullopt;
  return std::chrono::sys_days{date} + time - offset + fraction;
}

std::optional<seconds> parse_time_of_day(std::string_view text) {
  std::size_t at = 0;
  seconds time{0};
  bool has_seconds = false;
  if (!read_time(text, at, false, time, has_seconds) || at != text.size()) return std::nullopt;
  return time;
}

Millis Clock::real_until(TimePoint at) const {
  const Millis left = at - now();
  if (left.count() <= 0) return Millis{0};
  return Millis{(left.count() + speed() - 1) / speed()};
}

TimePoint system_time() {
  return std::chrono::floor<Millis>(std::chrono::system_clock::now());
}

Millis boot_time() {
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return seconds{now.tv_sec} + std::chrono::floor<Millis>(std::chrono::nanoseconds{now.tv_nsec});
}

TimePoint SystemClock::now() const {
  const std::lock_guard lock(mutex_);
  last_ = std::max(last_, booted_ + boot_time());
  return last_;
}

void SystemClock::follow(TimePoint now) {
  const std::lock_guard lock(mutex_);
  booted_ = now - boot_time();
}

void SystemClock::step_to(TimePoint now) {
  const std::lock_guard lock(mutex_);
  booted_ = now - boot_time();
  last_ = now;
}

TimePoint VirtualClock::now() const {
  return origin_.shown + (real_.now() - origin_.real) * origin_.speed;
}

Result<ClockSetting> parse_clock_setting(std::string_view text) {
  constexpr std::int64_t fastest = 10'000'000;
  ClockSetting setting;
  std::string_view start = text;
  if (const auto cross = text.rfind('x'); cross != std::string_view::npos) {
    start = text.substr(0, cross);
    const auto speed = text.substr(cross + 1);
    const auto [end, fault] =
        std::from_chars(speed.data(), speed.data() + speed.size(), setting.speed);
    if (fault != std::errc{} || end != speed.data() + speed.size() || setting.speed < 1 ||
        setting.speed > fastest) {
      return Error{
          Code::invalid_input,
          "the clock's speed must be a whole number from 1 to 10000000, as in 2011-01-01x86400"};
    }
  }
  if (const auto date = parse_date(start)) {
    setting.start = std::chrono::sys_days{*date};
  } else if (const auto instant = parse_instant(start)) {
    setting.start = *instant;
  } else {
    return Error{
        Code::invalid_input,
        "the clock's start must be a date or an RFC 3339 instant, as in 2011-01-01T09:00:00Z"};
  }
  return setting;
}

}  // namespace followup
