// Contacts of a call centre and their projects (source 4).
#include "core/codec/event_fields.h"
#include "core/codec/event_payload_kinds.h"

namespace followup::event_json {

namespace {

Origin origin_of(const Fields& fields) {
  return fields.text("origin") == "status_form" ? Origin::status_form : Origin::call;
}

}  // namespace

Payload read_follow_up_set(const Value& data, std::vector<Fault>& faults) {
  Fields fields(data, "/data", faults);
  FollowUpSet set{.due = fields.moment("due").value_or(LocalTime{}),
                  .agents = fields.persons("agents"),
                  .override_lock = fields.flag("override", false),
                  .by = fields.person("by")};
  if (auto agent = fields.person("agent")) set.agents.push_back(std::move(*agent));
  return set;  // of nobody: `team` is true, as the schema asks
}

Payload read_follow_up_cleared(const Value& data, std::vector<Fault>& faults) {
  return FollowUpCleared{Fields(data, "/data", faults).person("by")};
}

Payload read_contact_status(const Value& data, std::vector<Fault>& faults) {
  const Fields fields(data, "/data", faults);
  return ContactStatus{.done = fields.flag("done"),
                       .judgement = fields.text("judgement"),
                       .notes = fields.text("notes"),
                       .origin = origin_of(fields),
                       .by = fields.person("by")};
}

Payload read_field_appointment(const Value& data, std::vector<Fault>& faults) {
  Fields fields(data, "/data", faults);
  return FieldAppointment{.start = fields.moment("start").value_or(LocalTime{}),
                          .field_rep = fields.person("field_rep").value_or(PersonRef{}),
                          .origin = origin_of(fields),
                          .by = fields.person("by"),
                          .protocol = fields.flag("protocol", true),
                          .judgement = fields.text("judgement")};
}

Payload read_project_state(const Value& data, std::vector<Fault>& faults) {
  const auto state = from_text<ProjectState>(Fields(data, "/data", faults).text("state"));
  return ProjectStateSet{state.value_or(ProjectState::planning)};
}

}  // namespace followup::event_json
