// Real time as the channels need it: their breakers and signatures run on it, whatever clock
// business runs on.
#pragma once

#include "core/base/time.h"

#include <functional>

namespace followup {

/// Says what time it is, really; tests say it themselves.
using RealTime = std::function<TimePoint()>;

}  // namespace followup
