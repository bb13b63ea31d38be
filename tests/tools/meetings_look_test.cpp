// show and explain for meetings.
#include "tests/tools/meeting_office.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace followup::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using Json = nlohmann::json;

constexpr auto name = "assist/meeting/M-1";
constexpr auto first_of_june = "2026-06-01T08:00:00Z";  // 10:00 in Rome
constexpr auto after_it = "2026-06-11T08:00:00Z";

std::string shown(MeetingOffice& office) {
  return office.run({"show", name}).out;
}

std::string explained(MeetingOffice& office) {
  return office.run({"explain", name}).out;
}

Json state_of(MeetingOffice& office) {
  return Json::parse(office.run({"show", name, "--json"}).out)["state"];
}

void expect_lines(const std::string& out, const std::vector<std::string>& lines) {
  for (const auto& line : lines)
    EXPECT_THAT(without_columns(out), HasSubstr(without_columns(line)));
}

/// Minutes to Bruno, who came, and Dino, with one file.
std::string minutes(int version) {
  return R"({"version":)" + std::to_string(version) +
         R"(,"attendees":[{"id":"bruno"}],"decliners":[{"id":"carla"}],"others":[{"id":"dino"}],)"
         R"("text":"Das war gut.","attachments":[{"name":"estratto.pdf",)"
         R"("media_type":"application/pdf","size":12345,"url":"https://crm.assist.example/f/1",)"
         R"("privilege":"finance"}]})";
}

// ---------------------------------------------------------------- show

// M26, M34
TEST(ShowMeeting, TellsWhoIsInvitedAndWhatTheySaid) {
  MeetingOffice office;
  office.meeting("meeting.scheduled", first_of_june, scheduled());
  office.deliver();
  office.meeting("meeting.response_recorded", "2026-06-02T08:00:00Z",
                 R"({"person":{"id":"bruno"},"reply":"accepted"})");
  expect_lines(
      shown(office),
      {"  meeting       scheduled\n", "  subject       Bedarf klären\n",
       "  when          2026-06-10 10:00 CEST to 2026-06-10 11:00 CEST, Europe/Rome\n",
       "  location      Sala 2\n", "  organizer     anna\n", "  invitee       bruno: accepted\n",
       "  invitee       carla: no reply\n", "  invitee       elsa: no reply\n",
       "  cases         APP-7\n", "  revision      0, of 2026-06-01 10:00 CEST\n",
       "  next          reminder 2026-06-09 10:00 CEST (2026-06-09T08:00:00Z)\n"});
}

TEST(ShowMeeting, TellsInTheMeetingsOwnZoneWhenItIs) {
  MeetingOffice office;
  std::string data = scheduled("2026-06-10T10:00");
  data.replace(data.find("Europe/Rome"), 11, "America/Sao_Paulo");
  office.meeting("meeting.scheduled", first_of_june, data);
  expect_lines(shown(office), {"2026-06-10 10:00 -03 to 2026-06-10 11:00 -03, "
                               "America/Sao_Paulo\n"});
}

// S-M16
TEST(ShowMeeting, CountsItsRevisions) {
  MeetingOffice office;
  office.meeting("meeting.scheduled", first_of_june, scheduled());
  office.deliver();
  office.meeting("meeting.updated", "2026-06-02T08:00:00Z", scheduled("2026-06-12T09:30"));
  expect_lines(shown(office), {"  revision      1, of 2026-06-02 10:00 CEST\n",
                               "  cycle         2\n", "  when          2026-06-12 09:30 CEST"});
  office.deliver();
  office.meeting("meeting.cancelled", "2026-06-03T08:00:00Z", R"({"reason":"Krankheit"})");
  expect_lines(shown(office),
               {"  meeting       cancelled\n", "  revision      2, of 2026-06-03 10:00 CEST\n"});
}

