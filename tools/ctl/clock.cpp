// followupctl clock: what time it is for the daemons, and the word that lets them fire again after
// a clock has jumped.
#include "tools/ctl/commands.h"
#include "tools/ctl/when.h"

#include <fmt/format.h>

namespace followup::ctl {

namespace {

ExitCode show(Installation& installation, Terminal& terminal) {
  const auto stopped = installation.shelf.mark(std::string(marks::clock_stopped));
  if (!stopped) return terminal.fail(stopped.error());
  const TimePoint now = installation.clock.now();
  terminal.line(fmt::format("{}, {}", format_instant(now), clock_words(installation)));
  if (*stopped) terminal.line(clock_stopped_words(**stopped));
  JsonObject json;
  json.add("at", format_instant(now))
      .add("virtual", installation.virtual_clock)
      .add("speed", installation.clock.speed())
      .add("stopped", stopped->has_value());
  terminal.line(json);
  return *stopped ? ExitCode::refused : ExitCode::ok;
}

/// Programs that stand still go on when the confirmation is another one than they know; the mark
/// goes after that, or who looks in between would stop again.
ExitCode confirm(Installation& installation, Terminal& terminal) {
  const std::string name(marks::clock_stopped);
  const auto stopped = installation.shelf.mark(name);
  if (!stopped) return terminal.fail(stopped.error());
  const std::string now = format_instant(installation.clock.now());
  if (*stopped) {
    const auto set = installation.shelf.set_mark(std::string(marks::clock_confirmed), now, false);
    if (!set) return terminal.fail(set.error());
    if (auto cleared = installation.shelf.clear_mark(name); !cleared)
      return terminal.fail(cleared.error());
  }
  terminal.line(*stopped ? fmt::format("{} is confirmed: firing goes on", now)
                         : "no clock has jumped: there was nothing to confirm");
  terminal.line(JsonObject().add("confirmed", now).add("stopped", stopped->has_value()));
  return ExitCode::ok;
}

}  // namespace

std::string clock_stopped_words(const std::string& mark) {
  const auto jump = ClockJump::parse(mark);
  return fmt::format(
      "nothing is fired, because a clock has jumped ({}): check the time, then followupctl clock "
      "confirm",
      jump ? fmt::format("from {} to {}", format_instant(jump->shown),
                         format_instant(jump->jumped_to))
           : mark);
}

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
