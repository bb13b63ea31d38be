// A case: everything that is known of one followed thing. A value; facts only. What is due follows
// from it (deadlines.h).
#pragma once

#include "core/base/time.h"
#include "core/domain/application.h"
#include "core/domain/case_key.h"
#include "core/domain/event.h"
#include "core/domain/mailing.h"
#include "core/domain/meeting.h"
#include "core/domain/notification.h"
#include "core/domain/ticket.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace followup {

/// One line of a case's history.
struct HistoryEntry {
  TimePoint at;
  std::string what;    ///< "event", "deadline", "notification", "withdrawal", "delivery", "policy"
  std::string name;    ///< event type, step, purpose or hook type, outcome
  std::string id;      ///< event id or notification id
  std::string detail;  ///< status and stable reason codes; never personal data
  friend bool operator==(const HistoryEntry&, const HistoryEntry&) = default;
};

/// A notification of this case whose end has not been taken in yet.
struct OpenNotification {
  std::string id;
  std::string lane;
  Purpose purpose = Purpose::reminder;
  Role role = Role::case_worker;
  std::string hook_type;
  std::uint32_t cycle = 1;
  LocalTime nominal;
  TimePoint due;
  bool withdrawn = false;  ///< asked back; listed in `in_flight` if the attempt had begun
  std::string whom;        ///< as in the notification
  friend bool operator==(const OpenNotification&, const OpenNotification&) = default;
};

enum class Contact : std::uint8_t { unknown, yes, no };

/// State of a referral (source 1).
struct Referral {
  bool known = false;  ///< a whole record has been taken in; before that there are only facts and
                       ///< no deadlines
  std::optional<Date> referral_date;
  Date created_on{};
  bool follow_up_requested = false;
  int follow_up_days = 0;
  PersonRef case_worker;
  std::optional<PersonRef> supervisor;
  std::string case_id;
  std::vector<ClientRef> clients;
  std::string provider;
  std::string service;
  int sensitivity = 0;
  std::optional<std::uint64_t> record_sequence;

  Contact contact = Contact::unknown;
  std::optional<Date> contact_on;
  std::optional<std::uint64_t> contact_sequence;
  bool cancelled = false;
  std::optional<std::uint64_t> cancel_sequence;

  std::uint32_t cycle = 1;
  std::optional<StepDone> reminder;    ///< in this cycle
  std::optional<StepDone> escalation;  ///< in this cycle

  friend bool operator==(const Referral&, const Referral&) = default;
};

struct Absence {
  TimePoint from;
  TimePoint until;
  std::string delegate;
  std::optional<std::uint64_t> sequence;
  friend bool operator==(const Absence&, const Absence&) = default;
};

/// A directory entry of a person.
struct Person {
  std::string id;
  bool known = false;  ///< a person.updated has been taken in (an absence may come first)
  std::string name;
  std::string email;
  std::string language;
  std::string zone;
  std::string supervisor;
  int sensitivity = 0;
  bool active = true;
  std::vector<Absence> absences;        ///< by `from`
  std::vector<std::string> privileges;  ///< to read attachments that ask for one (M21)
  std::optional<std::uint64_t> record_sequence;
  friend bool operator==(const Person&, const Person&) = default;
};

/// A directory entry of a group.
struct Group {
  std::string id;
  std::string name;
  std::string email;
  std::vector<std::string> members;
  std::string manager_group;
  bool active = true;
  bool secret_access = false;
  std::optional<std::uint64_t> record_sequence;
  friend bool operator==(const Group&, const Group&) = default;
};

/// Somebody for whom a call is reserved.
struct CallHolder {
  PersonRef who;
  std::optional<LocalTime> postponed;  ///< until then, for this one alone (C26)
  std::optional<StepDone> told;
  bool done = false;     ///< for this one alone (C26)
  std::string stand_in;  ///< person id: who was told in this one's place, and may act like it
  friend bool operator==(const CallHolder&, const CallHolder&) = default;
};

