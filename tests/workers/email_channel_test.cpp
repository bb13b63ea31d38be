// The email channel as the worker's loop sees it: frozen inputs become the same mail every time,
// and a relay that fails is left in peace for a while.
#include "workers/email/email_channel.h"

#include "core/store/memory_blobs.h"
#include "tests/workers/email_story.h"
#include "tests/workers/smtp_story.h"

#include <filesystem>
#include <fstream>

namespace followup {

namespace {

class EmailChannelStory : public ::testing::Test {
 protected:
  [[nodiscard]] std::unique_ptr<DeliveryChannel> open(const MailConfig& config) {
    auto channel = EmailChannel::open(config, {}, {}, [this] { return now_; });
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

// A configuration that is read again may bring it: the daemon may have read it already.
TEST_F(EmailChannelStory, M23_TriesALetterLaterWhoseTemplateIsNotThere) {
  ScriptedRelay relay;
  const auto channel = open(loopback_config(relay.port()));
  auto inputs = story_.inputs();
  inputs.letter = "papers";
  const auto end = send(*channel, encode_inputs(inputs));
  EXPECT_EQ(end.outcome, Outcome::try_later);
  EXPECT_EQ(end.reason, "template_missing");
  EXPECT_FALSE(end.destination_fault);
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

/// A channel whose store has one file, and inputs of a mail that carries it.
class EmailChannelWithFiles : public EmailChannelStory {
 protected:
  [[nodiscard]] std::unique_ptr<DeliveryChannel> open_with_file(const ScriptedRelay& relay) {
    auto blobs = std::make_unique<MemoryBlobs>();
    (void)blobs->wait(blobs->append("assist", "p", 0, std::string(5000, 'x'))).value();
    (void)blobs->wait(blobs->finish("assist", "p", "scan", 5000, std::chrono::hours{1})).value();
    blobs_ = blobs.get();
    auto channel = EmailChannel::open(loopback_config(relay.port()), {}, {{}, std::move(blobs)},
                                      [this] { return now_; });
    EXPECT_TRUE(channel);
    return std::move(channel).value();
  }

  [[nodiscard]] std::string frozen_with_file() const {
    auto inputs = story_.inputs();
    inputs.attachments = {{.name = "scan.pdf",
                           .media_type = "application/pdf",
                           .size = 5000,
                           .content = "scan",
                           .url = "https://crm.example/scan"}};
    return encode_inputs(inputs);
  }

  MemoryBlobs* blobs_ = nullptr;
};

TEST_F(EmailChannelWithFiles, SendsTheSameBytesAgainWithTheFile) {
  ScriptedRelay relay(Json{{"ehlo", {"PIPELINING"}}});
  const auto channel = open_with_file(relay);
  std::vector<std::string> texts;
  for (int attempt = 1; attempt <= 2; ++attempt) {
    EXPECT_EQ(send(*channel, frozen_with_file()).outcome, Outcome::delivered);
    texts.push_back(relay.until("message").back()["message"]);
  }
  EXPECT_EQ(texts[0], texts[1]);
  EXPECT_NE(texts[0].find("filename=scan.pdf"), std::string::npos);
}

TEST_F(EmailChannelWithFiles, S_M10_SendsALinkAtOnceWhereTheRelayFindsTheMailTooLarge) {
  for (const auto& script :
       {Json{{"ehlo", {"SIZE 6000"}}},
        Json{{"replies", {{"MAIL", {"552 5.3.4 too big", "250 ok"}}}}},
        Json{{"ehlo", {"PIPELINING"}}, {"replies", {{"DOT", {"552 5.3.4 too big", "250 ok"}}}}}}) {
    ScriptedRelay relay(script);
    const auto channel = open_with_file(relay);
    const auto end = send(*channel, frozen_with_file());
    EXPECT_EQ(end.outcome, Outcome::delivered) << script;
    EXPECT_EQ(channel->in_flight(), 0U);
    std::string text = relay.until("message").back()["message"];
    if (text.find("filename=") != std::string::npos)
      text = relay.until("message").back()["message"];
    EXPECT_EQ(text.find("filename="), std::string::npos);
    EXPECT_NE(text.find("https://crm.example/scan"), std::string::npos);
  }
}

TEST_F(EmailChannelStory, S_M10_LeavesThePdfOutWhereTheRelayFindsTheMailTooLarge) {
  for (const auto& script :
       {Json{{"replies", {{"MAIL", {"552 5.3.4 too big", "250 ok"}}}}},
        Json{{"ehlo", {"PIPELINING"}}, {"replies", {{"DOT", {"552 5.3.4 too big", "250 ok"}}}}}}) {
    ScriptedRelay relay(script);
    const auto channel = open(loopback_config(relay.port()));
    auto inputs = story_.inputs();
    inputs.purpose = Purpose::minutes;
    inputs.pdf = true;
    inputs.version = "1";
    EXPECT_EQ(send(*channel, encode_inputs(inputs)).outcome, Outcome::delivered) << script;
    EXPECT_EQ(channel->in_flight(), 0U);
    std::string text = relay.until("message").back()["message"];
    if (text.find("application/pdf") != std::string::npos)
      text = relay.until("message").back()["message"];
    EXPECT_EQ(text.find("application/pdf"), std::string::npos);
    EXPECT_NE(text.find("- minutes-v1.pdf, too large for this mail: its text is"),
              std::string::npos);
  }
}

TEST_F(EmailChannelWithFiles, S_M10_GivesUpWhereTheRelayRefusesTheMailWithoutFilesToo) {
  ScriptedRelay relay(Json{{"replies", {{"MAIL", {"552 5.3.4 too big"}}}}});
  const auto channel = open_with_file(relay);
  const auto end = send(*channel, frozen_with_file());
  EXPECT_EQ(end.outcome, Outcome::refused);
  EXPECT_EQ(end.reason, "smtp_552");
}

TEST_F(EmailChannelWithFiles, WaitsForAStoreThatIsAwayWithoutCountingAnAttempt) {
  ScriptedRelay relay;
  const auto channel = open_with_file(relay);
  blobs_->fail_with(Error{Code::unavailable, "no connection"});
  const auto end = send(*channel, frozen_with_file());
  EXPECT_EQ(end.outcome, Outcome::try_later);
  EXPECT_TRUE(end.not_sent);
  EXPECT_EQ(end.reason, "attachments_unavailable");
  EXPECT_FALSE(end.destination_fault);
}

TEST_F(EmailChannelWithFiles, NamesAFileThatHasGone) {
  ScriptedRelay relay;
  const auto channel = open_with_file(relay);
  blobs_->pass(std::chrono::hours{2});
  EXPECT_EQ(send(*channel, frozen_with_file()).outcome, Outcome::delivered);
  const std::string text = relay.until("message").back()["message"];
  EXPECT_EQ(text.find("filename="), std::string::npos);
  EXPECT_NE(text.find("https://crm.example/scan"), std::string::npos);
}

TEST_F(EmailChannelStory, IsNotOpenedWithoutItsPassword) {
  auto config = loopback_config(1);
  config.user = "worker";
  config.password_file = "/nowhere/password";
  EXPECT_FALSE(EmailChannel::open(config, {}));
}

}  // namespace

}  // namespace followup
