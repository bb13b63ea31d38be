// show and explain for applications and communications.
#include "tests/tools/meeting_office.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace followup::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using Json = nlohmann::json;

constexpr auto first_of_june = "2026-06-01T08:00:00Z";  // 10:00 in Rome
constexpr auto application = "assist/application/APP-7";
constexpr auto the_letter = "assist/communication/APP-7/L-1";

std::string shown(MeetingOffice& office, const char* name) {
  return office.run({"show", name}).out;
}

std::string explained(MeetingOffice& office, const char* name) {
  return office.run({"explain", name}).out;
}

Json state_of(MeetingOffice& office, const char* name) {
  return Json::parse(office.run({"show", name, "--json"}).out)["state"];
}

void expect_lines(const std::string& out, const std::vector<std::string>& lines) {
  for (const auto& line : lines)
    EXPECT_THAT(without_columns(out), HasSubstr(without_columns(line)));
}

std::string needed(std::string_view need) {
  return R"({"authorisation_on":"2026-06-20","required":")" + std::string(need) +
         R"(","worker":{"id":"anna","name":"Anna Rossi","email":"anna@assist.example"},)"
         R"("programme":"Wohngeld"})";
}

// M3, M4
TEST(ShowApplication, TellsWhetherItsProgrammeNeedsAMeeting) {
  MeetingOffice office;
  office.application("programme.meeting_required", first_of_june, needed("problems"));
  expect_lines(shown(office, application),
               {"  programme      Wohngeld\n", "  authorisation  2026-06-20\n",
                "  meeting        needed if there are problems\n",
                "  worker         anna, Anna Rossi <anna@assist.example>\n",
                "  problem        none\n", "  next           retention"});
  office.application("programme.problem_reported", "2026-06-02T08:00:00Z", "{}");
  expect_lines(shown(office, application),
               {"  meeting        needed, because of a problem\n", "  problem        reported\n",
                "  next           reminder 2026-06-15 09:00 CEST"});
  office.fire("2026-06-15T07:00:00Z");
  expect_lines(shown(office, application), {"  worker told    2026-06-15 09:00 CEST\n"});
}

// M15 to M17
TEST(ShowApplication, ListsWhatWasNotedAndAdded) {
  MeetingOffice office;
  office.application("note.recorded", first_of_june,
                     R"({"note_id":"N-1","title":"Anruf","text":"Er kommt nicht.",)"
                     R"("watchers":[{"id":"bruno"}],"by":{"id":"anna"}})");
  office.application("attachment.added", "2026-06-02T08:00:00Z",
                     R"({"attachment":{"name":"estratto.pdf","media_type":"application/pdf",)"
                     R"("size":12345,"url":"https://crm.assist.example/f/1"},)"
                     R"("watchers":[],"by":{"id":"anna"}})");
  const std::string out = shown(office, application);
  expect_lines(out, {"  programme  none has been told of\n",
                     "  note       2026-06-01 10:00 CEST  N-1, by anna\n",
                     "  file       2026-06-02 10:00 CEST  estratto.pdf, application/pdf, 12345 "
                     "bytes, linked to, by anna\n",
                     "  message    1 note to bruno: whom it goes to is not worked out yet\n"});
  EXPECT_THAT(out, Not(HasSubstr("kommt nicht")));
}

TEST(ShowApplication, TellsProgramsTheSame) {
  MeetingOffice office;
  office.application("programme.meeting_required", first_of_june, needed("always"));
  office.application("note.recorded", first_of_june,
                     R"({"note_id":"N-1","title":"Anruf","watchers":[],"by":{"id":"anna"}})");
  office.meeting("meeting.scheduled", first_of_june, scheduled());
  office.meeting("meeting.held", "2026-06-10T09:00:00Z", "{}");
  Json state = state_of(office, application);
  EXPECT_GT(state["notes"][0]["text_size"].get<int>(), 0);
  state["notes"][0].erase("text_size");
  EXPECT_EQ(state, Json::parse(R"({
      "programme": {"programme": "Wohngeld", "authorisation_on": "2026-06-20",
                    "required": "always",
                    "worker": {"id": "anna", "name": "Anna Rossi",
                               "email": "anna@assist.example"}},
      "problem": false, "meeting_held": "2026-06-10T09:00:00Z", "cycle": 1,
      "notes": [{"note_id": "N-1", "at": "2026-06-01T08:00:00Z", "by": "anna"}],
      "attachments": [], "messages": []})"));
}

