// Mails to one relay over a pool of connections, many at once, each mail with one recipient (so
// that addresses stay private from each other and every outcome is its own). Sessions are used
// again; a pool has one host, one TLS policy and one user for ever, so that a clear session is
// never taken for one that TLS was asked for.
#pragma once

#include "core/base/result.h"
#include "core/codec/config.h"
#include "workers/transfer/smtp_link.h"

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace followup {

/// Whether an address can stand in MAIL FROM or RCPT TO: an "@" with something on both sides, at
/// most 254 bytes, none of them below 0x21, 0x7f, "<" or ">" (an address with a line break or a ">"
/// would be further SMTP commands).
[[nodiscard]] bool is_envelope_address(std::string_view address);

/// Whether a mail's text can go out as it is: CRLF line ends only (a bare CR or LF is where relays
/// disagree about what a line is), seven-bit without NUL, lines of at most 998 bytes.
[[nodiscard]] bool is_canonical(std::string_view text);

class SmtpTransfer {
 public:
  /// `blobs`: where the files of mails are read from, outlives this; null: no mail has any.
  /// invalid_input: a host or EHLO name that can not stand in a URL. Throws std::system_error if
  /// the process has no descriptor left.
  [[nodiscard]] static Result<std::unique_ptr<SmtpTransfer>> create(const MailConfig& config,
                                                                    std::string password,
                                                                    Blobs* blobs = nullptr);
  SmtpTransfer(const SmtpTransfer&) = delete;
  SmtpTransfer& operator=(const SmtpTransfer&) = delete;

  /// Starts a mail; waits for a connection if all of them are busy. The end comes out of turn():
  /// "address_invalid" and "message_invalid" are refused without asking the relay. An urgent mail
  /// waits in front of the others.
  void start(SmtpMail mail, bool urgent = false);

  /// Urgent mails that wait for a connection.
  [[nodiscard]] std::size_t urgent_waiting() const { return urgent_.size(); }

  /// Started and not ended yet.
  [[nodiscard]] std::size_t in_flight() const { return in_flight_; }

  /// Waits up to `timeout` for the transfers or for one of `descriptors`, and moves the transfers
  /// on. While mails with files are under way, the descriptor of their store is to be among them.
  [[nodiscard]] std::vector<ShipmentEnd> turn(Millis timeout, const std::vector<int>& descriptors);

 private:
  struct Waiting {
    SmtpMail mail;
    Steady since;
  };

  SmtpTransfer(SmtpRelay relay, std::size_t most_links, Blobs* blobs)
      : relay_(std::move(relay)), most_links_(most_links), blobs_(blobs) {}

  [[nodiscard]] SmtpLink* free_link();
  void assign_waiting(Steady now);
  void collect();
  [[nodiscard]] Millis patience(Millis timeout) const;

  CurlLibrary library_;
  SmtpRelay relay_;
  std::size_t most_links_;
  Blobs* blobs_;
  Reactor reactor_;
  std::vector<std::unique_ptr<SmtpLink>> links_;

  /// Where the next mail to get a connection waits; empty: nobody waits.
  [[nodiscard]] std::deque<Waiting>& line() { return urgent_.empty() ? waiting_ : urgent_; }

  std::deque<Waiting> urgent_;
  std::deque<Waiting> waiting_;
  std::vector<ShipmentEnd> ended_;
  std::size_t in_flight_ = 0;
};

}  // namespace followup
