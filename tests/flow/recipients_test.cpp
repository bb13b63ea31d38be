// Recipients looked up in the store: what events told of people and groups, then the configuration,
// then the record's own values; chains in one pipeline a level (R25, R26; S-R34, S-A41, S-C16).
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

/// APP-1 of Bianchi, whose callback the team "tlmk" may take.
class TeamRecipients : public Recipients {
 protected:
  TeamRecipients() {
    state_ = empty_case({"assist", Kind::appointment, "APP-1"});
    auto& facts = std::get<Appointment>(state_.facts);
    facts.known = true;
    facts.agent = {"bianchi", "", "bianchi@assist.example"};
    facts.caller = PersonRef{"rossi", "", "rossi@assist.example"};
    facts.team = "tlmk";
  }

  void configure_team() {
    tenant().groups["tlmk"] = {
        .id = "tlmk", .name = "Configured team", .email = "team@configured.example"};
  }
};

TEST_F(TeamRecipients, AreTakenFromEventsBeforeTheConfiguration) {
  EXPECT_EQ(ask({Role::team}).value().at(0).reason, "no_group");
  configure_team();
  EXPECT_EQ(email(Role::team), "team@configured.example");
  EXPECT_EQ(ask({Role::team}).value().at(0).recipient->name, "Configured team");
  world_.tell("tlmk", GroupRecord{.name = "Told team", .email = "team@told.example"});
  EXPECT_EQ(email(Role::team), "team@told.example");
  EXPECT_EQ(ask({Role::team}).value().at(0).recipient->name, "Told team");
}

TEST_F(TeamRecipients, AreAPipelineForTheGroupAndOneForItsMembers) {
  world_.tell("tlmk", GroupRecord{.name = "Team", .members = {"rossi", "verdi"}});
  world_.tell("rossi", PersonRecord{.name = "Rossi", .email = ""});
  world_.tell("verdi", PersonRecord{.name = "Verdi", .email = "verdi@told.example"});
  const int before = world_.store().calls();
  EXPECT_EQ(email(Role::team), "verdi@told.example");
  EXPECT_LE(world_.store().calls() - before, 3);
}

TEST_F(TeamRecipients, WithADamagedGroupAreTakenFromTheConfiguration) {
  configure_team();
  world_.tell("tlmk", GroupRecord{.name = "Told team", .email = "team@told.example"});
  Commit commit{.key = {"assist", Kind::group, "tlmk"}, .expected_version = 1};
  commit.record = "100000002deadbeef{}";
  ASSERT_TRUE(world_.memory().call({{commit.key, commit}}));
  EXPECT_EQ(email(Role::team), "team@configured.example");
}

TEST_F(TeamRecipients, KnowTheNamesOfWhomTheMailMentions) {
  configure("bianchi", "bianchi@configured.example");
  world_.tell("rossi", PersonRecord{.name = "Rossi Mario", .email = "rossi@told.example"});
  const auto names = ask({Role::team}).value().at(0).names;
  EXPECT_EQ(names, (std::map<std::string, std::string>{{"bianchi", "Configured"},
                                                       {"rossi", "Rossi Mario"}}));
}

TEST_F(TeamRecipients, OfTheSupervisorAreThoseOfThePersonWhomItIsAbout) {
  world_.tell("rossi", PersonRecord{.name = "Rossi", .supervisor = "blu"});
  world_.tell("blu", PersonRecord{.name = "Blu", .email = "blu@told.example"});
  const std::vector<RecipientQuery> queries{{&state_, &tenant(), Role::supervisor, {}, "rossi"}};
  const auto resolutions = resolve_all(queries, world_.now(), world_.store());
  ASSERT_TRUE(resolutions);
  EXPECT_EQ(resolutions->front().recipient->email, "blu@told.example");
}

