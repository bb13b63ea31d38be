// Records of meetings: what is written is read back, old ones stay readable, damage is found, and
// they are small.
#include "core/base/hash.h"
#include "core/codec/record_codec.h"
#include "tests/support/random_case.h"
#include "tests/support/story.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

const CaseKey key{"assist", Kind::meeting, "MT-7"};

/// A record around any body, with a checksum that fits.
std::string record_around(const std::string& body) {
  const std::string version = "00000001";
  return "1" + version + to_hex(checksum(version + body), 8) + body;
}

std::string body_of(const Case& state) {
  return encode_case(state).substr(record_header_bytes);
}

/// Minutes that are on their way; one reader could not be told.
Mailing minutes_under_way() {
  return {.number = 3,
          .purpose = Purpose::minutes,
          .role = Role::persons,
          .nominal = local("2026-06-02T10:00"),
          .due = instant("2026-06-02T08:00:00Z"),
          .parties = {"anna", "eva"},
          .privilege = "records",
          .about = "2",
          .expanded = true,
          .receipts = {{{"person/anna", {"anna"}}, std::nullopt, ""}},
          .troubles = {{"person/eva", "no_address"}}};
}

/// Moved once, held, with minutes and two actions.
Case eventful_meeting() {
  Case state = empty_case(key);
  state.version = 1;
  state.open = {{.id = "x1",
                 .lane = "email:normal",
                 .purpose = Purpose::minutes,
                 .role = Role::recipient,
                 .whom = "3/person/anna"},
                {.id = "x2",
                 .lane = "email:normal",
                 .purpose = Purpose::attachment_added,
                 .role = Role::responsible}};
  auto& facts = std::get<Meeting>(state.facts);
  facts = {.known = true,
           .start = local("2026-06-01T10:00"),
           .end = local("2026-06-01T11:30"),
           .zone = "Europe/Rome",
           .subject = "Missing statements",
           .location = "Room 3",
           .agenda = "Next steps",
           .organizer = "anna",
           .invitees = {{"bruno", InviteeReply::declined, 4}, {"dino", InviteeReply::none, {}}},
           .cases = {"APP-31"},
           .record_sequence = 2,
           .cancel_sequence = 1,
           .cancelled = true,
           .held = instant("2026-06-01T08:05:00Z"),
           .revision = 1,
           .revised_at = instant("2026-05-30T08:00:00Z"),
           .cycle = 2,
           .reminder = StepDone{local("2026-05-31T10:00"), instant("2026-05-31T08:00:00Z"), true},
           .minutes = {.version = 2,
                       .readers = {{"anna", MinutesGroup::attendee}, {"eva", MinutesGroup::other}},
                       .document = {"ab", 300},
                       .files = {{.name = "a.pdf",
                                  .media_type = "application/pdf",
                                  .size = 7,
                                  .content = "cd",
                                  .url = "https://crm/1",
                                  .privilege = "records",
                                  .frame = {}}}},
           .actions = {{.id = "A-1",
                        .responsible = "dino",
                        .due_on = *parse_date("2026-06-18"),
                        .text = "Ask",
                        .sequence = 5,
                        .cycle = 2,
                        .reminded = local("2026-06-18T09:00"),
                        .overdue = StepDone{local("2026-06-19T09:00"),
                                            instant("2026-06-19T07:00:00Z"), false},
                        .closed = true}},
           .people = {{"anna", "Anna", "anna@office.example"}},
           .mailing_count = 3,
           .mailings = {minutes_under_way()}};
  return state;
}

TEST(MeetingRecords, AreReadBackAsTheyWereWritten) {
  for (const auto& state : {eventful_meeting(), empty_case(key)}) {
    const auto decoded = decode_case(key, encode_case(state));
    ASSERT_TRUE(decoded) << decoded.error().what;
    EXPECT_EQ(*decoded, state) << encode_case(state);
  }
}

TEST(MeetingRecords, OfAnyContentAreReadBackAsTheyWereWritten) {
  RandomCases random(20260601);
  for (int n = 0; n < 300; ++n) {
    const Case state = random.next(Kind::meeting);
    const auto decoded = decode_case(state.key, encode_case(state));
    ASSERT_TRUE(decoded) << n << ": " << decoded.error().what;
    ASSERT_EQ(*decoded, state) << n << ": " << encode_case(state);
  }
}

