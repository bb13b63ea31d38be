// Applications and the communications on them (source 2).
#include "core/codec/event_fields.h"
#include "core/codec/event_payload_kinds.h"

namespace followup::event_json {

namespace {

/// Nobody can read a letter that says nothing.
void check_words(Fields& fields, std::string_view name) {
  if (is_blank(fields.text(name)))
    fields.object_to(name, "must say something: it is nothing but white space");
}

/// What the schema can not say of free text and template.
void check_letter(Fields& fields) {
  if (fields.has("template")) {
    if (fields.has("text"))
      fields.object_to("text", "must not be there: the template brings the text");
    return;
  }
  for (const char* name : {"subject_line", "text"}) {
    if (fields.has(name)) check_words(fields, name);
  }
  if (!fields.has("text")) fields.object_to("text", "is required");
  if (fields.has("values"))
    fields.object_to("values", "must not be there: only a template has values");
}

void check_value_names(const Value& data, Fields& fields) {
  const Value* const values = member(data, "values");
  if (values == nullptr) return;
  for (const auto& each : values->GetObject()) {
    if (is_plain_name(text_of(each.name))) continue;
    fields.object_to("values", "must have names of 1 to 40 letters, digits and underscores");
    return;
  }
}

}  // namespace

Payload read_communication(const Value& data, std::vector<Fault>& faults) {
  Fields fields(data, "/data", faults);
  (void)fields.plain_id("communication_id");
  CommunicationRecord record{
      .direction = from_text<Direction>(fields.text("direction")).value_or(Direction::out),
      .medium = from_text<Medium>(fields.text("medium")).value_or(Medium::letter),
      .client = fields.client("client").value_or(ClientRef{}),
      .answer_expected_days = fields.number("answer_expected_days"),
      .worker = fields.person("worker")};
  if (record.answer_expected_days && record.direction == Direction::in)
    fields.object_to("answer_expected_days",
                     "must not be there: only what goes out is to be answered");
  return record;
}

Payload read_communication_request(const Value& data, std::vector<Fault>& faults) {
  Fields fields(data, "/data", faults);
  (void)fields.plain_id("communication_id");
  check_letter(fields);
  check_value_names(data, fields);
  return CommunicationRequest{.to = fields.persons("to"),
                              .at = fields.moment("at"),
                              .template_name = fields.text("template"),
                              .client = fields.client("client"),
                              .worker = fields.person("worker"),
                              .document = {}};
}

Payload read_communication_cancelled(const Value& data, std::vector<Fault>& faults) {
  Fields fields(data, "/data", faults);
  (void)fields.plain_id("communication_id");
  return CommunicationCancelled{fields.text("reason")};
}

Payload read_note(const Value& data, std::vector<Fault>& faults) {
  Fields fields(data, "/data", faults);
  return NoteRecorded{.id = fields.plain_id("note_id"),
                      .by = fields.person("by"),
                      .watchers = fields.persons("watchers"),
                      .document = {}};
}

Payload read_attachment_added(const Value& data, std::vector<Fault>& faults) {
  const Fields fields(data, "/data", faults);
  return AttachmentAdded{.by = fields.person("by"), .watchers = fields.persons("watchers")};
}

Payload read_programme_need(const Value& data, std::vector<Fault>& faults) {
  Fields fields(data, "/data", faults);
  return ProgrammeNeed{
      .authorisation_on = fields.date("authorisation_on").value_or(Date{}),
      .need = from_text<MeetingNeed>(fields.text("required")).value_or(MeetingNeed::always),
      .worker = fields.person("worker").value_or(PersonRef{}),
      .programme = fields.text("programme")};
}

Payload read_programme_problem(const Value& data, std::vector<Fault>& faults) {
  return ProgrammeProblem{Fields(data, "/data", faults).flag("solved", false)};
}

Document letter_texts(const Value& data) {
  std::vector<Fault> none;
  const Fields fields(data, "/data", none);
  Document letter{.title = fields.text("subject_line"),
                  .text = fields.lines("text"),
                  .decisions = {},
                  .actions = {},
                  .values = {}};
  const Value* const values = member(data, "values");
  if (values == nullptr) return letter;
  for (const auto& each : values->GetObject())
    letter.values.emplace(text_of(each.name), text_of(each.value));
  return letter;
}

Document note_texts(const Value& data) {
  std::vector<Fault> none;
  const Fields fields(data, "/data", none);
  return {.title = fields.text("title"),
          .text = fields.lines("text"),
          .decisions = {},
          .actions = {},
          .values = {}};
}

}  // namespace followup::event_json
