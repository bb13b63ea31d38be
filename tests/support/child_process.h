// A program that a test starts, listens to line by line, and stops by its process id.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <sys/types.h>

namespace followup {

class ChildProcess {
 public:
  /// Starts it with its standard output as a pipe; the first argument is the program's path. A
  /// program that can not be started ends the test program.
  explicit ChildProcess(const std::vector<std::string>& arguments);
  /// Stops it and waits for its end.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  /// The next line that it writes, without the newline; empty if none comes in time or it has
  /// ended.
  [[nodiscard]] std::string line(std::chrono::milliseconds timeout = std::chrono::seconds{20});
  /// The lines that are there already.
  [[nodiscard]] std::vector<std::string> lines_so_far();

  [[nodiscard]] pid_t pid() const { return pid_; }

  void send_signal(int signal) const;

 private:
  [[nodiscard]] bool fill(std::chrono::milliseconds timeout);
  [[nodiscard]] bool take_line(std::string& line);

  pid_t pid_ = -1;
  int output_ = -1;
  std::string buffer_;
};

/// A TCP port of 127.0.0.1 that nobody listens on at the moment.
[[nodiscard]] int free_port();

/// Waits until somebody accepts connections at 127.0.0.1:port; ends the test program if nobody ever
/// does.
void wait_for_listener(int port);

/// A listener at an address of this machine that answers nothing: it counts who comes.
class SilentListener {
 public:
  explicit SilentListener(const std::string& address = "127.0.0.1");
  ~SilentListener();
  SilentListener(const SilentListener&) = delete;
  SilentListener& operator=(const SilentListener&) = delete;

  [[nodiscard]] int port() const { return port_; }

  /// Connections that were made so far.
  [[nodiscard]] int visitors() const;

 private:
  int socket_ = -1;
  int port_ = 0;
};

/// A folder of its own that goes with it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// A self-signed certificate for "localhost" and 127.0.0.1, made anew: files in PEM.
struct TestCertificate {
  std::string certificate;
  std::string key;
};

[[nodiscard]] TestCertificate make_certificate(const TemporaryFolder& folder);

}  // namespace followup
