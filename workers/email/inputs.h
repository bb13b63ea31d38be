// All that a mail's text depends on, gathered once when its notification is first begun and frozen
// as a text: whatever changes afterwards, the same frozen text gives the same bytes. Names that the
// reader may not see are left out here already (R19).
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/domain/attachment_choice.h"
#include "core/domain/names.h"
#include "workers/channel.h"
#include "workers/email/language.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace followup {

struct MailInputs {
  std::string tenant;  ///< whose templates
  Purpose purpose = Purpose::reminder;
  Role role = Role::case_worker;
  Language language = Language::en;
  bool full = true;  ///< content level; neutral: reference, dates and link, but no name except the
                     ///< reader's own

  std::string to;    ///< address
  std::string name;  ///< the reader's
  std::string from;  ///< "Name <address>" or an address

  Kind kind = Kind::referral;
  std::string reference;  ///< the id in the CRM: of the case; of a contact inside its project
  std::string case_id;    ///< of the case that the referral hangs on
  std::string case_url;   ///< filled in
  std::string worker;     ///< case worker's name, or id
  std::string clients;    ///< names, joined
  std::string provider;
  std::string service;

  std::string due;       ///< in words of the reader's language and zone, like all dates here
  std::string reminded;  ///< escalation: when the reminder was due
  std::string referred_on;
  std::string contact_on;  ///< closed: date of the contact
  bool late = false;
  bool escalation_follows = false;  ///< reminder: the tenant's policy has an escalation

  // Of appointments, contacts and projects. Where it says "lines", "\n" stands between them, and
  // each is clean (text.h).
  std::string project;      ///< name, else id
  std::string start;        ///< of the appointment, or of the field appointment
  std::string place;        ///< where it is
  std::string agent;        ///< the field agent, or the field rep
  std::string former_rep;   ///< editor_task: the field rep who was entered before
  std::string operators;    ///< whom the call is reserved for
  std::string call_at;      ///< when the call is due
  std::string wanted;       ///< when it was asked for, if the calling window moved it (S-A24)
  std::string attempts;     ///< how often the call was postponed, if it was
  std::string cause;        ///< why the call is to be made, a stable code
  std::string outcome;      ///< B.O. state that was set, with its description
  std::string annotations;  ///< lines: the visible ones of all outcomes, oldest first (A14, S-A05)
  std::string asked_for;    ///< lines: the characteristics that the agent is asked for
  std::string given;        ///< App. Rifissare as the agent gave it
  std::string hold_until;   ///< how long the agent's answer is waited for
  std::string card;         ///< same, new or as_chosen
  std::string state;        ///< fixed for the current card (S-A07), with its description
  std::string new_state;    ///< proposed, or fixed, for the new card
  std::string judgement;    ///< of the contact, by its description
  std::string protocols;    ///< lines: the field appointments of a batch (C19)
  std::string command;      ///< undeliverable: the command's type, if it was one
  std::string event;        ///< quarantined: the event's id
  std::string event_type;   ///< likewise
  std::string faults;       ///< lines: why a configuration was refused

  // Of tickets.
  std::string protocol;        ///< its number; empty: it has none but the ticket's id
  std::string classification;  ///< description of the node, else its id
  std::string class_path;      ///< descriptions of those above it, from the top
  std::string group;           ///< names: whose answer it is about; config_warning: which one
  std::string summary;
  std::string opened_at;
  std::string answer_by;       ///< end of the groups' time, the earliest
  std::string level;           ///< of managers: so many above the group
  std::string forwarded_from;  ///< name of the group that had to answer before
  std::string forwarded_to;    ///< withdrawal: name of the group that has to answer now
  std::string closing_reason;

  // Of meetings, applications and communications. `project` and `start` to `place` as above.
  std::string title;         ///< subject of the meeting or of the letter, title of the note
  std::string meeting_day;   ///< date of the meeting, in its zone
  std::string meeting_date;  ///< likewise, "2026-10-25": in a file's name
  std::string your_start;    ///< when it is in the reader's zone, where that shows another time
                             ///< (S-M17)
  std::string former_start;  ///< invitation_changed: as the reader was told before, where that was
                             ///< another time
  std::string organizer;     ///< name
  std::string agenda;        ///< lines
  std::string applications;  ///< ids: of the meeting; of the communication
  std::string version;       ///< of the minutes: a number
  std::string readers;       ///< of the minutes: why this one gets them (MinutesGroup), by its name
  std::string attendees;     ///< names, joined; likewise the next
  std::string decliners;
  std::string text;          ///< lines: of the minutes, the letter, the note
  std::string decisions;     ///< lines: one each
  std::string actions;       ///< likewise
  std::string action_notes;  ///< lines: who is to do each of them, and until when
  std::string action;        ///< that the mail is about
  std::string action_due;
  std::string responsible;  ///< name
  std::string persons;      ///< lines: whom a message could not reach, and why
  std::string collisions;   ///< lines: who has another meeting then, and when that is
  std::string of;           ///< without_address: that message's purpose
  std::string programme;
  std::string authorisation_on;
  std::string author;  ///< name: of the note, of whoever added the file
  std::string noted_at;
  std::string medium;  ///< of the communication
  std::string communicated_on;
  std::string expected_on;
  std::string answer_days;
  std::string reply_to;          ///< address that answers go to, of `worker`; empty: none
  std::string letter;            ///< name of the tenant's own template (M23)
  std::string default_language;  ///< the tenant's: for a template that has not the reader's
  std::map<std::string, std::string> values;  ///< of that template; lines
  TimePoint issued;                           ///< of the minutes: when this version was

