// A tenant's file key by key: what is taken, what is refused, and with which words.
#include "core/codec/config.h"
#include "tests/codec/config_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

using std::chrono::January;
using test::ConfigFolder;
using test::good_tenant;
using testing::ElementsAre;
using testing::HasSubstr;

// 24 bytes, from the test vectors of Standard Webhooks.
constexpr const char* secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// What follows the good file (it ends with line 7) and the whole of what loading says about it.
struct Case {
  std::string text;
  std::string faults;
};

void expect_faults(const std::vector<Case>& cases) {
  const ConfigFolder folder;
  for (const auto& [text, faults] : cases) {
    folder.write_tenant(good_tenant + text);
    EXPECT_EQ(folder.faults(), faults) << text;
  }
}

/// The same with one line of the good file replaced.
void expect_faults_with(const std::string& key, const std::vector<Case>& cases) {
  const ConfigFolder folder;
  for (const auto& [value, faults] : cases) {
    std::string text(good_tenant);
    const auto start = text.find("\n" + key + " = ") + 1;
    text.replace(start, text.find('\n', start) - start, key + " = " + value);
    folder.write_tenant(text);
    EXPECT_EQ(folder.faults(), faults) << value;
  }
}

Tenant tenant_of(const std::string& text) {
  const ConfigFolder folder;
  folder.write_tenant(good_tenant + text);
  const auto loaded = folder.load();
  EXPECT_EQ(describe(loaded.faults), "") << text;
  const Tenant* tenant = loaded.config.tenants.find("assist");
  return tenant == nullptr ? Tenant{} : *tenant;
}

/// A good endpoint's text with `url` and `more` lines; its name is in line 9.
std::string endpoint(const std::string& url, const std::string& more = "") {
  return "[[endpoint]]\nname = \"crm\"\nurl = \"" + url + "\"\nsecrets = [\"" + secret +
         "\"]\ntypes = [\"*\"]\n" + more;
}

TEST(ConfigTenant, EveryKeyReachesItsPlace) {
  const ConfigFolder folder;
  std::filesystem::create_directory(folder.path() / "own");
  folder.write_tenant(
      std::string(good_tenant) +
      "language = \"it\"\ncontent = \"neutral\"\ntemplates = \"own\"\n"
      "[calendar]\nsend_time = \"08:30\"\nholidays = [\"2026-01-06\", 2026-01-01]\n"
      "[retention]\ndays = 30\n"
      "[referral]\ndefault_days = 30\nsupervisor_days = 10\nweekend_shift = "
      "\"next\"\nmin_gap_business_days = 2\n"
      "copy_worker_on_escalation = true\ncopy_absent_person = true\nclosed_notice = "
      "true\nnotify_own_actions = true\n" +
      endpoint("https://crm.example/hooks", "allow = [\"10.0.0.0/8:443\"]\nmax_in_flight = 2\n") +
      "[people.anna]\nname = \"Anna\"\nemail = \"anna@assist.example\"\nlanguage = \"de\"\nzone = "
      "\"Europe/Berlin\"\n"
      "supervisor = \"sara\"\nsensitivity = 3\nactive = false\n[people.\"s.a\"]\n");
  const auto loaded = folder.load();
  ASSERT_EQ(describe(loaded.faults), "");
  const Tenant& tenant = *loaded.config.tenants.find("assist");
  EXPECT_THAT(tenant.sources, ElementsAre("urn:crm:assist"));
  EXPECT_EQ(tenant.contacts.default_language, "it");
  EXPECT_EQ(tenant.contacts.fallback_email, "desk@assist.example");
  EXPECT_EQ(tenant.contacts.administrator_email, "admin@assist.example");
  EXPECT_EQ(tenant.mail_from, "Follow-up <follow-up@assist.example>");
  EXPECT_EQ(tenant.case_url, "https://crm.assist.example/{kind}/{id}");
  EXPECT_EQ(tenant.content, ContentLevel::neutral);
  EXPECT_EQ(tenant.templates, (folder.path() / "own").string());
  Policy policy;
  policy.zone = *Zone::load("Europe/Rome");
  policy.send_time = std::chrono::minutes{510};
  policy.calendar = BusinessCalendar({Date{std::chrono::year{2026}, January, std::chrono::day{1}},
                                      Date{std::chrono::year{2026}, January, std::chrono::day{6}}});
  policy.referral = {30, 10, Shift::next, 2, true, true, true, true};
  policy.retention_days = 30;
  EXPECT_EQ(tenant.policy, policy);
  EXPECT_THAT(tenant.endpoints,
              ElementsAre(Endpoint{
                  "crm", "https://crm.example/hooks", {secret}, {"*"}, {"10.0.0.0/8:443"}, 2}));
  Person anna;
  anna.id = "anna";
  anna.known = true;
  anna.name = "Anna";
  anna.email = "anna@assist.example";
  anna.language = "de";
  anna.zone = "Europe/Berlin";
  anna.supervisor = "sara";
  anna.sensitivity = 3;
  anna.active = false;
  EXPECT_EQ(tenant.people.at("anna"), anna);
  EXPECT_EQ(tenant.people.at("s.a").id, "s.a");
  EXPECT_TRUE(tenant.people.at("s.a").active);
}

