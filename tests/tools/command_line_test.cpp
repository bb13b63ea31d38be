// The command line: its help teaches, its errors help, its exit codes can be relied on, and the
// documentation knows all of it. And check-config, which needs nothing else.
#include "tools/ctl/command_line.h"

#include "tests/tools/office.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace followup::test {
namespace {

using ctl::ExitCode;
using testing::HasSubstr;
using testing::Not;
using Json = nlohmann::json;

std::vector<std::string> words_of(const std::string& command) {
  std::istringstream in(command);
  std::vector<std::string> words;
  for (std::string word; in >> word;)
    words.push_back(word);
  return words;
}

TEST(CommandLine, HasAHelpWithAnExampleForEveryCommand) {
  for (const auto& [command, options] : ctl::all_commands()) {
    if (command.empty()) continue;
    auto words = words_of(command);
    words.emplace_back("--help");
    const Printed printed = run_line(words);
    EXPECT_EQ(printed.code, ExitCode::ok) << command;
    EXPECT_EQ(printed.complaints, "") << command;
    EXPECT_THAT(printed.out, HasSubstr("  followupctl " + words.front())) << command;
    for (const auto& option : options)
      EXPECT_THAT(printed.out, HasSubstr(option)) << command;
  }
}

TEST(CommandLine, ExplainsExitCodesAndHowCasesAreCalled) {
  const Printed printed = run_line({"--help"});
  EXPECT_EQ(printed.code, ExitCode::ok);
  EXPECT_THAT(printed.out, HasSubstr("TENANT/KIND/ID"));
  EXPECT_THAT(printed.out, HasSubstr("Exit codes: 0 "));
}

TEST(CommandLine, LeavesWithTwoWhenItCanNotBeUnderstood) {
  for (const auto* line :
       {"", "statsu", "status --nonsense", "show", "dead", "dead retry", "dead retry id --all",
        "rejected replay", "pending --limit 0", "push --timeout 0 -", "push", "simulate"}) {
    const Printed printed = run_line(words_of(line));
    EXPECT_EQ(printed.code, ExitCode::usage) << line;
    EXPECT_NE(printed.complaints, "") << line;
    EXPECT_EQ(printed.out, "") << line;
  }
}

TEST(CommandLine, TakesGlobalOptionsBeforeAndAfterTheCommand) {
  const ConfigFolder folder;
  const std::string path = folder.path().string();
  EXPECT_EQ(run_line({"--config", path, "check-config"}).code, ExitCode::ok);
  EXPECT_EQ(run_line({"check-config", "--config", path}).code, ExitCode::ok);
}

TEST(CommandLine, TakesTheFolderFromTheEnvironment) {
  const ConfigFolder folder;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): the test has one thread
  ASSERT_EQ(::setenv("FOLLOWUP_CONFIG", folder.path().c_str(), 1), 0);
  const Printed printed = run_line({"check-config"});
  ::unsetenv("FOLLOWUP_CONFIG");  // NOLINT(concurrency-mt-unsafe)
  EXPECT_EQ(printed.code, ExitCode::ok);
}

TEST(CommandLine, LeavesWithTwoAndAllFaultsWhereTheConfigurationCanNotBeUsed) {
  const ConfigFolder folder;
  folder.write_tenant("[tenant]\nzone = \"Europe/Roma\"\n");
  const Printed printed = run_line({"status", "--config", folder.path().string()});
  EXPECT_EQ(printed.code, ExitCode::usage);
  EXPECT_THAT(printed.complaints, HasSubstr("tenants/assist.toml:2: tenant.zone: "));
  EXPECT_THAT(printed.complaints, HasSubstr("tenant.sources"));
}

/// The part of the page that stands under the heading of this command, or of all of them.
std::string section(const std::string& page, const std::string& command) {
  const std::string heading = command.empty() ? "## Beside every command" : "## " + command + "\n";
  const auto begin = page.find("\n" + heading);
  if (begin == std::string::npos) return "";
  return page.substr(begin, page.find("\n## ", begin + 1) - begin);
}

