// Every store call of a dozen stories fails once, before it is carried out, half way, or with its
// reply lost; producers say again what was answered busy, leases run out. At the end the promises
// hold: nothing accepted is lost, nothing is sent that would not have been sent, and at most one
// message twice, under its own id (design: promises 1 to 5).
#include "tests/flow/world.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

namespace followup {

namespace {

/// What is said at one instant, as one batch.
struct Said {
  const char* local_time;
  std::vector<WorkItem> items;
};

struct SweptStory {
  const char* name;
  std::vector<Said> said;
};

/// What of a story must not depend on a failure.
struct Outcomes {
  Lines due;
  std::set<std::string> sent;
  Lines states;  ///< "R-1 contact cycle open", with "cancelled" where it is
};

void expect_same(const Outcomes& seen, const Outcomes& expected) {
  EXPECT_EQ(seen.due, expected.due);
  EXPECT_EQ(seen.sent, expected.sent);
  EXPECT_EQ(seen.states, expected.states);
}

/// Says one batch until every event of it has been taken in.
void say(World& world, std::vector<WorkItem> items) {
  for (int tries = 0; !items.empty() && tries < 5; ++tries) {
    const auto results = world.run(items);
    std::vector<WorkItem> again;
    for (std::size_t at = 0; at < items.size(); ++at) {
      if (results[at].result.status == Status::busy) again.push_back(items[at]);
    }
    items = std::move(again);
  }
  EXPECT_TRUE(items.empty()) << "one failure makes one retry";
}

void tell(World& world, const SweptStory& story) {
  const Zone rome = assist_policy().zone;
  for (const auto& said : story.said) {
    world.pass(rome.to_instant(local(said.local_time)));
    say(world, said.items);
    world.recover();
  }
  world.pass(instant("2011-04-01T08:00:00Z"));
  world.recover();
}

Outcomes outcomes_of(World& world) {
  Outcomes outcomes;
  outcomes.due = world.due();
  // What a failure put off by a few seconds is on the same minute's line, maybe after the others.
  std::ranges::sort(outcomes.due);
  for (const auto& made : world.sent())
    outcomes.sent.insert(made.id);
  for (const std::string id : {"R-1", "R-2"}) {
    const auto state = world.stored(id);
    if (!state) continue;
    const auto& facts = std::get<Referral>(state->facts);
    outcomes.states.push_back(id + " " + std::to_string(static_cast<int>(facts.contact)) + " " +
                              std::to_string(facts.cycle) + " " +
                              std::to_string(state->open.size()) +
                              (facts.cancelled ? " cancelled" : ""));
  }
  return outcomes;
}

WorkItem said(int number, const char* id, Payload payload) {
  return make_item("e" + std::to_string(number), id, std::move(payload),
                   static_cast<std::uint64_t>(number), instant("2011-01-01T09:00:00Z"));
}

Payload day(const char* date) {
  return referral(date, 30);
}

/// An hour with Bob (M35).
Payload sitting() {
  return MeetingRecord{.start = local("2011-01-20T15:00"),
                       .end = local("2011-01-20T16:00"),
                       .subject = "S",
                       .organizer = person_ref("anna"),
                       .invitees = {person_ref("bruno")}};
}

std::vector<SweptStory> stories() {
  const char* const first = "2011-01-01T10:00";
  const Said created{first, {said(1, "R-1", day("2011-01-01"))}};
  ReferralRecord moved = referral("2011-01-01", 30);
  moved.case_worker = person_ref("bruno");
  ReferralRecord off = referral("2011-01-01", 30);
  off.follow_up_requested = false;
  return {
      {"reminded and escalated", {created}},
      {"two at once",
       {{first, {said(1, "R-1", day("2011-01-01")), said(2, "R-2", day("2011-01-01"))}}}},
      {"closed before the reminder",
       {created, {"2011-01-20T12:00", {said(2, "R-1", contact(true))}}}},
      {"closed after the reminder",
       {created, {"2011-02-05T12:00", {said(2, "R-1", contact(true))}}}},
      {"cancelled at the due moment",
       {created, {"2011-01-31T09:00", {said(2, "R-1", ReferralCancelled{})}}}},
      {"withdrawn after the reminder",
       {created,
        {"2011-02-01T12:00", {said(2, "R-1", contact(true))}},
        {"2011-02-03T12:00", {said(3, "R-1", ContactWithdrawn{})}}}},
      {"moved before the reminder",
       {created, {"2011-01-10T12:00", {said(2, "R-1", day("2011-01-15"))}}}},
      {"moved after the reminder",
       {created, {"2011-02-02T12:00", {said(2, "R-1", day("2011-01-15"))}}}},
      {"another worker", {created, {"2011-01-20T12:00", {said(2, "R-1", moved)}}}},
      {"off and on",
       {created,
        {"2011-01-15T12:00", {said(2, "R-1", off)}},
        {"2011-01-20T12:00", {said(3, "R-1", day("2011-01-01"))}}}},
      {"cancelled and revived",
       {created,
        {"2011-02-01T12:00", {said(2, "R-1", ReferralCancelled{})}},
        {"2011-02-03T12:00", {said(3, "R-1", day("2011-01-01"))}}}},
      {"meetings collide",
       {{first, {said(1, "M-1", sitting())}}, {"2011-01-02T12:00", {said(2, "M-2", sitting())}}}},
      {"told twice and late",
       {{"2011-02-15T14:00",
         {said(1, "R-1", day("2011-01-01")), said(1, "R-1", day("2011-01-01"))}},
        {"2011-02-16T12:00", {said(1, "R-1", day("2011-01-01")), said(2, "R-2", contact(true))}},
        {"2011-02-16T13:00", {said(1, "R-2", day("2011-01-01"))}}}}};
}

TEST(FailureSweep, EveryStoreCallMayFailOnceWithoutHarm) {
  using Fault = FailingStore::Fault;
  int runs = 0;
  for (const auto& story : stories()) {
    World calm;
    tell(calm, story);
    const Outcomes expected = outcomes_of(calm);
    ASSERT_EQ(calm.sent().size(), expected.sent.size());
    for (int n = 1; n <= calm.store().calls(); ++n) {
      for (const Fault fault : {Fault::before, Fault::after, Fault::half_way}) {
        SCOPED_TRACE(std::string(story.name) + ": call " + std::to_string(n) + " fails like " +
                     std::to_string(static_cast<int>(fault)));
        World world;
        world.store().fail(n, fault);
        tell(world, story);
        expect_same(outcomes_of(world), expected);
        EXPECT_LE(world.sent().size(), expected.sent.size() + 1);
        EXPECT_EQ(world.waiting(), 0);
        if (testing::Test::HasFailure()) return;
        ++runs;
      }
    }
  }
  EXPECT_GT(runs, 500) << "the stories must ask the store for something";
}

// A producer that gets no answer says it all again; the store is away for a whole minute.
TEST(FailureSweep, S_X08_AMinuteWithoutTheStoreLosesNothingAndFiresOnce) {
  constexpr int minute = 60;
  const Zone rome = assist_policy().zone;
  for (const auto& story : stories()) {
    SCOPED_TRACE(story.name);
    World calm;  // where everything is said a minute late
    World world;
    for (const auto& said : story.said) {
      const TimePoint at = rome.to_instant(local(said.local_time));
      calm.pass(at);
      calm.later(std::chrono::seconds{minute});
      say(calm, said.items);
      calm.recover();
      world.pass(at);
      world.store().set_down(true);
      for (const auto& result : world.run(said.items))
        EXPECT_NE(result.result.status, Status::accepted);
      for (int second = 0; second < minute; ++second) {
        EXPECT_FALSE(world.tick());
        world.later(std::chrono::seconds{1});
      }
      world.store().set_down(false);
      say(world, said.items);
      world.recover();
    }
    for (World* one : {&calm, &world}) {
      one->pass(instant("2011-04-01T08:00:00Z"));
      one->recover();
    }
    expect_same(outcomes_of(world), outcomes_of(calm));
    EXPECT_EQ(world.sent().size(), calm.sent().size());
  }
}

}  // namespace

}  // namespace followup
