// Recipients looked up in the store: what events told of people, then the configuration, then the
// record's own values; chains in one pipeline a level (R25, R26; S-R34).
#include "core/flow/recipients.h"

#include "tests/flow/world.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

class Recipients : public testing::Test {
 protected:
  Recipients() {
    world_.tell("R-1", referral("2011-01-01", 30));
    state_ = world_.stored("R-1").value();
  }

  Tenant& tenant() { return world_.tenants().tenants.at("assist"); }

  void configure(const std::string& id, const std::string& email) {
    Person person{.id = id, .known = true, .name = "Configured", .email = email};
    tenant().people.insert_or_assign(id, person);
  }

  Result<std::vector<Resolution>> ask(const std::vector<Role>& roles) {
    std::vector<RecipientQuery> queries;
    for (const Role role : roles)
      queries.push_back({&state_, &tenant(), role, {}});
    return resolve_all(queries, world_.now(), world_.store());
  }

  std::string email(Role role) { return ask({role}).value().at(0).recipient.value().email; }

  AbsenceSet away(const std::string& delegate) {
    return {world_.now() - std::chrono::hours{1}, world_.now() + std::chrono::hours{1}, delegate};
  }

  World world_;
  Case state_;
};

TEST_F(Recipients, AreTakenFromTheRecordWhereNobodyKnowsThem) {
  EXPECT_EQ(email(Role::case_worker), "anna@assist.example");
}

TEST_F(Recipients, AreTakenFromTheConfigurationBeforeTheRecord) {
  configure("anna", "anna@configured.example");
  EXPECT_EQ(email(Role::case_worker), "anna@configured.example");
}

TEST_F(Recipients, AreTakenFromEventsBeforeTheConfiguration) {
  configure("anna", "anna@configured.example");
  world_.tell("anna", PersonRecord{.name = "Anna", .email = "anna@told.example"});
  EXPECT_EQ(email(Role::case_worker), "anna@told.example");
}

TEST_F(Recipients, S_R34_AbsencesThatEventsToldCompleteTheConfiguration) {
  configure("anna", "anna@configured.example");
  configure("carlo", "carlo@configured.example");
  world_.tell("anna", away("carlo"));
  EXPECT_EQ(email(Role::case_worker), "carlo@configured.example");
}

TEST_F(Recipients, OfManyMessagesAreLookedUpALevelAtATime) {
  world_.tell("anna", away("carlo"));
  world_.tell("carlo", away("dora"));
  world_.tell("dora", PersonRecord{.name = "Dora", .email = "dora@told.example"});
  const int before = world_.store().calls();
  const auto resolutions = ask({Role::case_worker, Role::supervisor, Role::case_worker_copy});
  ASSERT_TRUE(resolutions);
  EXPECT_LE(world_.store().calls() - before, 3) << "one pipeline a level of the chain";
  EXPECT_EQ(resolutions->at(0).recipient->email, "dora@told.example");
  EXPECT_EQ(resolutions->at(1).recipient->email, "sara@assist.example");
  EXPECT_EQ(resolutions->at(2).recipient->email, "dora@told.example");
  for (const auto& resolution : *resolutions)
    EXPECT_TRUE(resolution.missing.empty());
}

TEST_F(Recipients, KnowTheNameOfTheCaseWorkerForWhoeverReadsTheMail) {
  world_.tell("anna", PersonRecord{.name = "Anna Bianchi", .email = "anna@told.example"});
  EXPECT_EQ(ask({Role::supervisor}).value().at(0).case_worker_name, "Anna Bianchi");
}

TEST_F(Recipients, OfOtherTenantsAreNotAsked) {
  world_.tenants().tenants.at("other").people.emplace(
      "anna", Person{.id = "anna", .known = true, .email = "anna@other.example"});
  EXPECT_EQ(email(Role::case_worker), "anna@assist.example");
}

TEST_F(Recipients, WithADamagedEntryAreTakenFromTheRecord) {
  world_.tell("anna", PersonRecord{.name = "Anna", .email = "anna@told.example"});
  Commit commit{.key = {"assist", Kind::person, "anna"}, .expected_version = 1};
  commit.record = "100000002deadbeef{}";
  ASSERT_TRUE(world_.memory().call({{commit.key, commit}}));
  EXPECT_EQ(email(Role::case_worker), "anna@assist.example");
}

TEST_F(Recipients, AreNotGuessedWhileTheStoreIsAway) {
  world_.store().set_down(true);
  const auto resolutions = ask({Role::case_worker});
  ASSERT_FALSE(resolutions);
  EXPECT_EQ(resolutions.error().code, Code::unavailable);
}

}  // namespace

}  // namespace followup
