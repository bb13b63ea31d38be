#include "tests/tools/call_office.h"

#include "core/base/hash.h"

#include <fmt/format.h>

namespace followup::test {

namespace {

std::string head(std::string_view name, std::string_view zone) {
  return fmt::format(
      "[tenant]\n"
      "sources = [\"urn:crm:{0}\"]\n"
      "zone = \"{1}\"\n"
      "mail_from = \"Calls <calls@{0}.example>\"\n"
      "case_url = \"https://crm.{0}.example/{{kind}}/{{id}}\"\n"
      "fallback_email = \"desk@{0}.example\"\n"
      "administrator_email = \"admin@{0}.example\"\n"
      "[[endpoint]]\n"
      "name = \"crm\"\n"
      "url = \"https://crm.{0}.example/hooks\"\n"
      "secret_files = [\"hook.secret\"]\n"
      "types = [\"*\"]\n",
      name, zone);
}

}  // namespace

std::string callit_tenant() {
  return head("callit", "Europe/Rome") + R"(
[calendars.calls]
monday = ["09:00-20:00"]
tuesday = ["09:00-20:00"]
wednesday = ["09:00-20:00"]
thursday = ["09:00-20:00"]
friday = ["09:00-20:00"]
[appointment]
calling_calendar = "calls"
private_to_public = "45m"
escalate_after = "2h"
reminder_time = "18:00"
reminder_days = 1
agent_hold = "30m"
[list_states.RICHIAMO]
description = "Richiamo"
type = "W"
[characteristics.motivo]
description = "Motivo"
[characteristics.fascia]
description = "Fascia oraria"
[characteristics.nota]
description = "Nota interna"
[states.12]
description = "Nuovo"
[states.31]
description = "KO assente"
list_state = "RICHIAMO"
callback = "private"
visible = ["motivo", "fascia"]
[states.32]
description = "KO pubblico"
list_state = "RICHIAMO"
callback = "public"
visible = ["motivo"]
[states.33]
description = "KO motivo"
list_state = "RICHIAMO"
callback = "private"
mandatory = ["motivo"]
visible = ["motivo"]
[states.41]
description = "KO rinviato"
reschedule = true
[procedures.Spostamento]
kind = "reschedule"
states = [41]
state_id = 12
[people.rossi]
name = "Mario Rossi"
email = "rossi@callit.example"
supervisor = "capo"
[people.bianchi]
name = "Ada Bianchi"
email = "bianchi@callit.example"
supervisor = "capo"
[people.capo]
name = "Il Capo"
email = "capo@callit.example"
[teams.it]
name = "Team Italia"
email = "it@callit.example"
)";
}

std::string telde_tenant() {
  return head("telde", "Europe/Berlin") + R"(
[contact]
escalate_after = "2h"
[projects.spring]
name = "Spring"
state = "in_progress"
history = true
agents = ["meier", "schulz"]
protocol = "batch"
batch_time = "18:00"
[people.meier]
name = "Eva Meier"
email = "meier@telde.example"
[people.schulz]
name = "Jan Schulz"
email = "schulz@telde.example"
)";
}

std::string call_event(std::string_view tenant, std::string_view type, std::string_view subject,
                       std::string_view time, std::string_view data) {
  return fmt::format(
      R"({{"specversion":"1.0","id":"{}","source":"urn:crm:{}","type":"{}","subject":"{}",)"
      R"("time":"{}","data":{}}})",
      deterministic_id({tenant, type, subject, time, data}), tenant, type, subject, time, data);
}

std::string booked(std::string_view id) {
  return call_event("callit", "appointment.booked", id, "2026-09-10T08:00:00Z",
                    R"({"start":"2026-09-14T15:00","agent":{"id":"bianchi"},)"
                    R"("operator":{"id":"rossi"},"team":"it",)"
                    R"("client":{"id":"K-1","name":"Carla Verdi"},"location":"Via Roma 1"})");
}

std::string outcome(std::string_view id, int state, std::string_view time,
                    std::string_view annotations, std::string_view reschedule_at) {
  const std::string date =
      reschedule_at.empty() ? "" : fmt::format(R"(,"reschedule_at":"{}")", reschedule_at);
  return call_event("callit", "appointment.outcome_set", id, time,
                    fmt::format(R"({{"state":{},"annotations":{}{}}})", state, annotations, date));
}

std::string follow_up(std::string_view contact, std::string_view due, std::string_view agent,
                      std::string_view time) {
  return call_event(
      "telde", "contact.follow_up_set", contact, time,
      fmt::format(R"({{"project":"spring","due":"{}","agent":{{"id":"{}"}}}})", due, agent));
}

CallOffice::CallOffice() {
  add_tenant("callit", callit_tenant());
  add_tenant("telde", telde_tenant());
  tell(booked(), "2026-09-10T08:00:00Z");
}

void CallOffice::callit(std::string_view type, std::string_view subject, std::string_view time,
                        std::string_view data) {
  tell(call_event("callit", type, subject, time, data), time);
}

void CallOffice::telde(std::string_view type, std::string_view subject, std::string_view time,
                       std::string_view data) {
  tell(call_event("telde", type, subject, time, data), time);
}

void CallOffice::set_outcome(int state, std::string_view annotations,
                             std::string_view reschedule_at) {
  tell(outcome("APP-1", state, "2026-09-14T13:20:00Z", annotations, reschedule_at),
       "2026-09-14T13:20:00Z");
}

}  // namespace followup::test
