// Directory entries as cases: upserts of persons and groups, absences, their order, and that
// nothing is ever due for them (R25, R26).
#include "core/domain/decide.h"
#include "tests/support/story.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

/// One directory entry that events are told of.
class Entry {
 public:
  explicit Entry(Kind kind) : state_(empty_case({"assist", kind, "x"})) {}

  Decision tell(Payload payload, std::optional<std::uint64_t> sequence = std::nullopt) {
    Event event;
    event.source = "https://crm.assist.example";
    event.id = std::to_string(++told_);
    event.kind = state_.key.kind;
    event.sequence = sequence;
    event.payload = std::move(payload);
    Decision decision = apply(
        state_, event, {.now = now, .policy = &policy_, .policy_number = 1, .endpoints = [](auto) {
                          return std::vector<std::string>{"crm"};
                        }});
    if (decision.changed) state_ = decision.next;
    return decision;
  }

  [[nodiscard]] const Person& person() const { return std::get<Person>(state_.facts); }

  [[nodiscard]] const Group& group() const { return std::get<Group>(state_.facts); }

  [[nodiscard]] const Case& state() const { return state_; }

  TimePoint now = instant("2011-01-01T09:00:00Z");

 private:
  Policy policy_ = assist_policy();
  Case state_;
  int told_ = 0;
};

AbsenceSet absence(std::string_view from, std::string_view until, std::string delegate) {
  return {instant(from), instant(until), std::move(delegate)};
}

TEST(DirectoryEntry, TakesAPersonAsAWhole) {
  Entry entry(Kind::person);
  EXPECT_FALSE(entry.person().known);
  entry.tell(PersonRecord{.name = "Anna",
                          .email = "anna@assist.example",
                          .language = "it",
                          .zone = "Europe/Rome",
                          .supervisor = "sara",
                          .sensitivity = 3,
                          .active = false,
                          .privileges = {"health"}});
  const Person expected{.id = "x",
                        .known = true,
                        .name = "Anna",
                        .email = "anna@assist.example",
                        .language = "it",
                        .zone = "Europe/Rome",
                        .supervisor = "sara",
                        .sensitivity = 3,
                        .active = false,
                        .privileges = {"health"}};
  EXPECT_EQ(entry.person(), expected);
  entry.tell(PersonRecord{.name = "Anna"});
  EXPECT_EQ(entry.person(), (Person{.id = "x", .known = true, .name = "Anna"}));
}

TEST(DirectoryEntry, S_X02_RefusesOlderRecordsAsStale) {
  Entry person(Kind::person);
  person.tell(PersonRecord{.name = "new"}, 5);
  EXPECT_EQ(person.tell(PersonRecord{.name = "old"}, 4).status, Status::stale);
  EXPECT_EQ(person.person().name, "new");
  Entry group(Kind::group);
  group.tell(GroupRecord{.name = "new"}, 5);
  EXPECT_EQ(group.tell(GroupRecord{.name = "old"}, 4).status, Status::stale);
  EXPECT_EQ(group.tell(GroupRecord{.name = "newer"}, 6).status, Status::accepted);
  EXPECT_EQ(group.group().name, "newer");
}

TEST(DirectoryEntry, R26_KeepsAbsencesThatAreSetUpAheadInTheirOrder) {
  Entry entry(Kind::person);
  entry.tell(absence("2011-07-01T00:00:00Z", "2011-08-01T00:00:00Z", "bruno"));
  entry.tell(absence("2011-01-24T00:00:00Z", "2011-02-04T00:00:00Z", "carlo"));
  ASSERT_EQ(entry.person().absences.size(), 2U);
  EXPECT_EQ(entry.person().absences[0].delegate, "carlo");
  EXPECT_FALSE(entry.person().known) << "an absence says nothing of the person";
  entry.tell(PersonRecord{.name = "Anna"});
  EXPECT_EQ(entry.person().absences.size(), 2U) << "a record says nothing of absences";
}

TEST(DirectoryEntry, R26_AnAbsenceReplacesTheOneThatBeginsAtTheSameInstant) {
  Entry entry(Kind::person);
  entry.tell(absence("2011-01-24T00:00:00Z", "2011-02-04T00:00:00Z", "carlo"));
  entry.tell(absence("2011-01-24T00:00:00Z", "2011-02-11T00:00:00Z", "bruno"));
  ASSERT_EQ(entry.person().absences.size(), 1U);
  EXPECT_EQ(entry.person().absences[0].delegate, "bruno");
  entry.tell(absence("2011-01-24T00:00:00Z", "2011-01-23T00:00:00Z", ""));
  EXPECT_TRUE(entry.person().absences.empty()) << "an end before the beginning removes it";
}

TEST(DirectoryEntry, R26_AnOlderAbsenceDoesNotReplaceANewerOne) {
  Entry entry(Kind::person);
  entry.tell(absence("2011-01-24T00:00:00Z", "2011-02-04T00:00:00Z", "carlo"), 5);
  const auto decision = entry.tell(absence("2011-01-24T00:00:00Z", "2011-01-23T00:00:00Z", ""), 4);
  EXPECT_EQ(decision.status, Status::accepted);
  EXPECT_EQ(decision.reason, Reason::superseded);
  ASSERT_EQ(entry.person().absences.size(), 1U);
}

TEST(DirectoryEntry, ForgetsAbsencesAYearAfterTheirEnd) {
  Entry entry(Kind::person);
  entry.tell(absence("2011-01-24T00:00:00Z", "2011-02-04T00:00:00Z", "carlo"));
  entry.now = instant("2012-02-04T23:00:00Z");
  entry.tell(absence("2012-03-01T00:00:00Z", "2012-03-02T00:00:00Z", "carlo"));
  EXPECT_EQ(entry.person().absences.size(), 2U);
  entry.now = instant("2012-02-05T01:00:00Z");
  entry.tell(absence("2012-04-01T00:00:00Z", "2012-04-02T00:00:00Z", "carlo"));
  EXPECT_EQ(entry.person().absences.size(), 2U);
}

TEST(DirectoryEntry, TakesAGroupAsAWhole) {
  Entry entry(Kind::group);
  entry.tell(GroupRecord{.name = "Intake",
                         .email = "intake@assist.example",
                         .members = {"anna", "carlo"},
                         .manager_group = "heads",
                         .active = false,
                         .secret_access = true},
             7);
  const Group expected{.id = "x",
                       .name = "Intake",
                       .email = "intake@assist.example",
                       .members = {"anna", "carlo"},
                       .manager_group = "heads",
                       .active = false,
                       .secret_access = true,
                       .record_sequence = 7};
  EXPECT_EQ(entry.group(), expected);
}

TEST(DirectoryEntry, RefusesEventsOfAnotherKind) {
  for (const Kind kind : {Kind::person, Kind::group}) {
    Entry entry(kind);
    const auto decision = entry.tell(contact(true));
    EXPECT_EQ(decision.status, Status::rejected);
    EXPECT_EQ(decision.reason, Reason::unknown_type);
    EXPECT_FALSE(decision.changed);
  }
}

TEST(DirectoryEntry, IsNeverDueAndKnowsDuplicates) {
  Entry entry(Kind::person);
  const auto decision = entry.tell(PersonRecord{.name = "Anna"});
  EXPECT_TRUE(deadlines(entry.state(), assist_policy()).empty());
  EXPECT_EQ(next_deadline(entry.state(), assist_policy()), std::nullopt);
  EXPECT_TRUE(decision.notifications.empty());
  EXPECT_EQ(entry.state().seen.size(), 1U);
}

}  // namespace

}  // namespace followup
