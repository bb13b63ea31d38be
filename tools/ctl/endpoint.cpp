// followupctl endpoint: the webhook endpoints, which of them are switched off and why, and
// switching one on again.
#include "tools/ctl/case_name.h"
#include "tools/ctl/commands.h"
#include "tools/ctl/lanes.h"

#include <fmt/format.h>

namespace followup::ctl {

namespace {

ExitCode list(Installation& installation, Terminal& terminal) {
  const auto marks = installation.shelf.marks();
  if (!marks) return terminal.fail(marks.error());
  std::vector<std::vector<std::string>> rows{{"ENDPOINT", "STATE"}};
  for (const auto& name : endpoint_names(installation.config.tenants)) {
    const auto mark = marks->find(marks::endpoint(name));
    const bool off = mark != marks->end();
    rows.push_back({name, off ? mark->second : "on"});
    terminal.line(JsonObject()
                      .add("endpoint", name)
                      .add("on", !off)
                      .add("reason", off ? mark->second : std::string()));
  }
  if (rows.size() == 1) {
    terminal.line("no endpoints are configured");
  } else {
    terminal.table(rows);
  }
  return ExitCode::ok;
}

/// The full name of what is asked for. not_found if there is no such endpoint.
Result<std::string> full_name(const std::string& name, const TenantBook& tenants) {
  std::string full = name;
  if (name.find('/') == std::string::npos) {
    const auto tenant = find_tenant("", tenants);
    if (!tenant) return tenant.error();
    full = (*tenant)->name + "/" + name;
  }
  const auto known = endpoint_names(tenants);
  for (const auto& one : known) {
    if (one == full) return full;
  }
  const std::string nearest = nearest_name(full, known);
  return Error{
      Code::not_found,
      fmt::format("there is no endpoint {}{}", full,
                  nearest.empty() ? std::string() : fmt::format(": did you mean {}?", nearest))};
}

ExitCode enable(const std::string& asked, Installation& installation, Terminal& terminal) {
  const auto name = full_name(asked, installation.config.tenants);
  if (!name) return terminal.fail(name.error());
  const auto mark = installation.shelf.mark(marks::endpoint(*name));
  if (!mark) return terminal.fail(mark.error());
  if (auto cleared = installation.shelf.clear_mark(marks::endpoint(*name)); !cleared)
    return terminal.fail(cleared.error());
  terminal.line(mark->has_value() ? fmt::format("{} is on again; it was {}", *name, **mark)
                                  : fmt::format("{} was on already", *name));
  terminal.line(JsonObject().add("endpoint", *name).add("on", true));
  return ExitCode::ok;
}

}  // namespace

ExitCode run(const EndpointCommand& command, Installation& installation, Terminal& terminal) {
  return command.what == EndpointCommand::What::list ? list(installation, terminal)
                                                     : enable(command.name, installation, terminal);
}

}  // namespace followup::ctl
