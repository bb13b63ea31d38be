// C25: the cap on what an agent holds alone, however events meet: in one batch, in batches that
// overlap, in two daemons, and after a failure.
#include "tests/flow/world.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace followup {

namespace {

constexpr const char* list_of_anna = "personal:p:anna";

Policy capped(int most) {
  Policy policy = assist_policy();
  policy.contact.projects["p"] = {.max_personal = most};
  return policy;
}

class ListLimit : public testing::Test {
 protected:
  WorkItem follow_up(const std::string& contact, const std::string& agent = "anna",
                     const std::string& due = "2011-02-01T09:00") {
    FollowUpSet fact{.due = local(due), .agents = {person_ref(agent)}};
    return of_contact(contact, fact);
  }

  WorkItem of_contact(const std::string& contact, Payload payload) {
    WorkItem item = world.item("p/" + contact, std::move(payload));
    item.key.kind = item.event.kind = Kind::contact;
    return item;
  }

  /// "accepted", or the reason, of each.
  static std::string said(const std::vector<WorkResult>& results) {
    std::string text;
    for (const auto& result : results) {
      const auto& one = result.result;
      text += std::string(one.reason == Reason::none ? to_text(one.status) : to_text(one.reason));
      text += ";";
    }
    return text;
  }

  /// How many Anna holds alone.
  std::size_t held() {
    return world.memory().list_index("assist", list_of_anna, 0, 100).value().size();
  }

  World world{capped(2)};
};

TEST_F(ListLimit, HoldsForTheEventsOfOneBatch) {
  EXPECT_EQ(
      said(world.run({follow_up("K-1"), follow_up("K-2"), follow_up("K-3"), follow_up("K-4")})),
      "accepted;accepted;too_many_personal;too_many_personal;");
  EXPECT_EQ(held(), 2U);
}

TEST_F(ListLimit, HoldsForBatchesThatOverlapAndForTwoDaemons) {
  world.run({follow_up("K-1")});
  world.store().set_slow(true);
  CaseCache elsewhere(10);
  CaseBatch one({follow_up("K-2")}, world.store(), world.cache(), world.context());
  CaseBatch two({follow_up("K-3")}, world.store(), world.cache(), world.context());
  CaseBatch other({follow_up("K-4")}, world.store(), elsewhere, world.context());
  for (auto* batch : {&one, &two, &other})
    EXPECT_FALSE(batch->advance());
  world.store().set_slow(false);
  std::string all;
  for (auto* batch : {&other, &two, &one}) {
    batch->finish();
    all += said(batch->results());
  }
  EXPECT_EQ(std::count(all.begin(), all.end(), ';'), 3);
  EXPECT_EQ(all.find("accepted"), all.rfind("accepted")) << all;
  EXPECT_EQ(held(), 2U);
}

TEST_F(ListLimit, LeavesTheOtherEventsOfACaseAlone) {
  world.run({follow_up("K-1"), follow_up("K-2")});
  const auto results =
      world.run({follow_up("K-3", "bruno"), follow_up("K-3"),
                 of_contact("K-3", ContactStatus{.judgement = "A", .origin = Origin::call})});
  EXPECT_EQ(said(results), "accepted;too_many_personal;accepted;");
  const auto stored = std::get<ProjectContact>(world.stored("p/K-3", Kind::contact)->facts);
  EXPECT_EQ(stored.follow_up->holders.front().who.id, "bruno");
  EXPECT_EQ(stored.judgement, "A");
}

TEST_F(ListLimit, CountsAlsoWhatACaseWasOnlyForAMoment) {
  world.run({follow_up("K-1"), follow_up("K-2")});
  EXPECT_EQ(said(world.run({follow_up("K-3"), follow_up("K-3", "bruno")})),
            "too_many_personal;accepted;")
      << "as one after the other";
}

TEST_F(ListLimit, GivesAPlaceBackInTheSameBatch) {
  world.run({follow_up("K-1"), follow_up("K-2")});
  EXPECT_EQ(said(world.run({follow_up("K-1", "bruno"), follow_up("K-3")})), "accepted;accepted;");
  EXPECT_EQ(held(), 2U);
}

TEST_F(ListLimit, HoldsWhenTheAnswerToACommitWasLost) {
  const WorkItem second = follow_up("K-2");
  world.run({follow_up("K-1")});
  world.store().fail(1, FailingStore::Fault::after);
  EXPECT_EQ(said(world.run({second})), "store_unavailable;");
  EXPECT_EQ(said(world.run({second, follow_up("K-3")})), "already_seen;too_many_personal;");
  EXPECT_EQ(held(), 2U);
}

TEST_F(ListLimit, CostsNoCallWhereThereIsAPlace) {
  world.run({follow_up("K-1")});  // and the project has been read
  const int before = world.store().calls();
  world.run({follow_up("K-2")});
  EXPECT_EQ(world.store().calls(), before + 1);
}

TEST_F(ListLimit, KeepsNoListWhereThereIsNoCap) {
  World free(capped(2));
  Policy policy = capped(2);
  policy.contact.projects["p"].max_personal.reset();
  World open(policy);
  WorkItem item = follow_up("K-1");
  open.run({item});
  free.run({item});
  EXPECT_EQ(open.memory().list_index("assist", list_of_anna, 0, 9).value().size(), 0U);
  EXPECT_EQ(free.memory().list_index("assist", list_of_anna, 0, 9).value().size(), 1U);
}

}  // namespace

}  // namespace followup
