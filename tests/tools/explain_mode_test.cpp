// followupctl explain-mode: what a configuration makes of an outcome, and why.
#include "tests/codec/config_cases.h"
#include "tests/tools/office.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace followup::test {
namespace {

using ctl::ExitCode;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using Json = nlohmann::json;

class ExplainMode : public testing::Test {
 protected:
  ExplainMode() { write(callit); }

  /// The tenant with these sections below its own.
  void write(const std::string& sections) {
    folder_.write_tenant(std::string(good_tenant) + endpoint_for_all + sections);
  }

  /// callit with one piece replaced.
  void write_with(const std::string& what, const std::string& by) {
    std::string sections = callit;
    const auto at = sections.find(what);
    ASSERT_NE(at, std::string::npos) << what;
    write(sections.replace(at, what.size(), by));
  }

  [[nodiscard]] Printed run(const std::string& state, const std::string& caller,
                            std::vector<std::string> more = {}) const {
    std::vector<std::string> words{"explain-mode", "--config", folder_.path().string(),
                                   "--state",      state,      "--operator",
                                   caller};
    words.insert(words.end(), more.begin(), more.end());
    return run_line(words);
  }

  [[nodiscard]] Json json(const std::string& state, const std::string& caller) const {
    const Printed printed = run(state, caller, {"--json"});
    EXPECT_EQ(printed.code, ExitCode::ok) << printed.complaints;
    return Json::parse(printed.out);
  }

  /// The names of the parameters that count.
  [[nodiscard]] std::vector<std::string> counting(const std::string& state,
                                                  const std::string& caller) const {
    std::vector<std::string> names;
    const Json explanation = json(state, caller);
    for (const auto& use : explanation["parameters"])
      if (use["counts"].get<bool>()) names.push_back(use["name"].get<std::string>());
    return names;
  }

  ConfigFolder folder_;
};

TEST_F(ExplainMode, ShowsAllThatACallOfTheOperatorDependsOn) {
  const Printed printed = run("1", "rossi");
  EXPECT_EQ(printed.code, ExitCode::ok) << printed.complaints;
  EXPECT_EQ(printed.out,
            "assist, state 1 \"KO assente\", operator rossi\n"
            "mode 1: callback to the operator, same card\n"
            "why: the state has callback = \"private\", and no active procedure acts on it\n"
            "callback      private, at once, moved into the calendar calls, public 45m after that\n"
            "card          same card (P1)\n"
            "current card  gets state 7 \"Da rifissare\", locked\n"
            "new card      none\n"
            "list state    WAIT \"Da richiamare\", type W\n"
            "mandatory     why \"Motivo\"\n"
            "visible       why \"Motivo\", who\n"
            "procedure     none\n"
            "PARAMETER  VALUE  ROW  COUNTS\n"
            "CC0036     NO     .    yes     the card stays the same\n"
            "CC0036A    NO     .    yes     the operator stays\n"
            "CC0036B    7      .    yes     state 7 \"Da rifissare\"\n"
            "CC0036C    NO     .    no      CC0036 is NO\n"
            "CC0036D    0      .    no      CC0036 is NO\n"
            "CC0037     NO     .    no      CC0036 is NO\n"
            "CC0037A    NO     .    no      CC0036 is NO\n");
}

// S-A36
TEST_F(ExplainMode, TheUsersOwnRowHoldsForThatUserOnly) {
  write(std::string(callit) +
        "[parameters.users.rossi]\nCC0036 = \"SI\"\nCC0037 = \"SI\"\nCC0036D = 12\nCC0036B = 0\n");
  EXPECT_EQ(json("1", "rossi")["mode"], 2);
  EXPECT_EQ(json("1", "verdi")["mode"], 1);
  const Printed rossi = run("1", "rossi");
  EXPECT_THAT(rossi.out, HasSubstr("CC0036     SI     rossi  yes     a new card can be made\n"));
  EXPECT_THAT(rossi.out, HasSubstr("CC0036A    NO     .      yes     the operator stays\n"));
  EXPECT_THAT(rossi.out, HasSubstr("new card      gets state 12 \"Nuovo\", locked\n"));
  EXPECT_THAT(rossi.out, HasSubstr("current card  stays as it is\n"));
  write(callit);
  EXPECT_EQ(json("1", "rossi")["mode"], 1);
}

// The table of domain.md 1.A
TEST_F(ExplainMode, NamesTheParametersThatCountInEveryRow) {
  struct Row {
    const char* cc0036;
    const char* cc0037;
    const char* cc0037a;
    const char* card;
    std::vector<std::string> counting;
  };

  const std::vector<std::string> same{"CC0036", "CC0036A", "CC0036B"};
  const std::vector<std::string> fresh{"CC0036", "CC0036A", "CC0036C", "CC0036D", "CC0037"};
  const std::vector<std::string> chosen{"CC0036",  "CC0036A", "CC0036B", "CC0036C",
                                        "CC0036D", "CC0037",  "CC0037A"};
  const std::vector<Row> rows{
      {"NO", "NO", "NO", "same", same},       {"NO", "SI", "NO", "same", same},
      {"NO", "NO", "SI", "same", same},       {"SI", "SI", "NO", "new", fresh},
      {"SI", "SI", "SI", "new", fresh},       {"SI", "NO", "NO", "as_chosen", chosen},
      {"SI", "NO", "SI", "as_chosen", chosen}};
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto& [cc0036, cc0037, cc0037a, card, expected] = rows[row];
    write_with("CC0036B = 7\n", std::string("CC0036 = \"") + cc0036 + "\"\nCC0037 = \"" + cc0037 +
                                    "\"\nCC0037A = \"" + cc0037a + "\"\n");
    for (const auto* state : {"1", "4"}) {
      SCOPED_TRACE(state);
      EXPECT_EQ(counting(state, "verdi"), expected) << row;
      const Json explanation = json(state, "verdi");
      EXPECT_EQ(explanation["card"]["card"], card) << row;
      EXPECT_EQ(explanation["card"]["row"], "P" + std::to_string(row + 1));
    }
    for (const auto* state : {"2", "3", "12"})
      EXPECT_THAT(counting(state, "verdi"), ElementsAre()) << row;
  }
}

