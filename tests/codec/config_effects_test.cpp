// Settings that do not do what they seem to: told, and taken all the same.
#include "tests/codec/config_cases.h"

#include <sstream>

#include <gmock/gmock.h>

namespace followup {
namespace {

using test::endpoint_for_all;

/// States 1 (good), 8 (obsolete) and 9 (of orders).
constexpr const char* three_states =
    "[states.1]\ndescription = \"x\"\n[states.8]\ndescription = \"x\"\nobsolete = true\n"
    "[states.9]\ndescription = \"x\"\ntype = \"order\"\n";

/// What is said of a tenant with these sections, without file and line; it must be usable.
std::string warned(const std::string& text) {
  const test::ConfigFolder folder;
  folder.write_tenant(test::good_tenant + text);
  const auto loaded = folder.load();
  EXPECT_TRUE(loaded.usable()) << describe(loaded.faults);
  std::string said;
  std::istringstream lines(describe(loaded.faults));
  for (std::string line; std::getline(lines, line);)
    said += line.substr(line.find(": warning: ") + 11) + "\n";
  return said;
}

std::string with_parameters(const std::string& lines) {
  return warned(three_states + ("[parameters]\n" + lines));
}

// The rows of the table in domain.md 1.A
TEST(ConfigEffects, S_A35_ParametersWithoutEffectAreNamedByTheirRow) {
  EXPECT_EQ(with_parameters("CC0036 = \"NO\"\n"), "");
  EXPECT_EQ(with_parameters("CC0037 = \"SI\"\n"),
            "parameters.CC0037: has no effect while CC0036 is \"NO\" (P2)\n");
  EXPECT_EQ(with_parameters("CC0037A = \"SI\"\n"),
            "parameters.CC0037A: has no effect while CC0036 is \"NO\" (P3)\n");
  EXPECT_EQ(with_parameters("CC0036 = \"SI\"\nCC0037 = \"SI\"\n"), "");
  EXPECT_EQ(with_parameters("CC0036 = \"SI\"\nCC0037 = \"SI\"\nCC0037A = \"SI\"\n"),
            "parameters.CC0037A: is redundant: with CC0037 = \"SI\" a new appointment is made "
            "without asking (P5)\n");
  EXPECT_EQ(with_parameters("CC0036 = \"SI\"\n"), "");
  EXPECT_EQ(with_parameters("CC0036 = \"SI\"\nCC0037A = \"SI\"\n"), "");
}

TEST(ConfigEffects, S_A35_StatesAndLinksForCardsThatAreNotMadeAreNamed) {
  EXPECT_EQ(with_parameters("CC0036C = \"SI\"\nCC0036D = 1\n"),
            "parameters.CC0036C: has no effect while CC0036 is \"NO\"\n"
            "parameters.CC0036D: has no effect while CC0036 is \"NO\"\n");
  EXPECT_EQ(with_parameters("CC0036 = \"SI\"\nCC0037 = \"SI\"\nCC0036B = 1\n"),
            "parameters.CC0036B: has no effect: with CC0037 = \"SI\" a new appointment is made and "
            "the current one stays as it is (P4)\n");
  EXPECT_EQ(with_parameters("CC0036 = \"SI\"\nCC0036B = 1\nCC0036C = \"SI\"\nCC0036D = 1\n"), "");
}

// S-A07, S-A11
TEST(ConfigEffects, AStateThatCanNotBePutCountsAsFree) {
  EXPECT_EQ(with_parameters("CC0036B = 999\n"),
            "parameters.CC0036B: counts as 0: there is no state \"999\": there are \"1\", \"8\", "
            "\"9\"\n");
  EXPECT_EQ(with_parameters("CC0036B = 18\n"),
            "parameters.CC0036B: counts as 0: there is no state \"18\": did you mean \"1\" or "
            "\"8\"?\n");
  EXPECT_EQ(with_parameters("CC0036B = 8\n"),
            "parameters.CC0036B: counts as 0: state 8 is obsolete (A42)\n");
  EXPECT_EQ(with_parameters("CC0036 = \"SI\"\nCC0036D = 9\n"),
            "parameters.CC0036D: counts as 0: state 9 is one of orders (A41)\n");
  EXPECT_EQ(with_parameters("CC0036 = \"SI\"\nCC0036D = 9999\n"),
            "parameters.CC0036D: counts as 0: there is no state \"9999\": there are \"1\", \"8\", "
            "\"9\"\n");
}

TEST(ConfigEffects, AUsersRowIsJudgedAsItHoldsForThatUser) {
  EXPECT_EQ(with_parameters("CC0036 = \"SI\"\nCC0037 = \"SI\"\nCC0036D = 1\n"
                            "[parameters.users.rossi]\nCC0036 = \"NO\"\n"),
            "parameters.users.rossi.CC0037: for this user: has no effect while CC0036 is \"NO\" "
            "(P2)\n"
            "parameters.users.rossi.CC0036D: for this user: has no effect while CC0036 is "
            "\"NO\"\n");
  EXPECT_EQ(with_parameters("CC0037 = \"SI\"\n[parameters.users.rossi]\nCC0036 = \"SI\"\n"
                            "[parameters.users.verdi]\ndefault_state = 1\n"),
            "parameters.CC0037: has no effect while CC0036 is \"NO\" (P2)\n");
  EXPECT_EQ(with_parameters("[parameters.users.rossi]\nCC0036B = 8\n"),
            "parameters.users.rossi.CC0036B: for this user: counts as 0: state 8 is obsolete "
            "(A42)\n");
  EXPECT_EQ(with_parameters("CC0036B = 8\n[parameters.users.rossi]\nCC0036B = 9\n"),
            "parameters.CC0036B: counts as 0: state 8 is obsolete (A42)\n"
            "parameters.users.rossi.CC0036B: for this user: counts as 0: state 9 is one of orders "
            "(A41)\n");
}

// S-A28
TEST(ConfigEffects, AProcedureThatIsOffLeavesAppRifissareUndone) {
  const std::string state = "[states.1]\ndescription = \"x\"\nreschedule = true\n";
  const std::string off = "[procedures.A]\nkind = \"reschedule\"\nstates = [1]\nactive = false\n";
  EXPECT_EQ(warned(state + off),
            "procedures.A.active: is false, and no other procedure acts on state 1: nothing comes "
            "of the App. Rifissare that the agent enters\n");
  EXPECT_EQ(warned(endpoint_for_all + state + off +
                   "[procedures.B]\nkind = \"create_new\"\nstates = [1]\nstate_id = 1\n"),
            "");
  EXPECT_EQ(warned(state),
            "states.1.reschedule: asks for App. Rifissare, and no procedure acts on the state: "
            "nothing comes of the date that the agent enters\n");
  EXPECT_EQ(warned("[states.1]\ndescription = \"x\"\n" + off), "");
}

TEST(ConfigEffects, ACommandNeedsAnEndpoint) {
  const std::string state = "[states.1]\ndescription = \"x\"\nreschedule = true\n";
  for (const auto& [kind, command] : {std::pair{"reschedule", "appointment.reschedule"},
                                      {"create_new", "appointment.create_from"}}) {
    const std::string procedure =
        std::string("[procedures.A]\nkind = \"") + kind + "\"\nstates = [1]\nstate_id = 1\n";
    EXPECT_EQ(warned(state + procedure),
              std::string("procedures.A.kind: needs an endpoint whose types name ") + command +
                  ", and there is none: the operator gets a callback instead\n");
    std::string endpoint = endpoint_for_all;
    endpoint.replace(endpoint.find("\"*\""), 3, std::string("\"") + command + "\"");
    EXPECT_EQ(warned(endpoint + state + procedure), "");
    EXPECT_EQ(warned(endpoint_for_all + state + procedure), "");
  }
}

TEST(ConfigEffects, ADatedCallbackHasNoStateToPut) {
  EXPECT_EQ(
      warned(test::states_to_refer_to +
             std::string("[states.1]\ndescription = \"x\"\nlist_state = \"WAIT\"\n"
                         "callback = \"public\"\nreschedule = true\n"
                         "[procedures.A]\nkind = \"callback\"\nstates = [1]\nstate_id = 1\n")),
      "procedures.A.state_id: has no effect with kind = \"callback\" (A38)\n");
}

}  // namespace
}  // namespace followup
