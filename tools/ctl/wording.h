// The rules' words in sentences for people: roles, what a message is for, why a step is due when it
// is, and why nothing is. Reads states, decides nothing.
#pragma once

#include "core/domain/case.h"
#include "core/domain/decide.h"
#include "core/domain/directory.h"
#include "core/domain/notification.h"
#include "core/domain/policy.h"
#include "tools/ctl/json_text.h"

#include <string>
#include <utility>
#include <vector>

namespace followup::ctl {

/// "case worker", "stand-in's copy", …
[[nodiscard]] std::string role_words(Role role);

/// "reminder", the type of a webhook, or "command appointment.reschedule".
[[nodiscard]] std::string purpose_words(const Notification& notification);

/// "Anna Rossi <anna@assist.example>", with whom the person stands in for.
[[nodiscard]] std::string recipient_words(const Recipient& recipient);

/// "case worker: Anna <…>", "endpoint crm", or that nobody gets it and why.
[[nodiscard]] std::string addressee_words(const Notification& notification,
                                          const Resolution& resolution);

/// Why nobody or somebody else gets it: "the person is in no directory and the record gives no
/// address".
[[nodiscard]] std::string resolution_words(const std::string& reason);

/// Why a step of this case is due when it is: "30 days after the referral date 2011-01-01, send
/// time 09:00".
[[nodiscard]] std::string step_words(const Case& state, Step step, const Policy& policy);

/// Why a notification was made, by the case as it is then.
[[nodiscard]] std::string reason_words(const Case& state, const Notification& notification,
                                       const Policy& policy);

/// Adds a message and whom it goes to: purpose, case, role, channel, late, recipient or endpoint;
/// with `unresolved` where the role had nobody, the type of a command, and what a webhook carries.
void add_message(JsonObject& object, const Notification& notification,
                 const Resolution& resolution);

/// ": start 2026-09-17T10:30:00, state_id 7", what a command asks for; nothing of other messages.
[[nodiscard]] std::string command_words(const Notification& notification);

/// Why a case without deadlines has none.
[[nodiscard]] std::string silence_words(const Case& state, const Policy& policy);

/// What is known of a case, as pairs of a label and a text. Names persons: for whoever asks for the
/// case.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> state_words(const Case& state,
                                                                           const Policy& policy);

/// The same for programs.
[[nodiscard]] JsonObject state_json(const Case& state, const Policy& policy);

}  // namespace followup::ctl