  bool meeting_cancelled = false;  ///< for everybody, not only for the reader
  bool organizes = false;          ///< the reader is the organizer
  bool revised = false;            ///< the minutes take the place of some that were sent
  bool before_due = false;         ///< action_due: it is a reminder before that day
  bool after_due = false;          ///< action_due: it is one after that day
  bool for_problems = false;       ///< meeting_required: only because of the application's problems
  bool pdf = false;                ///< the minutes are attached as a PDF, too (M31)

  bool is_public = false;         ///< the team may take the call
  bool no_reason = false;         ///< the agent gave no reason for the outcome (S-A04)
  bool reason_missing = false;    ///< a mandatory one never came (S-A03)
  bool flag_default = false;      ///< as_chosen: a new card is proposed
  bool takes_b = false;           ///< the re-booking may put a state on the current card
  bool takes_d = false;           ///< it may make a new card
  bool new_state_locked = false;  ///< A23
  bool link = false;              ///< the new card is linked to the current one (A22)
  bool new_card = false;          ///< rebooked: on a new card
  bool day_is_enough = false;     ///< date_missing: a date without a time will do, too
  bool override_hint = false;     ///< C10
  bool several_groups = false;    ///< of tickets, like the next
  bool of_managers = false;       ///< to those above the groups, as these have not answered
  bool in_place = false;          ///< in the place of a group that can not be told (S-T06, S-T07)
  bool reopened = false;          ///< the ticket was closed before
  bool past_due = false;          ///< ticket_opened: the time to answer was over already

  bool fallback = false;          ///< nobody was found for the role
  std::string resolution_reason;  ///< why not
  std::string on_behalf_of;       ///< name of the person that the reader stands in for
  bool stands_in = false;
  std::string until;  ///< last day of that

  std::string reason;    ///< the notification's, a stable code
  std::string about;     ///< undeliverable, endpoint_disabled: id of what was not delivered
  std::string endpoint;  ///< likewise: the webhook endpoint's name

  std::string calendar;  ///< an invitation's text (invitation.h), already for this reader; the mail
                         ///< carries it beside its words. Usually empty
  std::vector<Attachment> attachments;  ///< in their order; empty in a neutral mail (S-T30)
  std::vector<LeftOutFile> left_out;    ///< likewise

  TimePoint date;  ///< Date header
  std::string message_id_domain;
  std::string thread;  ///< left side of the thread's root id: the same for all mails of a case

  friend bool operator==(const MailInputs&, const MailInputs&) = default;
};

/// Gathers them. Dates are told in the recipient's zone, or the tenant's. Neutral where the tenant
/// says so, where the recipient's sensitivity is below the referral's (R19, S-R32), and for the
/// administrator, who needs no names. A neutral mail has no annotations, places and judgements
/// either, of a ticket only its number, groups and dates; of a secret one it is neutral unless the
/// recipient has secret access (S-T30). What is attached of the files that the case's kind lists
/// (Gathering::files) is chosen here, by `limits`, the tenant's types and the reader's privileges;
/// a PDF of the minutes comes before them. Of the texts that `inputs.document` has a neutral mail
/// says nothing, and an invitation's calendar text names no subject, place or person.
/// Preconditions: all pointers of `inputs` are set. invalid_input: the notification is no mail.
[[nodiscard]] Result<MailInputs> make_inputs(const DeliveryInputs& inputs,
                                             std::string_view message_id_domain,
                                             const AttachmentLimits& limits = {});

/// Compact JSON, what is empty left out.
[[nodiscard]] std::string encode_inputs(const MailInputs& inputs);

/// invalid_input: it is no text of encode_inputs. Members that are not known are ignored.
[[nodiscard]] Result<MailInputs> decode_inputs(std::string_view frozen);

}  // namespace followup
