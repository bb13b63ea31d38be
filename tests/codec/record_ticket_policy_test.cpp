// A tenant's classifications and terms in a stored policy: read back as they were written, by name,
// and in one text a value.
#include "core/codec/record_codec.h"
#include "core/codec/term_text.h"
#include "tests/support/story.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

Policy ticket_policy() {
  Policy policy = assist_policy();
  TicketPolicy& ticket = policy.ticket;
  ticket.nodes["negativas"] = {.description = "Negativas", .leaf = false};
  ticket.nodes["negativa-escrita"] = {
      .description = "Negativa por escrito",
      .parent = "negativas",
      .level = 2,
      .status = NodeStatus::draft,
      .person_types = {"beneficiary"},
      .groups = {"juridico", "autorizacao"},
      .contact_form = true,
      .ombudsman = true,
      .lgpd = true,
      .terms = {.term = Term{TermUnit::minutes, 1440},
                .warnings = {{ShareGone{75}, OpenTimeLeft{std::chrono::minutes{30}}}},
                .escalation_gap = Term{TermUnit::business_minutes, 240},
                .extension = Term{TermUnit::months, 1}},
      .first_answer_ends_all = true};
  ticket.channels[TicketChannel::ombudsman] = {.term = Term{TermUnit::business_days, 7},
                                               .extension = Term{TermUnit::business_days, 30}};
  ticket.channels[TicketChannel::lgpd] = {.term = Term{TermUnit::days, 15},
                                          .warnings = std::vector<TermWarning>{}};
  ticket.terms.term = Term{TermUnit::business_days, 0};
  ticket.calendar = "office";
  ticket.rules = {MonthEnd::next_day, TermShift::next_business_day, TermShift::next_working_day};
  ticket.groups = {"autorizacao", "juridico"};
  return policy;
}

std::string stored_ticket(const Policy& policy) {
  const std::string stored = encode_policy(policy);
  const auto at = stored.find("\"ticket\":");
  return at == std::string::npos ? "" : stored.substr(at);
}

TEST(StoredTicketPolicy, IsReadBackAsItWasWritten) {
  const auto decoded = decode_policy(encode_policy(ticket_policy()));
  ASSERT_TRUE(decoded) << decoded.error().what;
  EXPECT_EQ(*decoded, ticket_policy());
}

TEST(StoredTicketPolicy, IsWrittenByName) {
  EXPECT_EQ(
      stored_ticket(ticket_policy()),
      R"("ticket":{"nodes":{"negativa-escrita":{"description":"Negativa por escrito","parent":"negativas","level":2,"status":2,"person_types":["beneficiary"],"groups":["juridico","autorizacao"],"contact_form":1,"ombudsman":1,"lgpd":1,"terms":{"term":"1440m","warnings":["75%","30bm"],"escalation_gap":"240bm","extension":"1mo"},"first_answer_ends_all":1},"negativas":{"description":"Negativas","leaf":0}},"channels":{"ombudsman":{"term":"7bd","extension":"30bd"},"lgpd":{"term":"15d","warnings":[]}},"terms":{"term":"0bd"},"calendar":"office","rules":{"month_end":0,"shift_days":1,"shift_months":2},"groups":["autorizacao","juridico"]}})");
}

// A tenant without tickets has stored what it would store today: an upgrade publishes no version.
TEST(StoredTicketPolicy, IsNotInThePolicyOfATenantWithoutTickets) {
  EXPECT_EQ(stored_ticket(assist_policy()), "");
}

// No warning at all is said; what the tenant says may hold, is not.
TEST(StoredTicketPolicy, TellsNoWarningsFromUnsaidOnes) {
  const auto decoded = decode_policy(encode_policy(ticket_policy()));
  ASSERT_TRUE(decoded);
  EXPECT_TRUE(decoded->ticket.channels.at(TicketChannel::lgpd).warnings.has_value());
  EXPECT_FALSE(decoded->ticket.channels.at(TicketChannel::ombudsman).warnings.has_value());
}

