// The two ZeroMQ doors. ROUTER: [routing id][empty, from a REQ][content type,
// optional][body][attachments …], answered on the connection that asked. PULL: [content type,
// optional][body][attachments …], never answered.
#pragma once

#include "core/base/result.h"
#include "core/codec/config.h"
#include "core/flow/intake_flow.h"

#include <memory>
#include <vector>

namespace followup {

class Doors {
 public:
  /// Binds what is configured. `unavailable` if an address can not be bound, `invalid_input` for
  /// plain TCP off loopback.
  static Result<Doors> open(const IntakeConfig& config);
  ~Doors();
  Doors(Doors&&) noexcept;
  Doors& operator=(Doors&&) noexcept;

  struct Ready {
    bool doors = false;
    bool descriptor = false;  ///< any of the descriptors
  };

  /// Waits up to `timeout` for a message (if `reading`) or for one of `descriptors` to become
  /// readable.
  Ready wait(Millis timeout, bool reading, const std::vector<int>& descriptors);
  /// Takes up to `limit` messages that are there already; with `answerable` only of the door that
  /// gives answers.
  std::vector<Incoming> receive(int limit, bool answerable = false);
  /// Sends answers; those whose client has gone are dropped and counted.
  void send(const std::vector<Answer>& answers);

  struct Counts {
    std::uint64_t router = 0;
    std::uint64_t pull = 0;
    std::uint64_t undeliverable = 0;
  };

  [[nodiscard]] const Counts& counts() const;
  /// The addresses in use (an ephemeral port is filled in), for logs and tests.
  [[nodiscard]] std::string router_address() const;
  [[nodiscard]] std::string pull_address() const;

 private:
  struct Parts;
  explicit Doors(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace followup