// S-M19
TEST(ExplainApplication, SaysWhenTheWorkerHearsThatTheMeetingIsMissing) {
  MeetingOffice office;
  office.application("programme.meeting_required", first_of_june, needed("always"));
  EXPECT_EQ(explained(office, application),
            "assist/application/APP-7\n"
            "reminder  2026-06-15 09:00 CEST (2026-06-15T07:00:00Z)\n"
            "  why: 5 days before the authorisation of 2026-06-20: the programme needs a meeting, "
            "and none was held, policy version 2\n"
            "  email meeting_required to case worker: Anna Rossi <anna@assist.example>\n"
            "  webhook programme.meeting_missing to endpoint crm\n");
}

TEST(ExplainApplication, SaysWhyNothingGoesOut) {
  MeetingOffice office;
  const std::string nothing = "nothing will go out: ";
  office.application("programme.problem_reported", first_of_june, "{}");
  EXPECT_THAT(explained(office, application),
              HasSubstr(nothing + "no programme that needs a meeting has been told of "
                                  "(programme.meeting_required)\n"));
  office.application("programme.problem_reported", "2026-06-01T09:00:00Z", R"({"solved":true})");
  office.application("programme.meeting_required", "2026-06-01T10:00:00Z", needed("problems"));
  EXPECT_THAT(explained(office, application),
              HasSubstr(nothing + "the programme needs a meeting only if there are problems, and "
                                  "none is reported\n"));
  office.application("programme.problem_reported", "2026-06-02T08:00:00Z", "{}");
  office.fire("2026-06-15T07:00:00Z");
  office.deliver();
  EXPECT_THAT(explained(office, application),
              HasSubstr(nothing + "the worker has been told that the meeting is missing\n"));
}

// M22
TEST(ShowCommunication, TellsWithWhomItWasAndWhetherAnAnswerIsExpected) {
  MeetingOffice office;
  office.application("communication.recorded", first_of_june,
                     letter("L-1", R"(,"answer_expected_days":14)"));
  expect_lines(shown(office, the_letter),
               {"assist/communication/APP-7/L-1  version 1, policy version 2\n",
                "  communication  answer expected by 2026-06-15\n", "  application    APP-7\n",
                "  direction      out\n", "  medium         letter\n",
                "  on             2026-06-01 10:00 CEST\n", "  client         CL-1, Luca Bianchi\n",
                "  worker         anna\n", "  next           reminder 2026-06-15 09:00 CEST"});
}

// M23
TEST(ShowCommunication, TellsOfAMailThatWasAskedFor) {
  MeetingOffice office;
  const std::string data =
      R"({"communication_id":"L-1","to":[{"id":"bruno"},{"id":"gina","name":"Gina Sala",)"
      R"("email":"gina@x.example"}],"at":"2026-06-03T14:30","subject_line":"Unterlagen",)"
      R"("text":"Bitte senden."})";
  office.application("communication.requested", first_of_june, data);
  const std::string out = shown(office, the_letter);
  expect_lines(out,
               {"  communication  mail scheduled for 2026-06-03 14:30 CEST\n",
                "  asked for      2026-06-01 10:00 CEST\n", "  mail           free text\n",
                "    to           bruno\n", "    to           gina, Gina Sala <gina@x.example>\n",
                "  next           send 2026-06-03 14:30 CEST"});
  EXPECT_THAT(out, Not(HasSubstr("Bitte senden")));
  Json state = state_of(office, the_letter);
  EXPECT_GT(state["mail"]["text_size"].get<int>(), 0);
  state["mail"].erase("text_size");
  EXPECT_EQ(state, Json::parse(R"({
      "state": "scheduled", "application": "APP-7", "communication_id": "L-1",
      "at": "2026-06-01T08:00:00Z", "cycle": 1,
      "mail": {"at": "2026-06-03T14:30:00",
               "to": [{"id": "bruno"},
                      {"id": "gina", "name": "Gina Sala", "email": "gina@x.example"}],
               "attachments": []},
      "cancelled": false, "messages": []})"));
}

