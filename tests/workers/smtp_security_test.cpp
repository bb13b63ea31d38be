// TLS and login towards the relay: demanded means demanded.
#include "tests/workers/smtp_story.h"
#include "workers/transfer/smtp.h"

namespace followup {

namespace {

class SmtpSecurity : public ::testing::Test {
 protected:
  [[nodiscard]] Json tls_script(const char* kind) const {
    return {{"tls", kind},
            {"certificate", certificate_.certificate},
            {"key", certificate_.key},
            {"ehlo", {"PIPELINING"}}};
  }

  [[nodiscard]] MailConfig config_for(const ScriptedRelay& relay, MailSecurity security) const {
    auto config = loopback_config(relay.port());
    config.security = security;
    config.ca_file = certificate_.certificate;
    return config;
  }

  TemporaryFolder folder_;
  TestCertificate certificate_ = make_certificate(folder_);
};

TEST_F(SmtpSecurity, SaysNothingButEhloBeforeTls) {
  ScriptedRelay relay(tls_script("starttls"));
  EXPECT_EQ(send_one(config_for(relay, MailSecurity::starttls)).outcome, Outcome::delivered);
  std::vector<std::string> clear;
  for (const auto& event : relay.until("closed")) {
    if (event.contains("command") && !event["tls"]) clear.push_back(event["command"]);
  }
  EXPECT_EQ(clear, (std::vector<std::string>{"EHLO worker.test", "STARTTLS"}));
}

TEST_F(SmtpSecurity, SpeaksTlsFromTheFirstByteWhereTheConfigurationSaysSo) {
  ScriptedRelay relay(tls_script("implicit"));
  EXPECT_EQ(send_one(config_for(relay, MailSecurity::tls)).outcome, Outcome::delivered);
  for (const auto& event : relay.until("closed")) {
    if (event.contains("command")) {
      EXPECT_TRUE(event["tls"]);
    }
  }
}

TEST_F(SmtpSecurity, CarriesLargeTextsOverTls) {
  ScriptedRelay relay(tls_script("starttls"));
  auto mail = sample_mail("m1");
  for (int n = 0; n < 100'000; ++n)
    mail.text += "A line of this text.\r\n";
  EXPECT_EQ(send_one(config_for(relay, MailSecurity::starttls), mail).outcome, Outcome::delivered);
  EXPECT_TRUE(relay.until("message").back()["message"] == mail.text);
}

TEST_F(SmtpSecurity, KeepsTheMailWhenTheRelayOffersNoTls) {
  ScriptedRelay relay(Json{{"ehlo", {"PIPELINING"}}});
  const auto end = send_one(config_for(relay, MailSecurity::starttls));
  EXPECT_EQ(end.outcome, Outcome::try_later);
  EXPECT_EQ(end.reason, "tls_not_offered");
  EXPECT_TRUE(end.destination_fault);
  for (const auto& event : relay.until("closed")) {
    if (event.contains("command")) {
      EXPECT_FALSE(std::string(event["command"]).starts_with("MAIL"));
    }
  }
}

TEST_F(SmtpSecurity, KeepsTheMailWhenSomebodyElseAnswersForTheRelay) {
  TemporaryFolder elsewhere;
  auto config = config_for(ScriptedRelay(tls_script("starttls")), MailSecurity::starttls);
  for (const auto* kind : {"starttls", "implicit"}) {
    ScriptedRelay relay(tls_script(kind));
    config.port = relay.port();
    config.security =
        std::string_view(kind) == "starttls" ? MailSecurity::starttls : MailSecurity::tls;
    config.ca_file = make_certificate(elsewhere).certificate;
    const auto end = send_one(config);
    EXPECT_EQ(end.outcome, Outcome::try_later) << kind;
    EXPECT_EQ(end.reason, "tls_certificate") << kind;
  }
}

TEST_F(SmtpSecurity, ChecksTheNameInTheCertificate) {
  ScriptedRelay relay(tls_script("starttls"));
  auto config = config_for(relay, MailSecurity::starttls);
  config.host = "127.0.0.2";
  EXPECT_NE(send_one(config).outcome, Outcome::delivered);
}

TEST_F(SmtpSecurity, TakesNothingThatWasSentBehindTheAnswerToStarttls) {
  auto script = tls_script("starttls");
  script["replies"] = {{"STARTTLS", {"raw:220 ready\r\n250 injected\r\n"}}};
  ScriptedRelay relay(script);
  const auto end = send_one(config_for(relay, MailSecurity::starttls));
  EXPECT_EQ(end.outcome, Outcome::try_later);
  EXPECT_EQ(end.reason, "tls_injection");
}

TEST_F(SmtpSecurity, BelievesOnlyWhatIsOfferedInsideTls) {
  // In the clear somebody may offer what the relay can not do.
  auto script = tls_script("starttls");
  script["ehlo_in_clear"] = {"SMTPUTF8"};
  ScriptedRelay relay(script);
  auto mail = sample_mail("m1", "jos\xc3\xa9@example.org");
  mail.utf8 = true;
  EXPECT_EQ(send_one(config_for(relay, MailSecurity::starttls), mail).reason, "smtputf8_missing");
}

TEST_F(SmtpSecurity, LogsInWhereAUserIsGiven) {
  auto script = tls_script("starttls");
  script["ehlo"] = {"PIPELINING", "AUTH PLAIN"};
  ScriptedRelay relay(script);
  auto config = config_for(relay, MailSecurity::starttls);
  config.user = "worker";
  EXPECT_EQ(send_one(config, sample_mail("m1"), "secret").outcome, Outcome::delivered);
  std::vector<std::string> auth;
  for (const auto& event : relay.until("closed")) {
    if (event.contains("command") && std::string(event["command"]).starts_with("AUTH")) {
      auth.push_back(event["command"]);
      EXPECT_TRUE(event["tls"]);
    }
  }
  EXPECT_EQ(auth, (std::vector<std::string>{"AUTH PLAIN AHdvcmtlcgBzZWNyZXQ="}));
}

TEST_F(SmtpSecurity, StopsTheChannelAndKeepsTheMailWhenTheLoginIsRefused) {
  struct Row {
    const char* verb;
    const char* answer;
    bool stop;
  };

  for (const auto& row :
       {Row{"AUTH", "535 5.7.8 wrong", true}, Row{"AUTH", "454 4.7.0 not now", false},
        Row{"MAIL", "530 5.7.0 log in first", true}}) {
    Json script{{"ehlo", {"AUTH PLAIN"}}, {"replies", {{row.verb, {row.answer}}}}};
    ScriptedRelay relay(script);
    auto config = loopback_config(relay.port());
    config.user = "worker";
    const auto end = send_one(config, sample_mail("m1"), "wrong");
    EXPECT_EQ(end.outcome, Outcome::try_later) << row.answer;
    EXPECT_EQ(end.reason, "smtp_" + std::string(row.answer).substr(0, 3));
    EXPECT_EQ(end.stop_channel, row.stop) << row.answer;
  }
}

TEST_F(SmtpSecurity, SpeaksClearTextToLoopbackAddressesOnly) {
  const SilentListener listener;
  auto config = loopback_config(listener.port());
  config.host = "0.0.0.0";  // leads to this machine too, but is no loopback address
  const auto end = send_one(config);
  EXPECT_EQ(end.outcome, Outcome::try_later);
  EXPECT_EQ(end.reason, "unreachable");
  EXPECT_EQ(listener.visitors(), 0);
}

TEST_F(SmtpSecurity, IgnoresProxiesOfTheEnvironment) {
  const SilentListener proxy;
  const std::string url = "socks5://127.0.0.1:" + std::to_string(proxy.port());
  ::setenv("all_proxy", url.c_str(), 1);
  ScriptedRelay relay(Json::object());
  EXPECT_EQ(send_one(relay).outcome, Outcome::delivered);
  ::unsetenv("all_proxy");
  EXPECT_EQ(proxy.visitors(), 0);
}

}  // namespace

}  // namespace followup
