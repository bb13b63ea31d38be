// simulate, pending and replan with meetings, applications and communications.
#include "tests/tools/meeting_office.h"
#include "tests/tools/simulation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace followup::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using Json = nlohmann::json;

constexpr auto first_of_june = "2026-06-01T08:00:00Z";  // 10:00 in Rome

class SimulateMeetings : public Simulation {
 protected:
  SimulateMeetings() {
    folder_.write_tenant(meeting_tenant());
    write_templates(folder_);
  }

  /// The webhooks as "type data" lines.
  std::vector<std::string> hooks(const std::string& events) {
    std::vector<std::string> lines;
    for (const auto& message : messages(events)) {
      if (message["channel"] == "webhook")
        lines.push_back(message["purpose"].get<std::string>() + " " + message["data"].dump());
    }
    return lines;
  }
};

std::string meeting(std::string_view type, std::string_view time, std::string_view data) {
  return meeting_event(type, "M-1", time, data);
}

// M32, M33
TEST_F(SimulateMeetings, InvitesWhoeverHasAnAddressAndTellsTheOrganizerOfTheOthers) {
  const std::string events = meeting("meeting.scheduled", first_of_june, scheduled());
  EXPECT_THAT(mails(events), testing::UnorderedElementsAre(
                                 "2026-06-01T10:00:00 invitation bruno@assist.example",
                                 "2026-06-01T10:00:00 invitation carla@assist.example",
                                 "2026-06-01T10:00:00 without_address anna@assist.example",
                                 "2026-06-09T10:00:00 meeting_reminder bruno@assist.example",
                                 "2026-06-09T10:00:00 meeting_reminder carla@assist.example"));
  const std::string out = run(events).out;
  EXPECT_THAT(out, HasSubstr("organizer: Anna Rossi <anna@assist.example>; the invitation did not "
                             "reach elsa (no_address)\n"));
  EXPECT_THAT(out, HasSubstr("; invited to 2026-06-10 10:00 CEST to 2026-06-10 11:00 CEST, "
                             "Europe/Rome, revision 0\n"));
}

// M36
TEST_F(SimulateMeetings, TellsProgramsWhatBecameOfEveryone) {
  EXPECT_THAT(
      hooks(meeting("meeting.scheduled", first_of_june, scheduled())),
      ElementsAre(R"(meeting.invited {"method":"request","results":[)"
                  R"({"group":"invitee","person":"bruno","result":"delivered"},)"
                  R"({"group":"invitee","person":"carla","result":"delivered"},)"
                  R"({"group":"invitee","person":"elsa","reason":"no_address","result":"nobody"}],)"
                  R"("revision":0})"));
}

// M35
TEST_F(SimulateMeetings, TellsTheOrganizerWhomAMeetingCollidesFor) {
  const std::string events =
      "[" + meeting_event("meeting.scheduled", "M-1", first_of_june, scheduled()) + "," +
      meeting_event("meeting.scheduled", "M-2", "2026-06-02T08:00:00Z",
                    scheduled("2026-06-10T10:30")) +
      "]";
  EXPECT_THAT(mails(events),
              testing::Contains("2026-06-02T10:00:00 meeting_collision anna@assist.example"));
  EXPECT_THAT(run(events).out, HasSubstr("at that time these have another meeting: bruno (M-1), "
                                         "carla (M-1), elsa (M-1)\n"));
}

// S-M16
TEST_F(SimulateMeetings, SaysWhatEachMessageIsFor) {
  const std::string out =
      run(meeting("meeting.scheduled", first_of_june, scheduled()) +
          meeting("meeting.updated", "2026-06-02T08:00:00Z", scheduled("2026-06-12T10:00")) +
          meeting("minutes.issue_requested", "2026-06-02T09:00:00Z",
                  R"({"version":1,"attendees":[{"id":"bruno"}],"text":"x"})") +
          meeting("action.assigned", "2026-06-02T10:00:00Z",
                  R"({"action_id":"A-1","responsible":{"id":"dino"},"due_on":"2026-06-18",)"
                  R"("text":"Unterlagen holen"})") +
          meeting("meeting.cancelled", "2026-06-03T08:00:00Z", R"({"reason":"x"})"))
          .out;
  for (const auto* words :
       {"; the meeting has changed, revision 1\n", "; the meeting is cancelled, revision 2\n",
        "; version 1 of the minutes\n", "; version 1 of the minutes: bruno delivered\n",
        "; action A-1 of dino is due 2026-06-18\n",
        "; action A-1 of dino is due 2026-06-18 and is not closed\n",
        "; action A-1 of dino was due 2026-06-18 and is not closed\n",
        "; invitations of revision 0: bruno delivered, carla delivered, elsa nobody "
        "(no_address)\n"}) {
    EXPECT_THAT(out, HasSubstr(words));
  }
}

// S-M06
TEST_F(SimulateMeetings, SendsNothingForMinutesThatAreOnlySaved) {
  const std::string events = meeting("meeting.scheduled", first_of_june, scheduled()) +
                             meeting("minutes.saved", "2026-06-10T09:00:00Z", R"({"text":"x"})");
  EXPECT_THAT(mails(events), testing::Not(Contains(HasSubstr(" minutes "))));
}

