#include "core/flow/store_watch.h"

#include "core/base/log.h"

#include <ctime>

namespace followup {

namespace {

using Steady = std::chrono::steady_clock;
constexpr auto look_interval = std::chrono::seconds{1};
constexpr auto check_interval = std::chrono::minutes{1};

Millis boot_time() {
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return std::chrono::seconds{now.tv_sec} +
         std::chrono::duration_cast<Millis>(std::chrono::nanoseconds{now.tv_nsec});
}

}  // namespace

bool StoreWatch::look() {
  if (Steady::now() >= next_look_) look_now();
  return up_;
}

bool StoreWatch::look_now() {
  const auto begun = Steady::now();
  next_look_ = begun + look_interval;
  auto server = store_.server_time();
  const auto took = Steady::now() - begun;
  const bool was_up = up_;
  up_ = static_cast<bool>(server);
  metrics_.set(Metric::store_up, up_ ? 1 : 0);
  if (!up_) {
    if (was_up) log(Severity::error, "store_lost", {{"why", server.error().what}});
    return false;
  }
  if (!was_up) log(Severity::info, "store_found");
  metrics_.set(Metric::store_round_trip, std::chrono::duration<double>(took).count());
  // The server's time was read about half a round trip ago.
  follow_clock(*server + std::chrono::duration_cast<Millis>(took / 2));
  if (begun >= next_check_) check_settings();
  return true;
}

void StoreWatch::follow_clock(TimePoint server) {
  const bool was_frozen = guard_.frozen();
  const bool frozen = guard_.look(server, boot_time());
  if (frozen) {
    auto confirmed = store_.mark(std::string(marks::clock_confirmed));
    const std::string mark = confirmed && *confirmed ? **confirmed : std::string();
    if (!was_frozen) {
      confirmed_ = mark;
      log(Severity::error, "clock_jumped",
          {{"what",
            "nothing is fired until `followupctl clock confirm` says that the time is right"}});
    } else if (mark != confirmed_) {
      guard_.confirm();
      log(Severity::info, "clock_confirmed");
    }
  }
  if (!guard_.frozen()) clock_.follow(server);
  metrics_.set(Metric::clock_frozen, guard_.frozen() ? 1 : 0);
  metrics_.set(Metric::clock_offset, std::chrono::duration<double>(clock_.real().offset()).count());
}

void StoreWatch::check_settings() {
  next_check_ = Steady::now() + check_interval;
  const auto good = check_store(store_);
  settings_good_ = static_cast<bool>(good);
  if (!settings_good_) log(Severity::error, "store_settings_refused", {{"why", good.error().what}});
}

}  // namespace followup
