// Appointments and their callbacks (source 3).
#include "core/codec/event_fields.h"
#include "core/codec/event_payload_kinds.h"

namespace followup::event_json {

namespace {

/// An empty text and null are none: nothing was annotated.
std::vector<Annotation> annotations_of(const Value& data) {
  std::vector<Annotation> annotations;
  const Value* const object = member(data, "annotations");
  if (object == nullptr) return annotations;
  for (const auto& each : object->GetObject()) {
    if (each.value.IsNull() || each.value.GetStringLength() == 0) continue;
    annotations.push_back({std::string(text_of(each.name)), std::string(text_of(each.value))});
  }
  return annotations;
}

void check_characteristics(const Value& data, std::vector<Fault>& faults) {
  constexpr std::size_t longest = 256;
  const Value* const object = member(data, "annotations");
  if (object == nullptr) return;
  for (const auto& each : object->GetObject()) {
    const auto name = text_of(each.name);
    if (!name.empty() && length_of(name) <= longest) continue;
    faults.push_back({"/data/annotations", "must have names of 1 to 256 characters"});
    return;
  }
}

}  // namespace

Payload read_appointment(const Value& data, std::vector<Fault>& faults) {
  Fields fields(data, "/data", faults);
  AppointmentRecord record{.start = fields.moment("start").value_or(LocalTime{}),
                           .agent = fields.person("agent").value_or(PersonRef{}),
                           .caller = fields.person("operator"),
                           .team = fields.text("team"),
                           .client = {},
                           .state = fields.number("state"),
                           .replaces = fields.text("replaces"),
                           .location = fields.text("location")};
  if (const Value* const client = member(data, "client")) {
    const Fields of(*client, "/data/client", faults);
    record.client = {of.text("id"), of.text("name")};
  }
  return record;
}

Payload read_appointment_outcome(const Value& data, std::vector<Fault>& faults) {
  Fields fields(data, "/data", faults);
  check_characteristics(data, faults);
  return AppointmentOutcome{.state = fields.number("state").value_or(0),
                            .reschedule_at = fields.moment("reschedule_at"),
                            .annotations = annotations_of(data),
                            .by = fields.person("by")};
}

Payload read_appointment_rebooked(const Value& data, std::vector<Fault>& faults) {
  Fields fields(data, "/data", faults);
  return AppointmentRebooked{.start = fields.moment("start"),
                             .caller = fields.person("operator"),
                             .new_appointment_id = fields.text("new_appointment_id"),
                             .new_appointment = fields.flag("new_appointment")};
}

Payload read_appointment_cancelled(const Value& data, std::vector<Fault>& faults) {
  return AppointmentCancelled{Fields(data, "/data", faults).text("reason")};
}

Payload read_callback_claimed(const Value& data, std::vector<Fault>& faults) {
  const Fields fields(data, "/data", faults);
  return CallbackClaimed{.caller = fields.person("operator").value_or(PersonRef{})};
}

Payload read_callback_postponed(const Value& data, std::vector<Fault>& faults) {
  Fields fields(data, "/data", faults);
  return CallbackPostponed{.caller = fields.person("operator"),
                           .until = fields.moment("until").value_or(LocalTime{}),
                           .for_all = fields.flag("for_all", false)};
}

Payload read_callback_done(const Value& data, std::vector<Fault>& faults) {
  const Fields fields(data, "/data", faults);
  return CallbackDone{.caller = fields.person("operator"),
                      .result = fields.text("result"),
                      .for_all = fields.flag("for_all", false)};
}

}  // namespace followup::event_json
