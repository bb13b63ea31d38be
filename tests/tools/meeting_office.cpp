#include "tests/tools/meeting_office.h"

#include "core/base/hash.h"

#include <fmt/format.h>

namespace followup::test {

std::string meeting_tenant() {
  return R"(
[tenant]
sources = ["urn:crm:assist"]
zone = "Europe/Rome"
language = "it"
mail_from = "Follow-up <follow-up@assist.example>"
case_url = "https://crm.assist.example/{kind}/{id}"
fallback_email = "desk@assist.example"
administrator_email = "admin@assist.example"
templates = "mails"
[[endpoint]]
name = "crm"
url = "https://crm.assist.example/hooks"
secret_files = ["hook.secret"]
types = ["*"]
[referral]
supervisor_days = 10
[meetings]
reminder = "24h"
action_reminders = [-3, 0]
[communications]
templates = ["missing_documents"]
[people.anna]
name = "Anna Rossi"
email = "anna@assist.example"
[people.bruno]
name = "Bruno Conti"
email = "bruno@assist.example"
[people.carla]
name = "Carla Verdi"
email = "carla@assist.example"
[people.dino]
name = "Dino Neri"
email = "dino@assist.example"
[people.elsa]
name = "Elsa Gallo"
[people.fabio]
name = "Fabio Riva"
email = "fabio@assist.example"
active = false
)";
}

void write_templates(const ConfigFolder& folder) {
  for (const std::string language : {"it", "de", "pt", "en"})
    folder.write("mails/message-missing_documents." + language + ".txt", "[subject]\nx\n");
}

std::string without_columns(std::string_view text) {
  std::string narrow;
  for (const char c : text) {
    if (c != ' ' || !narrow.ends_with(' ')) narrow += c;
  }
  return narrow;
}

std::string meeting_event(std::string_view type, std::string_view subject, std::string_view time,
                          std::string_view data) {
  return fmt::format(R"({{"specversion":"1.0","id":"{}","source":"urn:crm:assist","type":"{}",)"
                     R"("subject":"{}","time":"{}","data":{}}})",
                     deterministic_id({type, subject, time, data}), type, subject, time, data);
}

std::string scheduled(std::string_view start, std::string_view more) {
  const std::string day(start.substr(0, 10));
  return fmt::format(
      R"({{"start":"{}","end":"{}T11:00","zone":"Europe/Rome","subject_line":"Bedarf klären",)"
      R"("location":"Sala 2","organizer":{{"id":"anna"}},"invitees":[{{"id":"bruno"}},)"
      R"({{"id":"carla"}},{{"id":"elsa"}}],"cases":["APP-7"]{}}})",
      start, day, more);
}

std::string letter(std::string_view id, std::string_view more) {
  return fmt::format(
      R"({{"communication_id":"{}","direction":"out","medium":"letter",)"
      R"("client":{{"id":"CL-1","name":"Luca Bianchi"}},"worker":{{"id":"anna"}}{}}})",
      id, more);
}

MeetingOffice::MeetingOffice() {
  write_templates(folder);
  add_tenant("assist", meeting_tenant());
}

void MeetingOffice::meeting(std::string_view type, std::string_view time, std::string_view data) {
  tell(meeting_event(type, "M-1", time, data), time);
}

void MeetingOffice::application(std::string_view type, std::string_view time, std::string_view data,
                                std::string_view id) {
  tell(meeting_event(type, id, time, data), time);
}

}  // namespace followup::test
