// From a role to a person: stand-ins and their chains, closed accounts, inline values, fallback and
// administrator, the own action (R25, R26; Q6; S-R17, S-R34, S-X30).
#include "core/domain/directory.h"

#include "tests/support/story.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

const TimePoint now = instant("2011-01-31T08:00:00Z");

/// Nothing has been looked up yet.
const Directory knows_nobody{.person = [](const std::string&) { return std::optional<Person>{}; },
                             .group = [](const std::string&) { return std::optional<Group>{}; }};

/// A directory, the referral that asks it, and the question.
class Asking {
 public:
  Asking() : state_(empty_case({"assist", Kind::referral, "R-1"})) {
    auto& facts = std::get<Referral>(state_.facts);
    facts.known = true;
    facts.case_worker = {"anna", "Anna inline", "anna@inline.example"};
    facts.supervisor = PersonRef{"sara", "", ""};
    contacts_.fallback_email = "fallback@assist.example";
    contacts_.administrator_email = "admin@assist.example";
    contacts_.default_language = "it";
  }

  Person& person(const std::string& id) {
    Person& person = people_[id];
    person.id = id;
    person.known = true;
    person.name = "Name of " + id;
    person.email = id + "@directory.example";
    return person;
  }

  /// `id` is away all January and February 2011, and `delegate` stands in.
  Person& away(const std::string& id, const std::string& delegate) {
    Person& absent = person(id);
    absent.absences.push_back(
        {instant("2011-01-01T00:00:00Z"), instant("2011-03-01T00:00:00Z"), delegate, std::nullopt});
    return absent;
  }

  Referral& facts() { return std::get<Referral>(state_.facts); }

  TenantContacts& contacts() { return contacts_; }

  [[nodiscard]] Resolution ask(Role role, const std::string& actor = {}, TimePoint at = now) const {
    return resolve(state_, {.role = role, .actor = actor}, at, contacts_,
                   {.person = [&](const std::string& id) -> std::optional<Person> {
                      const auto found = people_.find(id);
                      return found == people_.end() ? Person{.id = id} : found->second;
                    },
                    .group = {}});
  }

  /// The address that a message to the role would go to; "-" for none.
  [[nodiscard]] std::string address(Role role, TimePoint at = now) const {
    const auto resolution = ask(role, {}, at);
    return resolution.recipient ? resolution.recipient->email : "-";
  }

 private:
  Case state_;
  std::map<std::string, Person> people_;
  TenantContacts contacts_;
};

TEST(Directory, SaysWhichEntryItNeedsBeforeItAnswers) {
  Case state = empty_case({"assist", Kind::referral, "R-1"});
  auto& facts = std::get<Referral>(state.facts);
  facts.known = true;
  facts.case_worker = {"anna", "", ""};
  const auto resolution = resolve(state, {.role = Role::case_worker}, now, {}, knows_nobody);
  EXPECT_EQ(resolution.missing, std::vector<std::string>{"anna"});
  EXPECT_FALSE(resolution.recipient);
}

TEST(Directory, WinsOverTheInlineValues) {
  Asking asking;
  Person& anna = asking.person("anna");
  anna.language = "de";
  anna.zone = "Europe/Berlin";
  anna.sensitivity = 4;
  const auto resolution = asking.ask(Role::case_worker);
  ASSERT_TRUE(resolution.recipient);
  EXPECT_EQ(resolution.recipient->email, "anna@directory.example");
  EXPECT_EQ(resolution.recipient->name, "Name of anna");
  EXPECT_EQ(resolution.recipient->language, "de");
  EXPECT_EQ(resolution.recipient->zone, "Europe/Berlin");
  EXPECT_EQ(resolution.recipient->sensitivity, 4);
  EXPECT_EQ(resolution.recipient->on_behalf_of, "");
  EXPECT_FALSE(resolution.fallback);
  EXPECT_EQ(resolution.reason, "");
}

TEST(Directory, FallsBackToTheInlineValuesOfSomebodyItDoesNotKnow) {
  const Asking asking;
  const auto resolution = asking.ask(Role::case_worker);
  ASSERT_TRUE(resolution.recipient);
  EXPECT_EQ(resolution.recipient->email, "anna@inline.example");
  EXPECT_EQ(resolution.recipient->name, "Anna inline");
  EXPECT_EQ(resolution.recipient->language, "it") << "the tenant's default";
}

TEST(Directory, FillsItsOwnGapsFromTheInlineValues) {
  Asking asking;
  asking.person("anna").email.clear();
  EXPECT_EQ(asking.address(Role::case_worker), "anna@inline.example");
  EXPECT_EQ(asking.ask(Role::case_worker).recipient->name, "Name of anna");
}

