// Batches of events: one commit a case, conflicts, duplicates, damaged records, failures of the
// store, and what an answer says of what is in flight (S-X01, S-X05, S-X22).
#include "core/flow/case_batch.h"

#include "core/codec/record_codec.h"
#include "core/flow/related_work.h"
#include "tests/flow/world.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

std::vector<Status> statuses(const std::vector<WorkResult>& results) {
  std::vector<Status> made;
  for (const auto& result : results)
    made.push_back(result.result.status);
  return made;
}

TEST(CaseBatch, StoresACaseWithItsEarliestDeadline) {
  World world;
  const auto result = world.tell("R-1", referral("2011-01-01", 30));
  EXPECT_EQ(result.result.status, Status::accepted);
  EXPECT_EQ(world.due(), Lines{"R-1 2011-01-31T09:00"});
  EXPECT_EQ(world.stored("R-1")->version, 1U);
  EXPECT_EQ(world.stored("R-1")->policy, 1U);
}

TEST(CaseBatch, CommitsANewCaseWithoutLookingFirst) {
  World world;
  world.tell("R-1", referral("2011-01-01", 30));
  EXPECT_EQ(world.store().calls(), 1);
}

TEST(CaseBatch, ReadsAKnownCaseOnceAndThenNoMore) {
  World world;
  world.tell("R-1", referral("2011-01-01", 30));
  world.restart();
  const int before = world.store().calls();
  world.tell("R-1", contact(false));
  EXPECT_EQ(world.store().calls() - before, 2) << "a read and a commit";
  world.tell("R-1", contact(false));
  EXPECT_EQ(world.store().calls() - before, 3) << "a commit of what the cache holds";
}

TEST(CaseBatch, CommitsSeveralEventsOfACaseOnce) {
  World world;
  const auto results =
      world.run({world.item("R-1", referral("2011-01-01", 30), 1), world.item("R-1", contact(true)),
                 world.item("R-2", referral("2011-01-02", 30), 1),
                 world.item("R-1", ContactWithdrawn{}), world.item("R-1", contact(false))});
  EXPECT_EQ(statuses(results), std::vector<Status>(5, Status::accepted));
  EXPECT_EQ(world.stored("R-1")->version, 1U);
  EXPECT_EQ(world.due(), (Lines{"R-1 2011-01-31T09:00", "R-2 2011-02-01T09:00"}));
  EXPECT_EQ(std::get<Referral>(world.stored("R-1")->facts).contact, Contact::no);
}

TEST(CaseBatch, AppliesEventsOfACaseInTheirOrder) {
  World world;
  world.run({world.item("R-1", referral("2011-01-01", 30)), world.item("R-1", contact(false)),
             world.item("R-1", contact(true))});
  EXPECT_EQ(std::get<Referral>(world.stored("R-1")->facts).contact, Contact::yes);
  const auto history = world.memory().history({"assist", Kind::referral, "R-1"});
  ASSERT_EQ(history->size(), 3U) << "two events and the notification that it is closed";
  EXPECT_EQ(decode_history(history->at(0))->name, "referral.contact_recorded");
  EXPECT_EQ(decode_history(history->at(2))->name, "followup.closed");
}

TEST(CaseBatch, S_X01_KnowsADuplicateInTheSameBatchAndInALaterOne) {
  World world;
  const WorkItem created = world.item("R-1", referral("2011-01-01", 30), 1);
  EXPECT_EQ(statuses(world.run({created, created})),
            (std::vector<Status>{Status::accepted, Status::duplicate}));
  EXPECT_EQ(statuses(world.run({created})), std::vector<Status>{Status::duplicate});
  world.restart();
  EXPECT_EQ(statuses(world.run({created})), std::vector<Status>{Status::duplicate});
  EXPECT_EQ(world.stored("R-1")->version, 1U);
}

TEST(CaseBatch, AnswersEachEventForItself) {
  World world;
  EXPECT_EQ(
      statuses(world.run({world.item("R-1", referral("2011-01-15", 30), 2),
                          world.item("R-1", referral("2011-01-01", 30), 1),
                          world.item("R-2", referral("2011-01-01", std::nullopt), 1),
                          world.item("R-3", referral("2011-01-01", 30), 1)})),
      (std::vector<Status>{Status::accepted, Status::stale, Status::rejected, Status::accepted}));
  EXPECT_FALSE(world.stored("R-2").has_value());
}

