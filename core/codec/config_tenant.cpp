// The table of keys of a tenant's file, and what has to fit together in it. Endpoints:
// config_endpoints.cpp.
#include "core/codec/config_tenant.h"

#include "core/codec/config_endpoints.h"
#include "core/codec/config_kinds.h"

#include <algorithm>
#include <system_error>

namespace followup {

namespace {

constexpr int most_days = 3650;  // of a follow-up, as in the events
constexpr int highest_sensitivity = 1000;

TextRule optional(std::string type, std::string (*check)(std::string_view)) {
  return {.type = std::move(type), .check = check, .may_be_empty = true};
}

std::vector<KeyRow<Tenant>> identity_rows() {
  const auto contacts = &Tenant::contacts;
  return {
      {"tenant.sources", texts(field(&Tenant::sources), {.type = "text", .check = check_source}),
       std::string(required),
       "CloudEvents `source` values that speak for the tenant; each belongs to one tenant."},
      {"tenant.zone", zone(field(&Tenant::policy, &Policy::zone)), std::string(required),
       "IANA time zone in which days begin and times are meant, as in \"Europe/Rome\"."},
      {"tenant.language",
       text(field(contacts, &TenantContacts::default_language),
            {.type = "one of it, de, pt, en", .check = check_language}),
       "\"en\"", "Language of mail to people who have none of their own."},
      {"tenant.mail_from",
       text(field(&Tenant::mail_from), {.type = "email address", .check = check_sender}),
       std::string(required), "Sender of the tenant's mail: an address, or `Name <address>`."},
      {"tenant.case_url", text(field(&Tenant::case_url), {.type = "URL", .check = check_case_url}),
       std::string(required),
       "Link to a case in the CRM; `{id}` and, where it is wanted, `{kind}` are filled in."},
      {"tenant.content",
       choice(field(&Tenant::content),
              {{"full", ContentLevel::full}, {"neutral", ContentLevel::neutral}}),
       "\"full\"", "`neutral`: mail names no client, provider or reason, it only gives the link."},
      {"tenant.fallback_email",
       text(field(contacts, &TenantContacts::fallback_email),
            optional("email address", check_email)),
       "\"\"", "Gets what nobody can be found for, and word of what could not be delivered."},
      {"tenant.administrator_email",
       text(field(contacts, &TenantContacts::administrator_email),
            optional("email address", check_email)),
       "\"\"", "Gets word of endpoints that were switched off."},
      {"tenant.templates", text(field(&Tenant::templates), optional("folder", nullptr)), "\"\"",
       "Folder with templates of the tenant's own; a relative name is looked up beside "
       "followupd.toml."},
  };
}

std::vector<KeyRow<Tenant>> policy_rows() {
  const auto policy = &Tenant::policy;
  const auto referral = &Policy::referral;
  return {
      {"calendar.send_time", time_of_day(field(policy, &Policy::send_time)), "\"09:00\"",
       "Local time at which something that is due on a day goes out (Q2)."},
      {"calendar.holidays", holidays(field(policy, &Policy::calendar)), "[]",
       "Days besides Saturday and Sunday that are no business days."},
      {"retention.days", whole(field(policy, &Policy::retention_days), 1, 36'500), "365",
       "Days after its last change at which a case with nothing more due is deleted, history and "
       "all."},
      {"referral.default_days",
       whole(field(policy, referral, &ReferralPolicy::default_days), 0, most_days),
       std::string(not_set),
       "Days of follow-up where an event asks for it without days; not set: such an event is "
       "rejected."},
      {"referral.supervisor_days",
       whole(field(policy, referral, &ReferralPolicy::supervisor_days), 0, most_days),
       std::string(not_set),
       "Days from the reminder to the supervisor's escalation (R8); 0: with the reminder; "
       "not set: no escalation (R11)."},
      {"referral.weekend_shift",
       choice(field(policy, referral, &ReferralPolicy::shift),
              {{"none", Shift::none}, {"next", Shift::next}, {"previous", Shift::previous}}),
       "\"none\"",
       "Where a date on a weekend or holiday goes: nowhere, or to the next or previous business "
       "day (Q5)."},
      {"referral.min_gap_business_days",
       whole(field(policy, referral, &ReferralPolicy::min_gap_business_days), 0, 60), "1",
       "Business days that the worker has after a reminder that went out late, before the "
       "escalation (Q4)."},
      {"referral.copy_worker_on_escalation",
       truth(field(policy, referral, &ReferralPolicy::copy_worker_on_escalation)), "false",
       "The case worker gets a copy of the escalation."},
      {"referral.copy_absent_person",
       truth(field(policy, referral, &ReferralPolicy::copy_absent_person)), "false",
       "A person who is stood in for gets a copy."},
      {"referral.closed_notice", truth(field(policy, referral, &ReferralPolicy::closed_notice)),
       "false", "Whoever was reminded or escalated to is told when the contact has been recorded."},
      {"referral.notify_own_actions",
       truth(field(policy, referral, &ReferralPolicy::notify_own_actions)), "false",
       "People are told about what they did themselves, too."},
  };
}

std::vector<KeyRow<Tenant>> tenant_rows() {
  auto rows = identity_rows();
  auto more = policy_rows();
  rows.insert(rows.end(), std::make_move_iterator(more.begin()),
              std::make_move_iterator(more.end()));
  return rows;
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
  };
}

void read_person(const TomlValue& item, const std::string& name, Person& person,
                 ConfigReport& report) {
  constexpr std::size_t longest = 256;
  report.note(name, item.line);
  if (item.type != TomlType::table) {
    report.error(name, "is a section, written [people.<id>]");
    return;
  }
  if (person.id.empty() || person.id.size() > longest || !check_plain(person.id).empty()) {
    report.error(name, "must be an id of 1 to 256 bytes without control characters");
  }
  read_rows(item, name + ".", person_rows(), person, report);
  if (!person.id.empty() && person.supervisor == person.id)
    report.error(name + ".supervisor", "must be somebody else");
}

void read_people(const TomlValue& root, Tenant& tenant, ConfigReport& report) {
  const TomlValue* const people = root.find("people");
  if (people == nullptr) return;
  if (people->type != TomlType::table) {
    report.error("people", "is made of sections, written [people.<id>]");
    return;
  }
  for (const auto& item : people->items) {
    Person person;
    person.id = item.key;
    person.known = true;
    read_person(item, "people." + item.key, person, report);
    tenant.people.emplace(item.key, std::move(person));
  }
}

void take_templates(const std::filesystem::path& folder, Tenant& tenant, ConfigReport& report) {
  if (tenant.templates.empty()) return;
  const auto path = folder / tenant.templates;  // an absolute name stays as it is
  std::error_code fault;
  if (!std::filesystem::is_directory(path, fault)) {
    report.error("tenant.templates", fmt::format("is not a folder: {}", path.string()));
  }
  tenant.templates = path.string();
}

void check_tenant(const Tenant& tenant, ConfigReport& report) {
  const auto& referral = tenant.policy.referral;
  if (tenant.contacts.fallback_email.empty() && !report.faulty("tenant.fallback_email")) {
    report.warning(
        "tenant.fallback_email",
        referral.supervisor_days
            ? "is not set: an escalation for which no supervisor can be found reaches nobody"
            : "is not set: a mail for which nobody can be found reaches nobody");
  }
  if (tenant.contacts.administrator_email.empty() && !report.faulty("tenant.administrator_email")) {
    report.warning("tenant.administrator_email",
                   "is not set: nobody is told when an endpoint is switched off");
  }
  if (!referral.supervisor_days && !report.faulty("referral.supervisor_days")) {
    for (const std::string key :
         {"referral.min_gap_business_days", "referral.copy_worker_on_escalation"}) {
      if (report.has(key)) report.warning(key, "has no effect while supervisor_days is not set");
    }
  }
}

}  // namespace

Tenant read_tenant(const TomlValue& root, const TenantFile& file, DeliverySecrets secrets,
                   ConfigReport& report) {
  Tenant tenant;
  tenant.name = file.name;
  read_rows(root, "", tenant_rows(), tenant, report, {"endpoint", "people"});
  read_endpoints(root, file, secrets, tenant, report);
  read_people(root, tenant, report);
  take_templates(file.folder, tenant, report);
  check_tenant(tenant, report);
  return tenant;
}

void claim_sources(const Tenant& tenant, TenantBook& book, ConfigReport& report) {
  for (const auto& source : tenant.sources) {
    const auto [entry, fresh] = book.tenant_by_source.emplace(source, tenant.name);
    if (fresh) continue;
    report.error("tenant.sources",
                 entry->second == tenant.name
                     ? fmt::format("lists \"{}\" twice", source)
                     : fmt::format("lists \"{}\", which speaks for the tenant \"{}\"", source,
                                   entry->second));
  }
}

void document_tenant(std::vector<ConfigKey>& keys) {
  const std::string file = "tenants/<name>.toml";
  document_rows(file, "", tenant_rows(), keys);
  document_endpoints(keys);
  document_rows(file, "people.<id>.", person_rows(), keys);
}

}  // namespace followup
