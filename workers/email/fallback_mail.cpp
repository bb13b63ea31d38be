#include "workers/email/fallback_mail.h"

#include "workers/email/text.h"

#include <array>

namespace followup {

namespace {

/// A language's words. Headlines in the order of Purpose, hooks and commands without one; names of
/// what a mail is about in the order of Kind.
struct Words {
  std::array<std::string_view, 35> headlines;
  std::array<std::string_view, 11> kinds;
  std::string_view endpoint;
  std::string_view due;
  std::string_view link;
  std::string_view number;
};

// In the order of Language.
constexpr std::array<Words, 4> all_words{{
    {{"Follow up da fare",
      "Follow up in ritardo",
      "Follow up concluso",
      "Messaggio non consegnato",
      "Endpoint webhook disattivato",
      "",
      "Promemoria di un appuntamento",
      "Richiamo da fare",
      "Manca il motivo",
      "Manca la data",
      "Nuova data",
      "Richiamo in ritardo",
      "Richiamo da fare",
      "Non è più Suo",
      "Appuntamento fissato",
      "Da fare a mano",
      "Evento messo da parte",
      "Avviso sulla configurazione",
      "",
      "In attesa di risposta",
      "Il termine sta per scadere",
      "Senza risposta entro il termine",
      "Invito a una riunione",
      "Riunione modificata",
      "Invito annullato",
      "Promemoria di una riunione",
      "Verbale della riunione",
      "Non tutti raggiunti",
      "Attività in scadenza",
      "Attività non completata",
      "Manca la riunione",
      "Ancora nessuna risposta",
      "Messaggio per Lei",
      "Nuova nota",
      "Nuovo documento"},
     {"Rimando", "Persona", "Gruppo", "Appuntamento", "Contatto", "Progetto", "Configurazione",
      "Richiesta", "Riunione", "Domanda", "Comunicazione"},
     "Endpoint",
     "Scadenza",
     "Apri nel CRM",
     "Numero del messaggio"},
    {{"Wiedervorlage fällig",
      "Wiedervorlage überfällig",
      "Wiedervorlage erledigt",
      "Nachricht nicht zugestellt",
      "Webhook-Endpunkt abgeschaltet",
      "",
      "Erinnerung an einen Termin",
      "Rückruf fällig",
      "Grund fehlt",
      "Datum fehlt",
      "Neues Datum",
      "Anruf überfällig",
      "Wiedervorlage fällig",
      "Nicht mehr bei Ihnen",
      "Außendiensttermin vereinbart",
      "Von Hand zu erledigen",
      "Ereignis zurückgestellt",
      "Hinweis zur Konfiguration",
      "",
      "Antwort gebraucht",
      "Die Frist läuft ab",
      "Nicht rechtzeitig beantwortet",
      "Einladung zu einer Besprechung",
      "Besprechung geändert",
      "Einladung aufgehoben",
      "Erinnerung an eine Besprechung",
      "Protokoll der Besprechung",
      "Nicht alle erreicht",
      "Aufgabe fällig",
      "Aufgabe nicht erledigt",
      "Besprechung fehlt",
      "Noch keine Antwort",
      "Mitteilung für Sie",
      "Neue Notiz",
      "Neue Datei"},
     {"Vermittlung", "Person", "Gruppe", "Termin", "Kontakt", "Projekt", "Konfiguration", "Ticket",
      "Besprechung", "Antrag", "Mitteilung"},
     "Endpunkt",
     "Fällig am",
     "Im CRM öffnen",
     "Nummer der Nachricht"},
    {{"Acompanhamento a fazer",
      "Acompanhamento em atraso",
      "Acompanhamento encerrado",
      "Mensagem não entregue",
      "Endpoint de webhook desativado",
      "",
      "Lembrete de agendamento",
      "Retorno a fazer",
      "Falta o motivo",
      "Falta a data",
      "Nova data",
      "Retorno em atraso",
      "Retorno a fazer",
      "Não é mais seu",
      "Visita marcada",
      "A fazer manualmente",
      "Evento separado",
      "Aviso sobre a configuração",
      "",
      "Aguarda resposta",
      "O prazo está acabando",
      "Sem resposta no prazo",
      "Convite para uma reunião",
      "Reunião alterada",
      "Convite cancelado",
      "Lembrete de reunião",
      "Ata da reunião",
      "Nem todos foram avisados",
      "Tarefa a concluir",
      "Tarefa não concluída",
      "Falta a reunião",
      "Ainda sem resposta",
      "Mensagem para você",
      "Nova nota",
      "Novo arquivo"},
     {"Encaminhamento", "Pessoa", "Grupo", "Agendamento", "Contato", "Projeto", "Configuração",
      "Pendência", "Reunião", "Requerimento", "Comunicação"},
     "Endpoint",
     "Previsto para",
     "Abrir no CRM",
     "Número da mensagem"},
    {{"Follow-up due",
      "Follow-up overdue",
      "Follow-up closed",
      "Message not delivered",
      "Webhook endpoint switched off",
      "",
      "Reminder of an appointment",
      "Callback due",
      "Reason missing",
      "Date missing",
      "New date",
      "Call overdue",
      "Follow-up due",
      "No longer yours",
      "Field appointment",
      "To do by hand",
      "Event put aside",
      "Configuration notice",
      "",
      "To be answered",
      "Time is running out",
      "Not answered in time",
      "Invitation to a meeting",
      "Meeting changed",
      "Invitation cancelled",
      "Reminder of a meeting",
      "Minutes of the meeting",
      "Not everybody was reached",
      "Action due",
      "Action not done",
      "Meeting missing",
      "No answer yet",
      "Message for you",
      "New note",
      "New file"},
     {"Referral", "Person", "Group", "Appointment", "Contact", "Project", "Configuration", "Ticket",
      "Meeting", "Application", "Communication"},
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
  const std::string& reference = variables["reference"];
  mail.subject = clean_header(reference.empty() ? headline : headline + ": " + reference);
  mail.text = headline + ".\n\n";
  add_line(mail.text, words.kinds.at(static_cast<std::size_t>(inputs.kind)), reference);
  add_line(mail.text, words.endpoint, variables["endpoint"]);
  const std::string& answer_by = variables["answer_by"];
  add_line(mail.text, words.due, answer_by.empty() ? variables["due"] : answer_by);
  add_line(mail.text, words.link, variables["case_url"]);
  add_line(mail.text, words.number, variables["notification"]);
  for (const char* longer :
       {"start", "text", "decisions", "actions", "persons", "attached", "left_out"}) {
    if (!variables[longer].empty()) mail.text += "\n" + variables[longer] + "\n";
  }
  mail.html = "<!DOCTYPE html>\n<html lang=\"" + variables["language"] +
              "\">\n<head><meta charset=\"utf-8\"><title>" + escape_html(headline) +
              "</title></head>\n<body>\n<p style=\"white-space:pre-line\">" +
              escape_html(mail.text) + "</p>\n</body>\n</html>\n";
  return mail;
}

}  // namespace followup