TEST(CommandLine, IsDocumentedAsAWhole) {
  std::ifstream file(std::string(FOLLOWUP_SOURCE_DIR) + "/docs/followupctl.md");
  const std::string page{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  for (const auto& [command, options] : ctl::all_commands()) {
    const std::string text = section(page, command.substr(0, command.find(' ')));
    ASSERT_NE(text, "") << command;
    EXPECT_NE(text.find("followupctl " + command), std::string::npos) << command;
    for (const auto& option : options) {
      if (option == "--help" && !command.empty()) continue;  // said once
      EXPECT_NE(text.find("`" + option), std::string::npos) << command << " " << option;
    }
  }
}

TEST(CommandLine, NamesTheCommandThatIsMeant) {
  const Printed wrong = run_line({"statsu"});
  EXPECT_EQ(wrong.code, ExitCode::usage);
  EXPECT_EQ(wrong.complaints,
            "followupctl: there is no command \"statsu\": did you mean \"status\"?\n");
  EXPECT_EQ(run_line({"dead", "lits"}).complaints,
            "followupctl: there is no command \"lits\": did you mean \"list\"?\n");
  EXPECT_EQ(run_line({"frobnicate"}).complaints,
            "followupctl: there is no command \"frobnicate\": see followupctl --help\n");
}

// ---------------------------------------------------------------- check-config

TEST(CheckConfig, NamesEveryFaultOfATenantsMailTemplates) {
  const ConfigFolder folder;
  std::filesystem::create_directory(folder.path() / "words");
  folder.write("words/reminder.en.txt", "[subjct]\nx\n[lead]\n{{clint}}\n");
  std::string tenant(good_tenant);
  tenant.insert(tenant.find("[tenant]\n") + 9, "templates = \"words\"\n");
  folder.write_tenant(tenant);
  const Printed printed = run_line({"check-config", folder.path().string()});
  EXPECT_EQ(printed.code, ExitCode::refused);
  EXPECT_THAT(printed.complaints, testing::HasSubstr("reminder.en.txt:1: "));
  EXPECT_THAT(printed.complaints, testing::HasSubstr("reminder.en.txt:4: "));
  EXPECT_THAT(printed.complaints,
              testing::HasSubstr("in the built-in words until their templates"));
  folder.write("words/reminder.en.txt", "[lead]\nThe time has come.\n");
  EXPECT_EQ(run_line({"check-config", folder.path().string()}).code, ExitCode::ok);
}

TEST(CheckConfig, SaysThatAConfigurationIsGood) {
  const ConfigFolder folder;
  const Printed printed = run_line({"check-config", folder.path().string()});
  EXPECT_EQ(printed.code, ExitCode::ok);
  EXPECT_EQ(printed.out, "followupd.toml and 1 tenant are good\n");
  EXPECT_EQ(printed.complaints, "");
  std::string second = good_tenant;
  second.replace(second.find("urn:crm:assist"), 14, "urn:crm:second");
  folder.write("tenants/second.toml", second);
  EXPECT_EQ(run_line({"check-config", folder.path().string()}).out,
            "followupd.toml and 2 tenants are good\n");
}

TEST(CheckConfig, CountsTheWarningsOfAConfigurationThatCanBeUsed) {
  const ConfigFolder folder;
  folder.write_tenant(std::string(good_tenant) + "[parameters]\nCC0037 = \"SI\"\n");
  const Printed one = run_line({"check-config", folder.path().string()});
  EXPECT_EQ(one.code, ExitCode::ok);
  EXPECT_EQ(one.out, "followupd.toml and 1 tenant can be used, with 1 warning\n");
  EXPECT_EQ(one.complaints,
            "tenants/assist.toml:9: warning: parameters.CC0037: has no effect while CC0036 is "
            "\"NO\" (P2)\n");
  folder.write_tenant(std::string(good_tenant) +
                      "[parameters]\nCC0036 = \"NO\"\nCC0036C = \"SI\"\nCC0036D = 1\n");
  EXPECT_EQ(run_line({"check-config", folder.path().string()}).out,
            "followupd.toml and 1 tenant can be used, with 2 warnings\n");
}

TEST(CheckConfig, NamesEveryFaultWithItsPlace) {
  const ConfigFolder folder;
  folder.write_infrastructure("[redis]\nsockte = \"/x\"\n");
  folder.write_tenant("[tenant]\nzone = \"Europe/Roma\"\n");
  const Printed printed = run_line({"check-config", folder.path().string()});
  EXPECT_EQ(printed.code, ExitCode::usage);
  EXPECT_THAT(printed.complaints, HasSubstr("followupd.toml:2: redis.sockte: "));
  EXPECT_THAT(printed.complaints, HasSubstr("tenants/assist.toml:2: tenant.zone: "));
  EXPECT_THAT(printed.complaints, HasSubstr(" can not be used\n"));
  EXPECT_THAT(printed.out, Not(HasSubstr("good")));
}

TEST(CheckConfig, TellsProgramsTheSame) {
  const ConfigFolder folder;
  folder.write_tenant("[tenant]\nzone = \"Europe/Roma\"\n");
  const Printed printed = run_line({"check-config", folder.path().string(), "--json"});
  EXPECT_EQ(printed.code, ExitCode::usage);
  const Json said = Json::parse(printed.out);
  EXPECT_EQ(said["usable"], false);
  EXPECT_EQ(said["faults"][0]["file"], "tenants/assist.toml");
}

TEST(CheckConfig, LooksForTheWorkersSecretsWhenAsked) {
  const ConfigFolder folder;
  folder.write_tenant(assist_tenant());  // names a file that is not there
  EXPECT_EQ(run_line({"check-config", folder.path().string()}).code, ExitCode::ok);
  const Printed printed = run_line({"check-config", folder.path().string(), "--secrets"});
  EXPECT_EQ(printed.code, ExitCode::usage);
  EXPECT_THAT(printed.complaints, HasSubstr("hook.secret"));
}

}  // namespace
}  // namespace followup::test
