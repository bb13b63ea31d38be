// One table of keys for people, one for teams.
#include "core/codec/config_people.h"

#include "core/codec/config_kinds.h"
#include "core/codec/config_sections.h"

namespace followup {

namespace {

constexpr int highest_sensitivity = 1000;
constexpr const char* tenant_file = "tenants/<name>.toml";

TextRule optional(std::string type, std::string (*check)(std::string_view)) {
  return {.type = std::move(type), .check = check, .may_be_empty = true};
}

std::vector<KeyRow<Person>> person_rows() {
  return {
      {"name", text(field(&Person::name), optional("text", nullptr)), "\"\"",
       "As the person is addressed."},
      {"email", text(field(&Person::email), optional("email address", check_email)), "\"\"",
       "Empty: what the event says of the person holds."},
      {"language",
       text(field(&Person::language), optional("one of it, de, pt, en", check_language)), "\"\"",
       "Empty: the tenant's."},
      {"zone", text(field(&Person::zone), optional("time zone", check_zone)), "\"\"",
       "Zone in which times are shown to the person; empty: the tenant's."},
      {"supervisor", text(field(&Person::supervisor), optional("text", nullptr)), "\"\"",
       "Id of the supervisor."},
      {"sensitivity", whole(field(&Person::sensitivity), 0, highest_sensitivity), "0",
       "Highest sensitivity of a referral that the person may read about (R19)."},
      {"active", truth(field(&Person::active)), "true",
       "`false`: the account is closed; nothing is sent there (R25)."},
      {"privileges", texts(field(&Person::privileges), optional("text", nullptr)), "[]",
       "What the person may read of attachments that ask for a privilege (M21)."},
  };
}

std::vector<KeyRow<Group>> team_rows() {
  return {
      {"name", text(field(&Group::name), optional("text", nullptr)), "\"\"",
       "As the team is addressed."},
      {"email", text(field(&Group::email), optional("email address", check_email)), "\"\"",
       "Address of the whole team; empty: the first active member that has one is written to, of a "
       "ticket each of them (S-T06)."},
      {"members", texts(field(&Group::members), optional("id", check_id)), "[]",
       "Ids of the people in it."},
      {"manager", text(field(&Group::manager_group), optional("id", check_id)), "\"\"",
       "Id of the team that manages it."},
      {"active", truth(field(&Group::active)), "true", "`false`: nothing is sent there."},
      {"secret_access", truth(field(&Group::secret_access)), "false",
       "`true`: its mails say what a secret ticket is about (T21)."},
  };
}

}  // namespace

void read_people(const TomlValue& root, Tenant& tenant, ConfigReport& report) {
  read_sections(root.find("people"), {"people", "<id>", check_id}, report,
                [&](const TomlValue& item, const std::string& id, const std::string& path) {
                  Person& person = tenant.people[id];
                  person.id = id;
                  person.known = true;
                  read_rows(item, path, person_rows(), person, report);
                  if (!id.empty() && person.supervisor == id)
                    report.error(path + "supervisor", "must be somebody else");
                });
  read_sections(root.find("teams"), {"teams", "<id>", check_id}, report,
                [&](const TomlValue& item, const std::string& id, const std::string& path) {
                  Group& team = tenant.groups[id];
                  team.id = id;
                  read_rows(item, path, team_rows(), team, report);
                  if (!id.empty() && team.manager_group == id)
                    report.error(path + "manager", "must be another team");
                });
}

void document_people(std::vector<ConfigKey>& keys) {
  document_rows(tenant_file, "people.<id>.", person_rows(), keys);
}

void document_teams(std::vector<ConfigKey>& keys) {
  document_rows(tenant_file, "teams.<id>.", team_rows(), keys);
}

}  // namespace followup
