// The connection's states and the transaction's steps. What replies mean is judged in
// smtp_outcome.cpp.
#include "workers/transfer/smtp_link.h"

#include <array>
#include <cstring>

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace followup {

namespace {

/// Relays close idle sessions after minutes, under stress after ten seconds; a place of theirs is
/// not kept for nothing.
constexpr Millis longest_rest = std::chrono::seconds{30};
constexpr int service_unavailable = 421;

bool is_loopback(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, &address, sizeof in);
    return (ntohl(in.sin_addr.s_addr) >> 24U) == 127;
  }
  if (address.sa_family != AF_INET6) return false;
  sockaddr_in6 in6{};
  std::memcpy(&in6, &address, sizeof in6);
  return IN6_IS_ADDR_LOOPBACK(&in6.sin6_addr) != 0;  // NOLINT
}

/// Whether a line of the answer to EHLO is about the extension `keyword` (RFC 5321 section 4.1.1.1;
/// case does not count).
bool offers(std::string_view line, std::string_view keyword) {
  if (!line.starts_with("250") || line.size() < 4 + keyword.size()) return false;
  const std::string_view rest = line.substr(4 + keyword.size());
  if (!rest.empty() && rest.find_first_of(" \r\n") != 0) return false;
  return ::strncasecmp(line.data() + 4, keyword.data(), keyword.size()) == 0;
}

/// The text as it goes over the wire: a dot before each line that begins with one, and the final
/// dot (RFC 5321 section 4.5.2).
std::string stuffed(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  std::size_t from = 0;
  if (text.starts_with('.')) out += '.';
  for (std::size_t at = text.find("\n."); at != std::string_view::npos;
       at = text.find("\n.", from)) {
    out += text.substr(from, at + 1 - from);
    out += '.';
    from = at + 1;
  }
  out += text.substr(from);
  if (!text.empty() && !text.ends_with('\n')) out += "\r\n";
  out += ".\r\n";
  return out;
}

}  // namespace

SmtpLink::SmtpLink(Reactor& reactor, std::uint32_t owner, const SmtpRelay& relay)
    : reactor_(reactor),
      owner_(owner),
      relay_(relay),
      multi_(reactor, owner, 1),
      easy_(make_easy(relay.ca_file)) {
  CURL* easy = easy_.get();
  curl_easy_setopt(easy, CURLOPT_URL, relay.url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
  curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
  curl_easy_setopt(easy, CURLOPT_USE_SSL,
                   static_cast<long>(relay.starttls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(relay.timeout.count()));
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(relay.timeout.count()));
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &SmtpLink::on_reply_line);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
  if (relay.loopback_only) {
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &SmtpLink::open_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, this);
  }
  if (!relay.user.empty()) {
    curl_easy_setopt(easy, CURLOPT_USERNAME, relay.user.c_str());
    curl_easy_setopt(easy, CURLOPT_PASSWORD, relay.password.c_str());
  }
}

SmtpLink::~SmtpLink() {
  close(true);
}

int SmtpLink::open_socket(void* /*self*/, int /*purpose*/, void* address) {
  const auto& target = *static_cast<curl_sockaddr*>(address);
  if (!is_loopback(target.addr)) return CURL_SOCKET_BAD;
  return ::socket(target.family, target.socktype | SOCK_CLOEXEC, target.protocol);
}

/// The reply lines while the connection is made ready. What counts is the answer to the last EHLO:
/// a "220" is the greeting, or the answer to STARTTLS, behind which everything must be said again.
std::size_t SmtpLink::on_reply_line(char* line, std::size_t size, std::size_t count, void* self) {
  auto& abilities = static_cast<SmtpLink*>(self)->abilities_;
  const std::string_view text(line, size * count);
  if (text.starts_with("220")) abilities = {};
  if (offers(text, "PIPELINING")) abilities.pipelining = true;
  if (offers(text, "SMTPUTF8")) abilities.utf8 = true;
  if (offers(text, "SIZE")) abilities.size = true;
  return text.size();
}

void SmtpLink::deliver(SmtpMail mail, Steady now) {
  mail_ = std::move(mail);
  deadline_ = now + relay_.timeout;
  verdict_.reset();
  if (state_ == State::closed) {
    connect();
    return;
  }
  reused_ = true;
  begin_transaction();
}

