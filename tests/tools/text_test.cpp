// What followupctl's output is made of: safe lines, JSON, times, the names of cases.
#include "tools/ctl/case_name.h"
#include "tools/ctl/json_text.h"
#include "tools/ctl/terminal.h"
#include "tools/ctl/when.h"

#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace followup::ctl {
namespace {

TimePoint instant(std::string_view text) {
  return parse_instant(text).value();
}

Zone rome() {
  return Zone::load("Europe/Rome").value();
}

TEST(Terminal, ShowsNoControlCharacterOfWhatCameFromOutside) {
  EXPECT_EQ(printable("a\x1b[2Jb\r\nc"), "a?[2Jb??c");
  EXPECT_EQ(printable("\xC2\x9B"
                      "31m"),
            "?31m")
      << "C1";
  EXPECT_EQ(printable("x\xE2\x80\xAEy\xE2\x81\xA6z\xE2\x80\xA8"), "x?y?z?") << "text direction";
}

TEST(Terminal, KeepsTheLinesOfATextThatHasSeveral) {
  EXPECT_EQ(printable_lines("{\n\t\"a\": \x1b\r\n}"), "{\n\t\"a\": ??\n}\n");
  EXPECT_EQ(printable_lines("a\n"), "a\n");
}

TEST(Terminal, LeavesLettersOfOtherLanguagesAlone) {
  EXPECT_EQ(printable("São João, Müller, perché – „ok“"), "São João, Müller, perché – „ok“");
}

TEST(Terminal, AlignsColumnsByCharactersNotBytes) {
  std::ostringstream out;
  Terminal(out, out, false).table({{"Müller", "1"}, {"Anna", "2"}});
  EXPECT_EQ(out.str(), "Müller  1\nAnna    2\n");
}

TEST(Terminal, GivesProgramsJsonOnlyAndPeopleTextOnly) {
  std::ostringstream out;
  Terminal people(out, out, false);
  people.line("text");
  people.line(JsonObject().add("a", 1));
  EXPECT_EQ(out.str(), "text\n");
  out.str("");
  Terminal program(out, out, true);
  program.line("text");
  program.table({{"text"}});
  program.line(JsonObject().add("a", 1));
  EXPECT_EQ(out.str(), "{\"a\":1}\n");
}

TEST(JsonText, HoldsEveryKindOfMemberInTheOrderOfAdding) {
  const std::string text = JsonObject()
                               .add("z", "quote \" and \n")
                               .add("a", true)
                               .add("n", -3)
                               .add("list", std::vector<std::string>{"x", "y"})
                               .add("inner", JsonObject().add("b", false))
                               .add("all", std::vector<JsonObject>{JsonObject(), JsonObject()})
                               .add_null("none")
                               .text();
  EXPECT_EQ(text, R"({"z":"quote \" and \n","a":true,"n":-3,"list":["x","y"],"inner":{"b":false},)"
                  R"("all":[{},{}],"none":null})");
}

