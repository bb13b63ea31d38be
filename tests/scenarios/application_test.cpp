// Programmes that need a meeting, and what is noted on an application (M3, M4, M15 to M17, M21;
// S-M19).
#include "tests/scenarios/call_centre.h"
#include "tests/scenarios/meeting_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class Programmes : public testing::Test {
 protected:
  Programmes() : plan("assist", assist_toml()) { plan.at("2026-06-01T10:00"); }

  Reply need(const std::string& day, const std::string& required = "always",
             std::optional<int> sequence = std::nullopt) {
    return plan.tell("programme.meeting_required", "APP-1",
                     R"({"authorisation_on":")" + day + R"(","required":")" + required +
                         R"(","worker":{"id":"bob"}})",
                     sequence);
  }

  Reply problem(bool solved = false) {
    return plan.tell("programme.problem_reported", "APP-1", solved ? R"({"solved":true})" : "{}");
  }

  /// A meeting about the application that is held on the day.
  void hold(const std::string& day, const std::string& id = "M-1") {
    plan.tell("meeting.scheduled", id, meeting(day + "T15:00", {}, R"(,"cases":["APP-1"])"));
    plan.at(day + "T16:00");
    plan.tell("meeting.held", id, "{}");
  }

  CallCentre plan;
};

TEST_F(Programmes, S_M19_TheWorkerHearsFiveDaysBeforeThatNoMeetingWasHeld) {
  need("2026-06-20");
  plan.at("2026-06-30T10:00");
  EXPECT_THAT(plan.new_mails(), ElementsAre("2026-06-15T09:00 meeting_required bob"));
  EXPECT_THAT(hooks_of(plan, "programme.meeting_missing"),
              ElementsAre("authorisation_on=2026-06-20 required=always"));
}

TEST_F(Programmes, S_M19_AMeetingThatWasHeldIsEnough) {
  need("2026-06-20");
  hold("2026-06-10");
  plan.at("2026-06-30T10:00");
  EXPECT_THAT(plan.new_mails(), IsEmpty());
}

TEST_F(Programmes, AMeetingOfAnotherApplicationIsNot) {
  need("2026-06-20");
  plan.tell("meeting.scheduled", "M-2", meeting("2026-06-02T15:00", {}, R"(,"cases":["APP-2"])"));
  plan.at("2026-06-02T16:00");
  plan.tell("meeting.held", "M-2", "{}");
  EXPECT_THAT(plan.due(Kind::application, "APP-1"), ElementsAre("reminder 2026-06-15T09:00"));
}

TEST_F(Programmes, M11_AnApplicationMayBeLinkedToAMeetingThatWasHeldAlready) {
  need("2026-06-20");
  plan.tell("meeting.scheduled", "M-1", meeting("2026-06-02T15:00", {}));
  plan.at("2026-06-02T16:00");
  plan.tell("meeting.held", "M-1", "{}");
  plan.tell("meeting.updated", "M-1", meeting("2026-06-02T15:00", {}, R"(,"cases":["APP-1"])"));
  EXPECT_THAT(plan.due(Kind::application, "APP-1"), IsEmpty());
}

TEST_F(Programmes, AMeetingThatIsOnlyPlannedIsNotHeld) {
  need("2026-06-20");
  plan.tell("meeting.scheduled", "M-1", meeting("2026-06-12T15:00", {}, R"(,"cases":["APP-1"])"));
  plan.at("2026-06-30T10:00");
  EXPECT_THAT(plan.new_mails(), ElementsAre("2026-06-15T09:00 meeting_required bob"));
}

TEST_F(Programmes, S_M19_WhatNeedsAMeetingForProblemsOnlyIsQuietUntilThereIsOne) {
  need("2026-06-20", "problems");
  plan.at("2026-06-16T10:00");
  EXPECT_THAT(plan.new_mails(), IsEmpty());
  problem();
  EXPECT_THAT(plan.new_mails(), ElementsAre("2026-06-16T10:00 meeting_required bob late"));
}

TEST_F(Programmes, AProblemThatIsSolvedAsksForNothing) {
  need("2026-06-20", "problems");
  problem();
  problem(true);
  plan.at("2026-06-30T10:00");
  EXPECT_THAT(plan.new_mails(), IsEmpty());
}

