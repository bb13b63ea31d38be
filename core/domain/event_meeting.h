// Events of meetings, of communications with clients, and of what is noted on an application
// (contract.md section 2, source 2).
#pragma once

#include "core/domain/names.h"
#include "core/domain/references.h"

#include <optional>
#include <string>
#include <vector>

namespace followup {

/// meeting.scheduled and meeting.updated: the whole record (M2, M26).
struct MeetingRecord {
  Moment start;               ///< never a Date; a local time is one of `zone`
  std::optional<Moment> end;  ///< likewise; none: as `start`
  std::string zone;           ///< IANA name; empty: the tenant's
  std::string subject;
  std::string location;
  std::string agenda;
  PersonRef organizer;
  std::vector<PersonRef> invitees;
  std::vector<std::string> cases;  ///< ids of applications (M11)
};

struct MeetingCancelled {
  std::string reason;
};

/// meeting.response_recorded (M34).
struct InvitationReply {
  PersonRef person;
  InviteeReply reply = InviteeReply::none;
};

/// meeting.held; what it is for the applications of the meeting, too (M3, M4).
struct MeetingHeld {
  std::optional<TimePoint> on;  ///< none: the event's time
};

/// Of a meeting's record, by what else is known of its invitees' time (M35).
struct CollisionsFound {
  std::uint32_t cycle = 0;  ///< of the meeting that was compared with the others
  std::vector<Collision> collisions;
};

/// minutes.saved: work in progress (M25, S-M06).
struct MinutesSaved {};

/// An action that a meeting agreed on (M29).
struct AssignedAction {
  std::string id;
  PersonRef responsible;
  Date due_on{};
  std::string text;
};

/// minutes.issue_requested (M5 to M14). Persons that are not given are taken from the meeting.
/// Text, decisions and actions are in `document`; its files are the event's attachments.
struct MinutesIssue {
  int version = 1;
  std::optional<std::vector<PersonRef>> attendees;
  std::optional<std::vector<PersonRef>> decliners;
  std::optional<std::vector<PersonRef>> others;
  std::vector<AssignedAction> actions;  ///< that are followed from now on, unless they are already
  DocumentRef document;
};

struct ActionAssigned {
  AssignedAction action;
};

struct ActionClosed {
  std::string id;
};

/// communication.recorded (M22, M24).
struct CommunicationRecord {
  Direction direction = Direction::out;
  Medium medium = Medium::letter;
  ClientRef client;
  std::optional<int> answer_expected_days;  ///< 0 to 3650
  std::optional<PersonRef> worker;          ///< who is reminded
};

/// communication.requested: a mail to send (M23). Free text or the template's values are in
/// `document`; its files are the event's attachments.
struct CommunicationRequest {
  std::vector<PersonRef> to;
  std::optional<Moment> at;   ///< none: now; a day: at the tenant's send time
  std::string template_name;  ///< of the tenant's own; empty: free text
  std::optional<ClientRef> client;
  std::optional<PersonRef> worker;  ///< to whom answers go
  DocumentRef document;
};

struct CommunicationCancelled {
  std::string reason;
};

/// Of communication.recorded with `in`, as it concerns what awaits an answer of the same client on
/// the same application (S-M20).
struct AnswerReceived {
  std::string by;  ///< id of the communication
};

/// note.recorded (M15, M16). Title and text are in `document`.
struct NoteRecorded {
  std::string id;
  std::optional<PersonRef> by;
  std::vector<PersonRef> watchers;
  DocumentRef document;
};

/// attachment.added (M17, M21): the event's one attachment.
struct AttachmentAdded {
  std::optional<PersonRef> by;
  std::vector<PersonRef> watchers;
};

/// programme.meeting_required (M3, M4).
struct ProgrammeNeed {
  Date authorisation_on{};
  MeetingNeed need = MeetingNeed::always;
  PersonRef worker;
  std::string programme;  ///< its name, or empty
};

/// programme.problem_reported (M4).
struct ProgrammeProblem {
  bool solved = false;  ///< it is none any more
};

}  // namespace followup
