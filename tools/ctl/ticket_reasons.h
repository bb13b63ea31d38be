// Tickets in sentences: where one is now, why a step of it is due, what a message of it is for.
// Reads states, decides nothing.
#pragma once

#include "core/domain/case.h"
#include "core/domain/notification.h"
#include "core/domain/policy.h"

#include <string>

namespace followup::ctl {

/// "24 hours", "7 business days", "1 month": as the configuration writes a term.
[[nodiscard]] std::string term_words(const Term& term);

/// "carta (Negativa de cobertura / Carta negativa)": with the descriptions from the top node down.
[[nodiscard]] std::string classification_words(const std::string& id, const TicketPolicy& policy);

/// Why the ticket's next warning or escalation is due when it is.
[[nodiscard]] std::string ticket_step_words(const Ticket& ticket, Step step, const Policy& policy);

/// Why a ticket without deadlines has none.
[[nodiscard]] std::string ticket_silence_words(const Ticket& ticket, const Policy& policy);

/// Why a mail about the ticket was made: for which groups, and what they have to do. Empty: the
/// ticket does not have the message any more.
[[nodiscard]] std::string ticket_message_words(const Ticket& ticket,
                                               const Notification& notification,
                                               const Policy& policy);

/// What the ticket's webhook reports. Empty: it is none of the ticket's own types.
[[nodiscard]] std::string ticket_hook_words(const Notification& notification);

}  // namespace followup::ctl
