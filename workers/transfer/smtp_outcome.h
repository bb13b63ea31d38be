// What an SMTP reply, a refused connection or a lost reply means for a mail: delivered, try later,
// refused or unknown, with a stable reason. Pure tables (RFC 5321 sections 3.8, 4.2, 4.5.3.2;
// S-X07, S-X18). The ids of the ends are left to the caller.
#pragma once

#include "workers/channel.h"

namespace followup {

/// The command whose reply is awaited.
enum class SmtpStep : std::uint8_t {
  reset,  ///< RSET, to end a transaction that failed
  mail,
  rcpt,
  data,
  body,  ///< the text and its final dot
};

/// The connection could not be made ready (greeting, EHLO, STARTTLS, AUTH). `curl_code`: the
/// CURLcode, not CURLE_OK; `reply`: the last SMTP code, 0 if there was none. Never the recipient's
/// fault: the mail is kept.
[[nodiscard]] ShipmentEnd judge_connect(int curl_code, int reply);

/// Whether `reply` lets the transaction go on after `step`.
[[nodiscard]] bool is_positive(SmtpStep step, int reply);

/// `reply` ended the transaction: a negative one at any step, or any at the last.
[[nodiscard]] ShipmentEnd judge_reply(SmtpStep step, int reply);

/// The relay has said that it takes no mail of this size (RFC 1870 section 4); it was not asked.
[[nodiscard]] ShipmentEnd judge_size();

/// The content of a file could not be had to its end: the text was not finished, and the relay has
/// taken nothing.
[[nodiscard]] ShipmentEnd judge_files_lost();

enum class SmtpLoss : std::uint8_t { connection_lost, timeout, reply_invalid };

/// No reply can be had any more. `dot_sent`: the whole text and the final dot were handed to the
/// connection, so that the server may have taken the mail; without the dot it can not have.
[[nodiscard]] ShipmentEnd judge_loss(SmtpLoss loss, bool dot_sent);

}  // namespace followup
