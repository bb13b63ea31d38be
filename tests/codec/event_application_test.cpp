// What becomes of the events of applications and communications: which case they are of, each
// member in its field, and until when their files and texts are wanted.
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

const PersonRef anna{"anna", "Anna Bianchi", "anna@office.example"};
const PersonRef bruno{"bruno", "Bruno Costa", "bruno@office.example"};
const ClientRef rossi{"c-100", "Ada Rossi"};

Document document_of(const std::string& example) {
  auto document = decode_document(event_in(good(example).dump()).document);
  EXPECT_TRUE(document);
  return document ? *document : Document{};
}

TEST(EventApplication, IsACaseOfItsOwn) {
  for (const char* const example :
       {"note_recorded_least", "attachment_added_link", "programme_meeting_required_always",
        "programme_problem_reported"}) {
    const auto event = event_in(good(example).dump());
    EXPECT_EQ(event.kind, Kind::application) << example;
    EXPECT_EQ(event.subject, "APP-31") << example;
  }
}

TEST(EventApplication, LeavesRoomForTheIdsOfItsCommunications) {
  Json event = good("communication_cancelled");
  event["subject"] = std::string(190, 'a');
  event["data"]["communication_id"] = std::string(64, 'c');
  const auto decoded = event_in(event.dump());
  EXPECT_EQ(decoded.subject, std::string(190, 'a') + "/" + std::string(64, 'c'));
  EXPECT_LE(decoded.subject.size(), 256U);
}

TEST(EventCommunication, IsACaseOfTheApplicationAndItsId) {
  for (const auto& [example, subject] : {std::pair{"communication_recorded_out", "APP-31/L-4"},
                                         {"communication_requested_least", "APP-31/E-7"},
                                         {"communication_cancelled", "APP-31/E-7"}}) {
    const auto event = event_in(good(example).dump());
    EXPECT_EQ(event.kind, Kind::communication) << example;
    EXPECT_EQ(event.subject, subject);
  }
}

TEST(EventCommunication, ARecordArrives) {
  const auto out = payload_of<CommunicationRecord>("communication_recorded_out");
  EXPECT_EQ(out.direction, Direction::out);
  EXPECT_EQ(out.medium, Medium::letter);
  EXPECT_EQ(out.client, rossi);
  EXPECT_EQ(out.answer_expected_days, 14);
  EXPECT_EQ(out.worker, anna);
  const auto in = payload_of<CommunicationRecord>("communication_recorded_in");
  EXPECT_EQ(in.direction, Direction::in);
  EXPECT_EQ(in.medium, Medium::phone);
  EXPECT_EQ(payload_of<CommunicationRecord>("communication_recorded_least").medium, Medium::email);
}

TEST(EventCommunication, ARecordMayLeaveOutWhatIsNotKnown) {
  for (const char* const example :
       {"communication_recorded_least", "communication_recorded_nulls"}) {
    const auto record = payload_of<CommunicationRecord>(example);
    EXPECT_EQ(record.answer_expected_days, std::nullopt) << example;
    EXPECT_EQ(record.worker, std::nullopt) << example;
    EXPECT_EQ(record.client, (ClientRef{"c-100", ""})) << example;
  }
}

TEST(EventCommunication, AnAnswerIsExpectedInNoDaysOrInTenYears) {
  Json event = good("communication_recorded_out");
  for (const int days : {0, 3650}) {
    event["data"]["answer_expected_days"] = days;
    EXPECT_EQ(payload_in<CommunicationRecord>(event).answer_expected_days, days);
  }
}

TEST(EventCommunication, AMailOfFreeTextArrives) {
  const auto event = event_in(good("communication_requested_full").dump());
  const auto& request = std::get<CommunicationRequest>(event.payload);
  EXPECT_THAT(request.to,
              testing::ElementsAre(PersonRef{"c-100", "Ada Rossi", "ada@family.example"}, bruno));
  EXPECT_EQ(request.at, Moment(instant("2026-06-03T06:30:00Z"))) << "in the zone beside it";
  EXPECT_EQ(request.template_name, "");
  EXPECT_EQ(request.client, rossi);
  EXPECT_EQ(request.worker, anna);
  EXPECT_EQ(request.document, document_ref(event.document));
  EXPECT_EQ(event.attachments.size(), 1U);
  const Document letter = document_of("communication_requested_full");
  EXPECT_EQ(letter.title, "Your application");
  EXPECT_EQ(letter.text, "Dear Ms Rossi,\ntwo statements are missing.");
  EXPECT_TRUE(letter.values.empty());
}

TEST(EventCommunication, AMailByTemplateArrives) {
  const auto request = payload_of<CommunicationRequest>("communication_requested_by_template");
  EXPECT_EQ(request.template_name, "missing_documents");
  EXPECT_EQ(request.at, std::nullopt) << "at once";
  const Document letter = document_of("communication_requested_by_template");
  EXPECT_THAT(letter.values, testing::ElementsAre(testing::Pair("document", "the statement of May"),
                                                  testing::Pair("until", "30 June")));
  EXPECT_EQ(letter.text, "");
  const auto alone = event_in(good("communication_requested_by_template_alone").dump());
  EXPECT_EQ(alone.document, "") << "there is nothing to keep";
  EXPECT_EQ(std::get<CommunicationRequest>(alone.payload).document, DocumentRef{});
}

TEST(EventCommunication, AMailMayLeaveOutWhatIsNotKnown) {
  for (const char* const example :
       {"communication_requested_least", "communication_requested_nulls"}) {
    const auto request = payload_of<CommunicationRequest>(example);
    EXPECT_EQ(request.at, std::nullopt) << example;
    EXPECT_EQ(request.client, std::nullopt) << example;
    EXPECT_EQ(request.worker, std::nullopt) << example;
  }
}

