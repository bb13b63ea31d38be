// The parts of the meeting's rules: the record stands in meeting_record.cpp, its invitations in
// meeting_invitations.cpp, minutes in meeting_minutes.cpp, actions in meeting_actions.cpp, what it
// collides with in meeting_collisions.cpp, the rest in meeting.cpp. Internal to them, but for the
// times of a meeting (core/domain/collisions.cpp).
#pragma once

#include "core/domain/rules/letters.h"
#include "core/domain/rules/rules.h"

#include <optional>
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

/// An invitation, a change of it or its cancellation.
[[nodiscard]] bool is_invitation(Purpose purpose);
/// What is of no use any more when the meeting is over: these, and the reminder.
[[nodiscard]] bool is_before_it(Purpose purpose);

/// The times of the meeting as an invitation says them, civil in its zone:
/// "2026-06-10T09:00:00/2026-06-10T10:00:00/Europe/Rome". So they stand in Invitee::told, and in
/// Mailing::about of what changes or cancels an invitation: the times that its readers were told.
[[nodiscard]] std::string times_text(const Meeting& state);
/// The times that somebody knows whose cancellation is still under way; nothing: none is.
[[nodiscard]] std::optional<std::string> told_before(const Meeting& state, const std::string& id);
/// Tells whom the record or the cancellation concerns, that made `state` of `before`. `changed`: it
/// reads differently.
void tell_invitees(const Meeting& before, Meeting& state, bool changed, const Event& event,
                   const Context& context, Change& change);
/// A mail was delivered: what its readers know now.
void take_reached(Meeting& state, const LetterEnd& end, const Event& event, const Context& context,
                  Change& change);
/// The meeting is over: what was to be said before it is not sent any more.
[[nodiscard]] bool waits_for_end(const Meeting& state);
[[nodiscard]] Change end_invitations(Meeting& state, const Context& context);

/// Whether the person is invited and has not declined.
[[nodiscard]] bool comes(const Meeting& state, const std::string& person);
/// Forgets the collisions of who is not to come any more.
void drop_collisions(Meeting& state);
/// The organizer hears what is new among the collisions (M35).
[[nodiscard]] Change take_collisions(Meeting& state, const CollisionsFound& fact,
                                     const Event& event, const Context& context);

/// What became of a message, where the CRM hears of it; `whom` names the report.
void report(const Meeting& state, const Mailing& mailing, const std::string& whom, Change& change);
void report_invitations(const Mailing& mailing, const std::string& whom, Change& change);

/// minutes.issue_requested (M12 to M14, M30, M37).
[[nodiscard]] Change issue(Meeting& state, const MinutesIssue& fact, const Event& event,
                           const Context& context);
/// minutes.issued: all mails of a version have ended.
void report_minutes(const Meeting& state, const Mailing& mailing, const std::string& whom,
                    Change& change);

/// action.assigned and .closed (M29, S-M14).
[[nodiscard]] Change assign(Meeting& state, const AssignedAction& fact, const Event& event,
                            const Context& context);
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
