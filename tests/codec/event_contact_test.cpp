// What becomes of the events of contacts and projects: a contact's case is of its project, and each
// member arrives in its field.
#include "tests/codec/event_examples.h"

#include <gmock/gmock.h>

namespace followup {
namespace {

using examples::event_in;
using examples::good;
using examples::Json;
using examples::payload_in;
using examples::payload_of;

TimePoint instant(std::string_view text) {
  return *parse_instant(text);
}

const PersonRef meier{"meier", "Jutta Meier", "jutta.meier@office.example"};
const PersonRef schulz{"schulz", "Uwe Schulz", ""};
const PersonRef braun{"braun", "", ""};

/// C1: the same person in another project is another case.
TEST(EventContact, ItsCaseIsOfProjectAndContact) {
  for (const char* const example : {"follow_up_set_for_several", "follow_up_cleared",
                                    "contact_status_done", "field_appointment_set_full"}) {
    const auto event = event_in(good(example).dump());
    EXPECT_EQ(event.kind, Kind::contact) << example;
    EXPECT_EQ(event.subject, "umfrage-7/c-100") << example;
  }
  EXPECT_EQ(event_in(good("follow_up_set_at_an_instant").dump()).subject, "Umfrage_7.b/c-100");
}

TEST(EventContact, AProjectIsACaseOfItsOwn) {
  const auto event = event_in(good("project_stopped").dump());
  EXPECT_EQ(event.kind, Kind::project);
  EXPECT_EQ(event.subject, "umfrage-7");
  EXPECT_EQ(std::get<ProjectStateSet>(event.payload).state, ProjectState::stopped);
  EXPECT_EQ(payload_of<ProjectStateSet>("project_anonymised").state, ProjectState::anonymised);
}

TEST(EventContact, AWiedervorlageArrives) {
  const auto several = payload_of<FollowUpSet>("follow_up_set_for_several");
  EXPECT_EQ(several.due, Moment(instant("2026-06-16T08:00:00Z")));
  EXPECT_THAT(several.agents, testing::ElementsAre(meier, schulz));
  EXPECT_TRUE(several.override_lock);
  EXPECT_EQ(several.by, braun);
  const auto one = payload_of<FollowUpSet>("follow_up_set_on_a_day");
  EXPECT_EQ(one.due, Moment(*parse_date("2026-06-16")));
  EXPECT_THAT(one.agents, testing::ElementsAre(meier));
  EXPECT_FALSE(one.override_lock);
  EXPECT_EQ(one.by, std::nullopt);
}

TEST(EventContact, C25_AWiedervorlageForTheTeamIsOfNoAgent) {
  EXPECT_THAT(payload_of<FollowUpSet>("follow_up_set_for_the_team").agents, testing::IsEmpty());
  EXPECT_THAT(payload_of<FollowUpSet>("follow_up_set_not_for_the_team").agents,
              testing::ElementsAre(meier));
}

/// S-C08.
TEST(EventContact, AWiedervorlageInTheGapOfItsZoneIsAnInstantAfterIt) {
  EXPECT_EQ(payload_of<FollowUpSet>("follow_up_set_in_the_gap").due,
            Moment(instant("2026-03-29T01:30:00Z")));
}

TEST(EventContact, AnAgentWhoIsNamedTwiceIsToldOnce) {
  Json event = good("follow_up_set_for_several");
  event["data"]["agents"] = Json::parse(R"([{"id": "meier"}, {"id": "schulz"}, {"id": "meier"}])");
  EXPECT_THAT(payload_in<FollowUpSet>(event).agents,
              testing::ElementsAre(PersonRef{"meier", "", ""}, PersonRef{"schulz", "", ""}));
}

TEST(EventContact, AWiedervorlageMayBeForTwentyAndIsForOneAtLeast) {
  Json event = good("follow_up_set_for_several");
  event["data"]["agents"] = Json::array();
  for (int i = 0; i < 20; ++i)
    event["data"]["agents"].push_back({{"id", "a-" + std::to_string(i)}});
  EXPECT_EQ(payload_in<FollowUpSet>(event).agents.size(), 20u);
}

TEST(EventContact, AStatusArrives) {
  const auto done = payload_of<ContactStatus>("contact_status_done");
  EXPECT_EQ(done.done, true);
  EXPECT_EQ(done.judgement, "A1");
  EXPECT_EQ(done.notes, "wants the catalogue");
  EXPECT_EQ(done.origin, Origin::status_form);
  EXPECT_EQ(done.by, braun);
}

TEST(EventContact, AStatusLeavesAloneWhatItDoesNotName) {
  const auto judged = payload_of<ContactStatus>("contact_status_judged");
  EXPECT_EQ(judged.done, std::nullopt);
  EXPECT_EQ(judged.judgement, "B2");
  EXPECT_EQ(judged.origin, Origin::call);
  const auto open = payload_of<ContactStatus>("contact_status_open_again");
  EXPECT_EQ(open.done, false);
  EXPECT_EQ(open.judgement, "");
}

TEST(EventContact, AFieldAppointmentArrives) {
  const auto visit = payload_of<FieldAppointment>("field_appointment_set_full");
  EXPECT_EQ(visit.start, Moment(instant("2026-06-22T12:00:00Z")));
  EXPECT_EQ(visit.field_rep, (PersonRef{"lauf", "Ilse Lauf", "ilse.lauf@office.example"}));
  EXPECT_EQ(visit.origin, Origin::call);
  EXPECT_EQ(visit.judgement, "A1");
  EXPECT_FALSE(visit.protocol);
  EXPECT_EQ(visit.by, meier);
}

/// C12 and C19: what is left out counts as entered during the call, and its protocol goes out.
TEST(EventContact, AFieldAppointmentIsOfTheCallAndHasAProtocolUnlessItSaysSo) {
  const auto least = payload_of<FieldAppointment>("field_appointment_set_least");
  EXPECT_EQ(least.start, Moment(*parse_local("2026-06-22T14:00")));
  EXPECT_EQ(least.origin, Origin::call);
  EXPECT_EQ(least.judgement, "");
  EXPECT_TRUE(least.protocol);
  EXPECT_EQ(payload_of<FieldAppointment>("field_appointment_set_on_the_status_form").origin,
            Origin::status_form);
}

TEST(EventContact, AContactsIdIsTooLongByItselfWhateverItsProject) {
  Json event = good("contact_status_done");
  event["subject"] = std::string(129, 'c');
  event["data"].erase("project");
  EXPECT_EQ(examples::answer(event.dump()),
            "invalid_envelope\n/subject must be a text of 1 to 128 characters\n"
            "/data/project is required\n");
}

}  // namespace
}  // namespace followup
