// What the mails about meetings say, and what calendars take from them (M26 to M34; S-M05, S-M14,
// S-M16, S-M17).
#include "invitation_story.h"
#include "mail_judge.h"
#include "meeting_story.h"
#include "workers/email/fallback_mail.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(InvitationWords, M33_TellTheInviteeWhenWhereAndWhatFor) {
  const MeetingStory story;
  EXPECT_EQ(story.words().subject, "Invitation: meeting M-1 on Sunday 25 October 2026");
  EXPECT_THAT(story.text(),
              AllOf(StartsWith("Hello Anna Bianchi,\n\nYou are invited to a meeting on Sunday 25"),
                    HasSubstr("Meeting: M-1\nApplications: A-1, A-2\nSubject: Case conference\n"
                              "When: Sunday 25 October 2026, 10:00–11:00 (CET)\nPlace: Room 3\n"
                              "Organizer: Sara Neri\nAgenda:\nIncome\nHousing\n"),
                    HasSubstr("answer the invitation in your calendar program"),
                    HasSubstr("because you are invited to this meeting."),
                    HasSubstr("https://crm.example.org/meeting/M-1"), Not(HasSubstr("Dino")),
                    Not(HasSubstr("time zone"))));
}

TEST(InvitationWords, S_M17_TellTheReadersOwnTimeWhereItIsAnother) {
  MeetingStory story;
  story.recipient.zone = "America/Sao_Paulo";
  EXPECT_THAT(
      story.text(),
      HasSubstr("When: Sunday 25 October 2026, 10:00–11:00 (Berlin, CET; 09:00 UTC)\n"
                "In your time zone: Sunday 25 October 2026, 06:00–07:00 (São Paulo, UTC-03:00)\n"));
  EXPECT_THAT(
      story.text("de"),
      HasSubstr("Wann: Sonntag, 25. Oktober 2026, 10:00–11:00 Uhr (Berlin, CET; 09:00 UTC)\n"
                "In Ihrer Zeitzone: Sonntag, 25. Oktober 2026, 06:00–07:00 Uhr (São Paulo, "
                "UTC-03:00)\n"));
  EXPECT_THAT(story.text("pt"), HasSubstr("No seu fuso horário: domingo, 25 de outubro de 2026, "
                                          "06:00–07:00 (São Paulo, UTC-03:00)\n"));
  EXPECT_THAT(story.text("it"), HasSubstr("Nel Suo fuso orario: domenica 25 ottobre 2026, "
                                          "06:00–07:00 (San Paolo, UTC-03:00)\n"));
}

TEST(InvitationWords, S_M17_NameBothDaysOfAMeetingThatIsAnotherDayForTheReader) {
  MeetingStory story;
  story.meeting().end = local("2026-10-26T09:30");
  story.recipient.zone = "Asia/Tokyo";
  EXPECT_THAT(story.text(),
              AllOf(HasSubstr("When: Sunday 25 October 2026, 10:00 – Monday 26 October 2026, 09:30 "
                              "(Berlin, CET; 09:00 UTC)\n"),
                    HasSubstr("In your time zone: Sunday 25 October 2026, 18:00 – Monday 26 "
                              "October 2026, 17:30 (Tokyo, JST)\n")));
  story.meeting().end = story.meeting().start;
  EXPECT_THAT(story.text(), HasSubstr("When: Sunday 25 October 2026, 10:00 (Berlin"));
}

TEST(InvitationWords, AreTheMeetingsOwnTimeWhenOnlyTheZonesNameDiffers) {
  MeetingStory story;
  story.recipient.zone = "Europe/Paris";
  EXPECT_THAT(story.text(), AllOf(HasSubstr("10:00–11:00 (CET)\n"), Not(HasSubstr("time zone"))));
}

TEST(InvitationWords, InEveryLanguage) {
  MeetingStory story;
  EXPECT_THAT(story.text("it"),
              AllOf(HasSubstr("La invitiamo a una riunione: domenica 25 ottobre 2026."),
                    HasSubstr("Riunione: M-1\nDomande: A-1, A-2\nOggetto: Case conference"),
                    HasSubstr("Ordine del giorno:\nIncome\n"), HasSubstr("Luogo: Room 3\n")));
  EXPECT_THAT(
      story.text("de"),
      AllOf(HasSubstr("Sie sind zu einer Besprechung am Sonntag, 25. Oktober 2026 eingeladen."),
            HasSubstr("Thema: Case conference\n"), HasSubstr("Tagesordnung:\nIncome\n")));
  EXPECT_THAT(
      story.text("pt"),
      AllOf(HasSubstr("Este é um convite para uma reunião: domingo, 25 de outubro de 2026."),
            HasSubstr("Assunto: Case conference\n"), HasSubstr("Pauta:\nIncome\n")));
}

