// docs/configuration.md and the example files against the table of keys: none may say more or less
// than the program does.
#include "core/codec/config.h"
#include "tests/codec/config_folder.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

namespace fs = std::filesystem;
using test::ConfigFolder;

const fs::path& sources() {
  static const fs::path folder = FOLLOWUP_SOURCE_DIR;
  return folder;
}

std::vector<std::string> lines_of(const fs::path& file) {
  std::ifstream stream(file);
  EXPECT_TRUE(stream.is_open()) << file;
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);)
    lines.push_back(line);
  return lines;
}

bool starts_with(const std::string& text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

/// The line of the page's table that documents a key.
std::string row_of(const ConfigKey& key) {
  const bool word = key.fallback == "required" || key.fallback == "not set";
  const std::string fallback = word ? key.fallback : "`" + key.fallback + "`";
  return "| `" + key.key + "` | " + key.type + " | " + fallback + " | " + key.meaning + " |";
}

TEST(ConfigurationPage, HasExactlyTheRowsOfTheTableOfKeys) {
  std::vector<std::string> rows;
  for (const auto& line : lines_of(sources() / "docs/configuration.md")) {
    if (starts_with(line, "| `")) rows.push_back(line);
  }
  std::vector<std::string> expected;
  for (const auto& key : config_keys())
    expected.push_back(row_of(key));
  EXPECT_THAT(rows, testing::UnorderedElementsAreArray(expected));
}

TEST(ConfigurationPage, ItsExampleLoadsWithoutAFault) {
  const ConfigFolder folder;
  fs::remove(folder.path() / "tenants/assist.toml");
  std::string file;
  std::string block;
  bool inside = false;
  int blocks = 0;
  for (const auto& line : lines_of(sources() / "docs/configuration.md")) {
    if (inside && line == "```") {
      folder.write(file, block);
      ++blocks;
      inside = false;
    } else if (inside) {
      block += line + "\n";
    } else if (starts_with(line, "```toml ")) {  // ```toml followupd.toml
      file = line.substr(8);
      block.clear();
      inside = true;
    }
  }
  EXPECT_EQ(blocks, 2);
  EXPECT_EQ(folder.faults(), "");
}

TEST(ConfigKeys, AreNamedOnceAndSayWhatTheyAreFor) {
  std::set<std::pair<std::string, std::string>> seen;
  for (const auto& key : config_keys()) {
    EXPECT_TRUE(seen.insert({key.file, key.key}).second) << key.key;
    EXPECT_FALSE(key.type.empty()) << key.key;
    EXPECT_FALSE(key.fallback.empty()) << key.key;
    EXPECT_GT(key.meaning.size(), 10U) << key.key;
  }
}

/// The section and the last part of a key of a file without lists.
std::pair<std::string, std::string> split(const std::string& key) {
  const auto dot = key.rfind('.');
  if (dot == std::string::npos) return {"", key};
  return {key.substr(0, dot), key.substr(dot + 1)};
}

/// Every key of `file` that has a default, written out.
std::string defaults_of(const std::string& file) {
  std::map<std::string, std::string> sections;
  for (const auto& key : config_keys()) {
    const bool plain = key.key.find_first_of("[<") == std::string::npos;
    if (key.file != file || !plain || key.fallback == "required" || key.fallback == "not set")
      continue;
    const auto [section, name] = split(key.key);
    if (section == "redis" || section == "mail" || section == "tenant")
      continue;  // half of the files below
    sections[section] += name + " = " + key.fallback + "\n";
  }
  std::string text = sections[""];
  for (const auto& [section, body] : sections) {
    if (!section.empty()) text += "[" + section + "]\n" + body;
  }
  return text;
}

TEST(ConfigKeys, DefaultsWrittenOutAreTheDefaults) {
  const ConfigFolder folder;
  const auto silent = folder.load().config;
  folder.write_infrastructure(
      defaults_of("followupd.toml") +
      "[redis]\nsocket = \"/run/redis/redis.sock\"\nhost = \"\"\nuser = \"\"\n"
      "password_file = \"\"\nwait_replicas = 0\n"
      "[mail]\nhost = \"localhost\"\ntransport = \"smtp\"\nport = 25\nsecurity = \"starttls\"\n"
      "user = \"\"\nca_file = \"\"\nmessage_id_domain = \"followupd.invalid\"\nehlo = \"\"\n"
      "max_in_flight = 32\ntimeout = \"120s\"\n");
  folder.write_tenant(std::string(test::good_tenant) +
                      "language = \"en\"\ncontent = \"full\"\ntemplates = \"\"\n" +
                      defaults_of("tenants/<name>.toml"));
  const auto loaded = folder.load();
  ASSERT_TRUE(loaded.usable()) << describe(loaded.faults);
  EXPECT_EQ(loaded.config.mail, silent.mail);
  EXPECT_EQ(loaded.config.webhook, silent.webhook);
  EXPECT_EQ(loaded.config.redis, silent.redis);
  EXPECT_EQ(loaded.config.intake, silent.intake);
  EXPECT_EQ(loaded.config.limits, silent.limits);
  EXPECT_EQ(loaded.config.late_tolerance, silent.late_tolerance);
  EXPECT_EQ(loaded.config.metrics, silent.metrics);
  EXPECT_EQ(loaded.config.tenants.find("assist")->policy, silent.tenants.find("assist")->policy);
}

constexpr std::array<const char*, 4> example_files{
    "followupd.toml", "tenants/assist.toml", "tenants/callcentre.toml", "tenants/healthplan.toml"};

/// The text of an example; with `whole` also what is commented out.
std::string example(const std::string& name, bool whole = false) {
  std::string text;
  for (const auto& line : lines_of(sources() / "systemd/examples" / name)) {
    const bool key = line.size() > 1 && line[0] == '#' && line[1] != ' ';
    text += (whole && key ? line.substr(1) : line) + "\n";
  }
  return text;
}

/// The examples, copied to where a test may add files.
class Examples : public testing::Test {
 protected:
  Examples() {
    for (const char* name : example_files)
      folder_.write(name, example(name));
    folder_.write("crm-webhook-secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n");
  }

  ConfigFolder folder_;
};

TEST_F(Examples, LoadWithoutAFault) {
  EXPECT_EQ(describe(folder_.load().faults), "");
}

TEST_F(Examples, OfACallCentreLoadWithoutAnErrorWithAllThatIsCommentedOut) {
  folder_.write("tenants/callcentre.toml", example("tenants/callcentre.toml", true));
  const auto loaded = folder_.load();
  EXPECT_TRUE(loaded.usable()) << describe(loaded.faults);
}

/// "people.<id>" for "people.anna": sections with ids as the table of keys names them.
std::string family_of(const std::string& section) {
  for (const auto& key : config_keys()) {
    const auto mark = key.key.find('<');
    if (mark != std::string::npos && starts_with(section, key.key.substr(0, mark)) &&
        section.find('.', mark) == std::string::npos) {
      return key.key.substr(0, key.key.find('>') + 1);
    }
  }
  return section;
}

/// The keys that an example names, with the texts of their values: set ones and commented ones
/// (#key = value).
std::map<std::string, std::string> keys_named_in(const fs::path& file) {
  std::map<std::string, std::string> keys;
  std::string section;
  for (std::string line : lines_of(file)) {
    const bool continued = starts_with(line, " ");  // a list over several lines
    if (line.empty() || continued || starts_with(line, "# ") || line == "#") continue;
    if (line.front() == '#') line.erase(0, 1);
    if (starts_with(line, "[[")) {
      section = line.substr(2, line.find("]]") - 2) + "[].";
    } else if (line.front() == '[') {
      section = family_of(line.substr(1, line.find(']') - 1)) + ".";
    } else if (const auto equals = line.find(" = "); equals != std::string::npos) {
      keys[section + line.substr(0, equals)] = line.substr(equals + 3);
    } else {
      ADD_FAILURE() << "neither a comment nor a key: " << line;
    }
  }
  return keys;
}

TEST(ExampleFiles, NameEveryKeyAndNoOther) {
  std::map<std::string, std::set<std::string>> named;
  for (const std::string name : example_files) {
    const std::string kind = name == "followupd.toml" ? name : "tenants/<name>.toml";
    for (const auto& entry : keys_named_in(sources() / "systemd/examples" / name))
      named[kind].insert(entry.first);
  }
  std::map<std::string, std::set<std::string>> expected;
  for (const auto& key : config_keys())
    expected[key.file].insert(key.key);
  EXPECT_EQ(named, expected);
}

/// The lines of an example that are commented-out keys, as they would be written.
std::vector<std::string> commented_keys(const fs::path& file) {
  std::vector<std::string> keys;
  for (const auto& line : lines_of(file)) {
    if (line.size() > 1 && line[0] == '#' && line[1] != ' ' && line[1] != '[')
      keys.push_back(line.substr(1));
  }
  return keys;
}

TEST(ExampleFiles, ShowTheDefaultOfWhatTheyLeaveOut) {
  std::map<std::string, std::set<std::string>> defaults;  // by last part: sections repeat few names
  for (const auto& key : config_keys())
    defaults[split(key.key).second].insert(key.fallback);
  for (const char* file : example_files) {
    for (const auto& line : commented_keys(sources() / "systemd/examples" / file)) {
      const std::string name = line.substr(0, line.find(" = "));
      const std::string value = line.substr(line.find(" = ") + 3);
      const auto& known = defaults[name];
      const bool open = known.count("not set") + known.count("\"\"") + known.count("[]") +
                            known.count("required") >
                        0;
      EXPECT_TRUE(open || known.count(value) == 1) << file << ": " << line;
    }
  }
}

}  // namespace
}  // namespace followup