/// The tenant's zone is not known here: no clock is further behind than this.
TEST(EventCommunication, FilesAndTextAreWantedUntilTheMailGoesOut) {
  const auto until = [](const char* example) {
    return event_in(good(example).dump()).attachments_until;
  };
  EXPECT_EQ(until("communication_requested_least"), std::nullopt);
  EXPECT_EQ(until("communication_requested_at_an_instant"), instant("2026-06-03T06:30:00Z"));
  EXPECT_EQ(until("communication_requested_at_a_local_time"), instant("2026-06-03T20:30:00Z"));
  EXPECT_EQ(until("communication_requested_on_a_day"), instant("2026-06-04T12:00:00Z"));
  EXPECT_TRUE(takes_attachments("communication.requested"));
  EXPECT_FALSE(takes_attachments("communication.recorded"));
}

TEST(EventCommunication, ACancellationArrives) {
  EXPECT_EQ(payload_of<CommunicationCancelled>("communication_cancelled").reason,
            "the statements have come");
  EXPECT_EQ(payload_of<CommunicationCancelled>("communication_cancelled_without_reason").reason,
            "");
}

TEST(EventCommunication, ALetterWithoutTextAndTheIdOfAnotherAreBothTold) {
  Json event = good("communication_requested_full");
  event["data"].erase("text");
  event["data"]["communication_id"] = "E/7";
  event["data"]["values"] = {{"until", "30 June"}};
  EXPECT_EQ(examples::answer(event.dump()),
            "invalid_data\n"
            "/data/communication_id must be 1 to 64 visible characters without slash\n"
            "/data/text is required\n"
            "/data/values must not be there: only a template has values\n");
}

TEST(EventCommunication, ALetterThatSaysNothingIsRefused) {
  Json event = good("communication_requested_full");
  event["data"]["subject_line"] = "  ";
  event["data"]["text"] = " \t\r\n\u00a0\u3000";
  EXPECT_EQ(examples::answer(event.dump()),
            "invalid_data\n"
            "/data/subject_line must say something: it is nothing but white space\n"
            "/data/text must say something: it is nothing but white space\n");
  event["data"]["subject_line"] = "\u00a0!";
  event["data"]["text"] = "\n.";
  EXPECT_EQ(event_in(event.dump()).type, "communication.requested");
}

TEST(EventNote, Arrives) {
  const auto event = event_in(good("note_recorded_full").dump());
  const auto& note = std::get<NoteRecorded>(event.payload);
  EXPECT_EQ(note.id, "N-3");
  EXPECT_EQ(note.by, anna);
  EXPECT_EQ(note.watchers.size(), 2U);
  EXPECT_EQ(note.document, document_ref(event.document));
  const Document document = document_of("note_recorded_full");
  EXPECT_EQ(document.title, "Called the bank");
  EXPECT_EQ(document.text, "They send it this week.");
}

TEST(EventNote, MaySayOnlyThatThereIsOne) {
  for (const char* const example : {"note_recorded_least", "note_recorded_nulls"}) {
    const auto event = event_in(good(example).dump());
    const auto& note = std::get<NoteRecorded>(event.payload);
    EXPECT_EQ(note.by, std::nullopt) << example;
    EXPECT_THAT(note.watchers, testing::IsEmpty()) << example;
    EXPECT_EQ(note.document, DocumentRef{}) << example;
    EXPECT_EQ(event.document, "") << example;
  }
}

TEST(EventAttachment, Arrives) {
  const auto event = event_in(good("attachment_added_full").dump());
  ASSERT_EQ(event.attachments.size(), 1U);
  EXPECT_TRUE(event.one_attachment);
  EXPECT_EQ(event.attachments.front().name, "statement.pdf");
  EXPECT_EQ(event.attachments.front().frame, 0);
  const auto& added = std::get<AttachmentAdded>(event.payload);
  EXPECT_EQ(added.by, anna);
  EXPECT_THAT(added.watchers, testing::ElementsAre(bruno));
}

TEST(EventAttachment, IsAFrameALinkOrContentThatIsKept) {
  const auto file = [](const char* example) {
    return event_in(good(example).dump()).attachments.front();
  };
  EXPECT_EQ(file("attachment_added_link").url, "https://crm.example/files/31");
  EXPECT_EQ(file("attachment_added_link").privilege, "records");
  EXPECT_EQ(file("attachment_added_kept").content.size(), 64U);
  EXPECT_EQ(file("attachment_added_nulls").frame, 0);
  EXPECT_EQ(file("attachment_added_nulls").media_type, "application/octet-stream");
}

TEST(EventProgramme, Arrives) {
  const auto always = payload_of<ProgrammeNeed>("programme_meeting_required_always");
  EXPECT_EQ(always.authorisation_on, *parse_date("2026-07-15"));
  EXPECT_EQ(always.need, MeetingNeed::always);
  EXPECT_EQ(always.worker, anna);
  EXPECT_EQ(always.programme, "Income support");
  const auto problems = payload_of<ProgrammeNeed>("programme_meeting_required_for_problems");
  EXPECT_EQ(problems.need, MeetingNeed::problems);
  EXPECT_EQ(problems.programme, "");
  EXPECT_FALSE(payload_of<ProgrammeProblem>("programme_problem_reported").solved);
  EXPECT_TRUE(payload_of<ProgrammeProblem>("programme_problem_solved").solved);
}

}  // namespace
}  // namespace followup
