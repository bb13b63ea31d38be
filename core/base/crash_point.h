// Named crash points (test builds only): FOLLOWUP_CRASH_AT=NAME[:N] kills the process with SIGKILL
// at the N-th pass of the point NAME. In other builds the call is empty.
#pragma once

#include <string_view>

namespace followup {

#ifdef FOLLOWUP_CRASH_POINTS
void crash_point(std::string_view name);
#else
inline void crash_point(std::string_view /*name*/) {}
#endif

}  // namespace followup
