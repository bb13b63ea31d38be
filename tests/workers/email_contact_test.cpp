// What the mails about contacts, their field appointments and their projects say, and those about
// events that were put aside and about configurations (C8 to C13, C19, Q10; S-A28).
#include "call_story.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(FollowUpMail, S_C01_TellsTheAgentContactProjectAndJudgement) {
  ContactStory story;
  EXPECT_EQ(story.words().subject, "Follow-up due: contact K-7");
  EXPECT_THAT(story.text(),
              AllOf(HasSubstr("Contact: K-7\n"), HasSubstr("Project: Umfrage Herbst\n"),
                    HasSubstr("Judgement: Bedenkzeit\n"),
                    HasSubstr("To be called: Tuesday 16 June 2026, 10:00 (CEST)\n"),
                    HasSubstr("because you are the agent of this follow-up."),
                    Not(HasSubstr("reassigned"))));
  EXPECT_THAT(story.text("de"),
              AllOf(StartsWith("Guten Tag Petra Meier!"),
                    HasSubstr("Die Wiedervorlage zum Kontakt K-7 im Projekt Umfrage Herbst ist "
                              "fällig."),
                    HasSubstr("Beurteilung: Bedenkzeit\n")));
}

TEST(FollowUpMail, S_C04_ShowsTheHintAboutTheOverride) {
  ContactStory story;
  story.contact().override_hint = true;
  EXPECT_THAT(story.text(), HasSubstr("it has been reassigned, although the project does not"));
  EXPECT_THAT(story.text("de"), HasSubstr("obwohl das Projekt das nach einem Kontakt nicht"));
}

TEST(FollowUpMail, S_C22_TellsWhoPostponedItTheOwnTime) {
  ContactStory story;
  story.contact().follow_up->wanted = local("2026-06-14T10:00");
  EXPECT_THAT(story.text(), HasSubstr("was meant for Sunday 14 June 2026, 10:00 (CEST)."));
  story.notify(Purpose::follow_up_due, Role::agent, "2026-06-17T11:00", "follow_up");
  EXPECT_THAT(story.text(), AllOf(HasSubstr("To be called: Wednesday 17 June 2026, 11:00"),
                                  Not(HasSubstr("was meant for"))));
}

TEST(FollowUpMail, S_C17_TellsTheDelegateForWhomAndUntilWhen) {
  ContactStory story;
  story.recipient.name = "Schulz";
  story.recipient.on_behalf_of = "Petra Meier";
  story.recipient.on_behalf_of_id = "meier";
  story.recipient.on_behalf_until = instant("2026-06-26T22:00:00Z");
  EXPECT_THAT(story.text(), HasSubstr("you stand in for Petra Meier until Friday 26 June 2026."));
}

TEST(FollowUpMail, S_C16_ToTheTrainingAddressSaysThatNobodyElseIsTold) {
  ContactStory story;
  story.notification.role = Role::training;
  story.recipient = {.email = "training@example.org", .language = "en"};
  EXPECT_THAT(story.text(), HasSubstr("As long as the project is in training, nobody else"));
}

TEST(FollowUpMail, ThatIsOverdueNamesWhoHoldsIt) {
  ContactStory story;
  story.contact().follow_up->holders.push_back({{"schulz", "Schulz", ""}, {}, {}, false});
  story.contact().follow_up->holders.push_back({{"adam", "Adam", ""}, {}, {}, true});
  story.notify(Purpose::callback_overdue, Role::supervisor, "2026-06-16T12:00");
  EXPECT_EQ(story.words().subject, "Follow-up overdue: contact K-7");
  EXPECT_THAT(story.text(),
              AllOf(HasSubstr("Assigned to: Meier, Schulz\n"), HasSubstr("Judgement: Bedenkzeit")));
}

TEST(WithdrawalMail, TellsThatItIsNoLongerTheReaders) {
  ContactStory story;
  story.notify(Purpose::withdrawal, Role::agent, "2026-06-16T11:00");
  EXPECT_EQ(story.words().subject, "No longer yours: follow-up of contact K-7");
  EXPECT_THAT(story.text(), AllOf(HasSubstr("is no longer yours."),
                                  HasSubstr("There is nothing left for you to do."),
                                  HasSubstr("because it was assigned to you until now.")));
}

TEST(ProtocolMail, S_C11_TellsTheRepContactAndDate) {
  ContactStory story;
  story.notify(Purpose::protocol, Role::field_rep, "2026-06-18T14:30");
  EXPECT_THAT(story.text(),
              AllOf(HasSubstr("made for you with contact K-7: Thursday 18 June 2026, 14:30 (CEST)"),
                    HasSubstr("Project: Umfrage Herbst\n"),
                    HasSubstr("because you are the field rep of this appointment.")));
}

TEST(ProtocolMail, S_C20_ListsAllProtocolsOfTheRepInOneMail) {
  BatchStory story;
  EXPECT_EQ(story.words().subject, "Field appointments: project herbst");
  const std::string text = story.text();
  for (int number = 1; number <= 7; ++number) {
    EXPECT_THAT(text, HasSubstr("- K-" + std::to_string(number) +
                                ": Thursday 18 June 2026, 14:30 (CEST)\n"));
  }
  EXPECT_THAT(text, AllOf(HasSubstr("Project: herbst\n"), HasSubstr("Name: Umfrage Herbst\n"),
                          HasSubstr("the field rep of these appointments.")));
}

