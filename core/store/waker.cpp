// Waits on a wake key: one BZPOPMIN without a time limit, sent again when its caller waits again.
// Rings that nobody waits for cost Redis nothing: the key is set already.

#include "core/store/keys.h"
#include "core/store/pipeline.h"
#include "core/store/redis_connection.h"
#include "core/store/redis_store.h"

#include <string>

namespace followup {

struct Waker::Parts {
  RedisAddress address;
  std::string key;
  RedisConnection connection;
  bool asked = false;

  [[nodiscard]] Result<void> ask() {
    if (asked) return {};
    asked = true;
    std::string command;
    append_command(command, {"BZPOPMIN", key, "0"});
    connection.write(command);
    return connection.flush();
  }

  /// Takes in what came; the number of rings, or why there is no connection any more.
  [[nodiscard]] Result<int> receive() {
    const auto received = connection.receive();
    int rings = 0;
    while (true) {
      auto reply = connection.next();
      if (!reply) return reply.error();
      if (!reply->has_value()) break;
      if (const auto text = error_text(**reply)) return understand(*text).error;
      ++rings;
      asked = false;
    }
    if (!received) return received.error();
    return rings;
  }
};

Waker::Waker(RedisAddress address, Wake what) : parts_(std::make_unique<Parts>()) {
  parts_->address = std::move(address);
  parts_->key = Keys().wake(what);
}

Waker::~Waker() = default;

int Waker::descriptor() {
  auto& connection = parts_->connection;
  if (!connection.is_open()) {
    parts_->asked = false;
    if (!connection.open(parts_->address)) return -1;
  }
  if (!parts_->ask()) connection.close();
  return connection.descriptor();
}

bool Waker::drain() {
  if (!parts_->connection.is_open()) return false;
  const auto rings = parts_->receive();
  if (!rings) parts_->connection.close();
  return !rings || *rings > 0;
}

}  // namespace followup
