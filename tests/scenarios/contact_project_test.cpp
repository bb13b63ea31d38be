// What a project's state is for its contacts, however they come to know it, and for its batch of
// protocols (C14, C19, S-C15, S-C16, S-C20).
#include "core/codec/record_codec.h"
#include "tests/scenarios/call_centre.h"
#include "tests/scenarios/contact_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

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

  std::string told_of(const std::string& id) { return centre.everything(Kind::contact, id); }

  CallCentre centre;
};

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

}  // namespace
}  // namespace followup
