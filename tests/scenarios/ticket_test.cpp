// Tickets and the groups that have to answer them (T1 to T5, T14, T20, T21): who is told, once
// each, and a protocol's whole path.
#include "tests/scenarios/call_centre.h"
#include "tests/scenarios/ticket_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

class Tickets : public testing::Test {
 protected:
  Tickets() : plan("saudebr", saudebr_toml()) { plan.at("2026-03-06T10:00"); }

  Reply open(const std::string& classification, const std::string& extra = "") {
    return plan.tell("ticket.opened", "T-1", opened(classification, extra));
  }

  Reply answer(const std::string& group, const std::string& extra = "") {
    return plan.tell("ticket.answered", "T-1", answered(group, extra));
  }

  /// The mails since the last look, without their times.
  Lines told() {
    Lines lines = plan.new_mails();
    for (auto& line : lines)
      line = line.substr(line.find(' ') + 1);
    return lines;
  }

  /// The hooks, without the times when they went out.
  Lines hooks() const {
    Lines lines;
    for (const auto& hook : plan.hooks())
      lines.push_back(hook.substr(hook.find(' ') + 1));
    return lines;
  }

  /// The protocol's path: what, group, and what stands beside it.
  Lines path() {
    Lines lines;
    for (const auto& step : plan.facts<Ticket>(Kind::ticket, "T-1").path) {
      std::string line = step.what;
      for (const auto& part : {step.group, step.other, step.text}) {
        if (!part.empty()) line += " " + part;
      }
      lines.push_back(line);
    }
    return lines;
  }

  CallCentre plan;
};

TEST_F(Tickets, S_T04_EveryGroupHasADemandOfItsOwnAndTheTicketIsDoneAfterTheLast) {
  open("reembolso");
  EXPECT_THAT(told(), UnorderedElementsAre("ticket_opened autorizacao@saudebr.example",
                                           "ticket_opened juridico@saudebr.example",
                                           "ticket_opened flavia", "ticket_opened fabio"));
  EXPECT_THAT(plan.due(Kind::ticket, "T-1").size(), 3U);
  answer("autorizacao");
  EXPECT_THAT(plan.due(Kind::ticket, "T-1").size(), 2U);
  answer("financeiro");
  EXPECT_THAT(hooks(), Not(Contains(HasSubstr("ticket.done"))));
  answer("juridico");
  EXPECT_THAT(hooks(), Contains("ticket.done cause=all_answered protocol=P-2026-77"));
  EXPECT_THAT(plan.due(Kind::ticket, "T-1"), IsEmpty());
}

TEST_F(Tickets, Q14_TheFirstAnswerEndsAllWhereTheClassificationSaysSo) {
  open("urgente");
  told();
  answer("juridico");
  EXPECT_THAT(told(), ElementsAre("withdrawal autorizacao@saudebr.example"));
  EXPECT_THAT(hooks(), Contains("ticket.done cause=first_answer protocol=P-2026-77"));
}

TEST_F(Tickets, T5_WhoeverIsInTwoOfTheGroupsGetsOneMail) {
  open("livre", R"(,"groups":["financeiro","cobranca"])");
  EXPECT_THAT(told(), UnorderedElementsAre("ticket_opened flavia", "ticket_opened fabio",
                                           "ticket_opened celia"));
  EXPECT_THAT(hooks(), UnorderedElementsAre("ticket.notified answer_by=2026-03-13T23:59:59 "
                                            "group=financeiro protocol=P-2026-77 result=delivered",
                                            "ticket.notified answer_by=2026-03-13T23:59:59 "
                                            "group=cobranca protocol=P-2026-77 result=delivered"));
}

TEST_F(Tickets, T5_AGroupThatIsNamedTwiceAnswersOnce) {
  open("livre", R"(,"groups":["juridico","ouvidoria","juridico"])");
  EXPECT_THAT(told(), UnorderedElementsAre("ticket_opened juridico@saudebr.example",
                                           "ticket_opened ouvidoria@saudebr.example"));
  EXPECT_THAT(plan.due(Kind::ticket, "T-1").size(), 2U);
}

