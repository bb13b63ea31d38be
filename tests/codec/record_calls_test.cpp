// Records of appointments, contacts, projects and notices: what is written is read back, damage is
// found, and they are small.
#include "core/base/hash.h"
#include "core/codec/record_codec.h"
#include "tests/support/random_case.h"
#include "tests/support/story.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

const CaseKey appointment_key{"callit", Kind::appointment, "APP-1"};
const CaseKey contact_key{"telde", Kind::contact, "P-1/K-7"};
const CaseKey project_key{"telde", Kind::project, "P-1"};
const CaseKey notices_key{"callit", Kind::notices, "configuration"};

/// A record around any body, with a checksum that fits.
std::string record_around(const std::string& body) {
  const std::string version = "00000001";
  return "1" + version + to_hex(checksum(version + body), 8) + body;
}

std::string body_of(const Case& state) {
  return encode_case(state).substr(record_header_bytes);
}

const PersonRef bianchi{"bianchi", "Bianchi", "bianchi@callit.example"};
const PersonRef rossi{"rossi", "Rossi", ""};

/// Booked, with an outcome that led to a callback which Rossi has put off once.
Case appointment_with_callback() {
  Case state = empty_case(appointment_key);
  state.version = 1;
  auto& facts = std::get<Appointment>(state.facts);
  facts.known = true;
  facts.start = local("2026-09-14T15:00");
  facts.agent = bianchi;
  facts.caller = rossi;
  facts.team = "evening";
  facts.client = {"K-7", "Client"};
  facts.state = 5;
  facts.location = "Milano";
  facts.replaces = "APP-0";
  facts.record_sequence = 1;
  facts.rebook_sequence = 3;
  facts.cycle = 2;
  facts.reminder = StepDone{local("2026-09-13T18:00"), instant("2026-09-13T16:00:01Z"), true};
  facts.outcome = 7;
  facts.mode = 5;
  facts.outcome_sequence = 2;
  facts.reschedule_at = date("2026-09-20");
  facts.outcomes = {{5, date("2026-09-01"), {{"why", "busy"}}}, {7, date("2026-09-14"), {}}};
  facts.reason_missing = true;
  facts.hold = Hold{Hold::For::time, local("2026-09-14T15:50")};
  facts.callback = Callback{.cycle = 2,
                            .due = local("2026-09-21T09:00"),
                            .wanted = local("2026-09-20T11:00"),
                            .holders = {{rossi, local("2026-09-21T10:00"), std::nullopt, true}},
                            .team = "evening",
                            .is_public = true,
                            .told_team = StepDone{},
                            .published = StepDone{local("2026-09-21T09:45"), TimePoint{}, false},
                            .claimed_by = rossi,
                            .escalated = StepDone{},
                            .attempts = 1,
                            .ended = true,
                            .reason = "outcome"};
  return state;
}

/// Frozen before a procedure's command was confirmed.
Case appointment_with_command() {
  Case state = empty_case(appointment_key);
  state.version = 1;
  state.put_aside = {0xea576491034985caULL};
  state.open = {{.id = "x1",
                 .lane = "webhook:callit/crm",
                 .purpose = Purpose::command,
                 .role = Role::training,
                 .hook_type = "appointment.reschedule",
                 .whom = "bianchi"}};
  auto& facts = std::get<Appointment>(state.facts);
  facts.replaced_by = "";
  facts.cancelled = true;
  facts.cancel_sequence = 4;
  facts.reschedule_at = instant("2026-09-17T08:00:00.250Z");
  facts.command = PendingCommand{"appointment.reschedule", local("2026-09-17T10:00"),
                                 local("2026-09-14T15:30"), true, true};
  return state;
}

/// The command is of an earlier cycle than the appointment, which has been moved since.
Case appointment_with_older_command() {
  Case state = appointment_with_command();
  auto& facts = std::get<Appointment>(state.facts);
  facts.cycle = 3;
  facts.command->cycle = 2;
  return state;
}

Case contact_with_everything() {
  Case state = empty_case(contact_key);
  state.version = 1;
  auto& facts = std::get<ProjectContact>(state.facts);
  facts.done = true;
  facts.judgement = "A";
  facts.called = true;
  facts.status_sequence = 1;
  facts.project = ProjectState::stopped;
  facts.project_seen = instant("2026-09-14T13:20:00Z");
  facts.project_sequence = 2;
  facts.cycle = 3;
  facts.follow_up = Callback{.cycle = 3, .due = local("2026-09-15T09:00"), .reason = "follow_up"};
  facts.former = {{"meier", "", ""}};
  facts.override_hint = true;
  facts.follow_up_sequence = 3;
  facts.visit = FieldVisit{.start = local("2026-09-16T10:00"),
                           .rep = {"braun", "", ""},
                           .from_call = false,
                           .reminder = StepDone{},
                           .cycle = 2};
  facts.visit_sequence = 4;
  facts.editor = {"schulz", "", ""};
  facts.dead = {{"x1", "email:normal"}};
  facts.done_sequence = 5;
  return state;
}

