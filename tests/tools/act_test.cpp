// dead, rejected, endpoint, clock and replan: what an operator does to an installation.
#include "core/codec/record_codec.h"
#include "tests/tools/fake_daemon.h"
#include "tests/tools/office.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace followup::test {
namespace {

using ctl::ExitCode;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Json = nlohmann::json;

// ---------------------------------------------------------------- dead

class Dead : public testing::Test {
 protected:
  Dead() {
    office_.tell(created(), "2011-01-01T10:00:00Z");
    office_.fire("2011-01-31T08:00:00Z");
    id_ = office_.give_up("email:normal", "smtp_550");
  }

  Office office_;
  std::string id_;
};

TEST_F(Dead, AreListedWithTheirCaseAndTheirLastOutcome) {
  const Printed printed = office_.run({"dead", "list"});
  EXPECT_EQ(printed.code, ExitCode::ok);
  EXPECT_EQ(printed.out,
            "GIVEN UP              ID                          MESSAGE   CASE                 "
            "LANE          TRIES  LAST\n"
            "2011-01-31 09:00 CET  " +
                id_ + "  reminder  assist/referral/R-1  email:normal  1      refused smtp_550\n");
  const Json listed = Json::parse(office_.run({"dead", "list", "--json"}).out);
  EXPECT_EQ(listed["id"], id_);
  EXPECT_EQ(listed["case"], "assist/referral/R-1");
  EXPECT_EQ(listed["role"], "case_worker");
}

TEST_F(Dead, AreShownOneByOne) {
  const Printed printed = office_.run({"dead", "show", id_});
  EXPECT_THAT(printed.out, HasSubstr("to            case worker\n"));
  EXPECT_THAT(printed.out,
              HasSubstr("due           2011-01-31 09:00 CET (2011-01-31T08:00:00Z)\n"));
  EXPECT_THAT(printed.out, HasSubstr("last outcome  refused smtp_550\n"));
}

TEST_F(Dead, GoBackToTheirLaneWhenRetried) {
  EXPECT_EQ(office_.run({"dead", "retry", id_}).code, ExitCode::ok);
  EXPECT_EQ(office_.store.count_dead().value(), 0);
  const auto claimed = office_.store
                           .claim({"email:normal"}, office_.clock.now(),
                                  office_.clock.now() + std::chrono::seconds{10}, 10)
                           .value();
  ASSERT_EQ(claimed.size(), 1U);
  EXPECT_EQ(claimed.front().id, id_);
  EXPECT_EQ(claimed.front().frozen, "frozen") << "a retry sends the same bytes";
}

TEST_F(Dead, CanAllBeRetriedAtOnce) {
  EXPECT_EQ(office_.run({"dead", "retry", "--all"}).out, id_ + " waits in its lane again\n");
  EXPECT_EQ(office_.run({"dead", "retry", "--all"}).out, "there are no dead letters\n");
}

TEST_F(Dead, AreGoneForGoodWhenDropped) {
  EXPECT_EQ(office_.run({"dead", "drop", id_}).out, id_ + " is dropped for good\n");
  EXPECT_EQ(office_.run({"dead", "list"}).out, "there are no dead letters\n");
}

TEST_F(Dead, ThatAreNotThereAreAnError) {
  for (const std::string action : {"show", "retry", "drop"}) {
    const Printed printed = office_.run({"dead", action, "nothing"});
    EXPECT_EQ(printed.code, ExitCode::refused) << action;
    EXPECT_EQ(printed.complaints, "followupctl: there is no dead letter nothing\n") << action;
  }
}

// ---------------------------------------------------------------- rejected

class Rejected : public testing::Test {
 protected:
  Rejected() {
    office_.refuse("assist", "kept-1", raw_,
                   reply("evt-7", "rejected",
                         R"(,"reason":"invalid_data","errors":[{"path":"/data/follow_up/days",)"
                         R"("message":"must be a whole number from 0 to 3650"}])"));
    office_.refuse("", "kept-2", created("evt-8"),
                   reply("evt-8", "rejected", R"(,"reason":"unknown_source")"));
  }

