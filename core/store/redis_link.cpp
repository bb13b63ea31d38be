#include "core/store/redis_link.h"

#include <string>
#include <utility>

namespace followup {

namespace {

constexpr unsigned char most_repeats = 2;

Error no_answer() {
  return Error{Code::unavailable, "connection to redis lost: no answer in time"};
}

}  // namespace

RedisLink::RedisLink(RedisAddress address) : address_(std::move(address)) {}

Result<void> RedisLink::connect() {
  // An idle connection that the other side has closed shows it here, before a call is risked on it.
  if (connection_.is_open() && expected_.empty()) {
    if (!connection_.receive()) connection_.close();
  }
  if (connection_.is_open()) return {};
  reloading_.fill(false);
  if (auto opened = connection_.open(address_); !opened) return opened;
  if (auto loaded = load_scripts(); !loaded) {
    connection_.close();
    return loaded;
  }
  ready_.watch(connection_.descriptor());
  return {};
}

Result<void> RedisLink::load_scripts() {
  std::string commands;
  for (std::size_t i = 0; i < script_count; ++i) {
    append_command(commands, {"SCRIPT", "LOAD", script_text(static_cast<Script>(i))});
  }
  connection_.write(commands);
  for (auto& digest : digests_) {
    auto reply = connection_.await(address_.timeout);
    if (!reply) return reply.error();
    if (const auto refused = error_text(*reply)) {
      auto error = understand(*refused).error;
      return Error{Code::unavailable, std::move(error.what)};
    }
    auto text = to_text(*reply);
    if (!text) return text.error();
    digest = std::move(*text);
  }
  return {};
}

Result<Pipeline> RedisLink::open_pipeline() {
  if (auto connected = connect(); !connected) return connected.error();
  return pipeline();
}

CallTicket RedisLink::post(Pipeline pipeline, bool replicate) {
  if (!connection_.is_open()) return post_failed({Code::unavailable, "no connection to redis"});
  const CallTicket ticket = ++last_ticket_;
  if (expected_.empty()) heard_at_ = Clock::now();
  const std::size_t size = pipeline.size();
  connection_.write(pipeline.bytes());
  for (std::size_t i = 0; i < size; ++i)
    expected_.push_back({What::call, ticket, i});
  auto& batch =
      batches_.emplace(ticket, Batch{std::move(pipeline), Replies(size), {}, size, replicate, {}})
          .first->second;
  batch.repeats.resize(size);
  if (replicate && size > 0) ask_replicas(ticket, batch);
  if (batch.done()) ++done_;
  if (auto flushed = connection_.flush(); !flushed) fail_all(flushed.error());
  update_descriptor();
  return ticket;
}

CallTicket RedisLink::post_failed(Error error) {
  const CallTicket ticket = ++last_ticket_;
  batches_.emplace(ticket, Batch{pipeline(), {}, {}, 0, false, std::move(error)});
  ++done_;
  update_descriptor();
  return ticket;
}

std::optional<Result<Replies>> RedisLink::poll(CallTicket ticket) {
  auto answer = take(ticket);
  if (!answer) {
    advance();
    answer = take(ticket);
  }
  update_descriptor();
  return answer;
}

Result<Replies> RedisLink::wait(CallTicket ticket) {
  auto answer = take(ticket);
  while (!answer) {
    // advance() notices when the time is over.
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(time_left());
    if (left.count() > 0) (void)connection_.wait(left);
    advance();
    answer = take(ticket);
  }
  update_descriptor();
  return std::move(*answer);
}

Result<Replies> RedisLink::ask(Pipeline pipeline, bool replicate) {
  return wait(post(std::move(pipeline), replicate));
}

std::optional<Result<Replies>> RedisLink::take(CallTicket ticket) {
  const auto found = batches_.find(ticket);
  if (found == batches_.end()) return Error{Code::internal, "no such ticket"};
  auto& batch = found->second;
  if (!batch.done()) return std::nullopt;
  Result<Replies> answer = batch.error ? Result<Replies>(std::move(*batch.error))
                                       : Result<Replies>(std::move(batch.replies));
  batches_.erase(found);
  --done_;
  return answer;
}

RedisLink::Clock::duration RedisLink::time_left() const {
  auto most = address_.timeout;
  if (address_.wait_replicas > 0) most += address_.wait_timeout;
  return heard_at_ + most - Clock::now();
}

void RedisLink::advance() {
  if (!connection_.is_open()) return;
  auto exchanged = exchange();
  if (exchanged && !expected_.empty() && time_left() <= Clock::duration::zero()) {
    exchanged = no_answer();
  }
  if (!exchanged) fail_all(exchanged.error());
}

Result<void> RedisLink::exchange() {
  if (auto flushed = connection_.flush(); !flushed) return flushed;
  auto received = connection_.receive();
  if (received && *received) heard_at_ = Clock::now();
  // What came before the connection broke still counts.
  while (true) {
    auto reply = connection_.next();
    if (!reply) return reply.error();
    if (!reply->has_value()) break;
    if (auto settled = settle(std::move(**reply)); !settled) return settled;
  }
  if (!received) return received.error();
  return connection_.flush();
}

Result<void> RedisLink::settle(Reply reply) {
  if (expected_.empty()) return Error{Code::unavailable, "redis answered what nobody asked"};
  const Expected expected = expected_.front();
  expected_.pop_front();
  switch (expected.what) {
    case What::call:
      return settle_call(expected, std::move(reply));
    case What::replication:
      settle_replication(batches_.at(expected.ticket), reply);
      return {};
    case What::script:
      reloading_[expected.index] = false;
      return {};
  }
  return {};
}

Result<void> RedisLink::settle_call(Expected expected, Reply reply) {
  auto& batch = batches_.at(expected.ticket);
  if (const auto text = error_text(reply)) {
    auto fault = understand(*text);
    if (fault.drop_connection) return fault.error;
    const auto script = batch.calls.script_of(expected.index);
    if (fault.script_missing && script && batch.repeats[expected.index] < most_repeats) {
      repeat(expected, *script);
      return {};
    }
    if (!batch.error) batch.error = std::move(fault.error);
  }
  batch.replies[expected.index] = std::move(reply);
  --batch.missing;
  if (batch.done()) ++done_;
  return {};
}

void RedisLink::settle_replication(Batch& batch, const Reply& reply) {
  const auto reached = to_integer(reply);
  if (!batch.error && (!reached || *reached < address_.wait_replicas)) {
    batch.error = Error{Code::unavailable, "too few replicas have confirmed the writes in time"};
  }
  --batch.missing;
  if (batch.done()) ++done_;
}

void RedisLink::repeat(Expected expected, Script script) {
  auto& batch = batches_.at(expected.ticket);
  ++batch.repeats[expected.index];
  const auto number = static_cast<std::size_t>(script);
  if (!reloading_[number]) {
    std::string load;
    append_command(load, {"SCRIPT", "LOAD", script_text(script)});
    connection_.write(load);
    expected_.push_back({What::script, 0, number});
    reloading_[number] = true;
  }
  connection_.write(batch.calls.bytes_of(expected.index));
  expected_.push_back(expected);
  if (batch.replicate) ask_replicas(expected.ticket, batch);
}

void RedisLink::ask_replicas(CallTicket ticket, Batch& batch) {
  if (address_.wait_replicas <= 0) return;
  std::string command;
  append_command(command, {"WAIT", std::to_string(address_.wait_replicas),
                           std::to_string(address_.wait_timeout.count())});
  connection_.write(command);
  expected_.push_back({What::replication, ticket, 0});
  ++batch.missing;
}

void RedisLink::fail_all(const Error& error) {
  connection_.close();
  expected_.clear();
  for (auto& [ticket, batch] : batches_) {
    if (batch.done()) continue;
    batch.missing = 0;
    batch.error = error;
    ++done_;
  }
}

void RedisLink::update_descriptor() {
  if (connection_.is_open()) ready_.want_output(connection_.has_output());
  ready_.set_answers_ready(done_ > 0);
}

}  // namespace followup