TEST(MeetingRecords, LeaveDefaultsOut) {
  EXPECT_EQ(body_of(empty_case(key)), "{}");
}

// A record as it is written now; it must stay readable.
TEST(MeetingRecords, OfOldStayReadable) {
  const std::string body =
      R"({"o":[["x1","email:normal",26,15,"",1,0,0,0,"3/person/anna"],["x2","email:normal",34,18,"",1,0,0]],"b":1,"d":1780308000,"de":1780313400,"z":"Europe/Rome","u":"Missing statements","l":"Room 3","t":"Next steps","w":"anna","i":[{"i":"bruno","r":2,"q":4},{"i":"dino"}],"k":["APP-31"],"q":2,"xq":1,"x":1,"e":1780301100000,"v":1,"va":1780128000000,"y":2,"r":{"n":1780221600,"a":1780214400000,"l":1},"n":{"v":2,"w":[{"i":"anna"},{"i":"eva","g":2}],"t":{"h":"ab","z":300},"f":[{"n":"a.pdf","m":"application/pdf","z":7,"h":"cd","u":"https://crm/1","p":"records"}]},"a":[{"i":"A-1","w":"dino","d":"2026-06-18","t":"Ask","q":5,"y":2,"m":1781773200,"a":{"n":1781859600,"a":1781852400000},"x":1}],"g":[{"i":"anna","n":"Anna","m":"anna@office.example"}],"mn":3,"m":[{"i":3,"p":26,"r":16,"n":1780394400,"d":1780387200000,"g":["anna","eva"],"q":"records","b":"2","e":1,"a":[{"a":{"w":"person/anna","t":["anna"]}}],"t":[{"w":"person/eva","r":"no_address"}]}]})";
  const auto decoded = decode_case(key, record_around(body));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(*decoded, eventful_meeting());
  EXPECT_EQ(body_of(eventful_meeting()), body);
}

TEST(MeetingRecords, TellWhatIsThereAndEmptyFromWhatIsNotThere) {
  Case state = empty_case(key);
  auto& facts = std::get<Meeting>(state.facts);
  facts.record_sequence = 0;
  facts.held.emplace();
  facts.reminder.emplace();
  facts.invitees.emplace_back().reply_sequence = 0;
  facts.actions.emplace_back().reminded.emplace();
  facts.actions.emplace_back().overdue.emplace();
  facts.minutes.readers.emplace_back();
  facts.minutes.files.emplace_back();
  EXPECT_EQ(decode_case(key, encode_case(state)).value(), state);
}

TEST(MeetingRecords, RefuseFieldsOfAnotherTypeThoughTheChecksumFits) {
  for (const char* body : {R"({"b":2})",
                           R"({"d":"2026-06-01T10:00"})",
                           R"({"z":7})",
                           R"({"w":{"i":"anna"}})",
                           R"({"i":["bruno"]})",
                           R"({"i":[{"r":4}]})",
                           R"({"i":[{"r":"declined"}]})",
                           R"({"k":"A"})",
                           R"({"e":"now"})",
                           R"({"v":-1})",
                           R"({"n":[]})",
                           R"({"n":{"w":[{"g":3}]}})",
                           R"({"n":{"t":"ab"}})",
                           R"({"n":{"f":[{"z":-1}]}})",
                           R"({"a":[{"d":"2026-02-30"}]})",
                           R"({"a":[{"x":7}]})",
                           R"({"m":[{"p":36}]})",
                           R"({"m":[{"r":19}]})",
                           R"({"m":[{"q":7}]})",
                           R"({"o":[["x1","l",36,0,"",1,0,0]]})",
                           R"({"o":[["x1","l",0,19,"",1,0,0]]})"})
    EXPECT_FALSE(decode_case(key, record_around(body))) << body;
}

TEST(MeetingRecords, AreSmall) {
  Case state = empty_case(key);
  auto& facts = std::get<Meeting>(state.facts);
  facts.known = true;
  facts.subject = "Missing statements";
  facts.organizer = "anna";
  for (int n = 0; n < 60; ++n) {
    const auto id = "person-" + std::to_string(n);
    facts.invitees.push_back({id, InviteeReply::accepted, 4});
    facts.people.push_back({id, "Some Body", id + "@office.example"});
    facts.minutes.readers.push_back({id, MinutesGroup::attendee});
  }
  EXPECT_LE(encode_case(state).size(), max_record_bytes / 2) << "sixty people leave room";
}

}  // namespace

}  // namespace followup
