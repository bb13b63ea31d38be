// Of a referral: who was pointed where, and since when.
#include "workers/email/speech.h"

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

}  // namespace

void add_case(const Referral& referral, Gathering& to) {
  const Speech& speech = to.speech;
  MailInputs& made = to.made;
  const Purpose purpose = made.purpose;
  if (purpose == Purpose::reminder) {
    made.escalation_follows = to.from.policy->referral.supervisor_days.has_value();
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
  made.worker = !to.from.case_worker_name.empty() ? to.from.case_worker_name
                : !worker.name.empty()            ? worker.name
                                                  : worker.id;
  made.clients = join_names(referral.clients);
  made.provider = referral.provider;
  made.service = referral.service;
}

}  // namespace followup
