// A communication's state for programs.
#include "tools/ctl/application_reasons.h"
#include "tools/ctl/state_parts.h"

namespace followup::ctl {

namespace {

JsonObject mail_json(const Communication& communication) {
  const RequestedMail& mail = *communication.mail;
  JsonObject object;
  add_if(object, "at", mail.at);
  add_if(object, "template", mail.template_name);
  std::vector<JsonObject> to;
  for (const auto& person : mail.to)
    to.push_back(person_json(person, communication.people));
  object.add("to", to)
      .add("text_size", mail.document.size)
      .add("attachments", files_json(mail.files));
  add_if(object, "sent", mail.sent);
  return object;
}

}  // namespace

JsonObject json_of(const Communication& communication, const Policy& policy) {
  JsonObject object;
  object.add("state", stage_of(communication, policy))
      .add("application", communication.application)
      .add("communication_id", communication.id);
  if (communication.recorded) {
    object.add("direction", to_text(communication.direction))
        .add("medium", to_text(communication.medium));
  }
  object.add("at", format_instant(communication.at));
  if (!communication.client.id.empty()) object.add("client", client_json(communication.client));
  if (communication.worker) object.add("worker", person_json(*communication.worker));
  if (communication.answer_expected_days)
    object.add("answer_expected_days", *communication.answer_expected_days);
  add_if(object, "answer_expected_on", answer_expected_on(communication, policy));
  if (communication.answered) object.add("answered", format_instant(*communication.answered));
  add_if(object, "reminder", communication.reminder);
  object.add("cycle", communication.cycle);
  if (communication.mail) object.add("mail", mail_json(communication));
  return object.add("cancelled", communication.cancelled)
      .add("messages", mailings_json(communication.mailings));
}

}  // namespace followup::ctl
