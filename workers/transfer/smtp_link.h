// One connection to a mail relay and the transaction on it. libcurl makes the connection ready
// (TCP, greeting, EHLO, STARTTLS or implicit TLS, AUTH) and moves the bytes; the transaction is
// spoken here, because libcurl's own blocks the whole thread from the final dot until the server's
// answer to it, and that is where a relay takes its time.
//
//   closed --deliver--> connecting --ready--> busy --last reply--> idle --deliver--> busy
//      ^-------------------+---------------------+------lost, 421------+ idle for too long
//
// With PIPELINING (RFC 2920) MAIL, RCPT and DATA go in one write and each of their replies is
// checked.
#pragma once

#include "workers/transfer/easy.h"
#include "workers/transfer/multi.h"
#include "workers/transfer/smtp_outcome.h"
#include "workers/transfer/smtp_reply.h"

#include <memory>
#include <optional>
#include <string>

namespace followup {

/// Where mails go; the same for every connection of a pool.
struct SmtpRelay {
  std::string url;  ///< smtp:// or smtps://, with the name for EHLO as its path
  bool starttls = false;
  bool loopback_only = false;  ///< clear text: refuse to connect to any other machine
  std::string user;
  std::string password;
  std::string ca_file;
  Millis timeout{0};  ///< for a whole transfer, connecting included
};

/// A mail that was checked (smtp.h).
struct SmtpMail {
  std::string id;
  std::string from;
  std::string to;
  bool utf8 = false;  ///< an address that needs SMTPUTF8
  std::string text;   ///< CRLF only
};

class SmtpLink {
 public:
  SmtpLink(Reactor& reactor, std::uint32_t owner, const SmtpRelay& relay);
  ~SmtpLink();
  SmtpLink(const SmtpLink&) = delete;
  SmtpLink& operator=(const SmtpLink&) = delete;

  [[nodiscard]] bool is_free() const { return state_ == State::closed || state_ == State::idle; }

  [[nodiscard]] bool is_idle() const { return state_ == State::idle; }

  /// Begins with a mail; precondition: is_free().
  void deliver(SmtpMail mail, Steady now);
  void on_event(const SocketEvent& event);
  /// Time-outs; cheap if nothing is due.
  void on_time(Steady now);
  [[nodiscard]] std::optional<Steady> timer() const;
  /// How the mail ended, once.
  [[nodiscard]] std::optional<ShipmentEnd> take_end();

 private:
  enum class State : std::uint8_t { closed, connecting, idle, busy };

  struct Abilities {
    bool pipelining = false;
    bool utf8 = false;
    bool size = false;
  };

  static std::size_t on_reply_line(char* line, std::size_t size, std::size_t count, void* self);
  static int open_socket(void* self, int purpose, void* address);
  void connect();
  void settle_connecting();
  void begin_transaction();
  void queue_command(SmtpStep step);
  void watch(bool write);
  void flush();
  void receive();
  void read_replies();
  void on_reply(int reply);
  void go_on(SmtpStep next);
  void end_transaction(ShipmentEnd end);
  void give_up_session();
  void lose(SmtpLoss loss);
  void reconnect();
  void finish(ShipmentEnd end);
  void rest();
  void close(bool say_quit);

  Reactor& reactor_;
  std::uint32_t owner_;
  const SmtpRelay& relay_;
  State state_ = State::closed;
  Abilities abilities_;
  SmtpMail mail_;
  SmtpStep step_ = SmtpStep::mail;
  bool reused_ =
      false;  ///< the connection has served before, and nothing was answered to this mail yet
  bool needs_reset_ = false;  ///< the last transaction was not brought to its end
  bool wants_write_ = false;  ///< watched for room to write
  std::string out_;
  std::size_t sent_ = 0;
  SmtpReplyReader replies_;
  std::optional<ShipmentEnd>
      verdict_;  ///< a refusal whose pipelined companions are still being answered
  std::optional<ShipmentEnd> end_;
  Steady deadline_{};  ///< of the mail, or of the rest
  int socket_ = -1;
  Multi multi_;
  Easy easy_;
};

}  // namespace followup
