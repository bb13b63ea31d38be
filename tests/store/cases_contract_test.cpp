// Commits, loads, histories and sweeps: what every store promises about a case.
#include "tests/store/store_contract.h"

#include <set>

namespace followup {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Answer = CaseAnswer::Kind;

TEST_P(StoreContract, KnowsNothingOfACaseThatWasNeverCommitted) {
  EXPECT_EQ(call({key("R-1"), std::nullopt}).kind, Answer::absent);
  EXPECT_EQ(stored("R-1"), "");
}

TEST_P(StoreContract, CreatesACaseByItsFirstCommit) {
  EXPECT_EQ(commit(step(key("R-1"), 0, at(60))).kind, Answer::applied);
  const auto found = call({key("R-1"), std::nullopt});
  EXPECT_EQ(found.kind, Answer::found);
  EXPECT_EQ(found.record, record_of(1));
  EXPECT_THAT(due(), ElementsAre("R-1@60"));
}

TEST_P(StoreContract, KeepsCasesOfOtherTenantsAndKindsApart) {
  commit(step({"acme", Kind::person, "1"}, 0));
  EXPECT_EQ(call({{"acme", Kind::group, "1"}, std::nullopt}).kind, Answer::absent);
  EXPECT_EQ(call({{"acme2", Kind::person, "1"}, std::nullopt}).kind, Answer::absent);
  EXPECT_EQ(call({{"acme", Kind::person, "1"}, std::nullopt}).kind, Answer::found);
}

TEST_P(StoreContract, ReplacesARecordAtTheVersionItWasMadeFrom) {
  make_case("R-1", at(60));
  EXPECT_EQ(commit(step(key("R-1"), 1, at(90))).kind, Answer::applied);
  EXPECT_EQ(stored("R-1"), record_of(2));
  EXPECT_THAT(due(), ElementsAre("R-1@90"));
}

TEST_P(StoreContract, ComparesVersionsInAllTheirDigits) {
  Commit first = step(key("R-1"), 0);
  first.record = record_of(0x12345678);
  commit(first);
  EXPECT_EQ(commit(step(key("R-1"), 0x02345678)).kind, Answer::conflict);
  EXPECT_EQ(commit(step(key("R-1"), 0x12345678)).kind, Answer::applied);
}

TEST_P(StoreContract, AnswersACreationOfWhatExistsWithTheStoredRecord) {
  make_case("R-1");
  commit(step(key("R-1"), 1));
  const auto answer = commit(step(key("R-1"), 0));
  EXPECT_EQ(answer.kind, Answer::conflict);
  EXPECT_EQ(answer.record, record_of(2));
}

TEST_P(StoreContract, AnswersACommitToACaseThatIsGoneWithoutARecord) {
  const auto answer = commit(step(key("R-1"), 3));
  EXPECT_EQ(answer.kind, Answer::conflict);
  EXPECT_EQ(answer.record, "");
  EXPECT_EQ(stored("R-1"), "");
}

TEST_P(StoreContract, WritesNothingOnAConflict) {
  make_notification("R-1", "old");
  const auto token = begin_one(1, "R-1");
  record(Record::Kind::retry, "old", token, "R-1", 2, 40);
  commit(step(key("R-2"), 0));
  Commit late = step(key("R-1"), 7, at(60));
  late.history = {"line"};
  late.notifications.push_back({"new", "email:normal", "body", at(0)});
  late.withdrawals.push_back({"old", "email:normal"});
  EXPECT_EQ(commit(late).kind, Answer::conflict);
  EXPECT_EQ(stored("R-1"), record_of(1));
  EXPECT_THAT(due(), IsEmpty());
  EXPECT_THAT(*cases().history(key("R-1")), IsEmpty());
  EXPECT_FALSE(outbox().find("new", key("R-1"))->has_value());
  EXPECT_EQ(lane("email:normal").waiting, 1);
  EXPECT_EQ(lane("email:normal").next, at(40));
}

TEST_P(StoreContract, ErasesNothingOnAConflict) {
  make_case("R-1", at(60));
  Commit late = step(key("R-1"), 2);
  late.erase = true;
  EXPECT_EQ(commit(late).kind, Answer::conflict);
  EXPECT_EQ(stored("R-1"), record_of(1));
  EXPECT_THAT(due(), ElementsAre("R-1@60"));
}

TEST_P(StoreContract, TakesACaseWithoutADeadlineOutOfTheDueSet) {
  make_case("R-1", at(60));
  commit(step(key("R-1"), 1));
  EXPECT_THAT(due(), IsEmpty());
}

TEST_P(StoreContract, AnswersTheCallsOfABatchInTheirOrder) {
  std::vector<CaseCall> calls;
  calls.push_back({key("R-1"), step(key("R-1"), 0)});
  calls.push_back({key("R-1"), std::nullopt});
  calls.push_back({key("R-2"), std::nullopt});
  calls.push_back({key("R-1"), step(key("R-1"), 1)});
  calls.push_back({key("R-1"), step(key("R-1"), 1)});
  const auto answers = cases().call(std::move(calls));
  ASSERT_TRUE(answers);
  ASSERT_EQ(answers->size(), 5U);
  EXPECT_EQ((*answers)[0].kind, Answer::applied);
  EXPECT_EQ((*answers)[1].record, record_of(1));
  EXPECT_EQ((*answers)[2].kind, Answer::absent);
  EXPECT_EQ((*answers)[3].kind, Answer::applied);
  EXPECT_EQ((*answers)[4].kind, Answer::conflict);
  EXPECT_EQ((*answers)[4].record, record_of(2));
}

TEST_P(StoreContract, AnswersABatchOfNothingWithNothing) {
  const auto answers = cases().call({});
  ASSERT_TRUE(answers);
  EXPECT_THAT(*answers, IsEmpty());
}

TEST_P(StoreContract, KeepsTheAnswersOfSeveralTicketsApart) {
  std::vector<CaseCall> one;
  one.push_back({key("R-1"), step(key("R-1"), 0)});
  std::vector<CaseCall> two;
  two.push_back({key("R-1"), std::nullopt});
  two.push_back({key("R-2"), std::nullopt});
  const CallTicket first = cases().send(std::move(one));
  const CallTicket second = cases().send(std::move(two));
  const auto later = cases().wait(second);
  ASSERT_TRUE(later);
  ASSERT_EQ(later->size(), 2U);
  EXPECT_EQ((*later)[0].record, record_of(1));
  const auto earlier = cases().wait(first);
  ASSERT_TRUE(earlier);
  EXPECT_EQ(earlier->front().kind, Answer::applied);
}

TEST_P(StoreContract, AnswersATicketOnce) {
  const CallTicket ticket = cases().send({});
  EXPECT_TRUE(cases().wait(ticket));
  const auto again = cases().wait(ticket);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Code::internal);
}

