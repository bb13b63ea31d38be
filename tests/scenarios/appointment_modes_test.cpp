// S-A11 to S-A21, S-A24, S-A28 to S-A37, S-A42: App. Rifissare, the scheduled procedures, commands
// to the CRM, and how the parameters change what an operator is told.
#include "tests/scenarios/call_centre.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

const std::string booked = R"({"start":"2026-09-14T15:00","agent":{"id":"bianchi"},)"
                           R"("operator":{"id":"rossi"},"team":"t1"})";

std::string outcome(int state, const std::string& date) {
  const std::string when = date.empty() ? "" : R"(,"reschedule_at":")" + date + R"(")";
  return R"({"state":)" + std::to_string(state) + when + "}";
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  return text.replace(text.find(what), what.size(), with);
}

class Modes : public testing::Test {
 protected:
  explicit Modes(const std::string& toml = callit_toml()) : centre("callit", toml) {
    centre.at("2026-09-13T19:00");
    centre.tell("appointment.booked", "APP-1", booked, 1);
    centre.at("2026-09-14T15:20");
    centre.new_mails();
  }

  Reply set(int state, const std::string& date, int sequence = 2) {
    return centre.tell("appointment.outcome_set", "APP-1", outcome(state, date), sequence);
  }

  CallCentre centre;
};

TEST_F(Modes, S_A14_TheAgentAloneMovesTheCardWithOneCommandAndIsToldOnceTheCrmConfirmed) {
  EXPECT_EQ(set(41, "2026-09-17T10:30").status, Status::accepted);
  EXPECT_THAT(centre.commands(),
              ElementsAre("2026-09-14T15:20 appointment.reschedule start=2026-09-17T10:30:00 "
                          "start_instant=2026-09-17T08:30:00Z state_id=40"));
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-14T15:20 rebooked bianchi"));
  EXPECT_THAT(centre.listed("callbacks"), IsEmpty());
  centre.at("2026-09-17T12:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-16T18:00 agent_reminder bianchi"));
}

TEST_F(Modes, S_A15_ANewCardIsAskedForAndTheReminderBelongsToItsId) {
  set(42, "2026-09-17T10:30");
  EXPECT_THAT(centre.commands(),
              ElementsAre(AllOf(HasSubstr("appointment.create_from"),
                                HasSubstr("start=2026-09-17T10:30:00"), HasSubstr("state_id=40"))));
  centre.tell("appointment.booked", "APP-2",
              R"({"start":"2026-09-17T10:30","agent":{"id":"bianchi"},"replaces":"APP-1"})", 1);
  EXPECT_THAT(centre.due(Kind::appointment, "APP-1"), IsEmpty());
  EXPECT_THAT(centre.due(Kind::appointment, "APP-2"), ElementsAre("reminder 2026-09-16T18:00"));
  EXPECT_EQ(centre.facts<Appointment>(Kind::appointment, "APP-1").replaced_by, "APP-2");
  EXPECT_EQ(set(31, "", 9).reason, Reason::frozen);
}

TEST_F(Modes, S_A16_S_A18_TheOperatorCallsOnTheAgentsDateWhichWinsOverTheStatesOwn) {
  set(43, "2026-09-17T10:30");
  EXPECT_THAT(centre.commands(), ElementsAre(AllOf(HasSubstr("callback.create"),
                                                   HasSubstr("call_at=2026-09-17T10:30:00"))));
  EXPECT_THAT(centre.new_mails(), IsEmpty());
  centre.at("2026-09-17T12:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-17T10:30 callback_due rossi (outcome)"));
}

TEST_F(Modes, AChangedDateMovesACallbackThatNobodyWasToldOf) {
  set(43, "2026-09-17T10:30");
  set(43, "2026-09-18T11:00", 3);
  centre.at("2026-09-19T12:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-18T11:00 callback_due rossi (outcome)"));
}

