// followupctl check-config: every fault of a configuration at once.
#include "tools/ctl/commands.h"

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

}  // namespace

ExitCode run(const CheckConfigCommand& command, const Globals& globals, Terminal& terminal) {
  const std::string& folder = command.folder.empty() ? globals.config : command.folder;
  const auto loaded =
      load_config(folder, command.secrets ? DeliverySecrets::required : DeliverySecrets::ignored);
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
  terminal.line(fmt::format("followupd.toml and {} are good",
                            tenants == 1 ? "1 tenant" : fmt::format("{} tenants", tenants)));
  return ExitCode::ok;
}

}  // namespace followup::ctl
