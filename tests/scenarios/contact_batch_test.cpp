// S-C20: the protocols of a day, in one mail a field rep (C19), whatever comes twice, late or under
// another configuration.
#include "core/codec/record_codec.h"
#include "tests/scenarios/call_centre.h"
#include "tests/scenarios/contact_events.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

class Batches : public testing::Test {
 protected:
  Batches() : centre("telde", telde_toml()) { centre.at("2026-06-10T10:00"); }

  Reply state(const std::string& project, const std::string& name) {
    return centre.tell("project.state_changed", project, R"({"state":")" + name + R"("})");
  }

  Reply enter(const std::string& contact, const std::string& rep,
              std::optional<int> sequence = std::nullopt, const std::string& origin = "call") {
    return centre.tell("contact.field_appointment_set", contact, visit("sammel", origin, rep),
                       sequence);
  }

  /// As from the next configuration on, protocols of the two projects go the other way.
  void swap_ways() {
    std::string toml = telde_toml();
    const std::string batch = "[projects.sammel]\nprotocol = \"batch\"";
    const std::string at_once = "[projects.termine]\nprotocol = \"immediate\"";
    toml.replace(toml.find(batch), batch.size(), "[projects.sammel]\nprotocol = \"immediate\"");
    toml.replace(toml.find(at_once), at_once.size(), "[projects.termine]\nprotocol = \"batch\"");
    const std::string time = "batch_time = \"18:00\"\n";
    toml.erase(toml.find(time), time.size());
    EXPECT_THAT(centre.configure(toml), testing::Each(testing::Field(&ConfigFault::warning, true)));
  }

  std::size_t record_size() { return encode_case(centre.stored(Kind::project, "sammel")).size(); }

  CallCentre centre;
};

TEST_F(Batches, S_C20_TheDaysProtocolsGoOutInOneMailOnce) {
  for (int at = 1; at <= 3; ++at) {
    centre.tell("contact.field_appointment_set", "A-" + std::to_string(at),
                visit("sammel", "call", "rep1"));
  }
  centre.at("2026-06-10T19:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-06-10T18:00 protocol rep1"));
  for (int at = 4; at <= 12; ++at) {
    centre.tell("contact.field_appointment_set", "A-" + std::to_string(at),
                visit("sammel", "call", "rep1", at > 10 ? R"(,"protocol":false)" : ""));
  }
  EXPECT_THAT(centre.facts<Project>(Kind::project, "sammel").unsent, SizeIs(7));
  centre.at("2026-06-13T19:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-06-11T18:00 protocol rep1"));
}

TEST_F(Batches, S_C16_OfTrainingGoToTheTrainingAddressOrToNobody) {
  enter("K-1", "rep1");
  state("sammel", "training");
  centre.at("2026-06-10T19:00");
  EXPECT_THAT(centre.new_mails(), IsEmpty());
  state("sammel", "in_progress");
  std::string toml = telde_toml();
  const std::string section = "[projects.sammel]\n";
  toml.replace(toml.find(section), section.size(),
               section + "training_email = \"uebung@telde.example\"\n");
  centre.configure(toml);
  enter("K-2", "rep1");
  state("sammel", "training");
  centre.at("2026-06-11T19:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-06-11T18:00 protocol uebung@telde.example"));
}

TEST_F(Batches, OfAStoppedProjectAreHeldUntilItIsReleased) {
  enter("K-1", "rep1");
  state("sammel", "stopped");
  centre.at("2026-06-11T19:00");
  EXPECT_THAT(centre.new_mails(), IsEmpty());
  state("sammel", "in_progress");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-06-11T19:00 protocol rep1 late"));
}

TEST_F(Batches, S_C15_OfAClosedProjectAreNotSent) {
  enter("K-1", "rep1");
  state("sammel", "closed");
  centre.at("2026-06-11T19:00");
  state("sammel", "in_progress");
  centre.at("2026-06-12T19:00");
  EXPECT_THAT(centre.new_mails(), IsEmpty());
}

TEST_F(Batches, AnOlderAppointmentThatComesLateTakesNothingFromTheNewer) {
  enter("K-1", "rep1", 5);
  EXPECT_EQ(enter("K-1", "rep2", 4).reason, Reason::superseded);
  centre.at("2026-06-10T19:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-06-10T18:00 protocol rep1"));
  enter("K-1", "rep2", 3);
  centre.at("2026-06-11T19:00");
  EXPECT_THAT(centre.new_mails(), IsEmpty()) << "nor is it a new one once that was sent";
}

