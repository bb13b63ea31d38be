// followupd.toml key by key: what is taken, what is refused, and with which words.
#include "core/codec/config.h"
#include "tests/codec/config_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using test::ConfigFolder;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* redis = "[redis]\nsocket = \"/run/redis/redis.sock\"\n";
constexpr const char* mail = "[mail]\nhost = \"localhost\"\n";

/// A file's text and the whole of what loading says about it.
struct Case {
  std::string text;
  std::string faults;
};

void expect_faults(const std::vector<Case>& cases) {
  const ConfigFolder folder;
  for (const auto& [text, faults] : cases) {
    folder.write_infrastructure(text);
    EXPECT_EQ(folder.faults(), faults) << text;
  }
}

/// The configuration of a file that must have no fault.
Config config_of(const std::string& text) {
  const ConfigFolder folder;
  folder.write_infrastructure(text);
  auto loaded = folder.load();
  EXPECT_EQ(describe(loaded.faults), "") << text;
  return loaded.config;
}

TEST(ConfigInfrastructure, EveryKeyReachesItsPlace) {
  const auto config = config_of(
      "late_tolerance = \"2m\"\nmetrics = \"127.0.0.1:9464\"\nworker_metrics = \"[::1]:0\"\n"
      "[redis]\nhost = \"127.0.0.1\"\nport = 6380\nuser = \"\"\nwait_replicas = 1\nwait_timeout = "
      "\"250ms\"\n"
      "[intake]\nrouter = \"tcp://127.0.0.1:5570\"\npull = \"ipc:///run/x\"\nallow_plain_tcp = "
      "true\nbatch = 7\n"
      "[mail]\nhost = \"relay.example.org\"\nport = 465\nsecurity = \"tls\"\nca_file = "
      "\"/etc/ca.pem\"\n"
      "message_id_domain = \"example.org\"\nehlo = \"mx.example.org\"\nmax_in_flight = 3\ntimeout "
      "= \"10m\"\n"
      "[mail.retry]\ndelays = [\"1s\", \"3x2s\"]\njitter_percent = 0\nlongest_wait = \"2h\"\n"
      "soft_refusal_attempts = 5\n"
      "[webhook]\nconnect_timeout = \"2s\"\ntimeout = \"9s\"\nmax_in_flight = 11\nca_file = "
      "\"/etc/hook.pem\"\n"
      "[webhook.retry]\ndelays = [\"100ms\"]\n"
      "[limits]\nrejected_per_tenant = 1\nrejected_unknown_sources = 2\nquarantined_per_tenant = "
      "3\ndead = 4\n"
      "rejected_days = 5\ndead_days = 6\nhistory = 70\n");
  EXPECT_EQ(config.late_tolerance, seconds{120});
  EXPECT_EQ(config.metrics, "127.0.0.1:9464");
  EXPECT_EQ(config.worker_metrics, "[::1]:0");
  RedisConfig redis_expected;
  redis_expected.host = "127.0.0.1";
  redis_expected.port = 6380;
  redis_expected.wait_replicas = 1;
  redis_expected.wait_timeout = Millis{250};
  EXPECT_EQ(config.redis, redis_expected);
  EXPECT_EQ(config.intake, (IntakeConfig{"tcp://127.0.0.1:5570", "ipc:///run/x", true, 7}));
  MailConfig mail_expected;
  mail_expected.host = "relay.example.org";
  mail_expected.port = 465;
  mail_expected.security = MailSecurity::tls;
  mail_expected.ca_file = "/etc/ca.pem";
  mail_expected.message_id_domain = "example.org";
  mail_expected.ehlo = "mx.example.org";
  mail_expected.max_in_flight = 3;
  mail_expected.timeout = minutes{10};
  mail_expected.retry = {{seconds{1}, seconds{2}, seconds{2}, seconds{2}}, 0, hours{2}, 5};
  EXPECT_EQ(config.mail, mail_expected);
  WebhookConfig webhook_expected{seconds{2}, seconds{9}, 11, "/etc/hook.pem",
                                 default_webhook_retry()};
  webhook_expected.retry.delays = {Millis{100}};
  EXPECT_EQ(config.webhook, webhook_expected);
  EXPECT_EQ(config.limits, (Limits{1, 2, 3, 4, 5, 6, 70}));
}

TEST(ConfigInfrastructure, WhatIsNotWrittenHasItsDefault) {
  const auto config = config_of(std::string(redis) + mail);
  MailConfig mail_expected;
  mail_expected.host = "localhost";
  EXPECT_EQ(config.mail, mail_expected);
  EXPECT_EQ(config.webhook, WebhookConfig{});
  EXPECT_EQ(config.intake, IntakeConfig{});
  EXPECT_EQ(config.limits, Limits{});
  EXPECT_EQ(config.late_tolerance, seconds{60});
}