TEST(InvitationWords, ThatAreNeutralNameNobodyButTheReader) {  // R19
  MeetingStory story;
  story.tenant.content = ContentLevel::neutral;
  EXPECT_THAT(story.text(),
              AllOf(HasSubstr("Anna Bianchi"), HasSubstr("When: Sunday 25 October 2026, 10:00"),
                    HasSubstr("left out of this mail on purpose"), Not(HasSubstr("conference")),
                    Not(HasSubstr("Room")), Not(HasSubstr("Sara")), Not(HasSubstr("Income"))));
  const std::string calendar = story.inputs().calendar;
  EXPECT_EQ(ReadInvitation(calendar).text(ICAL_SUMMARY_PROPERTY), "Meeting M-1");
  EXPECT_THAT(calendar, AllOf(Not(HasSubstr("conference")), Not(HasSubstr("Room")),
                              Not(HasSubstr("Sara Neri")), Not(HasSubstr("Income")),
                              HasSubstr("mailto:sara@example.org")));
}

TEST(MeetingCalendar, M33_HasThisReaderOnlyAndTheReplyThatIsKnown) {
  MeetingStory story;
  story.meeting().invitees.front().reply = InviteeReply::tentative;
  story.meeting().revision = 4;
  const std::string calendar = story.inputs().calendar;
  const ReadInvitation read(calendar);
  ASSERT_TRUE(read.is_sound()) << calendar;
  EXPECT_EQ(read.count(ICAL_ATTENDEE_PROPERTY), 1);
  EXPECT_EQ(line_of(calendar, "METHOD"), "METHOD:REQUEST");
  EXPECT_EQ(line_of(calendar, "UID"), "UID:assist.M-1@followup.example.org");
  EXPECT_EQ(line_of(calendar, "SEQUENCE"), "SEQUENCE:4");
  EXPECT_EQ(line_of(calendar, "DTSTAMP"), "DTSTAMP:20261001T080000Z");
  EXPECT_EQ(line_of(calendar, "DTSTART;"), "DTSTART;TZID=Europe/Berlin:20261025T100000");
  EXPECT_THAT(line_of(calendar, "ATTENDEE"),
              AllOf(HasSubstr("PARTSTAT=TENTATIVE"), HasSubstr("mailto:anna@example.org")));
  EXPECT_THAT(line_of(calendar, "ORGANIZER"), HasSubstr("mailto:sara@example.org"))
      << "as the directory has it";
  EXPECT_EQ(read.text(ICAL_DESCRIPTION_PROPERTY), "Income\nHousing");
}

TEST(MeetingCalendar, S_M16_IsCancelledUnderTheSameUidWithAHigherSequence) {
  MeetingStory story;
  const std::string before = story.inputs().calendar;
  story.meeting().revision = 2;
  story.invite(Purpose::invitation_changed);
  const std::string changed = story.inputs().calendar;
  EXPECT_EQ(line_of(changed, "METHOD"), "METHOD:REQUEST");
  story.meeting().revision = 3;
  story.meeting().cancelled = true;
  story.invite(Purpose::invitation_cancelled);
  const std::string after = story.inputs().calendar;
  EXPECT_EQ(line_of(after, "METHOD"), "METHOD:CANCEL");
  EXPECT_EQ(line_of(after, "UID"), line_of(before, "UID"));
  EXPECT_EQ(line_of(after, "SEQUENCE"), "SEQUENCE:3");
}

TEST(MeetingCalendar, HasAnotherUidForAnIdThatCanNotStandThere) {
  MeetingStory story;
  story.is_of(Kind::meeting, "São João/1");
  const std::string uid = line_of(story.inputs().calendar, "UID");
  EXPECT_THAT(uid, AllOf(StartsWith("UID:assist."), Not(HasSubstr("Jo"))));
  story.is_of(Kind::meeting, "São João/2");
  EXPECT_NE(line_of(story.inputs().calendar, "UID"), uid);
  story.is_of(Kind::meeting, "M-1");
  story.notification.case_key.tenant = "other";
  EXPECT_EQ(line_of(story.inputs().calendar, "UID"), "UID:other.M-1@followup.example.org")
      << "two tenants may have meetings of one id";
}

TEST(MeetingCalendar, IsLeftOutWhereTheOrganizerHasNoAddress) {
  MeetingStory story;
  story.emails.clear();
  EXPECT_EQ(story.inputs().calendar, "");
  EXPECT_THAT(story.text(), HasSubstr("What to do: tell Sara Neri whether you will come."));
}

TEST(ChangedInvitation, S_M16_SaysThatItTakesThePlaceOfTheEarlierOne) {
  MeetingStory story;
  story.invite(Purpose::invitation_changed);
  EXPECT_EQ(story.words().subject, "Changed: meeting M-1 on Sunday 25 October 2026");
  EXPECT_THAT(story.text(), AllOf(HasSubstr("has been changed. Below is how it stands now."),
                                  HasSubstr("It takes the place of the earlier one.")));
}

