// followupctl: looks into an installation of followupd and does what its operator wants done.
#include "tools/ctl/command_line.h"

#include <exception>
#include <iostream>

int main(int argc, char** argv) {
  using namespace followup::ctl;
  try {
    const auto parsed = parse_command_line(argc, argv, std::cout, std::cerr);
    if (const auto* code = std::get_if<ExitCode>(&parsed)) return static_cast<int>(*code);
    const auto& invocation = std::get<Invocation>(parsed);
    Terminal terminal(std::cout, std::cerr, invocation.globals.json);
    return static_cast<int>(run(invocation.command, invocation.globals, terminal));
  } catch (const std::exception& error) {
    std::cerr << "followupctl: " << error.what() << '\n';
    return static_cast<int>(ExitCode::unreachable);
  }
}
