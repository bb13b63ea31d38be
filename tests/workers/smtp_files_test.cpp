// Mails whose files are read from the store while they are sent: the bytes on the wire, the size
// that the relay is told, and what happens when it finds that too large or the content goes away.
#include "core/store/memory_blobs.h"
#include "tests/workers/smtp_story.h"

namespace followup {

namespace {

constexpr const char* boundary_end = "--b--\r\n";

class SmtpFiles : public ::testing::Test {
 protected:
  /// Content of the tenant acme.
  void keep(const std::string& content, const std::string& bytes) {
    for (std::size_t at = 0; at < bytes.size() || at == 0; at += blob_piece) {
      const auto piece = std::string_view(bytes).substr(at, blob_piece);
      EXPECT_TRUE(blobs_.wait(blobs_.append("acme", content, at, piece)));
    }
    EXPECT_TRUE(
        blobs_.wait(blobs_.finish("acme", content, content, bytes.size(), std::chrono::hours{1})));
  }

  [[nodiscard]] static SmtpMail mail(std::uint64_t size) {
    auto made = sample_mail("m1");
    made.text = "Subject: x\r\n\r\n.dotted\r\n";
    made.files = {{"acme", "scan", size, boundary_end}};
    return made;
  }

  ShipmentEnd send(const ScriptedRelay& relay, SmtpMail made) {
    auto transfer = SmtpTransfer::create(loopback_config(relay.port()), "", &blobs_);
    EXPECT_TRUE(transfer);
    (*transfer)->start(std::move(made));
    return finish(**transfer).begin()->second;
  }

  MemoryBlobs blobs_;
};

TEST_F(SmtpFiles, SendsAFileInBase64BehindTheText) {
  const std::string bytes(2 * blob_piece + 5, 'x');
  keep("scan", bytes);
  ScriptedRelay relay(Json{{"ehlo", {"PIPELINING", "SIZE 100000000"}}});
  EXPECT_EQ(send(relay, mail(bytes.size())).outcome, Outcome::delivered);
  const auto events = relay.until("message");
  const std::string expected =
      "Subject: x\r\n\r\n.dotted\r\n" + encode_base64(bytes) + boundary_end;
  EXPECT_EQ(events.back()["message"], expected);
  const std::string told = "MAIL FROM:<followupd@example.org> SIZE=" +
                           std::to_string(wire_size(mail(0).text, mail(bytes.size()).files));
  EXPECT_TRUE(std::ranges::any_of(
      events, [&](const Json& event) { return event.value("command", "") == told; }));
  EXPECT_EQ(expected.size(), wire_size(mail(0).text, mail(bytes.size()).files));
}

TEST_F(SmtpFiles, KnowsTheSizeOfBase64BeforeItIsMade) {
  for (std::size_t size = 0; size < 400; ++size)
    EXPECT_EQ(encode_base64(std::string(size, 'x')).size(), encoded_size(size)) << size;
  EXPECT_EQ(encode_base64(std::string("\0\xff\x10", 3)), "AP8Q\r\n");
  EXPECT_EQ(encode_base64("f"), "Zg==\r\n");
  EXPECT_EQ(encode_base64("fo"), "Zm8=\r\n");
}

TEST_F(SmtpFiles, S_M10_DoesNotEvenAskARelayThatTakesLess) {
  keep("scan", std::string(1000, 'x'));
  const auto size = wire_size(mail(0).text, mail(1000).files);
  ScriptedRelay small(Json{{"ehlo", {"SIZE " + std::to_string(size - 1)}}});
  const auto end = send(small, mail(1000));
  EXPECT_EQ(end.outcome, Outcome::refused);
  EXPECT_EQ(end.reason, "size_exceeded");
  EXPECT_TRUE(end.too_large);
  EXPECT_FALSE(end.destination_fault);
  ScriptedRelay enough(Json{{"ehlo", {"SIZE " + std::to_string(size)}}});
  EXPECT_EQ(send(enough, mail(1000)).outcome, Outcome::delivered);
  ScriptedRelay unbounded(Json{{"ehlo", {"SIZE 0"}}});
  EXPECT_EQ(send(unbounded, mail(1000)).outcome, Outcome::delivered);
  ScriptedRelay silent(Json{{"ehlo", {"SIZE"}}});
  EXPECT_EQ(send(silent, mail(1000)).outcome, Outcome::delivered);
}

TEST_F(SmtpFiles, S_M10_SaysThatTheRelayFoundTheMailTooLarge) {
  keep("scan", std::string(1000, 'x'));
  ScriptedRelay at_mail(Json{{"replies", {{"MAIL", {"552 5.3.4 too big"}}}}});
  EXPECT_TRUE(send(at_mail, mail(1000)).too_large);
  ScriptedRelay at_dot(Json{{"replies", {{"DOT", {"552 5.3.4 too big"}}}}});
  EXPECT_TRUE(send(at_dot, mail(1000)).too_large);
  ScriptedRelay at_rcpt(Json{{"replies", {{"RCPT", {"552 5.2.2 mailbox full"}}}}});
  EXPECT_FALSE(send(at_rcpt, mail(1000)).too_large);
}

TEST_F(SmtpFiles, NeverEndsATextWhoseContentHasGone) {
  keep("scan", std::string(1000, 'x'));
  ScriptedRelay relay;
  const auto end = send(relay, mail(5000));
  EXPECT_EQ(end.outcome, Outcome::try_later);
  EXPECT_EQ(end.reason, "attachment_lost");
  EXPECT_FALSE(end.destination_fault);
  EXPECT_TRUE(relay.until("half_message").back().contains("half_message"));
}

TEST_F(SmtpFiles, RefusesFilesWhereThereIsNowhereToReadThemFrom) {
  ScriptedRelay relay;
  EXPECT_EQ(send_one(loopback_config(relay.port()), mail(5)).reason, "message_invalid");
}

}  // namespace

}  // namespace followup