// Another daemon commits between this one's read and its commit: the cache is outdated.
TEST(CaseBatch, AppliesAgainAfterAConflict) {
  World world;
  world.tell("R-1", referral("2011-01-01", 30), 1);
  CaseCache elsewhere(10);
  CaseBatch other({world.item("R-1", referral("2011-01-15", 30), 2)}, world.memory(), elsewhere,
                  world.context());
  other.finish();
  const auto results = world.run(
      {world.item("R-1", contact(false)), world.item("R-1", referral("2011-01-01", 30), 1)});
  EXPECT_EQ(statuses(results), (std::vector<Status>{Status::accepted, Status::stale}));
  EXPECT_EQ(world.stored("R-1")->version, 3U);
  EXPECT_EQ(world.due(), Lines{"R-1 2011-02-14T09:00"});
}

TEST(CaseBatch, TakesASecondTellingOfANewCaseForWhatItIs) {
  World world;
  const WorkItem created = world.item("R-1", referral("2011-01-01", 30), 1);
  CaseCache elsewhere(10);
  CaseBatch other({created}, world.memory(), elsewhere, world.context());
  other.finish();
  EXPECT_EQ(statuses(world.run({created})), std::vector<Status>{Status::duplicate});
}

TEST(CaseBatch, SaysAgainWhatAContactHasNotSeenOfItsProject) {
  Policy policy = assist_policy();
  policy.contact.projects["p"] = {};
  World world(policy);
  FollowUpSet fact;
  fact.agents = {{.id = "anna", .name = {}, .email = {}}};
  fact.due = local("2011-02-01T09:00");
  WorkItem set = world.item("p/K-1", fact);
  set.key.kind = set.event.kind = Kind::contact;
  WorkItem stopped = world.item("p", ProjectStateSet{ProjectState::stopped});
  stopped.key.kind = stopped.event.kind = Kind::project;
  world.cache().put_project(stopped.key, std::nullopt);  // read a moment ago
  CaseCache elsewhere(10);
  CaseBatch other({stopped}, world.memory(), elsewhere, world.context());
  other.finish();

  const auto since = [&](const WorkItem& item) {
    CaseBatch batch({item}, world.memory(), world.cache(), world.context());
    batch.finish();
    return batch.results().front().project_since;
  };
  EXPECT_EQ(since(set), ProjectState::stopped);
  EXPECT_EQ(since(set), ProjectState::stopped) << "sent again, untold";
  since(project_told(set.key, ProjectState::stopped, world.now()));
  EXPECT_EQ(since(set), std::nullopt);
  EXPECT_EQ(std::get<ProjectContact>(world.stored("p/K-1", Kind::contact)->facts).project,
            ProjectState::stopped);
}

/// A store where somebody else is always quicker: no commit ever finds its version.
class ContestedStore : public FailingStore {
 public:
  using FailingStore::FailingStore;

  [[nodiscard]] CallTicket send(std::vector<CaseCall> calls) override {
    for (auto& call : calls)
      call.commit.reset();
    return FailingStore::send(std::move(calls));
  }

  [[nodiscard]] Result<std::vector<CaseAnswer>> wait(CallTicket ticket) override {
    auto answers = FailingStore::wait(ticket);
    for (auto& answer : answers.value())
      answer.kind = CaseAnswer::Kind::conflict;
    return answers;
  }
};

TEST(CaseBatch, GivesUpAsBusyWhereItNeverWins) {
  World world;
  ContestedStore contested(world.memory());
  CaseCache cache(10);
  CaseBatch batch({world.item("R-1", referral("2011-01-01", 30))}, contested, cache,
                  world.context());
  batch.finish();
  EXPECT_EQ(batch.results().front().result.status, Status::busy);
  EXPECT_TRUE(batch.failure().has_value());
}

TEST(CaseBatch, QuarantinesEventsOfADamagedCaseAndDoesTheOthers) {
  World world;
  world.tell("R-1", referral("2011-01-01", 30), 1);
  world.tell("R-2", referral("2011-01-01", 30), 1);
  world.overwrite("R-1", "100000002deadbeef{}");
  world.restart();
  const auto results =
      world.run({world.item("R-1", contact(true)), world.item("R-2", contact(true))});
  EXPECT_EQ(statuses(results), (std::vector<Status>{Status::quarantined, Status::accepted}));
  EXPECT_EQ(results[0].result.reason, Reason::damaged_record);
  ASSERT_EQ(results[0].result.faults.size(), 1U);
  EXPECT_EQ(results[0].result.faults[0].path, "/subject");
}

