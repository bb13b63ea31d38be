// An answer that was lost is not forgotten by later attempts of the same notification.
#include "workers/lost_answer.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

/// As the outbox gives it to the next attempt.
ClaimedNotification after(int attempts, std::string last) {
  ClaimedNotification claimed;
  claimed.attempts = attempts;
  claimed.last_outcome = std::move(last);
  return claimed;
}

TEST(LostAnswer, IsNotThereBeforeTheFirstAttempt) {
  EXPECT_FALSE(answer_was_lost(after(0, "")));
}

TEST(LostAnswer, IsToldFromAnAnswerThatCame) {
  EXPECT_FALSE(answer_was_lost(after(1, end_text(Outcome::try_later, "http_503", false))));
  EXPECT_TRUE(answer_was_lost(after(1, end_text(Outcome::unknown, "reply_lost", false))));
}

TEST(LostAnswer, IsRememberedThroughAllThatFollow) {
  std::string last = end_text(Outcome::unknown, "timeout", false);
  for (int attempt = 2; attempt < 5; ++attempt) {
    const bool lost = answer_was_lost(after(attempt, last));
    EXPECT_TRUE(lost) << attempt;
    last = end_text(Outcome::try_later, "http_503", lost);
  }
  EXPECT_EQ(last, "try_later http_503, answer lost before");
}

TEST(LostAnswer, IsThatOfAnAttemptWhoseEndWasNeverRecorded) {
  EXPECT_TRUE(answer_was_lost(after(1, ""))) << "its worker died";
}

TEST(LostAnswer, OfADeadLetterThatIsTriedAgainStillCounts) {
  EXPECT_TRUE(answer_was_lost(after(0, end_text(Outcome::refused, "http_409", true))));
}

}  // namespace

}  // namespace followup
