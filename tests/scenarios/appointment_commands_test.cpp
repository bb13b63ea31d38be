// What becomes of a command to the CRM when people agree on something else before it is answered.
#include "tests/scenarios/call_centre.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

std::string card(const std::string& start) {
  return R"({"start":")" + start +
         R"(","agent":{"id":"bianchi"},"operator":{"id":"rossi"},"team":"t1"})";
}

std::string outcome(int state, const std::string& date = "") {
  const std::string when = date.empty() ? "" : R"(,"reschedule_at":")" + date + R"(")";
  return R"({"state":)" + std::to_string(state) + when + "}";
}

const std::string by_rossi = R"({"start":"2026-09-21T11:00","operator":{"id":"rossi"}})";
const std::string new_card =
    R"({"start":"2026-09-21T10:30","agent":{"id":"bianchi"},"replaces":"APP-1"})";

class Commands : public testing::Test {
 protected:
  Commands() : centre("callit", callit_toml()) {
    centre.at("2026-09-13T19:00");
    centre.tell("appointment.booked", "APP-1", card("2026-09-14T15:00"), 1);
    centre.at("2026-09-14T15:20");
    centre.new_mails();
  }

  Reply set(int state, const std::string& date = "", int sequence = 2) {
    return centre.tell("appointment.outcome_set", "APP-1", outcome(state, date), sequence);
  }

  /// The CRM does not know for some attempts; then what `last` says.
  void fails(const std::string& type, std::size_t attempts, const CallCentre::Answer& last = {}) {
    std::vector<CallCentre::Answer> answers(attempts, {Outcome::try_later, "http_503", false});
    answers.push_back(last);
    centre.answer(type, std::move(answers));
  }

  Appointment app1() { return centre.facts<Appointment>(Kind::appointment, "APP-1"); }

  CallCentre centre;
};

TEST_F(Commands, AreNotSentAgainOnceAnOperatorHasRebooked) {
  fails("appointment.reschedule", 2);
  set(41, "2026-09-17T10:30");
  centre.tell("appointment.rebooked", "APP-1", by_rossi, 3);
  centre.at("2026-09-16T12:00");
  EXPECT_THAT(centre.commands(), SizeIs(1));
  EXPECT_THAT(centre.new_mails(), IsEmpty());
  EXPECT_EQ(format_local(app1().start), "2026-09-21T11:00:00");
}

TEST_F(Commands, DoNotMoveWhatWasRebookedWhileTheyWereUnderWay) {
  centre.meanwhile([&] { centre.tell("appointment.rebooked", "APP-1", by_rossi, 3); });
  set(41, "2026-09-17T10:30");
  centre.at("2026-09-20T19:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-20T18:00 agent_reminder bianchi"));
  EXPECT_EQ(format_local(app1().start), "2026-09-21T11:00:00");
}

TEST_F(Commands, ThatAreRefusedAfterARebookingAskNobodyToCall) {
  centre.answer("appointment.reschedule", {{Outcome::refused, "http_409", false}});
  centre.meanwhile([&] { centre.tell("appointment.rebooked", "APP-1", by_rossi, 3); });
  set(41, "2026-09-17T10:30");
  centre.at("2026-09-16T12:00");
  EXPECT_THAT(centre.new_mails(), Not(Contains(HasSubstr("callback_due"))));
  EXPECT_THAT(centre.listed("callbacks"), IsEmpty());
}

TEST_F(Commands, AreConfirmedThoughTheMovedCardWasPushedBeforeTheAnswer) {
  centre.meanwhile(
      [&] { centre.tell("appointment.updated", "APP-1", card("2026-09-17T10:30"), 3); });
  set(41, "2026-09-17T10:30");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-14T15:20 rebooked bianchi"));
  EXPECT_THAT(centre.due(Kind::appointment, "APP-1"), ElementsAre("reminder 2026-09-16T18:00"));
}

TEST_F(Commands, AreAskedAfterUntilTheyAreConfirmedThoughTheMovedCardWasPushed) {
  fails("appointment.reschedule", 2);
  centre.meanwhile(
      [&] { centre.tell("appointment.updated", "APP-1", card("2026-09-17T10:30"), 3); });
  set(41, "2026-09-17T10:30");
  centre.at("2026-09-14T16:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-14T15:22 rebooked bianchi"));
}

TEST_F(Commands, ForANewCardAreNotSentAgainOnceAnOperatorHasBookedOne) {
  fails("appointment.create_from", 1);
  set(42, "2026-09-17T10:30");
  centre.tell("appointment.booked", "APP-2", new_card, 1);
  centre.at("2026-09-16T12:00");
  EXPECT_THAT(centre.commands(), SizeIs(1));
  EXPECT_THAT(centre.new_mails(), IsEmpty());
}

TEST_F(Commands, ForANewCardAreConfirmedThoughItWasPushedBeforeTheAnswer) {
  centre.meanwhile([&] { centre.tell("appointment.booked", "APP-2", new_card, 1); });
  set(42, "2026-09-17T10:30");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-14T15:20 rebooked bianchi"));
  EXPECT_EQ(app1().replaced_by, "APP-2");
}

TEST_F(Commands, ThatACancellationTookBackKeepNoLaterOutcomeFromItsCall) {
  centre.rest(true);
  set(41, "2026-09-17T10:30");
  centre.tell("appointment.cancelled", "APP-1", "{}", 3);
  centre.rest(false);
  centre.tell("appointment.booked", "APP-1", card("2026-09-14T16:00"), 4);
  centre.at("2026-09-14T16:20");
  set(31, "", 5);
  EXPECT_THAT(centre.new_mails(), Contains("2026-09-14T16:20 callback_due rossi (outcome)"));
  EXPECT_THAT(centre.commands(), ElementsAre(HasSubstr("callback.create")));
  centre.at("2026-09-16T12:00");
  EXPECT_THAT(centre.new_mails(), IsEmpty());
}

TEST_F(Commands, GiveWayToAnotherOutcomeThatAsksForACall) {
  fails("appointment.reschedule", 3);
  set(41, "2026-09-17T10:30");
  set(31, "", 3);
  centre.at("2026-09-16T12:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-14T15:20 callback_due rossi (outcome)"));
  EXPECT_THAT(centre.commands(), ElementsAre(HasSubstr("15:20 appointment.reschedule"),
                                             HasSubstr("15:20 callback.create")));
}

TEST_F(Commands, ThatAreConfirmedAfterAnotherOutcomeLeaveItsCall) {
  centre.meanwhile([&] { set(31, "", 3); });
  set(41, "2026-09-17T10:30");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-14T15:20 callback_due rossi (outcome)"));
  EXPECT_THAT(centre.listed("callbacks:operator:rossi"), ElementsAre("APP-1"));
  EXPECT_EQ(app1().state, 31);
}

TEST_F(Commands, GiveWayToOneOfAnotherOutcome) {
  fails("appointment.reschedule", 1);
  set(41, "2026-09-17T10:30");
  set(42, "2026-09-18T10:30", 3);
  centre.at("2026-09-14T16:00");
  EXPECT_THAT(centre.commands(), ElementsAre(HasSubstr("15:20 appointment.reschedule"),
                                             HasSubstr("15:20 appointment.create_from")));
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-14T15:20 rebooked bianchi"));
}

}  // namespace
}  // namespace followup
