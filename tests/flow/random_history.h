// Random histories of a few referrals: what a CRM says, in what order and when. The same seed gives
// the same history.
#pragma once

#include "core/flow/case_batch.h"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace followup {

/// What is said at one instant.
struct Moment {
  TimePoint at;
  std::vector<WorkItem> items;
};

/// Cases with at most 14 events each, so that every one of them is still remembered at
/// the end.
inline constexpr int referrals_a_history = 4;

class RandomHistory {
 public:
  explicit RandomHistory(std::uint64_t seed) : random_(seed) {}

  /// So many events and pauses, beginning on 1 January 2011.
  [[nodiscard]] std::vector<Moment> next(int steps);

  /// A number from 0 to `most`, for whoever plays the history.
  int up_to(int most) { return std::uniform_int_distribution<int>(0, most)(random_); }

 private:
  Payload payload();
  WorkItem item(TimePoint at);

  std::mt19937_64 random_;
  bool sequenced_ = true;
  int told_ = 0;
  std::vector<int> events_of_ = std::vector<int>(referrals_a_history);
};

}  // namespace followup
