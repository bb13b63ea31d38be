// What a worker knows of its destinations beside the transfers: which are switched off, which rest,
// and what of that somebody was told. Shared with others through the marks in the store.
#pragma once

#include "core/store/shelf.h"
#include "workers/channel.h"

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace followup {

class Destinations {
 public:
  /// All outlive it.
  Destinations(const DeliveryChannel& channel, Shelf& shelf, const Clock& clock)
      : channel_(channel), shelf_(shelf), clock_(clock) {}

  /// Once a second reads the marks and lets them say what rests; whether it did so now.
  /// `unavailable`: the store is away.
  [[nodiscard]] Result<bool> look();

  [[nodiscard]] bool is_off(const std::string& lane) const { return off_.contains(lane); }

  /// The whole channel rests for a minute: its relay does not let it in, and a person has to mend
  /// that.
  void rest(const std::string& reason);
  /// How long it still rests, real time.
  [[nodiscard]] std::optional<Millis> rests_for() const;

  /// Whether this end is the first of its kind that is told about the destination (today, or since
  /// it was switched off). Switches it off if it has gone. A command that the receiver refuses says
  /// nothing about the destination.
  [[nodiscard]] bool first_report(const Notification& notification, const ShipmentEnd& end);

  /// The wait before the next attempt of what the resting channel could not deliver.
  static constexpr Millis rest_time = std::chrono::minutes{1};

 private:
  Result<void> tell_resting(const std::map<std::string, std::string>& marks);

  const DeliveryChannel& channel_;
  Shelf& shelf_;
  const Clock& clock_;
  std::set<std::string> off_;  ///< lanes whose endpoint is switched off
  std::chrono::steady_clock::time_point next_look_{};
  std::chrono::steady_clock::time_point rest_until_{};
  std::string rest_reason_;
};

}  // namespace followup
