// Meetings that take the same time of the same person: the organizer of the one that was told of
// later hears it (M35).
#include "tests/scenarios/call_centre.h"
#include "tests/scenarios/meeting_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class Collisions : public testing::Test {
 protected:
  Collisions() : plan("assist", assist_toml("")) { plan.at("2026-06-01T10:00"); }

  /// A meeting on 10 June between these times of day.
  Reply schedule(const std::string& id, const std::string& from, const std::string& to,
                 std::initializer_list<const char*> invitees,
                 const std::string& organizer = "anna") {
    const std::string day = "2026-06-10T";
    const std::string end = to.empty() ? "" : R"(,"end":")" + day + to + R"(")";
    std::string data = meeting(day + from, invitees, end);
    const std::string anna = R"("organizer":{"id":"anna"})";
    data.replace(data.find(anna), anna.size(), R"("organizer":)" + person(organizer));
    return plan.tell("meeting.scheduled", id, data);
  }

  /// "anna" for every mail of a collision that went out since.
  Lines told() {
    Lines who;
    for (const auto& line : without_times(plan.new_mails())) {
      if (line.starts_with("meeting_collision ")) who.push_back(line.substr(line.find(' ') + 1));
    }
    return who;
  }

  /// "bob M-1", of what the organizer was told.
  Lines collisions_of(const std::string& id) {
    Lines lines;
    for (const auto& one : plan.facts<Meeting>(Kind::meeting, id).collisions)
      lines.push_back(one.person + " " + one.meeting);
    return lines;
  }

  CallCentre plan;
};

TEST_F(Collisions, M35_TheOrganizerHearsThatAnInviteeHasAnotherMeetingThen) {
  schedule("M-1", "15:00", "16:00", {"bob", "carla"});
  schedule("M-2", "15:30", "16:30", {"bob", "dino"}, "emma");
  EXPECT_THAT(told(), ElementsAre("emma"));
  EXPECT_THAT(collisions_of("M-2"), ElementsAre("bob M-1"));
  EXPECT_THAT(collisions_of("M-1"), IsEmpty());
}

TEST_F(Collisions, OneMailNamesEverybodyWhoHasAnother) {
  schedule("M-1", "15:00", "16:00", {"bob"});
  schedule("M-2", "15:00", "16:00", {"carla"});
  told();
  schedule("M-3", "14:00", "17:00", {"bob", "carla", "dino"});
  EXPECT_THAT(told(), ElementsAre("anna"));
  EXPECT_THAT(collisions_of("M-3"), ElementsAre("bob M-1", "carla M-2"));
}

TEST_F(Collisions, WhoeverHoldsTheOtherMeetingTakesPartInIt) {
  schedule("M-1", "15:00", "16:00", {"carla"}, "bob");
  schedule("M-2", "15:00", "16:00", {"bob"});
  EXPECT_THAT(collisions_of("M-2"), ElementsAre("bob M-1"));
}

TEST_F(Collisions, OneThatBeginsWhenTheOtherEndsDoesNotCollide) {
  schedule("M-1", "15:00", "16:00", {"bob"});
  schedule("M-2", "16:00", "17:00", {"bob"});
  schedule("M-3", "14:00", "15:00", {"bob"});
  EXPECT_THAT(told(), IsEmpty());
}

TEST_F(Collisions, OneWithoutAnEndCollidesWithWhatLastsThen) {
  schedule("M-1", "15:00", "16:00", {"bob"});
  schedule("M-2", "15:30", "", {"bob"});
  schedule("M-3", "15:30", "", {"bob"});
  EXPECT_THAT(collisions_of("M-2"), ElementsAre("bob M-1"));
  EXPECT_THAT(collisions_of("M-3"), ElementsAre("bob M-2", "bob M-1"));
}

