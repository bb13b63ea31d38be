// Tables of ranges. IPv6 is closed except for what is globally routed.
#include "workers/webhook/address_guard.h"

#include <algorithm>
#include <charconv>

#include <arpa/inet.h>

namespace followup {

namespace {

struct Range {
  const char* network;
  int prefix;  ///< of the address's own length
};

/// Special-purpose IPv4 addresses (IANA registry) that are not, or should not be, reached from
/// outside.
constexpr std::array closed_v4{
    Range{"0.0.0.0", 8},      Range{"10.0.0.0", 8},     Range{"100.64.0.0", 10},
    Range{"127.0.0.0", 8},    Range{"169.254.0.0", 16}, Range{"172.16.0.0", 12},
    Range{"192.0.0.0", 24},   Range{"192.0.2.0", 24},   Range{"192.88.99.0", 24},
    Range{"192.168.0.0", 16}, Range{"198.18.0.0", 15},  Range{"198.51.100.0", 24},
    Range{"203.0.113.0", 24}, Range{"224.0.0.0", 4},    Range{"240.0.0.0", 4},
};

/// Globally routed unicast, the only open IPv6 range, and what is closed inside it: protocol
/// assignments with Teredo and ORCHID, documentation twice, 6to4.
constexpr Range open_v6{"2000::", 3};
constexpr std::array closed_v6{
    Range{"2001::", 23},
    Range{"2001:db8::", 32},
    Range{"2002::", 16},
    Range{"3fff::", 20},
};

constexpr std::array<std::uint8_t, 12> mapped_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr int mapped_bits = 96;

bool same_prefix(const IpAddress& a, const IpAddress& b, int bits) {
  const auto whole = static_cast<std::size_t>(bits / 8);
  if (!std::equal(a.bytes.begin(), a.bytes.begin() + static_cast<std::ptrdiff_t>(whole),
                  b.bytes.begin()))
    return false;
  if (bits % 8 == 0) return true;
  return ((a.bytes[whole] ^ b.bytes[whole]) >> (8 - bits % 8)) == 0;
}

bool within(const IpAddress& address, const Range& range) {
  const auto network = parse_ip(range.network);
  return same_prefix(address, *network,
                     network->is_v4() ? mapped_bits + range.prefix : range.prefix);
}

std::optional<int> parse_number(std::string_view text, int least, int most) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  if (value < least || value > most) return std::nullopt;
  return value;
}

}  // namespace

bool IpAddress::is_v4() const {
  return std::equal(mapped_prefix.begin(), mapped_prefix.end(), bytes.begin());
}

std::optional<IpAddress> parse_ip(std::string_view text) {
  const std::string copy(text);
  IpAddress address;
  if (copy.find(':') != std::string::npos) {
    if (::inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) != 1) return std::nullopt;
    return address;
  }
  std::copy(mapped_prefix.begin(), mapped_prefix.end(), address.bytes.begin());
  if (::inet_pton(AF_INET, copy.c_str(), address.bytes.data() + mapped_prefix.size()) != 1)
    return std::nullopt;
  return address;
}

bool is_public(const IpAddress& address) {
  const auto holds = [&](const Range& range) { return within(address, range); };
  if (address.is_v4()) return std::ranges::none_of(closed_v4, holds);
  return within(address, open_v6) && std::ranges::none_of(closed_v6, holds);
}

bool GuardException::covers(const IpAddress& address, int at_port) const {
  // An IPv6 network never covers IPv4: "::/0" names no IPv4 address.
  return at_port == port && address.is_v4() == network.is_v4() &&
         same_prefix(address, network, prefix);
}

Result<GuardException> parse_guard_exception(std::string_view text) {
  const Error fault{
      Code::invalid_input,
      "an exception is a network and a port, as in 10.20.0.0/16:8443 or [fd00::/8]:8443"};
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return fault;
  const auto port = parse_number(text.substr(colon + 1), 1, 65535);
  std::string_view network = text.substr(0, colon);
  const bool bracketed = network.starts_with('[') && network.ends_with(']');
  if (bracketed) network = network.substr(1, network.size() - 2);
  const std::size_t slash = network.find('/');
  const bool whole = slash == std::string_view::npos;
  const auto address = parse_ip(network.substr(0, slash));
  if (!port || !address) return fault;
  // "fd00::1:443" could be an address alone.
  if (whole && !bracketed && !address->is_v4()) return fault;
  const int offset = address->is_v4() ? mapped_bits : 0;
  const auto prefix =
      whole ? 128 - offset : parse_number(network.substr(slash + 1), 0, 128 - offset);
  if (!prefix) return fault;
  return GuardException{.network = *address, .prefix = *prefix + offset, .port = *port};
}

bool AddressGuard::allows(const IpAddress& address, int port, bool clear_text) const {
  const auto covers = [&](const GuardException& exception) {
    return exception.covers(address, port);
  };
  if (std::ranges::any_of(exceptions_, covers)) return true;
  return !clear_text && is_public(address);
}

}  // namespace followup
