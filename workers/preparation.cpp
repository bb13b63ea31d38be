#include "workers/preparation.h"

#include "core/base/crash_point.h"
#include "core/base/log.h"
#include "core/codec/record_codec.h"
#include "workers/lost_answer.h"

#include <algorithm>
#include <utility>

namespace followup {

namespace {

/// Inputs are made again so often when the case changes under them; then the next claim's turn
/// comes.
constexpr int most_rounds = 3;

}  // namespace

Prepared Preparation::run(const std::vector<LaneRoom>& lanes, int most) {
  prepared_ = {};
  auto jobs = claim_all(lanes, most);
  crash_point("w1");
  const auto done = jobs ? prepare(std::move(*jobs)) : Result<void>(jobs.error());
  if (!done) prepared_.failure = done.error();
  return std::move(prepared_);
}

Result<std::vector<Preparation::Job>> Preparation::claim_all(const std::vector<LaneRoom>& lanes,
                                                             int most) {
  std::vector<Job> jobs;
  for (const auto& lane : lanes) {
    const int left = most - static_cast<int>(jobs.size());
    const int room = std::min({lane.room, left, most_a_lane});
    if (room <= 0 || lane.off) continue;
    if (auto claimed = claim(lane.lane, room, jobs); !claimed) return claimed.error();
  }
  // Whoever gets something does not wait for a look at the rest: that is the next preparation's.
  prepared_.more = !jobs.empty();
  if (jobs.empty()) {
    if (auto looked = look_at(lanes, most); !looked) return looked.error();
  }
  return jobs;
}

/// How much waits in the lanes, and until when.
Result<void> Preparation::look_at(const std::vector<LaneRoom>& lanes, int most) {
  std::vector<std::string> names;
  names.reserve(lanes.size());
  for (const auto& entry : lanes)
    names.push_back(entry.lane);
  auto states = parts_.outbox->lanes(names);
  if (!states) return states.error();
  prepared_.lanes = std::move(*states);
  const TimePoint now = parts_.clock->now();
  for (std::size_t at = 0; at < lanes.size(); ++at) {
    const auto& next = prepared_.lanes[at].next;
    if (!next || lanes[at].off) continue;
    if (*next > now) {
      if (!prepared_.next || *next < *prepared_.next) prepared_.next = next;
    } else if (std::min(lanes[at].room, most) > 0) {
      prepared_.more = true;  // it came due after the claim
    }
  }
  return {};
}

Result<void> Preparation::claim(const std::string& lane, int limit, std::vector<Job>& jobs) {
  auto claimed =
      parts_.outbox->claim({lane}, parts_.clock->now(), parts_.clock->later(claim_lease), limit);
  if (!claimed) return claimed.error();
  for (auto& one : *claimed) {
    auto notification = decode_notification(one.body);
    if (!notification) {
      log(Severity::error, "damaged_notification", {{"id", one.id}});
      bury(one);
      continue;
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

Result<void> Preparation::prepare(std::vector<Job> jobs) {
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

/// Returns the jobs whose case changed under their inputs.
Result<std::vector<Preparation::Job>> Preparation::begin(std::vector<Job> jobs) {
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
        take_begun(std::move(jobs[at]), answer);
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

void Preparation::take_begun(Job job, const BeginAnswer& answer) {
  const auto line = answer.frozen.find('\n');
  const auto tab = std::min(answer.frozen.find('\t'), line);
  const bool lost = answer_was_lost(job.claimed);
  Shipment shipment{job.claimed.id, job.claimed.lane, answer.frozen.substr(line + 1),
                    answer.attempt, job.notification.purpose == Purpose::command};
  prepared_.begun.push_back({std::move(job.notification), std::move(job.claimed.token),
                             answer.frozen.substr(0, tab),
                             tab == line ? "" : answer.frozen.substr(tab + 1, line - tab - 1), lost,
                             std::move(shipment)});
}

}  // namespace followup
