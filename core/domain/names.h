// The closed sets of words of the domain, and their stable texts: on the wire, in Redis, in logs
// and in tests alike.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace followup {

/// Kinds of case. Persons and groups are cases without deadlines: the directory has the same
/// upserts, duplicates and history. A project holds what its contacts share; notices are what an
/// administrator is told about a tenant's configuration.
enum class Kind : std::uint8_t {
  referral,
  person,
  group,
  appointment,
  contact,  ///< of one contact person in one project (C1): its id is "<project>/<contact>"
  project,
  notices,
  ticket,        ///< a demand that groups have to answer (T1)
  meeting,       ///< with its invitations, minutes and actions (M2, M5)
  application,   ///< a case that somebody applied with: programme, notes, attachments (M1)
  communication  ///< with a client on an application (M22): "<application>/<communication>"
};

/// Answer to an event (contract.md section 1).
enum class Status : std::uint8_t { accepted, duplicate, stale, rejected, quarantined, busy };

/// Why an event got its answer. Stable codes of the reply's schema.
enum class Reason : std::uint8_t {
  none,
  not_json,
  too_large,
  too_deep,
  duplicate_key,
  invalid_utf8,
  batch_too_long,
  batch_empty,
  invalid_envelope,
  unknown_type,
  invalid_data,
  unknown_source,
  wrong_tenant,
  days_missing,    ///< S-R26
  older_sequence,  ///< S-X02: a record older than the newest one
  superseded,      ///< a fact that a newer event of the case overrides: recorded, without effect
  already_seen,    ///< S-X01
  no_change,
  damaged_record,  ///< the stored case fails its checksum: the event is kept until somebody has
                   ///< looked
  store_unavailable,
  store_full,
  draining,
  record_too_large,     ///< the case would hold more than 16 KiB of facts
  unexpected_frames,    ///< attachments, which the event's type does not take; they are not kept
  frame_missing,        ///< an attachment names a frame that the message does not have
  frame_not_named,      ///< the message has a frame that no attachment names
  size_differs,         ///< an attachment is said to have another size than its frame has
  content_gone,         ///< an attachment names content that is not kept, or not any more
  unknown_appointment,  ///< an outcome or a re-booking of an appointment nobody has told of
  frozen,               ///< of an appointment that another one has taken the place of (A26)
  unknown_state,        ///< no such B.O. state in the tenant's configuration
  unusable_state,       ///< obsolete (A42), or not of appointments (A41)
  unknown_operator,
  unknown_team,
  unknown_project,
  unknown_judgement,
  project_ended,      ///< closed or anonymised (C14)
  contact_done,       ///< a Wiedervorlage on a contact that is done (C5)
  agent_locked,       ///< another agent without override where the project does not let users (C8)
  date_missing,       ///< App. Rifissare is missing: taken in, and the agent is asked
  date_in_past,       ///< App. Rifissare has passed: likewise
  time_missing,       ///< App. Rifissare is a day where a time is needed: likewise (S-A21)
  reason_missing,     ///< a mandatory annotation is missing: likewise (A12, Q11)
  procedure_off,      ///< no scheduled procedure is active for the state (S-A28)
  unknown_callback,   ///< no callback has this id
  callback_finished,  ///< it was done, or its case went on without it
  already_claimed,    ///< by another operator, whom the message names
  no_team,            ///< a Wiedervorlage for the team of a project that has none (C25)
  too_far_ahead,      ///< further ahead than the project lets a Wiedervorlage lie (C25)
  too_many_personal,  ///< the agent holds as many alone as the project allows (C25)
  unknown_ticket,     ///< a fact of a ticket nobody has told of
  unknown_node,       ///< no such classification in the tenant's configuration
  node_not_active,    ///< the classification is inactive or still a draft (T11)
  node_is_parent,     ///< the classification has others below it (T12)
  wrong_person_type,  ///< the classification is not for such persons (T13)
  wrong_channel,      ///< the classification is not offered on this channel (T15 to T17)
  unknown_group,      ///< no such group in the tenant's configuration, or none at all
  group_not_open,     ///< the group has nothing to answer in this ticket
  extension_refused,  ///< longer than agreed extensions may be, or the second one (S-T21)
  unknown_meeting,    ///< a fact of a meeting nobody has told of
  unknown_invitee,    ///< a reply of somebody who is not invited
  unknown_action,     ///< an action that was never assigned is closed
  unknown_communication,  ///< one that nobody has told of is cancelled
  unknown_template,       ///< no such mail template in the tenant's configuration (M23)
  no_recipients,          ///< nobody to send to
  too_many_recipients,    ///< more than one message can go to
  already_sent,           ///< a mail is cancelled that has gone out
};