TEST(CancelledInvitation, SaysWhetherTheMeetingIsOffOrOnlyTheReader) {
  MeetingStory story;
  story.invite(Purpose::invitation_cancelled);
  story.meeting().invitees.erase(story.meeting().invitees.begin());
  EXPECT_EQ(story.words().subject, "Invitation withdrawn: meeting M-1 on Sunday 25 October 2026");
  EXPECT_THAT(story.text(), AllOf(HasSubstr("Your invitation to the meeting on Sunday 25"),
                                  Not(HasSubstr("Agenda"))));
  story.meeting().cancelled = true;
  EXPECT_EQ(story.words().subject, "Cancelled: meeting M-1 on Sunday 25 October 2026");
  EXPECT_THAT(story.text(), AllOf(HasSubstr("The meeting on Sunday 25 October 2026 has been"),
                                  HasSubstr("There is nothing left for you to do."),
                                  HasSubstr("because you were invited to this meeting.")));
  EXPECT_THAT(story.text("de"), HasSubstr("Die Besprechung am Sonntag, 25. Oktober 2026 ist "
                                          "abgesagt."));
}

TEST(MeetingReminder, TellsWhenItBegins) {
  MeetingStory story;
  story.send(story.meeting(), Purpose::meeting_reminder, "2026-10-24T10:00");
  EXPECT_THAT(story.text(),
              AllOf(HasSubstr("a meeting that is near: Sunday 25 October 2026, 10:00–11:00 (CET)."),
                    HasSubstr("if you can not come, tell Sara Neri now."),
                    HasSubstr("because you are invited to this meeting.")));
  EXPECT_EQ(story.inputs().calendar, "") << "it has been sent";
  story.notification.late = true;
  EXPECT_THAT(story.text(), HasSubstr("This message is late: it was meant for Saturday 24"));
}

TEST(UnreachedMail, S_M05_NamesWhomTheMessageCouldNotReachAndWhy) {
  MeetingStory story;
  story.miss("invitation", {{"dino", "invitee", "nobody", "no_address"},
                            {"anna", "invitee", "nobody", "inactive"},
                            {"u-7", "invitee", "nobody", "a_code_of_a_later_version"}});
  EXPECT_EQ(story.words().subject, "Not everybody was reached: meeting M-1");
  EXPECT_THAT(story.text(),
              AllOf(HasSubstr("The invitation to the meeting on Sunday 25 October 2026 could not"),
                    HasSubstr("Not reached:\n- Dino Verdi: no valid e-mail address\n"
                              "- Anna Bianchi: the account is no longer active\n"
                              "- u-7: could not be reached\n"),
                    HasSubstr("because you are the organizer of this meeting."),
                    Not(HasSubstr("Organizer: "))));
  EXPECT_THAT(story.text("it"), HasSubstr("- Dino Verdi: nessun indirizzo e-mail valido\n"));
  EXPECT_THAT(story.text("de"), HasSubstr("- Dino Verdi: keine gültige E-Mail-Adresse\n"));
  EXPECT_THAT(story.text("pt"), HasSubstr("- Dino Verdi: sem endereço de e-mail válido\n"));
  story.miss("minutes", {{"dino", "decliner", "nobody", "no_privilege"}});
  EXPECT_THAT(story.text("en"), HasSubstr("The minutes of the meeting on Sunday"));
  story.tenant.content = ContentLevel::neutral;
  EXPECT_THAT(story.text(), AllOf(HasSubstr("- dino: "), Not(HasSubstr("Verdi"))));
}

TEST(CollisionMail, M35_NamesWhoHasAnotherMeetingAndWhenButNotWhatItIsAbout) {
  MeetingStory story;
  story.collide(
      {{"dino", "M-8", instant("2026-10-25T08:30:00Z"), instant("2026-10-25T09:30:00Z")},
       {"anna", "M-9", instant("2026-10-25T09:30:00Z"), instant("2026-10-25T09:30:00Z")}});
  EXPECT_EQ(story.words().subject, "Collides with another meeting: meeting M-1");
  EXPECT_THAT(story.text(),
              AllOf(HasSubstr("the meeting on Sunday 25 October 2026 not everybody you invited"),
                    HasSubstr("When: Sunday 25 October 2026, 10:00–11:00 (CET)\n"),
                    HasSubstr("Other meetings:\n"
                              "- Dino Verdi: Sunday 25 October 2026, 09:30–10:30 (Berlin, CET)\n"
                              "- Anna Bianchi: Sunday 25 October 2026, 10:30 (Berlin, CET)\n"),
                    HasSubstr("the meeting stands, and the invitations go out."),
                    HasSubstr("because you are the organizer of this meeting."),
                    Not(HasSubstr("M-8")), Not(HasSubstr("M-9"))));
  EXPECT_THAT(story.text("it"), HasSubstr("Altre riunioni:\n- Dino Verdi: "));
  EXPECT_THAT(story.text("de"), HasSubstr("Andere Besprechungen:\n- Dino Verdi: "));
  EXPECT_THAT(story.text("pt"), HasSubstr("Outras reuniões:\n- Dino Verdi: "));
  story.tenant.content = ContentLevel::neutral;
  EXPECT_THAT(story.text("en"), AllOf(HasSubstr("- dino: "), Not(HasSubstr("Verdi"))));
}

