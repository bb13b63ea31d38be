#include "tests/tools/ticket_office.h"

#include "core/base/hash.h"

#include <fmt/format.h>

namespace followup::test {

std::string saudebr_tenant() {
  return R"(
[tenant]
sources = ["urn:crm:saudebr"]
zone = "America/Sao_Paulo"
language = "pt"
mail_from = "Protocolos <noreply@saudebr.example>"
case_url = "https://crm.saudebr.example/{kind}/{id}"
fallback_email = "fallback@saudebr.example"
administrator_email = "admin@saudebr.example"
[[endpoint]]
name = "crm"
url = "https://crm.saudebr.example/hooks"
secret_files = ["hook.secret"]
types = ["*"]
[calendars.expediente]
monday = ["08:00-18:00"]
tuesday = ["08:00-18:00"]
wednesday = ["08:00-18:00"]
thursday = ["08:00-18:00"]
friday = ["08:00-18:00"]
[tickets]
calendar = "expediente"
escalation_gap = "1 business day"
[ticket_channels.contact_form]
term = "5 business days"
[classifications.negativa]
description = "Negativa de cobertura"
[classifications.carta]
description = "Carta negativa"
parent = "negativa"
groups = ["autorizacao"]
contact_form = true
term = "24h"
warnings = ["30m", "75%"]
[classifications.reembolso]
description = "Reembolso"
groups = ["autorizacao", "financeiro"]
term = "10 business days"
[classifications.reclamacao]
description = "Reclamação"
groups = ["ouvidoria"]
ombudsman = true
term = "7 business days"
extension = "30 business days"
[classifications.duvida]
description = "Dúvida, sem prazo"
groups = ["autorizacao"]
[teams.autorizacao]
name = "Autorização"
email = "autorizacao@saudebr.example"
manager = "regulacao"
[teams.financeiro]
name = "Financeiro"
members = ["flavia", "fabio"]
manager = "diretoria"
[teams.cobranca]
name = "Cobrança"
members = ["fabio"]
manager = "diretoria"
[teams.ouvidoria]
name = "Ouvidoria"
email = "ouvidoria@saudebr.example"
[teams.parada]
name = "Equipe parada"
email = "parada@saudebr.example"
active = false
manager = "regulacao"
[teams.regulacao]
name = "Regulação"
email = "regulacao@saudebr.example"
manager = "diretoria"
[teams.diretoria]
name = "Diretoria"
email = "diretoria@saudebr.example"
[people.flavia]
name = "Flávia Lima"
email = "flavia@saudebr.example"
[people.fabio]
name = "Fábio Reis"
email = "fabio@saudebr.example"
)";
}

std::string ticket_event(std::string_view type, std::string_view time, std::string_view data,
                         std::string_view subject) {
  return fmt::format(
      R"({{"specversion":"1.0","id":"{}","source":"urn:crm:saudebr","type":"ticket.{}",)"
      R"("subject":"{}","time":"{}","data":{}}})",
      deterministic_id({type, subject, time, data}), type, subject, time, data);
}

std::string opened(std::string_view classification, std::string_view more) {
  return fmt::format(R"({{"protocol":"P-77","classification":"{}","person_type":"beneficiario",)"
                     R"("summary":"Negativa por escrito",)"
                     R"("beneficiary":{{"id":"B-1","name":"João da Silva"}}{}}})",
                     classification, more);
}

TicketOffice::TicketOffice() {
  add_tenant("saudebr", saudebr_tenant());
}

void TicketOffice::ticket(std::string_view type, std::string_view time, std::string_view data) {
  tell(ticket_event(type, time, data), time);
}

}  // namespace followup::test
