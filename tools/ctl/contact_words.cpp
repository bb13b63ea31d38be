// States of contacts, projects and notices as labels and texts.
#include "core/domain/rebooking.h"
#include "tools/ctl/state_parts.h"
#include "tools/ctl/when.h"

#include <fmt/format.h>

namespace followup::ctl {

namespace {

std::string visit_words(const FieldVisit& visit, const Policy& policy) {
  std::string text =
      fmt::format("{}, {}, entered {}", civil_words(visit.start, policy), person_words(visit.rep),
                  visit.from_call ? "during a call" : "on the status form");
  if (visit.reminder) text += ", reminded " + done_words(*visit.reminder, policy);
  return text;
}

std::string judgement_words(const std::string& code, const Policy& policy) {
  const auto found = policy.contact.judgements.find(code);
  const bool described = found != policy.contact.judgements.end() && !found->second.empty();
  return described ? fmt::format("{} ({})", code, found->second) : code;
}

std::string project_words(const Project& project, const Policy& policy) {
  if (project.state) return std::string(to_text(*project.state));
  const auto configured = policy.contact.projects.find(project.id);
  if (configured == policy.contact.projects.end()) return "not configured";
  return fmt::format("{}, as configured", to_text(configured->second.state));
}

void add_protocols(Words& words, const Project& project, const Policy& policy) {
  for (const auto& protocol : project.unsent) {
    words.emplace_back(
        "unsent", fmt::format("{}, {}, {}", protocol.contact,
                              local_text(protocol.start, policy.zone), person_words(protocol.rep)));
  }
}

}  // namespace

std::string follow_up_id(const ProjectContact& contact) {
  return callback_id(Kind::contact, contact.follow_up->cycle,
                     contact.project_id + "/" + contact.contact_id);
}

Words describe(const ProjectContact& contact, const Policy& policy) {
  Words words{{"done", contact.done ? "yes" : "no"}};
  add_if(words, "judgement", judgement_words(contact.judgement, policy));
  words.emplace_back("called", contact.called ? "yes" : "not yet");
  words.emplace_back("project", std::string(to_text(contact.project)));
  if (contact.project_seen)
    words.emplace_back("looked at", local_text(*contact.project_seen, policy.zone));
  if (contact.cycle > 1) words.emplace_back("cycle", std::to_string(contact.cycle));
  if (contact.follow_up)
    add_call(words, "follow-up", *contact.follow_up, follow_up_id(contact), policy);
  for (const auto& person : contact.former)
    words.emplace_back("formerly of", person_words(person));
  if (contact.override_hint) words.emplace_back("reassigned", "in spite of the project's lock");
  if (contact.visit) words.emplace_back("field visit", visit_words(*contact.visit, policy));
  add_if(words, "editor", person_words(contact.editor));
  if (!contact.dead.empty())
    words.emplace_back("dead letters", std::to_string(contact.dead.size()));
  return words;
}

Words describe(const Project& project, const Policy& policy) {
  Words words{{"state", project_words(project, policy)}};
  add_protocols(words, project, policy);
  if (project.batch_at) words.emplace_back("batch", civil_words(*project.batch_at, policy));
  for (const auto& mail : project.sent)
    words.emplace_back("sent", person_words(mail.rep));
  if (project.cycle > 1) words.emplace_back("cycle", std::to_string(project.cycle));
  if (!project.dead.empty())
    words.emplace_back("dead letters", std::to_string(project.dead.size()));
  return words;
}

Words describe(const Notices& notices, const Policy& /*policy*/) {
  Words words;
  for (const auto& told : notices.told) {
    words.emplace_back("told",
                       fmt::format("{} {} {}", format_date(told.on), told.what, told.subject));
  }
  return words;
}

}  // namespace followup::ctl
