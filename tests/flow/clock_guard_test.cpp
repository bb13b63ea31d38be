#include "core/flow/clock_guard.h"

#include <gtest/gtest.h>

namespace followup {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// Two clocks, looked at once a second.
class Guarded {
 public:
  bool after_a_second(Millis jump = Millis{0}) {
    boot_ += seconds{1};
    wall_ += seconds{1} + jump;
    return guard.look(wall_, boot_);
  }

  ClockGuard guard;

 private:
  TimePoint wall_ = parse_instant("2011-01-31T08:00:00Z").value();
  Millis boot_ = hours{7};
};

TEST(ClockGuard, LetsClocksPassThatPassAlike) {
  Guarded clocks;
  for (int n = 0; n < 100; ++n)
    EXPECT_FALSE(clocks.after_a_second());
}

TEST(ClockGuard, FollowsSmallStepsAndASlowDrift) {
  Guarded clocks;
  EXPECT_FALSE(clocks.after_a_second());
  EXPECT_FALSE(clocks.after_a_second(minutes{5}));
  EXPECT_FALSE(clocks.after_a_second(-minutes{5}));
  for (int n = 0; n < 1000; ++n)
    EXPECT_FALSE(clocks.after_a_second(seconds{1}));
}

TEST(ClockGuard, StopsAfterAJumpInEitherDirectionUntilTheTimeIsConfirmed) {
  for (const Millis jump : {Millis{minutes{5}} + Millis{1}, -Millis{minutes{5}} - Millis{1},
                            Millis{hours{48}}, -Millis{hours{26}}}) {
    Guarded clocks;
    EXPECT_FALSE(clocks.after_a_second());
    EXPECT_TRUE(clocks.after_a_second(jump)) << jump.count();
    EXPECT_TRUE(clocks.after_a_second()) << jump.count();
    clocks.guard.confirm();
    EXPECT_FALSE(clocks.after_a_second()) << jump.count();
    EXPECT_TRUE(clocks.after_a_second(jump)) << "a second jump is as suspicious as the first";
  }
}

TEST(ClockGuard, StaysStoppedWhenTheClockJumpsBackToWhereItWas) {
  Guarded clocks;
  clocks.after_a_second();
  clocks.after_a_second(hours{2});
  EXPECT_TRUE(clocks.after_a_second(-hours{2}));
}

TEST(ClockGuard, BeginsStoppedWhenItIsTold) {
  Guarded clocks;
  clocks.guard.freeze();
  EXPECT_TRUE(clocks.after_a_second());
  clocks.guard.confirm();
  EXPECT_FALSE(clocks.after_a_second());
}

}  // namespace
}  // namespace followup
