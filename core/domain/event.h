// Events as the rules see them: decoded, typed, in UTC or civil time. One struct a type of
// contract.md section 2, and the internal events (a deadline reached, a delivery's outcome, a
// changed policy) that are applied the same way.
#pragma once

#include "core/base/time.h"
#include "core/domain/attachment.h"
#include "core/domain/event_meeting.h"
#include "core/domain/names.h"
#include "core/domain/references.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace followup {

/// referral.created and referral.updated: the whole record (R1-R11, R15-R20).
struct ReferralRecord {
  std::variant<Date, TimePoint> created;  ///< created_on or created_at
  std::optional<Date> referral_date;      ///< R5
  bool follow_up_requested = false;       ///< R2
  std::optional<int> follow_up_days;      ///< R4; 0 to 3650
  PersonRef case_worker;
  std::optional<PersonRef> supervisor;
  std::string case_id;
  std::vector<ClientRef> clients;
  std::string provider;
  std::string service;
  int sensitivity = 0;  ///< R19
};

struct ContactRecorded {
  bool contacted = false;  ///< R16: a recorded "no" is not a "yes"
  std::optional<Date> on;
};

struct ContactWithdrawn {
  std::string reason;
};

struct ReferralCancelled {
  std::string reason;
};

/// person.updated: the whole directory entry.
struct PersonRecord {
  std::string name;
  std::string email;
  std::string language;  ///< it, de, pt, en or empty
  std::string zone;
  std::string supervisor;  ///< person id
  int sensitivity = 0;
  bool active = true;
  std::vector<std::string> privileges = {};  ///< to read attachments that ask for one (M21)
};

/// group.updated: the whole directory entry.
struct GroupRecord {
  std::string name;
  std::string email;
  std::vector<std::string> members;
  std::string manager_group;
  bool active = true;
  bool secret_access = false;
};

/// absence.set (R26): replaces the person's absences that begin at the same instant; `until` before
/// `from` removes them.
struct AbsenceSet {
  TimePoint from;
  TimePoint until;
  std::string delegate;  ///< person id, or empty: nobody stands in
};

/// appointment.booked and appointment.updated: the whole record (A1).
struct AppointmentRecord {
  Moment start;  ///< never a Date
  PersonRef agent;
  std::optional<PersonRef> caller;  ///< the telemarketing operator stored on the card
  std::string team;                 ///< group id, or empty
  ClientRef client;
  std::optional<int> state;  ///< B.O. state id
  std::string replaces;      ///< id of the appointment that this one takes the place of, or empty
  std::string location;
};

/// A characteristic's text, as the agent typed it (A6).
struct Annotation {
  std::string characteristic;
  std::string text;
  friend bool operator==(const Annotation&, const Annotation&) = default;
};

/// appointment.outcome_set (A3 to A38).
struct AppointmentOutcome {
  int state = 0;
  std::optional<Moment> reschedule_at;  ///< App. Rifissare
  std::vector<Annotation> annotations;
  std::optional<PersonRef> by;
};

/// appointment.rebooked (A13, A19 to A26).
struct AppointmentRebooked {
  std::optional<Moment> start;          ///< never a Date; none: the new card tells
  std::optional<PersonRef> caller;      ///< who re-booked
  std::string new_appointment_id;       ///< empty: the same card
  std::optional<bool> new_appointment;  ///< the operator's flag "Nuovo Appuntamento" (A21)
};

struct AppointmentCancelled {
  std::string reason;
};

/// Of appointment.booked with `replaces`, as it concerns the old card (A26).
struct AppointmentReplaced {
  std::string by;  ///< id of the new one
};

/// callback.claimed, .postponed, .done. `cycle` is the callback's, out of its id.
struct CallbackClaimed {
  std::uint32_t cycle = 0;
  PersonRef caller;
};

struct CallbackPostponed {
  std::uint32_t cycle = 0;
  std::optional<PersonRef> caller;
  Moment until;
  bool for_all = false;  ///< C26
};

struct CallbackDone {
  std::uint32_t cycle = 0;
  std::optional<PersonRef> caller;
  std::string result;
  bool for_all = false;  ///< C26
};

/// contact.follow_up_set: a Wiedervorlage (C5 to C10).
struct FollowUpSet {
  Moment due;
  std::vector<PersonRef> agents;  ///< none: it is the team's (C25)
  bool override_lock = false;     ///< C8
  std::optional<PersonRef> by;
};

struct FollowUpCleared {
  std::optional<PersonRef> by;
};

/// The screen that something was entered on (C12).
enum class Origin : std::uint8_t { call, status_form };

/// contact.status_changed (C3, C4).
struct ContactStatus {
  std::optional<bool> done;
  std::string judgement;  ///< empty: unchanged
  std::string notes;
  Origin origin = Origin::call;
  std::optional<PersonRef> by;
};

/// contact.field_appointment_set (C11 to C13).
struct FieldAppointment {
  Moment start;  ///< never a Date
  PersonRef field_rep;
  Origin origin = Origin::call;
  std::optional<PersonRef> by;
  bool protocol = true;   ///< false: left out of the automatic protocols (C19)
  std::string judgement;  ///< of the call, where it decides about the batch (C18); empty: none
};

/// project.state_changed (C14), and what it is for each contact of the project.
struct ProjectStateSet {
  ProjectState state = ProjectState::planning;
};

/// Of person.updated with `active` false, as it concerns a contact whose agent has left (S-C19).
struct AgentLeft {
  std::string agent;  ///< person id
  PersonRef successor;
};

/// Of contact.field_appointment_set, as it concerns the project's batch of protocols (C19).
struct ProtocolAdded {
  std::string contact;  ///< the contact's id inside the project
  PersonRef field_rep;
  TimePoint start;
  bool wanted =
      true;  ///< false: what waits of this contact is out of date, and nothing replaces it
};

