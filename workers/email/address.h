// Mail addresses as they may go into an SMTP envelope: libcurl hands a recipient on almost as it
// is, so nothing may get there that could end the brackets or begin another command. Stricter than
// RFC 5321: no comments, no domain literals, no spaces.
#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>

namespace followup {

/// An address that was checked.
struct EnvelopeAddress {
  std::string local;   ///< as given
  std::string domain;  ///< ASCII: an internationalized domain as A-labels (RFC 5890)
  bool needs_smtputf8 =
      false;  ///< the local part is not ASCII: only for a server that offers SMTPUTF8 (RFC 6531)

  /// local@domain, without brackets.
  [[nodiscard]] std::string text() const { return local + "@" + domain; }

  friend bool operator==(const EnvelopeAddress&, const EnvelopeAddress&) = default;
};

/// Refuses (invalid_input, a sentence without the address) what is longer than 254 bytes, holds a
/// byte below 0x21, 0x7f or an angle bracket, has not exactly one @ outside quotes, a local part
/// that is neither dot-atom nor quoted string or longer than 64 bytes, or a domain that is no host
/// name.
[[nodiscard]] Result<EnvelopeAddress> check_address(std::string_view text);

/// A display name, possibly empty, and an address.
struct Mailbox {
  std::string name;
  EnvelopeAddress address;
};

/// "Name <address>", "\"Name\" <address>" or an address alone: a configured sender. invalid_input
/// as check_address.
[[nodiscard]] Result<Mailbox> parse_mailbox(std::string_view text);

/// Whether it is a host name in ASCII: labels of letters, digits and inner hyphens, at most 253
/// bytes, not only digits at the end.
[[nodiscard]] bool is_host_name(std::string_view text);

}  // namespace followup
