// Contradictions and omissions in followupd.toml. A key that has no effect is a warning; what would
// fail later is an error.
#include "core/codec/config_infrastructure_checks.h"

#include "core/codec/config_checks.h"
#include "core/codec/config_secrets.h"

#include <fmt/format.h>

namespace followup {

namespace {

constexpr std::string_view relay_password = "smtp-password";

void no_effect(const std::string& key, std::string_view why, ConfigReport& report) {
  if (report.has(key)) report.warning(key, fmt::format("has no effect {}", why));
}

/// Checks that the password file can be read and puts its full name in `file`.
void take_password_file(const std::string& key, const std::filesystem::path& folder,
                        std::string& file, ConfigReport& report) {
  const auto path = locate_secret(file, folder);
  if (const auto password = read_secret(path); !password) {
    report.error(
        key, fmt::format("names no usable file ({}): {}", path.string(), password.error().what));
  } else if (readable_by_all(path)) {
    report.warning(key, "names a file that every user of this machine can read");
  }
  file = path.string();
}

void check_door(const std::string& key, const std::string& door, const IntakeConfig& intake,
                ConfigReport& report) {
  if (!is_open_tcp(door)) return;
  if (intake.allow_plain_tcp) {
    report.warning(key,
                   "is open to other machines: events travel unencrypted, and whoever reaches it "
                   "can send some");
  } else {
    report.error(key,
                 "would be open to other machines, unencrypted and to everybody; use ipc:// or a "
                 "loopback address, or write allow_plain_tcp = true");
  }
}

void check_smtp(const MailConfig& mail, ConfigReport& report) {
  no_effect("mail.maildir", "with transport = \"smtp\"", report);
  if (mail.host.empty() && !report.faulty("mail.host")) {
    report.error("mail.host",
                 "is required: no mail could be sent; name the relay, or write transport = "
                 "\"maildir\" to file mail in a folder instead");
  } else if (!mail.host.empty() && mail.security == MailSecurity::none && !is_loopback(mail.host)) {
    report.error("mail.security",
                 "must be \"starttls\" or \"tls\" for a relay that is not on this machine");
  }
  if (mail.security == MailSecurity::tls && mail.port == 25) {
    report.warning("mail.security",
                   "is \"tls\" while port is 25; relays usually expect it on port 465");
  }
}

}  // namespace

void check_redis(const std::filesystem::path& folder, RedisConfig& redis, ConfigReport& report) {
  const bool doubtful = report.faulty("redis.socket") || report.faulty("redis.host");
  if (!redis.socket.empty() && !redis.host.empty()) {
    report.error("redis.host", "is given besides socket; give one of them");
  } else if (redis.socket.empty() && redis.host.empty() && !doubtful) {
    report.error("redis", "needs socket or host: where the Redis server is");
  }
  if (!redis.socket.empty()) no_effect("redis.port", "with a socket", report);
  if (!redis.user.empty() && redis.password_file.empty() && !report.faulty("redis.password_file")) {
    report.error("redis.password_file", "is required with user");
  }
  if (redis.wait_replicas == 0) no_effect("redis.wait_timeout", "while wait_replicas is 0", report);
  if (!redis.password_file.empty()) {
    take_password_file("redis.password_file", folder, redis.password_file, report);
  }
}

void check_intake(const IntakeConfig& intake, ConfigReport& report) {
  check_door("intake.router", intake.router, intake, report);
  check_door("intake.pull", intake.pull, intake, report);
  if (intake.router.empty() && intake.pull.empty()) {
    report.warning("intake.router", "and pull are both empty: no event can come in");
  } else if (intake.router == intake.pull) {
    report.error("intake.pull", "must not be the same endpoint as router");
  }
}

void check_mail(const std::filesystem::path& folder, DeliverySecrets secrets, MailConfig& mail,
                ConfigReport& report) {
  if (mail.transport == MailTransport::maildir) {
    if (mail.maildir.empty() && !report.faulty("mail.maildir"))
      report.error("mail.maildir", "is required with transport = \"maildir\"");
    no_effect("mail.host", "with transport = \"maildir\"", report);
    return;
  }
  check_smtp(mail, report);
  if (mail.user.empty()) {
    no_effect("mail.password_file", "without user", report);
    return;
  }
  if (secrets == DeliverySecrets::ignored) return;
  if (mail.password_file.empty()) mail.password_file = relay_password;
  take_password_file("mail.password_file", folder, mail.password_file, report);
}

void check_webhook(const WebhookConfig& webhook, ConfigReport& report) {
  if (webhook.connect_timeout <= webhook.timeout) return;
  if (report.has("webhook.timeout")) {
    report.error("webhook.timeout", "must not be shorter than connect_timeout");
  } else {
    report.error("webhook.connect_timeout", "must not be longer than timeout");
  }
}

}  // namespace followup
