// The version of all programs.
#pragma once

#include <string_view>

namespace followup {

inline constexpr std::string_view version = "0.1.0";

}  // namespace followup
