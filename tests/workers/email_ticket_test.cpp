// What the mails about tickets say: to a group that has to answer, to those above it, and to
// whoever has to look after the groups (T1 to T5, T20, T21; S-T02, S-T06, S-T07, S-T30, S-T31).
#include "ticket_story.h"
#include "workers/email/fallback_mail.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(TicketMail, T20_TellsTheGroupWhatToAnswerByWhenAndWhy) {
  TicketStory story;
  EXPECT_EQ(story.words().subject,
            "Answer by Saturday 7 March 2026, 16:00 (UTC-03:00): protocol 2026-0007");
  EXPECT_THAT(
      story.text(),
      AllOf(StartsWith("Hello Jurídico,\n"),
            HasSubstr("Protocol 2026-0007 needs an answer by Saturday 7 March 2026, 16:00"),
            HasSubstr("Ticket: T-1\nProtocol: 2026-0007\nArea: Atendimento › Cartas\n"
                      "Classification: Negativa por escrito\nSummary: Carta pedida por telefone\n"
                      "Beneficiary: Carla Neri\nGroup: Jurídico\n"
                      "Opened: Friday 6 March 2026, 16:00 (UTC-03:00)\n"
                      "Answer due: Saturday 7 March 2026, 16:00 (UTC-03:00)\n"),
            HasSubstr("What to do: answer it and record the answer in the CRM."),
            HasSubstr("If there is no final answer by then, the next group above is told."),
            HasSubstr("because it is for your group: Jurídico."),
            HasSubstr("https://crm.example.org/ticket/T-1"), Not(HasSubstr("forwarded by"))));
}

TEST(TicketMail, IsWordedInEveryLanguage) {
  TicketStory story;
  EXPECT_THAT(story.text("pt"),
              AllOf(StartsWith("Olá, Jurídico!"),
                    HasSubstr("O protocolo 2026-0007 aguarda resposta até sábado, 7 de março"),
                    HasSubstr("Beneficiário: Carla Neri\n"), HasSubstr("Grupo: Jurídico\n"),
                    HasSubstr("porque ela é para o seu grupo: Jurídico.")));
  EXPECT_THAT(story.text("it"), AllOf(HasSubstr("attende una risposta entro sabato 7 marzo 2026"),
                                      HasSubstr("perché è destinato al Suo gruppo: Jurídico.")));
  EXPECT_THAT(story.text("de"),
              AllOf(HasSubstr("Zum Protokoll 2026-0007 wird bis Samstag, 7. März 2026, 16:00 Uhr"),
                    HasSubstr("weil sie für Ihre Gruppe bestimmt ist: Jurídico.")));
}

TEST(TicketMail, IsToldInTheReadersOwnZone) {
  TicketStory story;
  story.recipient.zone = "Europe/Berlin";
  EXPECT_THAT(story.text(), HasSubstr("Answer due: Saturday 7 March 2026, 20:00 (CET)\n"));
}

TEST(TicketMail, WithoutATermAsksForNoDate) {
  TicketStory story;
  story.policy.ticket.nodes["negativa"].terms.term.reset();
  EXPECT_EQ(story.words().subject, "To be answered: protocol 2026-0007");
  EXPECT_THAT(story.text(), AllOf(HasSubstr("Protocol 2026-0007 needs an answer.\n"),
                                  Not(HasSubstr("Answer due")), Not(HasSubstr("by then"))));
  story.ticket().protocol.clear();
  EXPECT_EQ(story.words().subject, "To be answered: protocol T-1") << "it has no number but its id";
}

TEST(TicketMail, ThatIsSentWhenTheTimeIsOverSaysSo) {
  TicketStory story;
  story.notification.due = instant("2026-03-07T19:00:00Z");
  EXPECT_EQ(story.words().subject, "Answer overdue: protocol 2026-0007");
  EXPECT_THAT(story.text(),
              AllOf(HasSubstr("It was due on Saturday 7 March 2026, 16:00 (UTC-03:00), "
                              "and that time is over.\n"),
                    HasSubstr("What to do: answer it"), Not(HasSubstr("by then"))));
  EXPECT_THAT(story.text("it"), AllOf(HasSubstr("Era attesa entro sabato 7 marzo 2026"),
                                      HasSubstr("il termine è già scaduto.")));
  EXPECT_THAT(story.text("de"), HasSubstr("fällig, die Frist ist abgelaufen."));
  EXPECT_THAT(story.text("pt"), HasSubstr("e já terminou."));
}

