#include "core/store/ready_descriptor.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace followup {

ReadyDescriptor::ReadyDescriptor()
    : epoll_(::epoll_create1(EPOLL_CLOEXEC)), event_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  epoll_event event{};
  event.events = EPOLLIN;
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, event_, &event);
}

ReadyDescriptor::~ReadyDescriptor() {
  if (event_ >= 0) ::close(event_);
  if (epoll_ >= 0) ::close(epoll_);
}

void ReadyDescriptor::watch(int socket) {
  epoll_event event{};
  event.events = EPOLLIN;
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event);
  socket_ = socket;
  output_wanted_ = false;
}

void ReadyDescriptor::want_output(bool wanted) {
  if (wanted == output_wanted_) return;
  epoll_event event{};
  event.events = EPOLLIN;
  if (wanted) event.events |= EPOLLOUT;
  ::epoll_ctl(epoll_, EPOLL_CTL_MOD, socket_, &event);
  output_wanted_ = wanted;
}

void ReadyDescriptor::set_answers_ready(bool ready) {
  if (ready == answers_ready_) return;
  eventfd_t count = 0;
  const int changed = ready ? ::eventfd_write(event_, 1) : ::eventfd_read(event_, &count);
  if (changed == 0) answers_ready_ = ready;
}

}  // namespace followup
