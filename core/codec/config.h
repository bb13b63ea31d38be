// Configuration in TOML: followupd.toml (infrastructure) and tenants/<name>.toml (business). A file
// is read as a whole: every fault is reported at once with file, line, key and the nearest valid
// name; a configuration with one fault is not used.
#pragma once

#include "core/base/result.h"
#include "core/domain/attachment.h"
#include "core/domain/retry.h"
#include "core/domain/tenant.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace followup {

enum class MailTransport : std::uint8_t { smtp, maildir };
enum class MailSecurity : std::uint8_t { none, starttls, tls };  ///< `none` only to loopback

struct MailConfig {
  MailTransport transport = MailTransport::smtp;
  std::string host;  ///< required for smtp: a forgotten relay is an error at start
  int port = 25;
  MailSecurity security = MailSecurity::starttls;
  std::string user;  ///< AUTH; password from the file below or the credential `smtp-password`
  std::string password_file;
  std::string ca_file;  ///< extra CA for the relay, or empty
  std::string maildir;  ///< required for maildir
  std::string message_id_domain = "followupd.invalid";
  std::string ehlo;        ///< empty: the host's name
  int max_in_flight = 32;  ///< connections to the relay
  std::chrono::seconds timeout{120};
  RetryPolicy retry = default_mail_retry();
  friend bool operator==(const MailConfig&, const MailConfig&) = default;
};

struct WebhookConfig {
  std::chrono::seconds connect_timeout{5};
  std::chrono::seconds timeout{20};
  int max_in_flight = 256;  ///< over all endpoints
  std::string ca_file;
  RetryPolicy retry = default_webhook_retry();
  friend bool operator==(const WebhookConfig&, const WebhookConfig&) = default;
};

struct RedisConfig {
  std::string socket;  ///< unix socket path; or:
  std::string host;    ///< plain TCP, loopback only (this hiredis has no TLS)
  int port = 6379;
  std::string user;  ///< ACL user, with:
  std::string password_file;
  int wait_replicas = 0;  ///< WAIT n before an acknowledgement
  Millis wait_timeout{1000};
  friend bool operator==(const RedisConfig&, const RedisConfig&) = default;
};

struct IntakeConfig {
  std::string router = "ipc:///run/followupd/router.sock";  ///< ZeroMQ endpoint, empty: door closed
  std::string pull;                                         ///< likewise
  bool allow_plain_tcp = false;                             ///< plain TCP off loopback
  int batch = 512;                                          ///< events taken from the doors at once
  friend bool operator==(const IntakeConfig&, const IntakeConfig&) = default;
};

struct Limits {
  int rejected_per_tenant = 10'000;
  int rejected_unknown_sources = 1'000;
  int quarantined_per_tenant = 10'000;
  int dead = 100'000;
  int rejected_days = 30;
  int dead_days = 30;
  int history = 1'000;
  friend bool operator==(const Limits&, const Limits&) = default;
};

struct Config {
  RedisConfig redis;
  IntakeConfig intake;
  MailConfig mail;
  WebhookConfig webhook;
  Limits limits;
  std::string
      metrics;  ///< "127.0.0.1:9464", empty: off. Local addresses only. Workers: see worker_metrics
  std::string worker_metrics;    ///< likewise, for followup-worker; port 0 picks a free one
  AttachmentLimits attachments;  ///< FOLLOWUP_ATTACHMENT_MAX_BYTES, FOLLOWUP_MAIL_MAX_BYTES
  std::chrono::seconds late_tolerance{60};  ///< real time after which something counts as late
  TenantBook tenants;
};

/// Where a fault was found. `line` is 0 where the file as a whole is meant.
struct ConfigFault {
  std::string file;
  int line = 0;
  std::string key;       ///< dotted path, e.g. "referral.supervisor_days"
  std::string message;   ///< what is wrong and how to mend it, with the nearest valid name
  bool warning = false;  ///< the configuration can be used all the same
};

struct LoadedConfig {
  Config config;
  std::vector<ConfigFault>
      faults;  ///< warnings, or the errors because of which `config` must not be used
  [[nodiscard]] bool usable() const;
};

/// Whether the relay's password and the endpoints' secret files must be there: the worker needs
/// them, and only its unit has these credentials. Where they are ignored, nothing of them is looked
/// up or read. The store's password is always required.
enum class DeliverySecrets : std::uint8_t { required, ignored };

/// Reads `folder`/followupd.toml and `folder`/tenants/*.toml.
[[nodiscard]] LoadedConfig load_config(const std::filesystem::path& folder,
                                       DeliverySecrets secrets = DeliverySecrets::required);

/// Reads `folder`/*.toml, a folder of tenants' files, and nothing else: the infrastructure stays at
/// its defaults.
[[nodiscard]] LoadedConfig load_tenants(const std::filesystem::path& folder,
                                        DeliverySecrets secrets = DeliverySecrets::required);

/// "file:line: key: message", a line a fault; "file:line: warning: key: message" for a warning.
/// Parts that are empty are left out.
[[nodiscard]] std::string describe(const std::vector<ConfigFault>& faults);

/// One documented configuration key.
struct ConfigKey {
  std::string file;  ///< "followupd.toml" or "tenants/<name>.toml"
  std::string key;
  std::string type;
  std::string fallback;  ///< default, as it would be written, or "required"
  std::string meaning;
};

/// Every key there is: docs/configuration.md is checked against it.
[[nodiscard]] std::vector<ConfigKey> config_keys();

/// The name in `known` that is nearest to `text` by edit distance; empty if none is near enough.
[[nodiscard]] std::string nearest_name(std::string_view text,
                                       const std::vector<std::string>& known);

/// All names that are as near as the nearest one, in the order of `known`.
[[nodiscard]] std::vector<std::string> nearest_names(std::string_view text,
                                                     const std::vector<std::string>& known);

/// The names in quotation marks, as a choice: "a", "b" or "c".
[[nodiscard]] std::string choice_text(const std::vector<std::string>& names);

}  // namespace followup