TEST_F(Programmes, AnotherProblemAsksAgain) {
  need("2026-06-20", "problems");
  problem();
  plan.at("2026-06-15T12:00");
  problem(true);
  problem();
  EXPECT_THAT(plan.new_mails(), ElementsAre("2026-06-15T09:00 meeting_required bob",
                                            "2026-06-15T12:00 meeting_required bob late"));
}

TEST_F(Programmes, ALaterAuthorisationAsksAgainAndAnEarlierOneDoesNot) {
  need("2026-06-20");
  plan.at("2026-06-16T10:00");
  need("2026-06-18");
  EXPECT_THAT(plan.new_mails(), ElementsAre("2026-06-15T09:00 meeting_required bob"));
  need("2026-07-20");
  plan.at("2026-07-30T10:00");
  EXPECT_THAT(plan.new_mails(), ElementsAre("2026-07-15T09:00 meeting_required bob"));
}

TEST_F(Programmes, AreKeptUntilTheAuthorisationAndLonger) {
  need("2032-06-20");
  hold("2026-06-10");
  plan.at("2032-06-19T10:00");
  EXPECT_NE(plan.stored(Kind::application, "APP-1").version, 0U);
}

TEST_F(Programmes, AnOlderRecordIsStale) {
  need("2026-06-20", "always", 2);
  EXPECT_EQ(need("2026-09-20", "always", 1).status, Status::stale);
}

class Notes : public Programmes {
 protected:
  Reply note(const std::string& id, const std::string& text, const std::string& watchers) {
    return plan.tell("note.recorded", "APP-1",
                     R"({"note_id":")" + id + R"(","title":"T","text":")" + text +
                         R"(","by":{"id":"bob"},"watchers":)" + watchers + "}");
  }

  Reply attach(const std::string& watchers, const std::string& privilege = "") {
    const std::string asks =
        privilege.empty() ? std::string() : R"(,"privilege":")" + privilege + R"(")";
    return plan.tell("attachment.added", "APP-1",
                     R"({"attachment":{"name":"b.pdf","media_type":"application/pdf",)"
                     R"("size":10,"url":"https://crm.assist.example/f/1")" +
                         asks + R"(},"watchers":)" + watchers + "}");
  }
};

TEST_F(Notes, M16_AreKeptInTheirOrderAndToldToWhoeverWatches) {
  note("N-1", "first", persons({"carla", "bob"}));
  note("N-2", "second", "[]");
  EXPECT_THAT(plan.new_mails(), ElementsAre("2026-06-01T10:00 note carla"));  // Bob wrote it
  const auto notes = plan.facts<Application>(Kind::application, "APP-1").notes;
  ASSERT_EQ(notes.size(), 2U);
  EXPECT_EQ(notes.front().id, "N-1");
}

TEST_F(Notes, M15_BelongToTheirApplicationAlone) {
  note("N-1", "first", "[]");
  plan.tell("note.recorded", "APP-2", R"({"note_id":"N-1","text":"another"})");
  EXPECT_EQ(plan.facts<Application>(Kind::application, "APP-1").notes.size(), 1U);
  EXPECT_EQ(plan.facts<Application>(Kind::application, "APP-2").notes.size(), 1U);
}

TEST_F(Notes, OfManyTheNewestAreKeptAndNoneIsRefused) {
  for (int number = 0; number < 120; ++number)
    EXPECT_EQ(note("N-" + std::to_string(number), std::to_string(number), "[]").status,
              Status::accepted);
  const auto notes = plan.facts<Application>(Kind::application, "APP-1").notes;
  EXPECT_EQ(notes.back().id, "N-119");
  EXPECT_GT(notes.size(), 30U);
}

TEST_F(Notes, WhatAMailUnderWayIsAboutIsKept) {
  plan.rest(true);
  note("N-0", "told", persons({"carla"}));
  for (int number = 1; number < 120; ++number)
    note("N-" + std::to_string(number), std::to_string(number), "[]");
  EXPECT_EQ(plan.facts<Application>(Kind::application, "APP-1").notes.front().id, "N-0");
  plan.rest(false);
  note("N-120", "120", "[]");
  note("N-121", "121", "[]");
  EXPECT_NE(plan.facts<Application>(Kind::application, "APP-1").notes.front().id, "N-0");
}

