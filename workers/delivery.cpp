#include "workers/delivery.h"

#include "core/base/crash_point.h"
#include "core/base/log.h"
#include "core/codec/record_codec.h"
#include "core/flow/recipients.h"
#include "core/flow/runtime.h"

#include <algorithm>
#include <utility>

namespace followup {

namespace {

using Steady = std::chrono::steady_clock;

constexpr Millis longest_wait = std::chrono::seconds{1};
constexpr int most_claimed = 200;
/// Inputs are made again so often when the case changes under them; then the next claim's turn
/// comes.
constexpr int most_rounds = 3;
constexpr auto marks_interval = std::chrono::seconds{1};
/// A channel that its relay does not let in (wrong password) rests; a person has to mend it.
constexpr auto channel_rest = std::chrono::seconds{60};

/// The endpoint's name in a webhook lane: "tenant/endpoint".
std::string lane_name(const std::string& lane) {
  const auto colon = lane.find(':');
  return colon == std::string::npos ? lane : lane.substr(colon + 1);
}

std::string with_reason(const std::string& reason, const std::string& inputs) {
  return reason + "\n" + inputs;
}

}  // namespace

Millis Delivery::wait_time() const {
  if (!ends_.empty()) return Millis{0};
  const auto now = Steady::now();
  if (now < rest_until_)
    return std::min(longest_wait, std::chrono::ceil<Millis>(rest_until_ - now));
  if (look_) return Millis{0};
  return next_ ? std::min(longest_wait, parts_.clock->real_until(*next_)) : longest_wait;
}

Result<void> Delivery::turn(Millis longest, const std::vector<int>& descriptors) {
  if (auto looked = look_at_marks(); !looked) return looked;
  const bool resting = Steady::now() < rest_until_;
  const bool come = next_ && *next_ <= parts_.clock->now();
  if (!resting && (look_ || come)) {
    if (auto found = look_for_work(); !found) return found;
  }
  return finish_transfers(std::min(longest, wait_time()), descriptors);
}

Result<void> Delivery::finish_transfers(Millis longest, const std::vector<int>& descriptors) {
  const auto ended = parts_.channel->turn(longest, descriptors);
  for (const auto& end : ended)
    take_end(end);
  if (!ended.empty()) look_ = true;  // there is room again
  parts_.metrics->set(Metric::transfers, static_cast<double>(parts_.channel->in_flight()));
  return record_ends();
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
  return {};
}

bool Delivery::switched_off(const std::string& lane) {
  return switched_off_.contains(lane);
}

Result<void> Delivery::look_for_work() {
  look_ = false;
  next_.reset();
  const auto lanes = parts_.channel->lanes();
  auto states = parts_.outbox->lanes(lanes);
  if (!states) return states.error();
  const TimePoint now = parts_.clock->now();
  std::vector<Job> jobs;
  for (const auto& state : *states) {
    parts_.metrics->set(Metric::lane_waiting, static_cast<double>(state.waiting), state.lane);
    if (!state.next || switched_off(state.lane)) continue;
    const int room = parts_.channel->room(state.lane) - static_cast<int>(jobs.size());
    LaneLoad& load = loads_[state.lane];
    load.capacity = std::max(load.capacity, room);
    if (*state.next > now) {
      if (!next_ || *state.next < *next_) next_ = state.next;
      continue;
    }
    // Few free places are not worth a round trip while others are about to become free.
    if (room <= 0 || (room < load.capacity / 4 && load.running > 0)) continue;
    if (auto claimed = claim(state.lane, std::min(room, most_claimed), jobs); !claimed)
      return claimed;
  }
  crash_point("w1");
  return deliver(std::move(jobs));
}

Result<void> Delivery::claim(const std::string& lane, int limit, std::vector<Job>& jobs) {
  auto claimed =
      parts_.outbox->claim({lane}, parts_.clock->now(), parts_.clock->later(claim_lease), limit);
  if (!claimed) return claimed.error();
  look_ = look_ || claimed->size() == static_cast<std::size_t>(limit);
  for (auto& one : *claimed) {
    auto notification = decode_notification(one.body);
    if (!notification) {
      log(Severity::error, "damaged_notification", {{"id", one.id}});
      continue;  // stays leased and visible; it can be dropped by hand
    }
    const Tenant* tenant = parts_.tenants->find(notification->case_key.tenant);
    if (tenant == nullptr) {
      log(Severity::warning, "tenant_not_configured", {{"tenant", notification->case_key.tenant}});
      continue;
    }
    jobs.push_back({std::move(one), std::move(notification).value(), tenant, 0, {}});
    jobs.back().frozen = jobs.back().claimed.frozen;
  }
  return {};
}

Result<void> Delivery::deliver(std::vector<Job> jobs) {
  for (int round = 0; round < most_rounds && !jobs.empty(); ++round) {
    if (auto made = make_inputs(jobs); !made) return made;
    auto changed = begin(std::move(jobs));
    if (!changed) return changed.error();
    jobs = std::move(changed).value();
  }
  std::vector<Outbox::GiveBack> back;
  for (const auto& job : jobs) {
    back.push_back({job.claimed.id, job.claimed.lane, job.claimed.token, parts_.clock->now()});
  }
  if (!back.empty()) return parts_.outbox->give_back(back);
  return {};
}

/// The cases of the jobs that have no inputs yet, in the jobs' order; jobs that end here leave the
/// list.
Result<std::vector<Case>> Delivery::load_cases(std::vector<Job>& jobs) {
  std::vector<CaseCall> calls;
  for (const auto& job : jobs) {
    if (job.frozen.empty()) calls.push_back({job.notification.case_key, std::nullopt});
  }
  std::vector<Case> cases;
  if (calls.empty()) return cases;
  auto answers = parts_.cases->call(std::move(calls));
  if (!answers) return answers.error();
  std::vector<Job> kept;
  auto answer = answers->begin();
  for (auto& job : jobs) {
    if (!job.frozen.empty()) {
      kept.push_back(std::move(job));
      continue;
    }
    const CaseAnswer& found = *answer++;
    auto state = found.kind == CaseAnswer::Kind::found
                     ? decode_case(job.notification.case_key, found.record)
                     : Result<Case>(Error{Code::not_found, {}});
    if (!state) {
      const bool gone = state.error().code == Code::not_found;
      end_without_attempt(job, gone ? Record::Kind::done : Record::Kind::dead,
                          gone ? Outcome::withdrawn : Outcome::refused,
                          gone ? "case_gone" : "damaged_record");
      continue;
    }
    job.case_version = state->version;
    cases.push_back(std::move(state).value());
    kept.push_back(std::move(job));
  }
  jobs = std::move(kept);
  return cases;
}

Result<void> Delivery::make_inputs(std::vector<Job>& jobs) {
  auto cases = load_cases(jobs);
  if (!cases) return cases.error();
  std::vector<RecipientQuery> queries;
  auto state = cases->begin();
  for (const auto& job : jobs) {
    if (!job.frozen.empty()) continue;
    queries.push_back({&*state++, job.tenant, job.notification.role, job.notification.actor});
  }
  const TimePoint now = parts_.clock->now();
  std::vector<Resolution> resolutions(queries.size());
  if (parts_.channel->to_person() && !queries.empty()) {
    auto resolved = resolve_all(queries, now, *parts_.cases);
    if (!resolved) return resolved.error();
    resolutions = std::move(resolved).value();
  }
  state = cases->begin();
  auto resolution = resolutions.begin();
  for (auto& job : jobs) {
    if (job.frozen.empty()) freeze(job, *state++, *resolution++, now);
  }
  std::erase_if(jobs, [](const Job& job) { return job.frozen.empty(); });
  return {};
}

void Delivery::freeze(Job& job, const Case& state, const Resolution& resolution, TimePoint now) {
  if (parts_.channel->to_person()) {
    if (resolution.skip)
      return end_without_attempt(job, Record::Kind::done, Outcome::skipped, resolution.reason);
    if (!resolution.recipient) {
      return end_without_attempt(job, Record::Kind::dead, Outcome::refused, "no_recipient", true);
    }
  }
  const DeliveryInputs inputs{.notification = &job.notification,
                              .state = &state,
                              .policy = parts_.policies->find(state.key.tenant, state.policy),
                              .tenant = job.tenant,
                              .recipient = resolution.recipient ? &*resolution.recipient : nullptr,
                              .fallback = resolution.fallback,
                              .resolution_reason = resolution.reason,
                              .case_worker_name = resolution.case_worker_name,
                              .now = now};
  auto frozen = parts_.channel->freeze(inputs);
  if (!frozen) {
    log(Severity::error, "inputs_failed", {{"id", job.claimed.id}, {"why", frozen.error().what}});
    return end_without_attempt(job, Record::Kind::dead, Outcome::refused, "inputs_failed");
  }
  job.frozen = with_reason(resolution.fallback ? resolution.reason : "", *frozen);
}

/// Returns the jobs whose case changed under their inputs.
Result<std::vector<Delivery::Job>> Delivery::begin(std::vector<Job> jobs) {
  std::vector<Job> changed;
  if (jobs.empty()) return changed;
  std::vector<Begin> begins;
  const TimePoint lease_until =
      parts_.clock->later(parts_.channel->transfer_limit() + attempt_margin);
  for (const auto& job : jobs) {
    begins.push_back({.id = job.claimed.id,
                      .case_key = job.notification.case_key,
                      .token = job.claimed.token,
                      .case_version = job.case_version,
                      .frozen = job.frozen,
                      .lease_until = lease_until,
                      .lane = job.claimed.lane});
  }
  auto answers = parts_.outbox->begin(begins);
  if (!answers) return answers.error();
  crash_point("w2");
  for (std::size_t at = 0; at < jobs.size(); ++at) {
    const BeginAnswer& answer = (*answers)[at];
    switch (answer.kind) {
      case BeginAnswer::Kind::go:
        start(std::move(jobs[at]), answer);
        break;
      case BeginAnswer::Kind::changed:
        jobs[at].frozen.clear();
        changed.push_back(std::move(jobs[at]));
        break;
      case BeginAnswer::Kind::withdrawn:
        end_without_attempt(jobs[at], Record::Kind::done, Outcome::withdrawn, "withdrawn");
        break;
      case BeginAnswer::Kind::lost:
        break;
    }
  }
  return changed;
}

void Delivery::start(Job job, const BeginAnswer& answer) {
  const auto line = answer.frozen.find('\n');
  Running running{.notification = std::move(job.notification),
                  .token = std::move(job.claimed.token),
                  .attempt = answer.attempt,
                  .unresolved = answer.frozen.substr(0, line),
                  .begun = Steady::now()};
  ++loads_[job.claimed.lane].running;
  running_.insert_or_assign(job.claimed.id, std::move(running));
  parts_.channel->start(
      {job.claimed.id, job.claimed.lane, answer.frozen.substr(line + 1), answer.attempt});
}

void Delivery::end_without_attempt(const Job& job, Record::Kind kind, Outcome outcome,
                                   const std::string& reason, bool unresolved) {
  const TimePoint now = parts_.clock->now();
  const DeliveryOutcome end{job.claimed.id, outcome, reason, unresolved, false};
  ends_.push_back({.kind = kind,
                   .id = job.claimed.id,
                   .case_key = job.notification.case_key,
                   .lane = job.claimed.lane,
                   .token = job.claimed.token,
                   .outcome_line = encode_outcome(end, now),
                   .last_outcome = reason,
                   .not_before = now,
                   .now = now});
  parts_.metrics->add(Metric::deliveries, 1, to_text(outcome));
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
  log(Severity::error, "channel_stopped",
      {{"reason", end.reason}, {"for_s", std::to_string(channel_rest.count())}});
}

Record Delivery::record_of(const Running& running, const ShipmentEnd& end) {
  const TimePoint now = parts_.clock->now();
  RetryDecision decision = decide_retry(
      {running.attempt, end.outcome, end.soft_refusal, end.retry_after}, parts_.retry, end.id);
  if (end.stop_channel && !decision.again) decision = {true, channel_rest, Outcome::try_later};
  Record record{.kind = Record::Kind::retry,
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
  --loads_[running.notification.lane].running;
  running_.erase(found);
}

Result<void> Delivery::record_ends() {
  if (ends_.empty()) return {};
  auto answers = parts_.outbox->record(ends_);
  if (!answers) return answers.error();  // kept, and recorded by a later call
  crash_point("w6");
  ends_.clear();
  return {};
}

}  // namespace followup
