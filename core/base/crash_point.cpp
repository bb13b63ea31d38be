#include "core/base/crash_point.h"

#ifdef FOLLOWUP_CRASH_POINTS

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <string>

#include <unistd.h>

namespace followup {

namespace {

struct Target {
  std::string name;
  int passes = 0;
};

Target read_target() {
  const char* text =
      std::getenv("FOLLOWUP_CRASH_AT");  // NOLINT(concurrency-mt-unsafe): read once, before threads
  if (text == nullptr) return {};
  const std::string_view value(text);
  const auto colon = value.find(':');
  const int passes = colon == std::string_view::npos ? 1 : std::atoi(text + colon + 1);
  return {std::string(value.substr(0, colon)), passes};
}

}  // namespace

void crash_point(std::string_view name) {
  static const Target target = read_target();
  static std::atomic<int> passes_left = target.passes;
  if (target.name != name || --passes_left > 0) return;
  kill(getpid(), SIGKILL);
}

}  // namespace followup

#endif
