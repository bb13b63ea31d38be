// Messages to several (core/domain/mailing.h): one notification each, and what became of them.
#include "core/domain/rules/mailing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup::rules {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class MessageToSeveral : public testing::Test {
 protected:
  MessageToSeveral() {
    Mailing mailing;
    mailing.parties = {"a", "b"};
    made = begin_mailing(mailing, count, mailings);
  }

  MailingStep end(const std::string& whom, DeliveryOutcome outcome) {
    OpenNotification open;
    open.whom = whom;
    return take_mailing_end(open, outcome, mailings);
  }

  MailingStep expand(std::vector<Addressee> to) {
    return end(made.whom, {.outcome = Outcome::expanded, .addressees = std::move(to)});
  }

  void take_out(const std::string& group) {
    static_cast<void>(withdraw_mailings(
        mailings, [&](const Mailing&, const std::string& one) { return one != group; }));
  }

  std::vector<std::string> addressees(const MailingStep& step) {
    std::vector<std::string> whom;
    for (const auto& one : step.notifications)
      whom.push_back(parse_mailing_whom(one.whom)->addressee);
    return whom;
  }

  std::uint32_t count = 0;
  std::vector<Mailing> mailings;
  Notification made;
};

TEST_F(MessageToSeveral, IsOverWhenAllHaveEndedAndSaysWhatBecameOfEachGroup) {
  const auto step = expand({{"group/a", {"a"}}, {"person/p", {"a", "b"}}});
  EXPECT_THAT(addressees(step), ElementsAre("group/a", "person/p"));
  EXPECT_FALSE(end("1/group/a", {.outcome = Outcome::refused}).ended);
  const auto last = end("1/person/p", {.outcome = Outcome::delivered}).ended;
  ASSERT_TRUE(last);
  EXPECT_EQ(result_for(*last, "a"), "partly");
  EXPECT_EQ(result_for(*last, "b"), "delivered");
  EXPECT_THAT(mailings, IsEmpty());
}

class MessageToPersons : public MessageToSeveral {
 protected:
  MessageToPersons() { mailings.front().role = Role::persons; }
};

TEST_F(MessageToPersons, NamesNobodyUnreachedWhoIsNotToBeToldAnyMore) {
  take_out("a");
  const auto step =
      end(made.whom, {.outcome = Outcome::expanded,
                      .addressees = {},
                      .troubles = {{"person/a", "no_address"}, {"person/b", "no_address"}}});
  EXPECT_THAT(step.troubles, ElementsAre(Trouble{"person/b", "no_address"}));
  ASSERT_TRUE(step.ended);
  EXPECT_THAT(step.ended->troubles, SizeIs(1));
}

TEST_F(MessageToPersons, GoesToASharedAddressForWhoIsStillToBeTold) {
  static_cast<void>(expand({{"person/a", {"a", "b"}}}));
  take_out("a");
  EXPECT_THAT(mailings.front().receipts.front().to.through, ElementsAre("b"));
  const auto whole = end("1/person/a", {.outcome = Outcome::delivered}).ended;
  ASSERT_TRUE(whole);
  EXPECT_EQ(result_for(*whole, "b"), "delivered");
  EXPECT_EQ(result_for(*whole, "a"), "refused") << "taken out";
}

TEST_F(MessageToSeveral, ThatReachesNobodyIsOverAtOnce) {
  const auto step = expand({});
  ASSERT_TRUE(step.ended);
  EXPECT_EQ(result_for(*step.ended, "a"), "nobody");
}

TEST_F(MessageToSeveral, LeavesOutAGroupThatWasTakenOutWhileTheWorkerLookedWhoIsInIt) {
  take_out("a");
  const auto step = expand({{"group/a", {"a"}}, {"person/p", {"a", "b"}}});
  EXPECT_THAT(addressees(step), ElementsAre("person/p"));
  EXPECT_THAT(mailings.front().receipts.front().to.through, ElementsAre("b"));
}

TEST_F(MessageToSeveral, IsForgottenWhenAllItsGroupsWereTakenOut) {
  take_out("a");
  take_out("b");
  EXPECT_THAT(mailings, IsEmpty());
  EXPECT_THAT(expand({{"group/a", {"a"}}}).notifications, IsEmpty());
}

TEST_F(MessageToSeveral, IsNotWantedAnyMoreByWhoeverIsToldOnlyThroughAGroupThatWasTakenOut) {
  expand({{"group/a", {"a"}}, {"person/p", {"a", "b"}}});
  take_out("a");
  OpenNotification open;
  open.whom = "1/group/a";
  EXPECT_FALSE(mailing_wanted(mailings, open));
  open.whom = "1/person/p";
  EXPECT_TRUE(mailing_wanted(mailings, open));
  EXPECT_TRUE(end("1/person/p", {.outcome = Outcome::delivered}).ended);
}

TEST_F(MessageToSeveral, SaysWhichAreOverByWhatWasTakenOut) {
  const auto nobody = [](const Mailing&, const std::string&) { return false; };
  auto over = withdraw_mailings(mailings, nobody);
  ASSERT_THAT(over, SizeIs(1));
  EXPECT_THAT(over.front().parties, ElementsAre("a", "b"));
  static_cast<void>(begin_mailing({.parties = {"a"}}, count, mailings));
  made.whom = mailing_whom(2);
  expand({{"group/a", {"a"}}});
  over = withdraw_mailings(mailings, nobody);
  ASSERT_THAT(over, SizeIs(1));
  EXPECT_EQ(over.front().receipts.front().ended, Outcome::withdrawn);
}

TEST_F(MessageToSeveral, WhatWentOutAlthoughItWasTakenBackHasGoneOut) {
  expand({{"group/a", {"a"}}, {"group/b", {"b"}}});
  take_out("a");
  EXPECT_FALSE(end("1/group/a", {.outcome = Outcome::delivered}).ended);
  const auto whole = end("1/group/b", {.outcome = Outcome::refused}).ended;
  ASSERT_TRUE(whole);
  EXPECT_EQ(result_for(*whole, "a"), "delivered");
}

TEST_F(MessageToSeveral, NamesThePersonsWhoWereTakenOutBeforeItsAddressesWereKnown) {
  mailings.front().role = Role::persons;
  take_out("a");
  const auto step = expand({{"person/b", {"b"}}});
  EXPECT_THAT(addressees(step), ElementsAre("person/b"));
  const auto whole = end("1/person/b", {.outcome = Outcome::delivered}).ended;
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->receipts.front().to.through, std::vector<std::string>{"a"});
  EXPECT_EQ(whole->receipts.front().ended, Outcome::withdrawn);
}

TEST_F(MessageToSeveral, GivesEachMessageANumberOfItsOwn) {
  static_cast<void>(begin_mailing({.parties = {"a"}}, count, mailings));
  EXPECT_THAT(mailings, SizeIs(2));
  EXPECT_EQ(mailings.back().number, 2U);
}

}  // namespace
}  // namespace followup::rules
