// States and procedures whose modes exclude each other: the whole version is refused, and one
// sentence each says what is wrong, where, and what was probably meant.
#include "tests/codec/config_cases.h"

#include <sstream>

#include <gmock/gmock.h>

namespace followup {
namespace {

using test::callit;
using test::endpoint_for_all;
using testing::HasSubstr;

/// What is said of callit with an endpoint and one piece replaced, without file and line.
std::string told(const std::string& what, const std::string& by) {
  std::string text = std::string(test::good_tenant) + endpoint_for_all + callit;
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  text.replace(at, what.size(), by);
  const test::ConfigFolder folder;
  folder.write_tenant(text);
  std::string said;
  std::istringstream lines(folder.faults());
  for (std::string line; std::getline(lines, line);)
    said += line.substr(line.find(": ") + 2) + "\n";
  return said;
}

/// The same with something added.
std::string told_of(const std::string& more) {
  return told(callit, callit + more);
}

std::string procedure(const std::string& kind, const std::string& states) {
  return "[procedures.Altro]\nkind = \"" + kind + "\"\nstates = [" + states + "]\n" +
         (kind == "callback" ? "" : "state_id = 12\n");
}

std::string state(const std::string& keys) {
  return "[states.20]\ndescription = \"KO\"\n" + keys;
}

const std::string at_other = "procedures.Altro.states: the procedure \"Altro\" ";

// S-A34
TEST(ConfigContradictions, ModesOfDifferentStatesStandSideBySide) {
  EXPECT_EQ(told_of(""), "");
}

// S-A30
TEST(ConfigContradictions, AStateOfTheOperatorIsNotMovedByTheAgentAlone) {
  const std::string all = "list_state = \"WAIT\"\ncallback = \"private\"\nreschedule = true\n";
  for (const auto& [kind, mode] : {std::pair{"reschedule", "3"}, {"create_new", "4"}}) {
    EXPECT_EQ(told_of(state(all) + procedure(kind, "20")),
              at_other + "(mode " + mode +
                  ") and state 20 contradict each other: the agent re-books alone, and the state "
                  "has list state \"WAIT\" of type W and callback = \"private\": did you mean kind "
                  "= \"callback\"?\n");
  }
  EXPECT_EQ(told_of(state(all) + procedure("callback", "20")), "");
}

TEST(ConfigContradictions, WholeVersionIsRefusedAndTheFaultHasItsPlace) {
  const test::ConfigFolder folder;
  folder.write_tenant(std::string(test::good_tenant) + test::states_to_refer_to +
                      state("list_state = \"WAIT\"\ncallback = \"public\"\nreschedule = true\n") +
                      "[procedures.Spostamento]\nkind = \"reschedule\"\nstates = [20]\n");
  EXPECT_FALSE(folder.load().usable());
  EXPECT_THAT(folder.faults(),
              HasSubstr("tenants/assist.toml:24: procedures.Spostamento.states: the procedure "
                        "\"Spostamento\" (mode 3) and state 20 contradict each other: "));
}

// A18: modes 1 and 2
TEST(ConfigContradictions, AStateWithACallbackHasNoProcedureOfTheAgent) {
  EXPECT_EQ(told_of(procedure("reschedule", "1")),
            at_other +
                "(mode 3) and state 1 contradict each other: the agent re-books alone, and the "
                "state has list state \"WAIT\" of type W and callback = \"private\" and no App. "
                "Rifissare (reschedule = true)\n");
  EXPECT_EQ(told_of(procedure("reschedule", "1") + "active = false\n"), "");
}

// A27, A30
TEST(ConfigContradictions, TheAgentAloneNeedsAppRifissareAndNoWaitingList) {
  EXPECT_EQ(told_of(procedure("create_new", "12")),
            at_other +
                "(mode 4) and state 12 contradict each other: the agent re-books alone, and "
                "the state has no App. Rifissare (reschedule = true)\n");
  EXPECT_EQ(
      told_of(state("list_state = \"WAIT\"\nreschedule = true\n") + procedure("create_new", "20")),
      "warning: states.20.list_state: is \"WAIT\", of type W, and callback is \"off\": the "
      "contact waits for a call that nobody is asked to make\n" +
          at_other +
          "(mode 4) and state 20 contradict each other: the agent re-books alone, "
          "and the state has list state \"WAIT\" of type W\n");
}

// A37
TEST(ConfigContradictions, TheOperatorsDateNeedsAWaitingListACallbackAndAppRifissare) {
  EXPECT_EQ(told_of(procedure("callback", "1")),
            at_other +
                "(mode 5) and state 1 contradict each other: the operator calls on the "
                "agent's date, and the state has no App. Rifissare (reschedule = true)\n");
  EXPECT_EQ(told_of(state("reschedule = true\n") + procedure("callback", "20")),
            at_other +
                "(mode 5) and state 20 contradict each other: the operator calls on the "
                "agent's date, and the state has no list state of type W and callback = "
                "\"off\": did you mean kind = \"reschedule\"?\n");
  EXPECT_EQ(told_of(procedure("callback", "12")),
            at_other +
                "(mode 5) and state 12 contradict each other: the operator calls on the "
                "agent's date, and the state has no list state of type W and callback = "
                "\"off\" and no App. Rifissare (reschedule = true): of type W: \"WAIT\"\n");
}

// A17
TEST(ConfigContradictions, ACallbackNeedsAListStateOfTypeW) {
  EXPECT_EQ(told_of(state("callback = \"private\"\nlist_state = \"KO\"\n")),
            "states.20.list_state: is \"KO\", not of type W, and callback = \"private\" needs one "
            "of type W: \"WAIT\"\n");
  EXPECT_EQ(told_of("[list_states.WAI]\n" + state("callback = \"public\"\nlist_state = \"WAI\"\n")),
            "states.20.list_state: is \"WAI\", not of type W, and callback = \"public\" needs one "
            "of type W: did you mean \"WAIT\"?\n");
  EXPECT_EQ(told_of(state("callback = \"private\"\n")),
            "states.20.list_state: is not set, and callback = \"private\" needs one of "
            "type W: \"WAIT\"\n");
  const test::ConfigFolder folder;
  folder.write_tenant(test::good_tenant + state("callback = \"private\"\n"));
  EXPECT_EQ(folder.faults(),
            "tenants/assist.toml:8: states.20.list_state: is not set, and callback = \"private\" "
            "needs one of type W: describe one in [list_states.<code>] with type = \"W\"\n");
}

// S-A31
TEST(ConfigContradictions, OnlyOneActiveProcedureActsOnAState) {
  EXPECT_EQ(told("[procedures.Creazione]\nkind = \"create_new\"\nstates = [3]\n",
                 "[procedures.Creazione]\nkind = \"create_new\"\nstates = [3, 2]\n"),
            "procedures.Spostamento.states: state 2 has an active procedure already, "
            "\"Creazione\": switch one of the two off with active = false\n");
  EXPECT_EQ(told_of(procedure("create_new", "2") + "active = false\n"), "");
  EXPECT_EQ(told_of("[states.21]\ndescription = \"x\"\nreschedule = true\n" +
                    procedure("create_new", "21, 21")),
            "procedures.Altro.states: names state 21 twice\n");
}

TEST(ConfigContradictions, AProcedureNamesStatesThatThereAre) {
  EXPECT_EQ(told_of("[procedures.Altro]\nkind = \"reschedule\"\nstates = [22]\nstate_id = 77\n"),
            "procedures.Altro.states: there is no state \"22\": did you mean \"2\" or \"12\"?\n"
            "procedures.Altro.state_id: there is no state \"77\": did you mean \"7\"?\n");
  EXPECT_EQ(told_of(procedure("reschedule", "99999") + "active = false\n"),
            "procedures.Altro.states: there is no state \"99999\": there are \"1\", \"2\", \"3\", "
            "\"4\", \"7\", …\n");
  EXPECT_EQ(told("state_id = 7\n", "state_id = 8\n"),
            "warning: procedures.Spostamento.state_id: names state 8, which is obsolete (A42)\n");
  EXPECT_EQ(told("state_id = 7\n", "state_id = 9\n"),
            "warning: procedures.Spostamento.state_id: names state 9, which is one of orders "
            "(A41)\n");
}

TEST(ConfigContradictions, AStateNamesListStatesAndCharacteristicsThatThereAre) {
  EXPECT_EQ(told_of(state("list_state = \"WAITT\"\nmandatory = [\"hwy\"]\nvisible = [\"where\"]\n"
                          "callback = \"private\"\n")),
            "states.20.list_state: there is no list state \"WAITT\": did you mean \"WAIT\"?\n"
            "states.20.mandatory: there is no characteristic \"hwy\": did you mean \"why\"?\n"
            "states.20.visible: there is no characteristic \"where\": there are \"who\", "
            "\"why\"\n");
}

TEST(ConfigContradictions, WhoCallsIsShownWhatTheAgentHadToEnter) {
  EXPECT_EQ(told("visible = [\"why\", \"who\"]", "visible = [\"who\"]"),
            "warning: states.1.visible: leaves out \"why\", which is mandatory: whoever calls is "
            "not shown what the agent had to enter\n");
}

TEST(ConfigContradictions, AUsersRowIsOfAnOperator) {
  EXPECT_EQ(told_of("[parameters.users.rosi]\ndefault_state = 13\n"),
            "parameters.users.rosi: there is no operator \"rosi\": did you mean \"rossi\"?\n"
            "parameters.users.rosi.default_state: there is no state \"13\": did you mean \"1\", "
            "\"3\" or \"12\"?\n");
  EXPECT_EQ(told_of("[parameters.users.rossi]\ndefault_state = 8\n"),
            "warning: parameters.users.rossi.default_state: names state 8, which is obsolete "
            "(A42)\n");
}

TEST(ConfigContradictions, AnHonouredIntervalIsLongerThanNothing) {
  EXPECT_EQ(told("interval = \"15m\"\n", "honour_interval = true\n"),
            "procedures.Spostamento.honour_interval: needs an interval longer than 0m, as in "
            "interval = \"15m\"\n");
  EXPECT_EQ(told("interval = \"15m\"\n", "interval = \"15m\"\nhonour_interval = true\n"), "");
}

TEST(ConfigContradictions, WhatIsWrongByItselfIsToldOnce) {
  EXPECT_EQ(told_of(state("list_state = 7\ncallback = \"private\"\n")),
            "states.20.list_state: must be a text in quotation marks, not a whole number\n");
  EXPECT_EQ(told_of(state("callback = \"yes\"\nreschedule = true\n") + procedure("callback", "20")),
            "states.20.callback: must be one of \"off\", \"private\", \"public\"\n");
}

// A29, A32
TEST(ConfigContradictions, AProcedureOfTheAgentNamesTheStateThatItPuts) {
  for (const std::string kind : {"reschedule", "create_new"})
    EXPECT_THAT(told_of(state("reschedule = true\n") + "[procedures.Altro]\nkind = \"" + kind +
                        "\"\nstates = [20]\n"),
                HasSubstr("warning: procedures.Altro.state_id: is not set"));
}

// A41
TEST(ConfigContradictions, AStateOfOrdersLeadsToNothing) {
  for (const std::string keys :
       {"callback = \"private\"\nlist_state = \"WAIT\"\n", "reschedule = true\n"})
    EXPECT_THAT(told_of(state("type = \"order\"\n" + keys)),
                HasSubstr("warning: states.20.type: is one of orders"));
  EXPECT_EQ(told_of(state("type = \"order\"\n")), "");
}

TEST(ConfigContradictions, AnOperatorIsOneOfThePeopleThatThereAre) {
  EXPECT_THAT(told_of("[people.rossi]\n[people.verde]\n"),
              HasSubstr("warning: appointment.operators: there is no person \"verdi\": did you "
                        "mean \"verde\"?"));
}

// A46
TEST(ConfigContradictions, WhatBecomesPublicNeedsATeam) {
  EXPECT_THAT(told_of("[contact]\nprivate_to_public = \"45m\"\n[projects.p]\n"),
              HasSubstr("warning: projects.p.team: is not set, and contact.private_to_public"));
  EXPECT_EQ(told_of("[projects.p]\n"), "");
}

}  // namespace
}  // namespace followup
