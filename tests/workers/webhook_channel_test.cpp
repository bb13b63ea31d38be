// The webhook channel as the worker's loop sees it: lanes, room, signatures, breakers.
#include "workers/webhook/webhook_channel.h"

#include "core/domain/retry.h"
#include "tests/workers/webhook_story.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace followup {

namespace {

using std::chrono::seconds;

constexpr const char* new_secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

Endpoint endpoint_to(int port, std::string name = "crm") {
  return {.name = std::move(name),
          .url = "http://127.0.0.1:" + std::to_string(port) + "/hook",
          .secrets = {sample_secret},
          .types = {"*"},
          .allow = {"127.0.0.1/32:" + std::to_string(port)},
          .max_in_flight = 4};
}

TenantBook book_of(std::vector<Endpoint> endpoints) {
  Tenant tenant;
  tenant.name = "assist";
  tenant.endpoints = std::move(endpoints);
  TenantBook book;
  book.tenants.emplace(tenant.name, std::move(tenant));
  return book;
}

class WebhookChannelStory : public ::testing::Test {
 protected:
  std::unique_ptr<DeliveryChannel> open(const TenantBook& book,
                                        const WebhookConfig& config = quick_config()) {
    auto channel = WebhookChannel::open(config, book, [this] { return now_; });
    EXPECT_TRUE(channel);
    return std::move(channel).value();
  }

  static ShipmentEnd send(DeliveryChannel& channel, const std::string& id = "n1",
                          const std::string& lane = "webhook:assist/crm") {
    channel.start({.id = id, .lane = lane, .frozen = "{\"a\":1}"});
    while (channel.in_flight() > 0) {
      if (auto ends = channel.turn(seconds{5}, {}); !ends.empty()) return ends.front();
    }
    return {};
  }

