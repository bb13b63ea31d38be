// What an installation is like at a glance, and what of it needs somebody to look.
#pragma once

#include "core/base/result.h"
#include "tools/ctl/installation.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace followup::ctl {

struct DueState {
  std::size_t now = 0;  ///< cases whose time has come, counted up to `counted`
  std::optional<TimePoint> oldest;
  std::optional<CaseStore::DueEntry> next;  ///< the first whose time has not come
  std::set<std::string> unknown_tenants;    ///< whose cases are due, and who is not configured
  static constexpr std::size_t counted = 10'000;
};

/// A lane, and the notification in it that is next.
struct LanePicture {
  LaneState state;
  bool configured = true;
  int attempts = 0;                  ///< of the next one, begun so far
  std::string last_outcome;          ///< of its latest attempt that has ended
  std::optional<TimePoint> made_at;  ///< when it was made
};

struct StatusPicture {
  TimePoint now;
  StoreCheck settings;
  DueState due;
  std::vector<LanePicture> lanes;
  std::int64_t dead = 0;
  std::map<std::string, int> dead_of_tenant;     ///< of the oldest `dead_read`
  std::map<std::string, std::int64_t> rejected;  ///< by shelf, those with any; "": unknown sources
  std::vector<CaseKey> damaged;                  ///< the first `damaged_read`
  std::optional<std::string> clock_stopped;      ///< the mark of a clock's jump
  std::map<std::string, std::string> switched_off;  ///< endpoints and channels, with the reason
  static constexpr int dead_read = 1000;
  static constexpr int damaged_read = 100;
};

[[nodiscard]] Result<StatusPicture> take_picture(Installation& installation);

/// What somebody has to look at, a sentence each with the command to use; empty: all is well.
[[nodiscard]] std::vector<std::string> worries(const StatusPicture& picture,
                                               const Installation& installation);

}  // namespace followup::ctl
