// From the roles of appointments, contacts and projects to whoever gets the message: callers and
// agents with their stand-ins, teams, supervisors, field reps, training addresses (A46, C12; S-A02,
// S-A19, S-A41, S-C16, S-C17).
#include "core/domain/directory.h"
#include "tests/support/story.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

const TimePoint now = instant("2026-09-14T13:20:00Z");

/// A directory of persons and groups, a case, and the question.
class Roles {
 public:
  explicit Roles(const CaseKey& key) : state_(empty_case(key)) {
    contacts_ = {"fallback@callit.example", "admin@callit.example", "it"};
  }

  Person& person(const std::string& id) {
    Person& person = people_[id];
    person.id = id;
    person.known = true;
    person.name = "Name of " + id;
    person.email = id + "@directory.example";
    person.language = "de";
    return person;
  }

  Person& away(const std::string& id, const std::string& delegate) {
    Person& absent = person(id);
    absent.absences.push_back(
        {instant("2026-09-01T00:00:00Z"), instant("2026-10-01T00:00:00Z"), delegate, std::nullopt});
    return absent;
  }

  Group& group(const std::string& id) {
    Group& group = groups_[id];
    group.id = id;
    group.name = "Team " + id;
    return group;
  }

  [[nodiscard]] Resolution ask(const Asked& asked) const {
    return resolve(state_, asked, now, contacts_,
                   {.person = [&](const std::string& id) -> std::optional<Person> {
                      const auto found = people_.find(id);
                      return found == people_.end() ? Person{.id = id} : found->second;
                    },
                    .group = [&](const std::string& id) -> std::optional<Group> {
                      const auto found = groups_.find(id);
                      return found == groups_.end() ? Group{.id = id} : found->second;
                    }});
  }

  [[nodiscard]] std::string address(Role role, const std::string& whom = {}) const {
    const auto resolution = ask({.role = role, .whom = whom});
    return resolution.recipient ? resolution.recipient->email : "-";
  }

 protected:
  Case state_;
  TenantContacts contacts_;

 private:
  std::map<std::string, Person> people_;
  std::map<std::string, Group> groups_;
};

/// APP-1 of agent Bianchi and operator Rossi, whose callback the team "tlmk" may take later.
class OfAppointment : public Roles {
 public:
  OfAppointment() : Roles({"callit", Kind::appointment, "APP-1"}) {
    Appointment& facts = appointment();
    facts.known = true;
    facts.agent = {"bianchi", "Bianchi", "bianchi@inline.example"};
    facts.caller = PersonRef{"rossi", "Rossi", "rossi@inline.example"};
    facts.team = "tlmk";
    Callback callback;
    callback.team = "tlmk";
    callback.holders = {CallHolder{*facts.caller, {}, {}, false}};
    facts.callback = callback;
  }

  Appointment& appointment() { return std::get<Appointment>(state_.facts); }
};

/// Contact K-7 of the project "p1": Meier and Schulz hold its Wiedervorlage.
class OfContact : public Roles {
 public:
  OfContact() : Roles({"telde", Kind::contact, "p1/K-7"}) {
    Callback callback;
    for (const char* id : {"meier", "schulz"})
      callback.holders.push_back({{id, "", std::string(id) + "@inline.example"}, {}, {}, false});
    contact().follow_up = callback;
    contact().visit = FieldVisit{
        local("2026-09-17T10:30"), {"braun", "", "braun@inline.example"}, true, std::nullopt, 1};
    contact().editor = {"weber", "", "weber@inline.example"};
  }

  ProjectContact& contact() { return std::get<ProjectContact>(state_.facts); }
};

TEST(Roles, OfAnAppointmentAreThoseThatItsRecordNames) {
  const OfAppointment asking;
  EXPECT_EQ(asking.address(Role::agent), "bianchi@inline.example");
  EXPECT_EQ(asking.address(Role::caller, "rossi"), "rossi@inline.example");
  EXPECT_EQ(asking.address(Role::administrator), "admin@callit.example");
}

TEST(Roles, OfAnAppointmentAreTakenFromTheDirectoryFirst) {
  OfAppointment asking;
  asking.person("bianchi");
  const auto resolution = asking.ask({.role = Role::agent});
  ASSERT_TRUE(resolution.recipient);
  EXPECT_EQ(resolution.recipient->email, "bianchi@directory.example");
  EXPECT_EQ(resolution.recipient->name, "Name of bianchi");
  EXPECT_EQ(resolution.recipient->language, "de");
}

