// Actions that a meeting agreed on (M29; S-M14).
#include "tests/scenarios/call_centre.h"
#include "tests/scenarios/meeting_events.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class Actions : public testing::Test {
 protected:
  explicit Actions(const std::string& more = "") : plan("assist", assist_toml(more)) {
    plan.at("2026-06-01T10:00");
    plan.tell("meeting.scheduled", "M-1", meeting("2026-06-02T15:00", {}));
  }

  Reply assign(const std::string& who, const std::string& day,
               std::optional<int> sequence = std::nullopt) {
    return plan.tell("action.assigned", "M-1", action("A-1", who, day), sequence);
  }

  Reply close(std::optional<int> sequence = std::nullopt) {
    return plan.tell("action.closed", "M-1", R"({"action_id":"A-1"})", sequence);
  }

  CallCentre plan;
};

TEST_F(Actions, S_M14_TheResponsiblePersonIsRemindedOnTheDay) {
  assign("dino", "2026-06-18");
  plan.at("2026-06-18T12:00");
  EXPECT_THAT(plan.new_mails(), ElementsAre("2026-06-18T09:00 action_due dino"));
}

TEST_F(Actions, S_M14_NobodyIsRemindedOfWhatIsClosed) {
  assign("dino", "2026-06-18");
  plan.at("2026-06-17T10:00");
  close();
  plan.at("2026-06-30T10:00");
  EXPECT_THAT(plan.new_mails(), IsEmpty());
}

TEST_F(Actions, S_M14_TheOrganizerHearsOnTheNextBusinessDayThatItIsNotDone) {
  assign("dino", "2026-06-19");  // a Friday
  plan.at("2026-06-30T10:00");
  EXPECT_THAT(plan.new_mails(), ElementsAre("2026-06-19T09:00 action_due dino",
                                            "2026-06-22T09:00 action_overdue anna"));
  EXPECT_THAT(hooks_of(plan, "action.overdue"),
              ElementsAre("action=A-1 due_on=2026-06-19 responsible=dino"));
}

TEST_F(Actions, AnotherDayBeginsAnew) {
  assign("dino", "2026-06-18");
  plan.at("2026-06-18T10:00");
  assign("dino", "2026-06-25");
  plan.new_mails();
  plan.at("2026-06-25T10:00");
  EXPECT_THAT(plan.new_mails(), ElementsAre("2026-06-25T09:00 action_due dino"));
}

TEST_F(Actions, SomebodyElseIsRemindedFromThenOn) {
  assign("dino", "2026-06-18");
  assign("bob", "2026-06-18");
  plan.at("2026-06-18T10:00");
  EXPECT_THAT(plan.new_mails(), ElementsAre("2026-06-18T09:00 action_due bob"));
}

TEST_F(Actions, WhatIsLatelyClosedStaysClosedForAnOlderAssignment) {
  assign("dino", "2026-06-18", 1);
  close(3);
  EXPECT_EQ(assign("dino", "2026-06-20", 2).reason, Reason::superseded);
  EXPECT_THAT(plan.due(Kind::meeting, "M-1"), IsEmpty());
  assign("dino", "2026-06-20", 4);
  EXPECT_THAT(plan.due(Kind::meeting, "M-1"),
              ElementsAre("action 2026-06-20T09:00", "action 2026-06-22T09:00"));
}

TEST_F(Actions, WhatWasMissedIsToldOnce) {
  assign("dino", "2026-06-18");
  plan.sleep_until("2026-06-25T08:00");
  plan.at("2026-06-25T12:00");
  EXPECT_THAT(plan.new_mails(), ElementsAre("2026-06-25T08:00 action_overdue anna late"));
}

TEST_F(Actions, ClosingWhatNobodyAssignedIsPutAside) {
  EXPECT_EQ(close().reason, Reason::unknown_action);
  EXPECT_EQ(plan.quarantined(), 1);
}

TEST_F(Actions, OfAnUnknownMeetingAreFollowedAllTheSame) {
  plan.tell("action.assigned", "M-9", action("A-7", "dino", "2026-06-18"));
  plan.at("2026-06-20T10:00");
  EXPECT_THAT(plan.new_mails(),
              ElementsAre("2026-06-18T09:00 action_due dino",
                          "2026-06-19T09:00 action_overdue fallback@assist.example"));
}