/// ticket.opened: the whole record (T1 to T17).
struct TicketRecord {
  std::string protocol;
  std::string classification;       ///< id of a node
  std::vector<std::string> groups;  ///< ids; empty: the node's
  std::string person_type;
  TicketChannel channel = TicketChannel::internal;
  std::optional<TimePoint> opened_at;  ///< none: what is known, else the event's time
  bool secret = false;                 ///< T21
  std::string summary;
  std::optional<ClientRef> beneficiary;
};

/// ticket.forwarded: another group has to answer, and the clock runs on (T2).
struct TicketForwarded {
  std::string from;  ///< group ids
  std::string to;
  std::optional<PersonRef> by;
};

/// ticket.answered (T3, Q14).
struct TicketAnswered {
  std::string group;
  bool conclusive = true;  ///< S-T22: an inconclusive one stops no clock
  std::optional<PersonRef> by;
  std::string text;
};

/// ticket.extended: an agreed extension (S-T21). One of `days` and `until`.
struct TicketExtended {
  std::string group;
  std::optional<int> days;  ///< the whole time, from the opening, in the kind of days of the term
  std::optional<Moment> until;
  std::string reason;
  std::optional<PersonRef> by;
};

struct TicketClosed {
  std::string reason;
};

struct TicketReopened {
  std::string reason;
};

/// Of an event that the configuration let come to nothing, as it concerns the administrator
/// (S-A28), or of a configuration that was not taken.
struct ConfigurationNotice {
  std::string what;     ///< stable code: procedure_off, config_rejected
  std::string subject;  ///< what it is about: a state's id; a short text without personal data
};

/// The clock reached a step's deadline.
struct DeadlineReached {
  Step step = Step::reminder;
  LocalTime local;  ///< nominal
  TimePoint due;
};

/// One of those whom a message to several goes to.
struct Addressee {
  std::string whom;                  ///< "person/<id>", "group/<id>" or "fallback"
  std::vector<std::string> through;  ///< ids of the parties that are told by telling this one
  friend bool operator==(const Addressee&, const Addressee&) = default;
};

/// A group or person that could not be told as it should.
struct Trouble {
  std::string whom;    ///< "person/<id>" or "group/<id>"
  std::string reason;  ///< stable code: inactive, no_group, no_address, no_manager, manager_loop,
                       ///< too_many, no_privilege
  friend bool operator==(const Trouble&, const Trouble&) = default;
};

/// What became of one notification.
struct DeliveryOutcome {
  std::string notification;  ///< id
  Outcome outcome = Outcome::delivered;
  std::string
      reason;  ///< stable code, e.g. smtp_550, http_410, no_recipient; never a server's text
  bool unresolved =
      false;  ///< the role had nobody; the fallback was used, or there was none either
  bool first_report =
      false;  ///< of an endpoint that was switched off: this one tells the administrator
  bool uncertain = false;  ///< an earlier attempt's answer was lost
  std::string told = {};   ///< person id: who was told in the place of whom it was for
  std::vector<Addressee> addressees = {};  ///< of an expanded one
  std::vector<Trouble> troubles = {};      ///< likewise
};

/// `replan`: the case goes on under another version of its tenant's policy (Q7).
struct PolicyChanged {
  std::uint32_t policy = 0;
};

using Payload = std::variant<
    ReferralRecord, ContactRecorded, ContactWithdrawn, ReferralCancelled, PersonRecord, GroupRecord,
    AbsenceSet, AppointmentRecord, AppointmentOutcome, AppointmentRebooked, AppointmentCancelled,
    AppointmentReplaced, CallbackClaimed, CallbackPostponed, CallbackDone, FollowUpSet,
    FollowUpCleared, ContactStatus, FieldAppointment, ProjectStateSet, AgentLeft, ProtocolAdded,
    TicketRecord, TicketForwarded, TicketAnswered, TicketExtended, TicketClosed, TicketReopened,
    MeetingRecord, MeetingCancelled, InvitationReply, MeetingHeld, CollisionsFound, MinutesSaved,
    MinutesIssue, ActionAssigned, ActionClosed, CommunicationRecord, CommunicationRequest,
    CommunicationCancelled, AnswerReceived, NoteRecorded, AttachmentAdded, ProgrammeNeed,
    ProgrammeProblem, ConfigurationNotice, DeadlineReached, DeliveryOutcome, PolicyChanged>;

struct Event {
  std::string source;  ///< empty for internal events
  std::string id;
  std::string type;
  std::string subject;  ///< the id of the case inside its kind
  std::string tenant;   ///< extension attribute `tenant`, empty if absent: must name the source's
                        ///< tenant (S-X26)
  std::string actor;    ///< extension attribute `actor`: the person who did it (S-X30)
  Kind kind = Kind::referral;
  TimePoint time;  ///< when it happened in the CRM
  std::optional<std::uint64_t> sequence;
  std::string traceparent;
  Payload payload;
  /// Of a type that takes attachments. A rule sees them with their content and true size.
  std::vector<Attachment> attachments;
  bool one_attachment = false;  ///< it stood alone in the data, not in a list
  /// Until when they are wanted at least, where they are for later than now (a mail at a time).
  std::optional<TimePoint> attachments_until;
  /// A text that a case has no room for, encoded (core/codec/document.h); empty: none. It is kept
  /// under its hash, which the payload has, before a rule sees the event.
  std::string document;
};

/// One thing wrong with an input: where, and how to mend it.
struct Fault {
  std::string path;     ///< JSON pointer, or file:key
  std::string message;  ///< one sentence
  friend bool operator==(const Fault&, const Fault&) = default;
};

}  // namespace followup