TEST(Directory, R26_FollowsAChainOfTwoStandIns) {
  Asking asking;
  asking.away("anna", "carlo");
  asking.person("carlo");
  const auto resolution = asking.ask(Role::case_worker);
  ASSERT_TRUE(resolution.recipient);
  EXPECT_EQ(resolution.recipient->person_id, "carlo");
  EXPECT_EQ(resolution.recipient->on_behalf_of, "Name of anna");
  EXPECT_EQ(resolution.recipient->on_behalf_of_id, "anna");
  EXPECT_EQ(resolution.recipient->via, std::vector<std::string>{"anna"});
}

TEST(Directory, R26_FollowsAChainOfThreeStandInsUntilTheFirstOfThemIsBack) {
  Asking asking;
  asking.away("anna", "carlo");
  asking.away("carlo", "dora").absences.front().until = instant("2011-02-04T00:00:00Z");
  asking.person("dora");
  const auto resolution = asking.ask(Role::case_worker);
  ASSERT_TRUE(resolution.recipient);
  EXPECT_EQ(resolution.recipient->person_id, "dora");
  EXPECT_EQ(resolution.recipient->on_behalf_of_id, "anna");
  EXPECT_EQ(resolution.recipient->on_behalf_until, instant("2011-02-04T00:00:00Z"));
  EXPECT_EQ(resolution.recipient->via, (std::vector<std::string>{"anna", "carlo"}));
}

TEST(Directory, AbsenceToldBeforeThePersonStillCounts) {
  Asking asking;
  asking.away("anna", "carlo").known = false;
  asking.person("carlo");
  EXPECT_EQ(asking.address(Role::case_worker), "carlo@directory.example");
}

TEST(Directory, EndsALoopOfStandInsAtTheFallback) {
  for (const auto& chain : std::vector<std::vector<std::string>>{
           {"anna", "anna"}, {"anna", "carlo", "anna"}, {"anna", "carlo", "dora", "carlo"}}) {
    Asking asking;
    for (std::size_t at = 0; at + 1 < chain.size(); ++at)
      asking.away(chain[at], chain[at + 1]);
    const auto resolution = asking.ask(Role::case_worker);
    EXPECT_TRUE(resolution.fallback);
    EXPECT_EQ(resolution.reason, "delegate_loop");
    EXPECT_EQ(resolution.recipient->email, "fallback@assist.example");
    EXPECT_EQ(resolution.recipient->person_id, "");
  }
}

TEST(Directory, EndsAChainThatIsTooLongAtTheFallback) {
  Asking asking;
  for (int n = 0; n < 40; ++n)
    asking.away("p" + std::to_string(n), "p" + std::to_string(n + 1));
  asking.facts().case_worker.id = "p0";
  EXPECT_EQ(asking.ask(Role::case_worker).reason, "delegate_loop");
}

TEST(Directory, AnAbsenceBeginsWithItsFirstInstantAndEndsBeforeItsLast) {
  Asking asking;
  asking.away("anna", "carlo");
  asking.person("carlo");
  const auto at = [&](std::string_view text) {
    return asking.address(Role::case_worker, instant(text));
  };
  EXPECT_EQ(at("2010-12-31T23:59:59.999Z"), "anna@directory.example");
  EXPECT_EQ(at("2011-01-01T00:00:00Z"), "carlo@directory.example");
  EXPECT_EQ(at("2011-02-28T23:59:59.999Z"), "carlo@directory.example");
  EXPECT_EQ(at("2011-03-01T00:00:00Z"), "anna@directory.example");
}

TEST(Directory, AnAbsenceWithoutAStandInChangesNothing) {
  Asking asking;
  asking.away("anna", "");
  EXPECT_EQ(asking.address(Role::case_worker), "anna@directory.example");
}