TEST_F(Actions, ThatAreLateAlreadyAreToldToWhoeverHasToDoThem) {
  plan.at("2026-06-10T10:00");
  assign("dino", "2026-06-05");
  plan.at("2026-06-20T10:00");
  EXPECT_THAT(without_times(plan.new_mails()),
              UnorderedElementsAre("action_due dino", "action_overdue anna late"));
}

TEST_F(Actions, AreNotRemindedOfTwiceOnOneDay) {
  assign("dino", "2026-06-18");
  plan.at("2026-06-18T10:00");
  plan.new_mails();
  assign("dino", "2026-06-19");
  assign("dino", "2026-06-18");
  plan.at("2026-06-18T20:00");
  EXPECT_THAT(plan.new_mails(), IsEmpty());
  EXPECT_THAT(plan.due(Kind::meeting, "M-1"), ElementsAre("action 2026-06-19T09:00"));
}

TEST_F(Actions, ThatAreClosedAgainAreADuplicate) {
  assign("dino", "2026-06-18", 1);
  close(2);
  EXPECT_EQ(close(2).status, Status::duplicate);
  EXPECT_EQ(close(3).status, Status::accepted);
  EXPECT_EQ(assign("dino", "2026-06-18", 2).reason, Reason::superseded);
}

TEST_F(Actions, LeaveNothingBehindButTheirIdsWhenTheyAreClosed) {
  assign("guest", "2026-06-18");
  close();
  const Meeting state = plan.facts<Meeting>(Kind::meeting, "M-1");
  EXPECT_EQ(state.actions.front().text, "");
  EXPECT_EQ(std::ranges::count(state.people, "guest", &PersonRef::id), 0);
}

class ManyActions : public Actions {
 protected:
  static std::string id(int number) { return "A-" + std::to_string(number); }

  Reply assign_long(int number) {
    std::string text;
    while (text.size() < 500)
      text += "\u00e9";
    return plan.tell("action.assigned", "M-1",
                     R"({"action_id":")" + id(number) +
                         R"(","responsible":{"id":"dino"},"due_on":"2026-06-18","text":")" + text +
                         R"("})");
  }

  Reply close_one(int number) {
    return plan.tell("action.closed", "M-1", R"({"action_id":")" + id(number) + R"("})");
  }
};

TEST_F(ManyActions, WithLongTextsHaveRoomInOneMeeting) {
  for (int number = 0; number < 50; ++number)
    EXPECT_EQ(assign_long(number).status, Status::accepted) << number;
  const Meeting state = plan.facts<Meeting>(Kind::meeting, "M-1");
  EXPECT_EQ(state.actions.size(), 50U);
  EXPECT_TRUE(state.actions.front().text.ends_with("\u00e9\u2026"));
}

TEST_F(ManyActions, HaveRoomInTheCourseOfTime) {
  for (int number = 0; number < 120; ++number) {
    EXPECT_EQ(assign_long(number).status, Status::accepted) << number;
    EXPECT_EQ(close_one(number).status, Status::accepted) << number;
  }
  EXPECT_EQ(close_one(119).status, Status::duplicate);
  EXPECT_EQ(close_one(0).reason, Reason::unknown_action);  // long forgotten
}

class OftenRemindedActions : public Actions {
 protected:
  OftenRemindedActions() : Actions("[meetings]\naction_reminders = [-2, 0, 3]\n") {}
};

TEST_F(OftenRemindedActions, AreRemindedOfAfterwardsThoughTheEndOfTheTermWasMissed) {
  assign("dino", "2026-06-18");
  plan.sleep_until("2026-06-22T08:00");
  plan.at("2026-06-22T12:00");
  EXPECT_THAT(plan.new_mails(), UnorderedElementsAre("2026-06-22T08:00 action_overdue anna late",
                                                     "2026-06-22T08:00 action_due dino late"));
}

TEST_F(OftenRemindedActions, AreRemindedOfBeforeOnAndAfterTheDay) {
  assign("dino", "2026-06-18");
  plan.at("2026-06-30T10:00");
  EXPECT_THAT(
      plan.new_mails(),
      ElementsAre("2026-06-16T09:00 action_due dino", "2026-06-18T09:00 action_due dino",
                  "2026-06-19T09:00 action_overdue anna", "2026-06-21T09:00 action_due dino"));
}

}  // namespace
}  // namespace followup
