// Durations, numbers and texts in followupd.toml that are out of range, of the wrong type or of the
// wrong shape.
#include "core/codec/config.h"
#include "tests/codec/config_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

using test::ConfigFolder;

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

TEST(ConfigValues, RetriesNeedDelaysThatMakeSense) {
  const auto with_retry = [](const std::string& line) {
    return std::string(redis) + mail + "[mail.retry]\n" + line + "\n";
  };
  const std::string at = "followupd.toml:6: mail.retry.";
  const std::string no_duration =
      "delays: each item must be a duration, as in \"500ms\", \"5s\", \"5m\", \"2h\" or \"1d\"";
  expect_faults(
      {{with_retry("delays = [\"5s\"]"), ""},
       {with_retry("delays = []"), at + "delays: must not be an empty list\n"},
       {with_retry("delays = \"5s\""), at + "delays: must be a list, as in [\"…\"], not a text\n"},
       {with_retry("delays = [5]"), at + no_duration + ", not a whole number\n"},
       {with_retry("delays = [\"5 s\"]"), at + no_duration + "\n"},
       {with_retry("delays = [\"-5s\"]"), at + no_duration + "\n"},
       {with_retry("delays = [\"99999999999999999999s\"]"), at + no_duration + "\n"},
       {with_retry("delays = [\"0s\"]"),
        at + "delays: each item must be a duration from 1ms to 7d\n"},
       {with_retry("delays = [\"8d\"]"),
        at + "delays: each item must be a duration from 1ms to 7d\n"},
       {with_retry("delays = [\"0x1h\"]"),
        at + "delays: each item must be a duration or a repeated one, as in \"5m\" or \"47x1h\"\n"},
       {with_retry("delays = [\"axb\", \"1h\", \"x\"]"),
        at + "delays: each item must be a duration or a repeated one, as in \"5m\" or \"47x1h\"\n" +
            at +
            "delays: each item must be a duration or a repeated one, as in \"5m\" or \"47x1h\"\n"},
       {with_retry("jitter_percent = 50"), ""},
       {with_retry("jitter_percent = 51"),
        at + "jitter_percent: must be a whole number from 0 to 50, not 51\n"},
       {with_retry("jitter_percent = -1"),
        at + "jitter_percent: must be a whole number from 0 to 50, not -1\n"},
       {with_retry("soft_refusal_attempts = 0"),
        at + "soft_refusal_attempts: must be a whole number from 1 to 100, not 0\n"},
       {with_retry("longest_wait = \"1ms\""),
        at + "longest_wait: must be a duration from 1s to 7d\n"}});
}

TEST(ConfigValues, ValuesOfTheWrongTypeAndOutOfRangeAreNamed) {
  const auto line = [](const std::string& section, const std::string& text) {
    return std::string(redis) + mail + "[" + section + "]\n" + text + "\n";
  };
  expect_faults(
      {{line("limits", "dead = \"many\""),
        "followupd.toml:6: limits.dead: must be a whole number from 1 to 10000000, not a text\n"},
       {line("limits", "dead = 1.5"),
        "followupd.toml:6: limits.dead: must be a whole number from 1 to 10000000, not a number "
        "with a fraction\n"},
       {line("limits", "dead = 9223372036854775807"),
        "followupd.toml:6: limits.dead: must be a whole number from 1 to 10000000, not "
        "9223372036854775807\n"},
       {line("limits", "dead = true"),
        "followupd.toml:6: limits.dead: must be a whole number from 1 to 10000000, not true or "
        "false\n"},
       {line("limits", "history = 9"),
        "followupd.toml:6: limits.history: must be a whole number from 10 to 100000, not 9\n"},
       {line("intake", "allow_plain_tcp = \"yes\""),
        "followupd.toml:6: intake.allow_plain_tcp: must be true or false, not a text\n"},
       {line("intake", "batch = 0"),
        "followupd.toml:6: intake.batch: must be a whole number from 1 to 10000, not 0\n"},
       {line("webhook", "ca_file = \"ca.pem\""),
        "followupd.toml:6: webhook.ca_file: must be an absolute path\n"},
       {line("webhook", "ca_file = 2011-01-01"),
        "followupd.toml:6: webhook.ca_file: must be a text in quotation marks, not a date\n"},
       {line("webhook", "timeout = \"1500ms\""),
        "followupd.toml:6: webhook.timeout: must be whole seconds\n"},
       {line("webhook", "timeout = \"4s\""),
        "followupd.toml:6: webhook.timeout: must not be shorter than connect_timeout\n"},
       {line("webhook", "connect_timeout = \"30s\""),
        "followupd.toml:6: webhook.connect_timeout: must not be longer than timeout\n"},
       {std::string(redis) + mail + "message_id_domain = \"\"\n",
        "followupd.toml:5: mail.message_id_domain: must not be empty\n"},
       {std::string(redis) + mail + "message_id_domain = \"a b\"\n",
        "followupd.toml:5: mail.message_id_domain: must be a domain name, as in example.org\n"},
       {std::string(redis) + "[mail]\nhost = \"relay example\"\n",
        "followupd.toml:4: mail.host: must be a host name or an IP address\n"},
       {std::string(redis) + mail + "user = \"a\\r\\nb\"\n",
        "followupd.toml:5: mail.user: must not contain control characters\n"}});
}

}  // namespace
}  // namespace followup
