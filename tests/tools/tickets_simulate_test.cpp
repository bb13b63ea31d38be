// simulate, pending and replan with tickets.
#include "tests/tools/simulation.h"
#include "tests/tools/ticket_office.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace followup::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;
using Json = nlohmann::json;

constexpr auto friday = "2026-03-06T13:00:00Z";  // 10:00 in São Paulo

class SimulateTickets : public Simulation {
 protected:
  SimulateTickets() { folder_.write("tenants/saudebr.toml", saudebr_tenant()); }
};

// S-T31
TEST_F(SimulateTickets, ClimbsFromLevelToLevelUntilNobodyIsAbove) {
  EXPECT_THAT(mails(ticket_event("opened", friday, opened("carta"))),
              ElementsAre("2026-03-06T10:00:00 ticket_opened autorizacao@saudebr.example",
                          "2026-03-06T17:30:00 ticket_warning autorizacao@saudebr.example",
                          "2026-03-07T04:00:00 ticket_warning autorizacao@saudebr.example",
                          "2026-03-07T10:00:00 ticket_overdue regulacao@saudebr.example",
                          "2026-03-09T23:59:59 ticket_overdue diretoria@saudebr.example"));
}

TEST_F(SimulateTickets, SaysUntilWhenAGroupHadToAnswer) {
  const std::string out = run(ticket_event("opened", friday, opened("carta"))).out;
  EXPECT_THAT(out, HasSubstr("; autorizacao has until 2026-03-07 10:00 -03 to answer\n"));
  EXPECT_THAT(out, HasSubstr("; autorizacao had until 2026-03-07 10:00 -03 to answer; level 2\n"));
}

// T5
TEST_F(SimulateTickets, TellsWhoeverIsInTwoGroupsOnce) {
  const std::string events =
      ticket_event("opened", friday, opened("duvida", R"(,"groups":["financeiro","cobranca"])"));
  EXPECT_THAT(mails(events),
              UnorderedElementsAre("2026-03-06T10:00:00 ticket_opened flavia@saudebr.example",
                                   "2026-03-06T10:00:00 ticket_opened fabio@saudebr.example"));
  EXPECT_THAT(run(events).out,
              HasSubstr("recipient: Fábio Reis <fabio@saudebr.example>; for financeiro, cobranca "
                        "to answer\n"));
}

// S-T07
TEST_F(SimulateTickets, SaysWhyTheAdministratorIsWarned) {
  EXPECT_THAT(run(ticket_event("opened", friday, opened("duvida", R"(,"groups":["parada"])"))).out,
              HasSubstr("administrator: admin@saudebr.example; group parada is inactive\n"));
}

TEST_F(SimulateTickets, SaysWhatEachMessageIsFor) {
  const std::string out = run(ticket_event("opened", friday, opened("reembolso")) +
                              ticket_event("forwarded", "2026-03-06T14:00:00Z",
                                           R"({"from":"autorizacao","to":"ouvidoria"})") +
                              ticket_event("answered", "2026-03-06T15:00:00Z",
                                           R"({"group":"financeiro","conclusive":false})") +
                              ticket_event("closed", "2026-03-06T16:00:00Z", "{}"))
                              .out;
  for (const auto* words :
       {"; autorizacao was told of it: delivered\n",
        "; autorizacao has nothing to answer any more: it was forwarded to ouvidoria\n",
        "; for ouvidoria to answer, which had it from autorizacao\n",
        "; financeiro answered, not conclusively\n",
        "; the ticket was closed while it was with financeiro\n"}) {
    EXPECT_THAT(out, HasSubstr(words));
  }
}

TEST_F(SimulateTickets, TellsProgramsWhatTheWebhooksCarry) {
  const auto all =
      messages(ticket_event("opened", friday, opened("carta")) +
               ticket_event("answered", "2026-03-06T14:00:00Z", R"({"group":"autorizacao"})"));
  std::vector<std::string> hooks;
  for (const auto& message : all) {
    if (message["channel"] == "webhook")
      hooks.push_back(message["purpose"].get<std::string>() + " " + message["data"].dump());
  }
  EXPECT_THAT(
      hooks,
      ElementsAre(R"(ticket.notified {"answer_by":"2026-03-07T10:00:00","group":"autorizacao",)"
                  R"("protocol":"P-77","result":"delivered"})",
                  R"(ticket.answered {"conclusive":true,"group":"autorizacao","protocol":"P-77"})",
                  R"(ticket.done {"cause":"all_answered","protocol":"P-77"})"));
}

// S-T08
TEST_F(SimulateTickets, RefusesWhatNoClassificationCovers) {
  const Printed printed = run(ticket_event("opened", friday, opened("unbekannt")));
  EXPECT_EQ(printed.code, ctl::ExitCode::refused);
  EXPECT_THAT(printed.out, HasSubstr("/data/classification"));
  EXPECT_THAT(mails(ticket_event("opened", friday, opened("unbekannt"))),
              Contains(HasSubstr("quarantined admin@saudebr.example")));
}

TEST(PendingTickets, NameTheStepThatIsNext) {
  TicketOffice office;
  office.ticket("opened", friday, opened("carta"));
  office.deliver();
  EXPECT_THAT(office.run({"pending"}).out,
              HasSubstr("2026-03-06 17:30 -03  warning  saudebr/ticket/T-1\n"));
}

// Q7
TEST(ReplanTickets, NamesEveryDeadlineThatAChangedTermMoves) {
  TicketOffice office;
  office.ticket("opened", friday, opened("carta"));
  office.deliver();
  std::string longer = saudebr_tenant();
  longer.replace(longer.find("term = \"24h\""), 12, "term = \"48h\"");
  office.add_tenant("saudebr", longer);
  EXPECT_THAT(office.run({"replan", "--tenant", "saudebr"}).out,
              HasSubstr("saudebr/ticket/T-1  warning 2026-03-06 17:30 -03 and 2026-03-07 04:00 -03 "
                        "-> 2026-03-06 17:30 -03 and 2026-03-07 22:00 -03, escalation 2026-03-07 "
                        "10:00 -03 -> 2026-03-08 10:00 -03\n"));
}

}  // namespace
}  // namespace followup::test