/// What a mail or a webhook is for.
enum class Purpose : std::uint8_t {
  reminder,
  escalation,
  closed,
  undeliverable,         ///< S-X18: a notification could not be delivered; goes to the fallback
  endpoint_disabled,     ///< S-X16: told to the administrator
  hook,                  ///< a webhook; its CloudEvents type is beside it
  agent_reminder,        ///< of an appointment that is near, to the agent or field rep
  callback_due,          ///< an operator or a team is to call (A11, A35, A46)
  reason_missing,        ///< the agent is asked for the mandatory annotations (A12, Q11)
  date_missing,          ///< the agent is asked for App. Rifissare (S-A19)
  rebooked,              ///< the agent is told of the new date, once the CRM confirmed it
  callback_overdue,      ///< the supervisor is told that nobody called
  follow_up_due,         ///< Wiedervorlage
  withdrawal,            ///< somebody who was told before is told that it is no longer theirs (U22)
  protocol,              ///< of a field appointment, to the field rep (C12, C19)
  editor_task,           ///< what whoever filled the status form in has to do by hand (C13)
  quarantined,           ///< an event was put aside; somebody has to look (Q10)
  config_warning,        ///< the configuration left something undone (S-A28)
  command,               ///< a webhook that asks the CRM to do something (contract.md section 3)
  ticket_opened,         ///< a group has a demand to answer (T20)
  ticket_warning,        ///< a group's time is nearly over
  ticket_overdue,        ///< a group has not answered in time: to those above it
  invitation,            ///< to a meeting (M33)
  invitation_changed,    ///< the meeting was moved, or is another (S-M16)
  invitation_cancelled,  ///< there is no meeting, or not with this reader
  meeting_reminder,      ///< before a meeting
  minutes,               ///< of a meeting, as they were issued (M12 to M14)
  without_address,       ///< the organizer is told whom a message could not reach (M32)
  action_due,            ///< somebody has to do what a meeting agreed on (M29)
  action_overdue,        ///< the organizer is told that it was not done
  meeting_required,      ///< a programme is about to be decided without the meeting it needs (M3)
  answer_missing,        ///< nobody has answered a communication (S-M20)
  message,               ///< a mail that the CRM asked for (M23)
  note,                  ///< on an application (M15)
  attachment_added,      ///< likewise (M17)
  meeting_collision,  ///< the organizer is told whose other meetings a meeting collides with (M35)
};

/// Who a notification is for; resolved to a person when it is sent (Q6).
enum class Role : std::uint8_t {
  case_worker,
  case_worker_copy,
  absent_copy,
  supervisor,
  fallback,
  administrator,
  endpoint,
  caller,     ///< the operator whom a callback is reserved for
  team,       ///< everybody who may take a public callback
  agent,      ///< the appointment's field agent, or the agent of a Wiedervorlage
  field_rep,  ///< of a contact's field appointment
  editor,     ///< whoever sent the event, by its `by`
  training,   ///< the training address of a project (S-C16)
  groups,     ///< several at once: it becomes one notification a distinct address (rules/mailing.h)
  managers,   ///< likewise: the groups above those
  recipient,  ///< one of those that it became
  persons,    ///< several persons at once: it becomes one notification a distinct address
  organizer,  ///< of a meeting
  responsible,  ///< for an action of a meeting
};

enum class Channel : std::uint8_t { email, webhook };

/// The steps of a case that a clock brings about.
enum class Step : std::uint8_t {
  reminder,
  escalation,
  retention,
  callback,   ///< a call is due
  publish,    ///< a private callback becomes public (A46)
  hold,       ///< what was waited for from the agent has not come (Q11, S-A19)
  command,    ///< a scheduled procedure's next run (S-A29)
  recheck,    ///< a stopped project is looked at again
  protocols,  ///< a project's unsent protocols go out (C19)
  warning,    ///< a group's time is nearly over
  action,     ///< an action of a meeting is due, or overdue
  send,       ///< the time has come that a mail was asked for
};

/// How one delivery attempt, or the whole delivery, ended (design.md section 6).
enum class Outcome : std::uint8_t {
  delivered,  ///< handed to the relay, or answered 2xx
  try_later,
  refused,    ///< will never be taken
  unknown,    ///< the reply was lost: resent under the same id
  withdrawn,  ///< stopped before or between attempts, because nobody wants it any more
  skipped,    ///< nobody was to be told (own action, copy for somebody who is not absent)
  gave_up,    ///< tried for as long as the policy says
  expanded,   ///< a message to several: to whom, stands beside it
};

/// States of a project (C14).
enum class ProjectState : std::uint8_t {
  planning,
  training,
  released,
  in_progress,
  stopped,
  closed,
  anonymised
};

/// The way a ticket came in (T15 to T17).
enum class TicketChannel : std::uint8_t { internal, contact_form, ombudsman, lgpd };

/// What an invitee said to an invitation (M34).
enum class InviteeReply : std::uint8_t { none, accepted, declined, tentative };

/// Which programmes need a meeting: every application's (M3), or one with problems (M4).
enum class MeetingNeed : std::uint8_t { always, problems };

/// A communication comes from the client, or goes there (M24).
enum class Direction : std::uint8_t { in, out };

enum class Medium : std::uint8_t { phone, email, letter };

[[nodiscard]] std::string_view to_text(Kind value);
[[nodiscard]] std::string_view to_text(Status value);
[[nodiscard]] std::string_view to_text(Reason value);
[[nodiscard]] std::string_view to_text(Purpose value);
[[nodiscard]] std::string_view to_text(Role value);
[[nodiscard]] std::string_view to_text(Channel value);
[[nodiscard]] std::string_view to_text(Step value);
[[nodiscard]] std::string_view to_text(Outcome value);
[[nodiscard]] std::string_view to_text(ProjectState value);
[[nodiscard]] std::string_view to_text(TicketChannel value);
[[nodiscard]] std::string_view to_text(InviteeReply value);
[[nodiscard]] std::string_view to_text(MeetingNeed value);
[[nodiscard]] std::string_view to_text(Direction value);
[[nodiscard]] std::string_view to_text(Medium value);

/// The value whose text this is; instantiated for every enum above.
template <class Enum>
[[nodiscard]] std::optional<Enum> from_text(std::string_view text);

}  // namespace followup