TEST(Directory, SaysWhyARoleHasNobody) {
  struct Row {
    const char* reason;
    std::function<void(Asking&)> set_up;
  };

  const std::vector<Row> rows{
      {"no_address",
       [](Asking& asking) {
         asking.away("anna", "carlo");
         asking.person("carlo").email.clear();
       }},
      {"no_person", [](Asking& asking) { asking.away("anna", "unknown"); }},
      {"inactive", [](Asking& asking) { asking.person("anna").active = false; }},
      {"inactive",
       [](Asking& asking) {
         asking.away("anna", "carlo");
         asking.person("carlo").active = false;
       }},
      {"no_address",
       [](Asking& asking) {
         asking.person("anna").email.clear();
         asking.facts().case_worker.email.clear();
       }},
      {"no_person", [](Asking& asking) { asking.facts().case_worker.email.clear(); }},
      {"no_person", [](Asking& asking) { asking.facts().known = false; }}};
  for (const auto& row : rows) {
    Asking asking;
    row.set_up(asking);
    const auto resolution = asking.ask(Role::case_worker);
    EXPECT_EQ(resolution.reason, row.reason);
    EXPECT_TRUE(resolution.fallback);
    EXPECT_EQ(resolution.recipient->email, "fallback@assist.example");
    asking.contacts().fallback_email.clear();
    EXPECT_FALSE(asking.ask(Role::case_worker).recipient);
  }
}

TEST(Directory, R25_AClosedAccountIsRedirectedWhereSomebodyStandsIn) {
  Asking asking;
  asking.away("anna", "carlo").active = false;
  asking.person("carlo");
  EXPECT_EQ(asking.address(Role::case_worker), "carlo@directory.example");
}

TEST(Directory, NamesTheSupervisorOfTheRecordBeforeTheWorkersOwn) {
  Asking asking;
  asking.person("sara");
  asking.person("tea");
  asking.person("anna").supervisor = "tea";
  EXPECT_EQ(asking.address(Role::supervisor), "sara@directory.example");
  asking.facts().supervisor.reset();
  EXPECT_EQ(asking.address(Role::supervisor), "tea@directory.example");
  asking.person("anna").supervisor.clear();
  EXPECT_EQ(asking.ask(Role::supervisor).reason, "no_person");
}

TEST(Directory, ASupervisorMayBeStoodInForToo) {
  Asking asking;
  asking.away("sara", "tea");
  asking.person("tea");
  EXPECT_EQ(asking.address(Role::supervisor), "tea@directory.example");
}

TEST(Directory, ACopyNeedsNoFallback) {
  Asking asking;
  asking.facts().case_worker = {};
  const auto copy = asking.ask(Role::case_worker_copy);
  EXPECT_TRUE(copy.skip);
  EXPECT_FALSE(copy.recipient);
  asking.facts().case_worker = {"anna", "", "anna@inline.example"};
  EXPECT_EQ(asking.address(Role::case_worker_copy), "anna@inline.example");
}

TEST(Directory, S_R34_OnlyWhoIsAbsentGetsTheAbsentPersonsCopy) {
  Asking asking;
  asking.person("anna");
  EXPECT_EQ(asking.ask(Role::absent_copy).reason, "not_absent");
  EXPECT_TRUE(asking.ask(Role::absent_copy).skip);
  asking.away("anna", "carlo");
  EXPECT_EQ(asking.address(Role::absent_copy), "anna@directory.example");
  EXPECT_TRUE(asking.ask(Role::absent_copy, {}, instant("2011-03-01T00:00:00Z")).skip);
}

TEST(Directory, FallbackAndAdministratorAreTheTenantsAddresses) {
  Asking asking;
  EXPECT_EQ(asking.address(Role::fallback), "fallback@assist.example");
  EXPECT_EQ(asking.address(Role::administrator), "admin@assist.example");
  EXPECT_EQ(asking.ask(Role::administrator).recipient->language, "it");
  asking.contacts().administrator_email.clear();
  EXPECT_EQ(asking.address(Role::administrator), "fallback@assist.example");
  asking.contacts().fallback_email.clear();
  EXPECT_EQ(asking.address(Role::administrator), "-");
  EXPECT_EQ(asking.address(Role::fallback), "-");
}

TEST(Directory, S_X30_NobodyIsToldAboutTheOwnAction) {
  Asking asking;
  asking.person("anna");
  const auto own = asking.ask(Role::case_worker, "anna");
  EXPECT_TRUE(own.skip);
  EXPECT_EQ(own.reason, "own_action");
  EXPECT_FALSE(asking.ask(Role::case_worker, "sara").skip);
  asking.away("anna", "carlo");
  asking.person("carlo");
  EXPECT_FALSE(asking.ask(Role::case_worker, "anna").skip) << "Carlo did not do it";
  EXPECT_TRUE(asking.ask(Role::case_worker, "carlo").skip);
}

TEST(Directory, KnowsNoRolesOfADirectoryEntry) {
  const Case person = empty_case({"assist", Kind::person, "anna"});
  const auto resolution = resolve(person, {.role = Role::case_worker}, now, {}, knows_nobody);
  EXPECT_EQ(resolution.reason, "no_person");
}

}  // namespace

}  // namespace followup
