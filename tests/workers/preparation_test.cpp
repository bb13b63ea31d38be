// What a worker prepares while its transfers go on: what is claimed, what of it has begun, and what
// is left when the store goes away in the middle.
#include "workers/preparation.h"

#include "quiet_channel.h"
#include "tests/flow/world.h"
#include "workers/backlog.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

using std::chrono::milliseconds;

/// Three referrals whose reminders are in the outbox.
class PreparationStory : public ::testing::Test {
 protected:
  PreparationStory() {
    world_.at("2011-01-01T10:00");
    for (const char* id : {"R-1", "R-2", "R-3"})
      world_.tell(id, referral("2011-01-01", 30));
    world_.at("2011-01-31T09:00");
    EXPECT_TRUE(world_.tick());
    clock_.set(world_.now());
    EXPECT_EQ(world_.waiting(), 3);
  }

  Prepared run(std::vector<LaneRoom> lanes, int most = 100) {
    Preparation preparation({.channel = &channel_,
                             .cases = &world_.store(),
                             .outbox = &world_.store(),
                             .policies = &world_.policies(),
                             .tenants = &world_.tenants(),
                             .clock = &clock_});
    return preparation.run(lanes, most);
  }

  World world_;
  QuietChannel channel_;
  SettableClock clock_{TimePoint{}};
};

TEST_F(PreparationStory, BeginsWhatThereIsRoomForAndSaysThatThereIsMore) {
  const auto first = run({{"email:urgent", 2}, {"email:normal", 2}});
  ASSERT_EQ(first.begun.size(), 2U);
  EXPECT_TRUE(first.more);
  const auto& begun = first.begun.front();
  EXPECT_EQ(begun.shipment.attempt, 1);
  EXPECT_EQ(begun.shipment.lane, "email:normal");
  EXPECT_TRUE(begun.shipment.frozen.starts_with("to ")) << begun.shipment.frozen;
  EXPECT_EQ(begun.notification.purpose, Purpose::reminder);
  const auto second = run({{"email:urgent", 100}, {"email:normal", 100}});
  EXPECT_EQ(second.begun.size(), 1U);
  const auto third = run({{"email:urgent", 100}, {"email:normal", 100}});
  EXPECT_TRUE(third.begun.empty());
  EXPECT_FALSE(third.more);
  EXPECT_EQ(third.lanes.at(1).waiting, 3);
  EXPECT_EQ(third.next, clock_.now() + channel_.transfer_limit() + Preparation::attempt_margin)
      << "when the first lease ends";
}

TEST_F(PreparationStory, KeepsToTheRoomInAll) {
  EXPECT_EQ(run({{"email:normal", 100}}, 1).begun.size(), 1U);
  const auto none = run({{"email:normal", 100}}, 0);
  EXPECT_TRUE(none.begun.empty());
  EXPECT_FALSE(none.more) << "nobody is to look again at once for room that is not there";
}

// A policy that nobody can read leaves its notifications to their leases.
TEST_F(PreparationStory, WaitsForAPolicyThatIsNotPublishedYet) {
  PolicyBook none;
  Preparation preparation({.channel = &channel_,
                           .cases = &world_.store(),
                           .outbox = &world_.store(),
                           .policies = &none,
                           .tenants = &world_.tenants(),
                           .clock = &clock_});
  EXPECT_TRUE(preparation.run({{"email:normal", 100}}, 100).begun.empty());
  EXPECT_EQ(world_.waiting(), 3);
  ASSERT_TRUE(none.load(world_.tenants(), world_.store()));
  clock_.set(clock_.now() + Preparation::claim_lease);
  EXPECT_EQ(preparation.run({{"email:normal", 100}}, 100).begun.size(), 3U);
}

TEST_F(PreparationStory, EndsAMessageThatTheProgramFailsAtAndGoesOnWithTheOthers) {
  channel_.throws_at = "R-2";
  const auto prepared = run({{"email:normal", 100}});
  EXPECT_FALSE(prepared.failure);
  EXPECT_EQ(prepared.begun.size(), 2U);
  ASSERT_EQ(prepared.ended.size(), 1U);
  EXPECT_EQ(prepared.ended.front().case_key.id, "R-2");
  EXPECT_EQ(prepared.ended.front().kind, Record::Kind::dead);
  EXPECT_EQ(prepared.ended.front().last_outcome, "inputs_failed");
  EXPECT_EQ(prepared.endings, std::vector{Outcome::refused}) << "counted among the deliveries";
}

TEST_F(PreparationStory, OnlyLooksAtALaneThatIsSwitchedOffOrHasNoRoom) {
  for (const auto& lane : {LaneRoom{"email:normal", 100, true}, LaneRoom{"email:normal", 0}}) {
    const auto prepared = run({lane});
    EXPECT_TRUE(prepared.begun.empty());
    EXPECT_EQ(prepared.lanes.front().waiting, 3);
    EXPECT_FALSE(prepared.next);
  }
}

TEST_F(PreparationStory, S_X10_LetsMailsWaitUntilTheReadersQuietHoursEnd) {
  world_.tenants().tenants.at("assist").quiet = {std::chrono::hours{8}, std::chrono::hours{10}};
  const auto quiet = run({{"email:normal", 100}});
  EXPECT_TRUE(quiet.begun.empty());
  EXPECT_FALSE(quiet.failure);
  EXPECT_EQ(world_.waiting(), 3);
  EXPECT_EQ(run({{"email:normal", 100}}).next, instant("2011-01-31T09:00:00Z")) << "10:00 in Rome";
  clock_.set(instant("2011-01-31T09:00:00Z"));
  EXPECT_EQ(run({{"email:normal", 100}}).begun.size(), 3U);
}

