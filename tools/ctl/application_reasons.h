// Applications and communications in sentences: why a step is due, what a message is for, and how
// far a communication is. Reads states, decides nothing.
#pragma once

#include "core/domain/case.h"
#include "core/domain/notification.h"
#include "core/domain/policy.h"

#include <optional>
#include <string>
#include <string_view>

namespace followup::ctl {

[[nodiscard]] std::string application_step_words(const Application& application,
                                                 const Policy& policy);
[[nodiscard]] std::string application_silence_words(const Application& application);
/// Empty: the application does not have the message any more.
[[nodiscard]] std::string application_message_words(const Application& application,
                                                    const Notification& notification,
                                                    const Policy& policy);

[[nodiscard]] std::string communication_step_words(const Communication& communication, Step step,
                                                   const Policy& policy);
[[nodiscard]] std::string communication_silence_words(const Communication& communication);
[[nodiscard]] std::string communication_message_words(const Communication& communication,
                                                      const Notification& notification,
                                                      const Policy& policy);

/// The last day on which an answer is in time; nothing: none is expected.
[[nodiscard]] std::optional<Date> answer_expected_on(const Communication& communication,
                                                     const Policy& policy);

/// How far a communication is, in one stable word: cancelled, overdue (nobody has answered),
/// answer_expected, scheduled (a mail), sending, answered, sent, recorded.
[[nodiscard]] std::string_view stage_of(const Communication& communication, const Policy& policy);

/// The same for people, with its days: "sent 2026-06-01 09:00 CEST; answer expected by 2026-06-15".
[[nodiscard]] std::string stage_words(const Communication& communication, const Policy& policy);

}  // namespace followup::ctl
