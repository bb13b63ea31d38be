// How many attempts may be begun ahead of a destination's transfers, so that these need not wait
// for the store: as many as the destination took in a tenth of a second. Nothing for one that is
// slow, so that nothing begun waits long.
#pragma once

#include "core/base/time.h"

#include <algorithm>
#include <cstdint>

namespace followup {

class Backlog {
 public:
  /// So many transfers succeeded, up to `now` (real time).
  void note(std::size_t taken, TimePoint now) {
    taken_ += static_cast<std::int64_t>(taken);
    const Millis passed = now - since_;
    if (passed < window) return;
    a_window_ = taken_ * window / passed;
    taken_ = 0;
    since_ = now;
  }

  [[nodiscard]] int size(TimePoint now) const {
    if (now - since_ > 10 * window) return 0;
    return static_cast<int>(std::min(a_window_, most));
  }

 private:
  static constexpr Millis window{100};
  static constexpr std::int64_t most = 400;
  TimePoint since_{};
  std::int64_t taken_ = 0;     ///< since then
  std::int64_t a_window_ = 0;  ///< in the last whole window
};

}  // namespace followup