// M12 to M14
TEST(ShowMeeting, TellsWhoGotTheMinutes) {
  MeetingOffice office;
  office.meeting("meeting.scheduled", first_of_june, scheduled());
  office.deliver();
  office.meeting("minutes.issue_requested", after_it, minutes(2));
  const std::string out = shown(office);
  expect_lines(out, {"  minutes       version 2\n", "    to          bruno: attendee\n",
                     "    to          carla: decliner\n", "    to          dino: other\n",
                     "    file        estratto.pdf, application/pdf, 12345 bytes, linked to, needs "
                     "finance\n",
                     "minutes to bruno, carla, dino: whom it goes to is not worked out yet\n"});
  EXPECT_THAT(out, Not(HasSubstr("Das war gut"))) << "what was written is not in the case";
  office.deliver();
  EXPECT_THAT(shown(office), Not(HasSubstr("not worked out yet")));
}

// S-M14
TEST(ShowMeeting, TellsHowFarItsActionsAre) {
  MeetingOffice office;
  office.meeting("meeting.scheduled", first_of_june, scheduled());
  office.meeting("action.assigned", first_of_june,
                 R"({"action_id":"A-1","responsible":{"id":"dino"},"due_on":"2026-06-18",)"
                 R"("text":"Unterlagen holen"})");
  expect_lines(shown(office), {"  action        A-1, dino, due 2026-06-18: Unterlagen holen\n"});
  office.fire("2026-06-18T07:00:00Z");
  expect_lines(shown(office), {"due 2026-06-18, reminded 2026-06-18 09:00 CEST: "
                               "Unterlagen holen\n"});
  office.fire("2026-06-19T07:00:00Z");
  expect_lines(shown(office), {", told as overdue 2026-06-19 09:00 CEST: Unterlagen"});
  office.meeting("action.closed", "2026-06-20T08:00:00Z", R"({"action_id":"A-1"})");
  expect_lines(shown(office), {"A-1, closed"});
}

// M32
TEST(ShowMeeting, TellsWhatBecameOfItsMessages) {
  MeetingOffice office;
  office.meeting("meeting.scheduled", first_of_june, scheduled());
  expect_lines(shown(office), {"  message       1 invitation to bruno, carla, elsa: whom "
                               "it goes to is not worked out yet\n"});
  const Json message = state_of(office)["messages"][0];
  EXPECT_EQ(message["persons"], Json::parse(R"(["bruno", "carla", "elsa"])"));
  EXPECT_EQ(message["expanded"], false);
}

TEST(ShowMeeting, TellsProgramsTheSame) {
  MeetingOffice office;
  office.meeting("meeting.scheduled", first_of_june,
                 scheduled("2026-06-10T10:00", R"(,"agenda":"1. Bedarf")"));
  office.deliver();
  office.meeting("meeting.response_recorded", "2026-06-02T08:00:00Z",
                 R"({"person":{"id":"bruno"},"reply":"tentative"})");
  office.meeting("meeting.held", "2026-06-10T09:00:00Z", "{}");
  office.meeting("action.assigned", after_it,
                 R"({"action_id":"A-1","responsible":{"id":"dino"},"due_on":"2026-06-18",)"
                 R"("text":"Unterlagen holen"})");
  office.meeting("minutes.issue_requested", after_it, minutes(1));
  office.deliver();
  Json state = state_of(office);
  EXPECT_GT(state["minutes"]["text_size"].get<int>(), 0);
  state["minutes"].erase("text_size");
  EXPECT_EQ(state, Json::parse(R"({
      "known": true, "start": "2026-06-10T10:00:00", "end": "2026-06-10T11:00:00",
      "zone": "Europe/Rome", "subject_line": "Bedarf klären", "location": "Sala 2",
      "agenda": "1. Bedarf", "organizer": {"id": "anna"},
      "invitees": [{"id": "bruno", "reply": "tentative"}, {"id": "carla", "reply": "none"},
                   {"id": "elsa", "reply": "none"}],
      "collisions": [],
      "cases": ["APP-7"], "revision": 0, "revised_at": "2026-06-01T08:00:00Z",
      "cancelled": false, "held_on": "2026-06-10T09:00:00Z", "cycle": 1,
      "minutes": {"version": 1,
        "readers": [{"id": "bruno", "group": "attendee"}, {"id": "carla", "group": "decliner"},
                    {"id": "dino", "group": "other"}],
        "attachments": [{"name": "estratto.pdf", "media_type": "application/pdf", "size": 12345,
                         "url": "https://crm.assist.example/f/1", "privilege": "finance",
                         "kept": false}]},
      "actions": [{"action_id": "A-1", "responsible": {"id": "dino"}, "due_on": "2026-06-18",
                   "text": "Unterlagen holen", "closed": false, "cycle": 1}],
      "messages": []})"));
}