TEST(ConfigTenant, WhatIsNotWrittenHasItsDefault) {
  const Tenant tenant = tenant_of("");
  Policy policy;
  policy.zone = *Zone::load("Europe/Rome");
  EXPECT_EQ(tenant.policy, policy);
  EXPECT_EQ(tenant.contacts.default_language, "en");
  EXPECT_EQ(tenant.content, ContentLevel::full);
  EXPECT_EQ(tenant.templates, "");
}

TEST(ConfigTenant, AnEmptyFileLacksWhatIsRequired) {
  const ConfigFolder folder;
  folder.write_tenant("");
  const auto text = folder.faults();
  for (const char* key : {"sources", "zone", "mail_from", "case_url"}) {
    EXPECT_THAT(text, HasSubstr(std::string("tenants/assist.toml: tenant.") + key +
                                ": is missing; it is required\n"));
  }
}

TEST(ConfigTenant, SourcesAreANonEmptyListOfTexts) {
  const std::string at = "tenants/assist.toml:2: tenant.sources: ";
  expect_faults_with(
      "sources",
      {{"[]", at + "must not be an empty list\n"},
       {"\"urn:crm:assist\"", at + "must be a list, as in [\"…\"], not a text\n"},
       {"[\"\"]", at + "each item must not be empty\n"},
       {"[\"a\\nb\"]", at + "each item must not contain control characters\n"},
       {"[\"" + std::string(256, 's') + "\"]", at + "each item must be at most 255 bytes long\n"}});
}

TEST(ConfigTenant, AnUnknownZoneNamesTheNearestOne) {
  const auto no_zone = [](const std::string& name, const std::string& hint) {
    return "tenants/assist.toml:3: tenant.zone: there is no time zone \"" + name + "\": " + hint +
           "\n";
  };
  expect_faults_with(
      "zone",
      {{"\"America/Sao_Paulo\"", ""},
       {"\"UTC\"", ""},
       {"\"Europe/Roma\"", no_zone("Europe/Roma", "did you mean \"Europe/Rome\"?")},
       {"\"posix/Europe/Rome\"", no_zone("posix/Europe/Rome", "did you mean \"Europe/Rome\"?")},
       {"\"Europe/Milan\"", no_zone("Europe/Milan", "zones have names as in \"Europe/Rome\"")},
       {"\"localtime\"", no_zone("localtime", "zones have names as in \"Europe/Rome\"")},
       {"\"berlin\"", no_zone("berlin", "did you mean \"Europe/Berlin\"?")},
       {"\"../../secret\"", no_zone("../../secret", "zones have names as in \"Europe/Rome\"")},
       {"\"qqqqqqqq\"", no_zone("qqqqqqqq", "zones have names as in \"Europe/Rome\"")}});
}

