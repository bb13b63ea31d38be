// Cases of the call centres as the mails of the tests tell them. Tenant callit in Rome: appointment
// APP-1 on Monday 14 September 2026 at 15:00, agent Bianchi, operator Rossi, outcome "KO assente"
// set at 15:20. Tenant telde in Berlin: contact K-7 of the project "herbst", whose Wiedervorlage
// Meier holds, and whose field appointment is Braun's. A test changes what its story is about.
#pragma once

#include "email_story.h"

namespace followup::test {

inline LocalTime local(std::string_view text) {
  return parse_local(text).value();
}

/// What both tenants share: a notification, its recipient, and the words of its mail.
struct CallStory {
  CallStory() {
    tenant.case_url = "https://crm.example.org/{kind}/{id}";
    tenant.mail_from = "Follow-up <followup@example.org>";
    recipient.language = "en";
  }

  /// The story's notification becomes this one.
  void notify(Purpose purpose, Role role, std::string_view nominal, std::string reason = {}) {
    notification.purpose = purpose;
    notification.role = role;
    notification.nominal = local(nominal);
    notification.due = policy.zone.to_instant(notification.nominal);
    notification.reason = std::move(reason);
  }

  [[nodiscard]] MailInputs inputs() const {
    return make_inputs({.notification = &notification,
                        .state = &state,
                        .policy = &policy,
                        .tenant = &tenant,
                        .recipient = &recipient,
                        .fallback = fallback,
                        .resolution_reason = resolution_reason,
                        .case_worker_name = {},
                        .names = names,
                        .emails = emails,
                        .document = document ? &*document : nullptr,
                        .now = notification.due},
                       mail_domain, limits)
        .value();
  }

  /// The words of the mail, by the built-in templates.
  [[nodiscard]] RenderedMail words() const {
    const MailInputs made = inputs();
    static const Templates templates;
    return templates.render(made, Variables(made, notification_id)).value();
  }

  [[nodiscard]] std::string text() const { return words().text; }

  [[nodiscard]] std::string text(std::string_view language) {
    recipient.language = language;
    return text();
  }

  Notification notification;
  Case state;
  Policy policy;
  Tenant tenant;
  Recipient recipient;
  std::map<std::string, std::string> names;
  std::map<std::string, std::string> emails;
  std::optional<Document> document;
  AttachmentLimits limits;
  bool fallback = false;
  std::string resolution_reason;
};

struct AppointmentStory : CallStory {
  AppointmentStory() {
    tenant.name = "callit";
    tenant.contacts.default_language = "it";
    policy.zone = Zone::load("Europe/Rome").value();
    auto& rules = policy.appointment;
    rules.characteristics = {{"motivo", "Motivo"}, {"nota", "Nota interna"}, {"quando", "Quando"}};
    rules.states[3] = {.description = "KO assente",
                       .callback = CallbackOption::to_operator,
                       .mandatory = {"motivo"},
                       .visible = {"quando", "motivo"}};
    rules.states[7] = {.description = "Da rifissare"};
    rules.states[12] = {.description = "Nuovo"};
    state.key = {"callit", Kind::appointment, "APP-1"};
    state.facts = Appointment{};
    Appointment& facts = appointment();
    facts.known = true;
    facts.start = local("2026-09-14T15:00");
    facts.agent = {"bianchi", "Bianchi", ""};
    facts.caller = PersonRef{"rossi", "Rossi", ""};
    facts.team = "tlmk";
    facts.client = {"c-1", "Carla Neri"};
    facts.location = "Via Roma 1";
    facts.outcome = 3;
    facts.outcomes = {outcome("2026-09-14", {{"motivo", "era in ospedale"}})};
    Callback callback;
    callback.due = local("2026-09-14T15:20");
    callback.holders = {CallHolder{*facts.caller, {}, {}, false}};
    callback.team = "tlmk";
    callback.reason = "outcome";
    facts.callback = callback;
    notification.case_key = state.key;
    notify(Purpose::callback_due, Role::caller, "2026-09-14T15:20", "outcome");
    notification.whom = "rossi";
    recipient.person_id = "rossi";
    recipient.name = "Mario Rossi";
    recipient.email = "rossi@example.org";
  }

  static AnnotatedOutcome outcome(std::string_view on, std::vector<Annotation> annotations) {
    return {3, date_of(local(std::string(on) + "T00:00")), std::move(annotations)};
  }

  Appointment& appointment() { return std::get<Appointment>(state.facts); }

  Callback& callback() { return *appointment().callback; }

  Parameters& parameters() { return policy.appointment.parameters; }
};

struct ContactStory : CallStory {
  ContactStory() {
    tenant.name = "telde";
    tenant.contacts.default_language = "de";
    policy.zone = Zone::load("Europe/Berlin").value();
    policy.contact.projects["herbst"].name = "Umfrage Herbst";
    policy.contact.judgements = {{"B", "Bedenkzeit"}};
    state.key = {"telde", Kind::contact, "herbst/K-7"};
    state.facts = ProjectContact{};
    ProjectContact& facts = contact();
    facts.project_id = "herbst";
    facts.contact_id = "K-7";
    facts.judgement = "B";
    Callback follow_up;
    follow_up.due = local("2026-06-16T10:00");
    follow_up.holders = {CallHolder{{"meier", "Meier", ""}, {}, {}, false}};
    follow_up.reason = "follow_up";
    facts.follow_up = follow_up;
    facts.visit =
        FieldVisit{local("2026-06-18T14:30"), {"braun", "Braun", ""}, true, std::nullopt, 1};
    facts.editor = {"weber", "Weber", ""};
    notification.case_key = state.key;
    notify(Purpose::follow_up_due, Role::agent, "2026-06-16T10:00", "follow_up");
    notification.whom = "meier";
    recipient.person_id = "meier";
    recipient.name = "Petra Meier";
    recipient.email = "meier@example.org";
  }

  ProjectContact& contact() { return std::get<ProjectContact>(state.facts); }
};

/// The batch of the project "herbst" at 18:00: seven protocols of Braun.
struct BatchStory : ContactStory {
  BatchStory() {
    state.key = notification.case_key = {"telde", Kind::project, "herbst"};
    state.facts = Project{};
    notify(Purpose::protocol, Role::field_rep, "2026-06-16T18:00");
    notification.whom = "braun";
    for (int number = 1; number <= 7; ++number)
      add("K-" + std::to_string(number));
  }

  void add(const std::string& contact) {
    notification.details.push_back({contact, to_ms(instant("2026-06-18T12:30:00Z"))});
  }

  Project& project() { return std::get<Project>(state.facts); }
};

/// What the administrator is told of a tenant's configuration.
struct NoticeStory : AppointmentStory {
  NoticeStory() {
    state.key = notification.case_key = {"callit", Kind::notices, "configuration"};
    state.facts = Notices{};
    notify(Purpose::config_warning, Role::administrator, "2026-09-14T00:00", "procedure_off");
    notification.about = "3";
    recipient = {.email = "admin@example.org", .language = "en"};
  }
};

}  // namespace followup::test