TEST(JsonText, StaysJsonWhateverTheBytes) {
  const auto parsed = nlohmann::json::parse(JsonObject().add("a", "\xFF\xC3").text());
  EXPECT_EQ(parsed["a"], "\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(When, NamesTheZoneThatCounts) {
  EXPECT_EQ(both_texts(instant("2011-01-31T08:00:00Z"), rome()),
            "2011-01-31 09:00 CET (2011-01-31T08:00:00Z)");
  EXPECT_EQ(local_text(instant("2011-07-31T08:00:05Z"), rome()), "2011-07-31 10:00:05 CEST");
}

TEST(When, TakesAWholeDayInTheTenantsZone) {
  const auto day = Moment::parse("2011-01-31").value();
  EXPECT_EQ(format_instant(day.begin(rome())), "2011-01-30T23:00:00Z");
  EXPECT_EQ(format_instant(day.end(rome())), "2011-01-31T22:59:59.999Z");
  const auto moment = Moment::parse("2011-01-31T09:00:00+01:00").value();
  EXPECT_EQ(moment.begin(rome()), instant("2011-01-31T08:00:00Z"));
  EXPECT_EQ(moment.end(rome()), instant("2011-01-31T08:00:00Z"));
}

TEST(When, SaysHowToWriteATime) {
  for (const std::string wrong : {"", "tomorrow", "2011-02-29", "2011-01-31T09:00", "31.01.2011"}) {
    const auto parsed = Moment::parse(wrong);
    ASSERT_FALSE(parsed) << wrong;
    EXPECT_NE(parsed.error().what.find("write 2011-01-31 or 2011-01-31T09:00:00Z"),
              std::string::npos);
  }
}

TEST(When, SaysDurationsInTheirTwoLargestUnits) {
  using std::chrono::seconds;
  EXPECT_EQ(duration_text(Millis{900}), "0 s");
  EXPECT_EQ(duration_text(seconds{45}), "45 s");
  EXPECT_EQ(duration_text(seconds{12 * 60}), "12 min");
  EXPECT_EQ(duration_text(seconds{3 * 3600 + 5 * 60 + 7}), "3 h 5 min");
  EXPECT_EQ(duration_text(seconds{2 * 86400 + 4 * 3600 + 60}), "2 days 4 h");
  EXPECT_EQ(duration_text(seconds{86400 + 60}), "1 day");
}

TenantBook book(const std::vector<std::string>& names) {
  TenantBook tenants;
  for (const auto& name : names)
    tenants.tenants[name].name = name;
  return tenants;
}

TEST(CaseName, IsReadBackAsItIsWritten) {
  const auto tenants = book({"assist", "telde"});
  for (const CaseKey& key :
       {CaseKey{"assist", Kind::referral, "R-1"}, CaseKey{"telde", Kind::person, "a/b c"},
        CaseKey{"assist", Kind::group, "person/x"}, CaseKey{"assist", Kind::appointment, "APP-1"},
        CaseKey{"telde", Kind::contact, "spring/K7"}, CaseKey{"telde", Kind::project, "spring"},
        CaseKey{"telde", Kind::notices, "configuration"}}) {
    const auto parsed = parse_case_name(case_name(key), tenants);
    ASSERT_TRUE(parsed) << parsed.error().what;
    EXPECT_EQ(*parsed, key);
  }
}

TEST(CaseName, NeedsNeitherTenantNorKindWhereTheyAreClear) {
  const auto tenants = book({"assist"});
  EXPECT_EQ(*parse_case_name("R-1", tenants), (CaseKey{"assist", Kind::referral, "R-1"}));
  EXPECT_EQ(*parse_case_name("person/anna", tenants), (CaseKey{"assist", Kind::person, "anna"}));
  EXPECT_EQ(*parse_case_name("contact/spring/K7", tenants),
            (CaseKey{"assist", Kind::contact, "spring/K7"}));
}

TEST(CaseName, SaysWhatIsMissing) {
  const auto two = book({"assist", "telde"});
  const auto fault = [&](std::string_view text) { return parse_case_name(text, two).error().what; };
  EXPECT_EQ(fault("R-1"),
            "the case's tenant is not clear: say which tenant: there are assist, telde");
  EXPECT_EQ(fault("assist/R-1"),
            "the case has no kind: write TENANT/KIND/ID, as in assist/referral/R-1");
  EXPECT_EQ(fault("assist/referal/R-1"),
            "\"referal\" is neither a tenant nor a kind of case (referral, appointment, contact, "
            "project, ticket, meeting, application, communication, person, group, notices): write "
            "TENANT/KIND/ID, as in assist/referral/R-1");
  EXPECT_EQ(fault("assist/referral/"),
            "the case has no id: write TENANT/KIND/ID, as in assist/referral/R-1");
  EXPECT_EQ(find_tenant("asist", two).error().what,
            "there is no tenant \"asist\": did you mean \"assist\"?");
}

}  // namespace
}  // namespace followup::ctl
