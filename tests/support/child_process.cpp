// fork, exec, pipe and poll.
#include "tests/support/child_process.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace followup {

namespace {

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "test support: %s\n", why.c_str());
  std::abort();
}

sockaddr_storage any_port_of(const std::string& address, socklen_t& size) {
  sockaddr_storage storage{};
  if (address.find(':') == std::string::npos) {
    sockaddr_in in{};
    in.sin_family = AF_INET;
    ::inet_pton(AF_INET, address.c_str(), &in.sin_addr);
    std::memcpy(&storage, &in, size = sizeof in);
  } else {
    sockaddr_in6 in{};
    in.sin6_family = AF_INET6;
    ::inet_pton(AF_INET6, address.c_str(), &in.sin6_addr);
    std::memcpy(&storage, &in, size = sizeof in);
  }
  return storage;
}

const sockaddr* as_sockaddr(const sockaddr_storage& storage) {
  return reinterpret_cast<const sockaddr*>(&storage);
}

/// Binds to a port that the system chooses and returns it.
int bind_any(int descriptor, const std::string& address) {
  socklen_t size = 0;
  sockaddr_storage place = any_port_of(address, size);
  if (::bind(descriptor, as_sockaddr(place), size) != 0) give_up("no port at " + address);
  ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&place), &size);
  sockaddr_in in{};
  std::memcpy(&in, &place, sizeof in);
  return ntohs(in.sin_port);
}

void run(const std::vector<std::string>& arguments) {
  ChildProcess child(arguments);
  while (!child.line().empty()) {
  }
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& arguments) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) give_up("no pipe");
  std::vector<char*> raw;
  for (const auto& argument : arguments)
    raw.push_back(const_cast<char*>(argument.c_str()));
  raw.push_back(nullptr);
  pid_ = ::fork();
  if (pid_ == 0) {
    // Nothing that a test started outlives it, however it ends.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(ends[1], STDOUT_FILENO);
    ::execv(raw.front(), raw.data());
    ::_exit(127);
  }
  ::close(ends[1]);
  output_ = ends[0];
  if (pid_ < 0) give_up("can not start " + arguments.front());
}

ChildProcess::~ChildProcess() {
  send_signal(SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  ::close(output_);
}

void ChildProcess::send_signal(int signal) const {
  ::kill(pid_, signal);
}

bool ChildProcess::fill(std::chrono::milliseconds timeout) {
  pollfd polled{output_, POLLIN, 0};
  if (::poll(&polled, 1, static_cast<int>(timeout.count())) <= 0) return false;
  std::array<char, 4096> bytes{};
  const auto count = ::read(output_, bytes.data(), bytes.size());
  if (count <= 0) return false;
  buffer_.append(bytes.data(), static_cast<std::size_t>(count));
  return true;
}

bool ChildProcess::take_line(std::string& line) {
  const auto end = buffer_.find('\n');
  if (end == std::string::npos) return false;
  line = buffer_.substr(0, end);
  buffer_.erase(0, end + 1);
  return true;
}

std::string ChildProcess::line(std::chrono::milliseconds timeout) {
  std::string line;
  while (!take_line(line)) {
    if (!fill(timeout)) return {};
  }
  return line;
}

std::vector<std::string> ChildProcess::lines_so_far() {
  while (fill(std::chrono::milliseconds{0})) {
  }
  std::vector<std::string> lines;
  for (std::string line; take_line(line);)
    lines.push_back(line);
  return lines;
}

int free_port() {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int port = bind_any(descriptor, "127.0.0.1");
  ::close(descriptor);
  return port;
}

void wait_for_listener(int port) {
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  place.sin_port = htons(static_cast<std::uint16_t>(port));
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  while (std::chrono::steady_clock::now() < limit) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool there =
        ::connect(descriptor, reinterpret_cast<const sockaddr*>(&place), sizeof place) == 0;
    ::close(descriptor);
    if (there) return;
    ::poll(nullptr, 0, 2);
  }
  give_up("nobody listens at the port");
}

SilentListener::SilentListener(const std::string& address) {
  const bool v6 = address.find(':') != std::string::npos;
  socket_ = ::socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  port_ = bind_any(socket_, address);
  if (::listen(socket_, 16) != 0) give_up("can not listen");
}

SilentListener::~SilentListener() {
  ::close(socket_);
}

int SilentListener::visitors() const {
  int count = 0;
  for (int visitor = ::accept(socket_, nullptr, nullptr); visitor >= 0;
       visitor = ::accept(socket_, nullptr, nullptr)) {
    ::close(visitor);
    ++count;
  }
  return count;
}

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "followup-test-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) give_up("no temporary folder");
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

TestCertificate make_certificate(const TemporaryFolder& folder) {
  TestCertificate made{.certificate = folder.path() + "/server.pem",
                       .key = folder.path() + "/server.key"};
  run({"/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
       "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", made.key, "-out", made.certificate,
       "-subj", "/CN=localhost", "-days", "2", "-addext",
       "subjectAltName=DNS:localhost,IP:127.0.0.1"});
  if (!std::filesystem::exists(made.certificate)) give_up("openssl made no certificate");
  return made;
}

}  // namespace followup
