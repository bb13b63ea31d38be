// To whom a message to several persons goes: each at its own address, once an address, and nobody
// in their place (M12 to M14, M21, M32, M33; S-M02, S-M05). Who holds the roles of meetings,
// applications and communications.
#include "core/domain/directory.h"
#include "tests/support/story.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace followup {

namespace {

using Texts = std::vector<std::string>;

const TimePoint now = instant("2026-06-18T07:00:00Z");

/// A meeting whose one message to persons is asked for, and the directory.
class PersonMails : public ::testing::Test {
 protected:
  PersonMails() : state_(empty_case({"assist", Kind::meeting, "M-1"})) {
    mailing().number = 1;
    mailing().role = Role::persons;
    mailing().purpose = Purpose::minutes;
  }

  Meeting& meeting() { return std::get<Meeting>(state_.facts); }

  Mailing& mailing() {
    auto& mailings = meeting().mailings;
    if (mailings.empty()) mailings.emplace_back();
    return mailings.front();
  }

  Person& person(const std::string& id, const std::string& email = {}) {
    Person& person = people_[id];
    person.id = id;
    person.known = true;
    person.name = "Name of " + id;
    person.email = email.empty() ? id + "@assist.example" : email;
    return person;
  }

  void inline_person(const std::string& id, const std::string& email) {
    meeting().people.push_back({id, "Inline " + id, email});
  }

  Resolution ask(Role role, const std::string& whom, const std::string& actor = {}) {
    std::set<std::string> looked_up;
    for (rounds_ = 1;; ++rounds_) {
      const auto find = [&](const std::string& id) -> std::optional<Person> {
        if (!looked_up.contains(id)) return std::nullopt;
        const auto found = people_.find(id);
        return found == people_.end() ? Person{.id = id} : found->second;
      };
      auto made = resolve(state_, {.role = role, .actor = actor, .whom = whom}, now,
                          {"fallback@assist.example", "", "it"},
                          {.person = find, .group = [](const std::string& id) {
                             return std::optional(Group{.id = id});
                           }});
      if (made.missing.empty()) return made;
      looked_up.insert(made.missing.begin(), made.missing.end());
    }
  }

  Expansion expand() { return ask(Role::persons, "1").expansion.value(); }

  /// "whom < persons" of each addressee.
  Texts addressees() {
    Texts texts;
    for (const auto& one : expand().addressees) {
      std::string text = one.whom + " <";
      for (const auto& party : one.through)
        text += " " + party;
      texts.push_back(text);
    }
    return texts;
  }

  Texts troubles() {
    Texts texts;
    for (const auto& one : expand().troubles)
      texts.push_back(one.whom + " " + one.reason);
    return texts;
  }

  /// Expands the message, and resolves the one to `id`.
  Resolution send_to(const std::string& id) {
    if (!mailing().expanded) {
      for (auto& one : expand().addressees)
        mailing().receipts.push_back({std::move(one), std::nullopt, {}});
      mailing().expanded = true;
    }
    return ask(Role::recipient, mailing_whom(1, "person/" + id));
  }

