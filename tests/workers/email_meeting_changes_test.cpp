// What a mail about a change says of the time that its reader was told before, and what a calendar
// takes from it when only its reader is no longer invited (S-M16; RFC 5546 section 3.2.5).
#include "invitation_story.h"
#include "meeting_story.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* day_before = "2026-10-24T09:00:00/2026-10-24T10:30:00/Europe/Berlin";

/// Anna was told `about`; since then the meeting is on Sunday from 10 to 11.
MeetingStory told_before(Purpose purpose, const std::string& about) {
  MeetingStory story;
  story.send(story.meeting(), purpose, "2026-10-01T10:00", {"anna"}, about);
  return story;
}

TEST(ChangedInvitation, S_M16_SaysWhenTheMeetingWasSoFar) {
  MeetingStory story = told_before(Purpose::invitation_changed, day_before);
  EXPECT_THAT(story.text(), HasSubstr("When: Sunday 25 October 2026, 10:00–11:00 (CET)\n"
                                      "So far: Saturday 24 October 2026, 09:00–10:30 (CEST)\n"));
  EXPECT_THAT(story.words().html,
              HasSubstr("<th>So far</th><td>Saturday 24 October 2026, 09:00–10:30 (CEST)</td>"));
  EXPECT_THAT(story.text("de"),
              HasSubstr("Bisher: Samstag, 24. Oktober 2026, 09:00–10:30 Uhr (CEST)\n"));
  EXPECT_THAT(story.text("it"), HasSubstr("Finora: sabato 24 ottobre 2026, 09:00–10:30 (CEST)\n"));
  EXPECT_THAT(story.text("pt"),
              HasSubstr("Até agora: sábado, 24 de outubro de 2026, 09:00–10:30 (CEST)\n"));
  EXPECT_EQ(line_of(story.inputs().calendar, "DTSTART;"),
            "DTSTART;TZID=Europe/Berlin:20261025T100000");
  story.tenant.content = ContentLevel::neutral;
  EXPECT_THAT(story.text("en"), HasSubstr("So far: Saturday 24 October")) << "times may be told";
}

TEST(ChangedInvitation, S_M17_SaysSoInTheZoneThatTheMeetingHadThen) {
  MeetingStory story = told_before(Purpose::invitation_changed,
                                   "2026-10-24T09:00:00/2026-10-24T09:00:00/America/Sao_Paulo");
  EXPECT_THAT(story.text(),
              HasSubstr("So far: Saturday 24 October 2026, 09:00 (São Paulo, UTC-03:00; 12:00 UTC)"
                        "\n"));
}

TEST(ChangedInvitation, S_M16_SaysNothingOfTheTimeIfThatIsTheSameOrNotKnown) {
  for (const auto* about :
       {"2026-10-25T10:00:00/2026-10-25T11:00:00/Europe/Berlin", "", "//", "2026-10-24T09:00:00",
        "2026-10-24T09:00:00/x/Europe/Berlin", "2026-10-24T09:00:00/2026-10-24T10:00:00/Nowhere"}) {
    const MeetingStory story = told_before(Purpose::invitation_changed, about);
    EXPECT_THAT(story.text(), AllOf(Not(HasSubstr("So far")), HasSubstr("25 October 2026, 10:00")))
        << about;
  }
}

TEST(CancelledInvitation, S_M16_SaysTheTimeThatTheReaderWasTold) {
  MeetingStory story = told_before(Purpose::invitation_cancelled, day_before);
  story.meeting().cancelled = true;
  EXPECT_EQ(story.words().subject, "Cancelled: meeting M-1 on Saturday 24 October 2026");
  EXPECT_THAT(story.text(), AllOf(HasSubstr("When: Saturday 24 October 2026, 09:00–10:30 (CEST)\n"),
                                  Not(HasSubstr("So far")), Not(HasSubstr("Sunday"))));
  const std::string calendar = story.inputs().calendar;
  EXPECT_EQ(line_of(calendar, "DTSTART;"), "DTSTART;TZID=Europe/Berlin:20261024T090000");
  EXPECT_EQ(line_of(calendar, "DTEND;"), "DTEND;TZID=Europe/Berlin:20261024T103000");
  EXPECT_TRUE(ReadInvitation(calendar).is_sound()) << calendar;
}

TEST(CancelledInvitation, S_M16_SaysTheMeetingsTimeWhereItIsNotKnownWhatTheReaderWasTold) {
  const MeetingStory story = told_before(Purpose::invitation_cancelled, "");
  EXPECT_EQ(line_of(story.inputs().calendar, "DTSTART;"),
            "DTSTART;TZID=Europe/Berlin:20261025T100000");
}

// Whoever keeps the meeting in a shared calendar must not find it cancelled for all.
TEST(CancelledInvitation, OfOnePersonDoesNotCallTheMeetingCancelled) {
  MeetingStory story = told_before(Purpose::invitation_cancelled, day_before);
  const std::string removed = story.inputs().calendar;
  EXPECT_EQ(line_of(removed, "METHOD"), "METHOD:CANCEL");
  EXPECT_THAT(removed, Not(HasSubstr("STATUS:")));
  EXPECT_EQ(ReadInvitation(removed).count(ICAL_ATTENDEE_PROPERTY), 1);
  EXPECT_THAT(line_of(removed, "ATTENDEE"), HasSubstr("mailto:anna@example.org"));
  EXPECT_TRUE(ReadInvitation(removed).is_sound()) << removed;
  story.meeting().cancelled = true;
  EXPECT_EQ(line_of(story.inputs().calendar, "STATUS"), "STATUS:CANCELLED");
}

}  // namespace
}  // namespace followup::test
