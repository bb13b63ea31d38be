// The daemon's command line.
#pragma once

#include "core/base/time.h"

#include <optional>
#include <string>

namespace followup {

struct DaemonOptions {
  std::string config = "/etc/followupd";  ///< folder with followupd.toml and tenants/
  std::string standalone;                 ///< folder of the embedded default, or empty
  std::optional<ClockSetting> clock;
  bool intake = true;
  bool due = true;
  bool check_only = false;
  std::optional<int> exit_code;  ///< --help, --version or a usage error: leave with this
};

/// Prints help or the usage error itself.
[[nodiscard]] DaemonOptions parse_options(int argc, char** argv);

}  // namespace followup
