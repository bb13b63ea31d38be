// How attempts end: done, again later, dead; and dead letters afterwards.
#include "tests/store/store_contract.h"

namespace followup {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Kind = Record::Kind;
using Said = RecordAnswer::Kind;

TEST_P(StoreContract, HandsTheEndOfANotificationToItsCase) {
  make_notification("R-1", "n1");
  const auto token = begin_one(0, "R-1");
  EXPECT_EQ(record(Kind::done, "n1", token, "R-1", 7), Said::recorded);
  EXPECT_FALSE(outbox().find("n1", key("R-1"))->has_value());
  EXPECT_EQ(lane("email:normal").waiting, 0);
  EXPECT_THAT(due(), ElementsAre("R-1@7"));
  EXPECT_THAT(outcomes("R-1", 7), ElementsAre("end of n1"));
}

TEST_P(StoreContract, MakesACaseDueEarlierButNeverLater) {
  make_notification("R-1", "n1");
  commit(step(key("R-1"), 1, at(60)));
  make_notification("R-2", "n2");
  commit(step(key("R-2"), 1, at(3)));
  record(Kind::done, "n1", "", "R-1", 7);
  record(Kind::done, "n2", "", "R-2", 7);
  EXPECT_THAT(due(), ElementsAre("R-2@3", "R-1@7"));
}

TEST_P(StoreContract, BringsAClaimedCaseBackForAnOutcome) {
  make_notification("R-1", "n1");
  commit(step(key("R-1"), 1, at(5)));
  EXPECT_EQ(cases().claim_due(at(6), at(11), 10)->size(), 1U);
  record(Kind::done, "n1", "", "R-1", 7);
  EXPECT_THAT(due(), ElementsAre("R-1@7"));
}

TEST_P(StoreContract, TakesADeliveryWhoeverHoldsTheLease) {
  make_notification("R-1", "n1");
  const auto old = begin_one(0, "R-1");
  claim_one(100);
  EXPECT_EQ(record(Kind::done, "n1", old, "R-1", 101), Said::recorded);
  EXPECT_EQ(record(Kind::done, "n1", old, "R-1", 102), Said::lost);
  EXPECT_THAT(outcomes("R-1", 103), ElementsAre("end of n1"));
}

TEST_P(StoreContract, TakesTheEndOfWhatNeededNoAttempt) {
  make_notification("R-1", "n1");
  const auto claimed = claim_one(0);
  EXPECT_EQ(record(Kind::done, "n1", claimed.token, "R-1", 1), Said::recorded);
  EXPECT_THAT(outcomes("R-1", 1), ElementsAre("end of n1"));
}

TEST_P(StoreContract, DropsTheOutcomeOfACaseThatIsGone) {
  make_notification("R-1", "n1");
  Commit last = step(key("R-1"), 1);
  last.erase = true;
  commit(last);
  EXPECT_EQ(record(Kind::done, "n1", "", "R-1", 7), Said::recorded);
  EXPECT_THAT(due(), IsEmpty());
  make_case("R-1", at(1));
  EXPECT_THAT(outcomes("R-1", 8), IsEmpty());
}

TEST_P(StoreContract, WaitsForTheNextAttemptAfterARetry) {
  make_notification("R-1", "n1");
  const auto token = begin_one(0, "R-1");
  EXPECT_EQ(record(Kind::retry, "n1", token, "R-1", 5, 65), Said::recorded);
  EXPECT_THAT(due(), IsEmpty());
  EXPECT_THAT(claim({"email:normal"}, 64), IsEmpty());
  const auto again = claim_one(65);
  EXPECT_EQ(again.attempts, 1);
  EXPECT_EQ(again.last_outcome, "smtp_451");
  EXPECT_EQ(again.frozen, "inputs");
}

TEST_P(StoreContract, DoesNotCountAnAttemptThatIsPutBack) {
  make_notification("R-1", "n1");
  const auto token = begin_one(0, "R-1");
  EXPECT_EQ(record(Kind::put_back, "n1", token, "R-1", 5, 65), Said::recorded);
  EXPECT_THAT(due(), IsEmpty());
  EXPECT_THAT(claim({"email:normal"}, 64), IsEmpty());
  const auto again = claim_one(65);
  EXPECT_EQ(again.attempts, 0);
  EXPECT_EQ(again.frozen, "inputs");
  EXPECT_EQ(begin(again, "R-1").attempt, 1);
  EXPECT_EQ(record(Kind::put_back, "n1", token, "R-1", 66, 70), Said::lost);
}

TEST_P(StoreContract, ForgetsTheLastOutcomeWhenAnAttemptBegins) {
  make_notification("R-1", "n1");
  const auto token = begin_one(0, "R-1");
  record(Kind::retry, "n1", token, "R-1", 5, 65);
  begin_one(65, "R-1");
  EXPECT_EQ(claim_one(100).last_outcome, "");
}

TEST_P(StoreContract, EndsALeaseByARetry) {
  make_notification("R-1", "n1");
  const auto claimed = claim_one(0);
  begin(claimed, "R-1");
  record(Kind::retry, "n1", claimed.token, "R-1", 5, 65);
  EXPECT_EQ(begin(claimed, "R-1").kind, BeginAnswer::Kind::lost);
  EXPECT_EQ(record(Kind::retry, "n1", claimed.token, "R-1", 6, 7), Said::lost);
  EXPECT_EQ(lane("email:normal").next, at(65));
}

TEST_P(StoreContract, TakesARetryOrADeathOnlyFromTheHolderOfTheLease) {
  make_notification("R-1", "n1");
  const auto old = begin_one(0, "R-1");
  const auto fresh = claim_one(100);
  EXPECT_EQ(record(Kind::retry, "n1", old, "R-1", 101, 105), Said::lost);
  EXPECT_EQ(record(Kind::dead, "n1", old, "R-1", 101), Said::lost);
  EXPECT_EQ(record(Kind::retry, "n1", "", "R-1", 101, 105), Said::lost);
  EXPECT_EQ(lane("email:normal").next, at(110));
  EXPECT_EQ(*shelf().count_dead(), 0);
  EXPECT_THAT(due(), IsEmpty());
  EXPECT_EQ(record(Kind::retry, "n1", fresh.token, "R-1", 101, 105), Said::recorded);
}

TEST_P(StoreContract, EndsAtARetryWhatHadBeenAskedBack) {
  make_notification("R-1", "n1");
  const auto token = begin_one(0, "R-1");
  Commit cancel = step(key("R-1"), 1);
  cancel.withdrawals.push_back({"n1", "email:normal"});
  commit(cancel);
  EXPECT_EQ(record(Kind::retry, "n1", token, "R-1", 5, 65), Said::stopped);
  EXPECT_FALSE(outbox().find("n1", key("R-1"))->has_value());
  EXPECT_EQ(lane("email:normal").waiting, 0);
  EXPECT_THAT(outcomes("R-1", 5), ElementsAre("end of n1"));
}

TEST_P(StoreContract, MakesNoDeadLetterOfWhatHadBeenAskedBack) {
  make_notification("R-1", "n1");
  const auto token = begin_one(0, "R-1");
  Commit cancel = step(key("R-1"), 1);
  cancel.withdrawals.push_back({"n1", "email:normal"});
  commit(cancel);
  EXPECT_EQ(record(Kind::dead, "n1", token, "R-1", 5), Said::stopped);
  EXPECT_EQ(*shelf().count_dead(), 0);
  EXPECT_THAT(outcomes("R-1", 5), ElementsAre("end of n1"));
}

TEST_P(StoreContract, SaysOfADeliveryThatItIsRecordedEvenIfItHadBeenAskedBack) {
  make_notification("R-1", "n1");
  const auto token = begin_one(0, "R-1");
  Commit cancel = step(key("R-1"), 1);
  cancel.withdrawals.push_back({"n1", "email:normal"});
  commit(cancel);
  EXPECT_EQ(record(Kind::done, "n1", token, "R-1", 5), Said::recorded);
}

TEST_P(StoreContract, KeepsADeadLetterWithWhatItWas) {
  make_notification("R-1", "n1");
  const auto token = begin_one(0, "R-1");
  EXPECT_EQ(record(Kind::dead, "n1", token, "R-1", 7), Said::recorded);
  EXPECT_EQ(lane("email:normal").waiting, 0);
  EXPECT_THAT(outcomes("R-1", 7), ElementsAre("end of n1"));
  const auto letters = shelf().list_dead(10);
  ASSERT_TRUE(letters);
  ASSERT_EQ(letters->size(), 1U);
  const auto& letter = letters->front();
  EXPECT_EQ(letter.id, "n1");
  EXPECT_EQ(letter.lane, "email:normal");
  EXPECT_EQ(letter.body, "body of n1");
  EXPECT_EQ(letter.last_outcome, "smtp_451");
  EXPECT_EQ(letter.attempts, 1);
  EXPECT_EQ(letter.at, at(7));
  EXPECT_EQ(*shelf().count_dead(), 1);
}

TEST_P(StoreContract, TakesALateDeliveryOfADeadLetter) {
  make_notification("R-1", "n1");
  const auto token = begin_one(0, "R-1");
  record(Kind::dead, "n1", token, "R-1", 7);
  EXPECT_EQ(record(Kind::dead, "n1", token, "R-1", 8), Said::lost);
  EXPECT_EQ(record(Kind::done, "n1", token, "R-1", 9), Said::recorded);
  EXPECT_EQ(*shelf().count_dead(), 0);
}

TEST_P(StoreContract, PutsADeadLetterBackIntoItsLane) {
  make_notification("R-1", "n1");
  const auto token = begin_one(0, "R-1");
  record(Kind::dead, "n1", token, "R-1", 7);
  EXPECT_TRUE(*shelf().retry_dead("n1", at(20)));
  EXPECT_FALSE(*shelf().retry_dead("n1", at(21)));
  EXPECT_FALSE(*shelf().retry_dead("never", at(21)));
  EXPECT_EQ(*shelf().count_dead(), 0);
  const auto claimed = claim_one(20);
  EXPECT_EQ(claimed.attempts, 0);
  EXPECT_EQ(claimed.frozen, "inputs");
  EXPECT_EQ(begin(claimed, "R-1").attempt, 1);
  EXPECT_THAT(*cases().in_flight(key("R-1"), {"n1"}), ElementsAre("n1"));
}

TEST_P(StoreContract, RetriesOnlyWhatIsDead) {
  make_notification("R-1", "n1", "email:normal", at(50));
  EXPECT_FALSE(*shelf().retry_dead("n1", at(20)));
  EXPECT_FALSE(*shelf().drop_dead("n1"));
  EXPECT_EQ(lane("email:normal").next, at(50));
}

TEST_P(StoreContract, DropsADeadLetterForGood) {
  make_notification("R-1", "n1");
  const auto token = begin_one(0, "R-1");
  record(Kind::dead, "n1", token, "R-1", 7);
  EXPECT_TRUE(*shelf().drop_dead("n1"));
  EXPECT_FALSE(*shelf().drop_dead("n1"));
  EXPECT_EQ(*shelf().count_dead(), 0);
  EXPECT_FALSE(outbox().find("n1", key("R-1"))->has_value());
}

TEST_P(StoreContract, TrimsDeadLettersByAgeAndNumber) {
  for (int i = 0; i < 6; ++i) {
    const std::string id = "n" + std::to_string(i);
    make_notification("R-" + std::to_string(i), id);
    const auto claimed = claim_one(0);
    begin(claimed, "R-" + std::to_string(i));
    record(Kind::dead, id, claimed.token, "R-" + std::to_string(i), 10 + i);
  }
  EXPECT_EQ(*shelf().trim_dead(100, at(12)), 2);
  EXPECT_EQ(*shelf().trim_dead(3, at(0)), 1);
  EXPECT_EQ(*shelf().trim_dead(3, at(0)), 0);
  const auto letters = shelf().list_dead(10);
  ASSERT_EQ(letters->size(), 3U);
  EXPECT_EQ(letters->front().id, "n3");
  EXPECT_EQ(shelf().list_dead(1)->size(), 1U);
  EXPECT_THAT(*shelf().list_dead(0), IsEmpty());
  EXPECT_FALSE(outbox().find("n2", key("R-2"))->has_value());
}

}  // namespace

}  // namespace followup
