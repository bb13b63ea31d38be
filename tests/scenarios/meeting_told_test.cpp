// What an invitee was told decides what follows: a change, a cancellation, or nothing, with the
// times that he knows (M33, S-M16); and the CRM hears the truth of every mail (M36).
#include "tests/scenarios/call_centre.h"
#include "tests/scenarios/meeting_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Optional;
using testing::UnorderedElementsAre;

const std::string at_three = "2026-06-10T15:00:00/2026-06-10T15:00:00/Europe/Rome";
const std::string at_four = "2026-06-10T16:00:00/2026-06-10T16:00:00/Europe/Rome";

class ToldMeetings : public testing::Test {
 protected:
  explicit ToldMeetings(const std::string& more = "") : plan("assist", assist_toml(more)) {
    plan.at("2026-06-01T10:00");
  }

  Reply schedule(const std::string& start, std::initializer_list<const char*> invitees,
                 const std::string& extra = "") {
    return plan.tell("meeting.updated", "M-1", meeting(start, invitees, extra));
  }

  void cancel() { plan.tell("meeting.cancelled", "M-1", "{}"); }

  void refuse(const std::string& purpose) {
    plan.answer(purpose, {{Outcome::refused, "smtp_550"}});
  }

  /// What happens while the next mail to this person is with the relay; what comes of it waits.
  void while_mailing(const std::string& person, std::function<void()> event) {
    plan.while_mailing(person, [this, event = std::move(event)] {
      plan.rest(true);
      event();
      plan.rest(false);
    });
  }

  Lines told() {
    plan.at("2026-06-01T11:00");
    Lines mails = without_times(plan.new_mails());
    std::erase_if(mails, [](const std::string& mail) { return mail.starts_with("undeliverable"); });
    return mails;
  }

  Lines invited() { return hooks_of(plan, "meeting.invited"); }

  Meeting state() { return plan.facts<Meeting>(Kind::meeting, "M-1"); }

  /// "invitation_changed bob: <what he was told before>", of the messages under way.
  Lines under_way() {
    Lines lines;
    for (const auto& mailing : state().mailings) {
      for (const auto& person : mailing.parties)
        lines.push_back(std::string(to_text(mailing.purpose)) + " " + person + ": " +
                        mailing.about);
    }
    return lines;
  }

  CallCentre plan;
};

TEST_F(ToldMeetings, WhoeverGotAnInvitationKnowsTheTimesThatItSaid) {
  schedule("2026-06-10T15:00", {"bob"});
  EXPECT_THAT(state().invitees.front().told, Optional(at_three));
}

TEST_F(ToldMeetings, WhoeverGotNoneIsToldOfNoChangeAndOfNoCancellation) {
  refuse("invitation");
  schedule("2026-06-10T15:00", {"bob"});
  EXPECT_THAT(told(), IsEmpty());
  refuse("invitation");
  schedule("2026-06-10T16:00", {"bob"});  // still a first one
  cancel();
  EXPECT_THAT(told(), IsEmpty());
  EXPECT_THAT(invited(), ElementsAre(HasSubstr("method=request results=bob:invitee:refused"),
                                     HasSubstr("method=request results=bob:invitee:refused")));
}

TEST_F(ToldMeetings, AnUpdateThatIsRefusedLeavesTheFormerTimeKnown) {
  schedule("2026-06-10T15:00", {"bob"});
  refuse("invitation_changed");
  schedule("2026-06-10T16:00", {"bob"});
  plan.rest(true);
  schedule("2026-06-10T17:00", {"bob"});
  EXPECT_THAT(under_way(), ElementsAre("invitation_changed bob: " + at_three));
}

TEST_F(ToldMeetings, ChangesAreToldByTheTimeThatTheirReadersKnow) {
  schedule("2026-06-10T15:00", {"bob", "carla", "dino"});
  refuse("invitation_changed");
  schedule("2026-06-10T16:00", {"bob", "carla", "dino"});
  told();
  plan.rest(true);
  cancel();
  EXPECT_THAT(under_way(), AllOf(Contains(HasSubstr(at_three)), Contains(HasSubstr(at_four)),
                                 Each(testing::StartsWith("invitation_cancelled "))));
  EXPECT_EQ(state().mailings.size(), 2U);
}

