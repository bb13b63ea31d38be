// A case's state for programs: the names are those of the events that brought it. Appointments:
// rebooking_json.cpp; contacts, projects and notices: contact_json.cpp; the others: the file of the
// kind's name.
#include "core/base/time.h"
#include "tools/ctl/state_parts.h"
#include "tools/ctl/wording.h"

namespace followup::ctl {

void add_if(JsonObject& object, std::string_view name, const std::string& text) {
  if (!text.empty()) object.add(name, text);
}

void add_if(JsonObject& object, std::string_view name, const std::optional<Date>& date) {
  if (date) object.add(name, format_date(*date));
}

void add_if(JsonObject& object, std::string_view name, const std::optional<LocalTime>& local) {
  if (local) object.add(name, format_local(*local));
}

void add_if(JsonObject& object, std::string_view name, const std::optional<StepDone>& done) {
  if (!done) return;
  JsonObject step;
  object.add(name, step.add("at", format_instant(done->at)).add("late", done->late));
}

JsonObject person_json(const PersonRef& person) {
  JsonObject object;
  object.add("id", person.id);
  add_if(object, "name", person.name);
  add_if(object, "email", person.email);
  return object;
}

namespace {

JsonObject json_of(const Referral& referral) {
  JsonObject object;
  object.add("known", referral.known);
  add_if(object, "referral_date", referral.referral_date);
  if (referral.known) {
    JsonObject follow_up;
    follow_up.add("requested", referral.follow_up_requested).add("days", referral.follow_up_days);
    object.add("created_on", format_date(referral.created_on))
        .add("follow_up", follow_up)
        .add("case_worker", person_json(referral.case_worker));
  }
  if (referral.supervisor) object.add("supervisor", person_json(*referral.supervisor));
  add_if(object, "case_id", referral.case_id);
  std::vector<JsonObject> clients;
  for (const auto& client : referral.clients)
    clients.push_back(person_json(PersonRef{.id = client.id, .name = client.name, .email = {}}));
  object.add("clients", clients);
  add_if(object, "provider", referral.provider);
  add_if(object, "service", referral.service);
  object.add("sensitivity", referral.sensitivity);
  if (referral.contact != Contact::unknown) {
    JsonObject contact;
    contact.add("contacted", referral.contact == Contact::yes);
    add_if(contact, "on", referral.contact_on);
    object.add("contact", contact);
  }
  object.add("cancelled", referral.cancelled).add("cycle", referral.cycle);
  add_if(object, "reminder", referral.reminder);
  add_if(object, "escalation", referral.escalation);
  return object;
}

JsonObject json_of(const Person& person) {
  JsonObject object;
  object.add("known", person.known);
  add_if(object, "name", person.name);
  add_if(object, "email", person.email);
  add_if(object, "language", person.language);
  add_if(object, "zone", person.zone);
  add_if(object, "supervisor", person.supervisor);
  object.add("sensitivity", person.sensitivity).add("active", person.active);
  std::vector<JsonObject> absences;
  for (const auto& absence : person.absences) {
    JsonObject& each = absences.emplace_back();
    each.add("from", format_instant(absence.from)).add("until", format_instant(absence.until));
    add_if(each, "delegate", absence.delegate);
  }
  return object.add("absences", absences);
}

JsonObject json_of(const Group& group) {
  JsonObject object;
  add_if(object, "name", group.name);
  add_if(object, "email", group.email);
  object.add("members", group.members);
  add_if(object, "manager_group", group.manager_group);
  return object.add("active", group.active).add("secret_access", group.secret_access);
}

}  // namespace

JsonObject state_json(const Case& state, const Policy& policy) {
  return std::visit(
      [&](const auto& facts) {
        if constexpr (requires { json_of(facts, policy); }) {
          return json_of(facts, policy);
        } else {
          return json_of(facts);
        }
      },
      state.facts);
}

}  // namespace followup::ctl