TEST(EditorMail, S_C10_NamesTheFormerRepAndThatNobodyWasTold) {
  ContactStory story;
  story.notify(Purpose::editor_task, Role::editor, "2026-06-15T09:00");
  story.notification.details = {{"former_rep", std::string("adam")},
                                {"former_rep_name", std::string("Adam Alt")}};
  story.recipient.name = "Weber";
  EXPECT_THAT(story.text(),
              AllOf(HasSubstr("Nobody was sent a mail about it."), HasSubstr("Field rep: Braun\n"),
                    HasSubstr("Field rep before: Adam Alt\n"),
                    HasSubstr("tell the field rep, Braun, yourself, and also Adam Alt"),
                    HasSubstr("because you entered it on the status form.")));
  story.notification.details = {{"former_rep", std::string("braun")}};
  EXPECT_THAT(story.text(), Not(HasSubstr("before"))) << "the same as now";
  story.notification.details.clear();
  EXPECT_THAT(story.text(), HasSubstr("What to do: tell the field rep, Braun, yourself.\n"));
}

TEST(VisitReminderMail, TellsTheRep) {
  ContactStory story;
  story.notify(Purpose::agent_reminder, Role::field_rep, "2026-06-17T18:00");
  EXPECT_EQ(story.words().subject,
            "Field appointment, contact K-7: Thursday 18 June 2026, 14:30 (CEST)");
}

TEST(QuarantineMail, SaysEachReasonInWordsAndWhatToDo) {  // Q10
  AppointmentStory story;
  const std::vector<std::pair<std::string, std::string>> said{
      {"unknown_appointment", "No appointment with this id is known."},
      {"frozen", "Another appointment has taken its place"},
      {"unknown_state", "The B.O. state that it names is not in the configuration."},
      {"unusable_state", "is obsolete or is not meant for appointments."},
      {"unknown_operator", "The operator that it names is not in the configuration."},
      {"unknown_team", "The team that it names is not in the configuration."},
      {"unknown_project", "The project is not in the configuration."},
      {"unknown_judgement", "The judgement that it names is not in the configuration."},
      {"project_ended", "The project is closed or anonymised."},
      {"contact_done", "The contact is done"},
      {"agent_locked", "does not let the agent be changed"},
      {"no_team", "the project has no team in the configuration."},
      {"too_far_ahead", "lies further ahead than the project allows."},
      {"too_many_personal", "already holds as many follow-ups alone as the project allows."}};
  for (const auto& [code, words] : said) {
    story.notify(Purpose::quarantined, Role::administrator, "2026-09-14T15:20", code);
    story.notification.about = "ev-1";
    story.notification.details = {{"event", std::string("ev-1")},
                                  {"type", std::string("appointment.outcome_set")}};
    story.recipient.language = "en";
    EXPECT_EQ(story.words().subject, "Event put aside: appointment APP-1");
    EXPECT_THAT(story.text(), AllOf(HasSubstr(words), HasSubstr("followupctl rejected list"),
                                    HasSubstr("Error code: " + code + "\n"),
                                    HasSubstr("Type of event: appointment.outcome_set\n"),
                                    HasSubstr("Event: ev-1\n"), Not(HasSubstr("Carla"))));
    std::size_t whole = 0;
    for (const auto* language : {"it", "de", "pt"})
      whole += story.text(language).size();
    story.notification.reason = "another_code";
    for (const auto* language : {"it", "de", "pt"}) {
      const std::size_t bare = story.text(language).size() - std::string("another_code").size();
      whole -= bare + code.size();
    }
    EXPECT_GT(whole, 3 * 20U) << code << " has no words in some language";
  }
}

TEST(QuarantineMail, S_C03_TellsTheEditorToCheckTheEntry) {
  ContactStory story;
  story.notify(Purpose::quarantined, Role::editor, "2026-06-15T09:00", "contact_done");
  EXPECT_EQ(story.words().subject, "Event put aside: contact K-7");
  EXPECT_THAT(story.text(),
              AllOf(HasSubstr("check what you entered in the CRM"), Not(HasSubstr("followupctl")),
                    HasSubstr("because you entered what it is about.")));
}

TEST(ConfigurationMail, S_A28_NamesTheStateWithoutAnActiveProcedure) {
  NoticeStory story;
  EXPECT_EQ(story.words().subject, "Configuration: no active procedure for state 3 – KO assente");
  EXPECT_THAT(story.text(), AllOf(HasSubstr("Outcome: 3 – KO assente\n"),
                                  HasSubstr("no scheduled procedure is active for this state"),
                                  Not(HasSubstr("Open in the CRM"))));
  story.notification.about = "no number";
  EXPECT_EQ(story.words().subject, "Configuration: no active procedure for state no number");
}

TEST(ConfigurationMail, ListsTheFaultsOfARefusedConfiguration) {
  NoticeStory story;
  story.notification.reason = "config_rejected";
  story.notification.details = {
      {"faults", std::string("callit.toml:parameters.CC036B: unknown\nprocedures: two")}};
  EXPECT_EQ(story.words().subject, "New configuration refused");
  EXPECT_THAT(story.text(), AllOf(HasSubstr("Faults:\n- callit.toml:parameters.CC036B: unknown\n"
                                            "- procedures: two\n"),
                                  HasSubstr("The last good one stays in use.")));
}

}  // namespace
}  // namespace followup::test
