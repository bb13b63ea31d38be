// The two ZeroMQ doors: ROUTER, answered on the connection that asked, and PULL, never answered.
// Their frames: frames.h.
#pragma once

#include "core/base/result.h"
#include "core/codec/config.h"
#include "core/flow/intake_flow.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace followup {

class Doors {
 public:
  /// Binds what is configured. `largest_file`: bytes that the frames behind a body may have
  /// together; a single frame that is larger still ends its connection. `unavailable` if an address
  /// can not be bound, `invalid_input` for plain TCP off loopback.
  static Result<Doors> open(const IntakeConfig& config, std::uint64_t largest_file);
  ~Doors();
  Doors(Doors&&) noexcept;
  Doors& operator=(Doors&&) noexcept;

  struct Ready {
    bool doors = false;
    bool descriptor = false;  ///< any of the descriptors
  };

  /// Whose messages are read: those of the door that gives answers, or of both.
  enum class From : std::uint8_t { nobody, askers, everybody };

  /// Waits up to `timeout` for a message or for one of `descriptors` to become readable.
  Ready wait(Millis timeout, From from, const std::vector<int>& descriptors);
  /// Takes up to `limit` messages that are there already, and no more once they have a few MiB
  /// together. Their further frames are kept until release().
  std::vector<Incoming> receive(int limit, From from);
  /// Lets frames go (Incoming::frames_kept).
  void release(const std::vector<std::uint64_t>& kept);
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