TEST(StoredTicketPolicy, RefusesWhatItCanNotUnderstand) {
  const std::string begin = R"({"zone":"Europe/Rome","referral":{},"ticket":)";
  ASSERT_TRUE(decode_policy(begin + "{}}"));
  for (const char* bad : {"7",
                          R"({"nodes":[]})",
                          R"({"nodes":{"a":7}})",
                          R"({"nodes":{"a":{"status":3}}})",
                          R"({"nodes":{"a":{"level":"1"}}})",
                          R"({"nodes":{"a":{"leaf":2}}})",
                          R"({"nodes":{"a":{},"a":{}}})",
                          R"({"nodes":{"a":{"person_types":["x","x"]}}})",
                          R"({"nodes":{"a":{"terms":{"term":15}}}})",
                          R"({"channels":{"fax":{}}})",
                          R"({"channels":{"0":{}}})",
                          R"({"channels":{"lgpd":{},"lgpd":{}}})",
                          R"({"terms":{"term":null}})",
                          R"({"terms":{"warnings":"75%"}})",
                          R"({"terms":{"warnings":[75]}})",
                          R"({"rules":{"month_end":2}})",
                          R"({"rules":{"shift_days":3}})",
                          R"({"rules":{"shift_months":-1}})",
                          R"({"calendar":[]})",
                          R"({"groups":{}})"})
    EXPECT_FALSE(decode_policy(begin + bad + "}")) << bad;
}

// Whatever the stored text is: an answer, and what was taken is what is written.
TEST(StoredTicketPolicy, IsNeverOverrunByDamage) {
  const std::string good = encode_policy(ticket_policy());
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const char byte : {'9', '0', 'd', '"', '}'}) {
      std::string bad = good;
      bad[at] = byte;
      const auto decoded = decode_policy(bad);
      if (!decoded) continue;
      EXPECT_EQ(decode_policy(encode_policy(*decoded)).value(), *decoded) << bad;
    }
  }
}

TEST(StoredTerm, IsReadBackAsItWasWritten) {
  for (int unit = 0; unit <= static_cast<int>(TermUnit::months); ++unit) {
    for (const int count : {0, 1, 9, 10, 1200}) {
      const Term term{static_cast<TermUnit>(unit), count};
      Term read;
      EXPECT_TRUE(json::read_stored(json::stored_text(term), read)) << json::stored_text(term);
      EXPECT_EQ(read, term);
    }
  }
}

TEST(StoredTerm, HasOneTextAValue) {
  Term term;
  for (const char* bad : {"",        "7",      "bd",        "07bd",        "00d",
                          "-1d",     "+1d",    " 7d",       "7 d",         "7d ",
                          "7D",      "7h",     "1.5d",      "7bdd",        "36501d",
                          "36501bd", "1201mo", "52560001m", "2147483648m", "99999999999999999999d"})
    EXPECT_FALSE(json::read_stored(bad, term)) << bad;
  for (const char* longest : {"36500d", "36500bd", "1200mo", "52560000m", "52560000bm"}) {
    ASSERT_TRUE(json::read_stored(longest, term)) << longest;
    EXPECT_EQ(json::stored_text(term), longest);
  }
}

TEST(StoredWarning, IsAShareOrOpenTime) {
  TermWarning warning;
  for (const char* good : {"1%", "75%", "99%", "0bm", "30bm"}) {
    ASSERT_TRUE(json::read_stored(good, warning)) << good;
    EXPECT_EQ(json::stored_text(warning), good);
  }
  for (const char* bad : {"", "%", "0%", "100%", "075%", "-1%", "75", "30m", "1d", "-1bm", "30 bm"})
    EXPECT_FALSE(json::read_stored(bad, warning)) << bad;
}

}  // namespace

}  // namespace followup
