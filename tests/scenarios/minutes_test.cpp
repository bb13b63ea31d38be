// Minutes: to whom they go, once each, and what the CRM and the organizer hear of it (M12 to M14,
// M25, M27, M30, M37; S-M01 to S-M06).
#include "tests/scenarios/call_centre.h"
#include "tests/scenarios/meeting_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;
using testing::UnorderedElementsAre;

class Minutes : public testing::Test {
 protected:
  Minutes() : plan("assist", assist_toml()) {
    plan.at("2026-06-01T10:00");
    plan.tell("meeting.scheduled", "M-1",
              meeting("2026-06-02T15:00", {"bob", "carla", "dino", "emma"}));
    plan.at("2026-06-03T10:00");
    plan.new_mails();
  }

  Reply issue(int version, const std::string& extra = "",
              std::optional<int> sequence = std::nullopt) {
    return plan.tell("minutes.issue_requested", "M-1", minutes(version, extra), sequence);
  }

  Lines told() { return without_times(plan.new_mails()); }

  CallCentre plan;
};

TEST_F(Minutes, S_M01_AttendeesDeclinersAndOthersGetOneMailEach) {
  issue(1, R"(,"attendees":)" + persons({"anna", "bob", "carla"}) + R"(,"decliners":)" +
               persons({"dino"}) + R"(,"others":)" + persons({"emma", "sara"}));
  const Lines mails = told();
  EXPECT_THAT(mails, SizeIs(6));
  EXPECT_THAT(mails, Each(StartsWith("minutes ")));
  EXPECT_THAT(hooks_of(plan, "minutes.issued"),
              ElementsAre("results=anna:attendee:delivered,bob:attendee:delivered,"
                          "carla:attendee:delivered,dino:decliner:delivered,"
                          "emma:other:delivered,sara:other:delivered version=1"));
}

TEST_F(Minutes, S_M02_OneAddressInTwoGroupsGetsOneMail) {
  issue(1, R"(,"attendees":[{"id":"ann1","email":"Ann@X.it"}],"decliners":[],)"
           R"("others":[{"id":"ann2","email":"ann@x.it"}])");
  EXPECT_THAT(told(), SizeIs(1));
  EXPECT_THAT(hooks_of(plan, "minutes.issued"),
              ElementsAre("results=ann1:attendee:delivered,ann2:other:delivered version=1"));
}

TEST_F(Minutes, M37_WhoeverIsInTwoGroupsGetsThemOnceAndForTheFirst) {
  issue(1, R"(,"attendees":)" + persons({"dino"}) + R"(,"decliners":)" + persons({"dino"}));
  EXPECT_THAT(told(), ElementsAre("minutes dino"));
  EXPECT_THAT(hooks_of(plan, "minutes.issued"),
              ElementsAre("results=dino:attendee:delivered version=1"));
}

TEST_F(Minutes, S_M04_WhoeverNeitherCameNorDeclinedGetsNoneUnlessChosen) {
  plan.tell("meeting.response_recorded", "M-1", reply("bob", "accepted"));
  plan.tell("meeting.response_recorded", "M-1", reply("carla", "declined"));
  plan.tell("meeting.response_recorded", "M-1", reply("dino", "tentative"));
  issue(1);
  EXPECT_THAT(told(), UnorderedElementsAre("minutes bob", "minutes anna", "minutes carla"));
  issue(2, R"(,"others":)" + persons({"dino", "emma"}));
  EXPECT_THAT(told(), UnorderedElementsAre("minutes bob", "minutes anna", "minutes carla",
                                           "minutes dino", "minutes emma"));
}

TEST_F(Minutes, S_M05_OneWithoutAnAddressHoldsNobodyUpAndTheOrganizerHearsOfIt) {
  issue(1, R"(,"attendees":[{"id":"bob"},{"id":"paper"}],"decliners":[])");
  EXPECT_THAT(told(), UnorderedElementsAre("minutes bob", "without_address anna"));
  plan.at("2026-06-20T10:00");
  EXPECT_THAT(told(), IsEmpty());
  EXPECT_THAT(hooks_of(plan, "minutes.issued"),
              ElementsAre("results=bob:attendee:delivered,paper:attendee:nobody(no_address) "
                          "version=1"));
}

TEST_F(Minutes, S_M06_WorkInProgressGoesToNobody) {
  for (int time = 0; time < 5; ++time)
    EXPECT_EQ(plan.tell("minutes.saved", "M-1", R"({"text":"so far"})").status, Status::accepted);
  plan.at("2026-06-10T10:00");
  EXPECT_THAT(told(), IsEmpty());
}

TEST_F(Minutes, AVersionGoesOutOnceAndARevisedOneAgain) {
  const std::string to_bob = R"(,"attendees":)" + persons({"bob"}) + R"(,"decliners":[])";
  issue(1, to_bob);
  EXPECT_EQ(issue(1, to_bob).status, Status::duplicate);
  EXPECT_THAT(told(), ElementsAre("minutes bob"));
  issue(3, to_bob);
  EXPECT_EQ(issue(2, to_bob).reason, Reason::superseded);
  EXPECT_THAT(told(), ElementsAre("minutes bob"));
}

