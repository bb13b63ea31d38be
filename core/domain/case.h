// A case: everything that is known of one followed thing. A value; facts only. What is due follows
// from it (deadlines.h).
#pragma once

#include "core/base/time.h"
#include "core/domain/case_key.h"
#include "core/domain/event.h"
#include "core/domain/notification.h"

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
  friend bool operator==(const OpenNotification&, const OpenNotification&) = default;
};

/// A step that was taken in the current cycle.
struct StepDone {
  LocalTime nominal;
  TimePoint at;  ///< when the rule made it; after the hand-over, when the relay took it
  bool late = false;
  friend bool operator==(const StepDone&, const StepDone&) = default;
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
  std::vector<Absence> absences;  ///< by `from`
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

/// How many fingerprints of recent event ids a case remembers (S-X01).
inline constexpr std::size_t fingerprints_kept = 16;

struct Case {
  CaseKey key;
  std::uint32_t version = 0;        ///< number of commits; 0: not stored yet
  std::uint32_t policy = 0;         ///< number of the tenant's policy version it started with (Q7)
  std::vector<std::uint64_t> seen;  ///< fingerprints of recent source+id, newest last
  std::vector<OpenNotification> open;
  std::optional<HistoryEntry>
      first;             ///< the first history entry; later ones are in the history list
  TimePoint changed_at;  ///< last event, for retention
  std::variant<Referral, Person, Group> facts;

  friend bool operator==(const Case&, const Case&) = default;
};

/// A case that nothing is known of yet: the state of its kind with nothing in it.
[[nodiscard]] Case empty_case(const CaseKey& key);

}  // namespace followup
