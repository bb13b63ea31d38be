// State of a meeting: who is invited and what they said, the minutes that were issued last, and the
// actions that were agreed on (source 2; M2, M5 to M14, M26 to M34).
#pragma once

#include "core/base/time.h"
#include "core/domain/attachment.h"
#include "core/domain/mailing.h"
#include "core/domain/names.h"
#include "core/domain/references.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace followup {

/// So many distinct persons one message goes to.
inline constexpr std::size_t most_recipients = 60;

struct Invitee {
  std::string person;  ///< id
  InviteeReply reply = InviteeReply::none;
  std::optional<std::uint64_t> reply_sequence;
  /// The times that a delivered invitation said, "<start>/<end>/<zone>"; nothing: none was
  /// delivered.
  std::optional<std::string> told;
  friend bool operator==(const Invitee&, const Invitee&) = default;
};

/// Something that a meeting agreed on (M29).
struct MeetingAction {
  std::string id;
  std::string responsible;  ///< person id
  Date due_on{};
  std::string text;
  std::optional<std::uint64_t> sequence;  ///< of the newest event about it
  std::uint32_t cycle = 1;                ///< rises when it gets another date or person
  std::optional<LocalTime> reminded;      ///< nominal time of the latest reminder in this cycle
  std::optional<StepDone> overdue;        ///< in this cycle
  bool closed = false;
  friend bool operator==(const MeetingAction&, const MeetingAction&) = default;
};

/// Why somebody gets the minutes (M12 to M14); of several reasons the first counts.
enum class MinutesGroup : std::uint8_t { attendee, decliner, other };

struct MinutesReader {
  std::string person;  ///< id
  MinutesGroup group = MinutesGroup::attendee;
  friend bool operator==(const MinutesReader&, const MinutesReader&) = default;
};

/// Mailing::about of minutes that take the place of some that somebody may have read.
inline constexpr std::string_view revised_minutes = "revised";

/// The newest minutes that were issued.
struct IssuedMinutes {
  int version = 0;  ///< 0: none were
  std::vector<MinutesReader> readers;
  DocumentRef document;
  std::vector<Attachment> files;
  friend bool operator==(const IssuedMinutes&, const IssuedMinutes&) = default;
};

struct Meeting {
  bool known = false;  ///< a record has been taken in
  LocalTime start;     ///< civil time in `zone`
  LocalTime end;
  std::string zone;  ///< IANA name
  std::string subject;
  std::string location;
  std::string agenda;
  std::string organizer;           ///< person id
  std::vector<Invitee> invitees;   ///< of the newest record
  std::vector<std::string> cases;  ///< ids of applications
  std::optional<std::uint64_t> record_sequence;
  std::optional<std::uint64_t> cancel_sequence;
  bool cancelled = false;
  std::optional<TimePoint> held;

  std::uint32_t revision = 0;         ///< SEQUENCE of the invitations (RFC 5545 section 3.8.7.4)
  TimePoint revised_at;               ///< their DTSTAMP
  std::uint32_t cycle = 1;            ///< rises when the meeting is moved
  std::optional<StepDone> reminder;   ///< before the meeting, in this cycle
  std::vector<Collision> collisions;  ///< that the organizer was told of in this cycle (M35)

  IssuedMinutes minutes;
  std::vector<MeetingAction> actions;
  std::vector<PersonRef> people;  ///< everybody whom the above or a mailing names, by id
  std::uint32_t mailing_count = 0;
  std::vector<Mailing> mailings;  ///< that have not ended

  friend bool operator==(const Meeting&, const Meeting&) = default;
};

}  // namespace followup