  TimePoint now_ = std::chrono::floor<seconds>(std::chrono::system_clock::now());
};

TEST_F(WebhookChannelStory, HasALaneForEachEndpoint) {
  const auto channel = open(book_of({endpoint_to(1, "a"), endpoint_to(2, "b")}));
  EXPECT_EQ(channel->lanes(), (std::vector<std::string>{"webhook:assist/a", "webhook:assist/b"}));
  EXPECT_EQ(channel->room("webhook:assist/a"), 4);
  EXPECT_EQ(channel->room("webhook:assist/none"), 0);
  EXPECT_FALSE(channel->to_person());
}

TEST_F(WebhookChannelStory, SignsWithEverySecretInForceAtTheTimeOfTheAttempt) {
  ScriptedReceiver receiver(Json{{"secrets", {sample_secret, new_secret}}});
  auto endpoint = endpoint_to(receiver.port());
  endpoint.secrets = {sample_secret, new_secret};
  const auto channel = open(book_of({endpoint}));
  EXPECT_EQ(send(*channel).outcome, Outcome::delivered);
  const auto request = receiver.request();
  EXPECT_EQ(request["signed_by"], (Json{0, 1}));
  EXPECT_EQ(request["headers"]["content-type"], "application/cloudevents+json");
  EXPECT_EQ(request["headers"]["webhook-id"], "n1");
  EXPECT_EQ(request["headers"]["webhook-timestamp"], std::to_string(to_ms(now_) / 1000));
  EXPECT_EQ(request["body"], "{\"a\":1}");
  now_ += seconds{60};
  EXPECT_EQ(send(*channel).outcome, Outcome::delivered);
  EXPECT_EQ(receiver.request()["headers"]["webhook-timestamp"], std::to_string(to_ms(now_) / 1000));
}

TEST_F(WebhookChannelStory, SignsForNobodyElse) {
  ScriptedReceiver receiver(Json{{"secrets", {new_secret}}});
  EXPECT_EQ(send(*open(book_of({endpoint_to(receiver.port())}))).outcome, Outcome::delivered);
  EXPECT_EQ(receiver.request()["signed_by"], Json::array());
}

TEST_F(WebhookChannelStory, TriesAgainWithTheSameIdAndBytesUntilItIsTaken) {  // S-X16
  ScriptedReceiver receiver(
      ScriptedReceiver::answering({{{"status", 500}}, {{"status", 500}}, {{"status", 200}}}));
  const auto channel = open(book_of({endpoint_to(receiver.port())}));
  std::vector<Millis> waits;
  int attempt = 1;
  for (auto end = send(*channel); end.outcome != Outcome::delivered && attempt < 9;
       end = send(*channel)) {
    waits.push_back(decide_retry({attempt++, end.outcome, end.soft_refusal, end.retry_after},
                                 default_webhook_retry(), "n1")
                        .wait);
  }
  ASSERT_EQ(waits.size(), 2U);
  EXPECT_LT(waits[0], waits[1]);
  const auto first = receiver.request();
  for (const auto& request : {receiver.request(), receiver.request()}) {
    EXPECT_EQ(request["headers"]["webhook-id"], first["headers"]["webhook-id"]);
    EXPECT_EQ(request["body"], first["body"]);
  }
}

TEST_F(WebhookChannelStory, SaysWhenAnEndpointIsGone) {
  ScriptedReceiver receiver(ScriptedReceiver::answering({{{"status", 410}}}));
  const auto end = send(*open(book_of({endpoint_to(receiver.port())})));
  EXPECT_EQ(end.outcome, Outcome::refused);
  EXPECT_TRUE(end.destination_gone);
  EXPECT_EQ(end.reason, "http_410");
}

TEST_F(WebhookChannelStory, TakesARefusedCommandForAnAnswer) {
  ScriptedReceiver receiver(
      ScriptedReceiver::answering({{{"status", 410}}, {{"status", 409}}, {{"status", 410}}}));
  const auto channel = open(book_of({endpoint_to(receiver.port())}));
  const auto run = [&](const std::string& id, bool command) {
    channel->start({.id = id, .lane = "webhook:assist/crm", .frozen = "{}", .command = command});
    std::vector<ShipmentEnd> ended;
    while (ended.empty())
      ended = channel->turn(seconds{5}, {});
    return ended.front();
  };
  for (const auto* id : {"c1", "c2"}) {
    const auto end = run(id, true);
    EXPECT_EQ(end.outcome, Outcome::refused);
    EXPECT_FALSE(end.soft_refusal);
    EXPECT_FALSE(end.destination_gone);
  }
  EXPECT_TRUE(run("h1", false).destination_gone) << "what it means for a hook";
}

TEST_F(WebhookChannelStory, RestsAnEndpointThatKeepsFailingAndProbesItWithOneRequest) {
  Json answers(Breaker::threshold, {{"status", 500}});
  answers.push_back({{"status", 204}});
  ScriptedReceiver receiver(ScriptedReceiver::answering(answers));
  const auto channel = open(book_of({endpoint_to(receiver.port()), endpoint_to(1, "other")}));
  const std::string lane = "webhook:assist/crm";
  for (int n = 0; n < Breaker::threshold; ++n) {
    EXPECT_EQ(channel->room(lane), 4) << n;
    EXPECT_EQ(send(*channel).reason, "http_500");
  }
  EXPECT_EQ(channel->room(lane), 0);
  EXPECT_EQ(channel->room("webhook:assist/other"), 4);
  now_ += Breaker::first_wait;
  EXPECT_EQ(channel->room(lane), 1);
  channel->start({.id = "probe", .lane = lane, .frozen = "{}"});
  EXPECT_EQ(channel->room(lane), 0) << "one at a time";
  while (channel->turn(seconds{5}, {}).empty()) {
  }
  EXPECT_EQ(channel->room(lane), 4);
}

TEST_F(WebhookChannelStory, DoesNotCountARefusalOfTheContentAgainstTheEndpoint) {
  ScriptedReceiver receiver(ScriptedReceiver::answering({{{"status", 422}}}));
  const auto channel = open(book_of({endpoint_to(receiver.port())}));
  for (int n = 0; n < 2 * Breaker::threshold; ++n)
    EXPECT_EQ(send(*channel).reason, "http_422");
  EXPECT_EQ(channel->room("webhook:assist/crm"), 4);
}

TEST_F(WebhookChannelStory, HasRoomForNoMoreThanTheEndpointAndTheWholeMayTake) {
  ScriptedReceiver receiver(ScriptedReceiver::answering({"silent"}));
  auto config = quick_config();
  config.max_in_flight = 6;
  const auto channel =
      open(book_of({endpoint_to(receiver.port(), "a"), endpoint_to(receiver.port(), "b")}), config);
  for (int n = 0; n < 3; ++n)
    channel->start({.id = "n" + std::to_string(n), .lane = "webhook:assist/a", .frozen = "{}"});
  EXPECT_EQ(channel->room("webhook:assist/a"), 1);
  EXPECT_EQ(channel->room("webhook:assist/b"), 4);
  EXPECT_EQ(channel->room_in_all(), 3);
  EXPECT_EQ(channel->in_flight(), 3U);
}

TEST_F(WebhookChannelStory, KeepsWhatWasBegunAheadInLineUntilTheEndpointHasRoom) {
  ScriptedReceiver receiver;
  const auto channel = open(book_of({endpoint_to(receiver.port())}));
  for (int n = 0; n < 10; ++n)
    channel->start({.id = "n" + std::to_string(n), .lane = "webhook:assist/crm", .frozen = "{}"});
  EXPECT_EQ(channel->in_flight(), 10U);
  EXPECT_EQ(channel->room("webhook:assist/crm"), 0);
  std::set<std::string> delivered;
  while (channel->in_flight() > 0) {
    for (const auto& end : channel->turn(seconds{5}, {})) {
      EXPECT_EQ(end.outcome, Outcome::delivered);
      delivered.insert(end.id);
    }
  }
  EXPECT_EQ(delivered.size(), 10U);
}

TEST_F(WebhookChannelStory, TriesAgainLaterWhatHasWaitedInLineForTooLong) {
  ScriptedReceiver receiver(ScriptedReceiver::answering({"silent"}));
  const auto channel = open(book_of({endpoint_to(receiver.port())}));
  for (int n = 0; n < 6; ++n)
    channel->start({.id = "n" + std::to_string(n), .lane = "webhook:assist/crm", .frozen = "{}"});
  EXPECT_TRUE(channel->turn(std::chrono::milliseconds{10}, {}).empty());
  now_ += seconds{16};
  std::vector<ShipmentEnd> ends;
  while (ends.size() < 2)
    std::ranges::move(channel->turn(std::chrono::milliseconds{10}, {}), std::back_inserter(ends));
  for (const auto& end : ends) {
    EXPECT_EQ(end.outcome, Outcome::try_later);
    EXPECT_EQ(end.reason, "endpoint_busy");
    EXPECT_FALSE(end.destination_fault);
    EXPECT_TRUE(end.not_sent);
  }
  EXPECT_EQ(channel->in_flight(), 4U);
}

TEST_F(WebhookChannelStory, PutsBackWhatWaitsForAnEndpointThatHasGone) {
  ScriptedReceiver receiver(ScriptedReceiver::answering({{{"status", 410}}}));
  auto endpoint = endpoint_to(receiver.port());
  endpoint.max_in_flight = 1;
  const auto channel = open(book_of({endpoint}));
  for (int n = 0; n < 3; ++n)
    channel->start({.id = "n" + std::to_string(n), .lane = "webhook:assist/crm", .frozen = "{}"});
  int put_back = 0;
  while (channel->in_flight() > 0) {
    for (const auto& end : channel->turn(seconds{5}, {}))
      put_back += end.not_sent ? 1 : 0;
  }
  EXPECT_EQ(put_back, 2);
}

TEST_F(WebhookChannelStory, RefusesWhatItHasNoEndpointForAndIdsThatWouldShiftTheSignature) {
  const auto channel = open(book_of({endpoint_to(1)}));
  EXPECT_EQ(send(*channel, "n1", "webhook:assist/none").reason, "endpoint_unknown");
  for (const auto* id : {"a.b", "a\r\nx: y", "", "a b"})
    EXPECT_EQ(send(*channel, id).reason, "id_invalid") << id;
}

TEST_F(WebhookChannelStory, IsNotOpenedWithAnEndpointThatCanNotWork) {
  auto no_secret = endpoint_to(1);
  no_secret.secrets.clear();
  auto bad_secret = endpoint_to(1);
  bad_secret.secrets = {"whsec_c2hvcnQ="};
  auto bad_exception = endpoint_to(1);
  bad_exception.allow = {"everybody"};
  for (const auto& endpoint : {no_secret, bad_secret, bad_exception}) {
    const auto channel = WebhookChannel::open(quick_config(), book_of({endpoint}));
    ASSERT_FALSE(channel);
    EXPECT_NE(channel.error().what.find("assist/crm"), std::string::npos);
    EXPECT_EQ(channel.error().what.find("c2hvcnQ"), std::string::npos) << "no secret in an error";
  }
}

}  // namespace

}  // namespace followup
