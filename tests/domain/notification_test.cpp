// A notification's lane and its deterministic id: what makes two messages two, and what does not.
#include "core/domain/notification.h"

#include "tests/support/story.h"

#include <functional>
#include <set>

#include <gtest/gtest.h>

namespace followup {

namespace {

Notification reminder() {
  Notification made;
  made.case_key = {"assist", Kind::referral, "R-1"};
  made.nominal = local("2011-01-31T09:00");
  made.due = instant("2011-01-31T08:00:00Z");
  return made;
}

std::string id_of(Notification notification) {
  seal(notification);
  return notification.id;
}

std::string lane_of(Notification notification) {
  seal(notification);
  return notification.lane;
}

TEST(Notification, HasAnotherIdForEveryThingThatMakesItAnotherMessage) {
  const std::vector<std::function<void(Notification&)>> changes{
      [](Notification&) {},
      [](Notification& made) { made.case_key.tenant = "other"; },
      [](Notification& made) { made.case_key.kind = Kind::person; },
      [](Notification& made) { made.case_key.id = "R-2"; },
      [](Notification& made) { made.purpose = Purpose::escalation; },
      [](Notification& made) { made.channel = Channel::webhook; },
      [](Notification& made) { made.role = Role::supervisor; },
      [](Notification& made) { made.hook_type = "referral.escalated"; },
      [](Notification& made) { made.endpoint = "crm"; },
      [](Notification& made) { made.cycle = 2; },
      [](Notification& made) { made.nominal = local("2011-02-01T09:00"); },
      [](Notification& made) { made.about = "other"; }};
  std::set<std::string> ids;
  for (const auto& change : changes) {
    Notification made = reminder();
    change(made);
    EXPECT_TRUE(ids.insert(id_of(made)).second);
  }
}

TEST(Notification, KeepsItsIdWhateverDoesNotMakeItAnotherMessage) {
  Notification made = reminder();
  made.made_at = instant("2011-02-05T13:00:00Z");
  made.due = instant("2011-01-31T09:00:00Z");  // other time-zone data
  made.late = true;
  made.reason = "contact_recorded";
  made.actor = "anna";
  made.traceparent = "00-…";
  EXPECT_EQ(id_of(made), id_of(reminder()));
}

TEST(Notification, KeepsItsIdOverVersionsOfTheProgram) {
  EXPECT_EQ(id_of(reminder()), "jiit4j98ri71bi1ubaobrkqb2c");
}

TEST(Notification, GoesIntoTheLaneOfItsUrgencyOrEndpoint) {
  Notification made = reminder();
  EXPECT_EQ(lane_of(made), "email:normal");
  made.purpose = Purpose::closed;
  EXPECT_EQ(lane_of(made), "email:normal");
  for (const Purpose purpose :
       {Purpose::escalation, Purpose::undeliverable, Purpose::endpoint_disabled}) {
    made.purpose = purpose;
    EXPECT_EQ(lane_of(made), "email:urgent") << "S-X19: escalations first";
  }
  made.channel = Channel::webhook;
  made.endpoint = "crm";
  EXPECT_EQ(lane_of(made), "webhook:assist/crm");
}

}  // namespace

}  // namespace followup