TEST_F(ExplainMode, SaysWhatTheOperatorMayChoose) {
  write_with("CC0036B = 7\n",
             "CC0036 = \"SI\"\nCC0036B = 7\nCC0036C = \"SI\"\nCC0036D = 12\n"
             "CC0037A = \"SI\"\n");
  const Printed printed = run("1", "rossi");
  EXPECT_THAT(printed.out, HasSubstr("mode 2: callback to the operator, new card unless the "
                                     "operator chooses the same\n"));
  EXPECT_THAT(printed.out, HasSubstr("current card  gets state 7 \"Da rifissare\", locked\n"));
  EXPECT_THAT(printed.out, HasSubstr("new card      gets state 12 \"Nuovo\", locked; linked to the "
                                     "current one\n"));
  EXPECT_THAT(printed.out, HasSubstr("state 7 \"Da rifissare\", if the card stays the same\n"));
  EXPECT_THAT(printed.out, HasSubstr("state 12 \"Nuovo\", if a new card is made\n"));
}

// S-A07, S-A11
TEST_F(ExplainMode, AStateThatCanNotBePutIsFreeAndTheUsersDefaultIsOpen) {
  write_with("CC0036B = 7\n",
             "CC0036 = \"SI\"\nCC0036B = 999\nCC0036D = 8\n"
             "[parameters.users.rossi]\ndefault_state = 12\n");
  const Printed printed = run("1", "rossi");
  EXPECT_THAT(printed.out, HasSubstr("current card  the operator sets its state\n"));
  EXPECT_THAT(printed.out,
              HasSubstr("new card      gets state 12 \"Nuovo\", the user's default, open\n"));
  EXPECT_THAT(printed.out, HasSubstr("counts as 0, free: there is no such state, if the card stays "
                                     "the same\n"));
  EXPECT_THAT(printed.out,
              HasSubstr("counts as 0, free: the state is obsolete, if a new card is made\n"));
  EXPECT_THAT(run("1", "verdi").out, HasSubstr("new card      the operator sets its state\n"));
}

// S-A14, S-A15, S-A16
TEST_F(ExplainMode, AProcedureDecidesForItsStates) {
  const Printed moved = run("2", "rossi");
  EXPECT_THAT(moved.out,
              HasSubstr("mode 3: agent alone, same card\n"
                        "why: the procedure \"Spostamento\", kind = \"reschedule\", acts "
                        "on the state\n"));
  EXPECT_THAT(moved.out,
              HasSubstr("current card        gets state 7 \"Da rifissare\", by the procedure\n"));
  EXPECT_THAT(moved.out, HasSubstr("if the CRM refuses  callback to the operator at once\n"));
  EXPECT_THAT(moved.out, HasSubstr("Spostamento, kind = \"reschedule\", at once (interval 15m not "
                                   "honoured)\n"));
  EXPECT_THAT(moved.out, HasSubstr("CC0036B    7      .    no      the agent re-books alone\n"));
  EXPECT_THAT(run("3", "rossi").out, HasSubstr("mode 4: agent alone, new card\n"));
  const Printed dated = run("4", "rossi");
  EXPECT_THAT(dated.out,
              HasSubstr("mode 5: callback to the operator on the agent's date, same card\n"));
  EXPECT_THAT(dated.out, HasSubstr("public, at App. Rifissare, moved into the calendar calls\n"));
}

// S-A29
TEST_F(ExplainMode, ShowsAnIntervalThatIsWaitedFor) {
  write_with("interval = \"15m\"\n", "interval = \"15m\"\nhonour_interval = true\n");
  EXPECT_THAT(run("2", "rossi").out, HasSubstr("at its next run, every 15m from midnight\n"));
}

