#include "core/codec/event_payload.h"

#include "core/codec/event_fields.h"
#include "core/codec/event_payload_kinds.h"
#include "core/codec/event_place.h"

#include <algorithm>
#include <array>

namespace followup::event_json {

namespace {

std::vector<ClientRef> clients_of(const Value& data, std::vector<Fault>& faults) {
  std::vector<ClientRef> clients;
  const Value* const list = member(data, "clients");
  if (list == nullptr) return clients;
  clients.reserve(list->Size());
  for (const auto& each : list->GetArray()) {
    const Fields client(each, "/data/clients", faults);
    clients.push_back({client.text("id"), client.text("name")});
  }
  return clients;
}

Payload read_referral(const Value& data, std::vector<Fault>& faults) {
  Fields fields(data, "/data", faults);
  ReferralRecord record;
  if (fields.has("created_on")) {
    record.created = fields.date("created_on").value_or(Date{});
  } else {
    const TimePoint created = fields.instant("created_at");
    fields.check_reach("created_at", Date{std::chrono::floor<std::chrono::days>(created)});
    record.created = created;
  }
  record.referral_date = fields.date("referral_date");
  const Fields follow_up(*member(data, "follow_up"), "/data/follow_up", faults);
  record.follow_up_requested = follow_up.flag("requested", false);
  record.follow_up_days = follow_up.number("days");
  record.case_worker = fields.person("case_worker").value_or(PersonRef{});
  record.supervisor = fields.person("supervisor");
  record.case_id = fields.text("case_id");
  record.clients = clients_of(data, faults);
  if (const Value* const provider = member(data, "provider")) {
    record.provider = Fields(*provider, "/data/provider", faults).text("name");
  }
  record.service = fields.text("service");
  record.sensitivity = fields.number("sensitivity").value_or(0);
  return record;
}

Payload read_contact_recorded(const Value& data, std::vector<Fault>& faults) {
  Fields fields(data, "/data", faults);
  return ContactRecorded{fields.flag("contacted", false), fields.date("on")};
}

Payload read_contact_withdrawn(const Value& data, std::vector<Fault>& faults) {
  return ContactWithdrawn{Fields(data, "/data", faults).text("reason")};
}

Payload read_cancelled(const Value& data, std::vector<Fault>& faults) {
  return ReferralCancelled{Fields(data, "/data", faults).text("reason")};
}

Payload read_person(const Value& data, std::vector<Fault>& faults) {
  Fields fields(data, "/data", faults);
  return PersonRecord{.name = fields.text("name"),
                      .email = fields.text("email"),
                      .language = fields.text("language"),
                      .zone = fields.zone("zone"),
                      .supervisor = fields.text("supervisor"),
                      .sensitivity = fields.number("sensitivity").value_or(0),
                      .active = fields.flag("active", true),
                      .privileges = fields.texts("privileges")};
}

Payload read_group(const Value& data, std::vector<Fault>& faults) {
  const Fields fields(data, "/data", faults);
  return GroupRecord{.name = fields.text("name"),
                     .email = fields.text("email"),
                     .members = fields.texts("members"),
                     .manager_group = fields.text("manager_group"),
                     .active = fields.flag("active", true),
                     .secret_access = fields.flag("secret_access", false)};
}

Payload read_absence(const Value& data, std::vector<Fault>& faults) {
  Fields fields(data, "/data", faults);
  const TimePoint from = fields.instant("from");
  return AbsenceSet{from, fields.instant("until"), fields.text("delegate")};
}

constexpr std::array types{
    EventType{"referral.created", Kind::referral, read_referral},
    EventType{"referral.updated", Kind::referral, read_referral},
    EventType{"referral.contact_recorded", Kind::referral, read_contact_recorded},
    EventType{"referral.contact_withdrawn", Kind::referral, read_contact_withdrawn},
    EventType{"referral.cancelled", Kind::referral, read_cancelled},
    EventType{"appointment.booked", Kind::appointment, read_appointment, place_appointment},
    EventType{"appointment.updated", Kind::appointment, read_appointment, place_appointment},
    EventType{"appointment.outcome_set", Kind::appointment, read_appointment_outcome,
              place_appointment},
    EventType{"appointment.rebooked", Kind::appointment, read_appointment_rebooked,
              place_appointment},
    EventType{"appointment.cancelled", Kind::appointment, read_appointment_cancelled,
              place_appointment},
    EventType{"callback.claimed", Kind::appointment, read_callback_claimed, place_callback},
    EventType{"callback.postponed", Kind::appointment, read_callback_postponed, place_callback},
    EventType{"callback.done", Kind::appointment, read_callback_done, place_callback},
    EventType{"contact.follow_up_set", Kind::contact, read_follow_up_set, place_contact},
    EventType{"contact.follow_up_cleared", Kind::contact, read_follow_up_cleared, place_contact},
    EventType{"contact.status_changed", Kind::contact, read_contact_status, place_contact},
    EventType{"contact.field_appointment_set", Kind::contact, read_field_appointment,
              place_contact},
    EventType{"project.state_changed", Kind::project, read_project_state, place_project},
    EventType{"ticket.opened", Kind::ticket, read_ticket},
    EventType{"ticket.forwarded", Kind::ticket, read_ticket_forwarded},
    EventType{"ticket.answered", Kind::ticket, read_ticket_answered},
    EventType{"ticket.extended", Kind::ticket, read_ticket_extended},
    EventType{"ticket.closed", Kind::ticket, read_ticket_closed},
    EventType{"ticket.reopened", Kind::ticket, read_ticket_reopened},
    EventType{"meeting.scheduled", Kind::meeting, read_meeting},
    EventType{"meeting.updated", Kind::meeting, read_meeting},
    EventType{"meeting.cancelled", Kind::meeting, read_meeting_cancelled},
    EventType{"meeting.response_recorded", Kind::meeting, read_invitation_reply},
    EventType{"meeting.held", Kind::meeting, read_meeting_held},
    EventType{"minutes.saved", Kind::meeting, read_minutes_saved},
    EventType{"minutes.issue_requested", Kind::meeting, read_minutes, nullptr, true, minutes_texts},
    EventType{"action.assigned", Kind::meeting, read_action_assigned},
    EventType{"action.closed", Kind::meeting, read_action_closed},
    EventType{"communication.recorded", Kind::communication, read_communication,
              place_communication},
    EventType{"communication.requested", Kind::communication, read_communication_request,
              place_communication_request, true, letter_texts},
    EventType{"communication.cancelled", Kind::communication, read_communication_cancelled,
              place_communication},
    EventType{"note.recorded", Kind::application, read_note, place_application, false, note_texts},
    EventType{"attachment.added", Kind::application, read_attachment_added, place_application,
              true},
    EventType{"programme.meeting_required", Kind::application, read_programme_need,
              place_application},
    EventType{"programme.problem_reported", Kind::application, read_programme_problem,
              place_application},
    EventType{"person.updated", Kind::person, read_person},
    EventType{"group.updated", Kind::group, read_group},
    EventType{"absence.set", Kind::person, read_absence},
};

}  // namespace

std::span<const EventType> all_types() {
  return types;
}

const EventType* find_type(std::string_view name) {
  const auto* const found = std::find_if(types.begin(), types.end(),
                                         [&](const EventType& type) { return type.name == name; });
  return found == types.end() ? nullptr : found;
}

}  // namespace followup::event_json
