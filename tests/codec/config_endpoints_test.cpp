// The webhook endpoints of a tenant's file, and the files that hold their secrets.
#include "core/codec/config.h"
#include "core/codec/config_checks.h"
#include "tests/codec/config_folder.h"

#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

using test::ConfigFolder;
using test::good_tenant;
using testing::ElementsAre;
using testing::HasSubstr;

// 24 bytes, from the test vectors of Standard Webhooks.
constexpr const char* secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr const char* older_secret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

/// The lines of one endpoint; the good tenant's file before them ends with line 7.
struct Written {
  std::string name = "\"crm\"";                               // line 9
  std::string url = "\"https://crm.example/hooks\"";          // line 10
  std::string secrets = std::string("[\"") + secret + "\"]";  // line 11
  std::string types = "[\"*\"]";                              // line 12
  std::string more;                                           // line 13

  [[nodiscard]] std::string text() const {
    return "[[endpoint]]\nname = " + name + "\nurl = " + url + "\nsecrets = " + secrets +
           "\ntypes = " + types + "\n" + more;
  }
};

std::string faults_of(const std::string& endpoints) {
  const ConfigFolder folder;
  folder.write_tenant(good_tenant + endpoints);
  return folder.faults();
}

TEST(ConfigEndpoints, NamesAreSmallLettersDigitsAndHyphens) {
  const std::string wrong =
      "tenants/assist.toml:9: endpoint[1].name: must be a name of small letters, digits and "
      "hyphens, at most 63 "
      "characters long\n";
  EXPECT_EQ(faults_of(Written{.name = "\"crm-2\""}.text()), "");
  for (const char* name : {"\"CRM\"", "\"c r m\"", "\"crm/2\"", "\"crm_2\"", "\"é\""}) {
    EXPECT_EQ(faults_of(Written{.name = name}.text()), wrong) << name;
  }
}

TEST(ConfigEndpoints, ANameIsGivenOnce) {
  EXPECT_EQ(faults_of(Written{}.text() + Written{.name = "\"erp\""}.text() + Written{}.text()),
            "tenants/assist.toml:19: endpoint[3].name: is the name of an earlier endpoint too: "
            "\"crm\"\n");
}

TEST(ConfigEndpoints, WebhooksGoOverHttpsUnlessTheirNetworkIsListed) {
  EXPECT_EQ(faults_of(Written{.url = "\"http://crm.example/hooks\""}.text()),
            "tenants/assist.toml:10: endpoint[1].url: must be https; http is for networks that are "
            "listed in allow\n");
  EXPECT_EQ(faults_of(Written{.url = "\"http://10.1.2.3:8080/\"",
                              .more = "allow = [\"10.1.2.0/24:8080\"]\n"}
                          .text()),
            "");
  for (const char* url : {"\"https://crm.example\"", "\"https://[2001:db8::1]:8443/x?y=z\"",
                          "\"https://crm:444/\""}) {
    EXPECT_EQ(faults_of(Written{.url = url}.text()), "") << url;
  }
  for (const char* url :
       {"\"crm.example\"", "\"ftp://crm.example/\"", "\"https:///hooks\"",
        "\"https://u:p@crm.example/\"", "\"https://crm.example/#x\"", "\"https://crm.example:0/\"",
        "\"https://crm.example:70000/\"", "\"https://crm .example/\"",
        "\"https://crm.example\\\\@evil.example/\"", "\"HTTPS://crm.example/\"", "\"https://::1/\"",
        "\"https://[::1/\"", "\"https://crm.example/ü\""}) {
    EXPECT_EQ(faults_of(Written{.url = url}.text()),
              "tenants/assist.toml:10: endpoint[1].url: must be an https URL, as in "
              "https://crm.example.org/hooks, "
              "without user name or fragment\n")
        << url;
  }
}

