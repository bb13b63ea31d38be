// What terms, warnings and extensions say of each other, and what holds where.
#include "tests/codec/config_cases.h"

#include <gmock/gmock.h>

namespace followup {
namespace {

using test::expect_faults;
using test::good_tenant_with;
using testing::ElementsAre;
using testing::IsEmpty;

const std::string at = "tenants/assist.toml:";
const std::string leaf =  // to line 10
    "[classifications.a]\ndescription = \"A\"\ngroups = [\"juridico\"]\n";
const std::string office = "[calendars.office]\nmonday = [\"08:00-12:00\", \"13:00-18:00\"]\n";

TEST(ConfigTicketTerms, TextsThatCanNotBeReadAreTold) {
  expect_faults(
      {{leaf + "term = \"15d\"\nwarnings = [\"75%\", \"soon\"]\nescalation_gap = \"0 days\"\n"
               "extension = 30\n",
        at +
            "11: classifications.a.term: must be a term, as in \"24h\", \"90m\", \"15 days\", "
            "\"7 business days\", \"8 business hours\" or \"1 month\": did you mean \"15 "
            "days\"?\n" +
            at +
            "12: classifications.a.warnings: each item must be a share of the time, as in "
            "\"75%\", or open time before its end, as in \"30m\" or \"2h\"\n" +
            at +
            "13: classifications.a.escalation_gap: must be a term from \"1 days\" to \"3650 "
            "days\"\n" +
            at +
            "14: classifications.a.extension: must be a text in quotation marks, not a whole "
            "number\n"},
       {leaf + "term = \"15 days\"\nwarnings = [\"75%\"]\nescalation_gap = \"1 day\"\n"
               "extension = \"30 days\"\n",
        ""}});
}

TEST(ConfigTicketTerms, AWarningComesBeforeTheEndAndAfterTheBeginning) {
  const std::string in_office = leaf + office + "[tickets]\ncalendar = \"office\"\n";
  expect_faults(
      {{leaf + "term = \"30m\"\nwarnings = [\"30m\"]\n",
        at + "12: warning: classifications.a.warnings: a warning \"30m\" never comes: the whole "
             "term \"30m\" has no more open time\n"},
       {leaf + "term = \"31m\"\nwarnings = [\"30m\"]\n", ""},
       {leaf + "term = \"30m\"\n[tickets]\nterm = \"1 day\"\nwarnings = [\"1h\"]\n",
        at + "11: warning: classifications.a.term: a warning \"1h\" never comes: the whole term "
             "\"30m\" has no more open time\n"},
       {leaf + "[tickets]\nterm = \"1h\"\nwarnings = [\"2h\"]\n",
        at + "13: warning: tickets.warnings: a warning \"2h\" never comes: the whole term \"1h\" "
             "has no more open time\n"},
       {in_office + "term = \"1 business day\"\nwarnings = [\"18h\"]\n",
        at + "16: warning: tickets.warnings: a warning \"18h\" never comes: the whole term \"1 "
             "business day\" has no more open time\n"},
       {in_office + "term = \"1 business day\"\nwarnings = [\"17h\"]\n", ""}});
}

// S-T21
TEST(ConfigTicketTerms, AnExtensionIsLongerThanTheTerm) {
  const std::string term = leaf + "ombudsman = true\nterm = \"7 business days\"\n";
  expect_faults(
      {{term + "extension = \"7 business days\"\n",
        at + "13: classifications.a.extension: can not be: the extension \"7 business days\" is "
             "not longer than the term \"7 business days\"\n"},
       {term + "extension = \"8 business days\"\n", ""},
       {term + "extension = \"30 days\"\n",
        at + "13: warning: classifications.a.extension: is in days and the term in business days: "
             "whether an agreed time is longer than the term depends on the days between\n"},
       {term + "[ticket_channels.ombudsman]\nextension = \"5 business days\"\n",
        at + "12: classifications.a.term: can not be: the extension \"5 business days\" is not "
             "longer than the term \"7 business days\"\n"},
       {term + "[ticket_channels.ombudsman]\nterm = \"3 business days\"\n"
               "extension = \"5 business days\"\n",
        ""},
       {leaf + "[tickets]\nterm = \"2 months\"\nextension = \"1 month\"\n",
        at + "13: tickets.extension: can not be: the extension \"1 month\" is not longer than the "
             "term \"2 months\"\n"}});
}

TEST(ConfigTicketTerms, WithoutATermNothingBelongsToIt) {
  const std::string fault = ": has no effect: no term holds here\n";
  const std::string key = at + "11: warning: classifications.a.";
  expect_faults(
      {{leaf + "warnings = [\"75%\"]\n", key + "warnings" + fault},
       {leaf + "escalation_gap = \"1 day\"\n", key + "escalation_gap" + fault},
       {leaf + "extension = \"1 day\"\n", key + "extension" + fault},
       {leaf + "extension = \"2 days\"\n[tickets]\nterm = \"1 day\"\n", ""},
       {leaf + "warnings = [\"75%\"]\n[ticket_channels.internal]\nterm = \"1 day\"\n", ""},
       {leaf + "warnings = [\"75%\"]\n[tickets]\nterm = \"1 dya\"\n",
        at + "13: tickets.term: must be a term, as in \"24h\", \"90m\", \"15 days\", \"7 business "
             "days\", \"8 business hours\" or \"1 month\": did you mean \"1 day\"?\n"}});
}

TEST(ConfigTicketTerms, RulesOfMonthsNeedATermOfMonths) {
  const std::string rules =
      "[tickets]\nmonth_end = \"next_day\"\nshift_months = \"business\"\nshift_days = "
      "\"working\"\n";
  const std::string none = ": has no effect: no term is in ";
  expect_faults({{leaf + "term = \"24h\"\n" + rules,
                  at + "13: warning: tickets.month_end" + none + "months\n" +  //
                      at + "14: warning: tickets.shift_months" + none + "months\n" + at +
                      "15: warning: tickets.shift_days" + none + "days\n"},
                 {leaf + "term = \"1 month\"\nextension = \"2 months\"\n" + rules, ""},
                 {leaf + "term = \"1 month\"\nescalation_gap = \"1 day\"\n" + rules, ""}});
}

TEST(ConfigTicketTerms, BusinessHoursHaveACalendar) {
  const std::string hours = leaf + "term = \"8 business hours\"\n";
  expect_faults({{hours + "[tickets]\n",
                  at + "12: warning: tickets.calendar: is not set: business hours are all hours of "
                       "business days\n"},
                 {hours + office + "[tickets]\ncalendar = \"office\"\n", ""},
                 {leaf + "term = \"8 business days\"\n[tickets]\n", ""}});
}

// S-T32
TEST(ConfigTicketTerms, TheNearestHoldsAndOfTwoTermsBoth) {
  const TicketPolicy policy =
      good_tenant_with(
          leaf +
          "term = \"10 business days\"\ncontact_form = true\nombudsman = true\n"
          "[classifications.b]\ndescription = \"B\"\ngroups = [\"x\"]\ncontact_form = true\n"
          "[classifications.c]\ndescription = \"C\"\ngroups = [\"x\"]\nwarnings = []\n"
          "escalation_gap = \"1h\"\n"
          "[ticket_channels.contact_form]\nterm = \"5 business days\"\n"
          "warnings = [\"50%\"]\n"
          "[ticket_channels.ombudsman]\nterm = \"10 business days\"\n"
          "[tickets]\nterm = \"3 days\"\nwarnings = [\"75%\"]\nescalation_gap = \"1 day\"\n")
          .policy.ticket;
  const Term ten{TermUnit::business_days, 10};
  const Term five{TermUnit::business_days, 5};
  const Term three{TermUnit::days, 3};
  const auto effective = [&](const char* id, TicketChannel channel) {
    return effective_terms(policy, policy.nodes.at(id), channel);
  };
  EXPECT_THAT(effective("a", TicketChannel::contact_form).terms, ElementsAre(ten, five));
  EXPECT_THAT(effective("a", TicketChannel::ombudsman).terms, ElementsAre(ten));
  EXPECT_THAT(effective("a", TicketChannel::internal).terms, ElementsAre(ten));
  EXPECT_THAT(effective("b", TicketChannel::contact_form).terms, ElementsAre(five));
  EXPECT_THAT(effective("b", TicketChannel::internal).terms, ElementsAre(three));
  EXPECT_THAT(effective("b", TicketChannel::contact_form).warnings,
              ElementsAre(TermWarning(ShareGone{50})));
  EXPECT_THAT(effective("b", TicketChannel::internal).warnings,
              ElementsAre(TermWarning(ShareGone{75})));
  EXPECT_THAT(effective("c", TicketChannel::internal).warnings, IsEmpty());
  EXPECT_EQ(effective("c", TicketChannel::internal).escalation_gap, Term(TermUnit::minutes, 60));
  EXPECT_EQ(effective("b", TicketChannel::internal).escalation_gap, Term(TermUnit::days, 1));
  EXPECT_EQ(effective("b", TicketChannel::internal).extension, std::nullopt);
}

// T15 to T17
TEST(ConfigTicketTerms, EverythingIsOfferedOnTheInternalChannel) {
  TicketNode node;
  EXPECT_TRUE(offered_on(node, TicketChannel::internal));
  EXPECT_FALSE(offered_on(node, TicketChannel::contact_form));
  EXPECT_FALSE(offered_on(node, TicketChannel::ombudsman));
  EXPECT_FALSE(offered_on(node, TicketChannel::lgpd));
  node.contact_form = true;
  EXPECT_TRUE(offered_on(node, TicketChannel::contact_form));
  EXPECT_FALSE(offered_on(node, TicketChannel::lgpd));
  node.lgpd = true;
  EXPECT_TRUE(offered_on(node, TicketChannel::lgpd));
  node.ombudsman = true;
  EXPECT_TRUE(offered_on(node, TicketChannel::ombudsman));
}

}  // namespace
}  // namespace followup
