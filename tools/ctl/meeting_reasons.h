// Meetings in sentences: when one is, why a step of it is due, what a message of it is for. Reads
// states, decides nothing.
#pragma once

#include "core/domain/case.h"
#include "core/domain/notification.h"
#include "core/domain/policy.h"

#include <string>

namespace followup::ctl {

/// "attendee", "decliner" or "other".
[[nodiscard]] std::string group_text(MinutesGroup group);

/// "2026-10-25 10:00 CET to 11:00 CET, Europe/Berlin": in the meeting's zone.
[[nodiscard]] std::string meeting_time_words(const Meeting& meeting, const Policy& policy);

/// Why the meeting's reminder, or the next step of an action, is due when it is.
[[nodiscard]] std::string meeting_step_words(const Meeting& meeting, Step step,
                                             const Policy& policy);

/// Why a meeting without deadlines has none.
[[nodiscard]] std::string meeting_silence_words(const Meeting& meeting, const Policy& policy);

/// Why a mail about the meeting was made. Empty: it is about nothing that the meeting still has.
[[nodiscard]] std::string meeting_message_words(const Meeting& meeting,
                                                const Notification& notification,
                                                const Policy& policy);

}  // namespace followup::ctl
