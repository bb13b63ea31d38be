// The email channel as the worker's loop sees it: frozen inputs become the same mail every time,
// and a relay that fails is left in peace for a while.
#include "workers/email/email_channel.h"

#include "tests/workers/email_story.h"
#include "tests/workers/smtp_story.h"

#include <filesystem>
#include <fstream>

namespace followup {

namespace {

class EmailChannelStory : public ::testing::Test {
 protected:
  [[nodiscard]] std::unique_ptr<DeliveryChannel> open(const MailConfig& config) {
    auto channel = EmailChannel::open(config, {}, [this] { return now_; });
    EXPECT_TRUE(channel);
    return std::move(channel).value();
  }

  [[nodiscard]] std::string frozen() const { return encode_inputs(story_.inputs()); }

  static ShipmentEnd send(DeliveryChannel& channel, const std::string& text) {
    channel.start(
        {.id = std::string(test::notification_id), .lane = "email:normal", .frozen = text});
    while (channel.in_flight() > 0) {
      if (auto ends = channel.turn(std::chrono::seconds{5}, {}); !ends.empty()) return ends.front();
    }
    return {};
  }

  test::EmailStory story_;
  TimePoint now_ = test::instant("2026-01-01T00:00:00Z");
};

TEST_F(EmailChannelStory, SendsTheSameBytesForTheSameInputs) {
  ScriptedRelay relay(Json{{"ehlo", {"PIPELINING"}}});
  const auto channel = open(loopback_config(relay.port()));
  std::vector<std::string> texts;
  for (int attempt = 1; attempt <= 2; ++attempt) {
    const auto end = send(*channel, frozen());
    EXPECT_EQ(end.id, test::notification_id);
    EXPECT_EQ(end.outcome, Outcome::delivered);
    texts.push_back(relay.until("message").back()["message"]);
  }
  EXPECT_EQ(texts[0], texts[1]);
  EXPECT_NE(texts[0].find("Message-ID: <" + std::string(test::notification_id) + "@"),
            std::string::npos);
}

TEST_F(EmailChannelStory, FreezesWhatItUnderstandsAgain) {
  const auto channel = open(loopback_config(1));
  const auto text = channel->freeze({.notification = &story_.notification,
                                     .state = &story_.state,
                                     .policy = &story_.policy,
                                     .tenant = &story_.tenant,
                                     .recipient = &story_.recipient,
                                     .now = story_.notification.due});
  ASSERT_TRUE(text);
  EXPECT_TRUE(decode_inputs(*text));
  EXPECT_TRUE(channel->to_person());
  EXPECT_EQ(channel->lanes(), (std::vector<std::string>{"email:urgent", "email:normal"}));
}

TEST_F(EmailChannelStory, FilesMailsIntoAMaildirWhereTheConfigurationSaysSo) {
  const TemporaryFolder folder;
  MailConfig config;
  config.transport = MailTransport::maildir;
  config.maildir = folder.path() + "/mail";
  const auto channel = open(config);
  EXPECT_EQ(send(*channel, frozen()).reason, "filed");
  const auto files = std::filesystem::directory_iterator(config.maildir + "/new");
  EXPECT_EQ(std::distance(begin(files), end(files)), 1);
}

TEST_F(EmailChannelStory, RefusesWhatCanNotBecomeAMail) {
  ScriptedRelay relay;
  const auto channel = open(loopback_config(relay.port()));
  EXPECT_EQ(send(*channel, "{").reason, "inputs_damaged");
  story_.recipient.email = "nobody";
  EXPECT_EQ(send(*channel, frozen()).reason, "address_invalid");
}

TEST_F(EmailChannelStory, RestsARelayThatIsDownAndProbesItWithOneMail) {
  const auto channel = open(loopback_config(free_port()));
  for (int n = 0; n < Breaker::threshold; ++n) {
    EXPECT_GT(channel->room("email:normal"), 1) << n;
    EXPECT_EQ(send(*channel, frozen()).reason, "unreachable");
  }
  EXPECT_EQ(channel->room("email:normal"), 0);
  EXPECT_EQ(channel->room("email:urgent"), 0);
  now_ += Breaker::first_wait;
  EXPECT_EQ(channel->room("email:urgent"), 1);
  EXPECT_EQ(send(*channel, "{").reason, "inputs_damaged") << "not asked: this was no probe";
  EXPECT_EQ(channel->room("email:urgent"), 1);
  EXPECT_EQ(send(*channel, frozen()).reason, "unreachable");
  EXPECT_EQ(channel->room("email:urgent"), 0);
}

TEST_F(EmailChannelStory, DoesNotRestARelayForARefusedRecipient) {
  ScriptedRelay relay(Json{{"replies", {{"RCPT", {"550 5.1.1 nobody"}}}}});
  const auto channel = open(loopback_config(relay.port()));
  for (int n = 0; n < 2 * Breaker::threshold; ++n)
    EXPECT_EQ(send(*channel, frozen()).reason, "smtp_550");
  EXPECT_GT(channel->room("email:normal"), 1);
}

TEST_F(EmailChannelStory, IsNotOpenedWithoutItsPassword) {
  auto config = loopback_config(1);
  config.user = "worker";
  config.password_file = "/nowhere/password";
  EXPECT_FALSE(EmailChannel::open(config, {}));
}

}  // namespace

}  // namespace followup