TEST_F(ToldMeetings, AnInvitationThatSlipsOutToSomebodyTakenOutIsFollowedByItsCancellation) {
  while_mailing("bob", [&] { schedule("2026-06-10T15:00", {"carla"}); });
  schedule("2026-06-10T15:00", {"bob", "carla"});
  EXPECT_THAT(told(), UnorderedElementsAre("invitation bob", "invitation carla",
                                           "invitation_cancelled bob"));
  EXPECT_THAT(invited(),
              UnorderedElementsAre(
                  "method=request results=bob:invitee:delivered,carla:invitee:delivered revision=0",
                  "method=cancel results=bob:invitee:delivered revision=1"));
}

TEST_F(ToldMeetings, AnInvitationThatSlipsOutOfACancelledMeetingIsFollowedByItsCancellation) {
  while_mailing("guest", [&] { cancel(); });
  plan.tell("meeting.scheduled", "M-1",
            R"({"start":"2026-06-10T15:00","subject_line":"S","organizer":{"id":"anna"},)"
            R"("invitees":[{"id":"guest","name":"G","email":"guest@x.example"}]})");
  EXPECT_THAT(told(), ElementsAre("invitation guest", "invitation_cancelled guest"));
  EXPECT_THAT(invited(),
              UnorderedElementsAre(HasSubstr("method=request results=guest:invitee:withdrawn"),
                                   HasSubstr("method=request results=guest:invitee:delivered"),
                                   HasSubstr("method=cancel results=guest:invitee:delivered")));
}

TEST_F(ToldMeetings, AnInvitationWhoseAnswerWasLostIsFollowedByItsCancellation) {
  plan.answer("invitation", {{.outcome = Outcome::withdrawn, .reason = "", .uncertain = true}});
  while_mailing("bob", [&] { cancel(); });
  schedule("2026-06-10T15:00", {"bob"});
  EXPECT_THAT(told(), Contains("invitation_cancelled bob"));
  EXPECT_THAT(invited(),
              UnorderedElementsAre(HasSubstr("method=request results=bob:invitee:withdrawn"),
                                   HasSubstr("method=cancel results=bob:invitee:delivered")));
}

TEST_F(ToldMeetings, AnInvitationThatSlipsOutBeforeTheMeetingIsMovedSaysTheOldTime) {
  while_mailing("bob", [&] {
    schedule("2026-06-10T16:00", {"bob"});
    plan.while_mailing("bob",
                       [&] { EXPECT_THAT(state().invitees.front().told, Optional(at_three)); });
  });
  schedule("2026-06-10T15:00", {"bob"});
  EXPECT_THAT(told(), ElementsAre("invitation bob", "invitation bob"));
  EXPECT_THAT(state().invitees.front().told, Optional(at_four));
}

TEST_F(ToldMeetings, AMailThatSlipsOutAfterTheNewerOneChangesNothing) {
  plan.while_mailing("bob", [&] { schedule("2026-06-10T16:00", {"bob"}); });
  schedule("2026-06-10T15:00", {"bob"});
  told();
  EXPECT_THAT(state().invitees.front().told, Optional(at_four));
}

TEST_F(ToldMeetings, WhoeverIsAskedAgainBeforeTheCancellationWentOutKeepsTheMeeting) {
  schedule("2026-06-10T15:00", {"bob", "carla"});
  told();
  plan.rest(true);
  schedule("2026-06-10T15:00", {"carla"});
  schedule("2026-06-10T15:00", {"bob", "carla"});
  plan.rest(false);
  EXPECT_THAT(told(), ElementsAre("invitation_changed bob"));
}

TEST_F(ToldMeetings, WhoeverWasToldOfTheEndIsInvitedAnew) {
  schedule("2026-06-10T15:00", {"bob", "carla"});
  schedule("2026-06-10T15:00", {"carla"});
  told();
  schedule("2026-06-10T15:00", {"bob", "carla"});
  EXPECT_THAT(told(), ElementsAre("invitation bob"));
}