TEST(Roles, S_C17_OfAnAbsentPersonGoToTheDelegate) {
  OfAppointment asking;
  asking.away("rossi", "verdi");
  asking.person("verdi");
  const auto resolution = asking.ask({.role = Role::caller, .whom = "rossi"});
  ASSERT_TRUE(resolution.recipient);
  EXPECT_EQ(resolution.recipient->person_id, "verdi");
  EXPECT_EQ(resolution.recipient->on_behalf_of, "Name of rossi");
}

TEST(Roles, OfAClosedAccountGoToTheFallback) {
  OfAppointment asking;
  asking.person("bianchi").active = false;
  const auto resolution = asking.ask({.role = Role::agent});
  EXPECT_TRUE(resolution.fallback);
  EXPECT_EQ(resolution.reason, "inactive");
  EXPECT_EQ(resolution.recipient->email, "fallback@callit.example");
}

TEST(Roles, WhoDidItIsNotTold) {  // S-X30
  const OfAppointment asking;
  const auto own = asking.ask({.role = Role::caller, .actor = "rossi", .whom = "rossi"});
  EXPECT_TRUE(own.skip);
  EXPECT_EQ(own.reason, "own_action");
  EXPECT_FALSE(asking.ask({.role = Role::caller, .actor = "bianchi", .whom = "rossi"}).skip);
}

TEST(Team, S_A02_IsTheAddressOfItsGroupUnderTheGroupsName) {
  OfAppointment asking;
  asking.group("tlmk").email = "tlmk@callit.example";
  asking.group("tlmk").members = {"rossi"};
  asking.person("rossi");
  const auto resolution = asking.ask({.role = Role::team, .actor = "rossi"});
  ASSERT_TRUE(resolution.recipient);
  EXPECT_EQ(resolution.recipient->email, "tlmk@callit.example");
  EXPECT_EQ(resolution.recipient->name, "Team tlmk");
  EXPECT_EQ(resolution.recipient->language, "it") << "the tenant's";
  EXPECT_EQ(resolution.recipient->person_id, "");
  EXPECT_FALSE(resolution.fallback);
}

TEST(Team, WithoutAnAddressIsItsFirstActiveMemberWhoHasOne) {
  OfAppointment asking;
  asking.group("tlmk").members = {"stranger", "gone", "mute", "verdi", "neri"};
  asking.person("gone").active = false;
  asking.person("mute").email.clear();
  asking.person("verdi");
  asking.person("neri");
  EXPECT_EQ(asking.address(Role::team), "verdi@directory.example");
  EXPECT_EQ(asking.ask({.role = Role::team}).recipient->name, "Team tlmk");
  asking.away("verdi", "rossi");
  EXPECT_EQ(asking.address(Role::team), "neri@directory.example") << "somebody who is there";
  asking.away("neri", "rossi");
  EXPECT_EQ(asking.address(Role::team), "verdi@directory.example") << "better than nobody";
}

TEST(Team, ThatCanNotBeReachedGoesToTheFallbackWithTheReason) {
  OfAppointment asking;
  const auto reason = [&] {
    const auto resolution = asking.ask({.role = Role::team});
    EXPECT_TRUE(resolution.fallback);
    EXPECT_EQ(resolution.recipient->email, "fallback@callit.example");
    return resolution.reason;
  };
  EXPECT_EQ(reason(), "no_group") << "in no directory";
  asking.group("tlmk");
  EXPECT_EQ(reason(), "no_address");
  asking.group("tlmk").email = "tlmk@callit.example";
  asking.group("tlmk").active = false;
  EXPECT_EQ(reason(), "inactive");
  asking.appointment().team.clear();
  asking.appointment().callback->team.clear();
  EXPECT_EQ(reason(), "no_group") << "the card names none";
}

