// The due role: fires once whoever looks, takes outcomes in, survives a crash after its claim, sets
// damaged cases aside, and wakes no earlier than needed (S-X08, S-X22, S-R28).
#include "core/flow/due_flow.h"

#include "core/codec/record_codec.h"
#include "tests/flow/world.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

/// The world of S-R01 at a local time, nothing fired yet.
void begin_s_r01(World& world, std::string_view local_time) {
  world.tell("R-1", referral("2011-01-01", 30), 1);
  world.at(local_time);
}

TEST(DueFlow, DoesNothingBeforeTheDueMoment) {
  World world;
  begin_s_r01(world, "2011-01-31T08:59:59");
  const auto turn = world.tick();
  ASSERT_TRUE(turn);
  EXPECT_EQ(turn->claimed, 0);
  EXPECT_EQ(turn->next, instant("2011-01-31T08:00:00Z"));
  EXPECT_EQ(world.stored("R-1")->version, 1U);
}

TEST(DueFlow, FiresAtTheDueMomentAndPutsTheNextDeadlineInPlace) {
  World world;
  begin_s_r01(world, "2011-01-31T09:00");
  const auto turn = world.tick();
  ASSERT_TRUE(turn);
  EXPECT_EQ(turn->claimed, 1);
  EXPECT_EQ(turn->fired, 1);
  EXPECT_EQ(turn->worst_lateness, Millis{0});
  EXPECT_EQ(turn->next, instant("2011-02-10T08:00:00Z"));
  EXPECT_EQ(world.due(), Lines{"R-1 2011-02-10T09:00"});
  EXPECT_EQ(world.waiting(), 1);
}

TEST(DueFlow, S_R01_FiresAndDeliversBothStepsOnce) {
  World world;
  begin_s_r01(world, "2011-01-31T09:00");
  world.settle();
  world.at("2011-02-10T09:00");
  world.settle();
  world.settle();
  EXPECT_EQ(world.sent_lines(), (Lines{"reminder R-1", "referral.followup_due R-1",
                                       "escalation R-1", "referral.escalated R-1"}));
  EXPECT_TRUE(world.stored("R-1")->open.empty());
}

TEST(DueFlow, TwoOfThemFireOnce) {
  World world;
  begin_s_r01(world, "2011-01-31T09:00");
  DueFlow one(world.memory(), world.context());
  DueFlow two(world.memory(), world.context());
  EXPECT_EQ(one.tick()->fired, 1);
  EXPECT_EQ(two.tick()->fired, 0);
  EXPECT_EQ(world.waiting(), 1);
}

/// Lets another due role tick between this one's claim and its commit.
class InterruptedStore : public FailingStore {
 public:
  InterruptedStore(World& world, Millis delay)
      : FailingStore(world.memory()), world_(world), delay_(delay) {}

  [[nodiscard]] CallTicket send(std::vector<CaseCall> calls) override {
    world_.later(delay_);
    other_fired_ = world_.tick()->fired;
    return FailingStore::send(std::move(calls));
  }

  [[nodiscard]] int other_fired() const { return other_fired_; }

 private:
  World& world_;
  Millis delay_;
  int other_fired_ = 0;
};

TEST(DueFlow, TwoOfThemFireOnceWhenOneIsStoppedPastItsLease) {
  World world;
  begin_s_r01(world, "2011-01-31T09:00");
  InterruptedStore store(world, DueFlow::lease + Millis{1});
  const auto turn = DueFlow(store, world.context()).tick();
  ASSERT_TRUE(turn);
  EXPECT_EQ(store.other_fired(), 1);
  EXPECT_EQ(turn->conflicts, 1);
  EXPECT_EQ(world.waiting(), 1);
  EXPECT_EQ(world.due(), Lines{"R-1 2011-02-10T09:00"});
}

TEST(DueFlow, AClaimHoldsForItsLease) {
  World world;
  begin_s_r01(world, "2011-01-31T09:00");
  InterruptedStore store(world, DueFlow::lease - Millis{1});
  EXPECT_EQ(DueFlow(store, world.context()).tick()->fired, 1);
  EXPECT_EQ(store.other_fired(), 0);
}

// A crash after the claim is a commit that never came.
TEST(DueFlow, ACrashAfterTheClaimCostsALease) {
  World world;
  begin_s_r01(world, "2011-01-31T09:00");
  world.store().fail(2, FailingStore::Fault::before);
  EXPECT_FALSE(world.tick());
  EXPECT_EQ(world.tick()->fired, 0) << "the lease still holds";
  world.later(DueFlow::lease);
  EXPECT_EQ(world.tick()->fired, 1);
  world.settle();
  EXPECT_EQ(world.sent_lines(), (Lines{"reminder R-1", "referral.followup_due R-1"}));
}

TEST(DueFlow, ALostReplyToItsCommitFiresNothingTwice) {
  World world;
  begin_s_r01(world, "2011-01-31T09:00");
  world.store().fail(2, FailingStore::Fault::after);
  EXPECT_FALSE(world.tick());
  world.later(DueFlow::lease);
  world.settle();
  EXPECT_EQ(world.sent_lines(), (Lines{"reminder R-1", "referral.followup_due R-1"}));
}

// S-R28, S-X08: all that came due in an outage fires once, in order, and not together (Q4).
TEST(DueFlow, S_X08_S_R28_FiresWhatCameDueInAnOutageOnce) {
  World world;
  begin_s_r01(world, "2011-02-15T14:00");
  EXPECT_EQ(world.tick()->fired, 1) << "the reminder alone";
  EXPECT_EQ(world.due(), Lines{"R-1 2011-02-17T09:00"});
  world.settle();
  EXPECT_TRUE(world.sent().front().late);
}

