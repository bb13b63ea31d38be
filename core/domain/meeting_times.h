// When a meeting is, as one text: what an invitee was told, and what a message about the meeting
// says of the times before (Invitee::told, Mailing::about).
#pragma once

#include "core/base/time.h"

#include <optional>
#include <string>
#include <string_view>

namespace followup {

/// Civil times in a zone.
struct MeetingTimes {
  LocalTime start;
  LocalTime end;
  std::string zone;  ///< IANA name
};

/// "2026-06-10T09:00:00/2026-06-10T10:00:00/Europe/Rome".
[[nodiscard]] std::string to_text(const MeetingTimes& times);
/// Nothing: it is no such text.
[[nodiscard]] std::optional<MeetingTimes> parse_meeting_times(std::string_view text);

}  // namespace followup
