// followup-worker: claims notifications of one channel, checks that they are still wanted,
// delivers, records the outcome.
#include "core/base/log.h"
#include "core/base/signals.h"
#include "core/codec/config.h"
#include "workers/options.h"
#include "workers/worker.h"

#include <cstdio>
#include <exception>

namespace {

using namespace followup;

int serve(const WorkerOptions& options) {
  Signals signals;
  LoadedConfig loaded = load_config(options.config);
  if (!loaded.usable()) {
    std::fputs(describe(loaded.faults).c_str(), stderr);
    return 2;
  }
  auto worker = Worker::open(std::move(loaded.config), options, signals);
  if (!worker) {
    std::fprintf(stderr, "followup-worker: %s\n", worker.error().what.c_str());
    return worker.error().code == Code::unavailable ? 3 : 2;
  }
  (*worker)->run();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const WorkerOptions options = parse_worker_options(argc, argv);
    return options.exit_code ? *options.exit_code : serve(options);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "followup-worker: %s\n", error.what());
    return 1;
  }
}
