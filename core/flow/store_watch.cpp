#include "core/flow/store_watch.h"

#include "core/base/log.h"

namespace followup {

namespace {

using Steady = std::chrono::steady_clock;
constexpr auto look_interval = std::chrono::seconds{1};
constexpr auto check_interval = std::chrono::minutes{1};

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
  if (!stop_read_) read_stop();
  const bool was_frozen = guard_.frozen();
  if (guard_.look(server, boot_time())) {
    if (!was_frozen) tell_jump();
    stop_or_go_on(server);
  }
  if (!guard_.frozen()) clock_.follow(server);
  metrics_.set(Metric::clock_frozen, guard_.frozen() ? 1 : 0);
  metrics_.set(Metric::clock_offset, std::chrono::duration<double>(server - system_time()).count());
}

/// A jump that nobody has confirmed outlasts the programs that saw it.
void StoreWatch::read_stop() {
  const auto stopped = store_.mark(std::string(marks::clock_stopped));
  if (!stopped) return;
  stop_read_ = true;
  if (!*stopped) return;
  stop_known_ = true;
  guard_.freeze();
  tell_jump();
}

void StoreWatch::tell_jump() {
  log(Severity::error, "clock_jumped",
      {{"what", "nothing is fired until `followupctl clock confirm` says that the time is right"}});
}

/// The mark in the store stands for the jump; who removes it confirms the time.
void StoreWatch::stop_or_go_on(TimePoint server) {
  const std::string name(marks::clock_stopped);
  if (!stop_known_) {
    stop_known_ = static_cast<bool>(store_.set_mark(name, format_instant(server), true));
    return;
  }
  const auto stopped = store_.mark(name);
  if (!stopped || *stopped) return;
  stop_known_ = false;
  guard_.confirm();
  clock_.step_to(server);
  log(Severity::info, "clock_confirmed");
}

void StoreWatch::check_settings() {
  next_check_ = Steady::now() + check_interval;
  const auto good = check_store(store_);
  settings_good_ = static_cast<bool>(good);
  if (!settings_good_) log(Severity::error, "store_settings_refused", {{"why", good.error().what}});
}

}  // namespace followup
