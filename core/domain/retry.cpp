// Retry decisions: a table of delays, a repeatable jitter, and the server's wish where it asks for
// more patience.
#include "core/domain/retry.h"

#include "core/base/hash.h"

#include <algorithm>
#include <string>

namespace followup {

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// `delay` moved by up to `percent` both ways; the same for the same id and attempt.
Millis jittered(Millis delay, int percent, std::string_view id, int attempt) {
  const auto range =
      static_cast<std::uint64_t>(delay.count()) * static_cast<std::uint64_t>(percent) / 100;
  if (range == 0) return delay;
  const std::uint64_t draw = fingerprint({id, std::to_string(attempt)}) % (2 * range + 1);
  return delay - Millis{range} + Millis{draw};
}

RetryDecision end_with(Outcome outcome) {
  return {.again = false, .wait = Millis{0}, .final_outcome = outcome};
}

}  // namespace

RetryPolicy default_webhook_retry() {
  return {.delays = {seconds{5}, minutes{5}, minutes{30}, hours{2}, hours{5}, hours{10}, hours{14},
                     hours{20}, hours{24}}};
}

RetryPolicy default_mail_retry() {
  RetryPolicy policy{.delays = {minutes{1}, minutes{5}, minutes{15}, minutes{30}}};
  constexpr Millis two_days = hours{48};
  Millis total = minutes{51};
  while (total + hours{1} <= two_days) {
    policy.delays.emplace_back(hours{1});
    total += hours{1};
  }
  return policy;
}

Millis longest_retry_wait(const RetryPolicy& policy) {
  Millis longest = policy.longest_wait;
  for (const Millis delay : policy.delays)
    longest = std::max(longest, delay + delay * policy.jitter_percent / 100);
  return longest;
}

Millis longest_delivery(const RetryPolicy& policy) {
  Millis all{0};
  for (const Millis delay : policy.delays)
    all += delay + delay * policy.jitter_percent / 100;
  return all;
}

RetryDecision decide_retry(const AttemptEnd& end, const RetryPolicy& policy, std::string_view id) {
  const bool may_pass = end.outcome == Outcome::try_later || end.outcome == Outcome::unknown ||
                        (end.outcome == Outcome::refused && end.soft_refusal);
  if (!may_pass) return end_with(end.outcome);
  if (end.soft_refusal && end.attempt >= policy.soft_refusal_attempts)
    return end_with(Outcome::refused);
  const auto index = static_cast<std::size_t>(std::max(end.attempt, 1) - 1);
  if (index >= policy.delays.size()) {
    return end_with(end.soft_refusal ? Outcome::refused : Outcome::gave_up);
  }
  Millis wait = jittered(policy.delays[index], policy.jitter_percent, id, end.attempt);
  if (end.retry_after) wait = std::max(wait, std::min(*end.retry_after, policy.longest_wait));
  return {.again = true, .wait = wait, .final_outcome = Outcome::gave_up};
}

}  // namespace followup
