#include "workers/destinations.h"

#include "core/base/log.h"
#include "core/flow/runtime.h"

namespace followup {

namespace {

using Steady = std::chrono::steady_clock;

constexpr auto look_interval = std::chrono::seconds{1};

/// The endpoint's name in a webhook lane: "tenant/endpoint".
std::string lane_name(const std::string& lane) {
  const auto colon = lane.find(':');
  return colon == std::string::npos ? lane : lane.substr(colon + 1);
}

}  // namespace

Result<bool> Destinations::look() {
  const auto now = Steady::now();
  if (now < next_look_) return false;
  next_look_ = now + look_interval;
  auto marks = shelf_.marks();
  if (!marks) return marks.error();
  off_.clear();
  for (const auto& lane : channel_.lanes()) {
    if (marks->contains(marks::endpoint(lane_name(lane)))) off_.insert(lane);
  }
  if (auto told = tell_resting(*marks); !told) return told.error();
  return true;
}

/// Lets the marks say what rests, for whoever looks at the installation from outside.
Result<void> Destinations::tell_resting(const std::map<std::string, std::string>& marks) {
  std::map<std::string, std::string> resting;
  for (const auto& name : channel_.resting())
    resting[marks::channel(name)] = "it keeps failing";
  if (rests_for()) resting[marks::channel(channel_.name())] = rest_reason_;
  auto names = channel_.lanes();
  names.push_back(channel_.name());
  for (const auto& name : names) {
    const auto mark = marks::channel(name);
    const auto wanted = resting.find(mark);
    const bool there = marks.contains(mark);
    if (wanted == resting.end() && there) {
      if (auto cleared = shelf_.clear_mark(mark); !cleared) return cleared;
    } else if (wanted != resting.end() && !there) {
      if (auto set = shelf_.set_mark(mark, wanted->second, false); !set) return set.error();
    }
  }
  return {};
}

void Destinations::rest(const std::string& reason) {
  rest_until_ = Steady::now() + rest_time;
  rest_reason_ = reason;
  log(Severity::error, "channel_stopped",
      {{"reason", reason},
       {"for_s",
        std::to_string(std::chrono::duration_cast<std::chrono::seconds>(rest_time).count())}});
}

std::optional<Millis> Destinations::rests_for() const {
  const auto now = Steady::now();
  if (now >= rest_until_) return std::nullopt;
  return std::chrono::ceil<Millis>(rest_until_ - now);
}

bool Destinations::first_report(const Notification& notification, const ShipmentEnd& end) {
  const bool command = notification.purpose == Purpose::command;
  if (notification.purpose != Purpose::hook && !command) return false;
  if (command && end.outcome == Outcome::refused && !end.soft_refusal) return false;
  const std::string name = lane_name(notification.lane);
  if (end.destination_gone) {
    auto set = shelf_.set_mark(marks::endpoint(name), "disabled " + end.reason, true);
    off_.insert(notification.lane);
    log(Severity::error, "endpoint_switched_off", {{"endpoint", name}, {"reason", end.reason}});
    return set && *set;
  }
  const std::string today = format_date(Date{std::chrono::floor<std::chrono::days>(clock_.now())});
  auto told = shelf_.mark(marks::failing(name));
  if (!told || *told == today) return false;
  return static_cast<bool>(shelf_.set_mark(marks::failing(name), today, false));
}

}  // namespace followup
