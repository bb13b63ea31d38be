// The keys of a tenant's file that stand in no section of their own kind, and the order in which
// the others are read: each kind has a file of its own.
#include "core/codec/config_tenant.h"

#include "core/codec/config_appointment.h"
#include "core/codec/config_calendars.h"
#include "core/codec/config_contact.h"
#include "core/codec/config_contradictions.h"
#include "core/codec/config_endpoints.h"
#include "core/codec/config_kinds.h"
#include "core/codec/config_meeting.h"
#include "core/codec/config_people.h"
#include "core/codec/config_ticket.h"

#include <algorithm>
#include <system_error>

namespace followup {

namespace {

constexpr int most_days = 3650;  // of a follow-up, as in the events

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
       "\"\"",
       "Gets word of endpoints that were switched off, of events that were put aside and of what "
       "the configuration leaves undone."},
      {"quiet_hours.from", time_of_day(field(&Tenant::quiet, &QuietHours::from)), "\"00:00\"",
       "When the hours begin, in each reader's own zone, in which mails wait that are not urgent; "
       "escalations, calls and tickets do not wait. The same time as `until`: none."},
      {"quiet_hours.until", time_of_day(field(&Tenant::quiet, &QuietHours::until)), "\"00:00\"",
       "When they end; before `from`: on the next day."},
      {"attachments.types",
       texts(field(&Tenant::attachment_types),
             {.type = "file type", .check = check_file_type, .may_be_empty = true}),
       "[]",
       "What may be attached to mails, by extension or media type, as in \"pdf\" or \"image/*\"; "
       "other files are named with their link. Empty: everything."},
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
    const auto instead = tenant.contacts.fallback_email.empty() ? "nobody" : "fallback_email";
    report.warning("tenant.administrator_email",
                   fmt::format("is not set: {} is told when an endpoint is switched off or an "
                               "event is put aside",
                               instead));
  }
  if (!referral.supervisor_days && !report.faulty("referral.supervisor_days")) {
    for (const std::string key :
         {"referral.min_gap_business_days", "referral.copy_worker_on_escalation"}) {
      if (report.has(key)) report.warning(key, "has no effect while supervisor_days is not set");
    }
  }
}

/// What is read by a file of its own.
std::vector<std::string> sections_apart() {
  return {"appointment", "calendars", "characteristics", "classifications", "communications",
          "contact",     "endpoint",  "judgements",      "list_states",     "meetings",
          "parameters",  "people",    "procedures",      "programmes",      "projects",
          "states",      "teams",     "ticket_channels", "tickets"};
}

}  // namespace

Tenant read_tenant(const TomlValue& root, const TenantFile& file, DeliverySecrets secrets,
                   ConfigReport& report) {
  Tenant tenant;
  tenant.name = file.name;
  read_rows(root, "", tenant_rows(), tenant, report, sections_apart());
  read_calendars(root, tenant.policy.calendars, report);
  read_appointment(root, tenant.policy.appointment, report);
  read_contact(root, tenant.policy.contact, report);
  read_endpoints(root, file, secrets, tenant, report);
  read_people(root, tenant, report);
  read_tickets(root, file, tenant, report);
  read_meetings(root, tenant, report);
  take_templates(file.folder, tenant, report);
  check_mail_templates(tenant, report);
  check_tenant(tenant, report);
  check_references(tenant, report);
  check_contradictions(tenant, report);
  check_effects(tenant, report);
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
  document_calendars(keys);
  document_appointment(keys);
  document_contact(keys);
  document_tickets(keys);
  document_meetings(keys);
  document_endpoints(keys);
  document_people(keys);
  document_teams(keys);
}

}  // namespace followup
