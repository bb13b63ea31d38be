// followupctl callbacks: what an operator, a team leader or a program sees of the calls that wait.
#include "core/codec/record_codec.h"
#include "tests/tools/call_office.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace followup::test {
namespace {

using ctl::ExitCode;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Json = nlohmann::json;

/// The callback ids that are listed, in their order.
std::vector<std::string> ids(CallOffice& office, std::vector<std::string> options) {
  options.insert(options.begin(), "callbacks");
  options.emplace_back("--json");
  std::istringstream in(office.run(options).out);
  std::vector<std::string> found;
  for (std::string line; std::getline(in, line);)
    found.push_back(Json::parse(line)["callback"]);
  return found;
}

Json one(CallOffice& office) {
  return Json::parse(office.run({"callbacks", "--json"}).out);
}

TEST(Callbacks, SayWhoIsToCallWhenAndWhy) {
  CallOffice office;
  office.set_outcome(31, R"({"motivo":"cliente malato","fascia":"mattina"})");
  const Printed printed = office.run({"callbacks"});
  EXPECT_EQ(printed.code, ExitCode::ok);
  EXPECT_EQ(printed.out,
            "CALL AT                AGE          CALLBACK             CASE                      "
            "FOR              TRIES  WHY\n"
            "2026-09-14 15:20 CEST  overdue 0 s  appointment:1:APP-1  callit/appointment/APP-1  "
            "rossi (private)  0      KO assente 2026-09-14: Motivo: cliente malato, Fascia oraria: "
            "mattina\n");
}

TEST(Callbacks, AreNoneBeforeAnOutcomeAndAfterTheCall) {
  CallOffice office;
  EXPECT_EQ(office.run({"callbacks"}).out, "no calls wait\n");
  office.set_outcome(31);
  office.callit("callback.done", "appointment:1:APP-1", "2026-09-14T14:00:00Z",
                R"({"operator":{"id":"rossi"}})");
  EXPECT_EQ(office.run({"callbacks"}).out, "no calls wait\n");
}

TEST(Callbacks, EndWithTheReBookingOfTheirAppointment) {
  CallOffice office;
  office.set_outcome(31);
  office.callit("appointment.rebooked", "APP-1", "2026-09-14T14:00:00Z",
                R"({"start":"2026-09-17T10:30","operator":{"id":"rossi"}})");
  EXPECT_THAT(ids(office, {}), IsEmpty());
  EXPECT_THAT(ids(office, {"--operator", "rossi"}), IsEmpty());
}

TEST(Callbacks, ShowOnlyWhatCallersMaySee) {
  CallOffice office;
  office.set_outcome(31, R"({"nota":"moroso","motivo":"ferie"})");
  const Printed printed = office.run({"callbacks"});
  EXPECT_THAT(printed.out, HasSubstr("Motivo: ferie"));
  EXPECT_THAT(printed.out, Not(HasSubstr("moroso")));
  EXPECT_EQ(one(office)["reasons"][0]["annotations"], Json::parse(R"({"motivo":"ferie"})"));
}

struct Silent {
  int state;
  const char* annotations;
  const char* words;
};

TEST(Callbacks, SayWhyThereIsNoReasonToRead) {
  for (const Silent& silent : {Silent{31, "{}", "KO assente 2026-09-14: no reason given\n"},
                               Silent{33, "{}", "KO motivo 2026-09-14: reason missing\n"},
                               Silent{31, R"({"nota":"moroso"})",
                                      "KO assente 2026-09-14: its annotations are not for "
                                      "callers\n"}}) {
    CallOffice office;
    office.set_outcome(silent.state, silent.annotations);
    EXPECT_THAT(office.run({"callbacks"}).out, HasSubstr(silent.words));
    EXPECT_EQ(one(office)["reason_missing"], silent.state == 33);
  }
}

// S-A06
TEST(Callbacks, ShowTheReasonsOfAllCyclesInTheirOrder) {
  CallOffice office;
  office.set_outcome(31, R"({"motivo":"assente"})");
  office.callit("appointment.rebooked", "APP-1", "2026-09-14T14:00:00Z",
                R"({"start":"2026-09-17T10:30","operator":{"id":"rossi"}})");
  office.tell(outcome("APP-1", 31, "2026-09-17T09:00:00Z", R"({"motivo":"in viaggio"})"),
              "2026-09-17T09:00:00Z");
  EXPECT_THAT(office.run({"callbacks"}).out,
              HasSubstr("KO assente 2026-09-14: Motivo: assente; KO assente 2026-09-17: Motivo: "
                        "in viaggio\n"));
}

TEST(Callbacks, ArePrivateToTheirOperatorAndPublicToTheirTeam) {
  CallOffice office;
  office.tell(booked("APP-2"), "2026-09-10T08:00:00Z");
  office.set_outcome(31);
  office.tell(outcome("APP-2", 32, "2026-09-14T13:30:00Z"), "2026-09-14T13:30:00Z");
  EXPECT_THAT(ids(office, {}), ElementsAre("appointment:1:APP-1", "appointment:1:APP-2"));
  EXPECT_THAT(ids(office, {"--operator", "rossi"}), ElementsAre("appointment:1:APP-1"));
  EXPECT_THAT(ids(office, {"--team", "it"}), ElementsAre("appointment:1:APP-2"));
  EXPECT_THAT(ids(office, {"--operator", "verdi"}), IsEmpty());
  EXPECT_THAT(ids(office, {"--operator", "rossi", "--team", "it"}),
              ElementsAre("appointment:1:APP-1", "appointment:1:APP-2"));
  EXPECT_THAT(office.run({"callbacks", "--team", "it"}).out, HasSubstr("  team it  "));
}

TEST(Callbacks, ThatSomebodyClaimedAreThatOnesOnly) {
  CallOffice office;
  office.set_outcome(32);
  office.callit("callback.claimed", "appointment:1:APP-1", "2026-09-14T13:30:00Z",
                R"({"operator":{"id":"verdi"}})");
  EXPECT_THAT(ids(office, {"--team", "it"}), IsEmpty());
  EXPECT_THAT(ids(office, {"--operator", "verdi"}), ElementsAre("appointment:1:APP-1"));
  EXPECT_THAT(office.run({"callbacks"}).out, HasSubstr("  verdi (claimed)  "));
  EXPECT_EQ(one(office)["claimed_by"], "verdi");
}

// S-A41
TEST(Callbacks, GoOverToTheTeamWhenNobodyCalled) {
  CallOffice office;
  office.set_outcome(31);
  office.fire("2026-09-14T13:20:00Z");
  EXPECT_THAT(ids(office, {"--team", "it"}), IsEmpty());
  office.fire("2026-09-14T14:05:00Z");
  EXPECT_THAT(ids(office, {"--team", "it"}), ElementsAre("appointment:1:APP-1"));
  EXPECT_EQ(one(office)["private"], false);
}

TEST(Callbacks, AreOverdueFromTheMomentTheyAreDue) {
  CallOffice office;
  office.tell(outcome("APP-1", 31, "2026-09-14T18:30:00Z"), "2026-09-14T18:30:00Z");  // 20:30
  const Printed before = office.run({"callbacks", "--overdue"});
  EXPECT_EQ(before.code, ExitCode::ok);
  EXPECT_EQ(before.out, "no call is overdue\n");
  EXPECT_THAT(office.run({"callbacks"}).out, HasSubstr("2026-09-15 09:00 CEST  in 12 h 30 min"));
  office.clock.set(parse_instant("2026-09-15T07:12:00Z").value());
  const Printed after = office.run({"callbacks", "--overdue"});
  EXPECT_EQ(after.code, ExitCode::refused);
  EXPECT_THAT(after.out, HasSubstr("2026-09-15 09:00 CEST  overdue 12 min"));
  EXPECT_EQ(office.run({"callbacks"}).code, ExitCode::ok) << "a list is no alarm";
}

TEST(Callbacks, CountHowOftenTheyWerePutOff) {
  CallOffice office;
  office.set_outcome(31);
  office.callit("callback.postponed", "appointment:1:APP-1", "2026-09-14T13:30:00Z",
                R"({"operator":{"id":"rossi"},"until":"2026-09-15T11:00"})");
  EXPECT_EQ(one(office)["attempts"], 1);
  EXPECT_EQ(one(office)["local"], "2026-09-15T11:00:00");
}

TEST(Callbacks, HoldWiedervorlagenOfAllTenantsOrOfOne) {
  CallOffice office;
  office.set_outcome(31);
  office.tell(follow_up("K7", "2026-09-14T10:00", "meier", "2026-09-11T08:00:00Z"),
              "2026-09-11T08:00:00Z");
  EXPECT_THAT(ids(office, {}), ElementsAre("contact:1:spring/K7", "appointment:1:APP-1"))
      << "in the order of their times";
  EXPECT_THAT(ids(office, {"--tenant", "telde"}), ElementsAre("contact:1:spring/K7"));
  EXPECT_THAT(office.run({"callbacks", "--operator", "meier"}).out,
              HasSubstr("telde/contact/spring/K7  meier (private)  0      Wiedervorlage\n"));
}

TEST(Callbacks, AreShownToProgramsInOneLineEach) {
  CallOffice office;
  office.set_outcome(31, R"({"motivo":"ferie"})");
  office.clock.set(parse_instant("2026-09-14T13:21:00Z").value());
  EXPECT_EQ(one(office), Json::parse(R"({
      "callback": "appointment:1:APP-1", "kind": "callback", "case": "callit/appointment/APP-1",
      "at": "2026-09-14T13:20:00Z", "local": "2026-09-14T15:20:00", "zone": "Europe/Rome",
      "private": true, "operators": ["rossi"], "team": "it", "cause": "outcome",
      "reasons": [{"state": 31, "on": "2026-09-14", "annotations": {"motivo": "ferie"}}],
      "reason_missing": false, "attempts": 0, "overdue": true, "age_ms": 60000})"));
}

TEST(Callbacks, StopAtTheLimitAndSaySo) {
  CallOffice office;
  for (const std::string contact : {"K1", "K2", "K3"}) {
    office.tell(
        follow_up(contact, "2026-09-15T10:0" + contact.substr(1), "meier", "2026-09-11T08:00:00Z"),
        "2026-09-11T08:00:00Z");
  }
  EXPECT_THAT(ids(office, {"--limit", "2"}),
              ElementsAre("contact:1:spring/K1", "contact:1:spring/K2"));
  EXPECT_THAT(office.run({"callbacks", "--limit", "2"}).out,
              HasSubstr("only the first 2 are shown; --limit shows more\n"));
  EXPECT_THAT(office.run({"callbacks", "--limit", "3"}).out, Not(HasSubstr("--limit")));
}

TEST(Callbacks, AreFoundBeyondTheFirstPageOfTheList) {
  CallOffice office;
  for (int n = 0; n < 230; ++n) {
    const std::string contact = "K" + std::to_string(n);
    office.tell(follow_up(contact, n < 229 ? "2026-09-15T10:00" : "2026-09-15T11:00", "meier",
                          "2026-09-11T08:00:00Z"),
                "2026-09-11T08:00:00Z");
  }
  const auto all = ids(office, {"--operator", "meier", "--limit", "1000"});
  ASSERT_EQ(all.size(), 230U);
  EXPECT_EQ(all.back(), "contact:1:spring/K229");
}

TEST(Callbacks, LeaveOutWhatIsOnTheListNoLonger) {
  CallOffice office;
  const CaseKey key{"callit", Kind::appointment, "APP-1"};
  auto answers = office.store.call({{key, std::nullopt}});
  auto state = decode_case(key, answers.value().front().record).value();
  Commit listed{.key = key, .expected_version = state.version};
  ++state.version;
  listed.record = encode_case(state);
  listed.indexes = {{"callbacks", office.clock.now()}};
  ASSERT_TRUE(office.store.call({{key, listed}}));
  EXPECT_EQ(office.run({"callbacks"}).out, "no calls wait\n");
}

TEST(Callbacks, NameARecordThatCanNotBeRead) {
  CallOffice office;
  office.set_outcome(31);
  const CaseKey key{"callit", Kind::appointment, "APP-1"};
  auto record = office.store.call({{key, std::nullopt}}).value().front().record;
  const auto version = static_cast<std::uint32_t>(std::stoul(record.substr(1, 8), nullptr, 16));
  record.back() = '?';
  Commit damage{.key = key, .expected_version = version};
  damage.record = record;
  ASSERT_TRUE(office.store.call({{key, damage}}));
  const Printed printed = office.run({"callbacks"});
  EXPECT_EQ(printed.code, ExitCode::refused);
  EXPECT_EQ(printed.complaints, "followupctl: the record of callit/appointment/APP-1 is damaged\n");
}

TEST(Callbacks, KnowTheirTenants) {
  CallOffice office;
  const Printed printed = office.run({"callbacks", "--tenant", "calit"});
  EXPECT_EQ(printed.code, ExitCode::usage);
  EXPECT_EQ(printed.complaints,
            "followupctl: there is no tenant \"calit\": did you mean \"callit\"?\n");
}

TEST(Callbacks, CanNotBeUsedToSteerATerminal) {
  CallOffice office;
  office.set_outcome(31, R"({"motivo":"\u001b[2Jx"})");
  EXPECT_THAT(office.run({"callbacks"}).out, HasSubstr("Motivo: ?[2Jx\n"));
}

}  // namespace
}  // namespace followup::test
