// Loads the configuration folder: finds its files, has each read, and collects the faults of all of
// them.
#include "core/codec/config.h"

#include "core/codec/config_checks.h"
#include "core/codec/config_environment.h"
#include "core/codec/config_infrastructure.h"
#include "core/codec/config_secrets.h"
#include "core/codec/config_tenant.h"

#include <algorithm>
#include <optional>
#include <system_error>
#include <tuple>

#include <fmt/format.h>

namespace followup {

namespace {

namespace fs = std::filesystem;

constexpr const char* infrastructure_file = "followupd.toml";
constexpr const char* tenants_folder = "tenants";

/// The file's root table, or nothing and a fault.
std::optional<TomlValue> read_toml(const fs::path& path, const std::string& file,
                                   std::vector<ConfigFault>& faults) {
  ConfigReport report(file, faults);
  const auto content = read_whole_file(path);
  if (!content) {
    report.error("", content.error().what);
    return std::nullopt;
  }
  auto parsed = parse_toml(*content);
  if (auto* fault = std::get_if<TomlFault>(&parsed)) {
    report.error_at(fault->line, "", std::move(fault->message));
    return std::nullopt;
  }
  return std::get<TomlValue>(std::move(parsed));
}

/// The tenants' files by name. Others than *.toml (an editor's copies) are left alone.
std::vector<fs::path> tenant_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code fault;
  for (fs::directory_iterator entry(folder, fault), end; !fault && entry != end;
       entry.increment(fault)) {
    if (entry->path().extension() == ".toml") files.push_back(entry->path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

void load_tenant(const fs::path& folder, const fs::path& path, DeliverySecrets secrets,
                 LoadedConfig& loaded) {
  const std::string file = fmt::format("{}/{}", tenants_folder, path.filename().string());
  const TenantFile origin{.name = path.stem().string(), .folder = folder, .path = path};
  ConfigReport report(file, loaded.faults);
  if (auto problem = check_name(origin.name); !problem.empty()) {
    report.error("", "the file's name is the tenant's name and " + problem);
  }
  const auto root = read_toml(path, file, loaded.faults);
  if (!root) return;
  Tenant tenant = read_tenant(*root, origin, secrets, report);
  claim_sources(tenant, loaded.config.tenants, report);
  loaded.config.tenants.tenants.emplace(origin.name, std::move(tenant));
}

/// What a tenant's file names is relative to `base`.
void read_tenants(const fs::path& folder, const fs::path& base, DeliverySecrets secrets,
                  LoadedConfig& loaded) {
  const auto files = tenant_files(folder);
  for (const auto& path : files)
    load_tenant(base, path, secrets, loaded);
  if (!files.empty()) return;
  loaded.faults.push_back({.file = tenants_folder,
                           .line = 0,
                           .key = "",
                           .message = "there is no tenant: describe one in tenants/<name>.toml",
                           .warning = false});
}

void sort_faults(std::vector<ConfigFault>& faults) {
  std::stable_sort(faults.begin(), faults.end(), [](const ConfigFault& a, const ConfigFault& b) {
    return std::tie(a.file, a.line) < std::tie(b.file, b.line);
  });
}

std::string describe_fault(const ConfigFault& fault) {
  std::string text = fault.file;
  if (fault.line > 0) text += fmt::format(":{}", fault.line);
  if (fault.warning) text += ": warning";
  if (!fault.key.empty()) text += ": " + fault.key;
  return text + ": " + fault.message + "\n";
}

}  // namespace

bool LoadedConfig::usable() const {
  return std::all_of(faults.begin(), faults.end(),
                     [](const ConfigFault& fault) { return fault.warning; });
}

LoadedConfig load_config(const fs::path& folder, DeliverySecrets secrets) {
  LoadedConfig loaded;
  if (const auto root =
          read_toml(folder / infrastructure_file, infrastructure_file, loaded.faults)) {
    ConfigReport report(infrastructure_file, loaded.faults);
    read_infrastructure(*root, folder, secrets, loaded.config, report);
  }
  read_environment(loaded.config, loaded.faults);
  read_tenants(folder / tenants_folder, folder, secrets, loaded);
  sort_faults(loaded.faults);
  return loaded;
}

LoadedConfig load_tenants(const fs::path& folder, DeliverySecrets secrets) {
  LoadedConfig loaded;
  read_tenants(folder, folder / "..", secrets, loaded);
  sort_faults(loaded.faults);
  return loaded;
}

std::string describe(const std::vector<ConfigFault>& faults) {
  std::string text;
  for (const auto& fault : faults)
    text += describe_fault(fault);
  return text;
}

std::vector<ConfigKey> config_keys() {
  std::vector<ConfigKey> keys;
  document_infrastructure(keys);
  document_tenant(keys);
  return keys;
}

}  // namespace followup
