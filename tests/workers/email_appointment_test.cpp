// What the mails about appointments and their callbacks say (A6, A7, A14, A15, A20 to A25, Q11).
#include "call_story.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(CallbackMail, S_A01_TellsTheOperatorWhomToCallForWhichCardAndWhy) {
  AppointmentStory story;
  EXPECT_EQ(story.words().subject, "Callback due: appointment APP-1");
  EXPECT_THAT(story.text(),
              AllOf(StartsWith("Hello Mario Rossi,\n"), HasSubstr("Appointment: APP-1\n"),
                    HasSubstr("Client: Carla Neri\n"), HasSubstr("Agent: Bianchi\n"),
                    HasSubstr("To be called: Monday 14 September 2026, 15:20 (CEST)\n"),
                    HasSubstr("The agent has set an outcome that asks for a new appointment."),
                    HasSubstr("Outcome: 3 – KO assente\n"),
                    HasSubstr("because this callback is reserved for you."),
                    HasSubstr("Open in the CRM: https://crm.example.org/appointment/APP-1\n")));
}

TEST(CallbackMail, CallsItARichiamoARueckrufAndARetorno) {
  AppointmentStory story;
  EXPECT_THAT(story.text("it"), AllOf(HasSubstr("Da richiamare: lunedì 14 settembre 2026"),
                                      HasSubstr("questo richiamo è riservato a Lei."),
                                      HasSubstr("Appuntamento: APP-1\n")));
  EXPECT_THAT(story.text("de"), AllOf(HasSubstr("Zum Termin APP-1 ist ein Rückruf fällig"),
                                      HasSubstr("weil dieser Rückruf für Sie reserviert ist.")));
  EXPECT_THAT(story.text("pt"), AllOf(HasSubstr("Ligar em: segunda-feira, 14 de setembro"),
                                      HasSubstr("este retorno está reservado para você.")));
}

TEST(CallbackMail, S_A05_ShowsOnlyTheCharacteristicsThatAreVisibleForTheState) {
  AppointmentStory story;
  story.appointment().outcomes = {story.outcome(
      "2026-09-14", {{"motivo", "in ospedale"}, {"nota", "maleducato"}, {"quando", "dopo le 18"}})};
  EXPECT_THAT(story.text(), AllOf(HasSubstr("Annotations:\n"
                                            "Monday 14 September 2026, 3 – KO assente:\n"
                                            "- Quando: dopo le 18\n"
                                            "- Motivo: in ospedale\n"),
                                  Not(HasSubstr("maleducato")), Not(HasSubstr("Nota interna"))));
}

TEST(CallbackMail, S_A06_ShowsTheReasonsOfAllCyclesInOrder) {
  AppointmentStory story;
  story.appointment().outcomes.push_back(
      AppointmentStory::outcome("2026-09-21", {{"motivo", "di nuovo assente"}}));
  EXPECT_THAT(story.text(), HasSubstr("Monday 14 September 2026, 3 – KO assente:\n"
                                      "- Motivo: era in ospedale\n"
                                      "Monday 21 September 2026, 3 – KO assente:\n"
                                      "- Motivo: di nuovo assente\n"));
  EXPECT_THAT(story.words().html,
              HasSubstr("<td style=\"white-space:pre-line\">Monday 14 September"));
}

TEST(CallbackMail, S_A03_S_A04_TellsNoReasonGivenFromReasonMissing) {
  AppointmentStory story;
  EXPECT_THAT(story.text(), Not(HasSubstr("Reason: ")));
  story.appointment().outcomes = {AppointmentStory::outcome("2026-09-14", {})};
  EXPECT_THAT(story.text(),
              AllOf(HasSubstr("Reason: no reason given\n"), Not(HasSubstr("Annotations"))));
  EXPECT_THAT(story.text("it"), HasSubstr("Motivo: nessun motivo indicato\n"));
  story.appointment().reason_missing = true;
  EXPECT_THAT(story.text("en"), AllOf(HasSubstr("Reason: missing (the agent was asked for it"),
                                      Not(HasSubstr("no reason given"))));
}

