// followupd.toml: the store, the doors, the relay, webhooks, limits.
#pragma once

#include "core/codec/config.h"
#include "core/codec/config_report.h"
#include "core/codec/config_toml.h"

#include <filesystem>
#include <vector>

namespace followup {

/// Reads the root table of `folder`/followupd.toml into everything of `config` but its tenants.
void read_infrastructure(const TomlValue& root, const std::filesystem::path& folder,
                         DeliverySecrets secrets, Config& config, ConfigReport& report);

/// The keys of followupd.toml.
void document_infrastructure(std::vector<ConfigKey>& keys);

}  // namespace followup
