// Pipelines to Redis and their replies: several in flight on one connection, answered in order,
// each under its ticket. Scripts are loaded whenever a connection is made; NOSCRIPT loads that
// script again and repeats that call only. A failure drops the connection and answers everything in
// flight with `unavailable`; the next call connects again.
#pragma once

#include "core/base/result.h"
#include "core/store/pipeline.h"
#include "core/store/ready_descriptor.h"
#include "core/store/redis_connection.h"
#include "core/store/redis_reply.h"
#include "core/store/redis_store.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <vector>

namespace followup {

/// Of one pipeline, in the order of its commands; none is an error reply.
using Replies = std::vector<Reply>;

class RedisLink {
 public:
  explicit RedisLink(RedisAddress address);

  /// Connects and loads the scripts, unless there is a connection. `unavailable` otherwise.
  [[nodiscard]] Result<void> connect();

  /// Scripts can be called in it after the first successful connect().
  [[nodiscard]] Pipeline pipeline() const { return Pipeline(digests_); }

  /// connect() and pipeline().
  [[nodiscard]] Result<Pipeline> open_pipeline();

  /// Sends without waiting. `replicate`: the answer waits for as many replicas as the address asks
  /// for.
  [[nodiscard]] CallTicket post(Pipeline pipeline, bool replicate);
  /// A ticket that is answered with this error.
  [[nodiscard]] CallTicket post_failed(Error error);
  /// The first error reply is the answer of the whole pipeline. A ticket is answered once;
  /// `internal` for an unknown one.
  [[nodiscard]] std::optional<Result<Replies>> poll(CallTicket ticket);
  [[nodiscard]] Result<Replies> wait(CallTicket ticket);
  /// post() and wait().
  [[nodiscard]] Result<Replies> ask(Pipeline pipeline, bool replicate = false);

  [[nodiscard]] int descriptor() const { return ready_.descriptor(); }

  [[nodiscard]] const RedisAddress& address() const { return address_; }

 private:
  using Clock = std::chrono::steady_clock;

  struct Batch {
    Pipeline calls;
    Replies replies;
    std::vector<unsigned char> repeats;
    std::size_t missing = 0;
    bool replicate = false;
    std::optional<Error> error;

    [[nodiscard]] bool done() const { return missing == 0; }
  };

  enum class What : unsigned char { call, replication, script };

  /// What the next reply on the connection answers.
  struct Expected {
    What what;
    CallTicket ticket;
    std::size_t index;  ///< of the call in its batch, or of the script
  };

  [[nodiscard]] Result<void> load_scripts();
  [[nodiscard]] std::optional<Result<Replies>> take(CallTicket ticket);
  [[nodiscard]] Clock::duration time_left() const;
  void advance();
  [[nodiscard]] Result<void> exchange();
  [[nodiscard]] Result<void> settle(Reply reply);
  [[nodiscard]] Result<void> settle_call(Expected expected, Reply reply);
  void settle_replication(Batch& batch, const Reply& reply);
  void repeat(Expected expected, Script script);
  void ask_replicas(CallTicket ticket, Batch& batch);
  void fail_all(const Error& error);
  void update_descriptor();

  RedisAddress address_;
  RedisConnection connection_;
  ReadyDescriptor ready_;
  ScriptDigests digests_;
  std::array<bool, script_count> reloading_{};
  std::deque<Expected> expected_;
  std::map<CallTicket, Batch> batches_;
  std::size_t done_ = 0;  ///< batches that are done and not fetched
  CallTicket last_ticket_ = 0;
  Clock::time_point
      heard_at_;  ///< when the connection last gave a sign of life, or began to owe one
};

}  // namespace followup
