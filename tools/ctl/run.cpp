// From a command to its function, with the installation opened where one is needed.
#include "tools/ctl/commands.h"

namespace followup::ctl {

namespace {

template <class Asked>
concept NeedsInstallation = requires(const Asked& asked, Installation& installation,
                                     Terminal& terminal) {
  run(asked, installation, terminal);
};

}  // namespace

ExitCode run(const Command& command, const Globals& globals, Terminal& terminal) {
  return std::visit(
      [&]<class Asked>(const Asked& asked) {
        if constexpr (NeedsInstallation<Asked>) {
          auto opened = OpenInstallation::open(globals.config, globals.router, terminal);
          if (!opened) return terminal.fail(opened.error());
          Installation installation = (*opened)->view();
          return run(asked, installation, terminal);
        } else {
          return run(asked, globals, terminal);
        }
      },
      command);
}

}  // namespace followup::ctl
