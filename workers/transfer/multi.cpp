// The callbacks between libcurl's multi interface and the reactor.
#include "workers/transfer/multi.h"

#include <new>

#include <curl/curl.h>

namespace followup {

void MultiDeleter::operator()(void* multi) const {
  curl_multi_cleanup(multi);
}

int Multi::on_socket(void* /*easy*/, int descriptor, int what, void* self, void* /*unused*/) {
  auto& multi = *static_cast<Multi*>(self);
  if (what == CURL_POLL_REMOVE) {
    multi.reactor_.forget(descriptor);
  } else {
    multi.reactor_.watch(descriptor, multi.owner_, (what & CURL_POLL_IN) != 0,
                         (what & CURL_POLL_OUT) != 0);
  }
  return 0;
}

int Multi::on_timer(void* /*multi*/, long timeout_ms, void* self) {
  auto& multi = *static_cast<Multi*>(self);
  multi.timer_.reset();
  if (timeout_ms >= 0) multi.timer_ = std::chrono::steady_clock::now() + Millis{timeout_ms};
  return 0;
}

Multi::Multi(Reactor& reactor, std::uint32_t owner, int idle_connections)
    : reactor_(reactor), owner_(owner), multi_(curl_multi_init()) {
  if (!multi_) throw std::bad_alloc();
  CURLM* handle = multi_.get();
  curl_multi_setopt(handle, CURLMOPT_SOCKETFUNCTION, &Multi::on_socket);
  curl_multi_setopt(handle, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(handle, CURLMOPT_TIMERFUNCTION, &Multi::on_timer);
  curl_multi_setopt(handle, CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(handle, CURLMOPT_MAXCONNECTS, static_cast<long>(idle_connections));
  curl_multi_setopt(handle, CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_NOTHING));
}

void Multi::add(void* easy) {
  curl_multi_add_handle(multi_.get(), easy);
}

void Multi::remove(void* easy) {
  curl_multi_remove_handle(multi_.get(), easy);
}

void Multi::on_event(const SocketEvent& event) {
  const int mask = (event.readable ? CURL_CSELECT_IN : 0) | (event.writable ? CURL_CSELECT_OUT : 0);
  int running = 0;
  curl_multi_socket_action(multi_.get(), event.descriptor, mask, &running);
}

void Multi::on_time(Steady now) {
  if (!timer_ || *timer_ > now) return;
  timer_.reset();
  int running = 0;
  curl_multi_socket_action(multi_.get(), CURL_SOCKET_TIMEOUT, 0, &running);
}

std::optional<Multi::Finished> Multi::next_finished() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg == CURLMSG_DONE) return Finished{message->easy_handle, message->data.result};
  }
  return std::nullopt;
}

}  // namespace followup
