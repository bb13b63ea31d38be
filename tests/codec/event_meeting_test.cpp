// What becomes of the events of meetings, minutes and actions: each member arrives in its field,
// what is left out has its default, and long texts go beside the payload.
#include "core/codec/document.h"
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

Moment local(std::string_view text) {
  return *parse_local(text);
}

const PersonRef anna{"anna", "Anna Bianchi", "anna@office.example"};
const PersonRef bruno{"bruno", "Bruno Costa", "bruno@office.example"};
const PersonRef dino{"dino", "Dino Neri", "dino@office.example"};

Document document_of(const Event& event) {
  auto document = decode_document(event.document);
  EXPECT_TRUE(document);
  return document ? *document : Document{};
}

TEST(EventMeeting, IsACaseOfItsOwn) {
  for (const char* const example :
       {"meeting_scheduled_least", "meeting_updated", "meeting_cancelled",
        "meeting_response_accepted", "meeting_held", "minutes_saved", "minutes_issued_least",
        "action_assigned", "action_closed"}) {
    const auto event = event_in(good(example).dump());
    EXPECT_EQ(event.kind, Kind::meeting) << example;
    EXPECT_EQ(event.subject, "MT-7") << example;
  }
}

TEST(EventMeeting, ARecordArrives) {
  const auto record = payload_of<MeetingRecord>("meeting_scheduled_full");
  EXPECT_EQ(record.start, local("2026-10-25T10:00"));
  EXPECT_EQ(record.end, local("2026-10-25T11:30"));
  EXPECT_EQ(record.zone, "Europe/Berlin");
  EXPECT_EQ(record.subject, "Missing statements");
  EXPECT_EQ(record.location, "Room 3");
  EXPECT_EQ(record.agenda, "Statements of the bank\nNext steps");
  EXPECT_EQ(record.organizer, anna);
  EXPECT_THAT(record.invitees, testing::ElementsAre(bruno, dino));
  EXPECT_THAT(record.cases, testing::ElementsAre("APP-31", "APP-32"));
}

TEST(EventMeeting, ARecordMayLeaveOutWhatIsNotKnown) {
  for (const char* const example :
       {"meeting_scheduled_least", "meeting_scheduled_nulls", "meeting_scheduled_empty"}) {
    const auto record = payload_of<MeetingRecord>(example);
    EXPECT_EQ(record.end, std::nullopt) << "as the start";
    EXPECT_EQ(record.zone, "") << "the tenant's";
    EXPECT_EQ(record.location, "") << example;
    EXPECT_EQ(record.agenda, "") << example;
    EXPECT_THAT(record.invitees, testing::IsEmpty()) << example;
    EXPECT_THAT(record.cases, testing::IsEmpty()) << example;
  }
}

/// The zone is kept beside an instant: readers see the meeting in it.
TEST(EventMeeting, ARecordIsOfInstantsAndAZone) {
  const auto record = payload_of<MeetingRecord>("meeting_scheduled_by_instants");
  EXPECT_EQ(record.start, Moment(instant("2026-10-25T09:00:00Z")));
  EXPECT_EQ(record.end, Moment(instant("2026-10-25T10:30:00Z")));
  EXPECT_EQ(record.zone, "America/Sao_Paulo");
}

TEST(EventMeeting, MayEndWhenItBegins) {
  const auto record = payload_of<MeetingRecord>("meeting_updated");
  EXPECT_EQ(record.end, record.start);
}

TEST(EventMeeting, SixtyAreInvitedAndEachOfThemOnce) {
  Json event = good("meeting_scheduled_least");
  event["data"]["invitees"] = Json::array();
  for (int i = 0; i < 60; ++i)
    event["data"]["invitees"].push_back({{"id", "p-" + std::to_string(i % 59)}});
  EXPECT_EQ(payload_in<MeetingRecord>(event).invitees.size(), 59U);
}

