// Two who share an address are told there once, and not that what one of them is still invited to
// is cancelled (Q6; M33, S-M02).
#include "tests/scenarios/call_centre.h"
#include "tests/scenarios/meeting_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class SharedAddress : public testing::Test {
 protected:
  SharedAddress() : plan("assist", assist_toml()) { plan.at("2026-06-01T10:00"); }

  /// A meeting with these of a couple that reads one mailbox.
  void invite(std::initializer_list<const char*> ids) {
    std::string invitees;
    for (const std::string id : ids) {
      invitees += invitees.empty() ? "" : ",";
      invitees += R"({"id":")" + id + R"(","email":"family@home.example"})";
    }
    plan.tell("meeting.scheduled", "M-1",
              R"({"start":"2026-06-10T15:00","subject_line":"Household","organizer":)" +
                  person("anna") + R"(,"invitees":[)" + invitees + "]}");
  }

  Lines told() { return without_times(plan.new_mails()); }

  CallCentre plan;
};

TEST_F(SharedAddress, IsToldOnce) {
  invite({"ada", "ugo"});
  EXPECT_THAT(told(), ElementsAre("invitation ada"));
  EXPECT_THAT(
      hooks_of(plan, "meeting.invited"),
      ElementsAre("method=request results=ada:invitee:delivered,ugo:invitee:delivered revision=0"));
}

TEST_F(SharedAddress, ReadsOfNoCancellationWhileSomebodyThereIsStillInvited) {
  invite({"ada", "ugo"});
  invite({"ugo"});
  EXPECT_THAT(told(), ElementsAre("invitation ada"));
  plan.tell("meeting.cancelled", "M-1", "{}");
  EXPECT_THAT(told(), ElementsAre("invitation_cancelled ugo"));
}

TEST_F(SharedAddress, ReadsOfTheCancellationOnceNobodyThereIsInvited) {
  invite({"ada", "ugo"});
  told();
  invite({});
  EXPECT_THAT(told(), ElementsAre("invitation_cancelled ada"));
}

}  // namespace
}  // namespace followup