TEST_F(ToldMeetings, AnInviteeWhoHoldsItFromNowOnGetsNoCancellation) {
  schedule("2026-06-10T15:00", {"bob", "carla"});
  told();
  plan.tell("meeting.updated", "M-1",
            R"({"start":"2026-06-10T15:00","subject_line":"Household","organizer":{"id":"bob"},)"
            R"("invitees":[{"id":"carla"}]})");
  EXPECT_THAT(told(), ElementsAre("invitation_changed carla"));
}

TEST_F(ToldMeetings, AnotherAddressGetsTheInvitationThatTheFirstOneRefused) {
  const auto with_address = [&](const std::string& email) {
    plan.tell("meeting.updated", "M-1",
              R"({"start":"2026-06-10T15:00","subject_line":"S","organizer":{"id":"anna"},)"
              R"("invitees":[{"id":"guest","email":")" +
                  email + R"("}]})");
  };
  refuse("invitation");
  with_address("old@x.example");
  with_address("old@x.example");
  EXPECT_THAT(told(), IsEmpty());
  with_address("new@x.example");
  EXPECT_THAT(told(), ElementsAre("invitation guest"));
  with_address("newest@x.example");
  EXPECT_THAT(told(), IsEmpty());
}

TEST_F(ToldMeetings, M36_WhatIsTakenBackIsReported) {
  plan.rest(true);
  schedule("2026-06-10T15:00", {"bob", "carla"});
  schedule("2026-06-10T15:00", {"carla"});
  schedule("2026-06-10T16:00", {"carla"});
  plan.rest(false);
  EXPECT_THAT(told(), ElementsAre("invitation carla"));
  EXPECT_THAT(invited(),
              UnorderedElementsAre(
                  "method=request results=carla:invitee:withdrawn,bob:invitee:withdrawn revision=0",
                  "method=request results=carla:invitee:delivered revision=1"));
}

TEST_F(ToldMeetings, M36_WhoeverWasToldThoughTheMailWasTakenBackIsReportedAgain) {
  // Bob has his invitation, Carla's is with the relay.
  while_mailing("carla", [&] { schedule("2026-06-10T15:00", {"bob"}); });
  schedule("2026-06-10T15:00", {"bob", "carla"});
  told();
  EXPECT_THAT(invited(),
              UnorderedElementsAre(
                  "method=request results=bob:invitee:delivered,carla:invitee:withdrawn revision=0",
                  "method=request results=carla:invitee:delivered revision=0",
                  "method=cancel results=carla:invitee:delivered revision=1"));
}

TEST_F(ToldMeetings, NoInvitationIsSentToWhatIsOver) {
  plan.rest(true);
  schedule("2026-06-01T12:00", {"bob"});
  plan.at("2026-06-01T12:30");
  plan.rest(false);
  plan.at("2026-06-01T13:00");
  EXPECT_THAT(told(), IsEmpty());
  EXPECT_THAT(invited(), ElementsAre("method=request results=bob:invitee:withdrawn revision=0"));
}

TEST_F(ToldMeetings, NobodyIsToldOfTheEndOfWhatNobodyWasToldOf) {
  cancel();
  EXPECT_EQ(schedule("2026-06-10T15:00", {"bob"}).reason, Reason::superseded);
  EXPECT_THAT(told(), IsEmpty());
  // What is known of it is kept all the same: the organizer hears of its actions.
  EXPECT_EQ(state().organizer, "anna");
  EXPECT_EQ(schedule("2026-06-11T15:00", {"bob"}).reason, Reason::superseded);
  EXPECT_EQ(state().start, parse_local("2026-06-10T15:00").value());
}

class RemindedToldMeetings : public ToldMeetings {
 protected:
  RemindedToldMeetings() : ToldMeetings("[meetings]\nreminder = \"24h\"\n") {}
};

TEST_F(RemindedToldMeetings, WhoeverGotNoInvitationIsNotReminded) {
  refuse("invitation");
  schedule("2026-06-10T15:00", {"bob", "carla"});
  told();
  plan.at("2026-06-10T14:00");
  EXPECT_EQ(plan.new_mails().size(), 1U);
}

}  // namespace
}  // namespace followup
