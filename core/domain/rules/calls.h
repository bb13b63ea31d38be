// What an appointment's callback and a contact's Wiedervorlage have in common: when the call is
// due, who is told, when it becomes public (A46), when the supervisor hears of it, and what an
// operator does with it. Pure; internal to the rules.
#pragma once

#include "core/domain/rules/rules.h"

#include <string>
#include <vector>

namespace followup::rules {

/// What differs between the two.
struct CallSetting {
  Kind kind = Kind::appointment;
  std::string case_id;
  const CallPolicy* calls = nullptr;
  Purpose purpose = Purpose::callback_due;
  Role holder = Role::caller;
  std::string due_hook;         ///< callback.due or contact.follow_up_due
  std::string overdue_of;       ///< person whose supervisor hears of an overdue public call
  std::vector<Detail> details;  ///< of every hook, beside what all calls carry
};

/// A moment in the tenant's civil time; a day gets `time_of_day`. A time that does not exist is the
/// one that it counts as (Q3).
[[nodiscard]] LocalTime civil(const Moment& moment, const Policy& policy,
                              std::chrono::seconds time_of_day);

/// The time itself, or the next opening of the calling window, where there is one.
[[nodiscard]] LocalTime into_window(LocalTime wanted, const CallPolicy& calls,
                                    const Policy& policy);

/// When the calling window opens on that day, else the tenant's send time.
[[nodiscard]] std::chrono::seconds opening_of(Date day, const CallPolicy& calls,
                                              const Policy& policy);

/// Sets when the call is due, inside the window.
void set_due(Callback& callback, LocalTime wanted, const CallPolicy& calls, const Policy& policy);

/// The call is the team's, or whose of it has claimed it, and nobody has told them: it is due for
/// them when it is, and from now on if it has been.
void hand_to_team(Callback& callback, const Context& context);

/// Adds what is due of the call.
void add_deadlines(const Callback& callback, const CallPolicy& calls, const Policy& policy,
                   std::vector<Deadline>& due);

/// Carries out a step that is due: Step::callback, publish or escalation.
[[nodiscard]] std::vector<Notification> fire(Callback& callback, const DeadlineReached& reached,
                                             const CallSetting& setting, const Context& context);

/// The call is now of `holders`: who was told and is no longer among them goes to `former` and gets
/// word; who is new is told when the call is due, at once if it has been, and has it alone even if
/// it had become public.
[[nodiscard]] std::vector<Notification> reassign(Callback& callback, std::vector<PersonRef> holders,
                                                 std::vector<PersonRef>& former,
                                                 const CallSetting& setting,
                                                 const Context& context);

/// What an operator did (A46, C26). `callback` may be nothing: there is none.
[[nodiscard]] Change claim(std::optional<Callback>& callback, const CallbackClaimed& claimed);
[[nodiscard]] Change postpone(std::optional<Callback>& callback, const CallbackPostponed& postponed,
                              const CallSetting& setting, const Context& context);
[[nodiscard]] Change finish(std::optional<Callback>& callback, const CallbackDone& done);

/// Whether a notification of the call that has not ended is still to be sent.
[[nodiscard]] bool call_wanted(const std::optional<Callback>& callback,
                               const OpenNotification& open);

/// The person of this id among those whom the call is or was reserved for.
[[nodiscard]] std::optional<PersonRef> find_holder(const std::optional<Callback>& callback,
                                                   const std::vector<PersonRef>& former,
                                                   const std::string& id);

/// Whom the call still waits for.
[[nodiscard]] std::vector<const CallHolder*> waiting(const Callback& callback);

/// The call of a case that has one; null: it has none.
[[nodiscard]] Callback* call_of(Appointment& state);
[[nodiscard]] Callback* call_of(ProjectContact& state);

/// `by` was told of the call in the place of `holder`, who is absent: it is theirs, too.
void stand_in(Callback& callback, const std::string& holder, const std::string& by);

/// What all hooks and commands about a call carry.
[[nodiscard]] std::vector<Detail> call_details(const Callback& callback, const CallSetting& setting,
                                               const Policy& policy);

/// An event that the configuration or the state forbids: kept, and somebody is told (Q10).
/// `editor`: tell whoever sent it, too.
[[nodiscard]] Change put_aside(Reason reason, std::string path, std::string message,
                               const Event& event, const Context& context, bool editor = false);

}  // namespace followup::rules
