// One mail after another over one session with the relay. The transaction is spoken here and not by
// libcurl, whose own blocks the whole thread from the final dot until the server's answer to it,
// which is where a relay takes its time.
//
//   closed --deliver--> connecting --ready--> busy --last reply--> idle --deliver--> busy
//      ^-------------------+---------------------+------lost, 421------+ idle for too long
//
// With PIPELINING (RFC 2920) MAIL, RCPT and DATA go in one write, and each of their replies is
// checked.
#pragma once

#include "workers/transfer/mail_files.h"
#include "workers/transfer/smtp_outcome.h"
#include "workers/transfer/smtp_reply.h"
#include "workers/transfer/smtp_session.h"

#include <optional>
#include <string>
#include <vector>

namespace followup {

/// A mail that was checked (smtp.h).
struct SmtpMail {
  std::string id;
  std::string from;
  std::string to;
  bool utf8 = false;                 ///< an address that needs SMTPUTF8
  std::string text;                  ///< CRLF only; up to the first file, if there is one
  std::vector<MailFile> files = {};  ///< read from the store while they are sent
  std::optional<Steady> since = {};  ///< when the attempt began, if that was before now
};

class SmtpLink {
 public:
  /// `blobs`: where files are read from; null: no mail has any.
  SmtpLink(Reactor& reactor, std::uint32_t owner, const SmtpRelay& relay, Blobs* blobs)
      : timeout_(relay.timeout), blobs_(blobs), session_(reactor, owner, relay) {}

  ~SmtpLink() { close(); }

  SmtpLink(const SmtpLink&) = delete;
  SmtpLink& operator=(const SmtpLink&) = delete;

  [[nodiscard]] bool is_free() const { return state_ == State::closed || state_ == State::idle; }

  [[nodiscard]] bool is_idle() const { return state_ == State::idle; }

  /// Begins with a mail that has waited since `since`; precondition: is_free().
  void deliver(SmtpMail mail, Steady since);
  void on_event(const SocketEvent& event);
  /// Goes on with a mail that waits for a piece of a file; cheap if none does.
  void on_content();
  /// Time-outs; cheap if nothing is due.
  void on_time(Steady now);
  [[nodiscard]] std::optional<Steady> timer() const;

  /// How the mail ended, once.
  [[nodiscard]] std::optional<ShipmentEnd> take_end() { return std::exchange(end_, std::nullopt); }

 private:
  enum class State : std::uint8_t { closed, connecting, idle, busy };

  void connect();
  void settle_connecting();
  void begin_transaction();
  void queue_command(SmtpStep step);
  void queue_text();
  void advance(bool readable);
  [[nodiscard]] bool send_text();
  [[nodiscard]] bool queue_piece();

  [[nodiscard]] bool text_sent() const { return !stream_ && session_.all_sent(); }

  void receive();
  void read_replies();
  void on_reply(int reply);
  void go_on(SmtpStep next);
  void end_transaction(ShipmentEnd end);
  void lose(SmtpLoss loss);
  void reconnect();
  void finish(ShipmentEnd end);
  void rest();
  void close();

  Millis timeout_;
  Blobs* blobs_;
  std::optional<FileStream> stream_;  ///< of the mail whose text is being sent
  bool wants_piece_ = false;          ///< of that: the store has not answered
  State state_ = State::closed;
  SmtpMail mail_;
  SmtpStep step_ = SmtpStep::mail;
  bool reused_ =
      false;  ///< the session has served before, and nothing was answered to this mail yet
  bool needs_reset_ = false;  ///< the last transaction was not brought to its end
  SmtpReplyReader replies_;
  std::optional<ShipmentEnd>
      verdict_;  ///< a refusal whose pipelined companions are still being answered
  std::optional<ShipmentEnd> end_;
  Steady deadline_{};  ///< of the mail, or of the rest
  SmtpSession session_;
};

}  // namespace followup
