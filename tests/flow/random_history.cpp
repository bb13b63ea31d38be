#include "tests/flow/random_history.h"

#include "tests/flow/world.h"

#include <array>

namespace followup {

namespace {

constexpr int most_events_a_case = 14;
constexpr std::array<Millis, 6> pauses{std::chrono::minutes{1}, std::chrono::hours{1},
                                       std::chrono::hours{9},   std::chrono::days{1},
                                       std::chrono::days{5},    std::chrono::days{12}};

}  // namespace

Payload RandomHistory::payload() {
  const int dice = up_to(99);
  if (dice < 45) {
    ReferralRecord record = referral("", up_to(40));
    if (up_to(3) != 0) record.referral_date = add_days(date("2010-12-25"), up_to(40));
    record.follow_up_requested = up_to(6) != 0;
    if (up_to(19) == 0) record.follow_up_days.reset();
    return record;
  }
  if (dice < 60) return contact(true);
  if (dice < 75) return contact(false);
  if (dice < 90) return ContactWithdrawn{};
  return ReferralCancelled{};
}

WorkItem RandomHistory::item(TimePoint at) {
  int which = up_to(referrals_a_history - 1);
  while (events_of_.at(static_cast<std::size_t>(which)) >= most_events_a_case)
    which = (which + 1) % referrals_a_history;
  ++events_of_.at(static_cast<std::size_t>(which));
  ++told_;
  // Numbers rise, but one in five comes as if it had been held up on the way.
  std::optional<std::uint64_t> sequence;
  if (sequenced_) {
    sequence = static_cast<std::uint64_t>(1000 + 100 * told_);
    if (up_to(4) == 0) *sequence -= static_cast<std::uint64_t>(100 * up_to(8) + told_);
  }
  return make_item("e" + std::to_string(told_), "R-" + std::to_string(which), payload(), sequence,
                   at);
}

std::vector<Moment> RandomHistory::next(int steps) {
  sequenced_ = up_to(2) != 0;
  const int most = referrals_a_history * most_events_a_case;
  std::vector<Moment> moments(1);
  moments.back().at = instant("2011-01-01T08:00:00Z");
  for (int step = 0; step < steps; ++step) {
    if (up_to(9) < 6 && told_ < most) {
      moments.back().items.push_back(item(moments.back().at));
    } else {
      const TimePoint at = moments.back().at + pauses.at(static_cast<std::size_t>(up_to(5)));
      moments.push_back({at, {}});
    }
  }
  return moments;
}

}  // namespace followup
