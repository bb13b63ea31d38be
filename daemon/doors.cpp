#include "daemon/doors.h"

#include "core/base/file_lock.h"
#include "core/base/log.h"
#include "daemon/frames.h"

#include <algorithm>
#include <unordered_map>

#include <sys/stat.h>
#include <zmq.hpp>

namespace followup {

namespace {

/// Above the largest batch and its content type; a larger message ends its connection (protocols:
/// ZMQ_MAXMSGSIZE).
constexpr std::int64_t max_frame_bytes = std::int64_t{8} * 1024 * 1024;
constexpr int most_frames = 64;
constexpr int waiting_messages = 2000;  ///< high-water mark a client
constexpr mode_t group_only = 0117;     ///< sockets are 0660

bool on_loopback(const std::string& address) {
  if (!address.starts_with("tcp://")) return true;
  const auto host = std::string_view(address).substr(6);
  return host.starts_with("127.") || host.starts_with("localhost:") || host.starts_with("[::1]:");
}

void set_options(zmq::socket_t& socket) {
  socket.set(zmq::sockopt::maxmsgsize, max_frame_bytes);
  socket.set(zmq::sockopt::rcvhwm, waiting_messages);
  socket.set(zmq::sockopt::sndhwm, waiting_messages);
  socket.set(zmq::sockopt::handshake_ivl, 3000);
  socket.set(zmq::sockopt::heartbeat_ivl, 5000);
  socket.set(zmq::sockopt::heartbeat_timeout, 15000);
  socket.set(zmq::sockopt::backlog, 1024);
  socket.set(zmq::sockopt::linger, 2000);
}

/// One whole message; a peer's frames beyond the bound are read and dropped.
std::vector<zmq::message_t> receive_frames(zmq::socket_t& socket) {
  std::vector<zmq::message_t> frames;
  zmq::message_t frame;
  if (!socket.recv(frame, zmq::recv_flags::dontwait)) return frames;
  bool more = frame.more();
  frames.push_back(std::move(frame));
  while (more) {
    zmq::message_t next;
    if (!socket.recv(next, zmq::recv_flags::none)) break;
    more = next.more();
    if (frames.size() < most_frames) frames.push_back(std::move(next));
  }
  return frames;
}

std::vector<std::string_view> views_of(const std::vector<zmq::message_t>& frames) {
  std::vector<std::string_view> views;
  views.reserve(frames.size());
  for (const auto& frame : frames)
    views.push_back(frame.to_string_view());
  return views;
}

/// The body among the frames from `first` on, and what follows it.
Incoming read_body(const std::vector<std::string_view>& frames, std::size_t first) {
  const BodyPlace place = find_body(frames, first);
  Incoming incoming;
  if (place.at < frames.size()) incoming.body = std::string(frames[place.at]);
  incoming.further_frames = place.further;
  incoming.unknown_type = place.unknown_type;
  return incoming;
}

/// ZeroMQ takes a socket's path over from whoever has it: the lock beside it does not.
Result<void> lock_path(const std::string& address, std::vector<FileLock>& locks) {
  constexpr std::string_view scheme = "ipc://";
  if (!address.starts_with(scheme) || address.substr(scheme.size()).starts_with('@')) return {};
  auto lock = FileLock::take(address.substr(scheme.size()) + ".lock", "the door " + address);
  if (!lock) return lock.error();
  locks.push_back(std::move(lock).value());
  return {};
}

}  // namespace

struct Doors::Parts {
  std::vector<FileLock> locks;  ///< of the sockets' paths, held as long as these are
  zmq::context_t context{1};
  zmq::socket_t router;
  zmq::socket_t pull;
  Counts counts;
  std::uint64_t next_token = 1;

  /// Who asked: routing id, and whether a REQ's empty delimiter goes before the answer.
  struct Asker {
    zmq::message_t id;
    bool delimiter = false;
  };

  std::unordered_map<std::uint64_t, Asker> askers;

