#include "core/store/redis_connection.h"

#include "core/store/pipeline.h"

#include <array>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <hiredis/hiredis.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

namespace followup {

namespace {

constexpr int send_buffer_bytes = 1 << 20;
/// So much is taken in at one call, so that a flood of replies does not keep a caller from its
/// other duties.
constexpr std::size_t receive_most = std::size_t{1} << 20;

Error lost(std::string_view how) {
  return Error{Code::unavailable, "connection to redis lost: " + std::string(how)};
}

std::string error_name(int number) {
  return std::generic_category().message(number);
}

redisContext* connect(const RedisAddress& address) {
  timeval most{};
  most.tv_sec = address.timeout.count() / 1000;
  most.tv_usec = address.timeout.count() % 1000 * 1000;
  if (!address.socket.empty()) return redisConnectUnixWithTimeout(address.socket.c_str(), most);
  return redisConnectWithTimeout(address.host.c_str(), address.port, most);
}

}  // namespace

RedisConnection::RedisConnection() = default;
RedisConnection::~RedisConnection() = default;

void RedisConnection::FreeContext::operator()(redisContext* context) const {
  redisFree(context);
}

Result<void> RedisConnection::open(const RedisAddress& address) {
  close();
  context_.reset(connect(address));
  if (!context_) return Error{Code::unavailable, "no memory for a connection to redis"};
  if (context_->err != 0) {
    const std::string where =
        address.socket.empty() ? address.host + ":" + std::to_string(address.port) : address.socket;
    Error error{Code::unavailable,
                "no connection to redis at " + where + ": " + std::string(context_->errstr)};
    close();
    return error;
  }
  const int descriptor = context_->fd;
  const int flags = ::fcntl(descriptor, F_GETFL);
  if (flags < 0 || ::fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) < 0) {
    close();
    return lost(error_name(errno));
  }
  context_->flags &= ~REDIS_BLOCK;
  // Both are improvements only: a smaller buffer or a connection without keepalive works too.
  ::setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &send_buffer_bytes, sizeof send_buffer_bytes);
  if (address.socket.empty()) redisEnableKeepAlive(context_.get());
  return log_in(address);
}

Result<void> RedisConnection::log_in(const RedisAddress& address) {
  if (address.password.empty()) return {};
  if (address.user.empty()) {
    append_command(out_, {"AUTH", address.password});
  } else {
    append_command(out_, {"AUTH", address.user, address.password});
  }
  auto reply = await(address.timeout);
  if (!reply) {
    close();
    return reply.error();
  }
  const auto refused = error_text(*reply);
  if (!refused) return {};
  auto error = understand(*refused).error;
  close();
  return Error{Code::unavailable, std::move(error.what)};
}

void RedisConnection::close() {
  context_.reset();
  out_.clear();
  sent_ = 0;
}

int RedisConnection::descriptor() const {
  return context_ ? context_->fd : -1;
}

Result<void> RedisConnection::flush() {
  while (has_output()) {
    const auto count = ::send(context_->fd, out_.data() + sent_, out_.size() - sent_, MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return {};
    if (count < 0) return lost(error_name(errno));
    sent_ += static_cast<std::size_t>(count);
  }
  out_.clear();
  sent_ = 0;
  return {};
}

Result<bool> RedisConnection::receive() {
  std::array<char, std::size_t{64} * 1024> buffer;
  std::size_t taken = 0;
  while (taken < receive_most) {
    const auto count = ::recv(context_->fd, buffer.data(), buffer.size(), 0);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) break;
    if (count < 0) return lost(error_name(errno));
    if (count == 0) return lost("redis closed it");
    const auto size = static_cast<std::size_t>(count);
    if (redisReaderFeed(context_->reader, buffer.data(), size) != REDIS_OK) {
      return lost(context_->reader->errstr);
    }
    taken += size;
    if (size < buffer.size()) break;
  }
  return taken > 0;
}

Result<std::optional<Reply>> RedisConnection::next() {
  void* raw = nullptr;
  if (redisReaderGetReply(context_->reader, &raw) != REDIS_OK) {
    return lost(context_->reader->errstr);
  }
  if (raw == nullptr) return std::optional<Reply>();
  return std::optional<Reply>(Reply(static_cast<redisReply*>(raw)));
}

bool RedisConnection::wait(std::chrono::milliseconds most) const {
  pollfd watched{context_->fd, POLLIN, 0};
  if (has_output()) watched.events |= POLLOUT;
  return ::poll(&watched, 1, static_cast<int>(most.count())) != 0;
}

Result<Reply> RedisConnection::await(std::chrono::milliseconds most) {
  const auto end = std::chrono::steady_clock::now() + most;
  while (true) {
    if (auto flushed = flush(); !flushed) return flushed.error();
    auto reply = next();
    if (!reply) return reply.error();
    if (reply->has_value()) return std::move(**reply);
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    if (left.count() <= 0 || !wait(left)) return lost("no answer in time");
    if (auto received = receive(); !received) return received.error();
  }
}

}  // namespace followup