TEST(ConfigEndpoints, SecretsHaveTheShapeOfStandardWebhooksAndAreNeverQuoted) {
  const std::string wrong =
      "tenants/assist.toml:11: endpoint[1].secrets: each item must be a signing secret: whsec_ and "
      "the base64 text of "
      "24 to 64 random bytes\n";
  const std::string longest = "whsec_" + std::string(85, 'A') + "Q==";  // 64 bytes
  const std::string too_long = "whsec_" + std::string(87, 'A') + "=";   // 65 bytes
  EXPECT_EQ(faults_of(Written{.secrets = "[\"" + longest + "\", \"" + secret + "\"]"}.text()), "");
  for (const std::string& text :
       {std::string("whsec_"), std::string("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
        std::string("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2La"), std::string(secret) + "!", too_long,
        std::string("whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")}) {
    EXPECT_EQ(faults_of(Written{.secrets = "[\"" + text + "\"]"}.text()), wrong) << text;
  }
  const std::string missing =
      "tenants/assist.toml:11: endpoint[1].secrets: is missing: webhooks are signed; give secrets "
      "or secret_files\n";
  EXPECT_EQ(faults_of(Written{.secrets = "[]"}.text()), missing);
}

TEST(ConfigEndpoints, AnUnknownTypeNamesTheNearestOne) {
  const std::string at = "tenants/assist.toml:12: endpoint[1].types: ";
  EXPECT_EQ(faults_of(Written{.types = "[\"referral.escalated\", \"delivery.failed\"]"}.text()),
            "");
  EXPECT_EQ(faults_of(Written{.types = "[]"}.text()), at + "must not be an empty list\n");
  EXPECT_EQ(faults_of(Written{.types = "[\"referral.escalatd\"]"}.text()),
            at + "each item is no type of webhook: \"referral.escalatd\"; did you mean "
                 "\"referral.escalated\"?\n");
  EXPECT_EQ(faults_of(Written{.types = "[\"weather\"]"}.text()),
            at + "each item is no type of webhook: \"weather\"; \"*\" means all\n");
}

TEST(ConfigEndpoints, EveryTypeThatARuleSendsCanBeAskedFor) {
  const std::string call = "hook(\"";
  int found = 0;
  const std::filesystem::path sources = std::filesystem::path(FOLLOWUP_SOURCE_DIR) / "core/domain";
  for (const auto& file : std::filesystem::recursive_directory_iterator(sources)) {
    if (file.path().extension() != ".cpp") continue;
    std::ifstream stream(file.path());
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    for (auto at = text.find(call); at != std::string::npos; at = text.find(call, at + 1)) {
      const auto start = at + call.size();
      const std::string type = text.substr(start, text.find('"', start) - start);
      EXPECT_EQ(check_hook_type(type), "") << file.path();
      ++found;
    }
  }
  EXPECT_GE(found, 6);
}

TEST(ConfigEndpoints, ExceptionsAreANetworkAndAPort) {
  for (const char* good : {"10.0.0.0/8:443", "192.168.1.7/32:8080", "127.0.0.1:8080",
                           "fd00::/8:8443", "::1/128:1", "[fd00::/8]:8443", "[::1]:8080"}) {
    EXPECT_EQ(faults_of(Written{.more = std::string("allow = [\"") + good + "\"]\n"}.text()), "")
        << good;
  }
  for (const char* bad : {"10.0.0.0/8", "10.0.0.0", "fd00::1:443", "[fd00::1:443",
                          "10.0.0.0/33:443", "fd00::/129:443", "10.0.0/8:443", "10.0.0.0/8:0",
                          "10.0.0.0/8:65536", "crm.example/8:443", "10.0.0.0/-1:443", "*"}) {
    EXPECT_EQ(
        faults_of(Written{.more = std::string("allow = [\"") + bad + "\"]\n"}.text()),
        "tenants/assist.toml:13: endpoint[1].allow: each item must be a network and a port, as in "
        "10.20.0.0/16:8443 or [fd00::/8]:8443\n")
        << bad;
  }
}

TEST(ConfigEndpoints, AnEndpointLacksWhatIsRequired) {
  EXPECT_EQ(faults_of("[[endpoint]]\n"),
            "tenants/assist.toml:8: endpoint[1].name: is missing; it is required\n"
            "tenants/assist.toml:8: endpoint[1].url: is missing; it is required\n"
            "tenants/assist.toml:8: endpoint[1].types: is missing; it is required\n"
            "tenants/assist.toml:8: endpoint[1].secrets: is missing: webhooks are signed; give "
            "secrets or "
            "secret_files\n");
}

TEST(ConfigEndpoints, SingleBracketsAreSentToDoubleOnes) {
  const std::string message =
      "tenants/assist.toml:8: endpoint: is a list of sections: write [[endpoint]] above each\n";
  EXPECT_EQ(faults_of("[endpoint]\nname = \"crm\"\n"), message);
  EXPECT_EQ(faults_of("[endpoint.crm]\nname = \"crm\"\n"), message);
}

/// A folder whose one endpoint has its secrets in files.
class SecretFiles : public testing::Test {
 protected:
  SecretFiles() {
    folder_.write_tenant(
        good_tenant +
        Written{.secrets = "[]", .more = "secret_files = [\"new\", \"old\"]\n"}.text());
  }

  ~SecretFiles() override { ::unsetenv("CREDENTIALS_DIRECTORY"); }

  [[nodiscard]] std::vector<std::string> secrets() const {
    const auto loaded = folder_.load();
    EXPECT_EQ(describe(loaded.faults), "");
    return loaded.config.tenants.find("assist")->endpoints.at(0).secrets;
  }

  ConfigFolder folder_;
};

TEST_F(SecretFiles, StandBesideTheConfiguration) {
  folder_.write("new", std::string(secret) + "\n");
  folder_.write("old", older_secret);
  EXPECT_THAT(secrets(), ElementsAre(secret, older_secret));
}

TEST_F(SecretFiles, AreLookedUpAmongTheCredentialsFirst) {
  const ConfigFolder credentials;
  credentials.write("new", secret);
  folder_.write("new", older_secret);
  folder_.write("old", older_secret);
  ::setenv("CREDENTIALS_DIRECTORY", credentials.path().c_str(), 1);
  EXPECT_THAT(secrets(), ElementsAre(secret, older_secret));
}

TEST_F(SecretFiles, ThatAreMissingEmptyOrWrongAreFaultsThatQuoteNothing) {
  folder_.write("old", "whsec_short\n");
  const std::string at = "tenants/assist.toml:13: endpoint[1].secret_files: names no usable file (";
  EXPECT_EQ(
      folder_.faults(),
      at + (folder_.path() / "new").string() +
          "): it can not be read: No such file or directory\n" + at +
          (folder_.path() / "old").string() +
          "): must be a signing secret: whsec_ and the base64 text of 24 to 64 random bytes\n");
  folder_.write("new", "\n");
  folder_.write("old", std::string(secret) + "\n" + older_secret + "\n");
  EXPECT_EQ(folder_.faults(), at + (folder_.path() / "new").string() + "): the file is empty\n" +
                                  at + (folder_.path() / "old").string() +
                                  "): the file has more than one line\n");
}

TEST_F(SecretFiles, AreNotLookedForWhereNothingIsDelivered) {
  const auto loaded = folder_.load(DeliverySecrets::ignored);
  EXPECT_EQ(describe(loaded.faults), "");
  EXPECT_TRUE(loaded.usable());
}

TEST_F(SecretFiles, ThatEverybodyCanReadAreWarnedOf) {
  folder_.write("new", secret);
  folder_.write("old", older_secret);
  std::filesystem::permissions(folder_.path() / "old", std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  EXPECT_EQ(folder_.faults(),
            "tenants/assist.toml:13: warning: endpoint[1].secret_files: names a file that every "
            "user of this machine "
            "can read: " +
                (folder_.path() / "old").string() + "\n");
}

TEST(ConfigEndpoints, SecretsInAFileThatEverybodyCanReadAreWarnedOf) {
  const ConfigFolder folder;
  folder.write_tenant(good_tenant + Written{}.text());
  std::filesystem::permissions(folder.path() / "tenants/assist.toml",
                               std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  EXPECT_EQ(folder.faults(),
            "tenants/assist.toml:11: warning: endpoint[1].secrets: stands in a file that every "
            "user of this machine can "
            "read\n");
}

TEST(ConfigEndpoints, TheRelaysPasswordIsAFileOrTheCredential) {
  const ConfigFolder folder;
  const ConfigFolder credentials;
  folder.write_infrastructure(std::string(test::good_infrastructure) + "user = \"mailer\"\n");
  EXPECT_THAT(folder.faults(),
              HasSubstr("followupd.toml:3: mail.password_file: names no usable file ("));
  EXPECT_EQ(describe(folder.load(DeliverySecrets::ignored).faults), "");
  credentials.write("smtp-password", "secret");
  ::setenv("CREDENTIALS_DIRECTORY", credentials.path().c_str(), 1);
  const auto loaded = folder.load();
  ::unsetenv("CREDENTIALS_DIRECTORY");
  EXPECT_EQ(describe(loaded.faults), "");
  EXPECT_EQ(loaded.config.mail.password_file, (credentials.path() / "smtp-password").string());
}

}  // namespace
}  // namespace followup
