// A configuration folder of a test's own, with two files that have no fault to begin with.
#pragma once

#include "core/codec/config.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <sys/stat.h>

namespace followup::test {

inline constexpr const char* good_infrastructure =
    "[redis]\n"
    "socket = \"/run/redis/redis.sock\"\n"
    "[mail]\n"
    "host = \"localhost\"\n";

inline constexpr const char* good_tenant =
    "[tenant]\n"
    "sources = [\"urn:crm:assist\"]\n"
    "zone = \"Europe/Rome\"\n"
    "mail_from = \"Follow-up <follow-up@assist.example>\"\n"
    "case_url = \"https://crm.assist.example/{kind}/{id}\"\n"
    "fallback_email = \"desk@assist.example\"\n"
    "administrator_email = \"admin@assist.example\"\n";

class ConfigFolder {
 public:
  ConfigFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "config-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
    write("followupd.toml", good_infrastructure);
    write("tenants/assist.toml", good_tenant);
  }

  ~ConfigFolder() { std::filesystem::remove_all(path_); }

  ConfigFolder(const ConfigFolder&) = delete;
  ConfigFolder& operator=(const ConfigFolder&) = delete;

  /// Writes a file that only its owner can read.
  void write(const std::string& name, const std::string& content) const {
    const auto file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << content;
    std::filesystem::permissions(
        file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  }

  void write_infrastructure(const std::string& content) const { write("followupd.toml", content); }

  void write_tenant(const std::string& content) const { write("tenants/assist.toml", content); }

  [[nodiscard]] LoadedConfig load(DeliverySecrets secrets = DeliverySecrets::required) const {
    return load_config(path_, secrets);
  }

  /// What loading has to say, a line a fault.
  [[nodiscard]] std::string faults() const { return describe(load().faults); }

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace followup::test
