// An installation with tickets in it: the tenant `saudebr` of domain.md 3.T.
#pragma once

#include "tests/tools/office.h"

#include <string>
#include <string_view>

namespace followup::test {

/// Nodes "carta" (autorizacao, 24 hours with two warnings, by the contact form 5 business days),
/// "reembolso" (autorizacao and financeiro, 10 business days), "reclamacao" (ouvidoria, may be
/// extended), "duvida" (no term); autorizacao below regulacao below diretoria; Fabio is a member of
/// financeiro and of cobranca.
[[nodiscard]] std::string saudebr_tenant();

/// An event of the tenant; `data` is JSON. Its id is made of the rest.
[[nodiscard]] std::string ticket_event(std::string_view type, std::string_view time,
                                       std::string_view data, std::string_view subject = "T-1");
/// Data of ticket.opened: protocol P-77 of João da Silva. `more` starts with a comma.
[[nodiscard]] std::string opened(std::string_view classification, std::string_view more = "");

class TicketOffice : public Office {
 public:
  TicketOffice();

  /// About T-1.
  void ticket(std::string_view type, std::string_view time, std::string_view data);
};

}  // namespace followup::test