TEST(TicketMail, S_T21_TellsTheExtendedTime) {
  TicketStory story;
  story.ticket().demands.front().extended_to = local("2026-04-05T23:59:59");
  EXPECT_THAT(story.text(), HasSubstr("Answer due: Sunday 5 April 2026, 23:59 (UTC-03:00)\n"));
}

TEST(TicketMail, T2_SaysWhoForwardedItAndThatTheTimeRunsOn) {
  TicketStory story;
  story.mailing().about = "financeiro";
  EXPECT_THAT(story.text(),
              HasSubstr("It was forwarded by Financeiro. The time to answer runs on"));
}

TEST(TicketMail, SaysThatTheTicketWasOpenedAgain) {
  TicketStory story;
  story.ticket().cycle = 2;
  EXPECT_THAT(story.text(), HasSubstr("The time to answer has begun anew."));
}

TEST(TicketMail, T27_ToOneWhoIsInTwoGroupsNamesBothAndTheirTimes) {
  TicketStory story;
  story.demand("financeiro");
  story.send(Purpose::ticket_opened, "2026-03-06T16:00", "person/ana", {"juridico", "financeiro"});
  EXPECT_THAT(story.text(), AllOf(HasSubstr("Groups: Jurídico, Financeiro\n"),
                                  HasSubstr("for your groups: Jurídico, Financeiro.")));
  story.ticket().demands.back().since = instant("2026-03-06T18:00:00Z");
  EXPECT_THAT(
      story.text(),
      AllOf(HasSubstr("Groups: Jurídico (Saturday 7 March 2026, 16:00 (UTC-03:00)), Financeiro "
                      "(Saturday 7 March 2026, 15:00 (UTC-03:00))\n"),
            HasSubstr("Answer due: Saturday 7 March 2026, 15:00")));
  story.ticket().demands.back().end = GroupDemand::End::answered;
  EXPECT_THAT(story.text(), HasSubstr("Group: Jurídico\n")) << "the other has answered since";
}

TEST(TicketMail, S_T07_InThePlaceOfAGroupSaysSo) {
  TicketStory story;
  story.send(Purpose::ticket_opened, "2026-03-06T16:00", "group/diretoria");
  story.mailing().troubles = {{"group/juridico", "inactive"}};
  EXPECT_THAT(story.text(),
              AllOf(HasSubstr("see to it that somebody answers"),
                    HasSubstr("because nobody in Jurídico can be reached by e-mail and your")));
}

TEST(TicketMail, S_T06_ToTheFallbackSaysThatNobodyCanBeReached) {
  TicketStory story;
  story.send(Purpose::ticket_opened, "2026-03-06T16:00", "fallback");
  story.recipient.name.clear();
  EXPECT_THAT(story.text(), AllOf(HasSubstr("because nobody who should be told about this can be"),
                                  HasSubstr("find out who looks after this now"),
                                  Not(HasSubstr("answer it and record"))));
}

TEST(TicketMail, OfAMemberWhoIsAwayTellsTheDelegate) {
  TicketStory story;
  story.send(Purpose::ticket_opened, "2026-03-06T16:00", "person/ana");
  story.recipient.on_behalf_of = "Ana Lima";
  story.recipient.on_behalf_of_id = "ana";
  EXPECT_THAT(story.text(), AllOf(HasSubstr("because you stand in for Ana Lima."),
                                  HasSubstr("Group: Jurídico\n"), HasSubstr("answer it")));
}

TEST(WarningMail, S_T02_SaysThatTheTimeIsNearlyOver) {
  TicketStory story;
  story.send(Purpose::ticket_warning, "2026-03-07T10:00");
  EXPECT_EQ(story.words().subject, "Time is running out: protocol 2026-0007");
  EXPECT_THAT(story.text(), AllOf(HasSubstr("The answer is due on Saturday 7 March 2026, 16:00"),
                                  HasSubstr("An interim reply does not stop the clock."),
                                  HasSubstr("the next group above is told.")));
  story.notification.late = true;
  EXPECT_THAT(story.text(), HasSubstr("it was meant for Saturday 7 March 2026, 10:00"));
}

