// A communication's state as labels and texts. What was written is not kept in the case.
#include "tools/ctl/application_reasons.h"
#include "tools/ctl/state_parts.h"
#include "tools/ctl/when.h"

#include <fmt/format.h>

namespace followup::ctl {

namespace {

void add_mail(Words& words, const Communication& communication) {
  const RequestedMail& mail = *communication.mail;
  words.emplace_back("mail",
                     mail.template_name.empty() ? "free text" : "template " + mail.template_name);
  for (const auto& person : mail.to)
    words.emplace_back("  to", person_words(person, communication.people));
  for (const auto& file : mail.files)
    words.emplace_back("  file", file_words(file));
}

}  // namespace

Words describe(const Communication& communication, const Policy& policy) {
  Words words{{"communication", stage_words(communication, policy)}};
  words.emplace_back("application", communication.application);
  if (communication.recorded) {
    words.emplace_back("direction", std::string(to_text(communication.direction)));
    words.emplace_back("medium", std::string(to_text(communication.medium)));
  }
  words.emplace_back(communication.recorded ? "on" : "asked for",
                     local_text(communication.at, policy.zone));
  add_if(words, "client",
         person_words(
             {.id = communication.client.id, .name = communication.client.name, .email = {}}));
  if (communication.worker) words.emplace_back("worker", person_words(*communication.worker));
  if (communication.cycle > 1) words.emplace_back("cycle", std::to_string(communication.cycle));
  if (communication.mail) add_mail(words, communication);
  for (const auto& mailing : communication.mailings)
    words.emplace_back("message", mailing_words(mailing));
  return words;
}

}  // namespace followup::ctl
