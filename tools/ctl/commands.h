// The commands: what each was asked to do, and the function that does it. Each function writes to
// the terminal and gives the exit code; each is in the .cpp of its name.
#pragma once

#include "core/base/time.h"
#include "tools/ctl/installation.h"
#include "tools/ctl/terminal.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace followup::ctl {

/// What may stand before or after every command.
struct Globals {
  std::string config = "/etc/followupd";  ///< folder
  std::string router;                     ///< ZeroMQ endpoint; empty: as the configuration says
  bool json = false;
};

struct PushCommand {
  std::vector<std::string> files;  ///< "-": standard input
  int timeout_s = 30;
};

struct StatusCommand {};

struct PendingCommand {
  std::string tenant;  ///< empty: all
  std::string until;   ///< empty: without end
  int limit = 50;
};

struct CallbacksCommand {
  std::string tenant;  ///< empty: all
  std::string caller;  ///< empty: not asked for
  std::string team;    ///< likewise
  bool overdue = false;
  int limit = 50;
};

struct CommunicationsCommand {
  std::string tenant;  ///< empty: all
  std::string client;  ///< id
  int limit = 50;
};

struct ShowCommand {
  std::string name;
};

struct ExplainCommand {
  std::string name;
};

struct DeadCommand {
  enum class What { list, show, retry, drop };
  What what = What::list;
  std::string id;
  bool all = false;
  int limit = 50;
};

struct RejectedCommand {
  enum class What { list, show, replay, drop };
  What what = What::list;
  std::string tenant;  ///< empty: all shelves
  std::string id;
  bool all = false;
  int limit = 50;
  int timeout_s = 30;
};

struct DamagedCommand {
  enum class What { list, drop };
  What what = What::list;
  std::string name;  ///< of the case
};

struct EndpointCommand {
  enum class What { list, enable };
  What what = What::list;
  std::string name;  ///< TENANT/NAME, or NAME with a single tenant
};

struct ClockCommand {
  enum class What { show, confirm };
  What what = What::show;
};

struct SimulateCommand {
  std::vector<std::string> files;
  std::string tenants;  ///< folder of tenants' files; empty: that of the configuration
  std::string start;    ///< empty: with the first event
  std::string until;    ///< empty: until nothing more is due
};

struct ReplanCommand {
  std::string tenant;
  bool apply = false;
};

struct ExplainModeCommand {
  std::string folder;  ///< empty: the global one
  std::string tenant;  ///< empty: the only one with states
  std::string caller;  ///< the operator
  int state = 0;
};

struct ClassificationsCommand {
  std::string tenant;  ///< empty: the only one with classifications
  std::string search;  ///< empty: all
  std::string node;    ///< id; empty: the tree
};

struct CheckConfigCommand {
  std::string folder;    ///< empty: the global one
  bool secrets = false;  ///< the relay's password and the endpoints' secrets too
};

using Command =
    std::variant<PushCommand, StatusCommand, PendingCommand, CallbacksCommand,
                 CommunicationsCommand, ShowCommand, ExplainCommand, DeadCommand, RejectedCommand,
                 DamagedCommand, EndpointCommand, ClockCommand, SimulateCommand, ReplanCommand,
                 CheckConfigCommand, ExplainModeCommand, ClassificationsCommand>;

// Commands that need no store.
ExitCode run(const PushCommand& command, const Globals& globals, Terminal& terminal);
ExitCode run(const SimulateCommand& command, const Globals& globals, Terminal& terminal);
ExitCode run(const CheckConfigCommand& command, const Globals& globals, Terminal& terminal);
ExitCode run(const ExplainModeCommand& command, const Globals& globals, Terminal& terminal);
ExitCode run(const ClassificationsCommand& command, const Globals& globals, Terminal& terminal);

// Commands on an installation. Its tenants' policies have been read from the store.
ExitCode run(const StatusCommand& command, Installation& installation, Terminal& terminal);
ExitCode run(const PendingCommand& command, Installation& installation, Terminal& terminal);
ExitCode run(const CallbacksCommand& command, Installation& installation, Terminal& terminal);
ExitCode run(const CommunicationsCommand& command, Installation& installation, Terminal& terminal);
ExitCode run(const ShowCommand& command, Installation& installation, Terminal& terminal);
ExitCode run(const ExplainCommand& command, Installation& installation, Terminal& terminal);
ExitCode run(const DeadCommand& command, Installation& installation, Terminal& terminal);
ExitCode run(const RejectedCommand& command, Installation& installation, Terminal& terminal);
ExitCode run(const DamagedCommand& command, Installation& installation, Terminal& terminal);
ExitCode run(const EndpointCommand& command, Installation& installation, Terminal& terminal);
ExitCode run(const ClockCommand& command, Installation& installation, Terminal& terminal);
ExitCode run(const ReplanCommand& command, Installation& installation, Terminal& terminal);

/// "real time", or how fast the virtual clock runs.
[[nodiscard]] std::string clock_words(const Installation& installation);

/// That nothing is fired since a clock jumped, as the mark says, and what to do.
[[nodiscard]] std::string clock_stopped_words(const std::string& mark);

/// Runs any command, opening the installation where it needs one.
ExitCode run(const Command& command, const Globals& globals, Terminal& terminal);

}  // namespace followup::ctl