  std::vector<std::string> left() {
    std::vector<std::string> ids;
    for (const std::string shelf : {"assist", ""}) {
      for (const auto& event : office_.store.list_refused(shelf, 100).value())
        ids.push_back(event.id);
    }
    return ids;
  }

  Office office_;
  std::string raw_ = created("evt-7");
};

TEST_F(Rejected, AreListedWithTheFaultsTheyHad) {
  const Printed printed = office_.run({"rejected", "list"});
  EXPECT_EQ(printed.out,
            "REFUSED               ID      TENANT            EVENT  STATUS    WHY\n"
            "2011-01-01 10:00 CET  kept-1  assist            evt-7  rejected  invalid_data: "
            "/data/follow_up/days must be a whole number from 0 to 3650\n"
            "2011-01-01 09:00 UTC  kept-2  (unknown source)  evt-8  rejected  unknown_source\n");
  EXPECT_THAT(office_.run({"rejected", "list", "--tenant", "assist"}).out,
              Not(HasSubstr("kept-2")));
}

TEST_F(Rejected, AreShownWithTheBytesThatCameIn) {
  EXPECT_THAT(office_.run({"rejected", "show", "kept-1"}).out, HasSubstr(raw_));
  const Json shown = Json::parse(office_.run({"rejected", "show", "kept-1", "--json"}).out);
  EXPECT_EQ(shown["raw"], raw_);
  EXPECT_EQ(shown["errors"][0]["path"], "/data/follow_up/days");
}

TEST_F(Rejected, LeaveTheShelfOnceTheyAreTakenIn) {
  const FakeDaemon daemon([](const std::string& body) -> std::vector<std::string> {
    return {reply(id_of(body), "accepted")};
  });
  office_.router = daemon.endpoint();
  const Printed printed = office_.run({"rejected", "replay", "kept-1"});
  EXPECT_EQ(printed.code, ExitCode::ok);
  EXPECT_EQ(printed.out, "accepted     evt-7\n1 of 1 taken in and off the shelf\n");
  EXPECT_THAT(daemon.bodies(), ElementsAre(raw_)) << "the bytes that came in";
  EXPECT_THAT(left(), ElementsAre("kept-2"));
}

TEST_F(Rejected, StayOnTheShelfWhenTheyAreRefusedAgain) {
  const FakeDaemon daemon([](const std::string& body) -> std::vector<std::string> {
    return {reply(id_of(body), id_of(body) == "evt-7" ? "rejected" : "accepted")};
  });
  office_.router = daemon.endpoint();
  const Printed printed = office_.run({"rejected", "replay", "--all"});
  EXPECT_EQ(printed.code, ExitCode::refused);
  EXPECT_THAT(printed.out, HasSubstr("1 of 2 taken in and off the shelf\n"));
  EXPECT_THAT(left(), ElementsAre("kept-1"));
}

TEST_F(Rejected, ThatANewerEventHasSupersededLeaveTheShelfToo) {
  const FakeDaemon daemon([](const std::string& body) -> std::vector<std::string> {
    return {reply(id_of(body), "stale")};
  });
  office_.router = daemon.endpoint();
  EXPECT_EQ(office_.run({"rejected", "replay", "--all"}).code, ExitCode::ok);
  EXPECT_THAT(left(), IsEmpty());
}

TEST_F(Rejected, AreNotReplayedWithoutTheAttachmentsThatTheyCameWith) {
  office_.refuse("assist", "kept-3", raw_,
                 reply("evt-9", "rejected", R"(,"reason":"unexpected_frames")"));
  const FakeDaemon daemon([](const std::string& body) -> std::vector<std::string> {
    return {reply(id_of(body), "accepted")};
  });
  office_.router = daemon.endpoint();
  const Printed printed = office_.run({"rejected", "replay", "--all"});
  EXPECT_EQ(printed.code, ExitCode::refused);
  EXPECT_THAT(printed.complaints, HasSubstr("kept-3 came with attachments, which are not kept"));
  EXPECT_THAT(printed.out, HasSubstr("2 of 3 taken in and off the shelf\n"));
  EXPECT_EQ(daemon.bodies().size(), 2U);
  EXPECT_THAT(left(), ElementsAre("kept-3"));
}

TEST_F(Rejected, CanNotBeReplayedThroughAClosedDoor) {
  const Printed printed = office_.run({"rejected", "replay", "kept-1"});
  EXPECT_EQ(printed.code, ExitCode::usage);
  EXPECT_THAT(printed.complaints, HasSubstr("--router says where to push to"));
  EXPECT_THAT(left(), ElementsAre("kept-1", "kept-2"));
}

TEST_F(Rejected, AreGoneForGoodWhenDropped) {
  EXPECT_EQ(office_.run({"rejected", "drop", "kept-2"}).code, ExitCode::ok);
  EXPECT_THAT(left(), ElementsAre("kept-1"));
  EXPECT_EQ(office_.run({"rejected", "drop", "kept-2"}).code, ExitCode::refused);
}

// ---------------------------------------------------------------- endpoint and clock

TEST(Endpoint, IsSwitchedOnAgainByName) {
  Office office;
  EXPECT_EQ(office.run({"endpoint", "list"}).out, "ENDPOINT    STATE\nassist/crm  on\n");
  ASSERT_TRUE(office.store.set_mark("endpoint:assist/crm", "disabled http_410", false));
  EXPECT_EQ(office.run({"endpoint", "list"}).out,
            "ENDPOINT    STATE\nassist/crm  disabled http_410\n");
  EXPECT_EQ(office.run({"endpoint", "enable", "crm"}).out,
            "assist/crm is on again; it was disabled http_410\n");
  EXPECT_EQ(office.store.mark("endpoint:assist/crm").value(), std::nullopt);
  EXPECT_EQ(office.run({"endpoint", "enable", "assist/crm"}).out, "assist/crm was on already\n");
}

TEST(Endpoint, ThatIsNotConfiguredIsAnErrorWithTheNearestName) {
  Office office;
  const Printed printed = office.run({"endpoint", "enable", "assist/crn"});
  EXPECT_EQ(printed.code, ExitCode::refused);
  EXPECT_EQ(printed.complaints,
            "followupctl: there is no endpoint assist/crn: did you mean assist/crm?\n");
}

TEST(ClockCommand, SaysWhatTimeItIs) {
  Office office;
  const Printed printed = office.run({"clock", "show"});
  EXPECT_EQ(printed.code, ExitCode::ok);
  EXPECT_EQ(printed.out, "2011-01-01T09:00:00Z, real time\n");
}

TEST(ClockCommand, SaysThatAClockHasJumpedUntilTheTimeIsConfirmed) {
  constexpr const char* stopped =
      "nothing is fired, because a clock has jumped (from 2011-01-01T08:59:59Z to "
      "2011-01-03T09:00:00Z): check the time, "
      "then followupctl clock confirm";
  Office office;
  ASSERT_TRUE(
      office.store.set_mark("clock:stopped", "2011-01-01T08:59:59Z 2011-01-03T09:00:00Z", true));
  const Printed shown = office.run({"clock", "show"});
  EXPECT_EQ(shown.code, ExitCode::refused);
  EXPECT_EQ(shown.out, std::string("2011-01-01T09:00:00Z, real time\n") + stopped + "\n");
  const Printed status = office.run({"status"});
  EXPECT_EQ(status.code, ExitCode::refused);
  EXPECT_THAT(status.out, testing::HasSubstr(std::string("look: ") + stopped));
  EXPECT_EQ(office.run({"clock", "confirm"}).out,
            "2011-01-01T09:00:00Z is confirmed: firing goes on\n");
  EXPECT_FALSE(office.store.mark("clock:stopped").value());
  EXPECT_EQ(office.store.mark("clock:confirmed").value(), "2011-01-01T09:00:00Z");
  EXPECT_EQ(office.run({"status"}).code, ExitCode::ok);
  EXPECT_EQ(office.run({"clock", "confirm"}).out,
            "no clock has jumped: there was nothing to confirm\n");
}

// ---------------------------------------------------------------- replan (S-R14)

class Replan : public testing::Test {
 protected:
  Replan() {
    office_.tell(created(), "2011-01-01T10:00:00Z");
    office_.clock.set(parse_instant("2011-01-15T10:00:00Z").value());
  }

