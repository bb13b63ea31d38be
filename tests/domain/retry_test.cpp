// Whether and when a delivery is tried again: tables of attempt, outcome and policy.
#include "core/domain/retry.h"

#include <numeric>
#include <set>

#include <gtest/gtest.h>

namespace followup {

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

RetryPolicy exact(std::vector<Millis> delays) {
  return {.delays = std::move(delays), .jitter_percent = 0};
}

struct Row {
  const char* name;
  AttemptEnd end;
  bool again;
  Millis wait;
  Outcome final_outcome;
};

TEST(Retry, DecidesByAttemptAndOutcome) {
  const RetryPolicy policy = exact({seconds{5}, minutes{5}, minutes{30}, hours{2}});
  const std::vector<Row> rows{
      {"delivered",
       {.attempt = 1, .outcome = Outcome::delivered},
       false,
       Millis{0},
       Outcome::delivered},
      {"delivered late",
       {.attempt = 9, .outcome = Outcome::delivered},
       false,
       Millis{0},
       Outcome::delivered},
      {"refused", {.attempt = 1, .outcome = Outcome::refused}, false, Millis{0}, Outcome::refused},
      {"withdrawn",
       {.attempt = 1, .outcome = Outcome::withdrawn},
       false,
       Millis{0},
       Outcome::withdrawn},
      {"first failure",
       {.attempt = 1, .outcome = Outcome::try_later},
       true,
       seconds{5},
       Outcome::gave_up},
      {"second failure",
       {.attempt = 2, .outcome = Outcome::try_later},
       true,
       minutes{5},
       Outcome::gave_up},
      {"lost reply",
       {.attempt = 3, .outcome = Outcome::unknown},
       true,
       minutes{30},
       Outcome::gave_up},
      {"last delay", {.attempt = 4, .outcome = Outcome::unknown}, true, hours{2}, Outcome::gave_up},
      {"delays used up",
       {.attempt = 5, .outcome = Outcome::try_later},
       false,
       Millis{0},
       Outcome::gave_up},
      {"lost at last",
       {.attempt = 5, .outcome = Outcome::unknown},
       false,
       Millis{0},
       Outcome::gave_up},
      {"attempt zero counts as the first",
       {.attempt = 0, .outcome = Outcome::try_later},
       true,
       seconds{5},
       Outcome::gave_up},
  };
  for (const auto& row : rows) {
    const auto decision = decide_retry(row.end, policy, "id");
    EXPECT_EQ(decision.again, row.again) << row.name;
    if (row.again) {
      EXPECT_EQ(decision.wait, row.wait) << row.name;
    } else {
      EXPECT_EQ(decision.final_outcome, row.final_outcome) << row.name;
    }
  }
}

TEST(Retry, TakesASoftRefusalForGoodAfterItsOwnNumberOfAttempts) {
  const RetryPolicy policy = exact({seconds{5}, minutes{5}, minutes{30}, hours{2}});
  for (const Outcome outcome : {Outcome::refused, Outcome::try_later}) {
    for (const int attempt : {1, 2}) {
      EXPECT_TRUE(decide_retry({attempt, outcome, true, {}}, policy, "id").again);
    }
    const auto third = decide_retry({3, outcome, true, {}}, policy, "id");
    EXPECT_FALSE(third.again);
    EXPECT_EQ(third.final_outcome, Outcome::refused);
  }
}

TEST(Retry, TakesASoftRefusalForGoodWhenTheDelaysAreUsedUp) {
  const auto decision = decide_retry({2, Outcome::refused, true, {}}, exact({seconds{5}}), "id");
  EXPECT_FALSE(decision.again);
  EXPECT_EQ(decision.final_outcome, Outcome::refused);
}

TEST(Retry, HonoursTheServersWishUpToTheLongestWait) {
  const RetryPolicy policy = exact({seconds{5}, minutes{5}});
  const auto wait = [&](int attempt, Millis wish) {
    return decide_retry({attempt, Outcome::try_later, false, wish}, policy, "id").wait;
  };
  EXPECT_EQ(wait(1, seconds{90}), Millis{seconds{90}});
  EXPECT_EQ(wait(2, seconds{90}), Millis{minutes{5}})
      << "a shorter wish than the policy's delay changes nothing";
  EXPECT_EQ(wait(1, hours{9000}), Millis{hours{1}});
  EXPECT_EQ(wait(1, Millis{0}), Millis{seconds{5}});
  EXPECT_EQ(wait(1, Millis{-1}), Millis{seconds{5}});
}

TEST(Retry, VariesADelayWithinTheJitterAndTheSameWayForTheSameIdAndAttempt) {
  const RetryPolicy policy{.delays = {seconds{100}, seconds{100}}, .jitter_percent = 20};
  std::set<Millis> seen;
  for (int n = 0; n < 200; ++n) {
    const std::string id = "n" + std::to_string(n);
    const auto wait = decide_retry({1, Outcome::try_later, false, {}}, policy, id).wait;
    EXPECT_GE(wait, seconds{80});
    EXPECT_LE(wait, seconds{120});
    EXPECT_EQ(wait, decide_retry({1, Outcome::unknown, false, {}}, policy, id).wait);
    seen.insert(wait);
  }
  EXPECT_GT(seen.size(), 150U);
  EXPECT_LT(*seen.begin(), Millis{seconds{85}});
  EXPECT_GT(*seen.rbegin(), Millis{seconds{115}});
  EXPECT_NE(decide_retry({1, Outcome::try_later, false, {}}, policy, "a").wait,
            decide_retry({2, Outcome::try_later, false, {}}, policy, "a").wait);
}

TEST(Retry, HasTheWebhookScheduleOfStandardWebhooks) {
  const auto policy = default_webhook_retry();
  const Millis total = std::accumulate(policy.delays.begin(), policy.delays.end(), Millis{0});
  EXPECT_EQ(policy.delays.size(), 9U);
  EXPECT_EQ(total, hours{75} + minutes{35} + seconds{5});
}

TEST(Retry, TriesMailsForTwoDays) {
  const auto policy = default_mail_retry();
  const Millis total = std::accumulate(policy.delays.begin(), policy.delays.end(), Millis{0});
  EXPECT_EQ(policy.delays[0], Millis{minutes{1}});
  EXPECT_EQ(policy.delays[3], Millis{minutes{30}});
  EXPECT_EQ(policy.delays[4], Millis{hours{1}});
  EXPECT_LE(total, hours{48});
  EXPECT_GT(total, hours{47});
}

TEST(Retry, PutsNothingOffForLongerThanTheLongestWait) {
  for (const auto& policy : {default_mail_retry(), default_webhook_retry()}) {
    Millis longest{0};
    for (int attempt = 1; attempt < 60; ++attempt) {
      for (int id = 0; id < 50; ++id) {
        const auto decision = decide_retry({.attempt = attempt,
                                            .outcome = Outcome::try_later,
                                            .retry_after = std::chrono::hours{100}},
                                           policy, std::to_string(id));
        longest = std::max(longest, decision.wait);
      }
    }
    EXPECT_LE(longest, longest_retry_wait(policy));
    EXPECT_GT(longest, longest_retry_wait(policy) - longest_retry_wait(policy) / 10);
  }
}

}  // namespace

}  // namespace followup
