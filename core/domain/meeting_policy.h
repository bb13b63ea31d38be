// How meetings, programmes and communications are followed up (source 2).
#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace followup {

struct MeetingPolicy {
  std::optional<std::chrono::minutes> reminder;  ///< before the start; unset: none
  /// Days from an action's due date on which its responsible person is reminded, at the send time:
  /// negative ones are before it.
  std::vector<int> action_reminders{0};
  bool minutes_as_pdf = true;  ///< M31; else their text is in the mail only
  friend bool operator==(const MeetingPolicy&, const MeetingPolicy&) = default;
};

struct ApplicationPolicy {
  int meeting_days_before = 5;           ///< S-M19: of the authorisation
  std::set<std::string> mail_templates;  ///< names of the tenant's own (M23)
  friend bool operator==(const ApplicationPolicy&, const ApplicationPolicy&) = default;
};

}  // namespace followup