TEST(DueFlow, FiresWhatCameDueTogetherInOneTurn) {
  Policy policy = assist_policy();
  policy.referral.supervisor_days = 0;
  World world(policy);
  begin_s_r01(world, "2011-01-31T09:00");
  EXPECT_EQ(world.tick()->fired, 3) << "reminder, escalation and its hook";
}

TEST(DueFlow, SaysHowLateItWas) {
  World world;
  begin_s_r01(world, "2011-01-31T09:00:02");
  EXPECT_EQ(world.tick()->worst_lateness, std::chrono::seconds{2});
}

TEST(DueFlow, TakesOutcomesIn) {
  World world;
  begin_s_r01(world, "2011-01-31T09:00");
  static_cast<void>(world.tick());
  const auto attempts = world.begin();
  world.at("2011-01-31T11:30");
  world.end(attempts.at(0), Outcome::delivered);
  const auto turn = world.tick();
  ASSERT_TRUE(turn);
  EXPECT_EQ(turn->outcomes, 1);
  const auto facts = std::get<Referral>(world.stored("R-1")->facts);
  EXPECT_EQ(facts.reminder->at, instant("2011-01-31T10:30:00Z"));
  EXPECT_TRUE(facts.reminder->late);
  EXPECT_EQ(world.due(), Lines{"R-1 2011-02-10T09:00"});
  EXPECT_EQ(world.tick()->outcomes, 0);
}

TEST(DueFlow, TakesAnOutcomeInAfterTheCaseHasEnded) {
  World world;
  begin_s_r01(world, "2011-01-31T09:00");
  static_cast<void>(world.tick());
  const auto attempts = world.begin();
  world.tell("R-1", ReferralCancelled{}, 2);
  world.end(attempts.at(0), Outcome::delivered);
  EXPECT_EQ(world.tick()->outcomes, 1);
  EXPECT_TRUE(world.stored("R-1")->open.size() == 1U) << "the hook that it was handed over";
  world.settle();
  EXPECT_TRUE(world.stored("R-1")->open.empty());
}

TEST(DueFlow, SetsADamagedCaseAsideAndGoesOnWithTheOthers) {
  World world;
  world.tell("R-2", referral("2011-01-01", 30), 1);
  begin_s_r01(world, "2011-01-31T09:00");
  world.overwrite("R-1", "100000002deadbeef{}");
  const auto turn = world.tick();
  ASSERT_TRUE(turn);
  EXPECT_EQ(turn->damaged, 1);
  EXPECT_EQ(turn->fired, 1);
  EXPECT_EQ(world.memory().list_damaged(10)->size(), 1U);
  world.later(std::chrono::hours{1});
  EXPECT_EQ(world.tick()->claimed, 0) << "not claimed again";
}

TEST(DueFlow, LeavesCasesOfATenantThatIsNotConfiguredUntilItIs) {
  World world;
  begin_s_r01(world, "2011-01-31T09:00");
  Tenant assist = world.tenants().tenants.at("assist");
  world.tenants().tenants.erase("assist");
  EXPECT_EQ(world.tick()->fired, 0);
  world.tenants().tenants.emplace("assist", assist);
  world.later(DueFlow::lease);
  EXPECT_EQ(world.tick()->fired, 1);
}

TEST(DueFlow, TakesNoMoreThanItsLimit) {
  World world;
  for (int n = 0; n < 5; ++n)
    world.tell("R-" + std::to_string(n), referral("2011-01-01", 30), 1);
  world.at("2011-01-31T09:00");
  DueFlow flow(world.memory(), world.context());
  EXPECT_EQ(flow.tick(3)->claimed, 3);
  EXPECT_EQ(flow.tick(3)->claimed, 2);
  EXPECT_EQ(flow.tick(3)->claimed, 0);
}

TEST(DueFlow, ErasesACaseAfterItsRetention) {
  World world;
  begin_s_r01(world, "2011-01-02T10:00");
  world.tell("R-1", contact(true));
  world.settle();
  EXPECT_EQ(world.due(), Lines{"R-1 2012-01-02T10:00"});
  world.at("2012-01-02T10:00");
  EXPECT_EQ(world.tick()->claimed, 1);
  EXPECT_FALSE(world.stored("R-1").has_value());
  EXPECT_EQ(world.due(), Lines{});
  EXPECT_TRUE(world.memory().history({"assist", Kind::referral, "R-1"})->empty());
}

TEST(DueFlow, SaysThatTheStoreIsAway) {
  World world;
  world.store().set_down(true);
  const auto turn = world.tick();
  ASSERT_FALSE(turn);
  EXPECT_EQ(turn.error().code, Code::unavailable);
}

TEST(DueFlow, S_X22_AfterARestartFiresEachOfManyOnce) {
  World world;
  std::vector<WorkItem> items;
  for (int n = 0; n < 1000; ++n)
    items.push_back(world.item("R-" + std::to_string(n), referral("2011-01-01", 30), 1));
  world.run(std::move(items));
  world.at("2011-01-31T09:00");
  int fired = world.tick()->fired;
  world.restart();
  for (int round = 0; round < 10; ++round)
    fired += world.tick()->fired;
  EXPECT_EQ(fired, 1000);
  EXPECT_EQ(world.waiting(), 1000);
}

}  // namespace

}  // namespace followup
