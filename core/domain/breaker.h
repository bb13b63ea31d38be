// A circuit breaker for one destination: opens after consecutive failures, lets one probe through
// after a growing wait. Pure.
#pragma once

#include "core/base/time.h"

namespace followup {

/// Real time; the caller says what time it is.
class Breaker {
 public:
  /// May a transfer begin at `now`? In the half-open state only one is let through until its end is
  /// told.
  [[nodiscard]] bool allows(TimePoint now) const;

  /// No transfer is held back: it is neither open nor probing (half-open).
  [[nodiscard]] bool is_closed() const { return failures_ < threshold; }

  /// When the next transfer may begin; `now` or earlier if it may begin at once.
  [[nodiscard]] TimePoint opens_at() const { return open_until_; }

  /// A transfer began (after allows() said yes).
  void begin(TimePoint now);
  void succeeded();
  void failed(TimePoint now);

  [[nodiscard]] bool is_open(TimePoint now) const { return !is_closed() && now < open_until_; }

  static constexpr int threshold = 5;                             ///< consecutive failures
  static constexpr Millis first_wait = std::chrono::seconds{30};  ///< doubles up to:
  static constexpr Millis longest_wait = std::chrono::minutes{15};

 private:
  int failures_ = 0;
  bool probing_ = false;
  Millis wait_ = first_wait;
  TimePoint open_until_{};
};

}  // namespace followup
