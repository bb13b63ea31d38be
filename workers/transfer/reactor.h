// Waits for many sockets at once (epoll), and for a few descriptors of the caller beside them. It
// knows no protocol: who owns a socket is a number that the owner chose.
#pragma once

#include "core/base/time.h"

#include <chrono>
#include <cstdint>
#include <vector>

namespace followup {

/// Real time that is never set back: for time-outs.
using Steady = std::chrono::steady_clock::time_point;

/// Something can be done with a socket. Errors and hang-ups show as both.
struct SocketEvent {
  int descriptor = -1;
  std::uint32_t owner = 0;
  bool readable = false;
  bool writable = false;
};

class Reactor {
 public:
  /// Throws std::system_error if the process has no descriptor left.
  Reactor();
  ~Reactor();
  Reactor(const Reactor&) = delete;
  Reactor& operator=(const Reactor&) = delete;

  /// Begins to watch a socket, or changes what it is watched for (at least one of the two).
  void watch(int descriptor, std::uint32_t owner, bool read, bool write);
  /// Stops watching; nothing happens if it is not watched.
  void forget(int descriptor);

  /// What can be done now. If nothing: waits up to `timeout` for that, or for one of `descriptors`
  /// (negative ones are left out) to become readable, which is not told: the caller looks itself.
  /// At most 256 events a call.
  [[nodiscard]] std::vector<SocketEvent> wait(Millis timeout, const std::vector<int>& descriptors);

 private:
  [[nodiscard]] std::vector<SocketEvent> collect() const;
  int epoll_ = -1;
};

}  // namespace followup