TEST(ConfigInfrastructure, AForgottenRelayIsAnErrorThatSaysSo) {
  const std::string message =
      ": mail.host: is required: no mail could be sent; name the relay, or write transport = "
      "\"maildir\" to file mail "
      "in a folder instead\n";
  expect_faults({{redis, "followupd.toml" + message},
                 {std::string(redis) + "[mail]\nport = 25\n", "followupd.toml:3" + message},
                 {std::string(redis) + "[mail]\nhost = \"\"\n", "followupd.toml:4" + message}});
}

TEST(ConfigInfrastructure, AMaildirNeedsNoRelayButAFolder) {
  const auto config = config_of(std::string(redis) +
                                "[mail]\ntransport = \"maildir\"\nmaildir = \"/var/mail/x\"\n");
  EXPECT_EQ(config.mail.transport, MailTransport::maildir);
  EXPECT_EQ(config.mail.maildir, "/var/mail/x");
  expect_faults({{std::string(redis) + "[mail]\ntransport = \"maildir\"\n",
                  "followupd.toml:3: mail.maildir: is required with transport = \"maildir\"\n"},
                 {std::string(redis) + "[mail]\ntransport = \"maildir\"\nmaildir = \"mail\"\n",
                  "followupd.toml:5: mail.maildir: must be an absolute path\n"},
                 {std::string(redis) + mail + "transport = \"pigeon\"\n",
                  "followupd.toml:5: mail.transport: must be one of \"smtp\", \"maildir\"\n"}});
}

TEST(ConfigInfrastructure, KeysWithoutEffectAreWarnings) {
  expect_faults(
      {{std::string(redis) +
            "[mail]\ntransport = \"maildir\"\nmaildir = \"/m\"\nhost = \"localhost\"\n",
        "followupd.toml:6: warning: mail.host: has no effect with transport = \"maildir\"\n"},
       {std::string(redis) + mail + "maildir = \"/m\"\n",
        "followupd.toml:5: warning: mail.maildir: has no effect with transport = \"smtp\"\n"},
       {std::string(redis) + mail + "password_file = \"p\"\n",
        "followupd.toml:5: warning: mail.password_file: has no effect without user\n"},
       {std::string(redis) + "port = 6380\n" + mail,
        "followupd.toml:3: warning: redis.port: has no effect with a socket\n"},
       {std::string(redis) + "wait_timeout = \"2s\"\n" + mail,
        "followupd.toml:3: warning: redis.wait_timeout: has no effect while wait_replicas is 0\n"},
       {std::string(redis) + mail + "security = \"tls\"\n",
        "followupd.toml:5: warning: mail.security: is \"tls\" while port is 25; relays usually "
        "expect it on "
        "port 465\n"},
       {std::string(redis) + mail + "[intake]\nrouter = \"\"\n",
        "followupd.toml:6: warning: intake.router: and pull are both empty: no event can come "
        "in\n"}});
}

TEST(ConfigInfrastructure, MailWithoutEncryptionGoesToThisMachineOnly) {
  const std::string refused =
      "followupd.toml:5: mail.security: must be \"starttls\" or \"tls\" for a relay that is not on "
      "this machine\n";
  const auto with_host = [](const std::string& host) {
    return std::string(redis) + "[mail]\nhost = \"" + host + "\"\nsecurity = \"none\"\n";
  };
  expect_faults({{with_host("localhost"), ""},
                 {with_host("127.0.0.53"), ""},
                 {with_host("::1"), ""},
                 {with_host("relay.example.org"), refused},
                 {with_host("127.example.org"), refused},
                 {with_host("localhost.example.org"), refused},
                 {with_host("10.0.0.1"), refused}});
}

TEST(ConfigInfrastructure, RedisIsASocketOrALoopbackHostAndExactlyOneOfThem) {
  const std::string not_here =
      "followupd.toml:2: redis.host: must be this machine (localhost, 127.0.0.1 or ::1): the "
      "connection is not "
      "encrypted; reach another machine's Redis through a tunnel\n";
  const std::string nowhere = ": redis: needs socket or host: where the Redis server is\n";
  expect_faults(
      {{std::string("[redis]\nhost = \"localhost\"\n") + mail, ""},
       {std::string("[redis]\nhost = \"::1\"\n") + mail, ""},
       {std::string("[redis]\nhost = \"10.0.0.5\"\n") + mail, not_here},
       {std::string("[redis]\nhost = \"redis.example.org\"\n") + mail, not_here},
       {std::string(redis) + "host = \"localhost\"\n" + mail,
        "followupd.toml:3: redis.host: is given besides socket; give one of them\n"},
       {mail, "followupd.toml" + nowhere},
       {std::string("[redis]\nsocket = \"\"\n") + mail, "followupd.toml:1" + nowhere},
       {std::string("[redis]\nsocket = \"run/redis\"\n") + mail,
        "followupd.toml:2: redis.socket: must be an absolute path\n"},
       {"[redis]\nsocket = \"/" + std::string(107, 'x') + "\"\n" + mail,
        "followupd.toml:2: redis.socket: must be at most 107 bytes long, as it names a socket\n"}});
}

