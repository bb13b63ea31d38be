// Indexes: what every store promises about the lists that cases are on.
#include "tests/store/store_contract.h"

namespace followup {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Answer = CaseAnswer::Kind;

/// A commit that puts the case into the index at that second; without one it leaves.
Commit listing(const CaseKey& of, std::uint32_t expected, const std::string& index,
               std::optional<std::int64_t> second) {
  Commit commit = step(of, expected);
  commit.indexes.push_back({index, second ? std::optional(at(*second)) : std::nullopt});
  return commit;
}

TEST_P(StoreContract, ListsNothingUnderANameThatNobodyUsed) {
  EXPECT_THAT(listed("callbacks"), IsEmpty());
}

TEST_P(StoreContract, ListsCasesInTheOrderOfTheirInstants) {
  commit(listing(key("R-1"), 0, "callbacks", 60));
  commit(listing(key("R-2"), 0, "callbacks", 30));
  commit(listing(key("R-3"), 0, "callbacks", 90));
  EXPECT_THAT(listed("callbacks"), ElementsAre("R-2@30", "R-1@60", "R-3@90"));
}

TEST_P(StoreContract, ListsCasesOfOneInstantByTheirNames) {
  for (const auto* id : {"R-2", "R-10", "R-1"})
    commit(listing(key(id), 0, "callbacks", 60));
  EXPECT_THAT(listed("callbacks"), ElementsAre("R-1@60", "R-10@60", "R-2@60"));
}

TEST_P(StoreContract, ListsCasesOfEveryKindWithTheirKeys) {
  const CaseKey contact{"acme", Kind::contact, "spring/K7:1"};
  commit(listing(contact, 0, "project:spring", 60));
  const auto entries = cases().list_index("acme", "project:spring", 0, 10);
  ASSERT_TRUE(entries && entries->size() == 1);
  EXPECT_EQ(entries->front().key, contact);
}

TEST_P(StoreContract, MovesACaseWithinAnIndex) {
  commit(listing(key("R-1"), 0, "callbacks", 60));
  commit(listing(key("R-2"), 0, "callbacks", 70));
  commit(listing(key("R-1"), 1, "callbacks", 80));
  EXPECT_THAT(listed("callbacks"), ElementsAre("R-2@70", "R-1@80"));
}

TEST_P(StoreContract, TakesACaseOutOfAnIndex) {
  commit(listing(key("R-1"), 0, "callbacks", 60));
  commit(listing(key("R-2"), 0, "callbacks", 70));
  commit(listing(key("R-1"), 1, "callbacks", std::nullopt));
  EXPECT_THAT(listed("callbacks"), ElementsAre("R-2@70"));
  commit(listing(key("R-2"), 1, "callbacks", std::nullopt));
  EXPECT_THAT(listed("callbacks"), IsEmpty());
}

TEST_P(StoreContract, TakesACaseOutOfAnIndexThatItIsNotIn) {
  EXPECT_EQ(commit(listing(key("R-1"), 0, "callbacks", std::nullopt)).kind, Answer::applied);
  EXPECT_THAT(listed("callbacks"), IsEmpty());
}

TEST_P(StoreContract, ChangesSeveralIndexesWithOneCommit) {
  Commit first = listing(key("R-1"), 0, "callbacks", 60);
  first.indexes.push_back({"callbacks:operator:rossi", at(60)});
  commit(first);
  Commit second = listing(key("R-1"), 1, "callbacks", 90);
  second.indexes.push_back({"callbacks:operator:rossi", std::nullopt});
  second.indexes.push_back({"callbacks:team:it", at(90)});
  second.history = {"line"};
  second.notifications.push_back({"n1", "email:normal", "body", at(0)});
  commit(second);
  EXPECT_THAT(listed("callbacks"), ElementsAre("R-1@90"));
  EXPECT_THAT(listed("callbacks:operator:rossi"), IsEmpty());
  EXPECT_THAT(listed("callbacks:team:it"), ElementsAre("R-1@90"));
  EXPECT_THAT(*cases().history(key("R-1")), ElementsAre("line"));
  EXPECT_EQ(lane("email:normal").waiting, 1);
}

TEST_P(StoreContract, KeepsItsPlaceInIndexesThatACommitDoesNotName) {
  commit(listing(key("R-1"), 0, "callbacks", 60));
  commit(step(key("R-1"), 1, at(5)));
  EXPECT_THAT(listed("callbacks"), ElementsAre("R-1@60"));
}

TEST_P(StoreContract, ChangesNoIndexOnAConflict) {
  commit(listing(key("R-1"), 0, "callbacks", 60));
  Commit late = listing(key("R-1"), 7, "callbacks", std::nullopt);
  late.indexes.push_back({"callbacks:team:it", at(60)});
  EXPECT_EQ(commit(late).kind, Answer::conflict);
  EXPECT_THAT(listed("callbacks"), ElementsAre("R-1@60"));
  EXPECT_THAT(listed("callbacks:team:it"), IsEmpty());
}

TEST_P(StoreContract, TakesAnErasedCaseOutOfTheIndexesThatTheErasureNames) {
  commit(listing(key("R-1"), 0, "callbacks", 60));
  commit(listing(key("R-2"), 0, "callbacks", 60));
  Commit last = listing(key("R-1"), 1, "callbacks", std::nullopt);
  last.erase = true;
  last.withdrawals.push_back({"n1", "email:normal"});
  EXPECT_EQ(commit(last).kind, Answer::applied);
  EXPECT_EQ(stored("R-1"), "");
  EXPECT_THAT(listed("callbacks"), ElementsAre("R-2@60"));
}

TEST_P(StoreContract, CarriesTheStepsOfOneCaseOutInTheirOrder) {
  std::vector<CaseCall> calls;
  calls.push_back({key("R-1"), listing(key("R-1"), 0, "callbacks", 60)});
  calls.push_back({key("R-2"), listing(key("R-2"), 0, "callbacks", 70)});
  calls.push_back({key("R-1"), listing(key("R-1"), 1, "callbacks", std::nullopt)});
  calls.push_back({key("R-3"), step(key("R-3"), 0, at(1))});
  calls.push_back({key("R-2"), listing(key("R-2"), 1, "callbacks", 80)});
  for (const auto& answer : *cases().call(std::move(calls)))
    EXPECT_EQ(answer.kind, Answer::applied);
  EXPECT_THAT(listed("callbacks"), ElementsAre("R-2@80"));
  EXPECT_THAT(due(), ElementsAre("R-3@1"));
}

TEST_P(StoreContract, ListsABatchThatIsLongerThanOneCallOfTheStore) {
  std::vector<CaseCall> calls;
  for (int i = 0; i < 300; ++i) {
    const auto of = key("R-" + std::to_string(i));
    calls.push_back({of, listing(of, 0, "callbacks", 1000 - i)});
  }
  EXPECT_TRUE(cases().call(std::move(calls)));
  const auto lines = listed("callbacks");
  ASSERT_EQ(lines.size(), 300U);
  EXPECT_EQ(lines.front(), "R-299@701");
}

/// A commit that puts the case into the index if fewer than `most` others are there.
Commit limited(const CaseKey& of, std::uint32_t expected, const std::string& index, int most) {
  Commit commit = listing(of, expected, index, 60);
  commit.limits.push_back({index, most});
  return commit;
}

TEST_P(StoreContract, StoresNothingOfACommitWhoseIndexHasNoPlaceLeft) {
  EXPECT_EQ(commit(limited(key("R-1"), 0, "callbacks", 2)).kind, Answer::applied);
  EXPECT_EQ(commit(limited(key("R-2"), 0, "callbacks", 2)).kind, Answer::applied);
  Commit third = limited(key("R-3"), 0, "callbacks", 2);
  third.limits.push_back({"callbacks:team:it", 1});
  third.notifications.push_back({"n1", "email:normal", "body", at(0)});
  const CaseAnswer answer = commit(third);
  EXPECT_EQ(answer.kind, Answer::full);
  EXPECT_THAT(answer.full, ElementsAre("callbacks"));
  EXPECT_EQ(answer.record, "");
  EXPECT_EQ(stored("R-3"), "");
  EXPECT_THAT(listed("callbacks"), ElementsAre("R-1@60", "R-2@60"));
  EXPECT_EQ(lane("email:normal").waiting, 0);
  commit(listing(key("R-1"), 1, "callbacks", std::nullopt));
  EXPECT_EQ(commit(third).kind, Answer::applied);
}

TEST_P(StoreContract, CountsInALimitedIndexOnlyTheOthers) {
  EXPECT_EQ(commit(limited(key("R-1"), 0, "callbacks", 1)).kind, Answer::applied);
  EXPECT_EQ(commit(limited(key("R-1"), 1, "callbacks", 1)).kind, Answer::applied);
  commit(listing(key("R-2"), 0, "callbacks", 60));
  const CaseAnswer answer = commit(limited(key("R-1"), 2, "callbacks", 1));
  EXPECT_EQ(answer.kind, Answer::full);
  EXPECT_EQ(answer.record, stored("R-1")) << "it is there to be looked at again";
}

TEST_P(StoreContract, SaysConflictAndNotFullOfAnOldVersion) {
  commit(listing(key("R-1"), 0, "callbacks", 60));
  commit(listing(key("R-2"), 0, "callbacks", 60));
  EXPECT_EQ(commit(limited(key("R-2"), 7, "callbacks", 1)).kind, Answer::conflict);
}

TEST_P(StoreContract, ErasesACaseWhateverIsFull) {
  commit(listing(key("R-1"), 0, "callbacks", 60));
  commit(listing(key("R-2"), 0, "callbacks", 60));
  Commit last = listing(key("R-2"), 1, "callbacks", std::nullopt);
  last.limits.push_back({"callbacks", 1});
  last.erase = true;
  EXPECT_EQ(commit(last).kind, Answer::applied);
  EXPECT_EQ(stored("R-2"), "");
}

TEST_P(StoreContract, LimitsACommitByThoseBeforeItInTheSameBatch) {
  std::vector<CaseCall> calls;
  for (int i = 0; i < 300; ++i) {
    const auto of = key("R-" + std::to_string(i));
    calls.push_back({of, i % 2 == 0 ? limited(of, 0, "callbacks", 30)
                                    : listing(of, 0, "callbacks:team:it", 60)});
  }
  int applied = 0;
  for (const auto& answer : *cases().call(std::move(calls)))
    applied += answer.kind == Answer::applied ? 1 : 0;
  EXPECT_EQ(applied, 30 + 150);
  EXPECT_EQ(listed("callbacks").size(), 30U);
  EXPECT_EQ(listed("callbacks:team:it").size(), 150U);
}

TEST_P(StoreContract, KeepsTheLimitsOfTenantsApart) {
  commit(listing({"acme", Kind::appointment, "1"}, 0, "callbacks", 60));
  EXPECT_EQ(commit(limited({"zeta", Kind::appointment, "2"}, 0, "callbacks", 1)).kind,
            Answer::applied);
}

TEST_P(StoreContract, ListsAPageAfterAnOffset) {
  for (int i = 0; i < 5; ++i)
    commit(listing(key("R-" + std::to_string(i)), 0, "callbacks", i));
  EXPECT_THAT(listed("callbacks", 0, 2), ElementsAre("R-0@0", "R-1@1"));
  EXPECT_THAT(listed("callbacks", 2, 2), ElementsAre("R-2@2", "R-3@3"));
  EXPECT_THAT(listed("callbacks", 4, 2), ElementsAre("R-4@4"));
  EXPECT_THAT(listed("callbacks", 5, 2), IsEmpty());
  EXPECT_THAT(listed("callbacks", 0, 0), IsEmpty());
}

TEST_P(StoreContract, ListsSeveralIndexesFromAnInstantOn) {
  for (int i = 0; i < 5; ++i)
    commit(listing(key("R-" + std::to_string(i)), 0, "meetings:person:ann", i));
  commit(listing(key("R-7"), 0, "meetings:person:bob", 2));
  commit(listing({"zeta", Kind::meeting, "M-1"}, 0, "meetings:person:bob", 3));
  const auto from_second = [&](std::int64_t second, int limit) {
    std::vector<Lines> lists;
    const auto found = cases().list_indexes(
        "acme", {"meetings:person:bob", "meetings:person:eve", "meetings:person:ann"}, at(second),
        limit);
    EXPECT_TRUE(found);
    for (const auto& list : *found) {
      Lines& lines = lists.emplace_back();
      for (const auto& entry : list)
        lines.push_back(entry.key.id);
    }
    return lists;
  };
  EXPECT_THAT(from_second(2, 2),
              ElementsAre(ElementsAre("R-7"), IsEmpty(), ElementsAre("R-2", "R-3")));
  EXPECT_THAT(from_second(4, 9), ElementsAre(IsEmpty(), IsEmpty(), ElementsAre("R-4")));
  EXPECT_THAT(from_second(0, 0), ElementsAre(IsEmpty(), IsEmpty(), IsEmpty()));
}

TEST_P(StoreContract, KeepsTheIndexesOfTenantsApart) {
  commit(listing({"acme", Kind::appointment, "1"}, 0, "callbacks", 60));
  commit(listing({"zeta", Kind::appointment, "2"}, 0, "callbacks", 60));
  EXPECT_THAT(listed("callbacks"), ElementsAre("1@60"));
  EXPECT_THAT(listed("callbacks", 0, 10, "zeta"), ElementsAre("2@60"));
}

}  // namespace

}  // namespace followup