TEST(CallbackMail, S_A07_SaysWhichStateIsFixedOrThatTheOperatorSetsIt) {
  AppointmentStory story;
  EXPECT_THAT(story.text(), AllOf(HasSubstr("Card: the same\n"),
                                  HasSubstr("State: the operator sets the state\n"),
                                  Not(HasSubstr("State of a new card"))));
  story.parameters().cc0036b = 7;
  EXPECT_THAT(story.text(), HasSubstr("State: 7 – Da rifissare (fixed)\n"));
  story.parameters().cc0036b = 999;
  EXPECT_THAT(story.text(), HasSubstr("State: the operator sets the state\n"));
}

TEST(CallbackMail, S_A11_S_A12_SaysWhatANewCardWillBe) {
  AppointmentStory story;
  story.parameters() = {.cc0036 = true, .cc0036c = true, .cc0036d = 12, .cc0037 = true};
  EXPECT_THAT(story.text(), AllOf(HasSubstr("Card: a new one, linked to this one\n"),
                                  HasSubstr("State of a new card: 12 – Nuovo (fixed)\n"),
                                  Not(HasSubstr("\nState: "))));
  story.parameters().cc0036d = 9999;
  EXPECT_THAT(story.text(), HasSubstr("State of a new card: the operator sets the state\n"));
  story.policy.appointment.users["rossi"].default_state = 7;
  EXPECT_THAT(story.text(), HasSubstr("State of a new card: 7 – Da rifissare (proposed)\n"));
}

TEST(CallbackMail, A21_LeavesTheCardToTheOperatorAndSaysWhatIsProposed) {
  AppointmentStory story;
  story.parameters() = {.cc0036 = true};
  EXPECT_THAT(story.text(), HasSubstr("Card: as the operator chooses (proposed: the same)\n"));
  story.parameters().cc0037a = true;
  EXPECT_THAT(story.text("it"), HasSubstr("Scheda: a scelta dell'operatore (proposta: una nuova)"));
}

TEST(CallbackMail, S_A36_GoesByTheParametersOfTheOperatorWhoWillCall) {
  AppointmentStory story;
  story.policy.appointment.users["rossi"].cc0036 = true;
  story.policy.appointment.users["rossi"].cc0037 = true;
  EXPECT_THAT(story.text(), HasSubstr("Card: a new one\n"));
  story.appointment().caller = PersonRef{"verdi", "Verdi", ""};
  EXPECT_THAT(story.text(), HasSubstr("Card: the same\n"));
}

TEST(CallbackMail, S_A24_NamesBothTimesWhereTheWindowMovedIt) {
  AppointmentStory story;
  story.callback().due = local("2026-09-21T09:00");
  story.callback().wanted = local("2026-09-20T11:00");
  story.notify(Purpose::callback_due, Role::caller, "2026-09-21T09:00", "outcome");
  EXPECT_THAT(story.text(),
              AllOf(HasSubstr("To be called: Monday 21 September 2026, 09:00"),
                    HasSubstr("The call was meant for Sunday 20 September 2026, 11:00 (CEST)."),
                    HasSubstr("next opening: Monday 21 September 2026, 09:00 (CEST).")));
}

TEST(CallbackMail, SaysWhyTheCrmDidNotReBookByItself) {
  AppointmentStory story;
  story.callback().reason = story.notification.reason = "rebook_failed";
  EXPECT_THAT(story.text(), AllOf(HasSubstr("the CRM could not re-book the appointment by itself"),
                                  Not(HasSubstr("look there before"))));
  story.callback().reason = story.notification.reason = "rebook_uncertain";
  EXPECT_THAT(story.text(), HasSubstr("look there before you call"));
}

TEST(CallbackMail, S_A41_TellsTheTeamThatTheCallIsOpenToAll) {
  AppointmentStory story;
  story.callback().is_public = true;
  story.callback().attempts = 2;
  story.callback().reason = "rebook_uncertain";
  story.notify(Purpose::callback_due, Role::team, "2026-09-14T16:05", "became_public");
  story.notification.whom.clear();
  story.recipient = {.name = "Telemarketing", .email = "team@example.org", .language = "en"};
  EXPECT_EQ(story.words().subject, "Call open to the team: appointment APP-1");
  EXPECT_THAT(
      story.text(),
      AllOf(HasSubstr("Hello Telemarketing,"), HasSubstr("It is open to the whole team now."),
            HasSubstr("look there before you call"), HasSubstr("claim the call in the CRM first"),
            HasSubstr("Attempts so far: 2\n"),
            HasSubstr("To be called: Monday 14 September 2026, 15:20"),
            HasSubstr("because you are on the team that may make this call.")));
}