TEST(OverdueMail, S_T31_NamesTheGroupTheTimeAndTheLevel) {
  TicketStory story;
  story.send_overdue(1);
  EXPECT_EQ(story.words().subject, "Not answered in time: protocol 2026-0007");
  EXPECT_THAT(story.text(),
              AllOf(HasSubstr("Jurídico has not answered protocol 2026-0007 in time. The answer "
                              "was due on Saturday 7 March 2026, 16:00 (UTC-03:00)."),
                    HasSubstr("Level of managers: 1\n"), HasSubstr("What to do: see to it"),
                    HasSubstr("because your group is above Jurídico."),
                    Not(HasSubstr("were told before"))));
  story.send_overdue(2);
  EXPECT_THAT(story.text(), HasSubstr("The groups below yours were told before"));
  EXPECT_THAT(story.text("pt"), HasSubstr("Jurídico não respondeu ao protocolo 2026-0007 no prazo. "
                                          "O prazo ia até sábado, 7 de março de 2026, 16:00"));
}

TEST(WithdrawalMail, OfATicketSaysWhereItWent) {
  TicketStory story;
  story.ticket().demands.front().end = GroupDemand::End::forwarded;
  story.send(Purpose::withdrawal, "2026-03-06T17:00");
  story.mailing().about = "financeiro";
  EXPECT_EQ(story.words().subject, "No longer yours: protocol 2026-0007");
  EXPECT_THAT(story.text(),
              AllOf(HasSubstr("Protocol 2026-0007 has been forwarded to Financeiro."),
                    HasSubstr("There is nothing left for you to do."), Not(HasSubstr("Answer due")),
                    HasSubstr("because your group had to answer this until now: Jurídico.")));
  story.mailing().about.clear();
  EXPECT_THAT(story.text(), HasSubstr("no longer needs an answer from your group."));
}

TEST(ClosedMail, OfATicketSaysThatNoAnswerIsNeededAndWhy) {
  TicketStory story;
  story.send(Purpose::closed, "2026-03-06T17:00");
  story.ticket().path = {{{}, "closed", {}, "pedido retirado", {}, {}}};
  EXPECT_EQ(story.words().subject, "Closed: protocol 2026-0007");
  EXPECT_THAT(story.text(),
              AllOf(HasSubstr("The ticket was closed."), HasSubstr("Reason: pedido retirado\n"),
                    HasSubstr("There is nothing left for you to do."),
                    Not(HasSubstr("contacted the provider"))));
}

TEST(SecretTicket, S_T30_IsNeutralForWhoHasNoAccess) {
  TicketStory story;
  story.ticket().secret = true;
  const std::string neutral = story.text();
  EXPECT_THAT(neutral, AllOf(HasSubstr("Protocol: 2026-0007\n"), HasSubstr("Group: Jurídico\n"),
                             HasSubstr("Answer due: Saturday"), HasSubstr("left out of this mail"),
                             Not(HasSubstr("Carla")), Not(HasSubstr("Negativa")),
                             Not(HasSubstr("Cartas")), Not(HasSubstr("telefone"))));
  EXPECT_THAT(story.words().html, AllOf(Not(HasSubstr("Carla")), Not(HasSubstr("Negativa"))));
  story.recipient.secret_access = true;
  EXPECT_THAT(story.text(), AllOf(HasSubstr("Carla Neri"), Not(HasSubstr("left out"))));
  story.tenant.content = ContentLevel::neutral;
  EXPECT_THAT(story.text(), Not(HasSubstr("Carla")));
}

TEST(SecretTicket, S_T30_IsNeutralInReportsToTheFallback) {
  TicketStory story;
  story.ticket().secret = true;
  story.notify(Purpose::undeliverable, Role::fallback, "2026-03-06T16:00", "smtp_550");
  story.notification.whom.clear();
  EXPECT_EQ(story.words().subject, "Message not delivered: ticket T-1");
  EXPECT_THAT(story.text(), AllOf(Not(HasSubstr("Carla")), Not(HasSubstr("Negativa"))));
}

