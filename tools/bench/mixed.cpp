// Intake of every kind of case at once, beside referrals alone, in turns in the same run.
#include "tools/bench/bench.h"
#include "tools/bench/producers.h"

namespace followup::bench {

namespace {

const char* const tenant = R"(
[list_states.CALL]
type = "W"
[states.43]
description = "call again"
list_state = "CALL"
callback = "private"
reschedule = true
[procedures.call]
kind = "callback"
states = [43]
[projects.survey]
)";

std::string event(const std::string& id, const std::string& type, const std::string& subject,
                  const std::string& data) {
  return R"({"specversion":"1.0","source":"/bench","id":")" + id + R"(","type":")" + type +
         R"(","subject":")" + subject + R"(","data":)" + data + "}";
}

/// People and operators are a few hundred, as in a real centre.
std::string person(const char* role, int number) {
  return role + std::to_string(number % 300);
}

std::string booked(int number) {
  const std::string id = std::to_string(number);
  return event("booked-" + id, "appointment.booked", "APP-" + id,
               R"({"start":"2999-01-01T10:00","agent":{"id":")" + person("agent-", number) +
                   R"(","name":"Agent","email":"agent@bench.example"},"operator":{"id":")" +
                   person("operator-", number) +
                   R"(","name":"Operator","email":"operator@bench.example"},"team":"team",)" +
                   R"("client":{"id":"client-)" + id +
                   R"(","name":"Client"},"location":"Office"})");
}

std::string outcome(int number) {
  const std::string id = std::to_string(number);
  return event("outcome-" + id, "appointment.outcome_set", "APP-" + id,
               R"({"state":43,"reschedule_at":"2999-02-01T10:00",)"
               R"("annotations":{"reason":"was not there at the time"}})");
}

std::string follow_up(int number) {
  const std::string id = std::to_string(number);
  return event("follow-up-" + id, "contact.follow_up_set", "CONTACT-" + id,
               R"({"project":"survey","due":"2999-01-01T10:00","agent":{"id":")" +
                   person("agent-", number) +
                   R"(","name":"Agent","email":"agent@bench.example"}})");
}

/// A quarter of each; the appointments of the outcomes were booked before.
std::string mixed(int number) {
  switch (number % 4) {
    case 0:
      return created_event(number);
    case 1:
      return booked(number);
    case 2:
      return follow_up(number);
    default:
      return outcome(number);
  }
}

}  // namespace

bool bench_mixed(const Options& options) {
  constexpr int turns = 2;
  Site site(options);
  site.configure("", tenant);
  auto daemon = site.start_daemon("intake,due");
  const int count = options.events / turns;
  double alone = 0;
  double together = 0;
  std::vector<double> milliseconds;
  for (int turn = 0; turn < turns; ++turn) {
    const int first = 1'000'000 * (turn + 1);
    push(site.router(), options.producers, options.window, 0, count / 4,
         [&](int number) { return booked(first + 4 * number + 3); });
    alone += push(site.router(), options.producers, options.window, first + 500'000'000, count,
                  created_event)
                 .per_second;
    const Run run = push(site.router(), options.producers, options.window, first, count, mixed);
    together += run.per_second;
    milliseconds.insert(milliseconds.end(), run.milliseconds.begin(), run.milliseconds.end());
  }
  return report(options, {.bench = "mixed",
                          .name = "share_of_referrals",
                          .value = together / alone,
                          .floor = 0.8,
                          .more = {{"accepted_per_s", together / turns},
                                   {"referrals_per_s", alone / turns},
                                   {"p50_ms", percentile(milliseconds, 50)},
                                   {"p99_ms", percentile(milliseconds, 99)}}});
}

}  // namespace followup::bench
