// What every program does with a configuration at start: the store's address, its settings checked,
// the business clock.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/codec/config.h"
#include "core/store/redis_store.h"

#include <memory>
#include <optional>
#include <string>

namespace followup {

/// The configured address, with the password read from its file. invalid_input if that can not be
/// read.
[[nodiscard]] Result<RedisAddress> redis_address(const RedisConfig& config);

/// Every fault of a configuration as a line of the log.
void log_faults(const LoadedConfig& loaded);

/// Names of the durable marks that programs share through the store.
namespace marks {
inline constexpr std::string_view clock = "clock";                  ///< origin of a virtual clock
inline constexpr std::string_view clock_stopped = "clock:stopped";  ///< ClockJump
inline constexpr std::string_view clock_confirmed =
    "clock:confirmed";  ///< the instant at which somebody last said that the time is right

/// "endpoint:<tenant>/<name>": switched off, with the reason.
[[nodiscard]] inline std::string endpoint(const std::string& lane_name) {
  return "endpoint:" + lane_name;
}

/// "lane:webhook:<tenant>/<endpoint>": an endpoint that is configured, or was.
inline constexpr std::string_view lane_prefix = "lane:";

/// "failing:<destination>": the local date on which its failing was last reported.
[[nodiscard]] inline std::string failing(const std::string& destination) {
  return "failing:" + destination;
}

/// "channel:<name>": a whole channel is stopped, with the reason.
[[nodiscard]] inline std::string channel(std::string_view name) {
  return "channel:" + std::string(name);
}
}  // namespace marks

/// A clock jumped, and nothing is fired until somebody has confirmed the time.
struct ClockJump {
  TimePoint shown;      ///< what the time was by the boot clock
  TimePoint jumped_to;  ///< what the store's clock said then

  /// As the mark `clock_stopped` has it.
  [[nodiscard]] std::string text() const;
  /// nullopt if that is no such text.
  [[nodiscard]] static std::optional<ClockJump> parse(std::string_view text);
};

/// Business time of an installation: the store's clock, or a virtual one over it. Lives as long as
/// the program.
class BusinessClock : public Clock {
 public:
  [[nodiscard]] TimePoint now() const override { return virtual_ ? virtual_->now() : real_.now(); }

  [[nodiscard]] std::int64_t speed() const override { return virtual_ ? virtual_->speed() : 1; }

  [[nodiscard]] bool is_virtual() const { return virtual_.has_value(); }

  /// Real time, whatever clock business runs on.
  [[nodiscard]] TimePoint real_now() const { return real_.now(); }

  /// The store's clock says `server` at this moment.
  void follow(TimePoint server) { real_.follow(server); }

  /// As follow(), also if that is a step back: somebody has confirmed it.
  void step_to(TimePoint server) { real_.step_to(server); }

  /// Runs on the virtual clock whose origin the store holds, if there is one.
  Result<void> adopt(Shelf& shelf);
  /// Makes the store's clock virtual with this setting, or goes on with the origin that it has.
  /// `conflict` if the store holds cases of a real clock.
  Result<void> begin_virtual(const ClockSetting& setting, Shelf& shelf);

 private:
  void set_origin(const ClockOrigin& origin) { virtual_.emplace(real_, origin); }

  SystemClock real_;
  std::optional<VirtualClock> virtual_;
};

/// Pings the store and checks the settings that the promises rest on; logs warnings. The error is
/// one plain sentence.
[[nodiscard]] Result<void> check_store(RedisStore& store);

}  // namespace followup