  void shorten() {
    std::string text = assist_tenant();
    text.replace(text.find("supervisor_days = 10"), 20, "supervisor_days = 5");
    office_.configure(text);
  }

  std::string next_due() {
    return format_instant(office_.store.list_due(TimePoint{}, 1).value().front().at);
  }

  Case state() {
    const auto answer = office_.store.call({{key_, std::nullopt}}).value().front();
    return decode_case(key_, answer.record).value();
  }

  CaseKey key_{"assist", Kind::referral, "R-1"};
  Office office_;
};

TEST_F(Replan, ShowsWhatANewPolicyWouldChangeAndChangesNothing) {
  shorten();
  const Printed printed = office_.run({"replan"});
  EXPECT_EQ(printed.code, ExitCode::ok);
  EXPECT_EQ(
      printed.out,
      "assist/referral/R-1  escalation 2011-02-10 09:00 CET -> 2011-02-05 09:00 CET\n"
      "policy version 2 (not published yet); cases looked at: 1, with other deadlines: 1, with the "
      "same ones under another version: 0, with a wrong due entry: 0\n"
      "nothing has been changed; --apply changes it\n");
  EXPECT_EQ(state().policy, 1U);
  EXPECT_EQ(office_.store.policies("assist").value().size(), 1U);
}

TEST_F(Replan, BringsOpenCasesUnderTheNewPolicyWhenAsked) {
  shorten();
  const Printed printed = office_.run({"replan", "--apply"});
  EXPECT_EQ(printed.code, ExitCode::ok);
  EXPECT_THAT(printed.out,
              HasSubstr("policy version 2; cases looked at: 1, with other deadlines: 1,"));
  EXPECT_EQ(state().policy, 2U);
  EXPECT_THAT(office_.run({"explain", "R-1"}).out,
              HasSubstr("escalation  2011-02-05 09:00 CET (2011-02-05T08:00:00Z)"));
  EXPECT_THAT(office_.run({"show", "R-1"}).out, HasSubstr("policy"));
  EXPECT_THAT(office_.run({"replan"}).out,
              HasSubstr("with other deadlines: 0, with the same ones under another version: 0"));
}

TEST_F(Replan, LeavesCasesAloneWhenNothingHasChanged) {
  const auto before = state();
  EXPECT_THAT(office_.run({"replan", "--apply"}).out,
              HasSubstr("cases looked at: 1, with other deadlines: 0"));
  EXPECT_EQ(state(), before);
}

// S-X24: the stored instant is not where the local time is now.
TEST_F(Replan, PutsADueEntryThatNewTimeZoneDataHasMovedRight) {
  const auto answer = office_.store.call({{key_, std::nullopt}}).value().front();
  Case moved = decode_case(key_, answer.record).value();
  ++moved.version;
  Commit commit{.key = key_, .expected_version = moved.version - 1};
  commit.record = encode_case(moved);
  commit.due = parse_instant("2011-01-31T09:00:00Z");
  ASSERT_TRUE(office_.store.call({{key_, commit}}));
  EXPECT_THAT(
      office_.run({"replan"}).out,
      HasSubstr("assist/referral/R-1  due entry 2011-01-31 10:00 CET -> 2011-01-31 09:00 CET\n"));
  EXPECT_EQ(next_due(), "2011-01-31T09:00:00Z");
  EXPECT_THAT(office_.run({"replan", "--apply"}).out,
              HasSubstr("with a wrong due entry: 1\ndone\n"));
  EXPECT_EQ(next_due(), "2011-01-31T08:00:00Z");
}

TEST_F(Replan, LeavesACaseThatIsBeingHandledToItsDaemon) {
  ASSERT_TRUE(office_.store.claim_due(parse_instant("2011-01-31T08:00:00Z").value(),
                                      office_.clock.now() + std::chrono::seconds{4}, 10));
  EXPECT_THAT(office_.run({"replan"}).out, HasSubstr("with a wrong due entry: 0"));
}

}  // namespace
}  // namespace followup::test