void SmtpLink::connect() {
  state_ = State::connecting;
  abilities_ = {};
  reused_ = false;
  needs_reset_ = false;
  multi_.add(easy_.get());
}

void SmtpLink::settle_connecting() {
  const auto finished = multi_.next_finished();
  if (!finished) return;
  if (finished->code != CURLE_OK) {
    long reply = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &reply);
    close(false);
    finish(judge_connect(finished->code, static_cast<int>(reply)));
    return;
  }
  curl_socket_t socket = CURL_SOCKET_BAD;
  curl_easy_getinfo(easy_.get(), CURLINFO_ACTIVESOCKET, &socket);
  socket_ = socket;
  begin_transaction();
}

void SmtpLink::begin_transaction() {
  state_ = State::busy;
  if (mail_.utf8 && !abilities_.utf8) {
    ShipmentEnd end;
    end.outcome = Outcome::refused;
    end.reason = "smtputf8_missing";
    rest();
    finish(std::move(end));
    return;
  }
  out_.clear();
  sent_ = 0;
  step_ = needs_reset_ ? SmtpStep::reset : SmtpStep::mail;
  needs_reset_ = false;
  queue_command(step_);
  for (auto step = step_; abilities_.pipelining && step < SmtpStep::data;) {
    step = static_cast<SmtpStep>(static_cast<int>(step) + 1);
    queue_command(step);
  }
  watch(false);
  flush();
}

void SmtpLink::queue_command(SmtpStep step) {
  switch (step) {
    case SmtpStep::reset:
      out_ += "RSET\r\n";
      break;
    case SmtpStep::mail:
      out_ += "MAIL FROM:<" + mail_.from + ">";
      if (abilities_.size) out_ += " SIZE=" + std::to_string(mail_.text.size());
      if (mail_.utf8) out_ += " SMTPUTF8";
      out_ += "\r\n";
      break;
    case SmtpStep::rcpt:
      out_ += "RCPT TO:<" + mail_.to + ">\r\n";
      break;
    case SmtpStep::data:
      out_ += "DATA\r\n";
      break;
    case SmtpStep::body:
      out_ += verdict_ ? ".\r\n" : stuffed(mail_.text);
      break;
  }
}

void SmtpLink::watch(bool write) {
  wants_write_ = write;
  reactor_.watch(socket_, owner_, true, write);
}

void SmtpLink::flush() {
  while (sent_ < out_.size()) {
    std::size_t taken = 0;
    const int code = curl_easy_send(easy_.get(), out_.data() + sent_, out_.size() - sent_, &taken);
    if (code == CURLE_AGAIN) break;
    if (code != CURLE_OK) {
      // The server may have said why before it closed.
      receive();
      if (state_ == State::busy) lose(SmtpLoss::connection_lost);
      return;
    }
    sent_ += taken;
  }
  const bool unsent = sent_ < out_.size();
  if (unsent != wants_write_) watch(unsent);
}

void SmtpLink::receive() {
  std::array<char, 4096> buffer;  // NOLINT: filled by recv
  while (state_ == State::busy) {
    std::size_t count = 0;
    const int code = curl_easy_recv(easy_.get(), buffer.data(), buffer.size(), &count);
    if (code == CURLE_AGAIN) return;
    if (code != CURLE_OK || count == 0) {
      lose(SmtpLoss::connection_lost);
      return;
    }
    replies_.feed({buffer.data(), count});
    read_replies();
  }
}

void SmtpLink::read_replies() {
  while (state_ == State::busy) {
    const auto reply = replies_.next();
    if (!reply) break;
    on_reply(*reply);
  }
  if (state_ == State::busy && replies_.broken()) lose(SmtpLoss::reply_invalid);
}