TEST(CallbackMail, NamesNobodyAndRepeatsNoAnnotationWhenItIsNeutral) {
  AppointmentStory story;
  story.tenant.content = ContentLevel::neutral;
  const RenderedMail mail = story.words();
  for (const auto* word : {"Carla", "Bianchi", "ospedale", "Via Roma", "assente"})
    EXPECT_THAT(mail.text + mail.html, Not(HasSubstr(word)));
  EXPECT_THAT(mail.text, AllOf(HasSubstr("APP-1"), HasSubstr("15:20"),
                               HasSubstr("Names and details are left out")));
}

TEST(OverdueMail, TellsTheSupervisorWhoseCallItIs) {
  AppointmentStory story;
  story.notify(Purpose::callback_overdue, Role::supervisor, "2026-09-14T17:20");
  story.names["rossi"] = "Mario Rossi";
  story.recipient.name = "Blu";
  EXPECT_EQ(story.words().subject, "Callback overdue: appointment APP-1");
  EXPECT_THAT(story.text(),
              AllOf(HasSubstr("it was due on Monday 14 September 2026, 15:20 (CEST)."),
                    HasSubstr("Assigned to: Mario Rossi\n"), HasSubstr("Motivo: era in ospedale"),
                    HasSubstr("the supervisor of the person who was to see to this."),
                    Not(HasSubstr("Card: "))));
}

TEST(ReasonMail, S_A03_AsksTheAgentForWhatIsMandatoryAndMissing) {
  AppointmentStory story;
  story.policy.appointment.states[3].mandatory = {"motivo", "quando"};
  story.callback().due = local("2026-09-14T15:50");
  story.notify(Purpose::reason_missing, Role::agent, "2026-09-14T15:20", "reason_missing");
  EXPECT_EQ(story.words().subject, "Reason missing: appointment APP-1");
  EXPECT_THAT(story.text(),
              AllOf(HasSubstr("Missing:\n- Quando\n"), Not(HasSubstr("- Motivo")),
                    HasSubstr("by Monday 14 September 2026, 15:50 (CEST). The operator is told"),
                    HasSubstr("because you are the agent of this appointment.")));
  story.appointment().callback.reset();
  EXPECT_THAT(story.text(), AllOf(HasSubstr("What to do: enter the reason in the CRM.\n"),
                                  Not(HasSubstr("The operator is told"))));
}

TEST(DateMail, S_A19_S_A21_SaysWhatIsWrongWithTheDateThatTheAgentGave) {
  AppointmentStory story;
  story.appointment().hold = Hold{Hold::For::date, local("2026-09-14T15:50")};
  story.notify(Purpose::date_missing, Role::agent, "2026-09-14T15:20", "date_missing");
  EXPECT_THAT(story.text(),
              AllOf(HasSubstr("needs a date in the field “App. Rifissare”, and there is none."),
                    HasSubstr("by Monday 14 September 2026, 15:50 (CEST)."),
                    HasSubstr("enter a date with a time"), HasSubstr("your supervisor is told")));
  story.appointment().mode = 5;
  EXPECT_THAT(story.text(), HasSubstr("What to do: enter a date in the CRM"));
  story.appointment().mode = 3;
  story.notification.reason = "date_in_past";
  story.appointment().reschedule_at = Moment{local("2026-09-10T10:30")};
  EXPECT_THAT(story.text(),
              HasSubstr("of appointment APP-1, Thursday 10 September 2026, 10:30 (CEST), has "
                        "passed already."));
  story.notification.reason = "time_missing";
  story.appointment().reschedule_at = Moment{date_of(local("2026-09-17T00:00"))};
  EXPECT_THAT(story.text("it"),
              HasSubstr("indica un giorno, giovedì 17 settembre 2026, senza l'ora"));
}

