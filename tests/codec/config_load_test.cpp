// Stories about the configuration folder as a whole: which files are read, and that every fault of
// every file is reported.
#include "core/codec/config.h"
#include "tests/codec/config_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

using test::ConfigFolder;
using test::good_infrastructure;
using test::good_tenant;
using testing::HasSubstr;
using testing::IsEmpty;

std::string faults_of(const ConfigFolder& folder) {
  return folder.faults();
}

TEST(ConfigLoad, TwoGoodFilesMakeAUsableConfigurationWithoutFaults) {
  const ConfigFolder folder;
  const auto loaded = folder.load();
  EXPECT_EQ(describe(loaded.faults), "");
  EXPECT_TRUE(loaded.usable());
  EXPECT_EQ(loaded.config.redis.socket, "/run/redis/redis.sock");
  ASSERT_NE(loaded.config.tenants.find("assist"), nullptr);
  EXPECT_EQ(loaded.config.tenants.find("assist")->name, "assist");
  EXPECT_EQ(loaded.config.tenants.find_source("urn:crm:assist"),
            loaded.config.tenants.find("assist"));
}

TEST(ConfigLoad, TenMistakesInTwoFilesAreTenFaultsEachAtItsPlace) {
  const ConfigFolder folder;
  folder.write_infrastructure(
      "late_tolerance = \"soon\"\n"  // 1
      "[redis]\n"
      "socket = \"/run/redis/redis.sock\"\n"
      "[mail]\n"
      "host = \"relay.example.org\"\n"
      "port = 70000\n"         // 2
      "security = \"none\"\n"  // 3
      "[limts]\n"              // 4
      "dead = 5\n");
  folder.write_tenant(
      "[tenant]\n"
      "zone = \"Europe/Roma\"\n"  // 5, and 6: no sources
      "mail_from = \"follow-up@assist.example\"\n"
      "case_url = \"https://crm.assist.example/\"\n"  // 7
      "fallback_email = \"desk@assist.example\"\n"
      "administrator_email = \"admin@assist.example\"\n"
      "[calendar]\n"
      "send_time = \"25:00\"\n"  // 8
      "holidays = [\"2026-12-25\",\n"
      "            \"2026-02-30\"]\n"  // 9
      "[referral]\n"
      "supervisr_days = 10\n");  // 10
  const auto loaded = folder.load();
  EXPECT_FALSE(loaded.usable());
  EXPECT_EQ(describe(loaded.faults),
            "followupd.toml:1: late_tolerance: must be a duration, as in \"500ms\", \"5s\", "
            "\"5m\", \"2h\" or \"1d\"\n"
            "followupd.toml:6: mail.port: must be a whole number from 1 to 65535, not 70000\n"
            "followupd.toml:7: mail.security: must be \"starttls\" or \"tls\" for a relay that is "
            "not on this machine\n"
            "followupd.toml:8: limts: there is no section \"limts\": did you mean \"limits\"?\n"
            "tenants/assist.toml:1: tenant.sources: is missing; it is required\n"
            "tenants/assist.toml:2: tenant.zone: there is no time zone \"Europe/Roma\": did you "
            "mean \"Europe/Rome\"?\n"
            "tenants/assist.toml:4: tenant.case_url: must contain {id}, which becomes the case's "
            "id (and may contain "
            "{kind})\n"
            "tenants/assist.toml:8: calendar.send_time: must be a time of day from \"00:00\" to "
            "\"23:59\"\n"
            "tenants/assist.toml:10: calendar.holidays: each item must be a date that exists, as "
            "in \"2026-12-25\"\n"
            "tenants/assist.toml:12: referral.supervisr_days: there is no key \"supervisr_days\": "
            "did you mean "
            "\"supervisor_days\"?\n");
}

TEST(ConfigLoad, AFolderWithoutTenantsIsAFault) {
  const ConfigFolder folder;
  std::filesystem::remove_all(folder.path() / "tenants");
  EXPECT_EQ(faults_of(folder),
            "tenants: there is no tenant: describe one in tenants/<name>.toml\n");
  EXPECT_FALSE(folder.load().usable());
}

TEST(ConfigLoad, AMissingMainFileIsAFaultAndTheTenantsAreReadAllTheSame) {
  const ConfigFolder folder;
  std::filesystem::remove(folder.path() / "followupd.toml");
  folder.write_tenant(std::string(good_tenant) + "unknown_thing = 1\n");
  EXPECT_EQ(faults_of(folder),
            "followupd.toml: it can not be read: No such file or directory\n"
            "tenants/assist.toml:8: tenant.unknown_thing: there is no key \"unknown_thing\"\n");
}

TEST(ConfigLoad, BrokenTomlIsReportedWithItsLineAndWithoutTheText) {
  const ConfigFolder folder;
  folder.write_infrastructure("[redis]\nsocket = true x\n");
  folder.write_tenant("[tenant]\nfallback_email = anna@assist.example\n");
  const auto text = faults_of(folder);
  EXPECT_THAT(text, HasSubstr("followupd.toml:2: this is not TOML: "));
  EXPECT_THAT(text, HasSubstr("tenants/assist.toml:2: this is not TOML: "));
  EXPECT_THAT(text, testing::Not(HasSubstr("anna")));
}

TEST(ConfigLoad, AKeyWrittenTwiceIsAFault) {
  const ConfigFolder folder;
  folder.write_infrastructure(std::string(good_infrastructure) + "host = \"other\"\n");
  EXPECT_THAT(faults_of(folder), HasSubstr("followupd.toml:5: this is not TOML: "));
}