Case project_with_everything() {
  Case state = empty_case(project_key);
  state.version = 1;
  auto& facts = std::get<Project>(state.facts);
  facts.state = ProjectState::planning;
  facts.state_sequence = 0;
  facts.unsent = {{"K-7", {"braun", "", ""}, instant("2026-09-16T08:00:00Z"), ~0ULL, 3}};
  facts.batch_at = local("2026-09-14T18:00");
  facts.cycle = 2;
  facts.sent = {{1, {"braun", "", ""}}};
  facts.dead = {{"x1", "email:normal"}};
  facts.settled = {{~0ULL, 1, 0}};
  return state;
}

Case notices_with_everything() {
  Case state = empty_case(notices_key);
  state.version = 1;
  std::get<Notices>(state.facts).told = {{"procedure_off", "7", date("2026-09-14")}};
  return state;
}

std::vector<Case> all_kinds() {
  return {appointment_with_callback(), appointment_with_command(), appointment_with_older_command(),
          contact_with_everything(),   project_with_everything(),  notices_with_everything()};
}

TEST(CallRecord, IsReadBackAsItWasWritten) {
  for (const auto& state : all_kinds()) {
    const auto decoded = decode_case(state.key, encode_case(state));
    ASSERT_TRUE(decoded) << decoded.error().what;
    EXPECT_EQ(*decoded, state) << encode_case(state);
  }
}

TEST(CallRecord, OfAnyContentIsReadBackAsItWasWritten) {
  RandomCases random(20260914);
  for (const Kind kind : {Kind::appointment, Kind::contact, Kind::project, Kind::notices}) {
    for (int n = 0; n < 150; ++n) {
      const Case state = random.next(kind);
      const auto decoded = decode_case(state.key, encode_case(state));
      ASSERT_TRUE(decoded) << to_text(kind) << " " << n << ": " << decoded.error().what;
      ASSERT_EQ(*decoded, state) << to_text(kind) << " " << n << ": " << encode_case(state);
    }
  }
}

TEST(CallRecord, LeavesDefaultsOut) {
  for (const auto& key : {appointment_key, contact_key, project_key, notices_key})
    EXPECT_EQ(body_of(empty_case(key)), "{}") << to_text(key.kind);
}

// Records as they have been written since these kinds are there; they must stay readable.
TEST(CallRecord, OfOldStaysReadable) {
  const std::vector<Case> states = all_kinds();
  const std::vector<std::string> bodies{
      R"({"b":1,"d":1789398000,"w":{"i":"bianchi","n":"Bianchi","m":"bianchi@callit.example"},"u":{"i":"rossi","n":"Rossi"},"g":"evening","l":{"i":"K-7","n":"Client"},"z":5,"v":"Milano","i":"APP-0","q":1,"rq":3,"y":2,"m":{"n":1789322400,"a":1789315201000,"l":1},"k":7,"km":5,"kq":2,"r":"2026-09-20","e":[{"s":5,"d":"2026-09-01","a":[{"c":"why","t":"busy"}]},{"s":7,"d":"2026-09-14"}],"em":1,"n":{"w":2,"u":1789401000},"a":{"y":2,"d":1789981200,"w":1789902000,"h":[{"w":{"i":"rossi","n":"Rossi"},"u":1789984800,"x":1}],"g":"evening","b":1,"t":{},"p":{"n":1789983900},"c":{"i":"rossi","n":"Rossi"},"a":{},"n":1,"x":1,"r":"outcome"}})",
      R"({"j":"ea576491034985ca","o":[["x1","webhook:callit/crm",18,12,"appointment.reschedule",1,0,0,0,"bianchi"]],"f":"","x":1,"xq":4,"r":1789632000250,"t":{"t":"appointment.reschedule","d":1789639200,"r":1789399800,"s":1,"x":1}})",
      R"({"j":"ea576491034985ca","o":[["x1","webhook:callit/crm",18,12,"appointment.reschedule",1,0,0,0,"bianchi"]],"f":"","x":1,"xq":4,"y":3,"r":1789632000250,"t":{"t":"appointment.reschedule","d":1789639200,"r":1789399800,"s":1,"x":1,"y":2}})",
      R"({"x":1,"k":"A","l":1,"kq":1,"t":4,"ts":1789392000000,"tq":2,"y":3,"a":{"y":3,"d":1789462800,"r":"follow_up"},"f":[{"i":"meier"}],"u":1,"aq":3,"v":{"d":1789552800,"w":{"i":"braun"},"f":0,"m":{},"y":2},"vq":4,"e":{"i":"schulz"},"b":[{"i":"x1","l":"email:normal"}],"xq":5})",
      R"({"t":0,"q":0,"u":[{"i":"K-7","w":{"i":"braun"},"d":1789545600000,"e":18446744073709551615,"q":3}],"d":1789408800,"y":2,"n":[{"y":1,"i":"K-8","w":{"i":"braun"},"d":1789549200000}],"b":[{"i":"x1","l":"email:normal"}],"m":[{"i":18446744073709551615,"e":1,"q":0}]})",
      R"({"t":[{"w":"procedure_off","i":"7","d":"2026-09-14"}]})"};
  for (std::size_t at = 0; at < states.size(); ++at) {
    const auto decoded = decode_case(states[at].key, record_around(bodies[at]));
    ASSERT_TRUE(decoded) << bodies[at];
    EXPECT_EQ(*decoded, states[at]) << body_of(states[at]);
  }
}

