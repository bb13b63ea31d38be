// Texts as people look for them: without regard to case and accents.
#pragma once

#include <string>
#include <string_view>

namespace followup::ctl {

/// Small letters without marks, as far as they are Latin ones: "Açúcar" and "ACUCAR" are both
/// "acucar". Other characters stay as they are.
[[nodiscard]] std::string folded(std::string_view text);

}  // namespace followup::ctl
