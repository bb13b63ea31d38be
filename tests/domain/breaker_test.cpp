// The circuit breaker's life: closed, open, half-open with one probe, and back.
#include "core/domain/breaker.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr TimePoint start{std::chrono::hours{24}};

/// A breaker that has just opened at `start`.
Breaker opened() {
  Breaker breaker;
  for (int n = 0; n < Breaker::threshold; ++n)
    breaker.failed(start);
  return breaker;
}

TEST(Breaker, StaysClosedBelowTheThreshold) {
  Breaker breaker;
  for (int n = 1; n < Breaker::threshold; ++n) {
    breaker.failed(start);
    EXPECT_TRUE(breaker.allows(start)) << n;
    EXPECT_FALSE(breaker.is_open(start)) << n;
  }
  EXPECT_LE(breaker.opens_at(), start);
}

TEST(Breaker, OpensAtTheThreshold) {
  const Breaker breaker = opened();
  EXPECT_TRUE(breaker.is_open(start));
  EXPECT_FALSE(breaker.allows(start + seconds{30} - Millis{1}));
  EXPECT_EQ(breaker.opens_at(), start + seconds{30});
}

TEST(Breaker, CountsOnlyConsecutiveFailures) {
  Breaker breaker;
  for (int n = 0; n < 20; ++n) {
    breaker.failed(start);
    breaker.failed(start);
    breaker.succeeded();
  }
  EXPECT_TRUE(breaker.allows(start));
}

TEST(Breaker, LetsOneProbeThroughWhenTheWaitIsOver) {
  Breaker breaker = opened();
  const TimePoint later = start + seconds{30};
  EXPECT_TRUE(breaker.allows(later));
  EXPECT_FALSE(breaker.is_open(later));
  breaker.begin(later);
  EXPECT_FALSE(breaker.allows(later));
  breaker.succeeded();
  EXPECT_TRUE(breaker.allows(later));
  EXPECT_FALSE(breaker.is_open(later));
}

TEST(Breaker, WaitsTwiceAsLongAfterEachFailedProbeUpToTheLongestWait) {
  Breaker breaker = opened();
  TimePoint now = start;
  Millis wait = Breaker::first_wait;
  for (int n = 0; n < 10; ++n) {
    EXPECT_EQ(breaker.opens_at() - now, wait) << n;
    now = breaker.opens_at();
    ASSERT_TRUE(breaker.allows(now));
    breaker.begin(now);
    breaker.failed(now);
    wait = std::min(wait * 2, Breaker::longest_wait);
  }
  EXPECT_EQ(wait, Millis{minutes{15}});
}

TEST(Breaker, BeginsAgainWithTheFirstWaitAfterASuccess) {
  Breaker breaker = opened();
  breaker.begin(start + seconds{30});
  breaker.failed(start + seconds{30});
  breaker.succeeded();
  for (int n = 0; n < Breaker::threshold; ++n)
    breaker.failed(start);
  EXPECT_EQ(breaker.opens_at(), start + Breaker::first_wait);
}

TEST(Breaker, IsNotHeldOpenLongerByFailuresOfTransfersThatBeganBefore) {
  Breaker breaker = opened();
  for (int n = 0; n < 50; ++n)
    breaker.failed(start + seconds{10});
  EXPECT_EQ(breaker.opens_at(), start + seconds{30});
}

TEST(Breaker, TakesNoTransferThatBeganWhileClosedForAProbe) {
  Breaker breaker;
  breaker.begin(start);
  for (int n = 0; n < Breaker::threshold; ++n)
    breaker.failed(start);
  EXPECT_TRUE(breaker.allows(start + seconds{30}));
}

}  // namespace

}  // namespace followup
