// Which case an event belongs to, where its subject alone is not the case's id: a contact's case is
// of its project, a callback's id names the case that it is of. Internal to the event codec.
#pragma once

#include "core/codec/event_parse.h"
#include "core/domain/event.h"

#include <vector>

namespace followup::event_json {

/// What these functions have in common: `event` has the envelope's fields and, where its data is
/// right, its payload; they change kind and subject, and add what is wrong with the subject to the
/// faults. Ids are short enough for a callback's id, which holds them, to be a subject, too.
/// Precondition: the envelope is right.
void place_appointment(const Value& root, Event& event, std::vector<Fault>& faults);
/// To "<project>/<subject>" (C1), if data names a project.
void place_contact(const Value& root, Event& event, std::vector<Fault>& faults);
void place_project(const Value& root, Event& event, std::vector<Fault>& faults);
/// Of an application, with room for the id of a communication behind its own.
void place_application(const Value& root, Event& event, std::vector<Fault>& faults);
/// To "<subject>/<communication_id>", if data names a communication.
void place_communication(const Value& root, Event& event, std::vector<Fault>& faults);
/// Likewise, and its files and text are wanted until the mail goes out.
void place_communication_request(const Value& root, Event& event, std::vector<Fault>& faults);
/// To the callback's case; its cycle goes into the payload.
void place_callback(const Value& root, Event& event, std::vector<Fault>& faults);

}  // namespace followup::event_json
