// Keys that appointments and contacts share: how calls are followed up, and the reminder before a
// visit. The target is a policy with `calls` and `reminder`.
#pragma once

#include "core/codec/config_kinds.h"
#include "core/domain/policy.h"

#include <string>
#include <vector>

namespace followup {

template <class Target>
std::vector<KeyRow<Target>> call_rows() {
  constexpr std::chrono::days longest{30};
  const auto calls = &Target::calls;
  const auto reminder = &Target::reminder;
  return {
      {"calling_calendar",
       text(field(calls, &CallPolicy::calendar), {.type = "name", .may_be_empty = true}), "\"\"",
       "The calendar, of `[calendars.<name>]`, that calls are moved into; empty: any time."},
      {"private_to_public", minutes(field(calls, &CallPolicy::publish_after), Millis{0}, longest),
       "\"0m\"", "How long after its time a private call becomes public (A46); `\"0m\"`: never."},
      {"escalate_after",
       minutes(field(calls, &CallPolicy::escalate_after), std::chrono::minutes{1}, longest),
       std::string(not_set),
       "How long after its time a call that nobody made is told to the supervisor; not set: "
       "never."},
      {"reminder_time", time_of_day(field(reminder, &VisitReminder::time)), std::string(not_set),
       "Local time at which whoever goes there is reminded of a visit; not set: no reminder."},
      {"reminder_days", whole(field(reminder, &VisitReminder::days_before), 0, 60), "1",
       "Days before the visit on which that is."},
  };
}

/// What has no effect; `section` as in "appointment.".
template <class Target>
void check_calls(const Target& policy, const std::string& section, ConfigReport& report) {
  const bool silent = !policy.reminder.time && !report.faulty(section + "reminder_time");
  if (silent && report.has(section + "reminder_days"))
    report.warning(section + "reminder_days", "has no effect while reminder_time is not set");
}

}  // namespace followup
