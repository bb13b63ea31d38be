// To whom a message to several groups goes: with and without an address of their own, in whose
// place the one above is told, and one address in two groups (T27; S-T06, S-T07).
#include "group_mails.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

TEST(GroupMails, S_T06_GoToTheGroupsAddressElseToItsActiveMembers) {
  Mails mails;
  mails.mailing().parties = {"autorizacao", "juridico"};
  mails.group("autorizacao", "aut@saude.example").members = {"ana"};
  mails.group("juridico").members = {"bia", "gone", "mute", "stranger", "caio"};
  for (const char* id : {"ana", "bia", "gone", "mute", "caio"})
    mails.person(id);
  mails.person("gone").active = false;
  mails.person("mute").email.clear();
  EXPECT_EQ(mails.addressees(), (Texts{"group/autorizacao < autorizacao", "person/bia < juridico",
                                       "person/caio < juridico"}));
  EXPECT_EQ(mails.troubles(), Texts{});
}

TEST(GroupMails, T27_GoOnceToOneAddressInWhateverCase) {
  Mails mails;
  mails.mailing().parties = {"autorizacao", "juridico", "financeiro"};
  mails.group("autorizacao").members = {"ana", "bia"};
  mails.group("juridico").members = {"bia", "ana", "bia"};
  mails.group("financeiro", "ANA@Saude.Example");
  mails.person("ana");
  mails.person("bia");
  EXPECT_EQ(mails.addressees(), (Texts{"person/ana < autorizacao juridico financeiro",
                                       "person/bia < autorizacao juridico"}));
}

TEST(GroupMails, GoToTheDelegateOfAnAbsentMemberOnce) {
  Mails mails;
  mails.mailing().parties = {"juridico"};
  mails.group("juridico").members = {"ana", "bia", "caio"};
  mails.away("ana", "bia");
  mails.person("bia");
  mails.away("caio", "caio");
  EXPECT_EQ(mails.addressees(), Texts{"person/ana < juridico"}) << "Caio stands in for himself";
  const auto told = [&] {
    mails.went_to(mails.expand().addressees);
    return mails.recipient("person/ana");
  }();
  ASSERT_TRUE(told.recipient);
  EXPECT_EQ(told.recipient->email, "bia@saude.example");
  EXPECT_EQ(told.recipient->on_behalf_of, "Name of ana");
}

TEST(GroupMails, S_T07_OfAGroupThatCanNotBeToldGoToTheOneAbove) {
  struct Row {
    const char* reason;
    std::function<Group&(Mails&)> set_up;
  };

  const std::vector<Row> rows{
      {"inactive",
       [](Mails& mails) -> Group& {
         Group& group = mails.group("juridico", "jur@saude.example");
         group.active = false;
         return group;
       }},
      {"no_address", [](Mails& mails) -> Group& { return mails.group("juridico"); }},
      {"no_address",
       [](Mails& mails) -> Group& {
         mails.person("gone").active = false;
         Group& group = mails.group("juridico");
         group.members = {"gone"};
         return group;
       }},
      {"no_address", [](Mails& mails) -> Group& {
         mails.away("ana", "bia");
         mails.away("bia", "ana");
         Group& group = mails.group("juridico");
         group.members = {"ana", "bia"};
         return group;
       }}};
  for (const auto& row : rows) {
    Mails mails;
    mails.mailing().parties = {"juridico"};
    Group& group = row.set_up(mails);
    EXPECT_EQ(mails.addressees(), Texts{"fallback < juridico"}) << "none is above it";
    mails.group("diretoria", "dir@saude.example");
    group.manager_group = "diretoria";
    EXPECT_EQ(mails.addressees(), Texts{"group/diretoria < juridico"}) << row.reason;
    EXPECT_EQ(mails.troubles(), Texts{"group/juridico " + std::string(row.reason)});
  }
}

TEST(GroupMails, ClimbAsFarAsNeededAndEndAtTheFallback) {
  Mails mails;
  mails.mailing().parties = {"juridico", "financeiro"};
  mails.group("juridico").manager_group = "diretoria";
  mails.group("diretoria").manager_group = "conselho";
  mails.group("conselho").members = {"ana"};
  mails.person("ana");
  EXPECT_EQ(mails.addressees(), (Texts{"person/ana < juridico", "fallback < financeiro"}));
  EXPECT_EQ(mails.troubles(), (Texts{"group/juridico no_address", "group/diretoria no_address",
                                     "group/financeiro no_group"}));
  mails.group("conselho").members.clear();
  EXPECT_EQ(mails.addressees(), Texts{"fallback < juridico financeiro"});
}

TEST(GroupMails, StopInACircleOfGroupsAndAfterSixteenOfThem) {
  Mails mails;
  mails.mailing().parties = {"a"};
  mails.group("a").manager_group = "b";
  mails.group("b").manager_group = "a";
  EXPECT_EQ(mails.addressees(), Texts{"fallback < a"});
  EXPECT_EQ(mails.troubles(), (Texts{"group/a no_address", "group/b no_address"}));
  mails.mailing().parties = {"g0"};
  for (int n = 0; n < 40; ++n)
    mails.group("g" + std::to_string(n)).manager_group = "g" + std::to_string(n + 1);
  EXPECT_EQ(mails.addressees(), Texts{"fallback < g0"});
  EXPECT_EQ(mails.troubles().size(), 17U);
  EXPECT_LE(mails.rounds(), 20);
}

TEST(GroupMails, ToManyMembersStopAtSixtyAddresses) {
  Mails mails;
  mails.mailing().parties = {"todos", "juridico"};
  mails.group("juridico").members = {"p7", "last"};
  mails.person("last");
  for (int n = 0; n < 600; ++n) {
    const std::string id = "p" + std::to_string(n);
    mails.group("todos").members.push_back(id);
  }
  auto members = mails.group("todos").members;
  for (const auto& id : members)
    mails.person(id);
  mails.group("todos").members = members;
  EXPECT_EQ(mails.expand().addressees.size(), 60U);
  EXPECT_EQ(mails.troubles(), (Texts{"group/todos too_many", "group/juridico too_many"}));
  EXPECT_EQ(mails.addressees().at(7), "person/p7 < todos juridico");
}

TEST(GroupMails, AreSkippedWhereTheTicketHasNoSuchMailingAnyMore) {
  Mails mails;
  mails.mailing().parties = {"juridico"};
  mails.group("juridico", "jur@saude.example");
  for (const char* whom : {"2", "1/group/juridico", "", "0", "x", "1/", "99999999999"}) {
    const auto asked = mails.ask(Role::groups, whom);
    EXPECT_TRUE(asked.skip) << whom;
    EXPECT_EQ(asked.reason, "no_mailing");
  }
  for (const char* whom : {"group/other", "fallback", "person/ana"})
    EXPECT_TRUE(mails.recipient(whom).skip) << whom;
  mails.mailing().expanded = true;
  EXPECT_TRUE(mails.ask(Role::groups, "1").skip) << "it is not expanded twice";
}

}  // namespace

}  // namespace followup