TEST_F(Tickets, S_T06_AGroupWithoutAnAddressAndMembersIsItsManagersAndTheAdministratorIsWarned) {
  open("livre", R"(,"groups":["vazia"])");
  EXPECT_THAT(told(),
              UnorderedElementsAre("ticket_opened regulacao@saudebr.example",
                                   "config_warning admin@saudebr.example (group_without_address)"));
}

TEST_F(Tickets, S_T07_OfAnInactiveGroupTheManagersAreToldAndTheTimerRuns) {
  open("livre", R"(,"groups":["parada"])");
  EXPECT_THAT(told(),
              UnorderedElementsAre("ticket_opened regulacao@saudebr.example",
                                   "config_warning admin@saudebr.example (group_inactive)"));
  EXPECT_THAT(plan.due(Kind::ticket, "T-1"), ElementsAre("escalation 2026-03-13T23:59"));
}

TEST_F(Tickets, T2_AForwardedDemandIsTakenFromTheOneGroupAndItsClockRunsOn) {
  open("carta");
  told();
  plan.at("2026-03-06T12:00");
  EXPECT_EQ(plan.tell("ticket.forwarded", "T-1", forwarded("autorizacao", "juridico")).status,
            Status::accepted);
  EXPECT_THAT(told(), UnorderedElementsAre("withdrawal autorizacao@saudebr.example",
                                           "ticket_opened juridico@saudebr.example"));
  EXPECT_THAT(plan.due(Kind::ticket, "T-1").back(), "escalation 2026-03-07T10:00");
  EXPECT_THAT(hooks().back(),
              "ticket.notified answer_by=2026-03-07T10:00:00 from=autorizacao group=juridico "
              "protocol=P-2026-77 result=delivered");
  EXPECT_EQ(answer("autorizacao").reason, Reason::group_not_open);
  EXPECT_EQ(answer("juridico").status, Status::accepted);
}

TEST_F(Tickets, T2_ForwardedToAGroupThatHasItAlreadyItIsThatGroupsOnce) {
  open("livre", R"(,"groups":["juridico","autorizacao"])");
  told();
  plan.tell("ticket.forwarded", "T-1", forwarded("autorizacao", "juridico"));
  EXPECT_THAT(told(), ElementsAre("withdrawal autorizacao@saudebr.example"));
  EXPECT_THAT(plan.due(Kind::ticket, "T-1").size(), 1U);
}

TEST_F(Tickets, ForwardedBeforeTheGroupWasToldItHearsNothing) {
  plan.rest(true);
  open("carta");
  plan.tell("ticket.forwarded", "T-1", forwarded("autorizacao", "juridico"));
  plan.rest(false);
  plan.at("2026-03-06T10:01");
  EXPECT_THAT(told(), ElementsAre("ticket_opened juridico@saudebr.example"));
}

TEST_F(Tickets, AClosedTicketIsTakenBackFromTheGroupsThatHaveItOpen) {
  open("reembolso");
  answer("juridico");
  told();
  plan.tell("ticket.closed", "T-1", R"({"reason":"desistência"})");
  EXPECT_THAT(told(), UnorderedElementsAre("closed autorizacao@saudebr.example", "closed flavia",
                                           "closed fabio"));
  EXPECT_THAT(plan.due(Kind::ticket, "T-1"), IsEmpty());
  EXPECT_EQ(answer("autorizacao").reason, Reason::group_not_open);
}

TEST_F(Tickets, AReopenedTicketBeginsWithANewClock) {
  open("carta");
  answer("autorizacao");
  plan.tell("ticket.closed", "T-1", "{}");
  told();
  plan.at("2026-03-10T09:00");
  plan.tell("ticket.reopened", "T-1", R"({"reason":"carta devolvida"})");
  EXPECT_THAT(told(), ElementsAre("ticket_opened autorizacao@saudebr.example"));
  EXPECT_THAT(plan.due(Kind::ticket, "T-1").back(), "escalation 2026-03-11T09:00");
  answer("autorizacao");
  EXPECT_THAT(hooks(), Contains("ticket.done cause=all_answered protocol=P-2026-77").Times(2));
}

