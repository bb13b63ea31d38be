// followupctl damaged: cases whose stored record failed its checksum, and erasing one for good.
#include "tools/ctl/case_name.h"
#include "tools/ctl/commands.h"

#include <limits>

#include <fmt/format.h>

namespace followup::ctl {

namespace {

ExitCode list(Installation& installation, Terminal& terminal) {
  const auto damaged = installation.shelf.list_damaged(std::numeric_limits<int>::max());
  if (!damaged) return terminal.fail(damaged.error());
  if (damaged->empty()) terminal.line("no record is damaged");
  for (const auto& key : *damaged) {
    terminal.line(case_name(key));
    terminal.line(JsonObject().add("case", case_name(key)));
  }
  return damaged->empty() ? ExitCode::ok : ExitCode::refused;
}

ExitCode drop(const std::string& name, Installation& installation, Terminal& terminal) {
  const auto key = parse_case_name(name, installation.config.tenants);
  if (!key) return terminal.fail(key.error());
  const auto dropped = installation.shelf.drop_damaged(*key);
  if (!dropped) return terminal.fail(dropped.error());
  if (!*dropped) {
    return terminal.fail(Error{
        Code::not_found,
        fmt::format("{} was not set aside as damaged: followupctl damaged list", case_name(*key))});
  }
  terminal.line(fmt::format("{} is erased: have the CRM send its record again", case_name(*key)));
  terminal.line(JsonObject().add("case", case_name(*key)).add("dropped", true));
  return ExitCode::ok;
}

}  // namespace

ExitCode run(const DamagedCommand& command, Installation& installation, Terminal& terminal) {
  return command.what == DamagedCommand::What::list ? list(installation, terminal)
                                                    : drop(command.name, installation, terminal);
}

}  // namespace followup::ctl
