// A session with a mail relay: libcurl connects and makes it ready (greeting, EHLO, STARTTLS or
// implicit TLS, AUTH); from then on bytes can be sent and received without waiting. What is said
// over it is SmtpLink's.
#pragma once

#include "workers/transfer/easy.h"
#include "workers/transfer/multi.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace followup {

/// Where mails go; the same for every session of a pool.
struct SmtpRelay {
  std::string url;  ///< smtp:// or smtps://, with the name for EHLO as its path
  bool starttls = false;
  bool loopback_only = false;  ///< clear text: refuse to connect to any other machine
  std::string user;
  std::string password;
  std::string ca_file;
  Millis timeout{0};  ///< for a whole transfer, connecting included
};

/// What the server offered in its answer to the last EHLO.
struct SmtpAbilities {
  bool pipelining = false;       ///< RFC 2920
  bool utf8 = false;             ///< RFC 6531
  bool size = false;             ///< RFC 1870
  std::uint64_t most_bytes = 0;  ///< of a mail, by that extension; 0: not told
};

class SmtpSession {
 public:
  /// `relay` must outlive it.
  SmtpSession(Reactor& reactor, std::uint32_t owner, const SmtpRelay& relay);
  ~SmtpSession();
  SmtpSession(const SmtpSession&) = delete;
  SmtpSession& operator=(const SmtpSession&) = delete;

  /// Begins to connect; precondition: closed.
  void open();

  /// While it connects: what happened to its sockets, and the time.
  void on_event(const SocketEvent& event) { multi_.on_event(event); }

  void on_time(Steady now) { multi_.on_time(now); }

  [[nodiscard]] std::optional<Steady> timer() const { return multi_.timer(); }

  struct Ended {
    int curl_code = 0;  ///< 0: ready
    int reply = 0;      ///< the last SMTP code, 0 if there was none
  };

  /// How connecting ended, once.
  [[nodiscard]] std::optional<Ended> connected();

  /// When ready: queues text to be sent, and sends as much of it as can be sent now.
  void queue(std::string_view text) { out_ += text; }

  /// False if the connection is broken.
  [[nodiscard]] bool flush();

  [[nodiscard]] bool all_sent() const { return sent_ == out_.size(); }

  enum class Received : std::uint8_t { bytes, nothing, lost };
  /// Appends what has come in to `into`.
  [[nodiscard]] Received receive(std::string& into);

  /// Closes without a word and without waiting.
  void close();

  [[nodiscard]] const SmtpAbilities& abilities() const { return abilities_; }

 private:
  static std::size_t on_reply_line(char* line, std::size_t size, std::size_t count, void* self);
  static int open_socket(void* self, int purpose, void* address);
  void watch(bool write);

  Reactor& reactor_;
  std::uint32_t owner_;
  SmtpAbilities abilities_;
  std::string out_;
  std::size_t sent_ = 0;
  bool wants_write_ = false;  ///< watched for room to write
  int socket_ = -1;           ///< once ready
  Multi multi_;
  Easy easy_;
};

}  // namespace followup