TEST_F(Tickets, AReopenedTicketIsAgainThatOfTheGroupsWhomTheFirstAnswerHadSpared) {
  open("urgente");
  answer("juridico");
  told();
  plan.tell("ticket.reopened", "T-1", "{}");
  EXPECT_THAT(told(), UnorderedElementsAre("ticket_opened autorizacao@saudebr.example",
                                           "ticket_opened juridico@saudebr.example"));
}

TEST_F(Tickets, AnswersOfAnEarlierCycleDoNothingToTheNewOne) {
  plan.tell("ticket.opened", "T-1", opened("carta"), 1);
  plan.tell("ticket.closed", "T-1", "{}", 3);
  plan.tell("ticket.reopened", "T-1", "{}", 4);
  const Reply late = plan.tell("ticket.answered", "T-1", answered("autorizacao"), 2);
  EXPECT_EQ(late.reason, Reason::superseded);
  EXPECT_THAT(plan.due(Kind::ticket, "T-1"), Not(IsEmpty()));
  EXPECT_THAT(path(), Contains("answered autorizacao superseded Carta enviada"));
}

TEST_F(Tickets, ARepeatedRecordTellsNobodyTwiceAndANewOneTakesGroupsBack) {
  plan.tell("ticket.opened", "T-1", opened("livre", R"(,"groups":["juridico","parada"])"), 1);
  told();
  plan.tell("ticket.opened", "T-1", opened("livre", R"(,"groups":["juridico","parada"])"), 2);
  EXPECT_THAT(told(), IsEmpty());
  plan.tell("ticket.opened", "T-1", opened("livre", R"(,"groups":["juridico","ouvidoria"])"), 3);
  EXPECT_THAT(told(), UnorderedElementsAre("ticket_opened ouvidoria@saudebr.example",
                                           "withdrawal regulacao@saudebr.example"));
  EXPECT_EQ(plan.tell("ticket.opened", "T-1", opened("livre", R"(,"groups":["parada"])"), 2).status,
            Status::stale);
}

TEST_F(Tickets, ATicketThatIsClosedBeforeItIsToldOfStaysClosed) {
  plan.tell("ticket.closed", "T-1", "{}", 2);
  const Reply late = plan.tell("ticket.opened", "T-1", opened("carta"), 1);
  EXPECT_EQ(late.status, Status::accepted);
  EXPECT_EQ(late.reason, Reason::superseded);
  EXPECT_THAT(told(), IsEmpty());
  EXPECT_THAT(plan.due(Kind::ticket, "T-1"), IsEmpty());
  EXPECT_EQ(plan.tell("ticket.opened", "T-1", opened("carta"), 3).reason, Reason::none);
  EXPECT_THAT(told(), IsEmpty()) << "a newer record reopens nothing";
  EXPECT_EQ(plan.tell("ticket.reopened", "T-1", "{}", 4).status, Status::accepted);
  EXPECT_THAT(told(), ElementsAre("ticket_opened autorizacao@saudebr.example"))
      << "the record was kept";
}

TEST_F(Tickets, ARecordThatIsOlderThanTheReopeningCountsInTheNewCycle) {
  plan.tell("ticket.opened", "T-1", opened("livre", R"(,"groups":["juridico"])"), 1);
  plan.tell("ticket.closed", "T-1", "{}", 3);
  plan.tell("ticket.reopened", "T-1", "{}", 4);
  told();
  const Reply late = plan.tell("ticket.opened", "T-1",
                               opened("livre", R"(,"groups":["juridico","ouvidoria"])"), 2);
  EXPECT_EQ(late.reason, Reason::none);
  EXPECT_THAT(told(), ElementsAre("ticket_opened ouvidoria@saudebr.example"));
}

