// Time as the project speaks of it: UTC instants in milliseconds, civil dates and local times
// without a zone, their texts, and the clock that everything asks. Zones are in zone.h. Integers
// named *_ms appear only where bytes are made.
#pragma once

#include "core/base/result.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace followup {

using Millis = std::chrono::milliseconds;
using TimePoint = std::chrono::sys_time<Millis>;  ///< An instant, UTC.
using Date = std::chrono::year_month_day;         ///< A civil date.
using LocalTime =
    std::chrono::local_time<std::chrono::seconds>;  ///< A civil date and time, zone not said.

[[nodiscard]] inline std::int64_t to_ms(TimePoint at) {
  return at.time_since_epoch().count();
}

[[nodiscard]] inline TimePoint from_ms(std::int64_t ms) {
  return TimePoint{Millis{ms}};
}

/// `date` plus `days` calendar days.
[[nodiscard]] Date add_days(Date date, int days);
[[nodiscard]] Date date_of(LocalTime local);
[[nodiscard]] LocalTime at_time(Date date, std::chrono::seconds since_midnight);

/// "2011-01-31". Parsing is exact: ten characters, a day that exists, years 0001 to 9999.
[[nodiscard]] std::string format_date(Date date);
[[nodiscard]] std::optional<Date> parse_date(std::string_view text);

/// "2011-01-31T09:00:00" (parsing takes "2011-01-31T09:00" too). No zone.
[[nodiscard]] std::string format_local(LocalTime local);
[[nodiscard]] std::optional<LocalTime> parse_local(std::string_view text);

/// "2011-01-31T08:00:00Z", with ".123" where there are milliseconds. Parsing takes any RFC 3339
/// offset; a leap second
/// (":60") counts as the second after; digits past milliseconds are cut off.
[[nodiscard]] std::string format_instant(TimePoint at);
[[nodiscard]] std::optional<TimePoint> parse_instant(std::string_view text);

/// "09:00" or "09:00:30": a time of day.
[[nodiscard]] std::optional<std::chrono::seconds> parse_time_of_day(std::string_view text);
[[nodiscard]] std::string format_time_of_day(std::chrono::seconds since_midnight);

/// Business time. Leases, backoff and time-outs are real durations: `later` turns them into
/// business instants.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual TimePoint now() const = 0;

  /// Business milliseconds that pass in a real one: 1 except on a virtual clock.
  [[nodiscard]] virtual std::int64_t speed() const { return 1; }

  /// The business instant a real duration from now (a lease, a retry).
  [[nodiscard]] TimePoint later(Millis real) const { return now() + real * speed(); }

  /// The real duration until a business instant; zero if it has come. Rounded up, so that a timer
  /// is never early.
  [[nodiscard]] Millis real_until(TimePoint at) const;
};

/// The machine's UTC clock, which may step.
[[nodiscard]] TimePoint system_time();

/// Time since the machine was booted, sleep included (CLOCK_BOOTTIME): passes evenly.
[[nodiscard]] Millis boot_time();

/// Begins at the machine's UTC clock and follows another clock (Redis' TIME); in between it passes
/// as boot_time() does, so that no step of the machine's clock is seen. Threads may share it.
class SystemClock : public Clock {
 public:
  SystemClock() { follow(system_time()); }

  [[nodiscard]] TimePoint now() const override;

  /// The other clock says `now`. If that is earlier than what has been shown, this one stands
  /// still until then.
  void follow(TimePoint now);

  /// The time is `now`, also if that is a step back.
  void step_to(TimePoint now);

 private:
  mutable std::mutex mutex_;
  TimePoint booted_;        ///< what this clock would have shown when the machine was booted
  mutable TimePoint last_;  ///< the latest that has been shown
};

/// A clock that moves only when told, by whichever thread: for simulation and tests.
class SettableClock : public Clock {
 public:
  explicit SettableClock(TimePoint start) : now_(start) {}

  [[nodiscard]] TimePoint now() const override { return now_.load(); }

  void set(TimePoint now) { now_.store(now); }

 private:
  std::atomic<TimePoint> now_;
};

/// Where a virtual clock began: at the real instant `real` it showed `shown`, and it runs `speed`
/// times as fast.
struct ClockOrigin {
  TimePoint shown;
  TimePoint real;
  std::int64_t speed = 1;
};

/// Virtual business time over a real clock.
class VirtualClock : public Clock {
 public:
  VirtualClock(const Clock& real, ClockOrigin origin) : real_(real), origin_(origin) {}

  [[nodiscard]] TimePoint now() const override;

  [[nodiscard]] std::int64_t speed() const override { return origin_.speed; }

 private:
  const Clock& real_;
  ClockOrigin origin_;
};

/// Parses START[xSPEED]: "2011-01-01", "2011-01-01T09:00:00Z" or "2011-01-01x86400" (speed 1 to 10
/// 000 000).
struct ClockSetting {
  TimePoint start;
  std::int64_t speed = 1;
};

[[nodiscard]] Result<ClockSetting> parse_clock_setting(std::string_view text);

}  // namespace followup