// S-A28
TEST_F(ExplainMode, SaysThatAProcedureIsSwitchedOff) {
  write_with("interval = \"15m\"\n", "active = false\n");
  const Printed printed = run("2", "rossi");
  EXPECT_THAT(printed.out,
              HasSubstr("no mode: nothing comes of the outcome\n"
                        "why: the state has callback = \"off\", and no active procedure acts on "
                        "it; App. Rifissare is left undone, because the procedure \"Spostamento\" "
                        "is switched off\n"));
  EXPECT_THAT(printed.out, HasSubstr("Spostamento, switched off\n"));
  const Json explanation = json("2", "rossi");
  EXPECT_EQ(explanation["mode"], 0);
  EXPECT_EQ(explanation["procedure_off"], true);
  EXPECT_EQ(explanation["procedure"]["active"], false);
}

TEST_F(ExplainMode, SaysThatAnOutcomeWithTheStateIsPutAside) {
  EXPECT_THAT(run("8", "rossi").out,
              HasSubstr("but: the state is obsolete: an outcome with it is put aside\n"));
  EXPECT_THAT(run("9", "rossi").out,
              HasSubstr("but: the state is one of orders: an outcome with it is put aside\n"));
  EXPECT_THAT(run("7", "rossi").out, Not(HasSubstr("but: ")));
}

TEST_F(ExplainMode, TellsProgramsTheSame) {
  const Json explanation = json("4", "verdi");
  EXPECT_EQ(explanation["tenant"], "assist");
  EXPECT_EQ(explanation["state"], 4);
  EXPECT_EQ(explanation["operator"], "verdi");
  EXPECT_EQ(explanation["mode"], 5);
  EXPECT_EQ(explanation["callback"], "public");
  EXPECT_EQ(explanation["callback_after_minutes"], 1440);
  EXPECT_EQ(explanation["card"]["state_id"], 7);
  EXPECT_EQ(explanation["card"]["state_locked"], true);
  EXPECT_EQ(explanation["procedure"]["name"], "Richiamo");
  EXPECT_EQ(explanation["list_state"], "WAIT");
  EXPECT_EQ(explanation["parameters"].size(), 7U);
  EXPECT_EQ(json("1", "rossi")["mandatory"], Json::array({"why"}));
}

TEST_F(ExplainMode, NamesTheNearestOfWhatIsNotThere) {
  const Printed state = run("13", "rossi");
  EXPECT_EQ(state.code, ExitCode::refused);
  EXPECT_EQ(state.out, "");
  EXPECT_EQ(state.complaints,
            "followupctl: there is no state \"13\": did you mean \"1\", \"3\" or "
            "\"12\"?\n");
  const Printed caller = run("1", "rosi");
  EXPECT_EQ(caller.code, ExitCode::refused);
  EXPECT_EQ(caller.complaints,
            "followupctl: there is no operator \"rosi\": did you mean \"rossi\"?\n");
  const Printed tenant = run("1", "rossi", {"--tenant", "asist"});
  EXPECT_EQ(tenant.code, ExitCode::usage);
  EXPECT_EQ(tenant.complaints,
            "followupctl: there is no tenant \"asist\": did you mean \"assist\"?\n");
  EXPECT_EQ(run("one", "rossi").code, ExitCode::usage);
}

TEST_F(ExplainMode, EveryOperatorIsTakenWhereNoneAreListed) {
  write_with("operators = [\"rossi\", \"verdi\"]\n", "");
  EXPECT_EQ(run("1", "somebody").code, ExitCode::ok);
}

TEST_F(ExplainMode, TheTenantIsTheOnlyOneWithStates) {
  std::string second = good_tenant;
  second.replace(second.find("urn:crm:assist"), 14, "urn:crm:second");
  folder_.write("tenants/second.toml", second);
  EXPECT_EQ(run("1", "rossi").code, ExitCode::ok);
  const Printed none = run("1", "rossi", {"--tenant", "second"});
  EXPECT_EQ(none.code, ExitCode::refused);
  EXPECT_THAT(none.complaints, HasSubstr("the tenant second has no states"));
  folder_.write("tenants/second.toml", second + "[states.1]\ndescription = \"x\"\n");
  const Printed both = run("1", "rossi");
  EXPECT_EQ(both.code, ExitCode::usage);
  EXPECT_EQ(both.complaints, "followupctl: say which tenant: assist, second have states\n");
  EXPECT_EQ(run("1", "rossi", {"--tenant", "assist"}).code, ExitCode::ok);
  folder_.write_tenant(good_tenant);
  folder_.write("tenants/second.toml", second);
  EXPECT_THAT(run("1", "rossi").complaints, HasSubstr("no tenant has states"));
}

TEST_F(ExplainMode, AConfigurationThatCanNotBeUsedIsNotExplained) {
  write_with("CC0036B = 7\n", "CC036B = 7\n");
  const Printed printed = run("1", "rossi");
  EXPECT_EQ(printed.code, ExitCode::usage);
  EXPECT_THAT(printed.complaints, HasSubstr("parameters.CC036B: there is no key \"CC036B\""));
  write(callit);
  EXPECT_EQ(run_line({"explain-mode", folder_.path().string(), "--state", "1", "--operator",
                      "rossi", "--config", "/nowhere"})
                .code,
            ExitCode::ok);
}

}  // namespace
}  // namespace followup::test
