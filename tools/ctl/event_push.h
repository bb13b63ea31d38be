// Pushes events through the daemon's ROUTER door and waits for every answer. ZeroMQ stays in the
// .cpp.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/codec/event_codec.h"

#include <functional>
#include <string>
#include <vector>

namespace followup::ctl {

struct PushTarget {
  std::string endpoint;                       ///< ZeroMQ endpoint to connect to
  Millis timeout = std::chrono::seconds{30};  ///< real time for one event, repeats included
  /// Silence of so long is answered by sending again.
  Millis answer_wait = std::chrono::seconds{5};
};

/// Called once for each body that was answered, in the order of the answers; with several replies
/// where the body was a batch. Also, at the end of its time, for one that was answered busy only.
using OnAnswer = std::function<void(std::size_t index, const std::vector<Reply>& replies)>;

/// Sends the bodies in their order, many at a time, but one after the other for the same case, so
/// that a repeat overtakes nothing; what concerns other cases, too (a card that replaces another, a
/// project's state, a person who has left) alone. What is answered busy, or not at all, is sent
/// again under the same id. invalid_input: not an endpoint. unavailable: some were not answered in
/// time; they may have been taken in.
[[nodiscard]] Result<void> push_events(const std::vector<std::string>& bodies,
                                       const PushTarget& target, const OnAnswer& on_answer);

}  // namespace followup::ctl