TEST_F(Modes, S_A19_AMissingDateIsAskedForAndTheSupervisorHearsWhenItDoesNotCome) {
  for (const int state : {41, 42, 43}) {
    CallCentre other("callit", callit_toml());
    other.at("2026-09-14T15:20");
    other.tell("appointment.booked", "APP-1", replaced(booked, "14T15", "14T16"), 1);
    other.new_mails();
    const auto reply = other.tell("appointment.outcome_set", "APP-1", outcome(state, ""), 2);
    EXPECT_EQ(reply.status, Status::accepted);
    EXPECT_EQ(reply.reason, Reason::date_missing);
    EXPECT_THAT(other.commands(), IsEmpty());
    other.at("2026-09-15T12:00");
    EXPECT_THAT(other.new_mails(),
                ElementsAre("2026-09-14T15:20 date_missing bianchi (date_missing)",
                            "2026-09-14T15:50 date_missing capo (date_missing)"));
  }
}

TEST_F(Modes, TheDateThatWasMissingCanBeGivenAfterwards) {
  set(41, "");
  centre.at("2026-09-14T15:30");
  set(41, "2026-09-17T10:30", 3);
  EXPECT_THAT(centre.commands(), SizeIs(1));
  centre.at("2026-09-14T18:00");
  EXPECT_THAT(centre.new_mails(),
              ElementsAre("2026-09-14T15:20 date_missing bianchi (date_missing)",
                          "2026-09-14T15:30 rebooked bianchi"));
}

TEST_F(Modes, ADateInThePastIsAnsweredAndAskedForAnew) {
  EXPECT_EQ(set(41, "2026-09-10T10:30").reason, Reason::date_in_past);
  EXPECT_THAT(centre.new_mails(),
              ElementsAre("2026-09-14T15:20 date_missing bianchi (date_in_past)"));
  EXPECT_THAT(centre.commands(), IsEmpty());
}

TEST_F(Modes, S_A21_ADayIsTheOpeningOfTheWindowForACallAndTooLittleForAnAppointment) {
  set(43, "2026-09-17");
  centre.at("2026-09-17T12:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-17T09:00 callback_due rossi (outcome)"));
  EXPECT_EQ(set(41, "2026-09-25", 3).reason, Reason::time_missing);
  EXPECT_EQ(set(42, "2026-09-25", 4).reason, Reason::time_missing);
  EXPECT_THAT(centre.new_mails(),
              ElementsAre("2026-09-17T12:00 date_missing bianchi (time_missing)",
                          "2026-09-17T12:00 date_missing bianchi (time_missing)"));
}

TEST_F(Modes, S_A24_ASundayIsMovedToMondayAndBothAreNamed) {
  set(43, "2026-09-20T11:00");
  centre.at("2026-09-21T12:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-21T09:00 callback_due rossi (outcome)"));
  EXPECT_THAT(centre.hooks().back(), HasSubstr("wanted=2026-09-20T11:00:00"));
}

TEST(WithoutCallingWindow, S_A24_ASundayStaysASunday) {
  CallCentre centre("callit", replaced(callit_toml(), "calling_calendar = \"tlmk\"\n", ""));
  centre.at("2026-09-14T10:00");
  centre.tell("appointment.booked", "APP-1", booked, 1);
  centre.tell("appointment.outcome_set", "APP-1", outcome(43, "2026-09-20T11:00"), 2);
  centre.new_mails();
  centre.at("2026-09-21T12:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-20T11:00 callback_due rossi (outcome)"));
}

