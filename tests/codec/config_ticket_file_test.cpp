// Classifications in a JSON file that a tenant's file names.
#include "tests/codec/config_cases.h"

#include <chrono>

#include <gmock/gmock.h>

namespace followup {
namespace {

using test::ConfigFolder;
using test::good_tenant;

const std::string at = "tenants/classes.json:";
const std::string names_file = "[tickets]\nfile = \"classes.json\"\n";  // lines 8 and 9

class ConfigTicketFile : public testing::Test {
 protected:
  /// What loading says with this file beside the tenant's, which has `more` in it.
  [[nodiscard]] std::string faults(const std::string& json, const std::string& more = "") const {
    write(json, more);
    return folder_.faults();
  }

  void write(const std::string& json, const std::string& more = "") const {
    folder_.write_tenant(good_tenant + names_file + more);
    folder_.write("tenants/classes.json", json);
  }

  [[nodiscard]] TicketPolicy policy() const {
    const auto loaded = folder_.load();
    EXPECT_EQ(describe(loaded.faults), "");
    return loaded.config.tenants.find("assist")->policy.ticket;
  }

  ConfigFolder folder_;
};

TEST_F(ConfigTicketFile, SaysWhatTheSectionsWouldSay) {
  write(R"({
    "negativa": {"description": "Negativa", "parent": null, "level": 1},
    "carta": {"description": "Carta negativa", "parent": "negativa", "level": 2,
      "last_level": true, "status": "inactive", "person_types": ["beneficiario"],
      "groups": ["juridico"], "contact_form": true, "ombudsman": true, "lgpd": true,
      "term": "24h", "warnings": ["75%", "30m"], "escalation_gap": "1 business day",
      "extension": "48h", "first_answer_ends_all": true}
  })");
  const TicketPolicy in_json = policy();
  folder_.write_tenant(good_tenant +
                       std::string("[classifications.negativa]\ndescription = \"Negativa\"\n"
                                   "[classifications.carta]\ndescription = \"Carta negativa\"\n"
                                   "parent = \"negativa\"\nstatus = \"inactive\"\n"
                                   "person_types = [\"beneficiario\"]\ngroups = [\"juridico\"]\n"
                                   "contact_form = true\nombudsman = true\nlgpd = true\n"
                                   "term = \"24h\"\nwarnings = [\"75%\", \"30m\"]\n"
                                   "escalation_gap = \"1 business day\"\nextension = \"48h\"\n"
                                   "first_answer_ends_all = true\n"));
  EXPECT_EQ(in_json, policy());
  EXPECT_EQ(in_json.nodes.size(), 2U);
}

TEST_F(ConfigTicketFile, MayBeAListWithIds) {
  write(R"([{"id": "a", "description": "A"}, {"description": "Açúcar", "id": "1.2", "parent": "a",
            "groups": ["x"]}])");
  const TicketPolicy read = policy();
  EXPECT_EQ(read.nodes.at("1.2").description, "Açúcar");
  EXPECT_EQ(read.nodes.at("1.2").level, 2);
  EXPECT_FALSE(read.nodes.at("a").leaf);
}

TEST_F(ConfigTicketFile, IsPutTogetherWithTheSections) {
  const std::string child = "[classifications.b]\ndescription = \"B\"\ngroups = [\"x\"]\n";
  const std::string json = "{\"a\": {\"description\": \"A\"}}";
  write(json, child + "parent = \"a\"\n");
  EXPECT_EQ(policy().nodes.at("b").level, 2);
  EXPECT_EQ(faults("{\"a\": {\"description\": \"A\", \"groups\": [\"x\"]},\n"
                   " \"b\": {\"description\": \"B\"}}",
                   child),
            at + "2: classifications.b: is described already, in tenants/assist.toml\n");
  EXPECT_EQ(faults("{\"a\": {\"description\": \"A\", \"groups\": [\"x\"]},\n"
                   " \"a\": {\"description\": \"A\"}}"),
            at + "2: classifications.a: is described already, in tenants/classes.json\n");
}

TEST_F(ConfigTicketFile, FaultsNameItsLines) {
  EXPECT_EQ(faults("{\n"
                   "  \"a\": {\n"
                   "    \"description\": \"A\",\n"
                   "    \"parent\": \"bb\",\n"
                   "    \"grops\": [\"x\"],\n"
                   "    \"groups\": [\n"
                   "      \"x\",\n"
                   "      7],\n"
                   "    \"term\": \"3d\",\n"
                   "    \"lgpd\": true,\n"
                   "    \"lgpd\": false\n"
                   "  },\n"
                   "  \"b\": {\"groups\": [\"y\"]},\n"
                   "  \"c\": []\n"
                   "}\n",
                   "[teams.x]\n"),
            at +
                "4: classifications.a.parent: there is no classification \"bb\": did you mean "
                "\"b\"?\n" +
                at +
                "5: classifications.a.grops: there is no key \"grops\": did you mean "
                "\"groups\"?\n" +
                at +
                "8: classifications.a.groups: each item must be a text in quotation marks, not "
                "a whole number\n" +
                at +
                "9: classifications.a.term: must be a term, as in \"24h\", \"90m\", \"15 "
                "days\", \"7 business days\", \"8 business hours\" or \"1 month\": did you "
                "mean \"3 days\"?\n" +
                at + "11: classifications.a.lgpd: stands there twice\n" + at +
                "13: classifications.b.description: is missing; it is required\n" + at +
                "13: classifications.b.groups: there is no group \"y\": did you mean \"x\"?\n" +
                at + "14: classifications.c: must be an object\n");
}