TEST(Team, SaysWhichGroupAndMembersItNeedsBeforeItAnswers) {
  OfAppointment asking;
  Case state = empty_case({"callit", Kind::appointment, "APP-1"});
  std::get<Appointment>(state.facts).team = "tlmk";
  const auto none = [](const std::string&) { return std::optional<Person>{}; };
  Directory directory{none, [](const std::string&) { return std::optional<Group>{}; }};
  const auto first = resolve(state, {.role = Role::team}, now, {}, directory);
  EXPECT_EQ(first.missing_groups, std::vector<std::string>{"tlmk"});
  EXPECT_FALSE(first.recipient);
  directory.group = [](const std::string& id) {
    return Group{.id = id, .name = "Team", .members = {"rossi", "verdi"}};
  };
  const auto second = resolve(state, {.role = Role::team}, now, {}, directory);
  EXPECT_TRUE(second.missing_groups.empty());
  EXPECT_EQ(second.missing, (std::vector<std::string>{"rossi", "verdi"}));
}

TEST(Supervisor, S_A19_IsTheDirectorysOfThePersonWhomItIsAbout) {
  OfAppointment asking;
  asking.person("bianchi").supervisor = "neri";
  asking.person("rossi").supervisor = "blu";
  asking.person("neri");
  asking.person("blu");
  EXPECT_EQ(asking.address(Role::supervisor, "bianchi"), "neri@directory.example");
  EXPECT_EQ(asking.address(Role::supervisor, "rossi"), "blu@directory.example");
  asking.away("blu", "neri");
  EXPECT_EQ(asking.address(Role::supervisor, "rossi"), "neri@directory.example");
}

TEST(Supervisor, WhomNobodyNamesIsTheFallback) {
  OfAppointment asking;
  EXPECT_EQ(asking.address(Role::supervisor), "fallback@callit.example") << "about nobody";
  const auto resolution = asking.ask({.role = Role::supervisor, .whom = "rossi"});
  EXPECT_TRUE(resolution.fallback) << "never Rossi, about whom it is";
  EXPECT_EQ(resolution.reason, "no_person");
}

TEST(Roles, OfAContactAreToldApartByWhomTheNotificationIsFor) {
  OfContact asking;
  EXPECT_EQ(asking.address(Role::agent, "meier"), "meier@inline.example");
  EXPECT_EQ(asking.address(Role::agent, "schulz"), "schulz@inline.example");
  EXPECT_EQ(asking.address(Role::field_rep), "braun@inline.example");
  EXPECT_EQ(asking.address(Role::editor), "weber@inline.example");
  asking.contact().visit.reset();
  EXPECT_EQ(asking.ask({.role = Role::field_rep}).reason, "no_person");
  EXPECT_EQ(asking.address(Role::field_rep), "fallback@callit.example");
}

TEST(Roles, OfAContactsTeamComeFromItsWiedervorlage) {
  OfContact asking;
  asking.group("agents").email = "agents@telde.example";
  EXPECT_EQ(asking.ask({.role = Role::team}).reason, "no_group");
  asking.contact().follow_up->team = "agents";
  EXPECT_EQ(asking.address(Role::team), "agents@telde.example");
}

TEST(Training, S_C16_GoesToTheProjectsAddressOrToNobody) {
  const OfContact asking;
  const auto told = asking.ask({.role = Role::training, .training_email = "t@telde.example"});
  ASSERT_TRUE(told.recipient);
  EXPECT_EQ(told.recipient->email, "t@telde.example");
  EXPECT_EQ(told.recipient->name, "");
  const auto untold = asking.ask({.role = Role::training});
  EXPECT_TRUE(untold.skip);
  EXPECT_EQ(untold.reason, "no_training_address");
  EXPECT_FALSE(untold.recipient) << "never the fallback";
}

TEST(Roles, S_C20_OfAProjectsBatchAreTheRepsOfItsProtocols) {
  Roles asking({"telde", Kind::project, "p1"});
  EXPECT_EQ(asking.ask({.role = Role::field_rep, .whom = "braun"}).reason, "no_person");
  asking.person("braun");
  EXPECT_EQ(asking.address(Role::field_rep, "braun"), "braun@directory.example");
}

TEST(Roles, OfATenantsNoticesAreTheAdministrator) {
  const Roles asking({"telde", Kind::notices, "configuration"});
  EXPECT_EQ(asking.address(Role::administrator), "admin@callit.example");
  EXPECT_EQ(asking.address(Role::agent), "fallback@callit.example");
}

}  // namespace

}  // namespace followup
