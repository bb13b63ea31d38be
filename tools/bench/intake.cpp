// Intake: a real followupd over its ROUTER door, N producers with W unanswered events each, beside
// the same commits sent straight to Redis in a pipeline. Also one producer that waits for each
// answer, and cancellations one at a time.
#include "core/codec/event_codec.h"
#include "core/flow/transition.h"
#include "tools/bench/bench.h"
#include "tools/bench/producers.h"

#include <stdexcept>

namespace followup::bench {

namespace {

/// The same commits, made beforehand.
std::vector<CaseCall> commits(Site& site, int first, int count) {
  const EventDecoder decoder;
  std::vector<CaseCall> calls;
  for (int n = first; n < first + count; ++n) {
    const std::string body = created_event(n);
    auto decoded = decoder.decode(body, site.clock().now());
    const auto& event = std::get<Event>(decoded.items.front().item);
    Transition transition(empty_case({"bench", Kind::referral, event.subject}), site.context(),
                          site.clock().now());
    transition.apply(event);
    calls.push_back({transition.state().key, transition.commit()});
  }
  return calls;
}

/// The commits of recorded contacts, made beforehand, straight to Redis, each after the answer to
/// the last one.
double raw_cancel(Site& site, int first, int count) {
  std::vector<CaseCall> made;
  std::vector<CaseCall> closed;
  const TimePoint now = site.clock().now();
  for (int n = first; n < first + count; ++n) {
    const Transition create = site.created(n, 60, now);
    made.push_back({create.state().key, create.commit()});
    Transition close(create.state(), site.context(), now);
    Event contact;
    contact.kind = Kind::referral;
    contact.id = "contact-" + std::to_string(n);
    contact.time = now;
    contact.payload = ContactRecorded{.contacted = true};
    close.apply(contact);
    closed.push_back({close.state().key, close.commit()});
  }
  send_straight(site.store(), made);
  return send_one_by_one(site.store(), std::move(closed));
}

}  // namespace

bool bench_intake(const Options& options) {
  Site site(options);
  auto daemon = site.start_daemon("intake,due");
  const int count = options.events;
  push(site.router(), options.producers, options.window, 10'000'000, count / 10,
       created_event);  // warm
  const double raw = send_straight(site.store(), commits(site, 20'000'000, count / 2));
  const Run run = push(site.router(), options.producers, options.window, 0, count, created_event);
  bool good = report(options, {.bench = "intake",
                               .name = "accepted_per_s",
                               .value = run.per_second,
                               .floor = 15'000,
                               .more = {{"producers", options.producers},
                                        {"window", options.window},
                                        {"events", count},
                                        {"raw_per_s", raw},
                                        {"p50_ms", percentile(run.milliseconds, 50)},
                                        {"p99_ms", percentile(run.milliseconds, 99)}}});
  good = report(options, {.bench = "intake",
                          .name = "share_of_raw",
                          .value = run.per_second / raw,
                          .floor = 0.35}) &&
         good;
  const int few = count / 20;
  const double raw_one = send_one_by_one(site.store(), commits(site, 40'000'000, few));
  const Run one = push(site.router(), 1, 1, 30'000'000, few, created_event);
  return report(options, {.bench = "intake",
                          .name = "one_at_a_time_per_s",
                          .value = one.per_second,
                          .floor = 1800,
                          .more = {{"raw_per_s", raw_one},
                                   {"p50_ms", percentile(one.milliseconds, 50)},
                                   {"p99_ms", percentile(one.milliseconds, 99)}}}) &&
         good;
}

bool bench_cancel(const Options& options) {
  Site site(options);
  auto daemon = site.start_daemon("intake,due");
  const int count = options.events / 10;
  push(site.router(), options.producers, options.window, 0, count, created_event);
  const double raw = raw_cancel(site, 40'000'000, count / 2);
  const Run run = push(site.router(), 1, 1, 0, count, contact_event);
  return report(options, {.bench = "cancel",
                          .name = "one_at_a_time_per_s",
                          .value = run.per_second,
                          .floor = 1800,
                          .more = {{"cases", count},
                                   {"raw_per_s", raw},
                                   {"p50_ms", percentile(run.milliseconds, 50)},
                                   {"p99_ms", percentile(run.milliseconds, 99)}}});
}

bool bench_memory(const Options& options) {
  Site site(options);
  auto daemon = site.start_daemon("intake");
  const auto before = site.store().usage();
  push(site.router(), options.producers, options.window, 0, options.events, created_event);
  const auto after = site.store().usage();
  if (!before || !after) throw std::runtime_error("the store does not answer");
  const double bytes =
      static_cast<double>(after->used_memory - before->used_memory) / options.events;
  return report(
      options,
      {.bench = "memory",
       .name = "bytes_per_pending_case",
       .value = bytes,
       .floor = 850,
       .at_most = true,
       .more = {{"cases", options.events},
                {"event_bytes", static_cast<double>(created_event(options.events / 2).size())}}});
}

}  // namespace followup::bench
