// The worker's command line.
#pragma once

#include "core/domain/names.h"

#include <optional>
#include <string>

namespace followup {

struct WorkerOptions {
  std::string config = "/etc/followupd";
  Channel channel = Channel::email;
  std::optional<int> exit_code;  ///< --help, --version or a usage error: leave with this
};

/// Prints help or the usage error itself.
[[nodiscard]] WorkerOptions parse_worker_options(int argc, char** argv);

}  // namespace followup
