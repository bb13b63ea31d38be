// What has to fit together in followupd.toml: checks that look at more than one key, and the files
// that are named there.
#pragma once

#include "core/codec/config.h"
#include "core/codec/config_report.h"

#include <filesystem>

namespace followup {

/// Puts the password file's full name in its place.
void check_redis(const std::filesystem::path& folder, RedisConfig& redis, ConfigReport& report);
void check_intake(const IntakeConfig& intake, ConfigReport& report);
/// The same for the relay's password, if delivery secrets are required.
void check_mail(const std::filesystem::path& folder, DeliverySecrets secrets, MailConfig& mail,
                ConfigReport& report);
void check_webhook(const WebhookConfig& webhook, ConfigReport& report);

}  // namespace followup