  Case state_;
  std::map<std::string, Person> people_;
  int rounds_ = 0;
};

TEST_F(PersonMails, S_M02_GoOnceToOneAddressInWhateverCase) {
  mailing().parties = {"ann", "bruno", "ann.other", "ann"};
  person("ann", "Ann@X.it");
  person("bruno");
  person("ann.other", "ann@x.it");
  EXPECT_EQ(addressees(), (Texts{"person/ann < ann ann.other", "person/bruno < bruno"}));
  EXPECT_EQ(troubles(), Texts{});
  EXPECT_EQ(rounds_, 2) << "all are looked up at once";
}

TEST_F(PersonMails, TakeTheDirectorysAddressBeforeTheOneThatTheEventGave) {
  mailing().parties = {"ann", "guest", "mute"};
  person("ann");
  inline_person("ann", "old@x.it");
  inline_person("guest", "guest@x.it");
  person("mute").email.clear();
  inline_person("mute", "mute@x.it");
  EXPECT_EQ(addressees(),
            (Texts{"person/ann < ann", "person/guest < guest", "person/mute < mute"}));
  EXPECT_EQ(send_to("ann").recipient->email, "ann@assist.example");
  const auto guest = send_to("guest");
  ASSERT_TRUE(guest.recipient);
  EXPECT_EQ(guest.recipient->email, "guest@x.it");
  EXPECT_EQ(guest.recipient->name, "Inline guest");
  EXPECT_EQ(guest.recipient->language, "it") << "the tenant's";
  EXPECT_EQ(send_to("mute").recipient->email, "mute@x.it");
}

TEST_F(PersonMails, S_M05_NameWhoeverHasNoUsableAddressAndTellNobodyInTheirPlace) {
  const std::vector<std::string> unusable{
      "nowhere",  "@x.it",   "a@",       "a@b@c",
      "a b@x.it", "a@x.it ", "a\t@x.it", "a@x.it\r\nBcc: b@x.it"};
  mailing().parties = {"ann", "unknown", "gone"};
  person("ann");
  person("gone").active = false;
  inline_person("gone", "gone@x.it");
  Texts expected{"person/unknown no_address", "person/gone inactive"};
  for (std::size_t n = 0; n < unusable.size(); ++n) {
    const std::string id = "p" + std::to_string(n);
    mailing().parties.push_back(id);
    inline_person(id, unusable[n]);
    expected.push_back("person/" + id + " no_address");
  }
  EXPECT_EQ(addressees(), Texts{"person/ann < ann"});
  EXPECT_EQ(troubles(), expected);
}

TEST_F(PersonMails, M21_GoOnlyToThoseWhoHaveThePrivilege) {
  mailing().parties = {"ann", "bruno", "guest"};
  mailing().privilege = "medical";
  person("ann").privileges = {"legal", "medical"};
  person("bruno").privileges = {"legal"};
  inline_person("guest", "guest@x.it");
  EXPECT_EQ(addressees(), Texts{"person/ann < ann"});
  EXPECT_EQ(troubles(), (Texts{"person/bruno no_privilege", "person/guest no_privilege"}));
  EXPECT_TRUE(send_to("ann").recipient);
  person("ann").privileges.clear();
  const auto late = send_to("ann");
  EXPECT_TRUE(late.skip) << "it was taken away before the mail was sent";
  EXPECT_EQ(late.reason, "no_privilege");
  EXPECT_FALSE(late.recipient);
}

TEST_F(PersonMails, TellAnAbsentPersonAndNoDelegate) {
  mailing().parties = {"ann", "bruno"};
  person("ann").absences = {
      {instant("2026-06-01T00:00:00Z"), instant("2026-07-01T00:00:00Z"), "bruno", std::nullopt}};
  person("bruno");
  EXPECT_EQ(addressees(), (Texts{"person/ann < ann", "person/bruno < bruno"}));
  const auto ann = send_to("ann");
  ASSERT_TRUE(ann.recipient);
  EXPECT_EQ(ann.recipient->email, "ann@assist.example");
  EXPECT_EQ(ann.recipient->on_behalf_of, "");
}

TEST_F(PersonMails, AreNotSentToTheFallbackWhenSomebodyLeavesOnTheWay) {
  mailing().parties = {"ann", "bruno"};
  person("ann");
  person("bruno");
  EXPECT_TRUE(send_to("ann").recipient);
  person("ann").active = false;
  person("bruno").email.clear();
  for (const auto& [id, reason] :
       {std::pair{"ann", "inactive"}, std::pair{"bruno", "no_address"}}) {
    const auto late = send_to(id);
    EXPECT_TRUE(late.skip);
    EXPECT_FALSE(late.fallback);
    EXPECT_FALSE(late.recipient);
    EXPECT_EQ(late.reason, reason);
  }
}

TEST_F(PersonMails, ToASharedAddressNameTheFirstWhoCanStillBeTold) {
  mailing().parties = {"ann", "bruno", "carla"};
  for (const char* id : {"ann", "bruno", "carla"})
    person(id, "family@x.it");
  EXPECT_EQ(send_to("ann").recipient->person_id, "ann");
  person("ann").active = false;
  EXPECT_EQ(send_to("ann").recipient->person_id, "bruno");
  mailing().receipts.front().to.through = {"carla"};
  EXPECT_EQ(send_to("ann").recipient->person_id, "carla") << "Bruno is not to be told any more";
  person("carla").active = false;
  EXPECT_EQ(send_to("ann").reason, "inactive");
}

TEST_F(PersonMails, M33_CancelNothingAtAnAddressWhereSomebodyIsStillInvited) {
  mailing().purpose = Purpose::invitation_cancelled;
  mailing().parties = {"ann", "bruno"};
  person("ann", "family@x.it");
  person("bruno");
  person("carla", "Family@x.it");
  meeting().invitees = {{.person = "carla"}};
  EXPECT_EQ(addressees(), Texts{"person/bruno < bruno"});
  EXPECT_EQ(troubles(), Texts{});
  meeting().cancelled = true;
  EXPECT_EQ(addressees(), (Texts{"person/ann < ann", "person/bruno < bruno"}));
}

TEST_F(PersonMails, GoToSixtyAddressesAndNameWhoHasNoRoom) {
  for (int n = 0; n < 61; ++n) {
    const std::string id = "p" + std::to_string(n);
    mailing().parties.push_back(id);
    person(id);
  }
  mailing().parties.push_back("twin");
  person("twin", "P3@assist.example");
  const auto made = expand();
  EXPECT_EQ(made.addressees.size(), 60U);
  EXPECT_EQ(made.addressees[3].through, (Texts{"p3", "twin"})) << "it needs no room of its own";
  EXPECT_EQ(troubles(), Texts{"person/p60 too_many"});
}

TEST_F(PersonMails, ToNobodyAreOver) {
  EXPECT_TRUE(expand().addressees.empty());
  EXPECT_TRUE(expand().troubles.empty());
}

TEST_F(PersonMails, S_X30_DoNotTellTheActorButWhoeverSharesTheAddress) {
  mailing().parties = {"ann", "bruno"};
  mailing().actor = "ann";
  person("ann");
  person("bruno");
  EXPECT_EQ(addressees(), (Texts{"person/ann < ann", "person/bruno < bruno"}));
  static_cast<void>(send_to("ann"));
  EXPECT_EQ(ask(Role::recipient, mailing_whom(1, "person/ann"), "ann").reason, "own_action");
  mailing().expanded = false;
  person("bruno", "ANN@assist.example");
  EXPECT_EQ(addressees(), Texts{"person/bruno < ann bruno"});
}

TEST_F(PersonMails, ThatTheCaseDoesNotHaveAnyMoreAreSkipped) {
  mailing().parties = {"ann"};
  person("ann");
  EXPECT_EQ(ask(Role::persons, "2").reason, "no_mailing");
  static_cast<void>(send_to("ann"));
  EXPECT_TRUE(ask(Role::persons, "1").skip) << "it is expanded already";
  EXPECT_EQ(send_to("bruno").reason, "no_mailing");
  meeting().mailings.clear();
  EXPECT_TRUE(ask(Role::recipient, mailing_whom(1, "person/ann")).skip);
}

TEST_F(PersonMails, OfApplicationsAndCommunicationsFindTheInlineAddress) {
  Mailing note = mailing();
  note.parties = {"ann"};
  for (const Kind kind : {Kind::application, Kind::communication}) {
    state_ = empty_case({"assist", kind, kind == Kind::application ? "A-1" : "A-1/K-1"});
    std::visit(
        [&](auto& facts) {
          if constexpr (requires { facts.people; }) {
            facts.people = {{"ann", "Ann", "ann@x.it"}};
            facts.mailings = {note};
          }
        },
        state_.facts);
    EXPECT_EQ(addressees(), Texts{"person/ann < ann"}) << to_text(kind);
  }
}

TEST_F(PersonMails, OfOtherKindsGoOnAsTheyDid) {
  state_ = empty_case({"assist", Kind::ticket, "T-1"});
  auto& ticket = std::get<Ticket>(state_.facts);
  Mailing& mailing = ticket.mailings.emplace_back();
  mailing.number = 1;
  mailing.expanded = true;
  mailing.receipts = {{{"person/ann", {"legal"}}, std::nullopt, {}}};
  person("ann").active = false;
  const auto made = ask(Role::recipient, mailing_whom(1, "person/ann"));
  EXPECT_TRUE(made.fallback) << "a member of a group";
}

TEST_F(PersonMails, M32_TheOrganizerAndWhoeverIsResponsibleAreFoundWithTheirDelegates) {
  meeting().organizer = "olga";
  meeting().people = {{"olga", "", "olga@x.it"}, {"dino", "", "dino@x.it"}};
  auto& action = meeting().actions.emplace_back();
  action.id = "act-1";
  action.responsible = "dino";
  EXPECT_EQ(ask(Role::organizer, "").recipient->email, "olga@x.it");
  EXPECT_EQ(ask(Role::responsible, "action/act-1").recipient->email, "dino@x.it");
  person("dino").absences = {
      {instant("2026-06-01T00:00:00Z"), instant("2026-07-01T00:00:00Z"), "carla", std::nullopt}};
  person("carla");
  const auto carla = ask(Role::responsible, "action/act-1");
  EXPECT_EQ(carla.recipient->email, "carla@assist.example");
  EXPECT_EQ(carla.recipient->on_behalf_of, "Name of dino");
  EXPECT_TRUE(ask(Role::responsible, "action/act-2").fallback) << "there is no such action";
}

TEST_F(PersonMails, M3_TheWorkerOfAProgrammeAndOfACommunicationIsTheCaseWorker) {
  state_ = empty_case({"assist", Kind::application, "A-1"});
  EXPECT_TRUE(ask(Role::case_worker, "").fallback);
  auto& application = std::get<Application>(state_.facts);
  application.programme_known = true;
  application.worker = {"anna", "Anna", "anna@x.it"};
  EXPECT_EQ(ask(Role::case_worker, "").recipient->email, "anna@x.it");
  state_ = empty_case({"assist", Kind::communication, "A-1/K-1"});
  EXPECT_TRUE(ask(Role::case_worker, "").fallback);
  std::get<Communication>(state_.facts).worker = PersonRef{"anna", "Anna", "anna@x.it"};
  EXPECT_EQ(ask(Role::case_worker, "").recipient->email, "anna@x.it");
}

}  // namespace

}  // namespace followup