// S-M19
TEST_F(SimulateMeetings, RemindsOfAMeetingThatAProgrammeNeeds) {
  const std::string needs = meeting_event(
      "programme.meeting_required", "APP-7", first_of_june,
      R"({"authorisation_on":"2026-06-20","required":"always","worker":{"id":"anna"}})");
  EXPECT_THAT(mails(needs), ElementsAre("2026-06-15T09:00:00 meeting_required "
                                        "anna@assist.example"));
  EXPECT_THAT(hooks(needs),
              ElementsAre(R"(programme.meeting_missing )"
                          R"({"authorisation_on":"2026-06-20","required":"always"})"));
  EXPECT_THAT(run(needs).out, HasSubstr("; no meeting was held before the authorisation of "
                                        "2026-06-20\n"));
  const std::string held = meeting("meeting.scheduled", first_of_june, scheduled()) +
                           meeting("meeting.held", "2026-06-10T09:00:00Z", "{}");
  EXPECT_THAT(mails(needs + held), testing::Not(Contains(HasSubstr("meeting_required"))));
}

// S-M20
TEST_F(SimulateMeetings, WaitsForAnAnswer) {
  const std::string sent = meeting_event("communication.recorded", "APP-7", first_of_june,
                                         letter("L-1", R"(,"answer_expected_days":14)"));
  const std::string answer =
      meeting_event("communication.recorded", "APP-7", "2026-06-10T08:00:00Z",
                    R"({"communication_id":"P-1","direction":"in",)"
                    R"("medium":"phone","client":{"id":"CL-1"}})");
  EXPECT_THAT(mails(sent), ElementsAre("2026-06-15T09:00:00 answer_missing anna@assist.example"));
  EXPECT_THAT(run(sent).out, HasSubstr("; 14 days after the letter of 2026-06-01, and nobody has "
                                       "answered\n"));
  EXPECT_THAT(run(sent).out, HasSubstr("; no answer by 2026-06-15\n"));
  EXPECT_THAT(mails(sent + answer), testing::IsEmpty());
}

// M15 to M17, M21, M23
TEST_F(SimulateMeetings, TellsWatchersAndSendsWhatWasAskedFor) {
  const std::string out =
      run(meeting_event("note.recorded", "APP-7", first_of_june,
                        R"({"note_id":"N-1","text":"x","watchers":[{"id":"bruno"}]})") +
          meeting_event("attachment.added", "APP-7", first_of_june,
                        R"({"attachment":{"name":"a.pdf","media_type":"application/pdf",)"
                        R"("size":3,"url":"https://crm.assist.example/f/1",)"
                        R"("privilege":"finance"},"watchers":[{"id":"carla"}]})") +
          meeting_event("communication.requested", "APP-7", first_of_june,
                        R"({"communication_id":"E-1","to":[{"id":"dino"}],)"
                        R"("template":"missing_documents"})"))
          .out;
  for (const auto* words :
       {"recipient: Bruno Conti <bruno@assist.example>; a note was recorded\n",
        "; word of a note: bruno delivered\n", "; word of a file: carla nobody (no_privilege)\n",
        "recipient: Dino Neri <dino@assist.example>; a mail by the template missing_documents was "
        "asked for\n",
        "; the mail of E-1: dino delivered\n"}) {
    EXPECT_THAT(out, HasSubstr(words));
  }
}

// Q10
TEST_F(SimulateMeetings, PutsAsideWhatNoTemplateIsThereFor) {
  const std::string events =
      meeting_event("communication.requested", "APP-7", first_of_june,
                    R"({"communication_id":"E-1","to":[{"id":"dino"}],"template":"unknown"})");
  const Printed printed = run(events);
  EXPECT_EQ(printed.code, ctl::ExitCode::refused);
  EXPECT_THAT(printed.out, HasSubstr("/data/template"));
  EXPECT_THAT(mails(events), Contains(HasSubstr("quarantined admin@assist.example")));
}

TEST(PendingMeetings, NameTheStepThatIsNext) {
  MeetingOffice office;
  office.meeting("meeting.scheduled", first_of_june, scheduled());
  office.application("communication.requested", first_of_june,
                     R"({"communication_id":"E-1","to":[{"id":"dino"}],"at":"2026-06-03",)"
                     R"("template":"missing_documents"})");
  office.deliver();
  EXPECT_THAT(office.run({"pending"}).out,
              HasSubstr("2026-06-03 09:00 CEST  send      assist/communication/APP-7/E-1\n"
                        "2026-06-09 10:00 CEST  reminder  assist/meeting/M-1\n"));
}

// Q7
TEST(ReplanMeetings, NamesEveryDeadlineThatANewPolicyMoves) {
  MeetingOffice office;
  office.meeting("meeting.scheduled", first_of_june, scheduled());
  office.deliver();
  std::string earlier = meeting_tenant();
  earlier.replace(earlier.find("reminder = \"24h\""), 16, "reminder = \"48h\"");
  office.add_tenant("assist", earlier);
  EXPECT_THAT(office.run({"replan", "--tenant", "assist"}).out,
              HasSubstr("assist/meeting/M-1  reminder 2026-06-09 10:00 CEST -> 2026-06-08 10:00 "
                        "CEST\n"));
}

}  // namespace
}  // namespace followup::test
