#include "workers/options.h"

#include "core/base/version.h"

#include <CLI/CLI.hpp>

namespace followup {

namespace {

/// "email-2" is a second worker of the channel, under an instance name of its own (systemd).
std::string without_number(const std::string& name) {
  const auto dash = name.find('-');
  const bool numbered = dash != std::string::npos && dash + 1 < name.size() &&
                        name.find_first_not_of("0123456789", dash + 1) == std::string::npos;
  return numbered ? name.substr(0, dash) : name;
}

}  // namespace

WorkerOptions parse_worker_options(int argc, char** argv) {
  WorkerOptions options;
  std::string channel;
  CLI::App app{
      "followup-worker delivers what followupd has found due, over one channel. Start as many as "
      "you like.\n\n"
      "  followup-worker --config /etc/followupd --channel email"};
  app.set_version_flag("--version", std::string(version));
  app.add_option("--config", options.config, "Folder with followupd.toml and tenants/*.toml")
      ->envname("FOLLOWUP_CONFIG")
      ->capture_default_str();
  app.add_option("--channel", channel,
                 "What it delivers: email or webhook; email-2 is a second worker of that channel")
      ->required()
      ->transform(without_number)
      ->check(CLI::IsMember({"email", "webhook"}));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    options.exit_code = app.exit(error) == 0 ? 0 : 2;
    return options;
  }
  options.channel = from_text<Channel>(channel).value_or(Channel::email);
  return options;
}

}  // namespace followup