TEST_F(PreparationStory, S_X10_WhatWasRecordedInTheQuietHoursIsNotToldAfterThem) {
  world_.tenants().tenants.at("assist").quiet = {std::chrono::hours{8}, std::chrono::hours{10}};
  run({{"email:normal", 100}});
  world_.tell("R-1", contact(true));
  clock_.set(instant("2011-01-31T09:00:00Z"));
  EXPECT_EQ(run({{"email:normal", 100}}).begun.size(), 2U);
}

TEST_F(PreparationStory, S_X10_TheQuietHoursAreThoseOfTheReadersZone) {
  auto& tenant = world_.tenants().tenants.at("assist");
  tenant.quiet = {std::chrono::hours{20}, std::chrono::hours{8}};
  tenant.people["anna"] = {.id = "anna",
                           .known = true,
                           .name = "Anna",
                           .email = "anna@assist.example",
                           .zone = "America/Sao_Paulo"};
  EXPECT_TRUE(run({{"email:normal", 100}}).begun.empty()) << "it is 06:00 there";
  EXPECT_EQ(run({{"email:normal", 100}}).next, instant("2011-01-31T10:00:00Z"));
}

TEST_F(PreparationStory, S_X10_AnInvitationDoesNotWaitForTheEndOfTheQuietHoursBeyondItsMeeting) {
  world_.tenants().tenants.at("assist").quiet = {std::chrono::hours{8}, std::chrono::hours{10}};
  const auto invite = [&](const std::string& id, const char* start) {
    world_.tell(id, MeetingRecord{.start = local(start),
                                  .organizer = person_ref("anna"),
                                  .invitees = {person_ref("bruno")}});
  };
  invite("soon", "2011-01-31T09:30");
  invite("later", "2011-01-31T10:30");
  const auto resolved = run({{"email:normal", 100}});
  EXPECT_TRUE(resolved.begun.empty());
  ASSERT_TRUE(world_.store().record(resolved.ended));
  EXPECT_TRUE(world_.tick());
  const auto begun = run({{"email:normal", 100}}).begun;
  ASSERT_EQ(begun.size(), 1U);
  EXPECT_EQ(begun.front().notification.case_key.id, "soon");
  EXPECT_EQ(begun.front().notification.purpose, Purpose::invitation);
}

TEST_F(PreparationStory, S_X10_AChangeDoesNotWaitBeyondTheTimeThatItsReaderKnows) {
  const auto invite = [&](const char* start) {
    world_.tell("moved", MeetingRecord{.start = local(start),
                                       .organizer = person_ref("anna"),
                                       .invitees = {person_ref("bruno")}});
  };
  invite("2011-01-31T09:30");
  world_.settle();
  world_.tenants().tenants.at("assist").quiet = {std::chrono::hours{8}, std::chrono::hours{10}};
  invite("2011-02-07T09:30");
  ASSERT_TRUE(world_.store().record(run({{"email:normal", 100}}).ended));
  EXPECT_TRUE(world_.tick());
  const auto begun = run({{"email:normal", 100}}).begun;
  ASSERT_EQ(begun.size(), 1U);
  EXPECT_EQ(begun.front().notification.purpose, Purpose::invitation_changed);
}

// Whichever call fails: what has begun is handed out, what was only claimed comes back by itself,
// and in the end each has begun at least once, under its own id.
TEST_F(PreparationStory, LosesNothingWhenTheStoreGoesAwayInTheMiddle) {
  using Fault = FailingStore::Fault;
  int failures = 0;
  for (int n = 1; n <= 5; ++n) {
    for (const auto fault : {Fault::before, Fault::after, Fault::half_way}) {
      std::set<std::string> begun;
      world_.store().fail(n, fault);
      for (int tries = 0; tries < 4; ++tries) {
        const auto prepared = run({{"email:normal", 100}});
        failures += prepared.failure ? 1 : 0;
        for (const auto& one : prepared.begun)
          begun.insert(one.shipment.id);
        clock_.set(clock_.now() + channel_.transfer_limit() + Preparation::attempt_margin);
      }
      world_.store().fail(0, Fault::none);
      EXPECT_EQ(begun.size(), 3U) << "call " << n;
    }
  }
  EXPECT_GT(failures, 9);
}

TEST(Backlog, IsWhatADestinationTookInATenthOfASecond) {
  const TimePoint start = instant("2011-01-01T09:00:00Z");
  Backlog backlog;
  EXPECT_EQ(backlog.size(start), 0);
  backlog.note(0, start);
  for (int n = 1; n <= 20; ++n)
    backlog.note(10, start + milliseconds{10 * n});
  EXPECT_EQ(backlog.size(start + milliseconds{200}), 100);
  EXPECT_EQ(backlog.size(start + std::chrono::seconds{5}), 0) << "long ago";
  backlog.note(100'000, start + milliseconds{400});
  EXPECT_EQ(backlog.size(start + milliseconds{400}), 400) << "bounded";
  backlog.note(0, start + milliseconds{900});
  EXPECT_EQ(backlog.size(start + milliseconds{900}), 0) << "it takes nothing any more";
  EXPECT_EQ(backlog.size(start), 0) << "the clock was set back";
}

}  // namespace

}  // namespace followup
