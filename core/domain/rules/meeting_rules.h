// The parts of the meeting's rules: the record and its invitations stand in
// meeting_invitations.cpp, minutes in meeting_minutes.cpp, actions in meeting_actions.cpp, the rest
// in meeting.cpp. Internal to them.
#pragma once

#include "core/domain/rules/letters.h"
#include "core/domain/rules/rules.h"

#include <string>
#include <vector>

namespace followup::rules::meetings {

/// Puts an event aside whose meeting nobody has told of.
[[nodiscard]] Change unknown(const Event& event, const Context& context);

/// When the meeting begins and ends.
[[nodiscard]] TimePoint start_of(const Meeting& state, const Policy& policy);
[[nodiscard]] TimePoint end_of(const Meeting& state, const Policy& policy);
/// When the invitees are reminded; nothing: the tenant wants no reminders.
[[nodiscard]] std::optional<TimePoint> reminder_of(const Meeting& state, const Policy& policy);

/// Forgets persons whom nothing names any more.
void tidy(Meeting& state);

/// meeting.scheduled, .updated, .cancelled (M33, S-M16).
[[nodiscard]] Change take(Meeting& state, const MeetingRecord& record, const Event& event,
                          const Context& context);
[[nodiscard]] Change cancel(Meeting& state, const Event& event, const Context& context);
/// meeting.invited: all of an invitation's mails have ended.
void report_invitations(const Mailing& mailing, Change& change);

/// minutes.issue_requested (M12 to M14, M30, M37).
[[nodiscard]] Change issue(Meeting& state, const MinutesIssue& fact, const Event& event,
                           const Context& context);
/// minutes.issued: all mails of a version have ended.
void report_minutes(const Meeting& state, const Mailing& mailing, Change& change);

/// action.assigned and .closed (M29, S-M14).
[[nodiscard]] Change assign(Meeting& state, const AssignedAction& action, const Event& event);
[[nodiscard]] Change close(Meeting& state, const ActionClosed& fact, const Event& event,
                           const Context& context);
/// The action with this id; null: there is none.
[[nodiscard]] const MeetingAction* find_action(const Meeting& state, const std::string& id);
/// How a notification names the action that it is for, in its `whom`.
[[nodiscard]] std::string action_whom(const std::string& id);
/// The action that `whom` names; null: none.
[[nodiscard]] const MeetingAction* action_in(const Meeting& state, const std::string& whom);
/// What is due of the actions.
void add_action_deadlines(const Meeting& state, const Policy& policy, std::vector<Deadline>& due);
[[nodiscard]] Change fire_actions(Meeting& state, const Context& context);

}  // namespace followup::rules::meetings