TEST_F(Tickets, AfterTheClosingNoGroupReadsThatItIsNoLongerTheirs) {
  open("livre", R"(,"groups":["juridico","ouvidoria"])");
  plan.tell("ticket.closed", "T-1", "{}");
  told();
  open("livre", R"(,"groups":["juridico"])");
  EXPECT_THAT(told(), IsEmpty());
  plan.tell("ticket.reopened", "T-1", "{}");
  EXPECT_THAT(told(), ElementsAre("ticket_opened juridico@saudebr.example"));
}

TEST_F(Tickets, WhoeverHasTheDemandThroughAnotherGroupDoesNotReadThatItIsNoLongerTheirs) {
  open("livre", R"(,"groups":["financeiro","cobranca"])");
  told();
  open("livre", R"(,"groups":["cobranca"])");
  EXPECT_THAT(told(), ElementsAre("withdrawal flavia")) << "fabio is in both groups";
  plan.tell("ticket.forwarded", "T-1", forwarded("cobranca", "financeiro"));
  EXPECT_THAT(told(), UnorderedElementsAre("withdrawal celia", "ticket_opened flavia",
                                           "ticket_opened fabio"));
  open("livre", R"(,"groups":["juridico"])");
  answer("financeiro");
  told();
  open("livre", R"(,"groups":["ouvidoria"])");
  EXPECT_THAT(told(), UnorderedElementsAre("withdrawal juridico@saudebr.example",
                                           "ticket_opened ouvidoria@saudebr.example"));
}

TEST_F(Tickets, S_T29_EveryNoticeAnswerAndEscalationIsReportedAndStandsOnThePath) {
  open("carta");
  plan.at("2026-03-07T10:30");
  answer("autorizacao", R"(,"conclusive":false,"by":{"id":"ana"})");
  plan.at("2026-03-07T11:00");
  answer("autorizacao", R"(,"by":{"id":"ana"})");
  EXPECT_THAT(
      hooks(),
      ElementsAre("ticket.notified answer_by=2026-03-07T10:00:00 group=autorizacao "
                  "protocol=P-2026-77 result=delivered",
                  "ticket.warned answer_by=2026-03-07T10:00:00 group=autorizacao "
                  "protocol=P-2026-77 result=delivered",
                  "ticket.warned answer_by=2026-03-07T10:00:00 group=autorizacao "
                  "protocol=P-2026-77 result=delivered",
                  "ticket.overdue answer_by=2026-03-07T10:00:00 group=autorizacao level=1 "
                  "protocol=P-2026-77 result=delivered",
                  "ticket.answered by=ana conclusive=false group=autorizacao protocol=P-2026-77",
                  "ticket.answered by=ana conclusive=true group=autorizacao protocol=P-2026-77",
                  "ticket.done cause=all_answered protocol=P-2026-77"));
  EXPECT_THAT(path(),
              ElementsAre("opened autorizacao", "notified autorizacao delivered",
                          "warned autorizacao delivered", "warned autorizacao delivered",
                          "overdue autorizacao delivered", "inconclusive autorizacao Carta enviada",
                          "answered autorizacao Carta enviada", "done all_answered"));
}

TEST_F(Tickets, T3_AnAnswersTextIsKeptShortenedAndALongPathKeepsItsBeginning) {
  open("carta");
  std::string text;
  for (int i = 0; i < 400; ++i)
    text += "ção";
  for (int i = 0; i < 100; ++i)
    plan.tell("ticket.answered", "T-1",
              R"({"group":"autorizacao","conclusive":false,"text":")" + text + R"("})");
  const auto kept = plan.facts<Ticket>(Kind::ticket, "T-1").path;
  EXPECT_EQ(kept.size(), 64U);
  EXPECT_EQ(kept.front().what, "opened");
  EXPECT_LE(kept.back().text.size(), 503U);
  EXPECT_THAT(kept.back().text, testing::EndsWith("…"));
  EXPECT_EQ(answer("autorizacao").status, Status::accepted);
}

}  // namespace
}  // namespace followup
