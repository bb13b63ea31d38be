// A notification: one message to one role over one channel, from the moment a rule asks for it. Its
// id is deterministic, so that a repeat can not become a second message; the id goes out as
// Message-ID and webhook-id.
#pragma once

#include "core/base/time.h"
#include "core/domain/case_key.h"
#include "core/domain/names.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace followup {

/// What became of one of those whom a message went to.
struct PersonResult {
  std::string person;  ///< id
  std::string group;   ///< why: attendee, decliner, other, invitee; or empty
  std::string result;  ///< delivered, refused, withdrawn, or nobody: not reached
  std::string reason;  ///< stable code, or empty
  friend bool operator==(const PersonResult&, const PersonResult&) = default;
};

/// One fact that a webhook carries beside what all carry.
struct Detail {
  std::string name;
  std::variant<std::string, std::int64_t, bool, std::vector<PersonResult>> value;
  friend bool operator==(const Detail&, const Detail&) = default;
};

struct Notification {
  std::string id;  ///< set by seal()
  CaseKey case_key;
  Purpose purpose = Purpose::reminder;
  Channel channel = Channel::email;
  Role role = Role::case_worker;
  std::string lane;  ///< outbox lane: "email:urgent", "email:normal", "webhook:<tenant>/<endpoint>"
  std::string hook_type;  ///< CloudEvents type of a webhook body, else empty
  std::string
      endpoint;  ///< a webhook's endpoint name, also in the mail about its failure; else empty
  std::uint32_t cycle = 1;
  LocalTime nominal;  ///< nominal local due time (of the event's time where there is no deadline)
  TimePoint due;      ///< the same as an instant
  TimePoint made_at;
  bool late = false;   ///< made later than the tolerance
  std::string about;   ///< for undeliverable and hooks about a notification: its id
  std::string reason;  ///< stable code: why this is sent
  std::string actor;   ///< person who caused it and is not to be told, or empty (S-X30)
  std::string traceparent;
  std::string whom;             ///< person id, where several hold the role; for a supervisor: whose
  std::vector<Detail> details;  ///< of hooks and commands; for mails what the state can not tell

  friend bool operator==(const Notification&, const Notification&) = default;
};

/// Whether a mail waits for the end of its reader's quiet hours (S-X10): neither what is urgent
/// does, nor what a law's or a meeting's time runs for.
[[nodiscard]] bool keeps_quiet_hours(Purpose purpose);

/// Fills in lane and id from the rest: case, purpose or hook type, channel, role or endpoint,
/// cycle, nominal local time, about, whom.
void seal(Notification& notification);

}  // namespace followup
