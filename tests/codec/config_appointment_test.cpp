// The sections of appointments key by key: parameters, states, procedures, under their original
// names.
#include "tests/codec/config_cases.h"

#include <gmock/gmock.h>

namespace followup {
namespace {

using namespace std::chrono_literals;
using test::expect_faults;
using test::good_tenant_with;
using testing::HasSubstr;

TEST(ConfigAppointment, EveryKeyReachesItsPlace) {
  const Tenant tenant = good_tenant_with(
      std::string(test::endpoint_for_all) +
      "[calendars.calls]\nmonday = [\"09:00-20:00\"]\n"
      "[appointment]\ncalling_calendar = \"calls\"\nprivate_to_public = \"45m\"\n"
      "escalate_after = \"2h\"\nreminder_time = \"18:00\"\nreminder_days = 2\n"
      "agent_hold = \"20m\"\noperators = [\"verdi\", \"rossi\", \"rossi\"]\nteams = [\"milano\"]\n"
      "[parameters]\nCC0036 = \"SI\"\nCC0036A = \"SI\"\nCC0036B = 7\nCC0036C = \"SI\"\n"
      "CC0036D = 12\nCC0037 = \"NO\"\nCC0037A = \"SI\"\n"
      "[parameters.users.rossi]\nCC0036 = \"NO\"\nCC0036A = \"NO\"\nCC0036B = 0\n"
      "CC0036C = \"NO\"\nCC0036D = 0\nCC0037 = \"NO\"\nCC0037A = \"NO\"\ndefault_state = 12\n"
      "[parameters.users.verdi]\n"
      "[list_states.WAIT]\ndescription = \"Da richiamare\"\ntype = \"W\"\n"
      "[characteristics.why]\ndescription = \"Motivo\"\n"
      "[states.4]\ndescription = \"KO\"\ntype = \"order_appointment\"\nlist_state = \"WAIT\"\n"
      "callback = \"public\"\ncallback_after = \"1d\"\nreschedule = true\n"
      "mandatory = [\"why\"]\nvisible = [\"why\"]\n"
      "[states.7]\ndescription = \"Da rifissare\"\nobsolete = false\n"
      "[states.12]\ndescription = \"Nuovo\"\ntype = \"generic\"\n"
      "[procedures.Z]\nkind = \"callback\"\nstates = [4]\ninterval = \"15m\"\n"
      "honour_interval = true\n"
      "[procedures.A]\nkind = \"reschedule\"\nstates = [7, 12]\nstate_id = 7\nactive = false\n");
  AppointmentPolicy policy;
  policy.calls = {"calls", 45min, 2h};
  policy.reminder = {18h, 2};
  policy.agent_hold = 20min;
  policy.operators = {"rossi", "verdi"};
  policy.teams = {"milano"};
  policy.parameters = {true, true, 7, true, 12, false, true};
  policy.users["rossi"] = {.cc0036 = false,
                           .cc0036a = false,
                           .cc0036c = false,
                           .cc0037 = false,
                           .cc0037a = false,
                           .cc0036b = 0,
                           .cc0036d = 0,
                           .default_state = 12};
  policy.users["verdi"] = {};
  policy.list_states["WAIT"] = {"Da richiamare", "W"};
  policy.characteristics["why"] = "Motivo";
  policy.states[4] = {"KO",
                      StateType::order_appointment,
                      false,
                      "WAIT",
                      CallbackOption::to_team,
                      24h,
                      true,
                      {"why"},
                      {"why"}};
  policy.states[7].description = "Da rifissare";
  policy.states[12].description = "Nuovo";
  policy.states[12].type = StateType::generic;
  policy.procedures = {
      {"A", ProcedureKind::reschedule, {7, 12}, 7, 0min, false, false},
      {"Z", ProcedureKind::callback, {4}, std::nullopt, 15min, true, true},
  };
  EXPECT_EQ(tenant.policy.appointment, policy);
}

TEST(ConfigAppointment, WhatIsNotWrittenHasItsDefault) {
  const Tenant tenant = good_tenant_with(
      "[states.1]\ndescription = \"x\"\n[procedures.P]\nkind = \"create_new\"\nstates = [1]\n"
      "active = false\n");
  BackOfficeState state;
  state.description = "x";
  EXPECT_EQ(tenant.policy.appointment.states.at(1), state);
  EXPECT_EQ(tenant.policy.appointment.calls, CallPolicy{});
  EXPECT_EQ(tenant.policy.appointment.parameters, Parameters{});
  EXPECT_EQ(tenant.policy.appointment.agent_hold, 30min);
}

TEST(ConfigAppointment, TheOrderOfProceduresInTheFileSaysNothing) {
  const std::string a = "[procedures.A]\nkind = \"callback\"\nstates = [1]\nactive = false\n";
  const std::string b = "[procedures.B]\nkind = \"callback\"\nstates = [1]\nactive = false\n";
  const std::string state = "[states.1]\ndescription = \"x\"\n";
  EXPECT_EQ(good_tenant_with(state + a + b).policy, good_tenant_with(state + b + a).policy);
}

// S-A37: the introduction of the source document writes them so.
TEST(ConfigAppointment, AParameterUnderAWrongNameNamesAllThatItMayBe) {
  const auto wrong = [](const std::string& name, const std::string& meant) {
    return test::ConfigCase{"[parameters]\n" + name + " = \"SI\"\n",
                            "tenants/assist.toml:9: parameters." + name + ": there is no key \"" +
                                name + "\": did you mean " + meant + "?\n"};
  };
  expect_faults({wrong("CC036B", "\"CC0036B\""),
                 wrong("CC036C", "\"CC0036C\""),
                 wrong("CC036DB", "\"CC0036B\" or \"CC0036D\""),
                 {"[parameters.users.rossi]\nCC036DB = 7\n",
                  "tenants/assist.toml:9: parameters.users.rossi.CC036DB: there is no key "
                  "\"CC036DB\": did you mean \"CC0036B\" or \"CC0036D\"?\n"}});
}

TEST(ConfigAppointment, ParametersAreSiOrNo) {
  const std::string at = "tenants/assist.toml:9: parameters.";
  expect_faults(
      {{"[parameters]\nCC0036 = true\n",
        at + "CC0036: must be one of \"SI\", \"NO\", not true or false\n"},
       {"[parameters]\nCC0037 = \"si\"\n", at + "CC0037: must be one of \"SI\", \"NO\"\n"},
       {"[parameters]\nCC0036B = \"SI\"\n",
        at + "CC0036B: must be a whole number from 0 to 999999, not a text\n"},
       {"[parameters]\nCC0036D = -1\n",
        at + "CC0036D: must be a whole number from 0 to 999999, not -1\n"},
       {"[parameters.users]\nrossi = 7\n",
        at + "users.rossi: is a section, written [parameters.users.<id>]\n"}});
}

TEST(ConfigAppointment, StatesHaveNumbersAndADescription) {
  const std::string number = ": must be a whole number from 1 to 999999\n";
  const std::string good = "\ndescription = \"x\"\n";
  expect_faults(
      {{"[states.0]" + good, "tenants/assist.toml:8: states.0" + number},
       {"[states.007]" + good, "tenants/assist.toml:8: states.007" + number},
       {"[states.KO]" + good, "tenants/assist.toml:8: states.KO" + number},
       {"[states.1000000]" + good, "tenants/assist.toml:8: states.1000000" + number},
       {"[states.1]\ntype = \"appointment\"\n",
        "tenants/assist.toml:8: states.1.description: is missing; it is required\n"},
       {"[states.1]" + good + "type = \"visit\"\n",
        "tenants/assist.toml:10: states.1.type: must be one of \"generic\", \"appointment\", "
        "\"order\", \"order_appointment\"\n"},
       {"[states.1]" + good + "calback = \"off\"\n",
        "tenants/assist.toml:10: states.1.calback: there is no key \"calback\": did you mean "
        "\"callback\"?\n"},
       {"[states.1]" + good + "callback_after = \"90s\"\n",
        "tenants/assist.toml:10: states.1.callback_after: must be whole minutes, at most 365d\n"}});
}

TEST(ConfigAppointment, ProceduresHaveAKindAndStates) {
  expect_faults(
      {{"[procedures.P]\n",
        "tenants/assist.toml:8: procedures.P.kind: is missing; it is required\n"
        "tenants/assist.toml:8: procedures.P.states: is missing; it is required\n"},
       {"[states.1]\ndescription = \"x\"\n[procedures.P]\nkind = \"move\"\nstates = [1]\n",
        "tenants/assist.toml:11: procedures.P.kind: must be one of \"reschedule\", "
        "\"create_new\", \"callback\"\n"},
       {"[procedures.P]\nkind = \"callback\"\nstates = []\n",
        "tenants/assist.toml:10: procedures.P.states: must not be an empty list\n"},
       {"[procedures.P]\nkind = \"callback\"\nstates = [\"1\"]\n",
        "tenants/assist.toml:10: procedures.P.states: each item must be a whole number from 1 to "
        "999999, not a text\n"}});
}

TEST(ConfigAppointment, DurationsAreWholeMinutes) {
  const std::string at = "tenants/assist.toml:9: appointment.";
  expect_faults(
      {{"[appointment]\nprivate_to_public = \"0m\"\n", ""},
       {"[appointment]\nescalate_after = \"0m\"\n",
        at + "escalate_after: must be whole minutes, at least 1m, at most 30d\n"},
       {"[appointment]\nagent_hold = \"8d\"\n",
        at + "agent_hold: must be whole minutes, at most 7d\n"},
       {"[appointment]\nagent_hold = 30\n",
        at + "agent_hold: must be a duration, as in \"500ms\", \"5s\", \"5m\", \"2h\" or \"1d\", "
             "not a whole number\n"},
       {"[appointment]\nreminder_time = \"25:00\"\n",
        at + "reminder_time: must be a time of day from \"00:00\" to \"23:59\"\n"},
       {"[appointment]\nreminder_days = 2\n",
        "tenants/assist.toml:9: warning: appointment.reminder_days: has no effect while "
        "reminder_time is not set\n"}});
}

TEST(ConfigAppointment, AllFaultsAreNamedAtOnce) {
  const test::ConfigFolder folder;
  folder.write_tenant(std::string(test::good_tenant) +
                      "[calendars.calls]\nmonday = [\"20:00-09:00\"]\n[parameters]\nCC036B = 1\n"
                      "[states.1]\nlist_state = \"X\"\n[procedures.P]\nkind = \"callback\"\n"
                      "states = [1, 2]\n[projects.\"a b\"]\n");
  const auto text = folder.faults();
  for (const char* key :
       {"calendars.calls.monday: ", "parameters.CC036B: ", "states.1.description: ",
        "states.1.list_state: ", "procedures.P.states: there is no state", "projects.a b: "})
    EXPECT_THAT(text, HasSubstr(key));
  EXPECT_FALSE(folder.load().usable());
}

}  // namespace
}  // namespace followup
