// The one place that decides whether and when a delivery is tried again: a pure function of
// attempt, outcome and policy.
#pragma once

#include "core/base/time.h"
#include "core/domain/names.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace followup {

struct RetryPolicy {
  std::vector<Millis> delays;  ///< real time from attempt n to attempt n+1; when they are used up,
                               ///< the delivery is given up
  int jitter_percent = 20;  ///< each delay varies by up to so much both ways, the same way for the
                            ///< same id and attempt
  Millis longest_wait = std::chrono::hours{1};  ///< cap on a server's Retry-After
  int soft_refusal_attempts =
      3;  ///< attempts before "try_later" with a soft refusal (HTTP 4xx) counts as refused

  friend bool operator==(const RetryPolicy&, const RetryPolicy&) = default;
};

/// protocols.md section 1: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h.
[[nodiscard]] RetryPolicy default_webhook_retry();
/// 1 min, 5 min, 15 min, 30 min, then every hour up to two days (RFC 5321 section 4.5.4.1 leaves
/// the first tries to the sender's sense).
[[nodiscard]] RetryPolicy default_mail_retry();

/// No further attempt is put off for longer than this by decide_retry(), real time.
[[nodiscard]] Millis longest_retry_wait(const RetryPolicy& policy);

/// From the first attempt to the last one that decide_retry() may allow, real time, without the
/// waiting for a destination that rests.
[[nodiscard]] Millis longest_delivery(const RetryPolicy& policy);

struct AttemptEnd {
  int attempt = 1;  ///< number of the attempt that ended, from 1
  Outcome outcome = Outcome::delivered;
  bool soft_refusal = false;          ///< a refusal that may be a passing misconfiguration
  std::optional<Millis> retry_after;  ///< the server's wish
};

struct RetryDecision {
  bool again = false;
  Millis wait{0};                              ///< real time, if again
  Outcome final_outcome = Outcome::delivered;  ///< if not again: delivered, refused or gave_up
};

/// `id` seeds the jitter, so that the decision is repeatable.
[[nodiscard]] RetryDecision decide_retry(const AttemptEnd& end, const RetryPolicy& policy,
                                         std::string_view id);

}  // namespace followup
