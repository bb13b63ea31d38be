#include "core/flow/store_watch.h"

#include "core/base/log.h"

#include <utility>

namespace followup {

namespace {

using Steady = std::chrono::steady_clock;
constexpr auto look_interval = std::chrono::seconds{1};
constexpr auto check_interval = std::chrono::minutes{1};
constexpr int most_looks_alone = 10;

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
  const auto marks = server ? store_.marks() : Result<Marks>(server.error());
  const bool was_up = up_;
  up_ = static_cast<bool>(marks);
  metrics_.set(Metric::store_up, up_ ? 1 : 0);
  if (!up_) {
    if (was_up) log(Severity::error, "store_lost", {{"why", marks.error().what}});
    return false;
  }
  if (!was_up) log(Severity::info, "store_found");
  metrics_.set(Metric::store_round_trip, std::chrono::duration<double>(took).count());
  // The server's time was read about half a round trip before that.
  follow_clock(*server + std::chrono::duration_cast<Millis>(Steady::now() - begun - took / 2),
               *marks);
  if (begun >= next_check_) check_settings();
  return true;
}

void StoreWatch::follow_clock(TimePoint server, const Marks& marks) {
  const auto mark = [&](std::string_view name) {
    const auto found = marks.find(std::string(name));
    return found == marks.end() ? std::string() : found->second;
  };
  const std::string stopped = mark(marks::clock_stopped);
  const auto verdict = guard_.look({.server = server,
                                    .boot = boot_time(),
                                    .stopped = !stopped.empty(),
                                    .confirmed = mark(marks::clock_confirmed)});
  if (verdict == ClockGuard::Verdict::follow) {
    move_clock(server);
  } else if (verdict == ClockGuard::Verdict::stop) {
    stay_stopped(server, stopped);
  }
  metrics_.set(Metric::clock_frozen, verdict == ClockGuard::Verdict::follow ? 0 : 1);
  metrics_.set(Metric::clock_offset, std::chrono::duration<double>(server - system_time()).count());
}

void StoreWatch::move_clock(TimePoint server) {
  if (told_) log(Severity::info, "clock_confirmed");
  told_ = false;
  first_ = false;
  if (std::exchange(step_, false)) {
    clock_.step_to(server);
  } else {
    clock_.follow(server);
  }
}

/// The mark makes everybody stop, also who is started later. Who is, goes by the time that the
/// others go by.
void StoreWatch::stay_stopped(TimePoint server, const std::string& stopped) {
  if (stopped.empty() && role_ == Role::follows) {
    alone_ = ++looks_alone_ > most_looks_alone;
    return;
  }
  looks_alone_ = 0;
  if (!std::exchange(told_, true)) {
    log(Severity::error, "clock_jumped",
        {{"what",
          "nothing is fired until `followupctl clock confirm` says that the time is right"}});
  }
  if (stopped.empty()) return tell_everybody(server);
  const auto jump = ClockJump::parse(stopped);
  if (jump && std::exchange(first_, false))
    clock_.step_to(server - (jump->jumped_to - jump->shown));
}

void StoreWatch::tell_everybody(TimePoint server) {
  const ClockJump jump{clock_.real_now(), server};
  const auto told = store_.set_mark(std::string(marks::clock_stopped), jump.text(), true);
  if (!told) log(Severity::warning, "clock_jump_not_told", {{"why", told.error().what}});
}

void StoreWatch::go_on() {
  if (std::exchange(alone_, false))
    log(Severity::warning, "clock_followed", {{"what", "this machine's clocks stood still"}});
  looks_alone_ = 0;
  guard_.go_on();
  step_ = true;
  look_now();
}

void StoreWatch::check_settings() {
  next_check_ = Steady::now() + check_interval;
  const auto good = check_store(store_);
  settings_good_ = static_cast<bool>(good);
  if (!settings_good_) log(Severity::error, "store_settings_refused", {{"why", good.error().what}});
}

}  // namespace followup
