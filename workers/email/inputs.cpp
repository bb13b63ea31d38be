#include "workers/email/inputs.h"

#include "core/base/hash.h"

#include <algorithm>
#include <cassert>

namespace followup {

namespace {

std::string join_names(const std::vector<ClientRef>& clients) {
  constexpr std::size_t most = 20;
  std::string joined;
  for (std::size_t at = 0; at < clients.size() && at < most; ++at) {
    if (at > 0) joined += ", ";
    joined += clients[at].name.empty() ? clients[at].id : clients[at].name;
  }
  if (clients.size() > most) joined += ", +" + std::to_string(clients.size() - most);
  return joined;
}

bool is_about_delivery(Purpose purpose) {
  return purpose == Purpose::undeliverable || purpose == Purpose::endpoint_disabled;
}

bool is_full(const DeliveryInputs& inputs) {
  if (inputs.tenant->content == ContentLevel::neutral) return false;
  if (inputs.notification->role == Role::administrator) return false;
  const auto* referral = std::get_if<Referral>(&inputs.state->facts);
  return referral == nullptr || inputs.recipient->sensitivity >= referral->sensitivity;
}

/// What the dates are told with.
struct Speech {
  Language language;
  Zone zone;    ///< the reader's
  Zone tenant;  ///< of nominal local times

  [[nodiscard]] std::string instant(TimePoint at) const { return long_time(language, at, zone); }

  [[nodiscard]] std::string nominal(LocalTime local) const {
    return instant(tenant.to_instant(local));
  }

  [[nodiscard]] std::string date(Date date) const { return long_date(language, date); }

  /// The last day that ends at or before `end`: an absence until midnight does not reach into the
  /// next day.
  [[nodiscard]] std::string last_day(TimePoint end) const {
    return date(date_of(zone.to_local(end - Millis{1})));
  }
};

Speech speech_for(const DeliveryInputs& inputs) {
  const Recipient& recipient = *inputs.recipient;
  Speech speech{language_of(recipient.language, inputs.tenant->contacts.default_language),
                inputs.policy->zone, inputs.policy->zone};
  if (recipient.zone.empty()) return speech;
  if (auto own = Zone::load(recipient.zone)) speech.zone = *own;
  return speech;
}

/// What is known of the referral, as far as this reader may see it.
void add_referral(const Referral& referral, const DeliveryInputs& from, const Speech& speech,
                  MailInputs& made) {
  const Purpose purpose = made.purpose;
  if (purpose == Purpose::reminder) {
    made.escalation_follows = from.policy->referral.supervisor_days.has_value();
  }
  if (purpose == Purpose::escalation && referral.reminder) {
    made.reminded = speech.nominal(referral.reminder->nominal);
  }
  made.case_id = referral.case_id;
  if (!made.full) return;
  if (referral.known)
    made.referred_on = speech.date(referral.referral_date.value_or(referral.created_on));
  if (purpose == Purpose::closed && referral.contact_on)
    made.contact_on = speech.date(*referral.contact_on);
  const PersonRef& worker = referral.case_worker;
  made.worker = !from.case_worker_name.empty() ? from.case_worker_name
                : !worker.name.empty()         ? worker.name
                                               : worker.id;
  made.clients = join_names(referral.clients);
  made.provider = referral.provider;
  made.service = referral.service;
}

void add_recipient(const DeliveryInputs& from, const Speech& speech, MailInputs& made) {
  const Recipient& recipient = *from.recipient;
  made.to = recipient.email;
  made.name = recipient.name;
  made.fallback = from.fallback;
  made.resolution_reason = from.resolution_reason;
  made.stands_in = !recipient.on_behalf_of_id.empty() || !recipient.on_behalf_of.empty();
  if (made.full) made.on_behalf_of = recipient.on_behalf_of;
  if (recipient.on_behalf_until) made.until = speech.last_day(*recipient.on_behalf_until);
}

}  // namespace

Result<MailInputs> make_inputs(const DeliveryInputs& inputs, std::string_view message_id_domain) {
  assert(inputs.notification != nullptr && inputs.state != nullptr && inputs.policy != nullptr);
  assert(inputs.tenant != nullptr && inputs.recipient != nullptr);
  const Notification& notification = *inputs.notification;
  if (notification.channel != Channel::email || notification.purpose == Purpose::hook) {
    return Error{Code::invalid_input, "the notification is no mail"};
  }
  const Speech speech = speech_for(inputs);
  MailInputs made;
  made.tenant = inputs.tenant->name;
  made.purpose = notification.purpose;
  made.role = notification.role;
  made.language = speech.language;
  made.full = is_full(inputs);
  made.from = inputs.tenant->mail_from;
  made.kind = notification.case_key.kind;
  made.reference = notification.case_key.id;
  made.case_url = inputs.tenant->case_link(notification.case_key);
  if (notification.purpose != Purpose::closed &&
      notification.purpose != Purpose::endpoint_disabled) {
    made.due = speech.instant(notification.due);
  }
  made.late = notification.late;
  if (is_about_delivery(notification.purpose)) {
    made.reason = notification.reason;
    made.about = notification.about;
    made.endpoint = notification.endpoint;
  }
  made.date = inputs.now;
  made.message_id_domain = std::string(message_id_domain);
  made.thread = "thread-" + deterministic_id({"mail-thread", to_text(notification.case_key)});
  add_recipient(inputs, speech, made);
  if (const auto* referral = std::get_if<Referral>(&inputs.state->facts)) {
    add_referral(*referral, inputs, speech, made);
  }
  return made;
}

}  // namespace followup
