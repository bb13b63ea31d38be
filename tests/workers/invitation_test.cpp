// Invitations as a text: what they say, whom they list, which times they tell.
#include "workers/email/invitation.h"

#include "core/base/zone.h"
#include "invitation_story.h"
#include "workers/email/calendar_text.h"
#include "workers/email/text.h"

#include <algorithm>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup::test {
namespace {

using namespace std::string_literals;
using testing::AllOf;
using testing::Each;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::Not;

std::vector<std::string> lines(const Invitation& invitation) {
  return lines_of(written(invitation));
}

std::string fault(const Invitation& invitation) {
  const auto text = write_invitation(invitation);
  if (text) return "written";
  EXPECT_EQ(text.error().code, Code::invalid_input);
  return text.error().what;
}

/// DTSTART and DTEND as they are written.
std::pair<std::string, std::string> times(std::string_view zone, std::string_view start,
                                          std::string_view end) {
  Invitation made = invitation();
  made.zone = zone;
  made.start = parse_local(start).value();
  made.end = parse_local(end).value();
  const std::string text = written(made);
  const std::string in_zone = ";TZID=" + std::string(zone) + ":";
  return {line_of(text, "DTSTART" + in_zone).substr(7 + in_zone.size()),
          line_of(text, "DTEND" + in_zone).substr(5 + in_zone.size())};
}

TEST(Invitation, M33_AsksForAnAnswer) {
  const std::string text = written(invitation());
  EXPECT_TRUE(ReadInvitation(text).is_sound()) << text;
  EXPECT_THAT(lines_of(text),
              IsSupersetOf({"VERSION:2.0"s, "METHOD:REQUEST"s, "TZID:Europe/Berlin"s,
                            "UID:thread-0123456789abcdefghijklmnop"s, "SEQUENCE:0"s,
                            "DTSTAMP:20261001T080000Z"s, "STATUS:CONFIRMED"s,
                            "DTSTART;TZID=Europe/Berlin:20261025T100000"s,
                            "DTEND;TZID=Europe/Berlin:20261025T110000"s, "SUMMARY:Case conference"s,
                            "ORGANIZER;CN=Sara Neri:mailto:sara@example.org"s}));
  EXPECT_EQ(line_of(text, "ATTENDEE"),
            "ATTENDEE;CN=Anna Bianchi;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:anna@example.org");
}

TEST(Invitation, M33_TellsOfACancellationUnderTheSameUid) {  // S-M16
  Invitation cancelled = invitation();
  cancelled.method = InvitationMethod::cancel;
  cancelled.sequence = 2;
  const std::string text = written(cancelled);
  EXPECT_TRUE(ReadInvitation(text).is_sound()) << text;
  EXPECT_THAT(lines_of(text), IsSupersetOf({"METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:2",
                                            "UID:thread-0123456789abcdefghijklmnop",
                                            "ATTENDEE;CN=Anna Bianchi:mailto:anna@example.org"}));
  EXPECT_EQ(method_of(text), InvitationMethod::cancel);
}

TEST(Invitation, KeepsAReplyThatWasGiven) {  // M34
  Invitation update = invitation();
  update.attendees[0].reply = "tentative";
  EXPECT_THAT(line_of(written(update), "ATTENDEE"), HasSubstr(";PARTSTAT=TENTATIVE;RSVP=TRUE:"));
  update.attendees[0].reply = "perhaps";
  EXPECT_EQ(fault(update), "an attendee's reply is none of accepted, declined, tentative");
}

TEST(Invitation, M32_LeavesOutWhoHasNoUsableAddress) {
  Invitation made = invitation();
  made.attendees.push_back({"Nobody", "", ""});
  made.attendees.push_back({"Evil", "x@example.org\r\nATTENDEE:mailto:y@example.org", ""});
  EXPECT_EQ(line_of(written(made), "ATTENDEE").find("Anna"), "ATTENDEE;CN="s.size());
  made.attendees.erase(made.attendees.begin());
  EXPECT_EQ(fault(made), "no attendee has a usable address");
  made = invitation();
  made.organizer.email.clear();
  EXPECT_EQ(fault(made), "the organizer has no usable address");
}

TEST(Invitation, TellsASkippedTimeAsTheOneThatTheClocksShow) {  // Q3
  using testing::Pair;
  EXPECT_THAT(times("Europe/Berlin", "2026-03-29T02:15", "2026-03-29T02:45"),
              Pair("20260329T031500", "20260329T034500"));
  EXPECT_THAT(times("Europe/Berlin", "2026-03-29T01:30", "2026-03-29T02:30"),
              Pair("20260329T013000", "20260329T033000"));
  EXPECT_THAT(times("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T03:00"),
              Pair("20260329T033000", "20260329T040000"))
      << "half an hour stays half an hour";
  EXPECT_THAT(times("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-04T03:00"),
              Pair("20261004T024500", "20261004T030000"));
}

TEST(Invitation, LeavesATimeThatComesTwiceToTheRuleThatItMeansTheFirst) {  // Q3
  EXPECT_THAT(times("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T03:30"),
              testing::Pair("20261025T023000", "20261025T033000"));
}

TEST(Invitation, HasNoEndIfItIsAMomentOnlyAndNoneBeforeItsStart) {
  Invitation made = invitation();
  made.end = made.start;
  EXPECT_THAT(lines(made), Not(testing::Contains(testing::StartsWith("DTEND"))));
  made.end -= std::chrono::seconds{1};
  EXPECT_EQ(fault(made), "the meeting ends before it starts");
}

TEST(Invitation, NeedsAZoneThatExists) {
  Invitation made = invitation();
  made.zone = "Europe/Nowhere";
  EXPECT_EQ(fault(made), "there is no time zone named \"Europe/Nowhere\"");
  for (const auto* bad : {"", "Europe/Berlin\r\nX-Y:z", "Europe/Berlin:x", "file:/etc/passwd"}) {
    made.zone = bad;
    EXPECT_THAT(fault(made), HasSubstr("time zone")) << bad;
  }
}

TEST(Invitation, RefusesAUidSequenceOrDateThatCanNotBe) {
  for (const auto& bad : {""s, "a b"s, "a\r\nb"s, "ä"s, std::string(256, 'x')}) {
    Invitation made = invitation();
    made.uid = bad;
    EXPECT_EQ(fault(made), "the meeting's uid can not be") << bad;
  }
  Invitation late = invitation();
  late.sequence = 0x80000000U;
  EXPECT_EQ(fault(late), "the meeting's sequence number is too large");
  late.sequence = 0x7fffffffU;
  EXPECT_EQ(line_of(written(late), "SEQUENCE"), "SEQUENCE:2147483647");
  Invitation old = invitation();
  old.start = parse_local("1971-12-31T10:00").value();
  EXPECT_EQ(fault(old), "the meeting's date is out of range");
  Invitation far = invitation();
  far.end = parse_local("2400-01-01T00:00").value();
  EXPECT_EQ(fault(far), "the meeting's date is out of range");
  Invitation stamped = invitation();
  stamped.stamp = TimePoint{};
  EXPECT_EQ(fault(stamped), "the invitation's date is out of range");
}

TEST(Invitation, TakesOnlyLinksAsItsUrl) {
  Invitation made = invitation();
  made.url = "https://crm.example.org/meeting/7?tab=1&view=2;3,4";
  EXPECT_EQ(line_of(written(made), "URL"), "URL:" + made.url);
  for (const auto* bad : {"javascript:alert(1)", "https://a\r\nX-Y:z", "https://a b", "ä", "x"}) {
    made.url = bad;
    EXPECT_THAT(lines(made), Each(Not(testing::StartsWith("URL")))) << bad;
  }
}

TEST(Invitation, WritesAddressesAsLinksDo) {
  Invitation made = invitation();
  made.attendees[0].email = "a+b&c?d%e'f@exämple.org";
  EXPECT_THAT(line_of(written(made), "ATTENDEE"),
              HasSubstr(":mailto:a+b%26c%3Fd%25e'f@xn--exmple-cua.org"));
  made.attendees[0].email = "\"a:b;c,d\"@example.org";
  EXPECT_THAT(line_of(written(made), "ATTENDEE"), HasSubstr(":mailto:%22a%3Ab%3Bc%2Cd%22@"));
}

TEST(Invitation, TakesNoLineAndNoParameterFromNames) {
  Invitation made = invitation();
  made.attendees[0].name = "Rossi, \"Anna\";X=1:y\r\nX-EVIL:1\x01";
  const std::string text = written(made);
  EXPECT_EQ(line_of(text, "ATTENDEE"),
            "ATTENDEE;CN=\"Rossi, 'Anna';X=1:y X-EVIL:1\";PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:"
            "anna@example.org");
  made.attendees[0].name = " \r\n";
  EXPECT_THAT(line_of(written(made), "ATTENDEE"), testing::StartsWith("ATTENDEE;PARTSTAT="));
}

TEST(Invitation, KeepsTheLinesOfADescription) {
  Invitation made = invitation();
  made.description = "One, two;\r\n\\n three\rfour\n\n\xff five\n";
  const ReadInvitation read(written(made));
  EXPECT_EQ(read.text(ICAL_DESCRIPTION_PROPERTY),
            "One, two;\n\\n three\nfour\n\n\xef\xbf\xbd five");
  made.description = "\r\n \n";
  EXPECT_EQ(ReadInvitation(written(made)).count(ICAL_DESCRIPTION_PROPERTY), 0);
}

TEST(Invitation, NamesItsMethodOnlyInItsOwnLine) {
  EXPECT_EQ(method_of(written(invitation())), InvitationMethod::request);
  Invitation made = invitation();
  made.description = std::string(73, 'x') + "\r\nMETHOD:CANCEL\r\n";
  EXPECT_EQ(method_of(written(made)), InvitationMethod::request);
  for (const auto* none : {"", "METHOD:REQUEST", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"})
    EXPECT_EQ(method_of(none), std::nullopt) << none;
}

/// Bytes of every kind, with those that mean something to a calendar more often.
std::string random_text(std::mt19937& random, std::size_t longest) {
  static const std::vector<std::string> pieces{"\r\n",
                                               "\n",
                                               "\r",
                                               ";",
                                               ":",
                                               ",",
                                               "\"",
                                               "\\",
                                               "\\n",
                                               "^",
                                               "^n",
                                               "\0"s,
                                               "ä",
                                               "日",
                                               "😀",
                                               "\xff",
                                               "\xed\xa0",
                                               "\xe2\x80",
                                               " ",
                                               "\t",
                                               "=",
                                               "BEGIN:VEVENT",
                                               "\r\nEND:VCALENDAR\r\n",
                                               "\xe2\x80\xa8",
                                               "%0D%0A"};
  std::string out;
  for (auto left = random() % longest; left > 0; --left) {
    const auto pick = random() % (2 * pieces.size());
    out += pick < pieces.size() ? pieces[pick] : std::string(1, static_cast<char>(random() % 256));
  }
  return out;
}

/// How a name comes out of a parameter.
std::string quoted_name(std::string_view name) {
  std::string clean = clean_line(name, 100);
  std::replace(clean.begin(), clean.end(), '"', '\'');
  std::replace(clean.begin(), clean.end(), '\\', '/');
  return clean;
}

void expect_sound_lines(const std::string& text) {
  ASSERT_TRUE(is_utf8(text));
  ASSERT_TRUE(text.ends_with("END:VCALENDAR\r\n"));
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find("\r\n", at);
    const std::string line = text.substr(at, end - at);
    ASSERT_LE(line.size(), 75U) << line;
    ASSERT_TRUE(is_utf8(line)) << "a fold splits a character";
    ASSERT_EQ(line.find_first_of("\r\n"), std::string::npos);
    at = end + 2;
  }
}

TEST(Invitation, EndsLinesOfEveryLengthAsOneLine) {
  for (std::size_t length = 50; length < 150; ++length) {
    for (const auto* last : {"", "ä", "😀", "\n\\"}) {
      Invitation made = invitation();
      made.description = std::string(length, 'x') + last;
      const std::string text = written(made);
      ASSERT_NO_FATAL_FAILURE(expect_sound_lines(text)) << length << last;
      ASSERT_EQ(ReadInvitation(text).text(ICAL_DESCRIPTION_PROPERTY), made.description);
    }
  }
}

TEST(Invitation, GivesBackTheCleanTextWhateverBytesComeIn) {
  std::mt19937 random(20261025);  // NOLINT(bugprone-random-generator-seed): the same every time
  for (int round = 0; round < 400; ++round) {
    Invitation made = invitation();
    made.subject = random_text(random, 60);
    made.location = random_text(random, 300);
    made.description = random_text(random, 400);
    made.url = "https://" + random_text(random, 3);
    made.organizer.name = random_text(random, 10);
    const std::string text = written(made);
    SCOPED_TRACE(text);
    ASSERT_NO_FATAL_FAILURE(expect_sound_lines(text));
    const ReadInvitation read(text);
    ASSERT_TRUE(read.is_sound());
    const std::string subject = clean_line(made.subject);
    ASSERT_EQ(read.text(ICAL_SUMMARY_PROPERTY), subject.empty() ? "-" : subject);
    ASSERT_EQ(read.text(ICAL_LOCATION_PROPERTY), clean_line(made.location));
    ASSERT_EQ(read.count(ICAL_ATTENDEE_PROPERTY), 1);
    ASSERT_EQ(read.parameter(ICAL_ORGANIZER_PROPERTY, "CN"), quoted_name(made.organizer.name));
    ASSERT_EQ(method_of(text), InvitationMethod::request);
    ASSERT_EQ(read.text(ICAL_DESCRIPTION_PROPERTY), clean_lines(made.description));
  }
}

}  // namespace
}  // namespace followup::test
