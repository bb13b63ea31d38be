// epoll behind three calls.
#include "workers/transfer/reactor.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include <poll.h>
#include <sys/epoll.h>
#include <unistd.h>

namespace followup {

namespace {

constexpr std::size_t most_events = 256;
constexpr Millis longest_wait = std::chrono::hours{1};

std::uint64_t pack(int descriptor, std::uint32_t owner) {
  return std::uint64_t{owner} << 32U | static_cast<std::uint32_t>(descriptor);
}

}  // namespace

Reactor::Reactor() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (epoll_ < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
}

Reactor::~Reactor() {
  ::close(epoll_);
}

void Reactor::watch(int descriptor, std::uint32_t owner, bool read, bool write) {
  epoll_event event{};
  event.events = (read ? std::uint32_t{EPOLLIN} : 0U) | (write ? std::uint32_t{EPOLLOUT} : 0U);
  event.data.u64 = pack(descriptor, owner);
  // A closed descriptor has left the set by itself, and its number may be in use again: either call
  // may be the right one.
  if (::epoll_ctl(epoll_, EPOLL_CTL_MOD, descriptor, &event) == 0 || errno != ENOENT) return;
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event);
}

void Reactor::forget(int descriptor) {
  epoll_event unused{};
  ::epoll_ctl(epoll_, EPOLL_CTL_DEL, descriptor, &unused);
}

std::vector<SocketEvent> Reactor::collect() const {
  std::array<epoll_event, most_events> ready;  // NOLINT: filled by the kernel
  const int count = ::epoll_wait(epoll_, ready.data(), static_cast<int>(ready.size()), 0);
  std::vector<SocketEvent> events;
  if (count <= 0) return events;
  events.reserve(static_cast<std::size_t>(count));
  for (std::size_t n = 0; n < static_cast<std::size_t>(count); ++n) {
    const std::uint32_t bits = ready[n].events;
    const bool broken = (bits & (EPOLLERR | EPOLLHUP)) != 0;
    events.push_back({.descriptor = static_cast<int>(ready[n].data.u64 & 0xffffffffU),
                      .owner = static_cast<std::uint32_t>(ready[n].data.u64 >> 32U),
                      .readable = broken || (bits & EPOLLIN) != 0,
                      .writable = broken || (bits & EPOLLOUT) != 0});
  }
  return events;
}

std::vector<SocketEvent> Reactor::wait(Millis timeout, const std::vector<int>& descriptors) {
  auto events = collect();
  if (!events.empty() || timeout <= Millis{0}) return events;
  std::vector<pollfd> polled;
  polled.reserve(descriptors.size() + 1);
  polled.push_back({epoll_, POLLIN, 0});
  for (const int descriptor : descriptors)
    polled.push_back({descriptor, POLLIN, 0});
  ::poll(polled.data(), polled.size(), static_cast<int>(std::min(timeout, longest_wait).count()));
  return polled.front().revents != 0 ? collect() : events;
}

}  // namespace followup