TEST(CaseBatch, IsBusyWhenTheStoreFailsAndTheSecondTryIsKnown) {
  for (const auto fault :
       {FailingStore::Fault::before, FailingStore::Fault::after, FailingStore::Fault::half_way}) {
    World world;
    const std::vector<WorkItem> items{world.item("R-1", referral("2011-01-01", 30), 1),
                                      world.item("R-2", referral("2011-01-01", 30), 1)};
    world.store().fail(1, fault);
    const auto failed = world.run(items);
    EXPECT_EQ(statuses(failed), std::vector<Status>(2, Status::busy));
    EXPECT_EQ(failed[0].result.reason, Reason::store_unavailable);
    const bool first_stored = fault != FailingStore::Fault::before;
    const bool second_stored = fault == FailingStore::Fault::after;
    EXPECT_EQ(statuses(world.run(items)),
              (std::vector<Status>{first_stored ? Status::duplicate : Status::accepted,
                                   second_stored ? Status::duplicate : Status::accepted}));
    EXPECT_EQ(world.due(), (Lines{"R-1 2011-01-31T09:00", "R-2 2011-01-31T09:00"}));
  }
}

TEST(CaseBatch, S_X05_AnswersACancellationWithWhatIsInFlightAndARepeatedOneToo) {
  World world;
  world.tell("R-1", referral("2011-01-01", 30), 1);
  world.at("2011-01-31T09:00");
  static_cast<void>(world.tick());
  const auto attempts = world.begin();
  ASSERT_EQ(attempts.size(), 1U);
  const WorkItem cancelled = world.item("R-1", ReferralCancelled{}, 2);
  const Lines in_flight{attempts[0].notification.id};
  EXPECT_EQ(world.run({cancelled}).front().in_flight, in_flight);
  const auto repeated = world.run({cancelled}).front();
  EXPECT_EQ(repeated.result.status, Status::duplicate);
  EXPECT_EQ(repeated.in_flight, in_flight);
  world.end(attempts[0], Outcome::delivered);
  EXPECT_EQ(world.run({cancelled}).front().in_flight, Lines{});
}

TEST(CaseBatch, S_X05_TakesBackWhatWasNotBegun) {
  World world;
  world.tell("R-1", referral("2011-01-01", 30), 1);
  world.at("2011-01-31T09:00");
  static_cast<void>(world.tick());
  EXPECT_EQ(world.waiting(), 1);
  EXPECT_EQ(world.tell("R-1", ReferralCancelled{}, 2).in_flight, Lines{});
  EXPECT_EQ(world.waiting(), 0);
  world.settle();
  EXPECT_EQ(world.sent_lines(), Lines{});
}

TEST(CaseBatch, TellsTheEarliestDeadlineThatItCommitted) {
  World world;
  CaseCache cache(10);
  CaseBatch batch(
      {world.item("R-1", referral("2011-01-15", 30)), world.item("R-2", referral("2011-01-01", 30)),
       world.item("anna", PersonRecord{.name = "Anna"})},
      world.store(), cache, world.context());
  batch.finish();
  EXPECT_EQ(batch.earliest_due(), instant("2011-01-31T08:00:00Z"));
  EXPECT_EQ(batch.keys().size(), 3U);
}

TEST(CaseBatch, StoresDirectoryEntriesWithoutADueEntry) {
  World world;
  world.tell("anna", PersonRecord{.name = "Anna"});
  world.tell("intake", GroupRecord{.name = "Intake"});
  EXPECT_TRUE(world.stored("anna", Kind::person).has_value());
  EXPECT_TRUE(world.stored("intake", Kind::group).has_value());
  EXPECT_EQ(world.due(), Lines{});
}

TEST(CaseBatch, ReadsAPolicyVersionThatAnotherProcessPublished) {
  World world;
  world.tell("R-1", referral("2011-01-01", 30), 1);
  Policy five = assist_policy();
  five.referral.supervisor_days = 5;
  ASSERT_EQ(*world.memory().publish_policy("assist", encode_policy(five)), 2U);
  Case state = *world.stored("R-1");
  state.policy = 2;
  state.version = 2;
  world.overwrite("R-1", encode_case(state));
  CaseCache cache(10);
  CaseBatch batch({world.item("R-1", contact(false))}, world.store(), cache, world.context());
  batch.finish();
  EXPECT_EQ(batch.results().front().result.status, Status::accepted);
  EXPECT_NE(world.policies().find("assist", 2), nullptr);
  EXPECT_EQ(world.policies().find("assist", 2)->referral.supervisor_days, 5);
}

}  // namespace

}  // namespace followup
