// One referral as the mails of the tests tell it: tenant assist in Rome, case worker Anna,
// supervisor Sara, referral REF-1 of 1 January 2011 with its reminder due on 31 January 2011 at
// 09:00. A test changes what its story is about.
#pragma once

#include "workers/email/compose.h"
#include "workers/email/inputs.h"

#include <string>

namespace followup::test {

inline constexpr std::string_view notification_id = "0123456789abcdefghijklmnop";
inline constexpr std::string_view mail_domain = "followup.example.org";

inline TimePoint instant(std::string_view text) {
  return parse_instant(text).value();
}

struct EmailStory {
  EmailStory() {
    tenant.name = "assist";
    tenant.mail_from = "Assistenza <followup@example.org>";
    tenant.case_url = "https://crm.example.org/{kind}/{id}?tab=1&view=2";
    tenant.contacts.default_language = "it";
    policy.zone = Zone::load("Europe/Rome").value();
    policy.referral.supervisor_days = 10;
    state.key = {"assist", Kind::referral, "REF-1"};
    state.facts = Referral{};
    auto& facts = referral();
    facts.known = true;
    facts.referral_date = Date{std::chrono::January / 1 / 2011};
    facts.follow_up_requested = true;
    facts.follow_up_days = 30;
    facts.case_worker = {"u-anna", "Anna Bianchi", "anna@example.org"};
    facts.case_id = "C-77";
    facts.clients = {{"p-1", "Mario Rossi"}};
    facts.provider = "Studio Verdi";
    facts.service = "Consulenza";
    notification.case_key = state.key;
    notification.nominal = parse_local("2011-01-31T09:00:00").value();
    notification.due = instant("2011-01-31T08:00:00Z");
    recipient.person_id = "u-anna";
    recipient.name = "Anna Bianchi";
    recipient.email = "anna@example.org";
    recipient.language = "en";
    recipient.sensitivity = 1;
  }

  Referral& referral() { return std::get<Referral>(state.facts); }

  /// The escalation of 10 February to Sara.
  void escalate() {
    notification.purpose = Purpose::escalation;
    notification.role = Role::supervisor;
    notification.nominal = parse_local("2011-02-10T09:00:00").value();
    notification.due = instant("2011-02-10T08:00:00Z");
    referral().reminder = StepDone{parse_local("2011-01-31T09:00:00").value(),
                                   instant("2011-01-31T08:00:01Z"), false};
    recipient.person_id = "u-sara";
    recipient.name = "Sara Neri";
    recipient.email = "sara@example.org";
  }

  [[nodiscard]] Result<MailInputs> try_inputs() const {
    return make_inputs({.notification = &notification,
                        .state = &state,
                        .policy = &policy,
                        .tenant = &tenant,
                        .recipient = &recipient,
                        .fallback = fallback,
                        .resolution_reason = resolution_reason,
                        .case_worker_name = case_worker_name,
                        .now = notification.due},
                       mail_domain);
  }

  [[nodiscard]] MailInputs inputs() const { return try_inputs().value(); }

  /// The words of the mail, by the built-in templates.
  [[nodiscard]] RenderedMail words() const {
    const MailInputs made = inputs();
    static const Templates templates;
    return templates.render(made, Variables(made, notification_id)).value();
  }

  Notification notification;
  Case state;
  Policy policy;
  Tenant tenant;
  Recipient recipient;
  bool fallback = false;
  std::string resolution_reason;
  std::string case_worker_name;
};

}  // namespace followup::test
