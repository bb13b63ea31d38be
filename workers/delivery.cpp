#include "workers/delivery.h"

#include "core/base/crash_point.h"
#include "core/base/log.h"
#include "core/codec/record_codec.h"
#include "core/flow/runtime.h"

#include <algorithm>
#include <utility>

namespace followup {

namespace {

using Steady = std::chrono::steady_clock;

constexpr Millis longest_wait = std::chrono::seconds{1};
constexpr auto marks_interval = std::chrono::seconds{1};
/// A channel that its relay does not let in (wrong password) rests; a person has to mend it.
constexpr auto channel_rest = std::chrono::seconds{60};

/// What never left the line is looked at again so much later.
constexpr Millis not_sent_wait = std::chrono::seconds{5};

/// The endpoint's name in a webhook lane: "tenant/endpoint".
std::string lane_name(const std::string& lane) {
  const auto colon = lane.find(':');
  return colon == std::string::npos ? lane : lane.substr(colon + 1);
}

}  // namespace

Delivery::Delivery(DeliveryParts parts) : parts_(std::move(parts)) {
  for (const auto& one : parts_.preparations)
    preparers_.push_back(std::make_unique<Preparer>(one));
}

bool Delivery::preparing() const {
  return std::ranges::any_of(preparers_, [](const auto& one) { return one->task.busy(); });
}

Millis Delivery::wait_time() const {
  if (!ends_.empty() && !recording_.busy()) return Millis{0};
  const auto now = Steady::now();
  if (now < rest_until_)
    return std::min(longest_wait, std::chrono::ceil<Millis>(rest_until_ - now));
  if (preparing()) return longest_wait;  // its end is waited for, too
  if (look_) return Millis{0};
  return next_ ? std::min(longest_wait, parts_.clock->real_until(*next_)) : longest_wait;
}

Result<void> Delivery::turn(Millis longest, const std::vector<int>& descriptors) {
  if (parts_.waker->drain()) look_ = true;
  if (auto looked = look_at_marks(); !looked) return looked;
  if (auto begun = start_prepared(); !begun) return begun;
  const bool resting = Steady::now() < rest_until_;
  const bool come = next_ && *next_ <= parts_.clock->now();
  if (!resting && (look_ || come)) look_for_work();
  auto watched = descriptors;
  if (!looking()) watched.push_back(parts_.waker->descriptor());
  return move_transfers(std::min(longest, wait_time()), std::move(watched));
}

Result<void> Delivery::finish_transfers(Millis longest, const std::vector<int>& descriptors) {
  if (auto begun = start_prepared(); !begun) return begun;
  return move_transfers(longest, descriptors);
}

Result<void> Delivery::move_transfers(Millis longest, std::vector<int> descriptors) {
  for (const auto& one : preparers_)
    descriptors.push_back(one->task.descriptor());
  descriptors.push_back(recording_.descriptor());
  const auto ended = parts_.channel->turn(longest, descriptors);
  for (const auto& end : ended)
    take_end(end);
  if (!ended.empty()) look_ = true;  // there is room again
  parts_.metrics->set(Metric::transfers, static_cast<double>(parts_.channel->in_flight()));
  return record_ends();
}

/// Has somebody look while the transfers go on: if nobody looks yet, or for room that is left
/// beside who does.
void Delivery::look_for_work() {
  const auto free =
      std::ranges::find_if(preparers_, [](const auto& one) { return !one->task.busy(); });
  if (free == preparers_.end()) return;
  auto lanes = rooms();
  const int most = room_in_all();
  const bool any = std::ranges::any_of(
      lanes, [&](const LaneRoom& lane) { return !lane.off && lane.room > 0 && most > 0; });
  if (!any && preparing()) return;  // look_ stays: looked at again when a preparation has ended
  look_ = false;
  next_.reset();
  Preparer& preparer = **free;
  preparer.promised_in_all = 0;
  for (auto& lane : lanes) {
    lane.room = std::min(lane.room, Preparation::most_a_lane);
    preparer.promised[lane.lane] = lane.room;
    preparer.promised_in_all += lane.room;
  }
  preparer.promised_in_all = std::clamp(preparer.promised_in_all, 0, std::max(most, 0));
  preparer.task.start([&preparer, lanes = std::move(lanes), most] {
    return preparer.preparation.run(lanes, most);
  });
}

int Delivery::room_in_all() const {
  int room = parts_.channel->room_in_all();
  for (const auto& one : preparers_)
    room -= one->promised_in_all;
  return room;
}

std::vector<LaneRoom> Delivery::rooms() {
  std::vector<LaneRoom> lanes;
  for (auto& lane : parts_.channel->lanes()) {
    const bool off = switched_off_.contains(lane);
    int promised = 0;
    for (const auto& one : preparers_) {
      const auto found = one->promised.find(lane);
      promised += found == one->promised.end() ? 0 : found->second;
    }
    const int room = std::max(0, parts_.channel->room(lane) - promised);
    const int taken = running_in_[lane] + promised;
    // Few free places are not worth a round trip while others are about to become free.
    const bool worth = taken == 0 || room >= (room + taken) / 4;
    lanes.push_back({std::move(lane), worth && !off ? room : 0, off});
  }
  return lanes;
}

/// Starts what was prepared meanwhile.
Result<void> Delivery::start_prepared() {
  Result<void> all;
  for (const auto& one : preparers_) {
    if (!one->task.ready()) continue;
    one->promised.clear();
    one->promised_in_all = 0;
    if (auto taken = take_prepared(one->task.take()); !taken) all = std::move(taken);
  }
  return all;
}

Result<void> Delivery::take_prepared(Prepared prepared) {
  for (const auto& state : prepared.lanes)
    parts_.metrics->set(Metric::lane_waiting, static_cast<double>(state.waiting), state.lane);
  for (const auto outcome : prepared.endings)
    parts_.metrics->add(Metric::deliveries, 1, to_text(outcome));
  std::ranges::move(prepared.ended, std::back_inserter(ends_));
  for (auto& begun : prepared.begun)
    start(std::move(begun));
  look_ = look_ || prepared.more;
  if (prepared.next && (!next_ || *prepared.next < *next_)) next_ = prepared.next;
  if (prepared.failure) return *prepared.failure;
  return {};
}

void Delivery::start(BegunAttempt begun) {
  Running running{.notification = std::move(begun.notification),
                  .token = std::move(begun.token),
                  .attempt = begun.shipment.attempt,
                  .unresolved = std::move(begun.unresolved),
                  .begun = Steady::now()};
  const auto [place, fresh] = running_.insert_or_assign(begun.shipment.id, std::move(running));
  if (fresh) ++running_in_[begun.shipment.lane];
  parts_.channel->start(std::move(begun.shipment));
}

Result<void> Delivery::look_at_marks() {
  const auto now = Steady::now();
  if (now < next_marks_) return {};
  next_marks_ = now + marks_interval;
  look_ = true;  // the bounded look against a lost wake-up
  auto marks = parts_.shelf->marks();
  if (!marks) return marks.error();
  switched_off_.clear();
  for (const auto& lane : parts_.channel->lanes()) {
    if (marks->contains(marks::endpoint(lane_name(lane)))) switched_off_.insert(lane);
  }
  return tell_resting(*marks);
}

/// Lets the marks say what rests, for whoever looks at the installation from outside.
Result<void> Delivery::tell_resting(const std::map<std::string, std::string>& marks) {
  std::map<std::string, std::string> resting;
  for (const auto& name : parts_.channel->resting())
    resting[marks::channel(name)] = "it keeps failing";
  auto names = parts_.channel->lanes();
  names.push_back(parts_.channel->name());
  if (Steady::now() < rest_until_) resting[marks::channel(parts_.channel->name())] = rest_reason_;
  for (const auto& name : names) {
    const auto mark = marks::channel(name);
    const auto wanted = resting.find(mark);
    const auto there = marks.find(mark);
    if (wanted == resting.end() && there != marks.end()) {
      if (auto cleared = parts_.shelf->clear_mark(mark); !cleared) return cleared;
    } else if (wanted != resting.end() && there == marks.end()) {
      if (auto set = parts_.shelf->set_mark(mark, wanted->second, false); !set) return set.error();
    }
  }
  return {};
}

/// Whether this end is the first of its kind that is told about the destination (today, or since it
/// was switched off).
bool Delivery::first_report(const Notification& notification, const ShipmentEnd& end) {
  if (notification.purpose != Purpose::hook) return false;
  const std::string name = lane_name(notification.lane);
  if (end.destination_gone) {
    auto set = parts_.shelf->set_mark(marks::endpoint(name), "disabled " + end.reason, true);
    switched_off_.insert(notification.lane);
    log(Severity::error, "endpoint_switched_off", {{"endpoint", name}, {"reason", end.reason}});
    return set && *set;
  }
  const std::string today =
      format_date(Date{std::chrono::floor<std::chrono::days>(parts_.clock->now())});
  auto told = parts_.shelf->mark(marks::failing(name));
  if (!told || *told == today) return false;
  return static_cast<bool>(parts_.shelf->set_mark(marks::failing(name), today, false));
}

void Delivery::rest_channel(const ShipmentEnd& end) {
  if (!end.stop_channel) return;
  rest_until_ = Steady::now() + channel_rest;
  rest_reason_ = end.reason;
  log(Severity::error, "channel_stopped",
      {{"reason", end.reason}, {"for_s", std::to_string(channel_rest.count())}});
}

Record Delivery::record_of(const Running& running, const ShipmentEnd& end) {
  const TimePoint now = parts_.clock->now();
  RetryDecision decision = decide_retry(
      {running.attempt, end.outcome, end.soft_refusal, end.retry_after}, parts_.retry, end.id);
  if (end.stop_channel && !decision.again) decision = {true, channel_rest, Outcome::try_later};
  if (end.not_sent) decision = {true, not_sent_wait, Outcome::try_later};
  Record record{.kind = end.not_sent ? Record::Kind::put_back : Record::Kind::retry,
                .id = end.id,
                .case_key = running.notification.case_key,
                .lane = running.notification.lane,
                .token = running.token,
                .last_outcome = std::string(to_text(end.outcome)) + " " + end.reason,
                .not_before = now,
                .now = now};
  DeliveryOutcome outcome{end.id, decision.final_outcome, end.reason, !running.unresolved.empty(),
                          false};
  if (decision.again) {
    record.not_before = parts_.clock->later(std::max<Millis>(decision.wait, Millis{1}));
    // What it comes to if it has been asked back meanwhile.
    outcome.outcome = end.outcome == Outcome::unknown ? Outcome::unknown : Outcome::withdrawn;
  } else {
    record.kind =
        decision.final_outcome == Outcome::delivered ? Record::Kind::done : Record::Kind::dead;
    if (record.kind == Record::Kind::dead)
      outcome.first_report = first_report(running.notification, end);
    parts_.metrics->add(Metric::deliveries, 1, to_text(decision.final_outcome));
  }
  if (outcome.unresolved && outcome.outcome == Outcome::delivered)
    outcome.reason = running.unresolved;
  record.outcome_line = encode_outcome(outcome, now);
  return record;
}

void Delivery::take_end(const ShipmentEnd& end) {
  const auto found = running_.find(end.id);
  if (found == running_.end()) return;
  crash_point("w5");
  const Running& running = found->second;
  const auto took = Steady::now() - running.begun;
  parts_.metrics->add(Metric::attempts, 1, to_text(end.outcome));
  parts_.metrics->observe(Metric::delivery_duration, std::chrono::duration<double>(took).count());
  rest_channel(end);
  ends_.push_back(record_of(running, end));
  if (end.outcome != Outcome::delivered) {
    log(Severity::warning, "attempt_failed",
        {{"id", end.id},
         {"attempt", std::to_string(running.attempt)},
         {"outcome", std::string(to_text(end.outcome))},
         {"reason", end.reason}});
  }
  --running_in_[running.notification.lane];
  running_.erase(found);
}

/// Takes the answer to what was recorded, and records what has ended since, while transfers go on.
Result<void> Delivery::record_ends() {
  std::optional<Error> failure;
  if (recording_.ready()) {
    if (const auto answers = recording_.take()) {
      crash_point("w6");
      if (std::ranges::count(being_recorded_, Record::Kind::retry, &Record::kind) > 0)
        crash_point("w7");
    } else {
      failure = answers.error();  // kept, and recorded by a later call
      std::ranges::move(ends_, std::back_inserter(being_recorded_));
      ends_ = std::move(being_recorded_);
    }
    being_recorded_.clear();
  }
  if (failure) return *failure;
  if (recording_.busy() || ends_.empty()) return {};
  being_recorded_ = std::exchange(ends_, {});
  try {
    recording_.start([this] { return parts_.records->record(being_recorded_); });
  } catch (const std::system_error&) {  // no thread left
    ends_ = std::exchange(being_recorded_, {});
    return record_all();
  }
  return {};
}

Result<void> Delivery::record_all() {
  if (recording_.busy()) {
    if (recording_.take()) {
      being_recorded_.clear();
    } else {
      std::ranges::move(being_recorded_, std::back_inserter(ends_));
      being_recorded_.clear();
    }
  }
  if (ends_.empty()) return {};
  if (auto answers = parts_.records->record(ends_); !answers) return answers.error();
  ends_.clear();
  return {};
}

}  // namespace followup
