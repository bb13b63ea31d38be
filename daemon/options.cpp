#include "daemon/options.h"

#include "core/base/version.h"

#include <algorithm>
#include <iostream>
#include <vector>

#include <CLI/CLI.hpp>

namespace followup {

DaemonOptions parse_options(int argc, char** argv) {
  DaemonOptions options;
  std::string clock;
  std::vector<std::string> roles{"intake", "due"};
  CLI::App app{
      "followupd makes sure that nobody who was promised a follow-up is forgotten: it takes a "
      "CRM's events in over\n"
      "ZeroMQ, keeps the deadlines in Redis and hands what is due to followup-worker.\n\n"
      "  followupd --config /etc/followupd                 the service, as systemd runs it\n"
      "  followupd --standalone /tmp/try                   all in one, mail filed under "
      "/tmp/try/maildir\n"
      "  followupd --standalone /tmp/try --clock 2011-01-01x86400    a day a second"};
  app.set_version_flag("--version", std::string(version));
  auto* config =
      app.add_option("--config", options.config, "Folder with followupd.toml and tenants/*.toml")
          ->envname("FOLLOWUP_CONFIG")
          ->capture_default_str();
  app.add_option(
      "--standalone", options.standalone,
      "Run everything from this folder: a private redis-server, both workers, a Maildir");
  app.add_option("--clock", clock,
                 "Virtual business time: START[xSPEED], only on a store of its own");
  app.add_option("--roles", roles, "Duties of this process: intake, due, or both")
      ->delimiter(',')
      ->check(CLI::IsMember({"intake", "due"}));
  app.add_flag("--check-config", options.check_only,
               "Read the configuration, print its faults and leave");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    options.exit_code = app.exit(error) == 0 ? 0 : 2;
    return options;
  }
  if (!options.standalone.empty() && config->count() == 0) options.config.clear();
  options.intake = std::find(roles.begin(), roles.end(), "intake") != roles.end();
  options.due = std::find(roles.begin(), roles.end(), "due") != roles.end();
  if (!clock.empty()) {
    auto setting = parse_clock_setting(clock);
    if (!setting) {
      std::cerr << "followupd: " << setting.error().what << "\n";
      options.exit_code = 2;
      return options;
    }
    options.clock = *setting;
  }
  return options;
}

}  // namespace followup
