// Answers to what was sent to a client (S-M20): how one that was told of before its letter is found
// again, whatever the order in which the two arrive. Pure.
#pragma once

#include "core/domain/case.h"
#include "core/domain/event.h"

#include <optional>
#include <string>

namespace followup {

/// The list of what has come in of the client whom the event's letter went to; nothing: the event
/// is of no letter that awaits an answer.
[[nodiscard]] std::optional<std::string> answers_for(const Event& event);

/// The list that such a communication is on; nothing: it is on none.
[[nodiscard]] std::optional<std::string> answers_with(const Communication& state);

/// What the listed communication, of `at`, is for the letter of the event. Nothing: it is of
/// another application.
[[nodiscard]] std::optional<Event> answer_known(const CaseKey& letter, const Event& event,
                                                const CaseKey& incoming, TimePoint at);

}  // namespace followup
