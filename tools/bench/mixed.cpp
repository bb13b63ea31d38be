// Intake of every kind of case at once, beside referrals alone, in turns in the same run.
#include "tools/bench/bench.h"
#include "tools/bench/producers.h"

#include <array>
#include <functional>

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
[tickets]
[teams.sector]
name = "Sector"
email = "sector@bench.example"
[classifications.complaint]
description = "Complaint"
groups = ["sector"]
term = "5 business days"
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

std::string opened(int number) {
  const std::string id = std::to_string(number);
  return event("opened-" + id, "ticket.opened", "TICKET-" + id,
               R"({"protocol":")" + id +
                   R"(","classification":"complaint","groups":["sector"],"channel":"internal",)"
                   R"("summary":"A bill that nobody understands"})");
}

/// Four invitees of a few hundred people; a person has about one meeting a day.
std::string scheduled(int number) {
  const std::string id = std::to_string(number);
  std::string invitees;
  for (int at = 0; at < 4; ++at)
    invitees += (at == 0 ? "" : ",") + std::string(R"({"id":")") +
                person("person-", number + 71 * at) +
                R"(","name":"Person","email":"person@bench.example"})";
  const std::string day = std::to_string(10 + number / 80 % 18);
  const std::string month = std::to_string(10 + number / 1440 % 3);
  const std::string start = std::to_string(2900 + number / 4320 % 90) + "-" + month + "-" + day +
                            "T1" + std::to_string(number % 8) + ":00";
  return event("scheduled-" + id, "meeting.scheduled", "MEETING-" + id,
               R"({"start":")" + start +
                   R"(","subject_line":"Case conference","organizer":{"id":")" +
                   person("person-", number + 37) +
                   R"(","name":"Organizer","email":"organizer@bench.example"},"invitees":[)" +
                   invitees + "]}");
}

std::string letter(int number) {
  const std::string id = std::to_string(number);
  return event(
      "letter-" + id, "communication.recorded", "APPL-" + id,
      R"({"communication_id":"L-1","direction":"out","medium":"letter","client":{"id":"client-)" +
          id + R"(","name":"Client"},"answer_expected_days":30})");
}

/// So many events of each kind.
template <std::size_t Count>
std::string one_of(const std::array<std::string (*)(int), Count>& kinds, int number) {
  return kinds.at(static_cast<std::size_t>(number) % Count)(number);
}

/// The appointments of the outcomes were booked before: theirs are the numbers that are 3 modulo 4.
std::string mixed(int number) {
  return one_of(std::array{created_event, booked, follow_up, outcome}, number);
}

std::string all_kinds(int number) {
  return one_of(std::array{created_event, booked, follow_up, opened, scheduled, letter}, number);
}

/// What a mix is taken in at, beside referrals alone.
struct Share {
  double alone = 0;
  double together = 0;
  std::vector<double> milliseconds;

  void add(const Run& referrals, const Run& mix) {
    alone += referrals.per_second;
    together += mix.per_second;
    milliseconds.insert(milliseconds.end(), mix.milliseconds.begin(), mix.milliseconds.end());
  }

  [[nodiscard]] bool report_as(const Options& options, const char* name, double floor) const {
    return report(options, {.bench = "mixed",
                            .name = name,
                            .value = together / alone,
                            .floor = floor,
                            .more = {{"accepted_per_s", together / 2},
                                     {"referrals_per_s", alone / 2},
                                     {"p50_ms", percentile(milliseconds, 50)},
                                     {"p99_ms", percentile(milliseconds, 99)}}});
  }
};

}  // namespace

bool bench_mixed(const Options& options) {
  constexpr int turns = 2;
  Site site(options);
  site.configure("", tenant);
  auto daemon = site.start_daemon("intake,due");
  const int count = options.events / turns;
  const auto run = [&](int first, const std::function<std::string(int)>& body) {
    return push(site.router(), options.producers, options.window, first, count, body);
  };
  Share calls;
  Share all;
  for (int turn = 0; turn < turns; ++turn) {
    const int first = 1'000'000 * (turn + 1);
    push(site.router(), options.producers, options.window, 0, count / 4,
         [&](int number) { return booked(first + 4 * number + 3); });
    const Run referrals = run(first + 500'000'000, created_event);
    calls.add(referrals, run(first, mixed));
    all.add(referrals, run(first + 100'000'000, all_kinds));
  }
  const bool held = calls.report_as(options, "share_of_referrals", 0.8);
  return all.report_as(options, "share_with_all_kinds", 0.4) && held;
}

}  // namespace followup::bench
