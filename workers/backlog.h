// How many attempts may be begun ahead of a destination's transfers, so that these need not wait
// for the store: as many as the destination last took in a tenth of a second. Few for one that is
// slow, none for one that has taken nothing for a second.
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
    if (passed >= Millis{0} && passed < window) return;
    a_window_ = passed > Millis{0} ? taken_ * window / passed : 0;
    taken_ = 0;
    since_ = now;
  }

  [[nodiscard]] int size(TimePoint now) const {
    if (now < since_ || now - since_ > 10 * window) return 0;  // or the clock was set back
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
