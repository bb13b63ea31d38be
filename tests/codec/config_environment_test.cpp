// Limits of attachments from the environment, and the types of files that a tenant attaches.
#include "core/codec/config_environment.h"

#include "tests/codec/config_folder.h"

#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {

namespace {

using test::ConfigFolder;
using test::good_tenant;

/// A variable of this process for as long as this lives.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) { ::setenv(name, value, 1); }

  ~Variable() { ::unsetenv(name_); }

  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
};

TEST(ConfigEnvironment, WithoutVariablesThereIsNoLimit) {
  const auto loaded = ConfigFolder().load();
  EXPECT_EQ(describe(loaded.faults), "");
  EXPECT_EQ(loaded.config.attachments, AttachmentLimits{});
}

TEST(ConfigEnvironment, TakesWholeNumbersOfBytes) {
  const Variable file(attachment_limit_variable, "5242880");
  const Variable mail(mail_limit_variable, "0");
  const auto loaded = ConfigFolder().load();
  EXPECT_EQ(describe(loaded.faults), "");
  EXPECT_EQ(loaded.config.attachments, (AttachmentLimits{.file = 5'242'880, .mail = 0}));
}

TEST(ConfigEnvironment, RefusesAnythingElseInOneSentence) {
  for (const char* value : {"", " ", "5 MB", "5MB", "-1", "+1", "1.0", "1e6", "0x10", " 5", "5 ",
                            "99999999999999999999", "9007199254740993", "five"}) {
    const Variable file(attachment_limit_variable, value);
    const auto loaded = ConfigFolder().load();
    EXPECT_FALSE(loaded.usable()) << value;
    EXPECT_EQ(describe(loaded.faults),
              "environment: FOLLOWUP_ATTACHMENT_MAX_BYTES: must be a whole number of bytes, as in "
              "5242880 (0: never attach a file), or not be set at all (no limit)\n");
  }
  const Variable mail(mail_limit_variable, "much");
  EXPECT_THAT(ConfigFolder().faults(),
              testing::HasSubstr("environment: FOLLOWUP_MAIL_MAX_BYTES: "));
}

TEST(ConfigAttachments, TypesAreExtensionsAndMediaTypes) {
  const ConfigFolder folder;
  folder.write_tenant(
      std::string(good_tenant) +
      "[attachments]\ntypes = [\"pdf\", \"image/*\", \"application/vnd.ms-excel\"]\n"
      "[people.anna]\nprivileges = [\"health\"]\n");
  const auto loaded = folder.load();
  ASSERT_EQ(describe(loaded.faults), "");
  const Tenant& tenant = *loaded.config.tenants.find("assist");
  EXPECT_THAT(tenant.attachment_types,
              testing::ElementsAre("pdf", "image/*", "application/vnd.ms-excel"));
  EXPECT_THAT(tenant.people.at("anna").privileges, testing::ElementsAre("health"));
}

TEST(ConfigAttachments, RefusesWhatIsNoType) {
  for (const char* type :
       {".pdf", "PDF", "a b", "*", "*/pdf", "image/", "/png", "a/b/c", "im*/x"}) {
    const ConfigFolder folder;
    folder.write_tenant(std::string(good_tenant) + "[attachments]\ntypes = [\"" + type + "\"]\n");
    EXPECT_THAT(folder.faults(),
                testing::HasSubstr("attachments.types: each item must be an extension"))
        << type;
  }
}

}  // namespace

}  // namespace followup
