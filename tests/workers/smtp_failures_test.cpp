// What becomes of a mail when the relay refuses it, breaks off or says nothing (reliability of the
// hand-over: S-X07, S-X18).
#include "tests/workers/smtp_story.h"
#include "workers/transfer/smtp.h"

namespace followup {

namespace {

using Commands = std::vector<std::string>;

Json with_reply(const std::string& verb, Json answers, bool pipelining = true) {
  Json script{{"replies", {{verb, std::move(answers)}}}};
  if (pipelining) script["ehlo"] = {"PIPELINING"};
  return script;
}

struct Row {
  const char* verb;
  const char* answer;
  Outcome outcome;
  const char* reason;
  bool fault;
};

const std::vector<Row>& rows() {
  static const std::vector<Row> table{
      {"GREETING", "554 5.3.2 no service", Outcome::try_later, "smtp_554", true},
      {"GREETING", "421 4.3.2 busy", Outcome::try_later, "smtp_421", true},
      {"GREETING", "drop", Outcome::try_later, "connection_lost", true},
      {"MAIL", "451 4.3.0 later", Outcome::try_later, "smtp_451", true},
      {"MAIL", "552 5.3.4 too big", Outcome::refused, "smtp_552", false},
      {"RCPT", "550 5.1.1 nobody", Outcome::refused, "smtp_550", false},
      {"RCPT", "450 4.2.0 greylisted", Outcome::try_later, "smtp_450", false},
      {"RCPT", "251 2.1.5 forwarded", Outcome::delivered, "smtp_250", false},
      {"RCPT", "close:421 4.3.2 bye", Outcome::try_later, "smtp_421", true},
      {"RCPT", "drop", Outcome::try_later, "connection_lost", true},
      {"RCPT", "what is this", Outcome::try_later, "reply_invalid", true},
      {"DATA", "451 4.3.0 later", Outcome::try_later, "smtp_451", true},
      {"DATA", "drop", Outcome::try_later, "connection_lost", true},
      {"DOT", "451 4.3.0 later", Outcome::try_later, "smtp_451", true},
      {"DOT", "554 5.7.1 no", Outcome::refused, "smtp_554", false},
      {"DOT", "close:421 4.3.2 bye", Outcome::try_later, "smtp_421", true},
      {"DOT", "drop", Outcome::unknown, "reply_lost", true},
      {"DOT", "reset", Outcome::unknown, "reply_lost", true},
      {"DOT", "garbage", Outcome::unknown, "reply_invalid", true},
  };
  return table;
}

TEST(SmtpFailures, AreJudgedByWhatWasAnsweredAndWhen) {
  for (const bool pipelining : {true, false}) {
    Json scripts = Json::array();
    for (const auto& row : rows())
      scripts.push_back(with_reply(row.verb, {row.answer}, pipelining));
    const ScriptedRelay relays(scripts);
    for (std::size_t n = 0; n < rows().size(); ++n) {
      const Row& row = rows()[n];
      const auto end = send_one(loopback_config(relays.port(n)));
      EXPECT_EQ(to_text(end.outcome), to_text(row.outcome)) << row.verb << " " << row.answer;
      EXPECT_EQ(end.reason, row.reason) << row.verb << " " << row.answer;
      EXPECT_EQ(end.destination_fault, row.fault) << row.verb << " " << row.answer;
    }
  }
}

TEST(SmtpFailures, LeaveAMailUnknownWhereverTheLastReplyIsCut) {
  const std::string reply = "250-2.0.0 two\r\n250 2.0.0 lines\r\n";
  Json scripts = Json::array();
  for (std::size_t length = 0; length <= reply.size(); ++length) {
    scripts.push_back(with_reply("DOT", {"cut:" + reply.substr(0, length)}));
  }
  const ScriptedRelay relays(scripts);
  for (std::size_t length = 0; length <= reply.size(); ++length) {
    const auto expected = length < reply.size() ? Outcome::unknown : Outcome::delivered;
    EXPECT_EQ(to_text(send_one(loopback_config(relays.port(length))).outcome), to_text(expected))
        << length;
  }
}

TEST(SmtpFailures, LeaveAMailUnknownWhenTheAnswerComesTooLate) {
  ScriptedRelay relay(with_reply("DOT", {"silent"}));
  auto config = loopback_config(relay.port());
  config.timeout = std::chrono::seconds{1};
  const auto end = send_one(config);
  EXPECT_EQ(end.outcome, Outcome::unknown);
  EXPECT_EQ(end.reason, "timeout");
}

TEST(SmtpFailures, KeepAMailForLaterWhenTheRelaySaysNothingOfUseBeforeTheText) {
  const std::vector<std::pair<const char*, const char*>> silences{{"GREETING", "silent"},
                                                                  {"GREETING", "hello"},
                                                                  {"EHLO", "silent"},
                                                                  {"MAIL", "silent"},
                                                                  {"DATA", "silent"}};
  Json scripts = Json::array();
  for (const auto& [verb, answer] : silences)
    scripts.push_back(with_reply(verb, {answer}, false));
  const ScriptedRelay relays(scripts);
  for (std::size_t n = 0; n < silences.size(); ++n) {
    auto config = loopback_config(relays.port(n));
    config.timeout = std::chrono::seconds{1};
    const auto end = send_one(config);
    EXPECT_EQ(end.outcome, Outcome::try_later) << silences[n].first;
    EXPECT_EQ(end.reason, "timeout") << silences[n].first;
  }
}

TEST(SmtpFailures, CountAReplyBeforeTheEndOfTheTextAsItsEnd) {
  // The relay refuses as soon as it has seen enough, while the text is still on its way.
  ScriptedRelay relay(with_reply("DATA", {"raw:354 go on\r\n552 5.3.4 too big\r\n"}));
  auto mail = sample_mail("m1");
  for (int n = 0; n < 300'000; ++n)
    mail.text += "A line of this text.\r\n";
  const auto end = send_one(loopback_config(relay.port()), std::move(mail));
  EXPECT_EQ(end.outcome, Outcome::refused);
  EXPECT_EQ(end.reason, "smtp_552");
}

TEST(SmtpFailures, EndTheTransactionSoThatTheSessionServesTheNextMail) {
  for (const bool pipelining : {true, false}) {
    for (const auto* data : {"503 5.5.1 no recipient", "354 go on"}) {
      Json script = with_reply("RCPT", {"550 5.1.1 nobody", "250 ok"}, pipelining);
      script["replies"]["DATA"] = pipelining ? Json{data, "354 go on"} : Json{"354 go on"};
      script["replies"]["DOT"] = {"554 5.5.1 nothing to do"};
      if (!pipelining || data[0] == '5') script["replies"]["DOT"] = {"250 ok"};
      if (pipelining && data[0] == '3') script["replies"]["DOT"].push_back("250 ok");
      ScriptedRelay relay(script);
      auto transfer = SmtpTransfer::create(loopback_config(relay.port()), "");
      (*transfer)->start(sample_mail("m1", "gone@example.org"));
      EXPECT_EQ(finish(**transfer).at("m1").reason, "smtp_550");
      (*transfer)->start(sample_mail("m2"));
      EXPECT_EQ(finish(**transfer).at("m2").outcome, Outcome::delivered);
      transfer->reset();
      const auto commands = relay.commands();
      EXPECT_EQ(std::ranges::count(commands, "EHLO worker.test"), 1);
      const bool empty_text = pipelining && data[0] == '3';
      EXPECT_EQ(std::ranges::count(commands, "RSET"), empty_text ? 0 : 1) << pipelining << data;
    }
  }
}

TEST(SmtpFailures, SendNoTextForARefusedRecipient) {
  Json script = with_reply("RCPT", {"550 5.1.1 nobody"});
  script["replies"]["DOT"] = {"250 ok"};
  ScriptedRelay relay(script);
  EXPECT_EQ(send_one(relay).outcome, Outcome::refused) << "even if the relay takes the empty text";
  EXPECT_EQ(relay.until("message").back()["message"], "");
}

TEST(SmtpFailures, AreNotMadeOfASessionThatHadComeToItsEnd) {
  const std::vector<Json> second{"close:421 4.4.2 timeout", "drop", "reset"};
  for (const auto& answer : second) {
    ScriptedRelay relay(with_reply("MAIL", {"250 ok", answer, "250 ok"}));
    auto transfer = SmtpTransfer::create(loopback_config(relay.port()), "");
    for (const auto* id : {"m1", "m2"}) {
      (*transfer)->start(sample_mail(id));
      EXPECT_EQ(finish(**transfer).at(id).outcome, Outcome::delivered) << id << answer;
    }
  }
}

TEST(SmtpFailures, OfAFreshSessionAreNotTriedAgainAtOnce) {
  ScriptedRelay relay(with_reply("MAIL", {"close:421 4.3.2 busy", "250 ok"}));
  EXPECT_EQ(send_one(relay).reason, "smtp_421");
}

TEST(SmtpFailures, CloseASessionThatTheRelayClosedWhileItRested) {
  ScriptedRelay relay(with_reply("DOT", {"close:250 2.0.0 ok"}));
  auto transfer = SmtpTransfer::create(loopback_config(relay.port()), "");
  for (const auto* id : {"m1", "m2"}) {
    (*transfer)->start(sample_mail(id));
    EXPECT_EQ(finish(**transfer).at(id).outcome, Outcome::delivered);
    EXPECT_TRUE((*transfer)->turn(std::chrono::seconds{5}, {}).empty());
  }
  EXPECT_EQ(std::ranges::count(relay.commands(), "QUIT"), 0);
}

TEST(SmtpFailures, DoNotComeFromAnswersThatNobodyAskedFor) {
  ScriptedRelay relay(with_reply("DOT", {"raw:250 2.0.0 ok\r\n550 5.0.0 and more\r\n", "250 ok"}));
  auto transfer = SmtpTransfer::create(loopback_config(relay.port()), "");
  for (const auto* id : {"m1", "m2"}) {
    (*transfer)->start(sample_mail(id));
    EXPECT_EQ(finish(**transfer).at(id).outcome, Outcome::delivered) << id;
  }
}

TEST(SmtpFailures, NameARelayThatIsNotThere) {
  const auto end = send_one(loopback_config(free_port()));
  EXPECT_EQ(end.outcome, Outcome::try_later);
  EXPECT_EQ(end.reason, "unreachable");
  auto config = loopback_config(25);
  config.host = "relay.invalid";
  EXPECT_EQ(send_one(config).reason, "unresolved");
}

TEST(SmtpFailures, OfPostfixsSinkAreJudgedLikeAnyOther) {
  const std::vector<std::pair<std::vector<std::string>, std::pair<Outcome, std::string>>> rows{
      {{"-r", "mail"}, {Outcome::try_later, "smtp_450"}},
      {{"-f", "rcpt"}, {Outcome::refused, "smtp_500"}},
      {{"-r", "rcpt"}, {Outcome::try_later, "smtp_450"}},
      {{"-f", "data"}, {Outcome::refused, "smtp_500"}},
      {{"-r", "."}, {Outcome::try_later, "smtp_450"}},
      {{"-f", "."}, {Outcome::refused, "smtp_500"}},
      {{"-q", "."}, {Outcome::unknown, "reply_lost"}},
      {{"-q", "rcpt"}, {Outcome::try_later, "connection_lost"}},
      {{"-Q", "rcpt"}, {Outcome::try_later, "smtp_421"}},
      {{"-q", "connect"}, {Outcome::try_later, "connection_lost"}},
  };
  for (const auto& [options, expected] : rows) {
    const int port = free_port();
    std::vector<std::string> arguments{"/usr/sbin/smtp-sink", "-u", "nobody"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    arguments.insert(arguments.end(), {"127.0.0.1:" + std::to_string(port), "10"});
    ChildProcess sink(arguments);
    wait_for_listener(port);
    const auto end = send_one(loopback_config(port));
    EXPECT_EQ(to_text(end.outcome), to_text(expected.first)) << options[0] << options[1];
    EXPECT_EQ(end.reason, expected.second) << options[0] << options[1];
  }
}

}  // namespace

}  // namespace followup
