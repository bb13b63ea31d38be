// show and explain for tickets.
#include "tests/tools/ticket_office.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace followup::test {
namespace {

using testing::HasSubstr;
using Json = nlohmann::json;

constexpr auto name = "saudebr/ticket/T-1";
constexpr auto friday = "2026-03-06T13:00:00Z";  // 10:00 in São Paulo

std::string shown(TicketOffice& office) {
  return office.run({"show", name}).out;
}

std::string explained(TicketOffice& office) {
  return office.run({"explain", name}).out;
}

Json state_of(TicketOffice& office) {
  return Json::parse(office.run({"show", name, "--json"}).out)["state"];
}

// ---------------------------------------------------------------- show

// T3
TEST(ShowTicket, TellsTheWholePathOfAProtocol) {
  TicketOffice office;
  office.ticket("opened", friday, opened("reembolso"));
  office.deliver();
  office.ticket("forwarded", "2026-03-06T14:00:00Z",
                R"({"from":"autorizacao","to":"cobranca","by":{"id":"maria"}})");
  office.deliver({"fabio@saudebr.example"});
  office.ticket("answered", "2026-03-06T15:00:00Z",
                R"({"group":"financeiro","by":{"id":"flavia"},"text":"Pago em 10/03"})");
  office.ticket("answered", "2026-03-06T16:00:00Z",
                R"({"group":"cobranca","conclusive":false,"text":"em análise"})");
  office.deliver();
  EXPECT_THAT(shown(office),
              HasSubstr("path            2026-03-06 10:00 -03  opened for autorizacao\n"
                        "  path            2026-03-06 10:00 -03  opened for financeiro\n"
                        "  path            2026-03-06 10:00 -03  autorizacao told: delivered\n"
                        "  path            2026-03-06 10:00 -03  financeiro told: delivered\n"
                        "  path            2026-03-06 11:00 -03  forwarded from autorizacao to "
                        "cobranca, by maria\n"
                        "  path            2026-03-06 11:00 -03  cobranca told: refused\n"
                        "  path            2026-03-06 12:00 -03  financeiro answered, by flavia: "
                        "Pago em 10/03\n"
                        "  path            2026-03-06 13:00 -03  cobranca answered, not "
                        "conclusively: em análise\n"));
}

// T3
TEST(ShowTicket, TellsWhereAProtocolIsNow) {
  TicketOffice office;
  office.ticket("opened", friday, opened("reembolso"));
  office.deliver();
  office.ticket("forwarded", "2026-03-06T14:00:00Z", R"({"from":"autorizacao","to":"cobranca"})");
  office.deliver();
  office.ticket("answered", "2026-03-06T15:00:00Z", R"({"group":"financeiro"})");
  const std::string out = shown(office);
  for (const auto* line :
       {"  protocol        P-77\n", "  ticket          open\n",
        "  classification  reembolso (Reembolso)\n", "  person type     beneficiario\n",
        "  channel         internal\n", "  opened          2026-03-06 10:00 -03\n",
        "  summary         Negativa por escrito\n", "  beneficiary     B-1, João da Silva\n",
        "  was with        autorizacao since 2026-03-06 10:00 -03, forwarded\n",
        "  was with        financeiro since 2026-03-06 10:00 -03, answered\n",
        "  now with        cobranca since 2026-03-06 10:00 -03, due 2026-03-20 23:59:59 -03\n",
        "  next            escalation 2026-03-20 23:59:59 -03"}) {
    EXPECT_THAT(out, HasSubstr(line));
  }
}

TEST(ShowTicket, TellsWhoWasWarnedAndHowFarUpItWasTold) {
  TicketOffice office;
  office.ticket("opened", friday, opened("carta"));
  office.deliver();
  office.fire("2026-03-07T07:00:00Z");
  EXPECT_THAT(shown(office), HasSubstr("due 2026-03-07 10:00 -03, warned 2026-03-07 04:00 -03\n"));
  office.deliver();
  office.fire("2026-03-07T13:00:00Z");
  office.deliver();
  EXPECT_THAT(shown(office), HasSubstr(", level 1 of managers told 2026-03-07 10:00 -03\n"));
  office.fire("2026-03-10T02:59:59Z");
  office.deliver();
  office.fire("2026-03-11T02:59:59Z");
  office.deliver();
  const std::string out = shown(office);
  EXPECT_THAT(out, HasSubstr(", level 3 of managers told 2026-03-10 23:59:59 -03, nobody is above "
                             "them\n"));
  EXPECT_THAT(out,
              HasSubstr("2026-03-07 10:00 -03  autorizacao has not answered in time, level 1 of "
                        "managers told: delivered\n"));
  EXPECT_THAT(out, HasSubstr("2026-03-10 23:59:59 -03  autorizacao has not answered in time, "
                             "level 3 of managers told: nobody\n"));
}

TEST(ShowTicket, TellsWhatBecameOfAMessageThatIsOnItsWay) {
  TicketOffice office;
  office.ticket("opened", friday, opened("reembolso"));
  EXPECT_THAT(shown(office), HasSubstr("  message         1 ticket_opened to autorizacao, "
                                       "financeiro: whom it goes to is not worked out yet\n"));
  EXPECT_THAT(shown(office), HasSubstr("autorizacao since 2026-03-06 10:00 -03, due 2026-03-20 "
                                       "23:59:59 -03, not told yet\n"));
  const Json message = state_of(office)["messages"][0];
  EXPECT_EQ(message["groups"], Json::parse(R"(["autorizacao", "financeiro"])"));
  EXPECT_EQ(message["expanded"], false);
}

// S-T21
TEST(ShowTicket, TellsOfAnAgreedExtension) {
  TicketOffice office;
  office.ticket("opened", friday, opened("reclamacao", R"(,"channel":"ombudsman")"));
  office.deliver();
  office.ticket("extended", "2026-03-09T13:00:00Z",
                R"({"group":"ouvidoria","days":30,"reason":"perícia","by":{"id":"olga"}})");
  const std::string out = shown(office);
  EXPECT_THAT(out, HasSubstr("  now with        ouvidoria since 2026-03-06 10:00 -03, due "
                             "2026-04-17 23:59:59 -03 as agreed on\n"));
  EXPECT_THAT(out,
              HasSubstr("2026-03-09 10:00 -03  ouvidoria has until 2026-04-17 23:59:59 -03, as "
                        "agreed on, by olga: perícia\n"));
}

// T21: the mails are neutral; whoever may ask for the case sees it as every other.
TEST(ShowTicket, ShowsASecretTicketToWhoeverMayAskForIt) {
  TicketOffice office;
  office.ticket("opened", friday, opened("carta", R"(,"secret":true)"));
  const std::string out = shown(office);
  for (const auto* line : {"  secret          yes\n", "  summary         Negativa por escrito\n",
                           "  beneficiary     B-1, João da Silva\n",
                           "  classification  carta (Negativa de cobertura / Carta negativa)\n"}) {
    EXPECT_THAT(out, HasSubstr(line));
  }
}

TEST(ShowTicket, TellsThatAllIsAnsweredOrClosedOrOpenAgain) {
  TicketOffice office;
  office.ticket("opened", friday, opened("carta"));
  office.deliver();
  office.ticket("answered", "2026-03-06T14:00:00Z", R"({"group":"autorizacao"})");
  EXPECT_THAT(shown(office), HasSubstr("  ticket          done\n"));
  office.ticket("closed", "2026-03-06T15:00:00Z", R"({"reason":"resolvido"})");
  EXPECT_THAT(shown(office), HasSubstr("  ticket          closed\n"));
  office.ticket("reopened", "2026-03-06T16:00:00Z", R"({"reason":"contestado"})");
  const std::string out = shown(office);
  EXPECT_THAT(out, HasSubstr("  ticket          open\n"));
  EXPECT_THAT(out, HasSubstr("  cycle           2\n"));
  EXPECT_THAT(out, HasSubstr("  now with        autorizacao since 2026-03-06 13:00 -03, due "
                             "2026-03-07 13:00 -03, not told yet\n"));
  EXPECT_THAT(out, HasSubstr("2026-03-06 11:00 -03  done: all have answered\n"));
  EXPECT_THAT(out, HasSubstr("2026-03-06 12:00 -03  closed: resolvido\n"));
  EXPECT_THAT(out, HasSubstr("2026-03-06 13:00 -03  reopened: contestado\n"));
}

TEST(ShowTicket, TellsProgramsTheSame) {
  TicketOffice office;
  office.ticket("opened", friday, opened("reembolso"));
  office.deliver({"fabio@saudebr.example"});
  office.ticket("answered", "2026-03-06T15:00:00Z",
                R"({"group":"autorizacao","by":{"id":"maria"},"text":"Feito"})");
  EXPECT_EQ(state_of(office), Json::parse(R"({
      "known": true, "protocol": "P-77", "classification": "reembolso",
      "person_type": "beneficiario", "channel": "internal", "opened_at": "2026-03-06T13:00:00Z",
      "secret": false, "summary": "Negativa por escrito",
      "beneficiary": {"id": "B-1", "name": "João da Silva"},
      "closed": false, "done": false, "cycle": 1,
      "groups": [
        {"group": "autorizacao", "end": "answered", "since": "2026-03-06T13:00:00Z",
         "due": "2026-03-21T02:59:59Z", "told": true, "level": 0, "chain_ended": false},
        {"group": "financeiro", "end": "open", "since": "2026-03-06T13:00:00Z",
         "due": "2026-03-21T02:59:59Z", "told": true, "level": 0, "chain_ended": false}],
      "messages": [],
      "path": [
        {"at": "2026-03-06T13:00:00Z", "what": "opened", "group": "autorizacao"},
        {"at": "2026-03-06T13:00:00Z", "what": "opened", "group": "financeiro"},
        {"at": "2026-03-06T13:00:00Z", "what": "notified", "group": "autorizacao",
         "result": "delivered"},
        {"at": "2026-03-06T13:00:00Z", "what": "notified", "group": "financeiro",
         "result": "partly"},
        {"at": "2026-03-06T15:00:00Z", "what": "answered", "group": "autorizacao", "by": "maria",
         "text": "Feito"}]})"));
}

TEST(ShowTicket, TellsProgramsWhereItCameFromAndHowLongItMayTake) {
  TicketOffice office;
  office.ticket("opened", friday, opened("reclamacao", R"(,"channel":"ombudsman")"));
  office.ticket("extended", "2026-03-09T13:00:00Z",
                R"({"group":"ouvidoria","days":30,"reason":"perícia"})");
  office.ticket("forwarded", "2026-03-09T14:00:00Z", R"({"from":"ouvidoria","to":"cobranca"})");
  const Json state = state_of(office);
  EXPECT_EQ(state["groups"][1]["extended_to"], "2026-04-17T23:59:59");
  EXPECT_EQ(state["path"][1]["until"], "2026-04-17T23:59:59");
  EXPECT_EQ(state["path"][2], Json::parse(R"({"at": "2026-03-09T14:00:00Z", "what": "forwarded",
                                              "group": "cobranca", "from": "ouvidoria"})"));
}

// ---------------------------------------------------------------- explain

TEST(ExplainTicket, SaysWhoIsWarnedAndWhoHearsOfItAfterwards) {
  TicketOffice office;
  office.ticket("opened", friday, opened("carta"));
  office.deliver();
  const std::string until = "until 2026-03-07 10:00 -03, 24 hours from 2026-03-06 10:00 -03";
  EXPECT_EQ(
      explained(office),
      "saudebr/ticket/T-1\n"
      "warning  2026-03-06 17:30 -03 (2026-03-06T20:30:00Z)\n"
      "  why: autorizacao has not answered, and has " +
          until +
          ", policy version 1\n"
          "  email ticket_warning to recipient: Autorização <autorizacao@saudebr.example>\n"
          "  webhook ticket.warned to endpoint crm\n"
          "warning  2026-03-07 04:00 -03 (2026-03-07T07:00:00Z)\n"
          "  why: autorizacao has not answered, and has " +
          until +
          ", policy version 1\n"
          "  email ticket_warning to recipient: Autorização <autorizacao@saudebr.example>\n"
          "  webhook ticket.warned to endpoint crm\n"
          "escalation  2026-03-07 10:00 -03 (2026-03-07T13:00:00Z)\n"
          "  why: autorizacao has not answered, and had " +
          until +
          ", policy version 1\n"
          "  email ticket_overdue to recipient: Regulação <regulacao@saudebr.example>\n"
          "  webhook ticket.overdue to endpoint crm\n"
          "escalation  2026-03-09 23:59:59 -03 (2026-03-10T02:59:59Z)\n"
          "  why: autorizacao has not answered, and had " +
          until +
          "; level 1 was told 2026-03-07 10:00 -03, the next one is 1 business day later, policy "
          "version 1\n"
          "  email ticket_overdue to recipient: Diretoria <diretoria@saudebr.example>\n"
          "  webhook ticket.overdue to endpoint crm\n"
          "escalation  2026-03-10 23:59:59 -03 (2026-03-11T02:59:59Z)\n"
          "  why: autorizacao has not answered, and had " +
          until +
          "; level 2 was told 2026-03-09 23:59:59 -03, the next one is 1 business day later, "
          "policy version 1\n"
          "  webhook ticket.overdue to endpoint crm\n");
}

// S-T32
TEST(ExplainTicket, SaysThatTheEarlierOfTwoTermsCounts) {
  TicketOffice office;
  office.ticket("opened", friday, opened("carta", R"(,"channel":"contact_form")"));
  EXPECT_THAT(explained(office),
              HasSubstr("until 2026-03-07 10:00 -03, 24 hours or 5 business days from 2026-03-06 "
                        "10:00 -03, whichever ends first"));
}

TEST(ExplainTicket, TellsProgramsOfEachOfSeveralRecipients) {
  TicketOffice office;
  office.ticket("opened", friday, opened("reembolso"));
  office.deliver();
  const Json plan = Json::parse(office.run({"explain", name, "--json"}).out);
  std::vector<std::string> told;
  for (const auto& message : plan["steps"][0]["messages"]) {
    if (message["channel"] == "email")
      told.push_back(message["role"].get<std::string>() + " " +
                     message["recipient"]["email"].get<std::string>());
  }
  EXPECT_THAT(told, testing::UnorderedElementsAre("recipient regulacao@saudebr.example",
                                                  "recipient diretoria@saudebr.example"));
}

TEST(ExplainTicket, SaysWhyNothingGoesOut) {
  TicketOffice endless;
  endless.ticket("opened", friday, opened("duvida"));
  EXPECT_THAT(explained(endless), HasSubstr("nothing will go out: no term is configured for the "
                                            "classification\n"));
  TicketOffice answered;
  answered.ticket("opened", friday, opened("carta"));
  answered.ticket("answered", friday, R"({"group":"autorizacao"})");
  EXPECT_THAT(explained(answered),
              HasSubstr("nothing will go out: no group has anything to answer\n"));
  answered.ticket("closed", friday, "{}");
  EXPECT_THAT(explained(answered), HasSubstr("nothing will go out: the ticket is closed\n"));
}

TEST(TicketNames, AreAKindOfCase) {
  TicketOffice office;
  EXPECT_THAT(office.run({"show", "saudebr/tickets/T-1"}).complaints,
              HasSubstr("contact, project, ticket, meeting"));
}

}  // namespace
}  // namespace followup::test
