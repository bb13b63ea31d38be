// Real time as the channels need it: their breakers and signatures run on it, whatever clock
// business runs on.
#pragma once

#include "core/base/time.h"

#include <chrono>
#include <functional>

namespace followup {

/// Says what time it is, really; tests say it themselves.
using RealTime = std::function<TimePoint()>;

[[nodiscard]] inline TimePoint system_time() {
  return std::chrono::floor<Millis>(std::chrono::system_clock::now());
}

}  // namespace followup
