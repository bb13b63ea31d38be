// MemoryStore against RedisStore: the same random commands, the same answers and the same contents.
// A failure prints its seed and step; FOLLOWUP_SEED=n runs one seed alone.
#include "core/store/memory_store.h"
#include "core/store/redis_store.h"
#include "tests/store/redis_story.h"
#include "tests/support/private_redis.h"

#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace followup {

namespace {

constexpr int steps = 3000;
constexpr int steps_between_looks = 100;

const std::vector<std::string> case_ids{"R-1", "R-2", "R:3", "R-4"};
const std::vector<std::string> lanes{"email:urgent", "email:normal", "webhook:acme/crm"};
const std::vector<std::string> indexes{"callbacks", "callbacks:operator:rossi", "project:p1"};

std::string text(TimePoint when) {
  return std::to_string(to_ms(when));
}

std::string text(const std::optional<TimePoint>& when) {
  return when ? text(*when) : "-";
}

std::string text(const std::vector<std::string>& words) {
  std::string joined;
  for (const auto& word : words)
    joined += word + ",";
  return joined;
}

std::string text(const CaseAnswer& answer) {
  return std::to_string(static_cast<int>(answer.kind)) + " " + answer.record + " [" +
         text(answer.in_flight) + "] " + text(answer.full);
}

std::string text(const ClaimedNotification& entry) {
  return entry.id + " " + entry.lane + " " + entry.body + " " + entry.frozen + " " +
         std::to_string(entry.attempts) + " " + entry.last_outcome;
}

/// One store, and the tokens that it gave, by the order in which claims gave them.
class Side {
 public:
  Side(CaseStore& of_cases, Outbox& of_outbox, Shelf& of_shelf)
      : cases(of_cases), outbox(of_outbox), shelf(of_shelf) {}

  [[nodiscard]] std::string token(std::size_t number) const {
    return number < tokens.size() ? tokens[number] : "none";
  }

  [[nodiscard]] std::string contents();

  CaseStore& cases;
  Outbox& outbox;
  Shelf& shelf;
  std::vector<std::string> tokens;
};

std::string Side::contents() {
  std::string all;
  for (const auto& entry : *cases.list_due(from_ms(-1'000'000'000'000), 1000)) {
    all += entry.key.id + "@" + text(entry.at) + "\n";
  }
  for (const auto& id : case_ids) {
    all += id + " " + stored(cases, id) + " history " + text(*cases.history(key(id))) + "\n";
  }
  for (const auto& index : indexes) {
    all += index;
    for (const auto& entry : *cases.list_index("acme", index, 0, 1000))
      all += " " + entry.key.id + "@" + text(entry.at);
    all += "\n";
  }
  for (const auto& state : *outbox.lanes(lanes)) {
    all += state.lane + " " + std::to_string(state.waiting) + " " + text(state.next) + "\n";
  }
  for (int i = 0; i < 40; ++i) {
    const auto found = outbox.find("n" + std::to_string(i), key("R-1"));
    if (*found) all += text(**found) + "\n";
  }
  for (const auto& letter : *shelf.list_dead(1000))
    all += letter.id + "@" + text(letter.at) + "\n";
  for (const auto& damaged : *shelf.list_damaged(1000))
    all += damaged.id + "\n";
  for (const auto& on : {"acme", ""}) {
    for (const auto& event : *shelf.list_refused(on, 1000)) {
      all += event.id + event.raw + (event.quarantined ? "!" : "") + "@" + text(event.at) + "\n";
    }
  }
  for (const auto& [number, policy] : *shelf.policies("acme")) {
    all += std::to_string(number) + " " + policy + "\n";
  }
  for (const auto& [name, value] : *shelf.marks())
    all += name + "=" + value + "\n";
  return all;
}

/// Makes random commands. Each is a function of the random numbers only, so that both sides get the
/// same one.
class Driver {
 public:
  explicit Driver(unsigned seed) : random_(seed) {}

  /// The next command, carried out on both; their answers as texts.
  std::pair<std::string, std::string> step(Side& one, Side& two) {
    second_ += static_cast<std::int64_t>(draw(4));
    using Command = std::string (Driver::*)(Side&);
    static constexpr Command commands[] = {
        &Driver::commit, &Driver::commit, &Driver::commit,    &Driver::claim_due,
        &Driver::claim,  &Driver::claim,  &Driver::begin,     &Driver::begin,
        &Driver::record, &Driver::record, &Driver::record,    &Driver::give_back,
        &Driver::dead,   &Driver::refuse, &Driver::set_aside, &Driver::small};
    const auto command = commands[draw(std::size(commands))];
    const auto before = random_;
    auto first = (this->*command)(one);
    random_ = before;
    auto second = (this->*command)(two);
    return {std::move(first), std::move(second)};
  }

 private:
  std::size_t draw(std::size_t below) { return random_() % below; }

