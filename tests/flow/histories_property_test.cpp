// Properties of random histories: however events are cut into batches, whoever starts anew on the
// way, and whatever is told twice, the same comes of it; the due set is what the states ask for;
// and nothing is sent early or after a cancellation was answered. FOLLOWUP_SEEDS sets how many
// histories are played.
#include "core/codec/record_codec.h"
#include "tests/flow/random_history.h"
#include "tests/flow/world.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include <gtest/gtest.h>

namespace followup {

namespace {

constexpr int steps = 40;
const char* const referrals[] = {"R-0", "R-1", "R-2", "R-3"};

std::uint64_t seeds() {
  const char* wish = std::getenv("FOLLOWUP_SEEDS");  // NOLINT(concurrency-mt-unsafe): one thread
  return wish == nullptr ? 200 : std::strtoull(wish, nullptr, 10);
}

/// All that came of a history, without how often it was committed.
struct End {
  std::map<std::string, Case> states;
  std::map<std::string, Lines> histories;
  Lines due;
  Lines sent;
  friend bool operator==(const End&, const End&) = default;
};

End end_of(World& world) {
  End end;
  for (const char* id : referrals) {
    auto state = world.stored(id);
    if (!state) continue;
    state->version = 0;
    end.states.emplace(id, std::move(*state));
    end.histories.emplace(id, *world.memory().history({"assist", Kind::referral, id}));
  }
  end.due = world.due();
  for (const auto& made : world.sent())
    end.sent.push_back(made.id);
  std::sort(end.sent.begin(), end.sent.end());
  return end;
}

/// How a history is played.
struct Play {
  bool batches = false;   ///< cut into batches of random sizes, else one event at a time
  bool restarts = false;  ///< programs start anew between batches
};

/// Plays a history: outages now and then, so that some deadlines fire late.
void play(World& world, const std::vector<Moment>& moments, Play how, std::uint64_t seed) {
  RandomHistory dice(seed + 1);  // apart from the history's own: every way of playing sees the same
  for (const auto& moment : moments) {
    if (moment.at.time_since_epoch() / std::chrono::minutes{1} % 4 == 0)
      world.later(moment.at - world.now());
    else
      world.pass(moment.at);
    for (auto from = moment.items.begin(); from != moment.items.end();) {
      const auto left = static_cast<int>(moment.items.end() - from);
      const auto to = from + (how.batches ? 1 + dice.up_to(left - 1) : 1);
      world.run({from, to});
      if (how.restarts && dice.up_to(1) == 0) world.restart();
      from = to;
    }
    world.recover();
  }
}

/// The due set holds exactly what the states ask for.
void expect_due_set_of_states(World& world) {
  Lines expected;
  for (const char* id : referrals) {
    const auto state = world.stored(id);
    if (!state) continue;
    const auto* policy = world.policies().find("assist", state->policy);
    const auto due = next_deadline(*state, *policy);
    if (due)
      expected.push_back(std::string(id) + " " +
                         format_local(policy->zone.to_local(due->at)).substr(0, 16));
  }
  Lines due = world.due();
  std::sort(due.begin(), due.end());
  EXPECT_EQ(due, expected);
}

TEST(Histories, ComeToTheSameEndHoweverTheyAreCutAndWhoeverStartsAnew) {
  for (std::uint64_t seed = 0; seed < seeds(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto moments = RandomHistory(seed).next(steps);
    World one_by_one;
    play(one_by_one, moments, {}, seed);
    const End expected = end_of(one_by_one);
    expect_due_set_of_states(one_by_one);
    for (const Play how : {Play{.batches = true}, Play{.batches = true, .restarts = true}}) {
      World world;
      play(world, moments, how, seed);
      ASSERT_EQ(end_of(world), expected);
    }
    ASSERT_EQ(std::set<std::string>(expected.sent.begin(), expected.sent.end()).size(),
              expected.sent.size())
        << "an id went out twice";
  }
}

TEST(Histories, ToldAgainChangeNothing) {
  for (std::uint64_t seed = 0; seed < seeds(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto moments = RandomHistory(seed).next(steps);
    World world;
    play(world, moments, {.batches = true}, seed);
    const End expected = end_of(world);
    for (const auto& moment : moments) {
      for (const auto& result : world.run(moment.items))
        ASSERT_NE(result.result.status, Status::accepted);
    }
    world.recover();
    ASSERT_EQ(end_of(world), expected);
  }
}

// A CRM synchronises with an export of its records as they are: other event ids, the same numbers.
TEST(Histories, AnExportOfWhatIsKnownSendsNothing) {
  for (std::uint64_t seed = 0; seed < seeds(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto moments = RandomHistory(seed).next(steps);
    World world;
    std::map<std::string, WorkItem> newest;
    play(world, moments, {}, seed);
    for (const auto& moment : moments) {
      for (const auto& item : moment.items) {
        const auto stored = world.stored(item.key.id);
        if (!stored) continue;  // nothing of it was ever accepted
        const auto known = std::get<Referral>(stored->facts).record_sequence;
        const bool is_record = std::holds_alternative<ReferralRecord>(item.event.payload);
        if (is_record && item.event.sequence && item.event.sequence == known)
          newest.insert_or_assign(item.key.id, item);
      }
    }
    const End before = end_of(world);
    for (auto& [id, item] : newest) {
      item.event.id = "export-" + id;
      world.run({item});
    }
    world.recover();
    const End after = end_of(world);
    ASSERT_EQ(after.sent, before.sent);
    for (const auto& [id, state] : after.states)
      ASSERT_EQ(state.facts, before.states.at(id).facts);
  }
}

/// A worker that dawdles: attempts stay open over events, some are tried again, some are delivered.
class Dawdler {
 public:
  Dawdler(World& world, std::uint64_t seed) : world_(world), dice_(seed + 2) {}

  void work() {
    const std::size_t known = world_.sent().size();
    for (auto& attempt : world_.begin())
      open_.push_back(std::move(attempt));
    for (std::size_t at = known; at < world_.sent().size(); ++at) {
      const auto& made = world_.sent()[at];
      EXPECT_GE(world_.sent_at()[at], made.due) << "sent early";
      EXPECT_FALSE(forbidden_.contains(made.id)) << "sent after a cancellation was answered";
    }
    std::erase_if(open_, [&](const World::Attempt& attempt) {
      const int dice = dice_.up_to(3);
      if (dice == 0) world_.end(attempt, Outcome::delivered);
      if (dice == 1) world_.retry(attempt);
      return dice <= 1;
    });
  }

  /// A cancellation (or a recorded contact) was answered: of what was made before nothing may begin
  /// any more, and what is under way must have been listed.
  void cancelled(const std::string& id, const Case& state, const Lines& in_flight) {
    for (const auto& open : state.open) {
      if (open.purpose == Purpose::reminder || open.purpose == Purpose::escalation)
        forbidden_.insert(open.id);
    }
    for (const auto& attempt : open_) {
      const auto& made = attempt.notification;
      const bool nags = made.purpose == Purpose::reminder || made.purpose == Purpose::escalation;
      const bool ended = !world_.memory().find(made.id, made.case_key)->has_value();
      if (!nags || ended || made.case_key.id != id) continue;
      EXPECT_TRUE(std::count(in_flight.begin(), in_flight.end(), made.id) == 1)
          << "an attempt under way was not listed";
    }
  }

 private:
  World& world_;
  RandomHistory dice_;
  std::vector<World::Attempt> open_;
  std::set<std::string> forbidden_;
};

bool ends_all(const WorkItem& item) {
  const auto* recorded = std::get_if<ContactRecorded>(&item.event.payload);
  return (recorded != nullptr && recorded->contacted) ||
         std::holds_alternative<ReferralCancelled>(item.event.payload);
}

TEST(Histories, SendNothingEarlyAndNothingAfterACancellationWasAnswered) {
  int answered = 0;
  for (std::uint64_t seed = 0; seed < seeds(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    World world;
    Dawdler worker(world, seed);
    for (const auto& moment : RandomHistory(seed).next(steps)) {
      // Attempts stay open for seconds here, not for the days between two moments.
      world.later(moment.at - world.now());
      static_cast<void>(world.tick());
      worker.work();
      for (const auto& item : moment.items) {
        const auto result = world.run({item}).front();
        const bool effective = result.result.status == Status::accepted &&
                               result.result.reason == Reason::none && ends_all(item);
        if (effective) worker.cancelled(item.key.id, *world.stored(item.key.id), result.in_flight);
        answered += effective ? 1 : 0;
        static_cast<void>(world.tick());
        worker.work();
      }
      if (testing::Test::HasFailure()) return;
    }
  }
  EXPECT_GT(answered, 100) << "the histories must contain what is tested";
}

}  // namespace

}  // namespace followup
