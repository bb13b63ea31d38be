// The sweep that brings a tenant's cases under its newest policy, and its due entries to where the
// cases' own deadlines are (new time-zone data, holidays).
#pragma once

#include "core/base/result.h"
#include "core/domain/decide.h"
#include "tools/ctl/installation.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace followup::ctl {

/// What would change, or was changed, for one case.
struct CaseChange {
  CaseKey key;
  std::uint32_t old_policy = 0;
  std::uint32_t new_policy = 0;  ///< the same: only the due entry is wrong
  std::vector<Deadline> before;
  std::vector<Deadline> after;
  std::optional<TimePoint> old_entry;  ///< in the due set; set where it is wrong
  std::optional<TimePoint> new_entry;
};

struct ReplanResult {
  std::uint32_t policy = 0;  ///< the version that cases are brought under
  bool published = true;     ///< false: the configuration's policy has not been published yet
  std::size_t looked_at = 0;
  std::size_t moved = 0;    ///< deadlines differ
  std::size_t unmoved = 0;  ///< come under the policy with the same deadlines
  std::size_t entries = 0;  ///< only the due entry was wrong
  std::size_t damaged = 0;
};

/// Sweeps the tenant's cases page by page; every change whose deadlines or entry differ goes to
/// `tell`. With `apply`, publishes the configured policy if it is not the newest, and commits; a
/// case that changes meanwhile is tried again from its new state.
[[nodiscard]] Result<ReplanResult> replan_tenant(
    const Tenant& tenant, bool apply, Installation& installation,
    const std::function<void(const CaseChange&)>& tell);

}  // namespace followup::ctl