TEST(ConfigInfrastructure, DoorsAreZeroMqEndpoints) {
  const std::string shape =
      "followupd.toml:6: intake.pull: must be a ZeroMQ endpoint, as in "
      "ipc:///run/followupd/router.sock or "
      "tcp://127.0.0.1:5570\n";
  const auto with_door = [](const std::string& door) {
    return std::string(redis) + mail + "[intake]\npull = \"" + door + "\"\n";
  };
  expect_faults(
      {{with_door("ipc:///run/pull.sock"), ""},
       {with_door("tcp://127.0.0.1:5571"), ""},
       {with_door("tcp://[::1]:5571"), ""},
       {with_door("tcp://localhost:5571"), ""},
       {with_door("tcp://127.0.0.1"), shape},
       {with_door("tcp://127.0.0.1:0"), shape},
       {with_door("tcp://127.0.0.1:65536"), shape},
       {with_door("tcp://::1:5571"), shape},
       {with_door("inproc://x"), shape},
       {with_door("/run/pull.sock"), shape},
       {with_door("ipc://"), shape},
       {with_door("ipc://pull.sock"), "followupd.toml:6: intake.pull: must be an absolute path\n"},
       {with_door("ipc:///run/followupd/router.sock"),
        "followupd.toml:6: intake.pull: must not be the same endpoint as router\n"}});
}

TEST(ConfigInfrastructure, PlainTcpThatOthersCanReachMustBeAskedForByName) {
  const std::string refused =
      ": intake.router: would be open to other machines, unencrypted and to everybody; use ipc:// "
      "or a loopback "
      "address, or write allow_plain_tcp = true\n";
  const std::string start = std::string(redis) + mail + "[intake]\n";
  expect_faults({{start + "router = \"tcp://*:5570\"\n", "followupd.toml:6" + refused},
                 {start + "router = \"tcp://0.0.0.0:5570\"\n", "followupd.toml:6" + refused},
                 {start + "router = \"tcp://[::]:5570\"\n", "followupd.toml:6" + refused},
                 {start + "router = \"tcp://eth0:5570\"\n", "followupd.toml:6" + refused},
                 {start + "allow_plain_tcp = true\nrouter = \"tcp://*:5570\"\n",
                  "followupd.toml:7: warning: intake.router: is open to other machines: events "
                  "travel unencrypted, "
                  "and whoever reaches it can send some\n"}});
}

TEST(ConfigInfrastructure, MetricsAreShownToThisMachineOnly) {
  const std::string refused =
      "followupd.toml:1: metrics: must be an address of this machine with a port, as in "
      "127.0.0.1:9464\n";
  const auto with_address = [](const std::string& address) {
    return "metrics = \"" + address + "\"\n" + redis + mail;
  };
  expect_faults({{with_address("127.0.0.1:9464"), ""},
                 {with_address("localhost:0"), ""},
                 {with_address("[::1]:9464"), ""},
                 {with_address(""), ""},
                 {with_address("0.0.0.0:9464"), refused},
                 {with_address("10.0.0.1:9464"), refused},
                 {with_address("[::]:9464"), refused},
                 {with_address("example.org:9464"), refused},
                 {with_address("127.0.0.1"), refused},
                 {with_address(":9464"), refused},
                 {with_address("127.0.0.1:99999"), refused}});
}

TEST(ConfigInfrastructure, ARedisUserNeedsAPasswordFileThatCanBeRead) {
  const ConfigFolder folder;
  const std::string with_user = std::string(redis) + "user = \"followup\"\n";
  folder.write_infrastructure(with_user + mail);
  EXPECT_EQ(folder.faults(), "followupd.toml:1: redis.password_file: is required with user\n");
  folder.write_infrastructure(with_user + "password_file = \"redis-password\"\n" + mail);
  EXPECT_THAT(folder.faults(),
              HasSubstr("followupd.toml:4: redis.password_file: names no usable file ("));
  folder.write("redis-password", "secret\n");
  const auto loaded = folder.load(DeliverySecrets::ignored);
  EXPECT_EQ(describe(loaded.faults), "");
  EXPECT_EQ(loaded.config.redis.password_file, (folder.path() / "redis-password").string());
}

}  // namespace
}  // namespace followup
