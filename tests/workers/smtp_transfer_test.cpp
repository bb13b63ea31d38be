// Mails on their way to a relay: what is said, what is not waited for, what is used again.
#include "tests/workers/smtp_story.h"
#include "workers/transfer/smtp.h"

namespace followup {

namespace {

using Commands = std::vector<std::string>;

const Json pipelining{{"ehlo", {"PIPELINING", "SIZE 10240000"}}};

std::unique_ptr<SmtpTransfer> transfer_to(const ScriptedRelay& relay, int connections = 4) {
  auto config = loopback_config(relay.port());
  config.max_in_flight = connections;
  auto transfer = SmtpTransfer::create(config, "");
  EXPECT_TRUE(transfer);
  return std::move(transfer).value();
}

/// Hands mails over one after the other; how each ended.
std::vector<ShipmentEnd> one_by_one(SmtpTransfer& transfer, const std::vector<SmtpMail>& mails) {
  std::vector<ShipmentEnd> ends;
  for (const auto& mail : mails) {
    transfer.start(mail);
    ends.push_back(finish(transfer).begin()->second);
  }
  return ends;
}

TEST(SmtpTransfer, SpeaksOneTransactionAMailAndSaysQuitAtTheEnd) {
  for (const Json& script : {pipelining, Json::object()}) {
    ScriptedRelay relay(script);
    const std::string size = script.contains("ehlo") ? " SIZE=46" : "";
    {
      auto transfer = transfer_to(relay);
      const auto ends = one_by_one(*transfer, {sample_mail("m1")});
      EXPECT_EQ(ends[0].id, "m1");
      EXPECT_EQ(ends[0].outcome, Outcome::delivered);
      EXPECT_EQ(ends[0].reason, "smtp_250");
    }
    EXPECT_EQ(relay.commands(),
              (Commands{"EHLO worker.test", "MAIL FROM:<followupd@example.org>" + size,
                        "RCPT TO:<worker@example.org>", "DATA", "(text)", "QUIT"}));
  }
}

TEST(SmtpTransfer, HandsTheTextOverUnchangedHoweverItsLinesBegin) {
  std::string long_text;
  for (int n = 0; n < 5000; ++n)
    long_text += ".dots and more\r\nso that it is many segments\r\n";
  const std::vector<std::string> texts{".\r\n", "a\r\n.\r\n..\r\n.b\r\n", "\r\n", "QUIT\r\n.\r\n",
                                       long_text};
  ScriptedRelay relay(pipelining);
  auto transfer = transfer_to(relay);
  for (const auto& text : texts) {
    auto mail = sample_mail("m1");
    mail.text = text;
    EXPECT_EQ(one_by_one(*transfer, {mail})[0].outcome, Outcome::delivered);
    EXPECT_TRUE(relay.until("message").back()["message"] == text) << text.substr(0, 40);
  }
}

TEST(SmtpTransfer, EndsALastLineThatHasNoEnd) {
  ScriptedRelay relay(pipelining);
  auto mail = sample_mail("m1");
  mail.text = "Subject: x\r\n\r\nno line end";
  EXPECT_EQ(send_one(loopback_config(relay.port()), mail).outcome, Outcome::delivered);
  EXPECT_EQ(relay.until("message").back()["message"], mail.text + "\r\n");
}

TEST(SmtpTransfer, UsesASessionAgain) {
  ScriptedRelay relay(pipelining);
  {
    auto transfer = transfer_to(relay);
    for (const auto& end :
         one_by_one(*transfer, {sample_mail("m1"), sample_mail("m2"), sample_mail("m3")})) {
      EXPECT_EQ(end.outcome, Outcome::delivered);
    }
  }
  const auto commands = relay.commands();
  EXPECT_EQ(std::ranges::count(commands, "(text)"), 3);
  EXPECT_EQ(std::ranges::count(commands, "EHLO worker.test"), 1);
}

TEST(SmtpTransfer, WaitsForNoAnswerBeforeItGoesOnWithOtherMails) {
  // The relay answers no final dot before it has ten of them.
  Json script = pipelining;
  script["barrier"] = 10;
  ScriptedRelay relay(script);
  auto transfer = transfer_to(relay, 10);
  for (int n = 0; n < 10; ++n)
    transfer->start(sample_mail("m" + std::to_string(n)));
  for (const auto& [id, end] : finish(*transfer))
    EXPECT_EQ(end.outcome, Outcome::delivered) << id;
}

TEST(SmtpTransfer, KeepsToItsNumberOfSessionsAndLetsFurtherMailsWait) {
  ScriptedRelay relay(pipelining);
  {
    auto transfer = transfer_to(relay, 1);
    for (int n = 0; n < 5; ++n)
      transfer->start(sample_mail("m" + std::to_string(n)));
    EXPECT_EQ(transfer->in_flight(), 5U);
    EXPECT_EQ(finish(*transfer).size(), 5U);
  }
  EXPECT_EQ(std::ranges::count(relay.commands(), "(text)"), 5) << "all in one session";
}

TEST(SmtpTransfer, LetsAnUrgentMailGoInFrontOfThoseThatWait) {
  ScriptedRelay relay(pipelining);
  auto config = loopback_config(relay.port());
  config.max_in_flight = 1;
  auto transfer = SmtpTransfer::create(config, "");
  for (const auto* id : {"n1", "n2", "n3"})
    (*transfer)->start(sample_mail(id));
  (*transfer)->start(sample_mail("u1"), true);
  EXPECT_EQ((*transfer)->urgent_waiting(), 1U);
  std::vector<std::string> order;
  while ((*transfer)->in_flight() > 0) {
    for (const auto& end : (*transfer)->turn(std::chrono::seconds{5}, {}))
      order.push_back(end.id);
  }
  EXPECT_EQ(order, (std::vector<std::string>{"n1", "u1", "n2", "n3"}));
}

TEST(SmtpTransfer, RefusesAnAddressThatWouldBeACommandWithoutAskingTheRelay) {
  ScriptedRelay relay(pipelining);
  const std::vector<std::string> addresses{
      "a@x>\r\nRCPT TO:<evil@x",       "a@x> NOTIFY=NEVER", "<a@x>", "a b@x",  "a@x\n", "a@x\r",
      std::string("a@\0x", 4),         "a\x7f@x",           "",      "nobody", "@x",    "a@",
      std::string(250, 'a') + "@x.org"};
  auto transfer = transfer_to(relay);
  for (const auto& address : addresses) {
    const auto end = one_by_one(*transfer, {sample_mail("m1", address)})[0];
    EXPECT_EQ(end.outcome, Outcome::refused) << address;
    EXPECT_EQ(end.reason, "address_invalid") << address;
    auto mail = sample_mail("m2");
    mail.from = address;
    EXPECT_EQ(one_by_one(*transfer, {mail})[0].reason, "address_invalid") << address;
  }
  EXPECT_EQ(one_by_one(*transfer, {sample_mail("m3", "\"odd.local\"@example.org")})[0].outcome,
            Outcome::delivered);
  const auto commands = relay.until("message");
  EXPECT_EQ(
      std::ranges::count_if(commands, [](const Json& event) { return event.contains("opened"); }),
      1);
}

TEST(SmtpTransfer, RefusesATextThatRelaysCouldReadDifferently) {
  ScriptedRelay relay(pipelining);
  auto transfer = transfer_to(relay);
  const std::vector<std::string> texts{"a\nb\r\n",
                                       "a\rb\r\n",
                                       "a\n.\nMAIL FROM:<x@y>\r\n",
                                       "a\r",
                                       std::string("a\0b\r\n", 5),
                                       "caf\xc3\xa9\r\n",
                                       std::string(999, 'x') + "\r\n",
                                       std::string(999, 'x')};
  for (const auto& text : texts) {
    auto mail = sample_mail("m1");
    mail.text = text;
    EXPECT_EQ(one_by_one(*transfer, {mail})[0].reason, "message_invalid") << text.substr(0, 20);
  }
  auto longest = sample_mail("m1");
  longest.text = std::string(998, 'x') + "\r\n";
  EXPECT_EQ(one_by_one(*transfer, {longest})[0].outcome, Outcome::delivered);
}

TEST(SmtpTransfer, SendsAnInternationalAddressOnlyToARelayThatTakesIt) {
  auto mail = sample_mail("m1", "jos\xc3\xa9@example.org");
  mail.utf8 = true;
  ScriptedRelay able(Json{{"ehlo", {"PIPELINING", "SMTPUTF8"}}});
  EXPECT_EQ(send_one(loopback_config(able.port()), mail).outcome, Outcome::delivered);
  const auto commands = able.commands();
  EXPECT_EQ(commands[1], "MAIL FROM:<followupd@example.org> SMTPUTF8");
  EXPECT_EQ(commands[2], "RCPT TO:<jos\xc3\xa9@example.org>");
  ScriptedRelay unable(pipelining);
  const auto end = send_one(loopback_config(unable.port()), mail);
  EXPECT_EQ(end.outcome, Outcome::refused);
  EXPECT_EQ(end.reason, "smtputf8_missing");
  EXPECT_EQ(unable.commands(), (Commands{"EHLO worker.test", "QUIT"}));
}

TEST(SmtpTransfer, RefusesHostsThatCanNotStandInAUrl) {
  for (const auto* host : {"", "a b", "a/b", "u@h", "h?x", "h#x", "h\r\n", "[::1]"}) {
    MailConfig config;
    config.host = host;
    EXPECT_FALSE(SmtpTransfer::create(config, "")) << host;
  }
  MailConfig config;
  config.host = "::1";
  EXPECT_TRUE(SmtpTransfer::create(config, ""));
  config.ehlo = "a\r\nMAIL";
  EXPECT_FALSE(SmtpTransfer::create(config, ""));
}

TEST(SmtpTransfer, DeliversToPostfixsSink) {
  const int port = free_port();
  ChildProcess sink(
      {"/usr/sbin/smtp-sink", "-u", "nobody", "127.0.0.1:" + std::to_string(port), "100"});
  wait_for_listener(port);
  auto config = loopback_config(port);
  config.max_in_flight = 16;
  auto transfer = SmtpTransfer::create(config, "");
  ASSERT_TRUE(transfer);
  for (int n = 0; n < 500; ++n)
    (*transfer)->start(sample_mail("m" + std::to_string(n)));
  const auto ends = finish(**transfer);
  EXPECT_EQ(ends.size(), 500U);
  for (const auto& [id, end] : ends)
    EXPECT_EQ(end.outcome, Outcome::delivered) << id;
}

}  // namespace

}  // namespace followup
