// followupctl clock: what time it is for the daemons, and the word that lets them fire again after
// a clock has jumped.
#include "tools/ctl/commands.h"
#include "tools/ctl/when.h"

#include <fmt/format.h>

namespace followup::ctl {

namespace {

ExitCode show(Installation& installation, Terminal& terminal) {
  const TimePoint now = installation.clock.now();
  terminal.line(fmt::format("{}, {}", format_instant(now), clock_words(installation)));
  terminal.line(JsonObject()
                    .add("at", format_instant(now))
                    .add("virtual", installation.virtual_clock)
                    .add("speed", installation.clock.speed()));
  return ExitCode::ok;
}

/// A daemon that stands still waits for this mark to change.
ExitCode confirm(Installation& installation, Terminal& terminal) {
  const TimePoint now = installation.clock.now();
  const std::string value = format_instant(now);
  const auto set = installation.shelf.set_mark(std::string(marks::clock_confirmed), value, false);
  if (!set) return terminal.fail(set.error());
  terminal.line(fmt::format("{} is confirmed: daemons that stopped after a jump go on", value));
  terminal.line(JsonObject().add("confirmed", value));
  return ExitCode::ok;
}

}  // namespace

std::string clock_words(const Installation& installation) {
  return installation.virtual_clock
             ? fmt::format("virtual, {} times as fast as real time", installation.clock.speed())
             : "real time";
}

ExitCode run(const ClockCommand& command, Installation& installation, Terminal& terminal) {
  return command.what == ClockCommand::What::show ? show(installation, terminal)
                                                  : confirm(installation, terminal);
}

}  // namespace followup::ctl