  std::string pick(const std::vector<std::string>& from) { return from[draw(from.size())]; }

  std::string notification() { return "n" + std::to_string(draw(40)); }

  /// A notification always belongs to one case and one lane.
  static std::string case_of(const std::string& id) {
    return case_ids[static_cast<std::size_t>(id.back()) % case_ids.size()];
  }

  static std::string lane_of(const std::string& id) {
    return lanes[static_cast<std::size_t>(std::stoi(id.substr(1))) % lanes.size()];
  }

  std::string commit(Side& side) {
    const std::string id = pick(case_ids);
    const auto record = stored(side.cases, id);
    std::uint32_t version = 0;
    if (!record.empty())
      version = static_cast<std::uint32_t>(std::stoul(record.substr(1, 8), nullptr, 16));
    if (draw(6) == 0) version = static_cast<std::uint32_t>(draw(4));
    Commit commit = followup::step(id, version);
    if (draw(3) != 0) commit.due = at(second_ + static_cast<std::int64_t>(draw(30)));
    for (std::size_t i = draw(3); i > 0; --i)
      commit.history.push_back("line" + std::to_string(draw(100)));
    for (std::size_t i = draw(3); i > 0; --i) {
      const auto name = notification();
      if (case_of(name) != id) continue;
      commit.notifications.push_back({name, lane_of(name), "body" + std::to_string(draw(9)),
                                      at(second_ + static_cast<std::int64_t>(draw(5)))});
    }
    for (std::size_t i = draw(3); i > 0; --i) {
      const auto name = notification();
      if (case_of(name) == id) commit.withdrawals.push_back({name, lane_of(name)});
    }
    for (const auto& index : indexes) {
      if (draw(4) != 0) continue;
      const auto place = at(static_cast<std::int64_t>(draw(5)));
      commit.indexes.push_back({index, draw(3) == 0 ? std::nullopt : std::optional(place)});
    }
    while (draw(4) == 0)
      commit.limits.push_back({pick(indexes), static_cast<int>(1 + draw(3))});
    commit.outcomes_taken = draw(3);
    commit.erase = draw(20) == 0;
    commit.drains = draw(2) == 0;
    const bool twice = draw(5) == 0;
    std::vector<CaseCall> calls{{key(id), commit}};
    if (twice) calls.push_back({key(id), commit});
    calls.push_back({key(id), std::nullopt});
    std::string said = "commit";
    for (const auto& answer : *side.cases.call(std::move(calls)))
      said += " " + text(answer);
    return said;
  }

  std::string claim_due(Side& side) {
    const int limit = static_cast<int>(draw(4));
    std::string said = "due";
    for (const auto& entry : *side.cases.claim_due(at(second_), at(second_ + 5), limit)) {
      said +=
          " " + entry.key.id + " " + entry.record + " " + text(entry.outcomes) + text(entry.score);
    }
    const int offset = static_cast<int>(draw(3));
    for (const auto& entry : *side.cases.list_index("acme", pick(indexes), offset, limit))
      said += " " + entry.key.id + "@" + text(entry.at);
    const auto lists = side.cases.list_indexes("acme", indexes, at(second_ + 2), limit);
    for (const auto& list : *lists) {
      for (const auto& entry : list)
        said += " " + entry.key.id + "@" + text(entry.at);
    }
    return said + " " + text(*side.cases.next_due());
  }

  std::string claim(Side& side) {
    const int limit = static_cast<int>(draw(5));
    const std::vector<std::string> order =
        draw(2) == 0 ? lanes : std::vector<std::string>{lanes[1], lanes[0]};
    std::string said = "claim";
    for (const auto& entry : *side.outbox.claim(order, at(second_), at(second_ + 10), limit)) {
      said += " " + text(entry);
      side.tokens.push_back(entry.token);
      owners_[side.tokens.size() - 1] = entry.id;
    }
    return said;
  }

  /// A recent token and, mostly, the notification that it was given for.
  std::pair<std::size_t, std::string> lease(const Side& side) {
    if (side.tokens.empty()) return {0, notification()};
    const auto back = draw(std::min<std::size_t>(side.tokens.size(), 12));
    const auto number = side.tokens.size() - 1 - back;
    const auto other = notification();
    return {number, draw(8) == 0 ? other : owners_[number]};
  }

  /// Up to three in one call, maybe about the same notification.
  std::string begin(Side& side) {
    std::vector<Begin> begins;
    for (std::size_t left = 1 + draw(3); left > 0; --left)
      begins.push_back(one_begin(side));
    std::string said = "begin";
    for (const auto& answer : *side.outbox.begin(begins)) {
      said += " " + std::to_string(static_cast<int>(answer.kind)) + " " +
              std::to_string(answer.attempt) + " " + answer.frozen;
    }
    return said;
  }

