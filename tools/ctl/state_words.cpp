// A case's state as labels and texts. Appointments: rebooking_words.cpp; contacts, projects and
// notices: contact_words.cpp; the others: the file of the kind's name.
#include "tools/ctl/state_parts.h"
#include "tools/ctl/when.h"
#include "tools/ctl/wording.h"

#include <fmt/format.h>

namespace followup::ctl {

void add_if(Words& words, const char* label, std::string text) {
  if (!text.empty()) words.emplace_back(label, std::move(text));
}

std::string person_words(const PersonRef& person) {
  std::string text = person.id;
  if (!person.name.empty()) text += ", " + person.name;
  if (!person.email.empty()) text += fmt::format(" <{}>", person.email);
  return text;
}

std::string done_words(const StepDone& done, const Policy& policy) {
  return fmt::format("{}{}", local_text(done.at, policy.zone), done.late ? ", late" : "");
}

namespace {

std::string client_words(const std::vector<ClientRef>& clients) {
  std::string text;
  for (const auto& client : clients) {
    if (!text.empty()) text += "; ";
    text += client.name.empty() ? client.id : fmt::format("{}, {}", client.id, client.name);
  }
  return text;
}

std::string contact_words(const Referral& referral) {
  if (referral.contact == Contact::unknown) return "not recorded";
  const std::string on =
      referral.contact_on ? " for " + format_date(*referral.contact_on) : std::string();
  return referral.contact == Contact::yes ? "recorded" + on : "recorded as not made" + on;
}

std::string follow_up_words(const Referral& referral) {
  if (!referral.known) return "no whole record has come in yet";
  if (!referral.follow_up_requested) return "not requested";
  return fmt::format("requested, {} days after {}", referral.follow_up_days,
                     format_date(referral.referral_date.value_or(referral.created_on)));
}

Words describe(const Referral& referral, const Policy& policy) {
  Words words{{"follow-up", follow_up_words(referral)}, {"contact", contact_words(referral)}};
  if (referral.cancelled) words.emplace_back("cancelled", "yes");
  if (referral.known) words.emplace_back("case worker", person_words(referral.case_worker));
  if (referral.supervisor) words.emplace_back("supervisor", person_words(*referral.supervisor));
  add_if(words, "belongs to", referral.case_id);
  add_if(words, "clients", client_words(referral.clients));
  add_if(words, "provider", referral.provider);
  add_if(words, "service", referral.service);
  if (referral.sensitivity != 0) {
    words.emplace_back("sensitivity", std::to_string(referral.sensitivity));
  }
  if (referral.cycle > 1) words.emplace_back("cycle", std::to_string(referral.cycle));
  if (referral.reminder) words.emplace_back("reminder", done_words(*referral.reminder, policy));
  if (referral.escalation)
    words.emplace_back("escalation", done_words(*referral.escalation, policy));
  return words;
}

Words describe(const Person& person, const Policy& policy) {
  Words words;
  if (!person.known) words.emplace_back("entry", "only absences are known");
  add_if(words, "name", person.name);
  add_if(words, "email", person.email);
  add_if(words, "language", person.language);
  add_if(words, "zone", person.zone);
  add_if(words, "supervisor", person.supervisor);
  if (person.sensitivity != 0)
    words.emplace_back("sensitivity", std::to_string(person.sensitivity));
  if (!person.active) words.emplace_back("account", "closed");
  for (const auto& absence : person.absences) {
    words.emplace_back("absent",
                       fmt::format("{} to {}, {}", local_text(absence.from, policy.zone),
                                   local_text(absence.until, policy.zone),
                                   absence.delegate.empty() ? "nobody stands in"
                                                            : absence.delegate + " stands in"));
  }
  return words;
}

Words describe(const Group& group, const Policy& /*policy*/) {
  Words words;
  add_if(words, "name", group.name);
  add_if(words, "email", group.email);
  add_if(words, "members", fmt::format("{}", fmt::join(group.members, ", ")));
  add_if(words, "manager group", group.manager_group);
  if (!group.active) words.emplace_back("account", "closed");
  if (group.secret_access) words.emplace_back("secret access", "yes");
  return words;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> state_words(const Case& state,
                                                             const Policy& policy) {
  return std::visit([&](const auto& facts) { return describe(facts, policy); }, state.facts);
}

}  // namespace followup::ctl
