// The sections of meetings, programmes and communications: where every key goes, and the templates
// that a tenant names.
#include "tests/codec/config_cases.h"

#include <gmock/gmock.h>

namespace followup {
namespace {

using namespace std::chrono_literals;
using test::expect_faults;
using test::good_tenant_with;

const std::string at = "tenants/assist.toml:";

TEST(ConfigMeetings, EveryKeyReachesItsPlace) {
  const test::ConfigFolder folder;
  for (const std::string language : {"it", "de", "pt", "en"}) {
    folder.write("mails/message-missing_documents." + language + ".txt", "[subject]\nx\n");
    folder.write("mails/message-invoice-2." + language + ".txt", "[subject]\nx\n");
  }
  folder.write_tenant(std::string(test::good_tenant) +
                      "templates = \"mails\"\n"
                      "[meetings]\nreminder = \"24h\"\naction_reminders = [-7, 0, 3]\n"
                      "minutes = \"text\"\n"
                      "[programmes]\ndays_before = 10\n"
                      "[communications]\ntemplates = [\"missing_documents\", \"invoice-2\"]\n");
  const auto loaded = folder.load();
  EXPECT_EQ(describe(loaded.faults), "");
  const Tenant* const tenant = loaded.config.tenants.find("assist");
  ASSERT_NE(tenant, nullptr);
  EXPECT_EQ(tenant->policy.meeting, (MeetingPolicy{24h, {-7, 0, 3}, false}));
  EXPECT_EQ(tenant->policy.application,
            (ApplicationPolicy{10, {"missing_documents", "invoice-2"}}));
}

TEST(ConfigMeetings, NothingWrittenIsTheDefault) {
  const Tenant tenant = good_tenant_with("");
  EXPECT_EQ(tenant.policy.meeting, MeetingPolicy{});
  EXPECT_EQ(tenant.policy.application, ApplicationPolicy{});
  const Tenant sections = good_tenant_with(
      "[meetings]\naction_reminders = [0]\nminutes = \"pdf\"\n"
      "[programmes]\ndays_before = 5\n[communications]\ntemplates = []\n");
  EXPECT_EQ(sections.policy.meeting, MeetingPolicy{});
  EXPECT_EQ(sections.policy.application, ApplicationPolicy{});
  EXPECT_TRUE(good_tenant_with("[meetings]\naction_reminders = []\n")
                  .policy.meeting.action_reminders.empty());
}

TEST(ConfigMeetings, WrongValuesAreNamedWithTheirPlace) {
  expect_faults(
      {{"[meetings]\nreminder = \"0m\"\naction_remnders = [0]\nminutes = \"PDF\"\n",
        at + "9: meetings.reminder: must be whole minutes, at least 1m, at most 30d\n" + at +
            "10: meetings.action_remnders: there is no key \"action_remnders\": did you mean "
            "\"action_reminders\"?\n" +
            at + "11: meetings.minutes: must be one of \"pdf\", \"text\"\n"},
       {"[meetings]\nreminder = 24\n",
        at + "9: meetings.reminder: must be a duration, as in \"500ms\", \"5s\", \"5m\", \"2h\" or "
             "\"1d\", not a whole number\n"},
       {"[programmes]\ndays_before = 366\n",
        at + "9: programmes.days_before: must be a whole number from 0 to 365, not 366\n"},
       {"[programmes]\ndays_before = 365\n", ""},
       {"[communications]\ntemplates = \"a\"\n",
        at + "9: communications.templates: must be a list, as in [\"…\"], not a text\n"},
       {"[communications]\ntemplates = [\"Missing Documents\"]\n",
        at + "9: communications.templates: each item must be a name of small letters, digits, '_' "
             "and '-', at most 63 characters long\n"},
       {"[communications]\ntemplates = [\"../etc\"]\n",
        at + "9: communications.templates: each item must be a name of small letters, digits, '_' "
             "and '-', at most 63 characters long\n"},
       {"[meeting]\nreminder = \"1h\"\n",
        at + "8: meeting: there is no section \"meeting\": did you mean \"meetings\"?\n"}});
}

TEST(ConfigMeetings, RemindersOfActionsRise) {
  const std::string key = "meetings.action_reminders: ";
  const auto with = [](const std::string& days) {
    return "[meetings]\naction_reminders = [" + days + "]\n";
  };
  expect_faults(
      {{with("-60, 60"), ""},
       {with("-61, 0"), at + "9: " + key +
                            "each item must be a whole number from -60 to 60, not "
                            "-61\n"},
       {with("0, 61"), at + "9: " + key +
                           "each item must be a whole number from -60 to 60, not "
                           "61\n"},
       {with("0, -3, 7"), at + "9: " + key + "must rise: write [-3, 0, 7]\n"},
       {with("-3, 0, 0"), at + "9: " + key + "has 0 twice\n"},
       {with("0, -3, 0"), at + "9: " + key + "has 0 twice\n"},
       {with("-4, -3, -2, -1, 0"), ""},
       {with("-5, -4, -3, -2, -1, 0"), at + "9: " + key + "has 6 days: at most 5 are possible\n"},
       {with("\"0\""), at + "9: " + key +
                           "each item must be a whole number from -60 to 60, not a "
                           "text\n"}});
}

/// A tenant whose folder of templates is there, with what follows.
class NamedTemplates : public testing::Test {
 protected:
  void expect(const std::string& names, const std::string& faults) {
    folder_.write_tenant(std::string(test::good_tenant) +
                         "templates = \"mails\"\n"  // line 8
                         "[communications]\ntemplates = [" +
                         names + "]\n");
    EXPECT_EQ(folder_.faults(), faults) << names;
  }

