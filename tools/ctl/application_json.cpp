// States of applications for programs.
#include "tools/ctl/state_parts.h"

namespace followup::ctl {

namespace {

std::vector<JsonObject> notes_json(const Application& application) {
  std::vector<JsonObject> all;
  for (const auto& note : application.notes) {
    JsonObject& each = all.emplace_back();
    each.add("note_id", note.id).add("at", format_instant(note.at));
    add_if(each, "by", note.by);
    each.add("text_size", note.document.size);
  }
  return all;
}

std::vector<JsonObject> added_files_json(const Application& application) {
  std::vector<JsonObject> all;
  for (const auto& file : application.files) {
    JsonObject& each = all.emplace_back();
    each.add("at", format_instant(file.at));
    add_if(each, "by", file.by);
    each.add("attachment", files_json({file.file}).front());
  }
  return all;
}

JsonObject programme_json(const Application& application) {
  JsonObject object;
  add_if(object, "programme", application.programme);
  return object.add("authorisation_on", format_date(application.authorisation_on))
      .add("required", to_text(application.need))
      .add("worker", person_json(application.worker));
}

}  // namespace

JsonObject json_of(const Application& application) {
  JsonObject object;
  if (application.programme_known) {
    object.add("programme", programme_json(application));
  } else {
    object.add_null("programme");
  }
  object.add("problem", application.problem);
  if (application.meeting_held)
    object.add("meeting_held", format_instant(*application.meeting_held));
  object.add("cycle", application.cycle);
  add_if(object, "reminder", application.reminder);
  return object.add("notes", notes_json(application))
      .add("attachments", added_files_json(application))
      .add("messages", mailings_json(application.mailings));
}

}  // namespace followup::ctl
