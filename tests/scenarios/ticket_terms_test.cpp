// When a ticket's groups have to answer, when they are warned, and who hears of it if they do not
// (S-T01 to S-T03, S-T15 to S-T32).
#include "tests/scenarios/call_centre.h"
#include "tests/scenarios/ticket_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class TicketTerms : public testing::Test {
 protected:
  TicketTerms() : plan("saudebr", saudebr_toml()) {}

  /// Opens T-1 at this time; the due times of its groups.
  Lines due_of(const std::string& when, const std::string& classification,
               const std::string& extra = "") {
    plan.at(when);
    EXPECT_EQ(plan.tell("ticket.opened", "T-1", opened(classification, extra)).status,
              Status::accepted);
    return plan.due(Kind::ticket, "T-1");
  }

  Reply extend(const std::string& what) {
    return plan.tell("ticket.extended", "T-1",
                     R"({"group":"ouvidoria","reason":"acordo com o beneficiário",)" + what + "}");
  }

  CallCentre plan;
};

TEST_F(TicketTerms, S_T01_TwentyFourHoursRunMinuteByMinuteAlsoOutsideBusinessHours) {
  EXPECT_THAT(due_of("2026-03-06T16:00", "carta").back(), "escalation 2026-03-07T16:00");
  EXPECT_EQ(format_instant(deadlines(plan.stored(Kind::ticket, "T-1"), plan.policy()).back().at),
            "2026-03-07T19:00:00Z");
}

TEST_F(TicketTerms, S_T02_IsWarnedInTheLastBusinessHalfHourAndAtThreeQuarters) {
  due_of("2026-03-06T16:00", "carta");
  plan.new_mails();
  plan.at("2026-03-07T15:59");
  EXPECT_THAT(plan.new_mails(),
              ElementsAre("2026-03-06T17:30 ticket_warning autorizacao@saudebr.example",
                          "2026-03-07T10:00 ticket_warning autorizacao@saudebr.example"));
}

TEST_F(TicketTerms, S_T03_AConclusiveAnswerEndsWarningsAndEscalations) {
  due_of("2026-03-06T16:00", "carta");
  plan.at("2026-03-06T17:00");
  plan.new_mails();
  plan.tell("ticket.answered", "T-1", answered("autorizacao"));
  EXPECT_THAT(plan.due(Kind::ticket, "T-1"), IsEmpty());
  plan.at("2026-03-20T16:00");
  EXPECT_THAT(plan.new_mails(), IsEmpty());
}

TEST_F(TicketTerms, AnOutageSendsTheLatestWarningOnceAndNoneWhenTheTimeIsOver) {
  due_of("2026-03-06T16:00", "carta");
  plan.new_mails();
  plan.sleep_until("2026-03-07T12:00");
  plan.at("2026-03-07T12:01");
  EXPECT_THAT(plan.new_mails(),
              ElementsAre("2026-03-07T12:00 ticket_warning autorizacao@saudebr.example late"));
  plan.tell("ticket.opened", "T-2", opened("carta"));
  plan.new_mails();
  plan.sleep_until("2026-03-09T12:00");
  plan.at("2026-03-09T12:01");
  EXPECT_THAT(plan.new_mails(),
              ElementsAre("2026-03-09T12:00 ticket_overdue regulacao@saudebr.example late",
                          "2026-03-09T12:00 ticket_overdue regulacao@saudebr.example late"));
}

TEST_F(TicketTerms, S_T15_CalendarDaysEndWithTheLastOfThem) {
  due_of("2026-06-01T10:00", "titular", R"(,"channel":"lgpd")");
  const auto due = deadlines(plan.stored(Kind::ticket, "T-1"), plan.policy());
  EXPECT_EQ(format_instant(due.front().at), "2026-06-17T02:59:59Z");
}

TEST_F(TicketTerms, S_T16_BusinessDaysLeaveHolidaysOut) {
  EXPECT_THAT(due_of("2026-04-15T10:00", "reclamacao"), ElementsAre("escalation 2026-04-27T23:59"));
}

TEST_F(TicketTerms, S_T21_AnExtensionIsAgreedOnceWithAReasonAndUpToALimit) {
  due_of("2026-04-15T10:00", "reclamacao", R"(,"channel":"ombudsman")");
  EXPECT_EQ(extend(R"("days":31)").reason, Reason::extension_refused);
  EXPECT_EQ(extend(R"("days":5)").reason, Reason::extension_refused) << "that is no extension";
  EXPECT_THAT(plan.due(Kind::ticket, "T-1"), ElementsAre("escalation 2026-04-27T23:59"));
  EXPECT_EQ(extend(R"("days":30)").status, Status::accepted);
  EXPECT_THAT(plan.due(Kind::ticket, "T-1"), ElementsAre("escalation 2026-05-29T23:59"));
  const Reply again = extend(R"("until":"2026-05-28")");
  EXPECT_EQ(again.reason, Reason::extension_refused);
  EXPECT_THAT(again.faults.front().message, HasSubstr("2026-05-29"));
}