TEST(ActionMail, S_M14_TellsWhatIsToBeDoneByWhen) {
  MeetingStory story;
  story.remind(Purpose::action_due, Role::responsible, "2026-06-18T09:00");
  EXPECT_EQ(story.words().subject, "Due on Thursday 18 June 2026: action from meeting M-1");
  EXPECT_THAT(story.text(), AllOf(HasSubstr("in a meeting is due today, Thursday 18 June 2026."),
                                  HasSubstr("Action: Ask the bank\nTo be done by: Thursday 18"),
                                  HasSubstr("then close the action in the CRM."),
                                  HasSubstr("because you are responsible for this action.")));
  story.remind(Purpose::action_due, Role::responsible, "2026-06-15T09:00");
  EXPECT_THAT(story.text(), HasSubstr("in a meeting is due on Thursday 18 June 2026."));
  story.remind(Purpose::action_due, Role::responsible, "2026-06-20T09:00");
  EXPECT_EQ(story.words().subject, "Still open: action from meeting M-1");
  EXPECT_THAT(story.text(), HasSubstr("was due on Thursday 18 June 2026 and is still open."));
  story.tenant.content = ContentLevel::neutral;
  EXPECT_THAT(story.text(), AllOf(HasSubstr("Action: A-7\n"), Not(HasSubstr("bank"))));
}

TEST(ActionMail, S_M14_TellsTheOrganizerThatItWasNotDone) {
  MeetingStory story;
  story.remind(Purpose::action_overdue, Role::organizer, "2026-06-19T09:00");
  EXPECT_THAT(story.text(), AllOf(HasSubstr("was due on Thursday 18 June 2026 and has not been"),
                                  HasSubstr("Responsible: Dino Verdi\n"),
                                  HasSubstr("What to do: ask Dino Verdi how it stands."),
                                  HasSubstr("because you are the organizer of this meeting.")));
  EXPECT_THAT(story.text("de"), HasSubstr("Was zu tun ist: Fragen Sie bei Dino Verdi nach dem"));
  story.recipient.on_behalf_of = "Sara Neri";
  story.recipient.on_behalf_of_id = "sara";
  EXPECT_THAT(story.text("en"), HasSubstr("because you stand in for Sara Neri."));
}

TEST(ActionMail, WithoutAnybodyResponsibleGoesToTheFallback) {
  MeetingStory story;
  story.remind(Purpose::action_due, Role::responsible, "2026-06-18T09:00");
  story.fallback = true;
  story.resolution_reason = "no_address";
  story.recipient.name.clear();
  EXPECT_THAT(story.text(), AllOf(HasSubstr("because whoever is responsible for the action has no "
                                            "e-mail address."),
                                  HasSubstr("find out who looks after this now")));
}

TEST(MeetingMails, FormOneThreadWithTheMinutesOfEveryVersion) {
  MeetingStory invitation;
  MeetingStory minutes;
  minutes.issue(2);
  EXPECT_EQ(invitation.inputs().thread, minutes.inputs().thread);
}

TEST(MeetingMails, OfAnInvitationHaveItBesideTheirWords) {
  const MeetingStory story;
  static const Composer composer;
  const auto mail = composer.compose(story.inputs(), notification_id);
  ASSERT_TRUE(mail) << mail.error().what;
  const json judged = judge({mail->bytes})[0];
  EXPECT_EQ(judged["defects"], json::array());
  EXPECT_EQ(judged["parts"][0]["text"], story.text());
  EXPECT_EQ(judged["parts"][2]["type"], "text/calendar");
}

TEST(MeetingMails, ThatNoTemplateCanTellAreToldPlainly) {
  MeetingStory story;
  story.issue();
  const MailInputs inputs = story.inputs();
  const RenderedMail mail = fallback_mail(inputs, Variables(inputs, notification_id));
  EXPECT_EQ(mail.subject, "Minutes of the meeting: M-1");
  EXPECT_THAT(mail.text, AllOf(HasSubstr("Meeting: M-1\n"), HasSubstr("We met."),
                               HasSubstr("1. To go on\n2. To pay\n")));
}

}  // namespace
}  // namespace followup::test