TEST(ShowCommunication, TellsProgramsWhenAnAnswerCame) {
  MeetingOffice office;
  office.application("communication.recorded", first_of_june,
                     letter("L-1", R"(,"answer_expected_days":14)"));
  office.application("communication.recorded", "2026-06-10T08:00:00Z",
                     R"({"communication_id":"P-1","direction":"in","medium":"phone",)"
                     R"("client":{"id":"CL-1"}})");
  EXPECT_EQ(state_of(office, the_letter), Json::parse(R"({
      "state": "answered", "application": "APP-7", "communication_id": "L-1",
      "direction": "out", "medium": "letter", "at": "2026-06-01T08:00:00Z",
      "client": {"id": "CL-1", "name": "Luca Bianchi"}, "worker": {"id": "anna"},
      "answer_expected_days": 14, "answer_expected_on": "2026-06-15",
      "answered": "2026-06-10T08:00:00Z", "cycle": 1, "cancelled": false, "messages": []})"));
}

// S-M20
TEST(ExplainCommunication, SaysWhenTheWorkerHearsThatNobodyHasAnswered) {
  MeetingOffice office;
  office.application("communication.recorded", first_of_june,
                     letter("L-1", R"(,"answer_expected_days":14)"));
  EXPECT_EQ(explained(office, the_letter),
            "assist/communication/APP-7/L-1\n"
            "reminder  2026-06-15 09:00 CEST (2026-06-15T07:00:00Z)\n"
            "  why: 14 days after the letter of 2026-06-01, and nobody has answered, policy "
            "version 2\n"
            "  email answer_missing to case worker: Anna Rossi <anna@assist.example>\n"
            "  webhook communication.answer_missing to endpoint crm\n");
}

TEST(ExplainCommunication, SaysToWhomAMailGoesWhenItsTimeHasCome) {
  MeetingOffice office;
  office.application(
      "communication.requested", first_of_june,
      R"({"communication_id":"L-1","to":[{"id":"bruno"},{"id":"elsa"}],"at":"2026-06-03",)"
      R"("template":"missing_documents"})");
  EXPECT_EQ(explained(office, the_letter),
            "assist/communication/APP-7/L-1\n"
            "send  2026-06-03 09:00 CEST (2026-06-03T07:00:00Z)\n"
            "  why: the time that the mail was asked for, policy version 2\n"
            "  email message to recipient: Bruno Conti <bruno@assist.example>\n"
            "  webhook communication.sent to endpoint crm\n");
}

TEST(ExplainCommunication, SaysWhyNothingGoesOut) {
  MeetingOffice office;
  const std::string nothing = "nothing will go out: ";
  office.application("communication.recorded", first_of_june, letter("L-1"));
  EXPECT_THAT(explained(office, the_letter), HasSubstr(nothing + "no answer is expected\n"));
  office.application("communication.recorded", "2026-06-02T08:00:00Z",
                     letter("L-1", R"(,"answer_expected_days":14)"));
  office.application("communication.recorded", "2026-06-10T08:00:00Z",
                     R"({"communication_id":"P-1","direction":"in","medium":"phone",)"
                     R"("client":{"id":"CL-1"}})");
  EXPECT_THAT(explained(office, the_letter), HasSubstr(nothing + "it was answered\n"));
  office.application("communication.cancelled", "2026-06-11T08:00:00Z",
                     R"({"communication_id":"L-1"})");
  EXPECT_THAT(explained(office, the_letter),
              HasSubstr(nothing + "the communication is cancelled\n"));
}

}  // namespace
}  // namespace followup::test