TEST_P(StoreContract, AppendsHistoryInOrder) {
  Commit first = step(key("R-1"), 0);
  first.history = {"one", "two"};
  commit(first);
  Commit second = step(key("R-1"), 1);
  second.history = {"three"};
  commit(second);
  EXPECT_THAT(*cases().history(key("R-1")), ElementsAre("one", "two", "three"));
  EXPECT_THAT(*cases().history(key("R-2")), IsEmpty());
}

TEST_P(StoreContract, KeepsTheNewestThousandLinesOfAHistory) {
  Commit first = step(key("R-1"), 0);
  for (int i = 0; i < 900; ++i)
    first.history.push_back("a" + std::to_string(i));
  commit(first);
  Commit second = step(key("R-1"), 1);
  for (int i = 0; i < 150; ++i)
    second.history.push_back("b" + std::to_string(i));
  commit(second);
  const auto lines = cases().history(key("R-1"));
  ASSERT_TRUE(lines);
  ASSERT_EQ(lines->size(), history_cap);
  EXPECT_EQ(lines->front(), "a50");
  EXPECT_EQ(lines->back(), "b149");
}

TEST_P(StoreContract, KeepsTheNewestOfMoreLinesThanAHistoryHolds) {
  Commit first = step(key("R-1"), 0);
  for (int i = 0; i < 1200; ++i)
    first.history.push_back(std::to_string(i));
  commit(first);
  const auto lines = cases().history(key("R-1"));
  ASSERT_EQ(lines->size(), history_cap);
  EXPECT_EQ(lines->front(), "200");
}

TEST_P(StoreContract, TakesTheOldestOutcomesThatACommitHasTakenIn) {
  make_case("R-1");
  for (const auto* id : {"n1", "n2", "n3"}) {
    Commit next = step(key("R-1"), 1);
    next.record = record_of(1);
    next.notifications.push_back({id, "email:normal", "body", at(0)});
    commit(next);
    record(Record::Kind::done, id, "", "R-1", 10);
  }
  Commit taken = step(key("R-1"), 1);
  taken.outcomes_taken = 2;
  commit(taken);
  EXPECT_THAT(outcomes("R-1", 20), ElementsAre("end of n3"));
}

