// A tenant's business policy: what a case's deadlines depend on besides its own facts. Immutable
// once numbered (Q7): the store keeps every version, a case the number it started with.
#pragma once

#include "core/base/time.h"
#include "core/base/zone.h"
#include "core/domain/calendar.h"

#include <chrono>
#include <cstdint>
#include <optional>

namespace followup {

struct ReferralPolicy {
  std::optional<int> default_days;  ///< Used when an event asks for follow-up without days (S-R26).
  std::optional<int> supervisor_days;  ///< R8; unset: no escalation (R11).
  Shift shift = Shift::none;           ///< Q5.
  int min_gap_business_days = 1;       ///< Q4: from a late reminder's hand-over to the escalation.
  bool copy_worker_on_escalation = false;
  bool copy_absent_person = false;  ///< S-R34: the person who is stood in for gets a copy.
  bool closed_notice =
      false;  ///< Tell whoever was reminded or escalated to that the contact was recorded.
  bool notify_own_actions = false;  ///< S-X30: tell a person about what that person did.

  friend bool operator==(const ReferralPolicy&, const ReferralPolicy&) = default;
};

struct Policy {
  Zone zone;
  std::chrono::seconds send_time = std::chrono::hours{9};  ///< Q2: local, for date-only deadlines.
  BusinessCalendar calendar;
  ReferralPolicy referral;
  int retention_days = 365;  ///< From a case's last change, once nothing more is due.

  friend bool operator==(const Policy&, const Policy&) = default;
};

}  // namespace followup