TEST(SwitchedOff, S_A28_NothingIsAskedOfTheCrmAndTheAdministratorHearsOnceAStateAndDay) {
  CallCentre centre(
      "callit", replaced(replaced(callit_toml(), "states = [41]", "states = [41]\nactive = false"),
                         "states = [42]", "states = [42]\nactive = false"));
  centre.at("2026-09-14T10:00");
  for (const auto& [id, state] :
       {std::pair{"APP-1", 41}, {"APP-2", 41}, {"APP-3", 41}, {"APP-4", 42}, {"APP-5", 42}}) {
    centre.tell("appointment.booked", id, booked, 1);
    const auto reply =
        centre.tell("appointment.outcome_set", id, outcome(state, "2026-09-17T10:30"), 2);
    EXPECT_EQ(reply.reason, Reason::procedure_off);
  }
  centre.at("2026-09-15T10:00");
  centre.tell("appointment.outcome_set", "APP-3", outcome(41, "2026-09-18T10:30"), 3);
  EXPECT_THAT(centre.commands(), IsEmpty());
  Lines warnings = centre.new_mails();
  std::erase_if(warnings,
                [](const std::string& line) { return line.find("config_warning") == line.npos; });
  EXPECT_THAT(warnings,
              ElementsAre("2026-09-14T10:00 config_warning admin@callit.example (procedure_off)",
                          "2026-09-14T10:00 config_warning admin@callit.example (procedure_off)",
                          "2026-09-15T10:00 config_warning admin@callit.example (procedure_off)"));
}

TEST(Intervals, S_A29_TheProceduresNextRunIsWaitedForWhereItsIntervalIsHonoured) {
  const auto sent = [](const std::string& honour) {
    CallCentre centre("callit",
                      replaced(callit_toml(), "states = [41]",
                               "states = [41]\ninterval = \"15m\"\nhonour_interval = " + honour));
    centre.at("2026-09-14T09:00");
    centre.tell("appointment.booked", "APP-1", booked, 1);
    centre.at("2026-09-14T10:01");
    centre.tell("appointment.outcome_set", "APP-1", outcome(41, "2026-09-17T10:30"), 2);
    centre.at("2026-09-14T11:00");
    return centre.commands();
  };
  EXPECT_THAT(sent("true"), ElementsAre(HasSubstr("2026-09-14T10:15 appointment.reschedule")));
  EXPECT_THAT(sent("false"), ElementsAre(HasSubstr("2026-09-14T10:01 appointment.reschedule")));
}

TEST_F(Modes, S_A34_TwoOutcomesBehaveEachAsItsMode) {
  set(31, "");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-14T15:20 callback_due rossi (outcome)"));
  set(41, "2026-09-17T10:30", 3);
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-14T15:20 rebooked bianchi"));
  EXPECT_THAT(centre.listed("callbacks"), IsEmpty());
}

TEST_F(Modes, S_A42_ACommandIsTriedUntilTheCrmTakesItAndTheAgentHearsOnlyThen) {
  centre.answer("appointment.reschedule",
                std::vector<CallCentre::Answer>(30, {Outcome::try_later, "http_500", false}));
  set(41, "2026-09-17T10:30");
  EXPECT_THAT(centre.new_mails(), IsEmpty());
  centre.at("2026-09-14T16:30");
  EXPECT_THAT(centre.commands(), SizeIs(31));
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-14T15:50 rebooked bianchi"));
}

TEST_F(Modes, ARefusedCommandBecomesACallOfTheOperator) {
  centre.answer("appointment.reschedule", {{Outcome::refused, "http_409", false}});
  set(41, "2026-09-17T10:30");
  EXPECT_THAT(centre.new_mails(),
              ElementsAre("2026-09-14T15:20 callback_due rossi (rebook_failed)"));
  EXPECT_THAT(centre.listed("callbacks:operator:rossi"), ElementsAre("APP-1"));
}

TEST_F(Modes, ACommandThatIsNeverAnsweredBecomesACallAfterADay) {
  centre.answer("appointment.reschedule",
                std::vector<CallCentre::Answer>(5000, {Outcome::try_later, "http_503", false}));
  set(41, "2026-09-17T10:30");
  centre.at("2026-09-16T12:00");
  EXPECT_THAT(centre.new_mails(),
              ElementsAre("2026-09-15T15:20 callback_due rossi (rebook_uncertain)"));
  EXPECT_THAT(centre.commands().back(), HasSubstr("callback.create"))
      << "it is not asked for any more";
}

TEST_F(Modes, ARefusedRebookingCanNotBeSentAgainByHand) {
  centre.answer("appointment.reschedule", {{Outcome::refused, "http_409", false}});
  set(41, "2026-09-17T10:30");
  EXPECT_EQ(centre.store().count_dead().value(), 0);
}