TEST(ConfigTenant, AddressesOfPeopleAreCheckedAndNeverQuoted) {
  const std::string sender =
      "tenants/assist.toml:4: tenant.mail_from: must be an email address or a name with one, as in "
      "Follow-up "
      "<follow-up@example.org>, without quotation marks\n";
  const std::string bare =
      "tenants/assist.toml:4: tenant.mail_from: must be one email address, as in name@example.org "
      "(a domain with other "
      "letters in its xn-- form)\n";
  expect_faults_with("mail_from", {{"\"a@b.example\"", ""},
                                   {"\"José Müller <a@b.example>\"", ""},
                                   {"\"<a@b.example>\"", ""},
                                   {"\"A <a@b>> \"", sender},
                                   {"\"A <a@b.example\"", sender},
                                   {"\"A <a@b.example>, B <b@b.example>\"", sender},
                                   {"\"\\\"A\\\" <a@b.example>\"", sender},
                                   {"\"a@@b.example\"", bare},
                                   {"\"a b@b.example\"", bare},
                                   {"\"a@b_c.example\"", bare},
                                   {"\"a@127.0.0.1\"", bare},
                                   {"\".a@b.example\"", bare},
                                   {"\"a@b.example,c@d.example\"", bare},
                                   {"\"a@münchen.example\"", bare}});
  expect_faults_with(
      "fallback_email",
      {{"\"nobody\"",
        "tenants/assist.toml:6: tenant.fallback_email: must be one email address, as in "
        "name@example.org (a domain with other letters in its xn-- form)\n"}});
}

TEST(ConfigTenant, TheCaseUrlLinksToTheCase) {
  const std::string at = "tenants/assist.toml:5: tenant.case_url: ";
  expect_faults_with(
      "case_url",
      {{"\"https://crm.example/#/cases/{id}?k={kind}\"", ""},
       {"\"http://crm.intern:8080/{id}\"", ""},
       {"\"https://crm.example/\"",
        at + "must contain {id}, which becomes the case's id (and may contain {kind})\n"},
       {"\"https://crm.example/{id}/{tenant}\"",
        at + "has a placeholder that is neither {id} nor {kind}\n"},
       {"\"javascript:{id}\"",
        at + "must be an https or http URL, as in https://crm.example.org/{kind}/{id}\n"},
       {"\"https://crm example/{id}\"",
        at + "must be an https or http URL, as in https://crm.example.org/{kind}/{id}\n"}});
}

TEST(ConfigTenant, WordsAreOnesOfAClosedSet) {
  expect_faults(
      {{"language = \"fr\"\n",
        "tenants/assist.toml:8: tenant.language: must be one of it, de, pt, en\n"},
       {"language = \"\"\n", "tenants/assist.toml:8: tenant.language: must not be empty\n"},
       {"content = \"most\"\n",
        "tenants/assist.toml:8: tenant.content: must be one of \"full\", \"neutral\"\n"},
       {"content = 1\n",
        "tenants/assist.toml:8: tenant.content: must be one of \"full\", \"neutral\", not a whole "
        "number\n"},
       {"[referral]\nweekend_shift = \"before\"\n",
        "tenants/assist.toml:9: referral.weekend_shift: must be one of \"none\", \"next\", "
        "\"previous\"\n"}});
}

TEST(ConfigTenant, AFolderOfTemplatesMustBeThere) {
  const ConfigFolder folder;
  folder.write_tenant(std::string(good_tenant) + "templates = \"own\"\n");
  EXPECT_EQ(folder.faults(), "tenants/assist.toml:8: tenant.templates: is not a folder: " +
                                 (folder.path() / "own").string() + "\n");
}

