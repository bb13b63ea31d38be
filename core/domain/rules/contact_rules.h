// The parts of a contact's rules: its Wiedervorlage stands in contact_follow_up.cpp and what is
// done with it in contact_hands.cpp, its field appointment in contact_visit.cpp, everything else in
// contact.cpp. Internal to these, and to the lists that a contact is on (related.cpp).
#pragma once

#include "core/domain/rules/calls.h"

namespace followup::rules::contacts {

/// The project's part of the policy; null: the configuration does not know it.
[[nodiscard]] const ProjectPolicy* policy_of(const ProjectContact& state, const Policy& policy);

[[nodiscard]] bool is_over(ProjectState state);

/// Remembers a notification that ended without reaching anybody, so that an erasure finds its dead
/// letter. Of too many the oldest is erased at once, and every one of an anonymised project.
[[nodiscard]] Change keep_dead(std::vector<DeadNotification>& dead, ProjectState project,
                               const OpenNotification& ended, const DeliveryOutcome& outcome);

/// A Wiedervorlage is set and nobody has done with it.
[[nodiscard]] bool waits(const ProjectContact& state);

/// Whose own it is, while it waits: the agent whom it was given to alone (C25); empty: nobody's.
[[nodiscard]] std::string personal_agent(const ProjectContact& state);

/// The list of an agent's own ones in a project: IndexEntry::name.
[[nodiscard]] std::string personal_list(const std::string& project, const std::string& agent);

/// Takes over what is stored of the project now.
void look_at_project(ProjectContact& state, const Context& context);

void take_editor(ProjectContact& state, const std::optional<PersonRef>& by);

/// The Wiedervorlage as calls.h takes it.
[[nodiscard]] CallSetting call_setting(const ProjectContact& state, const Policy& policy);

/// What the project does not allow (Q10).
[[nodiscard]] std::optional<Change> why_not(const ProjectContact& state, const Event& event,
                                            const Context& context);

/// Whether a Wiedervorlage may not be moved to that day, because it lies too far ahead (C25).
[[nodiscard]] std::optional<Change> why_not_then(const ProjectContact& state, LocalTime due,
                                                 const std::string& path, const Event& event,
                                                 const Context& context, bool editor);

/// In training nobody real is told; a training address may be (S-C16).
void divert_in_training(const ProjectContact& state, std::vector<Notification>& made);

[[nodiscard]] Change on(ProjectContact& state, const FollowUpSet& fact, const Event& event,
                        const Context& context);
[[nodiscard]] Change on(ProjectContact& state, const FollowUpCleared& fact, const Event& event,
                        const Context& context);
[[nodiscard]] Change on(ProjectContact& state, const FieldAppointment& fact, const Event& event,
                        const Context& context);
/// The protocol that a stopped project held back.
[[nodiscard]] Change send_held_protocol(ProjectContact& state, const DeadlineReached& reached,
                                        const Context& context);
/// The reminder before the visit.
[[nodiscard]] Change remind_rep(ProjectContact& state, const DeadlineReached& reached,
                                const Context& context);
[[nodiscard]] Change on(ProjectContact& state, const AgentLeft& left, const Event& event,
                        const Context& context);
[[nodiscard]] Change on(ProjectContact& state, const CallbackClaimed& claimed, const Event& event,
                        const Context& context);
[[nodiscard]] Change on(ProjectContact& state, const CallbackPostponed& postponed,
                        const Event& event, const Context& context);
[[nodiscard]] Change on(ProjectContact& state, const CallbackDone& done, const Event& event,
                        const Context& context);

}  // namespace followup::rules::contacts
