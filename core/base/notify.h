// Words to systemd (sd_notify, protocols: READY, RELOADING, STOPPING, STATUS, WATCHDOG). Without
// systemd they go nowhere.
#pragma once

#include "core/base/time.h"

#include <optional>
#include <string_view>

namespace followup::notify {

void ready(std::string_view text);
/// Before a reload; followed by ready().
void reloading();
void stopping();
void status(std::string_view text);
/// "I make progress": to be said at less than half of the watchdog's interval.
void watchdog();
/// The interval, if systemd watches.
[[nodiscard]] std::optional<Millis> watchdog_interval();

}  // namespace followup::notify
