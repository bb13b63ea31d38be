// One table of keys a kind of section. Projects: what has no effect is told here, too.
#include "core/codec/config_contact.h"

#include "core/codec/config_calls.h"
#include "core/codec/config_sections.h"

#include <algorithm>

namespace followup {

namespace {

/// A project's id is a part of its contacts' ids.
std::string check_project_id(std::string_view id) {
  constexpr std::size_t longest = 64;
  const bool good = std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  });
  if (good && !id.empty() && id.size() <= longest) return "";
  return "must be an id of letters, digits, '.', '_' and '-', 1 to 64 characters long";
}

KeyKind<ProjectPolicy> project_state() {
  std::vector<std::pair<std::string, ProjectState>> states;
  for (int i = 0; i <= static_cast<int>(ProjectState::anonymised); ++i) {
    const auto state = static_cast<ProjectState>(i);
    states.emplace_back(to_text(state), state);
  }
  return choice(field(&ProjectPolicy::state), states);
}

TextRule ids() {
  return {.type = "id", .check = check_id, .may_be_empty = true};
}

std::vector<KeyRow<ProjectPolicy>> project_rows() {
  using Project = ProjectPolicy;
  return {
      {"name", text(field(&Project::name), {.type = "text", .may_be_empty = true}), "\"\"",
       "What people call it; empty: its id."},
      {"state", project_state(), "\"in_progress\"",
       "Its state until a project.state_changed says otherwise (C14)."},
      {"history", truth(field(&Project::history)), "false",
       "A contact that is done gets an entry in the contact history (C4)."},
      {"agents_may_change", truth(field(&Project::agents_may_change)), "true",
       "`false`: once a contact was called, another agent needs `override` (C8)."},
      {"protocol",
       choice(field(&Project::protocol), {{"none", ProtocolMail::none},
                                          {"immediate", ProtocolMail::immediate},
                                          {"batch", ProtocolMail::batch}}),
       "\"none\"",
       "How a field appointment's protocol reaches the field rep: not at all, at once, or with all "
       "others of the day (C12, C19)."},
      {"batch_time", time_of_day(field(&Project::batch_time)), "\"18:00\"",
       "Local time of that mail."},
      {"protocol_judgements", text_set(field(&Project::protocol_judgements), ids()), "[]",
       "Codes of the judgements, of `[judgements.<code>]`, whose contacts are in it (C18, C19); "
       "`[]`: all."},
      {"agents", texts(field(&Project::agents), ids()), "[]",
       "Ids of the people among whom the calls of one who leaves are spread (C24)."},
      {"team", text(field(&Project::team), ids()), "\"\"",
       "Id of the team that has what is set for the team (C25), and may make a call once it is "
       "public."},
      {"max_days_ahead", whole(field(&Project::max_days_ahead), 1, 3650), std::string(not_set),
       "How many days ahead a Wiedervorlage may lie; one that is set or postponed further is put "
       "aside (C25). Not set: any day."},
      {"max_personal", whole(field(&Project::max_personal), 1, 100'000), std::string(not_set),
       "How many open Wiedervorlagen of the project one agent may hold alone; one more that is set "
       "is "
       "put aside (C25). Not set: any number."},
      {"training_email",
       text(field(&Project::training_email),
            {.type = "email address", .check = check_email, .may_be_empty = true}),
       "\"\"", "Gets all mail of the project while it is in training (C14); empty: nobody does."},
  };
}

/// What has no effect; `path` as in "projects.P1.".
void check_project(const ProjectPolicy& project, const std::string& path, ConfigReport& report) {
  if (report.faulty(path + "protocol")) return;
  if (project.protocol != ProtocolMail::batch && report.has(path + "batch_time"))
    report.warning(path + "batch_time", "has no effect while protocol is not \"batch\"");
  if (project.protocol == ProtocolMail::none && report.has(path + "protocol_judgements"))
    report.warning(path + "protocol_judgements", "has no effect while protocol is \"none\"");
}

}  // namespace

void read_contact(const TomlValue& root, ContactPolicy& policy, ConfigReport& report) {
  if (const TomlValue* const section = find_section(root, "contact", report))
    read_rows(*section, "contact.", call_rows<ContactPolicy>(), policy, report);
  check_calls(policy, "contact.", report);
  const auto rows = project_rows();
  read_sections(root.find("projects"), {"projects", "<id>", check_project_id}, report,
                [&](const TomlValue& item, const std::string& id, const std::string& path) {
                  ProjectPolicy& project = policy.projects[id];
                  read_rows(item, path, rows, project, report);
                  check_project(project, path, report);
                });
  read_descriptions(root, {"judgements", "<code>", check_id}, policy.judgements, report);
}

void document_contact(std::vector<ConfigKey>& keys) {
  const std::string file = "tenants/<name>.toml";
  document_rows(file, "contact.", call_rows<ContactPolicy>(), keys);
  document_rows(file, "projects.<id>.", project_rows(), keys);
  document_descriptions("judgements.<code>.", keys);
}

}  // namespace followup