TEST(ShowMeeting, KeepsAnAgendaInOneLine) {
  MeetingOffice office;
  office.meeting("meeting.scheduled", first_of_june,
                 scheduled("2026-06-10T10:00", R"(,"agenda":"1. Bedarf\n2. Termine")"));
  expect_lines(shown(office), {"  agenda        1. Bedarf / 2. Termine\n"});
}

// ---------------------------------------------------------------- explain

TEST(ExplainMeeting, SaysWhoIsRemindedOfIt) {
  MeetingOffice office;
  office.meeting("meeting.scheduled", first_of_june, scheduled());
  office.deliver();
  EXPECT_EQ(explained(office),
            "assist/meeting/M-1\n"
            "reminder  2026-06-09 10:00 CEST (2026-06-09T08:00:00Z)\n"
            "  why: 1 day before the meeting of 2026-06-10 10:00 CEST to 2026-06-10 11:00 CEST, "
            "Europe/Rome, policy version 2\n"
            "  email meeting_reminder to recipient: Bruno Conti <bruno@assist.example>\n"
            "  email meeting_reminder to recipient: Carla Verdi <carla@assist.example>\n");
}

// S-M14
TEST(ExplainMeeting, SaysWhoIsRemindedOfAnActionAndWhoHearsThatItWasNotDone) {
  MeetingOffice office;
  office.meeting("meeting.scheduled", first_of_june, scheduled());
  office.meeting("meeting.held", first_of_june, "{}");
  office.meeting("action.assigned", first_of_june,
                 R"({"action_id":"A-1","responsible":{"id":"dino"},"due_on":"2026-06-18",)"
                 R"("text":"Unterlagen holen"})");
  office.deliver();
  EXPECT_EQ(explained(office),
            "assist/meeting/M-1\n"
            "action  2026-06-15 09:00 CEST (2026-06-15T07:00:00Z)\n"
            "  why: action A-1 of dino is open: 3 days before it is due, due 2026-06-18, policy "
            "version 2\n"
            "  email action_due to responsible person: Dino Neri <dino@assist.example>\n"
            "action  2026-06-18 09:00 CEST (2026-06-18T07:00:00Z)\n"
            "  why: action A-1 of dino is open: on the day on which it is due, due 2026-06-18, "
            "policy version 2\n"
            "  email action_due to responsible person: Dino Neri <dino@assist.example>\n"
            "action  2026-06-19 09:00 CEST (2026-06-19T07:00:00Z)\n"
            "  why: action A-1 of dino is not closed, due 2026-06-18, policy version 2\n"
            "  email action_overdue to organizer: Anna Rossi <anna@assist.example>\n"
            "  webhook action.overdue to endpoint crm\n");
}

TEST(ExplainMeeting, SaysWhyNothingGoesOut) {
  MeetingOffice office;
  office.meeting("meeting.scheduled", first_of_june, scheduled());
  office.deliver();
  office.fire("2026-06-09T08:00:00Z");
  office.deliver();
  EXPECT_THAT(explained(office), HasSubstr("nothing will go out: the time of the reminder has "
                                           "passed, and no action is open\n"));
  office.meeting("meeting.held", "2026-06-10T09:00:00Z", "{}");
  EXPECT_THAT(explained(office),
              HasSubstr("nothing will go out: the meeting was held, and no action is open\n"));
  office.meeting("meeting.cancelled", "2026-06-10T10:00:00Z", R"({"reason":"x"})");
  office.deliver();
  EXPECT_THAT(explained(office), HasSubstr("nothing will go out: the meeting is cancelled\n"));
}

TEST(MeetingNames, AreKindsOfCase) {
  MeetingOffice office;
  EXPECT_THAT(office.run({"show", "assist/meetings/M-1"}).complaints,
              HasSubstr("ticket, meeting, application, communication, person"));
}

}  // namespace
}  // namespace followup::test
