// The table of keys of followupd.toml. Checks that look at several keys are in
// config_infrastructure_checks.cpp.
#include "core/codec/config_infrastructure.h"

#include "core/codec/config_infrastructure_checks.h"
#include "core/codec/config_kinds.h"

namespace followup {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

using Rows = std::vector<KeyRow<Config>>;

constexpr int most_connections = 10'000;
constexpr int most_kept = 10'000'000;
constexpr int highest_port = 65535;

void add(Rows& rows, Rows more) {
  rows.insert(rows.end(), std::make_move_iterator(more.begin()),
              std::make_move_iterator(more.end()));
}

TextRule optional(std::string type, std::string (*check)(std::string_view)) {
  return {.type = std::move(type), .check = check, .may_be_empty = true};
}

Rows general_rows() {
  return {
      {"late_tolerance", duration(field(&Config::late_tolerance), seconds{1}, days{1}), "\"60s\"",
       "Real time after which what goes out counts as late, and says so."},
      {"metrics", text(field(&Config::metrics), optional("local address", check_local_address)),
       "\"\"",
       "Where the daemon serves its Prometheus metrics, as in 127.0.0.1:9464; empty: nowhere; "
       "port 0: a free one."},
      {"worker_metrics",
       text(field(&Config::worker_metrics), optional("local address", check_local_address)), "\"\"",
       "The same for a worker; port 0 lets several run on one machine."},
  };
}

Rows redis_rows() {
  const auto redis = &Config::redis;
  return {
      {"redis.socket",
       text(field(redis, &RedisConfig::socket), optional("absolute path", check_socket_path)),
       "\"\"", "Unix socket of the Redis server. Either this or `redis.host` is required."},
      {"redis.host",
       text(field(redis, &RedisConfig::host), optional("loopback host", check_loopback_host)),
       "\"\"", "Host of the Redis server, loopback only: the connection is not encrypted."},
      {"redis.port", whole(field(redis, &RedisConfig::port), 1, highest_port), "6379",
       "Port that goes with `redis.host`."},
      {"redis.user", text(field(redis, &RedisConfig::user), optional("text", nullptr)), "\"\"",
       "ACL user; empty: Redis' default user."},
      {"redis.password_file",
       text(field(redis, &RedisConfig::password_file), optional("file name", nullptr)), "\"\"",
       "File with the password, required with `redis.user`. See \"Files with secrets\"."},
      {"redis.wait_replicas", whole(field(redis, &RedisConfig::wait_replicas), 0, 10), "0",
       "How many replicas must have an event before it is answered `accepted` (WAIT)."},
      {"redis.wait_timeout",
       duration(field(redis, &RedisConfig::wait_timeout), Millis{1}, minutes{1}), "\"1s\"",
       "How long to wait for them; after that the event is answered `busy`."},
  };
}

Rows intake_rows() {
  const auto intake = &Config::intake;
  const auto door = optional("ZeroMQ endpoint", check_door);
  return {
      {"intake.router", text(field(intake, &IntakeConfig::router), door),
       "\"ipc:///run/followupd/router.sock\"",
       "Door with answers (ROUTER): each event is answered once it is safe. Empty: closed."},
      {"intake.pull", text(field(intake, &IntakeConfig::pull), door), "\"\"",
       "Door without answers (PULL), for a CRM that can not wait. Empty: closed."},
      {"intake.allow_plain_tcp", truth(field(intake, &IntakeConfig::allow_plain_tcp)), "false",
       "Allow a tcp:// door that other machines can reach. It is not encrypted, and whoever "
       "reaches it can send events."},
      {"intake.batch", whole(field(intake, &IntakeConfig::batch), 1, 10'000), "512",
       "Most events that are taken from the doors at once."},
  };
}

Rows retry_rows(const std::string& section, const Field<Config, RetryPolicy>& policy,
                std::string delays_fallback) {
  const auto inside = [policy](auto RetryPolicy::*member) {
    return Field<Config, std::decay_t<decltype(std::declval<RetryPolicy&>().*member)>>([=
    ](Config & config) -> auto& { return policy(config).*member; });
  };
  return {
      {section + ".delays", delays(inside(&RetryPolicy::delays)), std::move(delays_fallback),
       "Waiting time after the first, second, … attempt; \"47x1h\" stands for 47 times an hour. "
       "After the last one the delivery is given up."},
      {section + ".jitter_percent", whole(inside(&RetryPolicy::jitter_percent), 0, 50), "20",
       "How much each waiting time varies, both ways."},
      {section + ".longest_wait", duration(inside(&RetryPolicy::longest_wait), seconds{1}, days{7}),
       "\"1h\"", "The longest wait that a server can ask for (Retry-After)."},
      {section + ".soft_refusal_attempts",
       whole(inside(&RetryPolicy::soft_refusal_attempts), 1, 100), "3",
       "Attempts after which a refusal that may be a passing mistake of the server is believed."},
  };
}

Rows mail_rows() {
  const auto mail = &Config::mail;
  return {
      {"mail.transport",
       choice(field(mail, &MailConfig::transport),
              {{"smtp", MailTransport::smtp}, {"maildir", MailTransport::maildir}}),
       "\"smtp\"",
       "`smtp` hands mail to a relay; `maildir` files it in a folder and sends nothing."},
      {"mail.host", text(field(mail, &MailConfig::host), optional("host", check_host)), "\"\"",
       "The relay. Required with `smtp`."},
      {"mail.port", whole(field(mail, &MailConfig::port), 1, highest_port), "25",
       "Its port: 25 or 587, with `security = \"tls\"` 465."},
      {"mail.security",
       choice(field(mail, &MailConfig::security), {{"none", MailSecurity::none},
                                                   {"starttls", MailSecurity::starttls},
                                                   {"tls", MailSecurity::tls}}),
       "\"starttls\"",
       "`starttls`: upgraded, never without; `tls`: from the first byte; `none`: only to a relay "
       "on this machine."},
      {"mail.user", text(field(mail, &MailConfig::user), optional("text", nullptr)), "\"\"",
       "User name at the relay; empty: no login."},
      {"mail.password_file",
       text(field(mail, &MailConfig::password_file), optional("file name", nullptr)), "\"\"",
       "File with the password; empty: the credential `smtp-password`. See \"Files with "
       "secrets\"."},
      {"mail.ca_file",
       text(field(mail, &MailConfig::ca_file), optional("absolute path", check_absolute_path)),
       "\"\"", "Certificates (PEM) that the relay's is checked by; empty: the system's."},
      {"mail.maildir",
       text(field(mail, &MailConfig::maildir), optional("absolute path", check_absolute_path)),
       "\"\"", "Folder that mail is filed in. Required with `maildir`."},
      {"mail.message_id_domain",
       text(field(mail, &MailConfig::message_id_domain), {.type = "domain", .check = check_domain}),
       "\"followupd.invalid\"",
       "What stands behind the @ of each Message-ID; take a domain of yours."},
      {"mail.ehlo", text(field(mail, &MailConfig::ehlo), optional("domain", check_domain)), "\"\"",
       "Name that the worker says to the relay; empty: the machine's."},
      {"mail.max_in_flight", whole(field(mail, &MailConfig::max_in_flight), 1, most_connections),
       "32", "Most connections to the relay at once, per worker."},
      {"mail.timeout", duration(field(mail, &MailConfig::timeout), seconds{1}, hours{1}),
       "\"120s\"",
       "Longest time that one mail may take; a relay far away may need 10m (RFC 5321 section "
       "4.5.3.2)."},
  };
}

Rows webhook_rows() {
  const auto webhook = &Config::webhook;
  return {
      {"webhook.connect_timeout",
       duration(field(webhook, &WebhookConfig::connect_timeout), seconds{1}, minutes{1}), "\"5s\"",
       "Longest time until an endpoint's connection is up."},
      {"webhook.timeout", duration(field(webhook, &WebhookConfig::timeout), seconds{1}, minutes{5}),
       "\"20s\"", "Longest time until its answer is there."},
      {"webhook.max_in_flight",
       whole(field(webhook, &WebhookConfig::max_in_flight), 1, most_connections), "256",
       "Most webhooks under way at once over all endpoints, per worker."},
      {"webhook.ca_file",
       text(field(webhook, &WebhookConfig::ca_file),
            optional("absolute path", check_absolute_path)),
       "\"\"", "Certificates (PEM) that endpoints are checked by; empty: the system's."},
  };
}

Rows limits_rows() {
  const auto limits = &Config::limits;
  return {
      {"limits.rejected_per_tenant",
       whole(field(limits, &Limits::rejected_per_tenant), 1, most_kept), "10000",
       "Refused events that are kept per tenant; beyond that the oldest goes."},
      {"limits.rejected_unknown_sources",
       whole(field(limits, &Limits::rejected_unknown_sources), 1, most_kept), "1000",
       "The same for all sources together that no tenant claims."},
      {"limits.quarantined_per_tenant",
       whole(field(limits, &Limits::quarantined_per_tenant), 1, most_kept), "10000",
       "Quarantined events per tenant; beyond that the answer is `busy`, and none is dropped."},
      {"limits.dead", whole(field(limits, &Limits::dead), 1, most_kept), "100000",
       "Given-up deliveries that are kept; beyond that the oldest goes."},
      {"limits.rejected_days", whole(field(limits, &Limits::rejected_days), 1, 3650), "30",
       "Days for which refused events are kept."},
      {"limits.dead_days", whole(field(limits, &Limits::dead_days), 1, 3650), "30",
       "Days for which given-up deliveries are kept."},
      {"limits.history", whole(field(limits, &Limits::history), 10, 100'000), "1000",
       "Lines of history that a case keeps; then it is trimmed, and says so."},
  };
}

Rows all_rows() {
  Rows rows = general_rows();
  add(rows, redis_rows());
  add(rows, intake_rows());
  add(rows, mail_rows());
  add(rows, retry_rows("mail.retry", field(&Config::mail, &MailConfig::retry),
                       R"(["1m", "5m", "15m", "30m", "47x1h"])"));
  add(rows, webhook_rows());
  add(rows, retry_rows("webhook.retry", field(&Config::webhook, &WebhookConfig::retry),
                       R"(["5s", "5m", "30m", "2h", "5h", "10h", "14h", "20h", "24h"])"));
  add(rows, limits_rows());
  return rows;
}

}  // namespace

void read_infrastructure(const TomlValue& root, const std::filesystem::path& folder,
                         DeliverySecrets secrets, Config& config, ConfigReport& report) {
  read_rows(root, "", all_rows(), config, report);
  check_redis(folder, config.redis, report);
  check_intake(config.intake, report);
  check_mail(folder, secrets, config.mail, report);
  check_webhook(config.webhook, report);
}

void document_infrastructure(std::vector<ConfigKey>& keys) {
  document_rows("followupd.toml", "", all_rows(), keys);
}

}  // namespace followup
