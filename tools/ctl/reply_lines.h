// Answers to events as lines: for people with every fault, for programs as they came.
#pragma once

#include "core/codec/event_codec.h"
#include "tools/ctl/terminal.h"

#include <string>

namespace followup::ctl {

/// "accepted     evt-1", "rejected     evt-2  /data/follow_up/days: must be …", further faults on
/// lines of their own.
void print_reply(const Reply& reply, Terminal& terminal);

/// Taken in now or earlier: nothing has to be sent again.
[[nodiscard]] inline bool is_taken_in(const Reply& reply) {
  return reply.status == Status::accepted || reply.status == Status::duplicate;
}

/// "invalid_data: /data/follow_up/days must be …; …": what a refusal says, in one line.
[[nodiscard]] std::string refusal_words(const Reply& reply);

}  // namespace followup::ctl
