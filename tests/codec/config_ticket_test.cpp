// The sections of tickets: where every key goes, the tree, and what it refers to.
#include "tests/codec/config_cases.h"

#include <gmock/gmock.h>

namespace followup {
namespace {

using namespace std::chrono_literals;
using test::expect_faults;
using test::good_tenant_with;

const std::string at = "tenants/assist.toml:";

/// A classification without fault, in two lines.
std::string leaf(const std::string& id) {
  return "[classifications." + id + "]\ndescription = \"Reembolso\"\ngroups = [\"juridico\"]\n";
}

TEST(ConfigTickets, EveryKeyReachesItsPlace) {
  const Tenant tenant = good_tenant_with(
      "[calendars.office]\nmonday = [\"08:00-18:00\"]\n"
      "[tickets]\ncalendar = \"office\"\nmonth_end = \"next_day\"\nshift_days = \"working\"\n"
      "shift_months = \"business\"\nterm = \"10 business days\"\nwarnings = [\"75%\", \"30m\"]\n"
      "escalation_gap = \"1 business day\"\nextension = \"30 business days\"\n"
      "groups = [\"financeiro\"]\n"
      "[ticket_channels.contact_form]\nterm = \"5 business days\"\n"
      "[ticket_channels.lgpd]\nterm = \"15 days\"\nextension = \"20 days\"\nwarnings = []\n"
      "[ticket_channels.internal]\nescalation_gap = \"4 business hours\"\n"
      "[ticket_channels.ombudsman]\nterm = \"1 month\"\nextension = \"2 months\"\n"
      "[classifications.negativa]\ndescription = \"Negativa\"\nlevel = 1\nlast_level = false\n"
      "[classifications.carta]\ndescription = \"Carta negativa\"\nparent = \"negativa\"\n"
      "level = 2\nlast_level = true\nstatus = \"draft\"\nperson_types = [\"beneficiario\"]\n"
      "groups = [\"juridico\", \"financeiro\"]\ncontact_form = true\nombudsman = true\n"
      "lgpd = true\nterm = \"12 business days\"\nwarnings = [\"90%\"]\n"
      "escalation_gap = \"2h\"\nextension = \"40 business days\"\nfirst_answer_ends_all = true\n"
      "[teams.juridico]\nsecret_access = true\n");
  TicketPolicy policy;
  policy.calendar = "office";
  policy.rules = {MonthEnd::next_day, TermShift::next_working_day, TermShift::next_business_day};
  policy.terms = {Term{TermUnit::business_days, 10},
                  std::vector<TermWarning>{ShareGone{75}, OpenTimeLeft{30min}},
                  Term{TermUnit::business_days, 1}, Term{TermUnit::business_days, 30}};
  policy.groups = {"financeiro", "juridico"};
  policy.channels[TicketChannel::contact_form].term = Term{TermUnit::business_days, 5};
  policy.channels[TicketChannel::lgpd] = {
      Term{TermUnit::days, 15}, std::vector<TermWarning>{}, {}, Term{TermUnit::days, 20}};
  policy.channels[TicketChannel::internal].escalation_gap = Term{TermUnit::business_minutes, 240};
  policy.channels[TicketChannel::ombudsman].term = Term{TermUnit::months, 1};
  policy.channels[TicketChannel::ombudsman].extension = Term{TermUnit::months, 2};
  policy.nodes["negativa"] = {.description = "Negativa", .leaf = false};
  policy.nodes["carta"] = {
      .description = "Carta negativa",
      .parent = "negativa",
      .level = 2,
      .status = NodeStatus::draft,
      .person_types = {"beneficiario"},
      .groups = {"juridico", "financeiro"},
      .contact_form = true,
      .ombudsman = true,
      .lgpd = true,
      .terms = {Term{TermUnit::business_days, 12}, std::vector<TermWarning>{ShareGone{90}},
                Term{TermUnit::minutes, 120}, Term{TermUnit::business_days, 40}},
      .first_answer_ends_all = true};
  EXPECT_EQ(tenant.policy.ticket, policy);
  EXPECT_TRUE(tenant.groups.at("juridico").secret_access);
}

TEST(ConfigTickets, GroupsAreThoseOfTheTeamsAndThoseNamed) {
  EXPECT_TRUE(good_tenant_with(leaf("a")).policy.ticket.groups.empty());
  expect_faults({{leaf("a"), ""},
                 {leaf("a") + "[teams.juridica]\n",
                  at + "10: classifications.a.groups: there is no group \"juridico\": did you mean "
                       "\"juridica\"?\n"},
                 {leaf("a") + "[tickets]\ngroups = [\"financeiro\"]\n",
                  at + "10: classifications.a.groups: there is no group \"juridico\": there is "
                       "\"financeiro\"\n"},
                 {leaf("a") + "[teams.financeiro]\n[tickets]\ngroups = [\"juridico\"]\n", ""},
                 {"[classifications.a]\ndescription = \"A\"\ngroups = [\"x\", \"x\"]\n",
                  at + "10: classifications.a.groups: names \"x\" twice\n"}});
}

// S-T07, T14
TEST(ConfigTickets, ALastLevelNeedsAGroupThatCanBeTold) {
  expect_faults(
      {{"[classifications.a]\ndescription = \"A\"\n",
        at + "8: warning: classifications.a.groups: names no group: every event has to (T14)\n"},
       {"[classifications.a]\ndescription = \"A\"\nstatus = \"inactive\"\n", ""},
       {leaf("a") + "[teams.juridico]\nactive = false\n",
        at + "10: warning: classifications.a.groups: names \"juridico\", which is not active: the "
             "fallback address is told instead\n"},
       {leaf("a") + "[teams.juridico]\nactive = false\nmanager = \"chefia\"\n[teams.chefia]\n",
        at + "10: warning: classifications.a.groups: names \"juridico\", which is not active: the "
             "group above it is told instead\n"},
       {leaf("a") + "[teams.juridico]\nactive = true\n", ""}});
}

// T9
TEST(ConfigTickets, AParentIsThereAndNoCircleIsMade) {
  const std::string top = "[classifications.top]\ndescription = \"Topo\"\n";  // to line 9
  expect_faults(
      {{top + leaf("a") + "parent = \"topp\"\n",
        at + "8: warning: classifications.top.groups: names no group: every event has to (T14)\n" +
            at +
            "13: classifications.a.parent: there is no classification \"topp\": did you mean "
            "\"top\"?\n"},
       {top + leaf("a") + "parent = \"top\"\n", ""},
       {"[classifications.a]\ndescription = \"A\"\nparent = \"a\"\n",
        at + "10: classifications.a.parent: leads in a circle: a, a\n"},
       {"[classifications.a]\ndescription = \"A\"\nparent = \"c\"\n"
        "[classifications.b]\ndescription = \"B\"\nparent = \"a\"\n"
        "[classifications.c]\ndescription = \"C\"\nparent = \"b\"\n" +
            leaf("d") + "parent = \"c\"\n",
        at + "10: classifications.a.parent: leads in a circle: a, c, b, a\n"}});
}

// T10
TEST(ConfigTickets, S_T11_LevelsAreComputedFromTheParentsWhateverWasSent) {
  const std::string tree =
      "[classifications.a]\ndescription = \"A\"\nlevel = 3\n"
      "[classifications.b]\ndescription = \"B\"\nparent = \"a\"\nlevel = 2\n" +
      leaf("c") + "parent = \"b\"\nlevel = 7\n";
  expect_faults(
      {{tree, at +
                  "10: warning: classifications.a.level: is 3; by its parents it is 1, and "
                  "that counts (T10)\n" +
                  at +
                  "19: warning: classifications.c.level: is 7; by its parents it is 3, "
                  "and that counts (T10)\n"}});
  const test::ConfigFolder folder;
  folder.write_tenant(test::good_tenant + tree);
  const auto loaded = folder.load();
  ASSERT_TRUE(loaded.usable());
  const auto& nodes = loaded.config.tenants.find("assist")->policy.ticket.nodes;
  EXPECT_EQ(nodes.at("a").level, 1);
  EXPECT_EQ(nodes.at("b").level, 2);
  EXPECT_EQ(nodes.at("c").level, 3);
  EXPECT_FALSE(nodes.at("a").leaf);
  EXPECT_FALSE(nodes.at("b").leaf);
  EXPECT_TRUE(nodes.at("c").leaf);
}

// T12
TEST(ConfigTickets, OnlyALastLevelHasFollowUps) {
  const std::string below = leaf("a") + "parent = \"top\"\n";  // 4 lines, to line 11
  const std::string top = "[classifications.top]\ndescription = \"Topo\"\n";
  const std::string why = ": only a last level has follow-ups, and a is below it (T12)\n";
  const std::string key = at + "14: classifications.top.";
  expect_faults(
      {{below + top, ""},
       {below + top + "last_level = true\n",
        key + "last_level: is true, and a is below it (T12)\n"},
       {below + top + "last_level = false\n", ""},
       {below + top + "groups = [\"juridico\"]\n", key + "groups: has no place here" + why},
       {below + top + "term = \"24h\"\n", key + "term: has no place here" + why},
       {below + top + "contact_form = true\n",
        at + "14: warning: classifications.top.contact_form: has no effect: only a last level has "
             "follow-ups, and a is below it\n"},
       {leaf("a") + "last_level = false\n",
        at + "11: warning: classifications.a.last_level: is false, and none is below it: it is a "
             "last level (T12)\n"}});
}

// T11
TEST(ConfigTickets, WhatIsBelowADraftIsActiveAllTheSame) {
  const std::string top = "[classifications.top]\ndescription = \"Topo\"\nstatus = \"draft\"\n";
  const std::string under = "parent = \"top\"\n";
  expect_faults(
      {{top + leaf("a") + under,
        at + "10: warning: classifications.top.status: is \"draft\", and a is active below it: "
             "follow-ups there are taken in all the same\n"},
       {top + leaf("a") + under + leaf("b") + under + leaf("c") + under,
        at + "10: warning: classifications.top.status: is \"draft\", and a, b and 1 other are "
             "active below it: follow-ups there are taken in all the same\n"},
       {top + leaf("a") + under + "status = \"inactive\"\n", ""}});
}

TEST(ConfigTickets, ACalendarIsThereAndOpen) {
  const std::string closed = "[calendars.office]\nclosed = [\"2026-12-24\"]\n";
  const std::string open = "[calendars.office]\nmonday = [\"08:00-18:00\"]\n";
  const std::string tickets = "[tickets]\ncalendar = \"ofice\"\n";
  expect_faults({{open + tickets + leaf("a"),
                  at + "11: tickets.calendar: there is no calendar \"ofice\": did you mean "
                       "\"office\"?\n"},
                 {closed + "[tickets]\ncalendar = \"office\"\n" + leaf("a"),
                  at + "8: calendars.office: is never open: give a day its hours\n"},
                 {open + "[tickets]\ncalendar = \"office\"\n" + leaf("a"), ""}});
}

// T15 to T17
TEST(ConfigTickets, AChannelIsOneOfFourAndOffersSomething) {
  expect_faults(
      {{leaf("a") + "[ticket_channels.ombudsmann]\n",
        at + "11: ticket_channels.ombudsmann: is no channel: did you mean \"ombudsman\"?\n"},
       {leaf("a") + "[ticket_channels.telefone]\n",
        at + "11: ticket_channels.telefone: is no channel: there are \"internal\", "
             "\"contact_form\", \"ombudsman\", \"lgpd\"\n"},
       {leaf("a") + "[ticket_channels.lgpd]\nterm = \"15 days\"\n",
        at + "11: warning: ticket_channels.lgpd: has no effect: no classification is offered "
             "there\n"},
       {leaf("a") + "lgpd = true\n[ticket_channels.lgpd]\nterm = \"15 days\"\n", ""},
       {leaf("a") + "[ticket_channels.internal]\nterm = \"15 days\"\n", ""},
       {"[tickets]\nterm = \"15 days\"\n",
        at + "8: warning: tickets: has no effect: there are no classifications, and every ticket "
             "is put aside\n"}});
}

TEST(ConfigTickets, EveryReasonIsToldAtOnce) {
  const std::string id(65, 'x');
  expect_faults(
      {{"[tickets]\nmonth_end = \"first\"\nshift_days = \"next\"\ncalender = \"x\"\n"
        "[classifications." +
            id +
            "]\ndescription = \"A\"\ngroups = [\"a\"]\n"
            "[classifications.b]\nstatus = \"activ\"\ngroups = [\"\"]\nperson_typs = []\n"
            "lgpd = \"SI\"\n",
        at + "9: tickets.month_end: must be one of \"next_day\", \"last_day\"\n" +  //
            at + "10: tickets.shift_days: must be one of \"none\", \"business\", \"working\"\n" +
            at +
            "11: tickets.calender: there is no key \"calender\": did you mean \"calendar\"?\n" +
            at + "12: classifications." + id +
            ": must be an id of 1 to 64 characters, none of them a control character\n" + at +
            "15: classifications.b.description: is missing; it is required\n" + at +
            "16: classifications.b.status: must be one of \"active\", \"inactive\", "
            "\"draft\"\n" +
            at + "17: classifications.b.groups: each item must not be empty\n" + at +
            "18: classifications.b.person_typs: there is no key \"person_typs\": did you "
            "mean \"person_types\"?\n" +
            at + "19: classifications.b.lgpd: must be true or false, not a text\n"}});
}

}  // namespace
}  // namespace followup
