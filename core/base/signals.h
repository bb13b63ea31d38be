// Signals as a descriptor that is polled with everything else (signalfd): no handler, no flag that
// somebody has to look at.
#pragma once

namespace followup {

class Signals {
 public:
  /// Blocks SIGTERM, SIGINT, SIGHUP and SIGCHLD for the process: call before any thread is started.
  Signals();
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  struct Seen {
    bool stop = false;
    bool reload = false;
    bool child = false;
  };

  /// What has come since the last call.
  [[nodiscard]] Seen take();

  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_ = -1;
};

}  // namespace followup