TEST_F(Recipients, S_C16_OfTrainingAreTheAddressOfTheCasesOwnProject) {
  tenant().policy.contact.projects["p1"].training_email = "training@assist.example";
  state_ = empty_case({"assist", Kind::contact, "p1/K-7"});
  EXPECT_EQ(email(Role::training), "training@assist.example");
  state_ = empty_case({"assist", Kind::project, "p1"});
  EXPECT_EQ(email(Role::training), "training@assist.example");
  state_ = empty_case({"assist", Kind::contact, "p2/K-7"});
  EXPECT_TRUE(ask({Role::training}).value().at(0).skip);
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

/// A meeting of Olga's with everybody who is named in one.
Case meeting_of_many() {
  Case state = empty_case({"assist", Kind::meeting, "M-1"});
  auto& meeting = std::get<Meeting>(state.facts);
  meeting.known = true;
  meeting.organizer = "olga";
  meeting.people = {{"guest", "Guest", "guest@x.it"}};
  meeting.invitees = {{.person = "ivo"}, {.person = "guest"}};
  meeting.minutes.readers = {{"rosa", MinutesGroup::other}};
  auto& action = meeting.actions.emplace_back();
  action.id = "1";
  action.responsible = "dino";
  auto& mailing = meeting.mailings.emplace_back();
  mailing.number = 1;
  mailing.role = Role::persons;
  mailing.parties = {"ivo", "guest", "mute"};
  return state;
}

TEST_F(Recipients, OfAMeetingNameEverybodyInItAndAskForNoPersonCalledLikeAMessage) {
  const Case state = meeting_of_many();
  for (const char* id : {"olga", "ivo", "rosa", "dino", "former", "1"})
    configure(id, std::string(id) + "@assist.example");
  world_.tell("olga", PersonRecord{.name = "Olga", .email = "olga@told.example"});
  const int before = world_.store().calls();
  const auto resolved = resolve_all({{.state = &state,
                                      .tenant = &tenant(),
                                      .role = Role::persons,
                                      .whom = "1",
                                      .also = {"former", "", "nobody"}}},
                                    world_.now(), world_.store());
  ASSERT_TRUE(resolved);
  EXPECT_EQ(world_.store().calls() - before, 2) << "who is named, and who else gets it";
  EXPECT_EQ(resolved->front().names,
            (std::map<std::string, std::string>{{"olga", "Olga"},
                                                {"ivo", "Configured"},
                                                {"rosa", "Configured"},
                                                {"dino", "Configured"},
                                                {"former", "Configured"}}));
  EXPECT_EQ(resolved->front().emails.at("olga"), "olga@told.example");
  EXPECT_FALSE(resolved->front().emails.contains("guest")) << "no directory knows the guest";
  ASSERT_TRUE(resolved->front().expansion);
  EXPECT_EQ(resolved->front().expansion->addressees,
            (std::vector<Addressee>{{"person/ivo", {"ivo"}}, {"person/guest", {"guest"}}}));
  EXPECT_EQ(resolved->front().expansion->troubles,
            (std::vector<Trouble>{{"person/mute", "no_address"}}));
}

TEST_F(Recipients, OfAnApplicationAndACommunicationNameTheWorkerAndWhoWroteOnIt) {
  for (const char* id : {"vera", "nino", "fabio"})
    configure(id, std::string(id) + "@assist.example");
  state_ = empty_case({"assist", Kind::application, "A-1"});
  auto& application = std::get<Application>(state_.facts);
  application.programme_known = true;
  application.worker = {"vera", "", ""};
  application.notes = {{.id = "n-1", .by = "nino"}};
  application.files = {{.by = "fabio"}};
  auto resolved = ask({Role::case_worker}).value().at(0);
  EXPECT_EQ(resolved.recipient->email, "vera@assist.example");
  EXPECT_EQ(resolved.case_worker_name, "Configured");
  EXPECT_EQ(resolved.names.size(), 3U);

  state_ = empty_case({"assist", Kind::communication, "A-1/K-1"});
  std::get<Communication>(state_.facts).worker = PersonRef{"vera", "", ""};
  resolved = ask({Role::case_worker}).value().at(0);
  EXPECT_EQ(resolved.case_worker_name, "Configured");
  EXPECT_EQ(resolved.emails, (std::map<std::string, std::string>{{"vera", "vera@assist.example"}}));
}

TEST_F(Recipients, OfATicketNameItsGroupsAndAskForNoPersonCalledLikeAMessage) {
  tenant().groups["legal"] = {.id = "legal", .name = "Legal", .email = "legal@assist.example"};
  tenant().groups["board"] = {.id = "board", .name = "Board"};
  tenant().people["1"] = {.id = "1", .name = "Somebody else"};
  Case state = empty_case({"assist", Kind::ticket, "T-1"});
  auto& ticket = std::get<Ticket>(state.facts);
  ticket.demands.emplace_back().group = "legal";
  ticket.demands.emplace_back().group = "nobody";
  auto& mailing = ticket.mailings.emplace_back();
  mailing.number = 1;
  mailing.parties = {"legal"};
  const RecipientQuery query{
      .state = &state, .tenant = &tenant(), .role = Role::groups, .whom = "1", .group = "board"};
  const auto resolved = resolve_all({query}, world_.now(), world_.store());
  ASSERT_TRUE(resolved);
  EXPECT_EQ(resolved->front().names, (std::map<std::string, std::string>{
                                         {"group/legal", "Legal"}, {"group/board", "Board"}}));
  ASSERT_TRUE(resolved->front().expansion);
  EXPECT_EQ(resolved->front().expansion->addressees,
            (std::vector<Addressee>{{"group/legal", {"legal"}}}));
}

}  // namespace

}  // namespace followup