TEST(EventMeeting, ACancellationArrives) {
  EXPECT_EQ(payload_of<MeetingCancelled>("meeting_cancelled").reason, "the statements have come");
  EXPECT_EQ(payload_of<MeetingCancelled>("meeting_cancelled_without_reason").reason, "");
}

TEST(EventMeeting, AReplyArrives) {
  for (const auto& [example, reply] :
       {std::pair{"meeting_response_accepted", InviteeReply::accepted},
        {"meeting_response_declined", InviteeReply::declined},
        {"meeting_response_tentative", InviteeReply::tentative}}) {
    const auto said = payload_of<InvitationReply>(example);
    EXPECT_EQ(said.person, bruno);
    EXPECT_EQ(said.reply, reply);
  }
}

TEST(EventMeeting, WasHeldWhenItSaysOrWhenTheEventWas) {
  EXPECT_EQ(payload_of<MeetingHeld>("meeting_held").on, instant("2026-10-25T09:05:00Z"));
  EXPECT_EQ(payload_of<MeetingHeld>("meeting_held_least").on, std::nullopt);
  EXPECT_EQ(payload_of<MeetingHeld>("meeting_held_nulls").on, std::nullopt);
}

/// M25, S-M06.
TEST(EventMinutes, AreSavedWithoutAnythingOfThemBeingKept) {
  for (const char* const example : {"minutes_saved", "minutes_saved_empty"}) {
    const auto event = event_in(good(example).dump());
    EXPECT_TRUE(std::holds_alternative<MinutesSaved>(event.payload)) << example;
    EXPECT_EQ(event.document, "") << example;
  }
}

TEST(EventMinutes, GoToThoseWhoAreNamed) {
  const auto issue = payload_of<MinutesIssue>("minutes_issued_full");
  EXPECT_EQ(issue.version, 2);
  EXPECT_THAT(*issue.attendees, testing::ElementsAre(anna, bruno));
  EXPECT_THAT(*issue.decliners, testing::ElementsAre(dino));
  EXPECT_THAT(*issue.others, testing::ElementsAre(PersonRef{"eva", "", "eva@partner.example"}));
}

/// Nobody is not the same as those of the meeting.
TEST(EventMinutes, TellNobodyNamedFromNoneNamed) {
  const auto nobody = payload_of<MinutesIssue>("minutes_issued_to_nobody_else");
  EXPECT_EQ(nobody.attendees->size(), 2U) << "each once";
  EXPECT_EQ(nobody.decliners, std::vector<PersonRef>{});
  EXPECT_EQ(nobody.others, std::vector<PersonRef>{});
  for (const char* const example : {"minutes_issued_least", "minutes_issued_nulls"}) {
    const auto meeting = payload_of<MinutesIssue>(example);
    EXPECT_EQ(meeting.attendees, std::nullopt) << example;
    EXPECT_EQ(meeting.decliners, std::nullopt) << example;
    EXPECT_EQ(meeting.others, std::nullopt) << example;
    EXPECT_EQ(meeting.version, 1) << example;
  }
}

TEST(EventMinutes, PutTheirTextsBesideTheEvent) {
  const auto event = event_in(good("minutes_issued_full").dump());
  const Document document = document_of(event);
  EXPECT_EQ(document.title, "") << "the meeting has it";
  EXPECT_EQ(document.text, "We went through the papers.\nTwo are missing.");
  EXPECT_THAT(document.decisions, testing::ElementsAre("The application waits until July"));
  const std::vector<DocumentAction> actions{
      {"Ask the bank for the statements of May", dino, *parse_date("2026-06-18")},
      {"Tell the family", {"bruno", "", ""}, Date{}}};
  EXPECT_EQ(document.actions, actions);
  EXPECT_EQ(std::get<MinutesIssue>(event.payload).document, document_ref(event.document));
}

TEST(EventMinutes, WithoutTextsHaveNoDocument) {
  const auto event = event_in(good("minutes_issued_least").dump());
  EXPECT_EQ(event.document, "");
  EXPECT_EQ(std::get<MinutesIssue>(event.payload).document, DocumentRef{});
}