  Begin one_begin(Side& side) {
    const auto [number, id] = lease(side);
    const auto record = stored(side.cases, case_of(id));
    Begin begin;
    begin.id = id;
    begin.case_key = key(case_of(id));
    begin.token = side.token(number);
    if (!record.empty() && draw(4) != 0) {
      begin.case_version = static_cast<std::uint32_t>(std::stoul(record.substr(1, 8), nullptr, 16));
    }
    begin.frozen = "inputs" + std::to_string(draw(9));
    begin.lease_until = at(second_ + 20);
    begin.lane = lane_of(id);
    return begin;
  }

  std::string record(Side& side) {
    std::vector<Record> records;
    for (std::size_t left = 1 + draw(3); left > 0; --left)
      records.push_back(one_record(side));
    std::string said = "record";
    for (const auto& answer : *side.outbox.record(records))
      said += " " + std::to_string(static_cast<int>(answer.kind));
    for (const auto& one : records)
      said += " " + text(*side.cases.in_flight(one.case_key, {one.id, notification()}));
    return said;
  }

  Record one_record(Side& side) {
    const auto [number, id] = lease(side);
    Record record;
    record.kind = static_cast<Record::Kind>(draw(4));
    record.id = id;
    record.case_key = key(case_of(id));
    record.lane = lane_of(id);
    record.token = side.token(number);
    record.outcome_line = "outcome" + std::to_string(draw(100));
    record.last_outcome = "last" + std::to_string(draw(9));
    record.not_before = at(second_ + static_cast<std::int64_t>(draw(40)));
    record.now = at(second_);
    return record;
  }

  std::string give_back(Side& side) {
    const auto [number, id] = lease(side);
    const auto not_before = at(second_ + static_cast<std::int64_t>(draw(10)));
    EXPECT_TRUE(side.outbox.give_back({{id, lane_of(id), side.token(number), not_before}}));
    return "give back " + id;
  }

  std::string dead(Side& side) {
    const auto id = notification();
    const auto cap = static_cast<int>(draw(6));
    switch (draw(4)) {
      case 0:
        return "drop " + std::to_string(*side.shelf.drop_dead(id) ? 1 : 0);
      case 1:
        return "trim " + std::to_string(*side.shelf.trim_dead(cap, at(second_ - 60)));
      default:
        return "again " + std::to_string(*side.shelf.retry_dead(id, at(second_)) ? 1 : 0);
    }
  }

  std::string refuse(Side& side) {
    const auto id = std::to_string(draw(12));
    RefusedEvent event{
        draw(2) == 0 ? "acme" : "", "e" + id, "{}", "raw" + id, draw(3) == 0, at(second_)};
    if (draw(6) == 0) {
      EXPECT_TRUE(side.shelf.drop_refused(event.shelf, {event.id}));
    }
    const auto kept = side.shelf.keep_refused({event}, 4, 3, at(second_ - 50));
    return "refuse " + std::to_string(kept->front() ? 1 : 0) + " " +
           std::to_string(*side.shelf.count_refused(event.shelf));
  }

  std::string set_aside(Side& side) {
    const auto id = pick(case_ids);
    if (draw(4) == 0) {
      EXPECT_TRUE(side.cases.set_aside_damaged(key(id), at(second_)));
    }
    return "aside " + id + " " + std::to_string(*side.shelf.empty() ? 1 : 0);
  }

  std::string small(Side& side) {
    const auto name = "m" + std::to_string(draw(4));
    const auto value = std::to_string(draw(3));
    switch (draw(3)) {
      case 0:
        return "policy " + std::to_string(*side.shelf.publish_policy("acme", value));
      case 1:
        EXPECT_TRUE(side.shelf.clear_mark(name));
        return "clear " + name;
      default:
        return "mark " + std::to_string(*side.shelf.set_mark(name, value, draw(2) == 0) ? 1 : 0);
    }
  }

  std::mt19937 random_;
  std::int64_t second_ = 0;
  std::map<std::size_t, std::string> owners_;  ///< which notification a token was given for
};

void run(unsigned seed) {
  const PrivateRedis redis({"appendfsync", "no"});
  RedisStore on_redis(redis.address());
  MemoryStore on_memory;
  Side one(on_memory, on_memory, on_memory);
  Side two(on_redis, on_redis, on_redis);
  Driver driver(seed);
  for (int i = 1; i <= steps; ++i) {
    const auto [expected, answered] = driver.step(one, two);
    ASSERT_EQ(expected, answered) << "seed " << seed << ", step " << i;
    if (i % steps_between_looks != 0) continue;
    ASSERT_EQ(one.contents(), two.contents()) << "seed " << seed << ", step " << i;
  }
}

TEST(MemoryAndRedis, GiveTheSameAnswersToTheSameCommands) {
  if (const char* seed = std::getenv("FOLLOWUP_SEED")) {
    run(static_cast<unsigned>(std::atoi(seed)));
    return;
  }
  for (unsigned seed = 1; seed <= 3; ++seed)
    run(seed);
}

}  // namespace

}  // namespace followup
