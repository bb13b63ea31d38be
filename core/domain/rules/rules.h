// What every kind of case gives to the shared decision (decide.cpp): one set of functions a kind,
// chosen by the state's type. All pure. A new kind adds its state to Case::facts, its overloads
// here, and its file beside this one.
#pragma once

#include "core/domain/decide.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace followup::rules {

/// What a rule made of an event. Notifications are not sealed yet, and hooks not yet multiplied by
/// endpoint.
struct Change {
  Status status = Status::accepted;
  Reason reason = Reason::none;
  std::vector<Fault> faults;
  std::vector<Notification> notifications;
  std::vector<DeadNotification> erased;  ///< dead letters that go, too (S-C15)
  std::vector<ListLimit> limits = {};    ///< Decision::limits
  bool bare = false;    ///< refused: what is kept of the event is without its data (S-C15)
  bool silent = false;  ///< only looked: no history line, so that it does not push real ones out
};

/// Refuses an event for good: `path` and `message` say what is to be mended.
inline Change reject(Reason reason, std::string path, std::string message) {
  return {.status = Status::rejected,
          .reason = reason,
          .faults = {{std::move(path), std::move(message)}}};
}

/// Whether an event with this sequence is older than what is known. Without sequences the order of
/// arrival counts.
inline bool older(const std::optional<std::uint64_t>& event,
                  const std::optional<std::uint64_t>& known) {
  return event && known && *event < *known;
}

/// The business time, as the tenant's civil time.
inline LocalTime local_now(const Context& context) {
  return std::chrono::floor<std::chrono::seconds>(context.policy->zone.to_local(context.now));
}

/// Whether what was due then comes too late at `at`.
inline bool is_late(TimePoint due, TimePoint at, const Context& context) {
  return at - due > context.late_after;
}

/// A deadline's step, taken now.
inline StepDone taken(const DeadlineReached& reached, const Context& context) {
  return {reached.local, context.now, is_late(reached.due, context.now, context)};
}

/// An external event or a deadline; changes `state` in place unless the status says that nothing is
/// to be stored.
Change apply(Referral& state, const Event& event, const Context& context);
Change apply(Person& state, const Event& event, const Context& context);
Change apply(Group& state, const Event& event, const Context& context);
Change apply(Notices& state, const Event& event, const Context& context);
Change apply(Project& state, const Event& event, const Context& context);
Change apply(ProjectContact& state, const Event& event, const Context& context);
Change apply(Appointment& state, const Event& event, const Context& context);
Change apply(Ticket& state, const Event& event, const Context& context);
Change apply(Meeting& state, const Event& event, const Context& context);
Change apply(Application& state, const Event& event, const Context& context);
Change apply(Communication& state, const Event& event, const Context& context);

/// The end of one of the case's notifications. `event.time` is when it ended.
Change apply_outcome(Referral& state, const OpenNotification& ended, const DeliveryOutcome& outcome,
                     const Event& event, const Context& context);

Change apply_outcome(Appointment& state, const OpenNotification& ended,
                     const DeliveryOutcome& outcome, const Event& event, const Context& context);
Change apply_outcome(ProjectContact& state, const OpenNotification& ended,
                     const DeliveryOutcome& outcome, const Event& event, const Context& context);
Change apply_outcome(Ticket& state, const OpenNotification& ended, const DeliveryOutcome& outcome,
                     const Event& event, const Context& context);
Change apply_outcome(Meeting& state, const OpenNotification& ended, const DeliveryOutcome& outcome,
                     const Event& event, const Context& context);
Change apply_outcome(Application& state, const OpenNotification& ended,
                     const DeliveryOutcome& outcome, const Event& event, const Context& context);
Change apply_outcome(Communication& state, const OpenNotification& ended,
                     const DeliveryOutcome& outcome, const Event& event, const Context& context);
Change apply_outcome(Project& state, const OpenNotification& ended, const DeliveryOutcome& outcome,
                     const Event& event, const Context& context);

std::vector<Deadline> deadlines(const Referral& state, const Policy& policy);
std::vector<Deadline> deadlines(const Appointment& state, const Policy& policy);
std::vector<Deadline> deadlines(const ProjectContact& state, const Policy& policy);
std::vector<Deadline> deadlines(const Project& state, const Policy& policy);
std::vector<Deadline> deadlines(const Ticket& state, const Policy& policy);
std::vector<Deadline> deadlines(const Meeting& state, const Policy& policy);
std::vector<Deadline> deadlines(const Application& state, const Policy& policy);
std::vector<Deadline> deadlines(const Communication& state, const Policy& policy);

/// Whether the state asks for the step, and its time has come.
template <class State>
bool still_due(const State& state, Step step, const Context& context) {
  const auto due = deadlines(state, *context.policy);
  return std::any_of(due.begin(), due.end(), [&](const Deadline& deadline) {
    return deadline.step == step && deadline.at <= context.now;
  });
}

/// Whether a notification that has not ended is still to be sent.
bool still_wanted(const Referral& state, const OpenNotification& open);
bool still_wanted(const Appointment& state, const OpenNotification& open);
bool still_wanted(const ProjectContact& state, const OpenNotification& open);
bool still_wanted(const Project& state, const OpenNotification& open);
bool still_wanted(const Ticket& state, const OpenNotification& open);
bool still_wanted(const Meeting& state, const OpenNotification& open);
bool still_wanted(const Application& state, const OpenNotification& open);
bool still_wanted(const Communication& state, const OpenNotification& open);

/// Whether a group of the ticket has something to answer.
bool waits(const Ticket& state);

/// When a meeting begins.
TimePoint begins(const Meeting& state, const Policy& policy);

/// A case that lies ahead is kept from then on.
TimePoint kept_from(const Meeting& state, const Policy& policy);
TimePoint kept_from(const Application& state, const Policy& policy);

/// Who holds a role by the record itself, before the directory is asked. Nothing: nobody is named.
/// `whom`: the notification's.
std::optional<PersonRef> holder(const Referral& state, Role role);
std::optional<PersonRef> holder(const Appointment& state, Role role, const std::string& whom);
std::optional<PersonRef> holder(const ProjectContact& state, Role role, const std::string& whom);
std::optional<PersonRef> holder(const Project& state, Role role, const std::string& whom);
std::optional<PersonRef> holder(const Meeting& state, Role role, const std::string& whom);
std::optional<PersonRef> holder(const Application& state, Role role);
std::optional<PersonRef> holder(const Communication& state, Role role);

/// A webhook of `type`, nominal at `nominal`/`due`; the endpoint is filled in by the shared
/// decision.
Notification hook(std::string type, std::uint32_t cycle, LocalTime nominal, TimePoint due);
/// A mail.
Notification mail(Purpose purpose, Role role, std::uint32_t cycle, LocalTime nominal,
                  TimePoint due);

}  // namespace followup::rules
