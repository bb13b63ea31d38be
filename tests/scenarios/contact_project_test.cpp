// S-C15, S-C16: what a project's state is for its contacts, however they come to know it (C14).
#include "core/codec/record_codec.h"
#include "tests/scenarios/call_centre.h"
#include "tests/scenarios/contact_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

const std::string gast = R"({"id":"gast","name":"Gustav Gast","email":"gustav@privat.example"})";

class Projects : public testing::Test {
 protected:
  Projects() : centre("telde", telde_toml()) { centre.at("2026-06-10T10:00"); }

  Reply state(const std::string& project, const std::string& name) {
    return centre.tell("project.state_changed", project, R"({"state":")" + name + R"("})");
  }

  /// The project is anonymised, and the daemon ends before it has told its contacts.
  void anonymise_untold(const std::string& project) {
    Case stored = centre.stored(Kind::project, project);
    std::get<Project>(stored.facts).state = ProjectState::anonymised;
    Commit commit{.key = stored.key, .expected_version = stored.version};
    ++stored.version;
    commit.record = encode_case(stored);
    ASSERT_TRUE(centre.store().call({{stored.key, commit}}));
  }

  Reply set(const std::string& due, const std::string& agent) {
    return centre.tell("contact.follow_up_set", "K-1", follow_up(due, agent));
  }

  std::string told_of(const std::string& id) { return centre.everything(Kind::contact, id); }

  CallCentre centre;
};

TEST_F(Projects, S_C15_AClosedProjectTakesEverythingWithIt) {
  set("2026-06-16T10:00", "meier");
  centre.tell("contact.follow_up_set", "K-2", follow_up("2026-06-17T10:00", "braun"));
  centre.tell("contact.follow_up_set", "K-3", follow_up("2026-06-17T10:00", "braun", "", "still"));
  EXPECT_EQ(state("umfrage", "closed").status, Status::accepted);
  centre.at("2026-06-30T10:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-06-17T10:00 follow_up_due braun (follow_up)"));
  EXPECT_EQ(set("2026-07-16T10:00", "meier").reason, Reason::project_ended);
}

TEST_F(Projects, C14_AClosedOneTellsNobodyWhatWasStillToGo) {
  set("2026-06-10T10:30", "meier");
  centre.at("2026-06-10T11:00");
  centre.new_mails();
  centre.rest(true);
  set("2026-06-10T10:30", "schulz");
  centre.tell("contact.field_appointment_set", "K-2", visit("umfrage", "status_form", "rep1"));
  state("umfrage", "closed");
  centre.rest(false);
  centre.at("2026-06-30T10:00");
  EXPECT_THAT(centre.new_mails(), IsEmpty()) << "neither what is no longer meier's nor a to-do";
}

TEST_F(Projects, C14_AStateThatIsToldAgainIsNoNewsToAContactThatHasSeenIt) {
  state("umfrage", "stopped");
  const std::string told = centre.last_event();
  set("2026-06-16T10:00", "meier");
  const auto version = centre.stored(Kind::contact, "umfrage/K-1").version;
  EXPECT_EQ(centre.repeat(told).status, Status::duplicate);
  EXPECT_EQ(centre.stored(Kind::contact, "umfrage/K-1").version, version);
}

TEST_F(Projects, S_C15_AContactThatIsFirstHeardOfAfterwardsIsRefused) {
  state("umfrage", "closed");
  EXPECT_EQ(set("2026-06-16T10:00", "meier").reason, Reason::project_ended);
  state("uebung", "stopped");
  centre.tell("contact.follow_up_set", "K-2", follow_up("2026-06-16T10:00", "braun", "", "uebung"));
  EXPECT_EQ(centre.facts<ProjectContact>(Kind::contact, "uebung/K-2").project,
            ProjectState::stopped);
}

TEST_F(Projects, S_C15_NothingOfItStaysAmongWhatWasPutAside) {
  centre.tell("contact.status_changed", "K-1", status(R"(,"judgement":"FEHLT","notes":"Notiz")"));
  centre.tell("contact.status_changed", "K-1",
              status(R"(,"judgement":"FEHLT","notes":"Andere")", "still"));
  EXPECT_EQ(centre.quarantined(), 2);
  state("umfrage", "anonymised");
  const auto kept = centre.store().list_refused("telde", 10).value();
  ASSERT_THAT(kept, SizeIs(1)) << "the other project's stays";
  EXPECT_THAT(kept.front().raw, HasSubstr("Andere"));
}

TEST_F(Projects, S_C16_InTrainingOnlyTheTrainingAddressIsTold) {
  state("uebung", "training");
  centre.tell("contact.follow_up_set", "K-1", follow_up("2026-06-16T10:00", "meier", "", "uebung"));
  state("still", "training");
  centre.tell("contact.follow_up_set", "K-2", follow_up("2026-06-16T10:00", "meier", "", "still"));
  centre.at("2026-06-30T10:00");
  EXPECT_THAT(centre.new_mails(),
              ElementsAre("2026-06-16T10:00 follow_up_due uebung@telde.example (follow_up)"));
}

TEST_F(Projects, AStoppedProjectHoldsWhatIsDueAndReleasesTheOldestFirst) {
  state("umfrage", "stopped");
  centre.tell("contact.follow_up_set", "K-1", follow_up("2026-06-16T10:00", "meier"));
  centre.tell("contact.follow_up_set", "K-2", follow_up("2026-06-12T10:00", "schulz"));
  centre.tell("contact.follow_up_set", "K-3", follow_up("2026-06-14T10:00", "braun"));
  centre.at("2026-06-18T10:00");
  EXPECT_THAT(centre.new_mails(), IsEmpty());
  state("umfrage", "in_progress");
  EXPECT_THAT(centre.new_mails(),
              ElementsAre("2026-06-18T10:00 follow_up_due schulz (follow_up) late",
                          "2026-06-18T10:00 follow_up_due braun (follow_up) late",
                          "2026-06-18T10:00 follow_up_due meier (follow_up) late"));
}