/// A call that somebody has to make: an appointment's callback (A11), or a contact's
/// Wiedervorlage. Its id for the CRM: callback_id().
struct Callback {
  std::uint32_t cycle = 1;
  LocalTime due;                    ///< tenant's civil time, inside the calling window
  std::optional<LocalTime> wanted;  ///< what was asked for, where the window moved it (S-A24)
  std::vector<CallHolder> holders;  ///< private: whom it is reserved for; public: empty
  std::string team;                 ///< who may take it once it is public; may be empty
  bool is_public = false;
  std::optional<StepDone> told_team;    ///< public: the team was told
  std::optional<LocalTime> team_since;  ///< it came to the team, or back, after it had been due
  std::optional<StepDone> published;    ///< A46: when it became public by itself
  std::optional<PersonRef> claimed_by;  ///< closed for all others
  std::optional<StepDone> escalated;
  int attempts = 0;    ///< how often it was postponed
  bool ended = false;  ///< done, or the case went on without it
  std::string reason;  ///< stable code: outcome, rebook_failed, rebook_uncertain, follow_up
  friend bool operator==(const Callback&, const Callback&) = default;
};

/// What a command to the CRM is waiting for (modes 3 and 4).
struct PendingCommand {
  std::string type;                 ///< appointment.reschedule or appointment.create_from
  LocalTime start;                  ///< the new date
  std::optional<LocalTime> run_at;  ///< the procedure's next run; once sent: the end of waiting
  bool sent = false;
  bool ended = false;  ///< confirmed or refused
  std::uint32_t cycle = 1;
  friend bool operator==(const PendingCommand&, const PendingCommand&) = default;
};

/// The annotations of one outcome: what the next caller reads (A14).
struct AnnotatedOutcome {
  int state = 0;
  Date on{};
  std::vector<Annotation> annotations;
  friend bool operator==(const AnnotatedOutcome&, const AnnotatedOutcome&) = default;
};

/// Why the agent is asked for something, and until when it is waited for.
struct Hold {
  enum class For : std::uint8_t { reason, date, time };
  For what = For::reason;
  LocalTime until;
  friend bool operator==(const Hold&, const Hold&) = default;
};

/// State of an appointment with its callback (source 3).
struct Appointment {
  std::string id;  ///< out of the case's key
  bool known = false;
  LocalTime start;  ///< tenant's civil time
  PersonRef agent;
  std::optional<PersonRef> caller;  ///< telemarketing operator
  std::string team;
  ClientRef client;
  std::optional<int> state;  ///< B.O. state
  std::string location;
  std::string replaces;
  std::optional<std::uint64_t> record_sequence;

  std::optional<std::string> replaced_by;  ///< frozen (A26); empty: the new card is not known yet
  bool cancelled = false;
  std::optional<std::uint64_t> cancel_sequence;
  std::optional<std::uint64_t> rebook_sequence;

  std::uint32_t cycle = 1;           ///< rises with every re-booking and every new outcome
  std::optional<StepDone> reminder;  ///< agent's, in this cycle
  std::optional<int> outcome;        ///< the state that the agent set in this cycle
  int mode = 0;                      ///< 1 to 5: what the outcome led to; 0: nothing
  std::optional<std::uint64_t> outcome_sequence;
  std::optional<Moment> reschedule_at;
  std::vector<AnnotatedOutcome> outcomes;  ///< of all cycles, oldest first
  bool reason_missing = false;             ///< of this cycle: a mandatory annotation never came
  std::optional<Hold> hold;
  std::optional<PendingCommand> command;
  std::optional<Callback> callback;

  friend bool operator==(const Appointment&, const Appointment&) = default;
};

/// An appointment of a field rep, entered for a contact (C11).
struct FieldVisit {
  LocalTime start;
  PersonRef rep;
  bool from_call = true;  ///< else from the status form: the rep gets no mail (C12, Q13)
  std::optional<StepDone> reminder;
  std::uint32_t cycle = 1;
  std::optional<LocalTime> protocol_at;  ///< it waits for a stopped project to go on (C14)
  friend bool operator==(const FieldVisit&, const FieldVisit&) = default;
};

/// A notification that ended as a dead letter: an erasure has to find it (S-C15).
struct DeadNotification {
  std::string id;
  std::string lane;
  friend bool operator==(const DeadNotification&, const DeadNotification&) = default;
};

