// What a worker tells a case of a command's end, over a real Redis: refused at once or tried again,
// and whether an earlier answer was lost (contract.md section 3).
#include "workers/delivery.h"

#include "core/codec/record_codec.h"
#include "tests/support/private_redis.h"

#include <deque>
#include <stdexcept>

#include <gtest/gtest.h>

namespace followup {

namespace {

using std::chrono::milliseconds;

const std::string lane = "webhook:callit/crm";

/// Gives each attempt the next of its ends, as soon as it is asked; the first `faults` can not even
/// be started.
class ScriptedChannel : public DeliveryChannel {
 public:
  explicit ScriptedChannel(std::deque<ShipmentEnd> ends, int faults)
      : ends_(std::move(ends)), faults_(faults) {}

  [[nodiscard]] std::string name() const override { return "webhook"; }

  [[nodiscard]] std::vector<std::string> lanes() const override { return {lane}; }

  [[nodiscard]] int room(const std::string& /*lane*/) const override { return 1; }

  [[nodiscard]] int room_in_all() const override { return 1; }

  [[nodiscard]] std::vector<std::string> resting() const override { return {}; }

  [[nodiscard]] bool to_person() const override { return false; }

  [[nodiscard]] Result<std::string> freeze(const DeliveryInputs& /*inputs*/) const override {
    return std::string("{}");
  }

  [[nodiscard]] Millis transfer_limit() const override { return milliseconds{1}; }

  void start(Shipment shipment) override {
    if (faults_-- > 0) throw std::out_of_range("a fault");
    under_way_.push_back(std::move(shipment));
  }

  [[nodiscard]] std::size_t in_flight() const override { return under_way_.size(); }

  [[nodiscard]] std::vector<ShipmentEnd> turn(Millis /*timeout*/,
                                              const std::vector<int>& /*descriptors*/) override {
    std::vector<ShipmentEnd> ended;
    while (!under_way_.empty() && !ends_.empty()) {
      commands_ += under_way_.back().command ? 1 : 0;
      ended.push_back(ends_.front());
      ended.back().id = under_way_.back().id;
      ends_.pop_front();
      under_way_.pop_back();
    }
    return ended;
  }

  [[nodiscard]] int commands() const { return commands_; }

 private:
  std::deque<ShipmentEnd> ends_;
  std::vector<Shipment> under_way_;
  int faults_;
  int commands_ = 0;
};

ShipmentEnd ending(Outcome outcome, std::string reason) {
  return {.id = {}, .outcome = outcome, .reason = std::move(reason)};
}

/// One command of APP-1 in the outbox, and a worker on its lane.
class CommandDelivery : public testing::Test {
 protected:
  CommandDelivery() {
    tenants_.tenants["callit"].name = "callit";
    tenants_.tenants["callit"].policy.zone = Zone::load("Europe/Rome").value();
    EXPECT_TRUE(policies_.publish(tenants_, store_));
    command_.case_key = key_;
    command_.purpose = Purpose::command;
    command_.channel = Channel::webhook;
    command_.role = Role::endpoint;
    command_.endpoint = "crm";
    command_.hook_type = "appointment.reschedule";
    seal(command_);
    Case state = empty_case(key_);
    state.version = 1;
    Commit commit{.key = key_, .expected_version = 0, .record = encode_case(state)};
    commit.notifications = {
        {command_.id, command_.lane, encode_notification(command_), clock_.now()}};
    EXPECT_TRUE(store_.call({{key_, commit}}));
  }

