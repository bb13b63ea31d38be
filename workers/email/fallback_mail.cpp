#include "workers/email/fallback_mail.h"

#include "workers/email/text.h"

#include <array>

namespace followup {

namespace {

/// A language's words. Headlines in the order of Purpose, without `hook`.
struct Words {
  std::array<std::string_view, 5> headlines;
  std::string_view reference;
  std::string_view endpoint;
  std::string_view due;
  std::string_view link;
  std::string_view number;
};

// In the order of Language.
constexpr std::array<Words, 4> all_words{{
    {{"Follow up da fare", "Follow up in ritardo", "Follow up concluso", "Messaggio non consegnato",
      "Endpoint webhook disattivato"},
     "Rimando",
     "Endpoint",
     "Scadenza",
     "Apri nel CRM",
     "Numero del messaggio"},
    {{"Wiedervorlage fällig", "Wiedervorlage überfällig", "Wiedervorlage erledigt",
      "Nachricht nicht zugestellt", "Webhook-Endpunkt abgeschaltet"},
     "Vermittlung",
     "Endpunkt",
     "Fällig am",
     "Im CRM öffnen",
     "Nummer der Nachricht"},
    {{"Acompanhamento a fazer", "Acompanhamento em atraso", "Acompanhamento encerrado",
      "Mensagem não entregue", "Endpoint de webhook desativado"},
     "Encaminhamento",
     "Endpoint",
     "Previsto para",
     "Abrir no CRM",
     "Número da mensagem"},
    {{"Follow-up due", "Follow-up overdue", "Follow-up closed", "Message not delivered",
      "Webhook endpoint switched off"},
     "Referral",
     "Endpoint",
     "Due",
     "Open in the CRM",
     "Message number"},
}};

void add_line(std::string& text, std::string_view label, const std::string& value) {
  if (!value.empty()) text.append(label).append(": ").append(value).append("\n");
}

}  // namespace

RenderedMail fallback_mail(const MailInputs& inputs, const Variables& variables) {
  const Words& words = all_words.at(static_cast<std::size_t>(inputs.language));
  const auto purpose = static_cast<std::size_t>(inputs.purpose);
  const std::string headline(words.headlines.at(purpose < words.headlines.size() ? purpose : 0));
  RenderedMail mail;
  mail.subject = clean_header(headline + ": " + variables["reference"]);
  mail.text = headline + ".\n\n";
  add_line(mail.text, words.reference, variables["reference"]);
  add_line(mail.text, words.endpoint, variables["endpoint"]);
  add_line(mail.text, words.due, variables["due"]);
  add_line(mail.text, words.link, variables["case_url"]);
  add_line(mail.text, words.number, variables["notification"]);
  mail.html = "<!DOCTYPE html>\n<html lang=\"" + variables["language"] +
              "\">\n<head><meta charset=\"utf-8\"><title>" + escape_html(headline) +
              "</title></head>\n<body>\n<p style=\"white-space:pre-line\">" +
              escape_html(mail.text) + "</p>\n</body>\n</html>\n";
  return mail;
}

}  // namespace followup
