// States of contacts, projects and notices for programs.
#include "tools/ctl/state_parts.h"

namespace followup::ctl {

namespace {

JsonObject json_of(const FieldVisit& visit) {
  JsonObject object;
  object.add("start", format_local(visit.start))
      .add("field_rep", person_json(visit.rep))
      .add("origin", visit.from_call ? "call" : "status_form");
  add_if(object, "reminder", visit.reminder);
  return object.add("cycle", visit.cycle);
}

std::vector<JsonObject> json_of(const std::vector<UnsentProtocol>& protocols) {
  std::vector<JsonObject> all;
  for (const auto& protocol : protocols) {
    all.push_back(JsonObject()
                      .add("contact", protocol.contact)
                      .add("field_rep", person_json(protocol.rep))
                      .add("start", format_instant(protocol.start)));
  }
  return all;
}

std::vector<JsonObject> json_of(const std::vector<BatchMail>& mails) {
  std::vector<JsonObject> all;
  for (const auto& mail : mails)
    all.push_back(JsonObject().add("field_rep", person_json(mail.rep)).add("cycle", mail.cycle));
  return all;
}

}  // namespace

JsonObject json_of(const ProjectContact& contact) {
  JsonObject object;
  object.add("done", contact.done);
  add_if(object, "judgement", contact.judgement);
  object.add("called", contact.called)
      .add("project_state", to_text(contact.project))
      .add("cycle", contact.cycle);
  if (contact.project_seen) object.add("project_seen", format_instant(*contact.project_seen));
  if (contact.follow_up)
    object.add("follow_up", call_json(*contact.follow_up, follow_up_id(contact), "agents"));
  std::vector<JsonObject> former;
  for (const auto& person : contact.former)
    former.push_back(person_json(person));
  object.add("former", former).add("override_hint", contact.override_hint);
  if (contact.visit) object.add("field_appointment", json_of(*contact.visit));
  if (!contact.editor.id.empty()) object.add("editor", person_json(contact.editor));
  return object.add("dead_letters", contact.dead.size());
}

JsonObject json_of(const Project& project) {
  JsonObject object;
  if (project.state) {
    object.add("state", to_text(*project.state));
  } else {
    object.add_null("state");
  }
  object.add("unsent", json_of(project.unsent));
  add_if(object, "batch_at", project.batch_at);
  return object.add("sent", json_of(project.sent))
      .add("cycle", project.cycle)
      .add("dead_letters", project.dead.size());
}

JsonObject json_of(const Notices& notices) {
  std::vector<JsonObject> told;
  for (const auto& one : notices.told) {
    told.push_back(JsonObject()
                       .add("what", one.what)
                       .add("subject", one.subject)
                       .add("on", format_date(one.on)));
  }
  return JsonObject().add("told", told);
}

}  // namespace followup::ctl