TEST_F(Minutes, ACorrectionUnderTheSameVersionIsNotMistakenForARepetition) {
  issue(1, R"(,"attendees":)" + persons({"bob"}) + R"(,"decliners":[])");
  const Reply refused = issue(1, R"(,"attendees":)" + persons({"bob", "dino"}));
  EXPECT_EQ(refused.status, Status::rejected);
  EXPECT_THAT(refused.faults.front().message, HasSubstr("a higher version"));
}

TEST_F(Minutes, WhatHasNotGoneOutOfAnEarlierVersionIsTakenBack) {
  const std::string to_bob = R"(,"attendees":)" + persons({"bob"}) + R"(,"decliners":[])";
  plan.rest(true);
  issue(1, to_bob);
  issue(2, to_bob);
  plan.rest(false);
  plan.at("2026-06-03T10:05");
  EXPECT_THAT(told(), ElementsAre("minutes bob"));
  EXPECT_THAT(hooks_of(plan, "minutes.issued"),
              UnorderedElementsAre("results=bob:attendee:withdrawn version=1",
                                   "results=bob:attendee:delivered version=2"));
}

TEST_F(Minutes, ARepetitionSaysNothingOfReadersWhomItDoesNotName) {
  plan.tell("meeting.response_recorded", "M-1", reply("bob", "accepted"));
  issue(1, R"(,"others":)" + persons({"sara"}));
  told();
  plan.tell("meeting.response_recorded", "M-1", reply("carla", "accepted"));
  EXPECT_EQ(issue(1, R"(,"others":)" + persons({"sara"})).status, Status::duplicate);
  EXPECT_EQ(issue(1).status, Status::duplicate);
  EXPECT_EQ(issue(1, R"(,"others":)" + persons({"emma"})).status, Status::rejected);
}

TEST_F(Minutes, AreRevisedOnesOnlyWhereSomebodyMayHaveReadAnEarlierVersion) {
  const std::string to_bob = R"(,"attendees":)" + persons({"bob"}) + R"(,"decliners":[])";
  const auto newest = [&] {
    return plan.facts<Meeting>(Kind::meeting, "M-1").mailings.back().about;
  };
  plan.rest(true);
  issue(1, to_bob);
  issue(2, to_bob);
  EXPECT_EQ(newest(), "");
  plan.rest(false);
  plan.at("2026-06-03T10:05");
  plan.rest(true);
  issue(3, to_bob);
  EXPECT_EQ(newest(), "revised");
  issue(4, to_bob);
  EXPECT_EQ(newest(), "revised");
}

TEST_F(Minutes, TellWhoeverGetsAnActionThatIsLateAlready) {
  plan.at("2026-06-10T10:00");
  issue(1, R"(,"attendees":)" + persons({"bob"}) + R"(,"decliners":[],"actions":[)" +
               action("A-1", "dino", "2026-06-05") + "]");
  EXPECT_THAT(told(),
              UnorderedElementsAre("minutes bob", "action_due dino", "action_overdue anna late"));
}

TEST_F(Minutes, WithoutAnybodyToSendToAreRejected) {
  const Reply refused = issue(1, R"(,"attendees":[],"decliners":[])");
  EXPECT_EQ(refused.status, Status::rejected);
  EXPECT_EQ(refused.reason, Reason::no_recipients);
  EXPECT_THAT(refused.faults.front().message, HasSubstr("name attendees"));
}

TEST_F(Minutes, ToMorePersonsThanAMessageCanGoToAreRejected) {
  const auto crowd = [](const std::string& name) {
    std::string list;
    for (int one = 0; one < 40; ++one)
      list += (one == 0 ? "" : ",") + person(name + std::to_string(one));
    return "[" + list + "]";
  };
  const Reply refused = issue(1, R"(,"attendees":)" + crowd("a") + R"(,"others":)" + crowd("o"));
  EXPECT_EQ(refused.reason, Reason::too_many_recipients);
}

TEST_F(Minutes, OfAMeetingNobodyHasToldOfArePutAside) {
  EXPECT_EQ(plan.tell("minutes.issue_requested", "M-9", minutes(1)).reason,
            Reason::unknown_meeting);
}

TEST_F(Minutes, M27_WhoeverCameWithoutInvitationIsAddedWithAnAddress) {
  issue(1, R"(,"attendees":[{"id":"guest","name":"Guest","email":"guest@x.example"}],)"
           R"("decliners":[])");
  EXPECT_THAT(told(), ElementsAre("minutes guest"));
}

TEST_F(Minutes, FollowTheActionsThatTheyList) {
  issue(1, R"(,"attendees":)" + persons({"bob"}) + R"(,"decliners":[],"actions":[)" +
               action("A-1", "dino", "2026-06-18") +
               R"(,{"responsible":{"id":"bob"},"text":"Without a day"}])");
  EXPECT_THAT(plan.due(Kind::meeting, "M-1"),
              ElementsAre("action 2026-06-18T09:00", "action 2026-06-19T09:00"));
}

}  // namespace
}  // namespace followup
