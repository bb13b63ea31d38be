// Policy versions: published once, never changed, found by number (Q7); and the cache of states.
#include "core/flow/policy_book.h"

#include "core/codec/record_codec.h"
#include "core/flow/case_cache.h"
#include "tests/support/failing_store.h"
#include "tests/support/story.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

TenantBook book_with(int supervisor_days) {
  TenantBook book;
  Tenant tenant;
  tenant.name = "assist";
  tenant.policy = assist_policy();
  tenant.policy.referral.supervisor_days = supervisor_days;
  book.tenants.emplace("assist", tenant);
  return book;
}

TEST(PolicyBook, PublishesAVersionOnlyWhenSomethingChanged) {
  MemoryStore store;
  for (const auto& [days, number] :
       std::vector<std::pair<int, std::uint32_t>>{{10, 1U}, {10, 1U}, {5, 2U}, {5, 2U}, {10, 3U}}) {
    PolicyBook book;
    ASSERT_TRUE(book.publish(book_with(days), store));
    EXPECT_EQ(book.newest("assist"), number);
    EXPECT_EQ(book.find("assist", number)->referral.supervisor_days, days);
  }
}

TEST(PolicyBook, KeepsOldVersionsForOpenCases) {
  MemoryStore store;
  PolicyBook book;
  ASSERT_TRUE(book.publish(book_with(10), store));
  ASSERT_TRUE(book.publish(book_with(5), store));
  EXPECT_EQ(book.find("assist", 1)->referral.supervisor_days, 10);
  EXPECT_EQ(book.find("assist", 2)->referral.supervisor_days, 5);
  EXPECT_EQ(book.find("assist", 0)->referral.supervisor_days, 5) << "0 is the newest";
  EXPECT_EQ(book.find("nobody", 1), nullptr);
  EXPECT_EQ(book.newest("nobody"), 0U);
}

TEST(PolicyBook, LooksForAVersionThatAnotherProcessPublishedMeanwhile) {
  MemoryStore store;
  PolicyBook mine;
  ASSERT_TRUE(mine.publish(book_with(10), store));
  PolicyBook other;
  ASSERT_TRUE(other.publish(book_with(5), store));
  EXPECT_TRUE(mine.ensure("assist", 2));
  EXPECT_EQ(mine.find("assist", 2)->referral.supervisor_days, 5);
  EXPECT_TRUE(mine.ensure("assist", 1));
  EXPECT_TRUE(mine.ensure("assist", 0));
  EXPECT_FALSE(mine.ensure("assist", 3));
  EXPECT_FALSE(mine.ensure("nobody", 1));
}

TEST(PolicyBook, SaysThatTheStoreIsAwayOrAVersionDamaged) {
  MemoryStore memory;
  FailingStore store(memory);
  PolicyBook book;
  store.set_down(true);
  EXPECT_FALSE(book.publish(book_with(10), store));
  EXPECT_FALSE(book.load(book_with(10), store));
  store.set_down(false);
  ASSERT_TRUE(store.publish_policy("assist", "{"));
  const auto loaded = book.load(book_with(10), store);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().what.substr(0, 25), "policy 1 of tenant assist");
}

Case state_of(const std::string& id, std::uint32_t version) {
  Case state = empty_case({"assist", Kind::referral, id});
  state.version = version;
  return state;
}

TEST(CaseCache, GivesAStateAwayOnce) {
  CaseCache cache(2);
  cache.put(state_of("R-1", 7));
  EXPECT_EQ(cache.take({"assist", Kind::referral, "R-1"})->version, 7U);
  EXPECT_FALSE(cache.take({"assist", Kind::referral, "R-1"}).has_value());
}

TEST(CaseCache, KnowsOfAProjectOnlyWhatItWasTold) {
  CaseCache cache(2);
  const CaseKey told{"assist", Kind::project, "p"};
  const CaseKey untold{"assist", Kind::project, "q"};
  EXPECT_FALSE(cache.project(told).has_value());
  cache.put_project(told, ProjectState::stopped);
  cache.put_project(untold, std::nullopt);
  EXPECT_EQ(cache.project(told), std::optional(std::optional(ProjectState::stopped)));
  ASSERT_TRUE(cache.project(untold).has_value()) << "read, and nothing was there";
  EXPECT_FALSE(cache.project(untold)->has_value());
  cache.forget_project(told);
  EXPECT_FALSE(cache.project(told).has_value());
}

TEST(CaseCache, LosesTheLeastRecentlyUsedFirst) {
  CaseCache cache(2);
  cache.put(state_of("R-1", 1));
  cache.put(state_of("R-2", 1));
  cache.put(state_of("R-1", 2));
  cache.put(state_of("R-3", 1));
  EXPECT_EQ(cache.size(), 2U);
  EXPECT_FALSE(cache.take({"assist", Kind::referral, "R-2"}).has_value());
  EXPECT_EQ(cache.take({"assist", Kind::referral, "R-1"})->version, 2U);
  EXPECT_FALSE(cache.take({"other", Kind::referral, "R-3"}).has_value());
}

TEST(CaseCache, HoldsNothingWithoutCapacity) {
  CaseCache cache(0);
  cache.put(state_of("R-1", 1));
  EXPECT_EQ(cache.size(), 0U);
}

}  // namespace

}  // namespace followup
