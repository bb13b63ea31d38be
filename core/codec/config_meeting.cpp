// One table of keys a section. A mail template of the tenant's own is a set of files, one a
// language: what a name stands for is looked up in the folder.
#include "core/codec/config_meeting.h"

#include "core/codec/config_kinds.h"
#include "core/codec/config_sections.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <functional>
#include <system_error>

namespace followup {

namespace {

constexpr const char* tenant_file = "tenants/<name>.toml";
constexpr const char* templates_key = "communications.templates";
constexpr int furthest_reminder = 60;  // days before or after an action is due
constexpr std::size_t most_reminders = 5;
constexpr std::array<std::string_view, 4> languages{"it", "de", "pt", "en"};

/// Days by which reminders are made; whether they rise is checked once all of them are read.
KeyKind<MeetingPolicy> reminder_days() {
  return {fmt::format("list of whole numbers {} to {}", -furthest_reminder, furthest_reminder),
          [](const TomlValue& value, MeetingPolicy& target) {
            target.action_reminders.clear();
            return read_list<int>(
                value, true,
                [](const TomlValue& item) {
                  return read_whole(item, -furthest_reminder, furthest_reminder);
                },
                target.action_reminders);
          }};
}

std::vector<KeyRow<MeetingPolicy>> meeting_rows() {
  using std::chrono::hours;
  using std::chrono::minutes;
  return {
      {"reminder", followup::minutes(field(&MeetingPolicy::reminder), minutes{1}, hours{24 * 30}),
       std::string(not_set),
       "How long before its start the invitees who have not declined are reminded of a meeting; "
       "not "
       "set: never."},
      {"action_reminders", reminder_days(), "[0]",
       "On which days whoever is responsible is reminded of an action (M29), at the send time: "
       "days "
       "from the date that it is due on, negative ones before it. At most 5, rising; `[]`: never."},
      {"minutes", choice(field(&MeetingPolicy::minutes_as_pdf), {{"pdf", true}, {"text", false}}),
       "\"pdf\"",
       "`pdf`: minutes go out in the mail and as a PDF attached to it; `text`: in the mail only "
       "(M31)."},
  };
}

std::vector<KeyRow<ApplicationPolicy>> programme_rows() {
  return {{"days_before", whole(field(&ApplicationPolicy::meeting_days_before), 0, 365), "5",
           "Days before the authorisation on which the worker is told that the meeting which the "
           "programme needs was not held (M3, M4)."}};
}

std::vector<KeyRow<ApplicationPolicy>> communication_rows() {
  return {{"templates",
           text_set(field(&ApplicationPolicy::mail_templates),
                    {.type = "template", .check = check_template_name, .may_be_empty = true}),
           "[]",
           "Names of mail templates of the tenant's own (M23); an event that names another is put "
           "aside."}};
}

// Precondition: nothing was wrong with the single days.
void check_reminders(const MeetingPolicy& policy, ConfigReport& report) {
  const std::string key = "meetings.action_reminders";
  const auto& days = policy.action_reminders;
  if (days.size() > most_reminders) {
    report.error(key,
                 fmt::format("has {} days: at most {} are possible", days.size(), most_reminders));
  }
  if (std::adjacent_find(days.begin(), days.end(), std::greater_equal<>()) == days.end()) return;
  auto sorted = days;
  std::sort(sorted.begin(), sorted.end());
  const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
  if (twice != sorted.end()) return report.error(key, fmt::format("has {} twice", *twice));
  report.error(key, fmt::format("must rise: write [{}]", fmt::join(sorted, ", ")));
}

template <class Policy>
void read_section(const TomlValue& root, const std::string& name,
                  const std::vector<KeyRow<Policy>>& rows, Policy& policy, ConfigReport& report) {
  if (const TomlValue* const section = find_section(root, name, report))
    read_rows(*section, name + ".", rows, policy, report);
}

std::string template_file(const std::string& name, std::string_view language) {
  return fmt::format("message-{}.{}.txt", name, language);
}

/// The languages that the folder has no file for.
std::vector<std::string_view> missing_languages(const std::filesystem::path& folder,
                                                const std::string& name) {
  std::vector<std::string_view> missing;
  for (const auto language : languages) {
    std::error_code fault;
    if (!std::filesystem::is_regular_file(folder / template_file(name, language), fault))
      missing.push_back(language);
  }
  return missing;
}

/// The names of which the folder has at least one file.
std::vector<std::string> names_in(const std::filesystem::path& folder) {
  constexpr std::string_view begin = "message-";
  std::set<std::string> names;
  std::error_code fault;
  for (std::filesystem::directory_iterator entry(folder, fault), end; !fault && entry != end;
       entry.increment(fault)) {
    const std::string file = entry->path().filename().string();
    for (const auto language : languages) {
      const std::string ending = fmt::format(".{}.txt", language);
      if (file.starts_with(begin) && file.ends_with(ending) &&
          file.size() > begin.size() + ending.size())
        names.insert(file.substr(begin.size(), file.size() - begin.size() - ending.size()));
    }
  }
  return {names.begin(), names.end()};
}

std::string no_files(const std::string& name, const std::string& folder) {
  const auto nearest = nearest_names(name, names_in(folder));
  if (!nearest.empty())
    return fmt::format("there is no template \"{}\" in {}: did you mean {}?", name, folder,
                       choice_text(nearest));
  return fmt::format(
      "there is no template \"{}\" in {}: put it there as {} and in the other "
      "languages",
      name, folder, template_file(name, languages.front()));
}

}  // namespace

void read_meetings(const TomlValue& root, Tenant& tenant, ConfigReport& report) {
  Policy& policy = tenant.policy;
  read_section(root, "meetings", meeting_rows(), policy.meeting, report);
  if (!report.faulty("meetings.action_reminders")) check_reminders(policy.meeting, report);
  read_section(root, "programmes", programme_rows(), policy.application, report);
  read_section(root, "communications", communication_rows(), policy.application, report);
}

void check_mail_templates(const Tenant& tenant, ConfigReport& report) {
  const auto& names = tenant.policy.application.mail_templates;
  if (names.empty() || report.faulty(templates_key) || report.faulty("tenant.templates")) return;
  if (tenant.templates.empty()) {
    return report.error(templates_key,
                        "needs tenant.templates: the folder with the files of these templates");
  }
  for (const auto& name : names) {
    const auto missing = missing_languages(tenant.templates, name);
    if (missing.size() == languages.size()) {
      report.error(templates_key, no_files(name, tenant.templates));
    } else if (!missing.empty()) {
      report.warning(templates_key,
                     fmt::format("\"{}\" is not there in {}: there is no {} in {}", name,
                                 fmt::join(missing, ", "), template_file(name, missing.front()),
                                 tenant.templates));
    }
  }
}

void document_meetings(std::vector<ConfigKey>& keys) {
  document_rows(tenant_file, "meetings.", meeting_rows(), keys);
  document_rows(tenant_file, "programmes.", programme_rows(), keys);
  document_rows(tenant_file, "communications.", communication_rows(), keys);
}

}  // namespace followup