TEST(CallRecord, TellsWhatIsThereAndEmptyFromWhatIsNotThere) {
  Case state = empty_case(appointment_key);
  auto& facts = std::get<Appointment>(state.facts);
  facts.state = 0;
  facts.replaced_by = "";
  facts.caller.emplace();
  facts.reminder.emplace();
  facts.hold.emplace();
  facts.reschedule_at = TimePoint{};
  EXPECT_EQ(decode_case(state.key, encode_case(state)).value(), state);
}

TEST(CallRecord, RefusesFieldsOfAnotherTypeThoughTheChecksumFits) {
  for (const char* body : {R"({"j":7})",
                           R"({"b":2})",
                           R"({"b":"1"})",
                           R"({"d":"2026-09-14T15:00:00"})",
                           R"({"d":99999999999999})",
                           R"({"w":["bianchi"]})",
                           R"({"w":{"i":7}})",
                           R"({"u":null})",
                           R"({"z":2147483648})",
                           R"({"z":"5"})",
                           R"({"q":-1})",
                           R"({"f":0})",
                           R"({"y":-1})",
                           R"({"y":4294967296})",
                           R"({"m":[0,0,0]})",
                           R"({"m":{"a":1.5}})",
                           R"({"r":"2026-02-30"})",
                           R"({"r":"2026-09-14T25:00:00"})",
                           R"({"r":""})",
                           R"({"r":true})",
                           R"({"e":{}})",
                           R"({"e":[{"d":"today"}]})",
                           R"({"e":[{"a":[{"c":1}]}]})",
                           R"({"n":{"w":3}})",
                           R"({"n":{"w":-1}})",
                           R"({"t":[]})",
                           R"({"a":{"h":[7]}})",
                           R"({"a":{"h":{}}})",
                           R"({"a":{"n":"1"}})",
                           R"({"a":{"c":"rossi"}})",
                           R"({"o":[["id","lane",36,0,"",1,0,0]]})",
                           R"({"o":[["id","lane",0,19,"",1,0,0]]})",
                           R"({"o":[["id","lane",0,0,"",1,0,0,0,7]]})"})
    EXPECT_FALSE(decode_case(appointment_key, record_around(body))) << body;
  for (const char* body : {R"({"t":7})", R"({"t":-1})", R"({"v":{"f":"call"}})", R"({"f":{}})",
                           R"({"b":[["x1"]]})", R"({"a":[]})"})
    EXPECT_FALSE(decode_case(contact_key, record_around(body))) << body;
  for (const char* body : {R"({"t":7})", R"({"u":{}})", R"({"u":[{"d":"now"}]})", R"({"d":""})"})
    EXPECT_FALSE(decode_case(project_key, record_around(body))) << body;
  for (const char* body : {R"({"t":{}})", R"({"t":["w"]})", R"({"t":[{"d":7}]})"})
    EXPECT_FALSE(decode_case(notices_key, record_around(body))) << body;
}

// Whatever a body holds under a checksum that fits: an answer, and what was taken is what is
// written.
TEST(CallRecord, IsNeverOverrunByDamage) {
  for (const auto& state : all_kinds()) {
    const std::string good = body_of(state);
    for (std::size_t at = 0; at < good.size(); ++at) {
      for (const char byte : {'9', '"', '}', '-', ','}) {
        std::string bad = good;
        bad[at] = byte;
        const auto decoded = decode_case(state.key, record_around(bad));
        if (!decoded) continue;
        EXPECT_EQ(decode_case(state.key, encode_case(*decoded)).value(), *decoded) << bad;
      }
    }
  }
}

// What a pending appointment and a pending Wiedervorlage take of Redis' memory.
TEST(CallRecord, OfAPendingCaseIsSmall) {
  Case appointment = appointment_with_callback();
  auto& booked = std::get<Appointment>(appointment.facts);
  booked.outcome.reset();
  booked.outcomes.clear();
  booked.hold.reset();
  booked.callback.reset();
  booked.reschedule_at.reset();
  EXPECT_LE(encode_case(appointment).size(), 400U) << encode_case(appointment);
  Case contact = empty_case(contact_key);
  auto& called = std::get<ProjectContact>(contact.facts);
  called.called = true;
  called.follow_up = Callback{.due = local("2026-09-15T09:00"),
                              .holders = {{{"meier", "Meier", "meier@telde.example"}, {}, {}, {}}},
                              .reason = "follow_up"};
  called.editor = {"meier", "Meier", "meier@telde.example"};
  EXPECT_LE(encode_case(contact).size(), 260U) << encode_case(contact);
}

}  // namespace

}  // namespace followup