  bool receive_router(std::vector<Incoming>& incoming);
  bool receive_pull(std::vector<Incoming>& incoming);
};

Doors::Doors(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Doors::~Doors() = default;
Doors::Doors(Doors&&) noexcept = default;
Doors& Doors::operator=(Doors&&) noexcept = default;

Result<Doors> Doors::open(const IntakeConfig& config) {
  auto parts = std::make_unique<Parts>();
  const mode_t before = ::umask(group_only);
  const std::string* address = &config.router;
  try {
    for (const auto& [socket, type, where] :
         {std::tuple{&parts->router, zmq::socket_type::router, &config.router},
          std::tuple{&parts->pull, zmq::socket_type::pull, &config.pull}}) {
      address = where;
      if (where->empty()) continue;
      if (!on_loopback(*where) && !config.allow_plain_tcp) {
        ::umask(before);
        return Error{Code::invalid_input,
                     "plain TCP off loopback is refused (" + *where +
                         "): use ipc:// or 127.0.0.1, or say allow_plain_tcp = true"};
      }
      if (auto locked = lock_path(*where, parts->locks); !locked) {
        ::umask(before);
        return locked.error();
      }
      *socket = zmq::socket_t(parts->context, type);
      set_options(*socket);
      if (type == zmq::socket_type::router) socket->set(zmq::sockopt::router_mandatory, 1);
      socket->bind(*where);
    }
  } catch (const zmq::error_t& error) {
    ::umask(before);
    return Error{Code::unavailable, "the door " + *address + " can not be opened: " + error.what()};
  }
  ::umask(before);
  return Doors(std::move(parts));
}

Doors::Ready Doors::wait(Millis timeout, From from, const std::vector<int>& descriptors) {
  std::vector<zmq::pollitem_t> items;
  const auto watch = [&](zmq::socket_t& socket, bool reading) {
    if (reading && socket) items.push_back({socket.handle(), 0, ZMQ_POLLIN, 0});
  };
  watch(parts_->router, from != From::nobody);
  watch(parts_->pull, from == From::everybody);
  const std::size_t doors = items.size();
  for (const int descriptor : descriptors) {
    if (descriptor >= 0) items.push_back({nullptr, descriptor, ZMQ_POLLIN, 0});
  }
  try {
    zmq::poll(items, timeout);
  } catch (const zmq::error_t& error) {
    if (error.num() != EINTR) throw;
    return {};
  }
  Ready ready;
  for (std::size_t at = 0; at < items.size(); ++at) {
    if (items[at].revents == 0) continue;
    (at < doors ? ready.doors : ready.descriptor) = true;
  }
  return ready;
}

bool Doors::Parts::receive_router(std::vector<Incoming>& incoming) {
  auto frames = receive_frames(router);
  if (frames.empty()) return false;
  const auto views = views_of(frames);
  const bool delimiter = has_delimiter(views);
  Incoming one = read_body(views, delimiter ? 2 : 1);
  one.token = next_token++;
  askers.emplace(one.token, Asker{std::move(frames.front()), delimiter});
  incoming.push_back(std::move(one));
  ++counts.router;
  return true;
}

bool Doors::Parts::receive_pull(std::vector<Incoming>& incoming) {
  auto frames = receive_frames(pull);
  if (frames.empty()) return false;
  Incoming one = read_body(views_of(frames), 0);
  one.wants_reply = false;
  incoming.push_back(std::move(one));
  ++counts.pull;
  return true;
}

std::vector<Incoming> Doors::receive(int limit, From from) {
  std::vector<Incoming> incoming;
  bool router = static_cast<bool>(parts_->router) && from != From::nobody;
  bool pull = static_cast<bool>(parts_->pull) && from == From::everybody;
  // In turns, so that neither door starves the other.
  while ((router || pull) && incoming.size() < static_cast<std::size_t>(limit)) {
    if (router) router = parts_->receive_router(incoming);
    if (pull) pull = parts_->receive_pull(incoming);
  }
  return incoming;
}

void Doors::send(const std::vector<Answer>& answers) {
  for (const auto& answer : answers) {
    auto asker = parts_->askers.extract(answer.token);
    if (asker.empty()) continue;
    try {
      const auto flags = zmq::send_flags::sndmore | zmq::send_flags::dontwait;
      bool sent = parts_->router.send(std::move(asker.mapped().id), flags).has_value();
      if (sent && asker.mapped().delimiter)
        sent = parts_->router.send(zmq::message_t(), flags).has_value();
      if (sent)
        sent = parts_->router.send(zmq::buffer(answer.body), zmq::send_flags::dontwait).has_value();
      if (!sent)
        ++parts_->counts
              .undeliverable;  // it does not read: it asks again and is answered from the case
    } catch (const zmq::error_t& error) {
      if (error.num() != EHOSTUNREACH) throw;
      ++parts_->counts.undeliverable;
    }
  }
}

const Doors::Counts& Doors::counts() const {
  return parts_->counts;
}

std::string Doors::router_address() const {
  return parts_->router ? parts_->router.get(zmq::sockopt::last_endpoint) : std::string();
}

std::string Doors::pull_address() const {
  return parts_->pull ? parts_->pull.get(zmq::sockopt::last_endpoint) : std::string();
}

}  // namespace followup
