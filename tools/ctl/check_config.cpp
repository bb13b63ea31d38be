// followupctl check-config: every fault of a configuration at once.
#include "tools/ctl/commands.h"
#include "workers/email/templates.h"

#include <sstream>

#include <fmt/format.h>

namespace followup::ctl {

namespace {

JsonObject json_of(const ConfigFault& fault) {
  return JsonObject()
      .add("file", fault.file)
      .add("line", fault.line)
      .add("key", fault.key)
      .add("message", fault.message)
      .add("warning", fault.warning);
}

/// A worker that finds a tenant's templates faulty writes its mails in the built-in words.
void check_templates(const TenantBook& tenants, std::vector<ConfigFault>& faults) {
  for (const auto& [name, tenant] : tenants.tenants) {
    if (tenant.templates.empty()) continue;
    const auto loaded = Templates::load(tenant.templates);
    if (loaded) continue;
    std::istringstream lines(loaded.error().what);
    for (std::string line; std::getline(lines, line);) {
      faults.push_back({.file = "tenants/" + name + ".toml",
                        .key = "tenant.templates",
                        .message = line,
                        .warning = true});
    }
  }
}

}  // namespace

ExitCode run(const CheckConfigCommand& command, const Globals& globals, Terminal& terminal) {
  const std::string& folder = command.folder.empty() ? globals.config : command.folder;
  auto loaded =
      load_config(folder, command.secrets ? DeliverySecrets::required : DeliverySecrets::ignored);
  const std::size_t before = loaded.faults.size();
  if (loaded.usable()) check_templates(loaded.config.tenants, loaded.faults);
  const bool good_templates = loaded.faults.size() == before;
  if (!terminal.json()) terminal.complain_lines(describe(loaded.faults));
  std::vector<JsonObject> faults;
  for (const auto& fault : loaded.faults)
    faults.push_back(json_of(fault));
  const auto tenants = loaded.config.tenants.tenants.size();
  terminal.line(
      JsonObject().add("usable", loaded.usable()).add("tenants", tenants).add("faults", faults));
  if (!loaded.usable()) {
    terminal.complain(fmt::format("the configuration in {} can not be used", folder));
    return ExitCode::usage;
  }
  if (!good_templates) {
    terminal.complain(
        "it can be used, and mails of these tenants go out in the built-in words until their "
        "templates are mended");
    return ExitCode::refused;
  }
  const std::string files =
      "followupd.toml and " + (tenants == 1 ? "1 tenant" : fmt::format("{} tenants", tenants));
  const auto warnings = loaded.faults.size();
  if (warnings == 0) {
    terminal.line(files + " are good");
  } else {
    terminal.line(fmt::format("{} can be used, with {}", files,
                              warnings == 1 ? "1 warning" : fmt::format("{} warnings", warnings)));
  }
  return ExitCode::ok;
}

}  // namespace followup::ctl