void SmtpLink::on_reply(int reply) {
  // A session that has served before may just have reached its end; nothing of this mail was taken.
  if (step_ == SmtpStep::reset ? !is_positive(step_, reply)
                               : reused_ && reply == service_unavailable) {
    reconnect();
    return;
  }
  reused_ = false;
  if (!verdict_ && !is_positive(step_, reply)) verdict_ = judge_reply(step_, reply);
  const bool too_early = step_ == SmtpStep::body && sent_ < out_.size();
  if (reply == service_unavailable || too_early) {
    give_up_session();
    return;
  }
  switch (step_) {
    case SmtpStep::reset:
      go_on(SmtpStep::mail);
      break;
    case SmtpStep::mail:
      go_on(SmtpStep::rcpt);
      break;
    case SmtpStep::rcpt:
      go_on(SmtpStep::data);
      break;
    case SmtpStep::data:
      // Refused recipient, yet the server asks for the text: an empty one ends the transaction (RFC
      // 2920 section 3.1).
      if (reply == 354) {
        go_on(SmtpStep::body);
      } else {
        end_transaction(*verdict_);
      }
      break;
    case SmtpStep::body:
      end_transaction(verdict_ ? *verdict_ : judge_reply(step_, reply));
      break;
  }
}

void SmtpLink::go_on(SmtpStep next) {
  const bool is_sent = abilities_.pipelining && next != SmtpStep::body;
  if (verdict_ && !is_sent && next != SmtpStep::body) {
    end_transaction(*verdict_);
    return;
  }
  step_ = next;
  if (is_sent) return;
  out_.clear();
  sent_ = 0;
  queue_command(next);
  flush();
}

void SmtpLink::end_transaction(ShipmentEnd end) {
  needs_reset_ = step_ != SmtpStep::body;
  rest();
  finish(std::move(end));
}

void SmtpLink::give_up_session() {
  auto end = verdict_ ? *verdict_ : judge_loss(SmtpLoss::reply_invalid, false);
  close(false);
  finish(std::move(end));
}

void SmtpLink::lose(SmtpLoss loss) {
  if (reused_ && loss == SmtpLoss::connection_lost) {
    reconnect();
    return;
  }
  const bool dot_sent = step_ == SmtpStep::body && sent_ == out_.size();
  auto end = verdict_ ? *verdict_ : judge_loss(loss, dot_sent);
  close(false);
  finish(std::move(end));
}

void SmtpLink::reconnect() {
  close(false);
  connect();
}

void SmtpLink::finish(ShipmentEnd end) {
  end.id = std::move(mail_.id);
  end_ = std::move(end);
  mail_ = {};
  verdict_.reset();
}

void SmtpLink::rest() {
  state_ = State::idle;
  reused_ = false;
  deadline_ = std::chrono::steady_clock::now() + longest_rest;
  watch(false);
}

void SmtpLink::close(bool say_quit) {
  if (state_ == State::closed) return;
  if (state_ == State::idle && say_quit) {
    constexpr std::string_view quit = "QUIT\r\n";
    std::size_t taken = 0;
    curl_easy_send(easy_.get(), quit.data(), quit.size(), &taken);
  }
  if (socket_ >= 0) reactor_.forget(socket_);
  socket_ = -1;
  state_ = State::closed;
  replies_.clear();
  multi_.remove(easy_.get());
}

void SmtpLink::on_event(const SocketEvent& event) {
  switch (state_) {
    case State::closed:
      return;
    case State::connecting:
      multi_.on_event(event);
      settle_connecting();
      return;
    case State::idle:
      // Nobody was asked anything: "421 timeout", or the end of the connection.
      close(false);
      return;
    case State::busy:
      break;
  }
  if (event.writable && wants_write_) flush();
  if (event.readable && state_ == State::busy) receive();
}

void SmtpLink::on_time(Steady now) {
  if (state_ == State::connecting) {
    multi_.on_time(now);
    settle_connecting();
  }
  if (state_ == State::closed || now < deadline_) return;
  if (state_ == State::busy) {
    lose(SmtpLoss::timeout);
  } else if (state_ == State::connecting) {
    close(false);
    finish(judge_connect(CURLE_OPERATION_TIMEDOUT, 0));
  } else {
    close(true);
  }
}

std::optional<Steady> SmtpLink::timer() const {
  if (state_ == State::closed) return std::nullopt;
  const auto curls = state_ == State::connecting ? multi_.timer() : std::nullopt;
  return curls ? std::min(*curls, deadline_) : deadline_;
}

std::optional<ShipmentEnd> SmtpLink::take_end() {
  return std::exchange(end_, std::nullopt);
}

}  // namespace followup
