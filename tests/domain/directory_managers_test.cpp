// To whom a message to those above a group goes (S-T31), and what becomes of one addressee when it
// is sent: address, language, and what may be read there of a secret ticket (S-T30).
#include "group_mails.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

TEST(ManagerMails, S_T31_GoSoManyGroupsUp) {
  Mails mails;
  mails.group("juridico", "jur@saude.example").manager_group = "diretoria";
  mails.group("diretoria", "dir@saude.example").manager_group = "conselho";
  mails.group("conselho", "con@saude.example");
  mails.above("juridico", 1);
  EXPECT_EQ(mails.addressees(), Texts{"group/diretoria < juridico"});
  mails.above("juridico", 2);
  EXPECT_EQ(mails.addressees(), Texts{"group/conselho < juridico"});
  EXPECT_EQ(mails.troubles(), Texts{});
  mails.above("juridico", 3);
  EXPECT_EQ(mails.addressees(), Texts{});
  EXPECT_EQ(mails.troubles(), Texts{"group/juridico no_manager"});
  mails.above("conselho", 1);
  EXPECT_EQ(mails.addressees(), Texts{"fallback < conselho"});
  EXPECT_EQ(mails.troubles(), Texts{"group/conselho no_manager"});
}

TEST(ManagerMails, S_T31_StopInACircleAndSaySo) {
  Mails mails;
  mails.group("a", "a@saude.example").manager_group = "b";
  mails.group("b", "b@saude.example").manager_group = "a";
  mails.group("self", "self@saude.example").manager_group = "self";
  mails.above("a", 1);
  EXPECT_EQ(mails.addressees(), Texts{"group/b < a"});
  mails.above("a", 2);
  EXPECT_EQ(mails.addressees(), Texts{});
  EXPECT_EQ(mails.troubles(), Texts{"group/a manager_loop"});
  mails.above("self", 1);
  EXPECT_EQ(mails.addressees(), Texts{"fallback < self"});
  EXPECT_EQ(mails.troubles(), Texts{"group/self manager_loop"});
}

TEST(ManagerMails, CountAndPassOverAGroupThatCanNotBeTold) {
  Mails mails;
  mails.group("juridico", "jur@saude.example").manager_group = "diretoria";
  mails.group("diretoria", "dir@saude.example").active = false;
  mails.group("conselho", "con@saude.example");
  mails.above("juridico", 1);
  EXPECT_EQ(mails.addressees(), Texts{"fallback < juridico"});
  EXPECT_EQ(mails.troubles(), (Texts{"group/diretoria inactive", "group/juridico no_manager"}));
  auto& passed = mails.group("diretoria", "dir@saude.example");
  passed.active = false;
  passed.manager_group = "conselho";
  EXPECT_EQ(mails.addressees(), Texts{"group/conselho < juridico"});
  EXPECT_EQ(mails.troubles(), Texts{"group/diretoria inactive"});
  mails.above("juridico", 2);
  EXPECT_EQ(mails.addressees(), Texts{"group/conselho < juridico"}) << "it was counted";
}

TEST(Addressee, OfAGroupIsItsAddressInTheTenantsLanguage) {
  Mails mails;
  mails.group("juridico", "jur@saude.example");
  mails.went_to({{"group/juridico", {"juridico"}}});
  const auto told = mails.recipient("group/juridico");
  ASSERT_TRUE(told.recipient);
  EXPECT_EQ(told.recipient->email, "jur@saude.example");
  EXPECT_EQ(told.recipient->name, "Name of juridico");
  EXPECT_EQ(told.recipient->language, "pt");
  EXPECT_FALSE(told.fallback);
  mails.group("juridico");
  EXPECT_EQ(mails.recipient("group/juridico").reason, "no_address") << "lost since";
  EXPECT_TRUE(mails.recipient("group/juridico").fallback);
  mails.group("juridico", "jur@saude.example").active = false;
  EXPECT_EQ(mails.recipient("group/juridico").reason, "inactive");
}

TEST(Addressee, ThatIsAPersonHasALanguageAndZoneOfTheirOwn) {
  Mails mails;
  mails.person("ana").language = "de";
  mails.went_to({{"person/ana", {"juridico"}}, {"fallback", {"financeiro"}}});
  const auto told = mails.recipient("person/ana");
  ASSERT_TRUE(told.recipient);
  EXPECT_EQ(told.recipient->person_id, "ana");
  EXPECT_EQ(told.recipient->language, "de");
  const auto fallback = mails.recipient("fallback");
  ASSERT_TRUE(fallback.recipient);
  EXPECT_EQ(fallback.recipient->email, "fallback@saude.example");
}

TEST(SecretAccess, S_T30_IsThatOfTheGroupAndOfTheOneThatIsToldInItsPlace) {
  struct Row {
    bool own, above;
    const char* whom;
    bool may;
  };

  const std::vector<Row> rows{
      {false, false, "group/juridico", false}, {true, false, "group/juridico", true},
      {true, false, "person/ana", true},       {false, true, "person/ana", false},
      {true, false, "group/diretoria", false}, {true, true, "group/diretoria", true},
      {true, true, "person/bia", true},        {true, false, "person/bia", false},
      {false, true, "group/diretoria", false}, {false, true, "person/bia", false},
      {true, true, "person/stranger", false},  {true, true, "fallback", false}};
  for (const auto& row : rows) {
    Mails mails;
    mails.ticket().secret = true;
    mails.group("juridico", "jur@saude.example").members = {"ana"};
    mails.group("diretoria", "dir@saude.example").members = {"bia"};
    auto& own = mails.group("juridico", "jur@saude.example");
    own.manager_group = "diretoria";
    own.secret_access = row.own;
    mails.group("diretoria", "dir@saude.example").secret_access = row.above;
    for (const char* id : {"ana", "bia", "stranger"})
      mails.person(id);
    mails.went_to({{row.whom, {"juridico"}}});
    const auto told = mails.recipient(row.whom);
    ASSERT_TRUE(told.recipient) << row.whom;
    EXPECT_EQ(told.recipient->secret_access, row.may) << row.whom << row.own << row.above;
  }
}

TEST(MailingWhom, ComesBackAsItWasWritten) {
  EXPECT_EQ(mailing_whom(7), "7");
  EXPECT_EQ(mailing_whom(7, "group/a/b"), "7/group/a/b");
  const auto parsed = parse_mailing_whom("7/group/a/b");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->number, 7U);
  EXPECT_EQ(parsed->addressee, "group/a/b");
  EXPECT_EQ(parse_mailing_whom("12")->addressee, "");
  for (const char* bad : {"", "0", "a", "-1", "1/", "1x", "/person/a", "4294967296"})
    EXPECT_FALSE(parse_mailing_whom(bad)) << bad;
}

}  // namespace

}  // namespace followup
