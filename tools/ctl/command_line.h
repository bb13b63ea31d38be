// The command line, and the help that teaches it.
#pragma once

#include "tools/ctl/commands.h"

#include <iosfwd>
#include <string>
#include <variant>
#include <vector>

namespace followup::ctl {

struct Invocation {
  Globals globals;
  Command command;
};

/// What was asked for; or, after help or a usage error has been written, the exit code to leave
/// with.
[[nodiscard]] std::variant<Invocation, ExitCode> parse_command_line(int argc,
                                                                    const char* const* argv,
                                                                    std::ostream& out,
                                                                    std::ostream& complaints);

/// A command and the options that it takes, for checking the documentation.
struct CommandOptions {
  std::string command;               ///< "dead retry"; empty: what may stand beside every command
  std::vector<std::string> options;  ///< "--all"
};

[[nodiscard]] std::vector<CommandOptions> all_commands();

}  // namespace followup::ctl
