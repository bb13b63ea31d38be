// The due set: who is claimed, for how long, and what comes with it.
#include "tests/store/store_contract.h"

namespace followup {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Lines ids(const std::vector<ClaimedCase>& claimed) {
  Lines lines;
  for (const auto& entry : claimed)
    lines.push_back(entry.key.id);
  return lines;
}

TEST_P(StoreContract, ClaimsWhatIsDueEarliestFirst) {
  make_case("late", at(61));
  make_case("second", at(60));
  make_case("first", at(59));
  const auto claimed = cases().claim_due(at(60), at(65), 10);
  ASSERT_TRUE(claimed);
  EXPECT_THAT(ids(*claimed), ElementsAre("first", "second"));
  EXPECT_EQ(claimed->front().score, at(59));
  EXPECT_EQ(claimed->front().record, record_of(1));
  EXPECT_EQ(claimed->front().key, key("first"));
  EXPECT_THAT(claimed->front().outcomes, IsEmpty());
}

TEST_P(StoreContract, LeasesAClaimedCaseUntilTheLeaseEnds) {
  make_case("R-1", at(60));
  EXPECT_EQ(cases().claim_due(at(60), at(65), 10)->size(), 1U);
  EXPECT_THAT(due(), ElementsAre("R-1@65"));
  EXPECT_THAT(*cases().claim_due(at(64), at(69), 10), IsEmpty());
  const auto again = cases().claim_due(at(65), at(70), 10);
  EXPECT_THAT(ids(*again), ElementsAre("R-1"));
  EXPECT_EQ(again->front().score, at(65));
}

TEST_P(StoreContract, LetsACommitEndTheLease) {
  make_case("R-1", at(60));
  EXPECT_TRUE(cases().claim_due(at(60), at(65), 10));
  commit(step(key("R-1"), 1, at(61)));
  EXPECT_THAT(due(), ElementsAre("R-1@61"));
}

TEST_P(StoreContract, ClaimsNoMoreThanAskedFor) {
  for (int i = 0; i < 5; ++i)
    make_case("R-" + std::to_string(i), at(i));
  EXPECT_THAT(ids(*cases().claim_due(at(60), at(65), 2)), ElementsAre("R-0", "R-1"));
  EXPECT_THAT(*cases().claim_due(at(60), at(65), 0), IsEmpty());
  EXPECT_THAT(ids(*cases().claim_due(at(60), at(65), 10)), ElementsAre("R-2", "R-3", "R-4"));
}

TEST_P(StoreContract, ClaimsAtMostTwoHundredAtOnce) {
  for (int i = 0; i < 230; ++i)
    make_case(std::to_string(i), at(1));
  EXPECT_EQ(cases().claim_due(at(60), at(65), 1000)->size(), 200U);
  EXPECT_EQ(cases().claim_due(at(60), at(65), 1000)->size(), 30U);
}

TEST_P(StoreContract, BringsTheOutcomesWithTheClaim) {
  make_notification("R-1", "n1");
  make_notification("R-2", "n2");
  record(Record::Kind::done, "n1", "", "R-1", 10);
  EXPECT_THAT(outcomes("R-1", 20), ElementsAre("end of n1"));
  EXPECT_THAT(outcomes("R-2", 20), IsEmpty());
}

TEST_P(StoreContract, BringsFiftyOutcomesOfACaseAtMost) {
  Commit first = step(key("R-1"), 0);
  for (int i = 0; i < 60; ++i) {
    first.notifications.push_back({"n" + std::to_string(i), "email:normal", "body", at(0)});
  }
  commit(first);
  for (int i = 0; i < 60; ++i) {
    record(Record::Kind::done, "n" + std::to_string(i), "", "R-1", 10);
  }
  const auto lines = outcomes("R-1", 20);
  ASSERT_EQ(lines.size(), 50U);
  EXPECT_EQ(lines.front(), "end of n0");
  EXPECT_EQ(lines.back(), "end of n49");
}

TEST_P(StoreContract, LeavesCasesDueOnceTwoHundredOutcomesHaveCome) {
  for (int c = 0; c < 6; ++c) {
    const std::string id = "R-" + std::to_string(c);
    Commit first = step(key(id), 0);
    for (int i = 0; i < 50; ++i) {
      first.notifications.push_back({id + std::to_string(i), "email:normal", "body", at(0)});
    }
    commit(first);
    for (int i = 0; i < 50; ++i) {
      record(Record::Kind::done, id + std::to_string(i), "", id, 10 + c);
    }
  }
  EXPECT_THAT(ids(*cases().claim_due(at(60), at(65), 10)), ElementsAre("R-0", "R-1", "R-2", "R-3"));
  EXPECT_THAT(ids(*cases().claim_due(at(60), at(65), 10)), ElementsAre("R-4", "R-5"));
}

TEST_P(StoreContract, SaysWhenTheNextCaseIsDue) {
  EXPECT_EQ(*cases().next_due(), std::nullopt);
  make_case("R-1", at(60));
  make_case("R-2", at(30));
  EXPECT_EQ(*cases().next_due(), at(30));
}

TEST_P(StoreContract, ListsWhatIsDueFromAnInstantOn) {
  for (int i = 0; i < 5; ++i)
    make_case("R-" + std::to_string(i), at(i));
  const auto entries = cases().list_due(at(2), 2);
  ASSERT_TRUE(entries);
  ASSERT_EQ(entries->size(), 2U);
  EXPECT_EQ((*entries)[0].key, key("R-2"));
  EXPECT_EQ((*entries)[1].at, at(3));
  EXPECT_THAT(*cases().list_due(at(2), 0), IsEmpty());
}

TEST_P(StoreContract, OrdersCasesOfOneInstantByTheirNames) {
  for (const auto* id : {"b", "a", "B", "c"})
    make_case(id, at(1));
  EXPECT_THAT(due(), ElementsAre("B@1", "a@1", "b@1", "c@1"));
}

TEST_P(StoreContract, KeepsInstantsExactToTheMillisecondInAnyYear) {
  for (const std::int64_t ms : {-62'135'596'800'000LL, -1LL, 0LL, 1'303'203'600'001LL,
                                4'102'444'800'123LL, 253'402'300'799'999LL}) {
    const std::string id = "at" + std::to_string(ms);
    commit(step(key(id), 0, from_ms(ms)));
    EXPECT_EQ(*cases().next_due(), from_ms(ms)) << ms;
    const auto claimed = cases().claim_due(from_ms(ms), from_ms(ms), 1);
    ASSERT_EQ(claimed->size(), 1U);
    EXPECT_EQ(claimed->front().score, from_ms(ms)) << ms;
    commit(step(key(id), 1));
  }
}

TEST_P(StoreContract, DropsADamagedCaseWithAllThatIsStoredOfIt) {
  make_case("R-1", at(1));
  make_case("R-2", at(1));
  EXPECT_TRUE(cases().set_aside_damaged(key("R-1"), at(10)));
  EXPECT_TRUE(*shelf().drop_damaged(key("R-1")));
  EXPECT_FALSE(*shelf().drop_damaged(key("R-1"))) << "it is gone";
  EXPECT_FALSE(*shelf().drop_damaged(key("R-2"))) << "it is not damaged";
  EXPECT_THAT(*shelf().list_damaged(10), IsEmpty());
  EXPECT_EQ(cases().call({{key("R-1"), std::nullopt}})->front().kind, CaseAnswer::Kind::absent);
  EXPECT_EQ(cases().call({{key("R-2"), std::nullopt}})->front().kind, CaseAnswer::Kind::found);
}

TEST_P(StoreContract, SetsADamagedCaseAsideUntilItIsErased) {
  make_notification("R-1", "n1");
  commit(step(key("R-1"), 1, at(5)));
  make_case("R-2", at(5));
  EXPECT_TRUE(cases().set_aside_damaged(key("R-1"), at(10)));
  EXPECT_TRUE(cases().set_aside_damaged(key("R-3"), at(9)));
  EXPECT_TRUE(cases().set_aside_damaged(key("R-1"), at(8)));
  EXPECT_THAT(*shelf().list_damaged(10), ElementsAre(key("R-3"), key("R-1")));
  EXPECT_THAT(*shelf().list_damaged(1), ElementsAre(key("R-3")));
  EXPECT_THAT(due(), ElementsAre("R-2@5"));
  record(Record::Kind::done, "n1", "", "R-1", 20);
  EXPECT_THAT(due(), ElementsAre("R-2@5"));
}

}  // namespace

}  // namespace followup
