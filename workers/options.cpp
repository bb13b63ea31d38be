#include "workers/options.h"

#include "core/base/version.h"

#include <CLI/CLI.hpp>

namespace followup {

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
  app.add_option("--channel", channel, "What it delivers: email or webhook")
      ->required()
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
