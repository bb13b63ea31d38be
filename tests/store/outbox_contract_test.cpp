// The outbox up to the attempt: lanes, leases, the fence, and what a withdrawal does.
#include "tests/store/store_contract.h"

namespace followup {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Go = BeginAnswer::Kind;

Lines ids(const std::vector<ClaimedNotification>& claimed) {
  Lines lines;
  for (const auto& entry : claimed)
    lines.push_back(entry.id);
  return lines;
}

Commit withdrawal(const std::string& case_id, std::uint32_t expected, const std::string& id,
                  const std::string& lane = "email:normal") {
  Commit commit = step(key(case_id), expected);
  commit.withdrawals.push_back({id, lane});
  return commit;
}

TEST_P(StoreContract, ClaimsANotificationWithEverythingAboutIt) {
  make_notification("R-1", "n1", "email:urgent", at(5));
  EXPECT_THAT(claim({"email:urgent"}, 4), IsEmpty());
  const auto claimed = claim_one(5, "email:urgent");
  EXPECT_EQ(claimed.id, "n1");
  EXPECT_EQ(claimed.lane, "email:urgent");
  EXPECT_EQ(claimed.body, "body of n1");
  EXPECT_EQ(claimed.frozen, "");
  EXPECT_EQ(claimed.attempts, 0);
  EXPECT_EQ(claimed.last_outcome, "");
  EXPECT_NE(claimed.token, "");
}

TEST_P(StoreContract, ClaimsTheFirstLanesNotificationsFirst) {
  make_notification("R-1", "a", "email:normal", at(1));
  make_notification("R-2", "b", "email:urgent", at(2));
  make_notification("R-3", "c", "email:urgent", at(3));
  EXPECT_THAT(ids(claim({"email:urgent", "email:normal"}, 9, 2)), ElementsAre("b", "c"));
  const auto rest = claim({"email:urgent", "email:normal"}, 9, 2);
  EXPECT_THAT(ids(rest), ElementsAre("a"));
  EXPECT_EQ(rest.front().lane, "email:normal");
}

TEST_P(StoreContract, ClaimsFromMoreLanesThanOneCallLooksAt) {
  Lines lanes;
  for (int i = 0; i < 150; ++i)
    lanes.push_back("webhook:acme/" + std::to_string(i));
  make_notification("R-1", "far", lanes[149]);
  make_notification("R-2", "near", lanes[3]);
  const auto claimed = claim(lanes, 9);
  EXPECT_THAT(ids(claimed), ElementsAre("near", "far"));
  EXPECT_EQ(claimed.back().lane, lanes[149]);
  EXPECT_THAT(claim({}, 9), IsEmpty());
  EXPECT_THAT(claim(lanes, 100, 0), IsEmpty());
}

TEST_P(StoreContract, LeasesAClaimedNotificationWithATokenOfItsOwn) {
  make_notification("R-1", "n1");
  make_notification("R-2", "n2");
  const auto claimed = claim({"email:normal"}, 0);
  ASSERT_EQ(claimed.size(), 2U);
  EXPECT_NE(claimed[0].token, claimed[1].token);
  EXPECT_THAT(claim({"email:normal"}, 9), IsEmpty());
  const auto again = claim({"email:normal"}, 10);
  ASSERT_EQ(again.size(), 2U);
  EXPECT_NE(again[0].token, claimed[0].token);
}

TEST_P(StoreContract, LeavesANotificationThatExistsAlreadyAsItIs) {
  make_notification("R-1", "n1", "email:normal", at(5));
  Commit again = step(key("R-1"), 1);
  again.notifications.push_back({"n1", "email:normal", "another body", at(50)});
  commit(again);
  EXPECT_EQ(lane("email:normal").waiting, 1);
  EXPECT_EQ(claim_one(5).body, "body of n1");
}

TEST_P(StoreContract, CountsAnAttemptAndKeepsItsInputsWhenItBegins) {
  make_notification("R-1", "n1");
  const auto claimed = claim_one(0);
  const auto answer = begin(claimed, "R-1", 1, "to anna");
  EXPECT_EQ(answer.kind, Go::go);
  EXPECT_EQ(answer.attempt, 1);
  EXPECT_EQ(answer.frozen, "to anna");
  EXPECT_EQ(lane("email:normal").next, at(100));
}

TEST_P(StoreContract, KeepsTheInputsOfTheFirstAttemptForTheNext) {
  make_notification("R-1", "n1");
  begin(claim_one(0), "R-1", 1, "to anna");
  const auto again = claim_one(100);
  EXPECT_EQ(again.frozen, "to anna");
  EXPECT_EQ(again.attempts, 1);
  const auto answer = begin(again, "R-1", 1, "to berta");
  EXPECT_EQ(answer.kind, Go::go);
  EXPECT_EQ(answer.attempt, 2);
  EXPECT_EQ(answer.frozen, "to anna");
}

TEST_P(StoreContract, CountsARepeatedBeginOnce) {
  make_notification("R-1", "n1");
  const auto claimed = claim_one(0);
  begin(claimed, "R-1", 1, "to anna");
  const auto again = begin(claimed, "R-1", 1, "to berta");
  EXPECT_EQ(again.kind, Go::go);
  EXPECT_EQ(again.attempt, 1);
  EXPECT_EQ(again.frozen, "to anna");
}

TEST_P(StoreContract, RefusesToBeginWithALeaseThatIsSomebodyElses) {
  make_notification("R-1", "n1");
  const auto old = claim_one(0);
  const auto fresh = claim_one(10);
  EXPECT_EQ(begin(old, "R-1").kind, Go::lost);
  EXPECT_EQ(begin(fresh, "R-1").kind, Go::go);
  EXPECT_EQ(outbox().find("n1", key("R-1"))->value().attempts, 1);
}

TEST_P(StoreContract, RefusesToBeginWithInputsOfAnOlderCase) {
  make_notification("R-1", "n1");
  const auto claimed = claim_one(0);
  commit(step(key("R-1"), 1));
  EXPECT_EQ(begin(claimed, "R-1", 1, "old inputs").kind, Go::changed);
  EXPECT_EQ(outbox().find("n1", key("R-1"))->value().attempts, 0);
  const auto answer = begin(claimed, "R-1", 2, "new inputs");
  EXPECT_EQ(answer.kind, Go::go);
  EXPECT_EQ(answer.frozen, "new inputs");
}

TEST_P(StoreContract, RefusesToBeginForACaseThatIsGone) {
  make_notification("R-1", "n1");
  const auto claimed = claim_one(0);
  Commit last = step(key("R-1"), 1);
  last.erase = true;
  commit(last);
  EXPECT_EQ(begin(claimed, "R-1", 1).kind, Go::changed);
}

TEST_P(StoreContract, DoesNotAskForTheVersionOnceInputsAreKept) {
  make_notification("R-1", "n1");
  begin(claim_one(0), "R-1", 1, "");
  commit(step(key("R-1"), 1));
  EXPECT_EQ(begin(claim_one(100), "R-1", 1, "other").kind, Go::go);
}

TEST_P(StoreContract, RemovesAWithdrawnNotificationThatWasNotBegun) {
  make_notification("R-1", "n1");
  const auto claimed = claim_one(0);
  const auto answer = commit(withdrawal("R-1", 1, "n1"));
  EXPECT_THAT(answer.in_flight, IsEmpty());
  EXPECT_EQ(lane("email:normal").waiting, 0);
  EXPECT_EQ(begin(claimed, "R-1", 2).kind, Go::withdrawn);
  EXPECT_EQ(record(Record::Kind::done, "n1", claimed.token, "R-1", 5), RecordAnswer::Kind::lost);
}

TEST_P(StoreContract, ListsAWithdrawnNotificationThatWasBegunAsInFlight) {
  make_notification("R-1", "n1");
  begin_one(0, "R-1");
  const auto answer = commit(withdrawal("R-1", 1, "n1"));
  EXPECT_EQ(answer.kind, CaseAnswer::Kind::applied);
  EXPECT_THAT(answer.in_flight, ElementsAre("n1"));
  EXPECT_THAT(*cases().in_flight(key("R-1"), {"n1", "n2"}), ElementsAre("n1"));
  EXPECT_EQ(lane("email:normal").next, at(100));
}

TEST_P(StoreContract, BeginsNoFurtherAttemptOfWhatWasWithdrawn) {
  make_notification("R-1", "n1");
  begin_one(0, "R-1");
  commit(withdrawal("R-1", 1, "n1"));
  const auto again = claim_one(100);
  EXPECT_EQ(begin(again, "R-1", 2).kind, Go::withdrawn);
  EXPECT_THAT(*cases().in_flight(key("R-1"), {"n1"}), ElementsAre("n1"));
  EXPECT_EQ(record(Record::Kind::done, "n1", again.token, "R-1", 101),
            RecordAnswer::Kind::recorded);
  EXPECT_THAT(*cases().in_flight(key("R-1"), {"n1"}), IsEmpty());
  EXPECT_THAT(outcomes("R-1", 101), ElementsAre("end of n1"));
}

TEST_P(StoreContract, LetsAWorkerEndAtOnceWhatIsWithdrawnBetweenTwoAttempts) {
  make_notification("R-1", "n1");
  const auto token = begin_one(0, "R-1");
  record(Record::Kind::retry, "n1", token, "R-1", 5, 5000);
  EXPECT_THAT(claim({"email:normal"}, 200), IsEmpty());
  EXPECT_THAT(commit(withdrawal("R-1", 1, "n1")).in_flight, ElementsAre("n1"));
  EXPECT_EQ(begin(claim_one(200), "R-1", 2).kind, Go::withdrawn);
}

TEST_P(StoreContract, WithdrawsADeadLetterWithoutCallingItInFlight) {
  make_notification("R-1", "n1");
  const auto token = begin_one(0, "R-1");
  record(Record::Kind::dead, "n1", token, "R-1", 5);
  EXPECT_THAT(*cases().in_flight(key("R-1"), {"n1"}), IsEmpty());
  EXPECT_THAT(commit(withdrawal("R-1", 1, "n1")).in_flight, IsEmpty());
  EXPECT_EQ(*shelf().count_dead(), 0);
  EXPECT_FALSE(outbox().find("n1", key("R-1"))->has_value());
}

TEST_P(StoreContract, TakesNoNoticeOfAWithdrawalOfWhatIsGone) {
  make_case("R-1");
  const auto answer = commit(withdrawal("R-1", 1, "never"));
  EXPECT_EQ(answer.kind, CaseAnswer::Kind::applied);
  EXPECT_THAT(answer.in_flight, IsEmpty());
}

TEST_P(StoreContract, WithdrawsAndAsksForOthersInOneCommit) {
  make_notification("R-1", "n1");
  Commit both = withdrawal("R-1", 1, "n1");
  both.withdrawals.push_back({"n0", "webhook:acme/crm"});
  both.history = {"line"};
  both.notifications.push_back({"n2", "webhook:acme/crm", "body of n2", at(3)});
  both.notifications.push_back({"n3", "email:urgent", "body of n3", at(4)});
  both.due = at(60);
  commit(both);
  EXPECT_EQ(lane("email:normal").waiting, 0);
  EXPECT_EQ(lane("webhook:acme/crm").next, at(3));
  EXPECT_EQ(lane("email:urgent").next, at(4));
  EXPECT_THAT(*cases().history(key("R-1")), ElementsAre("line"));
  EXPECT_THAT(due(), ElementsAre("R-1@60"));
}

TEST_P(StoreContract, MarksTheBegunNotificationsOfAnErasedCase) {
  make_notification("R-1", "n1");
  const auto token = begin_one(0, "R-1");
  Commit last = withdrawal("R-1", 1, "n1");
  last.erase = true;
  EXPECT_THAT(commit(last).in_flight, ElementsAre("n1"));
  EXPECT_EQ(record(Record::Kind::retry, "n1", token, "R-1", 5, 50), RecordAnswer::Kind::stopped);
  EXPECT_FALSE(outbox().find("n1", key("R-1"))->has_value());
}

TEST_P(StoreContract, GivesALeaseBackWithoutCountingAnAttempt) {
  make_notification("R-1", "n1");
  const auto claimed = claim_one(0);
  EXPECT_TRUE(outbox().give_back({{"n1", "email:normal", claimed.token, at(30)}}));
  EXPECT_THAT(claim({"email:normal"}, 29), IsEmpty());
  const auto again = claim_one(30);
  EXPECT_EQ(again.attempts, 0);
  EXPECT_EQ(begin(claimed, "R-1").kind, Go::lost);
}

TEST_P(StoreContract, LeavesALeaseThatIsGivenBackByAnother) {
  make_notification("R-1", "n1");
  const auto old = claim_one(0);
  const auto fresh = claim_one(10);
  EXPECT_TRUE(outbox().give_back({{"n1", "email:normal", old.token, at(11)}}));
  EXPECT_THAT(claim({"email:normal"}, 12), IsEmpty());
  EXPECT_EQ(begin(fresh, "R-1").kind, Go::go);
}

TEST_P(StoreContract, BringsForwardWhatWaitsTooLong) {
  constexpr int many = 1100;  // more than one look's worth
  for (int n = 0; n < many; ++n)
    make_notification("R-" + std::to_string(n), "n" + std::to_string(n), "email:normal", at(5000));
  make_notification("R-A", "due", "email:normal", at(10));
  make_notification("R-B", "soon", "email:urgent", at(100));
  make_notification("R-C", "other", "webhook:acme/crm", at(5000));
  EXPECT_TRUE(outbox().bring_forward({"email:normal", "email:urgent"}, at(100), at(50)));
  EXPECT_THAT(ids(claim({"email:normal"}, 49)), ElementsAre("due"));
  std::size_t claimed = 0;
  for (Lines found; claimed == 0 || !found.empty(); claimed += found.size())
    found = ids(claim({"email:normal"}, 50));
  EXPECT_EQ(claimed, many);
  EXPECT_EQ(lane("email:urgent").next, at(100));
  EXPECT_EQ(lane("webhook:acme/crm").next, at(5000));
}

TEST_P(StoreContract, SaysWhatWaitsInALane) {
  EXPECT_EQ(lane("email:normal").waiting, 0);
  EXPECT_EQ(lane("email:normal").next, std::nullopt);
  make_notification("R-1", "n1", "email:normal", at(20));
  make_notification("R-2", "n2", "email:normal", at(10));
  EXPECT_EQ(lane("email:normal").lane, "email:normal");
  EXPECT_EQ(lane("email:normal").waiting, 2);
  EXPECT_EQ(lane("email:normal").next, at(10));
  EXPECT_EQ(lane("email:normal").head, "n2");
}

TEST_P(StoreContract, FindsANotificationForLists) {
  make_notification("R-1", "n1", "email:urgent");
  const auto found = outbox().find("n1", key("R-1"));
  ASSERT_TRUE(found && found->has_value());
  EXPECT_EQ((*found)->id, "n1");
  EXPECT_EQ((*found)->lane, "email:urgent");
  EXPECT_EQ((*found)->body, "body of n1");
  EXPECT_EQ((*found)->attempts, 0);
  EXPECT_FALSE(outbox().find("n2", key("R-1"))->has_value());
}

}  // namespace

}  // namespace followup
