// Words to bytes: a multipart/alternative mail put together by GMime, inside a multipart/mixed one
// where files are attached; their content is left out, and is put in while the mail is sent. The
// same words give the same bytes, because nothing here looks at a clock, a locale or a random
// number.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/domain/attachment.h"
#include "workers/email/address.h"
#include "workers/email/templates.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace followup {

/// A file that the mail has with it, in front of those that are put in while it is sent.
struct InlineFile {
  std::string name;
  std::string media_type;
  std::string bytes;
};

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
  std::vector<InlineFile> inline_files = {};
  std::vector<Attachment> files = {};
  std::optional<Mailbox> reply_to = {};
};

/// A mail without the content of its files: `text`, then the first file in base64, then `after[0]`,
/// and so on. Every one of them ends with a line's end.
struct MimeText {
  std::string text;
  std::vector<std::string> after;  ///< one a file
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
  [[nodiscard]] Result<MimeText> build(const MimeMail& mail) const;

 private:
  struct Runtime;
  [[nodiscard]] MimeText with_files(const MimeMail& mail, std::string bytes) const;
  std::unique_ptr<Runtime> runtime_;
};

/// Whether bytes can go over SMTP as they are: every CR and LF part of a CRLF, no NUL, lines of at
/// most 998 bytes, 7 bits unless `eight_bit`, a line end at the end.
[[nodiscard]] bool is_wire_safe(std::string_view bytes, bool eight_bit);

/// "Mon, 31 Jan 2011 08:00:00 +0000" (RFC 5322 section 3.3).
[[nodiscard]] std::string header_date(TimePoint at);

}  // namespace followup
