#include "core/domain/names.h"

#include "core/domain/case_key.h"

#include <array>
#include <type_traits>

namespace followup {

namespace {

// One table an enum, in the enumerators' order: the text of a value is the entry at its number.
constexpr auto kinds = std::to_array<std::string_view>(
    {"referral", "person", "group", "appointment", "contact", "project", "notices", "ticket",
     "meeting", "application", "communication"});
constexpr auto statuses = std::to_array<std::string_view>(
    {"accepted", "duplicate", "stale", "rejected", "quarantined", "busy"});
constexpr auto reasons = std::to_array<std::string_view>({"none",
                                                          "not_json",
                                                          "too_large",
                                                          "too_deep",
                                                          "duplicate_key",
                                                          "invalid_utf8",
                                                          "batch_too_long",
                                                          "batch_empty",
                                                          "invalid_envelope",
                                                          "unknown_type",
                                                          "invalid_data",
                                                          "unknown_source",
                                                          "wrong_tenant",
                                                          "days_missing",
                                                          "older_sequence",
                                                          "superseded",
                                                          "already_seen",
                                                          "no_change",
                                                          "damaged_record",
                                                          "store_unavailable",
                                                          "store_full",
                                                          "draining",
                                                          "record_too_large",
                                                          "unexpected_frames",
                                                          "frame_missing",
                                                          "frame_not_named",
                                                          "size_differs",
                                                          "content_gone",
                                                          "unknown_appointment",
                                                          "frozen",
                                                          "unknown_state",
                                                          "unusable_state",
                                                          "unknown_operator",
                                                          "unknown_team",
                                                          "unknown_project",
                                                          "unknown_judgement",
                                                          "project_ended",
                                                          "contact_done",
                                                          "agent_locked",
                                                          "date_missing",
                                                          "date_in_past",
                                                          "time_missing",
                                                          "reason_missing",
                                                          "procedure_off",
                                                          "unknown_callback",
                                                          "callback_finished",
                                                          "already_claimed",
                                                          "no_team",
                                                          "too_far_ahead",
                                                          "too_many_personal",
                                                          "unknown_ticket",
                                                          "unknown_node",
                                                          "node_not_active",
                                                          "node_is_parent",
                                                          "wrong_person_type",
                                                          "wrong_channel",
                                                          "unknown_group",
                                                          "group_not_open",
                                                          "extension_refused",
                                                          "unknown_meeting",
                                                          "unknown_invitee",
                                                          "unknown_action",
                                                          "unknown_communication",
                                                          "unknown_template",
                                                          "no_recipients",
                                                          "too_many_recipients",
                                                          "already_sent"});
constexpr auto purposes = std::to_array<std::string_view>({"reminder",
                                                           "escalation",
                                                           "closed",
                                                           "undeliverable",
                                                           "endpoint_disabled",
                                                           "hook",
                                                           "agent_reminder",
                                                           "callback_due",
                                                           "reason_missing",
                                                           "date_missing",
                                                           "rebooked",
                                                           "callback_overdue",
                                                           "follow_up_due",
                                                           "withdrawal",
                                                           "protocol",
                                                           "editor_task",
                                                           "quarantined",
                                                           "config_warning",
                                                           "command",
                                                           "ticket_opened",
                                                           "ticket_warning",
                                                           "ticket_overdue",
                                                           "invitation",
                                                           "invitation_changed",
                                                           "invitation_cancelled",
                                                           "meeting_reminder",
                                                           "minutes",
                                                           "without_address",
                                                           "action_due",
                                                           "action_overdue",
                                                           "meeting_required",
                                                           "answer_missing",
                                                           "message",
                                                           "note",
                                                           "attachment_added",
                                                           "meeting_collision"});
constexpr auto roles = std::to_array<std::string_view>(
    {"case_worker", "case_worker_copy", "absent_copy", "supervisor", "fallback", "administrator",
     "endpoint", "caller", "team", "agent", "field_rep", "editor", "training", "groups", "managers",
     "recipient", "persons", "organizer", "responsible"});
constexpr auto channels = std::to_array<std::string_view>({"email", "webhook"});
constexpr auto steps = std::to_array<std::string_view>(
    {"reminder", "escalation", "retention", "callback", "publish", "hold", "command", "recheck",
     "protocols", "warning", "action", "send"});
constexpr auto outcomes =
    std::to_array<std::string_view>({"delivered", "try_later", "refused", "unknown", "withdrawn",
                                     "skipped", "gave_up", "expanded"});
constexpr auto ticket_channels =
    std::to_array<std::string_view>({"internal", "contact_form", "ombudsman", "lgpd"});

constexpr auto invitee_replies =
    std::to_array<std::string_view>({"none", "accepted", "declined", "tentative"});
constexpr auto meeting_needs = std::to_array<std::string_view>({"always", "problems"});
constexpr auto directions = std::to_array<std::string_view>({"in", "out"});
constexpr auto media = std::to_array<std::string_view>({"phone", "email", "letter"});
constexpr auto project_states = std::to_array<std::string_view>(
    {"planning", "training", "released", "in_progress", "stopped", "closed", "anonymised"});

template <class Enum>
constexpr const auto& table() {
  if constexpr (std::is_same_v<Enum, Kind>)
    return kinds;
  else if constexpr (std::is_same_v<Enum, Status>)
    return statuses;
  else if constexpr (std::is_same_v<Enum, Reason>)
    return reasons;
  else if constexpr (std::is_same_v<Enum, Purpose>)
    return purposes;
  else if constexpr (std::is_same_v<Enum, Role>)
    return roles;
  else if constexpr (std::is_same_v<Enum, Channel>)
    return channels;
  else if constexpr (std::is_same_v<Enum, Step>)
    return steps;
  else if constexpr (std::is_same_v<Enum, ProjectState>)
    return project_states;
  else if constexpr (std::is_same_v<Enum, TicketChannel>)
    return ticket_channels;
  else if constexpr (std::is_same_v<Enum, InviteeReply>)
    return invitee_replies;
  else if constexpr (std::is_same_v<Enum, MeetingNeed>)
    return meeting_needs;
  else if constexpr (std::is_same_v<Enum, Direction>)
    return directions;
  else if constexpr (std::is_same_v<Enum, Medium>)
    return media;
  else
    return outcomes;
}

template <class Enum>
std::string_view text_of(Enum value) {
  return table<Enum>().at(static_cast<std::size_t>(value));
}

}  // namespace

std::string_view to_text(Kind value) {
  return text_of(value);
}

std::string_view to_text(Status value) {
  return text_of(value);
}

std::string_view to_text(Reason value) {
  return text_of(value);
}

std::string_view to_text(Purpose value) {
  return text_of(value);
}

std::string_view to_text(Role value) {
  return text_of(value);
}

std::string_view to_text(Channel value) {
  return text_of(value);
}

std::string_view to_text(Step value) {
  return text_of(value);
}

std::string_view to_text(Outcome value) {
  return text_of(value);
}

std::string_view to_text(ProjectState value) {
  return text_of(value);
}

std::string_view to_text(TicketChannel value) {
  return text_of(value);
}

std::string_view to_text(InviteeReply value) {
  return text_of(value);
}

std::string_view to_text(MeetingNeed value) {
  return text_of(value);
}

std::string_view to_text(Direction value) {
  return text_of(value);
}

std::string_view to_text(Medium value) {
  return text_of(value);
}

template <class Enum>
std::optional<Enum> from_text(std::string_view text) {
  const auto& names = table<Enum>();
  for (std::size_t at = 0; at < names.size(); ++at) {
    if (names.at(at) == text) return static_cast<Enum>(at);
  }
  return std::nullopt;
}

template std::optional<Kind> from_text<Kind>(std::string_view);
template std::optional<Status> from_text<Status>(std::string_view);
template std::optional<Reason> from_text<Reason>(std::string_view);
template std::optional<Purpose> from_text<Purpose>(std::string_view);
template std::optional<Role> from_text<Role>(std::string_view);
template std::optional<Channel> from_text<Channel>(std::string_view);
template std::optional<Step> from_text<Step>(std::string_view);
template std::optional<Outcome> from_text<Outcome>(std::string_view);
template std::optional<ProjectState> from_text<ProjectState>(std::string_view);
template std::optional<TicketChannel> from_text<TicketChannel>(std::string_view);
template std::optional<InviteeReply> from_text<InviteeReply>(std::string_view);
template std::optional<MeetingNeed> from_text<MeetingNeed>(std::string_view);
template std::optional<Direction> from_text<Direction>(std::string_view);
template std::optional<Medium> from_text<Medium>(std::string_view);

std::string to_text(const CaseKey& key) {
  return key.tenant + ":" + std::string(to_text(key.kind)) + ":" + key.id;
}

}  // namespace followup
