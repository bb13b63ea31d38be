// The sections of contacts, and the directory of teams.
#include "tests/codec/config_cases.h"

#include <gmock/gmock.h>

namespace followup {
namespace {

using namespace std::chrono_literals;
using test::endpoint_for_all;
using test::expect_faults;
using test::good_tenant_with;
using testing::ElementsAre;

TEST(ConfigContact, EveryKeyReachesItsPlace) {
  const Tenant tenant = good_tenant_with(
      std::string(endpoint_for_all) +
      "[calendars.office]\nmonday = [\"09:00-17:00\"]\n"
      "[contact]\ncalling_calendar = \"office\"\nprivate_to_public = \"1h\"\n"
      "escalate_after = \"1d\"\nreminder_time = \"17:00\"\nreminder_days = 0\n"
      "[judgements.A]\ndescription = \"Interesse\"\n[judgements.B]\n"
      "[projects.P-1]\nname = \"Herbst\"\nstate = \"training\"\nhistory = true\n"
      "agents_may_change = false\nprotocol = \"batch\"\nbatch_time = \"17:30\"\n"
      "protocol_judgements = [\"B\", \"A\"]\nagents = [\"meier\", \"schulz\"]\nteam = \"innen\"\n"
      "max_days_ahead = 30\nmax_personal = 40\n"
      "training_email = \"training@telde.example\"\n"
      "[projects.\"P.2\"]\nteam = \"innen\"\n"
      "[people.meier]\n[people.schulz]\n[teams.innen]\n");
  ContactPolicy policy;
  policy.calls = {"office", 60min, 24h};
  policy.reminder = {17h, 0};
  policy.judgements = {{"A", "Interesse"}, {"B", ""}};
  policy.projects["P-1"] = {.name = "Herbst",
                            .state = ProjectState::training,
                            .history = true,
                            .agents_may_change = false,
                            .protocol = ProtocolMail::batch,
                            .batch_time = 17h + 30min,
                            .protocol_judgements = {"A", "B"},
                            .agents = {"meier", "schulz"},
                            .team = "innen",
                            .max_days_ahead = 30,
                            .max_personal = 40,
                            .training_email = "training@telde.example"};
  policy.projects["P.2"] = {.team = "innen"};
  EXPECT_EQ(tenant.policy.contact, policy);
}

TEST(ConfigContact, C25_ACapIsAWholeNumberFromOne) {
  const std::string at = "tenants/assist.toml:9: projects.P.";
  const std::string days = at + "max_days_ahead: must be a whole number from 1 to 3650, not ";
  const std::string personal = at + "max_personal: must be a whole number from 1 to 100000, not ";
  expect_faults({{"[projects.P]\nmax_days_ahead = 0\n", days + "0\n"},
                 {"[projects.P]\nmax_days_ahead = 3651\n", days + "3651\n"},
                 {"[projects.P]\nmax_days_ahead = 1.5\n", days + "a number with a fraction\n"},
                 {"[projects.P]\nmax_personal = 0\n", personal + "0\n"},
                 {"[projects.P]\nmax_personal = \"40\"\n", personal + "a text\n"},
                 {"[projects.P]\nmax_personal = 100001\n", personal + "100001\n"}});
}

TEST(ConfigContact, EveryStateOfAProjectCanBeWritten) {
  for (int i = 0; i <= static_cast<int>(ProjectState::anonymised); ++i) {
    const auto state = static_cast<ProjectState>(i);
    const Tenant tenant =
        good_tenant_with("[projects.P]\nstate = \"" + std::string(to_text(state)) +
                         "\"\ntraining_email = \"training@telde.example\"\n");
    EXPECT_EQ(tenant.policy.contact.projects.at("P").state, state);
  }
}

TEST(ConfigContact, AProjectsIdIsAPartOfItsContactsIds) {
  const std::string at = "tenants/assist.toml:8: projects.";
  const std::string form =
      ": must be an id of letters, digits, '.', '_' and '-', 1 to 64 characters long\n";
  expect_faults({{"[projects.\"a/b\"]\n", at + "a/b" + form},
                 {"[projects.\"\"]\n", at + form},
                 {"[projects." + std::string(65, 'p') + "]\n", at + std::string(65, 'p') + form},
                 {"[projects." + std::string(64, 'p') + "]\n", ""}});
}

TEST(ConfigContact, WhatAProjectRefersToIsThere) {
  const std::string people = "[people.meier]\n[people.schulz]\n[teams.innen]\n";  // to line 10
  expect_faults(
      {{"[judgements.GUT]\n[projects.P]\nprotocol = \"batch\"\nprotocol_judgements = [\"GTU\"]\n",
        "tenants/assist.toml:11: projects.P.protocol_judgements: there is no judgement \"GTU\": "
        "did you mean \"GUT\"?\n"},
       {"[projects.P]\nprotocol = \"batch\"\nprotocol_judgements = [\"GTU\"]\n", ""},
       {people + "[projects.P]\nagents = [\"meyer\"]\nteam = \"inen\"\n",
        "tenants/assist.toml:12: warning: projects.P.agents: there is no person \"meyer\": did you "
        "mean \"meier\"?\n"
        "tenants/assist.toml:13: warning: projects.P.team: there is no team \"inen\": did you mean "
        "\"innen\"?\n"},
       {"[projects.P]\nagents = [\"meyer\"]\nteam = \"inen\"\n", ""}});
}

TEST(ConfigContact, KeysWithoutEffectAreWarnings) {
  const std::string at = "tenants/assist.toml:10: warning: projects.P.";
  expect_faults(
      {{"[projects.P]\nprotocol = \"immediate\"\nbatch_time = \"18:00\"\n",
        at + "batch_time: has no effect while protocol is not \"batch\"\n"},
       {"[projects.P]\nprotocol = \"none\"\nprotocol_judgements = []\n",
        at + "protocol_judgements: has no effect while protocol is \"none\"\n"},
       {"[contact]\nreminder_days = 1\n",
        "tenants/assist.toml:9: warning: contact.reminder_days: has no effect while reminder_time "
        "is not set\n"}});
}

TEST(ConfigContact, AProjectInTrainingNeedsAnAddress) {
  expect_faults(
      {{"[projects.P]\nstate = \"training\"\n",
        "tenants/assist.toml:8: warning: projects.P.training_email: is not set, and the project is "
        "in training: its mail reaches nobody\n"},
       {"[projects.P]\ntraining_email = \"nobody\"\nstate = \"training\"\n",
        "tenants/assist.toml:9: projects.P.training_email: must be one email address, as in "
        "name@example.org (a domain with other letters in its xn-- form)\n"},
       {"[projects.P]\nstate = \"trainig\"\n",
        "tenants/assist.toml:9: projects.P.state: must be one of \"planning\", \"training\", "
        "\"released\", \"in_progress\", \"stopped\", \"closed\", \"anonymised\"\n"}});
}

TEST(ConfigContact, TheHistoryNeedsAnEndpoint) {
  const std::string project = "[projects.P]\nhistory = true\n";
  std::string other = endpoint_for_all;
  other.replace(other.find("\"*\""), 3, "\"contact.follow_up_due\"");
  expect_faults({{std::string(endpoint_for_all) + project, ""},
                 {other + project,
                  "tenants/assist.toml:14: warning: projects.P.history: needs an endpoint whose "
                  "types name contact_history.add, and there is none: no entry is made\n"}});
}

TEST(ConfigTeams, AreADirectoryOfGroups) {
  const Tenant tenant = good_tenant_with(
      "[people.rossi]\n"
      "[teams.milano]\nname = \"Milano\"\nemail = \"milano@callit.example\"\n"
      "members = [\"rossi\"]\nmanager = \"capi\"\nactive = false\n[teams.capi]\n");
  Group milano;
  milano.id = "milano";
  milano.name = "Milano";
  milano.email = "milano@callit.example";
  milano.members = {"rossi"};
  milano.manager_group = "capi";
  milano.active = false;
  EXPECT_EQ(tenant.groups.at("milano"), milano);
  EXPECT_EQ(tenant.groups.at("capi").id, "capi");
}

TEST(ConfigTeams, AreCheckedOneByOne) {
  const std::string people = "[people.rossi]\n[people.verdi]\n";  // to line 9
  expect_faults(
      {{"[teams.milano]\nmanager = \"milano\"\n",
        "tenants/assist.toml:9: teams.milano.manager: must be another team\n"},
       {"[teams.milano]\nemail = \"milano\"\n",
        "tenants/assist.toml:9: teams.milano.email: must be one email address, as in "
        "name@example.org (a domain with other letters in its xn-- form)\n"},
       {people + "[teams.milano]\nmembers = [\"rosi\"]\n",
        "tenants/assist.toml:11: warning: teams.milano.members: there is no person \"rosi\": did "
        "you mean \"rossi\"?\n"},
       {"[teams.milano]\nmanager = \"capi\"\n",
        "tenants/assist.toml:9: warning: teams.milano.manager: there is no team \"capi\": there is "
        "\"milano\"\n"},
       {"[teams.milano]\n[appointment]\nteams = [\"milan\"]\n",
        "tenants/assist.toml:10: warning: appointment.teams: there is no team \"milan\": did you "
        "mean \"milano\"?\n"},
       {"[team.milano]\n",
        "tenants/assist.toml:8: team: there is no section \"team\": did you mean \"teams\"?\n"}});
}

TEST(ConfigTeams, S_T31_ManagersInACircleAreWarnedOfOnce) {
  const auto team = [](const std::string& id, const std::string& manager) {
    return "[teams." + id + "]\nmanager = \"" + manager + "\"\n";
  };
  const std::string top = "[teams.top]\n";  // to line 8
  const std::string ends =
      ": there the way up ends, and a ticket's administrator is told (S-T31)\n";
  expect_faults(
      {{top + team("a", "b") + team("b", "top"), ""},
       {top + team("a", "b") + team("b", "c") + team("c", "b") + team("d", "a"),
        "tenants/assist.toml:12: warning: teams.b.manager: leads in a circle: b, c, b" + ends},
       {top + team("a", "b") + team("b", "a") + team("c", "d") + team("d", "c"),
        "tenants/assist.toml:10: warning: teams.a.manager: leads in a circle: a, b, a" + ends +
            "tenants/assist.toml:14: warning: teams.c.manager: leads in a circle: c, d, c" + ends},
       {top + team("a", "b") + team("b", "b"),
        "tenants/assist.toml:12: teams.b.manager: must be another team\n"}});
}

}  // namespace
}  // namespace followup
