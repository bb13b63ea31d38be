// Checks of machines' addresses, paths and URLs. Shapes only: nothing is resolved and nothing is
// opened.
#include "core/codec/config.h"
#include "core/codec/config_checks.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <arpa/inet.h>
#include <fmt/format.h>

namespace followup {

namespace {

constexpr int highest_port = 65535;
constexpr std::size_t longest_socket_path = 107;  // sockaddr_un, less the final zero

/// Digits only, `least` to `most`; nothing for anything else.
std::optional<int> parse_number(std::string_view text, int least, int most) {
  int value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, fault] = std::from_chars(text.data(), end, value);
  if (fault != std::errc{} || stop != end || value < least || value > most) return std::nullopt;
  return value;
}

bool is_address(int family, std::string_view text) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return inet_pton(family, std::string(text).c_str(), bytes.data()) == 1;
}

bool is_label(std::string_view label) {
  constexpr std::size_t longest = 63;
  const auto good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !label.empty() && label.size() <= longest && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), good);
}

/// RFC 1123 section 2.1. A name whose last label is a number would be taken for an IPv4 address.
bool is_host_name(std::string_view text) {
  constexpr std::size_t longest = 253;
  if (text.size() > longest) return false;
  std::string_view label;
  std::size_t start = 0;
  do {
    const auto dot = std::min(text.find('.', start), text.size());
    label = text.substr(start, dot - start);
    if (!is_label(label)) return false;
    start = dot + 1;
  } while (start <= text.size());
  return !std::all_of(label.begin(), label.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// What stands after the scheme of an http or https URL; nothing for another scheme.
std::optional<std::string_view> after_scheme(std::string_view url) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (url.substr(0, scheme.size()) == scheme) return url.substr(scheme.size());
  }
  return std::nullopt;
}

/// Printable ASCII without what RFC 3986 leaves no place for.
bool is_url_text(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c < 0x7f && std::string_view("\"<>\\^`{|}").find(c) == std::string_view::npos;
  });
}

bool is_url(std::string_view url) {
  const auto rest = after_scheme(url);
  if (!rest || !is_url_text(url)) return false;
  const std::string_view authority = rest->substr(0, rest->find_first_of("/?#"));
  const auto bracket = authority.find(']');
  const bool has_port = authority.find(':', bracket == std::string_view::npos ? 0 : bracket) !=
                        std::string_view::npos;
  const auto parsed =
      parse_host_port(has_port ? std::string(authority) : fmt::format("{}:443", authority));
  return parsed && parsed->port > 0 && check_host(parsed->host).empty();
}

std::string with(std::string text, std::string_view what, std::string_view by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
  return text;
}

}  // namespace

std::string check_domain(std::string_view text) {
  return is_host_name(text) ? "" : "must be a domain name, as in example.org";
}

std::string check_host(std::string_view text) {
  if (is_address(AF_INET, text) || is_address(AF_INET6, text) || is_host_name(text)) return "";
  return "must be a host name or an IP address";
}

std::string check_loopback_host(std::string_view text) {
  if (is_loopback(text)) return "";
  return "must be this machine (localhost, 127.0.0.1 or ::1): the connection is not encrypted; "
         "reach another machine's Redis through a tunnel";
}

std::optional<HostPort> parse_host_port(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  const auto port = parse_number(text.substr(colon + 1), 0, highest_port);
  if (!port || host.empty()) return std::nullopt;
  if (host.front() == '[') {
    if (host.size() < 2 || host.back() != ']') return std::nullopt;
    host = host.substr(1, host.size() - 2);
    if (!is_address(AF_INET6, host)) return std::nullopt;
  } else if (host.find(':') != std::string_view::npos) {
    return std::nullopt;
  }
  return HostPort{std::string(host), *port};
}

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "::1" ||
         (host.substr(0, 4) == "127." && is_address(AF_INET, host));
}

std::string check_local_address(std::string_view text) {
  const auto parsed = parse_host_port(text);
  if (parsed && is_loopback(parsed->host)) return "";
  return "must be an address of this machine with a port, as in 127.0.0.1:9464";
}

std::string check_absolute_path(std::string_view text) {
  if (text.substr(0, 1) == "/") return check_plain(text);
  return "must be an absolute path";
}

std::string check_socket_path(std::string_view text) {
  if (text.size() > longest_socket_path)
    return "must be at most 107 bytes long, as it names a socket";
  return check_absolute_path(text);
}

std::string check_door(std::string_view text) {
  constexpr std::string_view ipc = "ipc://";
  constexpr std::string_view tcp = "tcp://";
  if (text.substr(0, ipc.size()) == ipc && text.size() > ipc.size()) {
    return check_socket_path(text.substr(ipc.size()));
  }
  if (text.substr(0, tcp.size()) == tcp) {
    const auto parsed = parse_host_port(text.substr(tcp.size()));
    const bool bindable = parsed && (parsed->host == "*" || check_host(parsed->host).empty());
    if (bindable && parsed->port > 0) return "";
  }
  return "must be a ZeroMQ endpoint, as in ipc:///run/followupd/router.sock or "
         "tcp://127.0.0.1:5570";
}

bool is_open_tcp(std::string_view door) {
  constexpr std::string_view tcp = "tcp://";
  if (door.substr(0, tcp.size()) != tcp) return false;
  const auto parsed = parse_host_port(door.substr(tcp.size()));
  return parsed && !is_loopback(parsed->host);
}

std::string check_hook_url(std::string_view text) {
  if (is_url(text) && text.find('#') == std::string_view::npos) return "";
  return "must be an https URL, as in https://crm.example.org/hooks, without user name or fragment";
}

std::string check_case_url(std::string_view text) {
  const std::string filled = with(with(std::string(text), "{id}", "1"), "{kind}", "k");
  if (text.find("{id}") == std::string_view::npos) {
    return "must contain {id}, which becomes the case's id (and may contain {kind})";
  }
  if (filled.find_first_of("{}") != std::string::npos) {
    return "has a placeholder that is neither {id} nor {kind}";
  }
  if (is_url(filled)) return "";
  return "must be an https or http URL, as in https://crm.example.org/{kind}/{id}";
}

std::string check_exception(std::string_view text) {
  constexpr const char* wrong =
      "must be a network and a port, as in 10.20.0.0/16:8443 or [fd00::/8]:8443";
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return wrong;
  std::string_view network = text.substr(0, colon);
  const bool bracketed = network.size() > 1 && network.front() == '[' && network.back() == ']';
  if (bracketed) network = network.substr(1, network.size() - 2);
  const auto slash = network.find('/');
  const bool whole = slash == std::string_view::npos;
  const bool v4 = is_address(AF_INET, network.substr(0, slash));
  const bool known = v4 || is_address(AF_INET6, network.substr(0, slash));
  // "fd00::1:443" could be an address alone.
  const bool clear = !whole || bracketed || v4;
  const bool sized = whole || parse_number(network.substr(slash + 1), 0, v4 ? 32 : 128);
  return known && clear && sized && parse_number(text.substr(colon + 1), 1, highest_port) ? ""
                                                                                          : wrong;
}

}  // namespace followup
