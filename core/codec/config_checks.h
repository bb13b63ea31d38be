// What a text in the configuration may look like: addresses of people and machines, URLs, secrets,
// durations. Each check gives "" or what is wrong, as the end of a sentence that begins with the
// key; it quotes nothing that may be personal or secret.
#pragma once

#include "core/base/time.h"
#include "core/base/zone.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace followup {

/// No control characters, valid for one line of a header or a log.
[[nodiscard]] std::string check_plain(std::string_view text);
/// [a-z0-9-]+, at most 63 long: names of tenants and endpoints.
[[nodiscard]] std::string check_name(std::string_view text);
/// local@domain, ASCII (RFC 5321 section 4.1.2 without quoted strings and address literals).
[[nodiscard]] std::string check_email(std::string_view text);
/// An address, or "Name <address>".
[[nodiscard]] std::string check_sender(std::string_view text);
/// A domain name (RFC 1123 section 2.1), ASCII.
[[nodiscard]] std::string check_domain(std::string_view text);
/// A domain name or an IP address, without port.
[[nodiscard]] std::string check_host(std::string_view text);
/// A loopback host: the store's client has no TLS.
[[nodiscard]] std::string check_loopback_host(std::string_view text);
/// host:port of this machine only; port 0 lets the system choose.
[[nodiscard]] std::string check_local_address(std::string_view text);
/// A ZeroMQ endpoint: ipc:///path, or tcp://host:port.
[[nodiscard]] std::string check_door(std::string_view text);
[[nodiscard]] std::string check_absolute_path(std::string_view text);
/// An absolute path that fits into a unix socket's address (107 bytes).
[[nodiscard]] std::string check_socket_path(std::string_view text);
/// https or http, a host, no user name, no fragment.
[[nodiscard]] std::string check_hook_url(std::string_view text);
/// https or http with {id} and perhaps {kind}.
[[nodiscard]] std::string check_case_url(std::string_view text);
/// "whsec_" and base64 of 24 to 64 bytes (Standard Webhooks 1.0.0).
[[nodiscard]] std::string check_secret(std::string_view text);
/// A CloudEvents type that a webhook can have, or "*".
[[nodiscard]] std::string check_hook_type(std::string_view text);
/// A network or address and a port: "10.20.0.0/16:8443", "127.0.0.1:8080", "[fd00::/8]:8443".
[[nodiscard]] std::string check_exception(std::string_view text);
/// A file's extension without the dot ("pdf"), or a media type ("image/png", "image/*"); in lower
/// case.
[[nodiscard]] std::string check_file_type(std::string_view text);
/// [a-z0-9_-]+, at most 63 long: names of a tenant's mail templates, a part of their files' names.
[[nodiscard]] std::string check_template_name(std::string_view text);
/// it, de, pt or en.
[[nodiscard]] std::string check_language(std::string_view text);
/// The zone of this name of its own, not one of the machine's other names for its files: those are
/// taken only where they were stored before. Nothing: there is none.
[[nodiscard]] std::optional<Zone> find_zone(std::string_view name);
/// The zone that was likely meant; empty: none is near.
[[nodiscard]] std::string nearest_zone(std::string_view text);
/// A zone that the system has, else the nearest IANA name.
[[nodiscard]] std::string check_zone(std::string_view text);
/// What selects a tenant and counts for duplicates: at most 255 bytes.
[[nodiscard]] std::string check_source(std::string_view text);

/// A machine and a port, as "host:port" or "[v6]:port".
struct HostPort {
  std::string host;  ///< without brackets
  int port = 0;      ///< 0 to 65535
};

[[nodiscard]] std::optional<HostPort> parse_host_port(std::string_view text);

/// localhost, 127.0.0.0/8 or ::1.
[[nodiscard]] bool is_loopback(std::string_view host);

/// Whether a door is a TCP one that machines other than this one can reach. Precondition:
/// check_door found nothing.
[[nodiscard]] bool is_open_tcp(std::string_view door);

/// "500ms", "5s", "5m", "2h", "1d": a whole number and a unit.
[[nodiscard]] std::optional<Millis> parse_duration(std::string_view text);
/// The same back, in the largest unit that is exact.
[[nodiscard]] std::string format_duration(Millis duration);

/// The CloudEvents types that are sent as webhooks.
[[nodiscard]] const std::vector<std::string>& hook_types();

}  // namespace followup
