// Terms and warnings as people write them.
#include "core/codec/config_terms.h"

#include <gtest/gtest.h>

namespace followup {
namespace {

using namespace std::chrono_literals;

std::string fault_of(const std::string& text) {
  const auto parsed = parse_term(text);
  return parsed ? "taken as " + format_term(*parsed) : parsed.error().what;
}

std::string warning_fault_of(const std::string& text) {
  const auto parsed = parse_warning(text);
  return parsed ? "taken as " + format_warning(*parsed) : parsed.error().what;
}

struct Spelling {
  const char* text;
  Term term;
  const char* written;  ///< as it is written back
};

TEST(Terms, AreReadInEveryForm) {
  const std::vector<Spelling> spellings{
      {"24h", {TermUnit::minutes, 1440}, "24h"},
      {"24 hours", {TermUnit::minutes, 1440}, "24h"},
      {"1 hour", {TermUnit::minutes, 60}, "1h"},
      {"90m", {TermUnit::minutes, 90}, "90m"},
      {"90 minutes", {TermUnit::minutes, 90}, "90m"},
      {"1 minute", {TermUnit::minutes, 1}, "1m"},
      {"15 days", {TermUnit::days, 15}, "15 days"},
      {"1 day", {TermUnit::days, 1}, "1 day"},
      {"0 days", {TermUnit::days, 0}, "0 days"},
      {"7 business days", {TermUnit::business_days, 7}, "7 business days"},
      {"1 business day", {TermUnit::business_days, 1}, "1 business day"},
      {"8 business hours", {TermUnit::business_minutes, 480}, "8 business hours"},
      {"1 business hour", {TermUnit::business_minutes, 60}, "1 business hour"},
      {"45 business minutes", {TermUnit::business_minutes, 45}, "45 business minutes"},
      {"1 business minute", {TermUnit::business_minutes, 1}, "1 business minute"},
      {"1 month", {TermUnit::months, 1}, "1 month"},
      {"3 months", {TermUnit::months, 3}, "3 months"},
      {"3650 days", {TermUnit::days, 3650}, "3650 days"}};
  for (const auto& [text, term, written] : spellings) {
    const auto parsed = parse_term(text);
    ASSERT_TRUE(parsed) << text << ": " << parsed.error().what;
    EXPECT_EQ(*parsed, term) << text;
    EXPECT_EQ(format_term(term), written);
    EXPECT_EQ(*parse_term(written), term) << written;
  }
}

TEST(Terms, AnotherFormIsToldTheNearestOne) {
  const std::string forms =
      "must be a term, as in \"24h\", \"90m\", \"15 days\", \"7 business days\", \"8 business "
      "hours\" or \"1 month\"";
  EXPECT_EQ(fault_of("15d"), forms + ": did you mean \"15 days\"?");
  EXPECT_EQ(fault_of("7bd"), forms + ": did you mean \"7 business days\"?");
  EXPECT_EQ(fault_of("7 busines days"), forms + ": did you mean \"7 business days\"?");
  EXPECT_EQ(fault_of("2 mnths"), forms + ": did you mean \"2 months\"?");
  EXPECT_EQ(fault_of("15"), forms);
  EXPECT_EQ(fault_of(""), forms);
  EXPECT_EQ(fault_of("days"), forms);
  EXPECT_EQ(fault_of("-1 days"), forms);
  EXPECT_EQ(fault_of("1.5 days"), forms);
  EXPECT_EQ(fault_of("5 fortnights"), forms);
  EXPECT_EQ(fault_of("99999999999 days"), forms);
}

TEST(Terms, AreNotLongerThanTenYears) {
  EXPECT_EQ(fault_of("3651 days"), "must be a term from \"0 days\" to \"3650 days\"");
  EXPECT_EQ(fault_of("121 months"), "must be a term from \"1 months\" to \"120 months\"");
  EXPECT_EQ(fault_of("0h"), "must be a term from \"1h\" to \"87600h\"");
  EXPECT_FALSE(parse_term("0 business days", 1));
  EXPECT_TRUE(parse_term("0 business days"));
}

// S-T02
TEST(Warnings, AreAShareOfTheTimeOrOpenTimeBeforeItsEnd) {
  EXPECT_EQ(*parse_warning("75%"), TermWarning(ShareGone{75}));
  EXPECT_EQ(*parse_warning("30m"), TermWarning(OpenTimeLeft{30min}));
  EXPECT_EQ(*parse_warning("2 hours"), TermWarning(OpenTimeLeft{2h}));
  for (const char* text : {"1%", "99%", "30m", "2h"})
    EXPECT_EQ(format_warning(*parse_warning(text)), text);
}

TEST(Warnings, AnotherFormIsToldTheNearestOne) {
  const std::string forms =
      "must be a share of the time, as in \"75%\", or open time before its end, as in \"30m\" or "
      "\"2h\"";
  EXPECT_EQ(warning_fault_of("0%"), "must be a share from \"1%\" to \"99%\"");
  EXPECT_EQ(warning_fault_of("100%"), "must be a share from \"1%\" to \"99%\"");
  EXPECT_EQ(warning_fault_of("0m"), "must be open time from \"1m\" to \"8760h\"");
  EXPECT_EQ(warning_fault_of("30 minuts"), forms + ": did you mean \"30 minutes\"?");
  EXPECT_EQ(warning_fault_of("2 days"), forms);
  EXPECT_EQ(warning_fault_of("75"), forms);
  EXPECT_EQ(warning_fault_of("half"), forms);
}

}  // namespace
}  // namespace followup
