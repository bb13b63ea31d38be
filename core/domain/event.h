// Events as the rules see them: decoded, typed, in UTC or civil time. One struct a type of
// contract.md section 2, and the internal events (a deadline reached, a delivery's outcome, a
// changed policy) that are applied the same way.
#pragma once

#include "core/base/time.h"
#include "core/domain/names.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace followup {

/// A person as an event names one: the directory wins, the inline values are the fallback.
struct PersonRef {
  std::string id;
  std::string name;
  std::string email;
  friend bool operator==(const PersonRef&, const PersonRef&) = default;
};

struct ClientRef {
  std::string id;
  std::string name;
  friend bool operator==(const ClientRef&, const ClientRef&) = default;
};

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

/// The clock reached a step's deadline.
struct DeadlineReached {
  Step step = Step::reminder;
  LocalTime local;  ///< nominal
  TimePoint due;
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
};

/// `replan`: the case goes on under another version of its tenant's policy (Q7).
struct PolicyChanged {
  std::uint32_t policy = 0;
};

using Payload =
    std::variant<ReferralRecord, ContactRecorded, ContactWithdrawn, ReferralCancelled, PersonRecord,
                 GroupRecord, AbsenceSet, DeadlineReached, DeliveryOutcome, PolicyChanged>;

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
};

/// One thing wrong with an input: where, and how to mend it.
struct Fault {
  std::string path;     ///< JSON pointer, or file:key
  std::string message;  ///< one sentence
  friend bool operator==(const Fault&, const Fault&) = default;
};

}  // namespace followup