  /// Turns until the command has ended; what the case is told of it.
  DeliveryOutcome deliver(std::deque<ShipmentEnd> ends, int faults = 0) {
    ScriptedChannel channel(std::move(ends), faults);
    RedisStore side(redis_.address());
    RedisStore records(redis_.address());
    Waker waker(redis_.address(), Wake::webhook);
    Metrics metrics;
    Delivery delivery({.channel = &channel,
                       .preparations = {{.channel = &channel,
                                         .cases = &side,
                                         .outbox = &side,
                                         .policies = &policies_,
                                         .tenants = &tenants_,
                                         .clock = &clock_}},
                       .records = &records,
                       .waker = &waker,
                       .shelf = &store_,
                       .clock = &clock_,
                       .metrics = &metrics,
                       .retry = {.delays = {milliseconds{1}, milliseconds{1}, milliseconds{1}}}});
    for (int turn = 0; turn < 2000; ++turn) {
      EXPECT_TRUE(delivery.turn(milliseconds{1}, {}));
      clock_.set(clock_.now() + milliseconds{5});
      const auto claimed = store_.claim_due(clock_.now(), clock_.now() + milliseconds{1}, 10);
      if (!claimed || claimed->empty() || claimed->front().outcomes.empty()) continue;
      EXPECT_EQ(channel.commands() > 0, faults < 4) << "the channel was told that it is a command";
      return decode_outcome(claimed->front().outcomes.front()).value().outcome;
    }
    ADD_FAILURE() << "it did not end";
    return {};
  }

  PrivateRedis redis_;
  RedisStore store_{redis_.address()};
  SettableClock clock_{parse_instant("2026-09-14T13:20:00Z").value()};
  TenantBook tenants_;
  PolicyBook policies_;
  CaseKey key_{"callit", Kind::appointment, "APP-1"};
  Notification command_;
};

TEST_F(CommandDelivery, ThatIsDoneSaysSo) {
  const auto end = deliver({ending(Outcome::delivered, "http_204")});
  EXPECT_EQ(end.notification, command_.id);
  EXPECT_EQ(end.outcome, Outcome::delivered);
  EXPECT_FALSE(end.uncertain);
}

TEST_F(CommandDelivery, ThatIsRefusedAtOnceIsCertain) {
  const auto end = deliver({ending(Outcome::refused, "http_409")});
  EXPECT_EQ(end.outcome, Outcome::refused);
  EXPECT_EQ(end.reason, "http_409");
  EXPECT_FALSE(end.uncertain);
  EXPECT_FALSE(end.first_report) << "nothing is wrong with the endpoint";
}

TEST_F(CommandDelivery, ThatIsRefusedAfterALostAnswerIsUncertain) {
  const auto end =
      deliver({ending(Outcome::unknown, "reply_lost"), ending(Outcome::try_later, "http_503"),
               ending(Outcome::refused, "http_409")});
  EXPECT_EQ(end.outcome, Outcome::refused);
  EXPECT_TRUE(end.uncertain) << "two attempts ago";
}

TEST_F(CommandDelivery, S_A42_ThatFailsForAWhileAndIsDoneThenIsCertain) {
  const auto end =
      deliver({ending(Outcome::try_later, "http_500"), ending(Outcome::try_later, "http_500"),
               ending(Outcome::delivered, "http_200")});
  EXPECT_EQ(end.outcome, Outcome::delivered);
  EXPECT_FALSE(end.uncertain);
}

TEST_F(CommandDelivery, ThatIsGivenUpIsUncertainIfItsLastAnswerWasLost) {
  const auto end =
      deliver({ending(Outcome::try_later, "http_500"), ending(Outcome::try_later, "http_500"),
               ending(Outcome::try_later, "http_500"), ending(Outcome::unknown, "timeout")});
  EXPECT_EQ(end.outcome, Outcome::gave_up);
  EXPECT_TRUE(end.uncertain);
  EXPECT_TRUE(end.first_report) << "the endpoint keeps failing";
}

TEST_F(CommandDelivery, ThatTheProgramFailsAtIsTriedAgainLater) {
  const auto end = deliver({ending(Outcome::delivered, "http_200")}, 2);
  EXPECT_EQ(end.outcome, Outcome::delivered);
}

TEST_F(CommandDelivery, ThatTheProgramFailsAtEveryTimeIsGivenUp) {
  const auto end = deliver({}, 4);
  EXPECT_EQ(end.outcome, Outcome::gave_up);
  EXPECT_EQ(end.reason, "program_fault");
}

}  // namespace

}  // namespace followup
