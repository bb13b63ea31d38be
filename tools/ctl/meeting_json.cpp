// A meeting's state for programs.
#include "tools/ctl/meeting_reasons.h"
#include "tools/ctl/state_parts.h"

namespace followup::ctl {

namespace {

std::vector<JsonObject> invitees_json(const Meeting& meeting) {
  std::vector<JsonObject> all;
  for (const auto& invitee : meeting.invitees)
    all.push_back(person_json(invitee.person, meeting.people).add("reply", to_text(invitee.reply)));
  return all;
}

std::vector<JsonObject> collisions_json(const Meeting& meeting) {
  std::vector<JsonObject> all;
  for (const auto& collision : meeting.collisions)
    all.push_back(person_json(collision.person, meeting.people)
                      .add("meeting", collision.meeting)
                      .add("start", format_instant(collision.start))
                      .add("end", format_instant(collision.end)));
  return all;
}

JsonObject minutes_json(const Meeting& meeting) {
  std::vector<JsonObject> readers;
  for (const auto& reader : meeting.minutes.readers)
    readers.push_back(
        person_json(reader.person, meeting.people).add("group", group_text(reader.group)));
  return JsonObject()
      .add("version", meeting.minutes.version)
      .add("readers", readers)
      .add("text_size", meeting.minutes.document.size)
      .add("attachments", files_json(meeting.minutes.files));
}

std::vector<JsonObject> actions_json(const Meeting& meeting) {
  std::vector<JsonObject> all;
  for (const auto& action : meeting.actions) {
    JsonObject& each = all.emplace_back();
    each.add("action_id", action.id);
    if (action.closed) {  // nothing else is kept of it
      each.add("closed", true).add("cycle", action.cycle);
      continue;
    }
    each.add("responsible", person_json(action.responsible, meeting.people))
        .add("due_on", format_date(action.due_on))
        .add("text", action.text)
        .add("closed", false)
        .add("cycle", action.cycle);
    add_if(each, "reminded", action.reminded);
    add_if(each, "overdue", action.overdue);
  }
  return all;
}

void add_record(JsonObject& object, const Meeting& meeting) {
  object.add("start", format_local(meeting.start))
      .add("end", format_local(meeting.end))
      .add("zone", meeting.zone)
      .add("subject_line", meeting.subject);
  add_if(object, "location", meeting.location);
  add_if(object, "agenda", meeting.agenda);
  object.add("organizer", person_json(meeting.organizer, meeting.people))
      .add("invitees", invitees_json(meeting))
      .add("collisions", collisions_json(meeting))
      .add("cases", meeting.cases)
      .add("revision", meeting.revision)
      .add("revised_at", format_instant(meeting.revised_at));
}

}  // namespace

JsonObject json_of(const Meeting& meeting) {
  JsonObject object;
  object.add("known", meeting.known);
  if (meeting.known) add_record(object, meeting);
  object.add("cancelled", meeting.cancelled);
  if (meeting.held) object.add("held_on", format_instant(*meeting.held));
  object.add("cycle", meeting.cycle);
  add_if(object, "reminder", meeting.reminder);
  if (meeting.minutes.version > 0) object.add("minutes", minutes_json(meeting));
  return object.add("actions", actions_json(meeting))
      .add("messages", mailings_json(meeting.mailings));
}

}  // namespace followup::ctl
