#include "core/flow/clock_guard.h"

#include <gtest/gtest.h>

namespace followup {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

using Verdict = ClockGuard::Verdict;

/// Two clocks, and what the store says, looked at once a second.
class Guarded {
 public:
  Verdict after_a_second(Millis jump = Millis{0}) {
    now.boot += seconds{1};
    now.server += seconds{1} + jump;
    return guard.look(now);
  }

  ClockGuard::Look now{.server = parse_instant("2011-01-31T08:00:00Z").value(),
                       .boot = hours{7},
                       .confirmed = "once upon a time"};
  ClockGuard guard;
};

TEST(ClockGuard, StopsAsLongAsNothingIsKnown) {
  EXPECT_EQ(ClockGuard().verdict(), Verdict::stop);
}

TEST(ClockGuard, LetsClocksPassThatPassAlike) {
  Guarded clocks;
  for (int n = 0; n < 100; ++n)
    EXPECT_EQ(clocks.after_a_second(), Verdict::follow);
}

TEST(ClockGuard, FollowsSmallStepsAndASlowDrift) {
  Guarded clocks;
  EXPECT_EQ(clocks.after_a_second(), Verdict::follow);
  EXPECT_EQ(clocks.after_a_second(minutes{5}), Verdict::follow);
  EXPECT_EQ(clocks.after_a_second(-minutes{5}), Verdict::follow);
  for (int n = 0; n < 1000; ++n)
    EXPECT_EQ(clocks.after_a_second(seconds{1}), Verdict::follow);
}

TEST(ClockGuard, StopsAfterAJumpInEitherDirectionUntilTheTimeIsConfirmed) {
  for (const Millis jump : {Millis{minutes{5}} + Millis{1}, -Millis{minutes{5}} - Millis{1},
                            Millis{hours{48}}, -Millis{hours{26}}}) {
    Guarded clocks;
    EXPECT_EQ(clocks.after_a_second(), Verdict::follow);
    EXPECT_EQ(clocks.after_a_second(jump), Verdict::stop) << jump.count();
    EXPECT_TRUE(clocks.guard.jumped());
    EXPECT_EQ(clocks.after_a_second(), Verdict::stop) << jump.count();
    clocks.now.confirmed = "now";
    EXPECT_EQ(clocks.after_a_second(), Verdict::confirmed) << jump.count();
    EXPECT_EQ(clocks.after_a_second(), Verdict::confirmed) << "until it is told to go on";
    clocks.guard.go_on();
    EXPECT_EQ(clocks.after_a_second(), Verdict::follow) << jump.count();
    EXPECT_EQ(clocks.after_a_second(jump), Verdict::stop) << "a second jump is as suspicious";
  }
}

TEST(ClockGuard, StaysStoppedWhenTheClockJumpsBackToWhereItWas) {
  Guarded clocks;
  clocks.after_a_second();
  clocks.after_a_second(hours{2});
  EXPECT_EQ(clocks.after_a_second(-hours{2}), Verdict::stop);
}

TEST(ClockGuard, StopsWhenAnotherProgramHasSeenAJump) {
  Guarded clocks;
  EXPECT_EQ(clocks.after_a_second(), Verdict::follow);
  clocks.now.stopped = true;
  EXPECT_EQ(clocks.after_a_second(), Verdict::stop);
  EXPECT_FALSE(clocks.guard.jumped());
}

TEST(ClockGuard, BeginsStoppedWhenThereWasAJumpBefore) {
  Guarded clocks;
  clocks.now.stopped = true;
  EXPECT_EQ(clocks.after_a_second(), Verdict::stop);
}

TEST(ClockGuard, TakesAJumpForConfirmedThatItSeesOnlyAfterTheConfirmation) {
  Guarded clocks;
  EXPECT_EQ(clocks.after_a_second(), Verdict::follow);
  clocks.now.confirmed = "while nobody looked";
  EXPECT_EQ(clocks.after_a_second(hours{48}), Verdict::confirmed);
  EXPECT_FALSE(clocks.guard.jumped());
}

TEST(ClockGuard, StaysStoppedAsLongAsTheStoreSaysSo) {
  Guarded clocks;
  clocks.after_a_second();
  clocks.now.stopped = true;
  clocks.after_a_second();
  clocks.now.confirmed = "now";  // and the mark is still there
  clocks.after_a_second();
  clocks.guard.go_on();
  EXPECT_EQ(clocks.after_a_second(), Verdict::stop);
  clocks.now.stopped = false;
  EXPECT_EQ(clocks.after_a_second(), Verdict::follow);
}

}  // namespace
}  // namespace followup