TEST_F(TicketTerms, S_T21_AnExtensionUntilADayIsMeasuredAgainstTheSameLimit) {
  due_of("2026-04-15T10:00", "reclamacao");
  EXPECT_EQ(extend(R"("until":"2026-05-30")").reason, Reason::extension_refused);
  EXPECT_EQ(extend(R"("until":"2026-05-29")").status, Status::accepted);
  EXPECT_THAT(plan.due(Kind::ticket, "T-1"), ElementsAre("escalation 2026-05-29T23:59"));
}

TEST_F(TicketTerms, AnExtensionThatIsAgreedWhenManagersWereToldBeginsTheirLadderAnew) {
  due_of("2026-04-15T10:00", "reclamacao");
  plan.at("2026-04-28T09:00");
  plan.new_mails();
  EXPECT_EQ(extend(R"("days":10)").status, Status::accepted);
  plan.at("2026-05-01T09:00");
  EXPECT_THAT(plan.new_mails(),
              ElementsAre("2026-04-30T23:59 ticket_overdue diretoria@saudebr.example"));
}

TEST_F(TicketTerms, WhereNoExtensionIsConfiguredNoneIsTaken) {
  due_of("2026-04-15T10:00", "titular");
  EXPECT_EQ(
      plan.tell("ticket.extended", "T-1", R"({"group":"juridico","reason":"acordo","days":20})")
          .reason,
      Reason::extension_refused);
}

TEST_F(TicketTerms, S_T22_AnInconclusiveAnswerStopsNoClock) {
  due_of("2026-03-06T16:00", "carta");
  const auto before = plan.due(Kind::ticket, "T-1");
  plan.tell("ticket.answered", "T-1", answered("autorizacao", R"(,"conclusive":false)"));
  EXPECT_EQ(plan.due(Kind::ticket, "T-1"), before);
}

TEST_F(TicketTerms, S_T23_TheZoneIsTheOneOfToday) {
  due_of("2026-11-01T09:00", "carta");
  const auto due = deadlines(plan.stored(Kind::ticket, "T-1"), plan.policy());
  EXPECT_EQ(format_instant(due.back().at), "2026-11-02T12:00:00Z");
}

TEST_F(TicketTerms, S_T26_AMonthThatEndsOnADayThatIsNotThereGoesOnToABusinessDay) {
  EXPECT_THAT(due_of("2026-01-31T10:00", "contrato"), ElementsAre("escalation 2026-03-02T23:59"));
}

TEST_F(TicketTerms, S_T31_AboveTheGroupEveryLevelHearsOfItUntilThereIsNone) {
  due_of("2026-03-06T16:00", "carta");
  plan.new_mails();
  plan.at("2026-03-07T15:00");
  plan.new_mails();
  plan.at("2026-04-30T12:00");
  EXPECT_THAT(plan.new_mails(),
              ElementsAre("2026-03-07T16:00 ticket_overdue regulacao@saudebr.example",
                          "2026-03-09T23:59 ticket_overdue diretoria@saudebr.example"));
  EXPECT_THAT(plan.due(Kind::ticket, "T-1"), IsEmpty());
}

TEST_F(TicketTerms, S_T31_ManagersInACircleAreEachToldOnceAndTheAdministratorIsWarned) {
  due_of("2026-03-06T16:00", "livre", R"(,"groups":["ida"])");
  plan.new_mails();
  plan.at("2026-04-30T12:00");
  EXPECT_THAT(plan.new_mails(),
              ElementsAre("2026-03-13T23:59 ticket_overdue volta@saudebr.example",
                          "2026-03-16T23:59 config_warning admin@saudebr.example (manager_loop)"));
}

TEST_F(TicketTerms, S_T31_WithoutAManagerTheFallbackHearsOfIt) {
  due_of("2026-03-06T16:00", "livre", R"(,"groups":["diretoria"])");
  plan.new_mails();
  plan.at("2026-04-30T12:00");
  EXPECT_THAT(plan.new_mails(),
              testing::UnorderedElementsAre(
                  "2026-03-13T23:59 ticket_overdue fallback@saudebr.example",
                  "2026-03-13T23:59 config_warning admin@saudebr.example (no_manager)"));
}

TEST_F(TicketTerms, S_T32_OfTheNodesAndTheChannelsTermTheEarlierEndCounts) {
  EXPECT_THAT(due_of("2026-03-06T16:00", "reembolso", R"(,"channel":"contact_form")").back(),
              "escalation 2026-03-13T23:59");
  plan.tell("ticket.opened", "T-2", opened("carta", R"(,"channel":"contact_form")"));
  EXPECT_THAT(plan.due(Kind::ticket, "T-2").back(), "escalation 2026-03-07T16:00");
  plan.tell("ticket.opened", "T-3", opened("reembolso"));
  EXPECT_THAT(plan.due(Kind::ticket, "T-3").back(), "escalation 2026-03-20T23:59");
}

