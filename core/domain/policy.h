// A tenant's business policy: what a case's deadlines depend on besides its own facts. Immutable
// once numbered (Q7): the store keeps every version, a case the number it started with.
#pragma once

#include "core/base/time.h"
#include "core/base/zone.h"
#include "core/domain/calendar.h"
#include "core/domain/meeting_policy.h"
#include "core/domain/names.h"
#include "core/domain/ticket_policy.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace followup {

struct ReferralPolicy {
  std::optional<int> default_days;  ///< Used when an event asks for follow-up without days (S-R26).
  std::optional<int> supervisor_days;  ///< R8; unset: no escalation (R11).
  Shift shift = Shift::none;           ///< Q5.
  int min_gap_business_days = 1;       ///< Q4: from a late reminder's hand-over to the escalation.
  bool copy_worker_on_escalation = false;
  bool copy_absent_person = false;  ///< S-R34: the person who is stood in for gets a copy.
  bool closed_notice =
      false;  ///< Tell whoever was reminded or escalated to that the contact was recorded.
  bool notify_own_actions = false;  ///< S-X30: tell a person about what that person did.

  friend bool operator==(const ReferralPolicy&, const ReferralPolicy&) = default;
};

/// Where a state may be chosen (A41).
enum class StateType : std::uint8_t { generic, appointment, order, order_appointment };

/// Whether a callback is made, and for whom (A17, A46).
enum class CallbackOption : std::uint8_t { off, to_operator, to_team };

/// A B.O. state (A41, A42).
struct BackOfficeState {
  std::string description;
  StateType type = StateType::appointment;
  bool obsolete = false;
  std::string list_state;  ///< code of the list state that the contact gets, or empty
  CallbackOption callback = CallbackOption::off;
  std::chrono::minutes callback_after{0};  ///< the option's own offset from the outcome
  bool reschedule = false;                 ///< "Rifissa Appuntamento" (A27)
  std::vector<std::string> mandatory;      ///< characteristics that must be annotated (A6)
  std::vector<std::string> visible;        ///< characteristics that a caller is shown (A7)
  friend bool operator==(const BackOfficeState&, const BackOfficeState&) = default;
};

/// A state of the contact in the calling list; type "W" is a callback.
struct ListState {
  std::string description;
  std::string type;
  friend bool operator==(const ListState&, const ListState&) = default;
};

/// What a scheduled procedure does with App. Rifissare: modes 3, 4 and 5.
enum class ProcedureKind : std::uint8_t { reschedule, create_new, callback };

/// A scheduled procedure (A28 to A38). The daemon takes its place: it acts on the event.
struct Procedure {
  std::string name;
  ProcedureKind kind = ProcedureKind::reschedule;
  std::vector<int> states;      ///< outcomes that it acts on
  std::optional<int> state_id;  ///< put on the current appointment (A29, A32)
  std::chrono::minutes interval{0};
  bool honour_interval = false;  ///< S-A29: wait for the next run, counted from midnight
  bool active = true;
  friend bool operator==(const Procedure&, const Procedure&) = default;
};

/// The parameters of modes 1, 2 and 5, by their original names.
struct Parameters {
  bool cc0036 = false;   ///< a new appointment may be made when one is re-set
  bool cc0036a = false;  ///< whoever re-books becomes the telemarketing operator
  int cc0036b = 0;       ///< state of the current appointment on re-set; 0: free
  bool cc0036c = false;  ///< link the new appointment to the one re-set
  int cc0036d = 0;       ///< state of the new appointment; 0: free
  bool cc0037 = false;   ///< make a new appointment by default
  bool cc0037a = false;  ///< pre-set the flag "Nuovo Appuntamento"
  friend bool operator==(const Parameters&, const Parameters&) = default;
};

/// A user's own row: what is set holds for that user (A39).
struct UserParameters {
  std::optional<bool> cc0036, cc0036a, cc0036c, cc0037, cc0037a;
  std::optional<int> cc0036b, cc0036d;
  std::optional<int> default_state;  ///< A43
  friend bool operator==(const UserParameters&, const UserParameters&) = default;
};

/// How callbacks and Wiedervorlagen are followed up.
struct CallPolicy {
  std::string calendar;                                ///< calling window, or empty: any time
  std::chrono::minutes publish_after{0};               ///< A46, after the call was due; 0: never
  std::optional<std::chrono::minutes> escalate_after;  ///< to the supervisor; unset: never
  friend bool operator==(const CallPolicy&, const CallPolicy&) = default;
};

/// A reminder to the agent or field rep before an appointment.
struct VisitReminder {
  std::optional<std::chrono::seconds> time;  ///< local; unset: none
  int days_before = 1;
  friend bool operator==(const VisitReminder&, const VisitReminder&) = default;
};

struct AppointmentPolicy {
  std::map<int, BackOfficeState> states;
  std::map<std::string, ListState> list_states;
  std::map<std::string, std::string> characteristics;  ///< id to description
  std::vector<Procedure> procedures;
  Parameters parameters;
  std::map<std::string, UserParameters> users;
  std::set<std::string> operators;  ///< empty: every id is taken
  std::set<std::string> teams;      ///< likewise
  CallPolicy calls;
  VisitReminder reminder;
  std::chrono::minutes agent_hold{30};  ///< Q11, S-A19
  friend bool operator==(const AppointmentPolicy&, const AppointmentPolicy&) = default;
};

/// How a field appointment's protocol reaches the field rep (C12, C19).
enum class ProtocolMail : std::uint8_t { none, immediate, batch };

struct ProjectPolicy {
  std::string name;
  ProjectState state = ProjectState::in_progress;  ///< until a project.state_changed says otherwise
  bool history = false;                            ///< C4
  bool agents_may_change = true;                   ///< C8
  ProtocolMail protocol = ProtocolMail::none;
  std::chrono::seconds batch_time = std::chrono::hours{18};  ///< local, of the batch
  std::set<std::string> protocol_judgements;                 ///< empty: all (C18, C19)
  std::vector<std::string> agents;  ///< person ids: among them a leaver's items are spread (S-C19)
  std::string team;                 ///< who may take a Wiedervorlage once it is public
  std::optional<int>
      max_days_ahead;               ///< C25: a Wiedervorlage lies no further ahead; unset: any day
  std::optional<int> max_personal;  ///< C25: so many an agent may hold alone; unset: any number
  std::string training_email;       ///< S-C16
  friend bool operator==(const ProjectPolicy&, const ProjectPolicy&) = default;
};

struct ContactPolicy {
  std::map<std::string, ProjectPolicy> projects;
  std::map<std::string, std::string> judgements;  ///< code to description; empty: any is taken
  CallPolicy calls;
  VisitReminder reminder;
  friend bool operator==(const ContactPolicy&, const ContactPolicy&) = default;
};

struct Policy {
  Zone zone;
  std::chrono::seconds send_time = std::chrono::hours{9};  ///< Q2: local, for date-only deadlines.
  BusinessCalendar calendar;
  std::map<std::string, OpeningHours> calendars;  ///< by name
  ReferralPolicy referral;
  AppointmentPolicy appointment;
  ContactPolicy contact;
  TicketPolicy ticket;
  MeetingPolicy meeting;
  ApplicationPolicy application;
  int retention_days = 365;  ///< From a case's last change, once nothing more is due.

  friend bool operator==(const Policy&, const Policy&) = default;
};

}  // namespace followup
