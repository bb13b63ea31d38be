// libcurl's multi interface in its socket-action form, on a Reactor: each turn touches only the
// sockets that something happened to, however many transfers there are.
#pragma once

#include "workers/transfer/reactor.h"

#include <cstdint>
#include <memory>
#include <optional>

namespace followup {

struct MultiDeleter {
  void operator()(void* multi) const;
};

/// A CURLM*. Handles that are in it are owned by others and must be taken out before it goes.
class Multi {
 public:
  /// Its sockets belong to `owner` in the reactor. Keeps up to `idle_connections` for reuse. Throws
  /// std::bad_alloc.
  Multi(Reactor& reactor, std::uint32_t owner, int idle_connections);
  Multi(const Multi&) = delete;
  Multi& operator=(const Multi&) = delete;

  /// Adds a CURL*: its transfer begins with the next on_time().
  void add(void* easy);
  /// Takes a CURL* out, whether its transfer has ended or not; nothing happens if it is not in.
  void remove(void* easy);

  void on_event(const SocketEvent& event);
  /// Does what is due; cheap if nothing is.
  void on_time(Steady now);

  /// When on_time() is to be called at the latest.
  [[nodiscard]] std::optional<Steady> timer() const { return timer_; }

  struct Finished {
    void* easy;
    int code;  ///< CURLcode
  };

  /// The next transfer that ended, each once. Its handle is still in.
  [[nodiscard]] std::optional<Finished> next_finished();

 private:
  static int on_socket(void* easy, int descriptor, int what, void* self, void* unused);
  static int on_timer(void* multi, long timeout_ms, void* self);

  Reactor& reactor_;
  std::uint32_t owner_;
  std::optional<Steady> timer_;
  std::unique_ptr<void, MultiDeleter> multi_;
};

}  // namespace followup
