// Answers to events as lines: for people with every fault, for programs as they came.
#pragma once

#include "core/codec/event_codec.h"
#include "tools/ctl/terminal.h"

#include <string>

namespace followup::ctl {

/// "accepted     evt-1", "rejected     evt-2  /data/follow_up/days: must be …", further faults on
/// lines of their own.
void print_reply(const Reply& reply, Terminal& terminal);

/// The event is taken in, now or earlier, or a newer one has taken its place: nothing has to be
/// done.
[[nodiscard]] inline bool is_settled(Status status) {
  return status == Status::accepted || status == Status::duplicate || status == Status::stale;
}

/// "invalid_data: /data/follow_up/days must be …; …": what a refusal says, in one line.
[[nodiscard]] std::string refusal_words(const Reply& reply);

}  // namespace followup::ctl
