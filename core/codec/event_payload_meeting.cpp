// Meetings with their minutes and actions (source 2).
#include "core/codec/event_fields.h"
#include "core/codec/event_payload_kinds.h"

#include <algorithm>

#include <fmt/format.h>

namespace followup::event_json {

namespace {

/// The end, which is not before the start. Where one is a local time and the other an instant, only
/// the rule can tell: the zone may be the tenant's.
std::optional<Moment> end_of(Fields& fields, const std::optional<Moment>& start) {
  auto end = fields.moment_of_zone("end");
  const bool same_kind = end && start && end->index() == start->index();
  if (same_kind && *end < *start) fields.object_to("end", "must not be before the start");
  return end;
}

AssignedAction action_of(Fields& fields) {
  return {.id = fields.has("action_id") ? fields.plain_id("action_id") : std::string(),
          .responsible = fields.person("responsible").value_or(PersonRef{}),
          .due_on = fields.date("due_on").value_or(Date{}),
          .text = fields.text("text")};
}

/// All that the minutes list.
std::vector<AssignedAction> actions_of(const Value& data, std::vector<Fault>& faults) {
  std::vector<AssignedAction> actions;
  const Value* const list = member(data, "actions");
  if (list == nullptr) return actions;
  for (rapidjson::SizeType at = 0; at < list->Size(); ++at) {
    const std::string path = fmt::format("/data/actions/{}", at);
    Fields fields((*list)[at], path, faults);
    auto action = action_of(fields);
    const auto same = [&](const AssignedAction& other) { return other.id == action.id; };
    if (!action.id.empty() && std::ranges::any_of(actions, same))
      fields.object_to("action_id", "must not be that of another action in the list");
    actions.push_back(std::move(action));
  }
  return actions;
}

/// Only what has an id and a day can be followed.
bool is_followed(const AssignedAction& action) {
  return !action.id.empty() && action.due_on.ok();
}

std::optional<std::vector<PersonRef>> persons_if_named(const Fields& fields,
                                                       std::string_view name) {
  return fields.has(name) ? std::optional(fields.persons(name)) : std::nullopt;
}

}  // namespace

Payload read_meeting(const Value& data, std::vector<Fault>& faults) {
  Fields fields(data, "/data", faults);
  const auto start = fields.moment_of_zone("start");
  return MeetingRecord{.start = start.value_or(LocalTime{}),
                       .end = end_of(fields, start),
                       .zone = fields.zone("zone"),
                       .subject = fields.text("subject_line"),
                       .location = fields.text("location"),
                       .agenda = fields.lines("agenda"),
                       .organizer = fields.person("organizer").value_or(PersonRef{}),
                       .invitees = fields.persons("invitees"),
                       .cases = fields.texts("cases")};
}

Payload read_meeting_cancelled(const Value& data, std::vector<Fault>& faults) {
  return MeetingCancelled{Fields(data, "/data", faults).text("reason")};
}

Payload read_invitation_reply(const Value& data, std::vector<Fault>& faults) {
  const Fields fields(data, "/data", faults);
  const auto reply = from_text<InviteeReply>(fields.text("reply"));
  return InvitationReply{.person = fields.person("person").value_or(PersonRef{}),
                         .reply = reply.value_or(InviteeReply::none)};
}

Payload read_meeting_held(const Value& data, std::vector<Fault>& faults) {
  Fields fields(data, "/data", faults);
  if (!fields.has("on")) return MeetingHeld{};
  const TimePoint on = fields.instant("on");
  fields.check_reach("on", Date{std::chrono::floor<std::chrono::days>(on)});
  return MeetingHeld{on};
}

Payload read_minutes_saved(const Value& /*data*/, std::vector<Fault>& /*faults*/) {
  return MinutesSaved{};
}

Payload read_minutes(const Value& data, std::vector<Fault>& faults) {
  const Fields fields(data, "/data", faults);
  MinutesIssue issue{.version = fields.number("version").value_or(1),
                     .attendees = persons_if_named(fields, "attendees"),
                     .decliners = persons_if_named(fields, "decliners"),
                     .others = persons_if_named(fields, "others"),
                     .actions = actions_of(data, faults),
                     .document = {}};
  std::erase_if(issue.actions, [](const AssignedAction& each) { return !is_followed(each); });
  return issue;
}

Payload read_action_assigned(const Value& data, std::vector<Fault>& faults) {
  Fields fields(data, "/data", faults);
  return ActionAssigned{action_of(fields)};
}

Payload read_action_closed(const Value& data, std::vector<Fault>& faults) {
  return ActionClosed{Fields(data, "/data", faults).plain_id("action_id")};
}

Document minutes_texts(const Value& data) {
  std::vector<Fault> none;
  const Fields fields(data, "/data", none);
  Document minutes{.title = {},
                   .text = fields.lines("text"),
                   .decisions = fields.texts("decisions"),
                   .actions = {},
                   .values = {}};
  for (auto& each : actions_of(data, none))
    minutes.actions.push_back({std::move(each.text), std::move(each.responsible), each.due_on});
  return minutes;
}

}  // namespace followup::event_json
