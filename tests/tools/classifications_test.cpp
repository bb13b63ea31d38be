// followupctl classifications: the tree of a tenant's tickets, and what holds for a node.
#include "tests/codec/config_cases.h"
#include "tests/tools/office.h"
#include "tools/ctl/folded.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace followup::test {
namespace {

using ctl::ExitCode;
using testing::ElementsAre;
using testing::HasSubstr;
using Json = nlohmann::json;

constexpr const char* tree =
    "[calendars.office]\nmonday = [\"08:00-18:00\"]\n"
    "[tickets]\ncalendar = \"office\"\nwarnings = [\"75%\", \"30m\"]\n"
    "escalation_gap = \"1 business day\"\n"
    "[ticket_channels.contact_form]\nterm = \"5 business days\"\nwarnings = [\"50%\"]\n"
    "extension = \"20 business days\"\n"
    "[classifications.negativa]\ndescription = \"Negativa\"\n"
    "[classifications.carta]\ndescription = \"Carta negativa\"\nparent = \"negativa\"\n"
    "person_types = [\"beneficiario\"]\ngroups = [\"autorizacao\", \"juridico\"]\n"
    "contact_form = true\nterm = \"10 business days\"\n"
    "[classifications.antiga]\ndescription = \"Carta antiga\"\nparent = \"negativa\"\n"
    "status = \"inactive\"\ngroups = [\"juridico\"]\n"
    "[classifications.ouv]\ndescription = \"Ouvidoria\"\n"
    "[classifications.reclamacao]\ndescription = \"Reclamação\"\nparent = \"ouv\"\n"
    "groups = [\"juridico\"]\nombudsman = true\nfirst_answer_ends_all = true\n"
    "[teams.autorizacao]\nname = \"Autorização\"\n[teams.juridico]\n";

class Classifications : public testing::Test {
 protected:
  Classifications() { folder_.write_tenant(std::string(good_tenant) + tree); }

  [[nodiscard]] Printed run(std::vector<std::string> more = {}) const {
    std::vector<std::string> words{"classifications", "--config", folder_.path().string()};
    words.insert(words.end(), more.begin(), more.end());
    return run_line(words);
  }

  /// The objects that are printed for programs.
  [[nodiscard]] std::vector<Json> json(std::vector<std::string> more = {}) const {
    more.emplace_back("--json");
    const Printed printed = run(more);
    EXPECT_EQ(printed.code, ExitCode::ok) << printed.complaints;
    std::istringstream lines(printed.out);
    std::vector<Json> objects;
    for (std::string line; std::getline(lines, line);)
      objects.push_back(Json::parse(line));
    return objects;
  }

  ConfigFolder folder_;
};

TEST_F(Classifications, AreDrawnAsATree) {
  const Printed printed = run();
  EXPECT_EQ(printed.code, ExitCode::ok) << printed.complaints;
  EXPECT_EQ(printed.out,
            "assist, 5 classifications\n"
            "CLASSIFICATION     ID          LEVEL  STATUS    GROUPS                 CHANNELS\n"
            "Negativa           negativa    1      active\n"
            "├─ Carta antiga    antiga      2      inactive  juridico\n"
            "└─ Carta negativa  carta       2      active    autorizacao, juridico  contact_form\n"
            "Ouvidoria          ouv         1      active\n"
            "└─ Reclamação      reclamacao  2      active    juridico               ombudsman\n");
}

TEST_F(Classifications, BranchesGoOnWhileSomethingComesBelowThem) {
  folder_.write_tenant(std::string(good_tenant) +
                       "[classifications.a]\ndescription = \"A\"\n"
                       "[classifications.b]\ndescription = \"B\"\nparent = \"a\"\n"
                       "[classifications.c]\ndescription = \"C\"\nparent = \"b\"\n"
                       "[classifications.d]\ndescription = \"D\"\nparent = \"c\"\n"
                       "[classifications.e]\ndescription = \"E\"\nparent = \"a\"\n");
  EXPECT_THAT(run().out, HasSubstr("A               a   1      active\n"
                                   "├─ B            b   2      active\n"
                                   "│  └─ C         c   3      active\n"
                                   "│     └─ D      d   4      active\n"
                                   "└─ E            e   2      active\n"));
}

// T18
TEST_F(Classifications, AreFoundWithoutRegardToCaseAndAccents) {
  for (const char* search : {"RECLAMAÇÃO", "reclamacao", "Clamaçã"}) {
    const Printed printed = run({search});
    EXPECT_EQ(printed.code, ExitCode::ok) << search;
    EXPECT_EQ(printed.out,
              "assist, 1 of 5 classifications\n"
              "CLASSIFICATION  ID          LEVEL  STATUS  GROUPS    CHANNELS\n"
              "Ouvidoria       ouv         1      active\n"
              "└─ Reclamação   reclamacao  2      active  juridico  ombudsman\n")
        << search;
  }
  EXPECT_THAT(run({"antiga"}).out, HasSubstr("└─ Carta antiga"));
  const Printed nothing = run({"Reembolso"});
  EXPECT_EQ(nothing.code, ExitCode::refused);
  EXPECT_EQ(nothing.complaints, "followupctl: no classification is called \"Reembolso\"\n");
}

TEST_F(Classifications, ForProgramsAreALineEachThatWasFound) {
  EXPECT_EQ(json().size(), 5U);
  const auto found = json({"carta"});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[1], Json::parse(R"({"tenant": "assist", "id": "carta",
    "description": "Carta negativa", "parent": "negativa", "path": ["Negativa", "Carta negativa"],
    "level": 2, "last_level": true, "status": "active", "person_types": ["beneficiario"],
    "groups": ["autorizacao", "juridico"], "contact_form": true, "ombudsman": false,
    "lgpd": false, "first_answer_ends_all": false})"));
}