TEST_F(Notes, MailsThatCanNotLeaveAreNoReasonToRefuseANote) {
  std::string watchers = person("carla");
  for (int number = 1; number < 60; ++number)
    watchers += "," + person("watcher-" + std::to_string(number));
  plan.rest(true);
  for (int number = 0; number < 100; ++number)
    ASSERT_EQ(note("N-" + std::to_string(number), "text", "[" + watchers + "]").status,
              Status::accepted)
        << number;
}

TEST_F(Notes, ANoteThatIsRepeatedIsToldOnceAndAChangedOneAgain) {
  note("N-1", "first", persons({"carla"}));
  EXPECT_EQ(note("N-1", "first", persons({"carla"})).status, Status::duplicate);
  note("N-1", "mended", persons({"carla"}));
  EXPECT_EQ(plan.new_mails().size(), 2U);
}

TEST_F(Notes, WhoeverWatchesLaterIsToldOfWhatIsRepeated) {
  note("N-1", "first", persons({"carla"}));
  EXPECT_EQ(note("N-1", "first", persons({"carla", "emma"})).status, Status::accepted);
  EXPECT_EQ(note("N-1", "first", persons({"emma"})).status, Status::duplicate);
  EXPECT_THAT(without_times(plan.new_mails()), ElementsAre("note carla", "note emma"));
  attach(persons({"carla"}));
  attach(persons({"emma", "carla"}));
  EXPECT_THAT(without_times(plan.new_mails()),
              ElementsAre("attachment_added carla", "attachment_added emma"));
}

TEST_F(Notes, WhoeverWatchesLaterTakesNothingFromTheOthers) {
  plan.rest(true);
  note("N-1", "first", persons({"carla"}));
  note("N-1", "first", persons({"emma"}));
  plan.rest(false);
  plan.pass(Millis{60'000});
  EXPECT_THAT(without_times(plan.new_mails()), UnorderedElementsAre("note carla", "note emma"));
}

TEST_F(Notes, ManyWatchersOneAfterTheOtherTakeNoRoomFromTheApplication) {
  for (int round = 0; round < 30; ++round) {
    std::string watchers;
    for (int number = 0; number < 60; ++number)
      watchers += (number == 0 ? "" : ",") +
                  person("a-watcher-with-quite-a-long-name-" + std::to_string(round * 60 + number));
    ASSERT_EQ(note("N-1", "first", "[" + watchers + "]").status, Status::accepted) << round;
  }
}

TEST_F(Notes, AnOlderTextThatComesAfterANewerRepetitionIsSuperseded) {
  const auto numbered = [&](int sequence, const std::string& text, const std::string& who) {
    return plan.tell(
        "note.recorded", "APP-1",
        R"({"note_id":"N-1","title":"T","text":")" + text + R"(","watchers":)" + who + "}",
        sequence);
  };
  EXPECT_EQ(numbered(5, "A", persons({"carla"})).status, Status::accepted);
  EXPECT_EQ(numbered(7, "A", persons({"emma"})).status, Status::accepted);
  EXPECT_EQ(numbered(6, "B", persons({"carla"})).reason, Reason::superseded);
  EXPECT_EQ(numbered(9, "A", persons({"carla"})).status, Status::accepted);
  EXPECT_EQ(numbered(8, "B", persons({"carla"})).reason, Reason::superseded);
  EXPECT_THAT(without_times(plan.new_mails()), ElementsAre("note carla", "note emma"));
}

TEST_F(Notes, M17_AFileThatIsRepeatedIsToldOnce) {
  attach(persons({"carla"}));
  EXPECT_EQ(attach(persons({"carla"})).status, Status::duplicate);
  EXPECT_THAT(without_times(plan.new_mails()), ElementsAre("attachment_added carla"));
}

TEST_F(Notes, M21_AFileIsToldOnlyToThoseWhoMayReadIt) {
  attach(persons({"carla", "emma"}), "medical");
  EXPECT_THAT(without_times(plan.new_mails()), ElementsAre("attachment_added emma"));
  EXPECT_THAT(hooks_of(plan, "application.told").size(), 1U);
  attach(persons({"carla", "emma"}));
  EXPECT_THAT(without_times(plan.new_mails()),
              UnorderedElementsAre("attachment_added carla", "attachment_added emma"));
}

}  // namespace
}  // namespace followup