TEST_F(Modes, ARefusalAfterALostAnswerIsUncertain) {
  centre.answer("appointment.create_from", {{Outcome::refused, "http_409", true}});
  set(42, "2026-09-17T10:30");
  EXPECT_THAT(centre.new_mails(),
              ElementsAre("2026-09-14T15:20 callback_due rossi (rebook_uncertain)"));
}

TEST_F(Modes, ACancelledAppointmentAsksForNothingMore) {
  set(43, "2026-09-17T10:30");
  centre.tell("appointment.cancelled", "APP-1", "{}", 3);
  centre.at("2026-09-18T10:30");
  EXPECT_THAT(centre.new_mails(), IsEmpty());
  EXPECT_THAT(centre.listed("callbacks"), IsEmpty());
}

TEST(UsersRows, S_A36_HoldForTheirUserAndAreGoneWhenRemoved) {
  const auto card = [](CallCentre& centre, const std::string& id, const std::string& user) {
    centre.tell("appointment.booked", id, replaced(booked, "rossi", user), 1);
    centre.tell("appointment.outcome_set", id, outcome(31, ""), 2);
    return centre.commands().back();
  };
  CallCentre centre("callit", callit_toml("CC0036 = \"NO\"\n[parameters.users.rossi]\n"
                                          "CC0036 = \"SI\"\nCC0037 = \"SI\"\n"));
  centre.at("2026-09-14T10:00");
  EXPECT_THAT(card(centre, "APP-1", "rossi"), HasSubstr("card=new"));
  EXPECT_THAT(card(centre, "APP-2", "verdi"), HasSubstr("card=same"));
  centre.configure(callit_toml("CC0036 = \"NO\"\n"));
  EXPECT_THAT(card(centre, "APP-3", "rossi"), HasSubstr("card=same"));
}

TEST(NewStates, S_A11_AreLockedWhereTheParameterNamesOneThatExists) {
  const auto created = [](const std::string& d) {
    CallCentre centre("callit", callit_toml("CC0036 = \"SI\"\nCC0037 = \"SI\"\nCC0036D = " + d +
                                            "\n[parameters.users.rossi]\ndefault_state = 7\n"));
    centre.at("2026-09-14T10:00");
    centre.tell("appointment.booked", "APP-1", booked, 1);
    centre.tell("appointment.outcome_set", "APP-1", outcome(31, ""), 2);
    return centre.commands().back();
  };
  EXPECT_THAT(created("12"),
              AllOf(HasSubstr("new_state_id=12"), HasSubstr("new_state_locked=true")));
  EXPECT_THAT(created("9999"),
              AllOf(HasSubstr("new_state_id=7"), HasSubstr("new_state_locked=false")));
  EXPECT_THAT(created("0"),
              AllOf(HasSubstr("new_state_id=7"), HasSubstr("new_state_locked=false")));
}

TEST(Contradictions, S_A30_S_A31_S_A37_AreRefusedAndTheLastGoodConfigurationStays) {
  CallCentre centre("callit", callit_toml());
  const Policy before = centre.policy();
  const auto said = [&](const std::string& toml) {
    std::string all;
    for (const auto& fault : centre.configure(toml)) {
      if (!fault.warning) all += fault.key + ": " + fault.message + "\n";
    }
    EXPECT_EQ(centre.policy(), before);
    return all;
  };
  EXPECT_THAT(said(replaced(callit_toml(), "states = [41]", "states = [41, 43]")),
              AllOf(HasSubstr("43"), HasSubstr("spostamento")));
  EXPECT_THAT(said(replaced(callit_toml(), "states = [42]", "states = [42, 41]")),
              AllOf(HasSubstr("41"), HasSubstr("spostamento"), HasSubstr("creazione")));
  EXPECT_THAT(said(callit_toml("CC036B = 7\n")), HasSubstr("CC0036B"));
  EXPECT_THAT(said(callit_toml("CC036DB = 7\n")), HasSubstr("CC0036D"));
}

}  // namespace
}  // namespace followup
