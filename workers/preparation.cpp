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

/// In front of the inputs stands what the recipient's resolution is remembered by.
std::string with_resolution(const Resolution& resolution, const std::string& inputs) {
  return (resolution.fallback ? resolution.reason : "") + "\t" + stand_in(resolution) + "\n" +
         inputs;
}

/// A text among a notification's details, or empty.
std::string text_in(const std::vector<Detail>& details, std::string_view name) {
  for (const auto& detail : details) {
    const auto* text = std::get_if<std::string>(&detail.value);
    if (text != nullptr && detail.name == name) return *text;
  }
  return {};
}

/// The group that an administrator is warned of, or empty.
std::string warned_group(const Notification& notification) {
  const bool warns =
      notification.case_key.kind == Kind::ticket && notification.purpose == Purpose::config_warning;
  return warns ? notification.about : std::string();
}

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

/// The cases of the jobs that have no inputs yet, in the jobs' order; jobs that end here leave the
/// list.
Result<std::vector<Case>> Preparation::load_cases(std::vector<Job>& jobs) {
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

Result<void> Preparation::make_inputs(std::vector<Job>& jobs) {
  auto cases = load_cases(jobs);
  if (!cases) return cases.error();
  std::vector<RecipientQuery> queries;
  auto state = cases->begin();
  for (const auto& job : jobs) {
    if (!job.frozen.empty()) continue;
    queries.push_back({&*state++, job.tenant, job.notification.role, job.notification.actor,
                       job.notification.whom, text_in(job.notification.details, "former_rep"),
                       warned_group(job.notification)});
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

void Preparation::freeze(Job& job, const Case& state, const Resolution& resolution, TimePoint now) {
  if (!parts_.policies->ensure(state.key.tenant, state.policy)) {
    log(Severity::warning, "policy_not_found", {{"tenant", state.key.tenant}});
    return;  // comes back when the lease ends, until the policy can be read
  }
  if (parts_.channel->to_person()) {
    if (resolution.skip)
      return end_without_attempt(job, Record::Kind::done, Outcome::skipped, resolution.reason);
    if (resolution.expansion) return end_expanded(job, *resolution.expansion);
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
                              .names = resolution.names,
                              .now = now};
  auto frozen = parts_.channel->freeze(inputs);
  if (!frozen) {
    log(Severity::error, "inputs_failed", {{"id", job.claimed.id}, {"why", frozen.error().what}});
    return end_without_attempt(job, Record::Kind::dead, Outcome::refused, "inputs_failed");
  }
  job.frozen = with_resolution(resolution, *frozen);
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