TEST_F(Collisions, WhatIsCancelledHeldOrDeclinedTakesNoTime) {
  schedule("M-1", "15:00", "16:00", {"bob"});
  schedule("M-2", "15:00", "16:00", {"carla"});
  schedule("M-3", "15:00", "16:00", {"dino"});
  plan.tell("meeting.cancelled", "M-1", "{}");
  plan.tell("meeting.held", "M-2", "{}");
  plan.tell("meeting.response_recorded", "M-3", reply("dino", "declined"));
  schedule("M-4", "15:00", "16:00", {"bob", "carla", "dino"});
  EXPECT_THAT(told(), IsEmpty());
}

TEST_F(Collisions, NobodyHearsTwiceOfTheSame) {
  schedule("M-1", "15:00", "16:00", {"bob"});
  schedule("M-2", "15:00", "16:00", {"bob"});
  plan.repeat();
  schedule("M-2", "15:00", "16:00", {"bob", "carla"});
  EXPECT_THAT(told(), ElementsAre("anna"));
}

TEST_F(Collisions, AFurtherOneIsTold) {
  schedule("M-1", "15:00", "16:00", {"bob"});
  schedule("M-2", "15:00", "16:00", {"carla"});
  schedule("M-3", "15:00", "16:00", {"bob"});
  EXPECT_THAT(told(), SizeIs(1));
  schedule("M-3", "15:00", "16:00", {"bob", "carla"});
  EXPECT_THAT(told(), SizeIs(1));
}

TEST_F(Collisions, AnotherDateIsLookedAtAnew) {
  schedule("M-1", "15:00", "16:00", {"bob"});
  schedule("M-2", "15:00", "16:00", {"bob"});
  schedule("M-2", "15:30", "16:30", {"bob"});
  EXPECT_THAT(told(), SizeIs(2));
  schedule("M-2", "17:00", "18:00", {"bob"});
  EXPECT_THAT(told(), IsEmpty());
  EXPECT_THAT(collisions_of("M-2"), IsEmpty());
}

TEST_F(Collisions, WhatIsOutOfDateBeforeItGoesOutIsTakenBack) {
  schedule("M-1", "15:00", "16:00", {"bob"});
  plan.rest(true);
  schedule("M-2", "15:00", "16:00", {"bob"});
  schedule("M-2", "17:00", "18:00", {"bob"});
  plan.rest(false);
  plan.at("2026-06-01T10:05");
  EXPECT_THAT(told(), IsEmpty());
}

TEST_F(Collisions, OfWhatIsOverNobodyHears) {
  schedule("M-1", "15:00", "16:00", {"bob"});
  plan.at("2026-06-11T10:00");
  schedule("M-2", "15:00", "16:00", {"bob"});
  EXPECT_THAT(told(), IsEmpty());
}

TEST_F(Collisions, AMeetingOfManyDaysCollidesWithEveryOneInItsTime) {
  plan.tell("meeting.scheduled", "FAIR",
            meeting("2026-06-08T09:00", {"bob"}, R"(,"end":"2026-06-12T18:00")"));
  schedule("M-2", "15:00", "16:00", {"bob"});
  EXPECT_THAT(collisions_of("M-2"), ElementsAre("bob FAIR"));
}

TEST_F(Collisions, OneOfManyDaysIsSeenBehindManyShortOnes) {
  plan.tell("meeting.scheduled", "FAIR",
            meeting("2026-06-08T09:00", {"bob"}, R"(,"end":"2026-06-12T18:00")"));
  for (int number = 0; number < 25; ++number)
    plan.tell("meeting.scheduled", "D-" + std::to_string(number),
              meeting("2026-06-09T08:00", {"bob"}, R"(,"end":"2026-06-09T08:30")"));
  schedule("M-2", "15:00", "16:00", {"bob"});
  EXPECT_THAT(collisions_of("M-2"), ElementsAre("bob FAIR"));
}

