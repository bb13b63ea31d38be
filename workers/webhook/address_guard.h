// Which addresses a webhook may connect to: public ones, and what the operator named. It judges the
// address that is about to be connected to, never the text of a URL, so that no way of writing or
// resolving a name gets around it. Pure.
#pragma once

#include "core/base/result.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace followup {

/// An IPv6 address; an IPv4 one as its mapped form ::ffff:a.b.c.d (RFC 4291 section 2.5.5.2).
struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};

  [[nodiscard]] bool is_v4() const;
  friend bool operator==(const IpAddress&, const IpAddress&) = default;
};

/// "192.0.2.1" or "2001:db8::1", nothing else (no zone, no short or octal forms).
[[nodiscard]] std::optional<IpAddress> parse_ip(std::string_view text);

/// Whether anybody on the internet could be meant. Not: private, shared, loopback, link-local,
/// multicast, documentation, benchmarking and reserved ranges (IANA special-purpose registries),
/// and IPv6 addresses that carry an IPv4 one (NAT64, 6to4, Teredo), since they may lead to any of
/// these. An IPv4-mapped address is judged as the IPv4 address that it is.
[[nodiscard]] bool is_public(const IpAddress& address);

/// Addresses with a prefix length and a port.
struct GuardException {
  IpAddress network;
  int prefix = 128;  ///< of the 128 bits
  int port = 0;
  [[nodiscard]] bool covers(const IpAddress& address, int at_port) const;
  friend bool operator==(const GuardException&, const GuardException&) = default;
};

/// "10.20.0.0/16:8443", "127.0.0.1:8080", "fd00::/8:8443", "[fd00::/8]:8443" or "[::1]:8080".
/// invalid_input: anything else.
[[nodiscard]] Result<GuardException> parse_guard_exception(std::string_view text);

/// An endpoint's guard.
class AddressGuard {
 public:
  AddressGuard() = default;

  explicit AddressGuard(std::vector<GuardException> exceptions)
      : exceptions_(std::move(exceptions)) {}

  /// Whether a connection may be made. `clear_text`: without TLS only what the operator named.
  [[nodiscard]] bool allows(const IpAddress& address, int port, bool clear_text) const;

 private:
  std::vector<GuardException> exceptions_;
};

}  // namespace followup