TEST_F(Projects, S_C15_AContactThatSeesItAnonymisedBeforeItIsToldForgetsAtOnce) {
  centre.tell("contact.follow_up_set", "K-1",
              R"({"project":"umfrage","due":"2026-06-10T10:01","agent":)" + gast + "}");
  EXPECT_THAT(told_of("umfrage/K-1"), HasSubstr("gustav@"));
  anonymise_untold("umfrage");
  centre.at("2026-06-10T10:02");
  EXPECT_THAT(centre.new_mails(), IsEmpty());
  EXPECT_THAT(told_of("umfrage/K-1"),
              Not(testing::AnyOf(HasSubstr("Gustav"), HasSubstr("gustav@"))));
}

TEST_F(Projects, S_C15_NoDeadLetterStaysHoweverManyThereAre) {
  centre.answer("contact_history.add",
                std::vector<CallCentre::Answer>(60, {Outcome::refused, "http_422", false}));
  for (int at = 0; at < 60; ++at) {
    centre.tell("contact.status_changed", "K-1", status(R"(,"done":true,"notes":"Geheim")"));
    centre.tell("contact.status_changed", "K-1", status(R"(,"done":false)"));
  }
  EXPECT_THAT(told_of("umfrage/K-1"), HasSubstr("Geheim"));
  state("umfrage", "anonymised");
  EXPECT_THAT(told_of("umfrage/K-1"), Not(HasSubstr("Geheim")));
}

TEST_F(Projects, S_C15_WhoeverClearsAWiedervorlageAfterwardsIsNotTakenIn) {
  centre.tell("contact.follow_up_set", "K-1", follow_up("2026-06-16T10:00", "meier"));
  state("umfrage", "anonymised");
  const std::string erna =
      R"({"project":"umfrage","by":{"id":"e9","name":"Erna Editor","email":"erna@privat.example"}})";
  EXPECT_EQ(centre.tell("contact.follow_up_cleared", "K-1", erna).status, Status::accepted);
  EXPECT_THAT(told_of("umfrage/K-1"), Not(HasSubstr("e9")));
}

TEST_F(Projects, S_C15_TheAdministratorHearsOfWhatIsRefusedAfterwards) {
  centre.tell("contact.follow_up_set", "K-1", follow_up("2026-06-16T10:00", "meier"));
  state("umfrage", "anonymised");
  const auto reply = centre.tell("contact.status_changed", "K-1",
                                 status(R"(,"done":true,"notes":"Geheime Notiz")"));
  EXPECT_EQ(reply.reason, Reason::project_ended);
  EXPECT_THAT(centre.new_mails(),
              ElementsAre("2026-06-10T10:00 quarantined admin@telde.example (project_ended)"));
  EXPECT_THAT(centre.hooks(), ElementsAre(HasSubstr("event.quarantined")));
  EXPECT_THAT(told_of("umfrage/K-1"), Not(HasSubstr("Geheime")));
}

TEST_F(Projects, S_C15_WhatIsRefusedAfterwardsIsKeptWithoutItsData) {
  state("umfrage", "anonymised");
  centre.tell("contact.follow_up_set", "K-1",
              R"({"project":"umfrage","due":"2026-06-17","agent":{"id":"gast",)"
              R"("name":"Gustav Gast","email":"gustav@privat.example"}})");
  const auto kept = centre.store().list_refused("telde", 10).value();
  ASSERT_THAT(kept, SizeIs(1));
  EXPECT_THAT(kept.front().raw, AllOf(HasSubstr("\"type\":\"contact.follow_up_set\""),
                                      HasSubstr("\"id\":"), HasSubstr("K-1")));
  EXPECT_THAT(kept.front().raw + kept.front().reply,
              AllOf(Not(HasSubstr("Gustav")), Not(HasSubstr("gustav@"))));
}

TEST_F(Projects, C14_AStoppedOneHoldsTheProtocolOfACallUntilItGoesOn) {
  state("termine", "stopped");
  centre.tell("contact.field_appointment_set", "K-1", visit("termine", "call", "rep1"));
  centre.at("2026-06-12T10:00");
  EXPECT_THAT(centre.new_mails(), IsEmpty());
  state("termine", "in_progress");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-06-12T10:00 protocol rep1 late"));
}

TEST_F(Projects, AStoppedOneIsLookedAtEveryHourAlsoInTheDoubledOneAndQuietly) {
  centre.at("2026-10-24T10:00");
  centre.tell("contact.follow_up_set", "K-1", follow_up("2026-10-24T20:00", "meier"));
  state("umfrage", "stopped");
  const CaseKey key{"telde", Kind::contact, "umfrage/K-1"};
  const auto lines = centre.store().history(key).value().size();
  const auto version = centre.stored(Kind::contact, key.id).version;
  centre.at("2026-10-25T12:00");
  EXPECT_EQ(centre.stored(Kind::contact, key.id).version, version + 27) << "the day has 25 hours";
  EXPECT_THAT(centre.store().history(key).value(), SizeIs(lines));
  EXPECT_THAT(centre.due(Kind::contact, key.id), ElementsAre("recheck 2026-10-25T13:00"));
}

}  // namespace
}  // namespace followup