TEST_F(Collisions, WhatIsOverIsNoCollisionOfAMeetingThatGoesOn) {
  plan.tell("meeting.scheduled", "M-1",
            meeting("2026-06-09T09:00", {"bob"}, R"(,"end":"2026-06-09T10:00")"));
  plan.tell("meeting.scheduled", "FAIR",
            meeting("2026-06-08T09:00", {"carla"}, R"(,"end":"2026-06-12T18:00")"));
  plan.at("2026-06-11T10:00");
  told();
  plan.tell("meeting.updated", "FAIR",
            meeting("2026-06-08T09:00", {"carla", "bob"}, R"(,"end":"2026-06-12T18:00")"));
  EXPECT_THAT(told(), IsEmpty());
}

TEST_F(Collisions, AMailThatWaitsIsTakenBackWhenNobodyIsMeantAnyMore) {
  schedule("M-1", "15:00", "16:00", {"bob"});
  plan.rest(true);
  schedule("M-2", "15:00", "16:00", {"bob"});
  schedule("M-2", "15:00", "16:00", {"carla"});
  schedule("M-3", "15:00", "16:00", {"bob"});
  plan.tell("meeting.response_recorded", "M-3", reply("bob", "declined"));
  schedule("M-4", "15:00", "16:00", {"bob"});
  plan.tell("meeting.held", "M-4", "{}");
  plan.rest(false);
  plan.at("2026-06-01T10:05");
  EXPECT_THAT(told(), IsEmpty());
  EXPECT_THAT(collisions_of("M-2"), IsEmpty());
}

TEST_F(Collisions, TheEarlierMeetingsRecordOnceMoreTellsItsOrganizerNothing) {
  schedule("M-1", "15:00", "16:00", {"bob"});
  const std::string first = plan.last_event();
  schedule("M-2", "15:00", "16:00", {"bob"}, "emma");
  EXPECT_THAT(told(), ElementsAre("emma"));
  EXPECT_EQ(plan.repeat(first).status, Status::duplicate);
  schedule("M-1", "15:00", "16:00", {"bob", "dino"});
  EXPECT_THAT(told(), IsEmpty());
  schedule("M-1", "15:30", "16:30", {"bob", "dino"});
  EXPECT_THAT(told(), ElementsAre("anna")) << "another time collides anew";
}

TEST_F(Collisions, ANewOrganizerHearsOfThemToo) {
  schedule("M-1", "15:00", "16:00", {"bob"});
  schedule("M-2", "15:00", "16:00", {"bob"}, "emma");
  schedule("M-2", "15:00", "16:00", {"bob"}, "dino");
  EXPECT_THAT(told(), ElementsAre("emma", "dino"));
}

TEST_F(Collisions, TakeNoRoomFromWhatTheCrmSays) {
  std::string invitees;
  for (int number = 0; number < 60; ++number)
    invitees += (number == 0 ? "" : ",") + person("somebody-with-a-name-" + std::to_string(number));
  const auto crowded = [&](const std::string& id, const std::string& more) {
    return plan.tell("meeting.scheduled", id,
                     R"({"start":"2026-06-10T15:00","end":"2026-06-10T16:00","subject_line":"All",)"
                     R"("organizer":{"id":"anna"},"invitees":[)" +
                         invitees + "]" + more + "}");
  };
  crowded("A-MEETING-WITH-A-LONG-NAME-" + std::string(30, 'x'), "");
  EXPECT_EQ(crowded("M-2", R"(,"agenda":")" + std::string(2000, 'a') + R"(")").status,
            Status::accepted);
  EXPECT_THAT(collisions_of("M-2"), SizeIs(40)) << "of more there is no room in a mail";
  for (int number = 0; number < 8; ++number)
    EXPECT_EQ(
        plan.tell("action.assigned", "M-2",
                  action("A-" + std::to_string(number), "somebody-with-a-name-1", "2026-06-20"))
            .status,
        Status::accepted)
        << number;
}

}  // namespace
}  // namespace followup