TEST_F(Batches, C12_AnAppointmentThatTheStatusFormChangedIsTakenOut) {
  enter("K-1", "rep1", 5);
  enter("K-2", "rep1", 5);
  enter("K-1", "rep2", 6, "status_form");
  enter("K-2", "rep2", 6, "status_form");
  EXPECT_THAT(centre.due(Kind::project, "sammel"), IsEmpty());
  centre.new_mails();
  centre.at("2026-06-10T19:00");
  EXPECT_THAT(centre.new_mails(), IsEmpty());
}

TEST_F(Batches, S_C20_ARepeatedEventIsMailedOnceHoweverManyCameInBetween) {
  enter("K-1", "rep1", 1);
  const std::string first = centre.last_event();
  for (int at = 2; at < 40; ++at)
    enter("K-" + std::to_string(at), "rep2", 1);
  centre.at("2026-06-10T19:00");
  EXPECT_THAT(centre.new_mails(), UnorderedElementsAre("2026-06-10T18:00 protocol rep1",
                                                       "2026-06-10T18:00 protocol rep2"));
  EXPECT_EQ(centre.repeat(first).status, Status::duplicate);
  centre.at("2026-06-11T19:00");
  EXPECT_THAT(centre.new_mails(), IsEmpty());
}

TEST_F(Batches, AChangedConfigurationNeitherDoublesNorLosesAProtocol) {
  centre.tell("contact.status_changed", "K-1", R"({"project":"termine","origin":"call"})");
  centre.tell("contact.status_changed", "K-2", R"({"project":"sammel","origin":"call"})");
  enter("K-2", "rep1");
  swap_ways();
  centre.tell("contact.field_appointment_set", "K-1", visit("termine", "call", "rep1"));
  enter("K-2", "rep2");
  centre.at("2026-06-11T19:00");
  EXPECT_THAT(centre.new_mails(),
              ElementsAre("2026-06-10T10:00 protocol rep2", "2026-06-10T18:00 protocol rep1"));
}

TEST_F(Batches, OfNinetyRepsWithLongNamesLoseNobody) {
  for (int at = 1; at <= 90; ++at) {
    const std::string number = std::to_string(at);
    std::string rep = "field-representative-" + number;
    rep += R"(","name":"Maria-Magdalena Weissenberger-Hohenstein",)";
    rep += R"("email":"maria-magdalena.weissenberger.)" + number + "@aussendienst.example.de";
    EXPECT_EQ(enter("KUNDE-2026-000" + number, rep).status, Status::accepted);
    EXPECT_LE(record_size(), max_record_bytes);
  }
  centre.at("2026-06-10T19:00");
  const auto mails = centre.new_mails();
  EXPECT_EQ(std::set<std::string>(mails.begin(), mails.end()).size(), 90U);
}

TEST_F(Batches, LeaveRoomForAChangeOfStateWhileNoMailIsDelivered) {
  const Context context{.now = parse_instant("2026-06-10T08:00:00Z").value(),
                        .policy = &centre.policy(),
                        .policy_number = 1,
                        .endpoints = [](std::string_view) { return std::vector<std::string>(); }};
  Case project = empty_case({"telde", Kind::project, "sammel"});
  const auto say = [&](std::string id, Payload payload) {
    Event event{.source = "crm", .id = std::move(id), .kind = Kind::project};
    event.payload = std::move(payload);
    Decision decision = apply(project, event, context);
    project = std::move(decision.next);
    EXPECT_LE(encode_case(project).size(), max_record_bytes) << event.id;
    return decision;
  };
  int taken = 0;
  Decision last;
  for (; taken < 1000; ++taken) {
    const std::string id = std::to_string(taken);
    last = say(id, ProtocolAdded{"KUNDE-" + id, {"rep-" + id, "Maria Weissenberger", {}}, {}});
    if (last.status != Status::accepted) break;
    const auto due = next_deadline(project, centre.policy());
    if (due && due->at <= context.now) say("", DeadlineReached{due->step, due->local, due->at});
  }
  EXPECT_GT(taken, 40);
  EXPECT_EQ(last.status, Status::quarantined) << "kept, so not lost";
  EXPECT_EQ(last.reason, Reason::record_too_large);
  EXPECT_EQ(say("stop", ProjectStateSet{ProjectState::stopped}).status, Status::accepted);
}

}  // namespace
}  // namespace followup