TEST(GroupWarning, SaysWhatIsWrongWithTheGroupAndWhatToDo) {
  TicketStory story;
  story.recipient = {.email = "admin@example.org", .language = "en"};
  const std::vector<std::array<std::string, 3>> said{
      {"group_inactive", "Group Jurídico: inactive", "but the group is inactive."},
      {"group_unknown", "Group Jurídico: not known", "no such group is known."},
      {"group_without_address", "Group Jurídico: no address", "nor an active member"},
      {"no_manager", "Group Jurídico: nobody above it",
       "above it there is no group that could be told."},
      {"manager_loop", "Group Jurídico: the groups above it run in a circle",
       "lead back to one another."},
      {"too_many", "Group Jurídico: too many addresses", "60 addresses, and no further."}};
  for (const auto& [code, subject, words] : said) {
    story.notify(Purpose::config_warning, Role::administrator, "2026-03-06T16:00", code);
    story.notification.whom.clear();
    story.notification.about = "juridico";
    EXPECT_EQ(story.words().subject, subject);
    EXPECT_THAT(story.text("en"), AllOf(HasSubstr(words), HasSubstr("Group: Jurídico\n"),
                                        HasSubstr("What to do: "), Not(HasSubstr("Carla"))));
    for (const auto* language : {"it", "de", "pt"}) {
      EXPECT_THAT(story.text(language), AllOf(HasSubstr("Jurídico"), HasSubstr("T-1")));
      EXPECT_FALSE(story.words().subject.empty()) << code << language;
    }
    story.recipient.language = "en";
  }
}

TEST(QuarantineMail, Q10_SaysWhatIsWrongWithATicket) {
  TicketStory story;
  const std::vector<std::pair<std::string, std::string>> said{
      {"unknown_ticket", "No ticket with this id is known."},
      {"unknown_node", "names is not in the configuration."},
      {"node_not_active", "is inactive or still a draft."},
      {"node_is_parent", "only the last level can be used."},
      {"wrong_person_type", "is not for this type of person."},
      {"wrong_channel", "is not offered on this channel."},
      {"unknown_group", "A group that has to answer is missing"},
      {"group_not_open", "has nothing to answer in this ticket."}};
  for (const auto& [code, words] : said) {
    story.recipient.language = "en";
    story.notify(Purpose::quarantined, Role::administrator, "2026-03-06T16:00", code);
    story.notification.whom.clear();
    EXPECT_EQ(story.words().subject, "Event put aside: ticket T-1");
    EXPECT_THAT(story.text(), HasSubstr(words));
    for (const auto* language : {"it", "de", "pt"}) {
      const std::string told = story.text(language);
      story.notification.reason = "another_code";
      EXPECT_GT(told.size() + 12 - code.size(), story.text(language).size() + 20)
          << code << " has no words in " << language;
      story.notification.reason = code;
    }
  }
}

TEST(QuarantineMail, Q10_NamesTheClassificationAndTheGroupThatTheEventNames) {
  TicketStory story;
  story.recipient.language = "en";
  story.notify(Purpose::quarantined, Role::administrator, "2026-03-06T16:00", "unknown_group");
  story.notification.whom.clear();
  EXPECT_THAT(story.text(), AllOf(Not(HasSubstr("Classification:")), Not(HasSubstr("Group:"))));
  story.notification.details = {{"event", "e-1"},
                                {"type", "ticket.opened"},
                                {"classification", "cartas_novas"},
                                {"group", "<marketing>"}};
  EXPECT_THAT(story.text(), AllOf(HasSubstr("Classification: cartas_novas\n"),
                                  HasSubstr("Group: <marketing>\n"), Not(HasSubstr("Carla"))));
  EXPECT_THAT(story.words().html, HasSubstr("&lt;marketing&gt;"));
}

TEST(TicketMail, ThatNoTemplateCanTellIsToldPlainly) {
  TicketStory story;
  const MailInputs inputs = story.inputs();
  const RenderedMail mail = fallback_mail(inputs, Variables(inputs, notification_id));
  EXPECT_EQ(mail.subject, "To be answered: T-1");
  EXPECT_THAT(mail.text,
              AllOf(HasSubstr("Ticket: T-1\n"), HasSubstr("Due: Saturday 7 March 2026, 16:00")));
}

}  // namespace
}  // namespace followup::test