TEST_P(StoreContract, KeepsACaseDueWhileOutcomesAreLeft) {
  make_notification("R-1", "n1");
  record(Record::Kind::done, "n1", "", "R-1", 10);
  EXPECT_THAT(due(), ElementsAre("R-1@10"));
  commit(step(key("R-1"), 1, at(500)));
  EXPECT_THAT(due(), ElementsAre("R-1@10"));
  commit(step(key("R-1"), 2));
  EXPECT_THAT(due(), ElementsAre("R-1@10"));
  commit(step(key("R-1"), 3, at(4)));
  EXPECT_THAT(due(), ElementsAre("R-1@4"));
  Commit taken = step(key("R-1"), 4, at(500));
  taken.outcomes_taken = 1;
  commit(taken);
  EXPECT_THAT(due(), ElementsAre("R-1@500"));
}

TEST_P(StoreContract, ErasesEverythingOfACase) {
  Commit first = step(key("R-1"), 0, at(5));
  first.history = {"line"};
  first.notifications.push_back({"n1", "email:normal", "body", at(0)});
  first.notifications.push_back({"n2", "email:normal", "body", at(0)});
  commit(first);
  record(Record::Kind::done, "n1", "", "R-1", 10);
  Commit last = step(key("R-1"), 1);
  last.erase = true;
  last.withdrawals.push_back({"n2", "email:normal"});
  EXPECT_EQ(commit(last).kind, Answer::applied);
  EXPECT_EQ(call({key("R-1"), std::nullopt}).kind, Answer::absent);
  EXPECT_THAT(due(), IsEmpty());
  EXPECT_THAT(*cases().history(key("R-1")), IsEmpty());
  EXPECT_FALSE(outbox().find("n2", key("R-1"))->has_value());
  EXPECT_EQ(lane("email:normal").waiting, 0);
  make_case("R-1", at(1));
  EXPECT_THAT(outcomes("R-1", 60), IsEmpty());
}

TEST_P(StoreContract, ErasesTheMarkOfADamagedCase) {
  make_case("R-1", at(5));
  EXPECT_TRUE(cases().set_aside_damaged(key("R-1"), at(6)));
  Commit last = step(key("R-1"), 1);
  last.erase = true;
  commit(last);
  EXPECT_THAT(*shelf().list_damaged(10), IsEmpty());
}

TEST_P(StoreContract, LeavesTheRecordOutOfAnErasure) {
  make_case("R-1");
  Commit last = step(key("R-1"), 1, at(60));
  last.erase = true;
  last.history = {"line"};
  last.notifications.push_back({"n1", "email:normal", "body", at(0)});
  commit(last);
  EXPECT_EQ(stored("R-1"), "");
  EXPECT_THAT(due(), IsEmpty());
  EXPECT_THAT(*cases().history(key("R-1")), IsEmpty());
  EXPECT_EQ(lane("email:normal").waiting, 0);
}

TEST_P(StoreContract, SweepsOverAllCasesOfATenantAndNoOthers) {
  std::set<std::string> expected;
  for (int i = 0; i < 350; ++i) {
    const std::string id = "R:" + std::to_string(i) + "*\n";
    expected.insert(id);
    commit(step(key(id), 0));
  }
  commit(step({"acme2", Kind::referral, "other"}, 0));
  std::set<std::string> seen;
  std::string cursor = "0";
  int pages = 0;
  do {
    const auto page = cases().scan_cases("acme", cursor);
    ASSERT_TRUE(page);
    for (const auto& found : page->keys) {
      EXPECT_EQ(found.tenant, "acme");
      seen.insert(found.id);
    }
    cursor = page->cursor;
    ASSERT_LT(++pages, 100);
  } while (cursor != "0");
  EXPECT_EQ(seen, expected);
}

TEST_P(StoreContract, SweepsOnFromACaseThatIsGone) {
  for (int i = 0; i < 250; ++i)
    commit(step(key("R-" + std::to_string(i)), 0));
  std::set<std::string> seen;
  std::string cursor = "0";
  do {
    const auto page = cases().scan_cases("acme", cursor);
    ASSERT_TRUE(page);
    for (const auto& found : page->keys) {
      seen.insert(found.id);
      Commit last = step(found, 1);
      last.erase = true;
      commit(last);
    }
    cursor = page->cursor;
  } while (cursor != "0");
  EXPECT_EQ(seen.size(), 250U);
}

TEST_P(StoreContract, RefusesACursorThatItNeverGave) {
  const auto page = cases().scan_cases("acme", "no cursor");
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().code, Code::invalid_input);
}

TEST_P(StoreContract, IsEmptyUntilItHoldsACase) {
  EXPECT_TRUE(*shelf().empty());
  EXPECT_TRUE(shelf().set_mark("name", "value", false));
  EXPECT_TRUE(shelf().publish_policy("acme", "text"));
  EXPECT_TRUE(*shelf().empty());
  commit(step({"acme", Kind::person, "anna"}, 0));
  EXPECT_FALSE(*shelf().empty());
}

}  // namespace

}  // namespace followup
