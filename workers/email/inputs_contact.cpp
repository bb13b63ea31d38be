// Of a contact in a project and of the project itself: the Wiedervorlage, the field appointment,
// and the field appointments of a batch.
#include "workers/email/speech.h"
#include "workers/email/text.h"

namespace followup {

namespace {

const ProjectPolicy* find_project(const std::string& id, const ContactPolicy& policy) {
  const auto found = policy.projects.find(id);
  return found == policy.projects.end() ? nullptr : &found->second;
}

std::string project_name(const std::string& id, const ContactPolicy& policy) {
  const ProjectPolicy* project = find_project(id, policy);
  return project == nullptr || project->name.empty() ? id : project->name;
}

std::string judgement_text(const std::string& code, const ContactPolicy& policy) {
  const auto found = policy.judgements.find(code);
  return found == policy.judgements.end() || found->second.empty() ? code : found->second;
}

bool is_call(Purpose purpose) {
  return purpose == Purpose::follow_up_due || purpose == Purpose::callback_due ||
         purpose == Purpose::callback_overdue;
}

void add_visit(const FieldVisit& visit, Gathering& to) {
  MailInputs& made = to.made;
  made.start = to.speech.nominal(visit.start);
  if (!made.full) return;
  if (made.role != Role::field_rep) made.agent = to.name_of(visit.rep);
  const PersonRef former{to.detail("former_rep"), to.detail("former_rep_name"), {}};
  if (!former.id.empty() && former.id != visit.rep.id) made.former_rep = to.name_of(former);
}

}  // namespace

void add_case(const ProjectContact& contact, Gathering& to) {
  const ContactPolicy& policy = to.from.policy->contact;
  MailInputs& made = to.made;
  const auto slash = made.reference.find('/');
  made.project = project_name(made.reference.substr(0, slash), policy);
  if (slash != std::string::npos) made.reference.erase(0, slash + 1);
  const bool of_visit = made.purpose == Purpose::agent_reminder ||
                        made.purpose == Purpose::protocol || made.purpose == Purpose::editor_task;
  if (of_visit && contact.visit) add_visit(*contact.visit, to);
  if (!is_call(made.purpose)) return;
  if (contact.follow_up) add_call(*contact.follow_up, to);
  made.override_hint = contact.override_hint;
  if (made.full && !contact.judgement.empty())
    made.judgement = judgement_text(contact.judgement, policy);
}

void add_case(const Project& /*project*/, Gathering& to) {
  MailInputs& made = to.made;
  made.project = project_name(made.reference, to.from.policy->contact);
  if (made.project == made.reference) made.project.clear();
  if (made.purpose != Purpose::protocol) return;
  std::vector<std::string> lines;
  for (const auto& detail : to.from.notification->details) {
    const auto* start = std::get_if<std::int64_t>(&detail.value);
    if (start == nullptr) continue;
    lines.push_back("- " + clean_line(detail.name) + ": " + to.speech.instant(from_ms(*start)));
  }
  made.protocols = join_lines(lines);
}

}  // namespace followup