TEST(ConfigLoad, OtherFilesBesideTheTenantsAreLeftAlone) {
  const ConfigFolder folder;
  folder.write("tenants/assist.toml~", "not toml at all");
  folder.write("tenants/README", "not toml at all");
  EXPECT_EQ(faults_of(folder), "");
}

TEST(ConfigLoad, ATenantsFileNameMustBeAName) {
  const ConfigFolder folder;
  folder.write(
      "tenants/Big Agency.toml",
      "[tenant]\nsources = [\"urn:crm:big\"]\nzone = \"UTC\"\nmail_from = \"a@big.example\"\n"
      "case_url = \"https://big.example/{id}\"\nfallback_email = \"b@big.example\"\n"
      "administrator_email = \"b@big.example\"\n");
  EXPECT_EQ(faults_of(folder),
            "tenants/Big Agency.toml: the file's name is the tenant's name and must be a name of "
            "small letters, digits "
            "and hyphens, at most 63 characters long\n");
}

TEST(ConfigLoad, ASourceThatTwoTenantsClaimIsAFaultOfTheSecond) {
  const ConfigFolder folder;
  folder.write("tenants/beta.toml", std::string(good_tenant));
  EXPECT_EQ(faults_of(folder),
            "tenants/beta.toml:2: tenant.sources: lists \"urn:crm:assist\", which speaks for the "
            "tenant \"assist\"\n");
}

TEST(ConfigLoad, ASourceThatOneTenantListsTwiceIsAFault) {
  const ConfigFolder folder;
  std::string tenant(good_tenant);
  tenant.replace(tenant.find("[\"urn"), 1, "[\"urn:crm:assist\", ");
  folder.write_tenant(tenant);
  EXPECT_EQ(faults_of(folder),
            "tenants/assist.toml:2: tenant.sources: lists \"urn:crm:assist\" twice\n");
}

TEST(ConfigLoad, AFolderOfTenantsCanBeReadAlone) {
  const ConfigFolder folder;
  std::filesystem::remove(folder.path() / "followupd.toml");
  std::filesystem::create_directory(folder.path() / "own");
  folder.write_tenant(std::string(good_tenant) + "templates = \"own\"\n");
  const auto loaded = load_tenants(folder.path() / "tenants");
  EXPECT_EQ(describe(loaded.faults), "");
  ASSERT_NE(loaded.config.tenants.find("assist"), nullptr);
  std::filesystem::remove(folder.path() / "tenants/assist.toml");
  EXPECT_FALSE(load_tenants(folder.path() / "tenants").usable());
}

TEST(ConfigLoad, WarningsLeaveTheConfigurationUsable) {
  const ConfigFolder folder;
  folder.write_tenant(
      "[tenant]\nsources = [\"urn:crm:assist\"]\nzone = \"Europe/Rome\"\nmail_from = "
      "\"a@assist.example\"\n"
      "case_url = \"https://crm.example/{id}\"\n[referral]\nsupervisor_days = 10\n");
  const auto loaded = folder.load();
  EXPECT_TRUE(loaded.usable());
  EXPECT_EQ(describe(loaded.faults),
            "tenants/assist.toml:1: warning: tenant.fallback_email: is not set: an escalation for "
            "which no supervisor "
            "can be found reaches nobody\n"
            "tenants/assist.toml:1: warning: tenant.administrator_email: is not set: nobody is "
            "told when an endpoint "
            "is switched off or an event is put aside\n");
}

TEST(ConfigLoad, NoFaultIsUsableAndOneErrorAmongWarningsIsNot) {
  LoadedConfig loaded;
  EXPECT_TRUE(loaded.usable());
  loaded.faults.push_back({.file = "f", .line = 1, .key = "k", .message = "m", .warning = true});
  EXPECT_TRUE(loaded.usable());
  loaded.faults.push_back({.file = "f", .line = 0, .key = "", .message = "m", .warning = false});
  EXPECT_FALSE(loaded.usable());
  EXPECT_EQ(describe(loaded.faults), "f:1: warning: k: m\nf: m\n");
}

TEST(ConfigLoad, AnythingThatIsNotAConfigurationIsRefusedWithoutHarm) {
  const ConfigFolder folder;
  const std::string nested = "a = " + std::string(100'000, '[');
  for (const std::string& content :
       {std::string("\0\0\0", 3), std::string("\xff\xfe"), nested, std::string("[[["),
        std::string("redis = 1\nmail = []\nlimits = \"x\"\n"), std::string()}) {
    folder.write_infrastructure(content);
    folder.write_tenant(content);
    const auto loaded = folder.load();
    EXPECT_FALSE(loaded.usable()) << content.substr(0, 20);
    EXPECT_THAT(loaded.faults, testing::Not(IsEmpty()));
  }
}

TEST(ConfigLoad, ASectionWrittenAsAValueIsNamedAsOne) {
  const ConfigFolder folder;
  folder.write_infrastructure("limits = 3\n" + std::string(good_infrastructure));
  EXPECT_EQ(faults_of(folder),
            "followupd.toml:1: limits: is a section, written [limits], not a whole number\n");
}

TEST(ConfigLoad, AKeyInTheWrongSectionIsSentToItsOwn) {
  const ConfigFolder folder;
  folder.write_infrastructure(std::string(good_infrastructure) +
                              "worker_metrics = \"127.0.0.1:0\"\ndead_days = 3\n");
  EXPECT_EQ(faults_of(folder),
            "followupd.toml:5: mail.worker_metrics: there is no key \"worker_metrics\" here: it "
            "belongs at the top of "
            "the file, before all sections\n"
            "followupd.toml:6: mail.dead_days: there is no key \"dead_days\" here: it belongs to "
            "the section "
            "[limits]\n");
}

}  // namespace
}  // namespace followup