TEST_F(TicketTerms, WithoutATermAGroupIsToldAndWaitedForAsLongAsItTakes) {
  EXPECT_THAT(due_of("2026-03-06T16:00", "duvida"), IsEmpty());
  plan.at("2028-03-06T16:00");
  EXPECT_TRUE(plan.facts<Ticket>(Kind::ticket, "T-1").known) << "it is not forgotten";
  EXPECT_EQ(plan.tell("ticket.answered", "T-1", answered("autorizacao")).status, Status::accepted);
}

TEST_F(TicketTerms, ATicketThatWasOpenedBeforeItIsToldOfCountsFromItsOpening) {
  EXPECT_THAT(due_of("2026-03-06T16:00", "carta", R"(,"opened_at":"2026-03-06T12:00:00-03:00")"),
              ElementsAre("warning 2026-03-06T17:30", "warning 2026-03-07T06:00",
                          "escalation 2026-03-07T12:00"));
}

TEST_F(TicketTerms, ARecordThatDoesNotSayWhenItWasOpenedLeavesTheClocksAlone) {
  due_of("2026-03-06T16:00", "carta", R"(,"opened_at":"2026-03-06T12:00:00-03:00")");
  plan.at("2026-03-06T17:00");
  plan.tell("ticket.opened", "T-1", opened("carta"));
  EXPECT_THAT(plan.due(Kind::ticket, "T-1").back(), "escalation 2026-03-07T12:00");
  plan.tell("ticket.opened", "T-1", opened("carta", R"(,"opened_at":null)"));
  EXPECT_THAT(plan.due(Kind::ticket, "T-1").back(), "escalation 2026-03-07T12:00");
  plan.tell("ticket.opened", "T-1", opened("carta", R"(,"opened_at":"2026-03-06T13:00:00-03:00")"));
  EXPECT_THAT(plan.due(Kind::ticket, "T-1").back(), "escalation 2026-03-07T13:00");
}

TEST_F(TicketTerms, AGroupThatIsNamedAfterAReopeningHasTheTimeOfTheOthers) {
  due_of("2026-03-06T10:00", "carta", R"(,"groups":["autorizacao"])");
  plan.tell("ticket.answered", "T-1", answered("autorizacao"));
  plan.at("2026-04-06T09:00");
  plan.tell("ticket.reopened", "T-1", "{}");
  plan.at("2026-04-06T11:00");
  plan.new_mails();
  plan.tell("ticket.opened", "T-1", opened("carta", R"(,"groups":["autorizacao","juridico"])"));
  EXPECT_THAT(plan.new_mails(),
              ElementsAre("2026-04-06T11:00 ticket_opened juridico@saudebr.example"));
  EXPECT_THAT(
      plan.due(Kind::ticket, "T-1"),
      testing::IsSupersetOf({"escalation 2026-04-07T09:00", "escalation 2026-04-07T09:00"}));
}

/// The same tenant in São Paulo, whose state has a holiday more, and which closes for Carnival.
CallCentre paulista() {
  return CallCentre("saudebr", saudebr_toml(R"(
[calendars.paulista]
monday = ["08:00-18:00"]
tuesday = ["08:00-18:00"]
wednesday = ["08:00-18:00"]
thursday = ["08:00-18:00"]
friday = ["08:00-18:00"]
holidays = ["01-01", "07-09", "11-20"]
closed = ["2026-02-16", "2026-02-17"]
)",
                                            "paulista"));
}

TEST_F(TicketTerms, S_T18_DaysOnWhichTheTenantIsClosedDoNotCount) {
  EXPECT_THAT(due_of("2026-02-12T10:00", "livre", R"(,"groups":["juridico"])"),
              ElementsAre("escalation 2026-02-19T23:59"))
      << "Carnival is a holiday only for whoever says so";
  CallCentre closed = paulista();
  closed.at("2026-02-12T10:00");
  closed.tell("ticket.opened", "T-1", opened("livre", R"(,"groups":["juridico"])"));
  EXPECT_THAT(closed.due(Kind::ticket, "T-1"), ElementsAre("escalation 2026-02-23T23:59"));
  closed.at("2026-02-23T23:00");
  EXPECT_THAT(closed.new_mails(),
              ElementsAre("2026-02-12T10:00 ticket_opened juridico@saudebr.example"));
  closed.at("2026-02-24T00:00");
  EXPECT_THAT(closed.new_mails(),
              ElementsAre("2026-02-23T23:59 ticket_overdue diretoria@saudebr.example"));
}

TEST_F(TicketTerms, S_T20_AHolidayOfTheStateMovesTheEnd) {
  EXPECT_THAT(due_of("2025-07-01T10:00", "reclamacao"), ElementsAre("escalation 2025-07-10T23:59"));
  CallCentre state = paulista();
  state.at("2025-07-01T10:00");
  state.tell("ticket.opened", "T-1", opened("reclamacao"));
  EXPECT_THAT(state.due(Kind::ticket, "T-1"), ElementsAre("escalation 2025-07-11T23:59"));
}

}  // namespace
}  // namespace followup