TEST(ConfigTenant, TimesAndDatesExist) {
  const std::string time =
      "tenants/assist.toml:9: calendar.send_time: must be a time of day from \"00:00\" to "
      "\"23:59\"";
  const std::string date =
      "tenants/assist.toml:9: calendar.holidays: each item must be a date that exists, as in "
      "\"2026-12-25\"";
  expect_faults(
      {{"[calendar]\nsend_time = \"00:00\"\n", ""},
       {"[calendar]\nsend_time = 23:59:00\n", ""},
       {"[calendar]\nsend_time = \"24:00\"\n", time + "\n"},
       {"[calendar]\nsend_time = \"9:00\"\n", time + "\n"},
       {"[calendar]\nsend_time = \"nine\"\n", time + "\n"},
       {"[calendar]\nsend_time = 9\n", time + ", not a whole number\n"},
       {"[calendar]\nholidays = [2026-12-25, \"2028-02-29\"]\n", ""},
       {"[calendar]\nholidays = [\"2026-02-29\"]\n", date + "\n"},
       {"[calendar]\nholidays = [\"25.12.2026\"]\n", date + "\n"},
       {"[calendar]\nholidays = [2026-12-25T00:00:00Z]\n", date + ", not a date with a time\n"},
       {"[calendar]\nholidays = [20261225]\n", date + ", not a whole number\n"}});
}

TEST(ConfigTenant, DaysHaveRangesAndZeroIsADay) {
  const std::string at = "tenants/assist.toml:9: ";
  expect_faults({{"[referral]\ndefault_days = 0\n", ""},
                 {"[referral]\ndefault_days = -1\n",
                  at + "referral.default_days: must be a whole number from 0 to 3650, not -1\n"},
                 {"[referral]\nsupervisor_days = -1\n",
                  at + "referral.supervisor_days: must be a whole number from 0 to 3650, not -1\n"},
                 {"[referral]\nsupervisor_days = 10\nmin_gap_business_days = 61\n",
                  "tenants/assist.toml:10: referral.min_gap_business_days: must be a whole number "
                  "from 0 to 60, not 61\n"},
                 {"[retention]\ndays = 0\n",
                  at + "retention.days: must be a whole number from 1 to 36500, not 0\n"}});
}

TEST(ConfigTenant, KeysOfTheEscalationWithoutOneAreWarnings) {
  expect_faults(
      {{"[referral]\nmin_gap_business_days = 2\ncopy_worker_on_escalation = true\n",
        "tenants/assist.toml:9: warning: referral.min_gap_business_days: has no effect while "
        "supervisor_days "
        "is not set\n"
        "tenants/assist.toml:10: warning: referral.copy_worker_on_escalation: has no effect while "
        "supervisor_days is not set\n"}});
}

TEST(ConfigTenant, PeopleAreCheckedOneByOne) {
  const std::string at = "tenants/assist.toml:9: people.anna.";
  expect_faults(
      {{"[people]\n", ""},
       {"[people.anna]\nemail = \"anna\"\n",
        at + "email: must be one email address, as in name@example.org (a domain with other "
             "letters in its "
             "xn-- form)\n"},
       {"[people.anna]\nlanguage = \"fr\"\n", at + "language: must be one of it, de, pt, en\n"},
       {"[people.anna]\nzone = \"Europe/Vena\"\n",
        at + "zone: there is no time zone \"Europe/Vena\": did you mean \"Europe/Vienna\"?\n"},
       {"[people.anna]\nsensitivity = 1001\n",
        at + "sensitivity: must be a whole number from 0 to 1000, not 1001\n"},
       {"[people.anna]\nsupervisor = \"anna\"\n", at + "supervisor: must be somebody else\n"},
       {"[people.anna]\nmail = \"anna@assist.example\"\n",
        at + "mail: there is no key \"mail\": did you mean \"email\"?\n"},
       {"[people]\nanna = \"anna@assist.example\"\n",
        "tenants/assist.toml:9: people.anna: is a section, written [people.<id>]\n"},
       {"[people.\"\"]\n",
        "tenants/assist.toml:8: people.: must be an id of 1 to 256 bytes without control "
        "characters\n"},
       {"[[people]]\nname = \"Anna\"\n",
        "tenants/assist.toml:8: people: is made of sections, written [people.<id>]\n"}});
}

}  // namespace
}  // namespace followup
