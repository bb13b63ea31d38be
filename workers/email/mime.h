// Words to bytes: a multipart/alternative mail put together by GMime. The same words give the same
// bytes, because nothing here looks at a clock, a locale or a random number.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "workers/email/address.h"
#include "workers/email/templates.h"

#include <memory>
#include <string>
#include <string_view>

namespace followup {

struct MimeMail {
  Mailbox from;
  Mailbox to;
  RenderedMail words;
  TimePoint date;  ///< Date, told in UTC
  std::string id;  ///< Message-ID is <id@domain>
  std::string domain;
  std::string thread;  ///< In-Reply-To and References are <thread@domain>, an id that no mail has
  std::string_view language;  ///< Content-Language
  std::string calendar;       ///< text of an invitation (invitation.h): one more part; may be empty
};

/// Holds GMime; make one a process.
class MimeBuilder {
 public:
  MimeBuilder();
  ~MimeBuilder();
  MimeBuilder(MimeBuilder&&) noexcept;
  MimeBuilder& operator=(MimeBuilder&&) noexcept;

  /// The whole mail: CRLF, 7 bits a byte (but for an address that needs SMTPUTF8, RFC 6532), no
  /// line over 998 bytes. internal: id, thread or domain are no parts of a message id, the
  /// calendar's text names no method, or the result breaks one of these rules.
  [[nodiscard]] Result<std::string> build(const MimeMail& mail) const;

 private:
  struct Runtime;
  std::unique_ptr<Runtime> runtime_;
};

/// Whether bytes can go over SMTP as they are: every CR and LF part of a CRLF, no NUL, lines of at
/// most 998 bytes, 7 bits unless `eight_bit`, a line end at the end.
[[nodiscard]] bool is_wire_safe(std::string_view bytes, bool eight_bit);

/// "Mon, 31 Jan 2011 08:00:00 +0000" (RFC 5322 section 3.3).
[[nodiscard]] std::string header_date(TimePoint at);

}  // namespace followup
