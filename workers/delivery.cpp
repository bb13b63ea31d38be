#include "workers/delivery.h"

#include "core/base/crash_point.h"
#include "core/base/log.h"
#include "core/codec/record_codec.h"
#include "core/domain/rebooking.h"
#include "workers/guarded.h"
#include "workers/lost_answer.h"

#include <algorithm>
#include <utility>

namespace followup {

namespace {

using Steady = std::chrono::steady_clock;

constexpr Millis longest_wait = std::chrono::seconds{1};
/// What never left the line is looked at again so much later.
constexpr Millis not_sent_wait = std::chrono::seconds{5};

}  // namespace

Delivery::Delivery(DeliveryParts parts)
    : parts_(std::move(parts)), destinations_(*parts_.channel, *parts_.shelf, *parts_.clock) {
  for (const auto& one : parts_.preparations)
    preparers_.push_back(std::make_unique<Preparer>(one));
}

bool Delivery::preparing() const {
  return std::ranges::any_of(preparers_, [](const auto& one) { return one->task.busy(); });
}

Millis Delivery::wait_time() const {
  if (!ends_.empty() && !recording_.busy()) return Millis{0};
  if (const auto left = destinations_.rests_for()) return std::min(longest_wait, *left);
  if (preparing()) return longest_wait;  // its end is waited for, too
  if (look_) return Millis{0};
  return next_ ? std::min(longest_wait, parts_.clock->real_until(*next_)) : longest_wait;
}

Result<void> Delivery::turn(Millis longest, const std::vector<int>& descriptors) {
  if (parts_.waker->drain()) look_ = true;
  const auto looked = destinations_.look();
  if (!looked) return looked.error();
  if (*looked) look_ = true;  // the bounded look against a lost wake-up
  if (auto begun = start_prepared(); !begun) return begun;
  const bool come = next_ && *next_ <= parts_.clock->now();
  if (!destinations_.rests_for() && (look_ || come)) look_for_work();
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
  const bool any =
      most > 0 && std::ranges::any_of(lanes, [](const LaneRoom& lane) { return lane.room > 0; });
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
    const bool off = destinations_.is_off(lane);
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
                  .told = std::move(begun.told),
                  .answer_lost = begun.answer_lost,
                  .begun = Steady::now()};
  const auto [place, fresh] = running_.insert_or_assign(begun.shipment.id, std::move(running));
  if (fresh) ++running_in_[begun.shipment.lane];
  const std::string id = begun.shipment.id;
  const auto started = guarded([&] {
    parts_.channel->start(std::move(begun.shipment));
    return Result<void>();
  });
  if (started) return;
  log(Severity::error, "not_started", {{"id", id}, {"why", started.error().what}});
  ShipmentEnd end;
  end.id = id;
  end.outcome = Outcome::try_later;
  end.reason = "program_fault";
  take_end(end);
}

RetryDecision Delivery::decide(const Running& running, const ShipmentEnd& end) const {
  if (end.not_sent) return {true, not_sent_wait, Outcome::try_later};
  const RetryDecision decision = decide_retry(
      {running.attempt, end.outcome, end.soft_refusal, end.retry_after}, parts_.retry, end.id);
  if (end.stop_channel && !decision.again)
    return {true, Destinations::rest_time, Outcome::try_later};
  return decision;
}

Record Delivery::record_of(const Running& running, const ShipmentEnd& end) {
  const TimePoint now = parts_.clock->now();
  const RetryDecision decision = decide(running, end);
  Record record{.kind = end.not_sent ? Record::Kind::put_back : Record::Kind::retry,
                .id = end.id,
                .case_key = running.notification.case_key,
                .lane = running.notification.lane,
                .token = running.token,
                .last_outcome = end_text(end.outcome, end.reason, running.answer_lost),
                .not_before = now,
                .now = now};
  const bool uncertain = running.answer_lost || end.outcome == Outcome::unknown;
  DeliveryOutcome outcome{
      end.id, decision.final_outcome, end.reason, !running.unresolved.empty(), false, uncertain};
  if (decision.again) {
    record.not_before = parts_.clock->later(std::max<Millis>(decision.wait, Millis{1}));
    // What it comes to if it has been asked back meanwhile.
    outcome.outcome = end.outcome == Outcome::unknown ? Outcome::unknown : Outcome::withdrawn;
  } else {
    const bool delivered = decision.final_outcome == Outcome::delivered;
    const bool over = delivered || has_other_way(running.notification.hook_type);
    record.kind = over ? Record::Kind::done : Record::Kind::dead;
    if (!delivered) outcome.first_report = destinations_.first_report(running.notification, end);
    parts_.metrics->add(Metric::deliveries, 1, to_text(decision.final_outcome));
  }
  if (outcome.outcome == Outcome::delivered) outcome.told = running.told;
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
  if (end.stop_channel) destinations_.rest(end.reason);
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

/// Takes the answer to what was recorded; what could not be is kept for a later call.
Result<void> Delivery::take_recorded() {
  const auto answers = recording_.take();
  if (!answers) {
    std::ranges::move(ends_, std::back_inserter(being_recorded_));
    ends_ = std::exchange(being_recorded_, {});
    return answers.error();
  }
  crash_point("w6");
  if (std::ranges::count(being_recorded_, Record::Kind::retry, &Record::kind) > 0)
    crash_point("w7");
  being_recorded_.clear();
  return {};
}

/// Records what has ended while transfers go on.
Result<void> Delivery::record_ends() {
  if (recording_.ready()) {
    if (auto taken = take_recorded(); !taken) return taken;
  }
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
  // What fails here is tried once more below.
  if (recording_.busy()) (void)take_recorded();
  if (ends_.empty()) return {};
  if (auto answers = parts_.records->record(ends_); !answers) return answers.error();
  ends_.clear();
  return {};
}

}  // namespace followup
