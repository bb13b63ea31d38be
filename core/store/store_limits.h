// What every part of a store keeps to.
#pragma once

#include "core/base/result.h"

#include <string_view>

namespace followup {

/// A store that has no memory left for new work answers `unavailable` with a text that begins so;
/// commits that drain it pass.
inline constexpr std::string_view store_full_text = "store full";

[[nodiscard]] inline bool is_store_full(const Error& error) {
  return error.code == Code::unavailable && error.what.starts_with(store_full_text);
}

/// The most that one claim takes.
inline constexpr int claim_cap = 200;

}  // namespace followup