/// State of a contact person in a project (source 4).
struct ProjectContact {
  std::string project_id;  ///< out of the case's key, like the next
  std::string contact_id;
  std::string judgement;
  std::optional<std::uint64_t> status_sequence;

  std::optional<TimePoint> project_seen;  ///< when the project was last looked at
  std::optional<std::uint64_t> project_sequence;

  std::optional<Callback> follow_up;  ///< Wiedervorlage
  std::vector<PersonRef> former;      ///< who was told before it was given to somebody else
  std::optional<std::uint64_t> follow_up_sequence;

  std::optional<FieldVisit> visit;
  std::optional<std::uint64_t> visit_sequence;
  PersonRef editor;  ///< who last used the status form
  std::vector<DeadNotification> dead;

  std::uint32_t cycle = 1;
  ProjectState project = ProjectState::in_progress;  ///< as it was last seen
  bool done = false;
  bool called = false;         ///< a status came out of a call: it "has already happened" (C8)
  bool override_hint = false;  ///< C10
  std::optional<std::uint64_t> done_sequence;  ///< of the event that set it done

  friend bool operator==(const ProjectContact&, const ProjectContact&) = default;
};

/// A protocol that waits for its project's batch (C19).
struct UnsentProtocol {
  std::string contact;
  PersonRef rep;
  TimePoint start;
  std::uint64_t event = 0;  ///< fingerprint of the event that told of it
  std::optional<std::uint64_t> sequence;
  friend bool operator==(const UnsentProtocol&, const UnsentProtocol&) = default;
};

/// A contact whose latest field appointment waits for no batch: it was sent, or taken out again.
struct SettledProtocol {
  std::uint64_t contact = 0;  ///< fingerprint of its id
  std::uint64_t event = 0;    ///< as in UnsentProtocol
  std::optional<std::uint64_t> sequence;
  friend bool operator==(const SettledProtocol&, const SettledProtocol&) = default;
};

/// A rep's mail of a batch that has not ended.
struct BatchMail {
  std::uint32_t cycle = 1;  ///< of the batch
  PersonRef rep;
  friend bool operator==(const BatchMail&, const BatchMail&) = default;
};

/// State of a project (C14), and what its contacts share.
struct Project {
  std::string id;                     ///< out of the case's key
  std::optional<ProjectState> state;  ///< nothing: as the configuration says
  std::optional<std::uint64_t> state_sequence;
  std::vector<UnsentProtocol> unsent;
  std::optional<LocalTime> batch_at;  ///< when they go out
  std::uint32_t cycle = 1;            ///< of the batches
  std::vector<BatchMail> sent;
  std::vector<DeadNotification> dead;
  std::vector<SettledProtocol> settled;  ///< of the latest contacts, newest last
  friend bool operator==(const Project&, const Project&) = default;
};

/// What an administrator was told of a tenant's configuration: once a subject and day (S-A28).
struct Notices {
  struct Told {
    std::string what;
    std::string subject;
    Date on{};
    friend bool operator==(const Told&, const Told&) = default;
  };

  std::vector<Told> told;  ///< the latest, newest last
  friend bool operator==(const Notices&, const Notices&) = default;
};

/// How many fingerprints of recent event ids a case remembers (S-X01).
inline constexpr std::size_t fingerprints_kept = 16;

struct Case {
  CaseKey key;
  std::uint32_t version = 0;        ///< number of commits; 0: not stored yet
  std::uint32_t policy = 0;         ///< number of the tenant's policy version it started with (Q7)
  std::vector<std::uint64_t> seen;  ///< fingerprints of recent source+id, newest last
  std::vector<std::uint64_t> put_aside;  ///< of quarantined events somebody was told of already
  std::vector<OpenNotification> open;
  std::optional<HistoryEntry>
      first;             ///< the first history entry; later ones are in the history list
  TimePoint changed_at;  ///< last event, for retention
  std::variant<Referral, Person, Group, Appointment, ProjectContact, Project, Notices, Ticket,
               Meeting, Application, Communication>
      facts;

  friend bool operator==(const Case&, const Case&) = default;
};

/// A case that nothing is known of yet: the state of its kind with nothing in it.
[[nodiscard]] Case empty_case(const CaseKey& key);

}  // namespace followup
