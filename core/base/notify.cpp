#include "core/base/notify.h"

#include <string>

#include <systemd/sd-daemon.h>
#include <time.h>

namespace followup::notify {

namespace {

void say(const std::string& words) {
  sd_notify(0, words.c_str());
}

}  // namespace

void ready(std::string_view text) {
  say("READY=1\nSTATUS=" + std::string(text));
}

void reloading() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  const auto microseconds = now.tv_sec * 1'000'000 + now.tv_nsec / 1000;
  say("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(microseconds));
}

void stopping() {
  say("STOPPING=1");
}

void status(std::string_view text) {
  say("STATUS=" + std::string(text));
}

void watchdog() {
  say("WATCHDOG=1");
}

std::optional<Millis> watchdog_interval() {
  std::uint64_t microseconds = 0;
  if (sd_watchdog_enabled(0, &microseconds) <= 0) return std::nullopt;
  return std::chrono::duration_cast<Millis>(std::chrono::microseconds{microseconds});
}

}  // namespace followup::notify
