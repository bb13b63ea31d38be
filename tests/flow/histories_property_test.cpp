// Properties of random histories: however events are cut into batches, whoever starts anew on the
// way, and whatever is told twice, the same comes of it; the due set is what the states ask for;
// and nothing is sent early or after a cancellation was answered. FOLLOWUP_SEEDS sets how many
// histories are played.
#include "core/codec/record_codec.h"
#include "tests/flow/random_history.h"
#include "tests/flow/world.h"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

namespace followup {

namespace {

constexpr int steps = 70;

/// What asks somebody to do something about a case that may have ended since.
bool nags(Purpose purpose) {
  switch (purpose) {
    case Purpose::reminder:
    case Purpose::escalation:
    case Purpose::agent_reminder:
    case Purpose::callback_due:
    case Purpose::callback_overdue:
    case Purpose::reason_missing:
    case Purpose::date_missing:
    case Purpose::follow_up_due:
    case Purpose::ticket_opened:
    case Purpose::ticket_warning:
    case Purpose::ticket_overdue:
    case Purpose::invitation:
    case Purpose::invitation_changed:
    case Purpose::meeting_reminder:
    case Purpose::answer_missing:
    case Purpose::message:
      return true;
    default:
      return false;
  }
}

/// All that came of a history, without how often it was committed.
struct End {
  std::map<std::string, Case> states;
  std::map<std::string, Lines> histories;
  std::map<std::string, Lines> lists;
  Lines due;
  Lines sent;
  friend bool operator==(const End&, const End&) = default;
};

End end_of(World& world) {
  End end;
  for (const auto& key : cases_of_a_history()) {
    auto state = world.stored(key.id, key.kind);
    if (!state) continue;
    state->version = 0;
    // What was asked back before it was sent is in no store any more.
    std::erase_if(state->open, [](const OpenNotification& open) { return open.withdrawn; });
    end.states.emplace(key.id, std::move(*state));
    end.histories.emplace(key.id, *world.memory().history(key));
  }
  std::set<std::string> names{"callbacks",
                              "project:p",
                              "project:q",
                              "callbacks:operator:rossi",
                              "callbacks:operator:verdi",
                              "callbacks:team:t1",
                              "personal:q:rossi",
                              "communications:client:C-0",
                              "answers:client:C-0"};
  for (const auto& [name, state] : end.states) {  // a meeting is on a list a person and day
    for (const auto& entry : indexes(state, assist_policy()))
      names.insert(entry.name);
  }
  for (const auto& name : names) {
    const auto listed = world.memory().list_index("assist", name, 0, 100).value();
    for (const auto& entry : listed)
      end.lists[name].push_back(entry.key.id + " " + format_instant(entry.at));
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

/// Where the part of a moment's items ends that is one batch. What speaks of many cases is one of
/// its own: with others in a batch, it may come before or after them.
std::vector<WorkItem>::const_iterator end_of_batch(std::vector<WorkItem>::const_iterator from,
                                                   std::vector<WorkItem>::const_iterator to) {
  const auto apart = std::find_if(from, to, speaks_of_many);
  return apart == from ? from + 1 : apart;
}

/// Plays a history: outages now and then, so that some deadlines fire late.
void play(World& world, const std::vector<SaidAt>& moments, Play how, std::uint64_t seed) {
  RandomHistory dice(seed + 1);  // apart from the history's own: every way of playing sees the same
  for (const auto& moment : moments) {
    if (moment.at.time_since_epoch() / std::chrono::minutes{1} % 4 == 0)
      world.later(moment.at - world.now());
    else
      world.pass(moment.at);
    for (auto from = moment.items.begin(); from != moment.items.end();) {
      const auto left = static_cast<int>(moment.items.end() - from);
      const auto to = end_of_batch(from, from + (how.batches ? 1 + dice.up_to(left - 1) : 1));
      world.run({from, to});
      if (how.restarts && dice.up_to(1) == 0) world.restart();
      from = to;
    }
    world.recover();
  }
}

/// Each part for itself, so that a failure says what differs.
void expect_same(const End& end, const End& expected) {
  for (const auto& [id, history] : expected.histories)
    EXPECT_EQ(end.histories.at(id), history) << id;
  for (const auto& [id, state] : expected.states)
    EXPECT_EQ(encode_case(end.states.at(id)), encode_case(state)) << id;
  EXPECT_EQ(end.lists, expected.lists);
  EXPECT_EQ(end.due, expected.due);
  EXPECT_EQ(end.sent, expected.sent);
  EXPECT_EQ(end, expected);
}

/// The due set holds exactly what the states ask for.
void expect_due_set_of_states(World& world) {
  Lines expected;
  for (const auto& key : cases_of_a_history()) {
    const auto state = world.stored(key.id, key.kind);
    if (!state) continue;
    const auto* policy = world.policies().find("assist", state->policy);
    const auto due = next_deadline(*state, *policy);
    if (due)
      expected.push_back(key.id + " " + format_local(policy->zone.to_local(due->at)).substr(0, 16));
  }
  Lines due = world.due();
  std::sort(due.begin(), due.end());
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(due, expected);
}

void expect_each_once(const World& world) {
  std::set<std::string> ids;
  for (const auto& made : world.sent()) {
    EXPECT_TRUE(ids.insert(made.id).second)
        << to_text(made.case_key) << ": " << to_text(made.purpose) << " " << made.hook_type << " "
        << made.whom << " went out twice, nominally at " << format_local(made.nominal);
  }
}

TEST(Histories, ComeToTheSameEndHoweverTheyAreCutAndWhoeverStartsAnew) {
  for (auto seed = seeds().first; seed < seeds().end; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto moments = RandomHistory(seed).next(steps);
    World one_by_one(history_policy());
    play(one_by_one, moments, {}, seed);
    const End expected = end_of(one_by_one);
    expect_due_set_of_states(one_by_one);
    for (const Play how : {Play{.batches = true}, Play{.batches = true, .restarts = true}}) {
      World world(history_policy());
      play(world, moments, how, seed);
      expect_same(end_of(world), expected);
      if (testing::Test::HasFailure()) return;
    }
    expect_each_once(one_by_one);
  }
}

/// Tells what was taken again. Who has left, has left also what was given to that person since.
void tell_again(World& world, const std::vector<SaidAt>& moments, bool only_projects) {
  for (const auto& moment : moments) {
    for (const auto& item : moment.items) {
      if (!world.taken().contains(item.event.id)) continue;  // may well be taken by now
      if (item.key.kind == Kind::person) continue;
      if (only_projects && item.key.kind != Kind::project) continue;
      const auto again = world.run({item}).front().result;
      ASSERT_NE(again.status, Status::accepted)
          << item.event.id << " of " << item.key.id << ": " << to_text(again.reason);
    }
  }
  world.recover();
}

TEST(Histories, ToldAgainChangeNothing) {
  for (auto seed = seeds().first; seed < seeds().end; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto moments = RandomHistory(seed).next(steps);
    World world(history_policy());
    play(world, moments, {.batches = true}, seed);
    const Lines sent = end_of(world).sent;
    tell_again(world, moments, true);  // whose number who saw them by itself notes down now
    const End expected = end_of(world);
    EXPECT_EQ(expected.sent, sent);
    tell_again(world, moments, false);
    expect_same(end_of(world), expected);
    if (testing::Test::HasFailure()) return;
  }
}

// A CRM synchronises with an export of its records as they are: other event ids, the same numbers.
TEST(Histories, AnExportOfWhatIsKnownSendsNothing) {
  for (auto seed = seeds().first; seed < seeds().end; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto moments = RandomHistory(seed).next(steps);
    World world(history_policy());
    std::map<std::string, WorkItem> newest;
    play(world, moments, {}, seed);
    for (const auto& moment : moments) {
      for (const auto& item : moment.items) {
        const auto stored = world.stored(item.key.id, item.key.kind);
        const bool is_referral = item.key.kind == Kind::referral;
        if (!stored || !is_referral) continue;  // nothing of it was ever accepted
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
      const bool at_once = made.purpose == Purpose::command;  // tells of a time to come
      EXPECT_TRUE(at_once || world_.sent_at()[at] >= made.due) << "sent early";
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
      if (nags(open.purpose)) forbidden_.insert(open.id);
    }
    for (const auto& attempt : open_) {
      const auto& made = attempt.notification;
      const bool ended = !world_.memory().find(made.id, made.case_key)->has_value();
      if (!nags(made.purpose) || ended || made.case_key.id != id) continue;
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
         std::holds_alternative<ReferralCancelled>(item.event.payload) ||
         std::holds_alternative<AppointmentCancelled>(item.event.payload) ||
         std::holds_alternative<TicketClosed>(item.event.payload) ||
         std::holds_alternative<MeetingCancelled>(item.event.payload) ||
         std::holds_alternative<CommunicationCancelled>(item.event.payload);
}

TEST(Histories, SendNothingEarlyAndNothingAfterACancellationWasAnswered) {
  int answered = 0;
  for (auto seed = seeds().first; seed < seeds().end; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    World world(history_policy());
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
        if (effective) {
          const auto state = world.stored(item.key.id, item.key.kind);
          worker.cancelled(item.key.id, *state, result.in_flight);
        }
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