TEST(DateMail, S_A19_TellsTheSupervisorThatTheAgentDidNotAnswer) {
  AppointmentStory story;
  story.notify(Purpose::date_missing, Role::supervisor, "2026-09-14T15:50", "date_missing");
  EXPECT_THAT(story.text(), AllOf(HasSubstr("The agent, Bianchi, was asked for a date"),
                                  HasSubstr("What to do: ask the agent for the date"),
                                  Not(HasSubstr("your supervisor"))));
}

TEST(RebookedMail, S_A14_S_A15_TellsTheAgentTheNewDate) {
  AppointmentStory story;
  story.appointment().command = PendingCommand{
      .type = "appointment.reschedule", .start = local("2026-09-17T10:30"), .run_at = std::nullopt};
  story.notify(Purpose::rebooked, Role::agent, "2026-09-17T10:30");
  story.notification.details = {{"start", std::string("2026-09-17T10:30:00")}};
  EXPECT_THAT(story.text(), AllOf(HasSubstr("has been moved to the date that you named: Thursday "
                                            "17 September 2026, 10:30 (CEST)."),
                                  HasSubstr("Client: Carla Neri"), HasSubstr("Via Roma 1")));
  story.appointment().command->type = "appointment.create_from";
  EXPECT_THAT(story.text(), HasSubstr("The old card can no longer be changed."));
}

TEST(AgentReminderMail, TellsWhenWhereAndWithWhom) {
  AppointmentStory story;
  story.notify(Purpose::agent_reminder, Role::agent, "2026-09-13T18:00");
  EXPECT_EQ(story.words().subject, "Appointment APP-1: Monday 14 September 2026, 15:00 (CEST)");
  EXPECT_THAT(story.text(),
              AllOf(HasSubstr("Date of the appointment: Monday 14 September 2026, 15:00"),
                    HasSubstr("Place: Via Roma 1\n"), HasSubstr("Client: Carla Neri\n"),
                    Not(HasSubstr("KO"))));
  story.notification.late = true;
  EXPECT_THAT(story.text(), HasSubstr("it was due on Sunday 13 September 2026, 18:00 (CEST)."));
}

TEST(AppointmentMail, GoesToTheFallbackWithTheReasonAndTheRequestToPassItOn) {
  AppointmentStory story;
  story.fallback = true;
  story.resolution_reason = "no_group";
  story.notification.role = Role::team;
  story.recipient = {.email = "office@example.org", .language = "en"};
  EXPECT_THAT(story.text(),
              AllOf(HasSubstr("You get this because the team is not known."),
                    HasSubstr("find out who looks after this now and pass this message on."),
                    Not(HasSubstr("What to do: call"))));
  story.resolution_reason = "inactive";
  EXPECT_THAT(story.text(), HasSubstr("because the team is no longer active."));
  story.notification.role = Role::caller;
  EXPECT_THAT(story.text(), HasSubstr("because the operator no longer has an active account."));
}

TEST(AppointmentMail, AboutADeliveryThatFailedSpeaksOfTheAppointment) {
  AppointmentStory story;
  story.notify(Purpose::undeliverable, Role::fallback, "2026-09-14T15:20", "smtp_550");
  story.notification.about = "thefailednotification";
  EXPECT_EQ(story.words().subject, "Message not delivered: appointment APP-1");
  for (const auto* language : {"it", "de", "pt", "en"}) {
    const std::string text = story.text(language);
    for (const auto* word : {"referral", "rimando", "Vermittlung", "encaminhamento"})
      EXPECT_THAT(text, Not(HasSubstr(word)));
  }
}

TEST(AppointmentMail, NamesPeopleAsTheDirectoryDoes) {
  AppointmentStory story;
  story.names = {{"bianchi", "Anna Bianchi"}};
  EXPECT_THAT(story.text(), HasSubstr("Agent: Anna Bianchi\n"));
  story.names.clear();
  story.appointment().agent.name.clear();
  EXPECT_THAT(story.text(), HasSubstr("Agent: bianchi\n"));
}

}  // namespace
}  // namespace followup::test
