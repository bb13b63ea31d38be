// The pool: which connection takes the next mail, and one turn over all of them.
#include "workers/transfer/smtp.h"

#include <algorithm>

#include <curl/curl.h>

namespace followup {

namespace {

constexpr std::size_t longest_address = 254;
constexpr std::size_t longest_line = 998;

bool is_host_text(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':' || c == '_';
  });
}

std::string make_url(const MailConfig& config) {
  const bool is_ipv6 = config.host.find(':') != std::string::npos;
  return std::string(config.security == MailSecurity::tls ? "smtps" : "smtp") + "://" +
         (is_ipv6 ? "[" + config.host + "]" : config.host) + ":" + std::to_string(config.port) +
         "/" + config.ehlo;
}

ShipmentEnd refusal(std::string id, std::string reason) {
  ShipmentEnd end;
  end.id = std::move(id);
  end.outcome = Outcome::refused;
  end.reason = std::move(reason);
  return end;
}

}  // namespace

bool is_envelope_address(std::string_view address) {
  const std::size_t at = address.rfind('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == address.size()) return false;
  if (address.size() > longest_address) return false;
  return std::ranges::none_of(address, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x21 || byte == 0x7f || c == '<' || c == '>';
  });
}

bool is_canonical(std::string_view text) {
  std::size_t line_start = 0;
  for (std::size_t n = 0; n < text.size(); ++n) {
    const auto byte = static_cast<unsigned char>(text[n]);
    if (byte == 0 || byte > 0x7f || byte == '\n') return false;
    if (byte != '\r') continue;
    if (n + 1 == text.size() || text[n + 1] != '\n' || n - line_start > longest_line) return false;
    ++n;
    line_start = n + 1;
  }
  return text.size() - line_start <= longest_line;
}

Result<std::unique_ptr<SmtpTransfer>> SmtpTransfer::create(const MailConfig& config,
                                                           std::string password, Blobs* blobs) {
  if (config.host.empty() || !is_host_text(config.host)) {
    return Error{Code::invalid_input, "the relay's host is no host name or address"};
  }
  if (!is_host_text(config.ehlo))
    return Error{Code::invalid_input, "the name for EHLO is no host name"};
  SmtpRelay relay{.url = make_url(config),
                  .starttls = config.security == MailSecurity::starttls,
                  .loopback_only = config.security == MailSecurity::none,
                  .user = config.user,
                  .password = std::move(password),
                  .ca_file = config.ca_file,
                  .timeout = config.timeout};
  const auto most_links = static_cast<std::size_t>(std::max(config.max_in_flight, 1));
  return std::unique_ptr<SmtpTransfer>(new SmtpTransfer(std::move(relay), most_links, blobs));
}

void SmtpTransfer::start(SmtpMail mail, bool urgent) {
  const Steady since = mail.since.value_or(std::chrono::steady_clock::now());
  const bool canonical =
      is_canonical(mail.text) && std::ranges::all_of(mail.files, is_canonical, &MailFile::after);
  if (!is_envelope_address(mail.from) || !is_envelope_address(mail.to)) {
    ended_.push_back(refusal(std::move(mail.id), "address_invalid"));
  } else if (!canonical || (!mail.files.empty() && blobs_ == nullptr)) {
    ended_.push_back(refusal(std::move(mail.id), "message_invalid"));
  } else if (SmtpLink* link = line().empty() ? free_link() : nullptr) {
    link->deliver(std::move(mail), since);
  } else {
    (urgent ? urgent_ : waiting_).push_back({std::move(mail), since});
  }
  ++in_flight_;  // not if one of these throws
}

/// A session that is ready, else one to be opened, else none.
SmtpLink* SmtpTransfer::free_link() {
  SmtpLink* closed = nullptr;
  for (const auto& link : links_) {
    if (link->is_idle()) return link.get();
    if (link->is_free()) closed = link.get();
  }
  if (closed != nullptr || links_.size() >= most_links_) return closed;
  links_.push_back(std::make_unique<SmtpLink>(reactor_, static_cast<std::uint32_t>(links_.size()),
                                              relay_, blobs_));
  return links_.back().get();
}

void SmtpTransfer::assign_waiting(Steady now) {
  while (!line().empty()) {
    auto& [mail, since] = line().front();
    if (now - since >= relay_.timeout) {
      ended_.push_back(judge_connect(CURLE_OPERATION_TIMEDOUT, 0));
      ended_.back().id = std::move(mail.id);
      ended_.back().not_sent = true;
    } else if (SmtpLink* link = free_link()) {
      link->deliver(std::move(mail), since);
    } else {
      return;
    }
    line().pop_front();
  }
}

void SmtpTransfer::collect() {
  for (const auto& link : links_) {
    if (auto end = link->take_end()) ended_.push_back(std::move(*end));
  }
}

Millis SmtpTransfer::patience(Millis timeout) const {
  if (!ended_.empty()) return Millis{0};
  const Steady now = std::chrono::steady_clock::now();
  Steady wake = now + timeout;
  for (const auto& link : links_) {
    if (const auto timer = link->timer()) wake = std::min(wake, *timer);
  }
  return std::max(std::chrono::ceil<Millis>(wake - now), Millis{0});
}

std::vector<ShipmentEnd> SmtpTransfer::turn(Millis timeout, const std::vector<int>& descriptors) {
  collect();
  const auto events = reactor_.wait(patience(timeout), descriptors);
  for (const auto& event : events)
    links_[event.owner]->on_event(event);
  for (const auto& link : links_)
    link->on_content();
  const Steady now = std::chrono::steady_clock::now();
  for (const auto& link : links_)
    link->on_time(now);
  collect();
  assign_waiting(now);
  in_flight_ -= ended_.size();
  return std::exchange(ended_, {});
}

}  // namespace followup