/// M29: what nobody can close, or is never due, is only listed.
TEST(EventMinutes, FollowTheActionsThatHaveAnIdAndADay) {
  Json event = good("minutes_issued_full");
  auto& actions = event["data"]["actions"];
  actions.push_back({{"action_id", "A-2"}, {"responsible", {{"id", "anna"}}}, {"text", "Think"}});
  actions.push_back(
      {{"due_on", "2026-06-30"}, {"responsible", {{"id", "anna"}}}, {"text", "Write"}});
  const auto followed = payload_in<MinutesIssue>(event).actions;
  ASSERT_EQ(followed.size(), 1U);
  EXPECT_EQ(followed.front().id, "A-1");
  EXPECT_EQ(followed.front().responsible, dino);
  EXPECT_EQ(followed.front().due_on, *parse_date("2026-06-18"));
  EXPECT_EQ(followed.front().text, "Ask the bank for the statements of May");
  EXPECT_EQ(document_of(event_in(event.dump())).actions.size(), 4U);
}

TEST(EventMinutes, TakeFiles) {
  const auto event = event_in(good("minutes_issued_full").dump());
  ASSERT_EQ(event.attachments.size(), 2U);
  EXPECT_EQ(event.attachments[0].frame, 0);
  EXPECT_EQ(event.attachments[1].privilege, "records");
  EXPECT_FALSE(event.one_attachment);
  EXPECT_EQ(event.attachments_until, std::nullopt) << "they go out at once";
  EXPECT_TRUE(takes_attachments("minutes.issue_requested"));
  EXPECT_FALSE(takes_attachments("meeting.scheduled"));
}

TEST(EventMinutes, MayBeAsLongAsAnEvent) {
  Json event = good("minutes_issued_least");
  std::string text;
  for (int i = 0; i < 15'000; ++i)
    text += "ã\n";
  event["data"]["text"] = text;
  EXPECT_TRUE(document_of(event_in(event.dump())).text == text);
}

TEST(EventAction, IsAssignedAndClosed) {
  const auto action = payload_of<ActionAssigned>("action_assigned").action;
  EXPECT_EQ(action.id, "A-1");
  EXPECT_EQ(action.responsible, dino);
  EXPECT_EQ(action.due_on, *parse_date("2026-06-18"));
  EXPECT_EQ(action.text, "Ask the bank for the statements of May");
  EXPECT_EQ(payload_of<ActionClosed>("action_closed").id, "A-1");
}

TEST(EventAction, HasAnIdOfAnyLetters) {
  Json event = good("action_closed");
  std::string longest;
  for (int i = 0; i < 64; ++i)
    longest += "ß";
  for (const std::string& id : {std::string("ação:7#§"), longest}) {
    event["data"]["action_id"] = id;
    EXPECT_EQ(payload_in<ActionClosed>(event).id, id);
  }
  for (const char* const id : {"a\xC2\x85", "a\x7F", "\t"}) {
    event["data"]["action_id"] = id;
    EXPECT_EQ(examples::answer(event.dump()),
              "invalid_data\n"
              "/data/action_id must be 1 to 64 visible characters without slash\n");
  }
}

TEST(EventMeeting, EveryFaultOfARecordIsTold) {
  Json event = good("meeting_scheduled_full");
  event["data"].erase("subject_line");
  event["data"]["start"] = "2026-10-25";
  event["data"]["organizer"] = Json::object();
  event["data"]["invitees"] = Json::array({7});
  EXPECT_EQ(
      examples::answer(event.dump()),
      "invalid_data\n"
      "/data/invitees/0 must be an object\n"
      "/data/organizer/id is required\n"
      "/data/start must be a local time (YYYY-MM-DDTHH:MM) or an instant with its offset (RFC "
      "3339): a day alone is not enough\n"
      "/data/subject_line is required\n");
}

}  // namespace
}  // namespace followup
