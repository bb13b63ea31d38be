// Communications with clients (M22 to M24; S-M20).
#include "tests/scenarios/call_centre.h"
#include "tests/scenarios/meeting_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class Communications : public testing::Test {
 protected:
  Communications() : plan("assist", assist_toml()) { plan.at("2026-06-01T10:00"); }

  Reply record(const std::string& id, const std::string& direction, const std::string& extra = "",
               const std::string& application = "APP-1", const std::string& client = "C-1",
               const std::string& medium = "letter") {
    return plan.tell("communication.recorded", application,
                     R"({"communication_id":")" + id + R"(","direction":")" + direction +
                         R"(","medium":")" + medium + R"(","client":{"id":")" + client +
                         R"("},"worker":{"id":"bob"})" + extra + "}");
  }

  Reply letter(const std::string& id = "L-1") {
    return record(id, "out", R"(,"answer_expected_days":14)");
  }

  Reply request(const std::string& extra = "", std::optional<int> sequence = std::nullopt) {
    return plan.tell("communication.requested", "APP-1",
                     R"({"communication_id":"X-1","to":)" + persons({"carla", "dino"}) +
                         R"(,"subject_line":"Documents","text":"Please send them.")" + extra + "}",
                     sequence);
  }

  Reply cancel() {
    return plan.tell("communication.cancelled", "APP-1",
                     R"({"communication_id":"X-1","reason":"not needed"})");
  }

  CallCentre plan;
};

TEST_F(Communications, S_M20_AnAnswerThatDoesNotComeIsMissed) {
  letter();
  plan.at("2026-06-30T10:00");
  EXPECT_THAT(plan.new_mails(), ElementsAre("2026-06-15T09:00 answer_missing bob"));
  EXPECT_THAT(hooks_of(plan, "communication.answer_missing"),
              ElementsAre("client=C-1 communication=L-1 expected_on=2026-06-15"));
}

TEST_F(Communications, S_M20_AnIncomingOneOfThatClientEndsTheWaiting) {
  letter();
  plan.at("2026-06-10T10:00");
  record("I-1", "in");
  plan.at("2026-06-30T10:00");
  EXPECT_THAT(plan.new_mails(), IsEmpty());
}

TEST_F(Communications, OneOfAnotherClientOrApplicationDoesNot) {
  letter();
  plan.at("2026-06-10T10:00");
  record("I-1", "in", "", "APP-1", "C-2");
  record("I-2", "in", "", "APP-2");
  EXPECT_THAT(plan.due(Kind::communication, "APP-1/L-1"), ElementsAre("reminder 2026-06-15T09:00"));
}

TEST_F(Communications, WhatCameInBeforeAnswersNothing) {
  record("I-1", "in");
  plan.at("2026-06-02T10:00");
  letter();
  EXPECT_THAT(plan.due(Kind::communication, "APP-1/L-1"), ElementsAre("reminder 2026-06-16T09:00"));
}

TEST_F(Communications, OneThatIsCancelledWaitsForNoAnswer) {
  record("X-1", "out", R"(,"answer_expected_days":14)");
  cancel();
  plan.at("2026-06-30T10:00");
  EXPECT_THAT(plan.new_mails(), IsEmpty());
}

TEST_F(Communications, M22_ACallAnEmailAndALetterAreAnAnswerAlike) {
  for (const std::string medium : {"phone", "email", "letter"}) {
    letter("L-" + medium);
    plan.pass(std::chrono::hours{1});
    record("I-" + medium, "in", "", "APP-1", "C-1", medium);
    EXPECT_THAT(plan.due(Kind::communication, "APP-1/L-" + medium), IsEmpty()) << medium;
  }
}

TEST_F(Communications, M24_AreListedPerClientOnAllApplications) {
  letter("L-1");
  plan.at("2026-06-02T10:00");
  record("I-1", "in");
  plan.at("2026-06-03T10:00");
  record("I-2", "in", "", "APP-2");
  record("I-3", "in", "", "APP-1", "C-2");
  EXPECT_THAT(plan.listed("communications:client:C-1"),
              ElementsAre("APP-1/L-1", "APP-1/I-1", "APP-2/I-2"));
}

TEST_F(Communications, M23_AMailThatTheCrmAsksForGoesToEveryRecipientOnce) {
  request();
  EXPECT_THAT(without_times(plan.new_mails()),
              UnorderedElementsAre("message carla", "message dino"));
  EXPECT_THAT(hooks_of(plan, "communication.sent"),
              ElementsAre("communication=X-1 "
                          "results=carla:recipient:delivered,dino:recipient:delivered"));
  const Reply again = request();
  EXPECT_EQ(again.status, Status::rejected);
  EXPECT_EQ(again.reason, Reason::already_sent);
  EXPECT_THAT(plan.new_mails(), IsEmpty());
}

