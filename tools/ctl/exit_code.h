// What followupctl's exit code says to a script.
#pragma once

#include "core/base/result.h"

namespace followup::ctl {

enum class ExitCode {
  ok = 0,
  refused = 1,      ///< something was refused, is not there, or needs a look
  usage = 2,        ///< the command line or the configuration can not be used
  unreachable = 3,  ///< the store or the daemon does not answer
};

[[nodiscard]] inline ExitCode exit_code(const Error& error) {
  switch (error.code) {
    case Code::invalid_input:
      return ExitCode::usage;
    case Code::unavailable:
      return ExitCode::unreachable;
    case Code::not_found:
    case Code::conflict:
    case Code::internal:
      break;
  }
  return ExitCode::refused;
}

/// The more serious of two: the later one in the list.
[[nodiscard]] inline ExitCode worse(ExitCode a, ExitCode b) {
  return a < b ? b : a;
}

}  // namespace followup::ctl
