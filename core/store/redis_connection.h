// One connection to Redis that never blocks but while it is made: bytes out of a buffer of its own,
// replies as they come in. It knows no command besides AUTH; the order of replies is the order of
// commands.
#pragma once

#include "core/base/result.h"
#include "core/store/redis_reply.h"
#include "core/store/redis_store.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct redisContext;

namespace followup {

class RedisConnection {
 public:
  RedisConnection();
  ~RedisConnection();
  RedisConnection(const RedisConnection&) = delete;
  RedisConnection& operator=(const RedisConnection&) = delete;

  /// Connects and logs in; waits for it, `address.timeout` at most. `unavailable` with the reason.
  /// Closes the one before.
  [[nodiscard]] Result<void> open(const RedisAddress& address);
  void close();

  [[nodiscard]] bool is_open() const { return context_ != nullptr; }

  /// -1 while it is not open.
  [[nodiscard]] int descriptor() const;

  /// Adds whole commands to what is to be sent.
  void write(std::string_view commands) { out_.append(commands); }

  [[nodiscard]] bool has_output() const { return sent_ < out_.size(); }

  /// Sends as much as goes without waiting.
  [[nodiscard]] Result<void> flush();
  /// Takes in what has come, without waiting; true if anything came.
  [[nodiscard]] Result<bool> receive();
  /// The next whole reply of what was taken in; nothing if there is none yet.
  [[nodiscard]] Result<std::optional<Reply>> next();
  /// Waits until something can be received or sent; false: nothing within `most`.
  [[nodiscard]] bool wait(std::chrono::milliseconds most) const;
  /// flush, wait, receive until there is a reply; `unavailable` after `most` (the connection is
  /// then no longer usable).
  [[nodiscard]] Result<Reply> await(std::chrono::milliseconds most);

 private:
  struct FreeContext {
    void operator()(redisContext* context) const;
  };

  [[nodiscard]] Result<void> log_in(const RedisAddress& address);

  std::unique_ptr<redisContext, FreeContext> context_;
  std::string out_;
  std::size_t sent_ = 0;
};

}  // namespace followup
