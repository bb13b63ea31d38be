// tenants/<name>.toml: what a tenant's policy is, where its messages go, and who its people are.
#pragma once

#include "core/codec/config.h"
#include "core/codec/config_report.h"
#include "core/codec/config_toml.h"

#include <filesystem>
#include <string>
#include <vector>

namespace followup {

/// Where a tenant's file is, and what the names in it are relative to.
struct TenantFile {
  std::string name;              ///< of the tenant
  std::filesystem::path folder;  ///< of the configuration
  std::filesystem::path path;    ///< of the file itself
};

/// Reads the root table of a tenant's file.
[[nodiscard]] Tenant read_tenant(const TomlValue& root, const TenantFile& file,
                                 DeliverySecrets secrets, ConfigReport& report);

/// Enters the tenant's sources into the book; a source that another tenant has is a fault of this
/// one.
void claim_sources(const Tenant& tenant, TenantBook& book, ConfigReport& report);

/// The keys of a tenant's file.
void document_tenant(std::vector<ConfigKey>& keys);

}  // namespace followup