TEST_F(ConfigTicketFile, WhatIsNoTreeAtAllIsTold) {
  EXPECT_EQ(
      faults("7"),
      "tenants/classes.json: must be an object of classifications by id, or a list of them\n");
  EXPECT_EQ(faults("{\n  \"a\": {,}\n}"),
            at + "2: this is not good JSON: Missing a name for object member.\n");
  EXPECT_EQ(faults("{} {}"),
            at + "1: this is not good JSON: The document root must not be followed by other "
                 "values.\n");
  EXPECT_EQ(faults("{\"a\": \"\xff\"}"),
            at + "1: this is not good JSON: Invalid encoding in string.\n");
  EXPECT_EQ(faults("\n" + std::string(100'000, '[')),
            at + "2: this is not good JSON: it is more than 8 deep\n");
  EXPECT_EQ(faults("[{\"description\": \"A\"},\n{\"id\": 1},\n3,\n{\"id\": \"\"}]"),
            at + "1: /0: has no \"id\"\n" +                   //
                at + "2: /1: needs a text as its \"id\"\n" +  //
                at + "3: /2: must be an object\n" + at +
                "4: classifications.: must be an id of 1 to 64 characters, none of them a "
                "control character\n");
  EXPECT_EQ(faults("\xef\xbb\xbf{\"a\": {\"description\": \"A\", \"groups\": [\"x\"]}}"), "");
}

TEST_F(ConfigTicketFile, IsBesideTheTenantsFileUnlessItsNameIsAbsolute) {
  const std::string json = "{\"a\": {\"description\": \"A\", \"groups\": [\"x\"]}}";
  folder_.write_tenant(good_tenant + names_file);
  EXPECT_EQ(folder_.faults(),
            "tenants/assist.toml:9: tickets.file: can not be used: it can not be read: No such "
            "file or directory\n");
  folder_.write("trees/classes.json", json);
  folder_.write_tenant(good_tenant + std::string("[tickets]\nfile = \"../trees/classes.json\"\n"));
  EXPECT_EQ(policy().nodes.size(), 1U);
  folder_.write_tenant(good_tenant + ("[tickets]\nfile = \"" +
                                      (folder_.path() / "trees/classes.json").string() + "\"\n"));
  EXPECT_EQ(policy().nodes.size(), 1U);
}

/// The configuration is read again as a whole: nothing remembers the file of the last time.
TEST_F(ConfigTicketFile, IsReadAgainWithTheConfiguration) {
  write("{\"a\": {\"description\": \"A\", \"groups\": [\"x\"]}}");
  const TicketPolicy before = policy();
  folder_.write("tenants/classes.json",
                "{\"a\": {\"description\": \"A\", \"groups\": [\"x\"], \"term\": \"24h\"}}");
  const TicketPolicy after = policy();
  EXPECT_NE(before, after);
  EXPECT_EQ(after.nodes.at("a").terms.term, Term(TermUnit::minutes, 1440));
}

/// A long chain is walked without calling ourselves, and once only.
TEST_F(ConfigTicketFile, AVeryDeepTreeIsTaken) {
  constexpr int depth = 1000;
  std::string json = "{\"n0\": {\"description\": \"top\"}";
  for (int i = 1; i < depth; ++i) {
    json += ",\n\"n" + std::to_string(i) + "\": {\"description\": \"d\", \"parent\": \"n" +
            std::to_string(i - 1) + "\"}";
  }
  json += ",\n\"last\": {\"description\": \"d\", \"groups\": [\"x\"], \"parent\": \"n" +
          std::to_string(depth - 1) + "\"}}";
  write(json);
  EXPECT_EQ(policy().nodes.at("last").level, depth + 1);
}

/// Looking for nearest names is dear: a tree that has lost its top is told without waiting.
TEST_F(ConfigTicketFile, HundredsOfFaultsAreAllTold) {
  constexpr int count = 500;
  std::string json = "{\"only\": {\"description\": \"d\", \"groups\": [\"x\"]}";
  for (int i = 0; i < count; ++i) {
    json += ",\n\"classification-number-" + std::to_string(i) +
            "\": {\"description\": \"d\", \"groups\": [\"x\"], \"parent\": "
            "\"classification-of-nobody\"}";
  }
  write(json + "}");
  const auto loaded = folder_.load();
  EXPECT_FALSE(loaded.usable());
  EXPECT_EQ(loaded.faults.size(), static_cast<std::size_t>(count));
}

}  // namespace
}  // namespace followup