TEST_F(Communications, AMailMayWaitForItsTime) {
  request(R"(,"at":"2026-06-05T14:30")");
  EXPECT_THAT(plan.new_mails(), IsEmpty());
  plan.at("2026-06-05T15:00");
  EXPECT_THAT(plan.new_mails(), UnorderedElementsAre("2026-06-05T14:30 message carla",
                                                     "2026-06-05T14:30 message dino"));
}

TEST_F(Communications, AMailForADayGoesOutAtTheSendTime) {
  request(R"(,"at":"2026-06-05")");
  EXPECT_THAT(plan.due(Kind::communication, "APP-1/X-1"), ElementsAre("send 2026-06-05T09:00"));
}

TEST_F(Communications, AMailThatIsCancelledInTimeDoesNotGoOut) {
  request(R"(,"at":"2026-06-05T14:30")");
  EXPECT_EQ(cancel().status, Status::accepted);
  plan.at("2026-06-06T10:00");
  EXPECT_THAT(plan.new_mails(), IsEmpty());
}

TEST_F(Communications, OneThatHasGoneOutCanNotBeTakenBackAndTheCrmHearsSo) {
  request();
  EXPECT_EQ(cancel().reason, Reason::already_sent);
}

TEST_F(Communications, OneThatHasNotGoneOutIsTakenBackAndTheCrmHearsSo) {
  plan.rest(true);
  request();
  EXPECT_EQ(cancel().reason, Reason::none);
  plan.rest(false);
  plan.at("2026-06-02T10:00");
  EXPECT_THAT(plan.new_mails(), IsEmpty());
  EXPECT_THAT(hooks_of(plan, "communication.sent"),
              ElementsAre("communication=X-1 "
                          "results=carla:recipient:withdrawn,dino:recipient:withdrawn"));
}

TEST_F(Communications, OneThatNoRelayHasTakenGivesWayToANewRequest) {
  plan.rest(true);
  request();
  EXPECT_EQ(request(R"(,"at":"2026-06-01T09:00")").status, Status::accepted);
  plan.rest(false);
  plan.at("2026-06-02T10:00");
  EXPECT_THAT(without_times(plan.new_mails()),
              UnorderedElementsAre("message carla", "message dino"));
  EXPECT_THAT(
      hooks_of(plan, "communication.sent"),
      ElementsAre("communication=X-1 "
                  "results=carla:recipient:withdrawn,dino:recipient:withdrawn",
                  "communication=X-1 results=carla:recipient:delivered,dino:recipient:delivered"));
}

TEST_F(Communications, OneThatIsUnderWayIsNotSentTwice) {
  plan.rest(true);
  request();
  EXPECT_EQ(request().status, Status::duplicate);
  plan.rest(false);
  plan.at("2026-06-02T10:00");
  EXPECT_THAT(without_times(plan.new_mails()),
              UnorderedElementsAre("message carla", "message dino"));
}

TEST_F(Communications, OneWhoseAnswerWasLostCountsAsGone) {
  const CallCentre::Answer lost{
      .outcome = Outcome::refused, .reason = "smtp_550", .uncertain = true};
  plan.answer("message", {lost, lost});
  request();
  EXPECT_EQ(request().reason, Reason::already_sent);
}

TEST_F(Communications, OneThatWasRefusedMayBeAskedForAgain) {
  const CallCentre::Answer no{.outcome = Outcome::refused, .reason = "smtp_550"};
  plan.answer("message", {no, no});
  request();
  EXPECT_EQ(request().status, Status::accepted);
  EXPECT_THAT(hooks_of(plan, "communication.sent"),
              ElementsAre("communication=X-1 results=carla:recipient:refused(smtp_550),"
                          "dino:recipient:refused(smtp_550)",
                          "communication=X-1 "
                          "results=carla:recipient:delivered,dino:recipient:delivered"));
  EXPECT_EQ(request().reason, Reason::already_sent);
}

TEST_F(Communications, OneThatIsTakenBackWhileItGoesOutIsReportedAsItWas) {
  plan.while_mailing("carla", [this] { cancel(); });
  request();
  plan.at("2026-06-02T10:00");
  EXPECT_THAT(hooks_of(plan, "communication.sent"),
              ElementsAre("communication=X-1 "
                          "results=carla:recipient:withdrawn,dino:recipient:withdrawn",
                          "communication=X-1 results=carla:recipient:delivered"));
}

TEST_F(Communications, ACancelledMailIsNotBroughtBackByANewerRecord) {
  request(R"(,"at":"2026-06-05T14:30")");
  cancel();
  record("X-1", "out");
  plan.at("2026-06-30T10:00");
  EXPECT_THAT(plan.new_mails(), IsEmpty());
}

