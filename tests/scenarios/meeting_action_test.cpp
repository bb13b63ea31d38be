// Actions that a meeting agreed on (M29; S-M14).
#include "tests/scenarios/call_centre.h"
#include "tests/scenarios/meeting_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

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

class OftenRemindedActions : public Actions {
 protected:
  OftenRemindedActions() : Actions("[meetings]\naction_reminders = [-2, 0, 3]\n") {}
};

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
