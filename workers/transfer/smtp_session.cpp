// libcurl in its connect-only form: after that, its send and receive calls.
#include "workers/transfer/smtp_session.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <strings.h>
#include <sys/socket.h>

namespace followup {

namespace {

bool is_loopback(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, &address, sizeof in);
    return ntohl(in.sin_addr.s_addr) >> 24U == 127;
  }
  if (address.sa_family != AF_INET6) return false;
  sockaddr_in6 in6{};
  std::memcpy(&in6, &address, sizeof in6);
  return std::memcmp(&in6.sin6_addr, &in6addr_loopback, sizeof in6addr_loopback) == 0;
}

/// Whether a line of the answer to EHLO is about the extension `keyword` (RFC 5321 section 4.1.1.1;
/// case does not count).
bool offers(std::string_view line, std::string_view keyword) {
  if (!line.starts_with("250") || line.size() < 4 + keyword.size()) return false;
  const std::string_view rest = line.substr(4 + keyword.size());
  if (!rest.empty() && rest.find_first_of(" \r\n") != 0) return false;
  return ::strncasecmp(line.data() + 4, keyword.data(), keyword.size()) == 0;
}

/// The number that stands behind the keyword of such a line; 0 if there is none.
std::uint64_t number_behind(std::string_view line, std::string_view keyword) {
  std::string_view rest = line.substr(4 + keyword.size());
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  std::uint64_t number = 0;
  const auto [end, fault] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  return fault == std::errc() ? number : 0;
}

}  // namespace

SmtpSession::SmtpSession(Reactor& reactor, std::uint32_t owner, const SmtpRelay& relay)
    : reactor_(reactor), owner_(owner), multi_(reactor, owner, 1), easy_(make_easy(relay.ca_file)) {
  CURL* easy = easy_.get();
  const auto timeout = static_cast<long>(relay.timeout.count());
  curl_easy_setopt(easy, CURLOPT_URL, relay.url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
  curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
  curl_easy_setopt(easy, CURLOPT_USE_SSL,
                   static_cast<long>(relay.starttls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, timeout);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, timeout);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &SmtpSession::on_reply_line);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
  if (relay.loopback_only) {
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &SmtpSession::open_socket);
  }
  if (!relay.user.empty()) {
    curl_easy_setopt(easy, CURLOPT_USERNAME, relay.user.c_str());
    curl_easy_setopt(easy, CURLOPT_PASSWORD, relay.password.c_str());
    curl_easy_setopt(easy, CURLOPT_SASL_IR, 1L);  // RFC 4954: saves a round trip
  }
}

SmtpSession::~SmtpSession() {
  close();
}

int SmtpSession::open_socket(void* /*self*/, int /*purpose*/, void* address) {
  const auto& target = *static_cast<curl_sockaddr*>(address);
  if (!is_loopback(target.addr)) return CURL_SOCKET_BAD;
  return ::socket(target.family, target.socktype | SOCK_CLOEXEC, target.protocol);
}

/// What counts is the answer to the last EHLO: a "220" is the greeting, or the answer to STARTTLS,
/// behind which everything has to be said again.
std::size_t SmtpSession::on_reply_line(char* line, std::size_t size, std::size_t count,
                                       void* self) {
  auto& abilities = static_cast<SmtpSession*>(self)->abilities_;
  const std::string_view text(line, size * count);
  if (text.starts_with("220")) abilities = {};
  if (offers(text, "PIPELINING")) abilities.pipelining = true;
  if (offers(text, "SMTPUTF8")) abilities.utf8 = true;
  if (offers(text, "SIZE")) {
    abilities.size = true;
    abilities.most_bytes = number_behind(text, "SIZE");
  }
  return text.size();
}

void SmtpSession::open() {
  abilities_ = {};
  multi_.add(easy_.get());
}

std::optional<SmtpSession::Ended> SmtpSession::connected() {
  const auto finished = multi_.next_finished();
  if (!finished) return std::nullopt;
  if (finished->code != CURLE_OK) {
    long reply = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &reply);
    return Ended{.curl_code = finished->code, .reply = static_cast<int>(reply)};
  }
  curl_easy_getinfo(easy_.get(), CURLINFO_ACTIVESOCKET, &socket_);
  watch(false);
  return Ended{};
}

void SmtpSession::watch(bool write) {
  wants_write_ = write;
  reactor_.watch(socket_, owner_, true, write);
}

bool SmtpSession::flush() {
  while (!all_sent()) {
    std::size_t taken = 0;
    const int code = curl_easy_send(easy_.get(), out_.data() + sent_, out_.size() - sent_, &taken);
    if (code == CURLE_AGAIN) break;
    if (code != CURLE_OK) return false;
    sent_ += taken;
  }
  if (all_sent() == wants_write_) watch(!wants_write_);
  if (all_sent()) {
    out_.clear();
    sent_ = 0;
  }
  return true;
}

SmtpSession::Received SmtpSession::receive(std::string& into) {
  std::array<char, 4096> buffer;  // NOLINT: filled by the call
  std::size_t count = 0;
  const int code = curl_easy_recv(easy_.get(), buffer.data(), buffer.size(), &count);
  if (code == CURLE_AGAIN) return Received::nothing;
  if (code != CURLE_OK || count == 0) return Received::lost;
  into.append(buffer.data(), count);
  return Received::bytes;
}

void SmtpSession::close() {
  if (socket_ >= 0) reactor_.forget(socket_);
  socket_ = -1;
  out_.clear();
  sent_ = 0;
  wants_write_ = false;
  multi_.remove(easy_.get());
}

}  // namespace followup
