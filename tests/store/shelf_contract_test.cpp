// The shelf: refused events, policy versions and marks.
#include "tests/store/store_contract.h"

namespace followup {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

RefusedEvent refused(const std::string& id, std::int64_t second, bool quarantined = false,
                     const std::string& on = "acme") {
  return {on, id, "reply to " + id, "raw " + id, quarantined, at(second)};
}

Lines ids(const std::vector<RefusedEvent>& events) {
  Lines lines;
  for (const auto& event : events)
    lines.push_back(event.id);
  return lines;
}

std::vector<bool> keep(Shelf& shelf, const std::vector<RefusedEvent>& events, int cap = 10,
                       int quarantine_cap = 10, std::int64_t drop_before = 0) {
  const auto kept = shelf.keep_refused(events, cap, quarantine_cap, at(drop_before));
  EXPECT_TRUE(kept);
  return kept ? *kept : std::vector<bool>();
}

TEST_P(StoreContract, KeepsARefusedEventWithItsReply) {
  EXPECT_THAT(keep(shelf(), {refused("e1", 5, true)}), ElementsAre(true));
  const auto events = shelf().list_refused("acme", 10);
  ASSERT_TRUE(events);
  ASSERT_EQ(events->size(), 1U);
  EXPECT_EQ(events->front().shelf, "acme");
  EXPECT_EQ(events->front().id, "e1");
  EXPECT_EQ(events->front().reply, "reply to e1");
  EXPECT_EQ(events->front().raw, "raw e1");
  EXPECT_TRUE(events->front().quarantined);
  EXPECT_EQ(events->front().at, at(5));
  EXPECT_EQ(*shelf().count_refused("acme"), 1);
}

TEST_P(StoreContract, KeepsTheSameRefusedEventOnce) {
  keep(shelf(), {refused("e1", 5), refused("e1", 6)});
  EXPECT_EQ(*shelf().count_refused("acme"), 1);
  EXPECT_EQ(shelf().list_refused("acme", 10)->front().at, at(5));
}

TEST_P(StoreContract, KeepsEachTenantsRefusalsOnAShelfOfTheirOwn) {
  keep(shelf(), {refused("e1", 5), refused("e2", 6, false, "beta"), refused("e3", 7, false, "")});
  EXPECT_THAT(ids(*shelf().list_refused("acme", 10)), ElementsAre("e1"));
  EXPECT_THAT(ids(*shelf().list_refused("beta", 10)), ElementsAre("e2"));
  EXPECT_THAT(ids(*shelf().list_refused("", 10)), ElementsAre("e3"));
  EXPECT_THAT(*shelf().list_refused("gamma", 10), IsEmpty());
}

TEST_P(StoreContract, MakesRoomByDroppingTheOldestRejected) {
  EXPECT_THAT(keep(shelf(), {refused("e1", 1), refused("e2", 2), refused("e3", 3)}, 2),
              ElementsAre(true, true, true));
  EXPECT_THAT(ids(*shelf().list_refused("acme", 10)), ElementsAre("e2", "e3"));
}

TEST_P(StoreContract, NeverDropsAQuarantinedEventToMakeRoom) {
  keep(shelf(), {refused("q1", 1, true), refused("e2", 2), refused("e3", 3)}, 1);
  EXPECT_THAT(ids(*shelf().list_refused("acme", 10)), ElementsAre("q1", "e3"));
}

TEST_P(StoreContract, SaysWhenTheQuarantineIsFull) {
  EXPECT_THAT(keep(shelf(), {refused("q1", 1, true), refused("q2", 2, true)}, 10, 1),
              ElementsAre(true, false));
  EXPECT_THAT(keep(shelf(), {refused("q1", 3, true), refused("e1", 4)}, 10, 1),
              ElementsAre(true, true));
  EXPECT_THAT(ids(*shelf().list_refused("acme", 10)), ElementsAre("q1", "e1"));
}

TEST_P(StoreContract, QuarantinesWhatWasOnlyRejectedBefore) {
  keep(shelf(), {refused("e1", 1)});
  EXPECT_THAT(keep(shelf(), {refused("e1", 2, true)}), ElementsAre(true));
  EXPECT_THAT(keep(shelf(), {refused("e1", 3)}), ElementsAre(true));
  const auto events = shelf().list_refused("acme", 10);
  ASSERT_EQ(events->size(), 1U);
  EXPECT_TRUE(events->front().quarantined);
  EXPECT_EQ(events->front().at, at(2));
}

TEST_P(StoreContract, DropsRejectedEventsThatAreTooOld) {
  keep(shelf(), {refused("e1", 1), refused("q1", 1, true), refused("e2", 9)});
  keep(shelf(), {refused("e3", 20)}, 10, 10, 9);
  EXPECT_THAT(ids(*shelf().list_refused("acme", 10)), ElementsAre("q1", "e2", "e3"));
}

TEST_P(StoreContract, ListsTheOldestRefusedEventsFirst) {
  keep(shelf(), {refused("e3", 3), refused("q2", 2, true), refused("e1", 1)});
  EXPECT_THAT(ids(*shelf().list_refused("acme", 2)), ElementsAre("e1", "q2"));
  EXPECT_THAT(*shelf().list_refused("acme", 0), IsEmpty());
}

TEST_P(StoreContract, DropsRefusedEventsThatWereReplayed) {
  std::vector<RefusedEvent> events;
  Lines gone;
  for (int i = 0; i < 250; ++i) {
    events.push_back(refused("e" + std::to_string(i), i, i % 2 == 0));
    if (i != 7) gone.push_back(events.back().id);
  }
  keep(shelf(), events, 1000, 1000);
  gone.emplace_back("never");
  EXPECT_TRUE(shelf().drop_refused("acme", gone));
  EXPECT_TRUE(shelf().drop_refused("acme", {}));
  EXPECT_THAT(ids(*shelf().list_refused("acme", 300)), ElementsAre("e7"));
  EXPECT_EQ(*shelf().count_refused("acme"), 1);
}

TEST_P(StoreContract, NumbersPolicyVersionsFromOne) {
  EXPECT_EQ(*shelf().publish_policy("acme", "days=30"), 1U);
  EXPECT_EQ(*shelf().publish_policy("acme", "days=20"), 2U);
  EXPECT_EQ(*shelf().publish_policy("beta", "days=20"), 1U);
  EXPECT_THAT(*shelf().policies("acme"), ElementsAre(Pair(1U, "days=30"), Pair(2U, "days=20")));
  EXPECT_THAT(*shelf().policies("gamma"), IsEmpty());
}

TEST_P(StoreContract, PublishesAPolicyAgainOnlyIfItDiffersFromTheNewest) {
  EXPECT_EQ(*shelf().publish_policy("acme", "a"), 1U);
  EXPECT_EQ(*shelf().publish_policy("acme", "a"), 1U);
  EXPECT_EQ(*shelf().publish_policy("acme", "b"), 2U);
  EXPECT_EQ(*shelf().publish_policy("acme", "a"), 3U);
}

TEST_P(StoreContract, NumbersMoreThanNinePolicies) {
  for (std::uint32_t i = 1; i <= 12; ++i) {
    EXPECT_EQ(*shelf().publish_policy("acme", "text " + std::to_string(i)), i);
  }
  EXPECT_EQ(shelf().policies("acme")->at(11), "text 11");
}

TEST_P(StoreContract, RemembersMarks) {
  EXPECT_EQ(*shelf().mark("clock"), std::nullopt);
  EXPECT_TRUE(*shelf().set_mark("clock", "one", false));
  EXPECT_TRUE(*shelf().set_mark("clock", "two", false));
  EXPECT_TRUE(*shelf().set_mark("breaker:x", "", false));
  EXPECT_EQ(*shelf().mark("clock"), "two");
  EXPECT_EQ(*shelf().mark("breaker:x"), "");
  EXPECT_THAT(*shelf().marks(), ElementsAre(Pair("breaker:x", ""), Pair("clock", "two")));
}

TEST_P(StoreContract, SaysWhoSetAMarkFirst) {
  EXPECT_TRUE(*shelf().set_mark("clock", "mine", true));
  EXPECT_FALSE(*shelf().set_mark("clock", "yours", true));
  EXPECT_EQ(*shelf().mark("clock"), "mine");
}

TEST_P(StoreContract, ForgetsAMarkThatIsCleared) {
  EXPECT_TRUE(shelf().set_mark("clock", "one", false));
  EXPECT_TRUE(shelf().clear_mark("clock"));
  EXPECT_TRUE(shelf().clear_mark("never"));
  EXPECT_EQ(*shelf().mark("clock"), std::nullopt);
  EXPECT_TRUE(*shelf().set_mark("clock", "two", true));
}

}  // namespace

}  // namespace followup
