// The readers of the kinds of case that have a file of their own: event_payload_appointment.cpp,
// event_payload_contact.cpp, event_payload_ticket.cpp, event_payload_meeting.cpp and
// event_payload_application.cpp. For the table in event_payload.cpp.
#pragma once

#include "core/codec/document.h"
#include "core/codec/event_parse.h"
#include "core/domain/event.h"

#include <vector>

namespace followup::event_json {

Payload read_appointment(const Value& data, std::vector<Fault>& faults);
Payload read_appointment_outcome(const Value& data, std::vector<Fault>& faults);
Payload read_appointment_rebooked(const Value& data, std::vector<Fault>& faults);
Payload read_appointment_cancelled(const Value& data, std::vector<Fault>& faults);

Payload read_callback_claimed(const Value& data, std::vector<Fault>& faults);
Payload read_callback_postponed(const Value& data, std::vector<Fault>& faults);
Payload read_callback_done(const Value& data, std::vector<Fault>& faults);

Payload read_follow_up_set(const Value& data, std::vector<Fault>& faults);
Payload read_follow_up_cleared(const Value& data, std::vector<Fault>& faults);
Payload read_contact_status(const Value& data, std::vector<Fault>& faults);
Payload read_field_appointment(const Value& data, std::vector<Fault>& faults);
Payload read_project_state(const Value& data, std::vector<Fault>& faults);

Payload read_ticket(const Value& data, std::vector<Fault>& faults);
Payload read_ticket_forwarded(const Value& data, std::vector<Fault>& faults);
Payload read_ticket_answered(const Value& data, std::vector<Fault>& faults);
Payload read_ticket_extended(const Value& data, std::vector<Fault>& faults);
Payload read_ticket_closed(const Value& data, std::vector<Fault>& faults);
Payload read_ticket_reopened(const Value& data, std::vector<Fault>& faults);

Payload read_meeting(const Value& data, std::vector<Fault>& faults);
Payload read_meeting_cancelled(const Value& data, std::vector<Fault>& faults);
Payload read_invitation_reply(const Value& data, std::vector<Fault>& faults);
Payload read_meeting_held(const Value& data, std::vector<Fault>& faults);
Payload read_minutes_saved(const Value& data, std::vector<Fault>& faults);
Payload read_minutes(const Value& data, std::vector<Fault>& faults);
Payload read_action_assigned(const Value& data, std::vector<Fault>& faults);
Payload read_action_closed(const Value& data, std::vector<Fault>& faults);

Payload read_communication(const Value& data, std::vector<Fault>& faults);
Payload read_communication_request(const Value& data, std::vector<Fault>& faults);
Payload read_communication_cancelled(const Value& data, std::vector<Fault>& faults);
Payload read_note(const Value& data, std::vector<Fault>& faults);
Payload read_attachment_added(const Value& data, std::vector<Fault>& faults);
Payload read_programme_need(const Value& data, std::vector<Fault>& faults);
Payload read_programme_problem(const Value& data, std::vector<Fault>& faults);

/// What of the data is kept outside of the case; the data has been found right.
Document minutes_texts(const Value& data);
Document letter_texts(const Value& data);
Document note_texts(const Value& data);

}  // namespace followup::event_json