// S-T32
TEST_F(Classifications, TellWhatHoldsForANodeAndWhereItComesFrom) {
  const Printed printed = run({"--node", "carta"});
  EXPECT_EQ(printed.code, ExitCode::ok) << printed.complaints;
  EXPECT_EQ(
      printed.out,
      "assist, classification carta \"Carta negativa\"\n"
      "path      Negativa > Carta negativa\n"
      "level     2, a last level\n"
      "status    active\n"
      "persons   beneficiario\n"
      "groups    autorizacao \"Autorização\", juridico (classification)\n"
      "answers   every group has to give a conclusive one\n"
      "calendar  office\n"
      "CHANNEL       OFFERED  TERM                                                                 "
      "            WARNINGS           ESCALATION GAP           EXTENSION\n"
      "internal      yes      10 business days (classification)                                    "
      "            75%, 30m (tenant)  1 business day (tenant)  none\n"
      "contact_form  yes      10 business days (classification) or 5 business days (channel), the "
      "earlier end  50% (channel)      1 business day (tenant)  20 business days (channel)\n"
      "ombudsman     no\n"
      "lgpd          no\n");
}

TEST_F(Classifications, TellProgramsTheSame) {
  const auto told = json({"--node", "carta"});
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0]["calendar"], "office");
  const Json& channels = told[0]["channels"];
  ASSERT_EQ(channels.size(), 4U);
  EXPECT_EQ(channels[1], Json::parse(R"({"channel": "contact_form", "offered": true,
    "terms": [{"term": "10 business days", "from": "classification"},
              {"term": "5 business days", "from": "channel"}],
    "warnings": ["50%"], "warnings_from": "channel",
    "escalation_gap": "1 business day", "escalation_gap_from": "tenant",
    "extension": "20 business days", "extension_from": "channel"})"));
  EXPECT_EQ(channels[2]["offered"], false);
  EXPECT_FALSE(channels[2].contains("extension"));
}

// T11, T12
TEST_F(Classifications, TellWhyNoItemIsTakenIn) {
  EXPECT_THAT(run({"--node", "negativa"}).out,
              HasSubstr("but: others are below it: an item of it is put aside (T12)\n"));
  EXPECT_THAT(run({"--node", "negativa"}).out, HasSubstr("none: an event names them"));
  EXPECT_THAT(run({"--node", "antiga"}).out,
              HasSubstr("but: it is inactive: a new item of it is put aside (T11)\n"));
  const std::string good = run({"--node", "reclamacao"}).out;
  EXPECT_THAT(good, testing::Not(HasSubstr("but: ")));
  EXPECT_THAT(good, HasSubstr("the first conclusive one ends it for all groups"));
}

TEST_F(Classifications, WhoIsNotThereIsToldTheNearestName) {
  const Printed node = run({"--node", "catra"});
  EXPECT_EQ(node.code, ExitCode::refused);
  EXPECT_EQ(node.complaints,
            "followupctl: there is no classification \"catra\": did you mean \"carta\"?\n");
  EXPECT_EQ(run({"--tenant", "asist"}).code, ExitCode::usage);
  EXPECT_EQ(run({"carta", "--node", "carta"}).code, ExitCode::usage);
}

TEST_F(Classifications, OfSeveralTenantsOneHasToBeNamed) {
  folder_.write("tenants/other.toml",
                "[tenant]\nsources = [\"urn:crm:other\"]\n"
                "zone = \"Europe/Rome\"\n"
                "mail_from = \"x@other.example\"\n"
                "case_url = \"https://crm.other.example/{id}\"\n");
  EXPECT_EQ(run().code, ExitCode::ok) << "the other one has none";
  const Printed none = run({"--tenant", "other"});
  EXPECT_EQ(none.code, ExitCode::refused);
  EXPECT_THAT(none.complaints, HasSubstr("the tenant other has no classifications"));
  folder_.write_tenant(good_tenant);
  EXPECT_EQ(run().code, ExitCode::usage);
}

TEST(Folded, LatinLettersLoseCaseAndMarks) {
  EXPECT_EQ(ctl::folded("AÇÃO àéîõü ÑŠžŁ ÿ"), "acao aeiou nszl y");
  EXPECT_EQ(ctl::folded("ac\u0327a\u0303o"), "acao");
  EXPECT_EQ(ctl::folded("Größe ×÷ 東京 Ж"), "grose ×÷ 東京 Ж");
  EXPECT_EQ(ctl::folded("\xc3"), "\xc3");
  EXPECT_EQ(ctl::folded(""), "");
}

}  // namespace
}  // namespace followup::test
