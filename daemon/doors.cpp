#include "daemon/doors.h"

#include "core/base/file_lock.h"
#include "core/base/log.h"
#include "daemon/frames.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include <sys/stat.h>
#include <zmq.hpp>

namespace followup {

namespace {

/// Above the largest batch and its content type, and so much above the largest file: a larger frame
/// ends its connection (protocols: ZMQ_MAXMSGSIZE).
constexpr std::uint64_t room_for_bodies = std::uint64_t{8} * 1024 * 1024;
constexpr int waiting_answers = 2000;  ///< high-water mark a client
/// The same of what a client sends. libzmq counts messages, not bytes, and holds one more than
/// this, so a large mark lets a client pile up files here. It can not be lowered when the first one
/// comes: what was read under another mark is not told to the sender's side, and its client would
/// wait for ever. With a mark of one each message is a hand-over between threads, which halves a
/// client's burst of small events; from 64 on it costs nothing.
constexpr int waiting_bodies = 2000;  ///< where no file is larger than a batch
constexpr int waiting_any_files = 64;
constexpr int waiting_limited_files = 1;  ///< a limit tells how much memory the daemon may need
/// Messages taken at once have at most this, or one message more.
constexpr std::size_t bytes_a_turn = std::size_t{4} << 20U;
constexpr mode_t group_only = 0117;  ///< sockets are 0660

bool on_loopback(const std::string& address) {
  if (!address.starts_with("tcp://")) return true;
  const auto host = std::string_view(address).substr(6);
  return host.starts_with("127.") || host.starts_with("localhost:") || host.starts_with("[::1]:");
}

int waiting_of_client(std::uint64_t largest_file) {
  if (largest_file <= room_for_bodies) return waiting_bodies;
  return largest_file < largest_attachment ? waiting_limited_files : waiting_any_files;
}

void set_options(zmq::socket_t& socket, std::uint64_t largest_file) {
  socket.set(zmq::sockopt::maxmsgsize, static_cast<std::int64_t>(largest_file + room_for_bodies));
  socket.set(zmq::sockopt::rcvhwm, waiting_of_client(largest_file));
  socket.set(zmq::sockopt::sndhwm, waiting_answers);
  socket.set(zmq::sockopt::handshake_ivl, 3000);
  socket.set(zmq::sockopt::heartbeat_ivl, 5000);
  socket.set(zmq::sockopt::heartbeat_timeout, 15000);
  socket.set(zmq::sockopt::backlog, 1024);
  socket.set(zmq::sockopt::linger, 2000);
}

/// One whole message of a peer.
struct Received {
  std::vector<zmq::message_t> frames;
  std::size_t bytes = 0;  ///< of those that were kept
  bool cut = false;       ///< frames beyond the bounds were read and dropped
};

Received receive_frames(zmq::socket_t& socket, std::uint64_t most_bytes) {
  // Routing id, delimiter, content type and body stand before the files.
  constexpr std::size_t most_frames = max_frames + 4;
  Received received;
  zmq::message_t frame;
  if (!socket.recv(frame, zmq::recv_flags::dontwait)) return received;
  bool more = frame.more();
  received.bytes = frame.size();
  received.frames.push_back(std::move(frame));
  while (more) {
    zmq::message_t next;
    if (!socket.recv(next, zmq::recv_flags::none)) break;
    more = next.more();
    if (received.frames.size() >= most_frames || received.bytes + next.size() > most_bytes) {
      received.cut = true;
      continue;
    }
    received.bytes += next.size();
    received.frames.push_back(std::move(next));
  }
  return received;
}

std::vector<std::string_view> views_of(const std::vector<zmq::message_t>& frames) {
  std::vector<std::string_view> views;
  views.reserve(frames.size());
  for (const auto& frame : frames)
    views.push_back(frame.to_string_view());
  return views;
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
  std::unordered_map<std::uint64_t, std::vector<zmq::message_t>> kept;  ///< frames, by name
  std::uint64_t next_kept = 1;
  std::uint64_t most_bytes = 0;  ///< of one message

  /// The bytes of the message that was taken; 0: there is none.
  std::size_t receive_router(std::vector<Incoming>& incoming);
  std::size_t receive_pull(std::vector<Incoming>& incoming);
  Incoming read(Received& received, std::size_t first);
};

Doors::Doors(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Doors::~Doors() = default;
Doors::Doors(Doors&&) noexcept = default;
Doors& Doors::operator=(Doors&&) noexcept = default;

Result<Doors> Doors::open(const IntakeConfig& config, std::uint64_t largest_file) {
  auto parts = std::make_unique<Parts>();
  parts->most_bytes = largest_file + room_for_bodies;
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
      set_options(*socket, largest_file);
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

/// The body among the frames from `first` on; what follows it is kept.
Incoming Doors::Parts::read(Received& received, std::size_t first) {
  auto& frames = received.frames;
  const auto views = views_of(frames);
  const BodyPlace place = find_body(views, first);
  Incoming incoming;
  if (place.at < frames.size()) incoming.body = std::string(views[place.at]);
  incoming.unknown_type = place.unknown_type;
  incoming.too_many_frames = received.cut || place.further > max_frames;
  if (place.further == 0 || incoming.too_many_frames) return incoming;
  incoming.frames_kept = next_kept++;
  auto& files = kept[incoming.frames_kept];
  for (std::size_t at = place.at + 1; at < frames.size(); ++at)
    files.push_back(std::move(frames[at]));
  incoming.frames = views_of(files);
  return incoming;
}

std::size_t Doors::Parts::receive_router(std::vector<Incoming>& incoming) {
  Received received = receive_frames(router, most_bytes);
  if (received.frames.empty()) return 0;
  const bool delimiter = has_delimiter(views_of(received.frames));
  Incoming one = read(received, delimiter ? 2 : 1);
  one.token = next_token++;
  askers.emplace(one.token, Asker{std::move(received.frames.front()), delimiter});
  incoming.push_back(std::move(one));
  ++counts.router;
  return std::max<std::size_t>(received.bytes, 1);
}

std::size_t Doors::Parts::receive_pull(std::vector<Incoming>& incoming) {
  Received received = receive_frames(pull, most_bytes);
  if (received.frames.empty()) return 0;
  Incoming one = read(received, 0);
  one.wants_reply = false;
  incoming.push_back(std::move(one));
  ++counts.pull;
  return std::max<std::size_t>(received.bytes, 1);
}

std::vector<Incoming> Doors::receive(int limit, From from) {
  std::vector<Incoming> incoming;
  const bool router = static_cast<bool>(parts_->router) && from != From::nobody;
  const bool pull = static_cast<bool>(parts_->pull) && from == From::everybody;
  std::size_t bytes = 0;
  std::size_t come = 1;
  // In turns, so that neither door starves the other.
  while (come != 0 && incoming.size() < static_cast<std::size_t>(limit) && bytes < bytes_a_turn) {
    come = 0;
    if (router) come += parts_->receive_router(incoming);
    if (pull) come += parts_->receive_pull(incoming);
    bytes += come;
  }
  return incoming;
}

void Doors::release(const std::vector<std::uint64_t>& kept) {
  for (const auto name : kept)
    parts_->kept.erase(name);
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
