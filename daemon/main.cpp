// followupd: takes events in, decides, commits, acknowledges; fires deadlines when they are due.
#include "core/base/log.h"
#include "core/base/signals.h"
#include "daemon/options.h"
#include "daemon/service.h"
#include "daemon/standalone.h"

#include <cstdio>
#include <exception>
#include <filesystem>
#include <optional>

namespace {

using namespace followup;

constexpr int bad_configuration = 2;
constexpr int not_available = 3;

int complain(const Error& error) {
  std::fprintf(stderr, "followupd: %s\n", error.what.c_str());
  return error.code == Code::unavailable ? not_available : bad_configuration;
}

int serve(const DaemonOptions& options, std::optional<Standalone>& standalone, Signals& signals) {
  // The service's user has no use for the workers' secrets and may not read them; a standalone is
  // workers and all.
  const auto secrets = standalone ? DeliverySecrets::required : DeliverySecrets::ignored;
  LoadedConfig loaded = load_config(options.config, secrets);
  if (!loaded.faults.empty()) std::fputs(describe(loaded.faults).c_str(), stderr);
  if (!loaded.usable()) return bad_configuration;
  if (options.check_only) {
    std::printf("the configuration in %s is good\n", options.config.c_str());
    return 0;
  }
  Children children;
  if (standalone) {
    children = {.look_after = [&standalone] { standalone->look_after_children(); },
                .reload = [&standalone] { standalone->reload_workers(); }};
  }
  auto service = Service::open(std::move(loaded.config), options, signals, children);
  if (!service) return complain(service.error());
  if (standalone) {
    if (auto started = standalone->start_workers(); !started) return complain(started.error());
    const std::string door = (*service)->router_address();
    const std::string pushing = door.empty() ? "it takes no events" : "push events to " + door;
    std::printf("followupd is ready: %s, mail goes to %s/maildir\n", pushing.c_str(),
                standalone->folder().c_str());
    std::fflush(stdout);
  }
  (*service)->run();
  if (standalone) standalone->stop_workers();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    DaemonOptions options = parse_options(argc, argv);
    if (options.exit_code) return *options.exit_code;
    Signals signals;
    std::optional<Standalone> standalone;
    if (!options.standalone.empty() && !options.check_only) {
      const auto beside = std::filesystem::read_symlink("/proc/self/exe").parent_path();
      auto started = Standalone::start(options.standalone, options.config, find_worker(beside));
      if (!started) return complain(started.error());
      standalone.emplace(std::move(started).value());
      options.config = standalone->folder();
    }
    return serve(options, standalone, signals);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "followupd: %s\n", error.what());
    return 1;
  }
}