TEST_F(Communications, ACancelledWaitingIsNotBroughtBackByANewerMail) {
  record("X-1", "out", R"(,"answer_expected_days":14)");
  cancel();
  request();
  plan.at("2026-06-30T10:00");
  EXPECT_THAT(without_times(plan.new_mails()),
              UnorderedElementsAre("message carla", "message dino"));
}

TEST_F(Communications, OneThatIsCancelledAndRecordedAgainWaitsAnew) {
  record("X-1", "out", R"(,"answer_expected_days":1)");
  plan.at("2026-06-03T10:00");
  cancel();
  record("X-1", "out", R"(,"answer_expected_days":1)");
  plan.at("2026-06-30T10:00");
  EXPECT_THAT(plan.new_mails(), ElementsAre("2026-06-02T09:00 answer_missing bob",
                                            "2026-06-04T09:00 answer_missing bob"));
}

TEST_F(Communications, ACancellationEndsOnlyWhatIsOlderThanIt) {
  record("X-1", "out", R"(,"answer_expected_days":14)");
  request(R"(,"at":"2026-06-05T14:30")", 3);
  const auto late =
      plan.tell("communication.cancelled", "APP-1", R"({"communication_id":"X-1"})", 2);
  EXPECT_EQ(late.reason, Reason::superseded);
  plan.at("2026-06-30T10:00");
  EXPECT_THAT(without_times(plan.new_mails()),
              UnorderedElementsAre("message carla", "message dino"));
}

TEST_F(Communications, WhatIsCancelledTwiceIsKnown) {
  request(R"(,"at":"2026-06-05T14:30")");
  cancel();
  EXPECT_EQ(cancel().status, Status::accepted);
  EXPECT_EQ(plan.quarantined(), 0);
}

TEST_F(Communications, S_M20_AnAnswerMayBeToldOfBeforeItsLetterIs) {
  plan.at("2026-06-10T10:00");
  record("I-1", "in");
  plan.happened("2026-06-01T10:00");
  letter();
  plan.at("2026-06-30T10:00");
  EXPECT_THAT(plan.new_mails(), IsEmpty());
}

TEST_F(Communications, WhatWasNoAnswerAfterAllAnswersNoLetter) {
  plan.at("2026-06-05T10:00");
  record("X-1", "in");
  const std::string event = plan.last_event();
  cancel();
  plan.happened("2026-06-01T10:00");
  letter();
  EXPECT_EQ(plan.repeat(event).status, Status::duplicate);
  EXPECT_THAT(plan.due(Kind::communication, "APP-1/L-1"), ElementsAre("reminder 2026-06-15T09:00"));
}

TEST_F(Communications, ARequestThatIsMendedInTimeGoesOutAsItIsThen) {
  request(R"(,"at":"2026-06-05T14:30")", 1);
  request(R"(,"at":"2026-06-08T14:30")", 2);
  EXPECT_EQ(request(R"(,"at":"2026-06-06T14:30")", 1).status, Status::stale);
  plan.at("2026-06-10T10:00");
  EXPECT_THAT(plan.new_mails(), UnorderedElementsAre("2026-06-08T14:30 message carla",
                                                     "2026-06-08T14:30 message dino"));
}

TEST_F(Communications, AnUnknownTemplateIsPutAside) {
  const auto by_template = [&](const std::string& name) {
    return plan.tell("communication.requested", "APP-1",
                     R"({"communication_id":"X-2","to":[{"id":"carla"}],"template":")" + name +
                         R"(","values":{"until":"1 July"}})");
  };
  EXPECT_EQ(by_template("missing_document").reason, Reason::unknown_template);
  EXPECT_EQ(by_template("missing_documents").status, Status::accepted);
  EXPECT_THAT(plan.new_mails(),
              UnorderedElementsAre("2026-06-01T10:00 quarantined admin@assist.example "
                                   "(unknown_template)",
                                   "2026-06-01T10:00 message carla"));
}

TEST_F(Communications, ATemplateIsLookedForInTheConfigurationAsItIsNow) {
  record("X-2", "out");
  std::string without = assist_toml();
  const std::string named = R"(["missing_documents"])";
  without.replace(without.find(named), named.size(), "[]");
  plan.configure(without);
  EXPECT_EQ(plan.tell("communication.requested", "APP-1",
                      R"({"communication_id":"X-2","to":[{"id":"carla"}],)"
                      R"("template":"missing_documents"})")
                .reason,
            Reason::unknown_template);
}

TEST_F(Communications, CancellingWhatNobodyToldOfIsPutAside) {
  EXPECT_EQ(cancel().reason, Reason::unknown_communication);
  EXPECT_EQ(plan.quarantined(), 1);
}

}  // namespace
}  // namespace followup