  void add(const std::string& name, const std::vector<std::string>& languages) {
    for (const auto& language : languages)
      folder_.write("mails/message-" + name + "." + language + ".txt", "[subject]\nx\n");
  }

  [[nodiscard]] std::string mails() const { return (folder_.path() / "mails").string(); }

  const test::ConfigFolder folder_;
  const std::string key_ = at + "10: communications.templates: ";
};

TEST_F(NamedTemplates, HaveFiles) {
  add("missing_documents", {"it", "de", "pt", "en"});
  expect("\"missing_documents\"", "");
  expect("\"missing_document\"", key_ + "there is no template \"missing_document\" in " + mails() +
                                     ": did you mean \"missing_documents\"?\n");
  expect("\"invoice\"",
         key_ + "there is no template \"invoice\" in " + mails() +
             ": put it there as message-invoice.it.txt and in the other languages\n");
}

TEST_F(NamedTemplates, AreWantedInEveryLanguage) {
  add("a", {"it"});
  add("b", {"it", "pt", "en"});
  const std::string warning = at + "10: warning: communications.templates: ";
  expect("\"a\", \"b\"",
         warning + "\"a\" is not there in de, pt, en: there is no message-a.de.txt in " + mails() +
             "\n" + warning + "\"b\" is not there in de: there is no message-b.de.txt in " +
             mails() + "\n");
  EXPECT_TRUE(folder_.load().usable());
}

TEST(ConfigMeetings, TemplatesNeedAFolder) {
  expect_faults({{"[communications]\ntemplates = [\"a\"]\n",
                  at + "9: communications.templates: needs tenant.templates: the folder with the "
                       "files of these templates\n"}});
}

TEST(ConfigMeetings, WebhooksOfTheseKindsCanBeWanted) {
  const Tenant tenant = good_tenant_with(
      "[[endpoint]]\nname = \"crm\"\nurl = \"https://crm.example/hooks\"\n"
      "secrets = [\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"]\n"
      "types = [\"meeting.invited\", \"minutes.issued\", \"action.overdue\", "
      "\"programme.meeting_missing\", \"communication.sent\", \"communication.answer_missing\", "
      "\"application.told\"]\n");
  for (const char* type :
       {"meeting.invited", "minutes.issued", "action.overdue", "programme.meeting_missing",
        "communication.sent", "communication.answer_missing", "application.told"})
    EXPECT_EQ(tenant.endpoints_for(type), std::vector<std::string>{"crm"}) << type;
}

// The application and the communication are one id, as a project and its contact are.
TEST(ConfigMeetings, LinksLeadToTheCases) {
  const Tenant tenant = good_tenant_with("");
  const std::string crm = "https://crm.assist.example/";
  EXPECT_EQ(tenant.case_link({"assist", Kind::meeting, "M-1"}), crm + "meeting/M-1");
  EXPECT_EQ(tenant.case_link({"assist", Kind::application, "APP/7"}), crm + "application/APP%2F7");
  EXPECT_EQ(tenant.case_link({"assist", Kind::communication, "APP-7/L1"}),
            crm + "communication/APP-7%2FL1");
}

}  // namespace
}  // namespace followup
