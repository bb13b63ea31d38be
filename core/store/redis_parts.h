// What the parts of RedisStore share: the link, the names of keys, and the calls that are in
// flight.
#pragma once

#include "core/store/keys.h"
#include "core/store/redis_link.h"
#include "core/store/redis_store.h"

#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace followup {

struct RedisStore::Parts {
  explicit Parts(RedisAddress address) : link(std::move(address)) {}

  /// Whether something that becomes due then is to ring, or is found by timers.
  [[nodiscard]] bool rings(TimePoint at) const {
    return clock == nullptr || at <= clock->later(Millis{1500});
  }

  /// The wake key of the lane's workers, if something due then is to ring it.
  [[nodiscard]] std::optional<std::string> lane_ring(std::string_view lane, TimePoint at) const {
    const auto who = wake_of_lane(lane);
    if (!who || !rings(at)) return std::nullopt;
    return keys.wake(*who);
  }

  /// One pipeline, made by `build`, and its replies.
  template <class Build>
  [[nodiscard]] Result<Replies> ask(Build build, bool replicate = false) {
    auto pipeline = link.open_pipeline();
    if (!pipeline) return pipeline.error();
    build(*pipeline);
    return link.ask(std::move(*pipeline), replicate);
  }

  RedisLink link;
  Keys keys;
  const Clock* clock = nullptr;
  std::map<CallTicket, std::vector<std::size_t>>
      sent;  ///< what add_case_calls() said of each ticket
};

}  // namespace followup
