// What replies and lost replies mean for a mail: the table, and the reader of replies.
#include "workers/transfer/smtp_outcome.h"

#include "workers/transfer/smtp_reply.h"

#include <curl/curl.h>
#include <gtest/gtest.h>

namespace followup {

namespace {

TEST(SmtpOutcome, KeepsEveryMailThatTheRelayCouldNotBeAskedAbout) {
  struct Row {
    int code;
    int reply;
    const char* reason;
    bool stop;
  };

  const std::vector<Row> rows{
      {CURLE_COULDNT_RESOLVE_HOST, 0, "unresolved", false},
      {CURLE_COULDNT_CONNECT, 0, "unreachable", false},
      {CURLE_OPERATION_TIMEDOUT, 0, "timeout", false},
      {CURLE_WEIRD_SERVER_REPLY, 421, "smtp_421", false},  // greeting
      {CURLE_WEIRD_SERVER_REPLY, 554, "smtp_554", false},
      {CURLE_REMOTE_ACCESS_DENIED, 502, "smtp_502", false},  // EHLO
      {CURLE_WEIRD_SERVER_REPLY, 220, "tls_injection", false},
      {CURLE_USE_SSL_FAILED, 250, "tls_not_offered", false},
      {CURLE_PEER_FAILED_VERIFICATION, 220, "tls_certificate", false},
      {CURLE_SSL_CONNECT_ERROR, 220, "tls_failed", false},
      {CURLE_SSL_CACERT_BADFILE, 0, "tls_ca_file", false},
      {CURLE_LOGIN_DENIED, 535, "smtp_535", true},
      {CURLE_LOGIN_DENIED, 534, "smtp_534", true},
      {CURLE_LOGIN_DENIED, 454, "smtp_454", false},
      {CURLE_LOGIN_DENIED, 250, "auth_unavailable", true},
      {CURLE_RECV_ERROR, 220, "connection_lost", false},
      {CURLE_GOT_NOTHING, 0, "connection_lost", false},
  };
  for (const auto& row : rows) {
    const auto end = judge_connect(row.code, row.reply);
    EXPECT_EQ(end.outcome, Outcome::try_later) << row.reason;
    EXPECT_EQ(end.reason, row.reason);
    EXPECT_EQ(end.stop_channel, row.stop) << row.reason;
    EXPECT_TRUE(end.destination_fault) << row.reason;
  }
}

TEST(SmtpOutcome, JudgesARepliesMeaningByTheStep) {
  struct Row {
    SmtpStep step;
    int reply;
    Outcome outcome;
    bool fault;
    bool stop;
  };

  const std::vector<Row> rows{
      {SmtpStep::mail, 451, Outcome::try_later, true, false},
      {SmtpStep::mail, 552, Outcome::refused, false, false},
      {SmtpStep::mail, 530, Outcome::try_later, true, true},
      {SmtpStep::rcpt, 550, Outcome::refused, false, false},
      {SmtpStep::rcpt, 450, Outcome::try_later, false, false},
      {SmtpStep::rcpt, 452, Outcome::try_later, false, false},
      {SmtpStep::rcpt, 421, Outcome::try_later, true, false},
      {SmtpStep::rcpt, 530, Outcome::try_later, true, true},
      {SmtpStep::data, 451, Outcome::try_later, true, false},
      {SmtpStep::data, 554, Outcome::refused, false, false},
      {SmtpStep::data, 250, Outcome::try_later, true, false},
      {SmtpStep::body, 250, Outcome::delivered, false, false},
      {SmtpStep::body, 451, Outcome::try_later, true, false},
      {SmtpStep::body, 554, Outcome::refused, false, false},
      {SmtpStep::body, 421, Outcome::try_later, true, false},
      {SmtpStep::body, 354, Outcome::unknown, false, false},
      {SmtpStep::body, 535, Outcome::refused, false, false},
      {SmtpStep::reset, 500, Outcome::try_later, true, false},
  };
  for (const auto& row : rows) {
    const auto end = judge_reply(row.step, row.reply);
    const std::string name =
        std::to_string(static_cast<int>(row.step)) + " " + std::to_string(row.reply);
    EXPECT_EQ(to_text(end.outcome), to_text(row.outcome)) << name;
    EXPECT_EQ(end.destination_fault, row.fault) << name;
    EXPECT_EQ(end.stop_channel, row.stop) << name;
    EXPECT_EQ(end.reason, "smtp_" + std::to_string(row.reply));
    EXPECT_FALSE(end.soft_refusal);
  }
}

TEST(SmtpOutcome, IsUnknownOnlyIfTheDotWasSent) {
  for (const auto loss : {SmtpLoss::connection_lost, SmtpLoss::timeout, SmtpLoss::reply_invalid}) {
    EXPECT_EQ(judge_loss(loss, true).outcome, Outcome::unknown);
    EXPECT_EQ(judge_loss(loss, false).outcome, Outcome::try_later);
    EXPECT_TRUE(judge_loss(loss, false).destination_fault);
  }
  EXPECT_EQ(judge_loss(SmtpLoss::connection_lost, true).reason, "reply_lost");
}

std::vector<int> codes_of(SmtpReplyReader& reader) {
  std::vector<int> codes;
  while (const auto code = reader.next())
    codes.push_back(*code);
  return codes;
}

TEST(SmtpReply, IsReadHoweverItIsCutIntoPieces) {
  const std::string text =
      "250-one\r\n250-two\r\n250 three\r\n354 go\n250\r\n550-5.1.1 x\r\n550 5.1.1 y\r\n";
  for (std::size_t piece = 1; piece <= text.size(); ++piece) {
    SmtpReplyReader reader;
    std::vector<int> codes;
    for (std::size_t at = 0; at < text.size(); at += piece) {
      reader.feed(std::string_view(text).substr(at, piece));
      for (const int code : codes_of(reader))
        codes.push_back(code);
    }
    EXPECT_EQ(codes, (std::vector<int>{250, 354, 250, 550})) << piece;
    EXPECT_FALSE(reader.broken());
  }
}

TEST(SmtpReply, BreaksOnWhatIsNone) {
  for (const std::string& text :
       {std::string("hello\r\n"), std::string("\r\n"), std::string("25\r\n"),
        std::string("150 x\r\n"), std::string("650 x\r\n"), std::string("250x\r\n"),
        std::string("250-one\r\n550 two\r\n"), std::string(3000, '2'),
        "250 " + std::string(3000, 'x') + "\r\n"}) {
    SmtpReplyReader reader;
    reader.feed(text);
    EXPECT_TRUE(codes_of(reader).empty()) << text.substr(0, 20);
    EXPECT_TRUE(reader.broken()) << text.substr(0, 20);
  }
}

TEST(SmtpReply, EndsAfterAHundredLines) {
  SmtpReplyReader reader;
  for (int n = 0; n < 1000; ++n)
    reader.feed("250-on and on\r\n");
  EXPECT_EQ(reader.next(), std::nullopt);
  EXPECT_TRUE(reader.broken());
}

}  // namespace

}  // namespace followup
