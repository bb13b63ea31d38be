// What a message's inputs are made of: the case, whom it goes to, and the long text that it tells
// of. Frozen together, or ended where one of them is missing.
#include "core/base/log.h"
#include "core/codec/record_codec.h"
#include "core/domain/meeting_times.h"
#include "core/domain/rules/rules.h"
#include "workers/guarded.h"
#include "workers/preparation.h"

#include <algorithm>
#include <utility>

namespace followup {

namespace {

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

/// The persons whom a notification's details name.
std::vector<std::string> persons_in(const std::vector<Detail>& details) {
  std::vector<std::string> ids{text_in(details, "former_rep")};
  for (const auto& detail : details) {
    const auto* results = std::get_if<std::vector<PersonResult>>(&detail.value);
    if (results == nullptr) continue;
    for (const auto& result : *results)
      ids.push_back(result.person);
  }
  return ids;
}

/// The group that an administrator is warned of, or empty.
std::string warned_group(const Notification& notification) {
  const bool warns =
      notification.case_key.kind == Kind::ticket && notification.purpose == Purpose::config_warning;
  return warns ? notification.about : std::string();
}

/// When the meeting begins that the readers of a message know of; nothing: none was told.
std::optional<TimePoint> told_start(const Meeting& meeting, const Notification& notification) {
  const auto whom = parse_mailing_whom(notification.whom);
  const auto mailing =
      std::ranges::find(meeting.mailings, whom ? whom->number : 0, &Mailing::number);
  if (mailing == meeting.mailings.end()) return std::nullopt;
  const auto times = parse_meeting_times(mailing->about);
  const auto zone = times ? Zone::load(times->zone) : Result<Zone>(Error{});
  return zone ? std::optional(zone->to_instant(times->start)) : std::nullopt;
}

/// Whether the meeting that somebody is invited to, or not any more, or that collides with another,
/// begins before then, or began then by what the reader was told: nobody has anything of such a
/// mail afterwards.
bool begins_before(TimePoint until, const Notification& notification, const Case& state,
                   const Policy& policy, TimePoint now) {
  const Purpose purpose = notification.purpose;
  const bool invites = purpose == Purpose::invitation || purpose == Purpose::invitation_changed ||
                       purpose == Purpose::invitation_cancelled ||
                       purpose == Purpose::meeting_collision;
  const auto* meeting = std::get_if<Meeting>(&state.facts);
  if (!invites || meeting == nullptr) return false;
  const auto is_soon = [&](TimePoint at) { return at > now && at < until; };
  const auto told = told_start(*meeting, notification);
  return is_soon(rules::begins(*meeting, policy)) || (told && is_soon(*told));
}

}  // namespace

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
  const auto cases = load_cases(jobs);
  if (!cases) return cases.error();
  const TimePoint now = parts_.clock->now();
  const auto resolutions = find_recipients(jobs, *cases);
  if (!resolutions) return resolutions.error();
  const auto texts = read_texts(jobs, *cases, *resolutions);
  if (!texts) return texts.error();
  auto state = cases->begin();
  auto resolution = resolutions->begin();
  for (auto& job : jobs) {
    if (job.frozen.empty()) freeze(job, *state++, *resolution++, *texts, now);
  }
  std::erase_if(jobs, [](const Job& job) { return job.frozen.empty(); });
  const auto put_off = std::exchange(put_off_, {});
  return put_off.empty() ? Result<void>() : parts_.outbox->give_back(put_off);
}

/// When the reader's quiet hours end (S-X10); nothing: the mail does not wait for that.
std::optional<TimePoint> Preparation::quiet_until(const Job& job, const Case& state,
                                                  const Recipient& recipient, TimePoint now) const {
  if (!keeps_quiet_hours(job.notification.purpose)) return std::nullopt;
  const Zone& tenants = job.tenant->policy.zone;
  const auto own = recipient.zone.empty() ? Result<Zone>(tenants) : Zone::load(recipient.zone);
  const TimePoint until = job.tenant->quiet.wait_until(now, own ? *own : tenants);
  if (until <= now || begins_before(until, job.notification, state, job.tenant->policy, now))
    return std::nullopt;
  return until;
}

/// One a case, in their order.
Result<std::vector<Resolution>> Preparation::find_recipients(const std::vector<Job>& jobs,
                                                             const std::vector<Case>& cases) {
  std::vector<RecipientQuery> queries;
  auto state = cases.begin();
  for (const auto& job : jobs) {
    if (!job.frozen.empty()) continue;
    queries.push_back({&*state++, job.tenant, job.notification.role, job.notification.actor,
                       job.notification.whom, persons_in(job.notification.details),
                       warned_group(job.notification)});
  }
  if (!parts_.channel->to_person() || queries.empty())
    return std::vector<Resolution>(queries.size());
  return resolve_all(queries, parts_.clock->now(), *parts_.cases);
}

/// The texts of the mails that somebody gets.
Result<LongTexts> Preparation::read_texts(const std::vector<Job>& jobs,
                                          const std::vector<Case>& cases,
                                          const std::vector<Resolution>& resolutions) {
  LongTexts texts(parts_.blobs);
  auto state = cases.begin();
  auto resolution = resolutions.begin();
  for (const auto& job : jobs) {
    if (!job.frozen.empty()) continue;
    if (resolution++->recipient) texts.want(job.notification, *state);
    ++state;
  }
  if (auto read = texts.read(); !read) return read.error();
  return texts;
}

void Preparation::freeze(Job& job, const Case& state, const Resolution& resolution,
                         const LongTexts& texts, TimePoint now) {
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
  if (const auto until = resolution.recipient ? quiet_until(job, state, *resolution.recipient, now)
                                              : std::nullopt) {
    put_off_.push_back({job.claimed.id, job.claimed.lane, job.claimed.token, *until});
    return;  // then it is asked again whether it is still wanted
  }
  const auto text = resolution.recipient ? texts.find(job.notification, state) : nullptr;
  if (!text) {
    const bool gone = text.error().code == Code::not_found;
    return end_without_attempt(job, Record::Kind::dead, Outcome::refused,
                               gone ? "content_gone" : "damaged_record");
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
                              .emails = resolution.emails,
                              .document = *text,
                              .now = now};
  const auto frozen = guarded([&] { return parts_.channel->freeze(inputs); });
  if (!frozen) {
    log(Severity::error, "inputs_failed", {{"id", job.claimed.id}, {"why", frozen.error().what}});
    return end_without_attempt(job, Record::Kind::dead, Outcome::refused, "inputs_failed");
  }
  job.frozen = with_resolution(resolution, *frozen);
}

}  // namespace followup
