// A ticket as the mails of the tests tell it. Tenant saudebr in São Paulo: ticket T-1, protocol
// 2026-0007, a denial letter for Carla Neri within 24 hours, opened on Friday 6 March 2026 at
// 16:00; the group "juridico" has to answer. A test changes what its story is about.
#pragma once

#include "call_story.h"

namespace followup::test {

struct TicketStory : CallStory {
  TicketStory() {
    tenant.name = "saudebr";
    tenant.contacts.default_language = "pt";
    policy.zone = Zone::load("America/Sao_Paulo").value();
    TicketNode top;
    top.description = "Atendimento";
    TicketNode letters;
    letters.description = "Cartas";
    letters.parent = "atendimento";
    TicketNode denial;
    denial.description = "Negativa por escrito";
    denial.parent = "cartas";
    denial.terms.term = Term{TermUnit::minutes, 24 * 60};
    policy.ticket.nodes = {{"atendimento", top}, {"cartas", letters}, {"negativa", denial}};
    state.key = {"saudebr", Kind::ticket, "T-1"};
    state.facts = Ticket{};
    Ticket& facts = ticket();
    facts.known = true;
    facts.protocol = "2026-0007";
    facts.classification = "negativa";
    facts.opened_at = instant("2026-03-06T19:00:00Z");
    facts.summary = "Carta pedida por telefone";
    facts.beneficiary = {"b-1", "Carla Neri"};
    demand("juridico");
    notification.case_key = state.key;
    names = {{"group/juridico", "Jurídico"},
             {"group/financeiro", "Financeiro"},
             {"group/diretoria", "Diretoria"}};
    recipient = {.name = "Jurídico", .email = "juridico@example.org", .language = "en"};
    send(Purpose::ticket_opened, "2026-03-06T16:00");
  }

  Ticket& ticket() { return std::get<Ticket>(state.facts); }

  Mailing& mailing() { return ticket().mailings.front(); }

  GroupDemand& demand(const std::string& group) {
    GroupDemand demand;
    demand.group = group;
    demand.since = instant("2026-03-06T19:00:00Z");
    ticket().demands.push_back(demand);
    return ticket().demands.back();
  }

  /// The story's mail is the one of this message that goes to `whom`, in the place of `groups`.
  void send(Purpose purpose, std::string_view nominal, const std::string& whom = "group/juridico",
            std::vector<std::string> groups = {"juridico"}) {
    Mailing made;
    made.number = 1;
    made.purpose = purpose;
    made.parties = groups;
    made.expanded = true;
    made.receipts = {{{whom, std::move(groups)}, std::nullopt, {}}};
    ticket().mailings = {made};
    notify(purpose, Role::recipient, nominal);
    notification.whom = mailing_whom(1, whom);
  }

  /// The same to those above the group, so many levels.
  void send_overdue(int level, const std::string& whom = "group/diretoria") {
    send(Purpose::ticket_overdue, "2026-03-07T16:00", whom);
    mailing().role = Role::managers;
    mailing().level = level;
    recipient.name = "Diretoria";
  }
};

}  // namespace followup::test
