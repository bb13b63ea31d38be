// A Redis of a test's own: a redis-server on a unix socket in a temporary folder, with the settings
// that the product ships (append-only file, synced before each answer, no eviction). It can be
// killed, paused and started again over the same data.
#pragma once

#include "core/store/redis_store.h"

#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace followup {

/// One command to the Redis at a socket, over a connection of its own; the answer as one text:
/// arrays with a space between their elements, "(nil)", errors as they read. nullopt: nobody
/// answers.
std::optional<std::string> redis_command(const std::string& socket,
                                         std::initializer_list<std::string> words);

class PrivateRedis {
 public:
  /// Starts it and waits until it answers. `settings` come after the defaults: {"maxmemory", "8mb",
  /// …}. A server that can not be started ends the test program.
  explicit PrivateRedis(std::vector<std::string> settings = {});
  ~PrivateRedis();
  PrivateRedis(const PrivateRedis&) = delete;
  PrivateRedis& operator=(const PrivateRedis&) = delete;

  [[nodiscard]] RedisAddress address() const;

  [[nodiscard]] const std::string& folder() const { return folder_; }

  [[nodiscard]] std::string socket() const { return folder_ + "/redis.sock"; }

  /// SIGTERM, and waits for its end.
  void stop();
  /// SIGKILL, and waits for its end.
  void kill9();
  /// Again over the same data; waits until it answers.
  void start();
  void restart();
  /// SIGSTOP and SIGCONT.
  void pause();
  void resume();

  /// redis_command() to it.
  std::string command(std::initializer_list<std::string> words) const;

 private:
  void launch();
  void end_with(int signal);
  [[nodiscard]] bool answers() const;

  std::string folder_;
  std::vector<std::string> settings_;
  pid_t process_ = -1;
};

}  // namespace followup
