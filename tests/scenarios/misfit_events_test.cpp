// Events that the configuration or the state does not fit: each has its own answer, and is kept.
#include "tests/scenarios/call_centre.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string booked = R"({"start":"2026-09-14T15:00","agent":{"id":"bianchi"},)"
                           R"("operator":{"id":"rossi"},"team":"t1"})";

std::string strict_toml() {
  std::string text = callit_toml();
  const std::string before = "agent_hold = \"30m\"";
  return text.replace(text.find(before), before.size(),
                      before + "\noperators = [\"rossi\", \"verdi\"]\nteams = [\"t1\"]");
}

class Misfits : public testing::Test {
 protected:
  Misfits() : centre("callit", strict_toml()) { centre.at("2026-09-14T10:00"); }

  void expect_aside(const Reply& reply, Reason reason) {
    EXPECT_EQ(reply.status, Status::quarantined);
    EXPECT_EQ(reply.reason, reason);
    ASSERT_FALSE(reply.faults.empty());
    EXPECT_THAT(reply.faults.front().path, Not(IsEmpty()));
    EXPECT_EQ(centre.quarantined(), ++aside_);
    EXPECT_THAT(centre.new_mails().back(), HasSubstr("quarantined admin@callit.example (" +
                                                     std::string(to_text(reason)) + ")"));
  }

  CallCentre centre;
  int aside_ = 0;
};

TEST_F(Misfits, AnOutcomeOfAnUnknownAppointmentIsPutAsideAndCanBeReplayed) {
  const auto reply = centre.tell("appointment.outcome_set", "APP-9", R"({"state":31})", 2);
  expect_aside(reply, Reason::unknown_appointment);
  const Reply again = centre.repeat();
  EXPECT_EQ(again.status, Status::quarantined) << "it is not taken for one that was seen";
  EXPECT_THAT(centre.new_mails(), IsEmpty());
}

TEST_F(Misfits, AnUnknownStateIsPutAside) {
  centre.tell("appointment.booked", "APP-1", booked, 1);
  expect_aside(centre.tell("appointment.outcome_set", "APP-1", R"({"state":555})", 2),
               Reason::unknown_state);
}

TEST_F(Misfits, AnObsoleteStateIsPutAside) {
  centre.tell("appointment.booked", "APP-1", booked, 1);
  expect_aside(centre.tell("appointment.outcome_set", "APP-1", R"({"state":99})", 2),
               Reason::unusable_state);
}

TEST_F(Misfits, AnUnknownOperatorOrTeamIsPutAside) {
  std::string other = booked;
  other.replace(other.find("rossi"), 5, "nessuno");
  expect_aside(centre.tell("appointment.booked", "APP-1", other, 1), Reason::unknown_operator);
  other = booked;
  other.replace(other.find("t1"), 2, "t9");
  expect_aside(centre.tell("appointment.booked", "APP-2", other, 1), Reason::unknown_team);
}

TEST_F(Misfits, ACardThatWasNotTakenFreezesNothing) {
  centre.tell("appointment.booked", "APP-1", booked, 1);
  centre.tell("appointment.booked", "APP-2",
              R"({"start":"2026-09-18T10:00","agent":{"id":"bianchi"},"team":"t9",)"
              R"("replaces":"APP-1"})",
              1);
  EXPECT_FALSE(centre.facts<Appointment>(Kind::appointment, "APP-1").replaced_by.has_value());
}

TEST_F(Misfits, CallbacksThatAreOverOrNeverWereHaveTheirOwnAnswers) {
  const std::string rossi = R"({"operator":{"id":"rossi"}})";
  centre.tell("appointment.booked", "APP-1", booked, 1);
  EXPECT_EQ(centre.tell("callback.claimed", "appointment:1:APP-1", rossi).reason,
            Reason::unknown_callback);
  centre.tell("appointment.outcome_set", "APP-1", R"({"state":31})", 2);
  EXPECT_EQ(centre.tell("callback.claimed", "appointment:1:APP-1", R"({"operator":{"id":"verdi"}})")
                .reason,
            Reason::already_claimed)
      << "it is reserved for rossi";
  EXPECT_EQ(centre.tell("callback.done", "appointment:1:APP-1", rossi).status, Status::accepted);
  const auto late = centre.tell("callback.claimed", "appointment:1:APP-1", rossi);
  EXPECT_EQ(late.status, Status::rejected);
  EXPECT_EQ(late.reason, Reason::callback_finished);
  EXPECT_EQ(centre.tell("callback.claimed", "nonsense", rossi).status, Status::rejected);
}

TEST(MisfitContacts, UnknownProjectsAndJudgementsArePutAside) {
  CallCentre centre("telde", telde_toml());
  centre.at("2026-06-10T10:00");
  EXPECT_EQ(centre
                .tell("contact.follow_up_set", "K-1",
                      R"({"project":"fehlt","due":"2026-06-16","agent":{"id":"meier"}})")
                .reason,
            Reason::unknown_project);
  EXPECT_EQ(centre
                .tell("contact.status_changed", "K-1",
                      R"({"project":"umfrage","judgement":"WAS","origin":"call"})")
                .reason,
            Reason::unknown_judgement);
  EXPECT_EQ(centre.tell("project.state_changed", "fehlt", R"({"state":"closed"})").reason,
            Reason::unknown_project);
  EXPECT_EQ(centre.tell("contact.follow_up_cleared", "K-1", R"({"project":"fehlt"})").reason,
            Reason::unknown_project);
  EXPECT_EQ(centre.quarantined(), 4);
}

}  // namespace
}  // namespace followup
